"""The limits of `doudi due`, by the published examples and the contract."""

from datetime import date

import pytest

from doudi.law.calendar import Calendar
from doudi.law.limits import LIMITS, LimitError, due

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("name", "after", "end"),
    [
        ("confirm", "2026-11-02", "2026-11-30"),  # WE-067
        ("survey-start", "2026-11-02", "2026-11-05"),  # WE-069
        ("check-start", "2026-11-02", "2026-11-05"),
        ("publicity-end", "2026-11-16", "2026-11-23"),  # WE-071
        ("decide-from", "2026-11-16", "2026-11-24"),
        ("publicity-end", "2026-09-26", "2026-10-03"),  # a publicity doesn't roll
        ("filing", "2026-11-25", "2026-12-02"),  # WE-073
        ("filing", "2026-11-10", "2026-11-17"),
        ("filing", "2026-09-25", "2026-10-08"),  # rolls over the holiday
        ("refusal-notice", "2026-11-10", "2026-11-13"),
        ("hardship-proposal", "2026-11-02", "2026-11-23"),
        ("hardship-objection", "2026-11-02", "2026-11-23"),
        ("self-care", "2026-11-09", "2026-11-23"),  # WE-075
        ("recheck-stable", "2025-03-10", "2026-03-10"),
        ("recheck-unstable", "2026-03-10", "2026-09-10"),  # WE-077
        ("death-recheck", "2026-07-03", "2026-10-08"),
        ("grace-end", "2026-09-15", "2027-03-31"),  # WE-051
        ("grace-end", "2026-08-31", "2027-02-28"),
        ("retention", "2024-02-29", "2027-02-28"),
        ("first-payment", "2026-09-30", "2026-10"),
        ("first-payment", "2026-12-01", "2027-01"),
    ],
)
def test_when_a_limit_ends(name: str, after: str, end: str) -> None:
    answer = due(name, date.fromisoformat(after), CALENDAR).as_dict()
    assert answer["due"] == end
    assert answer["provisional"] is False
    assert answer["clause"]


def test_the_special_term_is_45_working_days() -> None:
    answer = due("confirm", date(2026, 3, 2), CALENDAR, extended=True)
    assert (answer.counted, answer.due) == ("45 working days", date(2026, 5, 8))


def test_unpublished_years_are_provisional_only_where_the_calendar_is_asked() -> None:
    assert due("recheck-stable", date(2026, 3, 10), CALENDAR).provisional
    assert due("filing", date(2026, 12, 26), CALENDAR).as_dict()["due"] == "2027-01-04"
    assert due("filing", date(2026, 12, 26), CALENDAR).provisional
    assert not due("retention", date(2026, 3, 10), CALENDAR).provisional


@pytest.mark.parametrize("name", sorted(set(LIMITS) - {"confirm"}))
def test_only_confirm_is_extended(name: str) -> None:
    with pytest.raises(LimitError, match="confirm"):
        due(name, date(2026, 11, 2), CALENDAR, extended=True)


def test_unknown_limits_and_the_end_of_time_are_refused_in_words() -> None:
    with pytest.raises(LimitError, match="survey-start"):
        due("survey", date(2026, 11, 2), CALENDAR)
    with pytest.raises(LimitError, match="超出"):
        due("retention", date(9998, 1, 1), CALENDAR)
    with pytest.raises(LimitError, match="超出"):
        due("confirm", date(9999, 12, 30), CALENDAR)


@pytest.mark.parametrize(
    ("name", "after", "expected"),
    [
        ("papers-examined", "2026-11-02", "2026-11-02"),
        ("county-review", "2026-11-02", "2026-11-16"),
        ("hardship-confirm", "2026-11-02", "2026-11-23"),
        ("ending-publicity", "2026-11-02", "2026-11-09"),
        ("ending-objection", "2026-11-02", "2026-11-23"),
        ("unreported-change", "2026-11-30", "2027-02-28"),
        ("rigid-status", "2026-02-28", "2027-02-28"),
        ("annual-review", "2026-09-30", "2026-09-30"),
        ("annual-review", "2026-10-01", "2027-09-30"),
        ("quarterly-files", "2026-11-02", "2026-12-31"),
        ("quarterly-files", "2026-03-31", "2026-03-31"),
        ("review-request", "2026-11-02", "2027-01-04"),
        ("lawsuit", "2026-11-02", "2027-05-03"),
    ],
)
def test_limits_beside_the_line_of_a_case(name: str, after: str, expected: str) -> None:
    """T1, T6, T13, T15, T19, T21–T23, T28; the published holidays of 2026, weekends and fixed days after them."""
    assert due(name, date.fromisoformat(after), Calendar()).as_dict()["due"] == expected


@pytest.mark.parametrize(
    ("name", "local", "after", "expected"),
    [
        ("payment-day", 10, "2026-11-02", "2026-11-10"),
        ("payment-day", 10, "2026-11-10", "2026-12-10"),
        ("payment-day", 31, "2027-01-31", "2027-02-28"),
        ("payment-day", 31, "2027-02-27", "2027-02-28"),
        ("complaint", 15, "2026-11-02", "2026-11-17"),
        ("complaint", 15, "2026-09-18", "2026-10-08"),
        ("check-objection", 10, "2026-11-02", "2026-11-16"),
    ],
)
def test_limits_of_the_place_take_their_length_from_its_parameters(
    name: str, local: int, after: str, expected: str
) -> None:
    """T25, T26 (Zhejiang's 15 days), T27 (Zibo's 10 working days)."""
    assert due(name, date.fromisoformat(after), CALENDAR, local=local).as_dict()["due"] == expected


def test_a_limit_of_the_place_without_a_length_is_refused() -> None:
    with pytest.raises(LimitError, match="complaint_days"):
        due("complaint", date(2026, 11, 2), CALENDAR)
    with pytest.raises(LimitError, match="payment_day"):
        due("payment-day", date(2026, 11, 2), CALENDAR, local=0)
