"""退票: corrected by two people, paid again once, in a batch of three hands; what arrived is never paid again (N2)."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from openpyxl import load_workbook

from doudi.accounts.areas import walled
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow
from doudi.households.actions import set_account
from doudi.households.entries import AccountEntry
from doudi.households.models import Household, PaymentAccount
from doudi.law.posts import Post
from doudi.payments.awards import hold_award
from doudi.payments.bank_file import download, payments_of
from doudi.payments.corrections import decide_correction, enter_correction
from doudi.payments.models import AccountCorrection, Award, Returned, Run, RunLine
from doudi.payments.queries import Wanted, failed_counts, failed_payments, payroll_status
from doudi.payments.replay import compare
from doudi.payments.runs import approve, check, compute, compute_reissue
from households.making import OTHER_TOWN, OTHER_VILLAGE, acting
from payments.making import HERE, MONTH, NEXT, PROGRAMME, approver, checker, computed, leader, maker, opened
from payments.returning import but, clerk, corrected, entered, exported, head_account, sent_again, taken

pytestmark = pytest.mark.django_db


def failed_one(places: int = 3) -> Household:
    """A month in which the first family's payment came back."""
    opened([HERE] * places)
    taken(exported(), but(0))
    return Household.objects.get(pk=Returned.objects.filter(result="failed").first().household_id)


def states() -> dict[str, int]:
    return {state: count for state, (count, _total) in failed_counts(Wanted()).items()}


def test_a_failed_payment_is_corrected_by_two_and_paid_again_once() -> None:
    home = failed_one()
    assert states() == {"open": 1}
    found = entered(home)
    assert states() == {"confirm": 1}
    with pytest.raises(NotNow, match="没有已更正账户"):
        compute_reissue(programme=PROGRAMME, acting=maker())
    decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader())
    assert states() == {"ready": 1}
    run = sent_again()
    assert (run.number, run.kind, run.households, run.total) == (
        "CF-140502-2026-12-DB-01", "reissue", 1, Decimal("400.00"),
    )  # fmt: skip
    assert states() == {"sent": 1}
    (payment,) = payments_of(run)
    assert payment.account == "6228000000000000123"
    taken(run)
    assert states() == {"arrived": 1}
    with pytest.raises(NotNow, match="没有已更正账户"):
        compute_reissue(programme=PROGRAMME, acting=maker())
    assert [found for found in compare() if found.kind != "award"] == []


def test_the_file_of_a_batch_names_the_month_and_stands() -> None:
    corrected(failed_one())
    run = sent_again()
    book = load_workbook(BytesIO(download(number=run.number)[1]))
    rows = [list(row) for row in book["城市低保重发"].iter_rows(values_only=True)]
    assert (rows[2][-1], rows[3][-1], rows[3][6]) == ("所属月份", "2026-12", 400)


def test_the_next_months_run_pays_to_the_new_account_and_nothing_twice() -> None:
    corrected(failed_one())
    sent_again()
    run = computed(NEXT)
    assert (run.total, RunLine.objects.filter(run=run, month=MONTH).count()) == (Decimal("1200.00"), 0)
    assert run.number == "FF-140502-2027-01-DB"


def test_a_batch_goes_through_three_hands() -> None:
    corrected(failed_one())
    run = compute_reissue(programme=PROGRAMME, acting=maker())
    assert run.state == "computed"
    with pytest.raises(NotNow, match="发放复核"):
        check(number=run.number, version=run.version, acting=maker())
    same = acting(Post.FINANCE_CHECKER, login="maker")
    with pytest.raises(NotNow, match="须由他人办理"):
        check(number=run.number, version=run.version, acting=same)
    run = check(number=run.number, version=run.version, acting=checker())
    with pytest.raises(NotNow, match="须由他人办理"):
        approve(
            number=run.number, version=run.version, digest=run.control_digest,
            acting=acting(Post.FINANCE_APPROVER, login="checker"),
        )  # fmt: skip
    approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    with pytest.raises(NotNow, match="由发放制单办理"):
        compute_reissue(programme=PROGRAMME, acting=checker())


def test_an_open_batch_takes_in_what_is_corrected_meanwhile() -> None:
    opened([HERE] * 3)
    taken(exported(), but(0, 1))
    first, second = (Household.objects.get(pk=each.household) for each in failed_payments(Wanted(state="open")))
    corrected(first, "6228000000000000001")
    run = compute_reissue(programme=PROGRAMME, acting=maker())
    corrected(second, "6228000000000000002")
    with pytest.raises(NotNow, match="重新计算"):
        check(number=run.number, version=run.version, acting=checker())
    again = compute_reissue(programme=PROGRAMME, acting=maker())
    assert (again.pk, again.households, again.total) == (run.pk, 2, Decimal("800.00"))


