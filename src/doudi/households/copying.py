"""A family's present facts as entries again, under new keys: for a request that goes on in another town."""

from collections.abc import Mapping
from uuid import UUID

from doudi.households.codes import Source
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry
from doudi.households.models import Household, Item, Member, Obligor, PaymentAccount

_MEMBER = (
    "name", "id_number", "relation", "born", "sex", "lives_with", "disability_kind", "disability_grade",
    "serious_illness", "study", "able_to_work", "independent", "absence", "absence_since", "refused_work", "veteran",
    "support", "unable_to", "study_ends", "card_ends",
)  # fmt: skip
_OBLIGOR = (
    "name", "relation", "id_number", "born", "household_members", "household_income", "per", "status",
    "agreed_support",
)  # fmt: skip


def member_entries(household: Household, keys: Mapping[UUID, UUID]) -> list[MemberEntry]:
    """The people of a family, head first, under new keys."""
    rows = Member.objects.filter(household=household, until=None)
    return [MemberEntry(key=keys[row.pk], **{name: getattr(row, name) for name in _MEMBER}) for row in rows]


def item_entries(household: Household, case_number: str, keys: Mapping[UUID, UUID]) -> list[ItemEntry]:
    """What a family declared in a case, its people under new keys."""
    rows = Item.objects.filter(household=household, case_number=case_number, source="declared").order_by("pk")
    return [
        ItemEntry(
            row.sort, row.kind, row.amount, keys.get(row.member_id) if row.member_id else None, row.per,
            dict(row.details), row.reason,
        )
        for row in rows
    ]  # fmt: skip


def obligor_entries(
    household: Household, keys: Mapping[UUID, UUID], obligors: Mapping[UUID, UUID]
) -> list[ObligorEntry]:
    """Those who owe a family support, as it was declared, under new keys."""
    rows = Obligor.objects.filter(household=household).order_by("pk").prefetch_related("assets")
    return [
        ObligorEntry(
            key=obligors[row.pk], of=[keys[one] for one in row.of if one in keys],
            assets=[
                ItemEntry("asset", each.kind, each.amount, details=dict(each.details))
                for each in row.assets.all() if each.source == Source.DECLARED
            ],
            **{name: getattr(row, name) for name in _OBLIGOR},
        )
        for row in rows
    ]  # fmt: skip


def account_entry(household: Household) -> AccountEntry | None:
    """Where a family's money goes; None when nothing is registered."""
    row = PaymentAccount.objects.filter(household=household, until=None).first()
    return AccountEntry(row.owner_name, row.bank, row.number, row.custody) if row else None
