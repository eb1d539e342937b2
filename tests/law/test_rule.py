"""The frame of the rules: arguments by name, sums over lower levels, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from doudi.law import rule
from doudi.law.rule import Level, Row, RuleError, Sheet, Unit, household, job, person, plan


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> dict[str, rule.Rule]:
    book: dict[str, rule.Rule] = {}
    monkeypatch.setattr(rule, "BOOK", book)
    return book


def add(level: Callable[..., Any], function: Callable[..., Any]) -> None:
    level("名称", unit=Unit.YUAN)(function)


def test_what_lies_below_is_summed_by_name(book: dict[str, rule.Rule]) -> None:
    def pay(hours: Any, wage: Any) -> Any:
        return hours * wage

    def earned(pay: Any, bonus: Any) -> Any:
        return pay + bonus

    def together(earned: Any, grown: Any) -> Any:
        return earned + grown

    add(job, pay)
    add(person, earned)
    add(household, together)
    rules = plan(book, {"hours": Level.JOB, "wage": Level.PERSON, "bonus": Level.HOUSEHOLD, "grown": Level.PERSON})
    home = Row({"bonus": 1})
    for hours, grown in (((2, 3), True), ((4,), False)):
        one = Row({"wage": 10, "grown": grown}, household=home)
        one.jobs = [Row({"hours": each}, household=home, person=one) for each in hours]
        home.persons.append(one)
    sheet = Sheet(rules, home)
    assert sheet["together"] == 50 + 1 + 40 + 1 + 1
    assert sheet.summed("earned") == 92


def test_a_name_out_of_reach_is_refused(book: dict[str, rule.Rule]) -> None:
    add(household, lambda_named("total", "hours"))
    with pytest.raises(RuleError, match="hours is not in reach"):
        plan(book, {"hours": Level.JOB})
    with pytest.raises(RuleError, match="hours is not in reach"):
        plan(book, {})


def test_a_ring_is_refused(book: dict[str, rule.Rule]) -> None:
    add(household, lambda_named("egg", "hen"))
    add(household, lambda_named("hen", "egg"))
    with pytest.raises(RuleError, match="egg → hen → egg"):
        plan(book, {})


def test_a_name_is_taken_once(book: dict[str, rule.Rule]) -> None:
    add(household, lambda_named("total", "x"))
    with pytest.raises(RuleError, match="total"):
        add(person, lambda_named("total", "x"))
    with pytest.raises(RuleError, match="given"):
        plan(book, {"total": Level.HOUSEHOLD, "x": Level.HOUSEHOLD})


def lambda_named(name: str, argument: str) -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(f"def {name}({argument}):\n    return {argument}", space)
    function: Callable[..., Any] = space[name]
    return function
