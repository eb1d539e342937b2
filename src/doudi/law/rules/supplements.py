"""分类施保: what persons of certain categories get on top of the allowance."""

from doudi.law.clauses import STATE_649
from doudi.law.ops import (
    Choice,
    Count,
    Flag,
    Value,
    Yuan,
    all_of,
    at_least,
    below,
    greatest,
    not_,
    or_else,
    round_to,
    same,
    total,
    where,
)
from doudi.law.rule import Unit, household, person

CLAUSE = STATE_649.article(12)


@person("同住的人", unit=Unit.FLAG)
def is_living_there(lives_with: Flag, absence: Choice) -> Flag:
    return all_of(lives_with, same(absence, "none"))


@person("不计入而同住的人", unit=Unit.FLAG)
def is_other_living_there(is_living_there: Flag, counts: Flag) -> Flag:
    return all_of(is_living_there, not_(counts))


@household("独居户", unit=Unit.FLAG)
def is_lone_household(members: Count, is_other_living_there: Count) -> Flag:
    return all_of(below(0, members), below(members, 2), below(is_other_living_there, 1))


@person("领取补助的人", unit=Unit.FLAG)
def is_paid_person(is_single_application: Flag, is_applicant: Flag, counts: Flag) -> Flag:
    return where(is_single_application, is_applicant, counts)


@person("一、二级残疾", unit=Unit.FLAG)
def is_severely_disabled_person(disability_grade: Count) -> Flag:
    return all_of(at_least(disability_grade, 1), below(disability_grade, 3))


@person("符合的类别", unit=Unit.FLAG)
def meets(
    age: Count,
    is_minor: Flag,
    is_severely_disabled_person: Flag,
    serious_illness: Flag,
    counts: Flag,
    is_lone_household: Flag,
    veteran: Flag,
) -> Value:
    return {
        "age_60": at_least(age, 60),
        "age_70": at_least(age, 70),
        "age_80": at_least(age, 80),
        "minor": is_minor,
        "severe_disability": is_severely_disabled_person,
        "serious_illness": serious_illness,
        "lives_alone": all_of(counts, is_lone_household),
        "veteran": veteran,
    }


@person("分类施保金", unit=Unit.YUAN_A_MONTH, clause=CLAUSE, shows="{person_supplement}")
def person_supplement(
    is_paid_person: Flag, meets: Value, supplements: Value, supplement_stacking: Choice, allowance_standard: Yuan
) -> Yuan:
    """Every category by its own test; all of them, or the highest one, by the place's way of stacking."""
    sums = [
        where(
            all_of(is_paid_person, meets[each.category]),
            or_else(each.rate, 0) * allowance_standard + or_else(each.amount, 0),
            0,
        )
        for each in supplements
    ]
    met = total(where(all_of(is_paid_person, meets[each.category]), 1, 0) for each in supplements)
    stacked = where(same(supplement_stacking, "all"), total(sums), greatest(0, *sums))
    return where(below(met, 2), total(sums), stacked)


@household("分类施保金", unit=Unit.YUAN_A_MONTH, clause=CLAUSE, shows="{supplement_working}")
def supplement(person_supplement: Yuan, supplement_rounding: Choice) -> Yuan:
    return round_to(person_supplement, supplement_rounding)
