"""Workbooks that leave the desk: a title, a line that says who took it and when, heads, rows; no cell acts (S23)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ACTING_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Sheet:
    """One sheet: `mark` is the line under the title; `tail` are rows below the data, such as the sum."""

    name: str
    title: str
    mark: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    unit: str = ""
    tail: Callable[[], Iterable[Sequence[Any]]] = tuple
    pinned: int = 2


class Workbook:
    """A workbook in memory: no temporary file holds anybody's data (N6)."""

    def __init__(self) -> None:
        self._kept = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"created": EPOCH, "title": "", "author": ""})
        line = {"border": 1, "valign": "vcenter"}
        self._title = self._book.add_format({"bold": True, "font_size": 18, "align": "center"})
        self._head = self._book.add_format({**line, "bold": True, "text_wrap": True, "align": "center"})
        self._cell = self._book.add_format(line)
        self._quoted = self._book.add_format({**line, "quote_prefix": True})
        self._money = self._book.add_format({**line, "num_format": "0.00"})

    def write(self, sheet: Sheet) -> None:
        """One sheet, row by row as they come."""
        page = self._book.add_worksheet(sheet.name)
        width = len(sheet.heads)
        page.merge_range(0, 0, 0, width - 1, sheet.title, self._title)
        page.write_string(1, 0, sheet.mark)
        if sheet.unit:
            page.write_string(1, max(width - 3, 1), sheet.unit)
        for place, head in enumerate(sheet.heads):
            page.write_string(2, place, head, self._head)
        page.freeze_panes(3, sheet.pinned)
        page.set_column(0, width - 1, 14)
        at = 3
        for row in sheet.rows:
            self._row(page, at, row)
            at += 1
        for row in sheet.tail():
            self._row(page, at, row)
            at += 1

    def _row(self, page: Worksheet, at: int, row: Sequence[Any]) -> None:
        for place, value in enumerate(row):
            self._put(page, at, place, value)

    def _put(self, page: Worksheet, at: int, place: int, value: Any) -> None:
        if value is None or value == "":
            page.write_blank(at, place, None, self._cell)
        elif isinstance(value, Decimal):
            page.write_number(at, place, value, self._cell if value == value.to_integral() else self._money)
        elif isinstance(value, int):
            page.write_number(at, place, value, self._cell)
        else:
            text = value.isoformat() if isinstance(value, date) else str(value)
            page.write_string(at, place, text, self._format(text))

    def _format(self, text: str) -> Format:
        return self._quoted if text.startswith(ACTING_SIGNS) else self._cell

    def content(self) -> bytes:
        """The finished bytes."""
        self._book.close()
        return self._kept.getvalue()
