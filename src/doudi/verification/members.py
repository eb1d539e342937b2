"""Writes about the people of a family while a case is open: added, corrected, taken off (民发〔2021〕57号 第六、七条)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.actions.handling import brought, clear, register_people
from doudi.cases.actions.registering import ALLOWANCE
from doudi.cases.models import Case, OnFile
from doudi.cases.steps import NotNow, claim, log, refuse_stale
from doudi.households.entries import MemberEntry, WrongEntry
from doudi.households.members import HEAD, end_member, put_member, release_gone
from doudi.households.models import Item, Member
from doudi.households.queries import registered_elsewhere
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.vault.index import blind_index
from doudi.verification.correcting import SURVEYING, refuse, tell_what_waits
from doudi.verification.correcting import why_not as why_not_of
from doudi.verification.models import Adoption

MEMBERS = "家庭成员"
# What the applicant signs for the whole family, and another one signs anew.
SIGNED = (PaperKind.APPLICATION, PaperKind.DECLARATION, PaperKind.MANDATE, PaperKind.PROMISE_INSTEAD)


@transaction.atomic
def correct_member(*, case: Case, version: int, entry: MemberEntry, acting: Acting) -> Member:
    """增加、更正家庭成员: before the opinion, one person of the family. A check report that was asked for without the person, or
    under another ID number, holds no longer.

    Errors: NotNow under review, or for an own or a relative's case; households' WrongEntry; Stale.
    """
    refuse_stale(case, version)
    refuse(case, acting, entry.id_number, MEMBERS)
    _refuse_elsewhere(case, entry)
    before = Member.objects.filter(pk=entry.key).first() if entry.key else None
    claim(case, version, **({"head_name": entry.name.strip()} if entry.relation == HEAD else {}))
    row = put_member(household=case.household, entry=entry, acting=acting, case_number=case.number)
    is_same = before is not None and bytes(before.id_index) == bytes(row.id_index)
    looks_anew = case.state == SURVEYING and not is_same
    if looks_anew:
        _look_anew(case, row, acting)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "更正家庭成员" if before else "增加家庭成员", "member": str(row.pk), "check_anew": looks_anew,
    })  # fmt: skip
    return row


@transaction.atomic
def strike_member(*, case: Case, version: int, member: Member, until: date, cause: str, acting: Acting) -> Member:
    """撤下家庭成员: before the opinion, from the day `until` on; papers that the person signed stay on file, what was adopted
    of their amounts holds no longer. For an applicant who only spoke for the family the head does. Errors: as
    `correct_member`; NotNow for the head, and for whom alone the request is about."""
    refuse_stale(case, version)
    refuse(case, acting, what=MEMBERS)
    if why := why_stays(case, member):
        raise NotNow([why])
    applicant = _who_speaks(case, member)
    lapsed = let_lapse(case, applicant)
    claim(case, version, applicant_id=applicant)
    row = take_off(case, member, until, cause, acting)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "撤下家庭成员", "member": str(row.pk), "cause": cause, "until": until.isoformat(),
        "applicant": str(applicant), "lapsed": [kind.value for kind in lapsed], **brought(case, acting),
    })  # fmt: skip
    return row


def take_off(case: Case, member: Member, until: date, cause: str, acting: Acting) -> Member:
    """One of the family is gone: what was adopted of their amounts, and of the family's where theirs join them, holds no
    longer. The case is claimed already."""
    owned = Item.objects.filter(household=case.household_id, member=member, case_number=case.number, sort="asset")
    mine, shared = Q(member=member), Q(member=None, obligor=None, sort="asset", kind__in=owned.values("kind"))
    void = mine | shared if cause == "died" else mine
    Adoption.objects.filter(void, case=case, is_current=True).update(is_current=False)
    row = end_member(member=member, until=until, cause=cause, acting=acting, case_number=case.number)
    if case.state == SURVEYING:
        release_gone(household=case.household, programme=case.programme, acting=acting)
    tell_what_waits(case)
    return row


def why_not(case: Case, acting: Acting) -> str:
    """Why the people of the family can't be corrected now, in words; empty when they can."""
    return why_not_of(case, acting, MEMBERS)


def why_stays(case: Case, member: Member) -> str:
    """Why somebody can't be taken off the family, in words; empty when they can."""
    if member.relation == HEAD:
        return _("户主不能直接撤下；户主去世或搬走的，请先更换户主")
    if member.pk == case.applicant_id and not speaks_for_all(case):
        return _("本案只为这位一人办理，不能撤下；人去世或不在了，请撤回或终止办理本案")
    return ""


def speaks_for_all(case: Case) -> bool:
    """Whether the applicant only speaks for the family; else the request is about that one person, and ends with them."""
    return case.programme == ALLOWANCE and case.apply_as == "household"


def let_lapse(case: Case, applicant: UUID) -> list[PaperKind]:
    """Take off the file's list what the applicant so far signed for the family, where it is another one now; which it was."""
    if applicant == case.applicant_id:
        return []
    there = set(OnFile.objects.filter(case=case, kind__in=SIGNED).values_list("kind", flat=True))
    lapsed = [kind for kind in SIGNED if kind in there]
    clear(case, lapsed)
    return lapsed


def _who_speaks(case: Case, gone: Member) -> UUID:
    """The applicant once somebody is gone: the head, where it was them."""
    if gone.pk != case.applicant_id:
        return case.applicant_id
    return Member.objects.values_list("pk", flat=True).get(household=case.household_id, until=None, relation=HEAD)


def needs_consent(case: Case, member: Member) -> bool:
    """Whether the check asks about a person, and so needs their consent (57号 第九条; 43号 第十条)."""
    return case.programme == ALLOWANCE or member.pk == case.applicant_id


def _refuse_elsewhere(case: Case, entry: MemberEntry) -> None:
    """One person, one programme, one place in the district (domain C6): told by the place, never who."""
    if case.programme != ALLOWANCE and entry.key != case.applicant_id:
        return
    index = blind_index("id", entry.id_number.upper())
    if found := registered_elsewhere([index], household=case.household_id):
        places = sorted({tree().get(each.town).name for each in found})
        raise WrongEntry("id_number", _("这个人已在%s办理或享受救助，先核实再登记") % "、".join(places))


def _look_anew(case: Case, row: Member, acting: Acting) -> None:
    """Accepted already: the register of the district has the number, and the check is asked for again."""
    release_gone(household=case.household, programme=case.programme, acting=acting)
    register_people(case, acting)
    if needs_consent(case, row):
        clear(case, [PaperKind.CHECK_REPORT])
