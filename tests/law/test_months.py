"""What months owe: first and first unpaid month, arrears, clawback (M14–M16)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.law.facts import read
from doudi.law.months import due_over, first_month, months_between, settle, stop_month
from doudi.law.parameters import DEMO, Registry

JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)
SUMS = st.dictionaries(
    st.sampled_from([JULY, AUGUST, SEPTEMBER]), st.integers(0, 300_000).map(lambda fen: Fraction(fen, 100))
)  # fmt: skip


def yuan(text: str) -> Fraction:
    return Fraction(text)


def test_an_award_begins_with_the_month_after_the_confirmation() -> None:
    assert first_month(date(2026, 11, 10)) == date(2026, 12, 1)
    assert first_month(date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("programme", "after", "expected"),
    [
        ("subsistence_allowance", "decision", date(2026, 12, 1)),
        ("subsistence_allowance", "event", SEPTEMBER),
        ("extreme_hardship_support", "decision", date(2026, 12, 1)),
        ("extreme_hardship_support", "event", date(2026, 12, 1)),
    ],
)
def test_the_first_unpaid_month_is_as_the_place_says(programme: str, after: str, expected: date) -> None:
    found = stop_month(programme=programme, happened=date(2026, 8, 31), decided=date(2026, 11, 2), after=after)
    assert found == expected


def test_months_from_one_to_another() -> None:
    assert months_between(date(2026, 11, 20), date(2027, 1, 2)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip
    assert months_between(AUGUST, JULY) == []


def test_what_was_paid_too_little_is_owed_whatever_the_cause() -> None:
    settled = settle({JULY: yuan("870"), AUGUST: yuan("870")}, {JULY: yuan("750"), AUGUST: yuan("870")})
    assert (settled.arrears, settled.clawback) == (yuan("120"), 0)
    (line, *_sums) = settled.lines()
    assert (line.label, line.value, line.inputs) == ("2026-07 补发", "120.00", "870.00 − 750.00")


def test_clawed_back_are_the_months_after_the_cause_alone() -> None:
    due, paid = (
        dict.fromkeys([JULY, AUGUST, SEPTEMBER], yuan("300")),
        dict.fromkeys([JULY, AUGUST, SEPTEMBER], yuan("800")),
    )
    settled = settle(due, paid, cause=date(2026, 7, 15))
    assert [each.clawback for each in settled.months] == [0, 500, 500]
    assert settled.clawback == 1000
    assert "城政办发〔2023〕29号" in settled.lines()[-1].clause


def test_without_a_cause_nothing_is_clawed_back() -> None:
    assert settle({JULY: yuan("300")}, {JULY: yuan("800")}).clawback == 0


def test_a_month_in_which_nothing_was_due_is_clawed_back_whole() -> None:
    assert settle({}, {AUGUST: yuan("800")}, cause=JULY).clawback == 800


@given(due=SUMS, paid=SUMS)
def test_what_is_owed_and_what_is_due_back_balance(due: dict[date, Fraction], paid: dict[date, Fraction]) -> None:
    settled = settle(due, paid, cause=date(2026, 6, 30))
    assert settled.arrears - settled.clawback == sum(due.values()) - sum(paid.values())
    assert settled.arrears >= 0
    assert settled.clawback >= 0


def test_each_month_is_due_by_its_own_parameters_and_ages() -> None:
    known = read({
        "programme": "subsistence_allowance", "on": "2025-06-01", "division": "140502001", "area": "urban",
        "persons": [{"id": "a", "relation": "head", "born": "1956-08-15", "able_to_work": False}],
    })  # fmt: skip
    registry = Registry.load(DEMO)
    due, missing = due_over(known, registry, [date(2026, 8, 1), date(2026, 9, 1)])
    assert due == {date(2026, 8, 1): 790, date(2026, 9, 1): 890}
    assert missing == ()


def test_a_month_without_its_parameters_has_no_sum() -> None:
    known = read({
        "programme": "subsistence_allowance", "on": "2026-08-01", "division": "140502001", "area": "urban",
        "persons": [{"id": "a", "relation": "head", "born": "1980-08-15"}],
    })  # fmt: skip
    due, missing = due_over(known, Registry.load(), [date(2026, 8, 1)])
    assert due == {}
    assert "supplements" in missing
