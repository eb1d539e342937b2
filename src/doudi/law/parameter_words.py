"""A parameter's whole value in words for people: tables, lists and categories too, where `working` prints one cell."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from doudi.law import codes
from doudi.law.quantities import Quantity, RigidRule
from doudi.law.working import CHOICES, LISTED, OWN_CHOICES, money, parameter_text, rate_text

KEYS: Mapping[str, str] = {
    **codes.SUPPORT_MODES,
    **codes.SELF_CARE_LEVELS,
    "severe_disability": codes.SUPPLEMENT_CATEGORIES["severe_disability"],
    "serious_illness": codes.SUPPLEMENT_CATEGORIES["serious_illness"],
}


def choice_words(quantity: Quantity) -> dict[str, str]:
    """The choices of a parameter with their words, in its own order."""
    own = OWN_CHOICES.get(quantity.name, {})
    return {code: own.get(code) or LISTED.get(code) or CHOICES.get(code, code) for code in quantity.choices}


def in_words(quantity: Quantity, value: Any) -> str:
    """A value for the screen, with its unit; None is a value that ended."""
    if value is None:
        return "不再适用"
    if quantity.kind == "choice":
        return choice_words(quantity)[value]
    parts = _parts(quantity, value)
    if parts is not None:
        return "；".join(parts) or "无"
    text = parameter_text(quantity, value)
    return _with_unit(text, quantity.unit)


def _with_unit(text: str, unit: str) -> str:
    return text if not unit or text.endswith("%") or text in ("无", "是", "否") else f"{text} {unit}"


def _parts(quantity: Quantity, value: Any) -> list[str] | None:
    """The parts of a value that has several; None for a single one."""
    if quantity.kind == "list":
        return [word for code, word in choice_words(quantity).items() if code in value]
    if quantity.kind == "tiers":
        return [f"{name} 档 {money(amount, ',')} {quantity.unit}" for name, amount in value.items()]
    if quantity.keys:
        return _cells(quantity, value)
    if quantity.kind == "rigid":
        return [_rigid(kind, rule) for kind, rule in value.items()]
    return None


def _cells(quantity: Quantity, table: Mapping[tuple[str, ...], Any]) -> list[str]:
    is_money = quantity.kind == "money table"
    return [
        _with_unit(
            f"{key_words(cell)} {money(table[cell], ',') if is_money else rate_text(Fraction(table[cell]), quantity)}",
            quantity.unit,
        )
        for cell in product(*quantity.keys)
        if cell in table
    ]


def key_words(cell: Iterable[str]) -> str:
    """The name of a cell of a table, such as 分散供养·半护理."""
    return "·".join(KEYS[key] for key in cell)


def _rigid(kind: str, rule: RigidRule) -> str:
    most = "" if rule.ceiling is None else f"，每月最多 {money(rule.ceiling, ',')} 元"
    return f"{codes.SPENDINGS[kind]}扣减 {rate_text(rule.rate, None)}{most}"
