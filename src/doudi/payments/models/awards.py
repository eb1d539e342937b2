"""Awards: what a family is paid a month, on which basis, and for whom."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Household, Member, Placed
from doudi.payments.models.opening import PROGRAMMES, LedgerImportRow


class Award(Placed):
    """待遇: what a family is paid a month, in yuan, from the first month `since`, until a month (exclusive).

    It rests on a signed decision, once delivered (`case_number`, `step_key`), on a confirmed opening balance
    (`import_row`), or on a confirmed 提标重算 of the award before it (`uplift_of`). `owed_from` is the first month that this system owes.
    `arrears_from` is the month past from which an uplift counts: what the award before it was paid since is topped up. An award that ended while it was held keeps
    its hold: the months that waited are not paid before somebody released them. `ended_by` is the key of the step that
    ended it.
    """

    class State(models.TextChoices):
        """Whether an award is paid."""

        PENDING = "pending", _("待确认")
        ACTIVE = "active", _("在享")
        SUSPENDED = "suspended", _("暂缓")
        ENDED = "ended", _("已停发")

    class Basis(models.TextChoices):
        """What an award rests on."""

        DECISION = "decision", _("审核确认")
        OPENING = "opening", _("期初")
        UPLIFT = "uplift", _("提标重算")

    class Hold(models.TextChoices):
        """Why the next line waits (DESIGN N8)."""

        NONE = "", _("无")
        DEATH = "death", _("死亡比对命中")
        DOUBLE = "double", _("两地重复登记")

    household = models.ForeignKey(Household, models.PROTECT, related_name="awards")
    programme = models.CharField(max_length=32, choices=PROGRAMMES)
    area = models.CharField(max_length=5)
    members = models.PositiveSmallIntegerField(_("保障人数"))
    base = models.DecimalField(_("保障金"), max_digits=12, decimal_places=2)
    supplement = models.DecimalField(_("分类施保金"), max_digits=12, decimal_places=2)
    care = models.DecimalField(_("照料护理费"), max_digits=12, decimal_places=2, default=0)
    since = models.DateField(_("首次享受月"))
    owed_from = models.DateField(null=True)
    until = models.DateField(_("停发月"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=State)
    hold = models.CharField(_("暂缓原因"), max_length=10, blank=True, choices=Hold.choices)
    basis = models.CharField(_("依据"), max_length=10, choices=Basis)
    case_number = models.CharField(_("案号"), max_length=40, null=True)
    step_key = models.BigIntegerField(null=True)
    ended_by = models.BigIntegerField(null=True)
    import_row = models.OneToOneField(LedgerImportRow, models.PROTECT, null=True, related_name="award")
    uplift_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="uplift")
    arrears_from = models.DateField(_("差额自何月补起"), null=True)
    certificate_number = models.CharField(_("低保证号"), max_length=32, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    basis="decision",
                    case_number__isnull=False,
                    step_key__isnull=False,
                    import_row__isnull=True,
                    uplift_of__isnull=True,
                )
                | Q(
                    basis="opening",
                    case_number__isnull=True,
                    step_key__isnull=True,
                    import_row__isnull=False,
                    uplift_of__isnull=True,
                )
                | Q(basis="uplift", step_key__isnull=True, import_row__isnull=True, uplift_of__isnull=False),
                name="award_rests_on_one_basis",
            ),
            models.CheckConstraint(
                condition=Q(arrears_from=None) | Q(basis="uplift", arrears_from__lt=F("since")),
                name="only_an_uplift_is_topped_up",
            ),
            models.CheckConstraint(
                condition=Q(base__gte=0, supplement__gte=0, care__gte=0) & ~Q(base=0, supplement=0, care=0),
                name="award_pays_something",
            ),
            models.CheckConstraint(
                condition=Q(state="suspended", hold__gt="") | Q(state="ended") | (~Q(state="suspended") & Q(hold="")),
                name="award_hold_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", owed_from__isnull=True) | Q(state="ended") | Q(owed_from__isnull=False),
                name="paid_award_is_owed_from",
            ),
            models.UniqueConstraint(fields=["step_key"], name="one_award_a_delivery"),
            models.UniqueConstraint(
                fields=["household", "programme"], condition=~Q(state="ended"), name="one_award_a_household"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "town", "state"], name="award_roster")]

    @property
    def amount(self) -> Decimal:
        """Yuan a month, all items together."""
        return self.base + self.supplement + self.care

    def __str__(self) -> str:
        return f"{self.programme} {self.household_id}"


class AwardPerson(Placed):
    """待遇所含的人: one person is on one award of one programme across the district."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="people")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    id_index = models.BinaryField(max_length=32)
    programme = models.CharField(max_length=32)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id_index"], condition=Q(active=True), name="one_award_a_person"),
            models.UniqueConstraint(fields=["award", "member"], name="one_person_once_an_award"),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.member_id}"


class StepCursor(models.Model):
    """How far the steps taken in cases have been read."""

    code = models.CharField(max_length=32, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code} {self.last}"


class Counter(models.Model):
    """Running numbers: of imports in a year, of certificates by kind."""

    scope = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope} {self.last}"
