"""The one access function: who may do what, to which thing."""

from collections.abc import Mapping
from typing import Protocol

from django.db.models import QuerySet

from doudi.accounts.acting import Acting
from doudi.law.posts import Post

P = Post
_TOWN = {P.TOWN_CLERK, P.SURVEYOR, P.REVIEWER, P.LEADER}
_READERS = _TOWN | {P.VILLAGE_ASSISTANT, P.BUREAU_SUPERVISOR, P.CHECK_OFFICER, P.AUDITOR}
_FINANCE = {P.FINANCE_MAKER, P.FINANCE_CHECKER, P.FINANCE_APPROVER}

# Every page names one of these; a page without a name doesn't exist (tests/test_house.py).
PERMISSIONS: Mapping[str, frozenset[Post]] = {
    name: frozenset(posts)
    for name, posts in {
        "desk": set(Post),
        "day.move": {P.SYSTEM_ADMIN},
        "case.read": _READERS,
        "case.register": {P.VILLAGE_ASSISTANT, P.TOWN_CLERK},
        "case.step": _TOWN | {P.VILLAGE_ASSISTANT, P.CHECK_OFFICER, P.BUREAU_SUPERVISOR},
        "case.sign": {P.LEADER},
        "case.unmask": {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.CHECK_OFFICER, P.AUDITOR},
        "case.objector": {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.AUDITOR},
        "ahead.read": {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "ahead.keep": {P.TOWN_CLERK},
        "ledger.read": {P.DATA_OFFICER, P.TOWN_CLERK, P.LEADER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "ledger.import": {P.DATA_OFFICER, P.TOWN_CLERK},
        "ledger.confirm": {P.DATA_OFFICER, P.LEADER},
        "run.read": _FINANCE | {P.LEADER, P.TOWN_CLERK, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "run.make": {P.FINANCE_MAKER},
        "run.check": {P.FINANCE_CHECKER},
        "run.approve": {P.FINANCE_APPROVER},
        "run.export": {P.FINANCE_MAKER},
        "roster.confirm": {P.LEADER},
        "return.read": _FINANCE | {P.DATA_OFFICER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "return.import": {P.FINANCE_MAKER, P.FINANCE_CHECKER, P.DATA_OFFICER},
        "failure.read": _FINANCE | {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "account.correct": {P.TOWN_CLERK},
        "account.confirm": {P.LEADER, P.FINANCE_CHECKER},
        "award.read": _FINANCE | {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "award.hold": {P.TOWN_CLERK, P.FINANCE_MAKER},
        "award.release": {P.LEADER, P.FINANCE_CHECKER},
        "uplift.read": _FINANCE | {P.TOWN_CLERK, P.REVIEWER, P.LEADER, P.BUREAU_SUPERVISOR, P.DATA_OFFICER, P.AUDITOR},
        "uplift.ask": {P.BUREAU_SUPERVISOR, P.DATA_OFFICER},
        "uplift.confirm": {P.LEADER},
        "estimate.read": _FINANCE | {P.BUREAU_SUPERVISOR, P.DATA_OFFICER, P.AUDITOR},
        "estimate.ask": {P.BUREAU_SUPERVISOR, P.DATA_OFFICER, P.FINANCE_MAKER},
        "export": set(Post),
        "duties.read": _READERS | {P.DATA_OFFICER, P.SECURITY_ADMIN, P.AUDIT_ADMIN},
        "delegation.make": {P.LEADER},
        "delegation.read": {P.LEADER, P.REVIEWER, P.TOWN_CLERK, P.BUREAU_SUPERVISOR, P.AUDITOR, P.AUDIT_ADMIN},
        "people.read": {P.SYSTEM_ADMIN, P.SECURITY_ADMIN, P.AUDIT_ADMIN},
        "people.keep": {P.SYSTEM_ADMIN},
        "posts.grant": {P.SECURITY_ADMIN},
        "relatives.own": set(Post),
        "relatives.read": {P.LEADER, P.BUREAU_SUPERVISOR, P.AUDITOR},
        "handover.begin": {P.LEADER, P.REVIEWER},
        "handover.sign": set(Post),
        "calendar.read": set(Post),
        "calendar.keep": {P.BUREAU_SUPERVISOR, P.DATA_OFFICER},
        "parameters.read": _READERS | _FINANCE | {P.DATA_OFFICER},
        "parameters.keep": {P.BUREAU_SUPERVISOR, P.DATA_OFFICER},
    }.items()
}


class Placed(Protocol):
    """Anything that lies in a village of a town."""

    @property
    def town(self) -> str:
        """The town's code, 9 digits."""

    @property
    def village(self) -> str:
        """The village's code, 12 digits."""


def may(acting: Acting, act: str) -> bool:
    """Whether the post may do an act at all. Errors: KeyError for an act without a row above."""
    return acting.post in PERMISSIONS[act]


def can(acting: Acting, act: str, thing: Placed) -> bool:
    """Whether the post may do an act to this thing: right and area."""
    return may(acting, act) and acting.covers(thing.town, thing.village)


def placed(acting: Acting) -> Mapping[str, str] | None:
    """What a placed row's columns must be to lie in the post's area; nothing for the whole district, None for nowhere."""
    if acting.post.is_administrator:
        return None
    if acting.post.is_district:
        return {}
    return {"village" if acting.post.is_village else "town": acting.division}


def visible_to(acting: Acting, things: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    """The rows of a placed model within the post's area; nothing for administrators."""
    place = placed(acting)
    return things.none() if place is None else things.filter(**place)
