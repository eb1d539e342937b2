"""A calculation done again from the parameters that it kept comes out the same, line for line."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doudi.law import facts
from doudi.law.assess import assess
from doudi.law.parameters import DEMO, Registry
from doudi.law.storing import kept, restored
from law.invented import household
from law.written import file, income, person

DEMO_REGISTRY = Registry.load(DEMO)
TOWN = "140502100"


def both(raw: dict[str, Any], registry: Registry) -> tuple[dict[str, Any], dict[str, Any]]:
    known = facts.read(raw)
    stored = json.loads(json.dumps(kept(registry.in_force(known.on, known.division, known.area))))
    return assess(known, registry).as_dict(), assess(known, restored(stored)).as_dict()


@pytest.mark.parametrize("block", range(4))
def test_what_was_computed_is_computed_again_the_same(block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        raw = household(seed) | {"division": TOWN}
        with_demo_values = {name: value for name, value in raw.items() if name != "parameters"}
        for each in (raw, with_demo_values):
            then, again = both(each, DEMO_REGISTRY)
            assert again == then, f"household({seed})"


def test_later_values_and_defaults_do_not_reach_back() -> None:
    raw = file(person(income=[income("pension", "100.00")]), division=TOWN) | {"parameters": {}}
    known = facts.read(raw)
    stored = kept(DEMO_REGISTRY.in_force(known.on, known.division, known.area))
    then = assess(known, DEMO_REGISTRY).as_dict()
    changed = DEMO_REGISTRY.adding([DEMO_REGISTRY.row(
        "allowance_standard", "900.00", since=date(2026, 11, 1), source="新", clause="", division=TOWN)])  # fmt: skip
    assert assess(known, changed).as_dict()["amounts"] != then["amounts"]
    assert assess(known, restored(stored)).as_dict() == then


def test_a_default_is_kept_too() -> None:
    quantities = dict(DEMO_REGISTRY.quantities)
    quantities["shop_allowed"] = replace(quantities["shop_allowed"], default=True)
    stored = kept(Registry(quantities, DEMO_REGISTRY.values).in_force(date(2026, 11, 2), TOWN, "urban"))
    assert stored["defaults"]["shop_allowed"] is True
    assert restored(stored).quantities["shop_allowed"].default is True
    assert DEMO_REGISTRY.quantities["shop_allowed"].default is False
