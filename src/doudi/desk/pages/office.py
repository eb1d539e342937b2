"""Relatives, deputies, the calendar: what the office keeps about itself."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts import calendar_days, delegating, people
from doudi.accounts.access import may
from doudi.accounts.actions import note, register_relative
from doudi.accounts.calendar import calendar
from doudi.accounts.models import CalendarDay, Delegation, Officer, Relative
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow
from doudi.desk.forms.office import CalendarDayForm, DelegationForm, RelativeForm
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.law.divisions import tree
from doudi.papers.actions import store
from doudi.papers.queries import file as kept_file
from doudi.papers.uploads import UploadRefused, clean
from doudi.ui.parts import Pager, Tag

PER = 50


@needs("relatives.own")
def relatives(request: DeskRequest) -> HttpResponse:
    """近亲属登记: one's own; the list of the area for who may see it."""
    form = RelativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        messages.success(request, _("已登记；这位亲属的案件会提示您回避"))
        return redirect("desk:relatives")
    mine = Relative.objects.filter(officer=request.acting.officer_id, until=None).order_by("pk")
    context = {"form": form, "mine": mine, "may_read": may(request.acting, "relatives.read")}
    if context["may_read"]:
        found = people.relatives_of_area(request.acting)
        pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
        context |= {"rows": found[(pager.page - 1) * PER : pager.page * PER], "pager": pager}
        note(request.acting, Verb.ACCESS_READ, "list", "relatives", {"what": _("近亲属备案表")})
    return render(request, "desk/office/relatives.html", context)


def _registered(request: DeskRequest, form: RelativeForm) -> bool:
    officer, acting = Officer.objects.get(pk=request.acting.officer_id), request.acting
    try:
        with transaction.atomic():
            register_relative(
                officer=officer, by=acting.actor, at=acting.at, on=acting.on,
                relation=form.cleaned_data["relation"], id_number=form.cleaned_data["id_number"],
                name=form.cleaned_data["name"],
            )  # fmt: skip
    except IntegrityError:
        form.add_error("id_number", _("这位亲属您已登记过"))
        return False
    return True


@needs("relatives.own", methods=("POST",))
def withdraw_relative(request: DeskRequest, key: int) -> HttpResponse:
    """撤销登记 of one's own relative."""
    found = Relative.objects.select_related("officer").filter(pk=key, officer=request.acting.officer_id).first()
    if found is None:
        raise Http404
    people.withdraw_relative(relative=found, acting=request.acting)
    messages.success(request, _("已撤销"))
    return redirect("desk:relatives")


@needs("delegation.read", methods=("GET",))
def delegations(request: DeskRequest) -> HttpResponse:
    """授权代签: who signs for whom, until when, by which paper."""
    return _delegations(request, _delegation_form(request))


def _delegation_form(request: DeskRequest) -> DelegationForm:
    form = DelegationForm(
        *((request.POST, request.FILES) if request.method == "POST" else (None, None)), on=request.today,
        initial={"since": request.today},
    )  # fmt: skip
    if may(request.acting, "delegation.make"):
        deputies = delegating.may_be_deputies(request.acting)
        form.fields["deputy"].choices = [("", _("请选择")), *((one.login, one.name) for one in deputies)]  # type: ignore[attr-defined]
    return form


def _delegations(request: DeskRequest, form: DelegationForm) -> HttpResponse:
    found = delegating.delegations_seen(request.acting)
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = [
        {
            "row": row, "town": tree().get(row.town).name, "tag": _standing(row, request),
            "mine": row.leader_id == request.acting.officer_id and row.revoked_on is None and row.until >= request.today,
        }
        for row in found[(pager.page - 1) * PER : pager.page * PER]
    ]  # fmt: skip
    own = may(request.acting, "delegation.make") and not request.acting.on_behalf_of
    return render(request, "desk/office/delegations.html", {
        "form": form, "rows": rows, "pager": pager, "may_make": own, "deputy": request.acting.on_behalf_of,
    })  # fmt: skip


def _standing(row: Delegation, request: DeskRequest) -> Tag:
    if row.revoked_on is not None:
        return Tag(_("已撤销"), "settled")
    if row.until < request.today:
        return Tag(_("已到期"), "settled")
    return Tag(_("生效中"), "mine") if row.since <= request.today else Tag(_("未到起日"), "waiting")


