"""资金测算 (M18; 城政办发〔2023〕29号 三(三)1): month by month, by programme and town, what the awards are expected to cost.

A month is the sum of: what is paid now, what the calendar moves by today's values (birthdays, ends), what values that
begin later or are supposed move, the households expected more or fewer at the average of their town, and what is paid once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q

from doudi.cases.assessment import registry
from doudi.law.codes import AREAS, PROGRAMMES
from doudi.law.days import add_months
from doudi.law.divisions import tree
from doudi.law.parameters import DatedValue, Registry
from doudi.payments.models import Award, EstimateLine
from doudi.payments.recalculating import RUNNING, Answers, Found, Progress, rules_over

WINDOW = 6  # months past, by which the households expected more or fewer are measured
CENT, SHARE = Decimal("0.01"), Decimal("0.0001")
NOUGHT = Decimal("0.00")
Place = tuple[str, str]  # programme, town


@dataclass(frozen=True)
class OneOff:
    """一次性发放: so many yuan for each person on an award, in one month; `programme` empty for everybody."""

    title: str
    month: date
    a_person: Decimal
    programme: str = ""


@dataclass(frozen=True)
class Plan:
    """What is estimated: so many months from `first` (a first day), and what is supposed.

    `values` come to those in force; `joining` has the households expected more a month in the district, by programme,
    instead of what is measured.
    """

    first: date
    months: int
    values: Sequence[DatedValue] = ()
    joining: Mapping[str, Decimal] = field(default_factory=dict)
    one_offs: Sequence[OneOff] = ()

    @property
    def days(self) -> list[date]:
        """The first days of its months."""
        return [add_months(self.first, number) for number in range(self.months)]


@dataclass(frozen=True)
class Standing:
    """An award in being: what is paid of it now, in yuan a month."""

    key: int
    place: Place
    people: int
    paid: Decimal
    is_held: bool


@dataclass(frozen=True)
class Estimated:
    """The lines of a plan, none of them kept yet, and what they rest on (`basis`, plain figures for the page)."""

    lines: list[EstimateLine]
    basis: dict[str, Any]
    missing: tuple[str, ...]


def estimate(plan: Plan, *, on: date, progress: Progress) -> Estimated:
    """Estimate a plan as things stand `on` a day, month by month; nothing is kept."""
    awards = standing_awards()
    now, later = _by_today(registry(), on), registry().adding(plan.values)
    differs = [_differs(now, later, day) for day in plan.days]
    joining, lines = _joining(plan, awards, measured(on)), []
    times = 1 + plan.months + sum(differs)
    with rules_over([award.key for award in awards], times=times, on=on, progress=progress) as rules:
        before = rules(on, now)
        for number, (day, differ) in enumerate(zip(plan.days, differs, strict=True)):
            plain = rules(day, now)
            month = _Month(awards, before, plain, rules(day, later) if differ else plain)
            lines += list(_lines(plan, number, month, joining))
        return Estimated(lines, _basis(awards, before, joining), tuple(rules.missing))


def standing_awards() -> list[Standing]:
    """Every award in being, also those that are held: what they wait for is owed. One statement."""
    found = Award.objects.filter(state__in=RUNNING).order_by("pk")
    rows = found.values_list("pk", "programme", "town", "members", F("base") + F("supplement") + F("care"), "state")
    return [
        Standing(key, (programme, town), people, paid, state == Award.State.SUSPENDED)
        for key, programme, town, people, paid, state in rows
    ]


def measured(on: date) -> dict[Place, Decimal]:
    """Households more a month on the register, over the last months, by programme and town. One statement."""
    here = on.replace(day=1)
    past = add_months(here, -WINDOW)
    rows = Award.objects.exclude(state=Award.State.PENDING).order_by().values("programme", "town")
    counted = rows.annotate(now=Count("pk", filter=_in_being(here)), then=Count("pk", filter=_in_being(past)))
    return {(row["programme"], row["town"]): Decimal(row["now"] - row["then"]) / WINDOW for row in counted}


def _in_being(month: date) -> Q:
    return Q(since__lte=month) & (Q(until=None) | Q(until__gt=month))


def _by_today(known: Registry, on: date) -> Registry:
    """The values that have begun, so that later days change nothing but ages."""
    return Registry(known.quantities, tuple(each for each in known.values if each.since <= on))


def _differs(one: Registry, other: Registry, day: date) -> bool:
    places = [(town.code, area) for town in tree().towns for area in AREAS]
    return any(one.in_force(day, *place).flat != other.in_force(day, *place).flat for place in places)


class _Month:
    """What a month gives: each award by today's values and by those of the month."""

    def __init__(
        self,
        awards: Sequence[Standing],
        before: Answers,
        plain: Answers,
        anew: Answers,
    ) -> None:
        self.awards = awards
        self.plain = {each.key: projected(each.paid, before.get(each.key), plain.get(each.key)) for each in awards}
        self.anew = {each.key: projected(each.paid, before.get(each.key), anew.get(each.key)) for each in awards}

    def by_place(self) -> dict[Place, list[Standing]]:
        """The awards by programme and town."""
        found: dict[Place, list[Standing]] = defaultdict(list)
        for award in self.awards:
            found[award.place].append(award)
        return found

    def average(self, awards: Iterable[Standing]) -> Decimal | None:
        """Yuan a paid household of these; None where nobody is paid."""
        sums = [self.anew[each.key] for each in awards if self.anew[each.key]]
        return _added(sums) / len(sums) if sums else None


