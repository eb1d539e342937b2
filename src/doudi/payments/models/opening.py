"""The opening balance: imports of the ledger, their rows, the months they opened."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Household, Placed
from doudi.law.procedures.payroll import TITLES

PROGRAMMES = list(TITLES.items())


class LedgerImport(models.Model):
    """台账导入（期初）: one workbook, known by its hash. `town` is the importer's area: a town, or the district."""

    class State(models.TextChoices):
        """How far an import has come."""

        TAKING = "taking", _("正在导入")
        TAKEN = "taken", _("待确认")
        CONFIRMED = "confirmed", _("已确认")

    number = models.CharField(_("导入编号"), max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(_("文件名"), max_length=120)
    month = models.DateField(_("台账月份"))
    programmes = models.JSONField()
    towns = models.JSONField()
    town = models.CharField(max_length=9)
    state = models.CharField(_("状态"), max_length=10, choices=State)
    take = models.PositiveIntegerField(_("可导入"))
    ask = models.PositiveIntegerField(_("待人工核定"))
    refuse = models.PositiveIntegerField(_("退回"))
    taken_by = models.CharField(_("导入人"), max_length=40)
    taken_on = models.DateField(_("导入日"))
    confirmed_by = models.CharField(_("确认人"), max_length=40, blank=True)
    confirmed_on = models.DateField(_("确认日"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256", "town"], name="one_import_a_workbook"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("taken_by")), name="import_by_two_people"),
        ]

    def __str__(self) -> str:
        return self.number


class MarkedWorkbook(models.Model):
    """退回的工作簿: the workbook with red cells and 错误原因, sealed."""

    ledger = models.OneToOneField(LedgerImport, models.PROTECT, primary_key=True, related_name="marked")
    town = models.CharField(max_length=9)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.town}"


class LedgerImportRow(Placed):
    """台账一行: what the check said, what became of it. `payload` is the typed row, sealed; problems are codes only."""

    class State(models.TextChoices):
        """What became of a row."""

        WAITING = "waiting", _("待导入")
        TAKEN = "taken", _("已导入")
        ASKED = "asked", _("待人工核定")
        REJECTED = "rejected", _("不予导入")
        REFUSED = "refused", _("退回更正")
        SAME = "same", _("与已导入的相同")

    ledger = models.ForeignKey(LedgerImport, models.PROTECT, related_name="rows")
    sheet = models.CharField(_("工作表"), max_length=31)
    row = models.PositiveIntegerField(_("行"))
    programme = models.CharField(max_length=32, choices=PROGRAMMES)
    area = models.CharField(max_length=5)
    outcome = models.CharField(_("核对结果"), max_length=6)
    problems = models.JSONField(default=list)
    payload = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    head_index = models.BinaryField(max_length=32, null=True)
    state = models.CharField(_("状态"), max_length=8, choices=State)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(_("核定人"), max_length=40, blank=True)
    decided_on = models.DateField(_("核定日"), null=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    confirmed_by = models.CharField(_("确认人"), max_length=40, blank=True)
    confirmed_on = models.DateField(_("确认日"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ledger", "sheet", "row"], name="one_row_once"),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(household__isnull=False), name="taken_row_has_household"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("decided_by")), name="row_decided_by_two_people"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ledger", "state", "id"], name="row_state"),
            models.Index(fields=["head_index"], name="row_head"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.sheet} {self.row}"


class OpeningMonth(models.Model):
    """期初月份: taken in once per programme, urban or rural, and town."""

    programme = models.CharField(max_length=32)
    area = models.CharField(max_length=5)
    town = models.CharField(max_length=9)
    month = models.DateField()
    ledger = models.ForeignKey(LedgerImport, models.PROTECT, related_name="opening_months")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "area", "town"], name="one_opening_a_town")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.town} {self.month:%Y-%m}"
