"""日志与日结摘要: rows that are written once; every column of an entry is covered by its hash."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """日志条目: one act, linked by hash to the one before it in its chain."""

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.CharField("链", max_length=200)
    number = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时刻")
    on = models.DateField("业务日")
    actor_number = models.CharField("经办人账号", max_length=100)
    actor_name = models.CharField("经办人", max_length=100)
    post = models.CharField("岗位", max_length=50)
    verb = models.CharField("动作", max_length=50)
    object_kind = models.CharField("对象种类", max_length=50)
    object_key = models.CharField("对象编号", max_length=200)
    town = models.CharField("镇（街道）", max_length=9, blank=True)
    facts = models.JSONField("内容")
    previous = models.CharField("上一条的哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_entry_numbered_from_one")
        ]
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_key"], name="audit_entry_object"),
            models.Index(fields=["at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} 第 {self.number} 条"


class Digest(models.Model):
    """日结摘要: one a day, signed, linked to the one before; its heads say how far each chain had come."""

    number = models.PositiveIntegerField("序号", primary_key=True)
    on = models.DateField("业务日", unique=True)
    at = models.DateTimeField("时刻")
    previous = models.CharField("上一份的哈希", max_length=64)
    key = models.CharField("公钥", max_length=64)
    hash = models.CharField("哈希", max_length=64)
    signature = models.CharField("签名", max_length=128)

    def __str__(self) -> str:
        return f"日结摘要第 {self.number} 号（{self.on}）"


class Head(models.Model):
    """链头: the last entry of a chain that had grown since the digest before."""

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.CharField("链", max_length=200)
    number = models.PositiveIntegerField("序号")
    hash = models.CharField("哈希", max_length=64)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="heads")

    def __str__(self) -> str:
        return f"{self.chain} 第 {self.number} 条"
