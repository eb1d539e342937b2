"""The order of `law.assess` in the words of the rules: outcome, sums and reasons of every household of a table."""

import inspect
from collections.abc import Callable

from doudi.engine.cells import at, combine, literal, number, whole_parts
from doudi.engine.tables import CENTS
from doudi.law.assess import EDGE, ELIGIBLE, MUST_SET, NOT_ELIGIBLE, PROPERTY_REASONS
from doudi.law.ops import (
    Choice,
    Count,
    Flag,
    Unset,
    Value,
    Yuan,
    all_of,
    any_of,
    at_least,
    below,
    merged,
    not_,
    round_to,
    same,
    where,
)
from doudi.law.rule import Level, Rule, Unit

RULES: dict[str, Rule] = {}
WRONG_TIER = "wrong_tier"  # the tier is absent or unknown where tiers pay: `law.assess` refuses such facts
FIGURES = ("outcome", "base", "supplement_paid", "care", "people", "head_income")
DECIDED = ("outcome", "base", "supplement_paid", "care")  # an answer without one of these isn't known
REASONS: list[str] = []  # the codes of `law.reasons`, in the order in which an answer gives them


def _at(level: Level) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    def add(function: Callable[..., Value]) -> Callable[..., Value]:
        name, needs = function.__name__, tuple(inspect.signature(function).parameters)
        RULES[name] = Rule(name, level, "", Unit.FLAG, function, needs)
        return function

    return add


def reason(function: Callable[..., Value]) -> Callable[..., Value]:
    """A flag of the household that bears the code of a reason: whether an answer gives it."""
    _say(function.__name__, function, tuple(inspect.signature(function).parameters))
    return function


def _say(code: str, function: Callable[..., Value], needs: tuple[str, ...]) -> None:
    RULES[f"says_{code}"] = Rule(f"says_{code}", Level.HOUSEHOLD, "", Unit.FLAG, function, needs)
    REASONS.append(code)


household, person = _at(Level.HOUSEHOLD), _at(Level.PERSON)


@household
def is_hardship(programme: Choice) -> Flag:
    return same(programme, "extreme_hardship_support")


@household
def is_entitled(is_single_application: Flag, is_single_entitled: Flag, is_qualifying: Flag) -> Flag:
    """An allowance by its own conditions, before any gradual exit."""
    return where(is_single_application, is_single_entitled, is_qualifying)


@household
def is_granted_allowance(members: Count, is_entitled: Flag, is_paid_by_grace: Flag) -> Flag:
    return all_of(below(0, members), any_of(is_entitled, is_paid_by_grace))


@household
def is_refused_allowance(members: Count, is_granted_allowance: Flag) -> Flag:
    return all_of(below(0, members), not_(is_granted_allowance))


@household
def has_no_hardship_ground(is_unable_to_work: Count, is_away_from_support: Count) -> Flag:
    return any_of(below(is_unable_to_work, 1), below(0, is_away_from_support))


@household
def is_granted_hardship(
    has_no_hardship_ground: Flag, is_below_standard: Flag, has_able_obligor: Flag, is_over_property: Flag
) -> Flag:
    return not_(any_of(has_no_hardship_ground, not_(is_below_standard), has_able_obligor, is_over_property))


@household
def is_granted(is_hardship: Flag, is_granted_hardship: Flag, is_granted_allowance: Flag) -> Flag:
    return where(is_hardship, is_granted_hardship, is_granted_allowance)


@household
def is_edge(is_hardship: Flag, is_refused_allowance: Flag, is_edge_household: Flag) -> Flag:
    return all_of(not_(is_hardship), is_refused_allowance, is_edge_household)


@household
def is_tier_wrong(
    allowance_method: Choice,
    is_single_application: Flag,
    is_hardship: Flag,
    is_granted_allowance: Flag,
    is_paid_by_grace: Flag,
    tier_is_known: Flag,
) -> Flag:
    by_tier = all_of(same(allowance_method, "tier"), not_(is_single_application), not_(is_hardship))
    return all_of(by_tier, is_granted_allowance, not_(is_paid_by_grace), not_(tier_is_known))


