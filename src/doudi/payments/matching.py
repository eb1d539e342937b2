"""Finds for each line of a bank's return the exported payment that it answers; what can't be told is a problem."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from doudi.payments.return_file import Problem, Row
from doudi.vault.index import blind_index

Key = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class Exported:
    """One payment as it was exported: the lines of a family and month together; `result` is what is known of it."""

    household: UUID
    month: date
    amount: Decimal
    number_index: bytes
    names: tuple[str, str]
    result: str

    @property
    def key(self) -> Key:
        """Family and month: a run pays them once."""
        return (self.household, self.month)


@dataclass(frozen=True, slots=True)
class Result:
    """What the bank says of one exported payment, and at which row."""

    payment: Exported
    is_paid: bool
    reason: str
    row: int

    @property
    def code(self) -> str:
        """`paid` or `failed`."""
        return "paid" if self.is_paid else "failed"


@dataclass(frozen=True, slots=True)
class Matched:
    """Results that are new, how many payments had just this result already, and what can't be taken."""

    fresh: tuple[Result, ...]
    known: int
    problems: tuple[Problem, ...]


def match(rows: Sequence[Row], exported: Iterable[Exported]) -> Matched:
    """Match by account and amount, by name and month where given. The same line twice counts once."""
    by_account: dict[bytes, list[Exported]] = {}
    for payment in exported:
        by_account.setdefault(payment.number_index, []).append(payment)
    alike: dict[tuple[Key, ...], tuple[list[Exported], list[Row]]] = {}
    problems: list[Problem] = []
    for row in rows:
        found = _candidates(row, by_account)
        if isinstance(found, str):
            problems.append(_problem(row, found))
        else:
            alike.setdefault(tuple(payment.key for payment in found), (found, []))[1].append(row)
    results = _settled(alike.values(), problems)
    return _sorted_out(results, problems, {row.at: row for row in rows})


def _settled(alike: Iterable[tuple[Sequence[Exported], Sequence[Row]]], problems: list[Problem]) -> dict[Key, Result]:
    """One result a payment; two that contradict each other are a problem."""
    results: dict[Key, Result] = {}
    for payments, group in alike:
        for result in _assign(group, payments):
            if isinstance(result, Problem):
                problems.append(result)
            elif (before := results.get(result.payment.key)) and before.is_paid != result.is_paid:
                problems.append(_problem(group[0], "同一笔既写成功又写失败，不知道以哪个为准"))
            else:
                results.setdefault(result.payment.key, result)
    return results


def _candidates(row: Row, by_account: Mapping[bytes, Sequence[Exported]]) -> list[Exported] | str:
    """The payments that a row may answer, or why there is none."""
    found = list(by_account.get(blind_index("account", row.account), ()))
    if not found:
        return "这个账号不在本批次导出的明细里"
    same = [payment for payment in found if payment.amount == row.amount]
    if not same:
        return _other_sums(row, found)
    named = [payment for payment in same if _is_named(row.name, payment)]
    if not named and row.is_paid:
        return "户名与导出的不同，却写已到账；请银行核对付给了谁"
    # A name that the bank knows otherwise is often the very reason why a payment failed.
    return _of_month(row, named or same)


def _other_sums(row: Row, found: Iterable[Exported]) -> str:
    sums = "、".join(sorted({f"{payment.amount:.2f}" for payment in found}))
    return f"金额与导出的不同：回盘 {row.amount:.2f} 元，导出 {sums} 元"


def _of_month(row: Row, payments: list[Exported]) -> list[Exported] | str:
    if row.month is None:
        return payments
    return [payment for payment in payments if payment.month == row.month] or "所属月份与导出的不同"


def _is_named(name: str, payment: Exported) -> bool:
    """Whether the bank's name is the payee's or the account's; * stands for what a bank hides."""
    if not name:
        return True
    pattern = re.compile("".join("." if sign in "*＊" else re.escape(sign) for sign in name))
    return any(pattern.fullmatch(each) for each in payment.names)


def _assign(rows: Sequence[Row], payments: Sequence[Exported]) -> Iterator[Result | Problem]:
    """Rows that look alike to the payments that look alike; in order where it makes no difference."""
    differ = len({row.is_paid for row in rows}) > 1
    if len(payments) == 1 and differ:
        yield _problem(rows[-1], "同一笔既写成功又写失败，不知道以哪个为准")
    elif len(rows) < len(payments):
        yield _problem(rows[0], f"有 {len(payments)} 笔账号、金额都相同，看不出是哪一笔；请补上姓名或所属月份")
    elif differ and not _may_be_swapped(rows, payments):
        yield _problem(rows[0], f"有 {len(payments)} 笔账号、金额都相同而结果不一；请补上姓名或所属月份")
    else:
        ordered = sorted(payments, key=lambda payment: (payment.month, str(payment.household)))
        for payment, row in zip(ordered, rows, strict=False):
            yield Result(payment, row.is_paid, row.reason, row.at)


def _may_be_swapped(rows: Sequence[Row], payments: Sequence[Exported]) -> bool:
    """Whether it makes no difference which result is whose: as many of each, all of one family."""
    return len(rows) <= len(payments) and len({payment.household for payment in payments}) <= 1


def _sorted_out(results: Mapping[Key, Result], problems: list[Problem], rows: Mapping[int, Row]) -> Matched:
    """Apart: what is new, what was known, what contradicts an earlier return."""
    fresh, known = [], 0
    for result in results.values():
        if not result.payment.result:
            fresh.append(result)
        elif result.payment.result == result.code:
            known += 1
        else:
            words = ("退票", "到账") if result.is_paid else ("到账", "退票")
            sentence = f"以前的回盘说这笔{words[0]}，这一份说{words[1]}；请银行书面说明以哪个为准"
            problems.append(_problem(rows[result.row], sentence))
    return Matched(tuple(fresh), known, tuple(problems))


def _problem(row: Row, sentence: str) -> Problem:
    return Problem(row.place, sentence, row.name, f"{row.amount:.2f}")
