"""公示、异议、送达: what follows a confirmation before money flows."""

import secrets
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.queries import relatives_among
from doudi.cases import notices
from doudi.cases.models import Case, Decision, Objection, OnFile, Publicity, StepTaken
from doudi.cases.serving import serve
from doudi.cases.standing import CALENDAR
from doudi.cases.steps import NotNow, Taking, begin
from doudi.households.models import Member, PaymentAccount
from doudi.law.limits import due
from doudi.law.papers import PaperKind
from doudi.papers.content import Period


@transaction.atomic
def publish(*, case: Case, version: int, acting: Acting, photo: UUID | None = None, digest: str = "") -> Publicity:
    """公示 (城政办发〔2023〕29号 四（一）): the sheet is printed and posted today; seven days from tomorrow.

    Errors: NotNow, Stale.
    """
    taking = begin(case=case, code="publish", version=version, acting=acting)
    decision = Decision.objects.filter(case=case, outcome="grant").latest("seq")
    period = Period(since=acting.on, until=date.fromisoformat(str(due("publicity-end", acting.on, CALENDAR).due)))
    members = Member.objects.filter(household=case.household_id, until=None)
    relative = bool(relatives_among([bytes(member.id_index) for member in members]))
    paper = serve(taking, notices.publicity_sheet(case, acting, decision, period, relative))
    if photo:
        taking.put(PaperKind.BOARD_PHOTO, file_key=photo, digest=digest)
    posted = Publicity.objects.create(
        case=case, town=case.town, village=case.village, token=secrets.token_urlsafe(16), programme=case.programme,
        name_shown=shown(case.applicant.name), members=decision.members, amount=decision.total,
        starts_on=period.since, ends_on=period.until, sheet_number=paper.number,
    )  # fmt: skip
    taking.finish(facts={"starts_on": period.since.isoformat(), "ends_on": period.until.isoformat()})
    return posted


def shown(name: str) -> str:
    """A name as the public page gives it, by setting: whole, or the family name with circles."""
    return name if settings.DOUDI_PUBLIC_NAMES == "full" else name[0] + "○" * (len(name) - 1)


@transaction.atomic
def take_objection(*, case: Case, version: int, acting: Acting, how: str, objector: str, text: str) -> Objection:
    """收到异议 (57号 第十九条): kept with the objector's identity sealed; it holds the payment. Errors: NotNow, Stale."""
    taking = begin(case=case, code="object", version=version, acting=acting)
    if Objection.objects.filter(case=case, state=Objection.State.OPEN).exists():
        raise NotNow(["已有一条异议待答复，请先答复"])
    objection = Objection.objects.create(
        case=case, town=case.town, village=case.village, received_on=acting.on, how=how, objector=objector, text=text
    )
    taking.finish(facts={"objection": objection.pk, "how": how})
    return objection


@transaction.atomic
def answer_objection(*, case: Case, version: int, acting: Acting, answer: str) -> StepTaken:
    """答复异议: it does not hold; publicity goes on to its end. Errors: NotNow, Stale."""
    taking = begin(case=case, code="answer_objection", version=version, acting=acting)
    return _settle(taking, Objection.State.DISMISSED, answer)


@transaction.atomic
def uphold_objection(*, case: Case, version: int, acting: Acting, answer: str) -> StepTaken:
    """异议成立: publicity is taken down, survey and check begin anew, the decision will be made again.

    Errors: NotNow, Stale.
    """
    taking = begin(case=case, code="uphold_objection", version=version, acting=acting)
    Publicity.objects.filter(case=case).update(is_withdrawn=True)
    again = [PaperKind.SURVEY_FORM, PaperKind.OPINION, PaperKind.REVIEW, PaperKind.ADOPTION]
    OnFile.objects.filter(case=case, kind__in=again).delete()
    return _settle(taking, Objection.State.UPHELD, answer)


@transaction.atomic
def close_publicity(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """公示期满: the seven days ran out and no objection is open. Errors: NotNow, Stale."""
    return begin(case=case, code="close_publicity", version=version, acting=acting).finish()


@transaction.atomic
def deliver(
    *,
    case: Case,
    version: int,
    acting: Acting,
    how: str,
    receiver: str,
    receipt: UUID | None = None,
    digest: str = "",
) -> StepTaken:
    """送达确认通知书: printed, handed over and signed for; the award opens from this row. Errors: NotNow, Stale."""
    taking = begin(case=case, code="deliver", version=version, acting=acting)
    decision = Decision.objects.filter(case=case, outcome="grant").latest("seq")
    posted = Publicity.objects.filter(case=case, is_withdrawn=False).latest("pk")
    account = PaymentAccount.objects.filter(household=case.household_id, until=None).first()
    if account is None:
        raise NotNow(["还没有登记发放账户，补上户名与本人一致的账户后再送达"])
    serve(taking, notices.grant(case, acting, decision, posted, account))
    taking.put(PaperKind.DELIVERY_RECEIPT, remark=how, file_key=receipt, digest=digest)
    return taking.finish(note=f"{how}，签收人 {receiver}", facts={"decision": decision.seq})


def _settle(taking: Taking, state: Objection.State, answer: str) -> StepTaken:
    case, acting = taking.case, taking.acting
    Objection.objects.filter(case=case, state=Objection.State.OPEN).update(state=state, answered_on=acting.on)
    settled = Objection.objects.filter(case=case, state=state).latest("pk")
    settled.answer = answer
    settled.save(update_fields=["answer"])
    taking.put(PaperKind.OBJECTION_ANSWER, digest=str(settled.pk))
    return taking.finish(facts={"objection": settled.pk, "outcome": state.value})
