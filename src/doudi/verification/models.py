"""Home visits, check reports and their results, adopted amounts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.cases.models import Case, Placed
from doudi.households.codes import Sort, Source
from doudi.households.models import Member
from doudi.vault.fields import EncryptedTextField


class HomeVisit(Placed):
    """入户调查: where, when, by which two people, who was present, what they saw (民发〔2021〕57号 第十五、十六条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("入户日期"))
    place = models.CharField(_("入户地点"), max_length=200)
    respondent = models.CharField(_("被访人"), max_length=50)
    respondent_relation = models.CharField(_("被访人与户主关系"), max_length=20)
    surveyor_logins = models.JSONField(_("调查人"))
    surveyor_names = models.JSONField(_("调查人姓名"))
    assistants = models.CharField(_("协助在场人员"), max_length=200, blank=True)
    housing = models.CharField(_("住房情况"), max_length=300, blank=True)
    land = models.CharField(_("承包地情况"), max_length=300, blank=True)
    living = EncryptedTextField(_("生活情况"), blank=True, default="")
    conclusion = EncryptedTextField(_("调查结论"), default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(surveyor_logins__1__isnull=False), name="two_surveyors_at_least")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.visited_on}"


class CheckReport(Placed):
    """核对报告: what the check centre answered, and until when it may be used."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    number = models.CharField(_("报告编号"), max_length=40)
    queried_on = models.DateField(_("数据日期"))
    received_on = models.DateField(_("入卷日"))
    valid_until = models.DateField(_("有效至"))
    summary = EncryptedTextField(_("说明"), blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="one_report_a_number")]

    def __str__(self) -> str:
        return self.number


class CheckResult(Placed):
    """核对结果: what one source said; no answer is not nothing."""

    class Result(models.TextChoices):
        """The three answers of a source."""

        NONE = "none", _("无记录")
        HIT = "hit", _("有记录")
        NO_ANSWER = "no_answer", _("无应答")

    report = models.ForeignKey(CheckReport, models.CASCADE, related_name="results")
    asked = models.CharField(_("核对来源"), max_length=20)
    result = models.CharField(_("结果"), max_length=10, choices=Result)
    remark = models.CharField(_("备注"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.asked} {self.result}"


class Adoption(Placed):
    """采信: the amount taken for one item of one member, from which source, and why (57号 第十八条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="adoptions")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    sort = models.CharField(max_length=8, choices=Sort)
    kind = models.CharField(max_length=32)
    source = models.CharField(max_length=8, choices=Source)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = EncryptedTextField()
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    on = models.DateField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "member", "sort", "kind"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="one_adopted_amount_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.source}"
