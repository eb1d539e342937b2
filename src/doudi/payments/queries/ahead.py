"""到龄与到期 of an area: what comes to which family on which day, and by how much its money would change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from doudi.accounts.calendar import calendar
from doudi.cases.assessment import registry
from doudi.households.models import Member, Obligor
from doudi.households.queries import FamilyOnDay, facts_from
from doudi.law.ahead import Coming, Known, coming, review_of
from doudi.law.ahead_kinds import KINDS
from doudi.law.assess import assess
from doudi.law.facts import Facts, FactsError, read
from doudi.payments.queries.ahead_subjects import HARDSHIP, Narrow, Subject, family_rows, standing, subjects


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty means all. `month`: YYYY-MM, or `past` for what waits since before `on`."""

    kind: str = ""
    town: str = ""
    village: str = ""
    programme: str = ""
    month: str = ""


@dataclass(frozen=True)
class AheadRow:
    """One thing that comes to one family. `name` is whose day it is, empty where it is the family's."""

    subject: Subject
    coming: Coming
    name: str = ""

    @property
    def on(self) -> date:
        """Its day."""
        return self.coming.on

    @property
    def who(self) -> str:
        """The surrogate key of the person or obligor; empty for the family."""
        return self.coming.who


@dataclass(frozen=True)
class Ahead:
    """Everything that comes to an area in a window, by the day; `unread` families whose facts don't hold together."""

    on: date
    until: date
    rows: Sequence[AheadRow] = field(repr=False)
    unread: Sequence[UUID] = ()

    def narrowed(self, wanted: Wanted) -> list[AheadRow]:
        """The rows that fit."""
        return [row for row in self.rows if _fits(row, wanted, self.on)]


def ahead(narrow: Narrow, on: date, until: date) -> Ahead:
    """What comes to the active awards and open cases of an area from a day up to and with another. Five statements."""
    found = subjects(narrow, on, until)
    homes = family_rows(found)
    told: list[AheadRow] = []
    unread = []
    for subject in found:
        try:
            told += _rows(subject, homes.get(subject.household), on, until)
        except FactsError:
            unread.append(subject.household)
    order = list(KINDS)
    told.sort(
        key=lambda row: (row.on, row.subject.village, order.index(row.coming.kind.code), str(row.subject.household))
    )
    return Ahead(on, until, told, unread)


def _rows(subject: Subject, rows: FamilyOnDay | None, on: date, until: date) -> Iterable[AheadRow]:
    known = Known(reviewed=subject.reviewed, half_yearly=subject.half_yearly)
    if rows is None and not subject.grace:
        review = review_of(subject.programme, known, calendar())
        return [AheadRow(subject, review)] if review and review.on <= until else []
    rows = standing(rows or FamilyOnDay([], [], [], []), subject)
    known = Known(
        _ends(rows.members, "study_ends"), _ends(rows.members, "card_ends"), known.reviewed, known.half_yearly
    )
    found = coming(facts_of(subject, rows, on), on, until, registry=registry(), calendar=calendar(), known=known)
    people: list[Member | Obligor] = [*rows.members, *rows.obligors]
    names = {str(each.pk): each.name for each in people}
    return [AheadRow(subject, each, names.get(each.who, "")) for each in found]


def _ends(members: Sequence[Member], fact: str) -> dict[str, date]:
    return {str(member.pk): getattr(member, fact) for member in members if getattr(member, fact)}


def facts_of(subject: Subject, rows: FamilyOnDay, on: date) -> Facts:
    """The facts of a subject as its programme asks for them. Errors: law's FactsError."""
    asked: dict[str, Any] = {
        "programme": subject.programme, "on": on.isoformat(), "division": subject.town, "area": subject.area,
    }  # fmt: skip
    if subject.applicant in {member.pk for member in rows.members}:
        asked |= {"applicant": str(subject.applicant), "apply_as": subject.apply_as}
    if subject.programme == HARDSHIP and subject.is_on_register:
        asked["already"] = HARDSHIP
    if subject.grace:
        asked["grace"] = subject.grace
    return read(facts_from(rows, asked))


def _fits(row: AheadRow, wanted: Wanted, on: date) -> bool:
    subject = row.subject
    told = {
        "kind": row.coming.kind.code, "town": subject.town, "village": subject.village,
        "programme": subject.programme, "month": month_of(row, on),
    }  # fmt: skip
    return all(getattr(wanted, name) in ("", value) for name, value in told.items())


def month_of(row: AheadRow, on: date) -> str:
    """The month of a row as the filter names it."""
    return "past" if row.on < on else f"{row.on:%Y-%m}"


def by_month(found: Ahead, rows: Iterable[AheadRow]) -> dict[str, int]:
    """How many rows each month of the window has, empty ones too; first those that are past, if any."""
    counted = Counter(month_of(row, found.on) for row in rows)
    first, last = (day.year * 12 + day.month - 1 for day in (found.on, found.until))
    months = [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]
    past = {"past": counted["past"]} if counted["past"] else {}
    return past | {month: counted[month] for month in months}


def heads(rows: Iterable[AheadRow]) -> Mapping[UUID, str]:
    """The names of the heads of these families. One statement."""
    homes = {row.subject.household for row in rows}
    found = Member.objects.filter(household__in=homes, relation="head", until=None).order_by()
    return dict(found.values_list("household", "name"))


@dataclass(frozen=True)
class Effect:
    """By how much the money of a family would change, yuan a month, by the facts on file and nothing else.

    `agrees`: whether the same facts give the sum that is paid now; where they don't, the two sums say nothing.
    """

    before: Decimal | None
    after: Decimal | None
    agrees: bool

    @property
    def moves(self) -> bool:
        """Whether both are known and differ."""
        return self.agrees and self.after is not None and self.before != self.after


NOTHING = Effect(None, None, agrees=False)


def effect(row: AheadRow, on: date) -> Effect:
    """The sum on either side of a row's day, each by the parameters of its own day; what can't be computed is None.

    `on` is today, whose sum by the same facts must be the one that is paid; where the day is past, the eve's must.
    """
    facts = row.coming.before
    if facts is None or row.subject.amount is None:
        return NOTHING
    now, before, after = (_sum(each) for each in (replace(facts, on=on), facts, row.coming.after))
    return NOTHING if before is None else Effect(before, after, (before if row.on < on else now) == row.subject.amount)


def _sum(facts: Facts | None) -> Decimal | None:
    if facts is None:
        return None
    try:
        answer = assess(facts, registry()).as_dict()
    except FactsError:
        return None
    return None if answer["outcome"] == "must_set" else Decimal(answer["amounts"]["total"])