@household
def refused_as(is_edge: Flag) -> Choice:
    return where(is_edge, EDGE, NOT_ELIGIBLE)


@household
def decided_as(is_tier_wrong: Flag, is_granted: Flag, refused_as: Choice) -> Choice:
    return where(is_tier_wrong, WRONG_TIER, where(is_granted, ELIGIBLE, refused_as))


@household
def outcome(is_hardship: Flag, members: Count, counted_income_a_year: Yuan, decided_as: Choice) -> Choice:
    """`eligible`, `low_income_edge`, `not_eligible`, or `wrong_tier` where facts are at fault; open with the income."""
    decided = decided_as
    if isinstance(counted_income_a_year, Unset) or getattr(counted_income_a_year, "may_be_unknown", False):
        decided = where(at_least(counted_income_a_year, 0), decided_as, MUST_SET)
    return where(all_of(not_(is_hardship), below(members, 1)), NOT_ELIGIBLE, decided)


def _paid(flag: Flag, amount: Yuan) -> Yuan:
    return where(flag, round_to(amount, "half_up_cent"), 0)


@household
def base(is_granted: Flag, is_hardship: Flag, living_money: Yuan, base_allowance: Yuan) -> Yuan:
    return _paid(is_granted, where(is_hardship, living_money, base_allowance))


@household
def supplement_paid(is_granted: Flag, is_hardship: Flag, supplement: Yuan) -> Yuan:
    return _paid(all_of(is_granted, not_(is_hardship)), supplement)


@household
def care(is_granted: Flag, is_hardship: Flag, care_money: Yuan) -> Yuan:
    return _paid(all_of(is_granted, is_hardship), care_money)


@household
def people(is_hardship: Flag, people_paid: Count) -> Count:
    return where(is_hardship, 1, people_paid)


@household
def head_income(counted_income_a_year: Yuan, members: Count) -> Yuan:
    """Income per head in whole cents, half up from the exact figure; nothing where nobody counts."""
    if isinstance(counted_income_a_year, Unset) or isinstance(members, Unset):
        return merged(counted_income_a_year, members)
    income, heads = number(counted_income_a_year), number(members)
    income = at(income, max(income.places, CENTS))
    parts = combine("times", heads, literal(12 * 10 ** (income.places - CENTS)))
    twice = combine("times", income, literal(2))
    return whole_parts(combine("plus", twice, parts), combine("times", parts, literal(2)), CENTS)


@reason
def no_members(is_hardship: Flag, members: Count) -> Flag:
    return all_of(not_(is_hardship), below(members, 1))


@reason
def income_below_standard(is_hardship: Flag, is_single_application: Flag, members: Count, is_entitled: Flag) -> Flag:
    return all_of(not_(is_hardship), not_(is_single_application), below(0, members), is_entitled)


@reason
def single_person(is_hardship: Flag, is_single_application: Flag, members: Count, is_entitled: Flag) -> Flag:
    return all_of(not_(is_hardship), is_single_application, below(0, members), is_entitled)


@reason
def gradual_exit(is_hardship: Flag, is_granted_allowance: Flag, is_entitled: Flag) -> Flag:
    return all_of(not_(is_hardship), is_granted_allowance, not_(is_entitled))


@reason
def work_refusal(is_hardship: Flag, is_granted_allowance: Flag, has_refused_work: Count) -> Flag:
    return all_of(not_(is_hardship), is_granted_allowance, below(0, has_refused_work))


def _alone(is_hardship: Flag, is_single_application: Flag, is_refused: Flag, ground: Flag) -> Flag:
    """A reason that only who applies alone is refused for."""
    return all_of(not_(is_hardship), is_single_application, is_refused, ground)


