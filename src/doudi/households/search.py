"""Finding people and families by name, file number, ID number or its last four places, under the row-level wall."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from doudi.households.entries import is_id_number
from doudi.households.models import Member, NameGram
from doudi.law.divisions import tree
from doudi.vault.index import blind_index
from doudi.vault.masks import mask_id

TAIL = re.compile(r"\d{3}[\dXx]")
FILE_NUMBER = re.compile(r"DA-\d{9}-\d{4}-\d{4,}", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """One person found, the ID number masked."""

    household: UUID
    member: UUID
    name: str
    id_masked: str
    relation: str
    village: str
    file_number: str


def grams_of(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name, and its first character alone."""
    plain = "".join(name.split())
    return {plain[:1], *(plain[place : place + 2] for place in range(len(plain) - 1))} - {""}


def tail_index(id_number: str) -> bytes:
    """The blind index of the last four places of an ID number."""
    return blind_index("id", f"tail/{id_number[-4:]}")


def search(text: str, *, limit: int = 20) -> list[Found]:
    """People whom `text` finds, within the areas of the transaction: a name or part of one (two characters or more,
    or a surname), a file number, a whole ID number, or its last four places. At most two statements."""
    wanted = "".join(text.split())
    people = Member.objects.filter(until=None).select_related("household")
    rows = list(_matching(people, wanted).order_by("village", "household", "position")[: limit * 5 if wanted else 0])
    if not _is_number(wanted):
        rows = [row for row in rows if wanted in row.name]
    return [_found(row) for row in rows[:limit]]


def households_named(text: str) -> QuerySet[Member, UUID]:
    """The keys of the families in which somebody has that name, ID number or its last four places, or whose file has
    that number: a subquery for a list's filter, within the areas of the transaction. No statement of its own."""
    wanted = "".join(text.split())
    people = _matching(Member.objects.filter(until=None), wanted)
    if not _is_number(wanted):
        people = people.filter(name__contains=wanted)
    return people.order_by().values_list("household", flat=True)


def _is_number(wanted: str) -> bool:
    return bool(TAIL.fullmatch(wanted) or FILE_NUMBER.fullmatch(wanted) or is_id_number(wanted.upper()))


def _matching(people: QuerySet[Member], wanted: str) -> QuerySet[Member]:
    if is_id_number(wanted.upper()):
        return people.filter(id_index=blind_index("id", wanted))
    if TAIL.fullmatch(wanted):
        return people.filter(id_tail_index=tail_index(wanted.upper()))
    if FILE_NUMBER.fullmatch(wanted):
        return people.filter(household__file_number=wanted.upper())
    grams = grams_of(wanted) if len(wanted) < 2 else grams_of(wanted) - {wanted[0]}
    hits = NameGram.objects.filter(gram__in=grams).values("member").annotate(n=Count("pk")).filter(n=len(grams))
    return people.filter(pk__in=hits.values("member")[:1000]) if grams else people.none()


def _found(row: Member) -> Found:
    return Found(
        row.household_id, row.pk, row.name, mask_id(row.id_number), str(row.get_relation_display()),
        tree().get(row.village).name, row.household.file_number or "",
    )  # fmt: skip
