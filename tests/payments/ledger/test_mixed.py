"""Many kinds of defect mixed in one workbook, drawn anew for each seed; and sheets whose XML is tampered with."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doudi.payments.ledger import checking, guard, marking, reading
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.refusal import LedgerFileError
from payments.ledger.defects import RIGHT, WRONG
from payments.ledger.workbooks import (
    ON,
    STANDARDS,
    Row,
    check,
    good_row,
    packed,
    parts_of,
    saved,
    sheet_of,
    told,
    workbook,
)  # fmt: skip

ROWS = 120
Expected = list[tuple[str, str]]


def drawn(dice: random.Random, number: int) -> tuple[Row, Expected]:
    """A row of two people, good, written another way, or wrong; and what must be found."""
    row = good_row(number)
    share = dice.random()
    if share < 0.4:
        return row, []
    if share < 0.6:
        RIGHT[dice.choice(list(RIGHT))](row)
        return row, []
    spoil, problems = WRONG[dice.choice(KINDS)]
    spoil(row)
    return row, [(column.value, code.value) for column, code in problems]


# These put the same person or number into every row that has them, so the second would rightly be told as a duplicate.
REPEATING = {
    "head ID another person's", "head ID of 32767 digits", "head ID as 1.40502E+17", "an ID too many", "member born after the month",
}  # fmt: skip
KINDS = [name for name in WRONG if name not in REPEATING]


@pytest.mark.parametrize("seed", range(12))
def test_every_defect_is_found_at_its_cell_and_every_good_row_taken(seed: int) -> None:
    dice = random.Random(seed)
    rows = [drawn(dice, number) for number in range(1, ROWS + 1)]
    order = list(Column)
    dice.shuffle(order)
    report = check(workbook([row for row, _ in rows], order=order, above=above(dice)))
    assert [told(row) for row in report.rows] == [expected for _, expected in rows]


def above(dice: random.Random) -> list[list[str]]:
    """One to three lines of title."""
    title = ["晋城市城区农村最低生活保障对象台账（2026年10月）"]
    return [[title], [["附件2"], title], [["附件"], title, ["填报单位：演示", "填报日期：2026年11月1日"]]][
        dice.randrange(3)
    ]


MISPLACED = (
    b"XFD1048576", b"0", b"-5", b"1e400", b"9" * 20, b"s", b"e", b"d", b"str", b"2023-13-45T99", b"hidden", b"", b"NaN",
)  # fmt: skip


def tampered(dice: random.Random, parts: dict[str, bytes]) -> dict[str, bytes]:
    """One word, number or reference of the XML replaced by one that doesn't belong there."""
    name = dice.choice(["xl/worksheets/sheet1.xml"] * 4 + ["xl/workbook.xml", "xl/styles.xml"])
    found = list(re.finditer(rb'(?<=")[^"<>]{1,20}(?=")|(?<=<v>)[^<]+|(?<=<t>)[^<]+', parts[name]))
    place = dice.choice(found)
    return {**parts, name: parts[name][: place.start()] + dice.choice(MISPLACED) + parts[name][place.end() :]}


@pytest.mark.parametrize("seed", range(60))
def test_a_tampered_workbook_gives_a_report_or_a_sentence(seed: int) -> None:
    dice = random.Random(seed)
    parts = parts_of(workbook([good_row(1), good_row(2)]))
    for _ in range(dice.randint(1, 3)):
        parts = tampered(dice, parts)
    try:
        admitted = guard.admit("台账.xlsx", packed(parts))
        report = checking.check(reading.read(admitted), standards=STANDARDS, on=ON)
        said = report.as_dict()["totals"] and marking.mark(admitted, report)
    except LedgerFileError as error:
        said = error.sentence
    assert said


@pytest.mark.slow
def test_ten_thousand_rows_of_thirty_columns_in_fifteen_seconds_and_300_megabytes(tmp_path: Path) -> None:
    rows = [good_row(number, people=1 + number % 4) for number in range(1, 10_001)]
    more = [f"自定{place}" for place in range(30 - len(Column))]
    (tmp_path / "台账.xlsx").write_bytes(saved(build=lambda book: with_more_columns(sheet_of(book, rows), more)))
    # The most memory of this very program: ru_maxrss begins with that of the tests from which it was started.
    script = (
        "import resource, sys; from pathlib import Path; from doudi.command.main import main; code = main(sys.argv[1:]);"
        "used, status = resource.getrusage(resource.RUSAGE_SELF), Path('/proc/self/status').read_text();"
        "print(code, used.ru_utime + used.ru_stime, int(status.split('VmHWM:')[1].split()[0]) / 1024, file=sys.stderr)"
    )
    argv = [sys.executable, "-c", script, "ledger", "check", str(tmp_path / "台账.xlsx"), "--json"]
    found = subprocess.run(argv, capture_output=True, text=True, check=True)
    code, seconds, megabytes = found.stderr.split()
    assert json.loads(found.stdout)["totals"] == {"take": 10_000, "ask": 0, "refuse": 0}
    assert code == "0"
    assert float(seconds) < 15
    assert float(megabytes) < 300


def with_more_columns(sheet: Any, titles: list[str]) -> None:
    """Columns that the ledger doesn't know, filled in every row."""
    for place, title in enumerate(titles, len(Column) + 1):
        sheet.cell(3, place).value = title
        for row in range(4, sheet.max_row + 1):
            sheet.cell(row, place).value = f"{title}内容{row}"
