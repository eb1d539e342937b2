"""What the papers of a case say, gathered from the case and its decision; those of its turns: `turn_notices`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases.models import Case, Decision, Publicity, StepTaken
from doudi.cases.naming import public_name
from doudi.cases.standing import Missing
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.codes import SELF_CARE_LEVELS, SUPPORT_MODES
from doudi.law.divisions import tree
from doudi.law.limits import due
from doudi.law.papers import SHEETS, PaperKind
from doudi.law.posts import Post
from doudi.law.rules.property_limits import ARTICLE_14
from doudi.papers.content import (
    AcceptanceNotice,
    Appeal,
    Applicant,
    Area,
    Contact,
    DeficiencyNotice,
    EdgeOffer,
    GrantNotice,
    LateItem,
    MissingItem,
    Period,
    Programme,
    PublicitySheet,
    Reason,
    RefusalNotice,
    Support,
    WorkingLine,
)
from doudi.papers.content import Member as Covered
from doudi.vault.masks import mask_account, mask_id

COUNTY = "晋城市城区"
SUPPLEMENT_DAYS = 30
EDGE_OPEN = (
    "低保边缘家庭认定：可向本镇（街道）提出，按规定享受相应的专项救助",
    "单人保：家庭中的重度残疾人、重病患者可以按单人户提出低保申请",
    "临时救助、医疗救助：遇突发困难或医疗费用较高时可以申请",
)
RIGID_OPEN = (
    "刚性支出困难家庭认定：医疗、教育、残疾康复等必需支出负担重的，可向本镇（街道）提出",
    "临时救助、医疗救助：遇突发困难或医疗费用较高时可以申请",
)
OFFERS = ("check_allowance", "may_be_rigid_expenditure")  # reasons of an answer that open a way, and refuse nothing
HARDSHIP_OPEN = (
    "最低生活保障（我们接着审查您是否符合低保条件，申请材料不用再交）",
    "临时救助、医疗救助（遇突发困难或医疗费用较高时）",
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
    person = case.applicant
    masked = "" if public else mask_id(person.id_number)
    name = public_name(person, acting.on) if public else person.name
    return {
        "programme": Programme(case.programme), "area": Area(household.area), "case_number": case.number,
        "applicant": Applicant(name=name, id_masked=masked),
        "contact": Contact(
            officer=_officer(case, acting), phone=settings.DOUDI_COMPLAINT_PHONE, place=f"{town}便民服务中心社会救助窗口"
        ),
    }  # fmt: skip


def _officer(case: Case, acting: Acting) -> str:
    """经办人, whom the family asks: the clerk who acts, else the last one who did; never who signed or moved the case on."""
    clerks = (
        StepTaken.objects.filter(case=case, post=Post.TOWN_CLERK).order_by("-seq").values_list("by_name", flat=True)
    )
    return acting.name if acting.post == Post.TOWN_CLERK else clerks.first() or acting.name


def acceptance(
    case: Case,
    acting: Acting,
    received: Sequence[str],
    members: int,
    *,
    lacking: Sequence[tuple[str, date]] = (),
    promised: Sequence[str] = (),
    due_on: date | None = None,
    limit: int = 20,
) -> AcceptanceNotice:
    """受理通知书: what was received and the days that the family may count on.

    `lacking`: papers that may follow, each with its day (容缺受理); `promised`: papers that a written promise replaces
    (告知承诺). `due_on`, with `limit` in working days, where the decision isn't due by the limit of 83号.
    """
    confirm = due("confirm", acting.on, calendar())
    survey = due("hardship-proposal" if is_hardship(case) else "survey-start", acting.on, calendar())
    return AcceptanceNotice(
        **common(case, acting), applied_on=case.registered_on, accepted_on=acting.on,
        due_on=due_on or date.fromisoformat(str(confirm.due)), survey_by=date.fromisoformat(str(survey.due)),
        members=members, received=tuple(received), agent=case.agent_name, provisional=confirm.provisional,
        lacking=tuple(LateItem(name=name, until=until) for name, until in lacking), promised=tuple(promised),
        limit=limit,
    )  # fmt: skip


def is_hardship(case: Case) -> bool:
    """Whether the case asks for 特困 support."""
    return case.programme == Programme.EXTREME_HARDSHIP_SUPPORT


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


@dataclass(frozen=True)
class Proposed:
    """What hangs in public before there is a decision (national order): the opinion's figures, yuan a month."""

    members: int
    total: Decimal


