"""What months owe: an award's first and first unpaid month, what was paid too little (补发) and too much (追缴).

M14–M16 of the reference. A month stands for itself by its first day; sums are yuan, exact to the cent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from doudi.law.assess import MUST_SET, assess
from doudi.law.clauses import DISTRICT_2023_29, MCA_2021_43, MCA_2021_57
from doudi.law.days import add_months
from doudi.law.facts import Facts
from doudi.law.parameters import Registry
from doudi.law.working import Line, money

START_CLAUSE = MCA_2021_57.article(21)
STOP_CLAUSE = MCA_2021_43.article(26)
CLAWBACK_CLAUSE = DISTRICT_2023_29.part("三（二）5")
NOUGHT = Fraction(0)
Sums = Mapping[date, Fraction]


def month_of(day: date) -> date:
    """The month that a day lies in."""
    return day.replace(day=1)


def first_month(confirmed: date) -> date:
    """首次享受月: the month after the confirmation; the time of the procedure isn't made up for (57号 第二十一条)."""
    return add_months(month_of(confirmed), 1)


def stop_month(*, programme: str, happened: date, decided: date, after: str) -> date:
    """停发月, the first unpaid one: the month after the decision, or after the event where a place says so (`after`
    event, the parameter `stop_month_after`); for 特困 after the decision always (43号 第二十六条)."""
    is_event = after == "event" and programme != "extreme_hardship_support"
    return add_months(month_of(happened if is_event else decided), 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from one to another, both included; none where the last lies before."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(month_of(first), number) for number in range(max(count, 0))]


@dataclass(frozen=True)
class Month:
    """One month settled: what was due and what was paid."""

    month: date
    due: Fraction
    paid: Fraction
    is_clawed_back: bool

    @property
    def arrears(self) -> Fraction:
        """补发: what the family is still owed."""
        return max(self.due - self.paid, NOUGHT)

    @property
    def clawback(self) -> Fraction:
        """追缴: what was paid above what was due, in a month after the cause."""
        return max(self.paid - self.due, NOUGHT) if self.is_clawed_back else NOUGHT


@dataclass(frozen=True)
class Settled:
    """Months settled one by one; sums of arrears and of clawback aren't set off against each other."""

    months: tuple[Month, ...]

    @property
    def arrears(self) -> Fraction:
        """Yuan to be paid after."""
        return sum((each.arrears for each in self.months), NOUGHT)

    @property
    def clawback(self) -> Fraction:
        """Yuan to be paid back."""
        return sum((each.clawback for each in self.months), NOUGHT)

    def lines(self) -> tuple[Line, ...]:
        """The working: each month that differs, then both sums."""
        told = [_line(each) for each in self.months if each.arrears or each.clawback]
        return (
            *told,
            Line("arrears", "补发合计", money(self.arrears), "元", _sum(each.arrears for each in self.months), "", ""),
            Line(
                "clawback", "应追回合计", money(self.clawback), "元", _sum(each.clawback for each in self.months),
                CLAWBACK_CLAUSE, "",
            ),
        )  # fmt: skip


def settle(due: Sums, paid: Sums, *, cause: date | None = None) -> Settled:
    """Settle the months of `due` and `paid`; what is in one only is nought in the other.

    Clawed back are only months after the one in which the `cause` lies (a false statement, a change not told); without
    a cause nothing is: what an office paid too much by its own reckoning is for people to decide.
    """
    return Settled(tuple(
        Month(month, due.get(month, NOUGHT), paid.get(month, NOUGHT), cause is not None and month > cause)
        for month in sorted({*due, *paid})
    ))  # fmt: skip


def due_over(facts: Facts, registry: Registry, months: Iterable[date]) -> tuple[dict[date, Fraction], tuple[str, ...]]:
    """What the facts are due in each month, by the age and the parameters of its first day; and what parameters lack.

    A month without the parameters that it needs has no sum.
    """
    found: dict[date, Fraction] = {}
    missing: list[str] = []
    for month in months:
        answer = assess(replace(facts, on=month), registry)
        if answer.outcome == MUST_SET:
            missing += answer.must_set
        else:
            found[month] = answer.amounts.total
    return found, tuple(dict.fromkeys(missing))


def _line(each: Month) -> Line:
    owed = bool(each.arrears)
    name, label = ("arrears", "补发") if owed else ("clawback", "应追回")
    inputs = f"{money(each.due)} − {money(each.paid)}" if owed else f"{money(each.paid)} − {money(each.due)}"
    value = money(each.arrears or each.clawback)
    return Line(f"{name}_{each.month:%Y_%m}", f"{each.month:%Y-%m} {label}", value, "元", inputs, "", "")


def _sum(sums: Iterable[Fraction]) -> str:
    return " + ".join(money(each) for each in sums if each)
