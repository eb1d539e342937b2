"""银行回盘: taken whole or put aside whole; idempotent; sums tie; contradictions are named at their row (R23)."""

import json
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.accounts.areas import walled
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow
from doudi.households.entries import AccountEntry
from doudi.law.posts import Post
from doudi.payments.bank_file import export, payments_of
from doudi.payments.ledger.refusal import LedgerFileError
from doudi.payments.models import BankReturn, Returned, Run
from doudi.payments.returns import download, take_return
from households.making import acting, family
from payments.making import HERE, MONTH, approved, approver, checker, delivered, maker, opened, villages, with_awards
from payments.returning import HEAD, but, everybody, exported, rows_of, taken, text, workbook

pytestmark = pytest.mark.django_db


def bring(run: Run, content: bytes, name: str = "hp.csv") -> BankReturn:
    return take_return(number=run.number, name=name, content=content, acting=maker())


def problems(kept: BankReturn) -> list[list[str]]:
    found: list[list[str]] = json.loads(kept.problems)
    return found


def test_every_line_has_its_result_and_the_sums_tie() -> None:
    opened(villages(10))
    run = exported()
    kept = taken(run, but(2, 5, reason="户名不符"))
    assert (kept.state, kept.rows, kept.paid, kept.failed) == ("taken", 10, 8, 2)
    assert kept.paid_total + kept.failed_total == run.total == Decimal("4000.00")
    assert Returned.objects.count() == run.lines_count == 20
    assert set(Returned.objects.filter(result="failed").values_list("reason", flat=True)) == {"户名不符"}
    entry = Entry.objects.get(verb="return.taken")
    assert (entry.chain, entry.facts["failed_total"]) == (f"run/{run.number}", "800.00")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_the_banks_text_and_workbook_say_the_same(encoding: str) -> None:
    opened(villages(4))
    run = exported()
    rows = rows_of(run, but(1))
    first = bring(run, text(rows, encoding=encoding))
    again = bring(run, workbook(rows), "hp.xlsx")
    assert (first.paid, first.failed) == (3, 1)
    assert (again.paid, again.failed, again.known, again.state) == (0, 0, 4, "taken")


def test_our_own_file_handed_back_with_two_columns_more_is_a_return() -> None:
    opened(villages(3))
    run = exported()
    head = ["属地", "姓名", "身份证号", "保障金", "发放合计", "账户名称", "账号", "处理结果", "失败原因"]
    rows = [[p.place, p.name, p.id_number, str(p.base), str(p.total), p.owner, p.account, "成功", ""] for p in payments_of(run)]  # fmt: skip
    assert bring(run, text(rows, head=head, encoding="gbk")).paid == 3


def test_the_same_file_again_and_the_same_line_twice_change_nothing() -> None:
    opened(villages(4))
    run = exported()
    rows = rows_of(run, but(0))
    content = text([*rows, rows[0], rows[3]])
    kept = bring(run, content)
    assert (kept.state, kept.paid, kept.failed) == ("taken", 3, 1)
    assert bring(run, content).pk == kept.pk
    assert Entry.objects.filter(verb="return.taken").count() == 1


def test_part_of_the_lines_is_enough_and_a_second_file_adds_the_rest() -> None:
    opened(villages(6))
    run = exported()
    rows = rows_of(run, but(5))
    bring(run, text(rows[:3]))
    assert Returned.objects.values("household").distinct().count() == 3
    second = bring(run, text([*reversed(rows)]))
    assert (second.paid, second.failed, second.known) == (2, 1, 3)


def test_one_wrong_line_and_nothing_of_the_file_counts() -> None:
    opened(villages(3))
    run = exported()
    rows = rows_of(run)
    strange = ["9", "某某", "6200000000000000009", "400.00", "成功", ""]
    kept = bring(run, text([*rows, strange]))
    assert (kept.state, kept.paid, kept.problem_count) == ("quarantined", 0, 1)
    assert problems(kept) == [["第 5 行", "这个账号不在本批次导出的明细里", "某某", "400.00"]]
    assert not Returned.objects.exists()
    assert bring(run, text([*rows, strange])).pk == kept.pk
    assert Entry.objects.filter(verb="return.put_aside").count() == 1
    assert bring(run, text(rows)).state == "taken"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({3: "400.01"}, "金额与导出的不同：回盘 400.01 元，导出 400.00 元"),
        ({3: "4000.00"}, "金额与导出的不同"),
        ({2: "6200000000000000001"}, "不在本批次"),
        ({1: "另有其人"}, "户名与导出的不同"),
    ],
)
def test_a_line_that_was_changed_is_named(changes: dict[int, str], sentence: str) -> None:
    opened(villages(2))
    run = exported()
    rows = rows_of(run)
    for place, value in changes.items():
        rows[1][place] = value
    kept = bring(run, text(rows))
    assert kept.state == "quarantined"
    assert problems(kept)[0][0] == "第 3 行"
    assert sentence in problems(kept)[0][1]


