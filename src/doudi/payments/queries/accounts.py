"""Reads about where a family's money goes: what came back, accounts that wait for a second person, files on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.payments.models import AccountCorrection, Returned, RunLine
from doudi.payments.queries.returns import Wanted, failed_counts

State = AccountCorrection.State
LET_BE_AFTER = timedelta(31)
ANSWERED_WITHIN = timedelta(31)  # where the bank gives no return files, older runs have arrived


def unpaid_failures() -> QuerySet[Returned]:
    """What came back and no batch pays again yet."""
    again = RunLine.objects.filter(reissue_of=OuterRef("line"))
    return Returned.objects.filter(~Exists(again), result=Returned.Result.FAILED)


@dataclass(frozen=True)
class OpenChange:
    """变更账户 of a family of which nothing came back: it waits for its second person, or was handed back to its first."""

    household: UUID
    name: str
    place: str
    entered_by: str
    entered_on: date
    is_refused: bool
    state_title: str


def _changes(on: date) -> QuerySet[AccountCorrection]:
    """The changes that wait for somebody; of a family whose payment came back they stand with that, and what was handed
    back a month ago is let be."""
    newer = AccountCorrection.objects.filter(household=OuterRef("household"), pk__gt=OuterRef("pk"))
    refused = Q(~Exists(newer), state=State.REFUSED, decided_on__gt=on - LET_BE_AFTER)
    changes = AccountCorrection.objects.filter(Q(state=State.WAITING) | refused, bank_return=None)
    return changes.filter(~Exists(unpaid_failures().filter(household=OuterRef("household"))))


def open_changes(acting: Acting, most: int = 50) -> list[OpenChange]:
    """The changes of the area that wait for somebody, oldest first. Two statements."""
    found = visible_to(acting, _changes(acting.on)).defer("number", "reason", "decided_note")
    rows = list(found.order_by("entered_on", "pk")[:most])
    heads = dict(
        Member.objects.filter(household__in=[row.household_id for row in rows], relation="head", until=None)
        .values_list("household", "name")
    )  # fmt: skip
    return [_change(row, heads.get(row.household_id, "")) for row in rows]


def _change(row: AccountCorrection, name: str) -> OpenChange:
    divisions = tree()
    return OpenChange(
        row.household_id, name, f"{divisions.get(row.town).name}{divisions.get(row.village).name}", row.entered_name,
        row.entered_on, row.state == State.REFUSED, str(row.get_state_display()),
    )  # fmt: skip


def accounts_to_do(on: date) -> dict[str, tuple[int, Decimal]]:
    """Failed payments and their yuan by state, and families whose change waits (`change`) or was handed back (`refused`),
    within the areas of the transaction. Two statements."""
    changes = _changes(on).values_list("state").annotate(n=Count("pk")).order_by()
    told = {"change" if state == State.WAITING else str(state): (n, Decimal(0)) for state, n in changes}
    return {**failed_counts(Wanted()), **told}


def on_their_way(household: Household, on: date, *, besides: PaymentAccount | None = None) -> Sequence[str]:
    """The runs that pay a family to the account they were signed with, whatever account it gets meanwhile: approved, or
    sent within a month and not answered. `besides` leaves out those that pay to this account. One statement."""
    sent = Q(run__state="exported", run__exported_on__gt=on - ANSWERED_WITHIN)
    lines = RunLine.objects.filter(Q(run__state="approved") | sent, household=household, returned=None)
    if besides:
        lines = lines.exclude(account=besides)
    return list(lines.order_by("run__pk").values_list("run__number", flat=True).distinct())
