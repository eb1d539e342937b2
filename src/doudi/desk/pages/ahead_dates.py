"""登记到期的日子: last days of studies and disability cards of people on the register, one person at a time."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.access import visible_to
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.steps import Stale
from doudi.desk.forms.ahead import LastDaysForm
from doudi.desk.guard import DeskRequest, needs, page_of, version_of
from doudi.households import actions, changing
from doudi.households.models import Member
from doudi.households.queries import MemberView, member_view
from doudi.law.divisions import tree
from doudi.payments.queries.ahead_undated import member_in, undated
from doudi.ui.parts import Pager

PER = 50


@needs("ahead.keep", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """Who lacks a last day."""
    found = undated(partial(visible_to, request.acting), request.today)
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = [_row(member) for member in found[(pager.page - 1) * PER : pager.page * PER]]
    note(request.acting, Verb.ACCESS_READ, "list", "ahead-dates", {"what": _("没有登记到期日子的人")})
    return render(request, "desk/ahead/dates.html", {"rows": rows, "pager": pager})


def _row(member: Member) -> tuple[MemberView, str]:
    return member_view(member), tree().get(member.village).short_name


@needs("ahead.keep")
def enter(request: DeskRequest, key: UUID) -> HttpResponse:
    """One person's last days; what the person hasn't isn't asked. Errors: Http404 outside the area."""
    member = member_in(partial(visible_to, request.acting), key)
    if member is None:
        raise Http404
    form = LastDaysForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data.get(name) for name in ("study_ends", "card_ends")}
        try:
            actions.set_last_days(member=member, version=version_of(request), acting=request.acting, **days)
        except changing.Stale as stale:
            raise Stale(stale.changes) from stale
        messages.success(request, _("已登记，到期前会提醒"))
        return redirect("desk:ahead")
    return render(request, "desk/ahead/date.html", {
        "form": form, "person": member_view(member), "place": tree().get(member.village).name,
        "version": member.household.version,
    })  # fmt: skip
