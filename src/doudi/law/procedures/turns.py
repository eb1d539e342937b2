"""The turns that any case may take beside its main way: withdrawn, ended, extended, moved, conferred on, begun anew."""

from dataclasses import dataclass

from doudi.law.papers import PaperKind as Paper
from doudi.law.posts import Post
from doudi.law.procedure import Clock, State, Step

ASSISTANT, CLERK, SURVEYOR = Post.VILLAGE_ASSISTANT, Post.TOWN_CLERK, Post.SURVEYOR
REVIEWER, LEADER, SUPERVISOR = Post.REVIEWER, Post.LEADER, Post.BUREAU_SUPERVISOR
NOTICE = "城政办发〔2023〕29号"
_83 = "民发〔2022〕83号"
_649 = "国务院令第649号"
IN_TIME = Clock("confirm", "accept", "受理起 20 个工作日内确认", extended_by="approve_extension", kept_by="confirm")

STATES = (
    State("withdrawn", "已撤回", ends=True),
    State("terminating", "终止办理待送达"),
    State("terminated", "已终止办理", ends=True),
    State("transferred", "已移交", ends=True),
)


@dataclass(frozen=True)
class Clauses:
    """Where a programme's own text says what the turns rest on."""

    apply: str
    accept: str
    cooperate: str
    visit: str
    appraise: str
    adjust: str


def turns(rests_on: Clauses, *, before_decision: tuple[str, ...], open_: tuple[str, ...]) -> tuple[Step, ...]:
    """The rows. `before_decision`: every state before the town has decided; `open_`: all before money flows."""
    weighed = tuple(state for state in before_decision if state not in ("submitted", "deficient"))
    brought = ("submitted", "deficient", "surveying")
    # fmt: off
    return (
        Step("accept_lacking", "容缺受理", (CLERK,), ("submitted",), "surveying", f"{_83} 一（二）",
             now="主要材料已有、缺的可以后补，先受理，写明补交日期",
             needs=(Paper.APPLICATION, Paper.PROMISE_AND_CONSENT), serves=(Paper.ACCEPTANCE_NOTICE,),
             free_of=("core_missing",), only_when="papers_missing", counts_as="accept", aside=True),
        Step("confer", "一事一议", (CLERK, REVIEWER), weighed, None, f"{NOTICE} 六（三）",
             now="难定的事由会议研究，把纪要入卷", puts=(Paper.CONFERENCE_MINUTES,), aside=True),
        Step("appraise", "民主评议", (CLERK, SURVEYOR), (*weighed, "publicity"), None, rests_on.appraise,
             now="有争议的由村（社区）民主评议，把记录入卷", puts=(Paper.APPRAISAL_RECORD,), aside=True),
        Step("decider_visit", "审核确认人入户核查", (LEADER,), weighed, None, rests_on.visit,
             now="近亲属备案或有投诉举报，签批前到家核查", puts=(Paper.DECIDER_VISIT,),
             only_when="decider_visit_missing"),
        Step("ask_extension", "申请延长办理时限", (CLERK,), weighed, None, f"{_83} 四（一）",
             now="情形特殊、20 个工作日办不完的，写明理由申请延长",
             puts=(Paper.EXTENSION_REQUEST,), free_of=("extension_asked",), extends=IN_TIME, once=True, aside=True),
        Step("approve_extension", "批准延长", (LEADER,), weighed, None, f"{_83} 四（一）",
             now="看理由，批准延长到 45 个工作日", serves=(Paper.EXTENSION_NOTICE,), apart_from=("ask_extension",),
             only_when="extension_asked", extends=IN_TIME),
        Step("decline_extension", "不批准延长", (LEADER,), weighed, None, f"{_83} 四（一）",
             now="不批准延长，按原时限办完", apart_from=("ask_extension",), only_when="extension_asked", aside=True),
        Step("ask_transfer", "申请移交其他镇（街道）", (CLERK,), brought, None, rests_on.apply,
             now="户籍或常住地已在别的镇（街道），申请移交", free_of=("transfer_asked", "in_payment"), aside=True),
        Step("transfer", "移交", (SUPERVISOR,), brought, "transferred", rests_on.apply,
             now="核实后移交给接收的镇（街道）", serves=(Paper.TRANSFER_NOTICE,), only_when="transfer_asked"),
        Step("decline_transfer", "不予移交", (SUPERVISOR,), brought, None, rests_on.apply,
             now="不符合移交条件，由原镇（街道）接着办", only_when="transfer_asked", aside=True),
        Step("withdraw", "撤回申请", (CLERK, ASSISTANT), open_, "withdrawn", rests_on.apply,
             now="申请人书面要求撤回，登记撤回", puts=(Paper.WITHDRAWAL,),
             serves=(Paper.OBJECTION_ANSWER,), free_of=("in_payment",), aside=True),
        Step("terminate", "终止办理", (REVIEWER, LEADER), before_decision, "terminating", rests_on.cooperate,
             now="无正当理由拒不配合调查的，写明事实，终止办理", serves=(Paper.TERMINATION_NOTICE, Paper.OBJECTION_ANSWER),
             free_of=("in_payment",), aside=True),
        Step("deliver_termination", "送达终止办理告知书", (CLERK,), ("terminating",), "terminated", rests_on.cooperate,
             now="书面告知申请人终止办理的理由",
             within=Clock("refusal-notice", "terminate", "作出决定后 3 个工作日内书面告知"),
             puts=(Paper.DELIVERY_RECEIPT,)),
        Step("reopen", "重新审核", (LEADER,), ("granted", "closed", "terminated", "withdrawn"), "surveying", rests_on.adjust,
             now="抽查、投诉、复议发现问题或情况有变的，写明缘由，重新调查审核",
             serves=(Paper.REOPENING_NOTICE,), counts_as="accept", restarts=True, aside=True),
    )
    # fmt: on
