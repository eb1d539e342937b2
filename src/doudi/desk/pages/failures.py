"""退票: payments that came back, paid again in a batch; and the account of any family in payment, changed by two people."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.asked_money import failures_asked
from doudi.desk.forms.payments import CorrectionForm, DecisionForm, likely_account
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.divisions import tree
from doudi.law.procedures.payroll import TITLES
from doudi.payments import corrections, queries, runs
from doudi.payments.models import AccountCorrection
from doudi.payments.queries import Wanted
from doudi.payments.queries.returns import STATES
from doudi.ui.parts import Action, ActionBar, Link, Pager, Tag, Tone
from doudi.vault.masks import mask_account

PER = 50
TONES: dict[str, Tone] = {
    "open": "soon", "confirm": "waiting", "ready": "mine", "batch": "mine", "sent": "waiting", "back": "settled",
    "arrived": "paid",
}  # fmt: skip


@needs("failure.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """退票 of the area, those that wait for somebody first."""
    form, asked = failures_asked(request.GET, request.acting)
    wanted, state = replace(asked, state=""), asked.state
    counts = queries.failed_counts(wanted)
    total = counts.get(state, (0,))[0] if state else sum(count for count, _sum in counts.values())
    pager = Pager.of(total=total, page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = queries.failed_payments(asked, page=pager.page, size=PER)
    note(request.acting, Verb.ACCESS_READ, "failure", "list", {"what": "退票"})
    return render(request, "desk/payments/failures.html", {
        "query": form, "rows": [(row, Tag(row.state_title, TONES[row.state])) for row in rows], "pager": pager,
        "chips": [
            Link(f"{title} {counts[code][0]}", f"?{urlencode({'state': code, 'run': wanted.run})}", here=code == state)
            for code, title in STATES.items()
            if code in counts
        ],
        "bar": _bar(request, counts), "changes": queries.open_changes(request.acting),
    })  # fmt: skip


def _bar(request: DeskRequest, counts: dict[str, tuple[int, Decimal]]) -> ActionBar:
    waiting = {code: counts[code][0] for code in ("open", "confirm", "ready") if code in counts}
    actions = []
    if may(request.acting, "run.make"):
        actions = [_again(code, title) for code, title in TITLES.items()]
    words = {"open": _("更正账户 %d 笔"), "confirm": _("确认更正 %d 笔"), "ready": _("开重发批次 %d 笔")}
    now = "，".join(words[code] % count for code, count in waiting.items())
    return ActionBar(
        _("现在要做：%s") % now if now else _("没有待办的退票"),
        _("录入、确认须为两人；重发须制单、复核、审批三人"),
        actions,
    )


def _again(code: str, title: str) -> Action:
    ready = queries.failed_counts(Wanted(state="ready", programme=code))
    reason = "" if ready else _("还没有两人更正好的账户")
    return Action(
        _("开%s重发批次") % title, reverse("desk:run-reissue"), reason, "primary", True, [("programme", code)]
    )


@needs("failure.read", methods=("GET",))
def show(request: DeskRequest, key: UUID) -> HttpResponse:
    """One family's account: every correction of it, and the payments that came back, if any did."""
    home = _home(request, key)
    return _page(request, home, DecisionForm())


def _page(request: DeskRequest, home: Household, form: DecisionForm) -> HttpResponse:
    rows = queries.failed_payments(Wanted(household=home.pk), size=200)
    if not rows and not corrections.basis_of(home):
        raise Http404
    account = PaymentAccount.objects.filter(household=home, until=None).first()
    waiting = AccountCorrection.objects.select_related("household").filter(household=home, state="waiting").first()
    reasons = corrections.decision_obstacles(waiting, request.acting) if waiting else []
    note(request.acting, Verb.ACCESS_READ, "household", str(home.pk), {"what": _what(bool(rows))}, home.town)
    return render(request, "desk/payments/failure.html", {
        "home": home, **_named(home, bool(rows)), "account": account,
        "masked": mask_account(account.number) if account else "",
        "rows": [(row, Tag(row.state_title, TONES[row.state])) for row in rows],
        "corrections": queries.corrections_of(home.pk), "waiting": waiting, "form": form, "reasons": reasons,
        "may_confirm": may(request.acting, "account.confirm"),
        "under_way": queries.on_their_way(home, request.today, besides=None if waiting else account),
        "bar": _home_bar(request, home, waiting, [row.state for row in rows]),
    })  # fmt: skip


