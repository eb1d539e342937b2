"""Behind a run's figures: how a sum came about, the families that it pays, those that it leaves out."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.asked_money import lines_asked, town_asked
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.run_workings import figures_of, item_title
from doudi.law.divisions import tree
from doudi.payments import queries
from doudi.payments.models import Run
from doudi.payments.queries import Part
from doudi.payments.queries.held import REASONS
from doudi.ui.parts import Link, Pager, Working

PER = 50


def run_of(number: str) -> Run:
    """The run of that number. Errors: Http404."""
    run = queries.run_for(number)
    if run is None:
        raise Http404
    return run


def working_of(run: Run, acting: Acting, town: str = "") -> Working | None:
    """How the sum of a run, or of one town in it, came about; None while nothing is computed."""
    label = _("送银行合计") if acting.post.is_district and not town else _("%s合计") % _place(town, acting)
    return figures_of(run, town).working(label)


def parts_url(run: Run, part: Part) -> str:
    """The families of one part of a run's control total."""
    kind, basis = part.code.split()
    return f"{reverse('desk:run-lines', args=[run.number])}?{urlencode({'kind': kind, 'basis': basis})}"


def _place(town: str, acting: Acting) -> str:
    divisions = tree()
    return divisions.get(town or acting.division).name


@needs("run.read", methods=("GET",))
def figures(request: DeskRequest, number: str) -> HttpResponse:
    """这个数怎么来的: a run's sum, or one town's, from families and amounts, and the same by town."""
    run, town = run_of(number), _town(request)
    sums = queries.town_sums(run=run)
    chips = [
        Link(_("全部"), "?", here=not town),
        *(Link(row.name, f"?town={row.town}", here=row.town == town) for row in sums),
    ]
    return render(request, "desk/runs/figures.html", {
        "run": run, "how": working_of(run, request.acting, town), "rows": sums, "chips": chips,
        "base": item_title("base", run.programme), "place": _place(town, request.acting),
    })  # fmt: skip


def _town(request: DeskRequest) -> str:
    """The town asked for; empty is all that the post sees. Errors: Http404 outside the area."""
    town = town_asked(request.GET, request.acting)
    if town is None:
        raise Http404
    return town


@needs("run.read", methods=("GET",))
def lines(request: DeskRequest, number: str) -> HttpResponse:
    """逐户明细: the families that the run pays, or those of one figure of it; numbers masked, each amount explained."""
    run, wanted = run_of(number), page_of(request)
    form, within = lines_asked(request.GET, request.acting)
    count, total = queries.line_sums(run=run, within=within)
    pager = Pager.of(total=count, page=wanted, per=PER, query=dict(request.GET.lists()))
    rows = queries.run_lines(run=run, within=within, page=pager.page, size=PER)
    note(request.acting, Verb.ACCESS_READ, "run", number, {"what": "发放明细"})
    return render(request, "desk/runs/lines.html", {
        "run": run, "rows": rows, "pager": pager, "count": count, "total": total, "query": form,
        "base": item_title("base", run.programme),
    })  # fmt: skip


@needs("run.read", methods=("GET",))
def held(request: DeskRequest, number: str) -> HttpResponse:
    """暂缓: the families on the register that the run does not pay, by reason, each leading to its award."""
    run, town, why = run_of(number), _town(request), request.GET.get("why", "")
    parts = queries.held_in(run, town)
    mine = [part for part in parts if part.code == why or not why]
    pager = Pager.of(
        total=sum(part.households for part in mine), page=page_of(request), per=PER, query=dict(request.GET.lists())
    )
    shown = why if why in REASONS else ""
    rows = queries.held_rows(run=run, town=town, why=shown, page=pager.page, size=PER) if mine else []
    note(request.acting, Verb.ACCESS_READ, "run", number, {"what": "暂缓明细"})
    return render(request, "desk/runs/held.html", {
        "run": run, "rows": rows, "pager": pager, "total": sum(part.total for part in mine),
        "chips": [_chip(_("全部"), "", town, not why), *(_chip(f"{part.title} {part.households}", part.code, town, part.code == why) for part in parts)],
    })  # fmt: skip


def _chip(title: str, why: str, town: str, here: bool) -> Link:
    asked = {name: value for name, value in (("town", town), ("why", why)) if value}
    return Link(title, f"?{urlencode(asked)}", here=here)
