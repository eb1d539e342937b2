"""Papers of a case: laying one on file, reading an issued one, reading an upload."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.actions import add_paper
from doudi.cases.drafts import case_with_file, draft_for
from doudi.cases.models import Case
from doudi.cases.standing import consent_of, position
from doudi.desk.forms.cases import PaperForm
from doudi.desk.guard import DeskRequest, denied, needs, the_case, version_of
from doudi.desk.scans import keep_scans
from doudi.households.models import Member, Obligor
from doudi.law.papers import PaperKind
from doudi.papers import queries
from doudi.papers.turns import Addressee, ObjectionAnswer
from doudi.papers.uploads import UploadRefused
from doudi.verification.actions import StoredScan

NOTHING = StoredScan(None, "", PaperKind.APPLICATION)  # a paper ticked, not scanned


@needs("case.register")
def add(request: DeskRequest, number: str) -> HttpResponse:
    """登记补来的材料: ticked, or uploaded too; what still lacks stands above."""
    case = the_case(request, number, "case.register")
    people: list[Member | Obligor] = [
        *Member.objects.filter(household=case.household_id, until=None),
        *Obligor.objects.filter(household=case.household_id).order_by("pk"),
    ]
    form = PaperForm(request.POST or None, request.FILES or None)
    form.fields["member"].choices = [("", _("全家")), *[(str(one.pk), _named(one)) for one in people]]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        kind, member = PaperKind(form.cleaned_data["kind"]), form.cleaned_data["member"]
        whose = next((one for one in people if str(one.pk) == member), None)
        if _is_ones_own(kind, whose):
            return _lay(request, number, form, kind, whose)
        form.add_error("member", _("授权书每人一份，请选是谁的；义务人的用《法定义务人核对授权书》"))
    missing = position(case, request.acting).missing
    return render(request, "desk/cases/papers.html", {"case": case, "form": form, "missing": missing})


def _is_ones_own(kind: PaperKind, whose: Member | Obligor | None) -> bool:
    """Whether a consent is that person's own kind of consent; any other paper may be anybody's."""
    return kind not in OWN or (whose is not None and consent_of(whose) == kind)


OWN = (PaperKind.PROMISE_AND_CONSENT, PaperKind.OBLIGOR_CONSENT)


def _named(person: Member | Obligor) -> str:
    return person.name if isinstance(person, Member) else _("%s（义务人）") % person.name


def _lay(
    request: DeskRequest, number: str, form: PaperForm, kind: PaperKind, member: Member | Obligor | None
) -> HttpResponse:
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
            digest=scan.digest, remark=form.cleaned_data["remark"],
        )  # fmt: skip
    messages.success(request, _("已登记：%s") % kind.title)
    return redirect("desk:case", number)


@needs("case.read", methods=("GET",))
def issued(request: DeskRequest, number: str) -> HttpResponse:
    """An issued paper as PDF, shown in the browser."""
    paper, case = issued_paper(request, number)
    if names_objector(paper) and not may(request.acting, "case.objector"):
        return denied(request, "case.objector")
    note(request.acting, Verb.ACCESS_READ, "paper", number, {"what": "文书"}, case.town)
    return answer_file(paper.pdf, "application/pdf", f"{number}.pdf", inline=True)


def issued_paper(request: DeskRequest, number: str) -> tuple[queries.IssuedPaper, Case]:
    """An issued paper with its case. Errors: Http404 outside the person's area."""
    paper = queries.paper(number)
    if paper is None:
        raise Http404
    return paper, the_case(request, paper.object_key)


def names_objector(paper: queries.IssuedPaper) -> bool:
    """Whether a paper tells who objected: that is for those who handle the objection, not for the village."""
    if paper.kind is not PaperKind.OBJECTION_ANSWER:
        return False
    said = queries.content_of(paper.number)
    return isinstance(said, ObjectionAnswer) and said.addressee is Addressee.OBJECTOR


@needs("case.read", methods=("GET",))
def upload(request: DeskRequest, key: UUID) -> HttpResponse:
    """An uploaded scan or photo, as a download that no browser runs (S40)."""
    file = queries.file(key)
    if file is None:
        raise Http404
    town = town_of(request, file.object_kind, file.object_key, key)
    note(request.acting, Verb.ACCESS_READ, "file", str(key), {"what": "材料"}, town)
    return answer_file(file.content, file.media_type, file.name, inline=False)


def town_of(request: DeskRequest, kind: str, holder: str, key: UUID) -> str:
    """The town of the case, or of the draft, that an upload lies in. Errors: Http404 outside the person's area."""
    number = case_with_file(key) if kind == "draft" else holder
    if number:
        return the_case(request, number).town
    draft = draft_for(request.acting, UUID(holder))
    if draft is None:
        raise Http404
    return draft.town


def answer_file(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    """A file as the browser shows it (`inline`) or saves it under its name, and never guesses what it is."""
    response = HttpResponse(content, content_type=media_type)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
