"""What the papers of a case's turns say: objection, termination, extension, transfer, reopening, end of support."""

from datetime import date, timedelta

from django.conf import settings

from doudi.accounts.acting import Acting
from doudi.cases.models import Case
from doudi.cases.naming import names_in
from doudi.cases.notices import COUNTY, appeal, common, is_hardship
from doudi.cases.steps import NotNow
from doudi.law.days import last_day_of_month, month_number
from doudi.law.divisions import tree
from doudi.law.papers import SHEETS, PaperKind
from doudi.papers.content import Period
from doudi.papers.numbers import whole_name
from doudi.papers.turns import (
    Addressee,
    ExtensionNotice,
    ObjectionAnswer,
    ReopeningNotice,
    StopNotice,
    StopSheet,
    TerminationNotice,
    TransferNotice,
)


def objection_outcome(
    case: Case,
    acting: Acting,
    *,
    to: str,
    objector_name: str,
    received_on: date,
    upheld: bool,
    found: str,
    follows: str,
) -> ObjectionAnswer:
    """异议处理结果告知书, one for `to` "applicant" and one for "objector"; the family's never says who objected.

    Errors: NotNow where what the family would read holds the objector's name.
    """
    addressee = Addressee(to)
    is_family = addressee is Addressee.APPLICANT
    if is_family and any(name in found + follows for name in names_in(objector_name)):
        raise NotNow(["核实情况或处理结果里写了异议人的姓名，申请人会看到；请改掉姓名再答复"])
    return ObjectionAnswer(
        **common(case, acting, public=not is_family), addressee=addressee,
        objector="" if is_family else objector_name or "异议人", received_on=received_on, upheld=upheld,
        found=_clause_of(found), follows=_clause_of(follows), stopping=case.state == "stop_publicity",
    )  # fmt: skip


def objection_ended(
    case: Case, acting: Acting, *, objector_name: str, received_on: date, ended: str, follows: str
) -> ObjectionAnswer:
    """异议处理结果告知书 to an objector whose objection the case's end left unanswered: that it ended (`ended`), no more."""
    return ObjectionAnswer(
        **common(case, acting, public=True), addressee=Addressee.OBJECTOR, objector=objector_name or "异议人",
        received_on=received_on, upheld=False, found="", follows=_clause_of(follows), ended=_clause_of(ended),
    )  # fmt: skip


def termination(case: Case, acting: Acting, *, cause: str, clause: str) -> TerminationNotice:
    """终止办理告知书: the cause in words with its clause, and the rights of redress."""
    return TerminationNotice(
        **common(case, acting), applied_on=case.registered_on, ended_on=acting.on, cause=_clause_of(cause),
        clause=clause, appeal=appeal(),
    )  # fmt: skip


def extension(case: Case, acting: Acting, *, reason: str, due_on: date, was_due: date | None = None) -> ExtensionNotice:
    """延长办理时限告知书: the reason and the new last day; `was_due` where the case has been moved already."""
    before = was_due or case.due_on
    return ExtensionNotice(
        **common(case, acting), accepted_on=case.accepted_on or case.registered_on,
        was_due=before if before != due_on else None, due_on=due_on, reason=_clause_of(reason),
        clause="" if is_hardship(case) else SHEETS[PaperKind.EXTENSION_NOTICE].clause,
    )  # fmt: skip


def transfer(case: Case, acting: Acting, *, to_town: str, reason: str) -> TransferNotice:
    """移交办理告知书: `to_town` is the code of a town here, or the whole name of an office elsewhere."""
    divisions = tree()
    clause = "民发〔2021〕43号 第十条" if is_hardship(case) else SHEETS[PaperKind.TRANSFER_NOTICE].clause
    return TransferNotice(
        **common(case, acting), applied_on=case.registered_on,
        to_office=whole_name(divisions.get(to_town).name if to_town in divisions else to_town),
        reason=_clause_of(reason), clause=clause,
    )  # fmt: skip


def reopening(case: Case, acting: Acting, *, cause: str, due_on: date) -> ReopeningNotice:
    """重新审核告知书: why the decision is looked at again, and by when there is a new one."""
    clause = "城政办发〔2023〕29号 五（五）" if is_hardship(case) else SHEETS[PaperKind.REOPENING_NOTICE].clause
    return ReopeningNotice(**common(case, acting), cause=_clause_of(cause), due_on=due_on, clause=clause)


def stop_sheet(case: Case, acting: Acting, *, cause: str, period: Period, members: int) -> StopSheet:
    """拟终止救助供养公示单: only what may hang in public; `cause` is asked for and never hangs (N7)."""
    if not cause.strip():
        raise NotNow(["请写明终止救助供养的原因"])
    divisions = tree()
    return StopSheet(
        **common(case, acting, public=True), county=COUNTY, town=divisions.get(case.town).name,
        village=divisions.get(case.village).name, members=members, period=period,
        complaint_phone=settings.DOUDI_COMPLAINT_PHONE,
    )  # fmt: skip


def stop_notice(
    case: Case, acting: Acting, *, cause: str, month: date, decided_on: date, signed_by: str, died: bool = False,
    paid: bool = True,
) -> StopNotice:  # fmt: skip
    """终止救助供养告知书: to the person, of one who `died` to the relatives; a copy goes to the village committee.

    `month` is that of the decision, the last one that is `paid` where any was."""
    return StopNotice(
        **common(case, acting), decided_on=decided_on, cause=_clause_of(cause),
        clause="民发〔2021〕43号 第二十四条" if is_hardship(case) else "民发〔2021〕57号 第三十二条",
        last_month=month if paid else None, stopped_from=last_day_of_month(month_number(month)) + timedelta(1),
        committee=committee_of(tree().get(case.village).name), appeal=appeal(), signed_by=signed_by, died=died,
    )  # fmt: skip


def committee_of(village: str) -> str:
    """The committee of a village or community by its whole name: 北石店社区居民委员会, 道头村民委员会."""
    name = village.removesuffix("居委会").removesuffix("村委会").removesuffix("村")
    return f"{name}居民委员会" if village.endswith(("社区", "居委会")) else f"{name}村民委员会"


def _clause_of(text: str) -> str:
    """A typed sentence without its last full stop, since the paper sets its own."""
    return text.strip().rstrip("。；;.")
