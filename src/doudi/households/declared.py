"""Writes about one amount that a family declared: added, corrected, struck out (民发〔2021〕57号 第九条)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households.changing import claim, log
from doudi.households.codes import Source
from doudi.households.entries import ItemEntry, WrongEntry, check_item
from doudi.households.models import Household, Item, Member
from doudi.households.rows import item_rows


@transaction.atomic
def put_declared(
    *,
    household: Household,
    entry: ItemEntry,
    acting: Acting,
    case_number: str,
    key: int | None = None,
    version: int | None = None,
) -> Item:
    """增加、更正自报: one amount of a case, as the family says it is; one that is known (`key`) is corrected.

    `version` None leaves the family's version to the caller (a case form has its own).
    Errors: WrongEntry, its path the name of the answer; Stale.
    """
    people = Member.objects.filter(household=household, until=None).values_list("pk", flat=True)
    check_item(entry, frozenset(people))
    known = _known(household, case_number, key) if key else None
    was = _told(known) if known else None
    claim(household, version, _changed)
    (row,) = item_rows(household, Source.DECLARED, [entry], case_number, acting)
    row.pk = key
    row.save(force_insert=known is None, force_update=known is not None)
    did = "corrected" if known else "added"
    log(household, acting, case_number, {"declared": {"did": did, "was": was, "now": _told(row)}})
    return row


@transaction.atomic
def strike_declared(
    *, household: Household, key: int, acting: Acting, case_number: str, version: int | None = None
) -> None:
    """删去自报: an amount that the family never declared; the log keeps it. Errors: WrongEntry; Stale."""
    known = _known(household, case_number, key)
    claim(household, version, _changed)
    log(household, acting, case_number, {"declared": {"did": "struck", "was": _told(known), "now": None}})
    known.delete()


def _known(household: Household, case_number: str, key: int) -> Item:
    mine = Item.objects.filter(household=household, case_number=case_number, source=Source.DECLARED)
    known = mine.filter(pk=key).first()
    if known is None:
        raise WrongEntry("kind", _("这一项已不在自报里"))
    return known


def _told(row: Item) -> dict[str, Any]:
    return {
        "member": str(row.member_id or ""), "sort": row.sort, "kind": row.kind, "amount": f"{row.amount:.2f}",
        "per": row.per, "details": dict(row.details),
    }  # fmt: skip


def _changed() -> list[str]:
    return [_("自报的收支、财产在您打开后有改动，请对照后重填")]
