"""A procedure as rows: who acts, from which state to which, by when, on which papers, under which clause."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from doudi.law.calendar import Calendar
from doudi.law.codes import PROGRAMMES
from doudi.law.findings import FINDINGS
from doudi.law.limits import Due
from doudi.law.limits import due as limit_due
from doudi.law.papers import PaperKind
from doudi.law.posts import Post


@dataclass(frozen=True)
class Clock:
    """A limit of `law.limits` that begins the day after a step was taken; `says` are the words on the screen.

    `extended_by` names the step that gives the longer term, `kept_by` the one by which the limit is kept."""

    limit: str
    after: str
    says: str
    extended_by: str = ""
    kept_by: str = ""


@dataclass(frozen=True)
class Step:
    """One act.

    `to` None leaves the state as it is; `apart_from` names steps that somebody else must have taken;
    `free_of` names findings that must not be open, `only_when` the finding that calls for the step (`law.findings`);
    an `aside` step is possible, but nobody's next task; one that `extends` a limit is possible until that limit is over. `counts_as` names the step for which it stands before clocks,
    and a step that `restarts` begins the procedure's clocks and once-only steps anew."""

    code: str
    title: str
    by: Collection[Post]
    at: Collection[str]
    to: str | None
    clause: str
    now: str
    within: Clock | None = None
    waits: Clock | None = None
    extends: Clock | None = None
    needs: Collection[PaperKind] = ()
    puts: Collection[PaperKind] = ()
    serves: Collection[PaperKind] = ()
    apart_from: Collection[str] = ()
    free_of: Collection[str] = ()
    only_when: str = ""
    counts_as: str = ""
    restarts: bool = False
    once: bool = False
    stops_clock: bool = False
    signs: bool = False
    aside: bool = False
    waiting_for: str = ""


@dataclass(frozen=True)
class State:
    """One state of a file: its word on the screen, and whether the file rests there."""

    code: str
    title: str
    ends: bool = False


@dataclass(frozen=True)
class Procedure:
    """One edition of a procedure, in force from a day on; `order` says whether 公示 follows the decision or precedes it."""

    code: str
    title: str
    source: str
    in_force: date
    starts: str
    states: Collection[State]
    steps: Collection[Step]
    programme: str = ""
    order: str = "notice"

    def step(self, code: str) -> Step:
        """The row of that code. Errors: KeyError."""
        for step in self.steps:
            if step.code == code:
                return step
        raise KeyError(code)

    def state(self, code: str) -> State:
        """The state of that code. Errors: KeyError."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def leaving(self, state: str) -> list[Step]:
        """Every step that can be taken in a state, in the order of the table."""
        return [step for step in self.steps if state in step.at]


@dataclass(frozen=True)
class Taken:
    """A step as it was taken: the day, and the login of who took it; `since`, from which its limits count, if not then."""

    on: date
    person: str
    since: date | None = None


def taken_of(procedure: Procedure, rows: Iterable[tuple[str, Taken]]) -> dict[str, Taken]:
    """The last of each step since the file was last begun anew, in the order taken; rows that no step names stay."""
    found: dict[str, Taken] = {}
    known = {step.code: step for step in procedure.steps}
    for code, taken in rows:
        step = known.get(code)
        if step and step.restarts:
            found = {}
        found[code] = taken
        if step and step.counts_as:
            found[step.counts_as] = taken
    return found


def pauses_of(procedure: Procedure, rows: Iterable[tuple[str, Taken]]) -> list[tuple[date, date | None]]:
    """The times in which the clocks stood still: from each step that stops them to the next step, None while they do."""
    stopping = {step.code for step in procedure.steps if step.stops_clock}
    found: list[tuple[date, date | None]] = []
    begun: date | None = None
    for code, taken in rows:
        if begun is not None:
            found.append((begun, taken.on))
        begun = taken.on if code in stopping else None
    return [*found, (begun, None)] if begun is not None else found


@dataclass(frozen=True)
class Standing:
    """Where a file stands: its state, steps taken (the last of each), papers on file, open findings by code.

    `pauses` are the times in which its clocks stood still."""

    state: str
    taken: Mapping[str, Taken] = field(default_factory=dict)
    pauses: Collection[tuple[date, date | None]] = ()
    signers: Mapping[str, Collection[str]] = field(default_factory=dict)
    on_file: Collection[PaperKind] = ()
    open_findings: Mapping[str, str] = field(default_factory=dict)


def obstacles(
    procedure: Procedure, step: Step, case: Standing, *, person: str, post: Post, on: date, calendar: Calendar
) -> list[str]:
    """Why a step can't be taken, in words fit for the screen; empty when it can."""
    last = runs_out(step.waits, case, calendar)
    return [
        *_of_place(procedure, step, case, post),
        *_of_person(procedure, step, case, person),
        *([f"须在{last.month}月{last.day}日期满之后"] if last and on <= last else []),
        *_of_limit(procedure, step, case, on, calendar),
        *_of_findings(step, case),
        *(
            f"还缺《{paper.title_in(PROGRAMMES.get(procedure.programme, '最低生活保障'))}》"
            for paper in step.needs
            if paper not in case.on_file
        ),
    ]


