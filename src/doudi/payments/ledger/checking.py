"""Checks a ledger row by row: what can be taken in, what a person has to look at, what is handed back."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from doudi.law.divisions import Division, Tree, tree
from doudi.payments.ledger import cells, sums
from doudi.payments.ledger.codes import Code, Outcome
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.family import Family, Person, family
from doudi.payments.ledger.reading import Book, Line, Sheet
from doudi.payments.ledger.rows import Findings, LedgerRow, Report, RowReport, SheetReport

EARLIEST_START = date(1993, 1, 1)
METHODS = {
    "": "",
    "补差": "gap",
    "差额": "gap",
    "补差救助": "gap",
    "分档": "tier",
    "分档救助": "tier",
    "分类分档": "tier",
}
ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
PHONE = re.compile(r"(\+?86-?)?1\d{10}|(0\d{2,3}-?)?[2-9]\d{6,7}", re.ASCII)
SEVERAL_PHONES = re.compile(r"[/、,;，；]")
NO_PHONE = {"", "无", "-", "/", "0"}


@dataclass(slots=True)
class Seen:
    """Who and which accounts stand in earlier rows, of any sheet, and where."""

    heads: dict[str, tuple[str, int]] = field(default_factory=dict)
    people: dict[str, tuple[str, int]] = field(default_factory=dict)
    accounts: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What rows are held against: the ledger's month, the day it ends, yuan a head a month, the towns one may bring."""

    month: date
    until: date
    standards: Mapping[str, Decimal]
    towns: Collection[str] | None
    divisions: Tree


def check(book: Book, *, standards: Mapping[str, Decimal], on: date, towns: Collection[str] | None = None) -> Report:
    """核对台账: every row of every sheet, in order.

    `standards`: yuan a head a month by area (urban, rural), as in force in the ledger's month. `on`: its month stands
    in when no title names one. `towns`: 9-digit codes; rows of other towns are refused; None lets all pass.
    Errors: KeyError when an area of the book has no standard.
    """
    month = book.month or on.replace(day=1)
    until = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    terms = Terms(month, until, standards, towns, tree())
    seen = Seen()
    sheets = tuple(
        SheetReport(sheet.name, sheet.header, sheet.area, tuple(_row(sheet, line, terms, seen) for line in sheet.lines))
        for sheet in book.sheets
    )
    return Report(book.name, month, book.month is not None, sheets)


def _row(sheet: Sheet, line: Line, terms: Terms, seen: Seen) -> RowReport:
    findings = Findings()
    people = family(line, findings, until=terms.until)
    place = _place(line, terms, findings)
    counts = sums.heads(line, findings, listed=len(people.people) if people.listed else None)
    amounts = sums.sums(line, findings, standard=terms.standards[sheet.area], people=counts)
    account = _account(line, people.head.name, findings)
    rest = _rest(line, terms, findings)
    _compare_with_others(sheet.name, line.row, people, account, seen, findings)
    outcome = findings.outcome
    ledger = None
    if outcome is not Outcome.REFUSE:
        ledger = _ledger_row(sheet, line, people, place, counts, amounts, account, rest)
    return RowReport(line.row, outcome, findings.sorted(), ledger)


def _place(line: Line, terms: Terms, findings: Findings) -> Division | None:
    """The row's village, None when the row doesn't say one that is there."""
    name, village_name = cells.half_width(line.get(Column.TOWN)), cells.half_width(line.get(Column.VILLAGE))
    town = terms.divisions.find_town(name)
    if not name:
        findings.add(Column.TOWN, Code.TOWN_MISSING)
    elif town is None:
        findings.add(Column.TOWN, Code.TOWN_UNKNOWN, name=name)
    elif terms.towns is not None and town.code not in terms.towns:
        findings.add(Column.TOWN, Code.OTHER_TOWN, name=town.name)
    if not village_name:
        findings.add(Column.VILLAGE, Code.VILLAGE_MISSING)
        return None
    return _village(town, village_name, terms, findings) if town else None


def _village(town: Division, name: str, terms: Terms, findings: Findings) -> Division | None:
    village = terms.divisions.find_village(town.code, name)
    if village is None:
        elsewhere = "、".join(other.name for other in terms.divisions.towns_with_village(name))
        code = Code.VILLAGE_IN_OTHER_TOWN if elsewhere else Code.VILLAGE_UNKNOWN
        findings.add(Column.VILLAGE, code, town=town.name, name=name, other=elsewhere)
    return village


@dataclass(frozen=True, slots=True)
class Account:
    """发放账户 as written: digits only when readable."""

    bank: str
    owner: str
    number: str


def _account(line: Line, head_name: str, findings: Findings) -> Account:
    owner, bank = cells.person_name(line.get(Column.ACCOUNT_OWNER)), cells.plain(line.get(Column.BANK))
    if not bank:
        findings.add(Column.BANK, Code.BANK_MISSING)
    if not owner:
        findings.add(Column.ACCOUNT_OWNER, Code.ACCOUNT_OWNER_MISSING)
    elif head_name and owner != head_name:
        findings.add(Column.ACCOUNT_OWNER, Code.ACCOUNT_OWNER_DIFFERS, owner=owner, head=head_name)
    return Account(bank, owner, _account_number(line.get(Column.ACCOUNT), findings))


