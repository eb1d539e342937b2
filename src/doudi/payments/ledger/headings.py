"""Where a sheet's table begins and what it is about: the header row by its titles, the month and urban or rural above it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from doudi.law.divisions import tree
from doudi.payments.ledger.cells import Value, chinese_month, chinese_year, half_width, plain
from doudi.payments.ledger.columns import NEEDED, Column, column_of
from doudi.payments.ledger.refusal import LedgerFileError

Area = Literal["urban", "rural"]
AREA_WORDS: dict[str, Area] = {"城市": "urban", "城镇": "urban", "农村": "rural"}
SEARCHED_ROWS = 40
LEAST_TITLES = 3
AREA_TITLE = re.compile(r"(城市|城镇|农村)(?:居民)?(?:最低生活保障|低保)(?!边缘)")
MONTH = re.compile(r"((?:19|20)\d{2})\s*[年.\-/]\s*(1[0-2]|0?[1-9])(?!\d)", re.ASCII)
CHINESE_MONTH = re.compile(r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月")
DAY_OF_FILLING = re.compile(r"日期|时间|制表|打印|导出")


@dataclass(frozen=True, slots=True)
class Header:
    """表头: its row (from 1), and at which place (from 0) each column stands."""

    row: int
    places: dict[Column, int]


def header(rows: Sequence[Sequence[Value]]) -> Header | None:
    """The header among a sheet's first rows: the row, or two rows one above the other, that names most columns."""
    best: Header | None = None
    for index, row in enumerate(rows):
        found = [Header(index + 1, _places(row))]
        if index + 1 < len(rows):
            found.append(Header(index + 2, _places(_stacked(row, rows[index + 1]))))
        for one in found:
            if len(one.places) >= LEAST_TITLES and (best is None or len(one.places) > len(best.places)):
                best = one
    return best


def _places(titles: Sequence[Value]) -> dict[Column, int]:
    places: dict[Column, int] = {}
    for index, title in enumerate(titles):
        if isinstance(title, str) and title and (column := column_of(plain(title))):
            places.setdefault(column, index)
    return places


def _stacked(above: Sequence[Value], below: Sequence[Value]) -> list[Value]:
    """A header in two rows as one: 户主 over 姓名 is 户主姓名; a title above stands over the empty cells to its right."""
    titles: list[Value] = []
    over = ""
    for upper, lower in zip(above, below, strict=False):
        over = plain(upper) or (over if plain(lower) else "")
        titles.append(over + plain(lower))
    return titles


def twice(titles: Sequence[Value]) -> list[str]:
    """The columns that a header row names more than once."""
    named = [column for title in titles if isinstance(title, str) and (column := column_of(plain(title)))]
    return sorted({column.value for column in named if named.count(column) > 1})


def require_columns(sheet: str, found: Header) -> None:
    """Refuse a sheet without a column that is needed. Errors: LedgerFileError naming sheet, row and columns."""
    if missing := [column.value for column in NEEDED if column not in found.places]:
        named = "、".join(f"“{title}”" for title in missing)
        raise LedgerFileError(f"工作表“{sheet}”第 {found.row} 行的表头缺少{named}这一列；请补上后再交")


def area(sheet: str, titles: Iterable[str]) -> Area:
    """Urban or rural, by the sheet's name and title. Errors: LedgerFileError when neither says it, or they differ."""
    texts = [_without_places(text) for text in (sheet, *titles)]
    areas = {AREA_WORDS[found[1]] for text in texts for found in AREA_TITLE.finditer(text)}
    if len(areas) > 1:
        raise LedgerFileError(f"工作表“{sheet}”的名称和标题一处写城市低保、一处写农村低保；请改一致后再交")
    if areas:
        return areas.pop()
    if any("特困" in text for text in texts):
        raise LedgerFileError(f"工作表“{sheet}”是特困供养台账；现在只能核对、导入城市低保和农村低保台账")
    raise LedgerFileError(f"看不出工作表“{sheet}”是城市低保还是农村低保；请在名称或标题里写明后再交")


def _without_places(text: str) -> str:
    """晋城市低保 says 晋城市, not 城市低保: names of places are taken out first."""
    for division in tree().above_towns:
        text = text.replace(division.name, "")
    return "".join(text.split())


def month(sheet: str, titles: Iterable[str]) -> date | None:
    """The month (its first day) that a title gives, else the sheet's name; a day of filling in counts for nothing."""
    for text in (*titles, sheet):
        if not DAY_OF_FILLING.search(text) and (found := month_in(text)):
            return found
    return None


def month_in(text: str) -> date | None:
    """The first month named in a text: 2026年10月, 2026-10, 二〇二六年十月."""
    if found := MONTH.search(half_width(text)):
        return date(int(found[1]), int(found[2]), 1)
    if (found := CHINESE_MONTH.search(half_width(text))) and 1 <= (number := chinese_month(found[2])) <= 12:
        year = chinese_year(found[1])
        return date(year, number, 1) if year else None
    return None
