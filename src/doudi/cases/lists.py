"""Lists of cases and of what is to be done, filtered, counted and sorted in SQL on the derived rows of `Outlook`."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case as Case_
from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar, stamp
from doudi.cases.models import Case
from doudi.cases.outlook import Outlook
from doudi.cases.queries import open_steps, standings
from doudi.law.procedure import Standing, Step, due_of, runs_out
from doudi.law.procedures.registry import ALL, ENDED, edition

CHUNK = 1000
MOST = 3000  # cases made anew in one request
LONG_AFTER = date(9999, 1, 1)
BANDS = ("late", "today", "soon", "later")


def _digest() -> str:
    """The procedures in short, so that rows made under other tables are made anew."""
    return hashlib.sha256(repr(ALL).encode()).hexdigest()[:8]


PROCEDURES = _digest()


def refresh(acting: Acting) -> int:
    """Make the rows of every case of the area that changed since they were made; how many cases that were.

    One statement where nothing changed, seven for each thousand cases that did. Two readers who do it at once come to
    the same rows. At most `MOST` cases in one request: after an edit of the calendar the worker makes the rest
    (`refresh_some`), and until then those show the days that they had.
    """
    return _refresh(visible_to(acting, Case.objects.all()), MOST)


@transaction.atomic
def refresh_some() -> int:
    """The same for a thousand cases of the whole district, as the owner: for the worker, until none is left."""
    return _refresh(Case.objects.all(), CHUNK)


def _refresh(cases: QuerySet[Case], most: int) -> int:
    now, done = f"{PROCEDURES}/{stamp()}", 0
    current = Outlook.objects.filter(case=OuterRef("pk"), leads=True, version=OuterRef("version"), stamp=now)
    stale = cases.filter(~Exists(current)).order_by("pk")
    while done < most and (changed := list(stale[:CHUNK])):
        rows = [row for case, where in zip(changed, standings(changed), strict=True) for row in _rows(case, where, now)]
        Outlook.objects.filter(case__in=changed).delete()
        Outlook.objects.bulk_create(rows, ignore_conflicts=True)
        done += len(changed)
        if len(changed) < CHUNK:
            break
    return done


def _rows(case: Case, standing: Standing, now: str) -> Iterator[Outlook]:
    """The rows of one case, the leading one first: nearest limit, then what opens first, then the table's order."""
    common = {"case": case, "town": case.town, "village": case.village, "version": case.version, "stamp": now}
    found = [(step, *_when(step, standing)) for step in open_steps(case, standing, LONG_AFTER)]
    found.sort(key=lambda each: (each[1] or LONG_AFTER, each[3] or date.min))
    leads = True
    for step, due, provisional, opens in found:
        for post in step.by:
            yield Outlook(
                **common, step=step.code, post=post.value, due_on=due, provisional=provisional, opens_on=opens,
                leads=leads,
            )  # fmt: skip
            leads = False
    if leads:
        yield Outlook(**common, leads=True)


def _when(step: Step, standing: Standing) -> tuple[date | None, bool, date | None]:
    """The last day of a step, whether that is provisional, and the first day on which it can be taken."""
    days = calendar()
    found = due_of(step.within, standing, days)
    due = found.due if found and isinstance(found.due, date) else None
    ends = runs_out(step.waits, standing, days)
    return due, bool(found and found.provisional), days.after(1, ends, working=False).day if ends else None


@dataclass(frozen=True)
class Wanted:
    """What a list of cases is narrowed to; empty fields don't narrow. `households` is a set or a subquery of keys."""

    view: str = ""
    state: str = ""
    step: str = ""
    post: str = ""
    town: str = ""
    village: str = ""
    programme: str = ""
    due: date | None = None
    accepted_from: date | None = None
    accepted_to: date | None = None
    number: str = ""
    numbers: Sequence[str] | None = None
    households: Any = None


def cases_found(acting: Acting, wanted: Wanted) -> QuerySet[Outlook]:
    """The leading rows of the cases that fit, nearest limit first; `case` comes with each."""
    found: QuerySet[Outlook] = visible_to(acting, Outlook.objects.filter(leads=True)).select_related("case")
    if wanted.view:
        found = found.filter(view(wanted.view, acting))
    same = {
        "case__state": wanted.state, "town": wanted.town, "village": wanted.village, "case__number": wanted.number,
        "case__programme": wanted.programme, "due_on": wanted.due, "case__accepted_on__gte": wanted.accepted_from,
        "case__accepted_on__lte": wanted.accepted_to,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in same.items() if value})
    if wanted.step or wanted.post:
        found = found.filter(Exists(_open(acting, step=wanted.step, post=wanted.post)))
    if wanted.numbers is not None:
        found = found.filter(case__number__in=wanted.numbers)
    if wanted.households is not None:
        found = found.filter(case__household__in=wanted.households)
    return found.order_by(F("due_on").asc(nulls_last=True), "case")


def _open(acting: Acting, *, step: str = "", post: str = "") -> QuerySet[Outlook]:
    """The steps of the outer row's case that can be taken now."""
    rows = ripe(Outlook.objects.filter(case=OuterRef("case")).exclude(step=""), acting.on)
    same = {"step": step, "post": post}
    return rows.filter(**{name: value for name, value in same.items() if value})


