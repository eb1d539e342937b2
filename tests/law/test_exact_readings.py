"""The exact readings of the contract, members, income and property; what differs by place is a parameter of the file."""

from typing import Any

import pytest

from law.written import Raw, assessed, codes, family, file, income, line, person


def members(*people: Raw, **known: Any) -> int:
    found: int = assessed(file(*people, **known))["members"]
    return found


# members


@pytest.mark.parametrize(
    ("other", "counted"),
    [
        (person(1, "spouse", lives_with=False), 2),
        (person(1, "child", born="2010-01-01", lives_with=False), 2),
        (person(1, "child", lives_with=False), 1),
        (person(1, "child", lives_with=False, independent=False), 2),
        (person(1, "child", lives_with=False, study="undergraduate"), 2),
        (person(1, "child", lives_with=False, study="postgraduate"), 1),
        (person(1, "child"), 2),
        (person(1, "parent_in_law"), 2),
        (person(1, "sibling", lives_with=False), 1),
        (person(1, "other"), 1),
        (person(1, "child_in_law"), 1),
        (person(1, "spouse", absence="in_prison"), 1),
        (person(1, "spouse", absence="compulsory_isolation"), 1),
        (person(1, "spouse", absence="missing"), 1),
        (person(1, "spouse", absence="clergy_away", absence_since="2023-11-02"), 1),
        (person(1, "spouse", absence="clergy_away", absence_since="2023-11-03"), 2),
        (person(1, "spouse", absence="clergy_away"), 2),
    ],
)
def test_who_is_a_member(other: Raw, counted: int) -> None:
    assert members(person(), other) == counted


def test_a_child_in_law_counts_with_a_counted_child_of_age() -> None:
    wife = person(2, "child_in_law")
    assert members(person(), person(1, "child"), wife) == 3
    assert members(person(), person(1, "child", lives_with=False), wife) == 1
    assert members(person(), person(1, "child", absence="in_prison"), wife) == 1
    assert members(person(), person(1, "child", born="2010-01-01"), wife) == 2
    assert members(person(), person(1, "child"), wife | {"lives_with": False}) == 2


def test_an_applicant_on_extreme_hardship_is_taken_out() -> None:
    parent = person(1, "parent", income=[income("pension", "5000.00")])
    raw = file(person(), parent, applicant="p1", already="extreme_hardship_support")
    assert (assessed(raw)["members"], assessed(raw)["income_per_head"]) == (1, "0.00")


def test_nobody_who_counts() -> None:
    answer = assessed(file(person(absence="in_prison")))
    assert (answer["outcome"], answer["members"], answer["income_per_head"]) == ("not_eligible", 0, None)
    assert codes(answer) == {"no_members"}


# income


def test_thirds_add_up_and_twelfths_are_exact() -> None:
    people = [person(n, "head" if n == 0 else "sibling", income=[income("rent", "3160.00", "year")]) for n in range(3)]
    answer = assessed(file(*people, parameters={"allowance_standard": "263.33"}))
    assert (answer["outcome"], answer["income_per_head"]) == ("low_income_edge", "263.33")
    answer = assessed(file(*people, parameters={"allowance_standard": "263.34", "allowance_rounding": "half_up_cent"}))
    assert (answer["outcome"], answer["amounts"]["base"]) == ("eligible", "0.02")


def test_uncounted_income_and_the_basic_pension() -> None:
    uncounted = (
        "merit_pension family_planning_award scholarship bravery_award government_aid old_age_allowance "
        "medical_insurance_benefit"
    )
    head = person(income=[income(kind, "900.00") for kind in uncounted.split()])
    answer = assessed(file(head))
    assert answer["income_per_head"] == "0.00"
    told = line(answer, "left_out_income")
    assert (told["value"], told["clause"]) == ("6300.00", "民发〔2021〕57号 第十三条")
    assert told["inputs"].startswith("优待抚恤金 900.00 + 计划生育奖励扶助金 900.00")
    head = person(income=[income("central_basic_pension", "168.00")])
    answer = assessed(file(head))
    assert answer["income_per_head"] == "0.00"
    assert line(answer, "left_out_income")["inputs"].endswith("中央基础养老金 168.00")
    assert assessed(file(head, parameters={"central_basic_pension_counts": True}))["income_per_head"] == "168.00"
    unset = assessed(file(head, parameters={"central_basic_pension_counts": None}))
    assert (unset["must_set"], unset["income_per_head"]) == (["central_basic_pension_counts"], None)
    before = file(head, on="2025-12-31", parameters={"central_basic_pension_counts": None})
    assert assessed(before)["income_per_head"] == "0.00"


