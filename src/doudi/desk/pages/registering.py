"""申请登记: drafts, a new one, and the pages of one."""

from uuid import UUID, uuid4

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.cases.actions.registering import begin_draft
from doudi.cases.drafts import draft_for, draft_rows, drafts_of
from doudi.desk.forms.registering import BY_CODE, CHECK, OVERVIEW, SECTIONS
from doudi.desk.forms.registering_people import Around
from doudi.desk.forms.registering_place import NewForm
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.pages.registering_check import check
from doudi.desk.pages.registering_section import keep, show
from doudi.desk.pages.registering_standing import must_stand_aside, nav, standing
from doudi.desk.pages.registering_typed import Opened, Typed, villages_of
from doudi.ui.parts import Pager

PER_PAGE = 20


@needs("case.register", methods=("GET",))
def drafts(request: DeskRequest) -> HttpResponse:
    """我的草稿: what was begun and not submitted, and the case that each one became."""
    found = drafts_of(request.acting)
    pager = Pager.of(
        total=found.count(), page=page_of(request), per=PER_PAGE,
        query=dict(request.GET.lists()),
    )  # fmt: skip
    rows = draft_rows(list(found[(pager.page - 1) * PER_PAGE : pager.page * PER_PAGE]), request.acting)
    return render(request, "desk/registering/drafts.html", {"rows": rows, "pager": pager, "form": _new_form(request)})


@needs("case.register")
def new(request: DeskRequest) -> HttpResponse:
    """登记申请: choose the village, then the first section; the same button twice is the same draft."""
    form = _new_form(request, bound=request.method == "POST")
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/registering/new.html", {"form": form})
    key, village = form.cleaned_data["key"], form.cleaned_data["village"]
    if draft_for(request.acting, key) is None:
        _begin(request, key, village)
    return redirect("desk:draft", key, SECTIONS[0].code)


@needs("case.register")
def section(request: DeskRequest, key: UUID, section: str) -> HttpResponse:
    """One page of a draft: its list of sections, one section, or the check."""
    draft = draft_for(request.acting, key, lock=request.method == "POST")
    if draft is None or section not in (*BY_CODE, OVERVIEW, CHECK):
        raise Http404
    if draft.case_number:
        return redirect("desk:case", draft.case_number)
    opened = Opened(request, draft, Typed.of(draft))
    if section == CHECK:
        return check(opened)
    if section == OVERVIEW:
        return _overview(opened) if request.method != "POST" else HttpResponseNotAllowed(["GET"])
    return keep(opened, section) if request.method == "POST" else show(opened, section)


def _overview(opened: Opened) -> HttpResponse:
    """The sections as a task list; each row is the link to it."""
    found = standing(opened.typed, opened.around)
    context = {
        "draft": opened.draft, "nav": nav(found, opened), "check": opened.url(CHECK),
        "done": sum(one.is_done for one in found.values()), "aside": must_stand_aside(found, opened.acting),
        "left": sum(one.stops for one in found.values()),
    }  # fmt: skip
    return render(opened.request, "desk/registering/overview.html", context)


def _new_form(request: DeskRequest, *, bound: bool = False) -> NewForm:
    now = Around(on=request.today, villages=villages_of(request.acting), village="")
    return NewForm(request.POST if bound else None, around=now, initial={"key": uuid4()})


def _begin(request: DeskRequest, key: UUID, village: str) -> None:
    try:
        begin_draft(key=key, town=village[:9], village=village, acting=request.acting)
    except IntegrityError:  # the key of somebody else's draft
        raise Http404(_("没有这份草稿")) from None
