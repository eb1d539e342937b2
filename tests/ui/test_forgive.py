"""What people type is forgiven where it is clear and refused in words where it isn't."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from doudi.ui import forgive


def a_number(place: str = "140502", born: str = "19570220", order: str = "002") -> str:
    return place + born + order + ric.calc_check_digit(place + born + order + "0")


def refusal(read: object, text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        read(text)  # type: ignore[operator]
    return "".join(refused.value.messages)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-02", "2026.11.2", "2026/11/02", "2026年11月2日", "2026年11月2号", "20261102", "２０２６－１１－０２",
        " 2026 - 11 - 2 ", "2026。11。2", "2026—11—02", "2026年11月2",
    ],
)  # fmt: skip
def test_days(typed: str) -> None:
    assert forgive.read_day(typed) == date(2026, 11, 2)


@pytest.mark.parametrize("typed", ["11-02", "2026-11", "26-11-02", "昨天", "2026-11-02-03", "2026年11-2", "1102", ""])
def test_days_refused(typed: str) -> None:
    assert refusal(forgive.read_day, typed) == "日期请写全年月日，如 2026-11-02"


def test_a_day_that_never_was() -> None:
    assert refusal(forgive.read_day, "2026-02-30") == "没有 2026 年 2 月 30 日这一天"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_reads_back(day: date) -> None:
    assert forgive.read_day(day.isoformat()) == day
    assert forgive.read_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert forgive.read_day(day.strftime("%Y%m%d")) == day


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,200元", "1200.00"), ("１２００．５", "1200.50"), ("￥1,200.00 元/月", "1200.00"), ("300", "300.00"),
        ("0", "0.00"), ("1 200", "1200.00"), ("12,345,678.90", "12345678.90"), ("-50", "-50.00"), ("−50", "-50.00"),
        ("500块", "500.00"), ("600元每月", "600.00"),
    ],
)  # fmt: skip
def test_yuan(typed: str, read: str) -> None:
    amount = forgive.read_yuan(typed)
    assert str(amount) == read
    assert isinstance(amount, Decimal)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,5", "逗号的位置不对，请直接写数字，如 1200.50"), ("12,00", "逗号的位置不对，请直接写数字，如 1200.50"),
        ("10.005", "金额最多写到分，即两位小数"), ("十元", "金额请写数字，如 1200.50"),
        ("1.2万", "金额请写数字，如 1200.50"), ("1e5", "金额请写数字，如 1200.50"), ("NaN", "金额请写数字，如 1200.50"),
        ("元", "金额请写数字，如 1200.50"), (".5", "金额请写数字，如 1200.50"),
        ("1" * 13, "金额太大，请核对位数"), ("1" + "0" * 26, "金额太大，请核对位数"),
    ],
)  # fmt: skip
def test_yuan_refused(typed: str, words: str) -> None:
    assert refusal(forgive.read_yuan, typed) == words


@given(st.text())
def test_nothing_typed_breaks_a_reader(text: str) -> None:
    for read in (forgive.read_day, forgive.read_yuan, forgive.read_id_number):
        with contextlib.suppress(ValidationError):
            assert read(text) is not None


def test_id_numbers_are_forgiven_their_spaces_and_width() -> None:
    number = a_number()
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]} "
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert {forgive.read_id_number(each) for each in (number, spaced, wide)} == {number}
    ends_in_x = next(n for n in (a_number(order=f"{i:03}") for i in range(100)) if n.endswith("X"))
    assert forgive.read_id_number(ends_in_x.lower()) == ends_in_x


def test_a_number_whose_county_was_named_later_is_right() -> None:
    assert forgive.born_on(forgive.read_id_number(a_number(born="19370220"))) == date(1937, 2, 20)
    assert forgive.read_id_number(a_number(place="830000"))  # residents from Taiwan


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("140502570220002", "这是 15 位的旧证件号，请填身份证上的 18 位号码"),
        ("14050219570220002", "身份证号码是 18 位，现在是 17 位"),
        ("1405O2195702200028", "证件号第 5 位不是数字"),
        ("X40502195702200028", "证件号第 1 位不是数字"),
        ("140502195702300023", "证件号第 7 至 14 位不是一个日期"),
        ("140502195702200029", "证件号第 18 位与前 17 位对不上"),
        ("14050219570220००28", "证件号第 15 位不是数字"),
    ],
)
def test_id_numbers_refused(typed: str, words: str) -> None:
    assert refusal(forgive.read_id_number, typed) == words
