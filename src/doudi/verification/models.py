"""Home visits, check reports and their results, adopted amounts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.cases.models import Case, Placed
from doudi.households.codes import Per, Sort, Source
from doudi.households.models import Member, Obligor
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


class ObligorFinding(Placed):
    """查到的义务人收入、财产: one amount in yuan that the check or the visit found of somebody who owes support (43号 第八条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="obligor_findings")
    obligor = models.ForeignKey(Obligor, models.PROTECT, related_name="+")
    sort = models.CharField(_("类别"), max_length=8, choices=Sort.choices)
    kind = models.CharField(_("项目"), max_length=32)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    per = models.CharField(_("期间"), max_length=5, blank=True, choices=Per.choices)
    details = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="obligor_finding_not_negative"),
            models.CheckConstraint(condition=Q(source__in=["checked", "surveyed"]), name="obligor_finding_was_found"),
            models.CheckConstraint(
                condition=Q(sort="asset", per="") | Q(sort="income", per__in=Per.values),
                name="obligor_finding_per_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.source}"


class Adoption(Placed):
    """采信: the amount taken for one item of one member or obligor, from which source, and why (57号 第十八条).

    `details`: of homes, shops and vehicles decided on one's own account, how many `pieces`, of which use or area."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="adoptions")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    obligor = models.ForeignKey(Obligor, models.PROTECT, null=True, related_name="+")
    sort = models.CharField(max_length=8, choices=Sort)
    kind = models.CharField(max_length=32)
    source = models.CharField(max_length=8, choices=Source)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    details = models.JSONField(default=dict, blank=True)
    reason = EncryptedTextField()
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    on = models.DateField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "member", "obligor", "sort", "kind"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="one_adopted_amount_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.source}"


class Record(Placed):
    """记录: what was said and found at a meeting or a second visit; votes only where there was a vote.

    民主评议、异议复查、一事一议、审核确认人入户核查 (民发〔2021〕57号 第十九条、第二十条; 城政办发〔2023〕29号 六（三）).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="records")
    step = models.CharField(max_length=32)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=200)
    chair = models.CharField(_("主持人"), max_length=50, blank=True)
    recorder = models.CharField(_("记录人"), max_length=50, blank=True)
    attendees = EncryptedTextField(_("参加人"), default="")
    absent = EncryptedTextField(_("缺席人"), default="")
    votes_for = models.PositiveSmallIntegerField(_("同意票"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("不同意票"), null=True)
    votes_abstain = models.PositiveSmallIntegerField(_("弃权票"), null=True)
    content = EncryptedTextField(_("情况"), default="")
    conclusion = EncryptedTextField(_("结论"), default="")
    logins = models.JSONField(default=list)
    names = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.held_on}"


class SelfCareAssessment(Placed):
    """生活自理能力评估: six acts, the level they give, who assessed, and the mode of support chosen (43号 第二十条至第二十二条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    assessed_on = models.DateField(_("评估日期"))
    assessors = models.CharField(_("评估人"), max_length=120)
    unable_to = models.JSONField(_("不能自主完成"), default=list)
    level = models.CharField(_("自理能力"), max_length=8)
    support = models.CharField(_("供养方式"), max_length=12)
    institution = models.CharField(_("供养服务机构"), max_length=100, blank=True)
    carer = models.CharField(_("照料人"), max_length=50, blank=True)
    carer_relation = models.CharField(_("照料人与本人关系"), max_length=20, blank=True)
    health = EncryptedTextField(_("健康和生活状况"), default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(support="home") | Q(support="institution", institution__gt=""),
                name="institution_is_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"
