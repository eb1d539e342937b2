"""采信前先看结果: what the calculation would say if an amount were adopted. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.cases.assessment import answer_of, facts_for
from doudi.cases.models import Case
from doudi.cases.rows import CaseRows, case_rows
from doudi.households.codes import Sort, Source
from doudi.households.entries import ItemEntry
from doudi.households.models import Item, Obligor
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, with_assets, with_income
from doudi.households.rows import obligor_asset_rows
from doudi.verification.comparison import Row
from doudi.verification.obligors import adopted_amounts


@dataclass(frozen=True)
class Weighed:
    """The answer of `doudi assess` if `amount` (yuan a month; property: yuan) were adopted from a source."""

    source: str
    amount: Decimal
    answer: dict[str, Any]


def weigh(*, case: Case, row: Row, amounts: Sequence[tuple[str, Decimal]], on: date) -> list[Weighed]:
    """The calculation for each (source, amount) in place of what is adopted for this row now, as the programme asks for
    it. Two statements."""
    rows = case_rows(case)
    return [
        Weighed(source, amount, answer_of(facts_for(case, on, rows=_with(case, rows, row, source, amount))))
        for source, amount in amounts
    ]


def _with(case: Case, rows: CaseRows, row: Row, source: str, amount: Decimal) -> CaseRows:
    """The rows of the case as `actions.adopt` would leave them, not saved."""
    if row.of_obligor:
        return _with_obligor(rows, row, source, amount)
    items = [item for item in rows.items if item.case_number == case.number]
    kept = [item for item in items if item.source != Source.ADOPTED or _slot(item) != row.slot]
    pieces = row.adopted_pieces(source) or [ItemEntry(row.slot[1], row.slot[2], amount, details=_said_of(items, row))]
    return replace(rows, items=[*kept, *(_stand_in(case, row, each) for each in pieces)])


def _said_of(items: Sequence[Item], row: Row) -> dict[str, str]:
    """The details of the last source that gave any."""
    said = [item.details for item in items if _slot(item) == row.slot and item.source != Source.ADOPTED]
    return dict(said[-1]) if said else {}


def _stand_in(case: Case, row: Row, entry: ItemEntry) -> Item:
    """An item as `actions.adopt` would write it."""
    member, sort, kind = row.slot
    return Item(
        household=case.household, member_id=member, sort=sort, kind=kind, source=Source.ADOPTED, amount=entry.amount,
        per="" if sort == Sort.ASSET else "month", details=dict(entry.details), case_number=case.number,
    )  # fmt: skip


def _with_obligor(rows: CaseRows, row: Row, source: str, amount: Decimal) -> CaseRows:
    obligor: Obligor = next(each for each in rows.obligors if each.pk == row.slot[0])
    key, kind, is_declared = obligor.pk, row.slot[2], source == Source.DECLARED
    if kind == HOUSEHOLD_INCOME:
        return replace(rows, obligors=with_income(rows.obligors, key, None if is_declared else amount))
    adopted = [] if is_declared else obligor_asset_rows(obligor, adopted_amounts(row, source, amount), source)
    return replace(rows, obligor_assets=with_assets(rows.obligor_assets, key, kind, adopted))


def _slot(item: Item) -> tuple[Any, str, str]:
    return (item.member_id, item.sort, item.kind)
