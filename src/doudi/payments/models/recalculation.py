"""提标重算: what was asked for, how far it is, and for each award what it is and what it would be."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Placed
from doudi.payments.models.awards import Award
from doudi.payments.models.calculation import Calculation


class Recalculation(Calculation):
    """One calculation of every award in being, for the amounts from a month on; `total` awards, of which `done` are read."""

    month = models.DateField(_("自何月起"))
    total = models.PositiveIntegerField(default=0)


class RecalculatedAward(Placed):
    """One award in a 提标重算: what is paid, what the same facts give, before and from the month on.

    Only a `higher` row can be confirmed as it stands; every other needs the family's case, or nothing.
    """

    class Verdict(models.TextChoices):
        """What the two calculations say."""

        HIGHER = "higher", _("提高")
        SAME = "same", _("不变")
        LOWER = "lower", _("降低，须复核")
        ENDS = "ends", _("不再符合，须复核")
        DIFFERS = "differs", _("现额与资料不符，须人工核定")
        NO_FACTS = "no_facts", _("没有可测算的资料，须人工核定")
        OPEN = "open", _("缺少参数，没有算")
        HELD = "held", _("暂缓中，恢复发放后再重算")

    recalculation = models.ForeignKey(Recalculation, models.PROTECT, related_name="rows")
    award = models.ForeignKey(Award, models.PROTECT, related_name="+")
    programme = models.CharField(max_length=32)
    area = models.CharField(max_length=5)
    members = models.PositiveSmallIntegerField()
    was_base = models.DecimalField(max_digits=12, decimal_places=2)
    was_supplement = models.DecimalField(max_digits=12, decimal_places=2)
    was_care = models.DecimalField(max_digits=12, decimal_places=2)
    found = models.DecimalField(_("按现行标准"), max_digits=12, decimal_places=2, null=True)
    base = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    supplement = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    care = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    verdict = models.CharField(max_length=8, choices=Verdict)
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_name = models.CharField(max_length=50, blank=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recalculation", "award"], name="one_row_an_award"),
            models.CheckConstraint(condition=Q(confirmed_by="") | Q(verdict="higher"), name="only_higher_is_confirmed"),
        ]
        indexes: ClassVar = [models.Index(fields=["recalculation", "town", "verdict"], name="recalculated_town")]

    @property
    def was(self) -> Decimal:
        """Yuan a month that are paid."""
        return self.was_base + self.was_supplement + self.was_care

    @property
    def amount(self) -> Decimal | None:
        """Yuan a month from the month on; None where nothing was found."""
        if self.base is None or self.supplement is None or self.care is None:
            return None
        return self.base + self.supplement + self.care

    def __str__(self) -> str:
        return f"{self.recalculation_id} {self.award_id} {self.verdict}"