def test_taxes_stop_at_the_persons_own_income() -> None:
    poor = person(1, "spouse", spending=[income("tax", "300.00"), income("support_paid", "300.00")])
    head = person(income=[income("wage", "600.00")], spending=[income("social_insurance", "100.00")])
    assert assessed(file(head, poor))["income_per_head"] == "250.00"


@pytest.mark.parametrize(
    ("known", "counted"),
    [
        ({}, "1700.00"),  # the stated spending
        ({"employment_cost_rate": "0.10"}, "1800.00"),
        ({"employment_cost_rate": "0"}, "2000.00"),
        (
            {"employment_cost_rate": "0.10", "employment_cost_base": "minimum_wage", "minimum_wage": "1880.00"},
            "1812.00",
        ),
        ({"employment_cost_rate": "2", "employment_cost_base": "minimum_wage", "minimum_wage": "1880.00"}, "0.00"),
    ],
)
def test_employment_cost(known: Raw, counted: str) -> None:
    worker = person(income=[income("wage", "2000.00")], spending=[income("employment_cost", "300.00")])
    assert assessed(file(worker, parameters=known))["income_per_head"] == counted


def test_no_cost_is_more_than_the_wage() -> None:
    one = person(
        income=[income("wage", "100.00"), income("pension", "400.00")], spending=[income("employment_cost", "300.00")]
    )
    assert assessed(file(one))["income_per_head"] == "400.00"
    none = person(income=[income("pension", "400.00")], spending=[income("employment_cost", "300.00")])
    known = {"employment_cost_rate": "0.1", "employment_cost_base": "minimum_wage"}
    assert assessed(file(none, parameters=known))["income_per_head"] == "400.00"


@pytest.mark.parametrize(
    ("since", "on", "head"),
    [
        ("2026-11", "2026-11-02", "400.00"),
        ("2026-12", "2026-11-02", "1980.00"),
        ("2025-12", "2026-11-30", "400.00"),
        ("2025-11", "2026-11-01", "1980.00"),
    ],
)
def test_new_work_is_disregarded_for_its_months_up_to_the_ceiling(since: str, on: str, head: str) -> None:
    jobs = [income("wage", "990.00", since=since), income("wage", "990.00", since=since)]
    raw = file(person(income=jobs), on=on, parameters={"new_work_disregard_ceiling": "2"})
    assert assessed(raw)["income_per_head"] == head


def test_rigid_spending_comes_off_the_household() -> None:
    ill = person(spending=[income("medical", "900.00"), income("education", "1200.00", "year")])
    worker = person(1, "spouse", income=[income("wage", "1500.00")])
    known = {"rigid_spending": {"medical": {"rate": "1.00", "ceiling": "500.00"}, "education": {"rate": "0.5"}}}
    assert assessed(file(ill, worker))["income_per_head"] == "750.00"
    assert assessed(file(ill, worker, parameters=known))["income_per_head"] == "475.00"
    assert assessed(file(ill, parameters=known))["income_per_head"] == "0.00"


# support fees


def fees(**known: Any) -> Raw:
    obligor = {"of": ["p0", "p1"], "born": "1985-01-01", "household_members": 3, "household_income": "9000.00"}
    obligor |= known.pop("obligor", {})
    parent = person(income=[income("support_received", known.pop("received", "0.00"))])
    return assessed(file(parent, person(1, "spouse"), obligors=[obligor], parameters=known))


