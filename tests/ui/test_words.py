"""Figures, days and moments are written one way."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.ui import words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.5"), "1,234.50"),
        (Decimal("-80"), "−80.00"),
        (Decimal("-0.004"), "0.00"),
        ("939.50", "939.50"),
        (0, "0.00"),
        (Decimal("1234567.895"), "1,234,567.90"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_money(value: Decimal | int | str | None, written: str) -> None:
    assert words.money(value) == written


def test_money_signed() -> None:
    assert [words.money(Decimal(n), signed=True) for n in ("5", "-5", "0")] == ["+5.00", "−5.00", "0.00"]


def test_money_refuses_floats_and_words() -> None:
    with pytest.raises(TypeError):
        words.money(1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not an amount"):
        words.money("十元")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_reads_back(sum_: Decimal) -> None:
    written = words.money(sum_).replace(",", "").replace("−", "-")
    assert Decimal(written) == sum_


def test_day_shows_the_year_only_when_it_is_another() -> None:
    assert words.day(date(2026, 11, 30), TODAY) == "11-30"
    assert words.day(date(2027, 1, 4), TODAY) == "2027-01-04"
    assert words.day(date(2026, 11, 30), None) == "2026-11-30"
    assert words.day(date(2026, 11, 30), TODAY, long=True) == "11月30日 周一"
    assert words.day(date(2027, 1, 4), TODAY, long=True) == "2027年1月4日 周一"
    assert words.day(None, TODAY) == "—"


def test_moments_are_on_the_office_clock() -> None:
    late = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)  # already the 23rd in Asia/Shanghai
    assert words.moment(late, TODAY) == "11-23 02:02"
    assert words.weekday(late) == "周一"
    assert words.moment(None, TODAY) == "—"


def test_figure_by_kind() -> None:
    assert [words.figure(v) for v in (Decimal(5), 1286, "3 / 5", None, "")] == ["5.00", "1,286", "3 / 5", "—", "—"]
    assert words.grouped(-1286) == "−1,286"
