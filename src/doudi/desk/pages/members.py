"""家庭成员: who the family is made of, added, corrected and taken off while the case is still being looked into."""

from collections.abc import Iterable
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
from doudi.desk.forms.members import KnownMemberForm, StrikeMemberForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.hardship import HARDSHIP
from doudi.households.models import Member
from doudi.households.queries import account_on
from doudi.households.queries.views import AccountView, account_view, member_view
from doudi.payments.registered_account import why_not as account_stands
from doudi.verification.heads import why_not_head
from doudi.verification.members import correct_member, needs_consent, strike_member, why_not, why_stays
from doudi.verification.models import SelfCareAssessment

MEMBERS = Routes("desk:members", "desk:member", "desk:member-strike")


@needs("case.register", methods=("GET",))
def listing(request: DeskRequest, number: str) -> HttpResponse:
    """Everybody of the family as they stand, whose consent lacks, and the ways to correct them."""
    case = the_case(request, number, "case.register")
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "家庭成员"}, case.town)
    lacking = {each.key for each in position(case, request.acting).missing}
    people = Member.objects.filter(household=case.household_id, until=None)
    account = account_view(account_on(case.household, request.today))
    return render(request, "desk/members/list.html", {
        "case": case, "table": _("家庭成员表"), "obstacle": why_not(case, request.acting),
        "account": account, "account_obstacle": account_stands(case, request.acting),
        "is_strangers": account is not None and _is_strangers(account, people),
        "rows": [(one, member_view(one), _consent(case, one, lacks=one.pk in lacking)) for one in people],
    })  # fmt: skip


def _is_strangers(account: AccountView, people: Iterable[Member]) -> bool:
    return not account.custody and account.owner_name not in {one.name for one in people}


def _consent(case: Case, member: Member, *, lacks: bool) -> str:
    if lacks:
        return "lacks"
    return "there" if needs_consent(case, member) else ""


@needs("case.register")
def new(request: DeskRequest, number: str) -> HttpResponse:
    """One more who was found to live with the family."""
    return _answered(request, the_case(request, number, "case.register"), None)


@needs("case.register")
def edit(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """One who is known, corrected."""
    case = the_case(request, number, "case.register")
    return _answered(request, case, _known(case, key))


@needs("case.register", methods=("POST",))
def strike(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """撤下: somebody who is of the family no more from a day on, or never was."""
    case = the_case(request, number, "case.register")
    known = _known(case, key)
    ending = StrikeMemberForm(request.POST, since=known.since, on=request.today)
    if ending.is_valid() and kept(case, ending, lambda: _strike(request, case, known, ending)):
        hint = _("；请到义务人里增加") if ending.cleaned_data["cause"] == "obligor" else ""
        messages.success(request, _("已撤下：%s") % known.name + hint)
        return redirect("desk:members", number)
    return _page(request, case, known, _form(request, case, known, bound=False), ending)


def _strike(request: DeskRequest, case: Case, known: Member, ending: StrikeMemberForm) -> None:
    strike_member(
        case=case, version=version_of(request), member=known, until=ending.cleaned_data["until"],
        cause=ending.cleaned_data["cause"], acting=request.acting,
    )  # fmt: skip


def _known(case: Case, key: UUID) -> Member:
    row = Member.objects.filter(household=case.household_id, pk=key, until=None).first()
    if row is None:
        raise Http404
    return row


def _answered(request: DeskRequest, case: Case, known: Member | None) -> HttpResponse:
    form = _form(request, case, known, bound=request.method == "POST")
    if request.method == "POST" and form.is_valid() and kept(case, form, lambda: _correct(request, case, form)):
        messages.success(request, _("已登记：%s") % form.cleaned_data["name"])
        return redirect("desk:members", case.number)
    ending = StrikeMemberForm(since=known.since, initial={"until": request.today}) if known else None
    return _page(request, case, known, form, ending)


def _correct(request: DeskRequest, case: Case, form: KnownMemberForm) -> None:
    correct_member(case=case, version=version_of(request), entry=form.corrected(), acting=request.acting)


def _form(request: DeskRequest, case: Case, known: Member | None, *, bound: bool) -> KnownMemberForm:
    return KnownMemberForm(request.POST if bound else None, known=known, asks=_asks(case, known), on=request.today)


def _asks(case: Case, known: Member | None) -> list[str]:
    """Refusing work matters for 低保 alone; the mode of support for whom 特困 concerns, until it is assessed with their
    self-care."""
    if case.programme != HARDSHIP:
        return ["refused_work"]
    is_asked = known is not None and known.pk == case.applicant_id
    return ["support"] if is_asked and not SelfCareAssessment.objects.filter(case=case).exists() else []


def _page(
    request: DeskRequest, case: Case, known: Member | None, form: KnownMemberForm, ending: StrikeMemberForm | None
) -> HttpResponse:
    return render(request, "desk/members/edit.html", {
        **edit_urls(MEMBERS, case, known), "known": known, "form": form, "ending": ending,
        "told": member_view(known) if known else None, "obstacle": why_not(case, request.acting),
        "stays": why_stays(case, known) if known else "",
        "head_obstacle": why_not_head(case, known, request.today) if known else "",
    })  # fmt: skip
