"""Every part in every state, with the story of the pictures: an invented household on 2026-11-23."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.template import engines

from doudi.ui.columns import Column, columns
from doudi.ui.fields import CountField, DayField, IdNumberField, LineField, NumberTextField, UploadsField, YuanField
from doudi.ui.forms import Form, Lines, lines_of
from doudi.ui.parts import (
    Action,
    ActionBar,
    AheadDay,
    BatchAct,
    Clock,
    Count,
    DemoDay,
    Due,
    EvidenceGroup,
    EvidenceRow,
    Fact,
    Link,
    MenuGroup,
    MenuItem,
    Pager,
    Said,
    StepMark,
    StoryItem,
    Tag,
    Task,
    TaskGroup,
    Who,
    Working,
    WorkLine,
)

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 11, 23)
CLAUSE = "民发〔2022〕83号 四（一）"


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    """A moment on the office's clock."""
    return datetime(2026, month, day, hour - 8, minute, tzinfo=UTC)


MENU = [
    MenuGroup(
        "办理",
        [
            MenuItem("工作台", "/", 19, here=True),
            MenuItem("申请登记", "/new/"),
            MenuItem("案件", "/cases/", 64),
            MenuItem("入户调查", "/visits/", 6),
        ],
    ),
    MenuGroup("公开与监督", [MenuItem("公示", "/notices/", 4), MenuItem("整改与反馈", "/fix/", 1, late=True)]),
]
DUES = [
    Due(-1, date(2026, 11, 20)),
    Due(0, TODAY),
    Due(2, date(2026, 11, 25)),
    Due(5, date(2026, 11, 30)),
    Due(30, date(2027, 1, 4), provisional=True),
]
CLOCKS = [
    Clock(20, 15, date(2026, 11, 30), "受理起 20 个工作日内确认", CLAUSE, "/law/", waits=(2, 3, 4)),
    Clock(20, 18, date(2026, 11, 25), "两个工作日以内，余格改色", CLAUSE, waits=(9, 10)),
    Clock(3, 6, date(2026, 11, 18), "限 3 日，自第 4 日起为超期格", CLAUSE),
    Clock(7, 7, TODAY, "确认后 7 日内备案", "城政办发〔2023〕29号 五（二）", unit="calendar"),
    Clock(20, 0, date(2026, 12, 21), "明日起算", CLAUSE, today_counts=False, provisional=True),
]
STEPS = [
    StepMark("受理", "11-02", "done"),
    StepMark("入户调查", "11-04　限 3 日，用 2 日", "done"),
    StepMark("信息核对", "11-06　等候 3 日", "done"),
    StepMark("拟定意见", "秦海峰　建议 11-24 前", "now"),
    StepMark("审核确认", "郑国栋　至迟 11-30"),
    StepMark("公示 7 日", "确认次日起"),
    StepMark("发放", "确认次月起"),
]
STORY = [
    StoryItem(at(11, 19, 16, 20), "采信 8 项，余 1 项未定", "存款一项未写理由。", "第 13 日", node="open"),
    StoryItem(at(11, 17, 15, 5), "邻里访问 2 户", "两户均称赵秀莲做保洁。", "第 11 日", "民发〔2021〕57号 第16条"),
    StoryItem(
        at(11, 6, 17, 30), "核对报告回来", "11 项有结果，2 项无应答。", "第 4 日", node="aside", waiting=True,
        links=[Link("看报告", "/files/1/")],
    ),
    StoryItem(at(11, 4, 9, 20), "入户调查", "秦海峰、贺文娟（2 人）。", "第 2 日，限 3 日", CLAUSE, "/law/", waiting=True),
    StoryItem(at(11, 2, 10, 12), "受理", "材料齐全，受理通知书〔2026〕187号当场送达。", "起算"),
    StoryItem(date(2025, 12, 31), "去年的一件事", "年份写全。", node="aside"),
]  # fmt: skip
TASKS = [
    TaskGroup(
        "已超期 1",
        [
            Task(
                "送达《不予确认通知书》", "/cases/1/", "卫小红户 · 低保 2026-0163 · 司徒村",
                "作出决定后 3 个工作日内书面告知", DUES[0], "登记送达", "民发〔2021〕57号 第21条",
            ),
        ],
        late=True,
        note="超期件同时列入分管领导的一屏",
    ),
    TaskGroup(
        "两个工作日内 2",
        [
            Task("开始入户调查", "/cases/2/", "郜引娣户 · 大车渠村", "受理后 3 个工作日内启动", DUES[1], "派调查人"),
            Task("拟定认定意见", "/cases/3/", "闫来喜 · 临泽村", "受理后 15 个工作日内提出", DUES[2], "证据对照"),
        ],
    ),
    TaskGroup(
        "之后 11",
        [Task("拟定意见", "/cases/4/", "魏建林户 · 临泽村", "已用 15 日", DUES[3], "证据对照", CLAUSE)],
        more=Link("全部展开", "?all=1"),
    ),
]  # fmt: skip
COUNTS = [
    Count(1, "件", "已超期", "?due=late", "late"),
    Count(3, "件", "今日到期", "?due=today", "soon"),
    Count(11, "件", "之后", "?due=later"),
    Count(1286, "户", "低保在享", "?state=paid"),
    Count("95.4", "%", "按时办结", "?rate=1"),
]
AHEAD = [
    AheadDay(TODAY, 4, "?on=2026-11-23", today=True),
    AheadDay(date(2026, 11, 24), 1, "?on=2026-11-24"),
    AheadDay(date(2026, 11, 30), 0, "?on=2026-11-30"),
    AheadDay(date(2026, 12, 1), 2, "?on=2026-12-01"),
    AheadDay(date(2026, 12, 2), 2, "?on=2026-12-02"),
]
FACTS = [
    Fact("保障标准", "655.00 × 3 = 1,965.00", number=True),
    Fact("家庭月收入", Decimal("1222.50"), number=True),
    Fact("人均月收入", Decimal("407.50"), number=True, note="低于标准"),
    Fact("人数", 3, number=True),
    Fact("存款", None, number=True),
]
EVIDENCE = [
    EvidenceGroup(
        "有差异 2 项",
        [
            EvidenceRow(
                "存款", Said(Decimal("8000"), "申请书 3", "/f/1/"), Said(Decimal("21460.35"), "报告第 4 项", "/f/2/"),
                Said(None, "未查"), note="财产，时点数", gap="+13,460.35", gap_note="+168.3%", here=True, url="?row=1",
            ),
            EvidenceRow(
                "工资", Said(Decimal("600"), "申请书 2"), Said(None, "社保无记录"),
                Said(Decimal("800"), "雇主证明", "/f/3/"), note="赵秀莲，零工保洁", gap="+200.00", gap_note="+33.3%",
                adopted="surveyed", reason="雇主书面证明，近 6 个月平均",
            ),
        ],
    ),
    EvidenceGroup(
        "一致 1 项",
        [
            EvidenceRow(
                "土地", Said(Decimal("120")), Said(None), Said(Decimal("120")), adopted="other",
                adopted_as=Decimal("118.50"), reason="按合同",
            )
        ],
        note="核对无应答 2 项（无应答不等于没有）",
    ),
]  # fmt: skip
LINES = [
    WorkLine("工资性收入", Decimal("800"), "赵秀莲", "57号 第13条（一）", was=Decimal("600")),
    WorkLine("减：必要就业成本", Decimal("-80"), "800.00 × 10%", "第13条　示例参数（非官方）", was=Decimal("-60")),
    WorkLine("家庭月收入", Decimal("1222.5"), "以上相加", "第12条", "/law/", was=Decimal("790"), summed=True),
    WorkLine("标准 × 人数", Decimal("1965"), "农村 655.00 × 3", "晋城市 2025-07 公布", was=Decimal("1965")),
]
TOTAL = WorkLine("月保障金额", Decimal("939.5"), "10 + 11", was=Decimal("1371.5"))
BAR = ActionBar(
    "现在要做：写明存款一项的采信理由，然后拟定意见",
    "由您（经办）在 11-24 前提出",
    [
        Action("证据对照（余 1 项）", "/cases/4/evidence/", look="primary"),
        Action("提交审核", reason="还差 1 项采信理由"),
        Action("撤回", "/cases/4/withdraw/", post=True, hidden=[("version", "7")]),
        Action("不予确认", "/cases/4/refuse/", look="refuse"),
    ],
)
TAGS = [
    Tag("未生成"), Tag("待拟定意见", "mine"), Tag("核对中", "waiting"), Tag("剩 2 日", "soon"), Tag("超期", "late"),
    Tag("已备案", "settled"), Tag("已到账", "paid"),
]  # fmt: skip
ROWS = [
    ("卫小红", DUES[0], TAGS[4], "待送达", "司徒村", 3, None, "140502196001010628"),
    ("郜引娣", DUES[1], TAGS[1], "入户调查", "大车渠村", 2, None, "140502196001022243"),
    ("魏建林", DUES[3], TAGS[1], "拟定意见", "临泽村", 3, Decimal("939.50"), "140502196501011234"),
    ("侯宝山", None, TAGS[5], "—", "小张村", 5, Decimal("1210"), "140502195501019436"),
]