@pytest.mark.parametrize(
    ("known", "head"),
    [
        ({}, "0.00"),
        ({"received": "300.00"}, "150.00"),
        ({"support_fee_method": "A", "support_fee_rate": "0.1"}, "544.50"),
        ({"support_fee_method": "A", "support_fee_rate": "0.1", "support_fee_line": "standard"}, "663.00"),
        ({"support_fee_method": "B", "support_fee_rate": "0.5"}, "453.75"),
        ({"support_fee_method": "C", "support_fee_rate": "0.1"}, "331.50"),
        ({"support_fee_method": "C", "support_fee_rate": "0.1", "support_fee_line": "edge"}, "272.25"),
        ({"obligor": {"agreed_support": "150.00"}}, "75.00"),
        ({"support_fee_method": "A", "support_fee_rate": "1", "obligor": {"agreed_support": "150.00"}}, "75.00"),
        ({"obligor": {"agreed_support": "150.00", "of": ["p0"]}, "received": "40.00"}, "75.00"),
        ({"obligor": {"agreed_support": "150.00", "born": "2009-01-01"}}, "0.00"),
        ({"obligor": {"agreed_support": "150.00", "status": ["in_prison"]}}, "0.00"),
        ({"obligor": {"agreed_support": "150.00", "status": ["intellectual_mental_3"]}}, "75.00"),
        ({"obligor": {"agreed_support": "150.00", "status": ["in_prison"]}, "support_fee_exempt": []}, "75.00"),
    ],
)
def test_support_fees(known: Raw, head: str) -> None:
    assert fees(**known)["income_per_head"] == head


def test_the_share_of_who_does_not_count_is_lost() -> None:
    obligor = {"of": ["p0", "p1"], "born": "1985-01-01", "agreed_support": "150.00"}
    raw = file(person(), person(1, "parent", lives_with=False), obligors=[obligor])
    assert assessed(raw)["income_per_head"] == "75.00"


def test_method_and_rate_are_needed_where_somebody_would_owe_by_formula() -> None:
    assert fees(support_fee_method=None)["must_set"] == ["support_fee_method"]
    assert fees(support_fee_method="A")["must_set"] == ["support_fee_rate"]
    poor = {"household_income": "2300.00"}
    assert fees(support_fee_method=None, obligor=poor)["income_per_head"] == "0.00"
    assert fees(support_fee_method=None, obligor={"agreed_support": "0.00"})["income_per_head"] == "0.00"
    between = {"household_income": "3000.00"}  # over the standard, under the edge line: only C would take it
    assert fees(support_fee_method="A", obligor=between)["income_per_head"] == "0.00"
    assert fees(support_fee_method="C", obligor=between)["must_set"] == ["support_fee_rate"]


# property


def owning(*assets: Raw, **known: Any) -> Raw:
    people = known.pop("people", [person()])
    return assessed(file(*people, assets=[{"owner": "p0"} | each for each in assets], parameters=known))


def test_limits_are_met_when_equal() -> None:
    assert owning({"kind": "deposit", "value": "18960.00"})["outcome"] == "eligible"
    assert codes(owning({"kind": "deposit", "value": "18960.01"})) >= {"deposit_over_limit"}
    both = [{"kind": "cash", "value": "10000.00"}, {"kind": "claim", "value": "8960.01"}]
    assert owning(*both)["outcome"] == "not_eligible"
    assert owning(*both, deposit_limit="18960.01")["outcome"] == "eligible"


@pytest.mark.parametrize(
    ("vehicle", "known", "outcome"),
    [
        ({}, {}, "not_eligible"),
        ({"use": "disability_cart"}, {}, "eligible"),
        ({"use": "disability_cart"}, {"vehicle_exempt_uses": []}, "not_eligible"),
        ({"use": "livelihood"}, {"vehicle_exempt_uses": ["livelihood"]}, "eligible"),
        ({}, {"vehicle_rule": "value", "vehicle_value_limit": "30000.00"}, "eligible"),
        ({"use": "disability_cart"}, {"vehicle_rule": "value", "vehicle_value_limit": "29999.99"}, "not_eligible"),
        ({}, {"vehicle_rule": "any"}, "eligible"),
        ({}, {"vehicle_rule": None}, "must_set"),
        ({}, {"vehicle_rule": "value"}, "must_set"),
    ],
)
def test_vehicles(vehicle: Raw, known: Raw, outcome: str) -> None:
    assert owning({"kind": "vehicle", "value": "30000.00"} | vehicle, **known)["outcome"] == outcome


