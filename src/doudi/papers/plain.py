"""Dataclasses to plain values for JSON and back, strictly."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


class ContentError(ValueError):
    """A paper's content is incomplete or may not be printed; the text names the field."""


class UnmaskedNumber(ContentError):
    """A whole ID number stands in a paper's content."""


def masked(text: str) -> str:
    """Text with every whole ID number masked, as on a screen."""
    return ID_NUMBER.sub(lambda found: f"{found[0][:6]}********{found[0][-4:]}", text)


def one_line(text: str) -> str:
    """Text for one place on paper: no line breaks, no control letters, none that turn the direction of reading."""
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf"))


def cents(amount: Decimal) -> Decimal:
    """An amount with two places, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def plain(value: Any) -> Any:
    """A value fit for JSON: days as ISO dates, amounts with two decimals, tuples as lists."""
    match value:
        case StrEnum():
            return value.value
        case str():
            return one_line(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(cents(value))
        case dict() | tuple():
            return _each(value)
    return value


def _each(values: dict[Any, Any] | tuple[Any, ...]) -> Any:
    if isinstance(values, dict):
        return {key: plain(each) for key, each in values.items()}
    return [plain(each) for each in values]


def unmasked(value: Any, path: str = "") -> str:
    """Where an ID number stands whole; empty when nowhere."""
    match value:
        case str():
            return path if ID_NUMBER.search(value) else ""
        case dict():
            return next((at for key, each in value.items() if (at := unmasked(each, f"{path}.{key}"))), "")
        case list():
            return next((at for number, each in enumerate(value) if (at := unmasked(each, f"{path}[{number}]"))), "")
    return ""


def build(made: Any, data: Any, path: str) -> Any:
    """The dataclass `made` from plain values, nothing left out and nothing more. Errors: ContentError with the path."""
    if not isinstance(data, Mapping):
        raise ContentError(f"{path}: must be an object")
    hints = get_type_hints(made)
    known = {each.name for each in fields(made)}
    if unknown := sorted(set(data) - known):
        raise ContentError(f"{path}.{unknown[0]}: unknown")
    values = {name: _value(hints[name], each, f"{path}.{name}") for name, each in data.items()}
    try:
        return made(**values)
    except TypeError as error:
        raise ContentError(f"{path}: {error}") from error


def _value(hint: Any, given: Any, path: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if given is None:
            return None
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is tuple:
        return _values(get_args(hint)[0], given, path)
    if is_dataclass(hint):
        return given if isinstance(given, hint) else build(hint, given, path)  # type: ignore[arg-type]
    return _scalar(hint, given, path)


def _values(hint: Any, given: Any, path: str) -> tuple[Any, ...]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise ContentError(f"{path}: must be a list")
    return tuple(_value(hint, each, f"{path}[{number}]") for number, each in enumerate(given))


def _scalar(hint: Any, given: Any, path: str) -> Any:
    if isinstance(given, hint):
        return given
    if not isinstance(given, str) or hint in (bool, int):
        raise ContentError(f"{path}: must be {hint.__name__}")
    try:
        return date.fromisoformat(given) if hint is date else hint(given)
    except (ValueError, ArithmeticError) as error:
        raise ContentError(f"{path}: {given!r} is no {hint.__name__}") from error
