"""Random invented households and parameter sets for the tests of the law; the same seed gives the same household."""

from random import Random
from typing import Any

Raw = dict[str, Any]

INCOMES = [
    "wage",
    "business",
    "rent",
    "interest",
    "dividend",
    "land_sublet",
    "pension",
    "central_basic_pension",
    "unemployment_benefit",
    "support_received",
    "maintenance_received",
    "gift",
    "compensation",
    "other",
    "merit_pension",
    "scholarship",
    "old_age_allowance",
]
SPENDINGS = ["medical", "disability", "education", "employment_cost", "support_paid", "social_insurance", "tax"]
RELATIONS = [
    "spouse",
    "child",
    "child",
    "child",
    "child_in_law",
    "parent",
    "parent_in_law",
    "grandchild",
    "grandparent",
    "sibling",
    "other",
]
STATUSES = [
    "extreme_hardship",
    "allowance_recipient",
    "severe_disability",
    "incapable",
    "missing",
    "in_prison",
    "intellectual_mental_3",
]


def yuan(rng: Random, top: int) -> str:
    """An amount, mostly with odd cents."""
    cents = rng.choice([0, rng.randrange(top * 100), rng.randrange(top) * 100])
    return f"{cents // 100}.{cents % 100:02d}"


def maybe(rng: Random, chance: float) -> bool:
    """True so often."""
    return rng.random() < chance


def flows(rng: Random, kinds: list[str], top: int, most: int) -> list[Raw]:
    """Some incomes or spendings, by month or year."""
    found = []
    for _ in range(rng.randrange(most + 1)):
        kind, per = rng.choice(kinds), rng.choice(["month", "year"])
        flow = {"kind": kind, "amount": yuan(rng, top * (12 if per == "year" else 1)), "per": per}
        if kind == "wage" and maybe(rng, 0.5):
            flow["since"] = rng.choice(["2025-10", "2025-11", "2025-12", "2026-05", "2026-11", "2026-12"])
        found.append(flow)
    return found


def person(rng: Random, number: int, relation: str) -> Raw:
    """One person."""
    found: Raw = {
        "id": f"p{number}",
        "relation": relation,
        "born": f"{rng.choice([1940, 1956, 1966, 1976, 1990, 2006, 2008, 2009, 2010, 2016])}"
        f"-{rng.choice(['01-31', '02-28', '11-02', '11-03', '12-31'])}",
        "lives_with": maybe(rng, 0.7),
        "serious_illness": maybe(rng, 0.2),
        "veteran": maybe(rng, 0.1),
        "refused_work": rng.choice([0, 0, 0, 2, 3, 4]),
        "income": flows(rng, INCOMES, 900, 3),
        "spending": flows(rng, SPENDINGS, 300, 2),
    }
    if maybe(rng, 0.3):
        kind = rng.choice(["physical", "visual", "hearing", "intellectual", "mental", "multiple"])
        found["disability"] = {"kind": kind, "grade": rng.randrange(1, 5)}
    if maybe(rng, 0.3):
        found["study"] = rng.choice(
            ["compulsory", "senior_high", "secondary_vocational", "undergraduate", "postgraduate"]
        )
    if maybe(rng, 0.2):
        found["independent"] = maybe(rng, 0.5)
    if maybe(rng, 0.2):
        found["absence"] = rng.choice(["in_prison", "compulsory_isolation", "missing", "clergy_away", "clergy_away"])
        found["absence_since"] = rng.choice([None, "2023-11-02", "2023-11-03", "2020-01-01"])
    if maybe(rng, 0.5):
        parts = ("eat", "dress", "bed", "toilet", "walk", "wash")
        found["self_care"] = {part: maybe(rng, 0.6) for part in parts}
    return found | {"support": rng.choice(["home", "institution"])}


def asset(rng: Random, owners: list[str]) -> Raw:
    """One piece of property."""
    kind = rng.choice(
        ["cash", "deposit", "fund", "claim", "vehicle", "house", "house", "shop", "business_registration"]
    )
    found = {"kind": kind, "value": yuan(rng, 30000), "owner": rng.choice(owners)}
    if kind == "vehicle":
        found["use"] = rng.choice(["ordinary", "disability_cart", "motorcycle", "livelihood", "medical"])
    return found


def obligor(rng: Random, number: int, ids: list[str]) -> Raw:
    """Somebody who owes support."""
    found: Raw = {
        "id": f"z{number}",
        "of": rng.choice([ids[0], rng.sample(ids, rng.randrange(1, len(ids) + 1))]),
        "relation": "child",
        "born": rng.choice(["1950-01-01", "1956-11-02", "1966-11-03", "1985-01-01", "2010-01-01"]),
        "household_members": rng.randrange(1, 5),
        "household_income": yuan(rng, 9000),
        "per": rng.choice(["month", "month", "year"]),
        "status": rng.sample(STATUSES, rng.choice([0, 0, 0, 1, 2])),
    }
    if maybe(rng, 0.3):
        found["agreed_support"] = yuan(rng, 400)
    return found


