"""资金测算: asked for by the bureau, made by the worker; the months ahead as a picture and tables, on stated grounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.forms.estimates import EstimateForm
from doudi.desk.guard import DeskRequest, needs
from doudi.desk.pages.uplift import STATES
from doudi.desk.supposing import supposed_words
from doudi.desk.tasks import make_estimate
from doudi.law.codes import PROGRAMMES_SHORT
from doudi.law.days import add_months
from doudi.payments import estimates
from doudi.payments.models import Estimate
from doudi.payments.queries import estimates as queries
from doudi.payments.queries.estimates import Sums
from doudi.ui.columns import Column, Picture, columns
from doudi.ui.parts import Fact, Link, Tag
from doudi.ui.words import money

# The parts of a column, from below; what lowers a sum lowers the first of them.
PARTS = (("obligations", "现有待遇"), ("standard", "标准变动"), ("joined", "净增"), ("one_off", "一次性"))


@dataclass(frozen=True)
class Total:
    """The sums of an estimate over all its months."""

    total: Decimal
    a_month: Decimal
    parts: Sequence[Fact]


@needs("estimate.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """All that were asked for, with how far each is."""
    found = queries.estimates()
    rows = [(row, Tag(str(row.get_state_display()), STATES[row.state]), _last(row)) for row in found]
    return render(request, "desk/estimates/list.html", {
        "rows": rows, "may_ask": may(request.acting, "estimate.ask"),
        "moving": any(row.state in ("waiting", "running") for row in found),
    })  # fmt: skip


def _last(of: Estimate) -> date:
    return add_months(of.first, of.months - 1)


@needs("estimate.ask")
def new(request: DeskRequest) -> HttpResponse:
    """提出资金测算: for how many months, and what is supposed; the worker makes it."""
    form = EstimateForm(request.POST or None, today=request.today, district=request.acting.division[:6])
    if request.method == "POST" and form.is_valid():
        made = estimates.ask(months=form.cleaned_data["months"], supposed=form.supposed(), acting=request.acting)
        make_estimate.defer(key=str(made.pk))
        messages.success(request, _("已开始测算，算完后在这里看"))
        return redirect("desk:estimate", made.pk)
    return render(request, "desk/estimates/new.html", {"form": form})


@needs("estimate.read", methods=("GET",))
def show(request: DeskRequest, key: UUID) -> HttpResponse:
    """One estimate: its sum, the months as a picture, the same as tables, and what it rests on."""
    of = _found(key)
    programme = request.GET.get("programme", "")
    programme = programme if programme in PROGRAMMES_SHORT else ""
    months, paid = queries.months_of(of, programme), queries.paid_before(of, programme)
    note(request.acting, Verb.ACCESS_READ, "estimate", of.number, {"what": "资金测算"})
    return render(request, "desk/estimates/show.html", {
        "of": of, "last": _last(of), "tag": Tag(str(of.get_state_display()), STATES[of.state]),
        "months": months, "towns": queries.towns_of(of, programme), "total": _total(months),
        "picture": _picture(of, months, paid) if months else None,
        "parts": [*([("paid", _("已发"))] if paid else []), *PARTS], "chips": _chips(programme), "grounds": _grounds(of), "supposed": supposed_words(of.plan),
        "asked": urlencode({"of": str(of.pk), "programme": programme}), "past": queries.PAST,
    })  # fmt: skip


def _found(key: UUID) -> Estimate:
    found = Estimate.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _chips(programme: str) -> list[Link]:
    known = {"": _("合计"), **PROGRAMMES_SHORT}
    return [Link(word, f"?{urlencode({'programme': code})}", here=code == programme) for code, word in known.items()]


def _total(months: Sequence[Sums]) -> Total | None:
    if not months:
        return None
    summed = {name: sum((getattr(month, name) for month in months), Decimal(0)) for name in queries.PARTS}
    total = sum(summed.values(), Decimal(0))
    facts = [
        Fact(_("现有待遇 × %d 个月") % len(months), summed["obligations"], number=True),
        Fact(_("到龄到期增减"), summed["calendar"], number=True),
        Fact(_("标准变动增减"), summed["standard"], number=True),
        Fact(_("预计净增"), summed["joined"], number=True),
        Fact(_("一次性发放"), summed["one_off"], number=True),
    ]
    return Total(total, total / len(months), facts)


def _picture(of: Estimate, months: Sequence[Sums], paid: Mapping[date, Decimal]) -> Picture:
    """The months before as they were paid, then the months ahead by their parts."""
    past = [add_months(of.first, number) for number in range(-queries.PAST, 0)]
    known = [Column(f"{day.month}月", _year(day, past[0]), [("paid", paid[day])]) for day in past if day in paid]
    ahead = [(date.fromisoformat(f"{month.name}-01"), month) for month in months]
    return columns(
        [*known, *(Column(f"{day.month}月", _year(day, ahead[0][0]), _stack(month)) for day, month in ahead)]
    )


def _year(day: date, first: date) -> str:
    return str(day.year) if day == first or day.month == 1 else ""


def _stack(month: Sums) -> list[tuple[str, Decimal]]:
    """The parts above nought; what is below it is taken off what is paid now."""
    sums = {name: getattr(month, name) for name, _title in PARTS} | {"obligations": month.obligations + month.calendar}
    lowering = sum((amount for amount in sums.values() if amount < 0), Decimal(0))
    shown = {name: max(amount, Decimal(0)) for name, amount in sums.items()}
    shown["obligations"] = max(Decimal(0), shown["obligations"] + lowering)
    return list(shown.items())


def _grounds(of: Estimate) -> list[str]:
    """On what it rests, in sentences; nothing before it is ready."""
    told: Mapping[str, Any] = of.basis
    if not told:
        return []
    given = of.plan["joining"]
    return [
        _("在享待遇 %d 笔，其中 %d 笔的在发金额与按现行标准算出的一致") % (told["awards"], told["explained"]),
        _("%d 笔按现有资料逐月测算增减；%d 笔没有可测算的资料、缺少参数或按现行标准算不出，按在发金额不变") % (told["moved"], told["kept"]),
        _("暂缓发放 %d 笔，每月 %s 元，计入") % (told["held"], money(Decimal(told["held_sum"]))),
        *(_joining(programme, more, given, told) for programme, more in told["joining"].items()),
        _("在办的申请不单独计入，含在预计净增里；补发、追回、退票重发不计入"),
    ]  # fmt: skip


def _joining(programme: str, more: str, given: Mapping[str, str], told: Mapping[str, Any]) -> str:
    word, average = PROGRAMMES_SHORT[programme], Decimal(told["average"][programme])
    if not average:
        return _("%s没有在享待遇，净增没有平均金额可乘，不计入") % word
    how = _("按填写的数") if programme in given else _("按前 %d 个月的净增") % told["window"]
    return _("%s每月净增 %s 户（%s），每户按当月平均金额；现平均 %s 元") % (
        word,
        money(Decimal(more)),
        how,
        money(average),
    )
