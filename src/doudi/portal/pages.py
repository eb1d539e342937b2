"""The public pages: what anybody may read without an account, from the whitelist projection only (N7)."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doudi.cases.queries import PROGRAMME_TITLES, notice_ended, public_notice, public_notices
from doudi.law.divisions import tree
from doudi.papers.queries import verdict
from doudi.portal import rate
from doudi.portal.board import board, kind, office, place
from doudi.portal.guide import ALLOWANCE
from doudi.portal.standards import standards
from doudi.ui.comfort import is_elder
from doudi.ui.parts import Link, StepMark

LATEST = 3
REFUSALS = {410: "ui/410.html", 429: "ui/429.html"}
Page = Callable[..., HttpResponse]


class PublicRequest(HttpRequest):
    """A request with the day and the moment read at the door."""

    today: date
    now: datetime


def public(page: Page) -> Page:
    """A page without a log-in: read only, kept out of search engines, in both editions (标准版, 长辈版)."""

    return hidden(require_safe(page))


def hidden(page: Page) -> Page:
    """A public page that search engines don't keep; said aloud to be without a log-in."""

    @wraps(page)
    def shown(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    shown.permission = ""  # type: ignore[attr-defined]
    return shown


def refused(request: PublicRequest, status: int) -> HttpResponse:
    """410 for what has ended, 429 for too much, in words."""
    return render(request, REFUSALS[status], status=status)


@public
def home(request: PublicRequest) -> HttpResponse:
    """首页: the doors that lead somewhere, the way of an application, the latest notices."""
    running = public_notices(on=request.today)
    return page_of(
        request,
        "portal/home.html",
        latest=board(running[:LATEST], request.today),
        total=len(running),
        steps=_steps(),
        standards=standards(request.today),
    )


@public
def guide(request: PublicRequest) -> HttpResponse:
    """办理指南: the fixed elements of the service guide."""
    return page_of(request, "portal/guide.html", guide=ALLOWANCE, steps=_steps(), standards=standards(request.today))


@public
def notices(request: PublicRequest) -> HttpResponse:
    """公示: what is up today, by town and village."""
    if rate.too_many(request, request.now):
        return render(request, "ui/429.html", status=429)
    town = request.GET.get("town", "")
    if town and (town not in tree() or not tree().get(town).is_town):
        raise Http404
    running = public_notices(on=request.today, town=town or None)
    return page_of(
        request,
        "portal/notices.html",
        entries=board(sorted(running, key=lambda one: (one.town_name, one.village_name)), request.today),
        town=tree().get(town).name if town else "",
        towns=_towns(request, town),
    )


@public
def notice(request: PublicRequest, token: str) -> HttpResponse:
    """One notice while it runs; afterwards 410 without any of its content."""
    shown = public_notice(token=token, on=request.today)
    if shown is None:
        if notice_ended(token=token, on=request.today):
            return refused(request, 410)
        raise Http404
    return page_of(
        request,
        "portal/notice.html",
        notice=shown,
        place=place(shown.village_name),
        kind=kind(shown.programme_title),
        is_hardship=shown.programme_title == PROGRAMME_TITLES["extreme_hardship_support"],
        office=office(shown.town_name),
        left=(shown.ends_on - request.today).days,
    )


@public
def verify(request: PublicRequest, token: str) -> HttpResponse:
    """文书核验, behind a paper's QR code: current, replaced or unknown; never whose paper it is."""
    if rate.too_many(request, request.now):
        return render(request, "ui/429.html", status=429)
    return page_of(request, "portal/verify.html", verdict=verdict(token))


def _steps() -> list[StepMark]:
    return [StepMark(title, note) for title, note in ALLOWANCE.steps]


def _towns(request: HttpRequest, chosen: str) -> list[Link]:
    every = Link(_("全部"), _link(request, town=""), here=not chosen)
    return [every, *(Link(one.name, _link(request, town=one.code), here=one.code == chosen) for one in tree().towns)]


def page_of(request: PublicRequest, template: str, **values: Any) -> HttpResponse:
    """A page in its frame, in the edition that was asked for."""
    elder = is_elder(request)
    frame = {
        "elder": elder,
        "keep": "?elder=1" if elder else "",
        "toggle_url": _link(request, elder="0" if elder else "1"),
        "phone": settings.DOUDI_COMPLAINT_PHONE,
        "demo": settings.DEMO,
    }
    return render(request, template, {**frame, **values})


def _link(request: HttpRequest, **changed: str) -> str:
    """This page with some of its query changed; only the words this site knows are carried on."""
    query = {name: request.GET[name] for name in ("town", "elder") if name in request.GET} | changed
    kept = {name: value for name, value in query.items() if value}
    return f"?{urlencode(kept)}" if kept else request.path
