"""Whatever is put in place of a fact, the answer is an answer or a fault in words; never a crash."""

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from doudi.law.facts import FactsError
from law.written import assessed

JUNK = (None, True, 0, -1, 3.5, "", "x", "1.00", "0.30", "2026-11-02", [], [None], {}, {"a": 1}, 10**40, "９", "\ud800")
NAMES = ("1-granted", "2-elder", "3-refused", "4-hardship")


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every container with every key of it."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


@pytest.mark.parametrize("name", NAMES)
def test_junk_is_answered_or_refused(name: str) -> None:
    golden = json.loads(Path(f"tests/data/golden/{name}.json").read_text("utf-8"))
    outcomes = set()
    for seed in range(250):
        rng, raw = Random(seed), copy.deepcopy(golden)
        container, key = rng.choice(places(raw))
        container[key] = rng.choice(JUNK)
        try:
            outcomes.add(assessed(raw)["outcome"])
        except FactsError:
            outcomes.add("fault")
    assert "fault" in outcomes
    assert len(outcomes) >= 2
