"""The smallest parts: escaped, a dash for nothing, the words of time."""

from datetime import date
from decimal import Decimal

import pytest

from doudi.ui import marks
from doudi.ui.lists import Cell
from doudi.ui.parts import Due, Tag

TODAY = date(2026, 11, 24)
QUIET = '<span class="quiet">—</span>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("due", Due(-2, date(2026, 11, 20))), '<span class="due late"><b>超期 2 日</b></span>'),
        (Cell("due", Due(9, date(2026, 12, 7))), '<span class="due">剩 9 日</span>'),
        (Cell("due", "办结"), '<span class="quiet">办结</span>'),
        (Cell("due", None), QUIET),
        (Cell("tag", Tag("公示中", "waiting")), '<span class="tag waiting">公示中</span>'),
        (Cell("day", date(2026, 11, 30)), "11-30"),
        (Cell("day", None), QUIET),
        (Cell("money", Decimal("1234.5")), "1,234.50"),
        (Cell("money", Decimal(0)), "0.00"),
        (Cell("money", None), QUIET),
        (Cell("num", 0), "0"),
        (Cell("num", None), "—"),
        (Cell("text", ""), ""),
        (Cell("text", "<b>", "/a/?b=1&c=2"), '<a class="row-link" href="/a/?b=1&amp;c=2">&lt;b&gt;</a>'),
    ],
)
def test_a_cell_by_its_kind(cell: Cell, shown: str) -> None:
    assert marks.cell(cell, TODAY) == shown


def test_what_people_wrote_acts_in_no_mark() -> None:
    wrong = "<script>"
    assert "<script>" not in marks.tag(Tag(wrong))
    assert "<script>" not in str(marks.cell(Cell("due", wrong), TODAY))


def test_the_last_day_stands_under_the_words_of_time() -> None:
    shown = marks.due(Due(3, date(2027, 1, 4), provisional=True), TODAY)
    assert shown == '<div class="due"><b>剩 3 日</b><small>2027-01-04 到期（暂定）</small></div>'
    assert marks.due(Due(0, TODAY), TODAY) == '<div class="due soon"><b>今日到期</b><small>11-24</small></div>'
    assert marks.due(None, TODAY) == QUIET
