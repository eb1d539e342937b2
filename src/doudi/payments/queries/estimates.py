"""Reads of 资金测算: all that were asked for; the months and towns of one; what was paid in the months before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from doudi.law.days import add_months
from doudi.law.divisions import tree
from doudi.payments.models import Estimate, EstimateLine, Run, RunTown

PAST = 6  # months before the estimate, shown beside it
PARTS = ("obligations", "calendar", "standard", "joined", "one_off")
_COUNTED = ("households", "people", "joining", *PARTS)


@dataclass(frozen=True)
class Sums:
    """A month, or a town over all months: yuan by where they come from. `households` and `people` are of today's
    awards, `joining` households more by then; over several months they are those of the last one."""

    name: str
    households: int
    people: int
    joining: Decimal
    obligations: Decimal
    calendar: Decimal
    standard: Decimal
    joined: Decimal
    one_off: Decimal

    @property
    def total(self) -> Decimal:
        """Yuan, all together."""
        return self.obligations + self.calendar + self.standard + self.joined + self.one_off


def estimates() -> list[Estimate]:
    """All that were asked for, newest first."""
    return list(Estimate.objects.order_by("-at"))


def months_of(of: Estimate, programme: str = "") -> list[Sums]:
    """The months of an estimate, of one programme where asked for. One statement."""
    sums: dict[str, Any] = {name: Sum(name) for name in _COUNTED}
    rows: Iterable[Mapping[str, Any]] = _lines(of, programme).order_by("month").values("month").annotate(**sums)
    return [Sums(f"{row['month']:%Y-%m}", **{name: row[name] for name in _COUNTED}) for row in rows]


def towns_of(of: Estimate, programme: str = "") -> list[Sums]:
    """The towns of an estimate over all its months, by code. Two statements."""
    last = add_months(of.first, of.months - 1)
    heads = {
        row["town"]: row
        for row in _lines(of, programme).filter(month=last).order_by().values("town").annotate(
            **{name: Sum(name) for name in ("households", "people", "joining")}
        )
    }  # fmt: skip
    rows = _lines(of, programme).order_by("town").values("town").annotate(**{name: Sum(name) for name in PARTS})
    return [_town(row, heads[row["town"]]) for row in rows]


def _town(row: Mapping[str, Any], head: Mapping[str, Any]) -> Sums:
    told = {name: head[name] for name in ("households", "people", "joining")}
    return Sums(tree().get(row["town"]).name, **told, **{name: row[name] for name in PARTS})


def _lines(of: Estimate, programme: str) -> QuerySet[EstimateLine]:
    found = EstimateLine.objects.filter(estimate=of)
    return found.filter(programme=programme) if programme else found


def paid_before(of: Estimate, programme: str = "") -> dict[date, Decimal]:
    """Yuan that monthly runs paid in the months before an estimate, arrears too; months without a run are left out."""
    found = RunTown.objects.filter(
        run__kind=Run.Kind.MONTHLY,
        run__state__in=("approved", "exported"),
        run__month__gte=add_months(of.first, -PAST),
        run__month__lt=of.first,
    )
    if programme:
        found = found.filter(run__programme=programme)
    rows = found.order_by("run__month").values_list("run__month")
    return dict(rows.annotate(paid=Sum(F("base") + F("supplement") + F("care"))))
