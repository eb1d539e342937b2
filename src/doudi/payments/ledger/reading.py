"""Reads a ledger workbook: its sheets, their headers, and the rows of data as they stand, with calamine.

A sheet whose farthest cell lies so far off that a dense table would fill the memory is read by openpyxl row by row.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import chain, islice
from typing import Any, TypeVar

import openpyxl
import python_calamine as calamine

from doudi.payments.ledger import headings
from doudi.payments.ledger.cells import Value, half_width, plain
from doudi.payments.ledger.columns import Column, column_of
from doudi.payments.ledger.guard import Admitted
from doudi.payments.ledger.refusal import BROKEN, LedgerFileError

MAX_COLUMNS = 256
MAX_LINES = 100_000
IDENTITY = (
    Column.HEAD_NAME,
    Column.HEAD_ID,
    Column.MEMBER_NAMES,
    Column.MEMBER_IDS,
    Column.VILLAGE,
    Column.ACCOUNT_OWNER,
    Column.ACCOUNT,
)
TOTALS = {"合计", "总计", "小计", "共计", "本页合计", "本页小计", "累计", "总合计"}
SIGNED = re.compile(
    r"(制表|填表|填报|审核|复核|审批|经办|负责|分管|主要领导|领导|单位|签字|签名|盖章|日期|联系|说明|备注|注)[^:]{0,6}[:]"
)
NOTE = re.compile(r"(注|说明|备注|附)\d{0,2}[:.、]")
LONGEST_NAME = 20
SHAREABLE = (Column.TOWN, Column.VILLAGE, Column.BANK, Column.METHOD, Column.REASON)
Cells = Sequence[Value]
Merged = tuple[tuple[int, int], tuple[int, int]]
Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as the parser gives it: whether it is shown, its rows from the first, its merged cells (from 0)."""

    name: str
    shown: bool
    rows: Iterator[Cells]
    merged: Iterable[Merged]


@dataclass(frozen=True, slots=True)
class Line:
    """台账的一行: its row in the sheet (from 1) and what each known column holds; empty cells are left out."""

    row: int
    cells: Mapping[Column, Value]

    def get(self, column: Column) -> Value:
        """What the row has in a column, the empty text when nothing."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the ledger."""

    name: str
    header: headings.Header
    area: headings.Area
    month: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook: its month (first day; None when no title says it), its ledger sheets, the sheets left aside."""

    name: str
    month: date | None
    sheets: tuple[Sheet, ...]
    left_aside: tuple[str, ...]


def read(admitted: Admitted) -> Book:
    """Read a workbook that the guard let pass. Errors: LedgerFileError with a sentence that names sheet and column."""
    sheets: list[Sheet] = []
    left_aside: list[str] = []
    for table in tables(admitted):
        sheet = _sheet(table) if table.shown else None
        if sheet is None:
            left_aside.append(table.name)
        else:
            sheets.append(sheet)
    if not sheets:
        raise LedgerFileError("工作簿里没有找到台账：没有一个工作表的表头写着“户主姓名”“户主身份证号”等列")
    return Book(admitted.name, _one_month(sheets), tuple(sheets), tuple(left_aside))


def tables(admitted: Admitted) -> Iterator[Table]:
    """The sheets of a workbook that the guard let pass, whatever they hold. Errors: LedgerFileError, while iterating."""
    for table in _blaming_the_file((_by_openpyxl if admitted.far else _by_calamine)(admitted.content)):
        yield replace(table, rows=_blaming_the_file(table.rows))


def _one_month(sheets: Sequence[Sheet]) -> date | None:
    months = {sheet.month for sheet in sheets if sheet.month}
    if len(months) > 1:
        named = "、".join(f"“{sheet.name}”是{sheet.month:%Y-%m}" for sheet in sheets if sheet.month)
        raise LedgerFileError(f"各工作表标题里的月份不一致：{named}；一个工作簿只能是一个月的台账")
    return months.pop() if months else None


def _sheet(table: Table) -> Sheet | None:
    """One sheet, None when it has no ledger's header."""
    name, rows = table.name, table.rows
    first = list(islice(rows, headings.SEARCHED_ROWS))
    header = headings.header(first)
    if header is None:
        return None
    headings.require_columns(name, header)
    if doubled := headings.twice(first[header.row - 1]):
        raise LedgerFileError(f"工作表“{name}”的表头有两列都是“{doubled[0]}”；请删去一列后再交")
    titles = [plain(cell) for row in first[: header.row - 1] for cell in row if isinstance(cell, str) and cell]
    numbered = enumerate(chain(first[header.row :], rows), header.row + 1)
    lines = tuple(_lines(table, header, numbered))
    return Sheet(name, header, headings.area(name, titles), headings.month(name, titles), lines)


