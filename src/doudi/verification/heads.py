"""The write by which a family gets another head while its case is open (民发〔2021〕57号 第六、七条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.actions.handling import brought
from doudi.cases.actions.registering import ALLOWANCE
from doudi.cases.models import Case, Decision
from doudi.cases.queries import UNDECIDED
from doudi.cases.steps import NotNow, claim, log, refuse_stale
from doudi.households.entries import WrongEntry
from doudi.households.heads import change_head, is_of_age, why_never_head
from doudi.households.members import HEAD
from doudi.households.models import Member
from doudi.law.papers import PaperKind
from doudi.law.procedures.registry import ENDED
from doudi.verification.correcting import refuse, why_not
from doudi.verification.members import let_lapse, speaks_for_all, take_off

WHAT = "户主"
CAUSES = {
    "died": "原户主去世", "apart": "原户主已不共同生活（离婚、分户等）", "mistake": "登记时户主填错了",
    "agreed": "户口簿上户主已变更，或全家另推户主",
}  # fmt: skip
LEAVES = ("died", "apart")


@dataclass(frozen=True)
class HeadChange:
    """更换户主: who is the head now, what everybody else is to them, why; from which day the old head is gone (`LEAVES`),
    and who speaks for the family as its applicant."""

    head: UUID
    relations: Mapping[UUID, str]
    cause: str
    applicant: UUID
    until: date | None = None

    @property
    def gone_from(self) -> date | None:
        """The day from which the old head is of the family no more; None where they stay."""
        return self.until if self.leaves else None

    @property
    def leaves(self) -> bool:
        """Whether the old head is of the family no more."""
        return self.cause in LEAVES


@dataclass(frozen=True)
class HeadChanged:
    """What came of it: the new head's name, the papers that hold no longer, whether the old head was taken off."""

    name: str
    lapsed: tuple[PaperKind, ...]
    gone: str = ""


@transaction.atomic
def pass_on_head(*, case: Case, version: int, change: HeadChange, acting: Acting) -> HeadChanged:
    """更换户主: before the opinion; a head who died or left is taken off the family in the same act. What another applicant
    signed for the family holds no longer.

    Errors: NotNow where nobody may now; households' WrongEntry, its path the name of the answer, or the key of the person
    whose relation is wrong; Stale.
    """
    refuse_stale(case, version)
    if why := why_not_now(case, acting):
        raise NotNow([why])
    refuse(case, acting, what=WHAT)
    people = {row.pk: row for row in Member.objects.filter(household=case.household_id, until=None)}
    old = next(row for row in people.values() if row.relation == HEAD)
    _check(case, change, people, old, acting.on)
    lapsed = let_lapse(case, change.applicant)
    new = change_head(
        household=case.household, head=change.head, relations=change.relations, acting=acting, case_number=case.number
    )
    claim(case, version, head_name=new.name, applicant_id=change.applicant)
    if change.gone_from:
        old.refresh_from_db()
        take_off(case, old, change.gone_from, change.cause, acting)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "更换户主", "cause": change.cause, "was": str(old.pk), "now": str(new.pk),
        "applicant": str(change.applicant), "lapsed": [kind.value for kind in lapsed],
        "until": str(change.gone_from or ""), **brought(case, acting),
    })  # fmt: skip
    return HeadChanged(new.name, tuple(lapsed), old.name if change.gone_from else "")


def why_not_now(case: Case, acting: Acting) -> str:
    """Why the family can't get another head now, in words; empty when it can."""
    if case.state in ENDED or (case.state not in UNDECIDED and Decision.objects.filter(case=case).exists()):
        return _("本案已有决定或已办结，不再换户主；在享的家庭人员变了，按重新审核办理")
    others = Case.objects.filter(household=case.household_id).exclude(pk=case.pk).exclude(state__in=ENDED)
    if other := others.values_list("number", flat=True).first():
        return _("这家还有一案 %s 在办，先办结那一案") % other
    return why_not(case, acting, WHAT)


def why_not_head(case: Case, member: Member | None, on: date) -> str:
    """Why somebody can't be the head of the family in this case, in words; empty when they can."""
    if member is None:
        return _("这位已不在家庭成员名单上")
    if why := why_never_head(member):
        return why
    if case.programme == ALLOWANCE and not is_of_age(member, on):
        return _("未满 18 周岁的，不能作低保家庭的户主；家里没有成年人的，请按特困或孤儿保障申请")
    return ""


def _check(case: Case, change: HeadChange, people: Mapping[UUID, Member], old: Member, on: date) -> None:
    """Errors: WrongEntry for what can't be, its path the name of the answer."""
    here = people.keys() - ({old.pk} if change.leaves else set())
    wrong = {
        "head": why_not_head(case, people.get(change.head), on),
        "cause": "" if change.cause in CAUSES else _("请选更换的原因"),
        "until": "" if change.until or not change.leaves else _("请填从哪天起"),
        "applicant": "" if change.applicant in here else _("申请人要是还在这家的人"),
        **_of_one_alone(case, change, old),
    }
    for name, sentence in wrong.items():
        if sentence:
            raise WrongEntry(name, sentence)


def _of_one_alone(case: Case, change: HeadChange, old: Member) -> dict[str, str]:
    """What can't be where the request is about one person alone."""
    if speaks_for_all(case):
        return {}
    if change.applicant != case.applicant_id:
        return {"applicant": _("本案只为申请人一人办理，不能换申请人；请撤回本案，另行登记")}
    if old.pk == case.applicant_id and change.leaves:
        return {"applicant": "", "cause": _("本案只为这位一人办理，人去世或不在了，请撤回或终止办理本案")}
    return {}
