"""Reads about families: the facts that the rules take, views with masked numbers, who is registered elsewhere."""

from doudi.households.queries.facts import (
    Elsewhere,
    FamilyRows,
    account_on,
    chosen,
    facts_from,
    facts_of,
    members_on,
    registered_elsewhere,
    yuan,
)
from doudi.households.queries.views import (
    AccountView,
    HouseholdView,
    ItemView,
    MemberView,
    ObligorView,
    household_view,
    item_views,
    member_view,
)

__all__ = [
    "AccountView", "Elsewhere", "FamilyRows", "HouseholdView", "ItemView", "MemberView", "ObligorView", "account_on", "chosen",
    "facts_from", "facts_of", "household_view", "item_views", "member_view", "members_on", "registered_elsewhere", "yuan",
]  # fmt: skip
