"""Reads below a run: its families page by page, a town's roster, the answer of `doudi payroll`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from doudi.law.divisions import tree
from doudi.law.procedures.payroll import edition, run_number
from doudi.payments.models import RosterConfirmation, Run, RunLine
from doudi.payments.queries.returns import NOTHING, reissues_of, returned_of
from doudi.payments.queries.runs import ZERO, held_in
from doudi.payments.standing import DISTRICT, monthly_run, roster_sums, unconfirmed_towns
from doudi.vault.masks import mask_account, mask_id


@dataclass(frozen=True)
class Within:
    """Which lines of a run are asked for; empty means all. `month` is the month that a line is owed for."""

    town: str = ""
    kind: str = ""
    item: str = ""
    basis: str = ""
    month: date | None = None

    def of(self, run: Run) -> QuerySet[RunLine]:
        """The lines of the run that are asked for."""
        asked = {
            "town": self.town,
            "kind": self.kind,
            "item": self.item,
            "award__basis": self.basis,
            "month": self.month,
        }
        return RunLine.objects.filter(run=run, **{name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class LineView:
    """One family in a run, numbers masked; its sums are those of the lines that were asked for."""

    household: UUID
    award: int
    file_number: str
    place: str
    name: str
    id_masked: str
    persons: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    arrears: Decimal
    total: Decimal
    account_masked: str
    bank: str
    owner: str
    basis: str
    case_number: str


def run_lines(*, run: Run, within: Within, page: int = 1, size: int = 50) -> list[LineView]:
    """One page of a run's families within the areas of the transaction. Two statements."""
    lines = within.of(run)
    keys = lines.values("household", "village", "household__file_number").annotate(sum=Sum("amount"))
    ordered = keys.order_by("village", "household__file_number", "household")
    return lines_of(within, run, [row["household"] for row in ordered[(page - 1) * size : page * size]])


def families_in(*, run: Run, within: Within) -> list[UUID]:
    """The keys of a run's families in the order of the list, within the areas of the transaction. One statement."""
    keys = within.of(run).values_list("household", "village", "household__file_number").distinct()
    return [row[0] for row in keys.order_by("village", "household__file_number", "household")]


def lines_of(within: Within, run: Run, households: Sequence[UUID]) -> list[LineView]:
    """The families of these keys in a run, in their order. One statement."""
    rows: dict[UUID, list[RunLine]] = {key: [] for key in households}
    found = within.of(run).filter(household__in=households)
    for line in found.select_related("household", "award", "payee", "account"):
        rows[line.household_id].append(line)
    return [_line(group) for group in rows.values() if group]


def line_sums(*, run: Run, within: Within) -> tuple[int, Decimal]:
    """How many families and yuan the lines that are asked for are. One statement."""
    found = within.of(run).aggregate(n=Count("household", distinct=True), total=Sum("amount"))
    return found["n"], found["total"] or ZERO


def _line(lines: Sequence[RunLine]) -> LineView:
    line, divisions = lines[0], tree()
    now: dict[str, Decimal] = {each.item: each.amount for each in lines if each.kind != RunLine.Kind.ARREARS}
    total = sum((each.amount for each in lines), ZERO)
    return LineView(
        household=line.household_id, award=line.award_id, file_number=line.household.file_number or "",
        place=f"{divisions.get(line.town).name}{divisions.get(line.village).name}", name=line.payee.name,
        id_masked=mask_id(line.payee.id_number), persons=line.award.members, base=now.get("base", ZERO),
        supplement=now.get("supplement", ZERO), care=now.get("care", ZERO), arrears=total - sum(now.values(), ZERO),
        total=total,
        account_masked=mask_account(line.account.number), bank=line.account.bank,
        owner=line.account.owner_name, basis=str(line.award.get_basis_display()), case_number=line.award.case_number or "",
    )  # fmt: skip


@dataclass(frozen=True)
class RosterView:
    """What a town's leader is asked to confirm for a month."""

    month: date
    programme: str
    town: str
    name: str
    households: int
    total: Decimal
    confirmed_by: str
    confirmed_on: date | None
    is_current: bool


def roster(*, month: date, programme: str, town: str) -> RosterView:
    """A town's roster of a month: families and sum, and whether just these were confirmed. Three statements."""
    run = monthly_run(month, programme)
    households, total = roster_sums(month=month, programme=programme, town=town, run=run)
    last = RosterConfirmation.objects.filter(month=month, programme=programme, town=town).order_by("-pk").first()
    return RosterView(
        month=month, programme=programme, town=town, name=tree().get(town).name, households=households, total=total,
        confirmed_by=last.by_name if last else "", confirmed_on=last.on if last else None,
        is_current=bool(last and (last.households, last.total) == (households, total)),
    )  # fmt: skip


def payroll_status(month: date, *, programme: str | None = None) -> list[dict[str, Any]]:
    """The runs of a month in the form that `doudi payroll` prints; a programme without a run is 未建立."""
    made = {run.programme: run for run in Run.objects.filter(month=month, kind=Run.Kind.MONTHLY)}
    wanted = [programme] if programme else sorted(made) or ["subsistence_allowance"]
    return [status_of(made[name]) if name in made else _unmade(month, name) for name in wanted]


def status_of(run: Run) -> dict[str, Any]:
    """One run in the form that `doudi payroll` prints: codes and words, sums as text."""
    return {
        "number": run.number, "month": f"{run.month:%Y-%m}", "programme": run.programme, "state": run.state,
        "title": edition(run.edition).state(run.state).title, "households": run.households, "persons": run.persons,
        "lines": run.lines_count, "base": f"{run.base_total:.2f}", "supplement": f"{run.supplement_total:.2f}",
        "care": f"{run.care_total:.2f}", "total": f"{run.total:.2f}", "digest": run.control_digest,
        "held": [
            {"reason": part.title, "households": part.households, "total": f"{part.total:.2f}"}
            for part in held_in(run)
        ],
        "rosters_missing": [tree().get(town).name for town in unconfirmed_towns(run)],
        "returned": returned_of(run).as_dict(), "reissues": reissues_of(run),
    }  # fmt: skip


def _unmade(month: date, programme: str) -> dict[str, Any]:
    return {
        "number": run_number(DISTRICT, month, programme), "month": f"{month:%Y-%m}", "programme": programme,
        "state": None, "title": "未建立", "households": 0, "persons": 0, "lines": 0, "base": "0.00",
        "supplement": "0.00", "care": "0.00", "total": "0.00", "digest": "", "held": [], "rosters_missing": [],
        "returned": NOTHING.as_dict(), "reissues": [],
    }  # fmt: skip