@reason
def household_qualifies(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, is_qualifying: Flag
) -> Flag:
    return _alone(is_hardship, is_single_application, is_refused_allowance, is_qualifying)


@person
def applicant_is_minor(is_applicant: Flag, is_minor: Flag) -> Flag:
    return all_of(is_applicant, is_minor)


@reason
def applicant_under_18(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, applicant_is_minor: Count
) -> Flag:
    return _alone(is_hardship, is_single_application, is_refused_allowance, below(0, applicant_is_minor))


@reason
def already_extreme_hardship(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, already: Choice
) -> Flag:
    drawing = same(already, "extreme_hardship_support")
    return _alone(is_hardship, is_single_application, is_refused_allowance, drawing)


@person
def applicant_belongs(is_applicant: Flag, is_member: Flag, is_clergy_away: Flag) -> Flag:
    return all_of(is_applicant, any_of(is_member, is_clergy_away))


@reason
def applicant_not_member(
    is_hardship: Flag,
    is_single_application: Flag,
    is_refused_allowance: Flag,
    applicant_belongs: Count,
    already: Choice,
) -> Flag:
    stranger = all_of(below(applicant_belongs, 1), not_(same(already, "extreme_hardship_support")))
    return _alone(is_hardship, is_single_application, is_refused_allowance, stranger)


@reason
def no_single_ground(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, has_single_ground: Flag
) -> Flag:
    return _alone(is_hardship, is_single_application, is_refused_allowance, not_(has_single_ground))


@reason
def income_not_below_edge(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, is_below_edge: Flag
) -> Flag:
    return _alone(is_hardship, is_single_application, is_refused_allowance, not_(is_below_edge))


@reason
def income_not_below_standard(
    is_hardship: Flag, is_single_application: Flag, is_refused_allowance: Flag, is_below_standard: Flag
) -> Flag:
    return all_of(not_(is_hardship), not_(is_single_application), is_refused_allowance, not_(is_below_standard))


@reason
def able_to_work(is_hardship: Flag, is_unable_to_work: Count) -> Flag:
    return all_of(is_hardship, below(is_unable_to_work, 1))


@reason
def in_prison_or_missing(is_hardship: Flag, is_away_from_support: Count) -> Flag:
    return all_of(is_hardship, below(0, is_away_from_support))


@reason
def own_income_not_below_standard(is_hardship: Flag, is_below_standard: Flag) -> Flag:
    return all_of(is_hardship, not_(is_below_standard))


@reason
def obligor_able(is_hardship: Flag, has_able_obligor: Flag) -> Flag:
    return all_of(is_hardship, has_able_obligor)


@household
def is_told_of_property(is_hardship: Flag, is_granted_hardship: Flag, is_refused_allowance: Flag) -> Flag:
    return where(is_hardship, not_(is_granted_hardship), is_refused_allowance)


for _flag, _code in PROPERTY_REASONS.items():
    _say(_code, all_of, ("is_told_of_property", _flag))


@reason
def low_income_edge(is_edge: Flag) -> Flag:
    return is_edge


@reason
def may_be_rigid_expenditure(is_hardship: Flag, is_refused_allowance: Flag, is_perhaps_rigid: Flag) -> Flag:
    return all_of(not_(is_hardship), is_refused_allowance, is_perhaps_rigid)


@reason
def check_allowance(is_hardship: Flag, is_granted_hardship: Flag) -> Flag:
    return all_of(is_hardship, not_(is_granted_hardship))


@reason
def extreme_hardship(is_hardship: Flag, is_granted_hardship: Flag) -> Flag:
    return all_of(is_hardship, is_granted_hardship)


@reason
def below_floor(is_hardship: Flag, is_granted_hardship: Flag, is_below_floor: Flag) -> Flag:
    return all_of(is_hardship, is_granted_hardship, is_below_floor)


OUTPUTS = (*FIGURES, *(f"says_{code}" for code in REASONS))
