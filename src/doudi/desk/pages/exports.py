"""导出: small lists at once, large ones by the queue with a reason; the page of one's own exports."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts import exports as kept
from doudi.accounts.access import may
from doudi.accounts.models import Export
from doudi.cases.steps import NotNow
from doudi.desk.exports import KINDS, LISTS, READING, count, make, title_of
from doudi.desk.forms.exports import LedgerForm, ReasonForm
from doudi.desk.guard import DeskRequest, denied, needs, page_of
from doudi.desk.tasks import make_export
from doudi.ui.parts import Pager, Tag

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER = 20
TONES = {"waiting": "waiting", "running": "waiting", "ready": "mine", "failed": "late", "gone": "settled"}
ASKED = {"ahead", *LISTS}  # lists that are asked for by their filters


@needs("export", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """导出任务: the person's own, with progress; what was kept for a day is gone."""
    kept.drop_expired(at=request.now)
    found = kept.exports_of(request.acting)
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = [_row(each) for each in found[(pager.page - 1) * PER : pager.page * PER]]
    return render(request, "desk/exports/list.html", {
        "rows": rows, "pager": pager, "form": LedgerForm(), "may_ledger": may(request.acting, "ledger.read"),
        "moving": any(row["moving"] for row in rows),
    })  # fmt: skip


def _row(export: Export) -> dict[str, Any]:
    share = 100 if export.state == "ready" else min(99, 100 * export.done // max(export.rows, 1))
    return {
        "key": export.key, "number": export.number, "what": KINDS.get(export.what, ""), "rows": export.rows,
        "done": export.done, "share": share, "asked_at": export.asked_at, "expires_at": export.expires_at,
        "tag": Tag(str(export.get_state_display()), TONES[export.state]),  # type: ignore[arg-type]
        "ready": export.state == "ready", "moving": export.state in ("waiting", "running"),
    }  # fmt: skip


@needs("export", methods=("POST",))
def new(request: DeskRequest) -> HttpResponse:
    """导出 what a list shows, or the ticked rows. Above 200 rows, or with whole ID numbers, it asks why first."""
    what, query = _wanted(request)
    if not may(request.acting, READING[what]):
        return denied(request, READING[what])
    rows = count(what, query, request.acting)
    if not rows:
        raise NotNow([_("没有可导出的行")])
    if rows <= kept.LARGE and what != "ledger":
        return _at_once(request, what, query, rows)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        return _queued(request, what, query, rows, form.cleaned_data["reason"])
    return render(request, "desk/exports/new.html", {
        "form": form, "rows": rows, "title": title_of(what, query), "what": what, "query": query,
        "large": rows > kept.LARGE, "most": kept.LARGE,
    })  # fmt: skip


def _wanted(request: DeskRequest) -> tuple[str, dict[str, Any]]:
    """What is asked for, by the form. Errors: Http404 for an unknown kind; NotNow when nothing is ticked."""
    what, numbers = request.POST.get("what", ""), request.POST.getlist("numbers")
    if what == "ledger":
        form = LedgerForm(request.POST)
        if not form.is_valid():
            raise Http404
        return what, {"programme": form.cleaned_data["programme"]}
    if what in ASKED:
        return what, {"asked": request.POST.get("asked", "")}
    if what != "cases":
        raise Http404
    if request.POST.get("batch") and not numbers:
        raise NotNow([_("还没有勾选，先在表里勾选要导出的户")])
    return what, {"numbers": numbers} if numbers else {"asked": request.POST.get("asked", "")}


def _at_once(request: DeskRequest, what: str, query: dict[str, Any], rows: int) -> HttpResponse:
    export = kept.ask(what=what, query=query, rows=rows, reason="", acting=request.acting)
    if not make(export.key):
        raise NotNow([_("没有导成，请再试一次")])
    return _file(request, export.key)


def _queued(request: DeskRequest, what: str, query: dict[str, Any], rows: int, reason: str) -> HttpResponse:
    export = kept.ask(what=what, query=query, rows=rows, reason=reason, acting=request.acting)
    make_export.defer(key=str(export.key))
    messages.success(request, _("已开始导出，完成后在这里下载，保留 24 小时"))
    return redirect("desk:exports")


@needs("export", methods=("GET",))
def download(request: DeskRequest, key: UUID) -> HttpResponse:
    """下载: by who asked, within a day; each download is logged."""
    return _file(request, key)


def _file(request: DeskRequest, key: UUID) -> HttpResponse:
    try:
        name, content = kept.download(key=key, acting=request.acting)
    except kept.NotYours as missing:
        raise Http404 from missing
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
