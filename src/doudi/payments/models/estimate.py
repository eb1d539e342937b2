"""资金测算: what was asked for, how far it is, on what it rests, and what each month is expected to cost."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.payments.models.calculation import Calculation
from doudi.payments.models.opening import PROGRAMMES


class Estimate(Calculation):
    """One 资金测算 of `months` months from `first` on, and what it supposes (`plan`, as it was asked for).

    `basis` is what it rests on, in figures: awards, how many follow the rules, averages. `done` is in percent. It holds
    sums only, nothing of a person.
    """

    first = models.DateField(_("从何月起"))
    months = models.PositiveSmallIntegerField(_("几个月"))
    plan = models.JSONField(default=dict)
    basis = models.JSONField(default=dict)


class EstimateLine(models.Model):
    """What one month is expected to cost for one programme in one town, in yuan, by where it comes from.

    `households` and `people` are those paid of today's awards; `joining` is how many households more (or fewer) are
    expected by then.
    """

    estimate = models.ForeignKey(Estimate, models.CASCADE, related_name="lines")
    month = models.DateField()
    programme = models.CharField(max_length=32, choices=PROGRAMMES)
    town = models.CharField(max_length=9)
    households = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    joining = models.DecimalField(max_digits=10, decimal_places=4)
    obligations = models.DecimalField(_("现有待遇"), max_digits=14, decimal_places=2)
    calendar = models.DecimalField(_("到龄到期"), max_digits=14, decimal_places=2)
    standard = models.DecimalField(_("标准变动"), max_digits=14, decimal_places=2)
    joined = models.DecimalField(_("净增"), max_digits=14, decimal_places=2)
    one_off = models.DecimalField(_("一次性"), max_digits=14, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["estimate", "month", "programme", "town"], name="one_line_a_month_and_town")
        ]

    @property
    def total(self) -> Decimal:
        """Yuan in the month, all together."""
        return self.obligations + self.calendar + self.standard + self.joined + self.one_off

    def __str__(self) -> str:
        return f"{self.estimate_id} {self.month} {self.programme} {self.town}"
