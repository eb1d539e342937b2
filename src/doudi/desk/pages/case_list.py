"""案件表: what the address says is what it shows; nearest limit first; columns as each person likes them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.accounts.preferences import prefer, preference
from doudi.audit.verbs import Verb
from doudi.cases.lists import counts, refresh
from doudi.desk.forms.case_list import CaseQuery
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.narrowing import NARROWED, asked_in, narrowed
from doudi.desk.rows import COLUMNS, columns_for, list_rows
from doudi.ui import lists
from doudi.ui.parts import BatchAct, Link, Pager

CHOSEN = "columns.cases"
CHIPS = ("open", "mine", "late", "soon", "publicity", "lacking", "ended", "all")
SHOWN = 3


@needs("case.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """案件表 of the person's area."""
    form = CaseQuery(asked_in(request.GET), acting=request.acting)
    asked = form.cleaned_data if form.is_valid() else {}
    query = {name: found for name, found in request.GET.lists() if name in form.fields}
    per = lists.per_of(request.GET.get("per", ""))
    refresh(request.acting)
    found = narrowed(asked, request.acting)
    sizes = counts(request.acting, CHIPS)
    total = sizes[asked["view"]] if _is_whole_view(asked) else found.count()
    pager = Pager.of(total=total, page=page_of(request), per=per, query=query)
    known = columns_for(request.acting.post)
    shown = lists.chosen(known, preference(request.acting.officer_id, CHOSEN))
    first = (pager.page - 1) * per
    page = list(found[first : first + per])
    note(request.acting, Verb.ACCESS_READ, "list", "cases", {"what": _("案件表"), "searched": bool(asked.get("q"))})
    return render(request, "desk/cases/list.html", {
        "form": form, "shown": form.visible_fields()[:SHOWN], "rest": form.visible_fields()[SHOWN:],
        "open": any(request.GET.get(name) for name in NARROWED[2:]),
        "rows": list_rows(page, shown, first=first + 1, on=request.today, post=request.acting.post),
        "heads": lists.heads(shown, query, request.GET.get("sort", "")), "pager": pager,
        "sizes": lists.sizes(query, per), "choices": lists.choices(known, shown), "chips": _chips(request, asked, sizes),
        "acts": [BatchAct(_("导出所选"), "cases", name="what")], "here": request.get_full_path(),
        "asked": request.GET.urlencode(), "may_register": may(request.acting, "case.register"),
    })  # fmt: skip


def _is_whole_view(asked: dict[str, Any]) -> bool:
    """Whether the list is one of the counted views and nothing narrows it further."""
    return asked.get("view") in CHIPS and not any(asked.get(name) for name in ("q", *NARROWED))


def _chips(request: DeskRequest, asked: dict[str, Any], sizes: Mapping[str, int]) -> list[Link]:
    """Ways to look at the area's cases, each with how many there are."""
    place = _("全区") if request.acting.post.is_district else _("全村") if request.acting.post.is_village else _("全镇")
    titles = {
        "open": _("%s在办") % place, "mine": _("轮到我的"), "late": _("超期"), "soon": _("两日内"),
        "publicity": _("公示中"), "lacking": _("容缺逾期"), "ended": _("已办结"), "all": _("全部"),
    }  # fmt: skip
    page, now = reverse("desk:cases"), asked.get("view")
    return [
        Link(f"{title} {sizes[name]}", f"{page}?{urlencode({'view': name})}", here=name == now)
        for name, title in titles.items()
        if name != "lacking" or sizes[name] or name == now
    ]


@needs("case.read", methods=("POST",))
def columns(request: DeskRequest) -> HttpResponse:
    """列: which columns to show, kept for this person."""
    known = [column.key for column in COLUMNS]
    wanted = [key for key in request.POST.getlist("columns") if key in known]
    prefer(officer_id=request.acting.officer_id, name=CHOSEN, value=known if request.POST.get("all") else wanted)
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "desk:cases")
