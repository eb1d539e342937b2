"""Reads for a run's page: stages, acts, towns against last month, what the sum is made up of, what stays back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Count, Sum

from doudi.accounts.acting import Acting
from doudi.law.divisions import tree
from doudi.law.procedures.payroll import TITLES, edition
from doudi.payments.due import ask
from doudi.payments.models import Award, BankFile, RosterConfirmation, Run, RunLine, RunTown
from doudi.payments.queries.held import Part, held_of
from doudi.payments.queries.stopped import StoppedAward, stopped_awards
from doudi.payments.standing import run_obstacles, unconfirmed_towns

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class RunRow:
    """One run in a list."""

    number: str
    month: date
    programme: str
    kind: str
    kind_title: str
    state: str
    state_title: str
    households: int
    persons: int
    total: Decimal


def runs() -> list[RunRow]:
    """All runs, newest month first, what was paid again after the month's own run. One statement."""
    return [_run_row(run) for run in Run.objects.order_by("-month", "programme", "-kind", "number")]


def run_rows(month: date) -> list[RunRow]:
    """The runs of one month. One statement."""
    return [_run_row(run) for run in Run.objects.filter(month=month).order_by("programme", "-kind", "number")]


def _run_row(run: Run) -> RunRow:
    state = edition(run.edition).state(run.state).title
    return RunRow(
        run.number, run.month, TITLES[run.programme], run.kind, str(run.get_kind_display()), run.state, state,
        run.households, run.persons, run.total,
    )  # fmt: skip


@dataclass(frozen=True)
class StageView:
    """One stage of a run: done by whom and when, now, or ahead."""

    title: str
    place: Literal["done", "now", "ahead"]
    by: str
    on: date | None


@dataclass(frozen=True)
class ActView:
    """One act that the person could take now, or why not."""

    code: str
    title: str
    now: str
    obstacles: tuple[str, ...]
    signs: bool


@dataclass(frozen=True)
class TownView:
    """One town of a run beside the month before; `state` of the roster in words.

    `carried` are families of the opening ledger that no run paid before (期初): they go on, they are not new.
    """

    town: str
    name: str
    last_households: int
    carried: int
    added: int
    dropped: int
    households: int
    last_total: Decimal
    total: Decimal
    roster: str
    roster_by: str

    @property
    def difference(self) -> Decimal:
        """This month less the last."""
        return self.total - self.last_total


@dataclass(frozen=True)
class RunPage:
    """Everything of a run's page, plain values only."""

    number: str
    version: int
    month: date
    kind: str
    programme: str
    programme_title: str
    state: str
    state_title: str
    digest: str
    households: int
    persons: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    total: Decimal
    stages: tuple[StageView, ...]
    acts: tuple[ActView, ...]
    towns: tuple[TownView, ...]
    parts: tuple[Part, ...]
    held: tuple[Part, ...]
    new_cases: tuple["NewAward", ...]
    stopped: tuple[StoppedAward, ...]
    last_month: date | None
    unconfirmed: tuple[str, ...]
    file_name: str
    file_sha256: str
    is_whole: bool

    @property
    def carries(self) -> bool:
        """Whether families of the opening ledger are paid here for the first time."""
        return any(town.carried for town in self.towns)

    @property
    def is_tied(self) -> bool:
        """Whether the parts add up to the towns that are seen, and in the district these to the run (I2)."""
        parts = sum((part.total for part in self.parts), ZERO)
        return parts == self.seen and (not self.is_whole or parts == self.total)

    @property
    def seen(self) -> Decimal:
        """Yuan of the towns that the person sees."""
        return sum((town.total for town in self.towns), ZERO)

    @property
    def seen_households(self) -> int:
        """Families of the towns that the person sees."""
        return sum(town.households for town in self.towns)


def run_for(number: str) -> Run | None:
    """The run of that number; None when there is none."""
    return Run.objects.filter(number=number).first()


