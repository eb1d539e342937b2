"""Drafts, and the step from a draft to a case."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.audit.verbs import Verb
from doudi.cases.assessment import edition_for
from doudi.cases.models import Case, Draft, StepTaken
from doudi.cases.numbers import next_number
from doudi.cases.steps import NotNow, log, put_on_file
from doudi.households.actions import open_household, replace_items, set_account
from doudi.households.codes import Source
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry
from doudi.households.models import Household, Member, Obligor
from doudi.households.obligors import replace_obligors
from doudi.households.queries import registered_elsewhere
from doudi.law.papers import PaperKind

ALLOWANCE = "subsistence_allowance"


@dataclass(frozen=True)
class PaperEntry:
    """One paper brought along: ticked at the window, or uploaded (`file_key` and the `digest` of its bytes).

    A PROMISE_INSTEAD says in `remark` which proof it stands for."""

    kind: PaperKind
    member: UUID | None = None
    file_key: UUID | None = None
    digest: str = ""
    obligor: UUID | None = None
    remark: str = ""


@dataclass(frozen=True)
class Application:
    """申请: a whole registration. Every member has a `key`, by which items, obligors and papers name them;
    `agent` is (name, relation to the applicant), or two empty texts."""

    programme: str
    town: str
    village: str
    area: str
    members: Sequence[MemberEntry]
    applicant: UUID
    reason: str = ""
    address: str = ""
    phone: str = ""
    agent: tuple[str, str] = ("", "")
    items: Sequence[ItemEntry] = ()
    obligors: Sequence[ObligorEntry] = ()
    account: AccountEntry | None = None
    papers: Sequence[PaperEntry] = ()
    apply_as: str = "household"


@transaction.atomic
def begin_draft(*, key: UUID, town: str, village: str, acting: Acting) -> Draft:
    """Begin a registration. Errors: IntegrityError when the key is taken, by whomever."""
    return Draft.objects.create(
        key=key, town=town, village=village, by_login=acting.login, payload="{}", saved_at=acting.at
    )


@transaction.atomic
def save_draft(*, key: UUID, town: str, village: str, label: str, payload: Mapping[str, Any], acting: Acting) -> Draft:
    """Keep a registration as far as it was typed, wrong entries included (N11). Not logged: nothing is claimed yet.

    Errors: NotNow when it has become a case meanwhile.
    """
    kept, made = Draft.objects.select_for_update().get_or_create(
        key=key,
        defaults={
            "town": town, "village": village, "by_login": acting.login, "label": label,
            "payload": json.dumps(payload, ensure_ascii=False), "saved_at": acting.at,
        },
    )  # fmt: skip
    if kept.case_number:
        raise NotNow([f"这份草稿已登记为 {kept.case_number}，请到案件里改"])
    if not made:
        kept.town, kept.village, kept.label, kept.saved_at = town, village, label, acting.at
        kept.payload = json.dumps(payload, ensure_ascii=False)
        kept.save(update_fields=["town", "village", "label", "payload", "saved_at"])
    return kept


@dataclass(frozen=True)
class Opening:
    """What a case is opened with, besides its papers. `agent` is (name, relation to the applicant), or empty;
    `continues` the case of another town that goes on in this one."""

    programme: str
    household: Household
    applicant: Member
    reason: str
    agent: tuple[str, str] = ("", "")
    apply_as: str = "household"
    continues: Case | None = None


@transaction.atomic
def register(*, application: Application, acting: Acting, draft: UUID | None = None) -> Case:
    """登记申请: the family, what it declares, its account, its papers and the case, all or nothing.

    Registering the same draft twice gives the same case (one effect for a double submit).
    Errors: households' WrongEntry; NotNow for an own or a relative's case, or people who are on a programme already.
    """
    if draft and (known := _of_draft(draft)):
        return known
    number = next_number(application.town, application.programme, acting.on)
    household = open_household(
        town=application.town, village=application.village, area=application.area, members=application.members,
        acting=acting, address=application.address, phone=application.phone, case_number=number,
    )  # fmt: skip
    people = {member.pk: member for member in Member.objects.filter(household=household, until=None)}
    applicant = people[application.applicant]
    _refuse(people.values(), [applicant] if application.programme != ALLOWANCE else people.values(), acting)
    _declare(application, household, number, acting)
    opening = Opening(
        application.programme, household, applicant, application.reason, application.agent, application.apply_as
    )
    case = _open(number, opening, [(paper, _whose(paper, people)) for paper in application.papers], acting)
    if draft:
        _seal(draft, case)
    return case


def _whose(paper: PaperEntry, people: Mapping[UUID, Member]) -> Member | Obligor | None:
    if paper.obligor:
        return Obligor.objects.get(pk=paper.obligor)
    return people[paper.member] if paper.member else None


@transaction.atomic
def open_case(*, opening: Opening, papers: Sequence[tuple[PaperKind, Member | Obligor | None]], acting: Acting) -> Case:
    """立案: open a case for a household that is known already."""
    number = next_number(opening.household.town, opening.programme, acting.on)
    return _open(number, opening, [(PaperEntry(kind), whose) for kind, whose in papers], acting)


def _open(
    number: str, opening: Opening, papers: Sequence[tuple[PaperEntry, Member | Obligor | None]], acting: Acting
) -> Case:
    household = opening.household
    procedure = edition_for(opening.programme, acting.on, household.town)
    head = Member.objects.get(household=household, until=None, relation="head")
    case = Case.objects.create(
        number=number, programme=opening.programme, household=household, applicant=opening.applicant,
        head_name=head.name, apply_as=opening.apply_as, continues=opening.continues, town=household.town,
        village=household.village, state=procedure.starts, edition=procedure.code, reason=opening.reason,
        agent_name=opening.agent[0], agent_relation=opening.agent[1], registered_by=acting.login,
        registered_on=acting.on,
    )  # fmt: skip
    for paper, whose in papers:
        put_on_file(
            case, acting, paper.kind, of=whose, file_key=paper.file_key, digest=paper.digest, remark=paper.remark
        )
    StepTaken.objects.create(
        case=case, town=case.town, village=case.village, seq=1, code="register", from_state="", to_state=case.state,
        by_login=acting.login, by_name=acting.name, post=acting.post.value, at=acting.at, on=acting.on,
        edition=case.edition,
    )  # fmt: skip
    log(case, acting, Verb.CASE_REGISTERED, {
        "programme": case.programme, "household": str(household.pk), "edition": case.edition, "village": case.village,
        "by_agent": bool(case.agent_name), "papers": [paper.kind.value for paper, _ in papers],
        "continues": opening.continues.number if opening.continues else "",
    })  # fmt: skip
    return case


def _declare(application: Application, household: Household, number: str, acting: Acting) -> None:
    """What the family says of itself: its amounts, those who owe it support, its account."""
    replace_items(
        household=household, source=Source.DECLARED, items=application.items, acting=acting, case_number=number
    )
    if application.obligors:
        replace_obligors(household=household, obligors=application.obligors, acting=acting, case_number=number)
    if application.account:
        set_account(household=household, account=application.account, acting=acting, case_number=number)


def _refuse(people: Iterable[Member], asking: Iterable[Member], acting: Acting) -> None:
    """Errors: NotNow where somebody of the family is the officer's own, or somebody `asking` is on a programme."""
    if related(acting.officer_id, [bytes(member.id_index) for member in people]):
        raise NotNow(["家里有您本人或您登记的近亲属，须回避，请由别的同事登记"])
    if registered_elsewhere([bytes(member.id_index) for member in asking]):
        raise NotNow(["家里有人已在办理或享受救助，不能重复申请，请核对家庭成员"])


def _of_draft(key: UUID) -> Case | None:
    kept = Draft.objects.select_for_update().filter(key=key).first()
    return Case.objects.get(number=kept.case_number) if kept and kept.case_number else None


def _seal(key: UUID, case: Case) -> None:
    # What was typed is now in the case; the sealed copy has no further use (data economy, PIPL 第六条).
    Draft.objects.filter(key=key).update(case_number=case.number, payload="{}")
