"""The tables that a snapshot holds, and what every fact of the law is called and how it is written in them.

Sums are whole cents, days are whole numbers like 20261102, months run from the year 0; keys are surrogates. Everything
that is decided before any row is read (day, programme, application, gradual exit) is the same for a whole file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.engine.cells import Cell, Kind, literal, minus
from doudi.law import ops
from doudi.law.codes import INCOMES, SPENDINGS, UNCOUNTED_INCOMES, VEHICLE_USES
from doudi.law.columns import HOUSEHOLD_FACTS, JOB_FACTS, NO_PROPERTY, OBLIGOR_FACTS, PERSON_FACTS, STATUS_NAMES
from doudi.law.days import month_number
from doudi.law.ops import Unset, Value
from doudi.law.rule import Level

CENTS = 2  # decimal places of a sum of money
HOUSEHOLDS, PERSONS, FLOWS, OBLIGORS, SUPPORTS = "households", "persons", "flows", "obligors", "supports"
TABLE_OF: Mapping[Level, str] = {Level.HOUSEHOLD: HOUSEHOLDS, Level.PERSON: PERSONS, Level.OBLIGOR: OBLIGORS}
FLOW_KINDS = (
    *(f"{kind}_income" for kind in (*INCOMES, *UNCOUNTED_INCOMES)),
    *(f"{kind}_spending" for kind in SPENDINGS),
)
FLOW_CODES: Mapping[str, int] = {kind: code for code, kind in enumerate(FLOW_KINDS)}

_YUAN = {"base_before", "deposits", "dearest_vehicle", "largest_capital", "obligor_income_a_year", "agreed_support"}
_DAYS = {"born", "absence_since", "obligor_born"}
_CODES = {
    "already",
    "support_mode",
    "self_care_level",
    "relation",
    "disability_kind",
    "study",
    "absence",
    "tier",
    "division",
}
_FLAGS = {
    "lives_with", "serious_illness", "independent", "veteran", "is_applicant", "is_of_applicant", *STATUS_NAMES.values()
}  # fmt: skip
_COUNTS = {
    "household", "person", "obligor", "kind", "a_year", "since", "grace_since", "disability_grade", "refused_work",
    "houses", "shops", "vehicles", *(f"vehicles_{use}" for use in VEHICLE_USES), "obligor_members", "people_supported",
}  # fmt: skip
_MAY_BE_NONE = {"agreed_support", "tier"}
_KNOWN = {"programme", "on", "is_single_application", "has_grace", "months_since_grace"}

COLUMNS: Mapping[str, tuple[str, ...]] = {
    HOUSEHOLDS: ("household", *(name for name in HOUSEHOLD_FACTS if name not in _KNOWN), "grace_since", "tier", "division"),
    PERSONS: ("household", "person", *PERSON_FACTS, *NO_PROPERTY),
    FLOWS: ("household", "person", "kind", "a_year", "since"),
    OBLIGORS: (
        "household", "obligor", *OBLIGOR_FACTS, *STATUS_NAMES.values(), *(f"obligor_{name}" for name in NO_PROPERTY)
    ),
    SUPPORTS: ("household", "obligor", "person"),
}  # fmt: skip


def kind_of(name: str) -> Kind:
    """What a column of the snapshot holds. Errors: KeyError for one that nobody has said it of."""
    for names, kind in ((_DAYS, Kind.DAY), (_CODES, Kind.CODE), (_FLAGS, Kind.FLAG), (_YUAN | _COUNTS, Kind.NUMBER)):
        if names & {name, name.removeprefix("obligor_")}:
            return kind
    raise KeyError(name)


def column_of(name: str, level: Level) -> Cell:
    """A fact as a formula: its column."""
    places = CENTS if name in _YUAN or name.removeprefix("obligor_") in _YUAN else 0
    return Cell(level, "column", detail=name, kind=kind_of(name), places=places, may_be_none=name in _MAY_BE_NONE)


@dataclass(frozen=True)
class Shape:
    """What is the same for every household of a file, so that what doesn't apply leaves the formulas."""

    programme: str
    is_single_application: bool
    has_grace: bool


def known(shape: Shape, on: date) -> dict[str, Value]:
    """The facts that are known before any row is read."""
    found: dict[str, Value] = {"on": on, "programme": shape.programme, "has_grace": shape.has_grace}
    found["is_single_application"] = shape.is_single_application
    if not shape.has_grace:
        return found | {"months_since_grace": 0, "base_before": 0}
    since = Cell(Level.HOUSEHOLD, "column", detail="grace_since")
    return found | {"months_since_grace": minus(literal(month_number(on)), since)}


def job_facts(on: date) -> dict[str, Value]:
    """A newly taken job is a flow with the month in which it began."""
    since = Cell(Level.JOB, "column", detail="since")
    wage = Cell(Level.JOB, "column", detail="a_year", places=CENTS)
    return dict(zip(JOB_FACTS, (wage, minus(literal(month_number(on)), since)), strict=True))


def tier_amount(tiers: Mapping[str, Any] | Unset) -> Value:
    """The sum of the tier that each household is in; none where there is no such tier."""
    if isinstance(tiers, Unset):
        return tiers
    tier, found = column_of("tier", Level.HOUSEHOLD), 0
    for name, amount in tiers.items():
        found = ops.where(ops.same(tier, name), amount, found)
    return found


def tier_is_known(tiers: Mapping[str, Any] | Unset) -> Value:
    """Whether each household is in a tier that there is."""
    if isinstance(tiers, Unset):
        return tiers
    return ops.any_of(False, *(ops.same(column_of("tier", Level.HOUSEHOLD), name) for name in tiers))


def flow(name: str) -> Cell:
    """The sum of the flows of some kind of a person, in cents a year."""
    return Cell(Level.PERSON, "flows", detail=frozenset({name}), places=CENTS)
