"""Monthly runs: lines, sums by town, rosters, the bank's file."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Household, Member, PaymentAccount, Placed
from doudi.payments.models.awards import Award
from doudi.payments.models.opening import PROGRAMMES


class Run(models.Model):
    """发放批次: one month of one programme in the district, or what came back paid again; holds sums, never people."""

    class Kind(models.TextChoices):
        """What a run pays: a month, or what the bank sent back."""

        MONTHLY = "monthly", _("按月发放")
        REISSUE = "reissue", _("退票重发")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MONTHLY)
    number = models.CharField(_("批次号"), max_length=32, unique=True)
    month = models.DateField(_("月份"))
    programme = models.CharField(max_length=32, choices=PROGRAMMES)
    state = models.CharField(_("状态"), max_length=10)
    edition = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    households = models.PositiveIntegerField(_("户数"), default=0)
    persons = models.PositiveIntegerField(_("人数"), default=0)
    lines_count = models.PositiveIntegerField(default=0)
    base_total = models.DecimalField(_("保障金合计"), max_digits=14, decimal_places=2, default=0)
    supplement_total = models.DecimalField(_("分类施保金合计"), max_digits=14, decimal_places=2, default=0)
    care_total = models.DecimalField(_("照料护理费合计"), max_digits=14, decimal_places=2, default=0)
    total = models.DecimalField(_("发放合计"), max_digits=14, decimal_places=2, default=0)
    control_digest = models.CharField(_("控制摘要"), max_length=64, blank=True)
    computed_by = models.CharField(_("制单"), max_length=40, blank=True)
    computed_name = models.CharField(max_length=50, blank=True)
    computed_on = models.DateField(null=True)
    checked_by = models.CharField(_("复核"), max_length=40, blank=True)
    checked_name = models.CharField(max_length=50, blank=True)
    checked_on = models.DateField(null=True)
    checked_digest = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(_("审批"), max_length=40, blank=True)
    approved_name = models.CharField(max_length=50, blank=True)
    approved_on = models.DateField(null=True)
    exported_by = models.CharField(_("导出"), max_length=40, blank=True)
    exported_name = models.CharField(max_length=50, blank=True)
    exported_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "programme"], condition=Q(kind="monthly"), name="one_monthly_run_a_month"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(kind="reissue", state__in=["draft", "computed", "checked"]),
                name="one_open_reissue",
            ),
            models.CheckConstraint(
                condition=Q(total=F("base_total") + F("supplement_total") + F("care_total")), name="run_sums_add_up"
            ),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("computed_by")), name="maker_is_not_checker"
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | (~Q(approved_by=F("computed_by")) & ~Q(approved_by=F("checked_by"))),
                name="approver_is_a_third",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "exported"])
                | (Q(checked_digest=F("control_digest")) & ~Q(approved_by="")),
                name="approved_what_was_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RunTown(models.Model):
    """批次分镇合计: written when a town's lines are in, so that a run cut short goes on with the next town."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="towns")
    town = models.CharField(max_length=9)
    households = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    base = models.DecimalField(max_digits=14, decimal_places=2)
    supplement = models.DecimalField(max_digits=14, decimal_places=2)
    care = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "town"], name="one_sum_a_town")]

    @property
    def total(self) -> Decimal:
        """Yuan, all items together."""
        return self.base + self.supplement + self.care

    def __str__(self) -> str:
        return f"{self.run_id} {self.town}"


class RunLine(Placed):
    """发放明细: one payable sum in yuan. `month` is the month it is owed for: before the run's own it is arrears.

    A line that pays again (`reissue_of`) stands for its failed line; each is paid again once at most. A line that `tops_up`
    another adds what a later uplift makes of a month that was paid; each uplift once at most.
    """

    class Item(models.TextChoices):
        """What a line pays."""

        BASE = "base", _("保障金")
        SUPPLEMENT = "supplement", _("分类施保金")
        CARE = "care", _("照料护理费")

    class Kind(models.TextChoices):
        """Whether a line pays the run's own month, an earlier one, or again what came back."""

        REGULAR = "regular", _("当月")
        ARREARS = "arrears", _("补发")
        REISSUE = "reissue", _("退票重发")

    run = models.ForeignKey(Run, models.PROTECT, related_name="lines")
    month = models.DateField()
    programme = models.CharField(max_length=32)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    item = models.CharField(max_length=10, choices=Item)
    kind = models.CharField(max_length=8, choices=Kind)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    award = models.ForeignKey(Award, models.PROTECT, related_name="lines")
    payee = models.ForeignKey(Member, models.PROTECT, related_name="+")
    account = models.ForeignKey(PaymentAccount, models.PROTECT, related_name="+")
    # The migration adds a foreign key on (reissue_of, 'failed'): only a line that came back failed is paid again.
    reissue_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="reissue")
    tops_up = models.ForeignKey("self", models.PROTECT, null=True, related_name="top_ups")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "programme", "household", "item"],
                condition=Q(reissue_of=None, tops_up=None),
                name="one_payable_line",
            ),
            models.UniqueConstraint(
                fields=["tops_up", "award"], condition=Q(tops_up__isnull=False), name="one_top_up_an_uplift"
            ),
            models.CheckConstraint(
                condition=Q(tops_up=None) | Q(kind="arrears", reissue_of=None), name="top_up_is_arrears"
            ),
            models.CheckConstraint(
                condition=Q(kind="reissue", reissue_of__isnull=False) | (~Q(kind="reissue") & Q(reissue_of=None)),
                name="reissue_names_its_line",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_pays_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "town", "household"], name="line_roster"),
            models.Index(fields=["month", "programme"], condition=Q(reissue_of__isnull=False), name="line_reissued"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.month:%Y-%m} {self.item}"


class RosterConfirmation(models.Model):
    """花名册确认: a town's leader answers for what the run pays in the town; the last one counts."""

    month = models.DateField()
    programme = models.CharField(max_length=32, choices=PROGRAMMES)
    town = models.CharField(max_length=9)
    households = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month", "programme", "town"], name="roster_month")]

    def __str__(self) -> str:
        return f"{self.town} {self.month:%Y-%m}"


class BankFile(models.Model):
    """银行文件: the bytes as sent, sealed, with their hash; downloading again gives the same bytes."""

    run = models.OneToOneField(Run, models.PROTECT, primary_key=True, related_name="bank_file")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    exported_by = models.CharField(max_length=40)
    exported_on = models.DateField()

    def __str__(self) -> str:
        return self.name
