"""Calculating every award in being anew: their facts as a snapshot, the rules over it, on as many days as are asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from doudi.households.queries import facts_from
from doudi.law.facts import Facts, FactsError, read
from doudi.law.parameters import Registry
from doudi.payments.models import Award
from doudi.payments.queries.ahead_subjects import HARDSHIP, Subject, family_rows
from doudi.payments.queries.ahead_subjects import standing as with_its_items

CHUNK = 500
RUNNING = (Award.State.ACTIVE, Award.State.SUSPENDED)
Progress = Callable[[int], None]  # whole percents
Run = tuple[date, Registry]


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
    """The awards that could be calculated, by their keys, for each run asked for; `missing` names parameters."""

    runs: tuple[Mapping[int, Found], ...]
    missing: tuple[str, ...]


def calculate(awards: Sequence[int], runs: Sequence[Run], *, on: date, progress: Progress) -> Calculated:
    """What each of these awards would be on each day by that run's parameters; those without facts are left out.

    The facts are those of the decision; of an opening balance those in the register `on` a day. Nothing is kept: the
    snapshot has surrogate keys and coded facts only (N6), and goes when the work is done.
    """
    steps = _Steps(-(-len(awards) // CHUNK) + len(runs), progress)
    with TemporaryDirectory() as folder:
        batches = snapshot.write(Path(folder) / "awards", facts_of_awards(awards, on, steps.taken))
        found, missing = [], []
        for day, registry in runs:
            answers, names = _on(day, registry, batches)
            found.append(answers)
            missing += names
            steps.taken()
    return Calculated(tuple(found), tuple(dict.fromkeys(missing)))


class _Steps:
    """Tells how far the work is, after each chunk of awards that was read and each run."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._done, self._progress = total, 0, progress

    def taken(self) -> None:
        """One more."""
        self._done += 1
        self._progress(100 * self._done // self._total)


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
    base, supplement, care = (Decimal(row[name]).scaleb(-2) for name in ("base", "supplement_paid", "care"))
    return Found(row["outcome"], base, supplement, care)


def standing() -> list[int]:
    """The keys of all awards in being, by place. One statement."""
    return list(Award.objects.filter(state__in=RUNNING).order_by("town", "village", "pk").values_list("pk", flat=True))


def facts_of_awards(
    awards: Sequence[int], on: date, taken: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, Facts]]:
    """The facts of awards by their keys, a chunk at a time in a fixed number of statements; `taken` is called after each.

    What can't be read is left out.
    """
    for first in range(0, len(awards), CHUNK):
        keys = awards[first : first + CHUNK]
        chunk = list(Award.objects.filter(pk__in=keys).prefetch_related("people").order_by("pk"))
        decided = _decided(chunk)
        registered = _registered([award for award in chunk if award.case_number not in decided], on)
        for award in chunk:
            facts = _read(decided.get(award.case_number or "") or registered[award.pk])
            if facts:
                yield award.pk, facts
        taken()


def _read(raw: Mapping[str, Any]) -> Facts | None:
    """Facts that a table can hold; None for what can't be read, or has parameters of its own."""
    try:
        facts = read(raw)
    except FactsError:
        return None
    return None if facts.parameters else facts


def _decided(awards: Sequence[Award]) -> dict[str, Mapping[str, Any]]:
    """The facts of the last grant of each case, by its number."""
    numbers = [award.case_number for award in awards if award.case_number]
    grants = Decision.objects.filter(case__number__in=numbers, outcome="grant").order_by("seq")
    return dict(grants.values_list("case__number", "facts"))


def _registered(awards: Sequence[Award], on: date) -> dict[int, Mapping[str, Any]]:
    """The facts that the register has of families whose awards were taken over from a ledger. Four statements."""
    subjects = {award.pk: _subject(award) for award in awards}
    homes = family_rows(list(subjects.values()))
    return {
        award.pk: facts_from(with_its_items(homes[award.household_id], subjects[award.pk]), _asked(award, on))
        if award.household_id in homes
        else {}
        for award in awards
    }


def _subject(award: Award) -> Subject:
    return Subject(
        household=award.household_id, town=award.town, village=award.village, area=award.area, programme=award.programme,
        award=award.pk, case="", items_of=None, applicant=None, apply_as="household",
    )  # fmt: skip


def _asked(award: Award, on: date) -> dict[str, Any]:
    """What is asked for an award; 特困 is for the person on it."""
    asked = {"programme": award.programme, "on": on.isoformat(), "division": award.town, "area": award.area}
    person = next((each.member_id for each in award.people.all() if each.active), None)
    if award.programme == HARDSHIP and person:
        asked |= {"applicant": str(person), "already": "none", "apply_as": "household"}
    return asked
