"""Issued papers with their numbers, and files that people brought; the bytes of both lie sealed in side tables."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.law.papers import PaperKind
from doudi.papers.content import Programme


class Placed(models.Model):
    """A row that lies in a town and a village: row-level security reads these two columns."""

    town = models.CharField(_("镇（街道）"), max_length=9, db_index=True)
    village = models.CharField(_("村（社区）"), max_length=12, blank=True)

    class Meta:
        abstract = True


class Counter(models.Model):
    """编号簿: the last number an office has given to a kind of paper in a year."""

    office_code = models.CharField(_("机关"), max_length=12)
    kind = models.CharField(_("文书"), max_length=32)
    programme = models.CharField(_("救助类别"), max_length=32)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("末号"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office_code", "kind", "programme", "year"], name="one_paper_counter")
        ]

    def __str__(self) -> str:
        return f"{self.office_code} {self.kind} {self.programme} {self.year}: {self.last}"


class Paper(Placed):
    """文书: one issued paper. Only `status` and `replaced_by` ever change."""

    class Status(models.TextChoices):
        """Whether a paper holds."""

        CURRENT = "current", _("有效")
        REPLACED = "replaced", _("已被替换")

    number = models.CharField(_("文号"), max_length=60, unique=True)
    kind = models.CharField(_("文书"), max_length=32, choices=[(kind.value, kind.title) for kind in PaperKind])
    programme = models.CharField(_("救助类别"), max_length=32, choices=[(each.value, each.words) for each in Programme])
    office_code = models.CharField(_("机关"), max_length=12)
    office_name = models.CharField(_("机关名称"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年份"))
    running = models.PositiveIntegerField(_("顺序号"))
    on = models.DateField(_("签发日"))
    at = models.DateTimeField(_("签发时刻"))
    object_kind = models.CharField(_("对象种类"), max_length=32)
    object_key = models.CharField(_("对象编号"), max_length=64)
    by_login = models.CharField(_("经办人账号"), max_length=40)
    by_name = models.CharField(_("经办人"), max_length=50)
    sha256 = models.CharField(_("PDF 摘要"), max_length=64)
    token = models.CharField(_("核验码"), max_length=22, unique=True)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.CURRENT)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("替换件")
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office_code", "kind", "programme", "year", "running"], name="one_paper_a_number"
            ),
            models.CheckConstraint(condition=Q(running__gte=1), name="papers_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(status="current", replaced_by=None) | Q(status="replaced", replaced_by__isnull=False),
                name="replaced_papers_name_their_successor",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["object_kind", "object_key"])]

    def __str__(self) -> str:
        return self.number


class PaperBody(Placed):
    """文书正文: what a paper says (JSON) and its PDF, both sealed: they hold names."""

    paper = models.OneToOneField(Paper, models.PROTECT, primary_key=True, related_name="body")
    content = models.BinaryField()
    pdf = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.paper_id}"


class StoredFile(Placed):
    """材料文件: one photo or PDF that somebody brought, under a key that can't be guessed. Never changed."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    label = models.CharField(_("材料"), max_length=60)
    object_kind = models.CharField(_("对象种类"), max_length=32)
    object_key = models.CharField(_("对象编号"), max_length=64)
    media_type = models.CharField(_("类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    on = models.DateField(_("存入日"))
    at = models.DateTimeField(_("存入时刻"))
    by_login = models.CharField(_("存入人账号"), max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["object_kind", "object_key"])]

    def __str__(self) -> str:
        return f"{self.key}"


class FileBody(Placed):
    """材料内容: the sealed bytes of a file."""

    file = models.OneToOneField(StoredFile, models.PROTECT, primary_key=True, related_name="body")
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.file_id}"
