"""The working-day calendar: published years, provisional years, edits by staff."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.law.calendar import Calendar, Counted

CALENDAR = Calendar()
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 2), True),
        (date(2026, 11, 7), False),
        (date(2026, 10, 5), False),
        (date(2026, 10, 10), True),  # Saturday worked for the National Day holiday
        (date(2026, 2, 14), True),
        (date(2027, 1, 1), False),
        (date(2027, 5, 4), True),
        (date(2027, 10, 1), False),
        (date(2027, 10, 4), True),
    ],
)
def test_published_days_and_the_fixed_holidays_beyond(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_counting_begins_on_the_day_after_and_knows_worked_weekends() -> None:
    assert CALENDAR.after(20, date(2026, 11, 2)) == Counted(date(2026, 11, 30), False)
    assert CALENDAR.after(3, date(2026, 9, 30)) == Counted(date(2026, 10, 10), False)
    assert CALENDAR.after(0, date(2026, 10, 1)) == Counted(date(2026, 10, 1), False)
    assert CALENDAR.after(7, date(2026, 11, 16), working=False) == Counted(date(2026, 11, 23), False)


def test_a_count_that_enters_an_unpublished_year_is_provisional() -> None:
    assert CALENDAR.after(1, date(2026, 12, 30)) == Counted(date(2026, 12, 31), False)
    assert CALENDAR.after(2, date(2026, 12, 30)) == Counted(date(2027, 1, 4), True)
    assert CALENDAR.roll(date(2027, 1, 2)) == Counted(date(2027, 1, 4), True)
    assert not CALENDAR.is_published(2027)
    assert not CALENDAR.is_published(2003)


def test_staff_edits_go_before_everything_and_may_complete_a_year() -> None:
    calendar = Calendar({date(2026, 11, 3): False, date(2027, 1, 2): True}, entered={2027})
    assert calendar.after(1, date(2026, 11, 2)).day == date(2026, 11, 4)
    assert calendar.roll(date(2027, 1, 2)) == Counted(date(2027, 1, 2), False)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.after(-1, date(2026, 11, 2))


@given(start=days, count=st.integers(0, 60))
def test_counting_forth_and_counting_between_agree(start: date, count: int) -> None:
    end = CALENDAR.after(count, start).day
    assert CALENDAR.working_days(start, end) == count
    assert count == 0 or CALENDAR.is_working(end)


@given(day=days)
def test_rolling_goes_to_the_first_working_day_at_or_after(day: date) -> None:
    rolled = CALENDAR.roll(day).day
    assert CALENDAR.is_working(rolled)
    assert CALENDAR.working_days(day - timedelta(days=1), rolled) == 1


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert CALENDAR.working_days(date(2026, 11, 5), date(2026, 11, 2)) == 0


@pytest.mark.parametrize("calendar", [Calendar(), Calendar(edits={date(2026, 11, 7): True, date(2027, 1, 4): False})])
def test_working_days_are_counted_as_one_by_one(calendar: Calendar) -> None:
    """Sums of years answer like looking at every day, within a year and over its end."""
    first = date(2026, 10, 25)
    for begins in range(0, 90, 7):
        for length in range(-3, 120):
            after = first + timedelta(days=begins)
            days = [after + timedelta(days=n) for n in range(1, length + 1)]
            assert calendar.working_days(after, after + timedelta(days=length)) == sum(map(calendar.is_working, days))
