"""Days and months as the law counts them."""

from datetime import date

import pytest

from doudi.law.days import add_months, full_years, last_day_of_month, month_number, month_text, read_day, read_month


@pytest.mark.parametrize(
    "text", ["20261102", "2026-W45-1", "2026-11-2", "2026-02-30", "２０２６-11-02", " 2026-11-02", ""]
)
def test_other_forms_of_a_day_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是日期"):
        read_day(text)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "202611", "2026-1", "0000-01", "2026-11-02"])
def test_other_forms_of_a_month_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是月份"):
        read_month(text)


def test_months_read_and_written_agree() -> None:
    assert read_day("2026-11-02") == date(2026, 11, 2)
    assert month_text(read_month("2026-12")) == "2026-12"
    assert read_month("2026-12") == month_number(date(2026, 12, 31))
    assert last_day_of_month(read_month("2028-02")) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_a_month_without_the_day_ends_on_its_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_years_are_completed_on_the_birthday() -> None:
    assert full_years(date(1956, 11, 3), date(2026, 11, 2)) == 69
    assert full_years(date(1956, 11, 2), date(2026, 11, 2)) == 70
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert full_years(date(2008, 2, 29), date(2028, 2, 29)) == 20


def test_beyond_the_last_year_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)
