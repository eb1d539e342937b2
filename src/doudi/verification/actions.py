"""Writes of verification: a visit filed, a report filed, an amount adopted, an opinion proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.audit.records import redacted
from doudi.audit.verbs import Verb
from doudi.cases.assessment import answer_of, facts_for
from doudi.cases.models import Case, Opinion, Outcome
from doudi.cases.relatives import tell_relatives
from doudi.cases.rows import CaseRows
from doudi.cases.steps import NotNow, Taking, begin, claim, find, log, refuse_stale, settle
from doudi.households.actions import replace_items
from doudi.households.codes import Source
from doudi.households.entries import ItemEntry
from doudi.households.models import Member
from doudi.law.papers import PaperKind
from doudi.verification.comparison import NOTHING, Row, compare
from doudi.verification.correcting import tell_what_waits
from doudi.verification.models import Adoption, CheckReport, CheckResult, HomeVisit
from doudi.verification.obligors import FoundOfObligor, adopt_figure, facts_found, replace_findings

REPORT_VALID_DAYS = 30  # local (domain §14, 10); Linkou works with 30


@dataclass(frozen=True)
class Surveyor:
    """One of the people who visited: login and name."""

    login: str
    name: str
    officer_id: int


@dataclass(frozen=True)
class VisitEntry:
    """What the home visit form says (domain §6 入户调查表), but for the amounts."""

    visited_on: date
    place: str
    respondent: str
    respondent_relation: str
    surveyors: Sequence[Surveyor]
    assistants: str
    housing: str
    land: str
    living: str
    conclusion: str


@dataclass(frozen=True)
class ReportEntry:
    """What the check report says, but for the amounts. `results`: (source, none|hit|no_answer, remark)."""

    number: str
    queried_on: date
    summary: str
    results: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class StoredScan:
    """An upload already kept by `papers`: its key, its digest, what it shows."""

    key: UUID | None
    digest: str
    kind: PaperKind
    label: str = ""


@transaction.atomic
def file_visit(
    *,
    case: Case,
    version: int,
    visit: VisitEntry,
    items: Sequence[ItemEntry],
    scans: Sequence[StoredScan],
    acting: Acting,
    of_obligors: Sequence[FoundOfObligor] = (),
) -> HomeVisit:
    """入户调查 (57号 第十五、十六条): two surveyors at least, none of them kin of the family. Errors: NotNow, Stale."""
    logins = [surveyor.login for surveyor in visit.surveyors]
    if len(set(logins)) < 2:
        raise NotNow(["入户调查须有两名调查人，村（社区）协助人员不算"])
    if acting.login not in logins:
        raise NotNow(["填表人须是调查人之一"])
    indexes = [bytes(row.id_index) for row in Member.objects.filter(household=case.household_id, until=None)]
    if kin := [surveyor.name for surveyor in visit.surveyors if related(surveyor.officer_id, indexes)]:
        raise NotNow([f"{'、'.join(kin)}与这家有近亲属关系，须回避"])
    refuse_before_acceptance(case, visit.visited_on, "入户日期")
    taking = begin(case=case, code="survey", version=version, acting=acting)
    filed = HomeVisit.objects.create(
        case=case, town=case.town, village=case.village, visited_on=visit.visited_on, place=visit.place,
        respondent=visit.respondent, respondent_relation=visit.respondent_relation, surveyor_logins=logins,
        surveyor_names=[surveyor.name for surveyor in visit.surveyors], assistants=visit.assistants,
        housing=visit.housing, land=visit.land, living=visit.living, conclusion=visit.conclusion,
    )  # fmt: skip
    _replace(case, Source.SURVEYED, items, acting)
    replace_findings(case, Source.SURVEYED, of_obligors)
    _file(taking, PaperKind.SURVEY_FORM, scans)
    tell_what_waits(case)
    taking.finish(with_logins=logins, note=told_by(visit.surveyors, visit.visited_on), facts={
        "visited_on": visit.visited_on.isoformat(), "items": len(items), **_of_obligors(of_obligors),
    })  # fmt: skip
    return filed


def told_by(people: Sequence[Surveyor], on: date) -> str:
    """Who was there and when, for the story of the case."""
    return f"{on:%m-%d}，{'、'.join(one.name for one in people)}"


def refuse_before_acceptance(case: Case, on: date, what: str) -> None:
    """What is found out counts from acceptance on (57号 第十五条, 43号 第十三条); a case begun anew needs it anew. Errors: NotNow."""
    if case.accepted_on and on < case.accepted_on:
        raise NotNow([f"{what}在受理之前：{case.accepted_on:%Y-%m-%d} 受理，受理后的才算，请核对"])


@transaction.atomic
def file_report(
    *,
    case: Case,
    version: int,
    report: ReportEntry,
    items: Sequence[ItemEntry],
    scans: Sequence[StoredScan],
    acting: Acting,
    of_obligors: Sequence[FoundOfObligor] = (),
) -> CheckReport:
    """核对报告入卷 (57号 第十七条): a hit is a lead, not a decision (N8). Errors: NotNow, Stale."""
    taking = begin(case=case, code="check", version=version, acting=acting)
    filed = CheckReport.objects.create(
        case=case, town=case.town, village=case.village, number=report.number, queried_on=report.queried_on,
        received_on=acting.on, valid_until=report.queried_on + timedelta(REPORT_VALID_DAYS), summary=report.summary,
    )  # fmt: skip
    CheckResult.objects.bulk_create(
        CheckResult(town=case.town, village=case.village, report=filed, asked=asked, result=result, remark=remark)
        for asked, result, remark in report.results
    )
    _replace(case, Source.CHECKED, items, acting)
    replace_findings(case, Source.CHECKED, of_obligors)
    _file(taking, PaperKind.CHECK_REPORT, scans)
    tell_what_waits(case)
    taking.finish(facts={
        "report": redacted(report.number), "valid_until": filed.valid_until.isoformat(), "items": len(items),
        **_of_obligors(of_obligors),
    })  # fmt: skip
    return filed


@transaction.atomic
def adopt(
    *,
    case: Case,
    version: int,
    row: Row,
    source: str,
    amount: Decimal,
    reason: str,
    acting: Acting,
    details: Mapping[str, str] = NOTHING,
) -> Adoption:
    """采信: which amount is taken for an item, and why; imputed amounts need their reason too (C24).

    `amount` in yuan a month (property: yuan); `details`, of what is counted and decided on one's own account, as in
    `Adoption`. Errors: NotNow without a reason or outside the survey; Stale.
    """
    refuse_stale(case, version)
    if case.state != "surveying":
        raise NotNow(["只在调查中可以采信；要改，请先退回补查"])
    if not reason.strip():
        raise NotNow(["请写明采信理由"])
    claim(case, version)
    key, sort, kind = row.slot
    whose = {"obligor_id" if row.of_obligor else "member_id": key}
    slot = {"case": case, "member_id": None, "obligor_id": None, "sort": sort, "kind": kind, **whose}
    Adoption.objects.filter(**slot, is_current=True).update(is_current=False)
    adopted = Adoption.objects.create(
        **slot, town=case.town, village=case.village, source=source, amount=amount, details=dict(details), reason=reason,
        by_login=acting.login, by_name=acting.name, on=acting.on,
    )  # fmt: skip
    if row.of_obligor:
        adopt_figure(case, row, adopted, acting)
    else:
        _replace(case, Source.ADOPTED, _adopted_items(case), acting)
    tell_what_waits(case)
    log(case, acting, Verb.CASE_ADOPTED, {
        "obligor" if row.of_obligor else "member": str(key or ""), "sort": sort, "item": kind, "kind": row.word,
        "source": source, "amount": str(amount), "besides": row.besides(source, details),
    })  # fmt: skip
    return adopted


@transaction.atomic
def propose(*, case: Case, version: int, outcome: Outcome, text: str, acting: Acting) -> Opinion:
    """拟定意见 (57号 第十九条): the opinion, with the calculation it rests on. Errors: NotNow, Stale."""
    taking = begin(case=case, code="propose", version=version, acting=acting)
    answer = answer_today(case, acting.on)
    if answer["outcome"] == "must_set":
        raise NotNow([f"参数未设定，不能测算：{'、'.join(answer['must_set'])}"])
    if outcome == Outcome.GRANT and answer["outcome"] != "eligible":
        raise NotNow(["测算结果不符合条件，只能拟不予确认；对测算有疑问请先改采信"])
    opinion = Opinion.objects.create(
        case=case, town=case.town, village=case.village, outcome=outcome, text=text, answer=answer,
        by_login=acting.login, by_name=acting.name, on=acting.on,
    )  # fmt: skip
    settle(case, "not_eligible")
    if answer["outcome"] != "eligible":
        find(case, "not_eligible", f"测算结果不符合{case.get_programme_display()}条件，只能不予确认")
    tell_relatives(taking.position)
    taking.put(PaperKind.ADOPTION, digest=f"adoption-{opinion.pk}")
    taking.put(PaperKind.OPINION, digest=f"opinion-{opinion.pk}")
    taking.finish(facts={"outcome": outcome.value, "total": answer["amounts"]["total"], "opinion": opinion.pk})
    return opinion


def answer_today(case: Case, on: date, source: str = Source.ADOPTED, rows: CaseRows | None = None) -> dict[str, Any]:
    """The calculation of a case on a day by one source's amounts; of its `rows` where they were read already."""
    return answer_of(facts_for(case, on, source, rows))


def _adopted_items(case: Case) -> list[ItemEntry]:
    """What was adopted, one item a slot, homes and the like one by one."""
    taken = [(row, row.taken) for row in compare(case) if row.taken and not row.of_obligor]
    return [
        replace(each, reason=one.reason[:500])
        for row, one in taken
        for each in row.standing(one.source, one.amount, one.details)
    ]


def _replace(case: Case, source: Source, items: Sequence[ItemEntry], acting: Acting) -> None:
    replace_items(household=case.household, source=source, items=items, case_number=case.number, acting=acting)


def _of_obligors(found: Sequence[FoundOfObligor]) -> dict[str, Any]:
    return {"of_obligors": facts_found(found)} if found else {}


def _file(taking: Taking, kind: PaperKind, scans: Sequence[StoredScan]) -> None:
    if not any(scan.kind == kind for scan in scans):
        taking.put(kind, digest=str(taking.seq))
    for scan in scans:
        taking.put(scan.kind, file_key=scan.key, digest=scan.digest, remark=scan.label)
