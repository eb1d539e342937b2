"""What the papers of a case say, gathered from the case and its decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from doudi.accounts.acting import Acting
from doudi.cases.models import Case, Decision, Publicity
from doudi.cases.standing import CALENDAR, Missing
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.law.limits import due
from doudi.law.papers import SHEETS, PaperKind
from doudi.papers.content import (
    AcceptanceNotice,
    Appeal,
    Applicant,
    Area,
    Contact,
    DeficiencyNotice,
    EdgeOffer,
    GrantNotice,
    MissingItem,
    Period,
    Programme,
    PublicitySheet,
    Reason,
    RefusalNotice,
    WorkingLine,
)
from doudi.papers.content import Member as Covered
from doudi.vault.masks import mask_account, mask_id

SUPPLEMENT_DAYS = 30
EDGE_OPEN = (
    "低保边缘家庭认定：可向本镇（街道）提出，按规定享受相应的专项救助",
    "单人保：家庭中的重度残疾人、重病患者可以按单人户提出低保申请",
    "临时救助、医疗救助：遇突发困难或医疗费用较高时可以申请",
)


@dataclass(frozen=True)
class Common:
    """What every paper of a case says."""

    programme: Programme
    area: Area
    case_number: str
    applicant: Applicant
    contact: Contact


def common(case: Case, acting: Acting, *, public: bool = False) -> dict[str, Any]:
    """The shared fields of a content; `public` leaves out every part of the ID number."""
    town = tree().get(case.town).name
    household: Household = case.household
    masked = "" if public else mask_id(case.applicant.id_number)
    return {
        "programme": Programme(case.programme), "area": Area(household.area), "case_number": case.number,
        "applicant": Applicant(name=case.applicant.name, id_masked=masked),
        "contact": Contact(
            officer=acting.name, phone=settings.DOUDI_COMPLAINT_PHONE, place=f"{town}便民服务中心社会救助窗口"
        ),
    }  # fmt: skip


def acceptance(case: Case, acting: Acting, received: Sequence[str], members: int) -> AcceptanceNotice:
    """受理通知书: what was received and the days that the family may count on."""
    confirm = due("confirm", acting.on, CALENDAR)
    survey = due("survey-start", acting.on, CALENDAR)
    return AcceptanceNotice(
        **common(case, acting), applied_on=case.registered_on, accepted_on=acting.on,
        due_on=date.fromisoformat(str(confirm.due)), survey_by=date.fromisoformat(str(survey.due)), members=members,
        received=tuple(received), agent=case.agent_name, provisional=confirm.provisional,
    )  # fmt: skip


def deficiency(case: Case, acting: Acting, missing: Sequence[Missing], received: Sequence[str]) -> DeficiencyNotice:
    """一次性告知书: written by itself from what is missing."""
    items = tuple(
        MissingItem(
            name=item.words.replace("《", "").replace("》", ""), why=_WHY.get(item.kind, "受理前须备齐"),
            how=SHEETS[item.kind].how, clause=SHEETS[item.kind].clause,
        )
        for item in missing
    )  # fmt: skip
    return DeficiencyNotice(
        **common(case, acting), applied_on=case.registered_on, bring_by=acting.on + timedelta(SUPPLEMENT_DAYS),
        missing=items, received=tuple(received),
    )  # fmt: skip


_WHY = {
    PaperKind.APPLICATION: "没有书面申请不能受理",
    PaperKind.PROMISE_AND_CONSENT: "没有本人授权不能向有关部门核对其经济状况",
    PaperKind.IDENTITY_PROOF: "须核对本人身份和户籍",
    PaperKind.MANDATE: "由他人代为申请须有申请人的委托",
}


def publicity_sheet(case: Case, acting: Acting, decision: Decision, period: Period, relative: bool) -> PublicitySheet:
    """公示单: only what may hang in public."""
    divisions = tree()
    return PublicitySheet(
        **common(case, acting, public=True), county="晋城市城区", town=divisions.get(case.town).name,
        village=divisions.get(case.village).name, members=decision.members, amount=decision.total,
        close_relative=relative, period=period, complaint_phone=settings.DOUDI_COMPLAINT_PHONE,
    )  # fmt: skip


def grant(case: Case, acting: Acting, decision: Decision, posted: Publicity, account: PaymentAccount) -> GrantNotice:
    """确认通知书: the decision, its working, the members, the rights of redress."""
    assert decision.first_month is not None  # noqa: S101 (the database holds it for every grant)
    return GrantNotice(
        **common(case, acting), accepted_on=decision.accepted_on, decided_on=decision.decided_on,
        total=decision.total, first_month=decision.first_month, lines=working(decision.answer),
        members=covered(case), publicity=Period(since=posted.starts_on, until=posted.ends_on),
        account=f"{account.bank}，户名{account.owner_name}，账号 {mask_account(account.number)}", appeal=appeal(),
        signed_by=decision.by_name,
    )  # fmt: skip


def refusal(case: Case, acting: Acting, decision: Decision) -> RefusalNotice:
    """不予确认通知书: why, with clauses, and what remains open to the family."""
    answer = decision.answer
    reasons = [Reason(text=each["text"].rstrip("。"), clause=each["clause"]) for each in answer["reasons"]]
    if decision.reasons:
        reasons.append(Reason(text=decision.reasons.rstrip("。"), clause="民发〔2021〕57号 第二十一条"))
    line = next((each for each in answer["lines"] if each["name"] == "edge_line"), None)
    is_edge = answer["outcome"] == "low_income_edge" and line is not None
    return RefusalNotice(
        **common(case, acting), accepted_on=decision.accepted_on, decided_on=decision.decided_on,
        reasons=tuple(reasons), lines=working(answer), members=covered(case),
        edge=EdgeOffer(line=Decimal(line["value"]), open=EDGE_OPEN) if is_edge and line else None, appeal=appeal(),
        signed_by=decision.by_name,
    )  # fmt: skip


def covered(case: Case) -> tuple[Covered, ...]:
    """The members as the notice names them."""
    rows = Member.objects.filter(household=case.household_id, until=None)
    return tuple(Covered(name=row.name, relation=row.get_relation_display()) for row in rows)


def appeal() -> Appeal:
    """Where a town's decision can be contested (行政复议法; 行政诉讼法)."""
    return Appeal(review_office="晋城市城区人民政府", court="晋城市城区人民法院")


def working(answer: dict[str, Any]) -> tuple[WorkingLine, ...]:
    """The answer's lines that are sums, as a notice prints them; property only where the family is refused."""
    is_granted = answer["outcome"] == "eligible"
    found = [_working_line(line) for line in answer["lines"] if not (is_granted and line["unit"] == "元")]
    return tuple(line for line in found if line)


def _working_line(line: dict[str, Any]) -> WorkingLine | None:
    try:
        amount = Decimal(line["value"])
    except (InvalidOperation, TypeError):
        return None
    return WorkingLine(
        label=line["label"], formula=_formula(line["inputs"]),
        amount=-amount if line["label"].startswith("减：") else amount, clause=line["clause"] or "",
        unit=line["unit"] or "元/月", sample="示例参数" in (line["source"] or ""),
        total=line["name"].endswith("_total") or line["name"] == "income_a_month",
    )  # fmt: skip


def _formula(inputs: Any) -> str:
    return inputs if isinstance(inputs, str) else "，".join(str(each) for each in inputs or ())
