"""What another value of a parameter changes: old and new, cell by cell, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from doudi.law.parameter_words import in_words, key_words
from doudi.law.quantities import Quantity
from doudi.law.working import money, rate_text

NOTHING = "未设定"


@dataclass(frozen=True)
class Change:
    """One figure before and after, in words; `label` names the cell of a table, `difference` is empty for words."""

    label: str
    before: str
    after: str
    difference: str


def changes(quantity: Quantity, before: Any, after: Any) -> tuple[Change, ...]:
    """What differs between two values of a parameter (None: no value; then its default holds, if it has one)."""
    old, new = (quantity.default if value is None else value for value in (before, after))
    if quantity.kind in ("money table", "rate table", "tiers"):
        return _by_cell(quantity, old or {}, new or {})
    if old == new:
        return ()
    return (Change("", _words(quantity, old), _words(quantity, new), _difference(quantity, old, new)),)


def _words(quantity: Quantity, value: Any) -> str:
    return NOTHING if value is None else in_words(quantity, value)


def _by_cell(quantity: Quantity, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(
            f"{cell} 档" if quantity.kind == "tiers" else key_words(cell),
            _figure(quantity, old.get(cell)),
            _figure(quantity, new.get(cell)),
            _difference(quantity, old.get(cell), new.get(cell)),
        )
        for cell in (product(*quantity.keys) if quantity.keys else dict.fromkeys([*old, *new]))
        if old.get(cell) != new.get(cell)
    )


def _figure(quantity: Quantity, value: Any) -> str:
    if value is None:
        return NOTHING
    figure = rate_text(Fraction(value), quantity) if quantity.kind == "rate table" else money(value, ",")
    return figure if figure.endswith("%") else f"{figure} {quantity.unit}"


def _difference(quantity: Quantity, old: Any, new: Any) -> str:
    """By how much a figure rises or falls, with its share of the old one; empty for what is no figure."""
    if not (_is_figure(old) and _is_figure(new)):
        return ""
    step = Fraction(new) - Fraction(old)
    sign, size = ("+" if step > 0 else "−"), abs(step)
    if quantity.kind == "count":
        return f"{sign}{size}"
    figure = rate_text(size, quantity) if quantity.kind.startswith("rate") else money(size, ",")
    if figure.endswith("%"):
        return f"{sign}{figure[:-1]} 个百分点"
    return f"{sign}{figure}" + (f"（{sign}{_percent(size / old)}）" if old else "")


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _percent(share: Fraction) -> str:
    tenths = (share.numerator * 2000 + share.denominator) // (2 * share.denominator)
    return f"{tenths // 10}.{tenths % 10}%"
