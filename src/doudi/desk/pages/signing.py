"""签批: queue, case and panel on one page, bound to what is on the screen; several at once only after reading each."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.queries import file_view
from doudi.cases.rows import CaseRows, case_rows
from doudi.cases.signing import digest, seal, summary, unseal
from doudi.cases.standing import Position, position
from doudi.cases.steps import NotNow
from doudi.desk import casework, signing_batch, signing_opened, workings
from doudi.desk.forms.handling import SignForm
from doudi.desk.forms.signing import BatchForm
from doudi.desk.guard import DeskRequest, needs, refused, the_case
from doudi.desk.hardship import HARDSHIP
from doudi.desk.reauth import reauthenticated
from doudi.desk.signing_summary import checks, minutes, opinions, signed_today, waiting
from doudi.households.queries import household_view
from doudi.ui.parts import Fact
from doudi.ui.words import money
from doudi.verification.actions import answer_today
from doudi.verification.comparison import compare

WHOLE, PART, AHEAD = (
    "",
    "case",
    "ahead",
)  # what a script asks for: the page, the case alone, the case before it is shown
DECIDED = {"confirm": "同意", "refuse": "不予确认", "return": "退回补查"}


@needs("case.sign", methods=("GET",))
def queue(request: DeskRequest) -> HttpResponse:
    """待我签批: the most urgent first, its case open beside the list."""
    listed = waiting(request.acting, {})
    if not listed:
        return render(request, "desk/signing/queue.html", {"signed": signed_today(request.acting)})
    return _page(request, the_case(request, listed[0].number, "case.sign"), SignForm(), WHOLE)


@needs("case.sign")
def sign(request: DeskRequest, number: str) -> HttpResponse:
    """One case: differences, checks, opinions, calculation; the decision with re-authentication."""
    case = the_case(request, number, "case.sign")
    form = SignForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _says_why(case, form, request.today)
        and reauthenticated(request, form)
    ):
        _decide(request, case, form.cleaned_data)
        messages.success(request, _told(case, form.cleaned_data))
        signing_opened.forget(request.session, number)
        return _onwards(request, number)
    return _page(request, case, form, request.headers.get("X-Part", WHOLE))


def _says_why(case: Case, form: SignForm, on: date) -> bool:
    """A refusal against the calculation has its reasons; else the field says so, and nothing typed is lost."""
    typed = form.cleaned_data
    if typed["decision"] != "refuse" or typed["reasons"].strip():
        return True
    if answer_today(case, on, "adopted")["outcome"] != "eligible":
        return True
    form.add_error("reasons", _("测算结果符合条件，不予确认须写明理由；材料有疑问的请退回补查"))
    return False


def _onwards(request: DeskRequest, number: str) -> HttpResponse:
    """To the next case of the queue where that was asked for, else to the case just signed."""
    if "next" not in request.POST:
        return redirect("desk:case", number)
    left = waiting(request.acting, {})
    return redirect("desk:sign", left[0].number) if left else redirect("desk:signing")


def _told(case: Case, typed: dict[str, Any]) -> str:
    return _("已签批：%(head)s户，%(said)s") % {"head": case.head_name, "said": _(DECIDED[typed["decision"]])}


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


def _page(request: DeskRequest, case: Case, form: SignForm, part: str) -> HttpResponse:
    rows = case_rows(case)
    where = position(case, request.acting, rows)
    if case.state != "reviewed":
        raise NotNow([_("本案现为「%s」，不在签批环节") % where.procedure.state(case.state).title])
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "签批摘要"}, case.town)
    content = summary(where, request.today, rows)
    if part != AHEAD:
        signing_opened.show(request.session, case.number, digest(content), request.now)
    shown = _case(request, where, rows, form, content)
    if part:
        return render(request, "desk/signing/_case.html", shown)
    read = signing_opened.readings(request.session, request.now)
    listed = waiting(request.acting, read)
    return render(request, "desk/signing/sign.html", {
        **shown, "queue": listed, "signed": signed_today(request.acting), "least": signing_opened.LEAST_SECONDS,
    })  # fmt: skip


def _case(
    request: DeskRequest, where: Position, rows: CaseRows, form: SignForm, content: dict[str, Any]
) -> dict[str, Any]:
    case, view = where.case, file_view(where.case, rows)
    confirm, refuse = where.procedure.step("confirm"), where.procedure.step("refuse")
    form.initial = {"seen": seal(content), "version": case.version, "decision": _first_choice(content)}
    obstacles = where.obstacles(confirm, request.acting)
    basis = workings.in_force(procedure=where.procedure, on=request.today, accepted_on=case.accepted_on, decided=False)
    return {
        "case": case, "form": form, "family": household_view(household=case.household, on=request.today, rows=rows.family),
        "clock": casework.clock_of(case, view.steps, request.today), "answer": content["answer"], "view": view,
        "working": workings.explained(
            content["answer"], said=answer_today(case, request.today, "declared", rows), basis=basis
        ),
        "rows": [row for row in compare(case) if row.differs], "obstacles": obstacles, "facts": _facts(content, is_hardship=case.programme == HARDSHIP),
        "cannot_sign": where.obstacles(refuse, request.acting) and obstacles, "opinions": opinions(view),
        "checks": checks(where, request.acting, content["answer"]), "papers": casework.papers_of(view),
        "minutes": minutes(view), "digest": digest(content), "confirm": confirm,
    }  # fmt: skip


def _first_choice(content: dict[str, Any]) -> str:
    """What is chosen when the page opens: never a consent that the calculation rules out."""
    return "confirm" if content["answer"]["outcome"] in ("eligible", "must_set") else "refuse"


def _facts(content: dict[str, Any], *, is_hardship: bool) -> list[Fact]:
    pairs = [
        (_("人均月收入"), "income_per_head"),
        (_("保障人口"), "members"),
        (_("补差"), "base"),
        (_("分类施保"), "supplement"),
    ]
    if is_hardship:
        pairs[2:] = [(_("基本生活费"), "base"), (_("照料护理费"), "care")]
    return [Fact(label, str(content[key]), number=True) for label, key in pairs]


@needs("case.sign", methods=("POST",))
def opened(request: DeskRequest, number: str) -> HttpResponse:
    """A case fetched ahead is on the screen now. Answers 204; 409 when its summary isn't ours or is an hour old."""
    case = the_case(request, number, "case.sign")
    try:
        shown, _figures = unseal(request.POST.get("seen", ""))
    except ValueError as stale:
        return refused(request, [str(stale)])
    signing_opened.show(request.session, case.number, shown, request.now)
    return HttpResponse(status=204)


