"""Reads about where a family's money goes: what came back, accounts that wait for a second person, files on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.payments.models import AccountCorrection, Returned, RunLine
from doudi.payments.queries.returns import FAILED

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


def open_changes(acting: Acting, most: int = 50) -> list[OpenChange]:
    """The changes of the area that wait for somebody, oldest first; of a family whose payment came back they stand with
    that, and what was handed back a month ago is let be. Two statements."""
    newer = AccountCorrection.objects.filter(household=OuterRef("household"), pk__gt=OuterRef("pk"))
    refused = Q(~Exists(newer), state=State.REFUSED, decided_on__gt=acting.on - LET_BE_AFTER)
    changes = AccountCorrection.objects.filter(Q(state=State.WAITING) | refused, bank_return=None)
    alone = changes.filter(~Exists(unpaid_failures().filter(household=OuterRef("household"))))
    rows = list(visible_to(acting, alone).defer("number", "reason", "decided_note").order_by("entered_on", "pk")[:most])
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


# What the workbench counts: failed payments by state, and beside them the same changes as `open_changes`.
_TO_DO = f"""
select state, count(*), sum(amount) from ({FAILED}) failed group by 1
union all
select case c.state when 'waiting' then 'change' else 'refused' end, count(*), 0
from payments_accountcorrection c
where c.bank_return_id is null
  and (c.state = 'waiting' or c.state = 'refused' and c.decided_on > %(since)s and not exists (
        select from payments_accountcorrection n where n.household_id = c.household_id and n.id > c.id))
  and not exists (
        select from payments_returned r where r.household_id = c.household_id and r.result = 'failed' and not exists (
            select from payments_runline n where n.reissue_of_id = r.line_id))
group by 1
"""  # noqa: S608  (texts of this room alone)


def accounts_to_do(on: date) -> dict[str, tuple[int, Decimal]]:
    """Failed payments and their yuan by state, and families whose change waits (`change`) or was handed back (`refused`),
    within the areas of the transaction. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_DO, {"since": on - LET_BE_AFTER})
        return {state: (count, total) for state, count, total in cursor.fetchall()}


def on_their_way(household: Household, on: date, *, besides: PaymentAccount | None = None) -> Sequence[str]:
    """The runs that pay a family to the account they were signed with, whatever account it gets meanwhile: approved, or
    sent within a month and not answered. `besides` leaves out those that pay to this account. One statement."""
    sent = Q(run__state="exported", run__exported_on__gt=on - ANSWERED_WITHIN)
    lines = RunLine.objects.filter(Q(run__state="approved") | sent, household=household, returned=None)
    if besides:
        lines = lines.exclude(account=besides)
    return list(lines.order_by("run__pk").values_list("run__number", flat=True).distinct())
