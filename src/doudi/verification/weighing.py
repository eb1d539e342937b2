"""采信前先看结果: what the calculation would say if an amount were adopted. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.cases.assessment import answer_of, facts_for
from doudi.cases.models import Case
from doudi.cases.rows import CaseRows, case_rows
from doudi.households.codes import Source
from doudi.households.entries import ItemEntry
from doudi.households.models import Item, Obligor
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, with_assets, with_income
from doudi.households.rows import obligor_asset_rows
from doudi.verification.comparison import NOTHING, Row

Figure = tuple[str, Decimal, Mapping[str, str]]  # source, amount, details


@dataclass(frozen=True)
class Weighed:
    """The answer of `doudi assess` if `amount` (yuan a month; property: yuan) were adopted from a source."""

    source: str
    amount: Decimal
    answer: dict[str, Any]


def weigh(
    *, case: Case, row: Row, amounts: Sequence[tuple[str, Decimal]], on: date, details: Mapping[str, str] = NOTHING
) -> list[Weighed]:
    """The calculation for each (source, amount) in place of what is adopted for this row now, as the programme asks for
    it; `details` of the one decided on one's own account. Two statements."""
    rows = case_rows(case)
    return [
        Weighed(source, amount, answer_of(facts_for(case, on, rows=_with(case, rows, row, (source, amount, details)))))
        for source, amount in amounts
    ]


def _with(case: Case, rows: CaseRows, row: Row, figure: Figure) -> CaseRows:
    """The rows of the case as `actions.adopt` would leave them, not saved."""
    if row.of_obligor:
        return _with_obligor(rows, row, figure)
    items = [item for item in rows.items if item.case_number == case.number]
    kept = [item for item in items if item.source != Source.ADOPTED or _slot(item) != row.slot]
    return replace(rows, items=[*kept, *(_stand_in(case, each) for each in row.standing(*figure))])


def _stand_in(case: Case, entry: ItemEntry) -> Item:
    """An item as `actions.adopt` would write it."""
    return Item(
        household=case.household, member_id=entry.member, sort=entry.sort, kind=entry.kind, source=Source.ADOPTED,
        amount=entry.amount, per=entry.per, details=dict(entry.details), case_number=case.number,
    )  # fmt: skip


def _with_obligor(rows: CaseRows, row: Row, figure: Figure) -> CaseRows:
    source, amount, _details = figure
    obligor: Obligor = next(each for each in rows.obligors if each.pk == row.slot[0])
    key, kind, is_declared = obligor.pk, row.slot[2], source == Source.DECLARED
    if kind == HOUSEHOLD_INCOME:
        return replace(rows, obligors=with_income(rows.obligors, key, None if is_declared else amount))
    adopted = [] if is_declared else obligor_asset_rows(obligor, row.standing(*figure), source)
    return replace(rows, obligor_assets=with_assets(rows.obligor_assets, key, kind, adopted))


def _slot(item: Item) -> tuple[Any, str, str]:
    return (item.member_id, item.sort, item.kind)
