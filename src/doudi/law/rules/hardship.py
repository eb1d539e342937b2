"""特困人员: no ability to work, no source of living, no obligor who is able; then living and care money."""

from doudi.law.clauses import MCA_2021_43, STATE_649
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
    is_set,
    not_,
    or_else,
    round_to,
    same,
    where,
)
from doudi.law.rule import Unit, household, obligor, person

ARTICLE_5 = MCA_2021_43.article(5)
ARTICLE_6 = MCA_2021_43.article(6)
ARTICLE_8 = MCA_2021_43.article(8)
ARTICLE_19 = MCA_2021_43.article(19)
CARE = MCA_2021_43.article(20)
BASIC_LIVING = STATE_649.article(15)


@person("残疾证所示无劳动能力", unit=Unit.FLAG, clause=ARTICLE_5)
def is_disabled_for_work(disability_kind: Choice, disability_grade: Count) -> Flag:
    held = at_least(disability_grade, 1)
    return any_of(
        all_of(held, same(disability_kind, "intellectual", "mental"), below(disability_grade, 4)),
        all_of(held, same(disability_kind, "physical"), below(disability_grade, 3)),
        all_of(held, same(disability_kind, "visual"), below(disability_grade, 2)),
    )


@person("无劳动能力", unit=Unit.FLAG, clause=ARTICLE_5)
def is_unable_to_work(
    is_applicant: Flag, age: Count, is_minor: Flag, is_disabled_for_work: Flag, already: Choice, study: Choice
) -> Flag:
    at_school = same(study, "compulsory", "senior_high", "secondary_vocational")
    kept_on = all_of(same(already, "extreme_hardship_support"), any_of(is_minor, at_school))
    return all_of(is_applicant, any_of(at_least(age, 60), below(age, 16), is_disabled_for_work, kept_on))


@person("宣告失踪或在监狱服刑", unit=Unit.FLAG, clause=MCA_2021_43.article(24))
def is_away_from_support(is_applicant: Flag, absence: Choice) -> Flag:
    return all_of(is_applicant, same(absence, "missing", "in_prison"))


@obligor("收入低于上年度人均可支配收入", unit=Unit.FLAG, clause=ARTICLE_8)
def is_obligor_poor(obligor_income_a_year: Yuan, obligor_members: Count, disposable_income_per_head: Yuan) -> Flag:
    return below(obligor_income_a_year, disposable_income_per_head * obligor_members)


@obligor("未成年或已受救助，无履行义务能力", unit=Unit.FLAG, clause=ARTICLE_8)
def is_unable_by_aid(obligor_age: Count, is_extreme_hardship: Flag, is_allowance_recipient: Flag) -> Flag:
    on_allowance = all_of(is_allowance_recipient, at_least(obligor_age, 60))
    return any_of(below(obligor_age, 18), is_extreme_hardship, on_allowance)


@obligor("年老或残疾且收入财产不足，无履行义务能力", unit=Unit.FLAG, clause=ARTICLE_8)
def is_unable_by_poverty(
    obligor_age: Count,
    is_severely_disabled: Flag,
    is_intellectual_mental_3: Flag,
    is_obligor_poor: Flag,
    is_obligor_over_property: Flag,
) -> Flag:
    old_or_disabled = any_of(at_least(obligor_age, 70), is_severely_disabled, is_intellectual_mental_3)
    return all_of(old_or_disabled, is_obligor_poor, not_(is_obligor_over_property))


@obligor("无民事行为能力、失踪或服刑，无履行义务能力", unit=Unit.FLAG, clause=ARTICLE_8)
def is_unable_by_absence(
    is_incapable: Flag, is_missing: Flag, is_in_prison: Flag, is_obligor_over_property: Flag
) -> Flag:
    return all_of(any_of(is_incapable, is_missing, is_in_prison), not_(is_obligor_over_property))


@obligor("有履行义务能力的法定义务人", unit=Unit.FLAG, clause=ARTICLE_8)
def is_obligor_able(
    is_of_applicant: Flag, is_unable_by_aid: Flag, is_unable_by_poverty: Flag, is_unable_by_absence: Flag
) -> Flag:
    return all_of(is_of_applicant, not_(any_of(is_unable_by_aid, is_unable_by_poverty, is_unable_by_absence)))


@household("有履行义务能力的法定义务人", unit=Unit.FLAG, clause=ARTICLE_8)
def has_able_obligor(is_obligor_able: Count) -> Flag:
    return below(0, is_obligor_able)


