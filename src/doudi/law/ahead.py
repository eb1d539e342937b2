"""到龄与到期 of one family: which days ahead turn the answer of a rule, asked of the rules themselves on both sides.

A birthday matters exactly when some rule's answer turns on it: the family is computed as it is on the eve and as it is
on the day, by the parameters of that day, and only what differs is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from doudi.law.ahead_kinds import ALLOWANCE, HARDSHIP, KINDS, TOUCHES, Kind, Touch, Where
from doudi.law.calendar import ONE_DAY, Calendar
from doudi.law.columns import sheet
from doudi.law.days import last_day_of_month
from doudi.law.facts import Facts, Person
from doudi.law.limits import LIMITS, LimitError, due
from doudi.law.ops import Unset, Value
from doudi.law.parameters import Registry
from doudi.law.rule import BOOK, Row, Sheet, Unit
from doudi.law.working import money

UNFIXED = frozenset({"wage", "business", "other"})  # 收入来源不固定: odd work, trade, and what has no name of its own
WORKING_AGE = range(16, 60)
TABLES = frozenset({"supplements"})  # lists that a rule goes through line by line; without one it can't be asked at all


@dataclass(frozen=True)
class Known:
    """Days that the office knows beside the facts: the last day of studies and of disability cards by person's id, and
    the day of the last decision or review, after which the next one falls due (`half_yearly`: every half year)."""

    study_ends: Mapping[str, date] = field(default_factory=dict)
    card_ends: Mapping[str, date] = field(default_factory=dict)
    reviewed: date | None = None
    half_yearly: bool = False


@dataclass(frozen=True)
class Turned:
    """A rule whose answer turns: before and after in words, and what the office has to see to."""

    touch: Touch
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Coming:
    """One day ahead: the kind, whose (the id of a person or an obligor, empty for the family), and what turns on it.

    `before` and `after` are the family's facts on either side, so that the amounts can be computed; None for a review.
    """

    kind: Kind
    who: str
    on: date
    turned: tuple[Turned, ...]
    clauses: tuple[str, ...]
    provisional: bool = False
    before: Facts | None = field(default=None, repr=False, compare=False)
    after: Facts | None = field(default=None, repr=False, compare=False)

    @property
    def says(self) -> tuple[str, ...]:
        """What the office has to see to, one sentence a matter."""
        told = [each.touch.says for each in self.turned] or [REVIEW_SAYS]
        return tuple(dict.fromkeys(told))


REVIEW_SAYS = "核查家庭人口、收入和财产"


@dataclass(frozen=True)
class _Side:
    """A day that may matter: the kind, whose and the place of their row, and the facts on either side of it."""

    kind: Kind
    who: str
    place: int
    on: date
    before: Facts
    after: Facts


def coming(
    facts: Facts, on: date, until: date, *, registry: Registry, calendar: Calendar, known: Known | None = None
) -> tuple[Coming, ...]:
    """What comes to a family from `on` up to and with `until`, by the day; kinds that stay are told when past, too, and
    so is every day of the last year after which nobody has decided or reviewed: it waits.

    Facts, parameters and the calendar decide alone; nothing is said of days on which no rule's answer turns. A rule that
    can't be computed because a parameter has no value counts as turning: nobody can say that it doesn't.
    """
    known = known or Known()
    first = looked_back(on, known.reviewed)
    found = [
        _coming(side, registry)
        for side in _sides(facts, known, (first, until), registry)
        if side.on <= until and (side.kind.stays or side.on >= first)
    ]
    review = review_of(facts.programme, known, calendar)
    told = [each for each in (*found, review) if each and each.on <= until]
    return tuple(sorted(told, key=lambda each: (each.on, list(KINDS).index(each.kind.code), each.who)))


def looked_back(on: date, reviewed: date | None = None) -> date:
    """From which day on days are told: those since the last decision wait for the next, for a year at most."""
    return on if reviewed is None else max(min(on, reviewed + ONE_DAY), anniversary(on, -1))


def review_of(programme: str, known: Known, calendar: Calendar) -> Coming | None:
    """定期核查: a year after the last one, half a year where the income isn't fixed and somebody can work (T16, T17)."""
    if known.reviewed is None:
        return None
    limit = "recheck-unstable" if known.half_yearly and programme == ALLOWANCE else "recheck-stable"
    try:
        answer = due(limit, known.reviewed, calendar)
    except LimitError:
        return None
    if not isinstance(answer.due, date):
        return None
    return Coming(KINDS["review"], "", answer.due, (), (LIMITS[limit].clause,), answer.provisional)


def is_half_yearly(facts: Facts, on: date) -> bool:
    """Whether a family is reviewed every half year: somebody of working age can work, and the income isn't a fixed one
    (57号 第三十一条). No counted income at all isn't a fixed one either; a wage counts as odd work, which is the stricter."""
    able = any(person.able_to_work and years(person.born, on) in WORKING_AGE for person in facts.persons)
    kinds = {flow.kind for person in facts.persons for flow in person.income if flow.a_year}
    return facts.programme == ALLOWANCE and able and (not kinds or bool(kinds & UNFIXED))


