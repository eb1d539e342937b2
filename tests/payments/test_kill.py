"""N1: killed before any statement and run again, a month, its return and what is paid again lose and double nothing."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.db.models import Sum

from doudi.accounts.acting import Acting
from doudi.audit.models import Entry
from doudi.households.models import Household, Member, Registration
from doudi.law.posts import Post
from doudi.payments import imports
from doudi.payments.bank_file import download, export, payments_of
from doudi.payments.corrections import decide_correction, enter_correction
from doudi.payments.imports import confirm_import, import_ledger
from doudi.payments.models import (
    AccountCorrection,
    Award,
    AwardPerson,
    BankFile,
    BankReturn,
    LedgerImportRow,
    Returned,
    Run,
    RunLine,
)
from doudi.payments.queries import Wanted, failed_payments, reconciliation_sums, total_of
from doudi.payments.replay import compare
from doudi.payments.returns import take_return
from doudi.payments.runs import approve, check, compute_reissue
from households.making import acting
from payments import killing
from payments.ledgers import ROWS, brought, officer, other, workbook
from payments.making import MONTH, RUN_DAY, approver, checker, computed, confirm_rosters, delivered, leader, maker
from payments.returning import but, head_account, rows_of, text

pytestmark = pytest.mark.django_db(transaction=True)
FAMILIES = 60
# Each day the kills fall on every third statement, at each nightly run on every one.
STRIDE = int(os.environ.get("DOUDI_STRIDE", "3"))
NEW = Decimal("870.00")


@pytest.fixture
def ledger(tmp_path: Path) -> Decimal:
    """Sixty families and more of the sample, taken in and confirmed; what they are paid a month."""
    taken = import_ledger(brought(tmp_path, workbook(rows=FAMILIES + 9)), acting=officer())
    return confirm_import(number=taken.number, acting=other()).total


def month_of(place: int) -> date:
    """The months from 2027-01 on, by number."""
    return date(2027 + place // 12, place % 12 + 1, 1)


def test_a_run_killed_before_any_statement_and_computed_again_pays_everybody_once(ledger: Decimal) -> None:
    families = Award.objects.count()
    assert families >= FAMILIES
    count, point, kill_at = None, 0, 1 - STRIDE
    while count is None:
        point, kill_at = point + 1, kill_at + STRIDE
        month, before = month_of(point), month_of(point - 1)
        # Each time there is an award to open whose publicity ended late, with a month of arrears; it ends after.
        delivered(first_month=before, base=str(NEW), on=before, size=1)
        count = killing.in_a_fork(partial(computed, month), kill_at=kill_at)
        run = computed(month)
        assert (run.state, run.total, run.households) == ("computed", ledger + 2 * NEW, families + 1), point
        assert RunLine.objects.filter(run=run).aggregate(sum=Sum("amount"))["sum"] == run.total, point
        assert Award.objects.count() == families + point, point
        Award.objects.filter(basis="decision", state="active").update(state="ended", until=month_of(point + 1))
    assert count - STRIDE < kill_at - STRIDE <= count
    assert count >= 70
    ended = {"state", "until"}
    assert [found for found in compare() if found.field not in ended] == []


def pay() -> None:
    """A month from wherever it stands: what the people concerned would do next, until the file is there."""
    run = Run.objects.get(kind="monthly")
    if run.state in ("computed", "checked"):
        confirm_rosters(run)
    if run.state == "computed":
        run = check(number=run.number, version=run.version, acting=checker())
    if run.state == "checked":
        run = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    export(number=run.number, version=run.version, acting=maker())


def killed_ever_later(work: Callable[[], object]) -> int:
    """Kill the work before its first statement, its second, …, from wherever the last kill left it; how many kills.

    What was committed stays, so the count begins anew after each commit: with a stride of one every statement is hit.
    """
    kills, at, committed = 0, 1, Entry.objects.count()
    while killing.in_a_fork(work, kill_at=at) is None:
        kills += 1
        now = Entry.objects.count()
        at, committed = (1, now) if now != committed else (at + STRIDE, committed)
    return kills


def test_rosters_check_approval_and_file_survive_every_kill(ledger: Decimal) -> None:
    delivered(base=str(NEW))
    run = computed(MONTH)
    assert killed_ever_later(pay) > 100 // STRIDE
    run.refresh_from_db()
    assert (run.state, run.total) == ("exported", ledger + NEW)
    assert sum(payment.total for payment in payments_of(run)) == run.total
    assert BankFile.objects.get().sha256 == Entry.objects.get(verb="run.exported").facts["sha256"]
    assert download(number=run.number)[1][:2] == b"PK"
    for verb in ("run.created", "run.computed", "run.checked", "run.approved", "run.exported"):
        assert Entry.objects.filter(verb=verb).count() == 1
    assert compare() == []


def test_an_import_killed_before_any_statement_takes_in_every_row_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 30)
    file = brought(tmp_path, workbook(rows=FAMILIES))
    truth = [row for row in ROWS if row["sheet"] == "城市低保" and row["row"] < FAMILIES + 4]
    states = Counter({"take": "taken", "ask": "asked", "refuse": "refused"}[row["outcome"]] for row in truth)

    def bring() -> None:
        taken = import_ledger(file, acting=officer())
        confirm_import(number=taken.number, acting=other())

    assert killed_ever_later(bring) > 80 // STRIDE
    assert Counter(LedgerImportRow.objects.values_list("state", flat=True)) == states
    assert Household.objects.count() == Award.objects.filter(state="active").count() == states["taken"]
    people = sum(row["members"] for row in truth if row["outcome"] == "take")
    assert Member.objects.count() == AwardPerson.objects.count() == Registration.objects.count() == people
    total = sum(Decimal(row["total"]) for row in truth if row["outcome"] == "take")
    assert computed(MONTH).total == total
    assert compare() == []


def settle() -> None:
    """What the people concerned would do next after the file: the return, the account, the batch, its return."""
    run = Run.objects.get(kind="monthly")
    take_return(number=run.number, name="hp.csv", content=text(rows_of(run, but(3, 7))), acting=maker())
    for failed in failed_payments(Wanted(state="open")):
        home = Household.objects.get(pk=failed.household)
        enter_correction(household=home.pk, account=head_account(home), reason="换卡", acting=clerk_of(home.town))
    for correction in AccountCorrection.objects.filter(state="waiting"):
        decide_correction(
            correction=correction.pk, accept=True, number="6228000000000000123", acting=leader(correction.town)
        )
    batch = Run.objects.filter(kind="reissue").first()
    if batch is None or batch.state == "draft":
        batch = compute_reissue(programme="subsistence_allowance", acting=maker())
    if batch.state == "computed":
        batch = check(number=batch.number, version=batch.version, acting=checker())
    if batch.state == "checked":
        batch = approve(number=batch.number, version=batch.version, digest=batch.control_digest, acting=approver())
    export(number=batch.number, version=batch.version, acting=maker())
    take_return(number=batch.number, name="hp2.csv", content=text(rows_of(batch)), acting=maker())


def clerk_of(town: str) -> Acting:
    return acting(Post.TOWN_CLERK, login="clerk", division=town, on=RUN_DAY)


def test_a_return_a_correction_and_the_batch_survive_every_kill(ledger: Decimal) -> None:
    computed(MONTH)
    pay()
    run = Run.objects.get()
    assert killed_ever_later(settle) > 100 // STRIDE
    assert Returned.objects.filter(run=run).count() == run.lines_count
    batch = Run.objects.get(kind="reissue")
    assert (batch.number, batch.households, batch.state) == ("CF-140502-2026-12-DB-01", 2, "exported")
    assert RunLine.objects.filter(run=batch).exclude(reissue_of__returned__result="failed").count() == 0
    sums = total_of(reconciliation_sums(month=MONTH, programme="subsistence_allowance"))
    assert sums.is_settled
    assert sums.paid == ledger
    assert BankReturn.objects.count() == AccountCorrection.objects.filter(state="confirmed").count() == 2
    for verb, times in (("return.taken", 2), ("account.corrected", 2), ("account.decided", 2), ("run.exported", 2)):
        assert Entry.objects.filter(verb=verb).count() == times
    assert compare() == []
