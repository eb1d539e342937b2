"""Strict reading of what comes from outside: each fault names its place (`persons[1].born`) and says what is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

from doudi.law.days import read_day, read_month

MOST = 10**9  # of anything that is counted
Yuan = int | Fraction
Read = TypeVar("Read")

_AMOUNT = re.compile(r"[0-9]{1,15}\.[0-9]{2}")
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_NEGATIVE = re.compile(r"[-−－][0-9.]+")


class FactsError(ValueError):
    """A fault in the facts: `path` is where, `sentence` what, both fit for the screen."""

    def __init__(self, path: str, sentence: str) -> None:
        self.path = one_line(path)
        self.sentence = one_line(sentence)
        super().__init__(f"{self.path}: {self.sentence}")


def one_line(text: str) -> str:
    """What the writer's own text brings along unseen (line ends, control characters) is written out: `\\n`."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def shown(value: object) -> str:
    """A value as the writer would recognise it, cut short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def mapping(value: object, path: str, known: Collection[str]) -> Mapping[str, object]:
    """An object whose keys are all known; those given as null are left out."""
    if not isinstance(value, Mapping):
        raise FactsError(path, f"应当是一个对象，实为 {shown(value)}")
    for key in value:
        if key not in known:
            where = f"{path}.{key}" if path != TOP else str(key)
            raise FactsError(where, "没有这一项；请核对名称")
    return {key: each for key, each in value.items() if each is not None}


TOP = "（整体）"


def inside(path: str, key: str) -> str:
    """The path of a key of an object."""
    return key if path == TOP else f"{path}.{key}"


def sequence(value: object, path: str, read: Callable[[object, str], Read]) -> tuple[Read, ...]:
    """A list, each item read in its place."""
    if not isinstance(value, list | tuple):
        raise FactsError(path, f"应当是一个列表，实为 {shown(value)}")
    return tuple(read(item, f"{path}[{number}]") for number, item in enumerate(value))


def text(value: object, path: str) -> str:
    """A text that isn't empty."""
    if not isinstance(value, str):
        raise FactsError(path, f"应当是文字（加引号），实为 {shown(value)}")
    if not value.strip():
        raise FactsError(path, "不能为空")
    return value


def code(value: object, path: str, codes: Collection[str]) -> str:
    """One of a list of codes."""
    if isinstance(value, str) and value in codes:
        return value
    raise FactsError(path, f"{shown(value)} 不在可用的取值之内：{'、'.join(codes)}")


def flag(value: object, path: str) -> bool:
    """true or false."""
    if isinstance(value, bool):
        return value
    raise FactsError(path, f"应当是 true 或 false，实为 {shown(value)}")


def count(value: object, path: str, least: int = 0) -> int:
    """A whole number, not in quotes."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactsError(path, f"应当是整数（不加引号），实为 {shown(value)}")
    if value < least:
        raise FactsError(path, f"不能小于 {least}，实为 {shown(value)}")
    if value > MOST:
        raise FactsError(path, f"不能大于 {MOST}，实为 {shown(value)}")
    return value


def amount(value: object, path: str) -> Yuan:
    """A sum or area: a string with exactly two decimals, not negative."""
    written = _number(value, path, _AMOUNT, "1200.00")
    hundredths = int(written.replace(".", ""))
    return hundredths // 100 if hundredths % 100 == 0 else Fraction(hundredths, 100)


def rate(value: object, path: str) -> Fraction:
    """A rate or multiple: a string such as 0.30 or 1.5, not negative."""
    return Fraction(_number(value, path, _RATE, "0.30"))


def _number(value: object, path: str, form: re.Pattern[str], example: str) -> str:
    if not isinstance(value, str):
        raise FactsError(path, f'数额请写成带引号的文字，如 "{example}"，实为 {shown(value)}')
    if _NEGATIVE.fullmatch(value):
        raise FactsError(path, f"不能是负数，实为 {shown(value)}")
    if not form.fullmatch(value):
        two = "，须有两位小数" if form is _AMOUNT else ""
        raise FactsError(path, f'{shown(value)} 不是规定写法的数，请写成 "{example}" 的样子{two}')
    return value


def day(value: object, path: str) -> date:
    """A day `YYYY-MM-DD`."""
    try:
        return read_day(text(value, path))
    except FactsError:
        raise
    except ValueError as problem:
        raise FactsError(path, str(problem)) from None


def month(value: object, path: str) -> int:
    """A month `YYYY-MM`, as its running number."""
    try:
        return read_month(text(value, path))
    except FactsError:
        raise
    except ValueError as problem:
        raise FactsError(path, str(problem)) from None
