"""Reads about cases: one case for its page, lists, my tasks, public notices, steps for the rooms above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from doudi.accounts.access import placed, visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases.models import (
    Case,
    Decision,
    Objection,
    OnFile,
    OpenFinding,
    Opinion,
    Outcome,
    Publicity,
    PublicNoticeRow,
    StepTaken,
)
from doudi.cases.rows import CaseRows, case_rows, opened
from doudi.cases.standing import OBJECTIONS
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.law.posts import Post
from doudi.law.procedure import Standing, Step, Taken, due_of, pauses_of, runs_out, taken_of
from doudi.law.procedures.registry import ALL, ENDED, edition


def case_for(acting: Acting, number: str) -> Case | None:
    """The case of that number within the person's area; None outside it (a 404, so that nothing is told)."""
    place = placed(acting)
    return None if place is None else opened(number, place)


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to; empty fields don't narrow."""

    state: str = ""
    village: str = ""
    words: str = ""
    numbers: Sequence[str] | None = None


def cases_for(acting: Acting, wanted: Filter) -> QuerySet[Case]:
    """The cases of a person's area that fit, nearest limit first."""
    found: QuerySet[Case] = visible_to(acting, Case.objects.all())
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.village:
        found = found.filter(village=wanted.village)
    if wanted.numbers is not None:
        found = found.filter(number__in=wanted.numbers)
    return found.order_by(F("due_on").asc(nulls_last=True), "number")


@dataclass(frozen=True)
class Todo:
    """One act that somebody has to take next in a case."""

    number: str
    head_name: str
    village: str
    town: str
    step: Step
    due: date | None
    provisional: bool
    left: int | None


_WITH_FINDINGS = OpenFinding.objects.values("case_id")


def todos(acting: Acting, *, posts: Iterable[Post] | None = None) -> list[Todo]:
    """What the person's post (or `posts`) has to do in its area, most urgent first. Six statements."""
    wanted = set(posts) if posts is not None else {acting.post}
    states = _states_of(wanted)
    open_to_somebody = Q(state__in=states - ENDED) | Q(state__in=states & ENDED, pk__in=_WITH_FINDINGS)
    cases = list(visible_to(acting, Case.objects.filter(open_to_somebody)))
    found = [
        _todo(case, standing, step, acting.on)
        for case, standing in zip(cases, standings(cases), strict=True)
        for step in open_steps(case, standing, acting.on)
        if wanted & set(step.by)
    ]
    return sorted(found, key=lambda todo: (todo.due or date.max, todo.number))


def _states_of(posts: set[Post]) -> set[str]:
    """The states in which one of these posts has a main step."""
    steps = [step for each in ALL for step in each.steps if posts & set(step.by) and not step.aside]
    return {state for step in steps for state in step.at}


def open_steps(case: Case, standing: Standing, on: date) -> list[Step]:
    """The main steps that somebody can take now: papers there, waiting over, not yet done."""
    return [
        step
        for step in edition(case.edition).leaving(case.state)
        if not step.aside and not _is_done(step, standing) and _is_ripe(step, standing, on)
    ]


def _is_done(step: Step, standing: Standing) -> bool:
    if step.once:
        return step.code in standing.taken
    if step.only_when:
        return step.only_when not in standing.open_findings
    return step.to is None and bool(step.puts) and all(paper in standing.on_file for paper in step.puts)


# While one of these is open, the step isn't anybody's task: somebody has something else to do first.
MUST_WAIT = frozenset({
    "open_objection", "received_objection", "objection_not_surveyed", "must_be_published", "proposes_refusal",
    "decider_visit_missing", "extension_asked", "transfer_asked",
})  # fmt: skip


def _is_ripe(step: Step, standing: Standing, on: date) -> bool:
    last = runs_out(step.waits, standing, calendar())
    return (
        not (last and on <= last)
        and not any(code in standing.open_findings for code in MUST_WAIT.intersection(step.free_of))
        and all(paper in standing.on_file for paper in step.needs if step.code == "propose")
    )


def standings(cases: Sequence[Case]) -> list[Standing]:
    """The standings of many cases in five statements; the papers of registration are not looked into."""
    keys = [case.pk for case in cases]
    rows: dict[int, list[tuple[str, Taken]]] = {key: [] for key in keys}
    for row in (
        StepTaken.objects.filter(case__in=keys).order_by("seq").only("case_id", "code", "on", "by_login", "since")
    ):
        rows[row.case_id].append((row.code, Taken(row.on, row.by_login, row.since)))
    papers: dict[int, set[PaperKind]] = {key: set() for key in keys}
    for case_id, kind in OnFile.objects.filter(case__in=keys).values_list("case_id", "kind"):
        papers[case_id].add(PaperKind(kind))
    findings = _open_findings(cases)
    return [_standing(case, rows[case.pk], papers[case.pk], findings[case.pk]) for case in cases]


def _standing(
    case: Case, rows: Sequence[tuple[str, Taken]], papers: set[PaperKind], findings: dict[str, str]
) -> Standing:
    procedure = edition(case.edition)
    return Standing(
        state=case.state, taken=taken_of(procedure, rows), pauses=pauses_of(procedure, rows), on_file=papers,
        open_findings=findings,
    )  # fmt: skip


def _open_findings(cases: Sequence[Case]) -> dict[int, dict[str, str]]:
    """The open findings of many cases by code, without their words. Three statements."""
    keys = [case.pk for case in cases]
    found: dict[int, dict[str, str]] = {key: {} for key in keys}
    for case_id, code in OpenFinding.objects.filter(case__in=keys).values_list("case_id", "code"):
        found[case_id][code] = ""
    told = Objection.objects.filter(case__in=keys, state__in=list(OBJECTIONS)).values_list("case_id", "state")
    for case_id, state in told:
        found[case_id][OBJECTIONS[state]] = ""
    for case_id, outcome in _proposed_before_publicity(cases):
        found[case_id]["proposes_refusal" if outcome == Outcome.REFUSE else "must_be_published"] = ""
    return found


