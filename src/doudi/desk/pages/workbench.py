"""工作台: what must I do now, by when, why; every figure leads to exactly its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.calendar import calendar
from doudi.cases import lists, worklist
from doudi.cases.outlook import Outlook
from doudi.cases.queries import days_left
from doudi.desk.addresses import address, address_of
from doudi.desk.casework import OWN_PAGES, due_of, short
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.desk.lacking_tasks import lacking_tasks
from doudi.desk.payment_tasks import payment_tasks
from doudi.law.divisions import tree
from doudi.law.procedures.registry import edition
from doudi.payments.ahead_counts import MONTHS, coming_soon
from doudi.ui import forgive
from doudi.ui.parts import AheadDay, Count, Link, Pager, Task, TaskGroup

FIRST = 20  # tasks shown of each group; the rest is one link away
PER = 50
AHEAD = 10


@dataclass(frozen=True)
class Asked:
    """What the address asks for: `by` groups, the rest narrows to one group."""

    by: str
    chosen: worklist.Chosen

    @property
    def is_narrow(self) -> bool:
        """Whether the page shows one group whole."""
        return self.chosen != worklist.Chosen()


@needs("desk", methods=("GET",))
def show(request: DeskRequest) -> HttpResponse:
    """The to-do list by urgency, village or step; what waits with others; the ten working days ahead."""
    if not may(request.acting, "case.read"):
        return _other_desk(request)
    lists.refresh(request.acting)
    asked = _asked(request)
    days = worklist.by_day(request.acting)
    bands = worklist.band_sizes(days, request.today)
    counted = lists.counts(request.acting, ("deficient", "others", "open", "lacking"))
    return render(request, "desk/workbench.html", {
        "total": sum(bands.values()), "counts": _counts(request, bands, counted), "ahead": _ahead(days, request.today),
        "ways": _ways(asked), "elsewhere": _elsewhere(request), "can_register": may(request.acting, "case.register"),
        "others_url": f"{address('desk:cases')}?view=others", "returned": payment_tasks(request.acting),
        "lacking": lacking_tasks(request.acting, counted["lacking"]),
        "coming": _coming(request),
        **_list(request, asked, bands),
    })  # fmt: skip


def _coming(request: DeskRequest) -> dict[str, Any] | None:
    """What the calendar alone brings in the month ahead, and what of it waits; None where nothing does."""
    if not may(request.acting, "ahead.read"):
        return None
    found = coming_soon(request.acting)
    url = f"{address('desk:ahead')}?months={MONTHS}"
    return {"count": found.count, "past": found.past, "until": found.until, "url": url} if found.count else None


def _other_desk(request: DeskRequest) -> HttpResponse:
    if may(request.acting, "run.read"):
        return redirect("desk:runs")
    if may(request.acting, "ledger.import"):
        return redirect("desk:ledgers")
    return render(request, "desk/workbench_none.html")


def _asked(request: DeskRequest) -> Asked:
    get = request.GET.get
    by, band = get("by", ""), get("band", "")
    try:
        due = forgive.read_day(get("due", "")) if get("due") else None
    except ValidationError:
        due = None
    chosen = worklist.Chosen(band if band in worklist.BANDS else "", due, get("village", ""), get("step", ""))
    return Asked(by if by in ("village", "step") else "due", chosen)


def _list(request: DeskRequest, asked: Asked, bands: Mapping[str, int]) -> dict[str, Any]:
    """The groups, or one group whole, page by page."""
    found = worklist.tasks_found(request.acting, asked.chosen)
    if not asked.is_narrow:
        by_band = asked.by == "due"
        return {"groups": _bands(found, bands, request.today) if by_band else _groups(found, asked.by, request.today)}
    pager = Pager.of(total=found.count(), page=page_of(request), per=PER, query=dict(request.GET.lists()))
    first = (pager.page - 1) * PER
    tasks = [_task(row, request.today) for row in found[first : first + PER]]
    title = _title_of(asked.chosen, request.today)
    return {"groups": [TaskGroup(f"{title} {pager.total}", tasks)] if tasks else [], "pager": pager, "narrow": title}


def _groups(found: QuerySet[Outlook], by: str, on: date) -> list[TaskGroup]:
    """At most `FIRST` tasks of each village or step, that with the nearest limit first. Two statements."""
    sizes = worklist.sizes(found, by)
    filled: dict[str, list[Outlook]] = {}
    for row in worklist.first_of_each(found, by, FIRST):
        filled.setdefault(getattr(row, by), []).append(row)
    order = sorted(sizes, key=lambda key: (sizes[key][1] or date.max, key))
    return [_group(key, by, sizes[key][0], filled.get(key, []), on) for key in order]


def _bands(found: QuerySet[Outlook], sizes: Mapping[str, int], on: date) -> list[TaskGroup]:
    """At most `FIRST` tasks of each band, most urgent first. One statement."""
    filled: dict[str, list[Outlook]] = {name: [] for name in worklist.BANDS}
    edges = worklist.edges(on)
    for row in worklist.first_of_bands(found, FIRST, on):
        filled[edges.of(row.due_on)].append(row)
    return [_group(name, "band", sizes[name], filled[name], on) for name in worklist.BANDS if sizes[name]]


def _group(key: str, name: str, size: int, found: Sequence[Outlook], on: date) -> TaskGroup:
    told: dict[str, Any] = {name: key}
    title = _title_of(worklist.Chosen(**told), on)
    rows = sorted(found, key=lambda row: (row.due_on or date.max, row.case_id))[:FIRST]
    more = Link(_("全部 %d 件") % size, f"?{urlencode({name: key})}") if size > len(rows) else None
    return TaskGroup(f"{title} {size}", [_task(row, on) for row in rows], late=key == "late", more=more)


def _title_of(chosen: worklist.Chosen, on: date) -> str:
    if chosen.due:
        return _("%s到期") % f"{chosen.due.month}月{chosen.due.day}日"
    if chosen.village:
        return tree().get(chosen.village).name if chosen.village in tree() else _("没有这个村（社区）")
    if chosen.step:
        return lists.steps_known().get(chosen.step, _("没有这个环节"))
    return {
        "late": _("已超期"), "today": _("今日到期"), "soon": _("两个工作日内"), "later": _("之后"),
    }[chosen.band]  # fmt: skip


def _task(row: Outlook, on: date) -> Task:
    case, step = row.case, edition(row.case.edition).step(row.step)
    route = OWN_PAGES.get(step.code)
    url = address_of(route or "desk:case", case.number)
    why = step.within.says if step.within else step.now
    village = tree().get(case.village).name
    return Task(
        act=step.title, url=url, about=f"{case.head_name}户 · {short(case.number)} · {village}", why=why,
        due=due_of(row.due_on, on, row.provisional), verb=_("去办理"), clause=step.clause,
    )  # fmt: skip


def _counts(request: DeskRequest, bands: Mapping[str, int], found: Mapping[str, int]) -> list[Count]:
    """Figures of the day; each leads to exactly the rows that it counts."""
    here, cases = address("desk:workbench"), address("desk:cases")
    urgent = [
        Count(bands[name], _("件"), _title_of(worklist.Chosen(band=name), request.today), f"{here}?band={name}",
              "late" if name == "late" and bands[name] else "")
        for name in worklist.BANDS
    ]  # fmt: skip
    rest = (
        ("deficient", _("等申请人补正"), "view=all&state=deficient"),
        ("others", _("在他人手中"), "view=others"),
        ("open", _("辖区在办"), "view=open"),
    )
    return [*urgent, *(Count(found[name], _("户"), title, f"{cases}?{query}") for name, title, query in rest)]


def _ways(asked: Asked) -> list[Link]:
    ways = (("due", _("按期限")), ("village", _("按村")), ("step", _("按环节")))
    return [Link(title, f"?by={way}", here=not asked.is_narrow and asked.by == way) for way, title in ways]


def _ahead(sizes: Mapping[date | None, int], on: date) -> list[AheadDay]:
    """Ten working days from today on, with how many of my limits end on each."""
    days, ahead = calendar(), []
    day = on if calendar().is_working(on) else days.after(1, on).day
    for _each in range(AHEAD):
        ahead.append(day)
        day = days.after(1, day).day
    here = address("desk:workbench")
    return [AheadDay(day, sizes.get(day, 0), f"{here}?due={day.isoformat()}", today=day == on) for day in ahead]


def _elsewhere(request: DeskRequest) -> list[dict[str, Any]]:
    """Steps that wait for others, with how many cases, and how the nearest limit stands."""
    found = []
    for code, known, count, nearest in worklist.elsewhere(request.acting):
        step = edition(known).step(code)
        left = days_left(nearest, request.today) if nearest else None
        found.append({
            "title": step.title, "who": "、".join(post.title for post in step.by), "count": count,
            "url": f"{address('desk:cases')}?{urlencode({'view': 'all', 'step': code})}",
            "due": due_of(nearest, request.today) if left is not None else None,
        })  # fmt: skip
    return found
