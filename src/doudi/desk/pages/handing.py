"""交接: what lies open with somebody who leaves, who takes it over, and both their confirmations."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts import handing as kept
from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.accounts.models import HandOver, Officer
from doudi.audit.verbs import Verb
from doudi.cases import handing
from doudi.cases.drafts import draft_rows
from doudi.cases.lists import refresh
from doudi.cases.outlook import Outlook
from doudi.cases.steps import NotNow
from doudi.desk.forms.office import HandOverForm
from doudi.desk.guard import DeskRequest, needs
from doudi.desk.rows import COLUMNS, list_rows
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.ui import lists
from doudi.ui.parts import Tag

SHOWN = ("due", "due_on", "state", "step", "holder", "village", "number")
MOST = 200
TONES = {"open": "waiting", "done": "settled", "withdrawn": "settled"}


@needs("handover.sign", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """交接 of one's town, and those that wait for one's own confirmation."""
    rows = [
        {"row": row, "tag": Tag(str(row.get_state_display()), TONES[row.state])}  # type: ignore[arg-type]
        for row in kept.hand_overs_seen(request.acting)[:MOST]
    ]
    return render(request, "desk/office/hand_overs.html", {
        "rows": rows, "may_begin": may(request.acting, "handover.begin"),
    })  # fmt: skip


@needs("handover.begin")
def new(request: DeskRequest) -> HttpResponse:
    """发起: choose who leaves, look at what lies open, name the successor and the last day."""
    people = kept.colleagues(request.acting)
    form = _form(request, people)
    if request.method == "POST" and form.is_valid() and (row := _begun(request, form)):
        messages.success(request, _("已发起，等移交人和接手人分别登录确认"))
        return redirect("desk:hand-over", row.pk)
    wanted = (request.POST or request.GET).get("leaver", "")
    leaver = {one.login: one for one in people}.get(wanted)
    return render(request, "desk/office/hand_over_new.html", {"form": form, **_open_work(request, leaver)})


def _open_work(request: DeskRequest, leaver: Officer | None) -> dict[str, object]:
    """What lies open with a person: cases, overdue first, and drafts."""
    if leaver is None:
        return {"leaver": None}
    refresh(request.acting)
    found, drafts = handing.open_cases(leaver.login, request.acting), handing.open_drafts(leaver.login, request.acting)
    return {
        "leaver": leaver, **_table(request, list(found[:MOST])),
        "count": found.count(), "drafts": draft_rows(list(drafts[:MOST]), request.acting),
    }  # fmt: skip


def _table(request: DeskRequest, found: Sequence[Outlook]) -> dict[str, object]:
    """The rows of cases with their families' names, and the heads of the columns. Two statements."""
    shown = [column for column in COLUMNS if column.key in SHOWN]
    note(request.acting, Verb.ACCESS_READ, "case", "list", {"what": "交接的案件"}, request.acting.division)
    return {
        "rows": list_rows(found, shown, first=1, on=request.today, post=request.acting.post),
        "heads": [lists.Head(column.title, column.kind) for column in shown],
    }  # fmt: skip


def _handed(request: DeskRequest, row: HandOver) -> dict[str, object]:
    """The cases of a hand-over for who may read them; of all others their numbers alone."""
    found: list[Outlook] = []
    if may(request.acting, "case.read"):
        refresh(request.acting)
        found = list(handing.named(row.cases, request.acting)[:MOST])
    seen = {one.case.number for one in found}
    rest = [number for number in row.cases if number not in seen]
    return {"numbers": rest, **(_table(request, found) if found else {})}


def _begun(request: DeskRequest, form: HandOverForm) -> HandOver | None:
    given = form.cleaned_data
    leaver, successor = (Officer.objects.get(login=given[name]) for name in ("leaver", "successor"))
    refresh(request.acting)
    try:
        return kept.begin(
            leaver=leaver, successor=successor, last_day=given["last_day"], reason=given["reason"],
            cases=handing.numbers(handing.open_cases(leaver.login, request.acting)),
            drafts=handing.open_drafts(leaver.login, request.acting).count(), acting=request.acting,
        )  # fmt: skip
    except kept.CannotHandOver as refused:
        form.add_error(refused.field or None, str(refused))
        return None


def _form(request: DeskRequest, people: Sequence[Officer]) -> HandOverForm:
    form = HandOverForm(
        request.POST or None, on=request.today,
        initial={"leaver": request.GET.get("leaver", ""), "last_day": request.today},
    )  # fmt: skip
    choices = [("", _("请选择")), *((one.login, one.name) for one in people)]
    for name in ("leaver", "successor"):
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    return form


@needs("handover.sign", methods=("GET",))
def show(request: DeskRequest, key: int) -> HttpResponse:
    """One hand-over: what goes over, who has confirmed, what is in the way."""
    row = _row(request, key)
    is_open = row.state == HandOver.State.OPEN
    lacking = kept.lacking(row, request.today) if is_open else []
    return render(request, "desk/office/hand_over.html", {
        "row": row, "tag": Tag(str(row.get_state_display()), TONES[row.state]),  # type: ignore[arg-type]
        "town": tree().get(row.town).name, "lacking": lacking,
        "posts": [f"{tree().get(one['division']).name} · {Post(one['post']).title}" for one in row.posts],
        "count": len(row.cases), **_handed(request, row),
        "must_wait": lacking and request.acting.officer_id == row.successor_id,
        "may_confirm": is_open and _has_yet_to_confirm(row, request.acting.officer_id),
        "may_withdraw": is_open and may(request.acting, "handover.begin") and row.town == request.acting.division,
    })  # fmt: skip


def _has_yet_to_confirm(row: HandOver, officer_id: int) -> bool:
    return (officer_id, None) in ((row.leaver_id, row.given_at), (row.successor_id, row.taken_at))


def _row(request: DeskRequest, key: int) -> HandOver:
    found = kept.hand_overs_seen(request.acting).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@needs("handover.sign", methods=("POST",))
def confirm(request: DeskRequest, key: int) -> HttpResponse:
    """确认 by the leaver or the successor; with the second one everything goes over."""
    row = _row(request, key)
    refresh(request.acting)
    try:
        handing.confirm(row=row, acting=request.acting)
    except kept.CannotHandOver as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已确认"))
    return redirect("desk:hand-over", key)


@needs("handover.begin", methods=("POST",))
def withdraw(request: DeskRequest, key: int) -> HttpResponse:
    """撤回 a hand-over that isn't confirmed by both."""
    row = _row(request, key)
    try:
        kept.withdraw(row=row, acting=request.acting)
    except kept.CannotHandOver as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已撤回"))
    return redirect("desk:hand-overs")
