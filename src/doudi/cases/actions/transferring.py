"""移交: a family's request goes on in another town, as a case of its own that says where it came from."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.cases import turn_notices
from doudi.cases.actions.registering import Opening, open_case
from doudi.cases.models import Case, OnFile
from doudi.cases.serving import serve
from doudi.cases.steps import NotNow, begin, settle
from doudi.households.actions import open_household, release, replace_items, set_account
from doudi.households.copying import account_entry, item_entries, member_entries, obligor_entries
from doudi.households.models import Household, Member, Obligor
from doudi.households.obligors import replace_obligors
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.papers.actions import store
from doudi.papers.queries import file
from doudi.papers.uploads import CleanFile

BROUGHT = (PaperKind.APPLICATION, PaperKind.PROMISE_AND_CONSENT, PaperKind.IDENTITY_PROOF, PaperKind.MANDATE,
           PaperKind.OBLIGOR_CONSENT, PaperKind.PROMISE_INSTEAD, PaperKind.DECLARATION, PaperKind.HARDSHIP_PROOF,
           PaperKind.ACCOUNT_PROOF)  # fmt: skip


@transaction.atomic
def transfer(*, case: Case, version: int, acting: Acting, village: str) -> Case:
    """移交 (民发〔2021〕57号 第四条): the old case ends here; the family and what it brought go on in `village`'s town.

    Only a post of the district sees both towns. Errors: NotNow for a village outside the town asked for; Stale.
    """
    if not village.startswith(case.transfer_to) or village not in {
        v.code for v in tree().villages_of(case.transfer_to)
    }:
        raise NotNow(["请选接收镇（街道）的村（社区）"])
    taking = begin(case=case, code="transfer", version=version, acting=acting)
    asked = case.steps.filter(code="ask_transfer").latest("seq")
    settle(case, "transfer_asked")
    serve(taking, turn_notices.transfer(case, acting, to_town=case.transfer_to, reason=asked.note))
    release(household=case.household, programme=case.programme, acting=acting)
    fresh = _continued(case, village, acting)
    taking.finish(facts={"to_town": case.transfer_to, "continued_as": fresh.number})
    return fresh


def _continued(case: Case, village: str, acting: Acting) -> Case:
    people = {member.pk: uuid4() for member in Member.objects.filter(household=case.household_id, until=None)}
    obligors = {row.pk: uuid4() for row in Obligor.objects.filter(household=case.household_id)}
    old = case.household
    household = open_household(
        town=case.transfer_to, village=village, area=old.area, members=member_entries(old, people), acting=acting,
        address=old.address, phone=old.phone,
    )  # fmt: skip
    applicant = Member.objects.get(pk=people[case.applicant_id])
    agent = (case.agent_name, case.agent_relation)
    opening = Opening(case.programme, household, applicant, case.reason, agent, case.apply_as, case)
    fresh = open_case(opening=opening, papers=[], acting=acting)
    _copy_what_was_said(case, fresh, household, people, obligors, acting)
    return fresh


def _copy_what_was_said(
    case: Case,
    fresh: Case,
    household: Household,
    people: Mapping[UUID, UUID],
    obligors: Mapping[UUID, UUID],
    acting: Acting,
) -> None:
    number = fresh.number
    items = item_entries(case.household, case.number, people)
    replace_items(household=household, source="declared", items=items, acting=acting, case_number=number)
    if owing := obligor_entries(case.household, people, obligors):
        replace_obligors(household=household, obligors=owing, acting=acting, case_number=number)
    if account := account_entry(case.household):
        set_account(household=household, account=account, acting=acting, case_number=number)
    brought = OnFile.objects.filter(case=case, kind__in=[kind.value for kind in BROUGHT])
    for row in brought.exclude(obligor__until__isnull=False).exclude(member__until__isnull=False):
        whose = {
            "member_id": people[row.member_id] if row.member_id else None,
            "obligor_id": obligors[row.obligor_id] if row.obligor_id else None,
        }
        OnFile.objects.create(
            case=fresh, town=fresh.town, village=fresh.village, kind=row.kind, digest=row.digest, on=row.on,
            by_login=row.by_login, remark=_remark(row, case), file_key=_scan_of(row, fresh, acting), **whose,
        )  # fmt: skip


def _remark(row: OnFile, case: Case) -> str:
    """Where the paper itself lies; of a promise the proof that it stands for, which its notice tells."""
    return row.remark if row.kind == PaperKind.PROMISE_INSTEAD else f"原件在 {case.number} 卷内"


def _scan_of(row: OnFile, fresh: Case, acting: Acting) -> UUID | None:
    """The scan of a paper kept once more, where the receiving town may open it."""
    kept = file(row.file_key) if row.file_key else None
    if kept is None:
        return None
    clean = CleanFile(kept.name, kept.media_type, kept.content)
    return store(
        clean=clean, object_kind="case", object_key=fresh.number, label=kept.label, town=fresh.town,
        village=fresh.village, on=acting.on, at=acting.at, by_login=row.by_login,
    ).key  # fmt: skip
