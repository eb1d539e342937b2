"""低保申请: applying for the subsistence allowance, from request to payment.

Read down: each row is one act that the law or the notice asks for. A case keeps to the edition in force on the day
it was accepted; an amendment is a new edition below, never a change to an old one.
"""

from datetime import date

from doudi.law.papers import PaperKind as Paper
from doudi.law.posts import Post
from doudi.law.procedure import Clock, Procedure, State, Step

ASSISTANT, CLERK, SURVEYOR = Post.VILLAGE_ASSISTANT, Post.TOWN_CLERK, Post.SURVEYOR
REVIEWER, LEADER, CHECKER = Post.REVIEWER, Post.LEADER, Post.CHECK_OFFICER
_57 = "民发〔2021〕57号"
NOTICE = "城政办发〔2023〕29号"

# fmt: off
STEPS = (
    Step("notify", "一次性告知", (CLERK,), ("submitted",), "deficient", f"{_57} 第十条",
         now="材料不齐，一次告知所缺的全部材料",
         serves=(Paper.DEFICIENCY_NOTICE,), free_of=("papers_complete",), once=True, stops_clock=True, aside=True),
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
         now="对照证据、采信并拟定意见",
         within=Clock("confirm", "accept", "受理起 20 个工作日内确认"),
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT),
         puts=(Paper.ADOPTION, Paper.OPINION), free_of=("not_adopted",)),
    Step("return_to_survey", "退回补查", (REVIEWER, LEADER), ("proposed", "reviewed"), "surveying", f"{_57} 第十九条",
         now="写明要补查什么，退回经办",
         within=Clock("confirm", "accept", "受理起 20 个工作日内确认"), aside=True),
    Step("review", "审核", (REVIEWER,), ("proposed",), "reviewed", f"{_57} 第十九条",
         now="看证据和测算，写审核意见",
         within=Clock("confirm", "accept", "受理起 20 个工作日内确认"),
         puts=(Paper.REVIEW,), apart_from=("propose",)),
    Step("confirm", "审核确认", (LEADER,), ("reviewed",), "confirmed", "民发〔2022〕83号 四（一）",
         now="看摘要和差异，签批同意",
         within=Clock("confirm", "accept", "受理起 20 个工作日内确认"),
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.OPINION),
         apart_from=("survey", "propose", "review"), free_of=("not_eligible",), signs=True),
    Step("refuse", "不予确认", (LEADER,), ("reviewed",), "refused", f"{_57} 第二十一条",
         now="写明理由，签批不予确认",
         within=Clock("confirm", "accept", "受理起 20 个工作日内确认"),
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.OPINION),
         serves=(Paper.REFUSAL_NOTICE,), apart_from=("survey", "propose", "review"), signs=True, aside=True),
    Step("publish", "公示", (CLERK, ASSISTANT), ("confirmed",), "publicity", f"{NOTICE} 四（一）；{_57} 第十九条",
         now="打印公示单，张贴并拍公示栏照片",
         serves=(Paper.PUBLICITY_SHEET,), puts=(Paper.BOARD_PHOTO,)),
    Step("object", "收到异议", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="登记异议，答复前不发放", aside=True),
    Step("answer_objection", "答复异议", (CLERK,), ("publicity",), None, f"{_57} 第十九条",
         now="核实后答复异议人和申请人", puts=(Paper.OBJECTION_ANSWER,), free_of=("no_objection",)),
    Step("uphold_objection", "异议成立，重新调查", (CLERK,), ("publicity",), "surveying", f"{_57} 第十九条",
         now="异议成立，撤下公示，重新调查", puts=(Paper.OBJECTION_ANSWER,), free_of=("no_objection",), aside=True),
    Step("close_publicity", "公示期满", (CLERK, ASSISTANT), ("publicity",), "publicised", f"{_57} 第十九条",
         now="公示满 7 日且无未决异议，撤下公示",
         waits=Clock("publicity-end", "publish", "公示 7 日"), free_of=("open_objection",)),
    Step("deliver", "送达确认通知书", (CLERK,), ("publicised",), "granted", f"{_57} 第二十一条",
         now="送达确认通知书，请家里人签收",
         serves=(Paper.GRANT_NOTICE,), puts=(Paper.DELIVERY_RECEIPT,)),
    Step("file", "报区民政局备案", (CLERK,), ("confirmed", "publicity", "publicised", "granted"), None, f"{NOTICE} 五（二）",
         now="汇总确认结果，报区民政局备案",
         within=Clock("filing", "confirm", "确认后 7 日内报区民政局备案"), once=True),
    Step("deliver_refusal", "送达不予确认通知书", (CLERK,), ("refused",), "closed", f"{_57} 第二十一条",
         now="书面告知申请人并说明理由",
         within=Clock("refusal-notice", "refuse", "作出决定后 3 个工作日内书面告知"),
         puts=(Paper.DELIVERY_RECEIPT,)),
)
# fmt: on

# 审核确认 before 公示: the order of the notice itself (四（一）); 公示 must run out before any money is paid.
NOTICE_2023 = Procedure(
    code="subsistence_allowance.notice_2023",
    title="低保申请（镇街审核确认）",
    source=f"{NOTICE} 四（一）；{_57}",
    in_force=date(2023, 8, 16),
    starts="submitted",
    states=(
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
    ),
    steps=STEPS,
)

EDITIONS = (NOTICE_2023,)


def edition_on(day: date) -> Procedure:
    """The edition in force on a day. Errors: LookupError before the first."""
    found = [edition for edition in EDITIONS if edition.in_force <= day]
    if not found:
        raise LookupError(f"{day}: no edition of the procedure was in force")
    return max(found, key=lambda edition: edition.in_force)


def edition(code: str) -> Procedure:
    """The edition of that code. Errors: KeyError."""
    return {known.code: known for known in EDITIONS}[code]
