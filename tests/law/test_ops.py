"""The words of the rules: six places, unknowns, and teaching another kind of value."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.law import ops
from doudi.law.ops import Unset, all_of, any_of, below, greatest, is_set, least, or_else, round_to, same, share, where

MISSING = Unset(("rate",))
OTHER = Unset(("line",))


def test_comparisons_round_half_up_to_six_places() -> None:
    assert below(1, Fraction(1000001, 1000000))
    assert not below(1, 1 + Fraction(4, 10**7))
    assert below(1, 1 + Fraction(5, 10**7))
    assert not below(share(1, 3) + share(1, 3) + share(1, 3), 1)


@pytest.mark.parametrize(
    ("value", "way", "rounded"),
    [
        (Fraction(1, 3), "none", Fraction(33, 100)),
        (Fraction(1, 200), "half_up_cent", Fraction(1, 100)),
        (Fraction(1001, 1000), "up_jiao", Fraction(11, 10)),
        (Fraction(1001, 1000), "up_yuan", 2),
        (1 + Fraction(4, 10**7), "up_yuan", 1),
        (7, "up_yuan", 7),
    ],
)
def test_rounding(value: Fraction, way: str, rounded: Fraction) -> None:
    assert round_to(value, way) == rounded


def test_an_unknown_vanishes_where_nothing_depends_on_it() -> None:
    assert MISSING * 0 == 0
    assert 0 * MISSING == 0
    assert where(MISSING, 5, 5) == 5
    assert any_of(MISSING, True) is True
    assert all_of(MISSING, False) is False
    assert below(0, 1 + MISSING) is True
    assert where(True, 1, MISSING) == 1


def test_an_unknown_runs_on_where_something_does() -> None:
    assert (MISSING * 2 + OTHER).names == ("rate", "line")
    assert (5 - MISSING).names == ("rate",)
    assert (MISSING * OTHER).names == ("rate", "line")
    assert where(MISSING, OTHER, 1).names == ("rate",)
    assert any_of(MISSING, False, OTHER).names == ("rate", "line")
    assert all_of(MISSING, True).names == ("rate",)
    assert below(MISSING, 1).names == below(1, MISSING - 5).names == ("rate",)
    assert least(1, MISSING).names == greatest(1, MISSING).names == ("rate",)
    assert share(MISSING, 3).names == round_to(1, MISSING).names == same(MISSING, "A").names == ("rate",)
    assert is_set(MISSING) is MISSING
    assert or_else(MISSING, 1) is MISSING


@given(st.fractions(0, 10**6), st.sampled_from(["none", "up_jiao", "up_yuan", "half_up_cent"]))
def test_rounding_twice_is_rounding_once(value: Fraction, way: str) -> None:
    once = round_to(value, way)
    assert round_to(once, way) == once
    assert abs(once - value) <= 1


class Column:
    """A toy column: the text of its expression."""

    def __init__(self, text: str) -> None:
        self.text = text


class ToyWords:
    """The words on toy columns."""

    def word(self, name: str, *values: object) -> Column:
        return Column(f"{name}({', '.join(each.text if isinstance(each, Column) else repr(each) for each in values)})")


@pytest.fixture
def column(monkeypatch: pytest.MonkeyPatch) -> Column:
    monkeypatch.setattr(ops, "_COLUMNS", {})
    ops.teach(Column, ToyWords())
    return Column("x")


def test_the_words_can_be_taught_columns(column: Column) -> None:
    built = where(all_of(below(0, column), True, same(column, "A")), round_to(share(column, 12), "up_yuan"), 0)
    assert built.text == ("where(all_of(below(0, x), same(x, 'A')), round_to(share(x, 12), 'up_yuan'), 0)")
    others = [
        any_of(ops.not_(column), False),
        least(column, 1),
        greatest(column, 1),
        is_set(column),
        or_else(column, 0),
        ops.full_years(column, date(2026, 11, 2)),
    ]
    assert [each.text.split("(")[0] for each in others] == [
        "any_of",
        "least",
        "greatest",
        "is_set",
        "or_else",
        "full_years",
    ]


def test_what_nobody_taught_is_refused() -> None:
    with pytest.raises(TypeError, match="below"):
        below("1", 2)