def test_a_name_that_the_bank_hides_or_knows_otherwise_on_failure_is_no_contradiction() -> None:
    opened(villages(2))
    run = exported()
    rows = rows_of(run, but(1, reason="户名不符"))
    rows[0][1] = "*" + rows[0][1][1:]
    rows[1][1] = "另有其人"
    assert bring(run, text(rows)).state == "taken"


def test_missing_lines_against_the_files_own_total_put_it_aside() -> None:
    opened(villages(4))
    run = exported()
    rows = rows_of(run)
    kept = bring(run, text([*rows[:3], ["合计", "4笔", "", "1600.00", "", ""]]))
    assert (kept.state, problems(kept)[0][0]) == ("quarantined", "第 5 行")
    assert "可能缺行" in problems(kept)[0][1]


def test_what_an_earlier_return_said_otherwise_is_a_contradiction() -> None:
    opened(villages(2))
    run = exported()
    taken(run)
    kept = taken(run, but(1))
    assert kept.state == "quarantined"
    assert "以前的回盘说这笔到账，这一份说退票" in problems(kept)[0][1]
    assert set(Returned.objects.values_list("result", flat=True)) == {"paid"}


def test_success_and_failure_of_one_payment_in_one_file_is_a_contradiction() -> None:
    opened(villages(2))
    run = exported()
    rows = rows_of(run)
    kept = bring(run, text([*rows, [*rows[0][:4], "失败", "账户已销户"]]))
    assert "既写成功又写失败" in problems(kept)[0][1]


def test_families_that_share_an_account_are_told_apart_by_name_or_not_at_all() -> None:
    account = AccountEntry("某敬老院", "晋城农商银行", "6217000000000000777", custody="代管协议2026-7")
    with_awards([replace(family(name), account=account) for name in ("王一", "王二")])
    run = exported()
    rows = [["1", "王一", "6217000000000000777", "400.00", "成功", ""], ["2", "王二", "6217000000000000777", "400.00", "失败", "账号有误"]]  # fmt: skip
    nameless = [[row[0], "", *row[2:]] for row in rows]
    assert "结果不一；请补上姓名" in problems(bring(run, text(nameless)))[0][1]
    assert "看不出是哪一笔" in problems(bring(run, text(nameless[:1])))[0][1]
    kept = bring(run, text(rows))
    assert (kept.paid, kept.failed) == (1, 1)
    assert Returned.objects.filter(result="failed").first().household.members.get().name == "王二"


def test_arrears_of_the_same_sum_are_told_apart_by_month_or_order() -> None:
    delivered(first_month=MONTH.replace(month=11), base="405.00")
    run = exported()
    rows = rows_of(run)
    assert len(rows) == 2
    head = (*HEAD, "所属月份")
    kept = bring(run, text([[*rows[0], "2026-11"]], head=head))
    assert (kept.paid, Returned.objects.get().line.month.month) == (1, 11)
    assert bring(run, text(rows)).paid == 1


def test_the_bytes_lie_sealed_and_results_never_change() -> None:
    opened([HERE])
    run = exported()
    content = text(rows_of(run))
    kept = bring(run, content)
    assert download(number=kept.number) == ("hp.csv", content)
    assert "账号".encode() not in bytes(kept.sealed)
    for change in (
        lambda: Returned.objects.update(result="failed"),
        lambda: BankReturn.objects.update(paid=9),
        lambda: Returned.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_may_and_when() -> None:
    opened([HERE])
    run = approved()
    with pytest.raises(NotNow, match="还没导出"):
        bring(run, b"x")
    export(number=run.number, version=run.version, acting=maker())
    with pytest.raises(NotNow, match="数据管理员"):
        take_return(number=run.number, name="hp.csv", content=text(rows_of(run)), acting=approver())
    with pytest.raises(LedgerFileError):
        bring(run, b"")
    assert taken(run, by=checker()).paid == 1
    assert taken(run, by=acting(Post.DATA_OFFICER, login="data")).paid == 1


def test_a_town_sees_results_of_its_own_families_and_never_the_banks_file() -> None:
    opened([HERE, villages(1)[0]])
    taken(exported(), but(0, 1))
    with walled(acting(Post.TOWN_CLERK)):
        assert Returned.objects.values("household").distinct().count() == 1
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(BankReturn.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_come_one_after_the_other() -> None:
    with transaction.atomic():
        opened(villages(6))
    run = exported()
    found: list[BankReturn] = []

    def at_once(fails) -> None:
        found.append(taken(run, fails))
        connection.close()

    threads = [threading.Thread(target=at_once, args=[fails]) for fails in (everybody, but(2), everybody)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whichever came first counts; the others say the same, or contradict it and are put aside.
    assert len(found) == 3
    assert len({kept.sha256 for kept in found if kept.state == "taken"}) == 1
    assert Returned.objects.count() == run.lines_count
    assert Returned.objects.values("bank_return").distinct().count() == 1
    assert len({kept.number for kept in BankReturn.objects.all()}) == BankReturn.objects.count() == 2
