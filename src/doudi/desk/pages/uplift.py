"""提标重算: asked for by the bureau, calculated by the worker, town by town; a leader confirms what rises in the town."""

from datetime import date
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
from doudi.desk.forms.uplift import UpliftForm
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.tasks import make_uplift
from doudi.payments import uplift
from doudi.payments.awards import next_month
from doudi.payments.models import Recalculation
from doudi.payments.queries import uplift as queries
from doudi.ui.parts import Action, ActionBar, Link, Pager, Tag, Tone

PER = 50
STATES: dict[str, Tone] = {"waiting": "waiting", "running": "waiting", "ready": "mine", "failed": "late"}
VERDICTS: dict[str, Tone] = {"higher": "mine", "same": "settled", "held": "soon"}


@needs("uplift.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """All that were asked for, with how far each is."""
    rows = [(row, Tag(str(row.get_state_display()), STATES[row.state]), _share(row)) for row in queries.uplifts()]
    return render(request, "desk/uplift/list.html", {
        "rows": rows, "may_ask": may(request.acting, "uplift.ask"),
        "moving": any(row.state in ("waiting", "running") for row, _tag, _done in rows),
    })  # fmt: skip


def _share(row: Recalculation) -> int:
    return 100 if row.state == "ready" else min(99, 100 * row.done // max(row.total, 1))


@needs("uplift.ask")
def new(request: DeskRequest) -> HttpResponse:
    """提出提标重算: from which month; the worker calculates it."""
    form = UpliftForm(request.POST or None, initial={"month": f"{next_month(request.today):%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        month = date.fromisoformat(f"{form.cleaned_data['month']}-01")
        made = uplift.ask(month=month, acting=request.acting)
        make_uplift.defer(key=str(made.pk))
        messages.success(request, _("已开始重算，算完后各镇（街道）在这里核对、确认"))
        return redirect("desk:uplifts")
    return render(request, "desk/uplift/new.html", {"form": form})


@needs("uplift.read", methods=("GET",))
def show(request: DeskRequest, key: UUID) -> HttpResponse:
    """One uplift: town by town, then award by award as far as the post sees; narrowed by verdict."""
    of = _found(key)
    counts = queries.verdict_counts(of, request.acting)
    verdict = request.GET.get("verdict", "")
    found = queries.rows_of(of, request.acting, verdict=verdict)
    total = sum(count for code, _title, count in counts if verdict in ("", code))
    pager = Pager.of(total=total, page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = queries.uplift_rows(list(found[(pager.page - 1) * PER : pager.page * PER]))
    towns = queries.town_sums(of, request.acting)
    note(request.acting, Verb.ACCESS_READ, "uplift", of.number, {"what": "提标重算"})
    return render(request, "desk/uplift/show.html", {
        "of": of, "tag": Tag(str(of.get_state_display()), STATES[of.state]), "share": _share(of), "towns": towns, "past": uplift.is_past(of),
        "rows": [(row, Tag(row.title, VERDICTS.get(row.verdict, "soon"))) for row in rows], "pager": pager,
        "chips": [_chip(*each, verdict) for each in counts], "bar": _bar(request, of, towns),
        "asked": urlencode({"of": str(of.pk), "verdict": verdict}),
    })  # fmt: skip


def _chip(code: str, title: str, count: int, verdict: str) -> Link:
    return Link(f"{title} {count}", f"?{urlencode({'verdict': code})}", here=code == verdict)


def _bar(request: DeskRequest, of: Recalculation, towns: list[queries.TownSum]) -> ActionBar:
    """What is to be done: a leader confirms the town's rising awards; everybody else sees who has to."""
    waiting = sum(town.waiting for town in towns)
    now = _("现在要做：确认 %d 户提高后的金额") % waiting if waiting else _("没有待确认的提高")
    actions: list[Any] = []
    if may(request.acting, "uplift.confirm") and waiting:
        url = reverse("desk:uplift-confirm", args=[of.pk])
        actions = [Action(_("确认本镇（街道） %d 户") % waiting, url, look="primary", post=True)]
    return ActionBar(now, _("由各镇（街道）负责人确认；降低、不再符合和须核定的，逐户办理，不在这里改"), actions)


@needs("uplift.confirm", methods=("POST",))
def confirm(request: DeskRequest, key: UUID) -> HttpResponse:
    """确认: the rising awards of the leader's own town, all at once."""
    of = _found(key)
    made = uplift.confirm(recalculation=of, town=request.acting.division, acting=request.acting)
    messages.success(request, _("已确认 %d 户，从 %s 起按新金额发放") % (len(made), f"{made[0].since:%Y-%m}"))
    return redirect("desk:uplift", key)


def _found(key: UUID) -> Recalculation:
    found = Recalculation.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
