"""Two editions of one rule live side by side, and the day picks one: amount, clause and working."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from doudi.law import formulas, pages
from doudi.law.rule import BOOK, Rule, RuleError, Unit, editions, household, in_force, person, turning_day
from law.edited import nine_tenths
from law.written import Raw, assessed, family, line

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def gap_2027() -> Iterator[Rule]:
    with nine_tenths(NEW_YEAR) as rule:
        yield rule


def on(day: str) -> Raw:
    """A family of two with 580.00 a month, by the standard of 790.00."""
    return assessed(family(2, "580.00") | {"on": day})


def test_the_day_picks_the_edition(gap_2027: Rule) -> None:
    assert on("2026-12-31")["amounts"]["base"] == "1000.00"
    assert on("2027-01-01")["amounts"]["base"] == "900.00"
    assert on("2026-12-31")["amounts"]["base"] == "1000.00"


def test_the_working_shows_the_edition_of_the_day(gap_2027: Rule) -> None:
    assert line(on("2026-12-31"), "base_allowance")["inputs"] == "790.00 × 2 − 580.00"
    assert line(on("2027-01-01"), "base_allowance")["inputs"] == "（790.00 × 2 − 580.00）× 90%"


def test_both_editions_have_their_page_text(gap_2027: Rule) -> None:
    assert "9 × （" in formulas.formula(gap_2027)[0]
    assert list(pages._in_force(gap_2027)) == ["自 2027-01-01 起，代替 [补差金额](allowance.md#gap)"]
    (until,) = pages._in_force(BOOK["gap"])
    assert until.startswith("2027-01-01 起由 [补差金额（九成）]")
    assert list(pages._in_force(BOOK["minimum_gap"])) == []
    assert pages._users(gap_2027) == pages._users(BOOK["gap"]) == ["ordinary_base"]


def test_a_rule_is_known_by_the_name_of_its_first_edition(gap_2027: Rule) -> None:
    before, after = (in_force(BOOK, day) for day in (date(2026, 12, 31), NEW_YEAR))
    assert before["gap"].function is BOOK["gap"].function
    assert after["gap"].function is gap_2027.function
    assert set(before) == set(after) == set(BOOK) - {"gap_2027"}
    assert [each.name for each in editions(BOOK, "gap")] == ["gap", "gap_2027"]
    assert (turning_day(BOOK, date(2026, 12, 31)), turning_day(BOOK, date(2030, 1, 1))) == (date.min, NEW_YEAR)


@pytest.mark.parametrize(
    ("kind", "unit", "of", "since"),
    [
        (household, Unit.YUAN_A_MONTH, "nothing_known", NEW_YEAR),
        (household, Unit.FLAG, "gap", NEW_YEAR),
        (person, Unit.YUAN_A_MONTH, "gap", NEW_YEAR),
        (household, Unit.YUAN_A_MONTH, "gap", date.min),
    ],
)
def test_a_stray_edition_is_refused(kind: Any, unit: Unit, of: str, since: date) -> None:
    def stray(members: Any) -> Any:
        return members

    with pytest.raises(RuleError, match="stray"):
        kind("名称", unit=unit, since=since, edition_of=of)(stray)
    assert "stray" not in BOOK


def test_no_two_editions_begin_on_one_day(gap_2027: Rule) -> None:
    def gap_again(members: Any) -> Any:
        return members

    with pytest.raises(RuleError, match="another edition"):
        household("名称", unit=Unit.YUAN_A_MONTH, since=NEW_YEAR, edition_of="gap")(gap_again)
