"""记录: what was said and found at meetings, second looks and visits of a case, as it was written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.desk.guard import DeskRequest, needs, the_case
from doudi.law.codes import SELF_CARE, SELF_CARE_LEVELS, SUPPORT_MODES
from doudi.papers.plain import masked
from doudi.ui.parts import Fact
from doudi.verification.models import Record, SelfCareAssessment
from doudi.verification.records import RECORDS

VOTED = gettext_lazy("同意 %(yes)d 票，不同意 %(no)d 票，弃权 %(none)d 票")


@dataclass(frozen=True)
class Told:
    """One record for the screen: its title, its day, what it says."""

    title: str
    on: date
    facts: Sequence[Fact]


@needs("case.read", methods=("GET",))
def listing(request: DeskRequest, number: str) -> HttpResponse:
    """Every record of a case, newest first."""
    case = the_case(request, number)
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "记录"}, case.town)
    told = sorted([*_records(case, request.acting), *_assessments(case)], key=lambda one: one.on, reverse=True)
    return render(request, "desk/cases/records.html", {"case": case, "records": told})


def _records(case: Case, acting: Acting) -> Iterator[Told]:
    """Meetings and visits; a second look after an objection isn't for the village, where the objector lives."""
    rows = Record.objects.filter(case=case).order_by("-pk")
    for row in rows.exclude(step="resurvey") if acting.post.is_village else rows:
        pairs = (
            (_("地点"), row.place), (_("办理人"), "、".join(row.names)), (_("主持人"), row.chair),
            (_("记录人"), row.recorder), (_("参加人"), row.attendees), (_("缺席人"), row.absent), (_("情况"), row.content),
            (_("表决"), _votes(row)), (_("结论"), row.conclusion),
        )  # fmt: skip
        yield Told(RECORDS[row.step][0].title, row.held_on, _facts(pairs))


def _votes(row: Record) -> str:
    if row.votes_for is None:
        return ""
    return str(VOTED) % {"yes": row.votes_for, "no": row.votes_against or 0, "none": row.votes_abstain or 0}


def _assessments(case: Case) -> Iterator[Told]:
    for row in SelfCareAssessment.objects.filter(case=case).order_by("-pk"):
        unable = "、".join(SELF_CARE[act] for act in row.unable_to)
        pairs = (
            (_("评估人"), row.assessors), (_("不能完成的"), unable or _("没有")),
            (_("自理能力"), SELF_CARE_LEVELS[row.level]), (_("供养方式"), SUPPORT_MODES[row.support]),
            (_("供养服务机构"), row.institution), (_("照料人"), row.carer), (_("健康和生活状况"), row.health),
        )  # fmt: skip
        yield Told(_("生活自理能力评估表"), row.assessed_on, _facts(pairs))


def _facts(pairs: Sequence[tuple[str, str]]) -> list[Fact]:
    return [Fact(label, masked(value)) for label, value in pairs if value]
