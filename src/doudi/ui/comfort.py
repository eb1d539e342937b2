"""长辈版 and 快捷键: two preferences kept in cookies, chosen by plain links (?elder=1, ?keys=off), so they need no scripts."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
ELDER, KEYS = "elder", "keys"
YEAR = 366 * 86400
PLAIN = re.compile(r"[\w:.-]*")


def is_elder(request: HttpRequest) -> bool:
    """Whether the page is drawn in the elder edition: what the link asks for, else what was chosen before."""
    asked = request.GET.get(ELDER, "")
    return (asked if asked in ("0", "1") else request.COOKIES.get(ELDER)) == "1"


def keys_are_off(request: HttpRequest) -> bool:
    """Whether this person switched single-key shortcuts off in this browser (WCAG 2.1.4)."""
    asked = request.GET.get(KEYS, "")
    return (asked if asked in ("on", "off") else request.COOKIES.get(_keys_cookie(request))) == "off"


def _keys_cookie(request: HttpRequest) -> str:
    """One cookie a person: two people at one computer choose apart."""
    acting = getattr(request, "acting", None)
    return f"{KEYS}-{acting.officer_id}" if acting else KEYS


def context(request: HttpRequest) -> dict[str, Any]:
    """What every frame reads: `elder`, `keys_off`, and the links that turn them over."""
    elder, off = is_elder(request), keys_are_off(request)
    return {
        "elder": elder, "keys_off": off, "elder_url": turned(request, ELDER, "0" if elder else "1"),
        "keys_url": turned(request, KEYS, "on" if off else "off"),
    }  # fmt: skip


def turned(request: HttpRequest, name: str, value: str) -> str:
    """This page with one preference turned over; the plain words of its query are kept."""
    kept = [
        (key, each)
        for key, values in request.GET.lists()
        for each in values
        if key != name and PLAIN.fullmatch(key) and PLAIN.fullmatch(each)
    ]
    return f"?{urlencode([*kept, (name, value)])}"


def remember(answer: Answer) -> Answer:
    """Keep what was chosen by the link in a cookie; it says nothing about anybody."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.GET.get(ELDER) in ("0", "1"):
            _keep(response, ELDER, request.GET[ELDER])
        if request.GET.get(KEYS) in ("on", "off"):
            _keep(response, _keys_cookie(request), request.GET[KEYS])
        return response

    return handle


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