def _lines(table: Table, header: headings.Header, numbered: Iterable[tuple[int, Cells]]) -> Iterator[Line]:
    found = 0
    places = header.places.items()
    shared = _Shared(table.merged, header)
    for number, row in numbered:
        if not any(row):
            continue
        width = len(row)
        cells = {column: row[place] for column, place in places if place < width and _filled(row[place])}
        shared.fill(number, cells)
        if _is_data(row, cells):
            found += 1
            if found > MAX_LINES:
                raise LedgerFileError(f"工作表“{table.name}”超过 {MAX_LINES} 户，请分成几个工作簿")
            yield Line(number, cells)


class _Shared:
    """Cells merged over several rows, such as one village's name for all its households: each row has the value."""

    def __init__(self, merged: Iterable[Merged], header: headings.Header) -> None:
        columns = {header.places[column]: column for column in SHAREABLE if column in header.places}
        self.begins: dict[tuple[int, Column], int] = {}
        self.running: dict[Column, tuple[int, Value]] = {}
        for (top, left), (bottom, _) in merged:
            if left in columns and bottom > top:
                self.begins[top + 1, columns[left]] = bottom + 1

    def fill(self, row: int, cells: dict[Column, Value]) -> None:
        """Give the row what a merged cell above says; rows come in order."""
        for column in SHAREABLE if self.begins else ():
            if (until := self.begins.get((row, column))) and column in cells:
                self.running[column] = (until, cells[column])
            elif column in self.running and row <= self.running[column][0]:
                cells.setdefault(column, self.running[column][1])


def _filled(value: Value) -> bool:
    return plain(value) != "" if isinstance(value, str) else value is not None


def _is_data(row: Cells, cells: Mapping[Column, Value]) -> bool:
    """Whether a row is a household's: not blank, a total, signatures, a note, or the header printed again."""
    if not any(column in cells for column in IDENTITY):
        return False
    if Column.HEAD_ID in cells and column_of(plain(cells[Column.HEAD_ID])) is not Column.HEAD_ID:
        return True
    if any(column_of(plain(value)) is column for column, value in cells.items() if isinstance(value, str)):
        return False
    return Column.MEMBER_IDS in cells or not _is_remark(row, cells)


def _is_remark(row: Cells, cells: Mapping[Column, Value]) -> bool:
    """Whether a row without any ID number is a total, signatures or a note: by its words, or as one long text."""
    texts = [half_width(value) for value in row if isinstance(value, str) and value]
    long = len(cells) <= 1 and len("".join(texts[:1])) > LONGEST_NAME
    return long or any(_closes(text) for text in texts)


def _closes(text: str) -> bool:
    """Whether a text belongs below the table: a total, who signed, a note."""
    return bool(text.rstrip(":") in TOTALS or SIGNED.match(text) or NOTE.match(text))


def _blaming_the_file(parsed: Iterator[Parsed]) -> Iterator[Parsed]:
    """What a parser gives; whatever it stumbles over, the file is at fault."""
    try:
        yield from parsed
    except Exception as error:
        raise LedgerFileError(BROKEN) from error
    except BaseException as error:
        # A panic in compiled code is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise LedgerFileError(BROKEN) from error


def _by_calamine(content: bytes) -> Iterator[Table]:
    book = calamine.load_workbook(BytesIO(content))
    for index, meta in enumerate(book.sheets_metadata):
        shown = meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet
        sheet = book.get_sheet_by_index(index) if shown else None
        yield Table(meta.name, shown, _calamine_rows(sheet), (sheet.merged_cell_ranges or ()) if sheet else ())


def _calamine_rows(sheet: Any) -> Iterator[Cells]:
    """Rows from the sheet's first; the columns that it leaves out on the left are put back."""
    left: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield left + row


def _by_openpyxl(content: bytes) -> Iterator[Table]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield Table(sheet.title, sheet.sheet_state == "visible", _openpyxl_rows(sheet.iter_rows), ())


def _openpyxl_rows(iter_rows: Callable[..., Any]) -> Iterator[Cells]:
    for row in iter_rows(max_col=MAX_COLUMNS, values_only=True):
        yield ["" if value is None else value for value in row] if any(row) else ()
