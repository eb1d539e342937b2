"""The working-day calendar 工作日历: published arrangements of the State Council, and a provisional one beyond them."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

import chinese_calendar
from chinese_calendar.constants import holidays as published_holidays

ONE_DAY = timedelta(days=1)
FIRST_PUBLISHED = min(day.year for day in published_holidays)
LAST_PUBLISHED = max(day.year for day in published_holidays)
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class Counted:
    """A day that was counted to, and whether a year without a published calendar was looked at on the way."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Working days of China, 调休 included; `edits` are days set by staff (True: worked), which go before everything.

    `entered` names later years whose whole arrangement staff have entered as edits: they count as published.
    """

    edits: Mapping[date, bool] = field(default_factory=dict)
    entered: Collection[int] = ()
    _years: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_published(self, year: int) -> bool:
        """Whether the year's arrangement is known; an unpublished year is counted provisionally."""
        return FIRST_PUBLISHED <= year <= LAST_PUBLISHED or year in self.entered

    def is_working(self, day: date) -> bool:
        """Whether offices work that day: edits, then the published year, else weekdays but the fixed-date holidays."""
        edited = self.edits.get(day)
        if edited is not None:
            return edited
        if FIRST_PUBLISHED <= day.year <= LAST_PUBLISHED:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS

    def after(self, days: int, start: date, working: bool = True) -> Counted:
        """Count days from the day after `start` (day one); calendar days are not rolled and never provisional.

        Raises ValueError for a negative count, OverflowError beyond the year 9999.
        """
        if days < 0:
            raise ValueError(days)
        if not working:
            return Counted(start + timedelta(days=days), provisional=False)
        return self._worked(days, start) if days else Counted(start, provisional=False)

    def _worked(self, days: int, start: date) -> Counted:
        """The last of so many working days after `start`, looked up in the sums of the years that it takes."""
        year = (start + ONE_DAY).year
        goal = days + (self._sums(year)[_place(start)] if start.year == year else 0)
        provisional = not self.is_published(year)
        while goal > self._sums(year)[-1]:
            goal, year = goal - self._sums(year)[-1], year + 1
            if year > date.max.year:
                raise OverflowError(days)
            provisional = provisional or not self.is_published(year)
        return Counted(date(year, 1, 1) + bisect_left(self._sums(year), goal) * ONE_DAY, provisional)

    def roll(self, day: date) -> Counted:
        """The day itself when worked, else the next working day (民法典 第二百零三条)."""
        provisional = not self.is_published(day.year)
        while not self.is_working(day):
            day += ONE_DAY
            provisional = provisional or not self.is_published(day.year)
        return Counted(day, provisional)

    def working_days(self, after: date, until: date) -> int:
        """How many working days lie after one day, up to and with another; 0 when `until` isn't later."""
        if until <= after:
            return 0
        whole = sum(self._sums(year)[-1] for year in range(after.year, until.year))
        return whole + self._sums(until.year)[_place(until)] - self._sums(after.year)[_place(after)]

    def _sums(self, year: int) -> list[int]:
        """The working days of a year up to and with each of its days, counted once."""
        if year not in self._years:
            first = date(year, 1, 1)
            days = range((date(year, 12, 31) - first).days + 1)
            self._years[year] = list(accumulate(int(self.is_working(first + timedelta(days=n))) for n in days))
        return self._years[year]


def _place(day: date) -> int:
    return day.timetuple().tm_yday - 1
