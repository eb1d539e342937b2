"""案件页: one case, and its numbers unmasked for a reason."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.queries import FileView, file_view, open_steps
from doudi.cases.rows import case_rows
from doudi.cases.standing import Position, position
from doudi.desk import casework
from doudi.desk.forms.cases import UnmaskForm
from doudi.desk.guard import DeskRequest, needs, the_case
from doudi.desk.hardship import HARDSHIP, care_of, tests_of
from doudi.desk.story import story_of
from doudi.desk.workings import explained, in_force
from doudi.households.models import Member
from doudi.households.queries import household_view
from doudi.law.divisions import tree
from doudi.ui.parts import Fact, Working
from doudi.verification.actions import answer_today
from doudi.verification.correcting import why_not
from doudi.verification.declared import why_not as declared_stands

SHORT_TITLES = {
    "subsistence_allowance": gettext_lazy("低保"),
    "extreme_hardship_support": gettext_lazy("特困供养"),
}

# While papers may still be brought: after 容缺受理, or a new obligor, also when the case is accepted.
PAPERS_COME_IN = ("submitted", "deficient", "surveying")


@needs("case.read", methods=("GET",))
def show(request: DeskRequest, number: str) -> HttpResponse:
    """案件页: what must be done now, by when and why; the family, the story, the calculation, the papers."""
    case = the_case(request, number)
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "案件"}, case.town)
    rows = case_rows(case)
    where, view = position(case, request.acting, rows), file_view(case, rows)
    family = household_view(household=case.household, on=request.today, rows=rows.family)
    todo = open_steps(case, where.standing, request.today)
    answer = view.decision.answer if view.decision else answer_today(case, request.today, rows=rows)
    return render(request, "desk/cases/show.html", {
        "working": _working(where, answer, view, request.today), "case": case, "family": family, "place": _place(case), "tag": casework.tag_of(where),
        "clock": casework.clock_of(case, view.steps, request.today), "stages": casework.stages_of(where, view.steps),
        "story": story_of(where, view), "papers": casework.papers_of(view), "missing": where.missing,
        "bar": casework.bar_of(where, request.acting, todo), "answer": answer, "sums": _sums(answer, is_hardship=case.programme == HARDSHIP),
        "decision": view.decision, "publicity": view.publicity, "objections": view.objections,
        "may_unmask": may(request.acting, "case.unmask"), "programme": SHORT_TITLES[case.programme],
        "tests": tests_of(case, answer, family, view.decision.decided_on if view.decision else request.today), "care": care_of(case),
        "tell_missing": bool(where.missing) and case.state in PAPERS_COME_IN,
        "overdue_papers": case.bring_by is not None and case.bring_by < request.today,
        "may_add_papers": may(request.acting, "case.register") and bool(where.missing),
        "may_correct": may(request.acting, "case.register") and not why_not(case, request.acting),
        "may_correct_amounts": not declared_stands(case, request.acting),
        "obligor_count": len(family.obligors), "asked_how": bool(request.GET.get("how")),
    })  # fmt: skip


def _place(case: Case) -> str:
    divisions = tree()
    return f"{divisions.get(case.town).name}{divisions.get(case.village).name}"


def _working(where: Position, answer: dict[str, Any], view: FileView, today: date) -> Working | None:
    """这个数怎么来的, under the sum of the page; None where it can't be computed."""
    if answer["outcome"] == "must_set":
        return None
    on = view.decision.decided_on if view.decision else today
    basis = in_force(
        procedure=where.procedure, on=on, accepted_on=where.case.accepted_on, decided=view.decision is not None
    )
    return explained(answer, basis=basis)


def _sums(answer: dict[str, Any], *, is_hardship: bool) -> list[Fact]:
    amounts = answer["amounts"]
    pairs = [
        (_("人均月收入"), answer["income_per_head"]), (_("保障人口"), answer["members"]),
        (_("补差"), amounts["base"]), (_("分类施保"), amounts["supplement"]),
    ]  # fmt: skip
    if is_hardship:
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
