"""Parameters listed, written as plain data and told in words: each value comes back, each name has its place."""

from datetime import date
from random import Random

import pytest

from doudi.law.parameter_groups import GROUPS
from doudi.law.parameter_words import choice_words, in_words
from doudi.law.parameters import DEMO, Registry, national
from doudi.law.writing import written
from law.invented import parameters

QUANTITIES = national()[0]


def test_every_parameter_stands_under_one_heading() -> None:
    listed = [name for names in GROUPS.values() for name in names]
    assert sorted(listed) == sorted(QUANTITIES)


def test_what_a_missing_value_stops_is_said_where_something_stops() -> None:
    heads = {quantity.alternative_to for quantity in QUANTITIES.values()}
    needed = {
        name
        for name, quantity in QUANTITIES.items()
        if quantity.default is None and (not quantity.optional or name in heads)
    }
    assert {name for name, quantity in QUANTITIES.items() if quantity.stops} == needed


@pytest.mark.parametrize("seed", range(60))
def test_a_value_written_is_read_again_as_it_was(seed: int) -> None:
    for name, raw in parameters(Random(seed)).items():
        quantity = QUANTITIES[name]
        value = quantity.read(raw, name)
        assert quantity.read(written(quantity, value), name) == value
        assert in_words(quantity, value)


def test_every_value_of_the_product_can_be_written_and_told() -> None:
    for dated in Registry.load(DEMO).values:
        quantity = QUANTITIES[dated.name]
        plain = written(quantity, dated.value)
        assert plain is None or quantity.read(plain, dated.name) == dated.value


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("allowance_standard", "1655.50", "1,655.50 元/人/月"),
        ("edge_ratio", "1.50", "1.5 倍低保标准"),
        ("employment_cost_rate", "0.10", "10%"),
        ("grace_months", 6, "6 个月"),
        ("shop_allowed", True, "是"),
        ("allowance_rounding", "up_yuan", "进到元"),
        ("vehicle_rule", "none", "不得有车"),
        ("publicity_order", "national", "先公示，后审核确认"),
        ("supplements", [], "无"),
        ("supplements", [{"category": "age_70", "amount": "100.00"}], "70周岁以上 100.00元"),
        ("support_fee_exempt", ["missing", "in_prison"], "宣告失踪；在监狱服刑"),
        ("vehicle_exempt_uses", [], "无"),
        ("allowance_tiers", {"A": "495.00"}, "A 档 495.00 元/人/月"),
        ("hardship_living_standard", {"home": "852.00"}, "分散供养 852.00 元/月"),
        ("hardship_living_ratio", {"home": "1.3"}, "分散供养 1.3 倍低保标准"),
        ("care_standard", {"home": {"partial": "400.00"}}, "分散供养·半护理 400.00 元/月"),
        (
            "hardship_living_ratio",
            {"institution": "1.5", "home": "1.3"},
            "分散供养 1.3 倍低保标准；集中供养 1.5 倍低保标准",
        ),
        ("rigid_spending", {"medical": {"rate": "0.5", "ceiling": "150.00"}}, "医疗费用扣减 50%，每月最多 150.00 元"),
    ],
)
def test_values_in_words(name: str, raw: object, words: str) -> None:
    quantity = QUANTITIES[name]
    assert in_words(quantity, quantity.read(raw, name)) == words


def test_a_value_that_ended_says_so() -> None:
    ended = next(each for each in national()[1] if each.since == date(2026, 1, 1))
    assert in_words(QUANTITIES[ended.name], ended.value) == "不再适用"


def test_every_choice_has_words_of_its_own() -> None:
    for quantity in QUANTITIES.values():
        words = choice_words(quantity)
        assert len(set(words.values())) == len(words)
        assert all(word != code for code, word in words.items() if len(code) > 1)
