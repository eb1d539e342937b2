"""The bank's workbook of an approved run: made once, kept sealed with its hash, the same bytes at every download."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow, Stale
from doudi.households.models import Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.payments.models import BankFile, Run, RunLine
from doudi.payments.runs import change
from doudi.payments.standing import run_obstacles
from doudi.vault.crypto import provider

AAD = b"payments_bankfile.sealed"
# domain §7: the columns of the monthly file; 特困 has a care fee, and its base is the basic living allowance.
WHO = ("属地", "姓名", "身份证号", "保障人数")
WHERE = ("账户名称", "开户银行", "账号")
COLUMNS = (*WHO, "保障金", "分类施保金", "发放合计", *WHERE)
HARDSHIP_COLUMNS = (*WHO, "基本生活费", "照料护理费", "分类施保金", "发放合计", *WHERE)
ITEMS = {column: item for item, columns in {
    "base": ("保障金", "基本生活费"), "supplement": ("分类施保金",), "care": ("照料护理费",), "total": ("发放合计",),
}.items() for column in columns}  # fmt: skip
WIDTHS = {"属地": 30, "身份证号": 22, "保障人数": 10, "账户名称": 16, "开户银行": 30, "账号": 24}
PARTS = {"regular": "", "arrears": "补发", "reissue": "重发"}
SHEETS = {
    ("subsistence_allowance", "urban"): "城市低保",
    ("subsistence_allowance", "rural"): "农村低保",
    ("extreme_hardship_support", "urban"): "特困（城市）",
    ("extreme_hardship_support", "rural"): "特困（农村）",
}
MONEY = "#,##0.00"
ZERO = Decimal("0.00")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Altered(Exception):
    """The stored bytes are no longer those that were exported."""


@dataclass(frozen=True)
class Payment:
    """What one family gets for one month: a row of the file."""

    sheet: str
    place: str
    name: str
    id_number: str
    persons: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    owner: str
    bank: str
    account: str
    month: date
    kind: str

    @property
    def total(self) -> Decimal:
        """All items together."""
        return self.base + self.supplement + self.care

    def cell(self, column: str) -> str | int | Decimal:
        """What a column of the file holds."""
        texts: dict[str, str | int] = {
            "属地": self.place, "姓名": self.name, "身份证号": self.id_number, "保障人数": self.persons,
            "账户名称": self.owner, "开户银行": self.bank, "账号": self.account, "所属月份": f"{self.month:%Y-%m}",
        }  # fmt: skip
        if column in texts:
            return texts[column]
        amount: Decimal = getattr(self, ITEMS[column])
        return amount


@transaction.atomic
def export(*, number: str, version: int, acting: Acting) -> BankFile:
    """导出银行文件: made once from the approved lines; asked for again, the same file.

    Errors: NotNow before approval or by another post; Stale; Run.DoesNotExist; ValueError when the file's sum isn't
    the run's (it never leaves then).
    """
    run = Run.objects.select_for_update().get(number=number)
    made = BankFile.objects.filter(run=run).first()
    if made:
        return made
    if run.version != version:
        raise Stale([_("批次已被他人改动，请重新打开")])
    if found := run_obstacles(run, "export", acting):
        raise NotNow(found)
    payments = payments_of(run)
    total = sum((payment.total for payment in payments), ZERO)
    if total != run.total:
        raise ValueError(f"{number}: the file would pay {total}, the run {run.total}")
    content = workbook(run, payments, acting.on)
    kept = BankFile.objects.create(
        run=run, name=f"{run.number}.xlsx", sha256=hashlib.sha256(content).hexdigest(),
        sealed=provider().encrypt(content, AAD), exported_by=acting.login, exported_on=acting.on,
    )  # fmt: skip
    change(
        run, Verb.RUN_EXPORTED, acting, {"sha256": kept.sha256, "rows": len(payments)},
        state="exported", exported_by=acting.login, exported_name=acting.name, exported_on=acting.on,
    )  # fmt: skip
    return kept


def download(*, number: str) -> tuple[str, bytes]:
    """Name and bytes of a run's file, as they were exported. Errors: BankFile.DoesNotExist; Altered."""
    kept = BankFile.objects.get(run__number=number)
    content = provider().decrypt(bytes(kept.sealed), AAD)
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise Altered(number)
    return kept.name, content


def payments_of(run: Run) -> list[Payment]:
    """The lines of a run put together by family and month, in the file's order. Three statements."""
    lines = RunLine.objects.filter(run=run).select_related("award").defer("award__certificate_number")
    grouped: dict[tuple[UUID, date], list[RunLine]] = {}
    for line in lines.order_by(
        "award__area", "town", "village", "household__file_number", "household_id", "month", "item"
    ):
        grouped.setdefault((line.household_id, line.month), []).append(line)
    # Each number is decrypted once, however many lines there are.
    people = Member.objects.only("name", "id_number").in_bulk({group[0].payee_id for group in grouped.values()})
    accounts = PaymentAccount.objects.in_bulk({group[0].account_id for group in grouped.values()})
    return [_payment(group, people[group[0].payee_id], accounts[group[0].account_id]) for group in grouped.values()]


