"""The workbook handed back: wrong cells red, reasons at the end, all else kept, nothing in it acts."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from doudi.payments.ledger import checking, guard, marking, reading
from doudi.payments.ledger.columns import Column
from payments.ledger.workbooks import ON, SAMPLE, STANDARDS, check, good_row, saved, sheet_of

PLACES = {column: place for place, column in enumerate(Column, 1)}
REASONS = len(PLACES) + 1


def marked_bytes(content: bytes) -> bytes:
    admitted = guard.admit("台账.xlsx", content)
    return marking.mark(admitted, checking.check(reading.read(admitted), standards=STANDARDS, on=ON))


def marked(content: bytes) -> Any:
    return load_workbook(BytesIO(marked_bytes(content)))


def is_red(cell: Any) -> bool:
    return bool(cell.fill.fgColor.rgb == marking.RED)


def wrong_workbook(also: Any = None) -> bytes:
    """Row 4 good, row 5 to be asked about, row 6 refused for two reasons."""
    rows = [good_row(number) for number in (1, 2, 3)]
    rows[1][Column.BANK] = None
    rows[2][Column.BASE], rows[2][Column.VILLAGE] = -5, "不存在的村"

    def build(book: Workbook) -> None:
        sheet = sheet_of(book, rows)
        sheet.append(["合计", "3户"])
        if also:
            also(sheet)

    return saved(build=build)


def test_red_cells_and_reasons() -> None:
    sheet = marked(wrong_workbook()).active
    assert sheet.cell(3, REASONS).value == "错误原因"
    assert sheet.cell(3, REASONS).font.b == sheet.cell(3, REASONS - 1).font.b
    assert [sheet.cell(row, REASONS).value for row in (4, 5, 7)] == [None, "【待核实】开户银行：没有填开户银行", None]
    reason = sheet.cell(6, REASONS).value
    assert reason.startswith("【退回】月保障金额(元)：金额是负数（-5.00）；村(社区)：")
    red = {(cell.row, cell.column) for line in sheet.iter_rows() for cell in line if is_red(cell)}
    assert red == {
        (5, PLACES[Column.BANK]), (5, REASONS), (6, PLACES[Column.BASE]), (6, PLACES[Column.VILLAGE]), (6, REASONS),
    }  # fmt: skip


def test_all_else_is_kept() -> None:
    def more(sheet: Any) -> None:
        sheet.freeze_panes = "C4"
        sheet.merge_cells("A1:AA1")
        sheet["A1"].fill = PatternFill("solid", fgColor="FF00FF00")
        sheet.column_dimensions["B"].width = 33
        sheet["J7"] = "=SUM(J4:J6)"
        sheet["P4"] = date(2019, 10, 1)
        sheet.parent.create_sheet("说明")["A1"] = "留着"

    content = wrong_workbook(more)
    before, after = load_workbook(BytesIO(content)), marked(content)
    sheet, old = after["农村低保"], before["农村低保"]
    for line in old.iter_rows():
        for cell in line:
            assert sheet[cell.coordinate].value == cell.value, cell.coordinate
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("C4", 33)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:AA1"]
    assert sheet["A1"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["J7"].data_type == "f"
    assert after["说明"]["A1"].value == "留着"


def test_the_sample_marked_is_checked_like_the_sample() -> None:
    before = SAMPLE.read_bytes()
    after = marked_bytes(before)
    assert check(after).as_dict() == check(before).as_dict()
    sheet = load_workbook(BytesIO(after))["城市低保"]
    assert [cell.column_letter for cell in sheet[106] if is_red(cell)] == ["U", "AB"]


def test_marked_again_after_a_correction() -> None:
    book = marked(wrong_workbook())
    book.active.cell(6, PLACES[Column.BASE]).value = 303
    book.active.cell(6, PLACES[Column.VILLAGE]).value = "大车渠村委会"
    kept = BytesIO()
    book.save(kept)
    sheet = marked(kept.getvalue()).active
    assert sheet.cell(3, REASONS + 1).value is None
    assert sheet.cell(6, REASONS).value is None
    assert sheet.cell(5, REASONS).value
    assert {cell.row for line in sheet.iter_rows() for cell in line if is_red(cell)} == {5}


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("http://127.0.0.1","因病")', "=1+1+cmd()", "=WEBSERVICE(A1)", "=INDIRECT(A1)", "=Sheet2!A1", "=[1]Sheet1!A1",
        "=IMPORTDATA(A1)", "=EXEC(A1)",
    ],
)  # fmt: skip
def test_formulas_that_act_become_text(formula: str) -> None:
    def more(sheet: Any) -> None:
        sheet.cell(4, PLACES[Column.REASON]).value = formula

    cell = marked(wrong_workbook(more)).active.cell(4, PLACES[Column.REASON])
    assert (cell.value, cell.data_type, cell.quotePrefix) == (formula, "s", True)


@pytest.mark.parametrize("formula", ["=SUM(J4:J6)", "=H4+I4", "=ROUND($F4/D4,2)", "=SUBTOTAL(9,J4:J6)"])
def test_plain_arithmetic_stays(formula: str) -> None:
    assert marking.is_harmless(formula)

    def more(sheet: Any) -> None:
        sheet["J7"] = formula

    assert marked(wrong_workbook(more)).active["J7"].data_type == "f"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "＝1+1", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    def more(sheet: Any) -> None:
        cell = sheet.cell(4, PLACES[Column.ADDRESS])
        cell.value = text
        cell.data_type = "s"

    cell = marked(wrong_workbook(more)).active.cell(4, PLACES[Column.ADDRESS])
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", True)


def test_a_word_in_a_reason_never_begins_a_cell() -> None:
    rows = [good_row(1)]
    rows[0][Column.METHOD] = "@SUM(1)"
    sheet = marked(saved(build=lambda book: sheet_of(book, rows))).active
    assert sheet.cell(4, REASONS).value.startswith("【待核实】计算方式：")


def test_names_with_formulas_are_left_out() -> None:
    def more(sheet: Any) -> None:
        sheet.parent.defined_names["_xlnm.Auto_Open"] = DefinedName("_xlnm.Auto_Open", attr_text="EXEC(1)")

    assert not marked(wrong_workbook(more)).defined_names


def test_notes_beside_the_table_are_not_written_over() -> None:
    def more(sheet: Any) -> None:
        sheet.cell(5, REASONS + 2).value = "已电话核实"
        sheet.merge_cells(start_row=4, end_row=6, start_column=REASONS + 3, end_column=REASONS + 4)

    sheet = marked(wrong_workbook(more)).active
    assert sheet.cell(5, REASONS + 2).value == "已电话核实"
    assert sheet.cell(3, REASONS + 5).value == "错误原因"


def test_a_lone_cell_far_away_costs_nothing() -> None:
    def more(sheet: Any) -> None:
        sheet["XFD1048576"] = "x"

    sheet = marked(wrong_workbook(more)).active
    assert sheet.cell(5, REASONS).value
    assert sheet["XFD1048576"].value == "x"


def test_a_good_workbook_gets_only_the_column() -> None:
    content = saved(build=lambda book: sheet_of(book, [good_row(1)]))
    sheet = marked(content).active
    assert sheet.cell(3, REASONS).value == "错误原因"
    assert sheet.cell(4, REASONS).value is None


def test_the_name_to_hand_back_under() -> None:
    assert marking.marked_name("城区台账.xlsx") == "城区台账-退回更正.xlsx"
