"""What a rule gets and gives when a table is computed: a formula over columns, not yet bound to any table.

Numbers are integers of 10⁻ᵖ (yuan, people, years) with p decimal places known beforehand: cents as they were written,
more places where a rate came in, eight after a division. So most of the law is exact, and only a division rounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from doudi.law.ops import Unset, Value, merged
from doudi.law.rule import Level

FINEST = 8  # places behind the point at most: int64 holds ninety thousand million yuan of them
DEEPER = {Level.HOUSEHOLD: 0, Level.PERSON: 1, Level.OBLIGOR: 1, Level.JOB: 2}


class Kind(StrEnum):
    """What a formula gives."""

    NUMBER = "number"
    FLAG = "flag"
    CODE = "code"
    DAY = "day"


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A formula: `word` on `inside`; `detail` is what isn't itself a formula, `places` the scale of its integers.

    `may_be_negative` asks for a division that rounds down; `may_be_none` is a fact that isn't always there;
    `may_be_unknown` hangs, in some rows, on a parameter without a value: there it gives nothing.
    """

    level: Level
    word: str
    inside: tuple["Cell", ...] = ()
    detail: Any = None
    kind: Kind = Kind.NUMBER
    places: int = 0
    may_be_negative: bool = False
    may_be_none: bool = False
    may_be_unknown: bool = False
    floor: "Cell | None" = None

    def __add__(self, other: Value) -> Value:
        if isinstance(other, Unset):
            return merged(other)
        return self if _is_zero(other) else _plus(self, number(other))

    __radd__ = __add__

    def __sub__(self, other: Value) -> Value:
        if isinstance(other, Unset):
            return merged(other)
        return self if _is_zero(other) else minus(self, number(other))

    def __rsub__(self, other: Value) -> Value:
        return merged(other) if isinstance(other, Unset) else minus(number(other), self)

    def __mul__(self, other: Value) -> Value:
        if isinstance(other, Unset):
            return combine("if", combine("is_zero", self, kind=Kind.FLAG), literal(0), unknown(other, Kind.NUMBER))
        if _is_zero(other):
            return 0
        return self if isinstance(other, int) and other == 1 else _times(self, number(other))

    __rmul__ = __mul__


def _is_zero(value: Value) -> bool:
    return isinstance(value, int | Fraction) and value == 0


def literal(value: Value) -> Cell:
    """A plain value as a formula; a number that no decimal writes is rounded half up at the eighth place."""
    if value is None:
        return Cell(Level.HOUSEHOLD, "literal", may_be_none=True)
    if isinstance(value, bool):
        return Cell(Level.HOUSEHOLD, "literal", detail=value, kind=Kind.FLAG)
    if isinstance(value, str):
        return Cell(Level.HOUSEHOLD, "literal", detail=value, kind=Kind.CODE)
    exact = Fraction(value)
    places = next((each for each in range(FINEST) if (exact * 10**each).denominator == 1), FINEST)
    units = (2 * exact.numerator * 10**places + exact.denominator) // (2 * exact.denominator)
    return Cell(Level.HOUSEHOLD, "literal", detail=units, places=places, may_be_negative=units < 0)


def unknown(value: Unset, kind: Kind) -> Cell:
    """What depends on parameters without a value: nothing, in every row that comes to it."""
    return Cell(Level.HOUSEHOLD, "unknown", detail=value.names, kind=kind, may_be_unknown=True)


def within(cell: Cell) -> Iterator[Cell]:
    """A formula and all the formulas inside it, each once."""
    seen: set[int] = set()
    waiting = [cell]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            waiting.extend(one.inside)
            yield one


def number(value: Value) -> Cell:
    """A number from a plain value, a flag (0 or 1) or a formula."""
    cell = value if isinstance(value, Cell) else literal(int(value) if isinstance(value, bool) else value)
    return combine("as_number", cell) if cell.kind is Kind.FLAG else cell


def combine(word: str, *inside: Cell, detail: Any = None, kind: Kind = Kind.NUMBER, places: int = 0) -> Cell:
    """A formula on the level of the deepest one inside."""
    level = max((each.level for each in inside), key=DEEPER.__getitem__)
    signed = kind is Kind.NUMBER and any(each.may_be_negative for each in inside)
    none, open_ = (any(each.may_be_none for each in inside), any(each.may_be_unknown for each in inside))
    return Cell(level, word, inside, detail, kind, places, signed, none, open_)


def at(cell: Cell, places: int) -> Cell:
    """The same number in another scale; a coarser one is reached half up."""
    if cell.places == places:
        return cell
    if cell.word == "unknown":
        return replace(cell, places=places)
    if cell.word == "literal" and places > cell.places:
        units = None if cell.detail is None else cell.detail * 10 ** (places - cell.places)
        return replace(cell, detail=units, places=places)
    if places > cell.places:
        return combine("times", cell, literal(10 ** (places - cell.places)), places=places)
    step = 10 ** (cell.places - places)
    return whole_parts(combine("plus", cell, literal(step // 2), places=cell.places), literal(step), places)


def whole_parts(cell: Cell, parts: Cell, places: int) -> Cell:
    """An integer division that rounds down, in the scale that the caller knows to be right."""
    return combine("divided_down" if cell.may_be_negative else "divided", cell, parts, places=places)


def _plus(one: Cell, other: Cell) -> Cell:
    places = max(one.places, other.places)
    return combine("plus", at(one, places), at(other, places), places=places)


def minus(one: Cell, other: Cell) -> Cell:
    """A difference, which may be below zero."""
    places = max(one.places, other.places)
    return replace(combine("minus", at(one, places), at(other, places), places=places), may_be_negative=True)


def _times(one: Cell, other: Cell) -> Cell:
    places = one.places + other.places
    product = combine("times", one, other, places=places)
    return at(product, FINEST) if places > FINEST else product
