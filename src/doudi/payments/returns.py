"""银行回盘: a return file taken whole, or put aside whole with what is wrong at which row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow
from doudi.payments import return_file
from doudi.payments.awards import money
from doudi.payments.matching import Exported, Matched, Result, match
from doudi.payments.models import BankReturn, Run
from doudi.payments.return_file import Problem
from doudi.vault.crypto import provider

AAD = b"payments_bankreturn.sealed"
MOST_PROBLEMS = 500
ZERO = Decimal("0.00")
State = BankReturn.State

# One row a payment as it went into the bank's file: a family's lines of one month together.
_EXPORTED = """
select l.household_id, l.month, sum(l.amount), account.number_index, payee.name, account.owner_name,
       coalesce(max(r.result), '')
from payments_runline l
join households_paymentaccount account on account.id = l.account_id
join households_member payee on payee.id = l.payee_id
left join payments_returned r on r.line_id = l.id
where l.run_id = %(run)s
group by l.household_id, l.month, account.number_index, payee.name, account.owner_name
"""
# The result of a payment is that of each of its lines.
_TAKE = """
insert into payments_returned (line_id, run_id, household_id, result, reason, bank_return_id, row, "on", town, village)
select l.id, l.run_id, l.household_id, said.result, said.reason, %(bank_return)s, said.row, %(on)s, l.town, l.village
from unnest(%(households)s::uuid[], %(months)s::date[], %(results)s::text[], %(reasons)s::text[], %(rows)s::int[])
     as said(household_id, month, result, reason, row)
join payments_runline l on l.run_id = %(run)s and l.household_id = said.household_id and l.month = said.month
"""
_SUMS = """
select r.result, count(distinct (l.household_id, l.month)), sum(l.amount)
from payments_returned r join payments_runline l on l.id = r.line_id
where r.bank_return_id = %(bank_return)s group by 1
"""


@transaction.atomic
def take_return(*, number: str, name: str, content: bytes, acting: Acting) -> BankReturn:
    """导入回盘: what the bank says of the payments of run `number`; part of them is enough, a second file adds the rest.

    The same file again changes nothing and gives the same return. A file with a line that contradicts what was exported
    or returned before is kept, and none of it counts (state `quarantined`). Two files at once come one after the other.
    Errors: LedgerFileError (the file as a whole can't be read), NotNow (who may, and when), Run.DoesNotExist.
    """
    if not may(acting, "return.import"):
        raise NotNow([_("由发放制单、发放复核或数据管理员导入")])
    run = Run.objects.select_for_update().get(number=number)
    if run.state != "exported":
        raise NotNow([_("这一批次还没导出银行文件，没有可对的回盘")])
    sha256 = hashlib.sha256(content).hexdigest()
    before = {kept.state: kept for kept in BankReturn.objects.filter(run=run, sha256=sha256).defer("sealed")}
    if taken := before.get(State.TAKEN):
        return taken
    read = return_file.read(name, content)
    matched = match(read.rows, exported_of(run))
    problems = [*read.problems, *matched.problems]
    if problems and (aside := before.get(State.QUARANTINED)):
        return aside
    kept = BankReturn(
        run=run, number=_number(run), file_name=name[:120], sha256=sha256, sealed=provider().encrypt(content, AAD),
        rows=len(read.rows) + len(read.problems), by_login=acting.login, by_name=acting.name, at=acting.at, on=acting.on,
    )  # fmt: skip
    return _put_aside(kept, problems, acting) if problems else _take(kept, matched, acting)


def exported_of(run: Run) -> list[Exported]:
    """The payments of a run as they were exported, with what is known of each. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPORTED, {"run": run.pk})
        return [
            Exported(household, month, amount, bytes(index), (payee, owner), result)
            for household, month, amount, index, payee, owner, result in cursor.fetchall()
        ]


def _number(run: Run) -> str:
    return f"{run.number}-H{BankReturn.objects.filter(run=run).count() + 1:02d}"


def _put_aside(kept: BankReturn, problems: Sequence[Problem], acting: Acting) -> BankReturn:
    kept.state, kept.problem_count = State.QUARANTINED, len(problems)
    kept.problems = json.dumps(
        [[each.place, each.sentence, each.name, each.amount] for each in problems[:MOST_PROBLEMS]], ensure_ascii=False
    )
    kept.save(force_insert=True)
    _log(kept, Verb.RETURN_PUT_ASIDE, acting, {"problems": len(problems)})
    return kept


def _take(kept: BankReturn, matched: Matched, acting: Acting) -> BankReturn:
    kept.state, kept.known = State.TAKEN, matched.known
    (kept.paid, kept.paid_total), (kept.failed, kept.failed_total) = (
        _summed([result for result in matched.fresh if result.is_paid is is_paid]) for is_paid in (True, False)
    )
    kept.save(force_insert=True)
    _write(kept, matched.fresh)
    if sums_of(kept) != {"paid": (kept.paid, kept.paid_total), "failed": (kept.failed, kept.failed_total)}:
        raise ValueError(f"{kept.number}: the lines written don't add up to the file's")
    _log(kept, Verb.RETURN_TAKEN, acting, {})
    return kept


def _summed(results: Sequence[Result]) -> tuple[int, Decimal]:
    return len(results), sum((result.payment.amount for result in results), ZERO)


def _write(kept: BankReturn, fresh: Sequence[Result]) -> None:
    values: dict[str, Any] = {
        "bank_return": kept.pk, "run": kept.run_id, "on": kept.on,
        "households": [result.payment.household for result in fresh],
        "months": [result.payment.month for result in fresh], "results": [result.code for result in fresh],
        "reasons": [result.reason for result in fresh], "rows": [result.row for result in fresh],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)


def sums_of(kept: BankReturn) -> dict[str, tuple[int, Decimal]]:
    """Payments and yuan by result, of the lines that a return wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"bank_return": kept.pk})
        found = {result: (count, total) for result, count, total in cursor.fetchall()}
    return {"paid": found.get("paid", (0, ZERO)), "failed": found.get("failed", (0, ZERO))}


def download(*, number: str) -> tuple[str, bytes]:
    """Name and bytes of a return as the bank gave it. Errors: BankReturn.DoesNotExist; ValueError when changed."""
    kept = BankReturn.objects.get(number=number)
    content = provider().decrypt(bytes(kept.sealed), AAD)
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise ValueError(f"{number}: the stored bytes are not those that were brought")
    return kept.file_name, content


def return_facts(kept: BankReturn) -> dict[str, Any]:
    """Everything of a return that a replay compares."""
    return {
        "return": kept.number, "run": kept.run.number, "state": kept.state, "sha256": kept.sha256, "rows": kept.rows,
        "paid": kept.paid, "paid_total": money(kept.paid_total), "failed": kept.failed,
        "failed_total": money(kept.failed_total), "known": kept.known,
    }  # fmt: skip


def _log(kept: BankReturn, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=f"run/{kept.run.number}", actor=acting.actor, verb=verb, object_kind="return", object_key=kept.number,
        facts={**return_facts(kept), **facts}, at=acting.at, on=acting.on,
    )  # fmt: skip
