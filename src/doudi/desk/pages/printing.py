"""Printing: the forms of a case, filled or blank, as PDF or Word; blank forms without a case; a notice as Word."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.form_source import Opened
from doudi.cases.models import Case
from doudi.desk.guard import DeskRequest, denied, needs, refused, the_case
from doudi.desk.pages.papers import answer_file, issued_paper, names_objector
from doudi.desk.printable import Printable, blank_rows, groups_of, issued_notices, wanted
from doudi.law.papers import PaperKind
from doudi.papers import queries
from doudi.papers.content import Programme
from doudi.papers.forms.catalogue import FORMS, NOTICE_LAYOUTS
from doudi.papers.forms.content import FormContent
from doudi.papers.forms.notice_words import in_words
from doudi.papers.forms.printing import pdf
from doudi.papers.forms.word import MEDIA_TYPE, word
from doudi.papers.rendering import CannotPrint
from doudi.ui.parts import Link


@needs("case.read", methods=("GET",))
def listing(request: DeskRequest, number: str) -> HttpResponse:
    """打印表格: every form of a case, filled and blank."""
    case = the_case(request, number)
    opened = Opened(case, request.today)
    return render(request, "desk/printing/case.html", {
        "case": case, "groups": groups_of(opened), "whole": _may_be_whole(request),
        "people": opened.members, "notices": issued_notices(case, _in_word(request)),
    })  # fmt: skip


@needs("case.read", methods=("GET",))
def form(request: DeskRequest, number: str, kind: str) -> HttpResponse:
    """One form of a case: filled, or with ?blank=1 to be filled by hand; with ?word=1 as .docx."""
    case = the_case(request, number)
    opened = Opened(case, request.today, only=request.GET.get("member", ""))
    row = next((each for each in wanted(opened) if each.kind == kind), None)
    if row is None:
        raise Http404
    is_blank = request.GET.get("blank") == "1"
    opened.whole = row.signed and not is_blank and _may_be_whole(request)
    content = row.prefill(opened) if is_blank else row.fill(opened)
    response = printed(request, content, content.title, case.number)
    if response.status_code == 200:
        _noted(request, case, row, content.title, whole=opened.whole)
    return response


def _in_word(request: DeskRequest) -> list[PaperKind]:
    """Notices offered as .docx; answers to objections only to those who may know who objected."""
    knows = may(request.acting, "case.objector")
    return [kind for kind in NOTICE_LAYOUTS if knows or kind is not PaperKind.OBJECTION_ANSWER]


def _may_be_whole(request: DeskRequest) -> bool:
    return may(request.acting, "case.unmask")


def _noted(request: DeskRequest, case: Case, row: Printable, title: str, *, whole: bool) -> None:
    """What left the office on paper, and whether with whole numbers (N6)."""
    note(request.acting, Verb.ACCESS_EXPORTED, "case", case.number, {"what": title, "kind": row.kind.value}, case.town)
    if whole:
        facts = {"what": _("身份证号"), "reason": _("打印%s") % title}
        note(request.acting, Verb.ACCESS_UNMASKED, "case", case.number, facts, case.town)


def printed(request: DeskRequest, content: FormContent, title: str, about: str) -> HttpResponse:
    """PDF shown in the browser, or .docx to keep; a form that can't be set says why."""
    wants_word = request.GET.get("word") == "1"
    try:
        made = word(content.kind, content.as_data()) if wants_word else pdf(content, on=request.today)
    except CannotPrint as why:
        return refused(request, [str(why)])
    name = f"{title}-{about}" if about else title
    if wants_word:
        return answer_file(made, MEDIA_TYPE, f"{name}.docx", inline=False)
    return answer_file(made, "application/pdf", f"{name}.pdf", inline=True)


@needs("desk", methods=("GET",))
def blanks(request: DeskRequest) -> HttpResponse:
    """空白表格: what villages take along, without a case."""
    programme = _programme(request)
    return render(request, "desk/printing/blank.html", {
        "rows": blank_rows(programme.value),
        "programmes": [Link(each.words, f"?programme={each}", here=each is programme) for each in Programme],
    })  # fmt: skip


@needs("desk", methods=("GET",))
def blank(request: DeskRequest, kind: str) -> HttpResponse:
    """One blank form; with ?word=1 as .docx."""
    found = FORMS.get(PaperKind(kind)) if kind in set(PaperKind) else None
    if found is None:
        raise Http404
    content = found(programme=_programme(request))
    return printed(request, content, content.title, "")


def _programme(request: DeskRequest) -> Programme:
    asked = request.GET.get("programme", "")
    return Programme(asked) if asked in set(Programme) else Programme.SUBSISTENCE_ALLOWANCE


@needs("case.read", methods=("GET",))
def issued_word(request: DeskRequest, number: str) -> HttpResponse:
    """An issued notice as .docx, with the same words; the numbered PDF stays what was served."""
    paper, case = issued_paper(request, number)
    if names_objector(paper) and not may(request.acting, "case.objector"):
        return denied(request, "case.objector")
    content = queries.content_of(number)
    if paper.kind not in NOTICE_LAYOUTS or content is None:
        raise Http404
    data = in_words(content, number=number, office_name=paper.office_name, on=paper.on)
    try:
        made = word(paper.kind, data)
    except CannotPrint as why:
        return refused(request, [str(why)])
    note(request.acting, Verb.ACCESS_EXPORTED, "paper", number, {"what": content.title}, case.town)
    return answer_file(made, MEDIA_TYPE, f"{number}.docx", inline=False)