def _payment(lines: Sequence[RunLine], payee: Member, account: PaymentAccount) -> Payment:
    line, divisions = lines[0], tree()
    sums = {each.item: each.amount for each in lines}
    return Payment(
        sheet=SHEETS[line.programme, line.award.area],
        place=f"{divisions.get(line.town).name}{divisions.get(line.village).name}",
        name=payee.name,
        id_number=payee.id_number,
        persons=line.award.members,
        base=sums.get("base", ZERO),
        supplement=sums.get("supplement", ZERO),
        care=sums.get("care", ZERO),
        owner=account.owner_name,
        bank=account.bank,
        account=account.number,
        month=line.month,
        kind=line.kind,
    )


def workbook(run: Run, payments: Sequence[Payment], on: date) -> bytes:
    """The xlsx: one sheet for each kind, arrears apart, and a summary; the same bytes for the same payments and day.

    Numbers of people and accounts are text cells, and so is every name: nothing of it is ever read as a formula (S23).
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": run.number, "created": EPOCH})
    look = _Look(book)
    sheets = _sheets(payments)
    for title, rows in sheets:
        _sheet(book.add_worksheet(title), look, f"{run.month:%Y-%m} {title} 发放明细", on, rows, run.programme)
    _summary(book.add_worksheet("汇总"), look, run, sheets)
    book.close()
    return out.getvalue()


class _Look:
    """The few formats of the file."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.head = book.add_format({"bold": True, "border": 1, "align": "center"})
        self.text = book.add_format({"border": 1, "num_format": "@"})
        self.money = book.add_format({"border": 1, "num_format": MONEY})
        self.count = book.add_format({"border": 1, "num_format": "0"})


def _sheets(payments: Sequence[Payment]) -> list[tuple[str, list[Payment]]]:
    """Sheet titles with their rows: the run's own month by kind, then arrears or what is paid again by kind."""
    found: dict[str, list[Payment]] = {}
    order = list(SHEETS.values())
    for payment in sorted(payments, key=lambda each: (each.kind != "regular", order.index(each.sheet))):
        found.setdefault(f"{payment.sheet}{PARTS[payment.kind]}", []).append(payment)
    return list(found.items())


def columns_of(programme: str) -> tuple[str, ...]:
    """The columns of a programme's sheets."""
    return HARDSHIP_COLUMNS if programme == "extreme_hardship_support" else COLUMNS


def _sheet(sheet: Worksheet, look: _Look, title: str, on: date, rows: Sequence[Payment], programme: str) -> None:
    columns = columns_of(programme)
    if any(row.kind != "regular" for row in rows):
        columns = (*columns, "所属月份")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, 12))
        sheet.write_string(2, place, column, look.head)
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, look.title)
    sheet.write_string(1, 0, "单位：晋城市城区民政局")
    sheet.write_string(1, len(columns) - 2, f"日期：{on.isoformat()}")
    for at, row in enumerate(rows, start=3):
        for place, column in enumerate(columns):
            _cell(sheet, look, at, place, row.cell(column))
    _total(sheet, look, len(rows) + 3, rows, columns)
    sheet.freeze_panes(3, 2)


def _cell(sheet: Worksheet, look: _Look, at: int, place: int, value: str | int | Decimal) -> None:
    if isinstance(value, str):
        sheet.write_string(at, place, value, look.text)
    else:
        # Decimal goes into the file's XML digit by digit; it passes through no float.
        sheet.write_number(at, place, value, look.money if isinstance(value, Decimal) else look.count)


def _total(sheet: Worksheet, look: _Look, at: int, rows: Sequence[Payment], columns: Sequence[str]) -> None:
    sheet.write_string(at, 0, "合计", look.head)
    sheet.write_string(at, 1, f"{len(rows)}户", look.text)
    sheet.write_number(at, 3, sum(row.persons for row in rows), look.count)
    for place, column in enumerate(columns):
        if column in ITEMS:
            _cell(sheet, look, at, place, _summed(rows, ITEMS[column]))


def _summed(rows: Iterable[Payment], item: str) -> Decimal:
    return sum((getattr(row, item) for row in rows), ZERO)


def _summary(sheet: Worksheet, look: _Look, run: Run, sheets: Sequence[tuple[str, list[Payment]]]) -> None:
    items = [column for column in columns_of(run.programme) if column in ITEMS]
    heads = ["类别", "月份", "户数", "人数", *(column if column == "发放合计" else f"{column}合计" for column in items)]
    for place, column in enumerate(heads):
        sheet.write_string(0, place, column, look.head)
        sheet.set_column(place, place, 16)
    everything = [row for _title, rows in sheets for row in rows]
    for at, (title, rows) in enumerate([*sheets, ("合计", everything)], start=1):
        _summary_line(sheet, look, at, [title, f"{run.month:%Y-%m}", *_sums(rows, items)])
    sheet.write_string(len(sheets) + 3, 0, f"批次 {run.number}　控制摘要 {run.control_digest}")


def _sums(rows: Sequence[Payment], items: Sequence[str]) -> list[int | Decimal]:
    """Families, people, and yuan item by item."""
    return [len(rows), sum(row.persons for row in rows), *(_summed(rows, ITEMS[column]) for column in items)]


def _summary_line(sheet: Worksheet, look: _Look, at: int, values: Sequence[str | int | Decimal]) -> None:
    for place, value in enumerate(values):
        _cell(sheet, look, at, place, value)
