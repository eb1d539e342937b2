"""The rules agree with a plain reading of the contract on hundreds of invented households, to the fen."""

from collections import Counter
from random import Random

import pytest

from doudi.law import facts
from doudi.law.assess import assess
from doudi.law.parameters import Registry
from law.invented import Raw, household
from law.plain_reading import Plain

REGISTRY = Registry.load()
EACH = 40
COMPARED = ("outcome", "amounts", "members", "income_per_head")


def answer(raw: Raw) -> Raw:
    """The answer of the rules."""
    return assess(facts.read(raw), REGISTRY).as_dict()


@pytest.mark.parametrize("block", range(10))
def test_rules_and_plain_reading_agree(block: int) -> None:
    for seed in range(block * EACH, (block + 1) * EACH):
        raw = household(seed)
        expected, found = Plain(raw).answer(), answer(raw)
        assert {key: found[key] for key in expected} == expected, f"household({seed})"


def test_the_invented_households_reach_every_outcome() -> None:
    reached: Counter[tuple[str, str]] = Counter()
    for seed in range(400):
        raw = household(seed)
        reached[raw["programme"], Plain(raw).answer()["outcome"]] += 1
    assert min(reached.values()) >= 2
    assert len(reached) >= 5


@pytest.mark.parametrize("block", range(4))
def test_a_parameter_is_asked_for_exactly_where_the_answer_depends_on_it(block: int) -> None:
    """Without some values the answer is the same for whatever they are, or says which of them must be set."""
    for seed in range(block * EACH, (block + 1) * EACH):
        raw = household(seed)
        raw["division"] = ""
        rng = Random(seed)
        left_out = set(rng.sample(sorted(raw["parameters"]), rng.choice([1, 3, 10])))
        known = {name: value for name, value in raw["parameters"].items() if name not in left_out}
        partial, full = answer(raw | {"parameters": known}), answer(raw)
        if partial["outcome"] == "must_set":
            assert set(partial["must_set"]) <= left_out | {"single_person_amount", *HEADS}, f"household({seed})"
        elif not left_out & OPTIONAL:
            assert {key: partial[key] for key in COMPARED} == {key: full[key] for key in COMPARED}, f"household({seed})"


HEADS = {"deposit_limit", "single_person_ratio", "hardship_living_standard", "care_standard"}
OPTIONAL = {
    *(["allowance_method", "edge_ratio", "employment_cost_base", "new_work_disregard_months", "vehicle_exempt_uses"]),
    *(["shop_allowed", "grace_months", "work_refusal", "supplement_rounding", "single_person_over_edge_severe"]),
    *(
        [
            "minimum_gap_ratio",
            "employment_cost_rate",
            "new_work_disregard_ceiling",
            "rigid_spending",
            "support_fee_line",
        ]
    ),
    *(["support_fee_exempt", "deposit_limit_serious_illness"]),
}