def projected(paid: Decimal, before: Found | None, then: Found | None) -> Decimal:
    """What an award is expected to be: it moves by as much as the rules move it, from what is paid now.

    What the rules don't grant today, or can't tell, stays as it is paid; nothing falls below nought.
    """
    if before is None or then is None or before.outcome != "eligible" or not then.outcome:
        return paid
    return max(NOUGHT, paid + then.total - before.total) if then.outcome == "eligible" else NOUGHT


def _lines(plan: Plan, number: int, month: _Month, joining: Mapping[Place, Decimal]) -> Iterator[EstimateLine]:
    """The lines of the month of a number, the first of which is 0."""
    homes, day = month.by_place(), plan.days[number]
    for place in sorted({*homes, *(place for place, more in joining.items() if more)}):
        awards, more = homes.get(place, []), joining.get(place, NOUGHT) * (number + 1)
        paid = [each for each in awards if month.anew[each.key]]
        people = sum(each.people for each in paid)
        obligations = _added(each.paid for each in awards)
        plain, anew = _added(month.plain[each.key] for each in awards), _added(month.anew[each.key] for each in awards)
        yield EstimateLine(
            month=day, programme=place[0], town=place[1], households=len(paid), people=people,
            joining=more.quantize(SHARE, ROUND_HALF_UP), obligations=obligations, calendar=plain - obligations,
            standard=anew - plain, joined=_cents(more * _average(month, place, homes)),
            one_off=_once(plan.one_offs, day, place[0], people),
        )  # fmt: skip


def _added(sums: Iterable[Decimal]) -> Decimal:
    return sum(sums, NOUGHT)


def _average(month: _Month, place: Place, homes: Mapping[Place, Sequence[Standing]]) -> Decimal:
    """The average of a town, or of the programme in the district where the town has none."""
    here = month.average(homes.get(place, ()))
    if here is None:
        here = month.average(each for each in month.awards if each.place[0] == place[0])
    return here or NOUGHT


def _once(one_offs: Iterable[OneOff], day: date, programme: str, people: int) -> Decimal:
    mine = [each for each in one_offs if each.month == day and each.programme in ("", programme)]
    return _added(each.a_person * people for each in mine)


def _joining(plan: Plan, awards: Sequence[Standing], found: Mapping[Place, Decimal]) -> dict[Place, Decimal]:
    """Households expected more a month, by place: as measured, or as supposed and shared out by households."""
    joining = {place: more for place, more in found.items() if place[0] not in plan.joining}
    for programme, more in plan.joining.items():
        homes = Counter(each.place for each in awards if each.place[0] == programme)
        joining |= {place: more * count / homes.total() for place, count in homes.items()}
    return joining


def _basis(
    awards: Sequence[Standing], before: Answers, joining: Mapping[Place, Decimal]
) -> dict[str, Any]:  # fmt: skip
    """On what the estimate rests, in figures."""
    granted = [each for each in awards if each.key in before and before[each.key].outcome == "eligible"]
    held = [each.paid for each in awards if each.is_held]
    return {
        "awards": len(awards), "moved": len(granted), "kept": len(awards) - len(granted),
        "explained": sum(before[each.key].total == each.paid for each in granted),
        "held": len(held), "held_sum": str(_added(held)), "window": WINDOW,
        "joining": {name: str(_cents(_added(sums))) for name, sums in _by_programme(joining.items()).items()},
        "average": {
            name: str(_mean(sums)) for name, sums in _by_programme((each.place, each.paid) for each in awards).items()
        },
    }  # fmt: skip


def _by_programme(sums: Iterable[tuple[Place, Decimal]]) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = {programme: [] for programme in PROGRAMMES}
    for (programme, _town), amount in sums:
        found[programme].append(amount)
    return found


def _mean(sums: Sequence[Decimal]) -> Decimal:
    return _cents(_added(sums) / len(sums)) if sums else NOUGHT


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
