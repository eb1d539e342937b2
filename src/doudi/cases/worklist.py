"""我的待办: what a post can do now, by urgency, village and step, and what waits with others, from the derived rows of `Outlook`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from doudi.accounts.access import placed, visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases.lists import LONG_AFTER, ripe, third_day, with_cases
from doudi.cases.outlook import Outlook

BANDS = ("late", "today", "soon", "later")


@dataclass(frozen=True)
class Edges:
    """The days at which one band of urgency ends and the next begins: today, the next working day, the third."""

    today: date
    tomorrow: date
    third: date

    def of(self, due: date | None) -> str:
        """The band of a limit by working days left: over, today, within two, later or none."""
        if due is None or due >= self.third:
            return "later"
        return "late" if due < self.today else "today" if due < self.tomorrow else "soon"


def edges(on: date) -> Edges:
    """The edges of the bands on a day."""
    return Edges(on, calendar().after(1, on).day, third_day(on))


def band(name: str, on: date) -> Q:
    """The condition of a band. Errors: KeyError."""
    days = edges(on)
    return {
        "late": Q(due_on__lt=days.today),
        "today": Q(due_on__gte=days.today, due_on__lt=days.tomorrow),
        "soon": Q(due_on__gte=days.tomorrow, due_on__lt=days.third),
        "later": Q(due_on=None) | Q(due_on__gte=days.third),
    }[name]


@dataclass(frozen=True)
class Chosen:
    """What the to-do list is narrowed to, as the address says; empty fields don't narrow."""

    band: str = ""
    due: date | None = None
    village: str = ""
    step: str = ""


def tasks_found(acting: Acting, chosen: Chosen) -> QuerySet[Outlook]:
    """What the person's post can do now in its area, most urgent first; `case` comes with each."""
    rows = with_cases(ripe(visible_to(acting, Outlook.objects.filter(post=acting.post.value)), acting.on))
    if chosen.band:
        rows = rows.filter(band(chosen.band, acting.on))
    same = {"due_on": chosen.due, "village": chosen.village, "step": chosen.step}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    return rows.order_by(F("due_on").asc(nulls_last=True), "case", "step")


def by_day(acting: Acting) -> dict[date | None, int]:
    """How many acts the person's post can take now, by the last day of each. One statement."""
    found = tasks_found(acting, Chosen()).order_by().values_list("due_on").annotate(n=Count("pk"))
    return dict(found)


def band_sizes(days: Mapping[date | None, int], on: date) -> dict[str, int]:
    """How many of the acts of `by_day` each band has. No statement."""
    found, bands = dict.fromkeys(BANDS, 0), edges(on)
    for due, count in days.items():
        found[bands.of(due)] += count
    return found


def first_of_bands(rows: QuerySet[Outlook], most: int, on: date) -> QuerySet[Outlook]:
    """The first `most` rows of each band, and as many without a limit, in no order. One statement, each part of it by the
    index of the limits, so that it looks at no more rows than it gives."""
    days = edges(on)
    within = [
        (date.min, days.today),
        (days.today, days.tomorrow),
        (days.tomorrow, days.third),
        (days.third, LONG_AFTER),
    ]
    bare = rows.order_by("due_on", "case").values("pk")  # the cases are joined to what was found
    dated = [bare.filter(due_on__gte=first, due_on__lt=last)[:most] for first, last in within]
    return rows.order_by().filter(pk__in=dated[0].union(*dated[1:], bare.filter(due_on=None)[:most], all=True))


def first_of_each(rows: QuerySet[Outlook], by: str, most: int) -> QuerySet[Outlook]:
    """The first `most` rows of each value of the field `by`, so that one statement fills all groups."""
    place = Window(RowNumber(), partition_by=F(by), order_by=[F("due_on").asc(nulls_last=True), F("case").asc()])
    return rows.annotate(place=place).filter(place__lte=most)


def sizes(rows: QuerySet[Outlook], by: str) -> dict[Any, tuple[int, date | None]]:
    """For each value of the field `by` (also an annotated one): how many rows, and the nearest limit among them. One statement."""
    found = rows.order_by().values(by).annotate(n=Count("pk"), nearest=Min("due_on"))
    return {row[by]: (row["n"], row["nearest"]) for row in found}


# Asked by every workbench; the walls hold in it as in any other statement. One row a post that may take the step.
STEPS = """
select found.step, found.post, found.cases, found.nearest, one.edition
from (
    select step, post, count(*) as cases, min(due_on) as nearest, min(case_id) as one
    from cases_outlook
    where post > '' and (opens_on is null or opens_on <= %(on)s)
        and (%(town)s = '' or town = %(town)s) and (%(village)s = '' or village = %(village)s)
    group by step, post
) found join cases_case one on one.id = found.one
order by found.cases desc, found.step
"""


def elsewhere(acting: Acting) -> list[tuple[str, str, int, date | None]]:
    """Steps of the area that only others can take: (step, edition, cases, nearest limit), most first. One statement.

    Each post that may take a step has its own row, and a step has the same posts in every edition
    (`tests/law/test_procedure.py`): the rows of one of them are the cases.
    """
    place = placed(acting)
    if place is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STEPS, {"town": "", "village": "", **place, "on": acting.on})
        rows = cursor.fetchall()
    mine = {step for step, post, *_rest in rows if post == acting.post.value}
    found = {step: (step, known, count, nearest) for step, _post, count, nearest, known in rows if step not in mine}
    return list(found.values())