def _account_number(value: cells.Value, findings: Findings) -> str:
    number = cells.half_width(value).lstrip("'`‘’").replace("-", "")
    code = None
    if not number:
        code = Code.ACCOUNT_MISSING
    elif cells.digits_lost(value) or SCIENTIFIC.fullmatch(number):
        code = Code.ACCOUNT_DIGITS_LOST
    elif not ACCOUNT.fullmatch(number):
        code = Code.ACCOUNT_MALFORMED
    if code:
        findings.add(Column.ACCOUNT, code)
        return ""
    return number


@dataclass(frozen=True, slots=True)
class Rest:
    """首次享受年月, 计算方式, 联系电话, and the figures that are only kept."""

    start: date | None
    method: str
    phone: str
    figures: dict[Column, Decimal | None]


def _rest(line: Line, terms: Terms, findings: Findings) -> Rest:
    written = cells.half_width(line.get(Column.METHOD))
    method = METHODS.get(written)
    if method is None:
        findings.add(Column.METHOD, Code.METHOD_UNKNOWN, value=written)
    kept = (
        Column.YEARLY_INCOME,
        Column.INCOME_PER_HEAD,
        Column.HOUSES,
        Column.HOUSE_AREA,
        Column.FINANCIAL_ASSETS,
    )
    figures = {column: sums.information(line, column, findings) for column in kept}
    return Rest(_start(line, terms, findings), method or "", _phone(line, findings), figures)


def _start(line: Line, terms: Terms, findings: Findings) -> date | None:
    value = line.get(Column.START)
    try:
        start = cells.month(value)
    except cells.UnreadableError as error:
        findings.add(Column.START, error.code, value=cells.plain(value))
        return None
    if start > terms.month:
        findings.add(Column.START, Code.MONTH_IN_FUTURE, month=f"{start:%Y-%m}", of=f"{terms.month:%Y-%m}")
    elif start < EARLIEST_START:
        findings.add(Column.START, Code.MONTH_TOO_EARLY, month=f"{start.year}-{start.month:02d}")
    return start


def _phone(line: Line, findings: Findings) -> str:
    written = cells.half_width(line.get(Column.PHONE))
    if written in NO_PHONE:
        return ""
    if not all(PHONE.fullmatch(number) for number in SEVERAL_PHONES.split(written)):
        findings.add(Column.PHONE, Code.PHONE_MALFORMED)
    return written


def _compare_with_others(
    sheet: str, row: int, people: Family, account: Account, seen: Seen, findings: Findings
) -> None:
    """Of two rows that can't both be right the later is marked; a duplicate is told once, not person by person."""
    head = people.head
    if head.number and head.number in seen.heads:
        findings.add(Column.HEAD_ID, Code.DUPLICATE_ROW, where=_where(seen.heads[head.number], sheet))
        return
    for person in people.people:
        _compare_person(person, person is head, sheet, seen, findings)
    if account.number and account.number in seen.accounts:
        findings.add(Column.ACCOUNT, Code.ACCOUNT_SHARED, where=_where(seen.accounts[account.number], sheet))
    _remember(people, account, seen, (sheet, row))


def _remember(people: Family, account: Account, seen: Seen, here: tuple[str, int]) -> None:
    if people.head.number:
        seen.heads[people.head.number] = here
    if account.number:
        seen.accounts.setdefault(account.number, here)
    for person in people.people:
        if person.is_usable:
            seen.people.setdefault(person.number, here)


def _compare_person(person: Person, is_head: bool, sheet: str, seen: Seen, findings: Findings) -> None:
    if person.is_usable and person.number in seen.people:
        column = Column.HEAD_ID if is_head else Column.MEMBER_IDS
        where = _where(seen.people[person.number], sheet)
        findings.add(column, Code.PERSON_IN_TWO_HOUSEHOLDS, names=person.name, where=where)


def _where(place: tuple[str, int], sheet: str) -> str:
    return f"第 {place[1]} 行" if place[0] == sheet else f"工作表“{place[0]}”第 {place[1]} 行"


def _ledger_row(
    sheet: Sheet,
    line: Line,
    people: Family,
    place: Division | None,
    counts: sums.Heads,
    amounts: sums.Sums,
    account: Account,
    rest: Rest,
) -> LedgerRow:
    if place is None or amounts.base is None or amounts.supplement is None:
        raise ValueError("a row without place or sums is refused before it gets here")
    return LedgerRow(
        sheet=sheet.name,
        row=line.row,
        area=sheet.area,
        members=people.members(),
        family_size=counts.family,
        guaranteed=counts.guaranteed,
        base=amounts.base,
        supplement=amounts.supplement,
        stated_total=amounts.stated_total,
        start=rest.start,
        town=place.parent,
        village=place.code,
        address=cells.plain(line.get(Column.ADDRESS)),
        phone=rest.phone,
        certificate=cells.half_width(line.get(Column.CERTIFICATE)),
        reason=cells.plain(line.get(Column.REASON)),
        method=rest.method,
        bank=account.bank,
        account_owner=account.owner,
        account_number=account.number,
        yearly_income=rest.figures[Column.YEARLY_INCOME],
        houses=rest.figures[Column.HOUSES],
        house_area=rest.figures[Column.HOUSE_AREA],
        financial_assets=rest.figures[Column.FINANCIAL_ASSETS],
    )
