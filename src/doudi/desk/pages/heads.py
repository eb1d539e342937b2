"""更换户主: who of the family is to be its head, and what everybody else is to them, in one act."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.desk.correcting import kept
from doudi.desk.forms.heads import HeadForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.households.models import Member
from doudi.households.queries import account_on
from doudi.households.queries.views import member_view
from doudi.law.codes import PROGRAMMES
from doudi.verification.heads import HeadChanged, pass_on_head, why_not_head, why_not_now
from doudi.verification.members import speaks_for_all


@needs("case.register", methods=("GET",))
def candidates(request: DeskRequest, number: str) -> HttpResponse:
    """Everybody of the family but the head: who can be the head, and why others can't."""
    case = the_case(request, number, "case.register")
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "家庭成员"}, case.town)
    head, *others = _people(case)
    return render(request, "desk/members/heads.html", {
        "case": case, "table": _("家庭成员表"), "head": head, "obstacle": why_not_now(case, request.acting),
        "rows": [(member_view(one), why_not_head(case, one, request.today)) for one in others],
    })  # fmt: skip


@needs("case.register")
def pass_on(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """One of them becomes the head."""
    case = the_case(request, number, "case.register")
    head, *_others = people = _people(case)
    new = _one_of(people, key)
    form = HeadForm(
        request.POST or None, new=new, others=[one for one in people if one is not new], on=request.today,
        asks_applicant=speaks_for_all(case), applicant=case.applicant_id,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and kept(case, form, lambda: _pass_on(request, case, form)):
        return redirect("desk:members", number)
    return render(request, "desk/members/head.html", {
        "case": case, "new": new, "head": head, "form": form, "list_url": reverse("desk:members", args=[number]),
        "obstacle": why_not_now(case, request.acting) or why_not_head(case, new, request.today),
    })  # fmt: skip


def _one_of(people: Sequence[Member], key: UUID) -> Member:
    for one in people:
        if one.pk == key:
            return one
    raise Http404


def _people(case: Case) -> list[Member]:
    """The people of the family, the head first."""
    found = Member.objects.filter(household=case.household_id, until=None)
    return sorted(found, key=lambda one: one.relation != "head")


def _pass_on(request: DeskRequest, case: Case, form: HeadForm) -> None:
    done = pass_on_head(case=case, version=version_of(request), change=form.change(), acting=request.acting)
    for sentence in _told(case, done, request):
        messages.success(request, sentence)


def _told(case: Case, done: HeadChanged, request: DeskRequest) -> list[str]:
    """What was done, and what it asks for."""
    told = [_("户主已换成%s") % done.name]
    if done.lapsed:
        papers = "、".join(f"《{kind.title_in(PROGRAMMES[case.programme])}》" for kind in done.lapsed)
        told.append(_("%s由原申请人签名，不再有效，请新申请人重新签名后登记") % papers)
    if done.gone:
        told.append(_("%s已撤下，他（她）的授权书留在卷内，不再使用") % done.gone)
    account = account_on(case.household, request.today)
    if done.gone and account and account.owner_name == done.gone:
        told.append(_("发放账户的户名还是%s，发放前要换成家里人的账户") % done.gone)
    return told
