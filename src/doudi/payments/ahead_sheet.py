"""到龄到期名单 as a workbook for those who ask by the command: the lines of the list under the bureau's columns."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from doudi.payments.queries.ahead_lines import HEADS

EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def ahead_sheet(*, on: date, until: date, mark: str, lines: Iterable[Sequence[Any]]) -> bytes:
    """An xlsx with a title, who took it, the heads and one row a line; no cell acts, nothing is written to a disk."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": EPOCH})
    head, text = book.add_format({"bold": True, "border": 1, "text_wrap": True}), book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "0.00"})
    sheet = book.add_worksheet("到龄到期名单")
    sheet.write_string(0, 0, f"到龄到期名单（{on.isoformat()} 至 {until.isoformat()}）")
    sheet.write_string(1, 0, mark)
    for place, title in enumerate(HEADS):
        sheet.write_string(2, place, title, head)
        sheet.set_column(place, place, 14)
    for at, line in enumerate(lines, 3):
        for place, value in enumerate(line):
            if isinstance(value, int | Decimal):
                sheet.write_number(at, place, value, money if isinstance(value, Decimal) else text)
            else:
                sheet.write_string(at, place, value or "", text)
    sheet.freeze_panes(3, 5)
    book.close()
    return out.getvalue()
