"""A case in the parts of the screen: clock, stages, story, papers, buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases.models import Case, OnFile, StepTaken
from doudi.cases.queries import UNDECIDED, FileView, days_left
from doudi.cases.standing import Position
from doudi.desk.addresses import address_of
from doudi.law.papers import PaperKind
from doudi.law.procedure import Step, Taken, runs_out, taken_of
from doudi.law.procedures.registry import ENDED, edition
from doudi.ui.parts import Action, ActionBar, Clock, Due, StepMark, Tag

Stage = tuple[str, frozenset[str], str]


def _stages(*rows: tuple[str, str, str]) -> tuple[Stage, ...]:
    return tuple((title, frozenset(states.split()), code) for title, states, code in rows)


SURVEYED = "入户调查、核对"
STAGES = _stages(
    ("受理", "submitted deficient", "accept"), (SURVEYED, "surveying", "propose"), ("审核", "proposed", "review"),
    ("审核确认", "reviewed", "confirm"), ("公示 7 日", "confirmed publicity", "close_publicity"),
    ("送达", "publicised", "deliver"), ("发放", "granted", ""),
)  # fmt: skip
PUBLISHED_FIRST = _stages(
    ("受理", "submitted deficient", "accept"), (SURVEYED, "surveying", "propose"),
    ("公示 7 日", "proposed publicity", "close_publicity"), ("审核", "publicised", "review"),
    ("审核确认", "reviewed", "confirm"), ("送达", "confirmed", "deliver"), ("发放", "granted", ""),
)  # fmt: skip
REFUSED = _stages(
    ("受理", "submitted deficient", "accept"), (SURVEYED, "surveying", "propose"), ("审核", "proposed", "review"),
    ("不予确认", "reviewed", "refuse"), ("书面告知", "refused", "deliver_refusal"), ("办结", "closed", ""),
)  # fmt: skip
STOPPED = _stages(
    ("在享", "granted", "propose_stop"), ("拟终止", "stop_proposed", "publish_stop"),
    ("公示 7 日", "stop_publicity", "confirm_stop"), ("送达", "stopping", "deliver_stop"), ("停发", "stopped", ""),
)  # fmt: skip
TERMINATED = _stages(("受理", "submitted", "accept"), ("终止办理", "terminating", "deliver_termination"),
                     ("办结", "terminated", ""))  # fmt: skip
WITHDRAWN = _stages(("受理", "submitted", "accept"), ("撤回申请", "", "withdraw"), ("办结", "withdrawn", ""))
TRANSFERRED = _stages(("受理", "submitted", "accept"), ("移交", "", "transfer"), ("办结", "transferred", ""))
# In states of an unusual end the tracker shows that end's own way.
BY_STATE = {
    **dict.fromkeys(("refused", "closed"), REFUSED),
    **dict.fromkeys(("stop_proposed", "stop_publicity", "stopping", "stopped"), STOPPED),
    **dict.fromkeys(("terminating", "terminated"), TERMINATED),
    "withdrawn": WITHDRAWN,
    "transferred": TRANSFERRED,
}
PLACES: dict[bool, Literal["now", "ahead"]] = {True: "now", False: "ahead"}
# Papers that are typed at the desk, and read on the page of records.
RECORDED = frozenset({
    PaperKind.RESURVEY_RECORD, PaperKind.APPRAISAL_RECORD, PaperKind.CONFERENCE_MINUTES, PaperKind.DECIDER_VISIT,
    PaperKind.SELF_CARE_FORM,
})  # fmt: skip
# Steps with a page of their own; all others share desk:step.
OWN_PAGES = {
    "survey": "desk:survey",
    "check": "desk:check",
    "propose": "desk:evidence",
    "confirm": "desk:sign",
    "refuse": "desk:sign",
}


def tag_of(position: Position) -> Tag:
    """The state as an adjective."""
    state = position.procedure.state(position.case.state)
    if state.ends:
        return Tag(state.title, "settled")
    return Tag(state.title, "waiting" if state.code in ("deficient", "publicity") else "mine")


def clock_of(case: Case, steps: Sequence[StepTaken], on: date) -> Clock | None:
    """Working days used of the 20 (45 when extended) until there is a decision; waiting for the check report is drawn
    hollow and counts."""
    taken = taken_of(edition(case.edition), [(step.code, Taken(step.on, step.by_login)) for step in steps])
    if case.accepted_on is None or case.due_on is None or _is_decided(case, taken):
        return None
    used = calendar().working_days(case.accepted_on, on) if on > case.accepted_on else 0
    extended = "approve_extension" in taken
    return Clock(
        limit=45 if extended else 20, day=used, due=case.due_on,
        basis=_("经批准延长，45 个工作日内确认") if extended else _("受理起 20 个工作日内确认"),
        clause="民发〔2022〕83号 四（一）", waits=_waits(case, taken, on), today_counts=calendar().is_working(on),
    )  # fmt: skip


def _is_decided(case: Case, taken: Mapping[str, Taken]) -> bool:
    """Whether a decision stands, one that an objection took back doesn't; or the case ended without one."""
    if case.state in ENDED:
        return True
    return case.state not in UNDECIDED and not {"confirm", "refuse", "terminate"}.isdisjoint(taken)