class QueryForm(Form):
    """查询区 of the specimen list."""

    q = LineField(label="姓名、案号", required=False)
    village = forms.ChoiceField(label="村（社区）", choices=[("", "全部 25 个"), ("1", "临泽村")], required=False)
    due = forms.ChoiceField(label="期限", choices=[("", "全部"), ("late", "超期")], required=False)
    since = DayField(label="受理自", required=False)
    until = DayField(label="受理至", required=False)


class ApplicationForm(Form):
    """One field of every kind."""

    name = LineField(label="户主姓名", max_length=50)
    id_number = IdNumberField(label="户主证件号", help_text="身份证上的 18 位号码")
    phone = NumberTextField(label="电话", required=False)
    applied_on = DayField(label="申请日期", until_today=True)
    area = forms.ChoiceField(label="居住地", choices=[("rural", "农村"), ("urban", "城市")])
    able = forms.ChoiceField(
        label="有没有挣钱的活", choices=[("1", "有"), ("0", "没有"), ("?", "说不清")], widget=forms.RadioSelect
    )
    papers = forms.MultipleChoiceField(
        label="已交材料", choices=[("a", "申请书"), ("b", "授权书")], widget=forms.CheckboxSelectMultiple
    )
    rooms = CountField(label="房屋间数", required=False, unit="间")
    rent = YuanField(label="房租", unit="元/月", required=False)
    why = LineField(label="申请原因", widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    photos = UploadsField(label="照片", required=False, help_text="可一次选多张")
    promise = forms.BooleanField(label="以上情况属实")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IncomeForm(Form):
    """One line of income."""

    kind = forms.ChoiceField(label="种类", choices=[("wage", "工资"), ("rent", "租金")])
    amount = YuanField(label="金额", unit="元/月")


class IncomeLines(Lines):
    """The household's income."""

    noun = "项"
    add_label = "再加一项收入"


Incomes = lines_of(IncomeForm, IncomeLines, extra=1)
WRONG: Mapping[str, str] = {
    "name": "魏建林", "id_number": "14050219650101123X", "applied_on": "2026-12-02", "rent": "十元",
    "income-TOTAL_FORMS": "2", "income-INITIAL_FORMS": "0", "income-0-kind": "wage", "income-0-amount": "1,2",
    "income-1-kind": "rent", "income-1-amount": "３００元",
}  # fmt: skip


def posted(values: Mapping[str, str]) -> QueryDict:
    """A POST body."""
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def context(**more: Any) -> dict[str, Any]:
    """All parts under their names, with the frame of a town clerk."""
    frame = {
        "menu": MENU, "who": Who("秦海峰", "北石店镇 · 镇经办", "/me/"), "search_url": "/find/", "working": True,
        "logout_url": "/logout/", "watermark": "秦海峰 3208 2026-11-23 08:41",
    }  # fmt: skip
    values = {
        "dues": DUES, "clocks": CLOCKS, "steps": STEPS, "story": STORY, "tasks": TASKS, "counts": COUNTS,
        "ahead": AHEAD, "facts": FACTS, "evidence": EVIDENCE, "working_lines": Working(LINES, TOTAL),
        "plain_lines": Working([WorkLine("人均月收入", Decimal("500"), "1,500.00 ÷ 3", CLAUSE)], WorkLine("合计", None)),
        "bar": BAR, "tags": TAGS, "rows": ROWS, "total": Decimal("939.50"), "due_day": date(2026, 11, 30),
        "chips": [Link("按期限", "?by=due", here=True), Link("按村", "?by=village")],
        "batch": [BatchAct("打印", "print"), BatchAct("导出所选", "export")], "way_on": Link("看全部", "?"),
        "pager": Pager.of(total=640, page=4, per=20, query={"village": ["1", "2"], "page": ["4"]}),
        "demo_day": DemoDay(TODAY, "/demo/day/", may_move=True), "notice_since": date(2026, 11, 22),
        "notice_until": date(2026, 11, 28), "query_form": QueryForm(posted({"q": "魏"}), on=TODAY),
        "at": at(11, 19, 16, 20),
        "months_drawn": columns([
            Column("11月", "2026", [("paid", Decimal("339790.00"))]),
            Column("12月", "", [("obligations", Decimal("340660.00")), ("standard", Decimal("39405.00"))]),
        ]),
    }  # fmt: skip
    return {**frame, **values, **more}


def request(path: str = "/") -> HttpRequest:
    """A request with the day the doors set."""
    made = HttpRequest()
    made.path = path
    made.META["SERVER_NAME"], made.META["SERVER_PORT"] = "testserver", "80"
    made.today = TODAY  # type: ignore[attr-defined]
    return made


def render(name: str, **more: Any) -> str:
    """One page of `pages/` with all parts."""
    page = engines["django"].from_string((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    asked = request()
    return str(page.render(context(request=asked, **more), asked))
