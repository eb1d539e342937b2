"""Checks the figures of a row: how many people, what they get each month, and the figures that are only for information."""

from dataclasses import dataclass
from decimal import Decimal

from doudi.payments.ledger import cells
from doudi.payments.ledger.codes import Code
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.reading import Line
from doudi.payments.ledger.rows import Findings

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Heads:
    """人口: as stated; None where it can't be read."""

    family: int | None
    guaranteed: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """金额: yuan a month; `base` and `supplement` are None where they can't be read (such a row is refused)."""

    base: Decimal | None
    supplement: Decimal | None
    stated_total: Decimal | None


def heads(line: Line, findings: Findings, *, listed: int | None) -> Heads:
    """Read and compare the counts of people; `listed` is how many the row's list of members has, None when unknown."""
    family, guaranteed = (_count(line, column, findings) for column in (Column.FAMILY, Column.GUARANTEED))
    if family and listed is not None and family != listed:
        findings.add(Column.FAMILY, Code.FAMILY_COUNT_DIFFERS, stated=family, listed=listed)
    if family and guaranteed and guaranteed > family:
        findings.add(Column.GUARANTEED, Code.GUARANTEED_OVER_FAMILY, guaranteed=guaranteed, family=family)
    return Heads(family, guaranteed)


def _count(line: Line, column: Column, findings: Findings) -> int | None:
    try:
        number = cells.count(line.get(column))
    except cells.UnreadableError as error:
        findings.add(column, error.code, value=cells.plain(line.get(column)))
        return None
    if not number:
        findings.add(column, Code.COUNT_ZERO)
    return number


def sums(line: Line, findings: Findings, *, standard: Decimal, people: Heads) -> Sums:
    """Read and compare the sums; `standard` is yuan a head a month."""
    base = _amount(line, Column.BASE, findings)
    supplement = _amount(line, Column.SUPPLEMENT, findings) if line.get(Column.SUPPLEMENT) != "" else ZERO
    if base is not None:
        _compare_with_standard(base, standard, people, findings)
    if base is None or supplement is None:
        return Sums(base, supplement, None)
    return Sums(base, supplement, _total(line, base, supplement, findings))


def _amount(line: Line, column: Column, findings: Findings) -> Decimal | None:
    value = line.get(column)
    try:
        amount = cells.money(value)
    except cells.UnreadableError as error:
        findings.add(column, error.code, value=cells.plain(value))
        return None
    if amount < 0:
        findings.add(column, Code.AMOUNT_NEGATIVE, value=f"{amount:,.2f}")
        return None
    return amount


def _compare_with_standard(base: Decimal, standard: Decimal, people: Heads, findings: Findings) -> None:
    """A full gap is the standard for each guaranteed person: no base can be higher (民发〔2021〕57号 第二十三条)."""
    count = people.guaranteed or people.family
    if not base:
        findings.add(Column.BASE, Code.AMOUNT_ZERO)
    elif count and base > standard * count:
        words = {"amount": f"{base:,.2f}", "standard": f"{standard:,.2f}", "most": f"{standard * count:,.2f}"}
        findings.add(Column.BASE, Code.AMOUNT_OVER_STANDARD, people=count, **words)


def _total(line: Line, base: Decimal, supplement: Decimal, findings: Findings) -> Decimal | None:
    value = line.get(Column.TOTAL)
    right = base + supplement
    try:
        total = cells.money(value)
    except cells.UnreadableError as error:
        code = Code.TOTAL_MISSING if error.code is Code.AMOUNT_MISSING else Code.TOTAL_UNREADABLE
        findings.add(Column.TOTAL, code, value=cells.plain(value), sum=f"{right:,.2f}")
        return None
    if total != right:
        said = {"total": total, "base": base, "supplement": supplement, "sum": right}
        findings.add(Column.TOTAL, Code.TOTAL_DIFFERS, **{name: f"{amount:,.2f}" for name, amount in said.items()})
    return total


def information(line: Line, column: Column, findings: Findings) -> Decimal | None:
    """A figure that is only kept: income, houses, area, assets; None when the ledger has none."""
    value = line.get(column)
    try:
        number = cells.optional_number(value)
    except cells.UnreadableError:
        number = Decimal(-1)
    if number is not None and number < 0:
        findings.add(column, Code.NUMBER_UNREADABLE, value=cells.plain(value))
        return None
    return number
