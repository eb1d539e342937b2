"""The time limits 办理时限 that `doudi due` answers, each with its clause; procedures take theirs from the same list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from doudi.law.calendar import ONE_DAY, Calendar, Counted
from doudi.law.clauses import DISTRICT_2023_29, MCA_2021_43, MCA_2021_57, MCA_2022_83, RIGID_SPENDING_2025, STATE_649
from doudi.law.days import add_months, last_day_of_month, month_number, month_text


class Way(StrEnum):
    """How a limit is counted; the day after the event is day one."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    FREE_FROM = "from the day after"
    MONTHS = "months"
    MONTH_END = "last day of the month"
    MONTH = "month"
    MONTH_DAY = "day of the month"
    QUARTER = "end of the quarter"
    THIRD_QUARTER = "end of the third quarter"


@dataclass(frozen=True)
class Limit:
    """One time limit: its length in the unit of `way`, whether its end rolls to a working day, and its clause.

    `parameter` names the local parameter that gives the length where no national text in force does.
    """

    title: str
    length: int
    way: Way
    clause: str
    rolls: bool = False
    extended: int = 0
    parameter: str = ""


@dataclass(frozen=True)
class Due:
    """When a limit ends: a day, or a month `YYYY-MM`; `counted` says how, in words."""

    due: date | str
    provisional: bool
    counted: str
    clause: str

    def as_dict(self) -> dict[str, str | bool]:
        """The answer of `doudi due --json`."""
        due = self.due if isinstance(self.due, str) else self.due.isoformat()
        return {"due": due, "provisional": self.provisional, "counted": self.counted, "clause": self.clause}


class LimitError(ValueError):
    """A limit that isn't there, can't be extended, has no length here, or ends beyond the calendar; fit for the screen."""


LOCAL = "当地规定"
# fmt: off
LIMITS: Mapping[str, Limit] = {
    "survey-start":       Limit("启动家庭经济状况调查", 3, Way.WORKING_DAYS, MCA_2021_57.article(15)),
    "check-start":        Limit("启动信息核对", 3, Way.WORKING_DAYS, MCA_2021_57.article(17)),
    "confirm":            Limit("审核确认", 20, Way.WORKING_DAYS, MCA_2022_83.part("四（一）"), extended=45),
    "publicity-end":      Limit("公示期满", 7, Way.DAYS, MCA_2021_57.article(19)),
    "decide-from":        Limit("公示期满次日", 7, Way.FREE_FROM, MCA_2021_57.article(19)),
    "refusal-notice":     Limit("送达不予确认通知", 3, Way.WORKING_DAYS, MCA_2021_57.article(21)),
    "first-payment":      Limit("首次发放月份", 1, Way.MONTH, MCA_2021_57.article(21)),
    "filing":             Limit("报区民政局备案", 7, Way.DAYS, DISTRICT_2023_29.part("五（二）"), rolls=True),
    "hardship-proposal":  Limit("特困调查核实并提出初审意见", 15, Way.WORKING_DAYS, MCA_2021_43.article(13)),
    "hardship-objection": Limit("特困异议重新调查", 15, Way.WORKING_DAYS, MCA_2021_43.article(15)),
    "self-care":          Limit("生活自理能力复核评估", 10, Way.WORKING_DAYS, MCA_2021_43.article(23)),
    "recheck-stable":     Limit("定期核查（每年）", 12, Way.MONTHS, MCA_2021_57.article(31), rolls=True),
    "recheck-unstable":   Limit("定期核查（每半年）", 6, Way.MONTHS, MCA_2021_57.article(31), rolls=True),
    "death-recheck":      Limit("成员去世后复核", 3, Way.MONTHS, MCA_2022_83.part("一（三）"), rolls=True),
    "grace-end":          Limit("渐退期满", 6, Way.MONTH_END, MCA_2022_83.part("一（三）")),
    "papers-examined":    Limit("申请材料审查", 0, Way.DAYS, MCA_2021_57.article(10)),
    "county-review":      Limit("区级审核确认（未下放时）", 10, Way.WORKING_DAYS, MCA_2021_57.article(20)),
    "hardship-confirm":   Limit("特困审核确认（未下放时）", 15, Way.WORKING_DAYS, MCA_2021_43.article(16)),
    "ending-publicity":   Limit("拟终止救助供养公示期满", 7, Way.DAYS, MCA_2021_43.article(26)),
    "ending-objection":   Limit("终止救助供养异议调查核实", 15, Way.WORKING_DAYS, MCA_2021_43.article(26)),
    "unreported-change":  Limit("家庭变化未报告的容缓期", 3, Way.MONTHS, MCA_2022_83.part("五（五）")),
    "rigid-status":       Limit("刚性支出困难家庭有效期满", 12, Way.MONTHS, RIGID_SPENDING_2025.article(10)),
    "annual-review":      Limit("年度复核（第三季度）", 0, Way.THIRD_QUARTER, DISTRICT_2023_29.part("五（四）")),
    "quarterly-files":    Limit("新增、复核档案报区民政局", 0, Way.QUARTER, DISTRICT_2023_29.part("五（三）")),
    "review-request":     Limit("申请行政复议", 60, Way.DAYS, STATE_649.article(65), rolls=True),
    "lawsuit":            Limit("提起行政诉讼", 6, Way.MONTHS, STATE_649.article(65), rolls=True),
    "payment-day":        Limit("发放日", 0, Way.MONTH_DAY, LOCAL, parameter="payment_day"),
    "complaint":          Limit("投诉、举报办结", 0, Way.DAYS, MCA_2021_57.article(37), rolls=True, parameter="complaint_days"),
    "check-objection":    Limit("核对结果异议复核", 0, Way.WORKING_DAYS, LOCAL, parameter="check_objection_days"),
    "retention":          Limit("档案保存期满", 36, Way.MONTHS, DISTRICT_2023_29.part("五（三）")),
}
# fmt: on


