"""The golden families, to the fen, with the lines that their notices print."""

import json
from pathlib import Path
from typing import Any

import pytest

from doudi.law import facts
from doudi.law.assess import assess
from doudi.law.parameters import DEMO, Registry
from law.written import REGISTRY, assessed, codes, line

GOLDEN = Path("tests/data/golden")


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "outcome", "amounts", "head"),
    [
        ("1-granted", "eligible", ("870.00", "0.00", "0.00", "870.00"), "500.00"),
        ("2-elder", "eligible", ("405.00", "100.00", "0.00", "505.00"), "250.00"),
        ("3-refused", "low_income_edge", ("0.00", "0.00", "0.00", "0.00"), "948.00"),
        ("4-hardship", "eligible", ("852.00", "0.00", "400.00", "1252.00"), "0.00"),
    ],
)
def test_amounts(name: str, outcome: str, amounts: tuple[str, ...], head: str) -> None:
    answer = assessed(golden(name))
    assert (answer["outcome"], answer["income_per_head"], answer["must_set"]) == (outcome, head, [])
    assert tuple(answer["amounts"].values()) == amounts


@pytest.mark.parametrize("name", ["1-granted", "2-elder", "3-refused", "4-hardship"])
def test_the_demo_set_gives_the_same_as_the_parameters_in_the_file(name: str) -> None:
    raw = golden(name)
    said, demo = assessed(raw), assess(facts.read(raw | {"parameters": {}}), Registry.load(DEMO)).as_dict()
    for key in ("outcome", "amounts", "members", "income_per_head", "self_care", "reasons"):
        assert said[key] == demo[key]


def test_the_lines_of_the_first_family() -> None:
    answer = assessed(golden("1-granted"))
    cost, base = line(answer, "employment_cost_taken_off"), line(answer, "base_allowance")
    assert (cost["value"], cost["inputs"]) == ("120.00", "1,200.00 × 10%")
    assert base["label"] == "月保障金额"
    assert (base["value"], base["unit"], base["inputs"]) == ("870.00", "元/月", "790.00 × 3 − 1,500.00")
    assert base["clause"] == "民发〔2021〕57号 第二十三条"
    assert line(answer, "income_a_month")["inputs"] == "1,080.00 + 420.00"
    limit = line(answer, "deposit_limit_of_household")
    assert (limit["value"], limit["inputs"]) == ("56880.00", "790.00 × 24 × 3")


def test_every_line_names_the_source_of_its_parameters() -> None:
    raw = golden("2-elder") | {"parameters": {}}
    answer = assess(facts.read(raw), Registry.load(DEMO)).as_dict()
    assert "示例参数（非官方）" in line(answer, "supplement")["source"]
    assert "晋城市民政局" in line(answer, "base_allowance")["source"]
    assert line(answer, "supplement")["inputs"] == "70周岁以上 100.00"
    assert line(answer, "counted_support")["value"] == "150.00"


def test_the_refused_family_learns_why_and_what_is_open() -> None:
    answer = assessed(golden("3-refused"))
    assert codes(answer) == {"income_not_below_standard", "low_income_edge"}
    assert answer["reasons"][0]["text"] == "家庭月人均收入 948.00 元，不低于低保标准 790.00 元"
    assert all(each["clause"] for each in answer["reasons"])
    assert line(answer, "edge_line")["value"] == "1185.00"


def test_the_hardship_case_shows_living_and_care() -> None:
    answer = assessed(golden("4-hardship"))
    assert answer["self_care"] == "partial"
    assert line(answer, "living_money")["inputs"] == "分散供养 852.00"
    assert line(answer, "care_money")["inputs"] == "分散供养、半护理 400.00"


def test_without_local_values_the_first_family_must_wait_for_them() -> None:
    answer = assess(facts.read(golden("1-granted") | {"parameters": {}}), REGISTRY).as_dict()
    assert (answer["outcome"], answer["must_set"]) == ("must_set", ["deposit_limit", "house_limit"])
    assert (answer["members"], answer["income_per_head"]) == (3, "540.00")