def household(seed: int) -> Raw:
    """One file with a full set of parameters."""
    rng = Random(seed)
    people = [person(rng, 0, "head")]
    people += [person(rng, number, rng.choice(RELATIONS)) for number in range(1, rng.randrange(1, 6))]
    ids = [each["id"] for each in people]
    obligors = [obligor(rng, number, ids) for number in range(rng.choice([0, 0, 1, 2]))]
    owners = ids + [each["id"] for each in obligors]
    found: Raw = {
        "programme": rng.choice(["subsistence_allowance"] * 3 + ["extreme_hardship_support"]),
        "on": "2026-11-02",
        "division": "140502100",
        "area": rng.choice(["urban", "rural"]),
        "apply_as": rng.choice(["household", "household", "single_person"]),
        "applicant": rng.choice([ids[0], rng.choice(ids)]),
        "already": rng.choice(["none", "none", "subsistence_allowance", "extreme_hardship_support"]),
        "tier": "B",
        "persons": people,
        "assets": [asset(rng, owners) for _ in range(rng.choice([0, 0, 1, 2, 4]))],
        "obligors": obligors,
        "parameters": parameters(rng),
    }
    if maybe(rng, 0.3):
        found["grace"] = {
            "since": rng.choice(["2026-05", "2026-06", "2026-11", "2026-12"]),
            "base_before": yuan(rng, 900),
        }
    return found


def parameters(rng: Random) -> Raw:
    """A place's whole set of parameters: every way, some values."""
    found: Raw = {
        "allowance_standard": rng.choice(["655.00", "790.00", "701.33"]),
        "allowance_method": rng.choice(["gap", "gap", "gap", "tier"]),
        "allowance_tiers": {"A": "495.00", "B": "425.50"},
        "allowance_rounding": rng.choice(["none", "up_yuan", "up_jiao", "half_up_cent"]),
        "supplement_rounding": rng.choice(["none", "up_yuan", "up_jiao"]),
        "supplement_stacking": rng.choice(["highest_only", "once_per_person", "all"]),
        "supplements": [supplement(rng) for _ in range(rng.randrange(4))],
        "edge_ratio": rng.choice(["1.50", "1.5", "2"]),
        "employment_cost_base": rng.choice(["wage", "minimum_wage"]),
        "minimum_wage": "1880.00",
        "new_work_disregard_months": rng.choice([6, 12]),
        "central_basic_pension_counts": maybe(rng, 0.5),
        "vehicle_rule": rng.choice(["none", "value", "any"]),
        "vehicle_value_limit": "15000.00",
        "vehicle_exempt_uses": rng.choice([["disability_cart"], [], ["motorcycle", "medical", "livelihood"]]),
        "house_limit": rng.choice([1, 2]),
        "shop_allowed": maybe(rng, 0.5),
        "business_capital_limit": "20000.00",
        "support_fee_method": rng.choice(["actual", "A", "B", "C"]),
        "support_fee_rate": rng.choice(["0.30", "0.5"]),
        "grace_months": rng.choice([3, 6]),
        "disposable_income_per_head": "36000.00",
        "single_person_over_edge_severe": maybe(rng, 0.5),
        "work_refusal": rng.choice(["own_share", "own_share", "none"]),
    }
    optional: Raw = {
        "minimum_gap_ratio": "0.20",
        "employment_cost_rate": "0.10",
        "new_work_disregard_ceiling": rng.choice(["0.5", "3"]),
        "rigid_spending": {
            "medical": {"rate": "1.00", "ceiling": "150.00"},
            "disability": {"rate": "0.3"},
            "education": {"rate": "0.5"},
        },
        "support_fee_line": rng.choice(["edge", "standard"]),
        "support_fee_exempt": ["missing", "in_prison", "intellectual_mental_3"],
        "deposit_limit_serious_illness": "9000.00",
    }
    found |= {name: value for name, value in optional.items() if maybe(rng, 0.4)}
    for one, other in alternatives(rng):
        found |= rng.choice([one, other])
    return found


def alternatives(rng: Random) -> list[tuple[Raw, Raw]]:
    """Each limit or sum in both of its ways."""
    care = {mode: {"full": "0.03", "partial": "0.2", "none": "0.351"} for mode in ("home", "institution")}
    money = {mode: {"full": "60.00", "partial": "400.50", "none": "700.00"} for mode in ("home", "institution")}
    return [
        ({"deposit_limit": "7000.00"}, {"deposit_limit_months": 12}),
        (
            {"single_person_ratio": {"severe_disability": "1.00", "serious_illness": rng.choice(["0.60", "1.201"])}},
            {"single_person_amount": "313.45"},
        ),
        (
            {"hardship_living_standard": {"home": rng.choice(["852.00", "860.00"]), "institution": "983.00"}},
            {"hardship_living_ratio": {"home": rng.choice(["1.3", "1.29"]), "institution": "1.5"}},
        ),
        ({"care_standard": money}, {"care_ratio": care}),
    ]


def supplement(rng: Random) -> Raw:
    """One category with a rate or a sum."""
    category = rng.choice(
        ["age_70", "age_60", "age_80", "minor", "severe_disability", "serious_illness", "lives_alone", "veteran"]
    )
    way = rng.choice([{"rate": rng.choice(["0.30", "0.333"])}, {"amount": yuan(rng, 150)}])
    return {"category": category, **way}
