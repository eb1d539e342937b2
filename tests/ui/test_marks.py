"""The smallest parts: escaped, a dash for nothing, the words of time."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from doudi.ui import marks
from doudi.ui.forms import Form
from doudi.ui.lists import Cell, ListRow
from doudi.ui.parts import Due, Link, MenuGroup, MenuItem, Tag, WorkLine

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


def test_a_row_is_ticked_for_the_form_that_is_named() -> None:
    row = ListRow("DB-1", 3, "陈<建国", "/a/", [Cell("num", 2)], [Link("办理", "/a/?b=1&c=2")])
    plain, ticked = marks.row(row, TODAY, ""), marks.row(row, TODAY, "chosen")
    assert plain == (
        '<tr><td class="num pin pin-1">3</td><th scope="row" class="pin pin-name"><a href="/a/">陈&lt;建国</a></th>'
        '<td class="num">2</td><td class="pin pin-end acts"><a href="/a/?b=1&amp;c=2">办理</a></td></tr>'
    )
    assert 'name="numbers" value="DB-1" form="chosen" aria-label="勾选陈&lt;建国户"' in ticked
    assert '<td class="num pin pin-2">3</td><th scope="row" class="pin pin-3">' in ticked


def test_the_menu_marks_where_one_is_and_what_waits() -> None:
    items = [
        MenuItem("案件", "/cases/", 1286, here=True),
        MenuItem("整改", "/fix/", 1, late=True),
        MenuItem("<b>", "/x/"),
    ]
    assert marks.menu([MenuGroup("办理", items)]).replace("\n", "") == (
        '<h2>办理</h2><a href="/cases/" aria-current="page">案件 <b>1,286</b></a>'
        '<a href="/fix/">整改 <b class="late">1</b></a><a href="/x/">&lt;b&gt;</a>'
    )


@pytest.mark.parametrize(
    ("line", "compared", "shown"),
    [
        (WorkLine("a", Decimal(5), "2 + 3", "第十条"), False,
         '<td class="f">2 + 3</td><td class="num">5.00</td><td><span class="clause">第十条</span></td>'),
        (WorkLine("a", Decimal(5), "<i>", "第十条", "/law/", sources=["甲"]), True,
         '<td class="f">&lt;i&gt;</td><td class="num">5.00</td><td class="num">5.00</td>'
         '<td><a class="clause" href="/law/">第十条</a><small class="source">甲</small></td>'),
        (WorkLine("a", Decimal(5), was=Decimal(4)), True,
         '<td class="f"></td><td class="num was">4.00</td><td class="num now">5.00</td>'
         '<td><span class="clause"></span></td>'),
    ],
)  # fmt: skip
def test_a_line_of_a_calculation(line: WorkLine, compared: bool, shown: str) -> None:
    assert marks.workline(line, compared=compared) == shown


class Asked(Form):
    kind = forms.ChoiceField(choices=[("", "全部"), ("城镇", [("a", "<甲>"), ("b", "乙")])], required=False)
    name = forms.CharField(required=False)
    view = forms.CharField(required=False, widget=forms.HiddenInput)


def test_choices_and_boxes_are_drawn_as_their_widgets_tell_them() -> None:
    form = Asked({"kind": "b", "name": '"><script>', "view": "open"})
    assert str(form["kind"]).split("\n") == [
        '<select name="kind" autocomplete="off" class="form-select" id="id_kind">',
        '<option value="">全部</option><optgroup label="城镇">',
        '<option value="a">&lt;甲&gt;</option>',
        '<option value="b" selected>乙</option></optgroup>',
        "</select>",
    ]
    assert str(form["name"]) == (
        '<input type="text" name="name" value="&quot;&gt;&lt;script&gt;" autocomplete="off" class="form-control"'
        ' id="id_name">'
    )
    assert str(form["view"]) == '<input type="hidden" name="view" value="open" autocomplete="off" id="id_view">'
    assert " value=" not in str(Asked()["name"])
