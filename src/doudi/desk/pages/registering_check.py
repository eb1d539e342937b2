"""核对并提交: all answers on one page with the way back to each, every error in one list, then one press."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.calendar import calendar
from doudi.cases.actions import NotNow
from doudi.cases.actions.registering import register
from doudi.cases.models import Case
from doudi.desk.forms.registering import OVERVIEW, Section
from doudi.desk.forms.registering_papers import PapersForm
from doudi.desk.pages.registering_answers import Group, groups
from doudi.desk.pages.registering_entries import application_of
from doudi.desk.pages.registering_standing import Standing, look_around, must_stand_aside, standing
from doudi.desk.pages.registering_typed import Opened
from doudi.households.entries import WrongEntry
from doudi.law.divisions import tree
from doudi.law.limits import due
from doudi.ui.errors import Fault
from doudi.ui.words import day


@dataclass(frozen=True)
class Part:
    """One section on the check page: its answers and the way back to it."""

    section: Section
    url: str
    groups: list[Group]
    is_begun: bool


def check(opened: Opened) -> HttpResponse:
    """The check page; a POST submits, and comes back to it when something is wrong."""
    found = standing(opened.typed, opened.around)
    look_around(found, opened.draft.town)
    aside = must_stand_aside(found, opened.acting)
    faults = _faults(found, opened)
    if opened.request.method == "POST" and not faults and not aside:
        return _submit(opened, found)
    papers = found["papers"].form
    context = {
        "draft": opened.draft, "aside": aside, "errors": faults if opened.request.method == "POST" else [],
        "faults": faults, "parts": _parts(found, opened), "overview": opened.url(OVERVIEW),
        "lacking": papers.lacking() if isinstance(papers, PapersForm) else [],
    }  # fmt: skip
    return render(opened.request, "desk/registering/check.html", context)


def _submit(opened: Opened, found: Standing) -> HttpResponse:
    application = application_of(opened, {code: one.form for code, one in found.items()})
    try:
        case = register(application=application, acting=opened.acting, draft=opened.draft.key)
    except WrongEntry as wrong:
        raise NotNow([wrong.sentence]) from wrong
    messages.success(opened.request, receipt(case, opened))
    return redirect("desk:case", case.number)


def receipt(case: Case, opened: Opened) -> str:
    """The number, what happens next, and by when."""
    last: Any = due("confirm", opened.acting.on, calendar()).due
    return _(
        "登记好了，案号 %(number)s。下一步由%(town)s经办查收材料：齐全就受理，缺的一次告知。"
        "受理之日起 20 个工作日内确认；今天受理的，至迟 %(last)s"
    ) % {"number": case.number, "town": tree().get(case.town).name, "last": day(last, opened.acting.on, long=True)}


def _faults(found: Standing, opened: Opened) -> list[Fault]:
    """Everything that is wrong, with the address of the question it speaks of."""
    listed: list[Fault] = []
    for code, one in found.items():
        url = f"{opened.url(code)}?check=1&back=check#"
        listed += [Fault(f"{one.section.title}：{fault.text}", url + fault.target) for fault in one.faults]
        if one.stops and not one.faults:
            how = _("还没有填；没有的，打开后直接保存") if one.section.may_be_empty else _("还没有填")
            listed.append(Fault(f"{one.section.title}：{how}", url))
    return listed


def _parts(found: Standing, opened: Opened) -> list[Part]:
    return [
        Part(one.section, f"{opened.url(code)}?back=check", groups(one.form) if one.begun else [], one.begun)
        for code, one in found.items()
    ]
