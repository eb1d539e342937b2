"""The words of the law on formulas: taught to `law.ops`, so that the rules' own functions build the table's formula.

A parameter without a value gives nothing in the rows that come to it; a choice, a condition or a product with nought may
keep others from it. What is known beforehand (a place's way, a programme) is decided here, once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from doudi.engine.cells import FINEST, Cell, Kind, at, combine, literal, number, unknown, whole_parts, within
from doudi.law import ops
from doudi.law.ops import Unset, Value, merged

COMPARED = 6  # places: every comparison and every rounding first rounds half up to so many


class Formulas:
    """The words by name, on formulas."""

    def word(self, name: str, *values: Value) -> Value:
        """Build the formula of one word."""
        if any(isinstance(value, Unset) for value in values):
            return BY_ROW[name](*values) if name in BY_ROW else merged(*values)
        return WORDS[name](*values)


def learn() -> None:
    """Teach the law's words to work on formulas."""
    ops.teach(Cell, Formulas())


def six_places(value: Value) -> Cell:
    """A number as it is compared: half up to six places."""
    cell = number(value)
    return at(cell, min(cell.places, COMPARED))


def flag(value: Value) -> Cell:
    """A flag as a formula."""
    return value if isinstance(value, Cell) else literal(value)


def below(smaller: Value, larger: Value) -> Value:
    """Strictly less, at six places; a count that isn't known may still be known to be more."""
    if isinstance(larger, Cell) and larger.floor is not None:
        return any_of(_below(smaller, larger.floor), _below(smaller, larger))
    return _below(smaller, larger)


def _below(smaller: Value, larger: Value) -> Cell:
    one, other = six_places(smaller), six_places(larger)
    places = max(one.places, other.places)
    return combine("below", at(one, places), at(other, places), kind=Kind.FLAG)


def same(value: Cell, *choices: str) -> Cell:
    """A code that is one of these."""
    return combine("one_of", value, detail=choices, kind=Kind.FLAG)


def is_set(value: Cell) -> Value:
    """Whether a fact is there."""
    if value.may_be_none and value.may_be_unknown:
        return names_in(value)
    if value.may_be_unknown:
        return combine("is_known", value, kind=Kind.FLAG)
    return replace(combine("is_there", value, kind=Kind.FLAG), may_be_none=False) if value.may_be_none else True


def or_else(value: Cell, otherwise: Value) -> Value:
    """A fact, or another value where it isn't there."""
    if not value.may_be_none:
        return value
    if value.may_be_unknown:
        return names_in(value)
    other = number(otherwise)
    places = max(value.places, other.places)
    return replace(combine("or_else", at(value, places), at(other, places), places=places), may_be_none=False)


def names_in(cell: Cell) -> Unset:
    """What a formula may miss, as an unknown for every row: here nothing would mean two things."""
    return Unset(tuple(dict.fromkeys(name for each in within(cell) if each.word == "unknown" for name in each.detail)))


def not_(value: Cell) -> Cell:
    """The opposite."""
    return combine("not", value, kind=Kind.FLAG)


def any_of(*values: Value) -> Value:
    """At least one; `law.ops` has taken the certain ones out."""
    return values[0] if len(values) == 1 else combine("any", *map(flag, values), kind=Kind.FLAG)


def all_of(*values: Value) -> Value:
    """All of them; `law.ops` has taken the certain ones out."""
    return values[0] if len(values) == 1 else combine("all", *map(flag, values), kind=Kind.FLAG)


def where(condition: Cell, then: Value, otherwise: Value) -> Value:
    """One of two by a flag; the same for both needs no flag."""
    if then is otherwise or (not isinstance(then, Cell) and not isinstance(otherwise, Cell) and then == otherwise):
        return then
    if otherwise is False:
        return ops.all_of(condition, then)
    if then is True:
        return ops.any_of(condition, otherwise)
    return _either(condition, flag(then), flag(otherwise))


def _either(condition: Cell, then: Cell, otherwise: Cell) -> Cell:
    """One of two codes, of two flags, or of two numbers in one scale; a flag beside a number is 0 or 1."""
    kinds = {then.kind, otherwise.kind}
    if Kind.CODE in kinds or kinds == {Kind.FLAG}:
        return combine("if", condition, then, otherwise, kind=Kind.CODE if Kind.CODE in kinds else Kind.FLAG)
    one, other = number(then), number(otherwise)
    places = max(one.places, other.places)
    return combine("if", condition, at(one, places), at(other, places), places=places)


def least(*values: Value) -> Cell:
    """The smallest."""
    return _aligned("least", values)


def greatest(*values: Value) -> Cell:
    """The largest; beside something that is never negative it isn't either."""
    cell = _aligned("greatest", values)
    signed = all(each.may_be_negative for each in cell.inside)
    return replace(cell, may_be_negative=signed)


def _aligned(word: str, values: tuple[Value, ...]) -> Cell:
    cells = [number(value) for value in values]
    places = max(cell.places for cell in cells)
    return combine(word, *(at(cell, places) for cell in cells), places=places)


def share(whole: Value, parts: Value) -> Cell:
    """A part of a whole at eight places, half up; of no parts it is none."""
    if not isinstance(parts, Cell) and parts == 1:
        return number(whole)
    counted = number(parts)
    twice = combine("times", at(number(whole), FINEST), literal(2), places=FINEST)
    half_more = combine("plus", twice, counted, places=FINEST)
    return whole_parts(half_more, combine("times", counted, literal(2)), FINEST)


def round_to(value: Cell, way: str) -> Cell:
    """Once by the parameter's way, after six places."""
    cell = six_places(value)
    places = {"up_yuan": 0, "up_jiao": 1}.get(way)
    if places is None:
        return at(cell, 2)
    if cell.places <= places:
        return cell
    step = 10 ** (cell.places - places)
    return whole_parts(combine("plus", cell, literal(step - 1), places=cell.places), literal(step), places)


def full_years(since: Value, on: date) -> Cell:
    """Completed years on a day that is the same for all."""
    return combine("years", since, detail=on.year * 10000 + on.month * 100 + on.day)


def _open_choice(condition: Value, then: Value, otherwise: Value) -> Value:
    """A choice of which one side, in no row known, is met by some rows alone; or one by a flag that isn't known."""
    if isinstance(condition, Unset):
        condition = unknown(condition, Kind.FLAG)
    known = otherwise if isinstance(then, Unset) else then
    if isinstance(known, Unset) or known is None:
        return merged(then, otherwise)
    kind = known.kind if isinstance(known, Cell) else literal(known).kind
    return where(condition, *(unknown(each, kind) if isinstance(each, Unset) else each for each in (then, otherwise)))


def _open_flags(word: Callable[..., Value]) -> Callable[..., Value]:
    def build(*values: Value) -> Value:
        return word(*(unknown(each, Kind.FLAG) if isinstance(each, Unset) else each for each in values))

    return build


BY_ROW: Mapping[str, Callable[..., Value]] = {
    "where": _open_choice,
    "any_of": _open_flags(any_of),
    "all_of": _open_flags(all_of),
}
WORDS: Mapping[str, Callable[..., Any]] = {
    "below": below,
    "same": same,
    "is_set": is_set,
    "or_else": or_else,
    "not_": not_,
    "any_of": any_of,
    "all_of": all_of,
    "where": where,
    "least": least,
    "greatest": greatest,
    "share": share,
    "round_to": round_to,
    "full_years": full_years,
}
