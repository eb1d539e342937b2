"""低保金: the gap or tier, the share of who refused work, rounding once, and what is paid in all."""

from doudi.law.clauses import MCA_2021_57, RIGID_SPENDING_2025
from doudi.law.ops import (
    Choice,
    Count,
    Flag,
    Rate,
    Yuan,
    all_of,
    at_least,
    below,
    greatest,
    is_set,
    not_,
    or_else,
    round_to,
    same,
    share,
    where,
)
from doudi.law.rule import Unit, household, person

ARTICLE_23 = MCA_2021_57.article(23)
ARTICLE_34 = MCA_2021_57.article(34)


@household("符合低保条件", unit=Unit.FLAG, clause=MCA_2021_57.article(12))
def is_qualifying(is_below_standard: Flag, is_over_property: Flag) -> Flag:
    return all_of(is_below_standard, not_(is_over_property))


@household("低保边缘家庭", unit=Unit.FLAG, clause=MCA_2021_57.article(8))
def is_edge_household(is_below_edge: Flag, is_over_property: Flag) -> Flag:
    return all_of(is_below_edge, not_(is_over_property))


@household("收入低于上年度人均可支配收入", unit=Unit.FLAG, clause=RIGID_SPENDING_2025.number)
def is_below_disposable(counted_income_a_year: Yuan, members: Count, disposable_income_per_head: Yuan) -> Flag:
    return below(counted_income_a_year, members * disposable_income_per_head)


@household("可能属于刚性支出困难家庭", unit=Unit.FLAG, clause=RIGID_SPENDING_2025.number)
def is_perhaps_rigid(is_below_edge: Flag, is_below_disposable: Flag, is_over_property: Flag) -> Flag:
    """Neither on the allowance nor at the edge; whether its spending is high enough is for another procedure."""
    return all_of(not_(is_below_edge), is_below_disposable, not_(is_over_property))


@household(
    "补差金额",
    unit=Unit.YUAN_A_MONTH,
    clause=ARTICLE_23,
    shows="{allowance_standard} × {members} − {income_a_month}",
)
def gap(allowance_standard: Yuan, members: Count, counted_income_a_year: Yuan) -> Yuan:
    return greatest(share(12 * allowance_standard * members - counted_income_a_year, 12), 0)


@household(
    "最低补差额",
    unit=Unit.YUAN_A_MONTH,
    clause=ARTICLE_23,
    shows="{allowance_standard} × {minimum_gap_ratio} × {members}",
)
def minimum_gap(allowance_standard: Yuan, minimum_gap_ratio: Rate, members: Count) -> Yuan:
    return or_else(minimum_gap_ratio, 0) * allowance_standard * members


@household("分档金额", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_23, shows="{tier_amount} × {members}")
def tier_base(tier_amount: Yuan, members: Count) -> Yuan:
    return tier_amount * members


@household("月保障金额（取整前）", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_23)
def ordinary_base(
    allowance_method: Choice, gap: Yuan, minimum_gap: Yuan, minimum_gap_ratio: Rate, tier_base: Yuan
) -> Yuan:
    by_gap = where(is_set(minimum_gap_ratio), greatest(gap, minimum_gap), gap)
    return where(same(allowance_method, "tier"), tier_base, by_gap)


@person("三次以上无正当理由拒绝就业", unit=Unit.FLAG, clause=ARTICLE_34)
def has_refused_work(is_paid_person: Flag, refused_work: Count, work_refusal: Choice) -> Flag:
    return all_of(is_paid_person, at_least(refused_work, 3), same(work_refusal, "own_share"))


@household("保障人数", unit=Unit.PEOPLE)
def people_paid(is_single_application: Flag, members: Count) -> Count:
    return where(is_single_application, 1, members)


@household("应发金额（取整前）", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_23)
def full_base(
    is_paid_by_grace: Flag, grace_base: Yuan, is_single_application: Flag, single_sum: Yuan, ordinary_base: Yuan
) -> Yuan:
    return where(is_paid_by_grace, grace_base, where(is_single_application, single_sum, ordinary_base))


@household(
    "扣除拒绝就业人员份额后",
    unit=Unit.YUAN_A_MONTH,
    clause=ARTICLE_34,
    shows="{full_base} × {people_still_paid} ÷ {people_paid}",
)
def base_after_refusal(full_base: Yuan, people_still_paid: Count, people_paid: Count) -> Yuan:
    return share(full_base * people_still_paid, people_paid)


@household("未减发份额的人数", unit=Unit.PEOPLE, clause=ARTICLE_34)
def people_still_paid(people_paid: Count, has_refused_work: Count) -> Count:
    return people_paid - has_refused_work


@household("月保障金额", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_23, shows="{base_working}")
def base_allowance(base_after_refusal: Yuan, is_paid_by_grace: Flag, allowance_rounding: Choice) -> Yuan:
    rounded = round_to(base_after_refusal, allowance_rounding)
    return where(is_paid_by_grace, round_to(base_after_refusal, "none"), rounded)


@household("每月合计发放", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_23, shows="{base_allowance} + {supplement}")
def allowance_total(base_allowance: Yuan, supplement: Yuan) -> Yuan:
    return base_allowance + supplement
