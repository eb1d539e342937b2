"""Days and months as the law counts them: strict ISO reading, completed years, months that lack the day."""

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def read_day(text: str) -> date:
    """Read `YYYY-MM-DD`; raises ValueError for any other form, also for other ISO forms, and for days that don't exist."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"“{text}”不是日期，请写成 2026-11-02 的样子")


def read_month(text: str) -> int:
    """Read `YYYY-MM` as a running number of months; raises ValueError for any other form or the year 0000."""
    if not _MONTH.fullmatch(text) or text.startswith("0000"):
        raise ValueError(f"“{text}”不是月份，请写成 2026-11 的样子")
    return int(text[:4]) * 12 + int(text[5:]) - 1


def month_number(day: date) -> int:
    """The running number of the month that a day lies in; differences count months."""
    return day.year * 12 + day.month - 1


def month_text(number: int) -> str:
    """A running number of months as `YYYY-MM`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def last_day_of_month(number: int) -> date:
    """The last day of a month given by its running number; raises OverflowError beyond the year 9999."""
    year, month = divmod(number, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(number)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def add_months(day: date, months: int) -> date:
    """The same day some months later; a month without that day gives its last day (民法典 第二百零二条)."""
    last = last_day_of_month(month_number(day) + months)
    return last.replace(day=min(day.day, last.day))


def full_years(since: date, on: date) -> int:
    """Completed years (周岁) on a day: reached on the anniversary, 29 February on 1 March in common years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