def years(born: date, on: date) -> int:
    """Completed years, as the rules count them."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def anniversary(day: date, after: int) -> date:
    """The day on which so many years are complete; 29 February on 1 March in common years. Errors: ValueError past 9999."""
    try:
        return day.replace(year=day.year + after)
    except ValueError:
        return date(day.year + after, 3, 1)


def _sides(facts: Facts, known: Known, window: tuple[date, date], registry: Registry) -> Iterator[_Side]:
    for place, person in enumerate(facts.persons):
        yield from _anniversaries(facts, "born", (person.id, place, person.born), window)
        if person.absence == "clergy_away" and person.absence_since:
            yield from _anniversaries(facts, "absence_since", (person.id, place, person.absence_since), window)
        yield from _person_ends(facts, known, place, person)
        yield from _jobs(facts, place, person, window[1], registry)
    for place, obligor in enumerate(facts.obligors):
        if obligor.born:
            yield from _anniversaries(facts, "obligor_born", (obligor.id or "", place, obligor.born), window)
    yield from _grace(facts, window[1], registry)


def _anniversaries(facts: Facts, fact: str, whose: tuple[str, int, date], window: tuple[date, date]) -> Iterator[_Side]:
    who, place, first = whose
    for kind in (each for each in KINDS.values() if each.fact == fact):
        day = anniversary(first, kind.years)
        if window[0] <= day <= window[1]:
            yield _Side(kind, who, place, day, replace(facts, on=day - ONE_DAY), replace(facts, on=day))


def _person_ends(facts: Facts, known: Known, place: int, person: Person) -> Iterator[_Side]:
    """Facts that hold up to a day: the same family on the day after, with and without them."""
    ends = {"study_end": (known.study_ends, {"study": "none"}), "card_end": (known.card_ends, {"disability": None})}
    for code, (days, without) in ends.items():
        last = days.get(person.id)
        if last is not None and last < date.max:
            then = replace(facts, on=last + ONE_DAY)
            changed = replace(person, **without)  # type: ignore[arg-type]
            people = (*facts.persons[:place], changed, *facts.persons[place + 1 :])
            yield _Side(KINDS[code], person.id, place, last, then, replace(then, persons=people))


def _jobs(facts: Facts, place: int, person: Person, until: date, registry: Registry) -> Iterator[_Side]:
    months = _months(facts, "new_work_disregard_months", until, registry)
    for since in sorted({flow.since for flow in person.income if flow.since is not None}):
        yield _month_end(facts, "new_work_end", (person.id, place), since + months - 1)


def _grace(facts: Facts, until: date, registry: Registry) -> Iterator[_Side]:
    if facts.grace:
        months = _months(facts, "grace_months", until, registry)
        yield _month_end(facts, "grace_end", ("", 0), facts.grace.since + months - 1)


def _months(facts: Facts, name: str, day: date, registry: Registry) -> int:
    value = registry.in_force(day, facts.division, facts.area).overridden(facts.parameters, day).flat[name]
    return 0 if isinstance(value, Unset) else int(value)


def _month_end(facts: Facts, code: str, whose: tuple[str, int], month: int) -> _Side:
    last = last_day_of_month(month)
    return _Side(KINDS[code], *whose, last, replace(facts, on=last), replace(facts, on=last + ONE_DAY))


def _coming(side: _Side, registry: Registry) -> Coming | None:
    """What turns on a day; None where nothing does."""
    touches = [each for each in TOUCHES if each.kind == side.kind.code and concerns(each.where, side.after)]
    turned = tuple(_turned(touches, side, registry)) if touches else ()
    if not turned:
        return None
    clauses = tuple(dict.fromkeys(each.touch.clause for each in turned))
    return Coming(side.kind, side.who, side.on, turned, clauses, before=side.before, after=side.after)


def _turned(touches: Sequence[Touch], side: _Side, registry: Registry) -> Iterator[Turned]:
    before, after = (_computed(facts, side.after.on, registry) for facts in (side.before, side.after))
    for touch in touches:
        old, new = (_value(each, touch.rule, side) for each in (before, after))
        if differ(old, new):
            yield Turned(touch, BOOK[touch.rule].label, in_words(touch.rule, old), in_words(touch.rule, new))


def differ(old: Value, new: Value) -> bool:
    """Whether an answer turns; one that can't be computed may, for all that is known."""
    return isinstance(old, Unset) or isinstance(new, Unset) or bool(old != new)


def concerns(where: Where, facts: Facts) -> bool:
    """Whether a row says something to this request."""
    hardship = facts.programme == HARDSHIP
    return {
        Where.ANY: True,
        Where.HARDSHIP: hardship,
        Where.ALLOWANCE: not hardship,
        Where.SINGLE: not hardship and facts.apply_as == "single_person",
        Where.LONE: hardship or len(facts.persons) == 1,
    }[where]


def _computed(facts: Facts, day: date, registry: Registry) -> Sheet:
    """The family on its own day by the parameters of one day, so that only the calendar's doing differs."""
    in_force = registry.in_force(day, facts.division, facts.area)
    return sheet(facts, in_force.overridden(facts.parameters, day))


def _value(calculation: Sheet, rule: str, side: _Side) -> Value:
    household = calculation.household
    for need in TABLES.intersection(BOOK[rule].needs):
        if isinstance(household.values[need], Unset):
            return household.values[need]
    rows: Mapping[str, list[Row]] = {"person": household.persons, "obligor": household.obligors}
    level = BOOK[rule].level.value
    return calculation.value(rows[level][side.place] if level in rows else household, rule)


def in_words(rule: str, value: Value) -> str:
    """An answer of a rule for people: sums by the month in yuan, flags as yes or no, what is unset named."""
    if isinstance(value, Unset):
        return "待定"
    unit = BOOK[rule].unit
    if unit is Unit.FLAG:
        return "是" if value else "否"
    if unit is Unit.YUAN_A_YEAR:
        return f"{money(Fraction(value, 12))} 元/月"
    return f"{money(value)} 元/月" if unit is Unit.YUAN_A_MONTH else f"{value} {unit.value}"