def _waits(case: Case, taken: Mapping[str, Taken], until: date) -> list[int]:
    """The numbers of the working days between the survey and the check report, when only the report was awaited."""
    begin, end = taken.get("survey"), taken["check"].on if "check" in taken else until
    if begin is None or case.accepted_on is None or end <= begin.on:
        return []
    first = calendar().working_days(case.accepted_on, begin.on) + 1
    return list(range(first, calendar().working_days(case.accepted_on, end) + 1))


def stages_of(position: Position, steps: Sequence[StepTaken]) -> list[StepMark]:
    """What is still to come: filled, ringed, empty."""
    state, stages = position.case.state, _way_of(position)
    ended = position.procedure.state(state).ends
    now = next((place for place, (_title, states, _code) in enumerate(stages) if state in states), 0)
    days = {code: taken.on for code, taken in position.standing.taken.items()}
    return [
        StepMark(
            title,
            _stage_note(position, code, days if at <= now or ended else {}),
            "done" if ended or at < now else PLACES[at == now],
        )
        for at, (title, _states, code) in enumerate(stages)
    ]


def _way_of(position: Position) -> tuple[Stage, ...]:
    """The stages of a case: those of its unusual end, else of its order of publicity."""
    return BY_STATE.get(position.case.state, PUBLISHED_FIRST if position.procedure.order == "national" else STAGES)


def _stage_note(position: Position, code: str, days: dict[str, date]) -> str:
    if not code:
        return _("确认次月起") if position.case.state not in BY_STATE else ""
    if code in days:
        return f"{days[code]:%m-%d}"
    step = position.procedure.step(code)
    hangs = position.case.state in ("publicity", "stop_publicity")
    if hangs and (ends := runs_out(step.waits, position.standing, calendar())):
        return _("期满 %s") % f"{ends:%m-%d}"
    due = position.due(step)
    return _("至迟 %s") % f"{due:%m-%d}" if due else ""


def url_of(case: Case, step: Step) -> str:
    """The page of a step."""
    if step.code in OWN_PAGES:
        return address_of(OWN_PAGES[step.code], case.number)
    return reverse("desk:step", args=[case.number, step.code])


def bar_of(position: Position, acting: Acting, todo: Sequence[Step]) -> ActionBar:
    """现在要做: the act first, who and by when; buttons that can't be pressed say why; rare turns fold away."""
    mine = [step for step in position.procedure.leaving(position.case.state) if acting.post in step.by]
    usual = [step for step in mine if _is_usual(step, position)]
    first = _act_of_now(position, acting, todo, usual)
    actions = [_action(position, step, acting, primary=step is first) for step in usual]
    more = [_action(position, step, acting, primary=False) for step in mine if step not in usual]
    if first:
        due = position.due(first)
        note = _("由您（%s）办理") % acting.post.title + (_("，至迟 %s") % f"{due:%m-%d}" if due else "")
        return ActionBar(_("现在要做：%s") % first.now, note, actions, more)
    return ActionBar(_waiting_words(position, todo), "", actions, more)


