"""单人保: one person who applies alone out of an edge household."""

from doudi.law.clauses import MCA_2021_57, MCA_2022_83
from doudi.law.ops import (
    Choice,
    Count,
    Flag,
    Rate,
    Yuan,
    all_of,
    any_of,
    at_least,
    below,
    greatest,
    is_set,
    not_,
    or_else,
    same,
    where,
)
from doudi.law.rule import Unit, household, person

ARTICLE_8 = MCA_2021_57.article(8)
OVER_EDGE = MCA_2022_83.part("一（四）")


@person("可以单独申请的人", unit=Unit.FLAG, clause=ARTICLE_8)
def may_apply_alone(is_applicant: Flag, age: Count, is_member: Flag, is_clergy_away: Flag, already: Choice) -> Flag:
    belongs_here = any_of(is_member, is_clergy_away)
    drawing = same(already, "extreme_hardship_support")
    return all_of(is_applicant, at_least(age, 18), belongs_here, not_(drawing))


@person("重度残疾，三级智力、精神残疾", unit=Unit.FLAG, clause=ARTICLE_8)
def has_disability_ground(
    is_applicant: Flag, is_severely_disabled_person: Flag, disability_grade: Count, disability_kind: Choice
) -> Flag:
    third_grade = all_of(at_least(disability_grade, 3), below(disability_grade, 4))
    by_kind = all_of(third_grade, same(disability_kind, "intellectual", "mental"))
    return all_of(is_applicant, any_of(is_severely_disabled_person, by_kind))


@person("重病", unit=Unit.FLAG, clause=ARTICLE_8)
def has_illness_ground(is_applicant: Flag, serious_illness: Flag) -> Flag:
    return all_of(is_applicant, serious_illness)


@person("宗教教职人员", unit=Unit.FLAG, clause=ARTICLE_8)
def has_clergy_ground(is_applicant: Flag, is_clergy_away: Flag) -> Flag:
    return all_of(is_applicant, is_clergy_away)


@person("无工资和经营收入的重度残疾人", unit=Unit.FLAG, clause=OVER_EDGE)
def has_over_edge_ground(
    is_applicant: Flag, is_severely_disabled_person: Flag, wage_income: Yuan, business_income: Yuan
) -> Flag:
    return all_of(is_applicant, is_severely_disabled_person, not_(below(0, wage_income + business_income)))


@household("具备单独申请情形", unit=Unit.FLAG, clause=ARTICLE_8)
def has_single_ground(has_disability_ground: Count, has_illness_ground: Count, has_clergy_ground: Count) -> Flag:
    return below(0, has_disability_ground + has_illness_ground + has_clergy_ground)


@household("高于边缘线的重度残疾人可单独申请", unit=Unit.FLAG, clause=OVER_EDGE)
def is_open_over_edge(single_person_over_edge_severe: Flag, has_over_edge_ground: Count, is_below_edge: Flag) -> Flag:
    return all_of(single_person_over_edge_severe, below(0, has_over_edge_ground), not_(is_below_edge))


@household("符合单人保条件", unit=Unit.FLAG, clause=ARTICLE_8)
def is_single_entitled(
    may_apply_alone: Count,
    is_over_property: Flag,
    is_below_edge: Flag,
    is_below_standard: Flag,
    has_single_ground: Flag,
    is_open_over_edge: Flag,
) -> Flag:
    from_edge = all_of(is_below_edge, not_(is_below_standard), has_single_ground)
    return all_of(below(0, may_apply_alone), not_(is_over_property), any_of(from_edge, is_open_over_edge))


@household("重度残疾单人保金额", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_8)
def single_sum_disability(
    single_person_amount: Yuan, single_person_ratio_severe_disability: Rate, allowance_standard: Yuan
) -> Yuan:
    by_ratio = or_else(single_person_ratio_severe_disability, 0) * allowance_standard
    return where(is_set(single_person_ratio_severe_disability), by_ratio, or_else(single_person_amount, 0))


@household("重病单人保金额", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_8)
def single_sum_illness(
    single_person_amount: Yuan, single_person_ratio_serious_illness: Rate, allowance_standard: Yuan
) -> Yuan:
    by_ratio = or_else(single_person_ratio_serious_illness, 0) * allowance_standard
    return where(is_set(single_person_ratio_serious_illness), by_ratio, or_else(single_person_amount, 0))


@household("宗教教职人员单人保金额", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_8)
def single_sum_clergy(
    single_person_amount: Yuan,
    single_amount_of_clergy: Yuan,
    has_disability_ground: Count,
    has_illness_ground: Count,
) -> Yuan:
    """Clergy have no ratio: their sum must be set, unless another ground already carries the application."""
    other_ground = below(0, has_disability_ground + has_illness_ground)
    return where(all_of(other_ground, not_(is_set(single_person_amount))), 0, single_amount_of_clergy)


@household("单人保金额（取整前）", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_8, shows="{single_working}")
def single_sum(
    is_open_over_edge: Flag,
    has_disability_ground: Count,
    single_sum_disability: Yuan,
    has_illness_ground: Count,
    single_sum_illness: Yuan,
    has_clergy_ground: Count,
    single_sum_clergy: Yuan,
) -> Yuan:
    highest = greatest(
        where(below(0, has_disability_ground), single_sum_disability, 0),
        where(below(0, has_illness_ground), single_sum_illness, 0),
        where(below(0, has_clergy_ground), single_sum_clergy, 0),
    )
    return where(is_open_over_edge, single_sum_disability, highest)
