"""低保申请: applying for the subsistence allowance, from request to payment.

Read down: each row is one act that the law or the notice asks for. A case keeps to the edition in force on the day it
was accepted; an amendment is a new edition below, never a change to an old one.
"""

from dataclasses import replace
from datetime import date

from doudi.law.papers import PaperKind as Paper
from doudi.law.posts import Post
from doudi.law.procedure import Clock, Procedure, State, Step
from doudi.law.procedures.turns import IN_TIME, Clauses, turns
from doudi.law.procedures.turns import STATES as TURN_STATES

ASSISTANT, CLERK, SURVEYOR = Post.VILLAGE_ASSISTANT, Post.TOWN_CLERK, Post.SURVEYOR
REVIEWER, LEADER, CHECKER = Post.REVIEWER, Post.LEADER, Post.CHECK_OFFICER
PROGRAMME = "subsistence_allowance"
_57 = "民发〔2021〕57号"
NOTICE = "城政办发〔2023〕29号"
RESTS_ON = Clauses(
    apply=f"{_57} 第四条", accept=f"{_57} 第十条", cooperate=f"{_57} 第二十九条", visit=f"{_57} 第二十条",
    appraise=f"{_57} 第十九条", adjust=f"{_57} 第三十二条",
)  # fmt: skip

