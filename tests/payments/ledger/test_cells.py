"""What single cells say, however they are typed."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from doudi.payments.ledger import cells
from doudi.payments.ledger.codes import Code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  张 三 ", "张 三"), ("\u00a0张三\u3000", "张三"), ("张\u200b三\ufeff", "张三"), ("a_x000D_\nb", "a b"),
        (3.0, "3"), (3.5, "3.5"), (7, "7"), ("", ""), (True, "True"), ("\u202e三张", "三张"), ("𬎆", "𬎆"),
    ],
)  # fmt: skip
def test_plain_text(value: Any, text: str) -> None:
    assert cells.plain(value) == text


@pytest.mark.parametrize(
    ("value", "name"), [("张　三", "张三"), (" 阿 依古丽·买买提", "阿依古丽·买买提"), ("Anna  Li", "Anna Li")]
)
def test_names_lose_spaces_that_only_align(value: str, name: str) -> None:
    assert cells.person_name(value) == name


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1,234元", "1234.00"), ("￥1，234.50", "1234.50"), ("１２３", "123.00"), (313.1, "313.10"),
        (313.09999999999997, "313.10"), ("-100", "-100.00"), ("−5", "-5.00"), (0, "0.00"), (0.0, "0.00"), (" 78 ", "78.00"),
    ],
)  # fmt: skip
def test_sums(value: Any, amount: str) -> None:
    assert f"{cells.money(value):.2f}" == amount


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", Code.AMOUNT_MISSING), ("元", Code.AMOUNT_MISSING), ("三百", Code.AMOUNT_UNREADABLE), ("1,23", Code.AMOUNT_UNREADABLE),
        ("12.345", Code.AMOUNT_TOO_FINE), (128.333, Code.AMOUNT_TOO_FINE), (True, Code.AMOUNT_UNREADABLE),
        (date(2026, 1, 1), Code.AMOUNT_UNREADABLE), (float("nan"), Code.AMOUNT_UNREADABLE), (1e30, Code.AMOUNT_UNREADABLE),
        ("9" * 18, Code.AMOUNT_UNREADABLE), ("9" * 40000, Code.AMOUNT_UNREADABLE), ("1e3", Code.AMOUNT_UNREADABLE),
        (float("inf"), Code.AMOUNT_UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_sum(value: Any, code: Code) -> None:
    with pytest.raises(cells.UnreadableError) as found:
        cells.money(value)
    assert found.value.code is code


@pytest.mark.parametrize(
    "value",
    [
        "2023-08", "2023-8", 202308, 202308.0, "202308", "2023.8", "2023.08", 2023.08, "2023/8", "2023年8月", "2023年08月份",
        "2023-08-16", "2023.8.16", "2023年8月16日", "20230816", "2023-08-01 00:00:00", date(2023, 8, 16),
        datetime.fromisoformat("2023-08-01T05:00"), "二〇二三年八月", "二零二三年八月", " ２０２３－０８ ",
    ],
)  # fmt: skip
def test_august_2023(value: Any) -> None:
    assert cells.month(value) == date(2023, 8, 1)


@pytest.mark.parametrize(("value", "number"), [("2019.1", 1), ("2019.10", 10), (2019.12, 12), ("二〇一九年十二月", 12)])
def test_other_months(value: Any, number: int) -> None:
    assert cells.month(value) == date(2019, number, 1)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", Code.MONTH_MISSING), ("2023-13", Code.MONTH_UNREADABLE), ("0000-01", Code.MONTH_UNREADABLE), ("8月", Code.MONTH_UNREADABLE),
        (45139, Code.MONTH_UNREADABLE), (2019.1, Code.MONTH_AMBIGUOUS), (2019.123, Code.MONTH_UNREADABLE),
        ("2023-02-30", Code.MONTH_UNREADABLE), (True, Code.MONTH_UNREADABLE), (time(3, 4), Code.MONTH_UNREADABLE),
        ("二〇二三年十三月", Code.MONTH_UNREADABLE), ("去年", Code.MONTH_UNREADABLE),
        ("二〇二三年二十月", Code.MONTH_UNREADABLE), ("二〇二三年一一月", Code.MONTH_UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_month(value: Any, code: Code) -> None:
    with pytest.raises(cells.UnreadableError) as found:
        cells.month(value)
    assert found.value.code is code


@pytest.mark.parametrize(("value", "number"), [(3, 3), (3.0, 3), ("3", 3), ("３人", 3), ("2口", 2), (0, 0)])
def test_counts(value: Any, number: int) -> None:
    assert cells.count(value) == number


@pytest.mark.parametrize("value", [2.5, "两人", -1, "1000000", True, date(2026, 1, 1), 1e300, "²"])
def test_what_is_no_count(value: Any) -> None:
    with pytest.raises(cells.UnreadableError):
        cells.count(value)


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        ("张三;李四", ["张三", "李四"]), ("张三；李四；", ["张三", "李四"]), ("张三\n李四", ["张三", "李四"]), ("张三\r\n李四", ["张三", "李四"]),
        ("张三、李四，王五", ["张三", "李四", "王五"]), ("", []), (";;", []), ("张三;;李四", ["张三", "", "李四"]), (5.0, ["5"]),
        ("张三;\n李四\n\n；王五", ["张三", "李四", "王五"]), ("张三_x000D_\n李四", ["张三", "李四"]), (" \n ", []),
    ],
)  # fmt: skip
def test_lists(value: Any, entries: list[str]) -> None:
    assert cells.listed(value) == entries


@pytest.mark.parametrize(
    ("value", "number"),
    [("", None), ("无", "0"), ("—", "0"), ("76㎡", "76.00"), (2644.6766666, "2644.68"), ("2套", "2.00"), (0, "0.00")],
)
def test_figures_that_may_be_left_out(value: Any, number: str | None) -> None:
    assert cells.optional_number(value) == (None if number is None else Decimal(number))


def test_a_number_of_sixteen_digits_has_lost_some() -> None:
    assert cells.digits_lost(1.40502198210314e17)
    assert cells.digits_lost(10**15)
    assert not cells.digits_lost(140502821031375)
    assert not cells.digits_lost("140502198210313759")