def test_what_comes_back_again_is_corrected_and_sent_again() -> None:
    home = failed_one()
    corrected(home)
    run = sent_again()
    taken(run, but(0, reason="账号有误"))
    assert states() == {"back": 1, "open": 1}
    with pytest.raises(NotNow, match="没有已更正账户"):
        compute_reissue(programme=PROGRAMME, acting=maker())
    corrected(home, "6228000000000000777")
    second = sent_again()
    assert second.number == "CF-140502-2026-12-DB-02"
    taken(second)
    assert states() == {"back": 1, "arrived": 1}
    assert [found for found in compare() if found.kind != "award"] == []


def test_the_same_account_may_be_entered_again_where_the_bank_opened_it() -> None:
    home = failed_one()
    account = PaymentAccount.objects.get(household=home, until=None)
    found = enter_correction(
        household=home.pk, account=AccountEntry(account.owner_name, account.bank, account.number),
        reason="长期不动户，已到网点激活", acting=clerk(),
    )  # fmt: skip
    decided = decide_correction(correction=found.pk, accept=True, number=account.number, acting=checker())
    assert decided.account_id == account.pk
    assert sent_again().total == Decimal("400.00")


def test_nothing_of_a_held_award_is_paid_again() -> None:
    home = failed_one()
    corrected(home)
    hold_award(award=Award.objects.get(household=home), hold="death", acting=clerk())
    with pytest.raises(NotNow, match="没有已更正账户"):
        compute_reissue(programme=PROGRAMME, acting=maker())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"owner_name": "另有其人"}, "须有代管协议"),
        ({"number": "6228-1"}, "8 到 32 位数字"),
        ({"number": "１２３４５６７８a"}, "8 到 32 位数字"),
        ({"bank": " "}, "开户银行"),
    ],
)
def test_an_account_that_may_not_be_paid_to_is_refused(changes: dict[str, str], sentence: str) -> None:
    home = failed_one()
    with pytest.raises(NotNow, match=sentence):
        enter_correction(household=home.pk, account=replace(head_account(home), **changes), reason="x", acting=clerk())
    assert not AccountCorrection.objects.exists()


def test_a_strangers_account_under_an_agreement_is_taken() -> None:
    home = failed_one()
    account = replace(head_account(home), owner_name="某敬老院", custody="代管协议 2026-11-30")
    found = enter_correction(household=home.pk, account=account, reason="入住机构", acting=clerk())
    decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader())
    assert payments_of(sent_again())[0].owner == "某敬老院"


def test_who_enters_and_who_confirms() -> None:
    home = failed_one()
    for wrong in (maker(), acting(Post.TOWN_CLERK, login="x", division=OTHER_TOWN)):
        with pytest.raises(NotNow, match="民政助理员录入"):
            enter_correction(household=home.pk, account=head_account(home), reason="x", acting=wrong)
    with pytest.raises(NotNow, match="理由"):
        enter_correction(household=home.pk, account=head_account(home), reason=" ", acting=clerk())
    found = entered(home)
    with pytest.raises(NotNow, match="还等另一人确认"):
        entered(home)
    for wrong in (maker(), leader(OTHER_TOWN)):
        with pytest.raises(NotNow, match="确认"):
            decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=wrong)
    with pytest.raises(NotNow, match="须由另一人确认"):
        decide_correction(
            correction=found.pk, accept=True, number="6228000000000000123", acting=acting(Post.LEADER, login="clerk")
        )
    with pytest.raises(NotNow, match="与录入的不同"):
        decide_correction(correction=found.pk, accept=True, number="6228000000000000124", acting=leader())
    with pytest.raises(NotNow, match="哪里不对"):
        decide_correction(correction=found.pk, accept=False, note="", acting=leader())
    refused = decide_correction(correction=found.pk, accept=False, note="尾号不对", acting=leader())
    assert (refused.state, refused.account, states()) == ("refused", None, {"open": 1})
    with pytest.raises(NotNow, match="现为「退回重录」"):
        decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader())
    assert corrected(home).state == "confirmed"
    assert Entry.objects.filter(verb="account.decided").count() == 2