def _of_limit(procedure: Procedure, step: Step, case: Standing, on: date, calendar: Calendar) -> list[str]:
    """Why the limit that a step makes longer no longer can be: it is over. What answers a request says what to do instead."""
    last = _may_be_extended_until(step.extends, case, calendar)
    if last is None or on <= last:
        return []
    instead = [each for each in procedure.leaving(case.state) if each.only_when == step.only_when and not each.extends]
    other = f"，请改办「{instead[0].title}」" if step.only_when and instead else ""
    return [f"时限{last.month}月{last.day}日已满，期满以后不能再延长{other}：本案已超期，请抓紧办结"]


def _may_be_extended_until(clock: Clock | None, case: Standing, calendar: Calendar) -> date | None:
    """The limit's own last day; where its act was in time, and taken back by an objection since, that of the longer term."""
    last = runs_out(clock, case, calendar)
    kept = case.taken.get(clock.kept_by) if clock else None
    if clock is None or last is None or kept is None or kept.on > last:
        return last
    return runs_out(clock, replace(case, taken={**case.taken, clock.extended_by: kept}), calendar)


def _of_findings(step: Step, case: Standing) -> list[str]:
    found = [case.open_findings[code] for code in step.free_of if code in case.open_findings]
    if step.only_when and step.only_when not in case.open_findings:
        found.append(FINDINGS[step.only_when].absent)
    return found


def _of_place(procedure: Procedure, step: Step, case: Standing, post: Post) -> list[str]:
    found = []
    if case.state not in step.at:
        found.append(f"本案现为「{procedure.state(case.state).title}」，办不了「{step.title}」")
    if post not in step.by:
        found.append("由" + "或".join(each.title for each in step.by) + "办理")
    if step.once and step.code in case.taken:
        found.append(f"「{step.title}」只办一次，{case.taken[step.code].on:%m月%d日}已办")
    return found


def _of_person(procedure: Procedure, step: Step, case: Standing, person: str) -> list[str]:
    done = [code for code in step.apart_from if person in case.signers.get(code, ())]
    return [f"您办过「{procedure.step(code).title}」，须由他人办理" for code in done]


def runs_out(clock: Clock | None, case: Standing, calendar: Calendar) -> date | None:
    """The last day of a clock; None while it has not begun."""
    found = due_of(clock, case, calendar)
    return found.due if found and isinstance(found.due, date) else None


def due_of(clock: Clock | None, case: Standing, calendar: Calendar) -> Due | None:
    """The limit of a clock with its clause, longer by every pause; None while it has not begun, or stands still."""
    if clock is None or clock.after not in case.taken:
        return None
    after = case.taken[clock.after]
    begun = after.since or after.on
    paused = _paused(case, begun, calendar)
    if paused is None:
        return None
    extended = bool(clock.extended_by) and clock.extended_by in case.taken
    return limit_due(clock.limit, begun, calendar, extended, paused=paused)


def _paused(case: Standing, begun: date, calendar: Calendar) -> tuple[int, int] | None:
    """Working days and days for which the clock has stood since it began; None while it stands."""
    worked = stood = 0
    for start, end in case.pauses:
        if end is None:
            return None
        if end > begun:
            since = max(start, begun)
            worked, stood = worked + calendar.working_days(since, end), stood + (end - since).days
    return worked, stood
