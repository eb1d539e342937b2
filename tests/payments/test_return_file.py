"""A bank's return file: read whatever order, name, encoding and writing it has; what can't be read is said at its row."""

from datetime import date
from decimal import Decimal

import pytest

from doudi.payments.ledger.refusal import LedgerFileError
from doudi.payments.return_file import Row, read
from payments.returning import text, workbook

ROWS = [
    ["1", "张三", "6217000000000000001", "400.00", "成功", ""],
    ["2", "李四", "6217000000000000002", "870.50", "失败", "账户已销户"],
]
SAID = [
    ("张三", "6217000000000000001", Decimal("400.00"), True, ""),
    ("李四", "6217000000000000002", Decimal("870.50"), False, "账户已销户"),
]


def said(rows: list[Row]) -> list[tuple[str, str, Decimal, bool, str]]:
    return [(row.name, row.account, row.amount, row.is_paid, row.reason) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", "|", ";"])
def test_text_in_any_encoding_and_with_any_mark(encoding: str, mark: str) -> None:
    found = read("hp.txt", text(ROWS, encoding=encoding, mark=mark))
    assert said(found.rows) == SAID
    assert found.problems == []


def test_a_workbook_says_the_same() -> None:
    assert said(read("hp.xlsx", workbook(ROWS)).rows) == SAID


def test_columns_in_another_order_and_under_other_names() -> None:
    head = ["处理状态", "备 注", "交易金额（元）", "收款人姓名", "收款账号"]
    rows = [[row[4], row[5], row[3], row[1], row[2]] for row in ROWS]
    assert said(read("hp.csv", text(rows, head=head)).rows) == SAID
    assert said(read("hp.xlsx", workbook(rows, head=head)).rows) == SAID


@pytest.mark.parametrize("account", ["6217 0000 0000 0000 001", '="6217000000000000001"', "'6217000000000000001", "6217-0000-0000-0000-001"])  # fmt: skip
@pytest.mark.parametrize("amount", ["400", "400.0", "¥400.00", "400.00元", "４００.００"])
def test_accounts_and_sums_however_they_are_written(account: str, amount: str) -> None:
    (row,) = read("hp.csv", text([["1", "张三", account, amount, "交易成功", ""]], mark="|")).rows
    assert (row.account, row.amount, row.is_paid) == ("6217000000000000001", Decimal("400.00"), True)


@pytest.mark.parametrize(
    ("word", "paid"),
    [("成功", True), ("交易成功", True), ("已入账", True), ("未成功", False), ("退汇", False), ("入账失败", False), ("未到账", False)],
)  # fmt: skip
def test_the_banks_words(word: str, paid: bool) -> None:
    assert read("hp.csv", text([["1", "张三", "62170001", "1.00", word, ""]])).rows[0].is_paid is paid


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["1", "张三", "", "400.00", "成功", ""], "缺账号"),
        (["1", "张三", "62170001", "四百", "成功", ""], "金额看不懂"),
        (["1", "张三", "62170001", "", "成功", ""], "金额看不懂"),
        (["1", "张三", "62170001", "400.005", "成功", ""], "金额看不懂"),
        (["1", "张三", "62170001", "400.00", "", ""], "没写结果"),
        (["1", "张三", "62170001", "400.00", "03", ""], "看不懂的结果“03”"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_row(row: list[str], sentence: str) -> None:
    found = read("hp.csv", text([ROWS[0], row]))
    assert len(found.rows) == 1
    (problem,) = found.problems
    assert problem.place == "第 3 行"
    assert sentence in problem.sentence


def test_an_account_kept_as_a_number_has_lost_its_last_digits() -> None:
    found = read("hp.xlsx", workbook([["1", "张三", "6217000000000000001", "400.00", "成功", ""]], numbers=("账号",)))
    assert found.rows == []
    assert "末几位已丢" in found.problems[0].sentence


@pytest.mark.parametrize(
    "total", [["合计", "2笔", "", "1270.50", "", ""], ["合计", "", "", "1270.50", "", ""], ["合计", "1笔", "", "400.00", "", ""]]
)  # fmt: skip
def test_totals_that_tie_are_no_problem(total: list[str]) -> None:
    assert read("hp.csv", text([*ROWS, total])).problems == []
    assert read("hp.xlsx", workbook([*ROWS, total])).problems == []


@pytest.mark.parametrize("total", [["合计", "3笔", "", "1670.50", "", ""], ["合计", "2笔", "", "1270.51", "", ""]])
def test_totals_that_do_not_tie_mean_that_lines_are_missing(total: list[str]) -> None:
    (problem,) = read("hp.csv", text([*ROWS, total])).problems
    assert (problem.place, "可能缺行" in problem.sentence) == ("第 4 行", True)


def test_totals_above_the_table_count_too() -> None:
    content = "总笔数：3，总金额：1670.50\r\n".encode("gbk") + text(ROWS, encoding="gbk")
    (problem,) = read("hp.txt", content).problems
    assert problem.place == "第 1 行"
    assert "3 笔" in problem.sentence


def test_notes_and_signatures_below_are_left_aside() -> None:
    found = read(
        "hp.csv", text([*ROWS, ["经办：王", "", "", "", "", ""], ["说明：以上为当日结果", "", "", "", "", ""]])
    )
    assert (len(found.rows), found.problems) == (2, [])


def test_the_month_is_read_where_it_is_given() -> None:
    rows = [[*ROWS[0], "2026-11"], [*ROWS[1], "2026年12月"]]
    found = read("hp.csv", text(rows, head=["序号", "姓名", "账号", "金额", "结果", "原因", "所属月份"]))
    assert [row.month for row in found.rows] == [date(2026, 11, 1), date(2026, 12, 1)]


def test_a_long_number_in_a_reason_is_hidden() -> None:
    rows = [["1", "张三", "62170001", "1.00", "失败", "账号6217000000000000001户名不符"]]
    assert read("hp.csv", text(rows)).rows[0].reason == "账号62…01户名不符"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("hp.csv", b"", "空的"),
        ("hp.csv", b"PK\3\4abc", "不是 .csv"),
        ("hp.txt", b"a\0b", "不是 .csv"),
        ("hp.csv", "姓名,金额\n张三,1".encode(), "表头"),
        ("hp.csv", b"\xff\xff\xff,1", "编码"),
        ("hp.csv", "账号,金额,结果\n".encode(), "没有明细行"),
        ("hp.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        ("hp.pdf", b"%PDF-1.4", "PDF"),
        ("hp.xlsx", b"PK\3\4broken", "损坏"),
        ("hp.xlsx", workbook([["a", "b", "c", "1.00", "e", "f"]], head=["甲", "乙", "丙", "金额", "丁", "戊"]), "表头"),
    ],
)
def test_a_file_that_is_no_return_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(LedgerFileError, match=sentence):
        read(name, content)
