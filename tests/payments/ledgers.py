"""The sample ledger with its truth, changed workbooks, and the officers who bring and confirm them."""

import json
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from doudi.accounts.acting import Acting
from doudi.law.posts import Post
from doudi.payments.models import LedgerImportRow
from households.making import acting

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "ledger-2026-10.xlsx"
TRUTH = json.loads((DATA / "ledger-2026-10.truth.json").read_text(encoding="utf-8"))
ROWS = [{**row, "sheet": sheet["name"]} for sheet in TRUTH["sheets"] for row in sheet["rows"]]


def officer(login: str = "data1") -> Acting:
    return acting(Post.DATA_OFFICER, login=login)


def other() -> Acting:
    return officer("data2")


def asked(defect: str) -> LedgerImportRow:
    """The asked row of the sample with that defect, the first of its kind."""
    row = next(row for row in ROWS if row["defect"] == defect)
    return LedgerImportRow.objects.get(sheet=row["sheet"], row=row["row"])


def workbook(change: object = None, *, rows: int | None = None) -> bytes:
    """The sample, changed; `rows` keeps that many of the first sheet."""
    book = load_workbook(SAMPLE)
    if rows is not None:
        book["城市低保"].delete_rows(4 + rows, 500)
        del book["农村低保"]
    if callable(change):
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def brought(tmp_path: Path, content: bytes, name: str = "台账.xlsx") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file
