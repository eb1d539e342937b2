"""人员和岗位: accounts by the system administrator, posts by the security administrator; nobody does both (三员分立)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts import people
from doudi.accounts.access import may
from doudi.accounts.actions import begin_session, grant_post
from doudi.accounts.models import Officer, PostHeld
from doudi.cases.steps import NotNow
from doudi.desk.forms.office import DisableForm, EndPostForm, EnrolForm, NewPasswordForm, PeopleQuery, PostForm
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.ui.parts import Pager, Tag

PER = 50
ONE_TIME = "one_time_password"


@needs("people.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """Everybody with an account, their posts, whether the account is open."""
    form = PeopleQuery(request.GET or None)
    found = people.people_found(form.cleaned_data["q"] if form.is_bound and form.is_valid() else "")
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    page = list(found[(pager.page - 1) * PER : pager.page * PER])
    held = people.held_by(page, request.today)
    rows = [{"officer": one, "posts": [_words(row) for row in held[one.pk]], "tag": _tag(one)} for one in page]
    return render(request, "desk/office/people.html", {
        "form": form, "rows": rows, "pager": pager, "may_keep": may(request.acting, "people.keep"),
    })  # fmt: skip


def _words(row: PostHeld) -> str:
    title = f"{tree().get(row.division).name} · {Post(row.post).title}"
    return _("%(title)s（至%(until)s）") % {"title": title, "until": f"{row.until:%Y-%m-%d}"} if row.until else title


def _tag(officer: Officer) -> Tag:
    if not officer.is_active:
        return Tag(_("已停用"), "settled")
    return Tag(_("待本人设密码"), "waiting") if officer.one_time_until else Tag(_("在用"), "mine")


@needs("people.keep")
def enrol(request: DeskRequest) -> HttpResponse:
    """开立账号: the one-time password is shown once, on the next page only."""
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            officer, password = people.enrol_once(**form.cleaned_data, acting=request.acting)
        except people.Refused as refused:
            form.add_error("login", str(refused))
        else:
            return _shown_once(request, officer, password)
    return render(request, "desk/office/enrol.html", {"form": form})


def _shown_once(request: DeskRequest, officer: Officer, password: str) -> HttpResponse:
    return render(request, "desk/office/one_time.html", {"officer": officer, "password": password})


@needs("people.read", methods=("GET",))
def show(request: DeskRequest, login: str) -> HttpResponse:
    """One person: account, posts, and what the administrator at hand may do."""
    return _page(request, _officer(login))


def _page(request: DeskRequest, officer: Officer, refused: int = 0, **forms: Any) -> HttpResponse:
    rows = [
        {"row": row, "title": f"{tree().get(row.division).name} · {Post(row.post).title}"}
        for row in people.held_by([officer], request.today)[officer.pk]
    ]
    fresh = {"disable": DisableForm(), "grant": PostForm(initial={"since": request.today}), "ending": EndPostForm()}
    return render(request, "desk/office/person.html", {
        "officer": officer, "tag": _tag(officer), "posts": rows, "may_keep": may(request.acting, "people.keep"),
        "may_grant": may(request.acting, "posts.grant"), "is_self": officer.pk == request.acting.officer_id,
        "tomorrow": request.today, "refused": refused, **{**fresh, **forms}, "form": next(iter(forms.values()), None),
    })  # fmt: skip


def _officer(login: str) -> Officer:
    found = Officer.objects.filter(login=login).first()
    if found is None:
        raise Http404
    return found


@needs("people.keep", methods=("POST",))
def disable(request: DeskRequest, login: str) -> HttpResponse:
    """停用: out at the next request."""
    officer, form = _officer(login), DisableForm(request.POST)
    if not form.is_valid():
        return _page(request, officer, disable=form)
    _refusing(people.disable, officer=officer, reason=form.cleaned_data["reason"], acting=request.acting)
    messages.success(request, _("已停用，%s的登录立即失效") % officer.name)
    return redirect("desk:person", login)


@needs("people.keep", methods=("POST",))
def reopen(request: DeskRequest, login: str) -> HttpResponse:
    """恢复账号, or a new one-time password for one that is open."""
    officer = _officer(login)
    act = people.reset_password if officer.is_active else people.enable
    password = _refusing(act, officer=officer, acting=request.acting)
    return _shown_once(request, officer, password)


@needs("posts.grant", methods=("POST",))
def grant(request: DeskRequest, login: str) -> HttpResponse:
    """授予岗位."""
    officer, form = _officer(login), PostForm(request.POST)
    if not form.is_valid():
        return _page(request, officer, grant=form)
    _refusing(people.refuse_own_post, officer, request.acting)
    given = form.cleaned_data
    if PostHeld.objects.filter(officer=officer, post=given["post"], division=given["division"], until=None).exists():
        form.add_error("post", _("这个人已任这个岗位"))
        return _page(request, officer, grant=form)
    try:
        grant_post(
            officer=officer, post=Post(given["post"]), division=given["division"], since=given["since"],
            by=request.acting.actor, at=request.now,
        )  # fmt: skip
    except ValueError as refused:
        form.add_error("post", str(refused))
        return _page(request, officer, grant=form)
    messages.success(request, _("已授予"))
    return redirect("desk:person", login)


@needs("posts.grant", methods=("POST",))
def end_post(request: DeskRequest, login: str, key: int) -> HttpResponse:
    """结束岗位 from a day on."""
    officer, form = _officer(login), EndPostForm(request.POST)
    held = PostHeld.objects.select_related("officer").filter(pk=key, officer=officer).first()
    if held is None:
        raise Http404
    if not form.is_valid():
        return _page(request, officer, refused=key, ending=form)
    try:
        people.end_post(held=held, until=form.cleaned_data["until"], acting=request.acting)
    except people.Refused as refused:
        form.add_error("until", str(refused))
        return _page(request, officer, refused=key, ending=form)
    messages.success(request, _("已定结束日"))
    return redirect("desk:person", login)


def _refusing(act: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return act(*args, **kwargs)
    except people.Refused as refused:
        raise NotNow([str(refused)]) from refused


@needs("desk")
def password(request: DeskRequest) -> HttpResponse:
    """设密码: in place of the one-time password, before anything else; or whenever a person likes."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = Officer.objects.get(pk=request.acting.officer_id)
        people.choose_password(
            officer=officer, password=form.cleaned_data["password"], at=request.now, on=request.today
        )
        update_session_auth_hash(request, officer)
        begin_session(officer=officer, session_key=request.session.session_key or "")
        messages.success(request, _("密码已设好"))
        return redirect("desk:workbench")
    return render(request, "desk/office/password.html", {"form": form})
