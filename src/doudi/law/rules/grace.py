"""渐退期: a household whose income rose over the standard keeps its old base for some months."""

from doudi.law.clauses import MCA_2022_83
from doudi.law.ops import Count, Flag, Yuan, all_of, at_least, below, least, not_, where
from doudi.law.rule import Unit, household

CLAUSE = MCA_2022_83.part("一（三）")


@household("渐退期内", unit=Unit.FLAG, clause=CLAUSE)
def is_in_grace(has_grace: Flag, months_since_grace: Count, grace_months: Count) -> Flag:
    return all_of(has_grace, at_least(months_since_grace, 0), below(months_since_grace, grace_months))


@household("按渐退期发放", unit=Unit.FLAG, clause=CLAUSE)
def is_paid_by_grace(
    is_in_grace: Flag,
    is_below_standard: Flag,
    is_over_property: Flag,
    is_single_application: Flag,
    may_apply_alone: Count,
    has_single_ground: Flag,
    is_single_entitled: Flag,
) -> Flag:
    """Only income may have changed: property fits, and who applies alone still has the ground for it."""
    alone = all_of(below(0, may_apply_alone), has_single_ground, not_(is_single_entitled))
    return all_of(
        is_in_grace, not_(is_over_property), not_(is_below_standard), where(is_single_application, alone, True)
    )


@household(
    "渐退期月保障金额（取整前）",
    unit=Unit.YUAN_A_MONTH,
    clause=CLAUSE,
    shows="{base_before} 与 {allowance_standard} × {people_paid} 取低",
)
def grace_base(base_before: Yuan, allowance_standard: Yuan, people_paid: Count) -> Yuan:
    return least(base_before, allowance_standard * people_paid)