@needs("delegation.make", methods=("POST",))
def delegate(request: DeskRequest) -> HttpResponse:
    """授权给一名工作人员, by a number or a scan of the written paper."""
    form = _delegation_form(request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                delegating.delegate(
                    deputy=Officer.objects.get(login=given["deputy"]), since=given["since"], until=given["until"],
                    paper_number=given["paper_number"], file_key=_kept(request, given["scan"]), acting=request.acting,
                )  # fmt: skip
        except delegating.CannotDelegate as refused:
            form.add_error(refused.field or None, str(refused))
        except UploadRefused as refused:
            form.add_error("scan", str(refused))
        else:
            messages.success(request, _("已授权；代签人登录后在“我的岗位”里选用"))
            return redirect("desk:delegations")
    return _delegations(request, form)


def _kept(request: DeskRequest, scans: list) -> UUID | None:  # type: ignore[type-arg]
    """The scan of the written paper, cleaned and sealed. Errors: UploadRefused."""
    keys = [
        store(
            clean=clean(scan.name or "", scan.read()), object_kind="delegation", object_key=request.acting.division,
            label=_("授权书"), town=request.acting.division, village="", on=request.today, at=request.now,
            by_login=request.acting.login,
        ).key
        for scan in scans[:1]
    ]  # fmt: skip
    return keys[0] if keys else None


@needs("delegation.read", methods=("GET",))
def delegation_paper(request: DeskRequest, key: int) -> HttpResponse:
    """授权书: the scan, for who may see the delegation."""
    row = delegating.delegations_seen(request.acting).filter(pk=key, file_key__isnull=False).first()
    if row is None:
        raise Http404
    scan = kept_file(row.file_key) if row.file_key else None
    if scan is None:
        raise Http404
    note(request.acting, Verb.ACCESS_READ, "delegation", str(row.pk), {"what": _("授权书")}, row.town)
    response = HttpResponse(scan.content, content_type=scan.media_type)
    response["Content-Disposition"] = f'attachment; filename="delegation-{row.pk}"'
    return response


@needs("delegation.make", methods=("POST",))
def revoke(request: DeskRequest, key: int) -> HttpResponse:
    """撤销授权, from today on."""
    row = delegating.delegations_seen(request.acting).filter(pk=key).first()
    if row is None:
        raise Http404
    try:
        delegating.revoke(delegation=row, acting=request.acting)
    except delegating.CannotDelegate as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已撤销，立即失效"))
    return redirect("desk:delegations")


@needs("calendar.read", methods=("GET",))
def calendar_page(request: DeskRequest) -> HttpResponse:
    """工作日历: the edits, and who entered and confirmed them."""
    return _calendar(request, CalendarDayForm())


def _calendar(request: DeskRequest, form: CalendarDayForm) -> HttpResponse:
    found = calendar_days.edits()
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = found[(pager.page - 1) * PER : pager.page * PER]
    tones = {"proposed": "waiting", "confirmed": "mine", "rejected": "settled"}
    years = [
        {"year": year, "tag": _of_year(year)} for year in range(request.today.year, request.today.year + 3)
    ]  # fmt: skip
    return render(request, "desk/office/calendar.html", {
        "form": form, "pager": pager, "may_keep": may(request.acting, "calendar.keep"), "years": years,
        "rows": [{"row": row, "tag": Tag(str(row.get_state_display()), tones[row.state]),  # type: ignore[arg-type]
                  "own": row.entered_by == request.acting.login} for row in rows],
    })  # fmt: skip


def _of_year(year: int) -> Tag:
    return Tag(_("已公布"), "mine") if calendar().is_published(year) else Tag(_("未公布，期限标暂定"), "soon")


@needs("calendar.keep", methods=("POST",))
def enter_day(request: DeskRequest) -> HttpResponse:
    """录入一天."""
    form = CalendarDayForm(request.POST)
    if not form.is_valid():
        return _calendar(request, form)
    try:
        calendar_days.enter(**form.cleaned_data, acting=request.acting)
    except calendar_days.CannotEdit as refused:
        form.add_error("day", str(refused))
        return _calendar(request, form)
    messages.success(request, _("已录入，等另一人确认后生效"))
    return redirect("desk:calendar")


@needs("calendar.keep", methods=("POST",))
def decide_day(request: DeskRequest, key: int) -> HttpResponse:
    """确认或不采用, by another person."""
    row = CalendarDay.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    try:
        calendar_days.decide(row=row, accept=request.POST.get("accept") == "1", acting=request.acting)
    except calendar_days.CannotEdit as refused:
        raise NotNow([str(refused)]) from refused
    messages.success(request, _("已处理"))
    return redirect("desk:calendar")
