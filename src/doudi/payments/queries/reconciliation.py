"""对账: a month household by household, what the register owes, what the runs sent, what the bank paid (domain C14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from doudi.households.models import Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.payments.models import Run
from doudi.vault.masks import mask_account, mask_id

ZERO = Decimal("0.00")
# Differences first, in the order in which somebody has to act.
STATES = {
    "over": "多付", "under": "少付", "failed": "退票待更正", "again": "已重发", "waiting": "未回盘", "unsent": "待发放",
    "held": "暂缓", "paid": "已到账",
}  # fmt: skip

# Register: what awards owe for the month, an uplift from the month from which it counts; a hold counts from its own month on. Sent: the first line for the month, in
# whichever run. Bank: what arrived, of first lines and of those that pay again.
_ROWS = """
with register as (
    select a.household_id, min(a.town) as town, min(a.village) as village, max(a.members) as members,
           sum(a.base) filter (where not held.now) as base, sum(a.supplement) filter (where not held.now) as supplement,
           sum(a.care) filter (where not held.now) as care,
           coalesce(sum(a.base + a.supplement + a.care) filter (where held.now), 0) as held
    from payments_award a
    left join payments_awardhold h on h.award_id = a.id and h.released_by = ''
    cross join lateral (select a.hold <> '' and coalesce(h.since, %(month)s) <= %(month)s as now) held
    where a.programme = %(programme)s and a.state <> 'pending' and coalesce(a.arrears_from, a.owed_from, a.since) <= %(month)s
      and (a.until is null or a.until > %(month)s)
      and not exists (select from payments_award n where n.uplift_of_id = a.id and n.arrears_from <= %(month)s)
    group by 1
), sent as (
    select l.household_id, min(l.town) as town, min(l.village) as village,
           coalesce(sum(l.amount) filter (where l.reissue_of_id is null), 0) as sent,
           coalesce(sum(l.amount) filter (where r.result = 'paid'), 0) as paid,
           coalesce(sum(l.amount) filter (where r.result = 'failed' and n.id is null), 0) as failed,
           coalesce(sum(l.amount) filter (where r.result is null and l.reissue_of_id is not null), 0) as again,
           coalesce(sum(l.amount) filter (where r.result is null and l.reissue_of_id is null), 0) as waiting,
           bool_or(run.state = 'exported') as exported
    from payments_runline l
    join payments_run run on run.id = l.run_id
    left join payments_returned r on r.line_id = l.id
    left join payments_runline n on n.reissue_of_id = l.id
    where l.month = %(month)s and l.programme = %(programme)s
    group by 1
), paired as (
    select coalesce(register.household_id, sent.household_id) as household_id,
           coalesce(register.town, sent.town) as town, coalesce(register.village, sent.village) as village,
           coalesce(members, 0) as members, coalesce(base, 0) as base, coalesce(supplement, 0) as supplement,
           coalesce(care, 0) as care, coalesce(base + supplement + care, 0) as due, coalesce(held, 0) as held,
           coalesce(sent, 0) as sent, coalesce(paid, 0) as paid, coalesce(failed, 0) as failed,
           coalesce(again, 0) as again, coalesce(waiting, 0) as waiting, coalesce(exported, false) as exported
    from register full join sent using (household_id)
), told as (
    select paired.*, case
        when sent > due then 'over'
        when sent < due and not exported and not exists (
            select from payments_run r where r.kind = 'monthly' and r.month = %(month)s
            and r.programme = %(programme)s and r.state in ('approved', 'exported')) then 'unsent'
        when sent < due then 'under'
        when failed > 0 then 'failed'
        when again > 0 then 'again'
        when waiting > 0 and not exported then 'unsent'
        when waiting > 0 then 'waiting'
        when sent = 0 then 'held'
        else 'paid' end as state
    from paired
    where %(town)s = '' or town = %(town)s
)
"""
_SUMMED = (
    _ROWS
    + """
