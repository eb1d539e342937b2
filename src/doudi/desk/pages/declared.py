"""自报: the amounts that the family declared, put right where they were typed wrong, until the request is accepted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.desk.correcting import Routes, edit_urls, kept
from doudi.desk.forms.declared import SORTS, known_answers, sort_of, typed
from doudi.desk.forms.obligors import around_of
from doudi.desk.forms.registering_money import AssetForm, FlowForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.households.codes import Source, word
from doudi.households.models import Item, Member
from doudi.households.queries import item_views
from doudi.households.queries.views import ItemView, details_words
from doudi.law import codes as law
from doudi.verification.declared import correct_declared, strike_declared, why_not

DECLARED = Routes("desk:declared", "desk:declared-one", "desk:declared-strike")


@needs("case.register", methods=("GET",))
def listing(request: DeskRequest, number: str) -> HttpResponse:
    """What the family declared, row by row, and the ways to put it right."""
    case = the_case(request, number, "case.register")
    note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": "自报"}, case.town)
    items = item_views(household=case.household, case_number=case.number)
    return render(request, "desk/declared/list.html", {
        "case": case, "table": _("自报表"), "obstacle": why_not(case, request.acting),
        "rows": [(row, _besides(row)) for row in items if row.source == Source.DECLARED],
    })  # fmt: skip


def _besides(row: ItemView) -> str:
    """What stands beside an amount: its period, the area of a home, the use of a vehicle."""
    return "，".join(filter(None, [law.PERIODS.get(row.per, ""), *details_words(row.details)]))


@needs("case.register")
def new(request: DeskRequest, number: str, sort: str) -> HttpResponse:
    """An amount that was forgotten: `sort` flow or asset."""
    case = the_case(request, number, "case.register")
    if sort not in SORTS:
        raise Http404
    return _answered(request, case, sort, None)


@needs("case.register")
def edit(request: DeskRequest, number: str, key: int) -> HttpResponse:
    """An amount that was typed wrong."""
    case = the_case(request, number, "case.register")
    known = _known(case, key)
    return _answered(request, case, sort_of(known), known)


@needs("case.register", methods=("POST",))
def strike(request: DeskRequest, number: str, key: int) -> HttpResponse:
    """删去: an amount that the family never declared."""
    case = the_case(request, number, "case.register")
    known = _known(case, key)
    strike_declared(case=case, version=version_of(request), key=key, acting=request.acting)
    messages.success(request, _("已删去：%s") % word(known.sort, known.kind))
    return redirect("desk:declared", number)


def _known(case: Case, key: int) -> Item:
    mine = Item.objects.filter(household=case.household_id, case_number=case.number, source=Source.DECLARED)
    row = mine.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _answered(request: DeskRequest, case: Case, sort: str, known: Item | None) -> HttpResponse:
    form = _form(request, case, sort, known)
    if request.method == "POST" and form.is_valid() and kept(case, form, lambda: _correct(request, case, form, known)):
        messages.success(request, _("已登记"))
        return redirect("desk:declared", case.number)
    return render(request, "desk/declared/edit.html", {
        **edit_urls(DECLARED, case, known), "known": known, "word": word(known.sort, known.kind) if known else "",
        "form": form, "obstacle": why_not(case, request.acting),
    })  # fmt: skip


def _correct(request: DeskRequest, case: Case, form: FlowForm | AssetForm, known: Item | None) -> None:
    correct_declared(
        case=case, version=version_of(request), entry=typed(form, known), acting=request.acting,
        key=known.pk if known else None,
    )  # fmt: skip


def _form(request: DeskRequest, case: Case, sort: str, known: Item | None) -> FlowForm | AssetForm:
    members = list(Member.objects.filter(household=case.household_id, until=None))
    return SORTS[sort](
        request.POST if request.method == "POST" else None, around=around_of(members, hardship_of="", on=request.today),
        initial=known_answers(known) if known else None,
    )  # fmt: skip
