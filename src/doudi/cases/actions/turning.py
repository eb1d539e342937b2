"""撤回、终止、延期、移交、重新审核: the turns that any case may take."""

from datetime import date
from uuid import UUID

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases import turn_notices
from doudi.cases.actions.handling import SURVEYED, clear, register_people
from doudi.cases.actions.objecting import drop_objections
from doudi.cases.delivering import Delivery, hand_over
from doudi.cases.models import Case, OnFile, Publicity, StepTaken
from doudi.cases.serving import serve
from doudi.cases.steps import NotNow, Taking, begin, find, settle
from doudi.households.actions import release
from doudi.law.divisions import tree
from doudi.law.limits import due
from doudi.law.papers import PaperKind
from doudi.law.procedures.registry import ENDED

# 民发〔2022〕83号 四（一）: the four situations in which a decision may take 45 working days.
EXTENSION_GROUNDS = {
    "objection": "公示期间有异议",
    "elsewhere": "人户分离",
    "cross_place": "需要跨地区调查核实",
    "hard_survey": "家庭经济状况调查难度较大",
}
REOPENING_CAUSES = {
    "spot_check": "备案抽查反馈",
    "grievance": "投诉举报核查",
    "appeal": "行政复议、行政诉讼的结果",
    "change": "家庭情况发生变化",
    "self_care": "生活自理能力发生变化",
    "own_finding": "自查发现原决定有误",
}


@transaction.atomic
def withdraw(
    *, case: Case, version: int, acting: Acting, note: str, letter: UUID | None = None, digest: str = ""
) -> StepTaken:
    """撤回申请: at the family's own written wish; its people are free for another request. Errors: NotNow, Stale."""
    taking = begin(case=case, code="withdraw", version=version, acting=acting)
    taking.put(PaperKind.WITHDRAWAL, file_key=letter, digest=digest)
    return taking.finish(note=note + _leave(taking, "这户已撤回申请"))


@transaction.atomic
def terminate(*, case: Case, version: int, acting: Acting, cause: str) -> StepTaken:
    """终止办理 (57号 第二十九条): somebody refuses to cooperate without reason; told in writing. Errors: NotNow, Stale."""
    taking = begin(case=case, code="terminate", version=version, acting=acting)
    serve(taking, turn_notices.termination(case, acting, cause=cause, clause=taking.step.clause))
    return taking.finish(note=cause + _leave(taking, "这户的申请已终止办理"))


@transaction.atomic
def deliver_termination(*, case: Case, version: int, acting: Acting, delivery: Delivery) -> StepTaken:
    """送达终止办理告知书: how and to whom (C22). Errors: NotNow, Stale."""
    taking = begin(case=case, code="deliver_termination", version=version, acting=acting)
    hand_over(taking, delivery)
    return taking.finish(note=delivery.words)


@transaction.atomic
def ask_extension(*, case: Case, version: int, acting: Acting, ground: str, reason: str) -> StepTaken:
    """申请延长 (83号 四（一）): one of four grounds, with the reason. Errors: NotNow, Stale; KeyError."""
    taking = begin(case=case, code="ask_extension", version=version, acting=acting)
    words = f"{EXTENSION_GROUNDS[ground]}：{reason}"
    taking.put(PaperKind.EXTENSION_REQUEST, digest=f"extension-{taking.seq}")
    find(case, "extension_asked")
    return taking.finish(note=words, facts={"ground": ground})


@transaction.atomic
def approve_extension(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """批准延长: 45 working days from acceptance, and the family is told why. Errors: NotNow, Stale."""
    taking = begin(case=case, code="approve_extension", version=version, acting=acting)
    begun, before = taking.position.standing.taken["accept"].on, case.due_on
    until = date.fromisoformat(str(due("confirm", begun, calendar(), extended=True).due))
    case.due_on = until
    case.save(update_fields=["due_on"])
    asked = StepTaken.objects.filter(case=case, code="ask_extension").latest("seq")
    settle(case, "extension_asked")
    serve(taking, turn_notices.extension(case, acting, reason=asked.note, due_on=until, was_due=before))
    return taking.finish(facts={"due_on": until.isoformat()})


@transaction.atomic
def decline_extension(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """不批准延长: the case goes on in its time. Errors: NotNow, Stale."""
    taking = begin(case=case, code="decline_extension", version=version, acting=acting)
    settle(case, "extension_asked")
    return taking.finish(note=note)


@transaction.atomic
def ask_transfer(*, case: Case, version: int, acting: Acting, to_town: str, note: str) -> StepTaken:
    """申请移交: the family's town is another one now. Errors: NotNow, Stale."""
    if to_town == case.town or to_town not in {town.code for town in tree().towns}:
        raise NotNow(["请选另一个镇（街道）"])
    taking = begin(case=case, code="ask_transfer", version=version, acting=acting)
    case.transfer_to = to_town
    case.save(update_fields=["transfer_to"])
    find(case, "transfer_asked")
    return taking.finish(note=note, facts={"to_town": to_town})


@transaction.atomic
def decline_transfer(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """不予移交: the town that has the case goes on with it. Errors: NotNow, Stale."""
    taking = begin(case=case, code="decline_transfer", version=version, acting=acting)
    case.transfer_to = ""
    case.save(update_fields=["transfer_to"])
    settle(case, "transfer_asked")
    return taking.finish(note=note)


@transaction.atomic
def reopen(*, case: Case, version: int, acting: Acting, cause: str, note: str) -> StepTaken:
    """重新审核 (57号 第三十二条): survey, opinion and decision are made again; what is paid goes on until then.

    Errors: NotNow, also where the family has another case under way; Stale; KeyError for an unknown cause.
    """
    others = Case.objects.filter(household=case.household_id, programme=case.programme).exclude(pk=case.pk)
    if open_ := others.exclude(state__in=sorted(ENDED)).first():
        raise NotNow([f"这家还有案件 {open_.number} 在办，请在那个案件里办"])
    taking = begin(case=case, code="reopen", version=version, acting=acting)
    until = date.fromisoformat(str(due("confirm", acting.on, calendar()).due))
    case.accepted_on, case.due_on = acting.on, until
    case.save(update_fields=["accepted_on", "due_on"])
    clear(case, SURVEYED)
    OnFile.objects.filter(case=case, kind__in=[PaperKind.CHECK_REPORT, PaperKind.DECIDER_VISIT]).delete()
    register_people(case, acting)
    words = f"{REOPENING_CAUSES[cause]}：{note}"
    serve(taking, turn_notices.reopening(case, acting, cause=words, due_on=until))
    return taking.finish(
        note=words, facts={"cause": cause, "accepted_on": acting.on.isoformat(), "due_on": until.isoformat()}
    )


def _leave(taking: Taking, ended: str) -> str:
    """The case ends before a decision was delivered: nothing hangs in public, no objection waits, nobody is kept from
    another request. What is to be told of it, in words for the step; `ended` is what objectors read."""
    case = taking.case
    dropped = drop_objections(taking, ended)
    Publicity.objects.filter(case=case).update(is_withdrawn=True)
    settle(case, "extension_asked", "transfer_asked", "not_filed", "objection_not_surveyed")
    if not StepTaken.objects.filter(case=case, code="deliver").exists():
        release(household=case.household, programme=case.programme, acting=taking.acting)
    return f"。{dropped} 条异议随案办结，已制发告知书；留了姓名电话的，请送达异议人" if dropped else ""
