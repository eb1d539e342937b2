"""Reads about what the bank answered: return files, how much of a run came back, failed payments and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from doudi.households.models import Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.law.procedures.payroll import TITLES, edition
from doudi.payments.models import AccountCorrection, BankReturn, Run
from doudi.vault.masks import mask_account

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Answered:
    """回盘: payments (a family and month) and yuan of a run, by what the bank said; within the areas of the transaction."""

    paid: int = 0
    paid_total: Decimal = ZERO
    failed: int = 0
    failed_total: Decimal = ZERO
    waiting: int = 0
    waiting_total: Decimal = ZERO

    @property
    def sent(self) -> int:
        """Payments that were exported."""
        return self.paid + self.failed + self.waiting

    @property
    def sent_total(self) -> Decimal:
        """Yuan that were exported."""
        return self.paid_total + self.failed_total + self.waiting_total

    @property
    def is_whole(self) -> bool:
        """Whether the bank answered for every payment."""
        return self.sent > 0 and not self.waiting

    def as_dict(self) -> dict[str, Any]:
        """Counts, and sums as text, for `doudi payroll`."""
        return {
            "paid": self.paid, "paid_total": f"{self.paid_total:.2f}", "failed": self.failed,
            "failed_total": f"{self.failed_total:.2f}", "waiting": self.waiting,
            "waiting_total": f"{self.waiting_total:.2f}",
        }  # fmt: skip


NOTHING = Answered()
_ANSWERED = """
select coalesce(r.result, 'waiting'), count(distinct (l.household_id, l.month)), sum(l.amount)
from payments_runline l left join payments_returned r on r.line_id = l.id
where l.run_id = %s group by 1
"""


def returned_of(run: Run) -> Answered:
    """What the bank said of a run's payments so far; nothing before the file was exported. One statement."""
    if run.state != "exported":
        return NOTHING
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [run.pk])
        found = {result: (count, total) for result, count, total in cursor.fetchall()}
    sums = [value for result in ("paid", "failed", "waiting") for value in found.get(result, (0, ZERO))]
    return Answered(*sums)


