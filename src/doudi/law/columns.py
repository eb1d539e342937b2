"""Facts as the rules name them: one row a household, person, newly taken job and obligor, with plain values."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache

from doudi.law import codes
from doudi.law.days import month_number
from doudi.law.facts import Asset, Facts, Flow, Obligor, Person
from doudi.law.ops import Unset, Value
from doudi.law.parameters import DERIVED, InForce, Registry
from doudi.law.rule import BOOK, Level, Plan, Row, Sheet, in_force, plan, turning_day
from doudi.law.rules import __all__ as _rooms

INCOME_KINDS = (*codes.INCOMES, *codes.UNCOUNTED_INCOMES)
NO_FLOWS: Mapping[str, Value] = {f"{kind}_income": 0 for kind in INCOME_KINDS} | {
    f"{kind}_spending": 0 for kind in codes.SPENDINGS
}
NO_PROPERTY: Mapping[str, Value] = {
    "deposits": 0,
    "houses": 0,
    "shops": 0,
    "vehicles": 0,
    "dearest_vehicle": 0,
    "largest_capital": 0,
} | {f"vehicles_{use}": 0 for use in codes.VEHICLE_USES}
STATUS_NAMES: Mapping[str, str] = {
    "extreme_hardship": "is_extreme_hardship",
    "allowance_recipient": "is_allowance_recipient",
    "severe_disability": "is_severely_disabled",
    "intellectual_mental_3": "is_intellectual_mental_3",
    "incapable": "is_incapable",
    "missing": "is_missing",
    "in_prison": "is_in_prison",
}
HOUSEHOLD_FACTS = (
    "programme",
    "on",
    "already",
    "is_single_application",
    "has_grace",
    "months_since_grace",
    "base_before",
    "support_mode",
    "self_care_level",
)
PERSON_FACTS = (
    "relation",
    "born",
    "lives_with",
    "disability_kind",
    "disability_grade",
    "serious_illness",
    "study",
    "independent",
    "absence",
    "absence_since",
    "refused_work",
    "veteran",
    "is_applicant",
)
OBLIGOR_FACTS = (
    "obligor_born",
    "obligor_members",
    "obligor_income_a_year",
    "agreed_support",
    "people_supported",
    "is_of_applicant",
)
JOB_FACTS = ("job_wage", "months_since_job")
MIDDLE_AGE = 40  # an obligor whose birthday isn't given is of full age and not old
EVERYTHING = _rooms


@cache
def given() -> dict[str, Level]:
    """Every fact and parameter that a rule may name, with its level."""
    names = dict.fromkeys((*HOUSEHOLD_FACTS, *DERIVED, *Registry.load().in_force(date.min).flat), Level.HOUSEHOLD)
    names |= dict.fromkeys((*PERSON_FACTS, *NO_FLOWS, *NO_PROPERTY), Level.PERSON)
    obligor_facts = (*OBLIGOR_FACTS, *STATUS_NAMES.values(), *(f"obligor_{name}" for name in NO_PROPERTY))
    return names | dict.fromkeys(obligor_facts, Level.OBLIGOR) | dict.fromkeys(JOB_FACTS, Level.JOB)


def rules(on: date = date.max) -> Plan:
    """The plan of all rules of the book, each in the edition of a day."""
    return _plan(turning_day(BOOK, on))


@cache
def _plan(day: date) -> Plan:
    return plan(in_force(BOOK, day), given())


def sheet(facts: Facts, parameters: InForce) -> Sheet:
    """The calculation of one household, with nothing computed yet."""
    household = rows(facts)
    tiers = parameters.flat["allowance_tiers"]
    tier_amount = tiers if isinstance(tiers, Unset) else tiers.get(facts.tier, 0)
    household.values = {**parameters.flat, **household.values, "tier_amount": tier_amount}
    return Sheet(rules(facts.on), household)


def rows(facts: Facts) -> Row:
    """What is known of a household and, below it, of its persons, jobs and obligors; without any parameter."""
    household = Row(_household(facts))
    owned = _by_owner(facts)
    for person in facts.persons:
        household.persons.append(_person(person, facts, owned.get(person.id, ()), household))
    by_id = {person.id: row for person, row in zip(facts.persons, household.persons, strict=True)}
    for obligor in facts.obligors:
        row = Row(_obligor(obligor, facts, owned.get(obligor.id, ()) if obligor.id else ()), household=household)
        household.obligors.append(row)
        for name in obligor.of:
            by_id[name].obligors.append(row)
    if common := [asset for asset in facts.assets if asset.owner is None]:
        _put_property(_keeper(household, facts.on).values, common, "")
    return household


def _keeper(household: Row, on: date) -> Row:
    """With whom property is kept that is the household's, nobody's in particular: the first who counts, if any does."""
    calculation = Sheet(rules(on), household)
    return next((row for row in household.persons if calculation.value(row, "counts")), household.persons[0])


def _household(facts: Facts) -> dict[str, Value]:
    applicant = next(person for person in facts.persons if person.id == facts.applicant)
    grace = facts.grace
    return {
        "programme": facts.programme,
        "on": facts.on,
        "already": facts.already,
        "is_single_application": facts.programme == "subsistence_allowance" and facts.apply_as == "single_person",
        "has_grace": grace is not None,
        "months_since_grace": month_number(facts.on) - grace.since if grace else 0,
        "base_before": grace.base_before if grace else 0,
        "support_mode": applicant.support,
        "self_care_level": self_care_level(applicant),
    }


def self_care_level(person: Person) -> str:
    """生活自理能力: full when all six can be done, partial when up to three can't, else none (43号 第二十条至第二十二条)."""
    return level_of([act for act, can in person.self_care.items() if not can])