def _proposed_before_publicity(cases: Sequence[Case]) -> Iterable[tuple[int, str]]:
    """The newest opinion's outcome of each case whose order publishes the proposal first. One statement."""
    keys = [case.pk for case in cases if case.state == "proposed" and edition(case.edition).order == "national"]
    newest = Opinion.objects.filter(case__in=keys).order_by("case_id", "-pk").distinct("case_id")
    return newest.values_list("case_id", "outcome")


@dataclass(frozen=True)
class Elsewhere:
    """How many cases of one's area wait at a step of others."""

    title: str
    who: str
    count: int


def waiting_elsewhere(acting: Acting) -> list[Elsewhere]:
    """What others have to do in one's area, most first. Six statements."""
    found: dict[Step, int] = {}
    cases = list(visible_to(acting, Case.objects.exclude(state__in=sorted(ENDED))))
    for case, standing in zip(cases, standings(cases), strict=True):
        for step in open_steps(case, standing, acting.on):
            if acting.post not in step.by:
                found[step] = found.get(step, 0) + 1
    ranked = sorted(found.items(), key=lambda each: -each[1])
    return [Elsewhere(step.title, "、".join(post.title for post in step.by), count) for step, count in ranked]


def _todo(case: Case, standing: Standing, step: Step, on: date) -> Todo:
    found = due_of(step.within, standing, calendar())
    due = found.due if found and isinstance(found.due, date) else None
    divisions = tree()
    return Todo(
        case.number, case.head_name, divisions.get(case.village).name, divisions.get(case.town).name, step, due,
        found.provisional if found else False, days_left(due, on) if due else None,
    )  # fmt: skip


def days_left(due: date, on: date) -> int:
    """Working days until a day (0 today; negative: over)."""
    return calendar().working_days(on, due) if due >= on else -calendar().working_days(due, on)


UNDECIDED = frozenset({"submitted", "deficient", "surveying", "proposed", "reviewed"})


@dataclass(frozen=True)
class FileView:
    """What lies in a case, for its page: rows read once; `programme` by its whole name. A case that an objection or a
    reopening took back before its decision has none: the old one doesn't count any more."""

    number: str
    programme: str
    steps: Sequence[StepTaken]
    papers: Sequence[OnFile]
    opinion: Opinion | None
    decision: Decision | None
    publicity: Publicity | None
    objections: Sequence[Objection]


def file_view(case: Case, rows: CaseRows | None = None) -> FileView:
    """Everything of a case but the family. One statement, none where its `rows` were read already."""
    rows = rows or case_rows(case)
    return FileView(
        number=case.number,
        programme=PROGRAMME_TITLES[case.programme],
        steps=rows.steps,
        papers=rows.papers,
        opinion=rows.opinions[-1] if rows.opinions else None,
        decision=rows.decisions[-1] if rows.decisions and case.state not in UNDECIDED else None,
        publicity=rows.publicities[-1] if rows.publicities else None,
        objections=rows.objections,
    )


@dataclass(frozen=True)
class StepRow:
    """A step taken, for the rooms above: `key` rises, and is their cursor."""

    key: int
    case_number: str
    code: str
    on: date


def steps_taken_after(cursor: int, code: str) -> list[StepRow]:
    """Steps of one code recorded after a cursor, oldest first."""
    rows = StepTaken.objects.filter(pk__gt=cursor, code=code).select_related("case").order_by("pk")
    return [StepRow(row.pk, row.case.number, row.code, row.on) for row in rows]


def granted(number: str) -> Decision:
    """The decision that a delivered grant rests on. Errors: Decision.DoesNotExist."""
    return Decision.objects.select_related("case", "case__household").filter(
        case__number=number, outcome="grant"
    ).latest("seq")  # fmt: skip


@dataclass(frozen=True)
class PublicNotice:
    """What the public may see of a case (N7): nothing else leaves the office."""

    token: str
    name_shown: str
    village_name: str
    town_name: str
    programme_title: str
    members: int
    amount: Decimal
    starts_on: date
    ends_on: date


PROGRAMME_TITLES: Mapping[str, str] = {
    "subsistence_allowance": "最低生活保障",
    "extreme_hardship_support": "特困人员救助供养",
}


def public_notices(*, on: date, town: str | None = None) -> list[PublicNotice]:
    """Notices that run on a day, newest first."""
    rows = PublicNoticeRow.objects.filter(starts_on__lte=on, ends_on__gte=on)
    if town:
        rows = rows.filter(town=town)
    return [_notice(row) for row in rows.order_by("-starts_on", "token")]


def public_notice(*, token: str, on: date) -> PublicNotice | None:
    """One notice while it runs; None when it ended or never was. `notice_ended` tells the two apart."""
    row = PublicNoticeRow.objects.filter(token=token, starts_on__lte=on, ends_on__gte=on).first()
    return _notice(row) if row else None


def notice_ended(*, token: str, on: date) -> bool:
    """Whether a notice of that token ran out before the day."""
    return PublicNoticeRow.objects.filter(token=token, ends_on__lt=on).exists()


def _notice(row: PublicNoticeRow) -> PublicNotice:
    divisions = tree()
    return PublicNotice(
        row.token, row.name_shown, divisions.get(row.village).name, divisions.get(row.town).name,
        PROGRAMME_TITLES[row.programme], row.members, row.amount, row.starts_on, row.ends_on,
    )  # fmt: skip
