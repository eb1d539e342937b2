"""Calculating every award in being anew: their facts as a snapshot, the rules over it, before and from a month on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from doudi.cases.models import Decision
from doudi.engine import snapshot
from doudi.engine.run import Engine
from doudi.engine.snapshot import Batch
from doudi.households.queries import facts_of
from doudi.law.facts import Facts, FactsError, read
from doudi.law.parameters import Registry
from doudi.payments.models import Award

CHUNK = 500
RUNNING = (Award.State.ACTIVE, Award.State.SUSPENDED)
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Found:
    """What the rules give an award on a day, in yuan a month; `outcome` is empty where parameters are missing."""

    outcome: str
    base: Decimal
    supplement: Decimal
    care: Decimal

    @property
    def total(self) -> Decimal:
        """All items together."""
        return self.base + self.supplement + self.care


@dataclass(frozen=True)
class Calculated:
    """The awards that could be calculated, by their keys, for each day asked for; `missing` names parameters."""

    days: Mapping[date, Mapping[int, Found]]
    missing: tuple[str, ...]


def calculate(
    awards: Sequence[int], days: Iterable[tuple[date, Registry]], *, on: date, progress: Progress
) -> Calculated:
    """What each of these awards would be on each day by that day's parameters; those without facts are left out.

    The facts are those of the decision; of an opening balance those in the register `on` a day. Nothing is kept: the
    snapshot has surrogate keys and coded facts only (N6), and goes when the work is done.
    """
    with TemporaryDirectory() as folder:
        batches = snapshot.write(Path(folder) / "awards", _facts(awards, on, progress))
        found, missing = {}, []
        for day, registry in days:
            found[day], names = _on(day, registry, batches)
            missing += names
    return Calculated(found, tuple(dict.fromkeys(missing)))


def _on(day: date, registry: Registry, batches: Sequence[Batch]) -> tuple[dict[int, Found], list[str]]:
    found: dict[int, Found] = {}
    missing: list[str] = []
    for answers in Engine(registry, day).run(batches):
        rows = answers.rows.to_pylist()
        found |= {row["household"]: _found(row) for row in rows}
        missing += [] if all(row["is_known"] for row in rows) else answers.missing
    return found, missing


def _found(row: Mapping[str, Any]) -> Found:
    if not row["is_known"]:
        return Found("", Decimal(0), Decimal(0), Decimal(0))
    base, supplement, care = (Decimal(row[name]) / 100 for name in ("base", "supplement_paid", "care"))
    return Found(row["outcome"], base, supplement, care)


def _facts(awards: Sequence[int], on: date, progress: Progress) -> Iterator[tuple[int, Facts]]:
    """The facts of awards, a chunk at a time; what can't be read is left out."""
    for first in range(0, len(awards), CHUNK):
        keys = awards[first : first + CHUNK]
        chunk = Award.objects.filter(pk__in=keys).select_related("household").prefetch_related("people")
        decided = _decided(chunk)
        for award in chunk:
            facts = _read(decided.get(award.case_number or "") or _registered(award, on))
            if facts:
                yield award.pk, facts
        progress(first + len(keys))


def _read(raw: Mapping[str, Any]) -> Facts | None:
    """Facts that a table can hold; None for what can't be read, or has parameters of its own."""
    try:
        facts = read(raw)
    except FactsError:
        return None
    return None if facts.parameters else facts


def _decided(awards: Iterable[Award]) -> dict[str, Mapping[str, Any]]:
    """The facts of the last grant of each case, by its number."""
    numbers = [award.case_number for award in awards if award.case_number]
    grants = Decision.objects.filter(case__number__in=numbers, outcome="grant").order_by("seq")
    return dict(grants.values_list("case__number", "facts"))


def _registered(award: Award, on: date) -> Mapping[str, Any]:
    """The facts that the register has of a family whose award was taken over from a ledger."""
    person = next((each.member_id for each in award.people.all() if each.active), None)
    alone = award.programme == "extreme_hardship_support"
    return facts_of(
        household=award.household,
        on=on,
        source="adopted",
        programme=award.programme,
        applicant=person if alone else None,
    )
