"""Households, members, items by source, obligors, payment accounts, and the two side tables that find people."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households import codes
from doudi.vault.fields import EncryptedTextField


class Placed(models.Model):
    """What lies in a village of a town: the columns that the row-level wall reads."""

    town = models.CharField(_("镇（街道）"), max_length=9)
    village = models.CharField(_("村（社区）"), max_length=12)

    class Meta:
        abstract = True


class Household(Placed):
    """家庭: one family; `version` is compared by forms and actions, `file_number` is given at acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_number = models.CharField(_("档案号"), max_length=32, null=True, unique=True)
    area = models.CharField(_("城乡"), max_length=5, choices=codes.Area.choices)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    phone = EncryptedTextField(_("联系电话"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(area__in=codes.Area.values), name="household_area_known")
        ]
        indexes: ClassVar = [models.Index(fields=["town", "village"], name="household_place")]

    def __str__(self) -> str:
        return self.file_number or str(self.pk)


class Member(Placed):
    """家庭成员: a person of a family from a day, until a day (exclusive).

    `support` and `unable_to` (of the six acts of self-care, those the person can't do alone) matter for 特困;
    `study_ends` and `card_ends`, the last days of studies and of the disability card, for 到龄与到期 alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("姓名"), max_length=50)
    id_number = EncryptedTextField(_("身份证号"))
    id_index = models.BinaryField(max_length=32, editable=False)
    id_tail_index = models.BinaryField(max_length=32, editable=False)
    born = models.DateField(_("出生日期"))
    sex = models.CharField(_("性别"), max_length=1, choices=codes.Sex.choices)
    relation = models.CharField(_("与户主关系"), max_length=16, choices=codes.Relation.choices)
    lives_with = models.BooleanField(_("共同生活"), default=True)
    disability_kind = models.CharField(_("残疾类别"), max_length=16, blank=True, choices=codes.Disability.choices)
    disability_grade = models.PositiveSmallIntegerField(_("残疾等级"), null=True, blank=True)
    card_ends = models.DateField(_("残疾人证有效期至"), null=True, blank=True)
    serious_illness = models.BooleanField(_("重病"), default=False)
    study = models.CharField(_("就读"), max_length=24, default=codes.Study.NONE, choices=codes.Study.choices)
    study_ends = models.DateField(_("预计毕业"), null=True, blank=True)
    able_to_work = models.BooleanField(_("有劳动能力"), null=True, blank=True)
    independent = models.BooleanField(_("能独立生活"), null=True, blank=True)
    absence = models.CharField(
        _("不在家情形"), max_length=24, default=codes.Absence.NONE, choices=codes.Absence.choices
    )
    absence_since = models.DateField(_("不在家自"), null=True, blank=True)
    refused_work = models.PositiveSmallIntegerField(_("拒绝就业次数"), default=0)
    veteran = models.BooleanField(_("退役军人"), default=False)
    support = models.CharField(_("供养方式"), max_length=12, default="home", choices=codes.Support.choices)
    unable_to = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "id_index"], condition=Q(until=None), name="member_once_a_household"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(until=None, relation="head"), name="one_head_a_household"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="member_until_after_since"),
            models.CheckConstraint(condition=Q(sex__in=codes.Sex.values), name="member_sex_known"),
            models.CheckConstraint(
                condition=Q(disability_kind="", disability_grade=None)
                | (~Q(disability_kind="") & Q(disability_grade__range=(1, 4))),
                name="member_disability_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id_index"], name="member_id"),
            models.Index(fields=["id_tail_index"], name="member_id_tail"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Item(Placed):
    """收入、支出、财产条目: one amount in yuan from one source; `details` holds area_m2, use or since."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="items")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="items")
    sort = models.CharField(_("类别"), max_length=8, choices=codes.Sort.choices)
    kind = models.CharField(_("项目"), max_length=32)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    per = models.CharField(_("期间"), max_length=5, blank=True, choices=codes.Per.choices)
    details = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=codes.Source.choices)
    case_number = models.CharField(_("案号"), max_length=32, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    noted_on = models.DateField(_("记录日"))
    noted_by = models.CharField(_("记录人"), max_length=40)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="item_amount_not_negative"),
            models.CheckConstraint(condition=Q(source__in=codes.Source.values), name="item_source_known"),
            models.CheckConstraint(
                condition=Q(sort="asset", per="") | Q(sort__in=["income", "spending"], per__in=codes.Per.values),
                name="item_per_fits_sort",
            ),
            models.CheckConstraint(condition=Q(sort="asset") | Q(member__isnull=False), name="item_has_member"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.kind} {self.source}"