def run_page(*, run: Run, acting: Acting) -> RunPage:
    """One run for its page: stages, acts, towns against last month, parts and what is held. Statements don't grow."""
    procedure = edition(run.edition)
    last = last_before(run)
    bank_file = BankFile.objects.filter(run=run).only("name", "sha256").first() if acting.post.is_district else None
    return RunPage(
        number=run.number, version=run.version, month=run.month, kind=run.kind, programme=run.programme,
        programme_title=TITLES[run.programme], state=run.state, state_title=procedure.state(run.state).title,
        digest=run.control_digest, households=run.households, persons=run.persons, base=run.base_total,
        supplement=run.supplement_total, care=run.care_total, total=run.total, stages=tuple(stages(run)),
        acts=tuple(acts(run, acting)), towns=tuple(towns_of(run, last)), parts=tuple(parts_of(run)),
        held=tuple(held_in(run)), new_cases=tuple(new_awards(run)), stopped=tuple(stopped_awards(run, last)), last_month=last.month if last else None,
        unconfirmed=tuple(unconfirmed_towns(run)), file_name=bank_file.name if bank_file else "",
        file_sha256=bank_file.sha256 if bank_file else "", is_whole=acting.post.is_district,
    )  # fmt: skip


def held_in(run: Run, town: str = "") -> list[Part]:
    """Families that a run leaves out, by reason; none in a batch that pays again. Three statements."""
    if run.kind != Run.Kind.MONTHLY:
        return []
    return held_of(month=run.month, programme=run.programme, run=run, town=town)


def stages(run: Run) -> list[StageView]:
    """What a run waits for, in order: what is over says so and by whom (已复核), then what it waits for now, and later."""
    signed = [
        (run.computed_name, run.computed_on), (run.checked_name, run.checked_on), (run.approved_name, run.approved_on),
        (run.exported_name, run.exported_on),
    ]  # fmt: skip
    states = tuple(edition(run.edition).states)
    here = [state.code for state in states].index(run.state)
    done = [
        StageView(state.title.replace("待", "已", 1), "done", by, on)
        for state, (by, on) in zip(states[:here], signed, strict=False)
    ]
    waits = [StageView(state.title, "ahead", "", None) for state in states[here:] if not state.ends]
    return [*done, *(replace(first, place="now") for first in waits[:1]), *waits[1:]]


def acts(run: Run, acting: Acting) -> list[ActView]:
    """The acts that lead on from where the run stands, each with why this person can't take it."""
    steps = edition(run.edition).leaving(run.state)
    return [
        ActView(step.code, step.title, step.now, tuple(run_obstacles(run, step.code, acting)), step.signs)
        for step in steps
        if step.to != run.state or step.to is None
    ]


_CHANGES = """
select coalesce(now.town, before.town), count(*) filter (where before.household_id is null and opening.carried),
       count(*) filter (where before.household_id is null and not opening.carried),
       count(*) filter (where now.household_id is null)
from (select distinct town, household_id from payments_runline where run_id = %(run)s) now
full join (select distinct town, household_id from payments_runline where run_id = %(last)s) before
    using (town, household_id)
cross join lateral (select before.household_id is null
    and exists (select from payments_award a where a.household_id = now.household_id and a.programme = %(programme)s
                and a.basis = 'opening' and (a.until is null or a.until >= %(month)s))
    and not exists (select from payments_runline l join payments_run r on r.id = l.run_id
                    where l.household_id = now.household_id and l.programme = %(programme)s and r.month < %(month)s)
    as carried) opening
group by 1
"""


def last_before(run: Run) -> Run | None:
    """The run of an earlier month that a monthly run is compared with; None for what is paid again."""
    if run.kind != Run.Kind.MONTHLY:
        return None
    earlier = Run.objects.filter(programme=run.programme, kind=run.kind, month__lt=run.month)
    return earlier.order_by("-month").first()


