"""Old and new values of a parameter in words, and which programme a parameter touches."""

from random import Random
from typing import Any

import pytest

from doudi.law import facts
from doudi.law.assess import assess
from doudi.law.parameter_changes import changes
from doudi.law.parameter_groups import ALLOWANCE, HARDSHIP, programmes_of
from doudi.law.parameters import Registry, national
from law.invented import household, parameters

QUANTITIES = national()[0]
REGISTRY = Registry.load()


def between(name: str, old: Any, new: Any) -> list[tuple[str, str, str, str]]:
    quantity = QUANTITIES[name]
    read = [None if raw is None else quantity.read(raw, name) for raw in (old, new)]
    return [(each.label, each.before, each.after, each.difference) for each in changes(quantity, *read)]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("allowance_standard", "655.00", "680.00", ("655.00 元/人/月", "680.00 元/人/月", "+25.00（+3.8%）")),
        ("allowance_standard", "680.00", "655.00", ("680.00 元/人/月", "655.00 元/人/月", "−25.00（−3.7%）")),
        ("allowance_standard", None, "655.00", ("未设定", "655.00 元/人/月", "")),
        ("edge_ratio", None, "2", ("1.5 倍低保标准", "2 倍低保标准", "+0.5（+33.3%）")),
        ("employment_cost_rate", "0.10", "0.15", ("10%", "15%", "+5 个百分点")),
        ("grace_months", 6, 3, ("6 个月", "3 个月", "−3")),
        ("allowance_rounding", "up_yuan", "none", ("进到元", "不取整", "")),
        ("shop_allowed", None, True, ("否", "是", "")),
        ("supplements", [], [{"category": "minor", "rate": "0.3"}], ("无", "未满18周岁 0.3倍低保标准", "")),
    ],
)
def test_a_value_that_changes(name: str, old: Any, new: Any, said: tuple[str, str, str]) -> None:
    assert between(name, old, new) == [("", *said)]


def test_a_value_that_stays_changes_nothing() -> None:
    assert between("edge_ratio", "1.50", "1.5") == []
    assert between("edge_ratio", None, "1.50") == []


def test_a_table_changes_by_the_cell() -> None:
    old = {"home": {"full": "60.00", "partial": "400.00"}}
    new = {"home": {"full": "60.00", "partial": "420.00", "none": "700.00"}}
    assert between("care_standard", old, new) == [
        ("分散供养·半护理", "400.00 元/月", "420.00 元/月", "+20.00（+5.0%）"),
        ("分散供养·全护理", "未设定", "700.00 元/月", ""),
    ]
    assert between("allowance_tiers", {"A": "495.00"}, {"A": "500.00"}) == [
        ("A 档", "495.00 元/人/月", "500.00 元/人/月", "+5.00（+1.0%）")
    ]


def test_a_parameter_of_one_programme_leaves_the_other_alone() -> None:
    """Whatever its value, the answer of the programme that isn't named stays: on 400 invented households."""
    for seed in range(400):
        raw = household(seed)
        other = HARDSHIP if raw["programme"] == ALLOWANCE else ALLOWANCE
        alone = [name for name in QUANTITIES if programmes_of(name) == (other,) and QUANTITIES[name].local]
        another = {name: value for name, value in parameters(Random(seed + 1000)).items() if name in alone}
        kept = {name: value for name, value in raw["parameters"].items() if name not in alone}
        answers = [assess(facts.read(raw | {"parameters": each}), REGISTRY).as_dict() for each in (
            raw["parameters"], kept | another)]  # fmt: skip
        for answer in answers:
            answer.pop("lines"), answer.pop("reasons")
        assert answers[0] == answers[1], f"household({seed})"
