"""Finding the table in a workbook: headers, titles, months, areas, and the rows that are households."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from doudi.payments.ledger import guard, headings, reading
from doudi.payments.ledger.columns import NEEDED, Column, column_of, title_key
from doudi.payments.ledger.reading import Book
from doudi.payments.ledger.refusal import LedgerFileError
from payments.ledger.workbooks import (
    MONTH_TITLE,
    check,
    good_row,
    packed,
    parts_of,
    saved,
    sheet_of,
    small,
    told,
    workbook,
)  # fmt: skip


def read(content: bytes) -> Book:
    return reading.read(guard.admit("台账.xlsx", content))


def refused(content: bytes) -> str:
    with pytest.raises(LedgerFileError) as found:
        read(content)
    return found.value.sentence


def with_lines(*lines: list[Any]) -> bytes:
    """A workbook with one good row, then these lines."""

    def build(book: Workbook) -> None:
        sheet = sheet_of(book, [good_row(1)])
        for line in lines:
            sheet.append(line)

    return saved(build=build)


def test_where_things_are() -> None:
    book = read(small())
    (sheet,) = book.sheets
    assert (book.month, sheet.name, sheet.area, sheet.header.row) == (date(2026, 10, 1), "农村低保", "rural", 3)
    assert [line.row for line in sheet.lines] == [4, 5]
    assert len(sheet.header.places) == len(Column)
    assert sheet.lines[0].get(Column.HEAD_NAME) == good_row(1)[Column.HEAD_NAME]


@pytest.mark.parametrize(
    "order", [tuple(reversed(Column)), (*NEEDED, Column.METHOD), (*tuple(Column)[9:], *tuple(Column)[:9])]
)
def test_columns_may_move_and_some_may_be_left_out(order: tuple[Column, ...]) -> None:
    report = check(workbook([good_row(1), good_row(2)], order=order))
    assert report.is_clean
    assert len(list(report.rows)) == 2


@pytest.mark.parametrize("column", NEEDED)
def test_a_needed_column_that_is_missing_is_named(column: Column) -> None:
    sentence = refused(workbook([good_row(1)], order=[each for each in Column if each is not column]))
    assert f"“{column.value}”" in sentence
    assert "“农村低保”第 3 行" in sentence


def test_several_missing_columns_are_all_named() -> None:
    sentence = refused(
        workbook([good_row(1)], order=[each for each in Column if each not in {Column.BANK, Column.TOWN}])
    )
    assert "“乡镇(街道)”、“开户银行”" in sentence


def test_the_same_column_twice() -> None:
    assert "两列都是“银行账号”" in refused(workbook([good_row(1)], order=[*Column, Column.ACCOUNT]))


@pytest.mark.parametrize(
    "titles",
    [
        {Column.BASE: "月保障金额\n（元）", Column.HEAD_ID: " 户主 身份证号码 ", Column.TOTAL: "月发放合计（元）"},
        {
            Column.TOWN: "乡镇（街道）",
            Column.VILLAGE: "村/社区",
            Column.ACCOUNT: "银行帐号",
            Column.HOUSE_AREA: "房屋面积(平方米)",
        },
        {Column.HEAD_NAME: "*户主姓名", Column.START: "首次享受\r\n年月：", Column.SUPPLEMENT: "分类施保金"},
        {Column.FAMILY: "家庭人口数", Column.MEMBER_IDS: "家庭成员身份证号码", Column.RELATIONS: "与户主\u00a0关系"},
    ],
)
def test_titles_written_another_way(titles: dict[Column, str]) -> None:
    assert check(workbook([good_row(1)], titles=titles)).is_clean


def test_a_problem_is_told_under_the_bureaus_own_title() -> None:
    row = good_row(1)
    row[Column.BASE] = -5
    report = check(workbook([row], titles={Column.BASE: "月保障金额\n（元）"}))
    assert told(next(report.rows)) == [("月保障金额(元)", "amount_negative")]


def test_every_title_is_known() -> None:
    assert all(column_of(column.value) is column for column in Column)
    assert column_of("备注") is None
    assert title_key("") == ""


def test_a_header_in_two_rows() -> None:
    upper = {Column.HEAD_NAME: "户主", Column.HEAD_ID: None, Column.MEMBER_NAMES: "家庭成员", Column.MEMBER_IDS: None}
    lower = {
        Column.HEAD_NAME: "姓名",
        Column.HEAD_ID: "身份证号",
        Column.MEMBER_NAMES: "姓名",
        Column.MEMBER_IDS: "身份证号",
    }
    above = [[MONTH_TITLE.format(area="农村")], [upper.get(column, column.value) for column in Column]]
    report = check(workbook([good_row(1)], above=above, titles={column: lower.get(column, "") for column in Column}))
    assert report.is_clean
    assert report.sheets[0].header.row == 3


@pytest.mark.parametrize(
    ("above", "month"),
    [
        ([["农村低保台账（2026年10月）"]], date(2026, 10, 1)),
        ([["附件1"], ["农村低保台账"], ["２０２６年 １０ 月"]], date(2026, 10, 1)),
        ([["农村低保台账"], ["填报日期：2026年11月3日", None, "2026年10月"]], date(2026, 10, 1)),
        ([["农村低保 2026-10 明细"]], date(2026, 10, 1)),
        ([["二〇二六年十月农村低保台账"]], date(2026, 10, 1)),
        ([["农村低保台账（2026.9）"]], date(2026, 9, 1)),
        ([["农村低保台账"], ["制表时间：2026年11月3日"]], None),
        ([["农村低保台账（城政办发〔2023〕29号）"]], None),
        ([["农村低保台账2026年13月"]], None),
        ([], None),
    ],
)
def test_the_month_in_a_title(above: list[list[Any]], month: date | None) -> None:
    assert read(workbook([good_row(1)], above=above)).month == month


def test_a_month_only_in_the_sheets_name() -> None:
    def build(book: Workbook) -> None:
        sheet_of(book, [good_row(1)], above=[]).title = "农村低保2026年9月"

    assert read(saved(build=build)).month == date(2026, 9, 1)


def test_sheets_of_different_months() -> None:
    def build(book: Workbook) -> None:
        sheet_of(book, [good_row(1)])
        sheet_of(book, [good_row(2)], area="城市", above=[["城市低保台账（2026年9月）"]])

    assert "月份不一致" in refused(saved(build=build))


@pytest.mark.parametrize(
    ("title", "name", "area"),
    [
        ("晋城市城区农村最低生活保障对象台账", "Sheet1", "rural"),
        ("晋城市城区城市居民最低生活保障对象台账", "Sheet1", "urban"),
        ("晋城市低保台账", "农村低保", "rural"),
        ("台账", "城镇低保", "urban"),
        ("台账", "农村 低保", "rural"),
    ],
)
def test_urban_or_rural(title: str, name: str, area: str) -> None:
    assert headings.area(name, [title]) == area


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        ("晋城市低保台账", "Sheet1", "看不出"),
        ("农村低保台账", "城市低保", "一处写城市低保、一处写农村低保"),
        ("农村特困人员救助供养台账", "农村特困", "特困"),
        ("农村低保边缘家庭台账", "边缘", "看不出"),
    ],
)
def test_an_area_that_is_not_clear(title: str, name: str, said: str) -> None:
    with pytest.raises(LedgerFileError, match=said):
        headings.area(name, [title])


def test_sheets_without_a_table_and_hidden_ones_are_left_aside() -> None:
    def build(book: Workbook) -> None:
        book.create_sheet("封面")["A1"] = "台账"
        sheet_of(book, [good_row(1)])
        sheet_of(book, [good_row(2)], area="城市").sheet_state = "hidden"
        book.create_sheet("说明")["A1"] = "户主姓名填写全称"
        book.create_chartsheet("图")

    book = read(saved(build=build))
    assert [sheet.name for sheet in book.sheets] == ["农村低保"]
    assert set(book.left_aside) == {"封面", "城市低保", "说明", "图"}


def test_a_workbook_without_any_table() -> None:
    assert "没有找到台账" in refused(saved(build=lambda book: book.create_sheet("说明")))


def test_a_table_without_rows() -> None:
    report = check(workbook([]))
    assert report.is_clean
    assert report.as_dict()["sheets"] == [{"name": "农村低保", "header_row": 3, "rows": []}]


@pytest.mark.parametrize(
    "line",
    [
        [None],
        [" ", "\u00a0"],
        [2],
        ["合计", "1户", None, 2, 2],
        ["合 计：", None, None, 2],
        [None, "总计", None, 2],
        [None, None, None, 2, 2, None, None, 500],
        ["制表人：", None, None, "审核人：", None, None, "主要领导："],
        [None, "负责人签字：", None, None, None, "2026年11月3日"],
        ["注：本表一式三份"],
        [None, "说明：以上人员均已公示，家庭情况以入户调查为准"],
        [None, "以上数据截至二〇二六年十月三十一日，由各乡镇负责核对"],
        [column.value for column in Column],
    ],
)
def test_lines_that_are_no_household(line: list[Any]) -> None:
    assert len(list(check(with_lines(line)).rows)) == 1


@pytest.mark.parametrize(
    "line", [[2, "张三"], [None, None, good_row(9)[Column.HEAD_ID]], [None, "合计", good_row(9)[Column.HEAD_ID]]]
)
def test_a_household_with_little_in_its_row_is_not_passed_over(line: list[Any]) -> None:
    rows = list(check(with_lines(line)).rows)
    assert [row.row for row in rows] == [4, 5]
    assert rows[1].outcome == "refuse"


def test_rows_after_the_total_are_read() -> None:
    row = good_row(2)
    report = check(with_lines(["合计", "1户"], [], [row[column] for column in Column]))
    assert [row.row for row in report.rows] == [4, 7]
    assert report.is_clean


def test_hidden_rows_are_read() -> None:
    def build(book: Workbook) -> None:
        sheet_of(book, [good_row(1), good_row(2)]).row_dimensions[5].hidden = True

    assert len(list(check(saved(build=build)).rows)) == 2


def test_a_table_that_does_not_begin_in_the_first_column() -> None:
    def build(book: Workbook) -> None:
        sheet = sheet_of(book, [good_row(1), good_row(2)], above=[])
        sheet.insert_cols(1, 3)
        sheet.insert_rows(1, 5)
        sheet["D5"] = MONTH_TITLE.format(area="农村")

    report = check(saved(build=build))
    assert report.is_clean
    assert [row.row for row in report.rows] == [7, 8]


def test_one_villages_name_merged_over_its_households() -> None:
    def build(book: Workbook) -> None:
        first, second, third = good_row(1), good_row(2), good_row(3)
        for row in (second, third):
            row[Column.VILLAGE] = row[Column.TOWN] = None
        sheet = sheet_of(book, [first, second, third])
        place = list(Column).index(Column.VILLAGE) + 1
        sheet.merge_cells(start_row=4, end_row=5, start_column=place, end_column=place)
        sheet.merge_cells(start_row=4, end_row=6, start_column=place - 1, end_column=place - 1)

    rows = list(check(saved(build=build)).rows)
    assert [row.outcome for row in rows] == ["take", "take", "refuse"]
    assert told(rows[2]) == [("村(社区)", "village_missing")]


@pytest.mark.parametrize("far", [" ", "x", None])
def test_a_lone_cell_far_below_does_not_matter(far: str | None) -> None:
    def build(book: Workbook) -> None:
        sheet = sheet_of(book, [good_row(1), good_row(2)])
        sheet["AB1048576"] = far
        sheet["AB1048576"].font = Font(bold=True)

    content = saved(build=build)
    assert guard.admit("a.xlsx", content).far == (far is not None)
    report = check(content)
    assert report.is_clean
    assert [row.row for row in report.rows] == [4, 5]


def test_a_lone_cell_far_to_the_right_and_below() -> None:
    def build(book: Workbook) -> None:
        sheet_of(book, [good_row(1)])["XFD1048576"] = "x"

    assert check(saved(build=build)).is_clean


def test_both_parsers_read_the_same() -> None:
    rows = [good_row(number) for number in range(1, 8)]
    rows[0][Column.START], rows[1][Column.START], rows[2][Column.HEAD_ID] = date(2019, 10, 1), 201910, 1.4e17
    rows[3][Column.VILLAGE], rows[4][Column.BASE], rows[5][Column.ACCOUNT] = "大车渠", "1,234元", 6.2e18
    near = workbook(rows)

    def build(book: Workbook) -> None:
        sheet_of(book, rows)["AC1048576"] = "x"

    assert check(saved(build=build)).as_dict() == check(near).as_dict()


def test_a_workbook_with_shared_strings_and_rich_text() -> None:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet, bold = book.add_worksheet("农村低保"), book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 26, MONTH_TITLE.format(area="农村"), bold)
        sheet.write_row(2, 0, [column.value for column in Column])
        for place, row in enumerate([good_row(1), good_row(2), good_row(1)], 3):
            sheet.write_row(place, 0, [row[column] for column in Column])
        name = good_row(2)[Column.HEAD_NAME]
        sheet.write_rich_string(4, 1, bold, name[:1], name[1:])
        sheet.write_url(3, 11, "http://127.0.0.1/", string="北石店镇大车渠村1号")
        sheet.write_comment(3, 1, "已核实")
    report = check(kept.getvalue())
    assert [row.outcome for row in report.rows] == ["take", "take", "refuse"]
    assert told(list(report.rows)[2]) == [("户主身份证号", "duplicate_row")]


def test_a_declared_range_that_is_not_true() -> None:
    parts = parts_of(small())
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b"<dimension"), sheet.index(b"/>", sheet.index(b"<dimension"))
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + b'<dimension ref="A1:XFD1048576"' + sheet[end:]
    assert check(packed(parts)).is_clean


def test_days_counted_from_1904() -> None:
    def build(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        row = good_row(1)
        row[Column.START] = date(2019, 10, 1)
        sheet_of(book, [row])

    found = next(check(saved(build=build)).rows)
    assert found.ledger
    assert found.ledger.start == date(2019, 10, 1)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_part_that_is_missing_or_empty_is_no_crash(name: str) -> None:
    parts = parts_of(small())
    for content in (None, b"<x/>"):
        changed = {key: part for key, part in parts.items() if key != name} | ({name: content} if content else {})
        try:
            said = read(packed(changed)).sheets[0].name
        except LedgerFileError as error:
            said = error.sentence
        assert said