def level_of(unable_to: Collection[str]) -> str:
    """自理能力 by how many of the six acts a person can't do alone: none full, one to three partial, more none."""
    failed = len(unable_to)
    if failed == 0:
        return "full"
    return "partial" if failed <= 3 else "none"


def _person(person: Person, facts: Facts, assets: Iterable[Asset], household: Row) -> Row:
    card = person.disability
    values: dict[str, Value] = {
        **NO_FLOWS,
        **NO_PROPERTY,
        "relation": person.relation,
        "born": person.born,
        "lives_with": person.lives_with,
        "disability_kind": card.kind if card else "none",
        "disability_grade": card.grade if card else 0,
        "serious_illness": person.serious_illness,
        "study": person.study,
        "independent": person.independent,
        "absence": person.absence,
        "absence_since": person.absence_since or facts.on,
        "refused_work": person.refused_work,
        "veteran": person.veteran,
        "is_applicant": person.id == facts.applicant,
    }
    for flow in person.income:
        values[f"{flow.kind}_income"] += flow.a_year
    for flow in person.spending:
        values[f"{flow.kind}_spending"] += flow.a_year
    _put_property(values, assets, "")
    row = Row(values, household=household)
    row.jobs = [_job(flow, facts.on, row) for flow in person.income if flow.since is not None]
    return row


def _job(flow: Flow, on: date, person: Row) -> Row:
    months = month_number(on) - (flow.since or 0)
    return Row({"job_wage": flow.a_year, "months_since_job": months}, household=person.household, person=person)


def _obligor(obligor: Obligor, facts: Facts, assets: Iterable[Asset]) -> dict[str, Value]:
    values: dict[str, Value] = {
        **{f"obligor_{name}": value for name, value in NO_PROPERTY.items()},
        **{name: status in obligor.status for status, name in STATUS_NAMES.items()},
        "obligor_born": obligor.born or date(max(1, facts.on.year - MIDDLE_AGE), 1, 1),
        "obligor_members": obligor.household_members,
        "obligor_income_a_year": obligor.income_a_year,
        "agreed_support": obligor.agreed_support,
        "people_supported": len(obligor.of),
        "is_of_applicant": facts.applicant in obligor.of,
    }
    _put_property(values, assets, "obligor_")
    return values


def _by_owner(facts: Facts) -> dict[str, list[Asset]]:
    owned: dict[str, list[Asset]] = {}
    for asset in facts.assets:
        if asset.owner is not None:
            owned.setdefault(asset.owner, []).append(asset)
    return owned


def _put_property(values: dict[str, Value], assets: Iterable[Asset], prefix: str) -> None:
    for asset in assets:
        if asset.kind in codes.DEPOSITS:
            values[f"{prefix}deposits"] += asset.value
        elif asset.kind == "vehicle":
            values[f"{prefix}vehicles"] += 1
            values[f"{prefix}vehicles_{asset.use}"] += 1
            values[f"{prefix}dearest_vehicle"] = max(values[f"{prefix}dearest_vehicle"], asset.value)
        elif asset.kind == "business_registration":
            values[f"{prefix}largest_capital"] = max(values[f"{prefix}largest_capital"], asset.value)
        else:
            values[f"{prefix}{asset.kind}s"] += 1
