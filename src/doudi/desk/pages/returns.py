"""银行回盘: upload, what was taken, what was put aside and at which row."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.asked_money import number_asked
from doudi.desk.forms.payments import ReturnUpload
from doudi.desk.guard import DeskRequest, needs
from doudi.payments import queries, returns
from doudi.payments.ledger.refusal import LedgerFileError
from doudi.ui.uploads import FILE_LIMIT


@needs("return.read")
def listing(request: DeskRequest) -> HttpResponse:
    """All return files, newest first; the upload for those who may."""
    form = _form(request) if may(request.acting, "return.import") else None
    if request.method == "POST" and form and form.is_valid() and (number := _take(request, form)):
        return redirect("desk:return", number)
    run = number_asked(request.GET, "run")
    return render(request, "desk/payments/returns.html", {"rows": queries.returns(run=run), "run": run, "form": form})


def _form(request: DeskRequest) -> ReturnUpload:
    runs = [
        (number, f"{month:%Y-%m} {programme}{_('退票重发') if again else ''}　{number}")
        for number, month, programme, again in queries.open_runs()
    ]
    asked = {"run": request.GET.get("run", "")}
    return ReturnUpload(request.POST or None, request.FILES or None, runs=runs, initial=asked)


def _take(request: DeskRequest, form: ReturnUpload) -> str:
    """The number of the return; empty when the file was refused as a whole, with the reason at the field."""
    file = form.cleaned_data["file"]
    if (file.size or 0) > FILE_LIMIT:
        form.add_error("file", _("文件超过 20 MB；请只交这一批次的回盘"))
        return ""
    try:
        kept = returns.take_return(
            number=form.cleaned_data["run"], name=file.name or "", content=file.read(), acting=request.acting
        )
    except LedgerFileError as refused:
        form.add_error("file", str(refused))
        return ""
    return kept.number


@needs("return.read", methods=("GET",))
def show(request: DeskRequest, number: str) -> HttpResponse:
    """One return: taken with its sums, or put aside with every doubtful row."""
    page = queries.return_page(number)
    if page is None:
        raise Http404
    note(request.acting, Verb.ACCESS_READ, "return", number, {"what": "银行回盘"})
    return render(
        request, "desk/payments/return.html", {"page": page, "may_import": may(request.acting, "return.import")}
    )


@needs("return.import", methods=("GET",))
def file(request: DeskRequest, number: str) -> HttpResponse:
    """The file as the bank gave it, the same bytes; each download logged."""
    if queries.return_page(number) is None:
        raise Http404
    name, content = returns.download(number=number)
    note(request.acting, Verb.ACCESS_EXPORTED, "return", number, {"what": "银行回盘文件"})
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
