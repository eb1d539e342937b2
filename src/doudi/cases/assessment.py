"""The calculation of a case on a day, by the rules and parameters in force, and the words it gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.law.assess import assess
from doudi.law.facts import read
from doudi.law.parameters import Registry


@dataclass(frozen=True)
class Sums:
    """The amounts of an answer, yuan a month."""

    base: Decimal
    supplement: Decimal
    total: Decimal


@cache
def _loaded(*files: str) -> Registry:
    return Registry.load(*(Path(name) for name in files))


def registry() -> Registry:
    """National values, the district's published standards and the local set that this server was given."""
    return _loaded(*settings.DOUDI_PARAMETER_FILES)


def answer_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The CONTRACTS answer of `doudi assess` for facts with surrogate ids. Errors: law's FactsError."""
    return assess(read(facts), registry()).as_dict()


def sums_of(answer: dict[str, Any]) -> Sums:
    """The answer's amounts as exact decimals."""
    amounts = answer["amounts"]
    return Sums(Decimal(amounts["base"]), Decimal(amounts["supplement"]), Decimal(amounts["total"]))


def at_day(facts: dict[str, Any], on: date) -> dict[str, Any]:
    """The same facts asked for another day."""
    return {**facts, "on": on.isoformat()}
