"""案件: the list and the case page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.queries import Filter, case_for, cases_for, days_left, file_view, open_steps
from doudi.cases.standing import position
from doudi.desk import casework
from doudi.desk.forms.cases import CaseQuery, UnmaskForm
from doudi.desk.guard import DeskRequest, needs, page_of, the_case
from doudi.desk.hardship import care_of, tests_of
from doudi.desk.story import story_of
from doudi.households.models import Member
from doudi.households.queries import household_view
from doudi.households.search import households_named
from doudi.law.divisions import tree
from doudi.law.procedures.registry import edition
from doudi.ui.parts import Due, Fact, Pager, Tag
from doudi.verification.actions import answer_today

PER = 20
SHORT_TITLES = {
    "subsistence_allowance": gettext_lazy("低保"),
    "extreme_hardship_support": gettext_lazy("特困供养"),
}


@needs("case.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """案件表: nearest limit first; filters in the URL."""
    form = CaseQuery(request.GET or None)
    form.fields["village"].choices = [("", _("全部")), *_villages(request.acting)]  # type: ignore[attr-defined]
    found = _found(request, form.cleaned_data if form.is_bound and form.is_valid() else {})
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = [_row(case, request) for case in found[(pager.page - 1) * PER : pager.page * PER]]
    return render(request, "desk/cases/list.html", {
        "query": form, "rows": rows, "pager": pager, "may_register": may(request.acting, "case.register"),
    })  # fmt: skip


def _found(request: DeskRequest, wanted: dict[str, Any]) -> QuerySet[Case]:
    found = cases_for(request.acting, Filter(wanted.get("state", ""), wanted.get("village", "")))
    if words := wanted.get("q"):
        known = case_for(request.acting, words.upper())
        return found.filter(pk=known.pk) if known else found.filter(household__in=households_named(words))
    return found.filter(due_on=wanted["due"]) if wanted.get("due") else found


def _villages(acting: Acting) -> list[tuple[str, str]]:
    divisions = tree()
    if acting.post.is_village:
        return [(acting.division, divisions.get(acting.division).name)]
    towns = divisions.towns if acting.post.is_district else [divisions.get(acting.division)]
    return [(village.code, village.name) for town in towns for village in divisions.villages_of(town.code)]


def _row(case: Case, request: DeskRequest) -> dict[str, Any]:
    state = edition(case.edition).state(case.state)
    open_ = case.due_on and case.state in ("surveying", "proposed", "reviewed")
    divisions = tree()
    return {
        "number": case.number, "head": case.head_name, "town": divisions.get(case.town).name,
        "village": divisions.get(case.village).name, "state": Tag(state.title, "settled" if state.ends else "mine"),
        "registered_on": case.registered_on, "accepted_on": case.accepted_on,
        "due": Due(days_left(case.due_on, request.today), case.due_on) if open_ and case.due_on else None,
    }  # fmt: skip


@needs("case.read", methods=("GET",))
def show(request: DeskRequest, number: str) -> HttpResponse:
    """案件页: what must be done now, by when and why; the family, the story, the calculation, the papers."""
    case = the_case(request, number)
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "案件"}, case.town)
    where = position(case, request.acting)
    view = file_view(case)
    family = household_view(household=case.household, on=request.today)
    todo = open_steps(case, where.standing, request.today)
    answer = _answer(case, request, view)
    return render(request, "desk/cases/show.html", {
        "case": case, "family": family, "place": _place(case), "tag": casework.tag_of(where),
        "clock": casework.clock_of(case, view.steps, request.today), "stages": casework.stages_of(where, view.steps),
        "story": story_of(where, view), "papers": casework.papers_of(view), "missing": where.missing,
        "bar": casework.bar_of(where, request.acting, todo), "answer": answer, "sums": _sums(answer),
        "decision": view.decision, "publicity": view.publicity, "objections": view.objections,
        "may_unmask": may(request.acting, "case.unmask"), "programme": SHORT_TITLES[case.programme],
        "tests": tests_of(case, answer), "care": care_of(case),
        "may_add_papers": may(request.acting, "case.register") and bool(where.missing),
        "obligor_count": len(family.obligors),
    })  # fmt: skip


def _place(case: Case) -> str:
    divisions = tree()
    return f"{divisions.get(case.town).name}{divisions.get(case.village).name}"


def _answer(case: Case, request: DeskRequest, view: Any) -> dict[str, Any]:
    """The decided calculation where there is a decision; else today's, by what is adopted so far."""
    return view.decision.answer if view.decision else answer_today(case, request.today)


def _sums(answer: dict[str, Any]) -> list[Fact]:
    amounts = answer["amounts"]
    pairs = [
        (_("人均月收入"), answer["income_per_head"]), (_("保障人口"), answer["members"]),
        (_("补差"), amounts["base"]), (_("分类施保"), amounts["supplement"]),
    ]  # fmt: skip
    if answer.get("self_care"):
        pairs[2:] = [(_("基本生活费"), amounts["base"]), (_("照料护理费"), amounts["care"])]
    return [Fact(label, str(value) if value is not None else "—", number=True) for label, value in pairs]


@needs("case.unmask")
def unmask(request: DeskRequest, number: str) -> HttpResponse:
    """查看完整证件号: asks for a reason, and the log keeps it (N6)."""
    case = the_case(request, number, "case.unmask")
    form = UnmaskForm(request.POST or None)
    people: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        note(
            request.acting, Verb.ACCESS_UNMASKED, "case", case.number,
            {"what": "身份证号", "reason": form.cleaned_data["reason"]}, case.town,
        )  # fmt: skip
        members = Member.objects.filter(household=case.household_id, until=None)
        people = [{"name": member.name, "id_number": member.id_number} for member in members]
    return render(
        request,
        "desk/cases/unmask.html",
        {"case": case, "form": form, "people": people, "back": reverse("desk:case", args=[number])},
    )
