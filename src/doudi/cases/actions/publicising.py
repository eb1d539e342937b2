"""公示、异议、送达: what follows a confirmation before money flows."""

import secrets
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases import notices
from doudi.cases.delivering import Delivery, hand_over
from doudi.cases.models import Case, Decision, Opinion, Publicity, StepTaken
from doudi.cases.naming import circled, public_name
from doudi.cases.serving import serve
from doudi.cases.steps import NotNow, Taking, begin
from doudi.households.models import PaymentAccount
from doudi.law.limits import due
from doudi.law.papers import PaperKind
from doudi.papers.content import Period


@transaction.atomic
def publish(*, case: Case, version: int, acting: Acting, photo: UUID | None = None, digest: str = "") -> Publicity:
    """公示 (城政办发〔2023〕29号 四（一）; 57号 第十九条): the sheet is posted today; seven days from tomorrow.

    In the national order it is the proposed opinion that hangs. Errors: NotNow, Stale.
    """
    taking = begin(case=case, code="publish", version=version, acting=acting)
    said = _said(taking)
    period = seven_days(acting.on)
    paper = serve(taking, notices.publicity_sheet(case, acting, said, period, taking.position.is_relative))
    return hang(taking, Publicity(
        kind="grant", members=said.members, amount=said.total, sheet_number=paper.number,
        starts_on=period.since, ends_on=period.until,
    ), photo, digest)  # fmt: skip


def _said(taking: Taking) -> Decision | notices.Proposed:
    case = taking.case
    if taking.position.procedure.order == "notice":
        return Decision.objects.filter(case=case, outcome="grant").latest("seq")
    answer = Opinion.objects.filter(case=case).latest("pk").answer
    return notices.Proposed(answer["members"], Decimal(answer["amounts"]["total"]))


def seven_days(on: date) -> Period:
    """公示期 from the day of posting to the end of the seventh day after it (T7)."""
    return Period(since=on, until=date.fromisoformat(str(due("publicity-end", on, calendar()).due)))


def hang(taking: Taking, posted: Publicity, photo: UUID | None, digest: str) -> Publicity:
    """Hang a sheet in public: its row, the board's photo, the step and the log entry."""
    case = taking.case
    if photo:
        taking.put(PaperKind.BOARD_PHOTO, file_key=photo, digest=digest)
    posted.case, posted.town, posted.village = case, case.town, case.village
    posted.token, posted.programme = secrets.token_urlsafe(16), case.programme
    posted.name_shown = shown(public_name(case.applicant, taking.acting.on))
    posted.save(force_insert=True)
    taking.finish(facts={"starts_on": posted.starts_on.isoformat(), "ends_on": posted.ends_on.isoformat()})
    return posted


def shown(name: str) -> str:
    """A name as the public page gives it, by setting: whole, or the family name with circles."""
    return name if settings.DOUDI_PUBLIC_NAMES == "full" else circled(name)


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
    delivery: Delivery,
    institution: str = "",
) -> StepTaken:
    """送达确认通知书: printed, handed over and signed for; the award opens from this row. `institution` is where somebody
    on 特困 chose to live. Errors: NotNow, Stale."""
    taking = begin(case=case, code="deliver", version=version, acting=acting)
    decision = Decision.objects.filter(case=case, outcome="grant").latest("seq")
    posted = Publicity.objects.filter(case=case, is_withdrawn=False, kind="grant").latest("pk")
    account = PaymentAccount.objects.filter(household=case.household_id, until=None).first()
    if account is None:
        raise NotNow(["还没有登记发放账户，补上户名与本人一致的账户后再送达"])
    serve(taking, notices.grant(case, acting, decision, posted, account, institution=institution))
    hand_over(taking, delivery)
    return taking.finish(note=delivery.words, facts={"decision": decision.seq})
