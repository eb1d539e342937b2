"""The month's reconciliation as a workbook: the bank file's columns, then register, run and return side by side."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from doudi.payments.queries.reconciliation import Reconciled

EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MOST = 20_000
TEXTS = (("属地", "place"), ("姓名", "name"), ("身份证号", "id_masked"), ("档案号", "file_number"))
SUMS = (
    ("保障金（基本生活费）", "base"), ("分类施保金", "supplement"), ("照料护理费", "care"), ("名册应发", "due"),
    ("其中暂缓", "held"), ("批次发出", "sent"), ("银行到账", "paid"), ("退票未重发", "failed"), ("重发未回盘", "again"),
    ("未回盘", "waiting"), ("到账−应发", "difference"),
)  # fmt: skip
AFTER = (("状态", "state_title"), ("账户名称", "owner"), ("开户银行", "bank"), ("账号", "account_masked"))


def reconciliation_sheet(*, month: date, programme: str, rows: Iterable[Reconciled], on: date) -> bytes:
    """An xlsx with one row a family, differences first, and the sums; numbers of people and accounts masked."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"{month:%Y-%m} {programme} 对账", "created": EPOCH})
    head = book.add_format({"bold": True, "border": 1, "align": "center"})
    text, money = (book.add_format({"border": 1, "num_format": shape}) for shape in ("@", "#,##0.00"))
    count = book.add_format({"border": 1, "num_format": "0"})
    sheet = book.add_worksheet("对账")
    sheet.write_string(0, 0, f"{month:%Y-%m} {programme} 逐户对账")
    sheet.write_string(1, 0, f"日期：{on.isoformat()}　名册应发、批次发出、银行到账三者一致为相符")
    columns = _heads(sheet, head)
    totals = dict.fromkeys((name for _title, name in SUMS), Decimal("0.00"))
    at = 2
    for at, row in enumerate(rows, 3):
        _row(sheet, at, row, text, money, count)
        for name in totals:
            totals[name] += getattr(row, name)
    sheet.write_string(at + 1, 0, "合计", head)
    sheet.write_string(at + 1, 1, f"{at - 2}户", text)
    for place, total in enumerate(totals.values(), len(TEXTS) + 1):
        sheet.write_number(at + 1, place, total, money)
    sheet.freeze_panes(3, 2)
    sheet.autofilter(2, 0, max(at, 3), columns - 1)
    book.close()
    return out.getvalue()


def _heads(sheet: Worksheet, look: Format) -> int:
    """The heads of the columns; how many there are."""
    columns = [title for title, _name in (*TEXTS, ("保障人数", ""), *SUMS, *AFTER)]
    for place, title in enumerate(columns):
        sheet.write_string(2, place, title, look)
        sheet.set_column(place, place, 30 if title in ("属地", "开户银行") else 14)
    return len(columns)


def _row(sheet: Worksheet, at: int, row: Reconciled, text: object, money: object, count: object) -> None:
    for place, (_title, name) in enumerate(TEXTS):
        sheet.write_string(at, place, getattr(row, name), text)
    sheet.write_number(at, len(TEXTS), row.persons, count)
    for place, (_title, name) in enumerate(SUMS, len(TEXTS) + 1):
        sheet.write_number(at, place, getattr(row, name), money)
    for place, (_title, name) in enumerate(AFTER, len(TEXTS) + 1 + len(SUMS)):
        sheet.write_string(at, place, getattr(row, name), text)