@needs("case.sign")
def batch(request: DeskRequest) -> HttpResponse:
    """几件一起签同意: each read before, unchanged since, its own decision; one re-authentication with the list shown."""
    found, form = _looked_at(request), BatchForm(request.POST or None)
    ready, left_out = [one for one in found if one.seen], [one for one in found if not one.seen]
    if request.method == "POST" and ready and form.is_valid() and reauthenticated(request, form):
        return render(request, "desk/signing/batched.html", {
            "done": _sign_all(request, ready), "refused": left_out, "left": len(waiting(request.acting, {})),
        })  # fmt: skip
    _note_read(request, found)
    return render(request, "desk/signing/batch.html", {
        "ready": ready, "refused": left_out, "form": form, "least": signing_opened.LEAST_SECONDS,
        "total": money(_total(ready)),
    })  # fmt: skip


def _total(ready: Sequence[signing_batch.Look]) -> Decimal:
    """What would be signed in all, yuan a month."""
    return sum((one.total for one in ready), start=signing_batch.NOTHING)


def _looked_at(request: DeskRequest) -> list[signing_batch.Look]:
    """The cases that were ticked, each once, as they stand now."""
    numbers = list(dict.fromkeys(request.POST.getlist("case") or request.GET.getlist("case")))[: signing_batch.MOST]
    read = signing_opened.readings(request.session, request.now)
    return [signing_batch.look(each, request.acting, read) for each in numbers]


def _note_read(request: DeskRequest, found: Sequence[signing_batch.Look]) -> None:
    for one in found:
        if one.case:
            note(request.acting, Verb.ACCESS_READ, "case", one.number, {"what": "签批摘要"}, one.case.town)


def _sign_all(request: DeskRequest, ready: Sequence[signing_batch.Look]) -> list[signing_batch.Result]:
    """Each its own decision; what was on the list when the password was typed is what is signed."""
    carried = dict(zip(request.POST.getlist("case"), request.POST.getlist("seen"), strict=False))
    done = []
    for one in ready:
        result = signing_batch.sign(one, carried.get(one.number, ""), request.acting)
        if not result.why:
            signing_opened.forget(request.session, one.number)
        done.append(result)
    return done
