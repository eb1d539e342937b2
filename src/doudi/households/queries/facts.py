"""Reads about families: the facts that the rules take, views with masked numbers, and the search."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from doudi.households import codes
from doudi.households.entries import STRUCK
from doudi.households.models import Household, Item, Member, Obligor, ObligorAsset, PaymentAccount
from doudi.households.queries.obligors import declared_only, standing_assets, standing_income
from doudi.households.queries.rows import FamilyRows, family_rows
from doudi.law import codes as law

Facts = dict[str, Any]


def members_on(household: Household, on: date) -> QuerySet[Member]:
    """The people of a family on a day, head first."""
    return Member.objects.filter(household=household, since__lte=on).filter(Q(until=None) | Q(until__gt=on))


def account_on(household: Household, on: date) -> PaymentAccount | None:
    """The payment account of a family on a day."""
    open_then = PaymentAccount.objects.filter(household=household, since__lte=on).filter(
        Q(until=None) | Q(until__gt=on)
    )
    return open_then.order_by("-since", "-pk").first()


def facts_of(  # noqa: PLR0913  (a family, a day, a source, and what a programme asks besides)
    *,
    household: Household,
    on: date,
    source: str,
    case_number: str | None = None,
    programme: str = "subsistence_allowance",
    applicant: UUID | None = None,
    already: str = "none",
    apply_as: str = "household",
    rows: FamilyRows | None = None,
) -> Facts:
    """The facts of a family on a day, in the form of `doudi assess`, with surrogate ids and no name or number.

    `source` declared, checked or surveyed takes the items of that source; adopted takes, for each person and kind,
    the adopted items where there are any (an adopted 0.00 strikes a declared one out), else the declared ones; so for
    those who owe support, of whom the other sources tell what was declared.
    `case_number` keeps to the items of one case; `applicant` is whom extreme hardship or a single person's
    application (`apply_as`) concerns, `already` what they are on. One statement, none where the family's `rows` were
    read already; in whatever order: the same facts, the same JSON.
    """
    rows = rows or family_rows(household.pk)
    items = chosen((item for item in rows.items if case_number in (None, item.case_number)), source)
    asked = {"applicant": str(applicant), "already": already, "apply_as": apply_as} if applicant else {}
    place = {"programme": programme, "on": on.isoformat(), "division": household.town, "area": household.area}
    family = FamilyOnDay(rows.members_on(on), items, *_obligors(rows, on, source))
    return facts_from(family, {**place, **asked})


def _obligors(rows: FamilyRows, on: date, source: str) -> tuple[list[Obligor], list[ObligorAsset]]:
    """Those who owe support on a day, and what they own."""
    owing = rows.obligors_on(on)
    keys = {row.pk for row in owing}
    assets = [row for row in rows.obligor_assets if row.obligor_id in keys]
    return (owing, assets) if source == codes.Source.ADOPTED else declared_only(owing, assets)


@dataclass(frozen=True)
class FamilyOnDay:
    """One family as it is on a day: people head first, the items that stand, who owes support and what they own."""

    members: Sequence[Member]
    items: Sequence[Item]
    obligors: Sequence[Obligor]
    obligor_assets: Sequence[ObligorAsset]


def facts_from(rows: FamilyOnDay, asked: Facts) -> Facts:
    """The facts of a family whose rows were read, many families at once; `asked` has programme, day, place and request."""
    here = {None, *(member.pk for member in rows.members)}
    items = [item for item in rows.items if item.member_id in here]  # whoever left took along what was theirs
    return {
        **asked,
        "persons": [_person(member, items) for member in rows.members],
        "assets": _assets(items, rows.obligor_assets),
        "obligors": [_obligor(row) for row in rows.obligors],
    }


def chosen(items: Iterable[Item], source: str) -> list[Item]:
    """The items that a source stands for; adopted ones stand in place of declared ones, person by person and kind, and
    what was adopted as not being there strikes them out."""
    everything = list(items)
    if source != codes.Source.ADOPTED:
        return [item for item in everything if item.source == source]
    adopted = {_slot(item) for item in everything if item.source == codes.Source.ADOPTED}
    return [
        item
        for item in everything
        if (item.source == codes.Source.ADOPTED and item.details != STRUCK)
        or (item.source == codes.Source.DECLARED and _slot(item) not in adopted)
    ]


def _slot(item: Item) -> tuple[UUID | None, str, str]:
    return item.member_id, item.sort, item.kind


def _person(member: Member, items: Sequence[Item]) -> Facts:
    mine = [item for item in items if item.member_id == member.pk]
    person: Facts = {
        "id": str(member.pk),
        "relation": member.relation,
        "born": member.born.isoformat(),
        "sex": member.sex,
        "lives_with": member.lives_with,
        "serious_illness": member.serious_illness,
        "study": member.study,
        "able_to_work": member.able_to_work,
        "independent": member.independent,
        "absence": member.absence,
        "absence_since": member.absence_since.isoformat() if member.absence_since else None,
        "refused_work": member.refused_work,
        "veteran": member.veteran,
        "support": member.support,
        "self_care": {act: act not in member.unable_to for act in law.SELF_CARE},
        "income": [_amount(item) for item in mine if item.sort == codes.Sort.INCOME],
        "spending": [_amount(item) for item in mine if item.sort == codes.Sort.SPENDING],
    }
    if member.disability_kind:
        person["disability"] = {"kind": member.disability_kind, "grade": member.disability_grade}
    return person


def _amount(item: Item) -> Facts:
    return {"kind": item.kind, "amount": yuan(item.amount), "per": item.per, **item.details}


def _asset(item: Item) -> Facts:
    """What one of the family owns; without an owner it is the household's, whoever of it counts."""
    owner = {"owner": str(item.member_id)} if item.member_id else {}
    return {"kind": item.kind, "value": yuan(item.amount), **owner, **item.details}


def _assets(items: Iterable[Item], of_obligors: Iterable[ObligorAsset]) -> list[Facts]:
    """What the family has, then what each of its obligors has."""
    mine = [_asset(item) for item in items if item.sort == codes.Sort.ASSET]
    return [*mine, *(_obligor_asset(row) for row in standing_assets(of_obligors))]


def _obligor_asset(row: ObligorAsset) -> Facts:
    return {"kind": row.kind, "value": yuan(row.amount), "owner": str(row.obligor_id), **row.details}


def _obligor(row: Obligor) -> Facts:
    income, per = standing_income(row)
    return {
        "id": str(row.pk),
        "of": [str(member) for member in row.of],
        "relation": row.relation,
        "born": row.born.isoformat() if row.born else None,
        "household_members": row.household_members,
        "household_income": yuan(income),
        "per": per,
        "status": list(row.status),
        "agreed_support": yuan(row.agreed_support),
    }


def yuan(amount: Decimal | None) -> str | None:
    """A sum as CONTRACTS writes it: two decimals, in yuan."""
    return None if amount is None else f"{amount:.2f}"


@dataclass(frozen=True)
class Elsewhere:
    """A person who is already on a programme: where, and on which; never who."""

    id_index: bytes
    programme: str
    town: str


def registered_elsewhere(id_indexes: Collection[bytes], *, household: UUID | None = None) -> list[Elsewhere]:
    """Active registrations of these people anywhere in the district but in `household`, through the wall.

    Tells programme and town code only (domain C6: one person, one programme, one place). One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id_index, programme, town from doudi_registered(%s, %s)",
            [[bytes(i) for i in id_indexes], household],
        )
        return [Elsewhere(bytes(index), programme, town) for index, programme, town in cursor.fetchall()]
