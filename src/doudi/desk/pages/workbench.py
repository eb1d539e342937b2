"""工作台: what must I do now, by when, why."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.cases.queries import Todo, todos, waiting_elsewhere
from doudi.cases.standing import CALENDAR
from doudi.desk.casework import OWN_PAGES, due_of
from doudi.desk.guard import DeskRequest, needs
from doudi.ui.parts import AheadDay, Count, Task, TaskGroup

MOST = 60  # rows shown in a group; the rest stands in the list of cases


@needs("desk", methods=("GET",))
def show(request: DeskRequest) -> HttpResponse:
    """The to-do list by urgency, what waits with others, the ten working days ahead."""
    if may(request.acting, "run.read") and not may(request.acting, "case.read"):
        return redirect("desk:runs")
    if may(request.acting, "ledger.import") and not may(request.acting, "case.read"):
        return redirect("desk:ledgers")
    mine = todos(request.acting) if may(request.acting, "case.read") else []
    groups = _groups(mine, request.today)
    elsewhere = waiting_elsewhere(request.acting) if may(request.acting, "case.read") else []
    return render(request, "desk/workbench.html", {
        "groups": groups, "total": len(mine), "counts": _counts(groups, elsewhere),
        "ahead": _ahead(mine, request.today), "elsewhere": elsewhere, "can_register": may(request.acting, "case.register"),
    })  # fmt: skip


def _groups(mine: Sequence[Todo], on: date) -> list[TaskGroup]:
    sorts: tuple[tuple[str, list[Todo], bool], ...] = (
        (_("已超期"), [todo for todo in mine if todo.left is not None and todo.left < 0], True),
        (_("今日到期"), [todo for todo in mine if todo.left == 0], False),
        (_("两个工作日内"), [todo for todo in mine if todo.left is not None and 0 < todo.left <= 2], False),
        (_("之后"), [todo for todo in mine if todo.left is None or todo.left > 2], False),
    )
    return [
        TaskGroup(f"{title} {len(rows)}", [_task(todo, on) for todo in rows[:MOST]], late)
        for title, rows, late in sorts
        if rows
    ]


def _task(todo: Todo, on: date) -> Task:
    route = OWN_PAGES.get(todo.step.code)
    url = reverse(route, args=[todo.number]) if route else reverse("desk:case", args=[todo.number])
    why = todo.step.within.says if todo.step.within else todo.step.now
    return Task(
        act=todo.step.title, url=url, about=f"{todo.head_name}户 · {_short(todo.number)} · {todo.village}", why=why,
        due=due_of(todo.due, on, todo.provisional), verb=_("去办理"), clause=todo.step.clause,
    )  # fmt: skip


def _short(number: str) -> str:
    kind, _town, year, running = number.split("-")
    return f"{'低保' if kind == 'DB' else '特困'} {year}-{running}"


def _counts(groups: Sequence[TaskGroup], elsewhere: Sequence[object]) -> list[Count]:
    here = reverse("desk:cases")
    counts = [
        Count(int(str(group.title).rsplit(" ", 1)[1]), _("件"), str(group.title).rsplit(" ", 1)[0], here, "late" if group.late else "")
        for group in groups
    ]  # fmt: skip
    return [*counts, Count(sum(row.count for row in elsewhere), _("件"), _("在他人手中"), here)]  # type: ignore[attr-defined]


def _ahead(mine: Iterable[Todo], on: date) -> list[AheadDay]:
    due = [todo.due for todo in mine if todo.due]
    days, day = [], on if CALENDAR.is_working(on) else CALENDAR.after(1, on).day
    for _place in range(10):
        days.append(AheadDay(day, due.count(day), f"{reverse('desk:cases')}?due={day.isoformat()}", today=day == on))
        day = CALENDAR.after(1, day).day
    return days
