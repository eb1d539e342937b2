"""How figures, days and moments are written on a screen: one place, so that every page says them alike."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

NOTHING = "—"
MINUS = "\N{MINUS SIGN}"
FEN = Decimal("0.01")
WEEKDAYS = "一二三四五六日"

Figure = Decimal | int | str | None


def money(value: Decimal | int | str | None, *, signed: bool = False) -> str:
    """Yuan with two places: 1,234.56; a true minus sign; nothing is a dash.

    A float is refused (TypeError): money never passes through one. Text must be a decimal number (ValueError).
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, float):
        raise TypeError("money is Decimal, never float")
    try:
        amount = Decimal(value).quantize(FEN, ROUND_HALF_UP)
    except ArithmeticError as wrong:
        raise ValueError(f"not an amount: {value!r}") from wrong
    sign = MINUS if amount < 0 else "+" if signed and amount > 0 else ""
    return f"{sign}{abs(amount):,}"


def figure(value: Figure) -> str:
    """A cell of a table of figures: Decimal as money, a whole number grouped, text as it is, nothing as a dash."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, int):
        return grouped(value)
    return value or NOTHING


def grouped(count: int) -> str:
    """A count with thousands: 1,286."""
    return f"{count:,}".replace("-", MINUS)


def day(value: date | None, today: date | None, *, long: bool = False) -> str:
    """A day as lists write it, 11-30, or in prose, 11月30日 周一; with the year when it is not this one."""
    if value is None:
        return NOTHING
    value = _local(value)
    this_year = today is not None and _local(today).year == value.year
    if long:
        year = "" if this_year else f"{value.year}年"
        return f"{year}{value.month}月{value.day}日 {weekday(value)}"
    return value.strftime("%m-%d") if this_year else value.isoformat()


def moment(value: datetime | None, today: date | None) -> str:
    """A moment as lists write it: 11-20 18:02, with the year when it is not this one."""
    return NOTHING if value is None else f"{day(value, today)} {hour(value)}"


def weekday(value: date) -> str:
    """周一 … 周日."""
    return f"周{WEEKDAYS[_local(value).weekday()]}"


def hour(value: datetime) -> str:
    """18:02, on the office's clock."""
    return timezone.localtime(value).strftime("%H:%M")


def _local(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
