"""The calculation of a case on a day, by the rules and parameters in force, and the words it gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.cases.models import Case, StepTaken
from doudi.households.queries import facts_of
from doudi.law.assess import assess
from doudi.law.facts import read
from doudi.law.parameters import Registry
from doudi.law.procedure import Procedure
from doudi.law.procedures.registry import edition_on


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
    """National values, the district's published standards and the local set that this server was given."""
    return _loaded(*settings.DOUDI_PARAMETER_FILES)


def edition_for(programme: str, on: date, town: str) -> Procedure:
    """The edition of the procedure for a case begun on a day: of the order of publicity that the place has chosen."""
    order = registry().in_force(on, town).values.get("publicity_order")
    return edition_on(programme, on, order.value if order else "notice")


def answer_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The CONTRACTS answer of `doudi assess` for facts with surrogate ids. Errors: law's FactsError."""
    return assess(read(facts), registry()).as_dict()


def sums_of(answer: dict[str, Any]) -> Sums:
    """The answer's amounts as exact decimals."""
    amounts = answer["amounts"]
    return Sums(*(Decimal(amounts[name]) for name in ("base", "supplement", "care", "total")))


def facts_for(case: Case, on: date, source: str = "adopted") -> dict[str, Any]:
    """The facts of a case on a day by one source's amounts, as its programme asks for them. Three or four statements."""
    asked: dict[str, Any] = {}
    if case.programme != "subsistence_allowance" or case.apply_as != "household":
        asked["applicant"] = case.applicant_id
    if case.programme == "extreme_hardship_support" and StepTaken.objects.filter(case=case, code="deliver").exists():
        asked["already"] = "extreme_hardship_support"
    return facts_of(
        household=case.household, on=on, source=source, case_number=case.number, programme=case.programme,
        apply_as=case.apply_as, **asked,
    )  # fmt: skip
