"""家庭收入: what counts as income, what comes off it, and the household's income per head. Sums are by the year."""

from doudi.law.clauses import MCA_2021_57, MCA_2022_83
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
    least,
    or_else,
    same,
    share,
    where,
)
from doudi.law.rule import Unit, household, job, person

ARTICLE_12 = MCA_2021_57.article(12)
ARTICLE_13 = MCA_2021_57.article(13)


@person("工资性收入", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{wage_income}")
def counted_wage(counts: Flag, wage_income: Yuan) -> Yuan:
    return where(counts, wage_income, 0)


@person("经营净收入", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{business_income}")
def counted_business(counts: Flag, business_income: Yuan) -> Yuan:
    return where(counts, business_income, 0)


@person("财产净收入", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{property_income}")
def counted_property_income(counts: Flag, property_income: Yuan) -> Yuan:
    return where(counts, property_income, 0)


@person("财产净收入", unit=Unit.YUAN_A_YEAR)
def property_income(rent_income: Yuan, interest_income: Yuan, dividend_income: Yuan, land_sublet_income: Yuan) -> Yuan:
    return rent_income + interest_income + dividend_income + land_sublet_income


@person("养老金等转移性收入", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{transfer_income}")
def counted_transfer(counts: Flag, transfer_income: Yuan) -> Yuan:
    return where(counts, transfer_income, 0)


@person("养老金等转移性收入", unit=Unit.YUAN_A_YEAR)
def transfer_income(
    pension_income: Yuan,
    unemployment_benefit_income: Yuan,
    maintenance_received_income: Yuan,
    gift_income: Yuan,
    compensation_income: Yuan,
    other_income: Yuan,
) -> Yuan:
    stated = pension_income + unemployment_benefit_income + maintenance_received_income
    return stated + gift_income + compensation_income + other_income


@person("计入的中央基础养老金", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{central_basic_pension_income}")
def counted_basic_pension(
    counts: Flag, programme: Choice, central_basic_pension_income: Yuan, central_basic_pension_counts: Flag
) -> Yuan:
    by_parameter = where(central_basic_pension_counts, central_basic_pension_income, 0)
    return where(all_of(counts, same(programme, "subsistence_allowance")), by_parameter, 0)


@person("计入的赡养（扶养）费", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{support_income}")
def counted_support(counts: Flag, support_income: Yuan) -> Yuan:
    return where(counts, support_income, 0)


@person("不计入家庭收入的款项", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{uncounted_working}")
def left_out_income(
    counts: Flag, uncounted_income: Yuan, central_basic_pension_income: Yuan, counted_basic_pension: Yuan
) -> Yuan:
    pension = central_basic_pension_income - counted_basic_pension
    return where(counts, uncounted_income + pension, 0)


@person("不计入家庭收入的款项", unit=Unit.YUAN_A_YEAR)
def uncounted_income(
    merit_pension_income: Yuan,
    family_planning_award_income: Yuan,
    scholarship_income: Yuan,
    bravery_award_income: Yuan,
    government_aid_income: Yuan,
    old_age_allowance_income: Yuan,
    medical_insurance_benefit_income: Yuan,
) -> Yuan:
    rewards = merit_pension_income + family_planning_award_income + bravery_award_income + scholarship_income
    return rewards + government_aid_income + old_age_allowance_income + medical_insurance_benefit_income


@person("收入合计", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13)
def gross_income(
    counted_wage: Yuan,
    counted_business: Yuan,
    counted_property_income: Yuan,
    counted_transfer: Yuan,
    counted_basic_pension: Yuan,
    counted_support: Yuan,
) -> Yuan:
    earned = counted_wage + counted_business + counted_property_income
    return earned + counted_transfer + counted_basic_pension + counted_support


@person("减：税款、社会保险费、付出的赡养抚养费", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{taxes_and_support}")
def taxes_taken_off(gross_income: Yuan, taxes_and_support: Yuan) -> Yuan:
    return least(gross_income, taxes_and_support)


@person("税款、社会保险费、付出的赡养抚养费", unit=Unit.YUAN_A_YEAR)
def taxes_and_support(tax_spending: Yuan, social_insurance_spending: Yuan, support_paid_spending: Yuan) -> Yuan:
    return tax_spending + social_insurance_spending + support_paid_spending


@person("必要就业成本", unit=Unit.YUAN_A_YEAR)
def employment_cost(
    counted_wage: Yuan,
    employment_cost_rate: Rate,
    employment_cost_base: Choice,
    minimum_wage: Yuan,
    employment_cost_spending: Yuan,
) -> Yuan:
    base = where(same(employment_cost_base, "minimum_wage"), 12 * minimum_wage, counted_wage)
    by_rate = or_else(employment_cost_rate, 0) * base
    cost = where(is_set(employment_cost_rate), by_rate, employment_cost_spending)
    return where(below(0, counted_wage), least(cost, counted_wage), 0)


@person("减：必要就业成本", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13, shows="{employment_cost_working}")
def employment_cost_taken_off(gross_income: Yuan, taxes_taken_off: Yuan, employment_cost: Yuan) -> Yuan:
    return least(gross_income - taxes_taken_off, employment_cost)


@job("新就业收入", unit=Unit.YUAN_A_YEAR)
def new_wage(months_since_job: Count, new_work_disregard_months: Count, job_wage: Yuan) -> Yuan:
    begun = all_of(at_least(months_since_job, 0), below(months_since_job, new_work_disregard_months))
    return where(begun, job_wage, 0)


@person("新就业收入可扣减额", unit=Unit.YUAN_A_YEAR)
def new_work_disregard(
    counts: Flag, new_wage: Yuan, new_work_disregard_ceiling: Rate, allowance_standard: Yuan
) -> Yuan:
    ceiling = 12 * or_else(new_work_disregard_ceiling, 0) * allowance_standard
    applies = all_of(counts, is_set(new_work_disregard_ceiling), below(0, new_wage))
    return where(applies, least(new_wage, ceiling), 0)


@person("减：新就业收入", unit=Unit.YUAN_A_YEAR, clause=MCA_2022_83.part("一（三）"), shows="{new_work_disregard}")
def new_work_taken_off(
    gross_income: Yuan, taxes_taken_off: Yuan, employment_cost_taken_off: Yuan, new_work_disregard: Yuan
) -> Yuan:
    return least(gross_income - taxes_taken_off - employment_cost_taken_off, new_work_disregard)


@person("个人可计算收入", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13)
def person_income(
    gross_income: Yuan, taxes_taken_off: Yuan, employment_cost_taken_off: Yuan, new_work_taken_off: Yuan
) -> Yuan:
    return gross_income - taxes_taken_off - employment_cost_taken_off - new_work_taken_off


@person("医疗费用", unit=Unit.YUAN_A_YEAR)
def counted_medical(counts: Flag, medical_spending: Yuan) -> Yuan:
    return where(counts, medical_spending, 0)


@person("残疾康复费用", unit=Unit.YUAN_A_YEAR)
def counted_disability(counts: Flag, disability_spending: Yuan) -> Yuan:
    return where(counts, disability_spending, 0)


@person("教育费用", unit=Unit.YUAN_A_YEAR)
def counted_education(counts: Flag, education_spending: Yuan) -> Yuan:
    return where(counts, education_spending, 0)


@household("可扣减的医疗费用", unit=Unit.YUAN_A_YEAR)
def rigid_medical(
    counted_medical: Yuan, rigid_spending_medical_rate: Rate, rigid_spending_medical_ceiling: Yuan
) -> Yuan:
    spent = counted_medical * rigid_spending_medical_rate
    return where(
        is_set(rigid_spending_medical_ceiling), least(spent, 12 * or_else(rigid_spending_medical_ceiling, 0)), spent
    )


@household("可扣减的残疾康复费用", unit=Unit.YUAN_A_YEAR)
def rigid_disability(
    counted_disability: Yuan, rigid_spending_disability_rate: Rate, rigid_spending_disability_ceiling: Yuan
) -> Yuan:
    spent = counted_disability * rigid_spending_disability_rate
    return where(
        is_set(rigid_spending_disability_ceiling),
        least(spent, 12 * or_else(rigid_spending_disability_ceiling, 0)),
        spent,
    )


@household("可扣减的教育费用", unit=Unit.YUAN_A_YEAR)
def rigid_education(
    counted_education: Yuan, rigid_spending_education_rate: Rate, rigid_spending_education_ceiling: Yuan
) -> Yuan:
    spent = counted_education * rigid_spending_education_rate
    return where(
        is_set(rigid_spending_education_ceiling), least(spent, 12 * or_else(rigid_spending_education_ceiling, 0)), spent
    )


@household(
    "减：刚性支出",
    unit=Unit.YUAN_A_YEAR,
    clause=ARTICLE_13,
    shows="{rigid_medical} + {rigid_disability} + {rigid_education}",
)
def rigid_spending_off(rigid_medical: Yuan, rigid_disability: Yuan, rigid_education: Yuan) -> Yuan:
    return rigid_medical + rigid_disability + rigid_education


@household("家庭可计算收入（全年）", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_12)
def counted_income_a_year(person_income: Yuan, rigid_spending_off: Yuan) -> Yuan:
    return greatest(person_income - rigid_spending_off, 0)


@household("家庭月收入", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_12, shows="{income_working}")
def income_a_month(counted_income_a_year: Yuan) -> Yuan:
    return share(counted_income_a_year, 12)


@household("家庭月人均收入", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_12, shows="{income_a_month} ÷ {members}")
def income_per_head(counted_income_a_year: Yuan, members: Count) -> Yuan:
    return share(counted_income_a_year, 12 * members)


@household("低于低保标准", unit=Unit.FLAG, clause=ARTICLE_12)
def is_below_standard(counted_income_a_year: Yuan, members: Count, allowance_standard: Yuan) -> Flag:
    return below(counted_income_a_year, 12 * members * allowance_standard)


@household("低于低保边缘线", unit=Unit.FLAG, clause=MCA_2021_57.article(8))
def is_below_edge(counted_income_a_year: Yuan, members: Count, edge_line: Yuan) -> Flag:
    return below(counted_income_a_year, 12 * members * edge_line)
