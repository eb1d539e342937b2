"""台账导入（期初）: upload, what was taken in, what waits for a person, what is handed back, confirmation."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.forms.ledgers import DecideForm, LedgerUpload
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.payments import imports
from doudi.payments.ledger.refusal import LedgerFileError
from doudi.payments.models import LedgerImport, LedgerImportRow
from doudi.payments.queries import import_page, import_rows
from doudi.payments.queries import imports as imports_of
from doudi.ui.parts import Link, Pager

PER = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = (("asked", _("待人工核定")), ("refused", _("退回更正")), ("taken", _("已导入")), ("rejected", _("不予导入")))


@needs("ledger.read")
def listing(request: DeskRequest) -> HttpResponse:
    """All imports; the upload for those who may."""
    may_import = may(request.acting, "ledger.import")
    form = LedgerUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and may_import and form.is_valid():
        file = form.cleaned_data["workbook"]
        try:
            ledger = imports.receive(name=file.name, content=file.read(), acting=request.acting)
        except LedgerFileError as refused:
            form.add_error("workbook", str(refused))
        else:
            return redirect("desk:ledger", ledger.number)
    return render(request, "desk/ledgers/list.html", {
        "rows": imports_of(request.acting), "form": form if may_import else None,
    })  # fmt: skip


@needs("ledger.read")
def show(request: DeskRequest, number: str) -> HttpResponse:
    """One import with its rows by what became of them; each visit takes the next chunk in until all are in."""
    ledger = _ledger(request, number)
    mine = request.acting.post.is_district or ledger.town == request.acting.division
    if request.method == "POST" and mine and may(request.acting, "ledger.import"):
        imports.advance(number=number, acting=request.acting)
        return redirect("desk:ledger", number)
    state, wanted = request.GET.get("state", "asked"), page_of(request)
    rows, count = import_rows(number=number, acting=request.acting, states=[state], page=wanted, size=PER)
    view = import_page(number=number, acting=request.acting)
    note(request.acting, Verb.ACCESS_READ, "ledger", number, {"what": "台账导入"})
    return render(request, "desk/ledgers/show.html", {
        "view": view, "rows": rows, "pager": Pager.of(total=count, page=wanted, per=PER, query=dict(request.GET.lists())),
        "chips": [
            Link(f"{title} {view.counts.get(code, 0)}", f"?state={code}", here=code == state) for code, title in SHOWN
        ],
        "waiting": view.counts.get("waiting", 0), "is_taking": ledger.state == LedgerImport.State.TAKING,
        "may_import": mine and may(request.acting, "ledger.import"),
        "may_confirm": may(request.acting, "ledger.confirm") and ledger.taken_by != request.acting.login,
    })  # fmt: skip


def _ledger(request: DeskRequest, number: str) -> LedgerImport:
    found = LedgerImport.objects.filter(number=number).first()
    if found is None or not (request.acting.post.is_district or request.acting.division in (found.town, *found.towns)):
        raise Http404
    return found


@needs("ledger.confirm", methods=("POST",))
def confirm(request: DeskRequest, number: str) -> HttpResponse:
    """确认期初: a second person opens the awards for payment."""
    _ledger(request, number)
    done = imports.confirm_import(number=number, acting=request.acting)
    messages.success(
        request, _("已确认 %(n)d 户，每月 %(total)s 元") % {"n": done.awards, "total": f"{done.total:,.2f}"}
    )
    return redirect("desk:ledger", number)


@needs("ledger.import", methods=("GET",))
def marked(request: DeskRequest, number: str) -> HttpResponse:
    """The workbook handed back: red cells and 错误原因."""
    ledger = _ledger(request, number)
    if not (request.acting.post.is_district or ledger.town == request.acting.division):
        raise Http404
    name, content = imports.marked_workbook(number=number)
    note(request.acting, Verb.ACCESS_EXPORTED, "ledger", number, {"what": "退回更正的台账"})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@needs("ledger.import")
def decide(request: DeskRequest, number: str, row: int) -> HttpResponse:
    """核定一行: take it in as it stands, or not, with a reason."""
    ledger = _ledger(request, number)
    found = LedgerImportRow.objects.filter(pk=row, ledger=ledger).first()
    if found is None or not request.acting.covers(found.town, found.village):
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        imports.decide_row(
            row=row,
            accept=form.cleaned_data["accept"] == "yes",
            reason=form.cleaned_data["reason"],
            acting=request.acting,
        )
        messages.success(request, _("已核定"))
        return redirect("desk:ledger", number)
    rows, _count = import_rows(number=number, acting=request.acting, states=[found.state], size=10_000)
    shown = next((each for each in rows if each.key == row), None)
    return render(request, "desk/ledgers/row.html", {"number": number, "row": shown, "form": form})
