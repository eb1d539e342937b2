"""One request: headers, one walled transaction, who acts in which post on which day."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from doudi.accounts.acting import Acting
from doudi.accounts.areas import enter
from doudi.accounts.day import now, today
from doudi.accounts.edited import look_again
from doudi.accounts.models import Officer
from doudi.accounts.queries import Seat, acting_as, posts_of
from doudi.accounts.sessions import SEAT, SEEN

Answer = Callable[[HttpRequest], HttpResponse]


def headers(answer: Answer) -> Answer:
    """Headers on every response: nothing of a desk page may stay in a cache (S30)."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response

    return handle


def transaction_(answer: Answer) -> Answer:
    """One transaction a request, under a web role without areas; an error takes everything back."""

    def handle(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            enter(None)
            response = answer(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                with connection.cursor() as cursor:
                    cursor.execute("reset role")
        return response

    def safely(request: HttpRequest) -> HttpResponse:
        try:
            return handle(request)
        except OperationalError:
            return HttpResponse("数据库暂时连不上，已填写的内容请先留在页面上，稍后再提交。", status=503)

    return safely


def standing(answer: Answer) -> Answer:
    """Who acts (session, post, area) and on which day; ends idle and replaced sessions (S17)."""

    def handle(request: HttpRequest) -> HttpResponse:
        look_again()
        request.now, request.today = now(), today()  # type: ignore[attr-defined]
        request.acting, request.seats = _acting(request)  # type: ignore[attr-defined]
        enter(request.acting)  # type: ignore[attr-defined]
        return answer(request)

    return handle


def _acting(request: HttpRequest) -> tuple[Acting | None, list[Seat]]:
    officer = request.user
    if not isinstance(officer, Officer):
        return None, []
    if _is_over(request, officer):
        logout(request)
        return None, []
    seats = posts_of(officer, request.today)  # type: ignore[attr-defined]
    chosen = next((seat for seat in seats if seat.key == request.session.get(SEAT)), seats[0] if seats else None)
    if chosen is None:
        return None, []
    moment, day = request.now, request.today  # type: ignore[attr-defined]
    return acting_as(officer, chosen, at=moment, on=day), seats


def _is_over(request: HttpRequest, officer: Officer) -> bool:
    moment = request.now.timestamp()  # type: ignore[attr-defined]
    seen = request.session.get(SEEN, moment)
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS).total_seconds()
    if officer.session_key != request.session.session_key or moment - seen > idle:
        return True
    if moment - seen > 60 or SEEN not in request.session:
        request.session[SEEN] = moment
    return False