def _named(home: Household, has_failed: bool) -> dict[str, Any]:
    """The family's name and place, and the list that its page lies under."""
    head = Member.objects.filter(household=home, relation="head", until=None).first()
    divisions = tree()
    parent = Link(_("退票重发"), reverse("desk:failures")) if has_failed else Link(_("待遇"), reverse("desk:awards"))
    return {
        "name": head.name if head else "", "parent": parent, "what": _what(has_failed),
        "place": f"{divisions.get(home.town).name}{divisions.get(home.village).name}",
    }  # fmt: skip


def _what(has_failed: bool) -> str:
    return _("退票") if has_failed else _("发放账户")


def _home_bar(request: DeskRequest, home: Household, waiting: AccountCorrection | None, states: list[str]) -> ActionBar:
    if waiting:
        who = _("等候：本镇（街道）镇长（主任）或区发放复核确认更正账户")
        return ActionBar(who, _("%s 已录入") % waiting.entered_name)
    back = corrections.last_return(home)
    reason = "；".join(corrections.entry_obstacles(home, back, request.acting))
    url = reverse("desk:correct", args=[home.pk])
    if "open" in states:
        action = Action(_("更正账户"), url, reason, "primary")
        return ActionBar(_("现在要做：问清新账户，照存折或卡面录入"), _("录入后由另一人确认，再重发"), [action])
    now = _("等候：发放制单开重发批次") if "ready" in states else _("没有要办的")
    return ActionBar(now, _("账户要换的，录入、确认须为两人"), [Action(_("变更账户"), url, reason)])


def _home(request: DeskRequest, key: UUID) -> Household:
    """The family, within the person's area. Errors: Http404."""
    home = Household.objects.filter(pk=key).first()
    if home is None or not request.acting.covers(home.town, home.village):
        raise Http404
    return home


@needs("account.correct")
def correct(request: DeskRequest, key: UUID) -> HttpResponse:
    """录入更正账户."""
    home = _home(request, key)
    back = corrections.last_return(home)
    if back is None and not corrections.basis_of(home):
        raise Http404
    form = CorrectionForm(request.POST or None, initial=likely_account(home))
    if request.method == "POST" and form.is_valid() and _entered(request, home, form, back):
        messages.success(request, _("已录入，等另一人确认"))
        return redirect("desk:failure", home.pk)
    rows = [row for row in queries.failed_payments(Wanted(household=home.pk), size=20) if row.state == "open"]
    return render(request, "desk/payments/correct.html", {
        "form": form, "home": home, "rows": rows, **_named(home, back is not None), "has_failed": back is not None,
        "obstacles": corrections.entry_obstacles(home, back, request.acting),
        "under_way": queries.on_their_way(home, request.today),
    })  # fmt: skip


def _entered(request: DeskRequest, home: Household, form: CorrectionForm, back: int | None) -> bool:
    """Whether the correction was taken; else the field says what is wrong with the account."""
    entry = form.entry()
    if faults := corrections.change_faults(home, entry, back):
        for part, sentence in faults.items():
            form.add_error(part, sentence)
        return False
    corrections.enter_correction(
        household=home.pk, account=entry, reason=form.cleaned_data["reason"], acting=request.acting
    )
    return True


@needs("account.confirm", methods=("POST",))
def confirm(request: DeskRequest, key: UUID) -> HttpResponse:
    """确认更正账户, or hand it back."""
    home = _home(request, key)
    waiting = AccountCorrection.objects.filter(household=home, state="waiting").first()
    if waiting is None:
        raise Http404
    form = DecisionForm(request.POST)
    accept = form.is_valid() and form.cleaned_data["decision"] == "confirm"
    if accept and not corrections.is_same_number(waiting, form.cleaned_data["number"]):
        form.add_error("number", _("与录入的账号不同，请照原件再核对；确是录错的，退回重录"))
    if not form.is_valid():
        return _page(request, home, form)
    decided = corrections.decide_correction(
        correction=waiting.pk, accept=accept, number=form.cleaned_data["number"], note=form.cleaned_data["note"],
        acting=request.acting,
    )  # fmt: skip
    done = _("账户已更正，可以重发") if decided.bank_return_id else _("账户已变更，之后的批次发往新账户")
    messages.success(request, done if accept else _("已退回重录"))
    return redirect("desk:failure", home.pk)


@needs("run.make", methods=("POST",))
def reissue(request: DeskRequest) -> HttpResponse:
    """开重发批次: what is ready, computed up to 待复核."""
    programme = request.POST.get("programme", "")
    if programme not in TITLES:
        raise Http404
    run = runs.compute_reissue(programme=programme, acting=request.acting)
    messages.success(request, _("重发批次已计算，请复核人核对"))
    return redirect("desk:run", run.number)
