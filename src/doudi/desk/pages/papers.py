"""Papers of a case: laying one on file, reading an issued one, reading an upload."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.actions import add_paper
from doudi.cases.drafts import case_with_file, draft_for
from doudi.cases.standing import position
from doudi.desk.forms.cases import PaperForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.scans import keep_scans
from doudi.households.models import Member
from doudi.law.papers import PaperKind
from doudi.papers import queries
from doudi.papers.uploads import UploadRefused
from doudi.verification.actions import StoredScan

NOTHING = StoredScan(None, "", PaperKind.APPLICATION)  # a paper ticked, not scanned


@needs("case.register")
def add(request: DeskRequest, number: str) -> HttpResponse:
    """登记补来的材料: ticked, or uploaded too; what still lacks stands above."""
    case = the_case(request, number, "case.register")
    people = list(Member.objects.filter(household=case.household_id, until=None))
    form = PaperForm(request.POST or None, request.FILES or None)
    form.fields["member"].choices = [("", _("全家")), *[(str(one.pk), one.name) for one in people]]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        kind, member = PaperKind(form.cleaned_data["kind"]), form.cleaned_data["member"]
        if kind == PaperKind.PROMISE_AND_CONSENT and not member:
            form.add_error("member", _("授权书每人一份，请选是谁的"))
        else:
            return _lay(request, number, form, kind, next((one for one in people if str(one.pk) == member), None))
    missing = position(case, request.acting).missing
    return render(request, "desk/cases/papers.html", {"case": case, "form": form, "missing": missing})


def _lay(request: DeskRequest, number: str, form: PaperForm, kind: PaperKind, member: Member | None) -> HttpResponse:
    case = the_case(request, number, "case.register")
    try:
        scans = keep_scans(form.cleaned_data["scans"], kind, case, request.acting)
    except UploadRefused as refused:
        form.add_error("scans", str(refused))
        missing = position(case, request.acting).missing
        return render(request, "desk/cases/papers.html", {"case": case, "form": form, "missing": missing})
    version = version_of(request)
    for place, scan in enumerate(scans or [NOTHING]):
        add_paper(
            case=case, version=version + place, kind=kind, member=member, acting=request.acting, file_key=scan.key,
            digest=scan.digest,
        )  # fmt: skip
    messages.success(request, _("已登记：%s") % kind.title)
    return redirect("desk:case", number)


@needs("case.read", methods=("GET",))
def issued(request: DeskRequest, number: str) -> HttpResponse:
    """An issued paper as PDF, shown in the browser."""
    paper = queries.paper(number)
    if paper is None:
        raise Http404
    case = the_case(request, paper.object_key)
    note(request.acting, Verb.ACCESS_READ, "paper", number, {"what": "文书"}, case.town)
    return _answer(paper.pdf, "application/pdf", f"{number}.pdf", inline=True)


@needs("case.read", methods=("GET",))
def upload(request: DeskRequest, key: UUID) -> HttpResponse:
    """An uploaded scan or photo, as a download that no browser runs (S40)."""
    file = queries.file(key)
    if file is None:
        raise Http404
    town = town_of(request, file.object_kind, file.object_key, key)
    note(request.acting, Verb.ACCESS_READ, "file", str(key), {"what": "材料"}, town)
    return _answer(file.content, file.media_type, file.name, inline=False)


def town_of(request: DeskRequest, kind: str, holder: str, key: UUID) -> str:
    """The town of the case, or of the draft, that an upload lies in. Errors: Http404 outside the person's area."""
    number = case_with_file(key) if kind == "draft" else holder
    if number:
        return the_case(request, number).town
    draft = draft_for(request.acting, UUID(holder))
    if draft is None:
        raise Http404
    return draft.town


def _answer(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