def test_houses_are_counted_shops_allowed_or_not_and_each_registration_measured() -> None:
    house = {"kind": "house", "value": "0.00", "area_m2": "48.00"}
    assert owning(house)["outcome"] == "eligible"
    assert codes(owning(house, house)) >= {"house_over_limit"}
    shop = {"kind": "shop", "value": "0.00"}
    assert codes(owning(shop)) >= {"shop_over_limit"}
    assert owning(shop, shop_allowed=True)["outcome"] == "eligible"
    firm = {"kind": "business_registration", "value": "5000.00"}
    assert codes(owning(firm)) >= {"business_over_limit"}
    assert owning(firm, firm, business_capital_limit="5000.00")["outcome"] == "eligible"


def test_property_of_people_who_do_not_count_is_ignored() -> None:
    people = [person(), person(1, "parent", absence="missing"), person(2, "other")]
    cars = [{"kind": "vehicle", "value": "1.00", "owner": owner} for owner in ("p1", "p2")]
    assert owning(*cars, people=people)["outcome"] == "eligible"


def test_a_limit_is_needed_only_where_there_is_such_property() -> None:
    nothing = {"deposit_limit_months": None, "vehicle_rule": None, "house_limit": None, "business_capital_limit": None}
    assert owning(**nothing)["outcome"] == "eligible"
    answer = owning({"kind": "fund", "value": "1.00"}, {"kind": "house", "value": "0.00"}, **nothing)
    assert answer["must_set"] == ["deposit_limit", "house_limit"]
    assert (answer["outcome"], answer["amounts"]["total"]) == ("must_set", "0.00")


def test_a_refusal_that_stands_whatever_is_missing_is_a_refusal() -> None:
    car, house = {"kind": "vehicle", "value": "1.00"}, {"kind": "house", "value": "0.00"}
    assert owning(car, house, house_limit=None)["outcome"] == "not_eligible"
    assert owning(car, allowance_standard=None)["outcome"] == "not_eligible"
    rich = assessed(file(person(income=[income("wage", "9000.00")]), assets=[house], parameters={"house_limit": None}))
    assert rich["outcome"] == "not_eligible"
    raw = file(person(income=[income("wage", "900.00")]), assets=[house | {"owner": "p0"}])
    raw["parameters"].pop("house_limit")
    assert assessed(raw)["must_set"] == ["house_limit"]  # refused either way, but edge or not hangs on it


def test_property_without_an_owner_is_the_households_whoever_of_it_counts() -> None:
    people = (person(absence="in_prison"), person(1, "spouse"))

    def holding(value: str) -> Raw:
        return assessed(file(*people, assets=[{"kind": "deposit", "value": value}]))

    assert holding("18960.00")["outcome"] == "eligible"
    assert codes(holding("18960.01")) == {"deposit_over_limit"}


# what a family is told


def test_a_grant_shows_what_is_owned_its_limits_and_what_is_exempt() -> None:
    carts = [{"kind": "vehicle", "use": "disability_cart"}, {"kind": "house"}, {"kind": "deposit", "value": "100.00"}]
    granted = owning(*carts, {"kind": "business_registration", "value": "10.00"}, business_capital_limit="10.00")
    assert granted["outcome"] == "eligible"
    owned = ("counted_deposits", "counted_vehicles", "counted_houses", "counted_capital")
    assert [line(granted, name)["value"] for name in owned] == ["100.00", "1", "1", "10.00"]
    assert line(granted, "counted_vehicles")["inputs"] == "残疾人专用机动轮椅车 1 辆（豁免，不计入限制）"
    rule = "机动车辆规定 不得有车：本次测算给定；豁免的机动车辆 残疾人专用机动轮椅车：未另行规定时的默认值"
    assert line(granted, "counted_vehicles")["source"] == rule
    assert line(granted, "counted_capital")["source"] == "市场主体出资限额 10.00元/个：本次测算给定"
    by_value = owning(carts[0], vehicle_rule="value", vehicle_value_limit="1.00")
    assert line(by_value, "counted_vehicles")["inputs"] == "残疾人专用机动轮椅车 1 辆"
    assert "机动车辆价值限额 1.00元/辆" in line(by_value, "counted_vehicles")["source"]


