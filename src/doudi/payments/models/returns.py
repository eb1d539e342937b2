"""What the bank answered: return files, the result of each line, accounts corrected by two people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Household, PaymentAccount, Placed
from doudi.payments.models.runs import Run, RunLine
from doudi.vault.fields import EncryptedTextField


class BankReturn(models.Model):
    """银行回盘: one file of the bank for one run, its bytes sealed with their hash; taken whole, or put aside whole.

    `problems` (JSON, sealed) says at which row a file that was put aside contradicts what was exported. Sums in yuan.
    """

    class State(models.TextChoices):
        """Whether the results of a file count."""

        TAKEN = "taken", _("已采纳")
        QUARANTINED = "quarantined", _("有疑点，未采纳")

    number = models.CharField(_("回盘编号"), max_length=40, unique=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="returns")
    state = models.CharField(_("状态"), max_length=12, choices=State)
    file_name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    rows = models.PositiveIntegerField(_("行"), default=0)
    paid = models.PositiveIntegerField(_("到账（笔）"), default=0)
    paid_total = models.DecimalField(_("到账（元）"), max_digits=14, decimal_places=2, default=0)
    failed = models.PositiveIntegerField(_("退票（笔）"), default=0)
    failed_total = models.DecimalField(_("退票（元）"), max_digits=14, decimal_places=2, default=0)
    known = models.PositiveIntegerField(_("此前已有结果（笔）"), default=0)
    problems = EncryptedTextField(blank=True)
    problem_count = models.PositiveIntegerField(default=0)
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "sha256", "state"], name="one_return_a_file"),
            models.CheckConstraint(
                condition=Q(state="taken", problem_count=0)
                | Q(state="quarantined", problem_count__gt=0, paid=0, failed=0),
                name="return_taken_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Returned(Placed):
    """回盘结果: what became of one exported line; written once, never changed. `reason` is the bank's own."""

    class Result(models.TextChoices):
        """Whether the money arrived."""

        PAID = "paid", _("到账")
        FAILED = "failed", _("退票")

    line = models.OneToOneField(RunLine, models.PROTECT, primary_key=True, related_name="returned")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    result = models.CharField(max_length=6, choices=Result)
    reason = models.CharField(_("银行所给原因"), max_length=100, blank=True)
    bank_return = models.ForeignKey(BankReturn, models.PROTECT, related_name="results")
    row = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            # What a line that pays again refers to.
            models.UniqueConstraint(fields=["line", "result"], name="one_result_a_line"),
            models.CheckConstraint(condition=Q(result__in=["paid", "failed"]), name="result_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "result"], name="returned_run"),
            models.Index(fields=["household"], condition=Q(result="failed"), name="returned_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.result}"


class AccountCorrection(Placed):
    """更正账户: a family's new account; one person enters it, another confirms.

    `bank_return` is the last return that it answers: what came back up to it may be paid again. None where nothing has
    come back: the account changes for what is paid from then on.
    """

    class State(models.TextChoices):
        """Whether the second person agreed."""

        WAITING = "waiting", _("待确认")
        CONFIRMED = "confirmed", _("已换账户")
        REFUSED = "refused", _("退回重录")

    household = models.ForeignKey(Household, models.PROTECT, related_name="corrections")
    bank_return = models.ForeignKey(BankReturn, models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey(PaymentAccount, models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(_("账户名称"), max_length=50)
    bank = models.CharField(_("开户银行"), max_length=60)
    number = EncryptedTextField(_("银行账号"))
    number_index = models.BinaryField(max_length=32, editable=False)
    custody = models.CharField(_("代管协议"), max_length=60, blank=True)
    reason = EncryptedTextField(_("更正理由"))
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.WAITING)
    entered_by = models.CharField(_("录入"), max_length=40)
    entered_name = models.CharField(max_length=50)
    entered_on = models.DateField()
    decided_by = models.CharField(_("确认"), max_length=40, blank=True)
    decided_name = models.CharField(max_length=50, blank=True)
    decided_on = models.DateField(null=True)
    decided_note = EncryptedTextField(blank=True)
    account = models.ForeignKey(PaymentAccount, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(state="waiting"), name="one_correction_waits_a_household"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("entered_by")), name="account_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by="", account=None)
                | Q(state="refused", decided_by__gt="", account=None)
                | Q(state="confirmed", decided_by__gt="", account__isnull=False),
                name="correction_decided_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["household", "bank_return"], name="correction_answers")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.state}"