def towns_of(run: Run, last: Run | None) -> list[TownView]:
    """Each town beside the month before. Six statements."""
    before = {row.town: row for row in RunTown.objects.filter(run=last)} if last else {}
    here = {row.town: row for row in RunTown.objects.filter(run=run)}
    changes = _changes_of(run, last)
    confirmed = {
        row.town: row
        for row in RosterConfirmation.objects.filter(month=run.month, programme=run.programme).order_by("pk")
    }
    divisions = tree()
    return [
        _town(divisions.get(code).name, code, before.get(code), here.get(code), changes.get(code), confirmed.get(code))
        for code in sorted(here.keys() | before.keys())
    ]


def _changes_of(run: Run, last: Run | None) -> dict[str, list[int]]:
    """By town: families that go on from the opening ledger, that came, that went; none in a batch that pays again."""
    if run.kind != Run.Kind.MONTHLY:
        return {}
    asked = {"run": run.pk, "last": last.pk if last else None, "month": run.month, "programme": run.programme}
    return {town: counts for town, *counts in ask(_CHANGES, asked)}


def _town(
    name: str,
    code: str,
    before: RunTown | None,
    here: RunTown | None,
    changes: Sequence[int] | None,
    confirmed: RosterConfirmation | None,
) -> TownView:
    last_households, last_total = _paid(before)
    households, total = _paid(here)
    carried, added, dropped = changes or (0, 0, 0)
    return TownView(
        town=code, name=name, last_households=last_households, carried=carried, added=added, dropped=dropped,
        households=households, last_total=last_total, total=total, roster=_roster_words(confirmed, households, total),
        roster_by=confirmed.by_name if confirmed else "",
    )  # fmt: skip


def _paid(town: RunTown | None) -> tuple[int, Decimal]:
    """Families and yuan of a town in a run; nothing where it isn't in it."""
    return (town.households, town.total) if town else (0, ZERO)


def _roster_words(confirmed: RosterConfirmation | None, households: int, total: Decimal) -> str:
    if confirmed:
        return "已确认" if (confirmed.households, confirmed.total) == (households, total) else "确认后有变动"
    return "待确认" if households else "无"


def parts_of(run: Run) -> list[Part]:
    """What the run's sum is made up of: the opening ledger, awards decided here, arrears (I2). One statement.

    `code` is kind and basis, with a space between.
    """
    rows = (
        RunLine.objects.filter(run=run).values("kind", "award__basis")
        .annotate(households=Count("household", distinct=True), total=Sum("amount"))
    )  # fmt: skip
    found = {(row["kind"], row["award__basis"]): (row["households"], row["total"]) for row in rows}
    titles = {
        ("regular", "opening"): "期初台账", ("regular", "decision"): "审核确认",
        ("regular", "uplift"): "提标重算", ("arrears", "uplift"): "补发（提标重算）", ("reissue", "uplift"): "重发（提标重算）",
        ("arrears", "opening"): "补发（期初台账）", ("arrears", "decision"): "补发（审核确认）",
        ("reissue", "opening"): "重发（期初台账）", ("reissue", "decision"): "重发（审核确认）",
    }  # fmt: skip
    return [Part(title, *found[key], code=" ".join(key)) for key, title in titles.items() if key in found]


@dataclass(frozen=True)
class NewAward:
    """An award that rests on a decision made here, with what the run pays for it."""

    award: int
    case_number: str
    name: str
    village: str
    since: date
    total: Decimal


def new_awards(run: Run) -> list[NewAward]:
    """The awards decided here that no earlier run paid; none in a batch that pays again. One statement."""
    if run.kind != Run.Kind.MONTHLY:
        return []
    paid_before = RunLine.objects.filter(run__programme=run.programme, run__month__lt=run.month)
    rows = (
        RunLine.objects.filter(run=run, award__basis=Award.Basis.DECISION)
        .exclude(award__in=paid_before.values("award"))
        .values("award", "award__case_number", "payee__name", "village", "award__since")
        .annotate(total=Sum("amount"))
        .order_by("award__case_number")
    )
    divisions = tree()
    return [
        NewAward(
            row["award"], row["award__case_number"] or "", row["payee__name"], divisions.get(row["village"]).name, row["award__since"],
            row["total"],
        )
        for row in rows
    ]  # fmt: skip