def text(answer: Raw, code: str) -> str:
    found: str = next(each["text"] for each in answer["reasons"] if each["code"] == code)
    return found


def test_a_refusal_for_property_says_what_the_limit_is_and_shows_it() -> None:
    car = {"kind": "vehicle", "value": "50000.01"}
    barred = owning(car)
    assert text(barred, "vehicle_over_limit").endswith("：除豁免的（残疾人专用机动轮椅车）外，不得拥有机动车辆")
    assert line(barred, "vehicle_rule")["value"] == "不得有车"
    assert text(owning(car, vehicle_exempt_uses=[]), "vehicle_over_limit").endswith("：不得拥有机动车辆")
    limited = owning(car, {"kind": "vehicle", "value": "1.00"}, vehicle_rule="value", vehicle_value_limit="50000.00")
    assert "一辆 50,000.01 元，超过每辆限额 50,000.00 元" in text(limited, "vehicle_over_limit")
    assert line(limited, "vehicle_value_limit")["source"] == "机动车辆价值限额 50,000.00元/辆：本次测算给定"
    shares = owning({"kind": "business_registration", "value": "3000.00"}, business_capital_limit="2000.00")
    assert "出资额 3,000.00 元，超过限额 2,000.00 元" in text(shares, "business_over_limit")
    assert line(shares, "business_capital_limit")["value"] == "2000.00"
    houses = owning({"kind": "house"}, {"kind": "house"})
    assert (line(houses, "house_limit")["value"], line(houses, "house_limit")["unit"]) == ("1", "套")
    assert [each["name"] for each in owning()["lines"] if "limit" in each["name"] or "rule" in each["name"]] == []


def test_a_refusal_of_extreme_hardship_shows_the_deposits() -> None:
    old = file(person(born="1950-01-01"), programme="extreme_hardship_support")
    rich = assessed(old | {"assets": [{"kind": "deposit", "value": "18960.01"}]})
    assert line(rich, "deposit_limit_of_household")["value"] == "18960.00"


def test_a_family_over_the_edge_may_be_one_of_rigid_expenditure() -> None:
    """刚性支出困难家庭: income per head below the disposable income of 3,000.00 a month, property within the limits."""
    told = {"income_not_below_standard", "may_be_rigid_expenditure"}
    assert codes(assessed(family(2, "2370.00"))) == told
    assert codes(assessed(family(2, "5999.99"))) == told
    assert codes(assessed(family(2, "6000.00"))) == {"income_not_below_standard"}
    assert codes(assessed(family(2, "2369.99"))) == {"income_not_below_standard", "low_income_edge"}
    shop = {"assets": [{"kind": "shop"}]}
    assert codes(assessed(family(2, "2370.00", **shop))) == {"income_not_below_standard", "shop_over_limit"}
    alone = {"apply_as": "single_person"}
    assert codes(assessed(family(2, "2370.00", **alone))) == {
        "no_single_ground", "income_not_below_edge", "may_be_rigid_expenditure"
    }  # fmt: skip


def test_nothing_is_said_of_rigid_expenditure_where_it_is_not_known() -> None:
    unknown = assessed(family(2, "2370.00", parameters={"disposable_income_per_head": None}))
    assert (unknown["outcome"], codes(unknown)) == ("not_eligible", {"income_not_below_standard"})
    car = family(2, "2370.00", assets=[{"kind": "vehicle", "value": "1.00"}], parameters={"vehicle_rule": None})
    assert codes(assessed(car)) == {"income_not_below_standard"}