def test_one_person_never_does_both_in_the_database_either() -> None:
    found = entered(failed_one())
    with pytest.raises(IntegrityError, match="account_by_two_people"), transaction.atomic():
        AccountCorrection.objects.filter(pk=found.pk).update(state="refused", decided_by="clerk")
    decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader())
    with pytest.raises(DatabaseError, match="was decided"), transaction.atomic():
        AccountCorrection.objects.filter(pk=found.pk).update(state="waiting")


def test_an_account_changed_meanwhile_is_never_overwritten() -> None:
    home = failed_one()
    found = entered(home)
    set_account(household=home, account=head_account(home, "6228000000000009999"), acting=acting())
    with pytest.raises(NotNow, match="另有变更"):
        decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader())


def again(line: RunLine, run: Run) -> None:
    """Pay a line again, past all actions."""
    RunLine.objects.create(
        run=run, month=line.month, programme=line.programme, household=line.household, item=line.item, kind="reissue",
        amount=line.amount, award=line.award, payee=line.payee, account=line.account, town=line.town,
        village=line.village, reissue_of=line,
    )  # fmt: skip


def test_the_database_refuses_to_pay_again_what_arrived_or_was_paid_again_or_is_awaited() -> None:
    home = failed_one()
    corrected(home)
    compute_reissue(programme=PROGRAMME, acting=maker())
    batch = Run.objects.get(kind="reissue")
    failed = RunLine.objects.filter(returned__result="failed").first()
    arrived = RunLine.objects.filter(returned__result="paid").first()
    with pytest.raises(IntegrityError, match="reissue_of"), transaction.atomic():
        again(failed, batch)
    with pytest.raises(IntegrityError, match="reissue_of_failed_line"), transaction.atomic():
        again(arrived, batch)
    unanswered = RunLine.objects.get(run=batch, item="base")
    with pytest.raises(IntegrityError, match="reissue_of_failed_line"), transaction.atomic():
        again(unanswered, batch)
    RunLine.objects.filter(pk=unanswered.pk).delete()
    unanswered.pk, unanswered.reissue_of = None, None
    with pytest.raises(IntegrityError, match="reissue_names_its_line"), transaction.atomic():
        unanswered.save(force_insert=True)


def test_there_is_one_payable_line_still() -> None:
    home = failed_one()
    line = RunLine.objects.filter(household=home, item="base").get()
    run = compute(month=NEXT, programme=PROGRAMME, acting=maker())
    line.pk, line.run, line.kind = None, run, "arrears"
    with pytest.raises(IntegrityError, match="one_payable_line"), transaction.atomic():
        line.save(force_insert=True)


def test_there_is_one_open_batch_a_programme() -> None:
    corrected(failed_one())
    run = compute_reissue(programme=PROGRAMME, acting=maker())
    run.pk, run.number = None, "CF-140502-2026-12-DB-77"
    with pytest.raises(IntegrityError, match="one_open_reissue"), transaction.atomic():
        run.save(force_insert=True)


def test_a_town_sees_and_corrects_its_own_only() -> None:
    opened([HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    taken(exported(), but(0, 1))
    with walled(acting(Post.TOWN_CLERK)):
        (mine,) = failed_payments(Wanted())
        assert mine.town == HERE[0]
        home = Household.objects.get(pk=mine.household)
        found = entered(home)
    with walled(leader()):
        assert (
            decide_correction(correction=found.pk, accept=True, number="6228000000000000123", acting=leader()).state
            == "confirmed"
        )
    with walled(leader(OTHER_TOWN)):
        assert not AccountCorrection.objects.exists()


def test_statements_of_the_list_stay_the_same(django_assert_num_queries) -> None:
    opened([HERE] * 8)
    taken(exported(), but(*range(8)))
    for size in (1, 8):
        with django_assert_num_queries(3):
            assert len(failed_payments(Wanted(), size=size)) == size


def test_payroll_tells_of_returns_and_batches() -> None:
    corrected(failed_one())
    run = sent_again()
    (found,) = payroll_status(MONTH)
    assert found["returned"] == {
        "paid": 2, "paid_total": "800.00", "failed": 1, "failed_total": "400.00", "waiting": 0, "waiting_total": "0.00",
    }  # fmt: skip
    assert found["reissues"] == [
        {"number": run.number, "state": "exported", "title": "已导出", "households": 1, "total": "400.00"}
    ]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from payments_run where month = %s", [MONTH])
        assert cursor.fetchone()[0] == 2
