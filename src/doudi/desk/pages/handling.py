"""The steps that share one page: a sentence, a few answers, one act."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.cases.models import Case, Objection, StepTaken
from doudi.cases.queries import PROGRAMME_TITLES
from doudi.cases.standing import Position, position
from doudi.cases.steps import NotNow, refuse_stale
from doudi.desk.forms.turning import SignedForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.pages.sheets import SHEETS, Sheet
from doudi.desk.reauth import reauthenticated
from doudi.desk.stopping import ending_facts
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.law.procedure import Step
from doudi.papers.plain import masked
from doudi.papers.uploads import UploadRefused
from doudi.ui.forms import Form


@needs("case.step")
def step(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """One step: what it does and under which clause, its form, its obstacles."""
    case = the_case(request, number, "case.step")
    sheet, where = SHEETS.get(code), position(case, request.acting)
    if sheet is None or code not in {row.code for row in where.procedure.steps}:
        raise Http404
    row = where.procedure.step(code)
    if request.method == "POST":
        _refuse_out_of_place(request, where, row)
    form = _form(request, sheet, case)
    if request.method == "POST" and _is_answered(request, row, form):
        try:
            sheet.act(case, version_of(request), request.acting, _answers(form))
        except UploadRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已办：%s") % row.title)
            return redirect("desk:case", number)
    found = where.obstacles(row, request.acting)
    return render(request, "desk/steps/step.html", _context(where, row, sheet, form, found))


def _is_answered(request: DeskRequest, row: Step, form: Form) -> bool:
    """Whether the form may be acted on; a step without questions has nothing to fill in."""
    return (form.is_valid() or not form.fields) and _is_themselves(request, row, form)


def _refuse_out_of_place(request: DeskRequest, where: Position, row: Step) -> None:
    """Before the answers are looked at: is this still the case that was seen, and may the step be taken?"""
    refuse_stale(where.case, version_of(request))
    if found := where.obstacles(row, request.acting):
        raise NotNow(found)


def _form(request: DeskRequest, sheet: Sheet, case: Case) -> Form:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = sheet.form(*data, on=request.today)
    if sheet.prepare:
        sheet.prepare(form, case, request.acting)
    return form


def _is_themselves(request: DeskRequest, row: Step, form: Form) -> bool:
    return not row.signs or reauthenticated(request, form)


def _answers(form: Form) -> dict[str, Any]:
    """What was answered, but for the password."""
    return {name: value for name, value in form.cleaned_data.items() if name != "password"} if form.fields else {}


def _context(where: Position, row: Step, sheet: Sheet, form: Form, found: list[str]) -> dict[str, Any]:
    preview = [item.words for item in where.missing] if row.code in ("notify", "accept_lacking") else []
    weighed = ending_facts(form.shown, form.on) if isinstance(form, SignedForm) and form.on else []
    return {
        "case": where.case, "step": row, "facts": weighed, "form": form, "verb": _(sheet.verb), "obstacles": found, "preview": preview,
        "due": where.due(row), "serves": _serves(where, row), "said": _said(where.case, row),
        "asked": _asked(where.case, row), "to_town": tree().get(where.case.transfer_to).name if where.case.transfer_to else "",
    }  # fmt: skip


def _serves(where: Position, row: Step) -> list[str]:
    """The papers that a step makes; who objected is told of a case's end only where somebody waits for an answer."""
    waits = row.only_when or not {"open_objection", "received_objection"}.isdisjoint(where.standing.open_findings)
    kinds = [kind for kind in row.serves if waits or kind is not PaperKind.OBJECTION_ANSWER]
    return [kind.title_in(PROGRAMME_TITLES[where.case.programme]) for kind in kinds]


def _said(case: Case, row: Step) -> str:
    """What the objection says, for the steps that look into it or answer it; the objector stays sealed."""
    if row.code == "object_too" or row.only_when not in (
        "open_objection",
        "objection_not_surveyed",
        "received_objection",
    ):
        return ""
    waiting = [Objection.State.OPEN, Objection.State.RECEIVED]
    found = Objection.objects.filter(case=case, state__in=waiting).order_by("pk").first()
    return masked(found.text) if found else ""


# What asked for a step that answers it: its finding, and the step that put it.
ASKED_BY = {"extension_asked": "ask_extension", "transfer_asked": "ask_transfer"}


def _asked(case: Case, row: Step) -> StepTaken | None:
    """The request that a step grants or declines, with its reason: who answers reads it first."""
    code = ASKED_BY.get(row.only_when)
    return StepTaken.objects.filter(case=case, code=code).order_by("-seq").first() if code else None
