"""标准与参数: what holds, since when, by which document; entered by one, confirmed by another, withdrawn likewise."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts import parameter_rows
from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.accounts.models import ParameterValue
from doudi.accounts.parameters import WAITING, dated
from doudi.audit.verbs import Verb
from doudi.cases.assessment import registry
from doudi.cases.steps import NotNow
from doudi.desk.forms.parameters import ParameterQuery, ReasonForm, ValueForm, WhichParameter, places, told
from doudi.desk.guard import DeskRequest, needs
from doudi.desk.parameter_effects import effect, scope_words
from doudi.desk.parameter_sheet import TONES, history, sheet
from doudi.desk.parameter_workbook import workbook
from doudi.law.codes import AREAS
from doudi.law.parameter_words import in_words
from doudi.law.quantities import Quantity
from doudi.payments.queries.reach import Reach, reach
from doudi.ui.parts import Fact, Tag

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("parameters.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """Every parameter by group with the value of a place and day; on top what waits for a second person."""
    form, place, areas, on = _asked(request)
    rows = list(parameter_rows.rows_seen(request.acting))
    waiting = [row for row in rows if row.state in WAITING]
    counted = reach(request.acting) if waiting else None
    return render(request, "desk/parameters/list.html", {
        "query": form, "groups": sheet(place, areas, on, rows), "place": dict(places(request.acting))[place], "on": on,
        "waiting": [_waiting(request, row, counted) for row in waiting if counted],
        "may_keep": may(request.acting, "parameters.keep"), "asked": request.GET.urlencode(),
    })  # fmt: skip


def _asked(request: DeskRequest) -> tuple[ParameterQuery, str, Sequence[str], Any]:
    """The query, its place, areas and day. Errors: Http404 for a place outside the person's area."""
    known = dict(places(request.acting))
    own = request.acting.division[:9] if request.acting.division[:9] in known else next(iter(known))
    place = request.GET.get("place", "") or own
    if place not in known:
        raise Http404
    first = {"place": place, "day": request.today}
    form = ParameterQuery({**first, **request.GET.dict()}, acting=request.acting)
    form.is_valid()
    asked = form.cleaned_data
    area = asked.get("area")
    return form, place, [area] if area else list(AREAS), asked.get("day") or request.today


def _waiting(request: DeskRequest, row: ParameterValue, counted: Reach) -> dict[str, Any]:
    quantity = registry().quantities[row.name]
    return {
        "row": row, "title": told(quantity), "scope": scope_words(row.division, row.area),
        "tag": Tag(str(row.get_state_display()), TONES[row.state]), "value": in_words(quantity, dated(row).value),
        "effect": effect(row, reach=counted, acting=request.acting),
        "own": request.acting.login == (row.entered_by if row.state == "proposed" else row.asked_by),
    }  # fmt: skip


@needs("parameters.read", methods=("GET",))
def show(request: DeskRequest, name: str) -> HttpResponse:
    """One parameter: what holds, what it is about, everything it ever was."""
    quantity = _quantity(name)
    form, place, areas, on = _asked(request)
    rows = list(parameter_rows.rows_seen(request.acting).filter(name=name))
    group, items = sheet(place, areas, on, rows, only=name)[0]
    return render(request, "desk/parameters/show.html", {
        "quantity": quantity, "group": group, "item": items[0], "history": history(name, place, rows), "on": on,
        "place": dict(places(request.acting))[place], "query": form,
        "may_keep": may(request.acting, "parameters.keep") and not quantity.national,
    })  # fmt: skip


def _quantity(name: str) -> Quantity:
    found = registry().quantities.get(name)
    if found is None:
        raise Http404
    return found