@household("基本生活标准", unit=Unit.YUAN_A_MONTH, clause=BASIC_LIVING)
def living_standard(
    support_mode: Choice, hardship_living_standard_home: Yuan, hardship_living_standard_institution: Yuan
) -> Yuan:
    return where(same(support_mode, "home"), hardship_living_standard_home, hardship_living_standard_institution)


@household("基本生活标准与低保标准之比", unit=Unit.COUNT, clause=BASIC_LIVING)
def living_ratio(
    support_mode: Choice, hardship_living_ratio_home: Rate, hardship_living_ratio_institution: Rate
) -> Rate:
    return where(same(support_mode, "home"), hardship_living_ratio_home, hardship_living_ratio_institution)


@household("基本生活费（取整前）", unit=Unit.YUAN_A_MONTH, clause=BASIC_LIVING)
def exact_living(living_standard: Yuan, living_ratio: Rate, allowance_standard: Yuan) -> Yuan:
    by_ratio = or_else(living_ratio, 0) * allowance_standard
    return where(is_set(living_standard), or_else(living_standard, 0), by_ratio)


@household("基本生活费", unit=Unit.YUAN_A_MONTH, clause=BASIC_LIVING, shows="{living_working}")
def living_money(living_standard: Yuan, exact_living: Yuan, allowance_rounding: Choice) -> Yuan:
    return where(is_set(living_standard), exact_living, round_to(exact_living, allowance_rounding))


@household("基本生活费的下限", unit=Unit.YUAN_A_MONTH, shows="{allowance_standard} × {hardship_floor}")
def living_floor(allowance_standard: Yuan, hardship_floor: Rate) -> Yuan:
    return allowance_standard * hardship_floor


@household("基本生活费低于下限", unit=Unit.FLAG)
def is_below_floor(exact_living: Yuan, living_floor: Yuan) -> Flag:
    return below(exact_living, living_floor)


def of_level(level: Choice, full: Yuan, partial: Yuan, none: Yuan) -> Yuan:
    """The cell of a level of self-care."""
    return where(same(level, "full"), full, where(same(level, "partial"), partial, none))


@household("照料护理标准", unit=Unit.YUAN_A_MONTH, clause=CARE)
def care_standard_cell(
    support_mode: Choice,
    self_care_level: Choice,
    care_standard_home_full: Yuan,
    care_standard_home_partial: Yuan,
    care_standard_home_none: Yuan,
    care_standard_institution_full: Yuan,
    care_standard_institution_partial: Yuan,
    care_standard_institution_none: Yuan,
) -> Yuan:
    home = of_level(self_care_level, care_standard_home_full, care_standard_home_partial, care_standard_home_none)
    away = of_level(
        self_care_level,
        care_standard_institution_full,
        care_standard_institution_partial,
        care_standard_institution_none,
    )
    return where(same(support_mode, "home"), home, away)


@household("照料护理标准与最低工资之比", unit=Unit.COUNT, clause=CARE)
def care_ratio_cell(
    support_mode: Choice,
    self_care_level: Choice,
    care_ratio_home_full: Rate,
    care_ratio_home_partial: Rate,
    care_ratio_home_none: Rate,
    care_ratio_institution_full: Rate,
    care_ratio_institution_partial: Rate,
    care_ratio_institution_none: Rate,
) -> Rate:
    home = of_level(self_care_level, care_ratio_home_full, care_ratio_home_partial, care_ratio_home_none)
    away = of_level(
        self_care_level, care_ratio_institution_full, care_ratio_institution_partial, care_ratio_institution_none
    )
    return where(same(support_mode, "home"), home, away)


@household("照料护理费", unit=Unit.YUAN_A_MONTH, clause=CARE, shows="{care_working}")
def care_money(care_standard_cell: Yuan, care_ratio_cell: Rate, minimum_wage: Yuan, allowance_rounding: Choice) -> Yuan:
    by_ratio = round_to(or_else(care_ratio_cell, 0) * minimum_wage, allowance_rounding)
    return where(is_set(care_standard_cell), or_else(care_standard_cell, 0), by_ratio)


@household("每月合计发放", unit=Unit.YUAN_A_MONTH, clause=ARTICLE_19, shows="{living_money} + {care_money}")
def hardship_total(living_money: Yuan, care_money: Yuan) -> Yuan:
    return living_money + care_money
