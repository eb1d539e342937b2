"""办理经过: what happened in a case, newest first, in the parts of the screen."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.calendar import calendar
from doudi.cases.models import OnFile, StepTaken
from doudi.cases.queries import FileView
from doudi.cases.standing import Position
from doudi.desk.addresses import address_of
from doudi.desk.casework import RECORDED
from doudi.law.clauses import MCA_2021_43, MCA_2021_57
from doudi.law.papers import PaperKind
from doudi.law.procedure import Step
from doudi.ui.parts import Link, StoryItem

CLAUSE_OF_REQUEST = {
    "subsistence_allowance": MCA_2021_57.article(4), "extreme_hardship_support": MCA_2021_43.article(10),
}  # fmt: skip
BEFORE_THE_CLOCK = ("register", "notify", "supplement", "accept")
NOT_COUNTED = gettext_lazy("不计时限")  # until the family brought what lacked
DECIDED = {"confirm", "refuse", "terminate"}  # with these the days of the limit have been used


def story_of(position: Position, view: FileView) -> list[StoryItem]:
    """What happened, newest first, each with its papers."""
    told, running = [], True
    for step in view.steps:
        told.append(_item(position, step, view, counts=running))
        running = step.to_state == "surveying" or (running and step.code not in DECIDED)
    return [*_awaited(position, view), *told[::-1]]


def _awaited(position: Position, view: FileView) -> list[StoryItem]:
    """Who is waited for while the clock stands still, on top of the story."""
    last = view.steps[-1]
    stands = any(step.code == last.code and step.stops_clock for step in position.procedure.steps)
    who = [step for step in position.procedure.leaving(position.case.state) if step.waiting_for]
    return [
        StoryItem(_moment(last), _("等候%s") % step.waiting_for, note=NOT_COUNTED, clause=step.clause, node="open", waiting=True)
        for step in who if stands
    ]  # fmt: skip


def _item(position: Position, step: StepTaken, view: FileView, *, counts: bool) -> StoryItem:
    told = f"{step.by_name}。{step.note}"
    note = _day_of_limit(position.case.accepted_on, step) if counts else ""
    note = str(NOT_COUNTED) if step.code in ("notify", "supplement") else note
    if step.code == "register":
        clause = CLAUSE_OF_REQUEST[position.case.programme]
        return StoryItem(_moment(step), _("登记申请"), told, note, clause)
    row = position.procedure.step(step.code)
    waited = bool(row.waiting_for)
    return StoryItem(
        at=_moment(step), title=row.title, text=told, note=note, clause=row.clause, links=_printed(row, step, view),
        node="aside" if waited else "done", waiting=waited,
    )  # fmt: skip


def _moment(step: StepTaken) -> date | datetime:
    """The moment, or the day alone where a demonstration's day isn't the real one."""
    return step.at if localtime(step.at).date() == step.on else step.on


def _day_of_limit(begun: date | None, step: StepTaken) -> str:
    if begun is None or step.code in BEFORE_THE_CLOCK or step.on <= begun:
        return ""
    return _("第 %d 日") % calendar().working_days(begun, step.on)


def _printed(row: Step, step: StepTaken, view: FileView) -> list[Link]:
    """The papers that this step served, and the record that it laid on file; of a paper from before it kept its step, all
    of the step's kinds."""
    served = [
        Link(_named(paper, view.programme), reverse("desk:paper", args=[paper.paper_number]))
        for paper in view.papers
        if paper.paper_number and PaperKind(paper.kind) in row.serves and paper.step in (step.seq, None)
    ]
    if RECORDED.isdisjoint(row.puts):
        return served
    return [*served, Link(_("看记录"), address_of("desk:records", view.number))]


def _named(paper: OnFile, programme: str) -> str:
    title = PaperKind(paper.kind).title_in(programme)
    return f"{title}（{paper.remark}）" if paper.remark else title
