"""What the forms that a family signs say, filled from a case; the appraisal record and the relatives' form too."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from doudi.accounts.models import PostHeld
from doudi.cases.form_source import Opened, amount_row, day, money, month, monthly
from doudi.cases.models import Decision
from doudi.households.codes import Sort, Source
from doudi.households.models import Member
from doudi.households.queries import account_on
from doudi.law.codes import PROGRAMMES_SHORT
from doudi.law.days import full_years
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.papers.forms.content import (
    DECLARED,
    AmountRow,
    ApplicationForm,
    DeclarationForm,
    MandateForm,
    ObligorForm,
    ObligorRow,
    PersonRow,
    PromiseForm,
    RelativeForm,
    Signer,
    WithdrawalForm,
    padded,
    ticked,
)
from doudi.papers.forms.findings import AppraisalForm
from doudi.vault.masks import mask_account

WAYS = {
    "household": "最低生活保障", "single": "单人户（单人保）", "hardship": "特困人员救助供养",
}  # fmt: skip
HAVING = {"yes": "有", "no": "没有"}
ADULT = 18


def application(opened: Opened, *, single: bool = False) -> ApplicationForm:
    """申请书: as it was registered, for signing."""
    case = opened.case
    head, account = case.applicant, account_on(case.household, opened.on)
    number = account.number if account else ""
    return ApplicationForm(
        **opened.frame, apply_as=ticked(WAYS, way_of(opened, single)), applicant=head.name,
        sex=opened.person(head, Source.DECLARED).sex, id_number=opened.identity(head.id_number), phone=opened.phone(),
        hukou=opened.hukou, registered="", living=opened.address,
        members=padded([opened.person(one, Source.DECLARED) for one in opened.members], PersonRow(), 6),
        reason=case.reason, agent=case.agent_name, agent_relation=case.agent_relation,
        owner=account.owner_name if account else "", bank=account.bank if account else "",
        account=number if opened.whole or not number else mask_account(number),
    )  # fmt: skip


def way_of(opened: Opened, single: bool = False) -> str:
    """How the case applies: as a household, as one person of it, or for 特困."""
    if opened.is_hardship:
        return "hardship"
    return "single" if single else "household"


def promise(opened: Opened) -> PromiseForm:
    """诚信承诺及核对授权书: a page for each member, or for the one who is wanted only."""
    people = tuple(_signer(opened, member) for member in opened.members if opened.only in ("", str(member.pk)))
    return PromiseForm(**opened.frame, representative=opened.case.applicant.name, people=people or (Signer(),))


def mandate(opened: Opened) -> MandateForm:
    """委托书: the applicant, and who brings the request where that is known."""
    case, head = opened.case, opened.case.applicant
    return MandateForm(
        **opened.frame, applicant=head.name, id_number=opened.identity(head.id_number), phone=opened.phone(),
        living=opened.address, agent=case.agent_name, agent_relation=case.agent_relation,
    )  # fmt: skip


def withdrawal(opened: Opened) -> WithdrawalForm:
    """撤回申请书, for the applicant to sign."""
    head, accepted = opened.case.applicant, opened.case.accepted_on
    known = {"accepted": day(accepted)} if accepted else {}
    return WithdrawalForm(
        **opened.frame, applicant=head.name, id_number=opened.identity(head.id_number), **known
    )  # fmt: skip


def _signer(opened: Opened, member: Member) -> Signer:
    is_minor = full_years(member.born, opened.on) < ADULT
    row = opened.person(member, Source.DECLARED)
    return Signer(
        name=row.name, relation=row.relation, id_number=row.id_number,
        guardian="未满 18 周岁，由监护人代签" if is_minor else "本人不能签名的，由监护人代签",
    )  # fmt: skip


def obligor_consent(opened: Opened) -> ObligorForm:
    """法定义务人核对授权书: a page for each obligor."""
    people = tuple(opened.obligor(row, as_declared=True) for row in opened.obligors)
    return ObligorForm(**opened.frame, applicant=opened.case.applicant.name, people=people or (ObligorRow(),))


def declaration(opened: Opened) -> DeclarationForm:
    """家庭经济财产声明: what the family declared; what it didn't name stays open, since unsaid isn't none."""
    head = opened.case.applicant
    return DeclarationForm(
        **opened.frame, applicant=head.name, id_number=opened.identity(head.id_number),
        members=f"{len(opened.members)} 人", rows=tuple(_declared(opened, *line) for line in DECLARED.items()),
    )  # fmt: skip


def _declared(opened: Opened, label: str, kinds: frozenset[str]) -> AmountRow:
    said = [item for item in opened.items if item.source == Source.DECLARED]
    found = [item for item in said if f"{item.sort}:{item.kind}" in kinds]
    if not found:
        return AmountRow(item=label)
    rows = [amount_row(item) for item in found]
    return AmountRow(
        item=label, has=ticked(HAVING, "yes"), who="、".join(dict.fromkeys(row.who for row in rows)),
        amount=_total([monthly(item) for item in found]),
        note="；".join(dict.fromkeys(row.note for row in rows if row.note)),
    )  # fmt: skip


def _total(amounts: Sequence[Decimal]) -> str:
    """The sum; empty where nothing was valued, as a house told by its size only."""
    return money(sum(amounts, Decimal(0))) if any(amounts) else ""


def appraisal(opened: Opened) -> AppraisalForm:
    """民主评议记录: the family's facts filled in, the meeting left open for those who hold it."""
    case = opened.case
    said = [item for item in opened.items if item.source == Source.DECLARED and item.sort == Sort.INCOME]
    income = money(sum((monthly(item) for item in said), Decimal(0)))
    facts = f"家庭 {len(opened.members)} 人，自报月收入 {income} 元。" if said else f"家庭 {len(opened.members)} 人。"
    return AppraisalForm(
        **opened.frame, applicant=case.applicant.name, place=opened.frame["village"],
        summary=f"{facts}申请理由：{case.reason}" if case.reason else facts,
    )  # fmt: skip


def relative_filing(opened: Opened) -> RelativeForm:
    """近亲属备案表: the officer whose registered relative is in the family; without one, the recipient's side only."""
    case = opened.case
    decision = Decision.objects.filter(case=case, outcome="grant").order_by("-seq").first()
    granted: dict[str, Any] = {
        "amount": money(decision.total), "start": month(decision.first_month) if decision.first_month else "",
        "opinion": f"{day(decision.decided_on)}审核确认，签批人 {decision.by_name}",
    } if decision else {}  # fmt: skip
    return RelativeForm(
        **opened.frame, **_officer(opened), **granted, recipient=case.applicant.name,
        recipient_id=opened.identity(case.applicant.id_number), living=opened.address,
        members=f"{len(opened.members)} 人", scheme_words=ticked(PROGRAMMES_SHORT, case.programme),
    )  # fmt: skip


def _officer(opened: Opened) -> dict[str, Any]:
    """The officer of whom somebody in the family is a registered close relative, with the post held on the day."""
    registered = next(iter(opened.relatives), None)
    if registered is None:
        return {}
    held = PostHeld.objects.filter(officer=registered.officer, since__lte=opened.on, until=None).order_by("pk").first()
    tail = registered.officer.phone_tail
    return {
        "officer": registered.officer.name, "relation": registered.relation,
        "unit": tree().get(held.division).name if held else "", "post": Post(held.post).title if held else "",
        "officer_phone": f"尾号 {tail}" if tail else "",
    }  # fmt: skip
