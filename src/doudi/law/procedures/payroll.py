"""按月发放: one month's run of one programme, from computing to the bank's file.

A run belongs to the district. Each town's leader answers for the town's roster; making, checking and approving lie in
three different hands. A run is never edited: until it is approved it may be computed anew, then it stands.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from doudi.law.posts import Post
from doudi.law.procedure import Procedure, State, Step

MAKER, CHECKER, APPROVER, LEADER = Post.FINANCE_MAKER, Post.FINANCE_CHECKER, Post.FINANCE_APPROVER, Post.LEADER
_57 = "民发〔2021〕57号"
NOTICE = "城政办发〔2023〕29号"

# fmt: off
STEPS = (
    Step("compute", "计算", (MAKER,), ("draft", "computed", "checked"), "computed", f"{_57} 第二十三条、第二十五条",
         now="按在享名册计算本月应发金额"),
    Step("confirm_roster", "确认花名册", (LEADER,), ("draft", "computed", "checked"), None, f"{NOTICE} 三（二）4",
         now="核对本镇（街道）本月花名册并确认"),
    Step("check", "复核", (CHECKER,), ("computed",), "checked", f"{NOTICE} 三（二）4",
         now="核对控制总额和变动，复核通过",
         apart_from=("compute",), free_of=("lines_outdated",)),
    Step("approve", "审批", (APPROVER,), ("checked",), "approved", f"{NOTICE} 三（二）4",
         now="看控制总额和各镇花名册，签批发放",
         apart_from=("compute", "check"), free_of=("lines_outdated", "roster_missing", "total_changed"), signs=True),
    Step("export", "导出银行文件", (MAKER,), ("approved",), "exported", f"{_57} 第二十五条",
         now="导出银行文件，送代发银行"),
)
# fmt: on

REISSUED: Mapping[str, Any] = {
    "compute": {"now": "按两人更正好的账户，把退票开成重发批次"},
    "check": {"now": "核对每笔退票和更正后的账户，复核通过"},
    "approve": {"now": "看重发总额，签批发放", "free_of": ("lines_outdated", "total_changed")},
}

MONTHLY_2023 = Procedure(
    code="payroll.notice_2023",
    title="按月发放",
    source=f"{NOTICE} 三（二）4；{_57} 第二十五条",
    in_force=date(2023, 8, 16),
    starts="draft",
    states=(
        State("draft", "待计算"),
        State("computed", "待复核"),
        State("checked", "待审批"),
        State("approved", "待导出"),
        State("exported", "已导出", ends=True),
    ),
    steps=STEPS,
)

# What the bank sent back is paid again in the same three hands; the towns answered for its families already.
REISSUE_2023 = Procedure(
    code="payroll.reissue_2023",
    title="退票重发",
    source=f"{NOTICE} 三（二）4；{_57} 第二十五条、第二十六条",
    in_force=date(2023, 8, 16),
    starts="draft",
    states=MONTHLY_2023.states,
    steps=tuple(replace(step, **REISSUED.get(step.code, {})) for step in STEPS if step.code != "confirm_roster"),
)

EDITIONS = (MONTHLY_2023, REISSUE_2023)

# The letters that stand for a programme in the number of a run or a case.
MARKS = {"subsistence_allowance": "DB", "extreme_hardship_support": "TK"}
TITLES = {"subsistence_allowance": "最低生活保障", "extreme_hardship_support": "特困人员救助供养"}


def run_number(district: str, month: date, programme: str) -> str:
    """The number of a month's run, such as FF-140502-2026-12-DB. Errors: KeyError for an unknown programme."""
    return f"FF-{district}-{month:%Y-%m}-{MARKS[programme]}"


def reissue_number(district: str, month: date, programme: str, running: int) -> str:
    """The number of a batch that pays again, such as CF-140502-2026-12-DB-01. Errors: KeyError."""
    return f"CF-{district}-{month:%Y-%m}-{MARKS[programme]}-{running:02d}"


def edition(code: str) -> Procedure:
    """The edition of that code. Errors: KeyError."""
    return {known.code: known for known in EDITIONS}[code]