def _act_of_now(position: Position, acting: Acting, todo: Sequence[Step], usual: Sequence[Step]) -> Step | None:
    """The first act that this person can take; else what a finding calls for: papers missing, 一次性告知."""
    called = [step for step in usual if step.only_when]
    return next((step for step in [*todo, *called] if not position.obstacles(step, acting)), None)


# Aside, and yet part of the everyday way.
BESIDE = frozenset({"notify", "return_to_survey", "refuse", "object", "object_too", "uphold_objection", "republish"})


def _is_usual(step: Step, position: Position) -> bool:
    if step.only_when and step.only_when not in position.standing.open_findings:
        return False
    return not step.aside or step.code in BESIDE


def _waiting_words(position: Position, todo: Sequence[Step]) -> str:
    if not todo:
        publicity = position.standing.taken.get("publish")
        if position.case.state == "publicity" and publicity:
            return _("公示中，期满前不用办理")
        return _("本案已办完") if position.procedure.state(position.case.state).ends else _("等候中")
    who = "、".join(dict.fromkeys(post.title for step in todo for post in step.by))
    return _("现在由%(who)s办理：%(what)s") % {"who": who, "what": "、".join(step.title for step in todo)}


def _action(position: Position, step: Step, acting: Acting, *, primary: bool) -> Action:
    found = position.obstacles(step, acting)
    if step.code == "propose" and found == [position.standing.open_findings.get("not_adopted")]:
        return Action(_("证据对照（%s）") % found[0], url_of(position.case, step), look="primary")
    if _is_on_file(step, position):
        found = [_("已办")]
    look: Any = "primary" if primary else "refuse" if step.code == "refuse" else "plain"
    url = "" if found else url_of(position.case, step)
    return Action(step.title, url, found[0] if found else "", look, note=step.now)


def _is_on_file(step: Step, position: Position) -> bool:
    """Whether a step that only lays papers on file has done so; a record may be laid on file more than once."""
    lays = step.to is None and bool(step.puts) and not step.aside and not step.only_when
    return lays and set(step.puts) <= set(position.standing.on_file)


def due_of(due: date | None, on: date, provisional: bool = False) -> Due | None:
    """A limit in the words of time."""
    return Due(days_left(due, on), due, provisional) if due else None


@dataclass(frozen=True)
class PaperRow:
    """One paper of the file: its name, whose, when, and where to read it."""

    title: str
    who: str
    on: date
    number: str
    url: str


def papers_of(view: FileView) -> list[PaperRow]:
    """What lies on file, oldest first."""
    return [
        PaperRow(
            PaperKind(paper.kind).title_in(view.programme), _whose(paper), paper.on, paper.paper_number,
            _paper_url(paper, view.number),
        )
        for paper in view.papers
    ]  # fmt: skip


def _whose(paper: OnFile) -> str:
    person = paper.member or paper.obligor
    return "　".join(filter(None, [person.name if person else "", paper.remark]))


def _paper_url(paper: OnFile, number: str) -> str:
    """Where a paper is read: printed, scanned, or as the record was typed."""
    if paper.paper_number:
        return reverse("desk:paper", args=[paper.paper_number])
    if paper.file_key:
        return reverse("desk:file", args=[paper.file_key])
    return address_of("desk:records", number) if paper.kind in RECORDED else ""


def short(number: str) -> str:
    """低保 2026-0187: a case number as people say it."""
    kind, _town, year, running = number.split("-")
    return f"{'低保' if kind == 'DB' else '特困'} {year}-{running}"
