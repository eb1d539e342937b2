"""The words of the rules: arithmetic that works on exact numbers here and on columns of a table elsewhere.

A rule's body is made of + − × and these words alone. Every comparison and every rounding first rounds half up to six
places, so that a table kept in 10⁻⁸ yuan answers like exact fractions. A parameter without a value is an `Unset`: it
runs through the words like an unknown, and vanishes where the answer doesn't depend on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from doudi.law.days import full_years as completed_years

# What a rule takes and gives: a number or flag when one household is computed, a column when a table is.
Yuan = Any
Count = Any
Rate = Any
Flag = Any
Choice = Any
Day = Any
Value = Any

MICRO = 10**6
NUMBERS = (int, Fraction)


@dataclass(frozen=True, slots=True)
class Unset:
    """An unknown: what depends on parameters that have no value on the day; `names` says which.

    `floor` is what it is at least, so that a count of things that are certain stays certain beside an unknown one.
    """

    names: tuple[str, ...]
    floor: Any = 0

    def __add__(self, other: Value) -> "Unset":
        if isinstance(other, Unset):
            return Unset(merged(self, other).names, self.floor + other.floor)
        return Unset(self.names, self.floor + other)

    __radd__ = __add__

    def __sub__(self, other: Value) -> "Unset":
        return merged(self, other)

    __rsub__ = __sub__

    def __mul__(self, other: Value) -> Value:
        if isinstance(other, Unset):
            return merged(self, other)
        if type(other) in _COLUMNS:
            return NotImplemented  # a column is nought in some rows
        return 0 if other == 0 else self

    __rmul__ = __mul__


class ColumnWords(Protocol):
    """What a room that computes tables brings for its own kind of column: the same words, by the same names."""

    def word(self, name: str, *values: Value) -> Value:
        """Build the column that the word gives on these values."""


_COLUMNS: dict[type, ColumnWords] = {}


def teach(kind: type, words: ColumnWords) -> None:
    """Let the words work on another kind of value (a column), so that rules written once run twice."""
    _COLUMNS[kind] = words


def _elsewhere(name: str, *values: Value) -> Value:
    for kind, words in _COLUMNS.items():
        if any(isinstance(value, kind) for value in values):
            return words.word(name, *values)
    raise TypeError(f"{name}: {[type(value).__name__ for value in values]}")


def merged(*values: Value) -> Unset:
    """All unknowns among the values as one."""
    return Unset(tuple(dict.fromkeys(name for value in values if isinstance(value, Unset) for name in value.names)))


def micro(value: Yuan) -> int:
    """A number in millionths, half up: what is compared and rounded."""
    if isinstance(value, int):
        return value * MICRO
    return int((2 * MICRO * value.numerator + value.denominator) // (2 * value.denominator))


def _numbers(values: Iterable[Value]) -> bool:
    return all(isinstance(value, NUMBERS) for value in values)


def _unknown(values: Iterable[Value]) -> bool:
    return any(isinstance(value, Unset) for value in values)


def below(smaller: Yuan, larger: Yuan) -> Flag:
    """Whether the first is strictly less 低于."""
    if isinstance(smaller, NUMBERS) and isinstance(larger, NUMBERS):
        return micro(smaller) < micro(larger)
    if isinstance(larger, Unset) and _numbers((smaller,)) and micro(smaller) < micro(larger.floor):
        return True
    return merged(smaller, larger) if _unknown((smaller, larger)) else _elsewhere("below", smaller, larger)


def at_least(larger: Yuan, smaller: Yuan) -> Flag:
    """Whether the first is not less than the second 达到."""
    return not_(below(larger, smaller))


def same(value: Choice, *choices: Choice) -> Flag:
    """Whether a code is one of these."""
    if isinstance(value, str):
        return value in choices
    return value if isinstance(value, Unset) else _elsewhere("same", value, *choices)


def is_set(value: Value) -> Flag:
    """Whether an optional parameter has a value; unknown where it or its alternative must be set."""
    if isinstance(value, Unset):
        return value
    return _elsewhere("is_set", value) if type(value) in _COLUMNS else value is not None


def or_else(value: Value, otherwise: Value) -> Value:
    """An optional parameter's value, or another where it has none."""
    if value is None:
        return otherwise
    return _elsewhere("or_else", value, otherwise) if type(value) in _COLUMNS else value


def not_(flag: Flag) -> Flag:
    """The opposite."""
    if isinstance(flag, bool):
        return not flag
    return flag if isinstance(flag, Unset) else _elsewhere("not_", flag)


def any_of(*flags: Flag) -> Flag:
    """Whether at least one holds; one that holds decides whatever the unknown ones are."""
    if True in [flag for flag in flags if isinstance(flag, bool)]:
        return True
    rest = [flag for flag in flags if flag is not False]
    if not rest:
        return False
    return merged(*rest) if all(isinstance(flag, Unset) for flag in rest) else _elsewhere("any_of", *rest)


def all_of(*flags: Flag) -> Flag:
    """Whether all hold; one that doesn't decides whatever the unknown ones are."""
    if False in [flag for flag in flags if isinstance(flag, bool)]:
        return False
    rest = [flag for flag in flags if flag is not True]
    if not rest:
        return True
    return merged(*rest) if all(isinstance(flag, Unset) for flag in rest) else _elsewhere("all_of", *rest)


def where(flag: Flag, then: Value, otherwise: Value) -> Value:
    """One of two by a flag; of an unknown flag only if both are the same."""
    if isinstance(flag, bool):
        return then if flag else otherwise
    if isinstance(flag, Unset) and not _COLUMNS.keys() & {type(then), type(otherwise)}:
        return then if _alike(then, otherwise) else flag
    return _elsewhere("where", flag, then, otherwise)


def _alike(one: Value, other: Value) -> bool:
    return not _unknown((one, other)) and bool(one == other)


def least(*values: Yuan) -> Yuan:
    """The smallest."""
    if _numbers(values):
        return min(values)
    return merged(*values) if _unknown(values) else _elsewhere("least", *values)


def greatest(*values: Yuan) -> Yuan:
    """The largest."""
    if _numbers(values):
        return max(values)
    return merged(*values) if _unknown(values) else _elsewhere("greatest", *values)


def total(values: Iterable[Yuan]) -> Yuan:
    """The sum of any number of values."""
    result: Yuan = 0
    for value in values:
        result = result + value
    return result


def share(whole: Yuan, parts: Count) -> Yuan:
    """An exact part of a whole: the only division in the law."""
    if isinstance(whole, int) and isinstance(parts, int):
        return Fraction(whole, parts)
    if _numbers((whole, parts)):
        return whole / parts
    return merged(whole, parts) if _unknown((whole, parts)) else _elsewhere("share", whole, parts)


def round_to(value: Yuan, way: Choice) -> Yuan:
    """Round once by the parameter's way: none and half_up_cent to the cent, up_jiao, up_yuan."""
    if _unknown((value, way)):
        return merged(value, way)
    if not _numbers((value,)):
        return _elsewhere("round_to", value, way)
    step = {"up_yuan": MICRO, "up_jiao": MICRO // 10}.get(way)
    if step:
        return Fraction(-(-micro(value) // step) * step, MICRO)
    return Fraction((micro(value) + 5000) // 10000, 100)


def full_years(since: Day, on: Day) -> Count:
    """Completed years 周岁 on a day."""
    if isinstance(since, date) and isinstance(on, date):
        return completed_years(since, on)
    return _elsewhere("full_years", since, on)
