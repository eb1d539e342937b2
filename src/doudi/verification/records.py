"""Writes of records: 民主评议、异议复查、一事一议、审核确认人入户核查, and the assessment of self-care."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.cases.models import Case, Objection
from doudi.cases.steps import NotNow, Taking, begin, settle
from doudi.households.actions import set_self_care
from doudi.households.models import Member
from doudi.law.codes import SELF_CARE_LEVELS
from doudi.law.columns import level_of
from doudi.law.papers import PaperKind
from doudi.verification.actions import StoredScan, Surveyor, refuse_before_acceptance, told_by
from doudi.verification.models import Record, SelfCareAssessment

# What each record settles, and the paper that it lays on file.
RECORDS: dict[str, tuple[PaperKind, str]] = {
    "appraise": (PaperKind.APPRAISAL_RECORD, ""),
    "confer": (PaperKind.CONFERENCE_MINUTES, ""),
    "resurvey": (PaperKind.RESURVEY_RECORD, "objection_not_surveyed"),
    "decider_visit": (PaperKind.DECIDER_VISIT, "decider_visit_missing"),
}


@dataclass(frozen=True)
class RecordEntry:
    """What a record says; votes are (for, against, abstaining), None where nobody voted."""

    held_on: date
    place: str
    content: str
    conclusion: str
    chair: str = ""
    recorder: str = ""
    attendees: str = ""
    absent: str = ""
    votes: tuple[int, int, int] | None = None


@transaction.atomic
def file_record(
    *,
    case: Case,
    code: str,
    version: int,
    entry: RecordEntry,
    people: Sequence[Surveyor],
    scans: Sequence[StoredScan],
    acting: Acting,
) -> Record:
    """Lay a record on file; `people` are the officers who were there, two at least for a second look at a family.

    Errors: NotNow; Stale; KeyError for a step that lays no record.
    """
    kind, settles = RECORDS[code]
    _refuse_day(case, code, entry.held_on, acting.on)
    _refuse_people(case, code, people)
    taking = begin(case=case, code=code, version=version, acting=acting)
    votes = entry.votes or (None, None, None)
    filed = Record.objects.create(
        case=case, town=case.town, village=case.village, step=code, held_on=entry.held_on, place=entry.place,
        chair=entry.chair, recorder=entry.recorder, attendees=entry.attendees, absent=entry.absent,
        votes_for=votes[0], votes_against=votes[1], votes_abstain=votes[2], content=entry.content,
        conclusion=entry.conclusion, logins=[one.login for one in people], names=[one.name for one in people],
    )  # fmt: skip
    _lay_on_file(taking, kind, scans)
    if settles:
        settle(case, settles)
    taking.finish(
        with_logins=[one.login for one in people], note=told_by(people, entry.held_on),
        facts={"held_on": entry.held_on.isoformat(), "record": filed.pk},
    )  # fmt: skip
    return filed


def received_on(case: Case) -> date | None:
    """The day on which the objection that waits for its answer came in; None without one."""
    return Objection.objects.filter(case=case, state=Objection.State.OPEN).values_list("received_on", flat=True).last()


def institution_of(case: Case) -> str:
    """The institution in which somebody on 特困 chose to live, of the newest assessment; empty at home and for 低保."""
    newest = SelfCareAssessment.objects.filter(case=case).order_by("-pk").first()
    return newest.institution if newest and newest.support == "institution" else ""


def _refuse_day(case: Case, code: str, held_on: date, on: date) -> None:
    if held_on > on:
        raise NotNow(["日期在今天之后，请核对"])
    objected = received_on(case) if code == "resurvey" else None
    if objected and held_on < objected:
        raise NotNow([f"复查日期在收到异议的 {objected:%Y-%m-%d} 之前，请核对"])


def _refuse_people(case: Case, code: str, people: Sequence[Surveyor]) -> None:
    if code == "resurvey" and len({one.login for one in people}) < 2:
        raise NotNow(["异议复查须有两名调查人，村（社区）协助人员不算"])
    indexes = [bytes(row.id_index) for row in Member.objects.filter(household=case.household_id, until=None)]
    if kin := [one.name for one in people if related(one.officer_id, indexes)]:
        raise NotNow([f"{'、'.join(kin)}与这家有近亲属关系，须回避"])


def _lay_on_file(taking: Taking, kind: PaperKind, scans: Sequence[StoredScan]) -> None:
    if not scans:
        taking.put(kind, digest=f"{kind}-{taking.seq}")
    for scan in scans:
        taking.put(kind, file_key=scan.key, digest=scan.digest, remark=scan.label)


@dataclass(frozen=True)
class SelfCareEntry:
    """六项指标: which acts the person can't do alone, who assessed, and the mode of support that they chose."""

    assessed_on: date
    assessors: str
    unable_to: Sequence[str]
    support: str
    institution: str = ""
    carer: str = ""
    carer_relation: str = ""
    health: str = ""


@transaction.atomic
def assess_self_care(
    *, case: Case, code: str, version: int, entry: SelfCareEntry, scans: Sequence[StoredScan], acting: Acting
) -> SelfCareAssessment:
    """生活自理能力评估 (43号 第二十条至第二十二条), at first or again (`code`). Errors: NotNow, Stale; households' WrongEntry."""
    if entry.assessed_on > acting.on:
        raise NotNow(["评估日期在今天之后，请核对"])
    refuse_before_acceptance(case, entry.assessed_on, "评估日期")
    if entry.support == "institution" and not entry.institution.strip():
        raise NotNow(["选集中供养的，请写明供养服务机构"])
    taking = begin(case=case, code=code, version=version, acting=acting)
    member = case.applicant
    was = level_of(member.unable_to)
    set_self_care(
        member=member, unable_to=entry.unable_to, support=entry.support, acting=acting, case_number=case.number
    )
    level = level_of(entry.unable_to)
    filed = SelfCareAssessment.objects.create(
        case=case, town=case.town, village=case.village, member=member, assessed_on=entry.assessed_on,
        assessors=entry.assessors, unable_to=list(entry.unable_to), level=level, support=entry.support,
        institution=entry.institution.strip(), carer=entry.carer, carer_relation=entry.carer_relation,
        health=entry.health,
    )  # fmt: skip
    _lay_on_file(taking, PaperKind.SELF_CARE_FORM, scans)
    settle(case, "self_care_reported")
    changed = code == "reassess_self_care" and was != level
    note = SELF_CARE_LEVELS[level] + ("，与原来不同，须重新审核照料护理费" if changed else "")
    taking.finish(note=note, facts={"level": level, "support": entry.support})
    return filed
