"""What the parts say and draw."""

from datetime import date
from itertools import pairwise

import pytest

from doudi.ui import drawing
from doudi.ui.parts import Clock, Due, EvidenceRow, Pager, Said
from ui.specimen import CLOCKS, TODAY


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [
        (-3, "late", "超期 3 日"), (0, "soon", "今日到期"), (1, "soon", "剩 1 日"), (2, "soon", "剩 2 日"),
        (3, "", "剩 3 日"),
    ],
)  # fmt: skip
def test_due(left: int, tone: str, words: str) -> None:
    due = Due(left, TODAY)
    assert (due.tone, due.words) == (tone, words)


def kinds(clock: Clock) -> str:
    letters = {"used": "u", "wait": "w", "today": "T", "free": "f", "soon": "s", "over": "o"}
    return "".join(letters[cell.kind] for cell in drawing.clock(clock).cells)


def test_clock_cells() -> None:
    assert [kinds(clock) for clock in CLOCKS] == [
        "uwww" + "u" * 10 + "T" + "f" * 5,
        "u" * 8 + "ww" + "u" * 7 + "T" + "ss",
        "uuuooT",
        "uuuuuuT",
        "f" * 20,
    ]


def test_clock_is_said_in_words() -> None:
    assert drawing.clock(CLOCKS[0]).label == "限 20 个工作日，第 15 日，其中等候他方 3 日，剩 5 个工作日"
    assert drawing.clock(CLOCKS[2]).label == "限 3 个工作日，第 6 日，超 3 个工作日"
    assert drawing.clock(CLOCKS[3]).label == "限 7 日，第 7 日，剩 0 日"


def test_a_weekend_has_no_cell_of_today() -> None:
    saturday = Clock(5, 3, TODAY, "", "", today_counts=False)
    assert kinds(saturday) == "uuuss"


def test_cells_lie_side_by_side_and_within_the_picture() -> None:
    for limit in (1, 20, 45, 90, 365):
        picture = drawing.clock(Clock(limit, limit // 2, TODAY, "", "", waits=(1,)))
        edges = [(float(cell.x), float(cell.x) + float(cell.width)) for cell in picture.cells]
        assert all(before[1] <= after[0] for before, after in pairwise(edges))
        assert edges[-1][1] <= picture.width


def test_a_limit_long_over_stays_within_the_sheet() -> None:
    picture = drawing.clock(Clock(3, 400, TODAY, "", ""))
    assert len(picture.cells) == 3 + drawing.OVER_SHOWN + 1
    assert "超 397 个工作日" in picture.label


def test_notice_days() -> None:
    picture = drawing.days(date(2026, 11, 26), date(2026, 12, 2), date(2026, 11, 27))
    assert [(cell.kind, cell.text) for cell in picture.cells] == [
        ("used", "26"), ("today", "27"), ("free", "28"), ("free", "29"), ("free", "30"), ("free", "1"), ("free", "2"),
    ]  # fmt: skip
    assert picture.label == "公示 7 日，第 2 日，还有 5 日"
    assert drawing.days(date(2026, 1, 1), date(2026, 12, 31), TODAY).cells == ()


def test_pager_keeps_the_query_and_offers_near_pages() -> None:
    pager = Pager.of(total=640, page=4, per=20, query={"village": ["1", "2"], "page": ["4"], "q": ["魏 &"]})
    assert [link.label if link else "…" for link in pager.links] == ["1", "2", "3", "4", "5", "6", "…", "32"]
    assert pager.next == "?village=1&village=2&q=%E9%AD%8F+%26&page=5"
    assert [link.label for link in pager.links if link and link.here] == ["4"]


@pytest.mark.parametrize(
    ("total", "page", "here", "last"), [(0, 1, 1, 1), (0, 9, 1, 1), (21, 99, 2, 2), (20, -5, 1, 1)]
)
def test_pager_at_its_ends(total: int, page: int, here: int, last: int) -> None:
    pager = Pager.of(total=total, page=page, per=20, query={})
    assert (pager.page, pager.last) == (here, last)
    assert (pager.previous == "") == (here == 1)
    assert (pager.next == "") == (here == last)


def test_every_source_of_evidence_has_its_word() -> None:
    rows = [
        EvidenceRow("存款", Said(), Said(), Said(), adopted=source) for source in ("declared", "checked", "surveyed")
    ]
    assert [row.adopted_word for row in rows] == ["自报", "核对", "调查"]
    assert EvidenceRow("存款", Said(), Said(), Said()).adopted_word == ""
