"""What verbs have in common: reading a day or a month that was typed, and asking the database."""

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from doudi.command import setup
from doudi.law.days import read_day

CHINA = ZoneInfo("Asia/Shanghai")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class WrongInput(Exception):
    """What was asked can't be done; the sentence says where it is wrong."""


def day(text: str | None, option: str = "--on") -> date:
    """A day as typed; today where nothing was. Errors: WrongInput."""
    if text is None:
        return datetime.now(CHINA).date()
    try:
        return read_day(text)
    except ValueError as problem:
        raise WrongInput(f"{option}：{problem}") from None


def month(text: str, option: str) -> date:
    """The first day of a month as typed. Errors: WrongInput."""
    if not _MONTH.fullmatch(text) or text.startswith("0000"):
        raise WrongInput(f"{option}：月份应写成 2026-12 的样子，现为“{text}”")
    return date(int(text[:4]), int(text[5:]), 1)


def count(text: str, option: str, most: int) -> int:
    """A whole number from 1 on. Errors: WrongInput."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise WrongInput(f"{option}：应当是 1 至 {most} 的整数，现为“{text}”")
    return int(text)


def answered(question: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What the database answers. Errors: WrongInput where it doesn't."""
    try:
        return question(*args, **named)
    except setup.load("django.db").DatabaseError as reason:
        raise WrongInput(f"数据库没有回答：{str(reason).strip()}。可先运行 doudi database start。") from reason


def told(percent: int) -> None:
    """How far a long work is, on standard error; one line on a terminal."""
    end = "\r" if sys.stderr.isatty() and percent < 100 else "\n"
    print(f"已算 {percent}%", end=end, file=sys.stderr, flush=True)
