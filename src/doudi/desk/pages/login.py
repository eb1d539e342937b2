"""Logging in and out, choosing a post, moving the demonstration's day."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from doudi.accounts.actions import begin_session, move_day, note_access
from doudi.accounts.calendar import calendar
from doudi.accounts.models import Officer
from doudi.accounts.queries import posts_of
from doudi.accounts.sessions import SEAT
from doudi.audit.verbs import Verb
from doudi.desk.forms.login import LoginForm, PostForm
from doudi.desk.guard import DeskRequest, needs, open_to_all
from doudi.desk.kept import KEPT, WHO, kept_for, remember_who
from doudi.ui import forgive


@open_to_all
def log_in(request: DeskRequest) -> HttpResponse:
    """登录: a new session at each log-in; the one before ends."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = authenticate(request, **form.cleaned_data)
        if isinstance(officer, Officer) and posts_of(officer, request.today):
            return _let_in(request, officer)
        _note_failure(request, form.cleaned_data["username"], Verb.ACCESS_FAILED)
        form.add_error(None, _("您今天没有在任的岗位，请找安全管理员") if officer else _("登录名或密码不对"))
    return render(request, "ui/login.html", {
        "form": form, "next": request.GET.get("next", ""), "kept": KEPT in request.session,
    })  # fmt: skip


def _let_in(request: DeskRequest, officer: Officer) -> HttpResponse:
    """To where the person was going, or to what they had typed before their session ended."""
    login(request, officer, backend="doudi.accounts.login.LoginBackend")
    begin_session(officer=officer, session_key=request.session.session_key or "")
    note_access(login=officer.login, name=officer.name, verb=Verb.ACCESS_LOGIN, at=request.now, on=request.today)
    answer = redirect("desk:kept" if kept_for(request, officer.pk) else _next(request, "desk:workbench"))
    remember_who(answer, officer.pk)
    return answer


def locked(request: HttpRequest, credentials: dict[str, Any], *_args: Any, **_kwargs: Any) -> HttpResponse:
    """After five wrong passwords: the same words whether or not the name exists, and the right password doesn't help."""
    form = LoginForm(request.POST or None)
    form.is_valid()
    form.add_error(None, _("登录名或密码不对；连错 5 次，已锁 15 分钟"))
    _note_failure(request, str(credentials.get("username", "")), Verb.ACCESS_LOCKED)
    return render(request, "ui/login.html", {"form": form, "next": request.GET.get("next", "")}, status=429)


def _note_failure(request: Any, name: str, verb: Verb) -> None:
    # An unknown name may be a mistyped ID number: it is never written down.
    known = Officer.objects.filter(login=name).first()
    note_access(
        login=known.login if known else "unknown", name=known.name if known else "", verb=verb, at=request.now,
        on=request.today,
    )  # fmt: skip


@needs("desk", methods=("POST",))
def log_out(request: DeskRequest) -> HttpResponse:
    """退出: the session ends on the server."""
    logout(request)
    answer = redirect("desk:login")
    answer.delete_cookie(WHO, path="/desk/")
    return answer


@needs("desk")
def posts(request: DeskRequest) -> HttpResponse:
    """我的岗位: which post to act in, where a person holds several."""
    form = PostForm(request.POST or None, initial={"seat": request.session.get(SEAT, request.seats[0].key)})
    form.fields["seat"].choices = [(seat.key, seat.title) for seat in request.seats]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        request.session[SEAT] = form.cleaned_data["seat"]
        return redirect("desk:workbench")
    return render(request, "desk/posts.html", {"form": form})


@needs("day.move", methods=("POST",))
def move(request: DeskRequest) -> HttpResponse:
    """下一天 / 下一工作日 / 跳到…: only where a demonstration runs."""
    if not settings.DEMO:
        raise Http404
    try:
        move_day(to=_wanted_day(request), acting=request.acting)
    except ValidationError as wrong:
        messages.error(request, wrong.message)
    except ValueError as wrong:
        messages.error(request, str(wrong))
    return redirect(_next(request, "desk:workbench"))


def _wanted_day(request: DeskRequest) -> date:
    if request.POST.get("move") == "to":
        return forgive.read_day(request.POST.get("day", ""))
    if request.POST.get("move") == "working":
        return calendar().after(1, request.today).day
    return request.today + timedelta(1)


def _next(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else default
