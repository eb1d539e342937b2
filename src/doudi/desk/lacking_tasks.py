"""容缺材料逾期未补 on the 工作台: papers that were to follow and didn't, for those who can bring them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.cases.lacking import Lacking, lacking_now
from doudi.desk.casework import due_of, short
from doudi.law.divisions import tree
from doudi.ui.parts import Link, Task, TaskGroup

FIRST = 20


def lacking_tasks(acting: Acting, count: int) -> list[TaskGroup]:
    """The first of the `count` cases of the area. Four statements where there are any, else none."""
    if not (count and may(acting, "case.register")):
        return []
    rows = lacking_now(acting, FIRST)
    more = Link(_("全部 %d 件") % count, f"{reverse('desk:cases')}?view=lacking") if count > len(rows) else None
    tasks = [_task(row, acting.on) for row in rows]
    return [TaskGroup(_("容缺材料逾期未补 %d") % count, tasks, late=True, more=more)]


def _task(row: Lacking, on: date) -> Task:
    day = f"{row.bring_by.month}月{row.bring_by.day}日"
    return Task(
        act=_("补交材料"), url=reverse("desk:case-papers", args=[row.number]),
        about=f"{row.head_name}户 · {short(row.number)} · {tree().get(row.village).name}",
        why=_("%(papers)s，应于%(day)s前补交") % {"papers": row.papers, "day": day}, due=due_of(row.bring_by, on),
        verb=_("登记补来的材料"),
    )  # fmt: skip