def due(
    name: str,
    after: date,
    calendar: Calendar,
    extended: bool = False,
    *,
    paused: tuple[int, int] = (0, 0),
    local: int | None = None,
) -> Due:
    """The end of a limit that runs from an event; raises LimitError with a sentence for the screen.

    `paused`: for how many working days and for how many days the clock stood still; limits of months don't stop.
    `local`: the value of the limit's parameter, for a limit that has one.
    """
    limit = known(name)
    if extended and not limit.extended:
        raise LimitError(f"时限“{name}”不能延长，只有 confirm 可用 --extended")
    length = _length(name, limit, local, extended=extended)
    longer = {Way.WORKING_DAYS: paused[0], Way.DAYS: paused[1], Way.FREE_FROM: paused[1]}.get(limit.way, 0)
    try:
        end = _end(limit, length + longer, after, calendar)
    except OverflowError:
        raise LimitError(f"自 {after.isoformat()} 起算的时限超出日历范围") from None
    if limit.way is Way.MONTH:
        return Due(month_text(month_number(end.day)), False, "the month after", limit.clause)
    return Due(end.day, end.provisional, _counted(limit, length), limit.clause)


def known(name: str) -> Limit:
    """The limit of that name; raises LimitError."""
    if name not in LIMITS:
        raise LimitError(f"没有名为“{name}”的时限；可用：{'、'.join(LIMITS)}")
    return LIMITS[name]


def _length(name: str, limit: Limit, local: int | None, *, extended: bool) -> int:
    if not limit.parameter:
        return limit.extended if extended else limit.length
    if local is None:
        raise LimitError(f"时限“{name}”由当地规定，参数 {limit.parameter} 还没有值")
    if local < 1:
        raise LimitError(f"参数 {limit.parameter} 应当至少是 1")
    return local


def _end(limit: Limit, length: int, after: date, calendar: Calendar) -> Counted:
    if limit.way is Way.WORKING_DAYS:
        return calendar.after(length, after)
    end = _ENDS[limit.way](after, length)
    return calendar.roll(end) if limit.rolls else Counted(end, provisional=False)


def month_day(after: date, day: int) -> date:
    """The next such day of a month after an event, the month's last day where it has none."""
    months = (last_day_of_month(month_number(after) + ahead) for ahead in range(2))
    return next(found for last in months if (found := last.replace(day=min(day, last.day))) > after)


# The last day of a limit that no working day is counted for, by the day of the event and the limit's length.
_ENDS: Mapping[Way, Callable[[date, int], date]] = {
    Way.DAYS: lambda after, length: after + length * ONE_DAY,
    Way.FREE_FROM: lambda after, length: after + (length + 1) * ONE_DAY,
    Way.MONTHS: add_months,
    Way.MONTH: lambda after, length: last_day_of_month(month_number(after) + length),
    Way.MONTH_END: lambda after, length: last_day_of_month(month_number(after) + length),
    Way.MONTH_DAY: month_day,
    Way.QUARTER: lambda after, _length: last_day_of_month(month_number(after) // 3 * 3 + 2),
    Way.THIRD_QUARTER: lambda after, _length: last_day_of_month((after.year + (after.month > 9)) * 12 + 8),
}


def _counted(limit: Limit, length: int) -> str:
    if limit.way is Way.DAYS and not length:
        return "the same day"
    if limit.way in (Way.MONTHS, Way.MONTH_END) and length % 12 == 0:
        return "1 year" if length == 12 else f"{length // 12} years"
    return _WORDS[limit.way].format(length)


_WORDS: Mapping[Way, str] = {
    Way.WORKING_DAYS: "{} working days",
    Way.DAYS: "{} days",
    Way.FREE_FROM: "the day after {} days",
    Way.MONTHS: "{} months",
    Way.MONTH_END: "{} months",
    Way.MONTH_DAY: "day {} of the month",
    Way.QUARTER: "the end of the quarter",
    Way.THIRD_QUARTER: "the end of the third quarter",
}
