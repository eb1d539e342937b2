"""What a check gives back: each row's outcome and problems, and the row in the product's own words where it can be taken in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.payments.ledger.codes import MEANINGS, Code, Outcome
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.headings import Area, Header

ORDER = {column: place for place, column in enumerate(Column)}
LONGEST_QUOTE = 30


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one cell."""

    column: Column
    code: Code
    text: str

    @property
    def outcome(self) -> Outcome:
        """What this problem alone means for the row."""
        return MEANINGS[self.code].outcome

    def as_dict(self) -> dict[str, str]:
        """As CONTRACTS gives it."""
        return {"column": self.column.value, "code": self.code.value, "text": self.text}


@dataclass(slots=True)
class Findings:
    """The problems of one row while it is being checked."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, column: Column, code: Code, **words: object) -> None:
        """Note a problem; the words fill the sentence of its code, long ones are cut."""
        said = {name: _quote(word) for name, word in words.items()}
        problem = Problem(column, code, MEANINGS[code].sentence.format_map(said))
        if problem not in self.problems:
            self.problems.append(problem)

    def at(self, column: Column) -> bool:
        """Whether something is already known to be wrong in a column."""
        return any(problem.column is column for problem in self.problems)

    @property
    def outcome(self) -> Outcome:
        """The gravest of all."""
        found = {problem.outcome for problem in self.problems}
        return next((outcome for outcome in (Outcome.REFUSE, Outcome.ASK) if outcome in found), Outcome.TAKE)

    def sorted(self) -> tuple[Problem, ...]:
        """In the order of the columns."""
        return tuple(sorted(self.problems, key=lambda problem: ORDER[problem.column]))


def _quote(word: object) -> str:
    text = str(word)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


@dataclass(frozen=True, slots=True)
class Member:
    """家庭成员: `relation` as in `doudi assess` (head, spouse, child, …); `sex` M or F."""

    name: str
    id_number: str
    relation: str
    born: date
    sex: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """台账里的一户, normalised: ID numbers of 18 digits, sums in yuan, codes of town and village.

    The head is the first member. What only an `ask` row can lack is None or empty: `start`, `guaranteed`,
    `family_size`, `stated_total`, `bank`, `account_owner`, `account_number`.
    """

    sheet: str
    row: int
    area: Area
    members: tuple[Member, ...]
    family_size: int | None
    guaranteed: int | None
    base: Decimal
    supplement: Decimal
    stated_total: Decimal | None
    start: date | None
    town: str
    village: str
    address: str
    phone: str
    certificate: str
    reason: str
    method: str
    bank: str
    account_owner: str
    account_number: str
    yearly_income: Decimal | None
    houses: Decimal | None
    house_area: Decimal | None
    financial_assets: Decimal | None

    @property
    def head(self) -> Member:
        """户主."""
        return self.members[0]

    @property
    def total(self) -> Decimal:
        """月发放合计: base and supplement together, yuan a month, whatever the sheet's own total says."""
        return self.base + self.supplement

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: sums as strings with two decimals, days in ISO form, the month as YYYY-MM."""
        plain = {name: _plain(getattr(self, name)) for name in self.__slots__ if name not in {"members", "start"}}
        members = [{name: _plain(getattr(one, name)) for name in one.__slots__} for one in self.members]
        return {**plain, "members": members, "start": f"{self.start:%Y-%m}" if self.start else None}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row: its outcome, its problems, and the normalised row unless it is refused."""

    row: int
    outcome: Outcome
    problems: tuple[Problem, ...]
    ledger: LedgerRow | None

    def as_dict(self) -> dict[str, Any]:
        """As CONTRACTS gives it."""
        problems = [problem.as_dict() for problem in self.problems]
        return {"row": self.row, "outcome": self.outcome.value, "problems": problems}


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet: its name, where its columns stand, urban or rural, and its rows in order."""

    name: str
    header: Header
    area: Area
    rows: tuple[RowReport, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """核对结果: a whole workbook; `month` is the first day of the month it is about, `month_said` whether a title gave it."""

    name: str
    month: date
    month_said: bool
    sheets: tuple[SheetReport, ...]

    @property
    def rows(self) -> Iterator[RowReport]:
        """All rows of all sheets, in order."""
        return (row for sheet in self.sheets for row in sheet.rows)

    @property
    def totals(self) -> dict[Outcome, int]:
        """How many rows have each outcome."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def is_clean(self) -> bool:
        """Whether every row can be taken in as it is."""
        return all(row.outcome is Outcome.TAKE for row in self.rows)

    def ledger_rows(self, outcome: Outcome) -> Iterator[LedgerRow]:
        """The normalised rows of one outcome (take or ask)."""
        return (row.ledger for row in self.rows if row.outcome is outcome and row.ledger is not None)

    def as_dict(self) -> dict[str, Any]:
        """The answer of `doudi ledger check --json`, as CONTRACTS gives it."""
        sheets = [
            {"name": sheet.name, "header_row": sheet.header.row, "rows": [row.as_dict() for row in sheet.rows]}
            for sheet in self.sheets
        ]
        return {"sheets": sheets, "totals": {outcome.value: count for outcome, count in self.totals.items()}}
