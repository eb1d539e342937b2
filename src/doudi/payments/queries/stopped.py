"""Who was paid in the month before and isn't any more because the award ended: what a checker looks at beside the sums."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from doudi.law.divisions import tree
from doudi.payments.models import Award, Run, RunLine


@dataclass(frozen=True)
class StoppedAward:
    """An award that ended, with what the run before paid for it; `until` is the first month that isn't paid."""

    award: int
    case_number: str
    name: str
    village: str
    until: date | None
    total: Decimal


def stopped_awards(run: Run, last: Run | None) -> list[StoppedAward]:
    """Families of the run before whose award ended and whom this run pays nothing. One statement; none in a reissue."""
    if last is None or run.kind != Run.Kind.MONTHLY:
        return []
    rows = (
        RunLine.objects.filter(run=last, award__state=Award.State.ENDED, award__until__lte=run.month)
        .exclude(household__in=RunLine.objects.filter(run=run).values("household"))
        .values("award", "award__case_number", "payee__name", "village", "award__until")
        .annotate(total=Sum("amount"))
        .order_by("village", "award")
    )
    divisions = tree()
    return [
        StoppedAward(
            row["award"], row["award__case_number"] or "", row["payee__name"], divisions.get(row["village"]).name,
            row["award__until"], row["total"],
        )
        for row in rows
    ]  # fmt: skip
