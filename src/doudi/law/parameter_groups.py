"""In which order a page or a document lists the parameters, under which heading, and which programme each one touches."""

from collections.abc import Mapping

ALLOWANCE, HARDSHIP = "subsistence_allowance", "extreme_hardship_support"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "标准与发放": (
        "allowance_standard",
        "edge_ratio",
        "allowance_method",
        "allowance_tiers",
        "allowance_rounding",
        "minimum_gap_ratio",
        "grace_months",
        "work_refusal",
        "stop_month_after",
    ),
    "分类施保": ("supplements", "supplement_stacking", "supplement_rounding"),
    "单人保": ("single_person_ratio", "single_person_amount", "single_person_over_edge_severe"),
    "特困供养": (
        "hardship_living_standard",
        "hardship_living_ratio",
        "hardship_floor",
        "care_standard",
        "care_ratio",
        "disposable_income_per_head",
    ),
    "收入核算": (
        "income_window_months",
        "minimum_wage",
        "employment_cost_rate",
        "employment_cost_base",
        "new_work_disregard_ceiling",
        "new_work_disregard_months",
        "central_basic_pension_counts",
        "rigid_spending",
    ),
    "赡养费": ("support_fee_method", "support_fee_rate", "support_fee_line", "support_fee_exempt"),
    "财产": (
        "deposit_limit",
        "deposit_limit_months",
        "deposit_limit_serious_illness",
        "vehicle_rule",
        "vehicle_value_limit",
        "vehicle_exempt_uses",
        "house_limit",
        "shop_allowed",
        "business_capital_limit",
    ),
    "程序": ("publicity_order", "check_objection_days", "complaint_days", "payment_day"),
}
# What only one of the programmes asks for; everything else may touch both.
ONE_PROGRAMME: Mapping[str, tuple[str, ...]] = {
    ALLOWANCE: (
        *GROUPS["分类施保"],
        *GROUPS["单人保"],
        *GROUPS["赡养费"],
        *(
            "edge_ratio",
            "allowance_method",
            "allowance_tiers",
            "minimum_gap_ratio",
            "grace_months",
            "work_refusal",
            "stop_month_after",
        ),
    ),
    HARDSHIP: GROUPS["特困供养"],
}


def programmes_of(name: str) -> tuple[str, ...]:
    """The programmes whose cases and awards a parameter may touch."""
    only = tuple(programme for programme, names in ONE_PROGRAMME.items() if name in names)
    return only or (ALLOWANCE, HARDSHIP)