select state, count(*), sum(due), sum(held), sum(sent), sum(paid), sum(failed), sum(again), sum(waiting)
from told group by 1
"""
)
_PAGE = (
    _ROWS
    + """
select told.household_id, told.town, told.village, told.members, base, supplement, care, due, held, sent, paid, failed,
       again, waiting, told.state, coalesce(h.file_number, '') as file_number
from told join households_household h on h.id = told.household_id
where %(state)s = '' or told.state = %(state)s
order by array_position(%(order)s::text[], told.state), told.village, h.file_number, told.household_id
limit %(size)s offset %(skip)s
"""
)


@dataclass(frozen=True)
class Sums:
    """Families and yuan of the three columns; `failed`, `again` and `waiting` are what was sent and has not arrived."""

    households: int = 0
    due: Decimal = ZERO
    held: Decimal = ZERO
    sent: Decimal = ZERO
    paid: Decimal = ZERO
    failed: Decimal = ZERO
    again: Decimal = ZERO
    waiting: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def is_tied(self) -> bool:
        """Whether all that was sent has arrived, come back, is paid again or awaited: nothing is unaccounted for."""
        return self.sent == self.paid + self.failed + self.again + self.waiting

    @property
    def is_settled(self) -> bool:
        """Whether the three columns agree."""
        return self.due == self.sent == self.paid


@dataclass(frozen=True)
class Reconciled:
    """One family in a month: what the register owes by item, what was sent, what arrived; numbers masked."""

    household: UUID
    file_number: str
    place: str
    name: str
    id_masked: str
    persons: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    due: Decimal
    held: Decimal
    sent: Decimal
    paid: Decimal
    failed: Decimal
    again: Decimal
    waiting: Decimal
    state: str
    owner: str
    bank: str
    account_masked: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def difference(self) -> Decimal:
        """What the bank paid less what the register owes."""
        return self.paid - self.due


def reconciliation_sums(*, month: date, programme: str, town: str = "") -> dict[str, Sums]:
    """The month's sums by state, within the areas of the transaction. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMED, {"month": month, "programme": programme, "town": town})
        return {state: Sums(*values) for state, *values in cursor.fetchall()}


def reconciliation(
    *, month: date, programme: str, town: str = "", state: str = "", page: int = 1, size: int = 50
) -> list[Reconciled]:
    """One page of the month's families, differences first, within the areas of the transaction. Three statements."""
    values: dict[str, Any] = {
        "month": month, "programme": programme, "town": town, "state": state, "order": list(STATES), "size": size,
        "skip": (page - 1) * size,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    keys = [row["household_id"] for row in rows]
    heads = {head.household_id: head for head in Member.objects.filter(household__in=keys, relation="head", until=None)}
    accounts = {each.household_id: each for each in PaymentAccount.objects.filter(household__in=keys, until=None)}
    return [_reconciled(row, heads, accounts) for row in rows]


def _reconciled(
    row: dict[str, Any], heads: Mapping[UUID, Member], accounts: Mapping[UUID, PaymentAccount]
) -> Reconciled:
    key, divisions = row.pop("household_id"), tree()
    head, account = heads.get(key), accounts.get(key)
    town, village, members = row.pop("town"), row.pop("village"), row.pop("members")
    return Reconciled(
        household=key, place=f"{divisions.get(town).name}{divisions.get(village).name}",
        name=head.name if head else "", id_masked=mask_id(head.id_number) if head else "", persons=members,
        owner=account.owner_name if account else "", bank=account.bank if account else "",
        account_masked=mask_account(account.number) if account else "", **row,
    )  # fmt: skip


def last_month(programme: str) -> date | None:
    """The last month of a programme whose file went to the bank; None before the first. One statement."""
    sent = Run.objects.filter(kind=Run.Kind.MONTHLY, programme=programme, state="exported").order_by("-month")
    return sent.values_list("month", flat=True).first()


def total_of(sums: Mapping[str, Sums], states: Sequence[str] = tuple(STATES)) -> Sums:
    """The sums of some states together."""
    return sum((sums[state] for state in states if state in sums), Sums())
