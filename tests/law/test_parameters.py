"""Dated parameters: cited, scoped, dated, displaced, and what has no value."""

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from doudi.law.ops import Unset
from doudi.law.parameters import DEMO, FOLDER, DatedValue, Registry
from doudi.law.reading import FactsError

FILES = sorted(FOLDER.glob("*.toml"))
DAY = date(2026, 11, 2)
NATIONAL = Registry.load()
TOWN = "140502100"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_value_is_cited_and_days_rise(file: Path) -> None:
    content = tomllib.loads(file.read_text("utf-8"))
    assert content["title"]
    assert isinstance(content["checked"], date)
    days: dict[str, date] = {}
    for row in content.get("value", ()):
        assert row["source"]
        assert row["clause"]
        assert isinstance(row["published"], date)
        scope = row.get("division", "") + row.get("area", "")
        assert scope not in days or days[scope] < row["since"]
        days[scope] = row["since"]


@pytest.mark.parametrize(
    ("division", "area", "day", "amount"),
    [
        (TOWN, "urban", DAY, 790),
        (TOWN, "rural", DAY, 655),
        ("140581", "rural", date(2025, 7, 1), 655),
        (TOWN, "rural", date(2025, 6, 30), None),
        ("140100", "urban", DAY, None),
        ("", "urban", DAY, None),
    ],
)
def test_the_standards_of_jincheng(division: str, area: str, day: date, amount: int | None) -> None:
    dated = NATIONAL.in_force(day, division, area).values.get("allowance_standard")
    assert (dated.value if dated else None) == amount


def test_the_basic_pension_has_no_value_since_2026() -> None:
    assert NATIONAL.in_force(date(2025, 12, 31)).flat["central_basic_pension_counts"] is False
    unset = NATIONAL.in_force(date(2026, 1, 1)).flat["central_basic_pension_counts"]
    assert unset == Unset(("central_basic_pension_counts",))


def test_defaults_hold_on_any_day() -> None:
    flat = NATIONAL.in_force(date(2015, 1, 1)).flat
    assert (flat["edge_ratio"], flat["grace_months"], flat["new_work_disregard_months"]) == (Fraction(3, 2), 6, 12)
    assert (flat["allowance_method"], flat["employment_cost_base"]) == ("gap", "wage")
    assert flat["employment_cost_rate"] is flat["minimum_gap_ratio"] is flat["new_work_disregard_ceiling"] is None
    assert flat["vehicle_exempt_uses_disability_cart"]
    assert not flat["vehicle_exempt_uses_motorcycle"]


def test_the_demo_set_is_loaded_only_when_asked_and_says_so() -> None:
    demo = Registry.load(DEMO).in_force(DAY, TOWN, "rural")
    assert demo.flat["hardship_living_standard_home"] == 852
    assert demo.values["allowance_rounding"].source == "示例参数（非官方）"
    assert "allowance_rounding" not in NATIONAL.in_force(DAY, TOWN, "rural").values
    assert "allowance_rounding" not in Registry.load(DEMO).in_force(DAY, "140581", "rural").values


def row(name: str, raw: object, since: date, division: str = "", area: str = "") -> DatedValue:
    return NATIONAL.row(name, raw, since=since, source="测试", clause="一", division=division, area=area)


def test_nearer_scope_then_later_day() -> None:
    registry = NATIONAL.adding(
        [
            row("allowance_standard", "700.00", date(2026, 1, 1)),
            row("allowance_standard", "800.00", date(2026, 1, 1), "140502"),
            row("allowance_standard", "810.00", date(2026, 7, 1), "140502"),
            row("allowance_standard", "900.00", date(2027, 1, 1), "140502"),
        ]
    )
    assert registry.in_force(DAY, TOWN, "urban").flat["allowance_standard"] == 810
    assert registry.in_force(DAY, "140581", "urban").flat["allowance_standard"] == 790
    assert registry.in_force(DAY, "110101", "urban").flat["allowance_standard"] == 700
    assert registry.in_force(date(2026, 6, 30), TOWN, "urban").flat["allowance_standard"] == 800


def test_of_two_alternatives_the_nearer_one_is_in_force() -> None:
    far = row("deposit_limit_months", 24, date(2026, 1, 1), "14")
    near = row("deposit_limit", "30000.00", date(2025, 1, 1), "140502")
    flat = NATIONAL.adding([far, near]).in_force(DAY, TOWN).flat
    assert (flat["deposit_limit"], flat["deposit_limit_months"]) == (30000, None)
    flat = NATIONAL.adding([far, near]).in_force(DAY, "140581").flat
    assert (flat["deposit_limit"], flat["deposit_limit_months"]) == (None, 24)
    flat = NATIONAL.in_force(DAY).flat
    assert (flat["deposit_limit"], flat["deposit_limit_months"]) == (Unset(("deposit_limit",)), None)


def test_an_override_displaces_its_alternative_and_both_are_refused() -> None:
    demo = Registry.load(DEMO).in_force(DAY, TOWN, "rural")
    changed = demo.overridden({"deposit_limit": "5.00", "care_ratio": "0.1", "house_limit": None}, DAY)
    assert (changed.flat["deposit_limit"], changed.flat["deposit_limit_months"]) == (5, None)
    assert (changed.flat["care_standard_home_full"], changed.flat["care_ratio_home_full"]) == (None, Fraction(1, 10))
    assert changed.flat["house_limit"] == 1
    assert changed.values["deposit_limit"].source == "本次测算给定"
    with pytest.raises(FactsError, match="只能给定其中一项"):
        demo.overridden({"deposit_limit": "5.00", "deposit_limit_months": 5}, DAY)


def test_a_part_of_a_table_that_is_missing_must_be_set() -> None:
    flat = NATIONAL.in_force(DAY).overridden({"care_standard": {"home": {"full": "1.00"}}}, DAY).flat
    assert flat["care_standard_home_full"] == 1
    assert flat["care_standard_institution_none"] == Unset(("care_standard",))
    assert flat["care_ratio_institution_none"] is None


def test_rows_from_outside_are_checked() -> None:
    with pytest.raises(FactsError, match="没有这个参数"):
        row("generosity", "1", DAY)
    with pytest.raises(FactsError, match="allowance_standard"):
        row("allowance_standard", "790", DAY)


def test_many_days_do_not_fill_the_memory() -> None:
    registry = Registry.load()
    for number in range(600):
        registry.in_force(date.fromordinal(730000 + number))
    assert registry.in_force(DAY, TOWN, "urban").flat["allowance_standard"] == 790
