"""特困人员救助供养: from request to support, and the ending of support (民发〔2021〕43号).

The rows that are alike to those of the allowance rest on the programme's own articles; self-care is assessed, an objection
always begins publicity anew, and a proposed ending hangs for seven days before anybody stops anything.
"""

from dataclasses import replace
from datetime import date

from doudi.law.papers import PaperKind as Paper
from doudi.law.posts import Post
from doudi.law.procedure import Clock, Procedure, State, Step
from doudi.law.procedures import subsistence_allowance as allowance
from doudi.law.procedures.turns import IN_TIME, Clauses, turns

ASSISTANT, CLERK, SURVEYOR = Post.VILLAGE_ASSISTANT, Post.TOWN_CLERK, Post.SURVEYOR
REVIEWER, LEADER, CHECKER = Post.REVIEWER, Post.LEADER, Post.CHECK_OFFICER
PROGRAMME = "extreme_hardship_support"
_43 = "民发〔2021〕43号"
NOTICE = "城政办发〔2023〕29号"
DISPUTE = Clock("hardship-objection", "object", "收到异议后 15 个工作日内重新调查并再次公示")
RESTS_ON = Clauses(
    apply=f"{_43} 第十条", accept=f"{_43} 第十条至第十三条", cooperate=f"{_43} 第十条", visit=f"{NOTICE} 六（二）",
    appraise=f"{_43} 第十四条", adjust=f"{_43} 第二十三条、第二十四条",
)  # fmt: skip

