"""待遇: the awards of an area, one award with its months, held and let go on by two people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.accounts.calendar import calendar
from doudi.audit.verbs import Verb
from doudi.desk.asked_money import awards_asked
from doudi.desk.forms.payments import HoldForm, ReleaseForm
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.run_workings import award_working
from doudi.law.limits import LimitError, due
from doudi.payments import awards, queries
from doudi.payments.models import Award
from doudi.payments.queries import AwardPage
from doudi.ui.parts import Action, ActionBar, Pager, Tag, Tone

PER = 50
TONES: dict[str, Tone] = {"active": "mine", "suspended": "soon", "pending": "waiting", "ended": "settled"}
# Why a held award waits, and what ends the waiting (DESIGN N8), by the hold's code.
WHY = {
    "death": _("死亡（火化、户籍注销）比对命中。比对只是线索：先停下一笔，通知这家人，等核实；不因此停发待遇。"),
    "double": _("有人同时在另一户享受救助。先停下一笔，两镇（街道）会商，查清在哪一户；不因此停发待遇。"),
}


@needs("award.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """The awards of the area, filters in the URL."""
    form, wanted = awards_asked(request.GET, request.acting)
    found = queries.awards_for(request.acting, wanted)
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = queries.award_rows(found[(pager.page - 1) * PER : pager.page * PER])
    return render(request, "desk/payments/awards.html", {
        "query": form, "rows": [(row, Tag(row.state_title, TONES[row.state])) for row in rows], "pager": pager,
    })  # fmt: skip


@needs("award.read", methods=("GET",))
def show(request: DeskRequest, row: int) -> HttpResponse:
    """One award: what is paid a month, every month paid, every hold, why it is held now."""
    award = _award(request, row)
    page = queries.award_page(award)
    note(request.acting, Verb.ACCESS_READ, "award", str(award.pk), {"what": "待遇"}, award.town)
    return render(request, "desk/payments/award.html", {
        "page": page, "tag": Tag(page.row.state_title, TONES[page.row.state]), "why": WHY.get(award.hold, ""),
        "due": _review_due(award, page), "bar": _bar(request, award, page), "release": _release(request, award, page),
        "how": award_working(award), "may_case": may(request.acting, "case.read"),
        "may_ledger": may(request.acting, "ledger.read"),
    })  # fmt: skip


def _award(request: DeskRequest, key: int) -> Award:
    found = queries.award_for(request.acting, key)
    if found is None:
        raise Http404
    return found


def _review_due(award: Award, page: AwardPage) -> Any:
    """By when a death is to be followed by a recheck (T18); None where there is none."""
    if award.hold != Award.Hold.DEATH or page.hold is None:
        return None
    try:
        return due("death-recheck", page.hold.held[1], calendar())
    except LimitError:
        return None


def _bar(request: DeskRequest, award: Award, page: AwardPage) -> ActionBar:
    acting, key = request.acting, page.row.key
    if award.hold:
        hold = page.hold
        if hold and hold.asked:
            return ActionBar(_("等候：另一人看过核实结果，同意或不同意恢复"), _("%s 已提出恢复") % hold.asked[0])
        reason = "" if may(acting, "award.hold") else _("由民政助理员或发放制单提出")
        ask = Action(_("提出恢复发放"), reverse("desk:award-ask", args=[key]), reason, "primary")
        return ActionBar(_("现在要做：核实；不属实就提出恢复，属实就走停发决定"), _("恢复须两人"), [ask])
    if award.state == Award.State.ACTIVE:
        reason = "" if may(acting, "award.hold") else _("由民政助理员或发放制单办理")
        hold_it = Action(_("暂缓下一笔"), reverse("desk:award-hold", args=[key]), reason)
        return ActionBar(_("正常发放，没有要办的"), _("只有死亡、两地重复登记可以暂缓"), [hold_it])
    return ActionBar(_("这份待遇现为「%s」") % page.row.state_title)


def _release(request: DeskRequest, award: Award, page: AwardPage) -> dict[str, Any] | None:
    """What the second person is asked; None when nobody asked, or this post doesn't decide it."""
    if not (page.hold and page.hold.asked and may(request.acting, "award.release")):
        return None
    open_hold = award.holds.filter(released_by="").first()
    return {"hold": page.hold, "reasons": awards.release_obstacles(award, open_hold, request.acting)}


@needs("award.hold")
def hold(request: DeskRequest, row: int) -> HttpResponse:
    """暂缓下一笔."""
    award = _award(request, row)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        awards.hold_award(award=award, acting=request.acting, **form.cleaned_data)
        messages.success(request, _("已暂缓下一笔，请尽快核实"))
        return redirect("desk:award", row)
    return render(
        request, "desk/payments/hold.html", {"form": form, "page": queries.award_page(award), "title": _("暂缓下一笔")}
    )


@needs("award.hold")
def ask(request: DeskRequest, row: int) -> HttpResponse:
    """提出恢复发放."""
    award = _award(request, row)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        awards.ask_release(award=award, reason=form.cleaned_data["reason"], acting=request.acting)
        messages.success(request, _("已提出，等另一人确认"))
        return redirect("desk:award", row)
    return render(
        request,
        "desk/payments/hold.html",
        {"form": form, "page": queries.award_page(award), "title": _("提出恢复发放")},
    )


@needs("award.release", methods=("POST",))
def release(request: DeskRequest, row: int) -> HttpResponse:
    """同意或不同意恢复: by somebody else than who asked."""
    award = _award(request, row)
    agree = request.POST.get("agree") == "yes"
    awards.release_award(award=award, agree=agree, acting=request.acting)
    messages.success(request, _("已恢复，等过的月份随下次发放补发") if agree else _("仍然暂缓，请再核实"))
    return redirect("desk:award", row)
