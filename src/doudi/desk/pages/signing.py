"""签批: the queue, and one case with its summary, bound to what is on the screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.queries import file_view, todos
from doudi.cases.signing import seal, summary
from doudi.cases.standing import Position, position
from doudi.cases.steps import NotNow
from doudi.desk import casework
from doudi.desk.forms.handling import SignForm
from doudi.desk.guard import DeskRequest, needs, the_case
from doudi.desk.reauth import reauthenticated
from doudi.households.queries import household_view
from doudi.law.posts import Post
from doudi.ui.parts import Fact
from doudi.verification.actions import answer_today
from doudi.verification.comparison import compare


@needs("case.sign", methods=("GET",))
def queue(request: DeskRequest) -> HttpResponse:
    """待我签批: the most urgent first."""
    rows = [todo for todo in todos(request.acting, posts={Post.LEADER}) if todo.step.signs]
    listed = [{"todo": todo, "due": casework.due_of(todo.due, request.today, todo.provisional)} for todo in rows]
    return render(request, "desk/signing/queue.html", {"rows": listed})


@needs("case.sign")
def sign(request: DeskRequest, number: str) -> HttpResponse:
    """One case: differences, checks, opinions, calculation; the decision with re-authentication."""
    case = the_case(request, number, "case.sign")
    where = position(case, request.acting)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and reauthenticated(request, form):
        _decide(request, case, form.cleaned_data)
        messages.success(request, _("已签批"))
        return redirect("desk:case", number)
    if case.state != "reviewed":
        raise NotNow([_("本案现为「%s」，不在签批环节") % where.procedure.state(case.state).title])
    return render(request, "desk/signing/sign.html", _context(request, where, form))


def _decide(request: DeskRequest, case: Case, typed: dict[str, Any]) -> None:
    common = {"case": case, "version": typed["version"], "acting": request.acting}
    if typed["decision"] == "return":
        actions.return_to_survey(**common, note=typed["reasons"])
        return
    try:
        if typed["decision"] == "confirm":
            actions.confirm(**common, seen=typed["seen"])
        else:
            actions.refuse(**common, seen=typed["seen"], reasons=typed["reasons"])
    except ValueError as stale:
        raise NotNow([str(stale)]) from stale


def _context(request: DeskRequest, where: Position, form: SignForm) -> dict[str, Any]:
    case = where.case
    content = summary(where, request.today)
    view = file_view(case)
    confirm, refuse = where.procedure.step("confirm"), where.procedure.step("refuse")
    form.initial = {"seen": seal(content), "version": case.version, "decision": "confirm"}
    obstacles = where.obstacles(confirm, request.acting)
    return {
        "case": case, "form": form, "view": view, "family": household_view(household=case.household, on=request.today),
        "clock": casework.clock_of(case, view.steps, request.today), "answer": content["answer"],
        "working": casework.working_of(content["answer"], answer_today(case, request.today, "declared")),
        "rows": [row for row in compare(case) if row.differs], "obstacles": obstacles,
        "cannot_sign": where.obstacles(refuse, request.acting) and obstacles, "facts": _facts(content),
        "reviewed": next((step for step in reversed(view.steps) if step.code == "review"), None),
    }  # fmt: skip


def _facts(content: dict[str, Any]) -> list[Fact]:
    pairs = [
        (_("人均月收入"), "income_per_head"),
        (_("保障人口"), "members"),
        (_("补差"), "base"),
        (_("分类施保"), "supplement"),
    ]
    return [Fact(label, str(content[key]), number=True) for label, key in pairs]
