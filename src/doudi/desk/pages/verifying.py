"""入户调查 and 核对报告: two papers awaited in parallel, each with its own form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.models import Officer
from doudi.accounts.queries import holders
from doudi.cases.assessment import registry
from doudi.cases.models import Case
from doudi.cases.standing import position
from doudi.desk.forms.verifying import OBLIGOR, FoundItems, ItemForm, ReportForm, VisitForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.scans import keep_scans
from doudi.households.entries import ItemEntry
from doudi.households.models import Member, Obligor
from doudi.households.queries import item_views
from doudi.households.queries.views import details_words
from doudi.law.papers import PaperKind
from doudi.law.posts import Post
from doudi.papers.uploads import UploadRefused
from doudi.ui.forms import adding, grown, hush
from doudi.verification.actions import ReportEntry, Surveyor, VisitEntry, file_report, file_visit
from doudi.verification.comparison import Row, compare_obligors
from doudi.verification.obligors import FoundOfObligor

PREFIX = "items"


@needs("case.step")
def visit(request: DeskRequest, number: str) -> HttpResponse:
    """入户调查表: two surveyors, what they saw, amounts found, photos without their place."""
    case = the_case(request, number, "case.step")
    form, items = _forms(request, case, VisitForm)
    form.since, others = case.accepted_on, _surveyors(case, request)
    form.fields["second"].choices = [("", _("请选择")), *[(one.login, one.name) for one in others]]
    if _is_done(request, form, items):
        second = next(one for one in others if one.login == form.cleaned_data["second"])
        first = Surveyor(request.acting.login, request.acting.name, request.acting.officer_id)
        entry = _visit_entry(form.cleaned_data, [first, Surveyor(second.login, second.name, second.pk)])
        try:
            scans = keep_scans(form.cleaned_data["signed_form"], PaperKind.SURVEY_FORM, case, request.acting)
            scans += keep_scans(form.cleaned_data["photos"], PaperKind.SURVEY_FORM, case, request.acting)
        except UploadRefused as refused:
            form.add_error("photos", str(refused))
        else:
            file_visit(
                case=case, version=version_of(request), visit=entry, items=_entries(items), scans=scans,
                acting=request.acting, of_obligors=_of_obligors(items),
            )  # fmt: skip
            messages.success(request, _("入户调查表已入卷"))
            return redirect("desk:case", number)
    return _page(request, case, "survey", form, items)


@needs("case.step")
def report(request: DeskRequest, number: str) -> HttpResponse:
    """核对报告: what every source answered; no answer is not nothing."""
    case = the_case(request, number, "case.step")
    form, items = _forms(request, case, ReportForm)
    if _is_done(request, form, items) and _hits_are_told(form, items):
        entry = ReportEntry(
            form.cleaned_data["number"], form.cleaned_data["queried_on"], form.cleaned_data["summary"], form.results
        )
        try:
            scans = keep_scans(form.cleaned_data["scan"], PaperKind.CHECK_REPORT, case, request.acting)
        except UploadRefused as refused:
            form.add_error("scan", str(refused))
        else:
            file_report(
                case=case, version=version_of(request), report=entry, items=_entries(items), scans=scans,
                acting=request.acting, of_obligors=_of_obligors(items),
            )  # fmt: skip
            messages.success(request, _("核对报告已入卷"))
            return redirect("desk:case", number)
    return _page(request, case, "check", form, items)


def _forms(request: DeskRequest, case: Case, kind: Any) -> tuple[Any, Any]:
    is_adding = adding(request.POST, PREFIX)
    data = grown(request.POST, PREFIX) if is_adding else request.POST or None
    form = kind(data, request.FILES or None, on=request.today)
    items = FoundItems(data, prefix=PREFIX, form_kwargs={"by_value": _by_value(request, case)})
    people = [
        ("", _("全家")),
        *[(str(one.pk), one.name) for one in Member.objects.filter(household=case.household_id, until=None)],
        *[
            (f"{OBLIGOR}{one.pk}", _("%s（义务人）") % one.name)
            for one in Obligor.objects.filter(household=case.household_id).order_by("name")
        ],
    ]
    for line in [*items.forms, items.empty_form]:
        line.fields["member"].choices = people
    if is_adding:
        hush(form, items)
    return form, items


def _by_value(request: DeskRequest, case: Case) -> bool:
    """Whether vehicles are judged by their worth in this place."""
    rule = registry().in_force(request.today, case.town, case.household.area).values.get("vehicle_rule")
    return rule is not None and rule.value == "value"


def _is_done(request: DeskRequest, form: Any, items: Any) -> bool:
    if request.method != "POST" or adding(request.POST, PREFIX):
        return False
    both = (form.is_valid(), items.is_valid())
    return all(both)


def _hits_are_told(form: Any, items: Any) -> bool:
    """Whether something says what is on record where a source has something; else an error at 说明 (N11)."""
    if not form.hits or form.cleaned_data["summary"] or _typed(items):
        return True
    form.add_error("summary", _("%s有记录：请在下面写上查到的项目，或在这里写明查到什么") % "、".join(form.hits))
    return False


def _entries(items: Any) -> list[ItemEntry]:
    """What was found of the family."""
    return [replace(one.entry(), member=UUID(who) if who else None) for who, one in _typed(items) if not _owes(who)]


def _of_obligors(items: Any) -> list[FoundOfObligor]:
    """What was found of those who owe it support."""
    return [FoundOfObligor(UUID(who.removeprefix(OBLIGOR)), one.entry()) for who, one in _typed(items) if _owes(who)]


def _typed(items: Any) -> list[tuple[str, ItemForm]]:
    """The lines that say something, each with whom it is about."""
    told = [one for one in items.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")]
    return [(one.cleaned_data["member"], one) for one in told]


def _owes(who: str) -> bool:
    return who.startswith(OBLIGOR)


def _surveyors(case: Case, request: DeskRequest) -> list[Officer]:
    """Those who may be the second surveyor: clerks and 包村干部 of the town, but the one who fills in the form."""
    found = {
        one.pk: one
        for post in (Post.SURVEYOR, Post.TOWN_CLERK)
        for one in holders(post, on=request.today, division=case.town)
    }
    return [one for one in found.values() if one.pk != request.acting.officer_id]


def _visit_entry(typed: dict[str, Any], surveyors: Sequence[Surveyor]) -> VisitEntry:
    names = (
        "visited_on", "place", "respondent", "respondent_relation", "assistants", "housing", "land", "living", "conclusion",
    )  # fmt: skip
    return VisitEntry(surveyors=surveyors, **{name: typed[name] for name in names})


def _page(request: DeskRequest, case: Case, code: str, form: Any, items: Any) -> HttpResponse:
    where = position(case, request.acting)
    step = where.procedure.step(code)
    declared = [
        (item, "，".join(details_words(item.details)))
        for item in item_views(household=case.household, case_number=case.number)
        if item.source == "declared"
    ]
    return render(request, "desk/steps/finding.html", {
        "case": case, "step": step, "form": form, "items": items, "declared": declared, "owing": _owing(case), "due": where.due(step),
        "obstacles": where.obstacles(step, request.acting),
    })  # fmt: skip


def _owing(case: Case) -> list[Row]:
    """What was declared of those who owe support."""
    return [row for row in compare_obligors(case) if row.declared is not None]
