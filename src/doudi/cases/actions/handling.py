"""From 一次性告知 to 审核: the clerk's and the reviewer's acts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.audit.verbs import Verb
from doudi.cases import notices
from doudi.cases.assessment import edition_for
from doudi.cases.models import Case, OnFile, StepTaken
from doudi.cases.relatives import tell_relatives
from doudi.cases.serving import serve
from doudi.cases.standing import position
from doudi.cases.steps import NotNow, Taking, begin, claim, log, put_on_file, refuse_stale, settle
from doudi.households.actions import AlreadyRegistered, assign_file_number, register
from doudi.households.models import Member, Obligor
from doudi.law.codes import PROGRAMMES
from doudi.law.divisions import tree
from doudi.law.limits import due
from doudi.law.papers import PaperKind

OPEN_FOR_PAPERS = ("submitted", "deficient", "surveying")
OPINIONS = (PaperKind.OPINION, PaperKind.REVIEW, PaperKind.ADOPTION)
# What a fresh look at a case makes anew.
SURVEYED = (*OPINIONS, PaperKind.SURVEY_FORM, PaperKind.SELF_CARE_FORM, PaperKind.RESURVEY_RECORD)


def clear(case: Case, kinds: Iterable[PaperKind]) -> None:
    """Take papers that no longer hold off the file's list, and with the opinion what followed from it."""
    OnFile.objects.filter(case=case, kind__in=[kind.value for kind in kinds]).delete()
    settle(case, "not_eligible")


@transaction.atomic
def add_paper(
    *,
    case: Case,
    version: int,
    kind: PaperKind,
    acting: Acting,
    member: Member | Obligor | None = None,
    file_key: UUID | None = None,
    digest: str = "",
    remark: str = "",
) -> None:
    """Lay a paper on file outside a step: ticked at the window or uploaded; `remark` of a PROMISE_INSTEAD names the
    proof it stands for (告知承诺, 83号 一（二）). Errors: Stale; NotNow once under review."""
    refuse_stale(case, version)
    if case.state not in OPEN_FOR_PAPERS:
        raise NotNow(["审核开始后不再增加申请材料；要补，请先退回补查"])
    claim(case, version)
    put_on_file(case, acting, kind, of=member, file_key=file_key, digest=digest, remark=remark)
    log(case, acting, Verb.CASE_SAVED, {"paper": kind.value, "digest": digest, **brought(case, acting)})


def brought(case: Case, acting: Acting) -> dict[str, str]:
    """What the log tells when nothing that was to follow lacks any more: nobody is reminded of it again. The case is
    claimed already."""
    if case.bring_by is None or position(case, acting).missing:
        return {}
    case.bring_by = None
    case.save(update_fields=["bring_by"])
    return {"bring_by": ""}


@transaction.atomic
def notify_deficiency(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """一次性告知 (57号 第十条): everything missing, told once; the time does not run. Errors: NotNow, Stale."""
    taking = begin(case=case, code="notify", version=version, acting=acting)
    missing = taking.position.missing
    serve(taking, notices.deficiency(case, acting, missing, _received(case)))
    return taking.finish(note="；".join(item.words for item in missing), facts={"missing": len(missing)})


@transaction.atomic
def supplement(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """补正: the missing papers were brought; acceptance can go on. Errors: NotNow, Stale."""
    return begin(case=case, code="supplement", version=version, acting=acting).finish()


@transaction.atomic
def accept(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """受理 (57号 第十条): the clock of 20 working days begins the day after. Errors: NotNow, Stale."""
    return _accept(begin(case=case, code="accept", version=version, acting=acting), ())


@transaction.atomic
def accept_lacking(*, case: Case, version: int, acting: Acting, bring_by: date) -> StepTaken:
    """容缺受理 (83号 一（二）): what lacks may follow by a day; no opinion is written before. Errors: NotNow, Stale."""
    if bring_by < acting.on:
        raise NotNow(["补交日期不能早于今天"])
    taking = begin(case=case, code="accept_lacking", version=version, acting=acting)
    case.bring_by = bring_by
    case.save(update_fields=["bring_by"])
    lacking = [(item.words.strip("《》"), bring_by) for item in taking.position.missing]
    return _accept(taking, lacking, {"bring_by": bring_by.isoformat()})


def _accept(taking: Taking, lacking: Sequence[tuple[str, date]], facts: Mapping[str, str] | None = None) -> StepTaken:
    case, acting = taking.case, taking.acting
    confirm_by = date.fromisoformat(str(due("confirm", acting.on, calendar()).due))
    # The edition in force on the day of acceptance is the case's own (DESIGN: three days, three uses).
    case.accepted_on, case.due_on = acting.on, confirm_by
    case.edition = edition_for(case.programme, acting.on, case.town).code
    case.save(update_fields=["accepted_on", "due_on", "edition"])
    register_people(case, acting)
    assign_file_number(household=case.household, acting=acting, case_number=case.number)
    members = Member.objects.filter(household=case.household_id, until=None).count()
    promised = OnFile.objects.filter(case=case, kind=PaperKind.PROMISE_INSTEAD).exclude(remark="")
    serve(taking, notices.acceptance(
        case, acting, _received(case), members, lacking=lacking, promised=list(promised.values_list("remark", flat=True)),
    ))  # fmt: skip
    note = "；".join(f"{words}，{day:%m月%d日}前补交" for words, day in lacking)
    return taking.finish(
        note=note,
        facts={
            "accepted_on": acting.on.isoformat(),
            "due_on": confirm_by.isoformat(),
            "lacking": len(lacking),
            **(facts or {}),
        },
    )


@transaction.atomic
def return_to_survey(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """退回补查: back to the clerk, with what has to be looked into. Errors: NotNow, Stale."""
    if not note.strip():
        raise NotNow(["退回补查，请写明要补查什么"])
    taking = begin(case=case, code="return_to_survey", version=version, acting=acting)
    clear(case, OPINIONS)
    return taking.finish(note=note)


@transaction.atomic
def review(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """审核 (57号 第十九条): the reviewer's opinion. Errors: NotNow, Stale."""
    taking = begin(case=case, code="review", version=version, acting=acting)
    taking.put(PaperKind.REVIEW, digest=str(taking.seq))
    tell_relatives(taking.position)
    return taking.finish(note=note)


@transaction.atomic
def file_with_bureau(*, case: Case, version: int, acting: Acting) -> StepTaken:
    """报备案 (城政办发〔2023〕29号 五（二）): within 7 days of the confirmation. Errors: NotNow, Stale."""
    taking = begin(case=case, code="file", version=version, acting=acting)
    settle(case, "not_filed")
    return taking.finish()


def _received(case: Case) -> list[str]:
    kinds = OnFile.objects.filter(case=case, paper_number="").order_by("pk").values_list("kind", flat=True)
    return [PaperKind(kind).title_in(PROGRAMMES[case.programme]) for kind in dict.fromkeys(kinds)]


def register_people(case: Case, acting: Acting) -> None:
    """One person, one programme, one place in the district (domain C6). Errors: NotNow, telling where, never who."""
    only = None if case.programme == "subsistence_allowance" else [case.applicant_id]
    try:
        register(household=case.household, programme=case.programme, acting=acting, members=only)
    except AlreadyRegistered as known:
        places = sorted({tree().get(each.town).name for each in known.elsewhere})
        raise NotNow([f"家庭成员中有人已在{'、'.join(places)}办理或享受救助，先核实再受理"]) from known
