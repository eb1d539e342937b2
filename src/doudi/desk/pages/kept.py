"""您刚才填的: handed back after logging in again, and on a page that had grown too old to be sent."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.desk.guard import DeskRequest, needs
from doudi.desk.kept import kept_for, typed_in


@needs("desk", methods=("GET",))
def again(request: DeskRequest) -> HttpResponse:
    """What was typed before the session ended, to be sent on or copied; to the desk where there is nothing."""
    typed = kept_for(request, request.acting.officer_id)
    if typed is None:
        return redirect("desk:workbench")
    return render(request, "desk/kept.html", {"typed": typed})


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page is older than the log-in. What came from our own page is shown and may be sent again."""
    typed = typed_in(request) if _is_ours(request) and getattr(request, "acting", None) else None
    return render(request, "403_csrf.html", {"typed": typed, "back": request.path}, status=403)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this; another site can't make it say so."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
