"""What one cell says: text, a sum, a count, a month or a list, however it was typed; never guessed."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from doudi.payments.ledger.codes import Code

Value = int | float | str | bool | time | date | datetime | timedelta

EXACT_BELOW = 10**15
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
NUMERAL = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
SEPARATORS = re.compile(r"[;；,，、|]\n?|\n[;；,，、|]?")
NOTHING = {"-", "--", "—", "——", "/", "无", "没有"}
UNITS = re.compile(r"(平方米|平米|㎡|m2|套|处)$")
CENT = Decimal("0.01")
MAX_SUM = Decimal(100_000_000)
CHINESE_DIGITS = {"〇": 0, "零": 0, "○": 0} | {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
MONTH_SHAPES = (
    re.compile(r"(\d{4})[-./年](\d{1,2})月?份?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
    re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?00:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
CHINESE_MONTH = re.compile(r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月份?")


class UnreadableError(ValueError):
    """A cell that doesn't say what its column needs; `code` is one of the ledger's problem codes."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def plain(value: Value) -> str:
    """A cell as the text that a person reads: no control or formatting characters, any space one space, trimmed."""
    if isinstance(value, str):
        return " ".join(_visible(value.replace("_x000D_", "\n")).split())
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_BELOW:
        return str(int(value))
    return str(value)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or not _hidden(sign))


def _hidden(sign: str) -> bool:
    """Zero-width marks and control characters; rare characters of names that Unicode doesn't know yet are kept."""
    return unicodedata.category(sign) in {"Cf", "Cc"}


def half_width(value: Value) -> str:
    """The text with full-width letters, digits and marks as ordinary ones, and no spaces at all."""
    return "".join(plain(value).translate(HALF_WIDTH).split())


def person_name(value: Value) -> str:
    """A person's name: spaces that only align Chinese characters go, those between Latin words stay."""
    text = plain(value)
    return text if text.replace(" ", "").isascii() else text.replace(" ", "")


def is_number(value: Value) -> bool:
    """Whether the cell holds a number, not digits as text."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def digits_lost(value: Value) -> bool:
    """Whether the cell is a number too long for a workbook to keep: it keeps 15 digits, the rest are zeros."""
    return isinstance(value, int | float) and abs(value) >= EXACT_BELOW


def listed(value: Value) -> list[str]:
    """The entries of a list such as `张三;李四`, whatever the separator; empty ones at the end are dropped."""
    lines = value.replace("_x000D_", "\n").splitlines() if isinstance(value, str) else [plain(value)]
    entries = [plain(entry) for entry in SEPARATORS.split("\n".join(line.strip() for line in lines if line.strip()))]
    while entries and not entries[-1]:
        entries.pop()
    return entries


def money(value: Value) -> Decimal:
    """A sum in yuan with at most two decimals; the sign is kept.

    Errors: UnreadableError: missing, no number, more than two decimals, or beyond any ledger.
    """
    amount = _decimal(value)
    cents = amount.quantize(CENT)
    # A workbook keeps sums as binary fractions, so 313.1 may come as 313.09999999999997.
    if abs(amount - cents) > Decimal("0.000001"):
        raise UnreadableError(Code.AMOUNT_TOO_FINE)
    return cents


def _decimal(value: Value) -> Decimal:
    if not is_number(value) and not isinstance(value, str):
        raise UnreadableError(Code.AMOUNT_UNREADABLE)
    number = _numeral(value) if isinstance(value, str) else Decimal(repr(value))
    if not number.is_finite() or abs(number) > MAX_SUM:
        raise UnreadableError(Code.AMOUNT_UNREADABLE)
    return number


def _numeral(value: str) -> Decimal:
    text = half_width(value).replace("−", "-").lstrip("¥￥").removesuffix("元")
    if not text:
        raise UnreadableError(Code.AMOUNT_MISSING)
    if len(text) > 20 or not NUMERAL.fullmatch(text):
        raise UnreadableError(Code.AMOUNT_UNREADABLE)
    return Decimal(text.replace(",", ""))


def count(value: Value) -> int:
    """A number of people or houses, not negative. Errors: UnreadableError: missing or no whole number."""
    text = half_width(value).rstrip("人口") if is_number(value) or isinstance(value, str) else "?"
    if not text:
        raise UnreadableError(Code.COUNT_MISSING)
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise UnreadableError(Code.COUNT_UNREADABLE)
    return int(text)


def optional_number(value: Value) -> Decimal | None:
    """A number that the ledger may leave out, rounded to two decimals: None when empty, 0 for 无 or a dash.

    Errors: UnreadableError: no number.
    """
    if isinstance(value, str):
        text = half_width(value)
        if not text:
            return None
        if text in NOTHING:
            return Decimal(0)
        value = UNITS.sub("", text)
    return _decimal(value).quantize(CENT, ROUND_HALF_UP)


def month(value: Value) -> date:
    """The first day of the month that a cell names: 2023-08, 202308, 2023.8, 2023年8月, a date, a day of the month.

    Errors: UnreadableError: missing, unreadable, or a number such as 2023.1 that may be January or October.
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1)
    if isinstance(value, float) and not value.is_integer():
        return _month_number(value)
    text = half_width(value)
    if not text:
        raise UnreadableError(Code.MONTH_MISSING)
    return _written_month(text)


def _written_month(text: str) -> date:
    for shape in MONTH_SHAPES:
        if found := shape.fullmatch(text):
            return _first(int(found[1]), int(found[2]), int(found[3]) if found.lastindex == 3 else 1)
    if found := CHINESE_MONTH.fullmatch(text):
        return _first(chinese_year(found[1]), chinese_month(found[2]), 1)
    raise UnreadableError(Code.MONTH_UNREADABLE)


def _month_number(value: float) -> date:
    """2023.08 typed as a number; 2023.1 has lost what would tell January from October."""
    found = re.fullmatch(r"(\d{4})\.(\d{1,2})", repr(value))
    if found is None:
        raise UnreadableError(Code.MONTH_UNREADABLE)
    if found[2] == "1":
        raise UnreadableError(Code.MONTH_AMBIGUOUS)
    return _first(int(found[1]), int(found[2]), 1)


def _first(year: int, month_number: int, day: int) -> date:
    try:
        return date(year, month_number, day).replace(day=1)
    except ValueError:
        raise UnreadableError(Code.MONTH_UNREADABLE) from None


def chinese_year(signs: str) -> int:
    """二〇二三 as 2023."""
    return int("".join(str(CHINESE_DIGITS[sign]) for sign in signs))


def chinese_month(signs: str) -> int:
    """八 as 8, 十二 as 12; 0 when it is no month."""
    tens, ten, ones = signs.partition("十")
    if not ten:
        return CHINESE_DIGITS.get(signs, 0)
    if tens not in {"", "一"} or (ones and ones not in CHINESE_DIGITS):
        return 0
    return 10 + (CHINESE_DIGITS[ones] if ones else 0)
