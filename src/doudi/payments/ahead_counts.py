"""到龄到期 on the 工作台: how much comes in the month ahead, counted once a day and again for each family that changed."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum, Value

from doudi.accounts.access import placed
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import stamp
from doudi.cases.assessment import registry
from doudi.law.days import add_months
from doudi.law.divisions import tree
from doudi.payments.models import AheadCount, AheadDay, AheadNote
from doudi.payments.queries.ahead import ahead

MONTHS = 1
MANY = 500  # changed families from which on the whole of their towns is counted again
LOCK = 20231215  # the advisory locks of towns that are being counted


@dataclass(frozen=True)
class ComingSoon:
    """What comes up to a day, and how much of it is past and waits."""

    count: int
    past: int
    until: date


def coming_soon(acting: Acting) -> ComingSoon:
    """The counts of a person's area. Two statements where nothing changed since they were made."""
    place = placed(acting)
    towns = [] if place is None else [place["town"]] if "town" in place else all_towns()
    count_again(towns, acting.on)
    found = AheadCount.objects.filter(town__in=towns).aggregate(
        count=Sum("coming", default=0), past=Sum("past", default=0)
    )
    return ComingSoon(**found, until=add_months(acting.on, MONTHS))


def all_towns() -> list[str]:
    """The towns of the district."""
    return [town.code for town in tree().towns]


def count_again(towns: Collection[str], on: date) -> None:
    """Count what isn't counted for a day by the values in force: whole towns, or the families of which something changed.
    One statement where nothing is."""
    if any(_open(towns, on)):
        _count_open(towns, on)


@transaction.atomic
def _count_open(towns: Collection[str], on: date) -> None:
    """Whoever comes second waits for the first, and then finds the work done."""
    with connection.cursor() as cursor:
        for town in sorted(towns):
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [LOCK, int(town)])
    uncounted, noted = _open(towns, on)
    changed = _taken(noted)  # before the families are read: what changes from here on is noted again
    if len(changed) > MANY:
        uncounted, changed = uncounted | noted, set()
    if uncounted:
        _count(Q(town__in=uncounted), on)
        AheadDay.objects.filter(town__in=uncounted).delete()
        AheadDay.objects.bulk_create([AheadDay(town=town, on=on, stamp=_now()) for town in uncounted])
    if changed:
        _count(Q(town__in=noted - uncounted, household__in=changed), on)


def _open(towns: Collection[str], on: date) -> tuple[set[str], set[str]]:
    """The towns that aren't counted for the day, and those with changed families. One statement."""
    counted = AheadDay.objects.filter(town__in=towns, on=on, stamp=_now()).values_list(Value("counted"), "town")
    noted = AheadNote.objects.filter(town__in=towns).values_list(Value("noted"), "town")
    found = set(counted.union(noted))
    return set(towns) - {town for kind, town in found if kind == "counted"}, {
        town for kind, town in found if kind == "noted"
    }


def _taken(towns: Collection[str]) -> set[UUID]:
    """The families that are noted in some towns, whose notes are gone with this."""
    with connection.cursor() as cursor:
        cursor.execute("delete from payments_aheadnote where town = any(%s) returning household", [list(towns)])
        return {home for (home,) in cursor.fetchall()}


def _count(scope: Q, on: date) -> None:
    """Count some families of some towns and keep what comes to them; of those to whom nothing comes there is no row."""

    def narrow(things: QuerySet[Any]) -> QuerySet[Any]:
        return things.filter(scope)

    rows = ahead(narrow, on, add_months(on, MONTHS)).rows
    coming = Counter((row.subject.town, row.subject.household) for row in rows)
    past = Counter((row.subject.town, row.subject.household) for row in rows if row.on < on)
    narrow(AheadCount.objects.all()).delete()
    AheadCount.objects.bulk_create(
        [
            AheadCount(town=town, household=home, coming=count, past=past[town, home])
            for (town, home), count in coming.items()
        ]
    )


def _now() -> str:
    """The stamp of counts made by the values and the calendar in force."""
    return f"{registry().digest}/{stamp()}"
