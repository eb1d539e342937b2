"""更正发放账户: where the money is to go, put right before the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.desk.correcting import kept
from doudi.desk.forms.payments import RegisteredAccountForm, likely_account
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.households.queries import account_on
from doudi.households.queries.views import account_view
from doudi.payments.corrections import basis_of
from doudi.payments.registered_account import correct_registered_account, why_not


@needs("case.register")
def correct(request: DeskRequest, number: str) -> HttpResponse:
    """The account as it is, and as it should be."""
    case = the_case(request, number, "case.register")
    form = RegisteredAccountForm(request.POST or None, initial=likely_account(case.household))
    if request.method == "POST" and form.is_valid() and kept(case, form, lambda: _correct(request, case, form)):
        messages.success(request, _("已更正发放账户"))
        return redirect("desk:members", number)
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "发放账户"}, case.town)
    obstacle = why_not(case, request.acting)
    changes = obstacle and may(request.acting, "failure.read") and basis_of(case.household)
    return render(request, "desk/members/account.html", {
        "case": case, "form": form, "list_url": reverse("desk:members", args=[number]),
        "account": account_view(account_on(case.household, request.today)), "obstacle": obstacle,
        "change_url": reverse("desk:failure", args=[case.household_id]) if changes else "",
    })  # fmt: skip


def _correct(request: DeskRequest, case: Case, form: RegisteredAccountForm) -> None:
    correct_registered_account(
        case=case, version=version_of(request), account=form.entry(), reason=form.cleaned_data["reason"],
        acting=request.acting,
    )  # fmt: skip
