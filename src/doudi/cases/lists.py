"""Lists of cases and of what is to be done, filtered, counted and sorted in SQL on the derived rows of `Outlook`."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Case as Case_
from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from doudi.accounts.access import placed, visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar, stamp
from doudi.cases.models import Case
from doudi.cases.outlook import Changed, Outlook
from doudi.cases.queries import open_steps, standings
from doudi.law.procedure import Standing, Step, due_of, runs_out
from doudi.law.procedures.registry import ALL, ENDED, edition
from doudi.vault.prepared import Prepared

CHUNK = 1000
MOST = 3000  # cases made anew in one request
NOTED = 3000  # notes of changes looked at in one request
LONG_AFTER = date(9999, 1, 1)
BANDS = ("late", "today", "soon", "later")


def _digest() -> str:
    """The procedures in short, so that rows made under other tables are made anew."""
    return hashlib.sha256(repr(ALL).encode()).hexdigest()[:8]


PROCEDURES = _digest()


def refresh(acting: Acting) -> int:
    """Make the rows of every case of the area that changed since they were made; how many cases that were.

    One statement where nothing changed, nine for each thousand cases that did. Two readers who do it at once come to
    the same rows. At most `MOST` cases in one request: after an edit of the calendar the worker makes the rest
    (`refresh_some`), and until then those show the days that they had.
    """
    place = placed(acting)
    found = [] if place is None else _noted(tuple(place)).rows(now=_now(), **place)
    if not found:
        return 0
    cases = visible_to(acting, Case.objects.all())
    if all(key for key, _case in found):
        cases = cases.filter(pk__in={case for _key, case in found})
    done = _refresh(cases, MOST)
    if done < MOST:
        Changed.objects.filter(pk__in=[key for key, _case in found]).delete()
    return done


@cache
def _noted(fields: tuple[str, ...]) -> Prepared:
    """(note, case) of an area's cases that changed, and (0, case) of one whose rows were made by other tables or another
    calendar; made once, since every list begins so."""

    def made(now: str, **area: str) -> QuerySet[Changed, Any]:
        notes = Changed.objects.filter(**area).order_by("pk").values_list("pk", "case")[:NOTED]
        other = Q(stamp__lt=now) | Q(stamp__gt=now)
        rows = Outlook.objects.filter(other, leads=True, **area).values_list(Value(0), "case")[:1]
        return notes.union(rows, all=True)

    return Prepared(made, now="<now>", **{field: f"<{field}>" for field in fields})


@transaction.atomic
def refresh_some() -> int:
    """The same for a thousand cases of the whole district, as the owner: for the worker, until none is left.

    It compares all cases, so that also rows that somebody deleted come back."""
    notes = list(Changed.objects.values_list("pk", flat=True))
    done = _refresh(Case.objects.all(), CHUNK)
    if done < CHUNK:
        Changed.objects.filter(pk__in=notes).delete()
    return done


def _refresh(cases: QuerySet[Case], most: int) -> int:
    now, done = _now(), 0
    stale = _stale(cases, now).order_by("pk")
    while done < most and (changed := list(stale[:CHUNK])):
        rows = [row for case, where in zip(changed, standings(changed), strict=True) for row in _rows(case, where, now)]
        Outlook.objects.filter(case__in=changed).delete()
        Outlook.objects.bulk_create(rows, ignore_conflicts=True)
        done += len(changed)
        if len(changed) < CHUNK:
            break
    return done


def _now() -> str:
    """The stamp of rows made by the procedures and the calendar in use."""
    return f"{PROCEDURES}/{stamp()}"


def _stale(cases: QuerySet[Case], now: str) -> QuerySet[Case]:
    """Those of the cases whose rows were made at another version, or by other tables or another calendar."""
    current = Outlook.objects.filter(case=OuterRef("pk"), leads=True, version=OuterRef("version"), stamp=now)
    return cases.filter(~Exists(current))


def _rows(case: Case, standing: Standing, now: str) -> Iterator[Outlook]:
    """The rows of one case, the leading one first: nearest limit, then what opens first, then the table's order."""
    common = {
        "case": case,
        "town": case.town,
        "village": case.village,
        "version": case.version,
        "stamp": now,
        "state": case.state,
    }
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
        found = found.filter(view(wanted.view, marks_of(acting)))
    same = {
        "state": wanted.state, "town": wanted.town, "village": wanted.village, "case__number": wanted.number,
        "case__programme": wanted.programme, "due_on": wanted.due, "case__accepted_on__gte": wanted.accepted_from,
        "case__accepted_on__lte": wanted.accepted_to,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in same.items() if value})
    if wanted.step or wanted.post:
        found = found.filter(Exists(_open(acting.on, step=wanted.step, post=wanted.post)))
    if wanted.numbers is not None:
        found = found.filter(case__number__in=wanted.numbers)
    if wanted.households is not None:
        found = found.filter(case__household__in=wanted.households)
    return found.order_by(F("due_on").asc(nulls_last=True), "case")


def _open(on: date, *, step: str = "", post: str = "") -> QuerySet[Outlook]:
    """The steps of the outer row's case that can be taken on a day."""
    rows = ripe(Outlook.objects.filter(case=OuterRef("case")).exclude(step=""), on)
    same = {"step": step, "post": post}
    return rows.filter(**{name: value for name, value in same.items() if value})


