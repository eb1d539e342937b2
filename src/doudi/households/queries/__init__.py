"""Reads about families: the facts that the rules take, views with masked numbers, who is registered elsewhere."""

from doudi.households.queries.facts import (
    Elsewhere,
    FamilyOnDay,
    account_on,
    chosen,
    facts_from,
    facts_of,
    members_on,
    registered_elsewhere,
    yuan,
)
from doudi.households.queries.rows import PEOPLE, SUMS, FamilyRows, family_rows
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
    "PEOPLE", "SUMS", "AccountView", "Elsewhere", "FamilyOnDay", "FamilyRows", "HouseholdView", "ItemView", "MemberView",
    "ObligorView", "account_on", "chosen", "facts_from", "facts_of", "family_rows", "household_view", "item_views",
    "member_view", "members_on", "registered_elsewhere", "yuan",
]  # fmt: skip
