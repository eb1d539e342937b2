"""Builders of ledger workbooks for tests: good rows, whole sheets, archives taken apart and put together, the maker's own."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from stdnum.cn import ric

from doudi.law import divisions
from doudi.payments.ledger import checking, guard, reading
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.rows import Problem, Report, RowReport

DATA = Path(__file__).parents[2] / "data"
SAMPLE, TRUTH = DATA / "ledger-2026-10.xlsx", DATA / "ledger-2026-10.truth.json"
STANDARDS = {"urban": Decimal("790.00"), "rural": Decimal("655.00")}
ON = date(2026, 11, 2)
MONTH_TITLE = "晋城市城区{area}最低生活保障对象台账（2026年10月）"
Row = dict[Column, Any]


def id_number(born: date, order: int) -> str:
    """An invented ID number with a right check digit."""
    body = f"140502{born:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def good_row(number: int, *, people: int = 2) -> Row:
    """A row with nothing wrong, different for every number."""
    dice = random.Random(number)
    ids = [
        id_number(date(1950, 1, 1) + timedelta(days=number % 9000 + 31 * k), number % 999 + 1) for k in range(people)
    ]
    names = [f"{dice.choice('王李张刘陈')}{dice.choice('伟芳娜敏静')}{dice.choice('丽强磊军洋')}" for _ in ids]
    base, supplement = 300 + number % 300, 100 * (number % 3)
    return {
        Column.NUMBER: number,
        Column.HEAD_NAME: names[0],
        Column.HEAD_ID: ids[0],
        Column.FAMILY: people,
        Column.GUARANTEED: people,
        Column.YEARLY_INCOME: 4800.5,
        Column.INCOME_PER_HEAD: 4800.5 / people,
        Column.BASE: base,
        Column.SUPPLEMENT: supplement,
        Column.TOTAL: base + supplement,
        Column.PHONE: f"139{number:08d}",
        Column.ADDRESS: f"北石店镇大车渠村{number}号",
        Column.TOWN: "北石店镇",
        Column.VILLAGE: "大车渠村委会",
        Column.CERTIFICATE: f"N140502{number:06d}",
        Column.START: "2019-10",
        Column.REASON: "因病",
        Column.METHOD: "补差",
        Column.BANK: "晋城农商银行",
        Column.ACCOUNT_OWNER: names[0],
        Column.ACCOUNT: f"62{number:017d}",
        Column.HOUSES: 1,
        Column.HOUSE_AREA: 76,
        Column.FINANCIAL_ASSETS: 500,
        Column.MEMBER_NAMES: ";".join(names),
        Column.MEMBER_IDS: ";".join(ids),
        Column.RELATIONS: ";".join(["户主", "配偶", "子", "女", "母亲"][:people]),
    }


def sheet_of(
    book: Workbook,
    rows: Iterable[Row],
    *,
    area: str = "农村",
    titles: Mapping[Column, str] | None = None,
    order: Iterable[Column] = tuple(Column),
    above: Iterable[Iterable[Any]] | None = None,
) -> Any:
    """A sheet with title lines, a header and rows; `titles` renames columns, `order` moves or leaves out some."""
    sheet = book.create_sheet(f"{area}低保" if f"{area}低保" not in book.sheetnames else None)
    for line in above if above is not None else ([MONTH_TITLE.format(area=area)], ["填报单位：演示"]):
        sheet.append(list(line))
    columns = list(order)
    sheet.append([(titles or {}).get(column, column.value) for column in columns])
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    return sheet


def saved(*, build: Callable[[Workbook], object]) -> bytes:
    """The bytes of a workbook that `build` fills."""
    book = Workbook()
    book.remove(book.worksheets[0])
    build(book)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def workbook(rows: Iterable[Row], **sheet: Any) -> bytes:
    """A workbook of one sheet."""
    return saved(build=lambda book: sheet_of(book, rows, **sheet))


def check(content: bytes, *, name: str = "台账.xlsx", **said: Any) -> Report:
    """The whole way: guard, reading, checking."""
    return checking.check(reading.read(guard.admit(name, content)), **{"standards": STANDARDS, "on": ON, **said})


def only_row(report: Report) -> RowReport:
    """The one row of a report."""
    (row,) = report.rows
    return row


def last_row(report: Report) -> RowReport:
    """The last row of a report."""
    return list(report.rows)[-1]


def told(row: RowReport) -> list[tuple[str, str]]:
    """Column and code of each problem."""
    return [(problem.column.value, problem.code.value) for problem in row.problems]


def texts(problems: Iterable[Problem]) -> str:
    """All sentences."""
    return "；".join(problem.text for problem in problems)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The files inside a workbook."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook from its files."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


@cache
def small() -> bytes:
    """A good workbook of two rows."""
    return workbook([good_row(1), good_row(2, people=1)])


def made(folder: Path, *, seed: int, count: int, share: float) -> tuple[bytes, dict[str, Any]]:
    """A workbook by the bureau's maker of samples, with the truth beside it; the maker finds the divisions next to it."""
    for name in ("tools", "data"):
        (folder / name).mkdir()
    shutil.copyfile(DATA / "make_ledger.py", folder / "tools" / "make_ledger.py")
    shutil.copyfile(Path(divisions.__file__).parent / "140502.csv", folder / "data" / "divisions-140502.csv")
    out, truth = folder / "made.xlsx", folder / "made.json"
    arguments = [str(seed), str(count), str(share), str(out), str(truth)]
    subprocess.run(
        [sys.executable, str(folder / "tools" / "make_ledger.py"), *arguments], check=True, capture_output=True
    )
    return out.read_bytes(), json.loads(truth.read_text(encoding="utf-8"))