def ripe(rows: QuerySet[Outlook], on: date) -> QuerySet[Outlook]:
    """The rows whose waiting is over on a day."""
    return rows.filter(Q(opens_on=None) | Q(opens_on__lte=on))


@dataclass(frozen=True)
class Marks:
    """What the conditions of a list compare with: the person's post, today, the third working day after it."""

    post: str
    today: date
    third: date


def marks_of(acting: Acting) -> Marks:
    """The marks of a person's day."""
    return Marks(acting.post.value, acting.on, _third(acting.on))


def _third(on: date) -> date:
    return calendar().after(3, on).day


def view(name: str, marks: Marks) -> Q:
    """The condition of one way to look at the list. Errors: KeyError."""
    return _VIEWS[name](marks)


def _mine(marks: Marks) -> Exists:
    return Exists(_open(marks.today, post=marks.post))


VIEWS = ("open", "mine", "others", "late", "soon", "publicity", "lacking", "ended", "all")
_VIEWS: Mapping[str, Callable[[Marks], Q]] = {
    "all": lambda marks: Q(),
    "open": lambda marks: ~Q(state__in=ENDED),
    "mine": lambda marks: Q(_mine(marks)),
    "others": lambda marks: Q(Exists(_open(marks.today))) & ~Q(_mine(marks)),
    "late": lambda marks: Q(due_on__lt=marks.today),
    "soon": lambda marks: Q(due_on__gte=marks.today, due_on__lt=marks.third),
    "publicity": lambda marks: Q(state="publicity"),
    "deficient": lambda marks: Q(state="deficient"),
    "lacking": lambda marks: overdue_papers(marks.today, "case__"),
    "ended": lambda marks: Q(state__in=ENDED),
}


def band(name: str, on: date) -> Q:
    """A limit's urgency by working days left: over, today, within two, later or none. Errors: KeyError."""
    tomorrow, third = calendar().after(1, on).day, _third(on)
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
    """How many cases of the area each way of looking shows; one statement, each part of it by an index of its own."""
    names, place = tuple(views), placed(acting)
    if place is None:
        return dict.fromkeys(names, 0)
    marks = marks_of(acting)
    rows = _counting(tuple(name for name in names if name in _APART), tuple(place)).rows(
        post=marks.post, today=marks.today, third=marks.third, **place
    )
    apart = {name: count for kind, name, count in rows if kind == "view"}
    by_state = {name: count for kind, name, count in rows if kind == "state"}
    return {
        name: apart.get(name, 0) if name in _APART else sum(n for state, n in by_state.items() if _SHOWS[name](state))
        for name in names
    }


# Views that the states alone decide, and those that are counted on their own.
_SHOWS: Mapping[str, Callable[[str], bool]] = {
    "all": lambda state: True,
    "open": lambda state: state not in ENDED,
    "ended": lambda state: state in ENDED,
    "publicity": lambda state: state == "publicity",
    "deficient": lambda state: state == "deficient",
}
_APART = ("mine", "others", "late", "soon", "lacking")


@cache
def _counting(apart: tuple[str, ...], fields: tuple[str, ...]) -> Prepared:
    """(kind, name, count): each state of an area known by these fields, and these views; made once, every list asks it."""

    def made(post: str, today: date, third: date, **area: str) -> QuerySet[Outlook, Any]:
        marks, here = Marks(post, today, third), Outlook.objects.filter(**area).order_by()
        states = here.filter(leads=True).values_list(Value("state"), "state").annotate(n=Count("pk"))
        views = [_lacking(marks, area) if name == "lacking" else _apart(name, here, marks) for name in apart]
        return states.union(*views, all=True) if views else states

    stand_ins = {"post": "<post>", "today": date(1, 2, 3), "third": date(1, 2, 6)}
    return Prepared(made, spare=tuple(stand_ins), **stand_ins, **{field: f"<{field}>" for field in fields})


def _apart(name: str, here: QuerySet[Outlook], marks: Marks) -> QuerySet[Outlook, Any]:
    """A view's own row of counts: of leading rows, or of the rows of a post."""
    if name == "mine":
        rows, counted = ripe(here.filter(post=marks.post).exclude(step=""), marks.today), Count("case", distinct=True)
    else:
        rows, counted = here.filter(view(name, marks), leads=True), Count("pk")
    return rows.values_list(Value("view"), Value(name)).annotate(n=counted)


def _lacking(marks: Marks, area: Mapping[str, str]) -> QuerySet[Case, Any]:
    """The same for papers that were to follow: of cases, since those have the index of the promised day."""
    rows = Case.objects.filter(overdue_papers(marks.today), **area).order_by()
    return rows.values_list(Value("view"), Value("lacking")).annotate(n=Count("pk"))


def overdue_papers(on: date, prefix: str = "") -> Q:
    """容缺材料逾期未补: the day by which a paper was to follow is over. `prefix` leads to the case."""
    return Q(**{f"{prefix}state": "surveying", f"{prefix}bring_by__lt": on})


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
