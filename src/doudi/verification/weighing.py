"""采信前先看结果: what the calculation would say if an amount were adopted. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.cases.assessment import answer_of
from doudi.cases.models import Case
from doudi.households.codes import Sort, Source
from doudi.households.models import Item
from doudi.households.queries import facts_of
from doudi.households.queries.facts import chosen, yuan
from doudi.verification.comparison import Row


@dataclass(frozen=True)
class Weighed:
    """The answer of `doudi assess` if `amount` (yuan a month; property: yuan) were adopted from a source."""

    source: str
    amount: Decimal
    answer: dict[str, Any]


def weigh(*, case: Case, row: Row, amounts: Sequence[tuple[str, Decimal]], on: date) -> list[Weighed]:
    """The calculation for each (source, amount) in place of what is adopted for this row now. Four statements."""
    facts = facts_of(household=case.household, on=on, source=Source.ADOPTED, case_number=case.number)
    items = list(Item.objects.filter(household=case.household_id, case_number=case.number).order_by("pk"))
    return [
        Weighed(source, amount, answer_of(_with(facts, items, _stand_in(case, row, items, amount))))
        for source, amount in amounts
    ]


def _stand_in(case: Case, row: Row, items: Sequence[Item], amount: Decimal) -> Item:
    """The item that `actions.adopt` would write, not saved: details are those of the last source that gave any."""
    member, sort, kind = row.slot
    said = [item.details for item in items if _slot(item) == row.slot and item.source != Source.ADOPTED]
    return Item(
        household=case.household, member_id=member, sort=sort, kind=kind, source=Source.ADOPTED, amount=amount,
        per="" if sort == Sort.ASSET else "month", details=said[-1] if said else {},
    )  # fmt: skip


def _with(facts: dict[str, Any], items: Sequence[Item], instead: Item) -> dict[str, Any]:
    kept = [item for item in items if item.source != Source.ADOPTED or _slot(item) != _slot(instead)]
    taken = chosen([*kept, instead], Source.ADOPTED)
    head = next((person["id"] for person in facts["persons"] if person["relation"] == "head"), None)
    persons = [
        person | {sort: _amounts(taken, person["id"], sort) for sort in (Sort.INCOME.value, Sort.SPENDING.value)}
        for person in facts["persons"]
    ]
    assets = [
        {"kind": item.kind, "value": yuan(item.amount), "owner": str(item.member_id or head), **item.details}
        for item in taken
        if item.sort == Sort.ASSET
    ]
    return {**facts, "persons": persons, "assets": assets}


def _amounts(items: Sequence[Item], person: str, sort: str) -> list[dict[str, Any]]:
    return [
        {"kind": item.kind, "amount": yuan(item.amount), "per": item.per, **item.details}
        for item in items
        if item.sort == sort and str(item.member_id) == person
    ]


def _slot(item: Item) -> tuple[Any, str, str]:
    return (item.member_id, item.sort, item.kind)
