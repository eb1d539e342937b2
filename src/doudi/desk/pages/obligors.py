"""义务人: who owes the family support, added, corrected and taken off while the case is still being looked into."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.standing import position
from doudi.desk.correcting import Routes, edit_urls, kept
from doudi.desk.forms.obligors import KnownObligorForm, StrikeForm, around_of
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.hardship import HARDSHIP
from doudi.households.models import Member, Obligor
from doudi.households.queries import household_view
from doudi.verification.correcting import why_not
from doudi.verification.obligors import correct_obligor, strike_obligor

OBLIGORS = Routes("desk:obligors", "desk:obligor", "desk:obligor-strike")


@needs("case.register", methods=("GET",))
def listing(request: DeskRequest, number: str) -> HttpResponse:
    """Everybody who owes support as they stand, whose consent lacks, and the ways to correct them."""
    case = the_case(request, number, "case.register")
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "义务人"}, case.town)
    family = household_view(household=case.household, on=request.today)
    lacking = {each.key for each in position(case, request.acting).missing}
    return render(request, "desk/obligors/list.html", {
        "case": case, "rows": [(one, one.key in lacking) for one in family.obligors],
        "table": _("义务人表"), "obstacle": why_not(case, request.acting), "hardship": case.programme == HARDSHIP,
    })  # fmt: skip


@needs("case.register")
def new(request: DeskRequest, number: str) -> HttpResponse:
    """One more who owes support."""
    return _answered(request, the_case(request, number, "case.register"), None)


@needs("case.register")
def edit(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """One who is known, corrected."""
    case = the_case(request, number, "case.register")
    return _answered(request, case, _known(case, key))


@needs("case.register", methods=("POST",))
def strike(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """撤下: somebody who owes support no more, or never did."""
    case = the_case(request, number, "case.register")
    known, form = _known(case, key), StrikeForm(request.POST)
    if not form.is_valid():
        return _page(request, case, known, _form(request, case, known, bound=False), form)
    strike_obligor(
        case=case, version=version_of(request), obligor=known, cause=form.cleaned_data["cause"], acting=request.acting
    )
    messages.success(request, _("已撤下：%s") % known.name)
    return redirect("desk:obligors", number)


def _known(case: Case, key: UUID) -> Obligor:
    row = Obligor.objects.filter(household=case.household_id, pk=key).prefetch_related("assets").first()
    if row is None:
        raise Http404
    return row


def _answered(request: DeskRequest, case: Case, known: Obligor | None) -> HttpResponse:
    form = _form(request, case, known, bound=request.method == "POST")
    if request.method == "POST" and form.is_valid() and kept(case, form, lambda: _correct(request, case, form)):
        messages.success(request, _("已登记：%s") % form.cleaned_data["name"])
        return redirect("desk:obligors", case.number)
    return _page(request, case, known, form, StrikeForm())


def _correct(request: DeskRequest, case: Case, form: KnownObligorForm) -> None:
    correct_obligor(case=case, version=version_of(request), entry=form.corrected(), acting=request.acting)


def _form(request: DeskRequest, case: Case, known: Obligor | None, *, bound: bool) -> KnownObligorForm:
    members = list(Member.objects.filter(household=case.household_id, until=None))
    hardship_of = str(case.applicant_id) if case.programme == HARDSHIP else ""
    around = around_of(members, hardship_of=hardship_of, on=request.today)
    return KnownObligorForm(request.POST if bound else None, known=known, around=around)


def _page(
    request: DeskRequest, case: Case, known: Obligor | None, form: KnownObligorForm, ending: StrikeForm
) -> HttpResponse:
    return render(request, "desk/obligors/edit.html", {
        **edit_urls(OBLIGORS, case, known), "known": known, "form": form, "ending": ending,
        "obstacle": why_not(case, request.acting),
    })  # fmt: skip