def ripe(rows: QuerySet[Outlook], on: date) -> QuerySet[Outlook]:
    """The rows whose waiting is over on a day."""
    return rows.filter(Q(opens_on=None) | Q(opens_on__lte=on))


def view(name: str, acting: Acting) -> Q:
    """The condition of one way to look at the list. Errors: KeyError."""
    mine = Exists(_open(acting, post=acting.post.value))
    return {
        "all": Q(),
        "open": ~Q(case__state__in=ENDED),
        "mine": Q(mine),
        "others": Q(Exists(_open(acting))) & ~Q(mine),
        "late": band("late", acting.on),
        "soon": band("today", acting.on) | band("soon", acting.on),
        "publicity": Q(case__state="publicity"),
        "deficient": Q(case__state="deficient"),
        "ended": Q(case__state__in=ENDED),
    }[name]


VIEWS = ("open", "mine", "others", "late", "soon", "publicity", "ended", "all")


def band(name: str, on: date) -> Q:
    """A limit's urgency by working days left: over, today, within two, later or none. Errors: KeyError."""
    days = calendar()
    tomorrow, third = days.after(1, on).day, days.after(3, on).day
    return {
        "late": Q(due_on__lt=on),
        "today": Q(due_on__gte=on, due_on__lt=tomorrow),
        "soon": Q(due_on__gte=tomorrow, due_on__lt=third),
        "later": Q(due_on=None) | Q(due_on__gte=third),
    }[name]


def banded(rows: QuerySet[Outlook], on: date) -> QuerySet[Outlook]:
    """The rows with the name of their band as `urgency`."""
    whens = [When(band(name, on), then=Value(name)) for name in BANDS]
    return rows.annotate(urgency=Case_(*whens, output_field=CharField()))


def band_sizes(rows: QuerySet[Outlook], on: date) -> dict[str, int]:
    """How many rows each band has; one statement."""
    return rows.order_by().aggregate(**{name: Count("pk", filter=band(name, on)) for name in BANDS})


def counts(acting: Acting, views: Iterable[str]) -> dict[str, int]:
    """How many cases of the area each way of looking shows; one statement."""
    leads: QuerySet[Outlook] = visible_to(acting, Outlook.objects.filter(leads=True))
    return leads.aggregate(**{name: Count("pk", filter=view(name, acting)) for name in views})


@dataclass(frozen=True)
class Chosen:
    """What the to-do list is narrowed to, as the address says; empty fields don't narrow."""

    band: str = ""
    due: date | None = None
    village: str = ""
    step: str = ""


def tasks_found(acting: Acting, chosen: Chosen) -> QuerySet[Outlook]:
    """What the person's post can do now in its area, most urgent first; `case` comes with each."""
    rows = ripe(visible_to(acting, Outlook.objects.filter(post=acting.post.value)), acting.on).select_related("case")
    if chosen.band:
        rows = rows.filter(band(chosen.band, acting.on))
    same = {"due_on": chosen.due, "village": chosen.village, "step": chosen.step}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    return rows.order_by(F("due_on").asc(nulls_last=True), "case", "step")


def first_of_each(rows: QuerySet[Outlook], by: str, most: int) -> QuerySet[Outlook]:
    """The first `most` rows of each value of the field `by`, so that one statement fills all groups."""
    place = Window(RowNumber(), partition_by=F(by), order_by=[F("due_on").asc(nulls_last=True), F("case").asc()])
    return rows.annotate(place=place).filter(place__lte=most)


def sizes(rows: QuerySet[Outlook], by: str) -> dict[Any, tuple[int, date | None]]:
    """For each value of the field `by` (also an annotated one): how many rows, and the nearest limit among them. One statement."""
    found = rows.order_by().values(by).annotate(n=Count("pk"), nearest=Min("due_on"))
    return {row[by]: (row["n"], row["nearest"]) for row in found}


def elsewhere(acting: Acting) -> list[tuple[str, str, int, date | None]]:
    """Steps of the area that only others can take: (step, edition, cases, nearest limit), most first. One statement."""
    mine = Outlook.objects.filter(case=OuterRef("case"), step=OuterRef("step"), post=acting.post.value)
    rows = ripe(visible_to(acting, Outlook.objects.exclude(step="")), acting.on).filter(~Exists(mine))
    found = rows.values("step").annotate(n=Count("case", distinct=True), nearest=Min("due_on"), by=Min("case__edition"))
    return [(row["step"], row["by"], row["n"], row["nearest"]) for row in found.order_by("-n", "step")]


def step_of(row: Outlook) -> Step | None:
    """The procedure's row of an open step; None where nothing is open."""
    return edition(row.case.edition).step(row.step) if row.step else None


def steps_known() -> dict[str, str]:
    """Every main step by code with its title, in the order of the tables: the choices of a filter."""
    return {step.code: step.title for procedure in ALL for step in procedure.steps if not step.aside}


def states_known() -> dict[str, str]:
    """Every state by code with its title."""
    return {state.code: state.title for procedure in ALL for state in procedure.states}
