"""发放批次: computed, checked, approved by three people, rosters confirmed by the towns, the bank's file."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow
from doudi.desk.after_export import AfterExport, after_export, bar_after
from doudi.desk.forms.runs import ApproveForm, NewRunForm
from doudi.desk.guard import DeskRequest, denied, needs, version_of
from doudi.desk.pages.failures import TONES
from doudi.desk.pages.run_figures import parts_url, run_of, working_of
from doudi.desk.reauth import reauthenticated
from doudi.law.posts import Post
from doudi.payments import bank_file as bank_files
from doudi.payments import queries, runs
from doudi.payments.models import BankFile, Run
from doudi.payments.queries.runs import ActView, StageView
from doudi.ui.parts import Action, ActionBar, StepMark, Tag

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AHEAD = [StepMark(_("待回盘")), StepMark(_("待对账"))]
# An act's permission; the procedure's row says the rest.
ACTS = {"compute": "run.make", "check": "run.check", "approve": "run.approve", "export": "run.export"}


@needs("run.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """All runs, newest month first."""
    return render(request, "desk/runs/list.html", {
        "rows": queries.runs(), "may_make": may(request.acting, "run.make"),
    })  # fmt: skip


@needs("run.make")
def new(request: DeskRequest) -> HttpResponse:
    """建立并计算: a month's run; asked for again, it goes on where it stopped."""
    form = NewRunForm(request.POST or None, initial={"month": f"{request.today:%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        month = _month(form.cleaned_data["month"])
        if month is None:
            form.add_error("month", _("月份写成 2026-12 这样"))
        else:
            run = runs.compute(month=month, programme=form.cleaned_data["programme"], acting=request.acting)
            messages.success(request, _("已计算，请复核人核对控制总额"))
            return redirect("desk:run", run.number)
    return render(request, "desk/runs/new.html", {"form": form})


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        return None


@needs("run.read", methods=("GET",))
def show(request: DeskRequest, number: str) -> HttpResponse:
    """One run: stages, control totals, towns beside last month, what is held, what is new."""
    run = run_of(number)
    page = queries.run_page(run=run, acting=request.acting)
    after = after_export(run, request.acting)
    marks = [StepMark(stage.title, _stage(stage), stage.place) for stage in page.stages]
    return render(request, "desk/runs/show.html", {
        "page": page, "marks": [*marks, *(after.marks if after else AHEAD)], "after": after,
        "roster": _own_roster(request, run), "tag": after.tag if after else Tag(page.state_title, "mine"),
        "bar": bar_after(run, after, request.acting) if after else _bar(page, request),
        "failed": _failed(after),
        "how": working_of(run, request.acting), "parts": [(part, parts_url(run, part)) for part in page.parts],
        "balanced": page.is_tied, "may_download": may(request.acting, "run.export") and page.file_name,
    })  # fmt: skip


def _failed(after: AfterExport | None) -> list[tuple[queries.FailedPayment, Tag]]:
    """What the bank sent back, each with where it stands."""
    return [(row, Tag(row.state_title, TONES[row.state])) for row in after.failed] if after else []


def _own_roster(request: DeskRequest, run: Run) -> queries.RosterView | None:
    """The roster of a leader's own town; None for others, and for what is paid again."""
    if request.acting.post != Post.LEADER or run.kind != Run.Kind.MONTHLY:
        return None
    return queries.roster(month=run.month, programme=run.programme, town=request.acting.division)


def _stage(stage: StageView) -> str:
    return f"{stage.on:%m-%d}　{stage.by}" if stage.on else ""


def _bar(page: queries.RunPage, request: DeskRequest) -> ActionBar:
    shown = [act for act in page.acts if act.code in ACTS]
    mine = [act for act in shown if may(request.acting, ACTS[act.code])]
    ready = next((act for act in mine if not act.obstacles), None)
    actions = [_action(page, act, is_first=act is ready) for act in mine]
    if ready:
        return ActionBar(_("现在要做：%s") % ready.now, _("由您（%s）办理") % request.acting.post.title, actions)
    waiting = next((act for act in shown if act.code != "compute"), None)
    words = _("等候：%s") % waiting.now if waiting else _("本批次已办完")
    return ActionBar(words, "", actions)


def _action(page: queries.RunPage, act: ActView, *, is_first: bool) -> Action:
    url, why = reverse("desk:run-step", args=[page.number, act.code]), "".join(act.obstacles[:1])
    return Action(act.title, url, why, "primary" if is_first else "plain")


@needs("roster.confirm", methods=("POST",))
def roster(request: DeskRequest, number: str) -> HttpResponse:
    """确认花名册: the leader answers for just the families and the sum that were on the screen."""
    run = run_of(number)
    seen = queries.roster(month=run.month, programme=run.programme, town=request.acting.division)
    if request.POST.get("total") != str(seen.total) or request.POST.get("households") != str(seen.households):
        raise NotNow([_("花名册在您打开后有变动，请重新核对")])
    runs.confirm_roster(
        month=run.month, programme=run.programme, households=seen.households, total=seen.total, acting=request.acting
    )
    messages.success(request, _("本镇（街道）花名册已确认"))
    return redirect("desk:run", number)


def _act_of(page: queries.RunPage, code: str) -> ActView:
    """An act of the run as it stands now. Errors: NotNow."""
    act = next((each for each in page.acts if each.code == code), None)
    if act is None:
        raise NotNow([_("本批次现为「%s」，办不了这一步") % page.state_title])
    return act


@needs("run.read")
def step(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """One act of a run, on its own page: what it does, the control total, the button."""
    run = run_of(number)
    permission = ACTS.get(code)
    if permission is None:
        raise Http404
    if not may(request.acting, permission):
        return denied(request, permission)
    page = queries.run_page(run=run, acting=request.acting)
    act = _act_of(page, code)
    form = ApproveForm(request.POST or None) if code == "approve" else None
    if request.method == "POST" and _is_confirmed(request, form):
        _take(request, run, code)
        return redirect("desk:run", number)
    return render(request, "desk/runs/step.html", {"page": page, "act": act, "form": form})


def _is_confirmed(request: DeskRequest, form: ApproveForm | None) -> bool:
    return form is None or (form.is_valid() and reauthenticated(request, form))


def _take(request: DeskRequest, run: Run, code: str) -> None:
    acting, version = request.acting, version_of(request)
    if code == "compute" and run.kind == Run.Kind.REISSUE:
        runs.compute_reissue(programme=run.programme, acting=acting)
    elif code == "compute":
        runs.compute(month=run.month, programme=run.programme, acting=acting)
    elif code == "check":
        runs.check(number=run.number, version=version, acting=acting)
    elif code == "approve":
        runs.approve(number=run.number, version=version, digest=request.POST.get("digest", ""), acting=acting)
    else:
        bank_files.export(number=run.number, version=version, acting=acting)
    messages.success(request, _("已办"))


@needs("run.export", methods=("GET",))
def bank_file(request: DeskRequest, number: str) -> HttpResponse:
    """银行文件: the same bytes at every download, each logged."""
    run_of(number)
    try:
        _name, content = bank_files.download(number=number)
    except BankFile.DoesNotExist as missing:
        raise Http404 from missing
    note(request.acting, Verb.ACCESS_EXPORTED, "run", number, {"what": "银行文件"})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{number}.xlsx"'
    return response