class StandingObligors(models.Manager["Obligor"]):
    """Those who still owe support; whoever was taken off stays for the papers that name them (`Obligor.ever`)."""

    def get_queryset(self) -> models.QuerySet["Obligor"]:
        return super().get_queryset().filter(until=None)


class Obligor(Placed):
    """赡养、抚养、扶养义务人: owes support to one or more members (`of`) from a day (None: from the first), until a day
    (exclusive). `household_income` is declared, in yuan per `per`; `adopted_income`, yuan a month, stands in its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="obligors")
    of = ArrayField(models.UUIDField())
    relation = models.CharField(_("关系"), max_length=16, choices=codes.Relation.choices)
    name = models.CharField(_("姓名"), max_length=50)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    id_index = models.BinaryField(max_length=32, null=True, editable=False)
    born = models.DateField(_("出生日期"), null=True, blank=True)
    household_members = models.PositiveSmallIntegerField(_("家庭人口"), null=True, blank=True)
    household_income = models.DecimalField(_("家庭收入（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    per = models.CharField(_("期间"), max_length=5, default=codes.Per.MONTH, choices=codes.Per.choices)
    status = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    agreed_support = models.DecimalField(
        _("约定赡养费（元/月）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    adopted_income = models.DecimalField(
        _("采信的家庭收入（元/月）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)

    ever = models.Manager["Obligor"]()
    objects = StandingObligors()

    class Meta:
        default_manager_name = "objects"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="obligor_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ObligorAsset(Placed):
    """义务人财产: one piece of property of somebody who owes support, in yuan (43号 第八条); `details` holds a vehicle's use.

    Rows that aren't declared were adopted from their `source` and stand, kind by kind, in place of declared ones."""

    obligor = models.ForeignKey(Obligor, models.CASCADE, related_name="assets")
    kind = models.CharField(_("项目"), max_length=32, choices=codes.Asset.choices)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    details = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("来源"), max_length=8, default=codes.Source.DECLARED, choices=codes.Source.choices)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="obligor_asset_not_negative"),
            models.CheckConstraint(condition=Q(source__in=codes.Source.values), name="obligor_asset_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.obligor_id} {self.kind}"


class PaymentAccount(Placed):
    """发放账户: never changed once written; a new one begins where the old one ends (`until` exclusive)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="accounts")
    owner_name = models.CharField(_("账户名称"), max_length=50)
    bank = models.CharField(_("开户银行"), max_length=60)
    number = EncryptedTextField(_("银行账号"))
    number_index = models.BinaryField(max_length=32, editable=False)
    custody = models.CharField(_("代管协议"), max_length=60, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household"], condition=Q(until=None), name="one_account_a_household")
        ]
        indexes: ClassVar = [models.Index(fields=["number_index"], name="account_number")]

    def __str__(self) -> str:
        return str(self.pk)


class NameGram(Placed):
    """姓名二字组: finds people by name under the row-level wall, where LIKE could not use an index."""

    gram = models.CharField(max_length=2)
    member = models.ForeignKey(Member, models.CASCADE, related_name="grams")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "member"], name="one_gram_a_member")]

    def __str__(self) -> str:
        return self.gram


class Registration(Placed):
    """在办、在享登记: one person, one programme, across the district; asked through the wall by index only."""

    id_index = models.BinaryField(max_length=32, editable=False)
    programme = models.CharField(max_length=32)
    household = models.ForeignKey(Household, models.PROTECT, related_name="registrations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id_index"], condition=Q(until=None), name="one_registration_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.town}"


class FileCounter(models.Model):
    """档案号计数: the last number given in a town and year."""

    town = models.CharField(max_length=9)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["town", "year"], name="one_file_counter")]

    def __str__(self) -> str:
        return f"{self.town} {self.year}"
