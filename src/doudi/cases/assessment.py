"""The calculation of a case on a day, by the rules and parameters in force, and the words it gives."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.accounts.parameters import values
from doudi.cases.models import Case, Decision, StepTaken
from doudi.cases.rows import CaseRows
from doudi.households.queries import facts_of
from doudi.law.assess import assess
from doudi.law.facts import read
from doudi.law.parameters import Registry
from doudi.law.procedure import Procedure
from doudi.law.procedures.registry import edition_on
from doudi.law.storing import kept, restored

_KEPT = threading.local()


@dataclass(frozen=True)
class Sums:
    """The amounts of an answer, yuan a month."""

    base: Decimal
    supplement: Decimal
    care: Decimal
    total: Decimal


@cache
def _loaded(*files: str) -> Registry:
    return Registry.load(*(Path(name) for name in files))


def registry() -> Registry:
    """National values, the district's published standards, the local set that this server was given, and what two people
    of the bureau entered, which goes before a file's value of the same place and day. No statement."""
    shipped, entered = _loaded(*settings.DOUDI_PARAMETER_FILES), values()
    if getattr(_KEPT, "made_of", None) != (id(shipped), id(entered)):
        _KEPT.registry = shipped.adding(entered) if entered else shipped
        _KEPT.made_of, _KEPT.alive = (id(shipped), id(entered)), (shipped, entered)
    made: Registry = _KEPT.registry
    return made


def edition_for(programme: str, on: date, town: str) -> Procedure:
    """The edition of the procedure for a case begun on a day: of the order of publicity that the place has chosen."""
    order = registry().in_force(on, town).values.get("publicity_order")
    return edition_on(programme, on, order.value if order else "notice")


def income_window(on: date, town: str) -> int:
    """Over how many months before a request income and spending are asked for in a place."""
    return int(str(registry().in_force(on, town).flat["income_window_months"]))


def answer_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The CONTRACTS answer of `doudi assess` for facts with surrogate ids. Errors: law's FactsError."""
    return assess(read(facts), registry()).as_dict()


def parameters_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The parameters in force for these facts on their day and in their place, as a decision keeps them."""
    known = read(facts)
    return kept(registry().in_force(known.on, known.division, known.area))


def basis_of(decision: Decision) -> Registry:
    """The parameters that a decision was made by; those of today's registry for one from before they were kept."""
    return restored(decision.parameters) if decision.parameters else registry()


def recomputed(decision: Decision) -> Mapping[str, Any]:
    """The CONTRACTS answer of a decision, computed again from the facts and parameters that it stored. Errors: FactsError."""
    return assess(read(decision.facts), basis_of(decision)).as_dict()


def sums_of(answer: dict[str, Any]) -> Sums:
    """The answer's amounts as exact decimals."""
    amounts = answer["amounts"]
    return Sums(*(Decimal(amounts[name]) for name in ("base", "supplement", "care", "total")))


def facts_for(case: Case, on: date, source: str = "adopted", rows: CaseRows | None = None) -> dict[str, Any]:
    """The facts of a case on a day by one source's amounts, as its programme asks for them. One statement or two, none
    where the case's `rows` were read already."""
    asked: dict[str, Any] = {}
    if case.programme != "subsistence_allowance" or case.apply_as != "household":
        asked["applicant"] = case.applicant_id
    if case.programme == "extreme_hardship_support" and _was_delivered(case, rows):
        asked["already"] = "extreme_hardship_support"
    return facts_of(
        household=case.household, on=on, source=source, case_number=case.number, programme=case.programme,
        apply_as=case.apply_as, rows=rows.family if rows else None, **asked,
    )  # fmt: skip


def _was_delivered(case: Case, rows: CaseRows | None) -> bool:
    if rows is None:
        return StepTaken.objects.filter(case=case, code="deliver").exists()
    return any(step.code == "deliver" for step in rows.steps)
