"""The words on formulas give what they give on exact numbers; read here by a plain interpreter of formulas."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.engine import words
from doudi.engine.cells import Cell, Kind
from doudi.law import ops
from doudi.law.ops import Unset
from doudi.law.rule import Level

words.learn()
CENTS = st.integers(-(10**7), 10**7)
PEOPLE = st.integers(1, 12)
RATE = st.sampled_from(["0.3", "0.333", "1.201", "1.5"]).map(Fraction)
WAYS = st.sampled_from(["none", "up_yuan", "up_jiao", "half_up_cent"])
CELLS: dict[str, Callable[..., Any]] = {
    "as_number": int,
    "plus": lambda one, other: one + other,
    "minus": lambda one, other: one - other,
    "times": lambda one, other: one * other,
    "divided": lambda one, other: one // other,
    "divided_down": lambda one, other: one // other,
    "below": lambda one, other: one < other,
    "is_zero": lambda value: value == 0,
    "not": lambda flag: not flag,
    "any": lambda *flags: any(flags),
    "all": lambda *flags: all(flags),
    "if": lambda flag, then, otherwise: then if flag else otherwise,
    "least": min,
    "greatest": max,
    "is_there": lambda value: value is not None,
    "or_else": lambda value, otherwise: otherwise if value is None else value,
}


def fact(name: str, places: int = 0, kind: Kind = Kind.NUMBER, **more: Any) -> Cell:
    """A column."""
    return Cell(Level.HOUSEHOLD, "fact", (), name, kind, places, **more)


def units(cell: Cell, row: dict[str, Any]) -> Any:
    """What a formula gives in one row, in its own scale."""
    if cell.word == "fact":
        return row[cell.detail]
    if cell.word in ("literal", "unknown"):
        return cell.detail if cell.word == "literal" else None
    inside = [units(each, row) for each in cell.inside]
    if cell.word == "one_of":
        return inside[0] in cell.detail
    if cell.word == "years":
        return (cell.detail - inside[0]) // 10000
    if cell.word == "divided":
        assert inside[0] >= 0
    return CELLS[cell.word](*inside)


def exact(cell: Cell, **row: Any) -> Fraction:
    """What a formula gives in one row, in yuan or people."""
    return Fraction(units(cell, row), 10**cell.places)


YUAN = fact("yuan", 2, may_be_negative=True)
HEADS = fact("heads")


@given(CENTS, PEOPLE, RATE, WAYS)
def test_sums_shares_and_rounding_are_to_the_fen(cents: int, heads: int, rate: Fraction, way: str) -> None:
    def rule(yuan: Any, people: Any) -> Any:
        gap = ops.greatest(ops.share(12 * rate * people * 655 - yuan, 12), 0)
        return ops.round_to(ops.share(gap * people, people + 1), way)

    assert exact(rule(YUAN, HEADS), yuan=cents, heads=heads) == rule(Fraction(cents, 100), heads)


@given(CENTS, PEOPLE)
def test_thirds_and_twelfths_add_up(cents: int, heads: int) -> None:
    def rule(yuan: Any, people: Any) -> Any:
        return ops.below(ops.share(yuan, people) * people, yuan)

    assert units(rule(YUAN, HEADS), {"yuan": cents, "heads": heads}) is rule(Fraction(cents, 100), heads) is False


@given(CENTS, CENTS)
def test_choices_and_comparisons(one: int, other: int) -> None:
    def rule(yuan: Any, more: Any) -> Any:
        richer = ops.below(yuan, more)
        chosen = ops.where(richer, more - yuan, ops.least(yuan, more, 100))
        return ops.where(ops.any_of(richer, ops.not_(ops.at_least(yuan, 0))), chosen, ops.where(richer, 1, 0) + 2)

    found = rule(YUAN, fact("more", 2, may_be_negative=True))
    assert exact(found, yuan=one, more=other) == rule(Fraction(one, 100), Fraction(other, 100))


@pytest.mark.parametrize("on", [date(2026, 11, 2), date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)])
@pytest.mark.parametrize("born", [date(2008, 2, 29), date(2008, 11, 2), date(2008, 11, 3), date(1958, 3, 1)])
def test_years_are_completed_on_the_birthday(born: date, on: date) -> None:
    written = born.year * 10000 + born.month * 100 + born.day
    assert units(ops.full_years(fact("born", kind=Kind.DAY), on), {"born": written}) == ops.full_years(born, on)


def test_what_is_known_beforehand_leaves_no_formula() -> None:
    flag = fact("flag", kind=Kind.FLAG)
    assert ops.where(flag, 5, 5) == 5
    assert ops.where(flag, True, False) is flag
    assert YUAN * 0 == 0
    assert YUAN + 0 is YUAN
    assert ops.is_set(HEADS) is True
    assert ops.or_else(HEADS, 1) is HEADS


def test_a_fact_that_may_be_absent() -> None:
    agreed = fact("agreed", 2, may_be_none=True)
    assert units(ops.is_set(agreed), {"agreed": None}) is False
    assert exact(ops.or_else(agreed, 7), agreed=None) == 7
    assert exact(ops.or_else(agreed, 7), agreed=12345) == Fraction(12345, 100)


def test_a_parameter_without_a_value_makes_every_row_unknown_that_must_have_it() -> None:
    missing = Unset(("allowance_standard",))
    for found in (YUAN + missing, YUAN - missing, ops.below(YUAN, missing), ops.share(missing, HEADS)):
        assert found.names == ("allowance_standard",)
    assert ops.least(YUAN, missing).names == ops.round_to(missing, "none").names == ("allowance_standard",)


def test_a_parameter_without_a_value_leaves_the_rows_alone_that_dont_come_to_it() -> None:
    missing = Unset(("allowance_standard",))
    flag = fact("flag", kind=Kind.FLAG)
    choice, product = ops.where(flag, missing, 1), HEADS * missing
    both, either = ops.all_of(flag, missing), ops.any_of(flag, missing)
    assert [each.may_be_unknown for each in (choice, product, both, either)] == [True] * 4
    assert (units(choice, {"flag": False}), units(choice, {"flag": True})) == (1, None)
    assert (units(product, {"heads": 0}), units(product, {"heads": 2})) == (0, None)
    assert words.names_in(ops.greatest(choice, 0)).names == ("allowance_standard",)