# fmt: off
MAIN = (
    Step("notify", "一次性告知", (CLERK,), ("submitted",), "deficient", f"{_43} 第十条至第十三条",
         now="材料不齐，一次告知所缺的全部材料",
         serves=(Paper.DEFICIENCY_NOTICE,), only_when="papers_missing", once=True, stops_clock=True, aside=True),
    Step("supplement", "补正", (ASSISTANT, CLERK), ("deficient",), "submitted", f"{_43} 第十条至第十三条",
         now="把补来的材料登记上", free_of=("papers_missing",), waiting_for="申请人补正"),
    Step("accept", "受理", (CLERK,), ("submitted",), "surveying", f"{_43} 第十条至第十三条",
         now="查收材料：申请人和法定义务人的授权都齐就受理，不齐就一次性告知",
         needs=(Paper.APPLICATION, Paper.PROMISE_AND_CONSENT, Paper.IDENTITY_PROOF),
         serves=(Paper.ACCEPTANCE_NOTICE,), free_of=("papers_missing",)),
    Step("survey", "入户调查", (SURVEYOR, CLERK), ("surveying",), None, f"{_43} 第十三条",
         now="两人入户，核实收入、财产、劳动能力和法定义务人",
         within=Clock("survey-start", "accept", "受理后 3 个工作日内启动调查"),
         puts=(Paper.SURVEY_FORM,)),
    Step("check", "信息核对", (CHECKER,), ("surveying",), None, f"{_43} 第十条、第十三条",
         now="把申请人和法定义务人的核对报告入卷",
         within=Clock("check-start", "accept", "镇街提请后 3 个工作日内启动核对"),
         puts=(Paper.CHECK_REPORT,), waiting_for="区核对中心"),
    Step("assess_self_care", "生活自理能力评估", (SURVEYOR, CLERK), ("surveying",), None, f"{_43} 第二十条、第二十二条",
         now="按六项指标评估生活自理能力，记录供养方式", puts=(Paper.SELF_CARE_FORM,)),
    Step("propose", "拟定意见", (CLERK,), ("surveying",), "proposed", f"{_43} 第十三条",
         now="对照证据、采信并拟定意见",
         within=Clock("hardship-proposal", "accept", "受理起 15 个工作日内提出初审意见"),
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.SELF_CARE_FORM), puts=(Paper.ADOPTION, Paper.OPINION),
         free_of=("papers_missing", "not_adopted", "transfer_asked")),
    Step("return_to_survey", "退回补查", (REVIEWER, LEADER), ("proposed", "reviewed"), "surveying", f"{_43} 第十三条",
         now="写明要补查什么，退回经办", within=IN_TIME, aside=True),
    Step("review", "审核", (REVIEWER,), ("proposed",), "reviewed", f"{_43} 第十三条",
         now="看证据和测算，写审核意见", within=IN_TIME, puts=(Paper.REVIEW,), apart_from=("propose",)),
    Step("confirm", "审核确认", (LEADER,), ("reviewed",), "confirmed", f"{_43} 第十六条、第二十八条",
         now="看摘要和差异，签批同意", within=IN_TIME,
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.SELF_CARE_FORM, Paper.OPINION),
         apart_from=("survey", "propose", "review"),
         free_of=("not_eligible", "extension_asked", "decider_visit_missing"), signs=True),
    Step("refuse", "不予确认", (LEADER,), ("reviewed",), "refused", f"{_43} 第十八条",
         now="写明理由，签批不予确认", within=IN_TIME,
         needs=(Paper.SURVEY_FORM, Paper.CHECK_REPORT, Paper.OPINION), serves=(Paper.REFUSAL_NOTICE,),
         apart_from=("survey", "propose", "review"), free_of=("decider_visit_missing",), signs=True, aside=True),
    Step("publish", "公示", (CLERK, ASSISTANT), ("confirmed",), "publicity", f"{NOTICE} 四（二）；{_43} 第十五条",
         now="打印公示单，张贴并拍公示栏照片", serves=(Paper.PUBLICITY_SHEET,), puts=(Paper.BOARD_PHOTO,)),
    Step("object", "收到异议", (CLERK,), ("publicity", "stop_publicity"), None, f"{_43} 第十五条、第二十六条",
         now="登记异议，答复前不往下办", free_of=("open_objection",), aside=True),
    Step("object_too", "又收到异议", (CLERK,), ("publicity", "stop_publicity"), None, f"{_43} 第十五条",
         now="前一条还没答复，又收到的异议先记下，逐条复查答复", only_when="open_objection", aside=True),
    Step("register_objection", "登记收到的异议", (CLERK,), ("publicity", "stop_publicity"), None, f"{_43} 第十五条",
         now="收到的异议，登记后复查",
         free_of=("open_objection",), only_when="received_objection", counts_as="object"),
    Step("resurvey", "异议复查", (SURVEYOR, CLERK), ("publicity", "stop_publicity"), None, f"{_43} 第十五条",
         now="两人复查异议所说的事，把复查记录入卷", within=DISPUTE,
         puts=(Paper.RESURVEY_RECORD,), only_when="objection_not_surveyed"),
    Step("answer_objection", "异议不成立，答复并重新公示", (CLERK,), ("publicity",), "confirmed", f"{_43} 第十五条",
         now="复查后分别告知异议人和申请人，重新公示 7 日", within=DISPUTE,
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection"),
    Step("uphold_objection", "异议成立，重新调查", (CLERK,), ("publicity",), "surveying", f"{_43} 第十五条",
         now="异议成立，撤下公示，重新调查",
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection", aside=True),
    Step("close_publicity", "公示期满", (CLERK, ASSISTANT), ("publicity",), "publicised", f"{_43} 第十五条",
         now="公示满 7 日且无未决异议，撤下公示",
         waits=Clock("publicity-end", "publish", "公示 7 日"), free_of=("open_objection", "received_objection")),
    Step("deliver", "送达确认通知书", (CLERK,), ("publicised",), "granted", f"{_43} 第十七条",
         now="送达确认通知书，请本人或照料人签收",
         serves=(Paper.GRANT_NOTICE,), puts=(Paper.DELIVERY_RECEIPT,)),
    Step("file", "报区民政局备案", (CLERK,), ("confirmed", "publicity", "publicised", "granted"), None, f"{NOTICE} 五（二）",
         now="汇总确认结果，报区民政局备案",
         within=Clock("filing", "confirm", "确认后 7 日内报区民政局备案"), only_when="not_filed"),
    Step("deliver_refusal", "送达不予确认通知书", (CLERK,), ("refused",), "closed", f"{_43} 第十八条",
         now="书面告知申请人并说明理由",
         within=Clock("refusal-notice", "refuse", "作出决定后 3 个工作日内书面告知"),
         puts=(Paper.DELIVERY_RECEIPT,)),
)
# 终止救助供养 and the review of self-care, out of 在享.
ENDING = (
    Step("report_self_care", "报告自理能力变化", (ASSISTANT, CLERK), ("granted",), None, f"{_43} 第二十三条",
         now="本人、照料人或村（社区）报告生活自理能力有变化", free_of=("self_care_reported",), aside=True),
    Step("reassess_self_care", "复核评估", (SURVEYOR, CLERK), ("granted",), None, f"{_43} 第二十三条",
         now="10 个工作日内重新评估生活自理能力",
         within=Clock("self-care", "report_self_care", "报告后 10 个工作日内复核评估"),
         puts=(Paper.SELF_CARE_FORM,), only_when="self_care_reported"),
    Step("propose_stop", "拟终止救助供养", (CLERK,), ("granted",), "stop_proposed", f"{_43} 第二十四条、第二十五条",
         now="不再符合条件的，写明情形和依据，提出终止意见", puts=(Paper.STOP_PROPOSAL,), aside=True),
    Step("drop_stop", "不再终止", (CLERK,), ("stop_proposed",), "granted", f"{_43} 第二十六条",
         now="经核实仍符合条件的，撤回终止意见", aside=True),
    Step("publish_stop", "公示拟终止", (CLERK, ASSISTANT), ("stop_proposed",), "stop_publicity", f"{_43} 第二十六条",
         now="打印拟终止公示单，张贴并拍公示栏照片", serves=(Paper.STOP_SHEET,), puts=(Paper.BOARD_PHOTO,)),
    Step("answer_stop_objection", "异议不成立，答复并重新公示", (CLERK,), ("stop_publicity",), "stop_proposed",
         f"{_43} 第二十六条", now="复查后分别告知异议人和本人，重新公示 7 日", within=DISPUTE,
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection"),
    Step("uphold_stop_objection", "异议成立，继续供养", (CLERK,), ("stop_publicity",), "granted", f"{_43} 第二十六条",
         now="异议成立，撤下公示，继续救助供养",
         serves=(Paper.OBJECTION_ANSWER,), free_of=("objection_not_surveyed",), only_when="open_objection", aside=True),
    Step("confirm_stop", "决定终止", (LEADER,), ("stop_publicity",), "stopping", f"{_43} 第二十六条",
         now="看终止的情形、依据和公示结果，签批终止，从次月起停发",
         waits=Clock("publicity-end", "publish_stop", "公示 7 日"), apart_from=("propose_stop",),
         free_of=("open_objection", "received_objection"), serves=(Paper.STOP_NOTICE,), signs=True),
    Step("deliver_stop", "送达终止救助供养告知书", (CLERK,), ("stopping",), "stopped", f"{_43} 第二十六条",
         now="书面告知本人和村（居）委会并说明理由", puts=(Paper.DELIVERY_RECEIPT,)),
)
# fmt: on

STOP_STATES = (
    State("stop_proposed", "拟终止待公示"),
    State("stop_publicity", "拟终止公示中"),
    State("stopping", "终止供养待送达"),
    State("stopped", "已终止供养", ends=True),
)

NOTICE_2023 = Procedure(
    code=f"{PROGRAMME}.notice_2023",
    title="特困人员救助供养申请（镇街审核确认，先确认后公示）",
    source=f"{NOTICE} 四（二）；{_43}",
    in_force=date(2023, 8, 16),
    starts="submitted",
    states=(*allowance.STATES, *STOP_STATES),
    steps=(
        *MAIN,
        *ENDING,
        *turns(
            RESTS_ON, before_decision=allowance.BEFORE_DECISION,
            open_=(*allowance.BEFORE_DECISION, "confirmed", "publicity", "publicised"),
        ),
    ),
    programme=PROGRAMME,
    order="notice",
)  # fmt: skip

NATIONAL_2021 = Procedure(
    code=f"{PROGRAMME}.national_2021",
    title="特困人员救助供养申请（镇街审核确认，先公示后确认）",
    source=f"{_43} 第十三条至第十八条",
    in_force=date(2021, 7, 1),
    starts="submitted",
    states=(*allowance.NATIONAL_STATES, *STOP_STATES),
    steps=(
        *(
            replace(step, clause=f"{_43} 第十五条", to="proposed") if step.code == "answer_objection" else step
            for step in allowance.published_first(MAIN)
        ),
        *ENDING,
        *turns(RESTS_ON, before_decision=allowance.NATIONAL_BEFORE, open_=(*allowance.NATIONAL_BEFORE, "confirmed")),
    ),
    programme=PROGRAMME,
    order="national",
)

EDITIONS = (NOTICE_2023, NATIONAL_2021)