# fmt: off
MAIN = (
    Step("notify", "一次性告知", (CLERK,), ("submitted",), "deficient", f"{_57} 第十条",
         now="材料不齐，一次告知所缺的全部材料",
         serves=(Paper.DEFICIENCY_NOTICE,), only_when="papers_missing", once=True, stops_clock=True, aside=True),
    Step("supplement", "补正", (ASSISTANT, CLERK), ("deficient",), "submitted", f"{_57} 第十条",
         now="把补来的材料登记上", free_of=("papers_missing",), waiting_for="申请人补正"),
    Step("accept", "受理", (CLERK,), ("submitted",), "surveying", f"{_57} 第十条",
         now="查收材料：齐全就受理，不齐就一次性告知",
         needs=(Paper.APPLICATION, Paper.PROMISE_AND_CONSENT, Paper.IDENTITY_PROOF),
         serves=(Paper.ACCEPTANCE_NOTICE,), free_of=("papers_missing",)),
    Step("survey", "入户调查", (SURVEYOR, CLERK), ("surveying",), None, f"{_57} 第十五条、第十六条",
         now="两人入户，填入户调查表",
         within=Clock("survey-start", "accept", "受理后 3 个工作日内启动调查"),
         puts=(Paper.SURVEY_FORM,)),
    Step("check", "信息核对", (CHECKER,), ("surveying",), None, f"{_57} 第十七条",
         now="把核对报告入卷",
         within=Clock("check-start", "accept", "镇街提请后 3 个工作日内启动核对"),
         puts=(Paper.CHECK_REPORT,), waiting_for="区核对中心"),
    Step("propose", "拟定意见", (CLERK,), ("surveying",), "proposed", f"{_57} 第十九条",
         now="对照证据、采信并拟定意见", within=IN_TIME,
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT), puts=(Paper.ADOPTION, Paper.OPINION),
         free_of=("papers_missing", "not_adopted", "transfer_asked")),
    Step("return_to_survey", "退回补查", (REVIEWER, LEADER), ("proposed", "reviewed"), "surveying", f"{_57} 第十九条",
         now="写明要补查什么，退回经办", within=IN_TIME, aside=True),
    Step("review", "审核", (REVIEWER,), ("proposed",), "reviewed", f"{_57} 第十九条",
         now="看证据和测算，写审核意见", within=IN_TIME, puts=(Paper.REVIEW,), apart_from=("propose",)),
    Step("confirm", "审核确认", (LEADER,), ("reviewed",), "confirmed", "民发〔2022〕83号 四（一）",
         now="看摘要和差异，签批同意", within=IN_TIME,
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.OPINION), apart_from=("survey", "propose", "review"),
         free_of=("not_eligible", "extension_asked", "decider_visit_missing"), signs=True),
    Step("refuse", "不予确认", (LEADER,), ("reviewed",), "refused", f"{_57} 第二十一条",
         now="写明理由，签批不予确认", within=IN_TIME,
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.OPINION), serves=(Paper.REFUSAL_NOTICE,),
         apart_from=("survey", "propose", "review"), free_of=("decider_visit_missing",), signs=True, aside=True),
    Step("publish", "公示", (CLERK, ASSISTANT), ("confirmed",), "publicity", f"{NOTICE} 四（一）；{_57} 第十九条",
         now="打印公示单，张贴并拍公示栏照片", serves=(Paper.PUBLICITY_SHEET,), puts=(Paper.BOARD_PHOTO,)),
    Step("object", "收到异议", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="登记异议，答复前不发放", free_of=("open_objection",), aside=True),
    Step("object_too", "又收到异议", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="前一条还没答复，又收到的异议先记下，逐条复查答复", only_when="open_objection", aside=True),
    Step("register_objection", "登记收到的异议", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="收到的异议，登记后复查", free_of=("open_objection",), only_when="received_objection"),
    Step("resurvey", "异议复查", (SURVEYOR, CLERK), ("publicity",), None, f"{_57} 第十九条",
         now="两人复查异议所说的事，把复查记录入卷", puts=(Paper.RESURVEY_RECORD,), only_when="objection_not_surveyed"),
    Step("answer_objection", "异议不成立，答复", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="复查后分别告知异议人和申请人，公示接着走完",
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection"),
    Step("republish", "答复并重新公示", (CLERK,), ("publicity",), "confirmed", f"{_57} 第十九条",
         now="公示的内容有更正，答复后重新公示 7 日",
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection", aside=True),
    Step("uphold_objection", "异议成立，重新调查", (CLERK,), ("publicity",), "surveying", f"{_57} 第十九条",
         now="异议成立，撤下公示，重新调查",
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection", aside=True),
    Step("close_publicity", "公示期满", (CLERK, ASSISTANT), ("publicity",), "publicised", f"{_57} 第十九条",
         now="公示满 7 日且无未决异议，撤下公示",
         waits=Clock("publicity-end", "publish", "公示 7 日"), free_of=("open_objection", "received_objection")),
    Step("deliver", "送达确认通知书", (CLERK,), ("publicised",), "granted", f"{_57} 第二十一条",
         now="送达确认通知书，请家里人签收",
         serves=(Paper.GRANT_NOTICE,), puts=(Paper.DELIVERY_RECEIPT,)),
    Step("file", "报区民政局备案", (CLERK,), ("confirmed", "publicity", "publicised", "granted"), None, f"{NOTICE} 五（二）",
         now="汇总确认结果，报区民政局备案",
         within=Clock("filing", "confirm", "确认后 7 日内报区民政局备案"), only_when="not_filed"),
    Step("deliver_refusal", "送达不予确认通知书", (CLERK,), ("refused",), "closed", f"{_57} 第二十一条",
         now="书面告知申请人并说明理由",
         within=Clock("refusal-notice", "refuse", "作出决定后 3 个工作日内书面告知"),
         puts=(Paper.DELIVERY_RECEIPT,)),
)
# fmt: on

BEFORE_DECISION = ("submitted", "deficient", "surveying", "proposed", "reviewed")
STATES = (
    State("submitted", "待受理"),
    State("deficient", "待补正"),
    State("surveying", "调查中"),
    State("proposed", "待审核"),
    State("reviewed", "待确认"),
    State("confirmed", "待公示"),
    State("publicity", "公示中"),
    State("publicised", "待送达"),
    State("granted", "在享", ends=True),
    State("refused", "不予确认待送达"),
    State("closed", "不予确认已办结", ends=True),
    *TURN_STATES,
)

# 审核确认 before 公示: the order of the notice itself (四（一）); 公示 must run out before any money is paid.
NOTICE_2023 = Procedure(
    code=f"{PROGRAMME}.notice_2023",
    title="低保申请（镇街审核确认，先确认后公示）",
    source=f"{NOTICE} 四（一）；{_57}",
    in_force=date(2023, 8, 16),
    starts="submitted",
    states=STATES,
    steps=(
        *MAIN,
        *turns(
            RESTS_ON, before_decision=BEFORE_DECISION, open_=(*BEFORE_DECISION, "confirmed", "publicity", "publicised")
        ),
    ),
    programme=PROGRAMME,
    order="notice",
)


def published_first(main: tuple[Step, ...]) -> tuple[Step, ...]:
    """The rows of a main way in the national order: the proposed opinion hangs for 7 days before the decision."""
    moved = {
        "review": {"at": ("proposed", "publicised"), "free_of": ("must_be_published",)},
        "return_to_survey": {"at": ("proposed", "publicised", "reviewed")},
        "publish": {"at": ("proposed",), "clause": f"{_57} 第十九条", "free_of": ("proposes_refusal",)},
        "republish": {"to": "proposed"},
        "close_publicity": {"to": "publicised"},
        "deliver": {"at": ("confirmed",)},
        "file": {"at": ("confirmed", "granted")},
    }
    return tuple(replace(step, **moved.get(step.code, {})) for step in main)  # type: ignore[arg-type]


NATIONAL_BEFORE = ("submitted", "deficient", "surveying", "proposed", "publicity", "publicised", "reviewed")
NATIONAL_TITLES = {"proposed": "待公示", "publicised": "待审核", "confirmed": "待送达"}
NATIONAL_STATES = tuple(replace(state, title=NATIONAL_TITLES.get(state.code, state.title)) for state in STATES)

# 公示 of the proposed opinion before the decision: the national order (57号 第十九条 to 第二十一条).
NATIONAL_2021 = Procedure(
    code=f"{PROGRAMME}.national_2021",
    title="低保申请（镇街审核确认，先公示后确认）",
    source=f"{_57} 第十九条至第二十四条",
    in_force=date(2021, 7, 1),
    starts="submitted",
    states=NATIONAL_STATES,
    steps=(
        *published_first(MAIN),
        *turns(RESTS_ON, before_decision=NATIONAL_BEFORE, open_=(*NATIONAL_BEFORE, "confirmed")),
    ),
    programme=PROGRAMME,
    order="national",
)

EDITIONS = (NOTICE_2023, NATIONAL_2021)
