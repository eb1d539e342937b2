"""更正自报: one amount that the family declared, asked as at the registration."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from doudi.desk.forms.registering_money import AssetForm, FlowForm
from doudi.households.codes import Sort
from doudi.households.entries import ItemEntry
from doudi.households.models import Item

SORTS: Mapping[str, type[FlowForm | AssetForm]] = {"flow": FlowForm, "asset": AssetForm}


def sort_of(row: Item) -> str:
    """Which of the two forms asks for a row."""
    return "asset" if row.sort == Sort.ASSET else "flow"


def known_answers(row: Item) -> dict[str, Any]:
    """A declared amount as answers of its form."""
    kind = row.kind if row.sort == Sort.ASSET else f"{row.sort}:{row.kind}"
    answers = {"member": str(row.member_id or ""), "kind": kind, "amount": row.amount, "per": row.per}
    return answers | {name: row.details.get(name, "") for name in ("area_m2", "use")}


def typed(form: FlowForm | AssetForm, known: Item | None) -> ItemEntry:
    """The amount as it now is; what isn't asked of a flow (since when) stays as it was."""
    entry = form.entry({key: UUID(key) for key, _name in form.people})
    if known and known.sort == entry.sort != Sort.ASSET and known.kind == entry.kind:
        return ItemEntry(entry.sort, entry.kind, entry.amount, entry.member, entry.per, dict(known.details))
    return entry