def publicity_sheet(
    case: Case, acting: Acting, decision: Decision | Proposed, period: Period, relative: bool
) -> PublicitySheet:
    """公示单: only what may hang in public."""
    divisions = tree()
    return PublicitySheet(
        **common(case, acting, public=True), county=COUNTY, town=divisions.get(case.town).name,
        village=divisions.get(case.village).name, members=decision.members, amount=decision.total,
        close_relative=relative, period=period, complaint_phone=settings.DOUDI_COMPLAINT_PHONE,
        decided=isinstance(decision, Decision),
    )  # fmt: skip


def grant(
    case: Case,
    acting: Acting,
    decision: Decision,
    posted: Publicity,
    account: PaymentAccount,
    *,
    institution: str = "",
) -> GrantNotice:
    """确认通知书: the decision, its working, the members, the rights of redress; 特困 with its two sums and its mode."""
    assert decision.first_month is not None  # noqa: S101 (the database holds it for every grant)
    return GrantNotice(
        **common(case, acting), accepted_on=decision.accepted_on, decided_on=decision.decided_on,
        total=decision.total, first_month=decision.first_month, lines=working(decision.answer),
        members=covered(case), publicity=Period(since=posted.starts_on, until=posted.ends_on),
        account=f"{account.bank}，户名{account.owner_name}，账号 {mask_account(account.number)}", appeal=appeal(),
        signed_by=decision.by_name, support=_support(decision, institution) if is_hardship(case) else None,
    )  # fmt: skip


def _support(decision: Decision, institution: str) -> Support:
    """The two sums, the mode and the level that a hardship decision rests on."""
    answer, persons = decision.answer, decision.facts["persons"]
    who = next((each for each in persons if each.get("id") == decision.facts.get("applicant")), persons[0])
    return Support(
        living=Decimal(answer["amounts"]["base"]), care=Decimal(answer["amounts"].get("care", "0.00")),
        mode=SUPPORT_MODES[who.get("support", "home")], self_care=SELF_CARE_LEVELS[answer["self_care"]],
        institution=institution,
    )  # fmt: skip


def refusal(case: Case, acting: Acting, decision: Decision) -> RefusalNotice:
    """不予确认通知书: why, with clauses, and what remains open to the family."""
    answer = decision.answer
    return RefusalNotice(
        **common(case, acting), accepted_on=decision.accepted_on, decided_on=decision.decided_on,
        reasons=_reasons(decision), lines=working(answer), members=covered(case), edge=_edge(answer), appeal=appeal(),
        signed_by=decision.by_name, open=_open(case, answer),
    )  # fmt: skip


def _open(case: Case, answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What else the family may ask for, as far as the rules say so."""
    if is_hardship(case):
        return HARDSHIP_OPEN
    offered = any(each.get("code") == "may_be_rigid_expenditure" for each in answer["reasons"])
    return RIGID_OPEN if offered else ()


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    """Why not: the calculation's reasons with their clauses, then the decider's own."""
    said = [each for each in decision.answer["reasons"] if each.get("code") not in OFFERS]
    reasons = [Reason(text=each["text"].rstrip("。"), clause=each["clause"]) for each in said]
    if decision.reasons:
        reasons.append(Reason(text=decision.reasons.rstrip("。"), clause="民发〔2021〕57号 第二十一条"))
    return tuple(reasons)


def _edge(answer: Mapping[str, Any]) -> EdgeOffer | None:
    """What is open to a 低保边缘 family; None for any other."""
    line = next((each for each in answer["lines"] if each["name"] == "edge_line"), None)
    if answer["outcome"] != "low_income_edge" or line is None:
        return None
    return EdgeOffer(line=Decimal(line["value"]), open=EDGE_OPEN)


def covered(case: Case) -> tuple[Covered, ...]:
    """The members as the notice names them."""
    rows = Member.objects.filter(household=case.household_id, until=None)
    if is_hardship(case) or case.apply_as == "single_person":
        rows = rows.filter(pk=case.applicant_id)
    return tuple(Covered(name=row.name, relation=row.get_relation_display()) for row in rows)


def appeal() -> Appeal:
    """Where a town's decision can be contested (行政复议法; 行政诉讼法)."""
    return Appeal(review_office="晋城市城区人民政府", court="晋城市城区人民法院")


def working(answer: dict[str, Any]) -> tuple[WorkingLine, ...]:
    """The answer's lines that are sums, as a notice prints them; property only where the family is refused."""
    is_granted = answer["outcome"] == "eligible"
    found = [_working_line(line) for line in answer["lines"] if not (is_granted and _is_property(line))]
    return tuple(line for line in found if line)


def _is_property(line: dict[str, Any]) -> bool:
    return line["unit"] == "元" or ARTICLE_14 in (line["clause"] or "")


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
