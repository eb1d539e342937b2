"""Who may enter a page: every page names a permission, or it doesn't exist."""

import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.access import can, may
from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.accounts.queries import Seat
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.queries import case_for
from doudi.cases.steps import NotNow, Stale
from doudi.desk.kept import keep
from doudi.households.entries import WrongEntry

Rest = ParamSpec("Rest")
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "password", "seen", "version", "digest"})
CODED = re.compile(r"[a-z0-9_:.-]+")  # what a button or a list sent, not what somebody wrote


class DeskRequest(HttpRequest):
    """A request after `config.middleware.standing`: `acting` is set on every page behind `needs`."""

    acting: Acting
    seats: list[Seat]
    today: date
    now: datetime


Page = Callable[Concatenate[DeskRequest, Rest], HttpResponse]
Route = Callable[..., HttpResponse]


def needs(permission: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[Page[Rest]], Route]:
    """Let only posts with this permission in; the page carries its name for the house test and the matrix.

    Nobody logged in → the log-in page; a post without the right → 403 and an entry in the log; a wrong method → 405.
    """

    def guard(page: Page[Rest]) -> Route:
        @wraps(page)
        def guarded(request: DeskRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            # HEAD is a GET without its body: a page that only takes POST must not run for it.
            if ("GET" if request.method == "HEAD" else request.method) not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            if request.acting is None:
                if request.method == "POST":
                    keep(request)
                return redirect(f"/desk/login/?{urlencode({'next': request.path})}")
            if not may(request.acting, permission):
                return denied(request, permission)
            if _must_choose_password(request):
                return redirect("desk:password")
            return _answered(page, request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def _must_choose_password(request: DeskRequest) -> bool:
    """Whether a person came by a one-time password and hasn't chosen their own yet (S15)."""
    match = request.resolver_match
    known = match.url_name if match else None
    return bool(getattr(request.user, "one_time_until", None)) and known not in ("password", "logout")


def _answered(page: Page[Rest], request: DeskRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
    """The page's answer; what a form wrote before it was refused is taken back with it. That somebody read, stays."""
    reads = request.method in ("GET", "HEAD")
    try:
        with nullcontext() if reads else transaction.atomic():
            return page(request, *args, **kwargs)
    except Stale as stale:
        return refused(request, stale.changes)
    except NotNow as refusal:
        return refused(request, refusal.obstacles)
    except WrongEntry as wrong:
        return refused(request, [wrong.sentence])


def refused(request: DeskRequest, sentences: Sequence[str]) -> HttpResponse:
    """409: what others did meanwhile, or what stands in the way. Nothing was changed."""
    typed = [
        text
        for name, text in request.POST.items()
        if name not in NOT_TYPED and len(text) > 3 and not CODED.fullmatch(str(text))
    ]
    return render(request, "ui/409.html", {"changes": sentences, "back": request.path, "typed": typed}, status=409)


def open_to_all(page: Route) -> Route:
    """A page without a log-in; said aloud, so that the house test can count them."""
    page.permission = ""  # type: ignore[attr-defined]
    return page


def denied(request: DeskRequest, permission: str) -> HttpResponse:
    """403, with an entry: inside the area, without the right."""
    note(request.acting, Verb.ACCESS_DENIED, "page", permission, {"path": request.path})
    return render(request, "403.html", {"reason": _("这件事不归您的岗位办")}, status=403)


def the_case(request: DeskRequest, number: str, act: str = "case.read") -> Case:
    """The case of that number in the person's area. Errors: Http404 outside it, PermissionError's page by `can`."""
    case = case_for(request.acting, number)
    if case is None or not can(request.acting, act, case):
        raise Http404
    return case


def version_of(request: HttpRequest) -> int:
    """The version of the case that the form saw; 0, which is never current, when it is missing."""
    text: Any = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def page_of(request: HttpRequest) -> int:
    """The page asked for; the first for anything that is no page."""
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
