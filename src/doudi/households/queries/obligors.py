"""What stands of those who owe support: declared figures, and in their place what was adopted."""

from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from uuid import UUID

from doudi.households.codes import Asset, Per, Source
from doudi.households.entries import STRUCK
from doudi.households.models import Obligor, ObligorAsset
from doudi.law import codes as law

# The kind by which the income of an obligor's household is compared and adopted: one sum, as the rules read it.
HOUSEHOLD_INCOME = "household"


def kind_compared(kind: str) -> str:
    """The kind under which an obligor's property is compared: its own, or the deposit for all that the form asks for as
    one sum (现金、存款、证券、基金合计) and the rules add up."""
    return Asset.DEPOSIT.value if kind in law.DEPOSITS else kind


def standing_income(row: Obligor) -> tuple[Decimal | None, str]:
    """The income of an obligor's household and its period: yuan a month where it was adopted, else as declared."""
    return (row.household_income, row.per) if row.adopted_income is None else (row.adopted_income, Per.MONTH.value)


def standing_assets(rows: Iterable[ObligorAsset]) -> list[ObligorAsset]:
    """The property that stands: for each obligor and kind the adopted rows where there are any, else the declared ones.

    What was adopted as not being there strikes a kind out; 0.00 else is property without a price.
    """
    everything = list(rows)
    adopted = {_slot(row) for row in everything if row.source != Source.DECLARED}
    return [
        row for row in everything if (row.source != Source.DECLARED) == (_slot(row) in adopted) and not _strikes(row)
    ]


def _slot(row: ObligorAsset) -> tuple[UUID, str]:
    return row.obligor_id, kind_compared(row.kind)


def _strikes(row: ObligorAsset) -> bool:
    return bool(row.details == STRUCK)


def declared_only(
    obligors: Iterable[Obligor], assets: Iterable[ObligorAsset]
) -> tuple[list[Obligor], list[ObligorAsset]]:
    """The same people and property as the family told of them; copies, not saved."""
    told = [copy(row) for row in obligors]
    for row in told:
        row.adopted_income = None
    return told, [row for row in assets if row.source == Source.DECLARED]


def with_income(obligors: Sequence[Obligor], key: UUID, amount: Decimal | None) -> list[Obligor]:
    """The same people, one of them with another adopted income (yuan a month; None: as declared); copies, not saved."""
    found = [copy(row) for row in obligors]
    for row in found:
        row.adopted_income = amount if row.pk == key else row.adopted_income
    return found


def with_assets(
    assets: Sequence[ObligorAsset], key: UUID, kind: str, adopted: Iterable[ObligorAsset]
) -> list[ObligorAsset]:
    """The same property, with other adopted rows of one kind of one obligor; none: as declared."""
    kept = [row for row in assets if row.source == Source.DECLARED or _slot(row) != (key, kind)]
    return [*kept, *adopted]
