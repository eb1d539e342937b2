"""赡养（扶养、抚养）费: what obligors outside the household give, by agreement or by the local formula."""

from doudi.law.clauses import MCA_2021_57
from doudi.law.ops import (
    Choice,
    Count,
    Day,
    Flag,
    Rate,
    Yuan,
    all_of,
    any_of,
    below,
    full_years,
    greatest,
    is_set,
    or_else,
    same,
    share,
    where,
)
from doudi.law.rule import Unit, household, obligor, person

ARTICLE_13 = MCA_2021_57.article(13)
EDGE = MCA_2021_57.article(8)


@household("低保边缘线（人均）", unit=Unit.YUAN_A_MONTH, clause=EDGE, shows="{allowance_standard} × {edge_ratio}")
def edge_line(allowance_standard: Yuan, edge_ratio: Rate) -> Yuan:
    return allowance_standard * edge_ratio


@obligor("义务人年龄", unit=Unit.YEARS)
def obligor_age(obligor_born: Day, on: Day) -> Count:
    return full_years(obligor_born, on)


@obligor("不承担费用：已受救助", unit=Unit.FLAG)
def is_exempt_by_aid(
    is_extreme_hardship: Flag,
    is_allowance_recipient: Flag,
    support_fee_exempt_extreme_hardship: Flag,
    support_fee_exempt_allowance_recipient: Flag,
) -> Flag:
    return any_of(
        all_of(is_extreme_hardship, support_fee_exempt_extreme_hardship),
        all_of(is_allowance_recipient, support_fee_exempt_allowance_recipient),
    )


@obligor("不承担费用：残疾或无民事行为能力", unit=Unit.FLAG)
def is_exempt_by_disability(
    is_severely_disabled: Flag,
    is_intellectual_mental_3: Flag,
    is_incapable: Flag,
    support_fee_exempt_severe_disability: Flag,
    support_fee_exempt_intellectual_mental_3: Flag,
    support_fee_exempt_incapable: Flag,
) -> Flag:
    return any_of(
        all_of(is_severely_disabled, support_fee_exempt_severe_disability),
        all_of(is_intellectual_mental_3, support_fee_exempt_intellectual_mental_3),
        all_of(is_incapable, support_fee_exempt_incapable),
    )


@obligor("不承担费用：失踪或服刑", unit=Unit.FLAG)
def is_exempt_by_absence(
    is_missing: Flag, is_in_prison: Flag, support_fee_exempt_missing: Flag, support_fee_exempt_in_prison: Flag
) -> Flag:
    return any_of(all_of(is_missing, support_fee_exempt_missing), all_of(is_in_prison, support_fee_exempt_in_prison))


@obligor("不承担费用的义务人", unit=Unit.FLAG)
def is_exempt(
    obligor_age: Count, is_exempt_by_aid: Flag, is_exempt_by_disability: Flag, is_exempt_by_absence: Flag
) -> Flag:
    return any_of(below(obligor_age, 18), is_exempt_by_aid, is_exempt_by_disability, is_exempt_by_absence)


@household("甲、乙式扣除线", unit=Unit.YUAN_A_MONTH)
def line_of_a_and_b(support_fee_line: Choice, allowance_standard: Yuan, edge_line: Yuan) -> Yuan:
    return where(same(or_else(support_fee_line, "edge"), "standard"), allowance_standard, edge_line)


@household("丙式扣除线", unit=Unit.YUAN_A_MONTH)
def line_of_c(support_fee_line: Choice, allowance_standard: Yuan, edge_line: Yuan) -> Yuan:
    return where(same(or_else(support_fee_line, "standard"), "edge"), edge_line, allowance_standard)


@obligor("甲式每人费用", unit=Unit.YUAN_A_YEAR)
def fee_a(obligor_income_a_year: Yuan, obligor_members: Count, line_of_a_and_b: Yuan, support_fee_rate: Rate) -> Yuan:
    return support_fee_rate * greatest(obligor_income_a_year - 12 * obligor_members * line_of_a_and_b, 0)


@obligor("乙式每人费用", unit=Unit.YUAN_A_YEAR)
def fee_b(
    obligor_income_a_year: Yuan,
    obligor_members: Count,
    line_of_a_and_b: Yuan,
    support_fee_rate: Rate,
    people_supported: Count,
) -> Yuan:
    surplus = greatest(share(obligor_income_a_year, obligor_members) - 12 * line_of_a_and_b, 0)
    return share(support_fee_rate * surplus, people_supported)


@obligor("丙式每人费用", unit=Unit.YUAN_A_YEAR)
def fee_c(
    obligor_income_a_year: Yuan,
    obligor_members: Count,
    line_of_c: Yuan,
    support_fee_rate: Rate,
    people_supported: Count,
) -> Yuan:
    surplus = greatest(obligor_income_a_year - 12 * obligor_members * line_of_c, 0)
    return share(support_fee_rate * surplus, people_supported)


@obligor("按公式每人费用", unit=Unit.YUAN_A_YEAR)
def fee_by_formula(support_fee_method: Choice, fee_a: Yuan, fee_b: Yuan, fee_c: Yuan) -> Yuan:
    of_c = where(same(support_fee_method, "C"), fee_c, 0)
    of_b_or_c = where(same(support_fee_method, "B"), fee_b, of_c)
    return where(same(support_fee_method, "A"), fee_a, of_b_or_c)


@obligor("每人应得费用", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13)
def support_fee(is_exempt: Flag, agreed_support: Yuan, people_supported: Count, fee_by_formula: Yuan) -> Yuan:
    agreed = share(12 * or_else(agreed_support, 0), people_supported)
    return where(is_exempt, 0, where(is_set(agreed_support), agreed, fee_by_formula))


@person("赡养（扶养、抚养）费", unit=Unit.YUAN_A_YEAR, clause=ARTICLE_13)
def support_income(programme: Choice, support_fee: Yuan, support_received_income: Yuan) -> Yuan:
    expected = greatest(support_fee, support_received_income)
    return where(same(programme, "extreme_hardship_support"), support_received_income, expected)