@needs("parameters.keep")
def new(request: DeskRequest) -> HttpResponse:
    """录入: first which parameter, then its value, place, day and document."""
    name = request.GET.get("name", "")
    quantity = parameter_rows.settable().get(name)
    if quantity is None:
        which = WhichParameter(request.GET if name else None)
        which.is_valid()
        return render(request, "desk/parameters/which.html", {"form": which})
    form = ValueForm(request.POST or None, quantity=quantity, acting=request.acting, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            row = parameter_rows.enter(entry=form.entry(), acting=request.acting)
        except parameter_rows.CannotSet as refused:
            form.add_error(form.place_error(refused.field), str(refused))
        else:
            messages.success(request, _("已录入，等另一人确认后生效"))
            return redirect("desk:parameter-row", row.pk)
    rows = list(parameter_rows.rows_seen(request.acting).filter(name=name))
    item = sheet(request.acting.division[:6], list(AREAS), request.today, rows, only=name)[0][1][0]
    return render(request, "desk/parameters/new.html", {"form": form, "quantity": quantity, "item": item})


def _row(request: DeskRequest, key: int) -> ParameterValue:
    found = parameter_rows.rows_seen(request.acting).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@needs("parameters.read", methods=("GET",))
def row(request: DeskRequest, key: int) -> HttpResponse:
    """One value: what was entered, what it changes, and what the second person does."""
    return _row_page(request, _row(request, key), ReasonForm())


def _row_page(request: DeskRequest, found: ParameterValue, form: ReasonForm) -> HttpResponse:
    quantity = registry().quantities[found.name]
    keeps, login = may(request.acting, "parameters.keep"), request.acting.login
    return render(request, "desk/parameters/row.html", {
        "form": form, "row": found, "quantity": quantity, "title": told(quantity), "facts": _facts(found, quantity),
        "tag": Tag(str(found.get_state_display()), TONES[found.state]),
        "effect": effect(found, reach=reach(request.acting), acting=request.acting)
        if found.state in (*WAITING, "confirmed") else None,
        "past": found.since < request.today,
        "decide": keeps and found.state == "proposed", "own": found.entered_by == login,
        "withdraw": keeps and found.state == "confirmed",
        "end": keeps and found.state == "leaving", "asked_self": found.asked_by == login,
    })  # fmt: skip


def _facts(found: ParameterValue, quantity: Quantity) -> list[Fact]:
    facts = [
        Fact(_("值"), in_words(quantity, dated(found).value)),
        Fact(_("范围"), scope_words(found.division, found.area)),
        Fact(_("自"), found.since.isoformat()),
        Fact(_("依据"), f"{found.source} {found.clause}"),
    ]
    if found.published:
        facts.append(Fact(_("印发日"), found.published.isoformat()))
    if found.note:
        facts.append(Fact(_("说明"), found.note))
    return facts


@needs("parameters.keep", methods=("POST",))
def decide(request: DeskRequest, key: int) -> HttpResponse:
    """确认或不予采用, by another person."""
    accept = request.POST.get("accept") == "1"
    try:
        parameter_rows.decide(row=_row(request, key), accept=accept, acting=request.acting)
    except parameter_rows.CannotSet as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已确认，按起日生效") if accept else _("已记为不予采用"))
    return redirect("desk:parameter-row", key)


@needs("parameters.keep", methods=("POST",))
def withdraw(request: DeskRequest, key: int) -> HttpResponse:
    """提出撤销 of a value that is wrong."""
    found, form = _row(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return _row_page(request, found, form)
    try:
        parameter_rows.ask_withdrawal(row=found, reason=form.cleaned_data["reason"], acting=request.acting)
    except parameter_rows.CannotSet as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已提出撤销，另一人同意以前仍然有效"))
    return redirect("desk:parameter-row", key)


@needs("parameters.keep", methods=("POST",))
def end(request: DeskRequest, key: int) -> HttpResponse:
    """同意或不同意撤销, by another person."""
    accept = request.POST.get("accept") == "1"
    try:
        parameter_rows.decide_withdrawal(row=_row(request, key), accept=accept, acting=request.acting)
    except parameter_rows.CannotSet as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已撤销，原来的值恢复") if accept else _("没有撤销，仍然有效"))
    return redirect("desk:parameter-row", key)


@needs("parameters.read", methods=("GET",))
def export(request: DeskRequest) -> HttpResponse:
    """The same list as a workbook."""
    _form, place, areas, on = _asked(request)
    groups = sheet(place, areas, on, list(parameter_rows.rows_seen(request.acting)))
    lines = sum(len(item.lines) for _group, items in groups for item in items)
    content = workbook(groups, place=dict(places(request.acting))[place], on=on, acting=request.acting)
    note(request.acting, Verb.ACCESS_EXPORTED, "list", "parameters", {"what": _("标准与参数"), "lines": lines})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="parameters-{place}-{on.isoformat()}.xlsx"'
    return response