def reissues_of(run: Run) -> list[dict[str, Any]]:
    """The batches that pay again what came back of a run, in the form that `doudi payroll` prints. One statement."""
    rows = Run.objects.filter(kind=Run.Kind.REISSUE, lines__reissue_of__run=run).distinct().order_by("pk")
    return [
        {
            "number": row.number, "state": row.state, "title": edition(row.edition).state(row.state).title,
            "households": row.households, "total": f"{row.total:.2f}",
        }
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class ReturnRow:
    """One return file in a list or on its page; `problems` are place, sentence, name and sum."""

    number: str
    run: str
    month: date
    programme: str
    state: str
    state_title: str
    file_name: str
    rows: int
    paid: int
    paid_total: Decimal
    failed: int
    failed_total: Decimal
    known: int
    problem_count: int
    by: str
    on: date
    sha256: str
    problems: tuple[tuple[str, str, str, str], ...] = ()


def returns(*, run: str = "", most: int = 200) -> list[ReturnRow]:
    """The return files, newest first, of one run or of all. One statement."""
    kept = BankReturn.objects.select_related("run").defer("sealed", "problems").order_by("-pk")
    return [_return(each) for each in (kept.filter(run__number=run) if run else kept)[:most]]


def return_page(number: str) -> ReturnRow | None:
    """One return file with what is wrong in it; None when there is none. One statement."""
    kept = BankReturn.objects.select_related("run").defer("sealed").filter(number=number).first()
    return _return(kept, json.loads(kept.problems) if kept.problems else []) if kept else None


def _return(kept: BankReturn, problems: Sequence[Sequence[str]] = ()) -> ReturnRow:
    return ReturnRow(
        number=kept.number, run=kept.run.number, month=kept.run.month, programme=TITLES[kept.run.programme],
        state=kept.state, state_title=str(kept.get_state_display()), file_name=kept.file_name, rows=kept.rows,
        paid=kept.paid, paid_total=kept.paid_total, failed=kept.failed, failed_total=kept.failed_total,
        known=kept.known, problem_count=kept.problem_count, by=kept.by_name, on=kept.on, sha256=kept.sha256,
        problems=tuple((place, sentence, name, amount) for place, sentence, name, amount in problems),
    )  # fmt: skip


def open_runs() -> list[tuple[str, date, str, bool]]:
    """Exported runs for which the bank may still answer: number, month, programme, whether it pays again."""
    rows = Run.objects.filter(state="exported").order_by("-month", "programme", "-kind", "number")[:60]
    return [(row.number, row.month, TITLES[row.programme], row.kind == Run.Kind.REISSUE) for row in rows]


# One row a payment that came back, with what became of it: nothing yet, an account entered, confirmed, paid again.
_FAILED = """
select l.household_id, l.month, l.run_id, run.number as run, l.programme, l.town, l.village, max(r.reason) as reason,
       max(r.on) as returned_on, (array_agg(l.payee_id))[1] as payee_id, (array_agg(l.account_id))[1] as account_id,
       sum(l.amount) as amount, coalesce(max(again.number), '') as again,
       case when bool_or(ar.result = 'paid') then 'arrived'
            when bool_or(ar.result = 'failed') then 'back'
            when bool_or(again.state = 'exported') then 'sent'
            when bool_or(again.id is not null) then 'batch'
            when exists (select from payments_accountcorrection c where c.household_id = l.household_id
                         and c.state = 'confirmed' and c.bank_return_id >= max(r.bank_return_id)) then 'ready'
            when exists (select from payments_accountcorrection c where c.household_id = l.household_id
                         and c.state = 'waiting') then 'confirm'
            else 'open' end as state
from payments_returned r
join payments_runline l on l.id = r.line_id
join payments_run run on run.id = r.run_id
left join payments_runline n on n.reissue_of_id = l.id
left join payments_run again on again.id = n.run_id
left join payments_returned ar on ar.line_id = n.id
where r.result = 'failed'
group by l.household_id, l.month, l.run_id, run.number, l.programme, l.town, l.village
"""
STATES = {
    "open": "待更正", "confirm": "待确认", "ready": "已换账户", "batch": "重发办理中", "sent": "已重发", "back": "再次退票",
    "arrived": "重发到账",
}  # fmt: skip
_ORDER = "array_position(array['open','confirm','ready','batch','sent','back','arrived'], state)"


@dataclass(frozen=True)
class FailedPayment:
    """退票: one payment that came back, the account masked; `state` is a key of `STATES`, `again` the batch."""

    household: UUID
    month: date
    run: str
    programme: str
    town: str
    village: str
    place: str
    name: str
    account_masked: str
    owner: str
    bank: str
    reason: str
    returned_on: date
    amount: Decimal
    state: str
    again: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class Wanted:
    """Which failed payments are asked for; empty means all."""

    state: str = ""
    run: str = ""
    town: str = ""
    programme: str = ""
    household: UUID | None = None

    def clause(self) -> tuple[str, list[Any]]:
        """The condition and its values."""
        asked = [
            ("state", self.state), ("run", self.run), ("town", self.town), ("programme", self.programme),
            ("household_id", self.household),
        ]  # fmt: skip
        given = [(name, value) for name, value in asked if value]
        return " and ".join([f"{name} = %s" for name, _value in given] or ["true"]), [value for _name, value in given]


def failed_payments(wanted: Wanted, *, page: int = 1, size: int = 50) -> list[FailedPayment]:
    """One page of failed payments within the areas of the transaction, those that wait first. Three statements."""
    where, values = wanted.clause()
    with connection.cursor() as cursor:
        cursor.execute(
            f"select * from ({_FAILED}) failed where {where}"  # noqa: S608  (texts of this file alone)
            f" order by {_ORDER}, village, household_id, month limit %s offset %s",
            [*values, size, (page - 1) * size],
        )
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    people = Member.objects.only("name").in_bulk({row["payee_id"] for row in rows})
    accounts = PaymentAccount.objects.in_bulk({row["account_id"] for row in rows})
    return [_failed(row, people[row["payee_id"]], accounts[row["account_id"]]) for row in rows]


def _failed(row: dict[str, Any], payee: Member, account: PaymentAccount) -> FailedPayment:
    divisions = tree()
    return FailedPayment(
        household=row["household_id"], month=row["month"], run=row["run"], programme=TITLES[row["programme"]],
        town=row["town"], village=row["village"],
        place=f"{divisions.get(row['town']).name}{divisions.get(row['village']).name}", name=payee.name,
        account_masked=mask_account(account.number), owner=account.owner_name, bank=account.bank,
        reason=row["reason"], returned_on=row["returned_on"], amount=row["amount"], state=row["state"],
        again=row["again"],
    )  # fmt: skip


def failed_counts(wanted: Wanted) -> dict[str, tuple[int, Decimal]]:
    """Failed payments and yuan by state, within the areas of the transaction. One statement."""
    where, values = wanted.clause()
    with connection.cursor() as cursor:
        cursor.execute(
            f"select state, count(*), sum(amount) from ({_FAILED}) failed where {where} group by 1",  # noqa: S608
            values,
        )
        return {state: (count, total) for state, count, total in cursor.fetchall()}


@dataclass(frozen=True)
class CorrectionView:
    """One entered correction, the account masked."""

    key: int
    owner: str
    bank: str
    account_masked: str
    custody: str
    reason: str
    state: str
    state_title: str
    entered_by: str
    entered_on: date
    decided_by: str
    decided_on: date | None
    decided_note: str


def corrections_of(household: UUID) -> list[CorrectionView]:
    """The corrections of a family, newest first. One statement."""
    rows = AccountCorrection.objects.filter(household=household).order_by("-pk")
    return [
        CorrectionView(
            key=row.pk, owner=row.owner_name, bank=row.bank, account_masked=mask_account(row.number),
            custody=row.custody, reason=row.reason, state=row.state, state_title=str(row.get_state_display()),
            entered_by=row.entered_name, entered_on=row.entered_on, decided_by=row.decided_name,
            decided_on=row.decided_on, decided_note=row.decided_note,
        )
        for row in rows
    ]  # fmt: skip
