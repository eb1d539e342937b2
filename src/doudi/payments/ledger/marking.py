"""Hands a workbook back: the wrong cells red, the reasons in a column 错误原因 at the end, all else as it came.

Formulas that reach beyond plain arithmetic become text, so that nothing in a cell acts when the workbook is opened.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from pathlib import PurePath
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, PatternFill

from doudi.payments.ledger.cells import plain
from doudi.payments.ledger.columns import REASON_TITLE, title_key
from doudi.payments.ledger.guard import Admitted
from doudi.payments.ledger.reading import MAX_COLUMNS
from doudi.payments.ledger.refusal import BROKEN, LedgerFileError
from doudi.payments.ledger.rows import Report, RowReport, SheetReport

RED = "FFFFC7CE"
REASON_WIDTH = 48
ARITHMETIC = re.compile(r"=[\s0-9A-Z$:+\-*/(),.]*")
CALLED = re.compile(r"([A-Z][A-Z0-9.]*)\s*\(")
HARMLESS = {"SUM", "SUBTOTAL", "ROUND", "ROUNDUP", "COUNT", "COUNTA", "ROW", "MAX", "MIN", "AVERAGE"}
ACTING_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
KEPT_NAMES = {"_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}


def mark(admitted: Admitted, report: Report) -> bytes:
    """退回更正: the same workbook as new bytes, with the report's problems marked. Errors: LedgerFileError."""
    with _blaming_the_file():
        book = openpyxl.load_workbook(BytesIO(admitted.content), keep_links=False)
        for name in [name for name in book.defined_names if name not in KEPT_NAMES]:
            del book.defined_names[name]
        for sheet in book.worksheets:
            _neutralise(sheet)
        for told in report.sheets:
            _mark_sheet(book[told.name], told)
        kept = BytesIO()
        book.save(kept)
    return kept.getvalue()


@contextmanager
def _blaming_the_file() -> Iterator[None]:
    """Whatever the library stumbles over when it reads or writes a workbook, the file is at fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        raise LedgerFileError(BROKEN) from error


def marked_name(name: str) -> str:
    """The name to hand a marked workbook back under: 台账.xlsx as 台账-退回更正.xlsx."""
    return f"{PurePath(name).stem}-退回更正.xlsx"


def _neutralise(sheet: Any) -> None:
    for cell in _kept(sheet):
        if cell.data_type == "d" and cell.value is None:
            # A date that can't be read is left without its value but keeps its type, which could not be written.
            cell.data_type = "n"
        elif cell.data_type == "f" and not is_harmless(_formula(cell.value)):
            _set_text(cell, _formula(cell.value))
        elif cell.data_type == "s" and str(cell.value).startswith(ACTING_SIGNS):
            cell.quotePrefix = True


def _kept(sheet: Any) -> list[Any]:
    """The cells that the sheet has. Its public iterators would make every empty cell up to the farthest one."""
    return list(sheet._cells.values())


def _formula(value: Any) -> str:
    """A formula's words, also of an array formula, which openpyxl keeps as an object."""
    return str(value if isinstance(value, str) else getattr(value, "text", None) or "=?")


def is_harmless(formula: str) -> bool:
    """Whether a formula is plain arithmetic over the sheet's own cells: sums, rounding, counting."""
    return bool(ARITHMETIC.fullmatch(formula)) and set(CALLED.findall(formula)) <= HARMLESS


def _set_text(cell: Any, text: str) -> None:
    cell.value = None
    cell.value = text
    # Set after the value: openpyxl would take text that begins with = for a formula.
    cell.data_type = "s"
    cell.quotePrefix = True


def _mark_sheet(sheet: Any, told: SheetReport) -> None:
    reasons = _reason_column(sheet, told)
    _unmark(sheet, told, reasons)
    for row in told.rows:
        if row.problems:
            _mark_row(sheet, told, row, reasons)


def _mark_row(sheet: Any, told: SheetReport, row: RowReport, reasons: int) -> None:
    for column in {problem.column for problem in row.problems}:
        if (place := told.header.places.get(column)) is not None:
            sheet.cell(row.row, place + 1).fill = _red()
    said = "；".join(f"{problem.column.value}：{problem.text}" for problem in row.problems)
    cell = sheet.cell(row.row, reasons)
    _set_text(cell, f"【{row.outcome.word}】{said}")
    cell.fill = _red()
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _red() -> PatternFill:
    return PatternFill("solid", fgColor=RED, bgColor=RED)


def _reason_column(sheet: Any, told: SheetReport) -> int:
    """The place (from 1) of 错误原因: where an earlier marking put it, else after the last title; its header made."""
    titles = {cell.column: title_key(plain(cell.value)) for cell in sheet[told.header.row] if cell.value is not None}
    known = [place for place, title in titles.items() if title == REASON_TITLE]
    place = int(known[0] if known else 1 + max([*titles, _last_filled(sheet, told), _last_merged(sheet, told)]))
    like, head = sheet.cell(told.header.row, max(place - 1, 1)), sheet.cell(told.header.row, place)
    head.value = REASON_TITLE
    for part in ("font", "border", "fill", "alignment", "protection"):
        setattr(head, part, copy(getattr(like, part)))
    sheet.column_dimensions[head.column_letter].width = REASON_WIDTH
    return place


def _last_filled(sheet: Any, told: SheetReport) -> int:
    """The last column that holds something in a row of data: untitled notes beside the table are not written over."""
    filled = (cell.column for cell in _of_rows(sheet, told) if cell.value is not None)
    return max((int(column) for column in filled if column < MAX_COLUMNS), default=1)


def _last_merged(sheet: Any, told: SheetReport) -> int:
    """The last column of a merged cell that touches the table: there is no writing inside one."""
    last_row = max((row.row for row in told.rows), default=told.header.row)
    touching = (
        area.max_col
        for area in sheet.merged_cells.ranges
        if area.max_row >= told.header.row and area.min_row <= last_row and area.max_col < MAX_COLUMNS
    )
    return max((int(column) for column in touching), default=1)


def _unmark(sheet: Any, told: SheetReport, reasons: int) -> None:
    """Marks of an earlier round go: the reasons, and cells of exactly our red."""
    for cell in _of_rows(sheet, told):
        if cell.column == reasons and cell.value is not None:
            cell.value = None
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == RED:
            cell.fill = PatternFill()


def _of_rows(sheet: Any, told: SheetReport) -> list[Any]:
    numbers = {row.row for row in told.rows}
    return [cell for cell in _kept(sheet) if cell.row in numbers]
