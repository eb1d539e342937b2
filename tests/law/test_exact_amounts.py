"""The exact readings of the contract on amounts, single persons, gradual exit and extreme hardship, a sentence a test."""

from typing import Any

import pytest

from doudi.law.facts import FactsError
from law.written import Raw, assessed, codes, family, file, income, person


@pytest.mark.parametrize(
    ("way", "base"), [("none", "526.67"), ("half_up_cent", "526.67"), ("up_jiao", "526.70"), ("up_yuan", "527.00")]
)
def test_rounding_once_to_the_base(way: str, base: str) -> None:
    raw = file(person(income=[income("rent", "3160.00", "year")]), parameters={"allowance_rounding": way})
    assert assessed(raw)["amounts"]["base"] == base


def test_rounding_and_supplements_must_be_set_for_who_is_eligible() -> None:
    answer = assessed(family(1, "0.00", parameters={"allowance_rounding": None, "supplements": None}))
    assert answer["must_set"] == ["allowance_rounding", "supplements"]
    assert assessed(family(1, "900.00", parameters={"allowance_rounding": None, "supplements": None}))["must_set"] == []


def test_the_minimum_gap_lifts_a_small_gap_and_not_a_tier() -> None:
    assert assessed(family(2, "1570.00", parameters={"minimum_gap_ratio": "0.20"}))["amounts"]["base"] == "316.00"
    assert assessed(family(2, "1570.00"))["amounts"]["base"] == "10.00"
    tiers = {"allowance_method": "tier", "allowance_tiers": {"A": "10.50"}, "minimum_gap_ratio": "0.20"}
    assert assessed(family(1, "0.00", tier="A", parameters=tiers))["amounts"]["base"] == "11.00"


def test_tiers_want_a_tier_only_where_they_pay() -> None:
    tiers = {"allowance_method": "tier", "allowance_tiers": {"A": "10.50"}}
    for known in ({}, {"tier": "Z"}):
        with pytest.raises(FactsError, match=r"^tier: "):
            assessed(family(1, "0.00", parameters=tiers, **known))
    assert assessed(family(1, "5000.00", parameters=tiers))["outcome"] == "not_eligible"
    unset = {"allowance_method": "tier"}
    assert assessed(family(1, "0.00", tier="A", parameters=unset))["must_set"] == ["allowance_tiers"]


SUPPLEMENTS = [
    {"category": "age_60", "amount": "50.00"},
    {"category": "age_70", "rate": "0.2"},
    {"category": "serious_illness", "amount": "100.00"},
]


@pytest.mark.parametrize(
    ("way", "paid"), [("all", "308.00"), ("once_per_person", "158.00"), ("highest_only", "158.00")]
)
def test_stacking(way: str, paid: str) -> None:
    known = {"supplements": SUPPLEMENTS, "supplement_stacking": way, "supplement_rounding": "none"}
    old = person(born="1950-01-01", serious_illness=True)
    assert assessed(file(old, parameters=known))["amounts"]["supplement"] == paid


def test_stacking_is_needed_only_where_two_meet_on_a_person() -> None:
    known = {"supplements": SUPPLEMENTS}
    assert assessed(file(person(born="1966-11-02"), parameters=known))["amounts"]["supplement"] == "50.00"
    assert assessed(file(person(born="1966-11-03"), parameters=known))["amounts"]["supplement"] == "0.00"
    assert assessed(file(person(born="1950-01-01"), parameters=known))["must_set"] == ["supplement_stacking"]


def test_supplement_rounding_applies_to_the_households_sum_and_the_total_adds_printed_parts() -> None:
    known = {
        "supplements": [{"category": "minor", "rate": "0.3333"}],
        "supplement_rounding": "up_yuan",
        "allowance_rounding": "none",
        "allowance_standard": "655.33",
    }
    children = [person(number, "child", born="2015-01-01") for number in (1, 2)]
    amounts = assessed(file(person(income=[income("rent", "100.00", "year")]), *children, parameters=known))["amounts"]
    assert (amounts["base"], amounts["supplement"], amounts["total"]) == ("1957.66", "437.00", "2394.66")


def test_living_alone() -> None:
    known = {"supplements": [{"category": "lives_alone", "amount": "30.00"}]}

    def paid(*others: Raw) -> str:
        answer = assessed(file(person(), *others, parameters=known))
        return str(answer["amounts"]["supplement"])

    assert paid() == "30.00"
    assert paid(person(1, "spouse", absence="in_prison")) == "30.00"
    assert paid(person(1, "other")) == "0.00"
    assert paid(person(1, "other", lives_with=False)) == "30.00"
    assert paid(person(1, "spouse", lives_with=False)) == "0.00"


def test_from_the_third_refusal_the_own_share_is_not_paid() -> None:
    raw = family(3, "0.50")
    raw["persons"][1]["refused_work"] = 3
    raw["persons"][2]["refused_work"] = 2
    answer = assessed(raw)
    assert (answer["amounts"]["base"], "work_refusal" in codes(answer)) == ("1580.00", True)
    raw["parameters"]["work_refusal"] = "none"
    assert assessed(raw)["amounts"]["base"] == "2370.00"


# a single person


def alone(amount: str, one: Raw | None = None, **known: Any) -> Raw:
    ill = {"serious_illness": True} if one is None else one
    parameters = {"single_person_ratio": {"severe_disability": "1.00", "serious_illness": "0.60"}} | known
    if "single_person_amount" in known:
        parameters.pop("single_person_ratio")
    raw = file(person(income=[income("pension", amount)]), person(1, "child", **ill), parameters=parameters)
    return assessed(raw | {"apply_as": "single_person", "applicant": "p1"})


@pytest.mark.parametrize(
    ("one", "base"),
    [
        ({"serious_illness": True}, "474.00"),
        ({"disability": {"kind": "hearing", "grade": 2}}, "790.00"),
        ({"disability": {"kind": "mental", "grade": 3}}, "790.00"),
        ({"disability": {"kind": "mental", "grade": 3}, "serious_illness": True}, "790.00"),
        ({"serious_illness": True, "refused_work": 3}, "0.00"),
    ],
)
def test_the_sum_of_a_single_person(one: Raw, base: str) -> None:
    answer = alone("1600.00", one)
    assert (answer["outcome"], answer["amounts"]["base"]) == ("eligible", base)
    assert (answer["members"], answer["income_per_head"]) == (1, "800.00")


@pytest.mark.parametrize(
    ("amount", "one", "outcome", "code"),
    [
        ("1600.00", {}, "low_income_edge", "no_single_ground"),
        ("1600.00", {"disability": {"kind": "hearing", "grade": 3}}, "low_income_edge", "no_single_ground"),
        ("1600.00", {"born": "2008-11-03", "serious_illness": True}, "low_income_edge", "applicant_under_18"),
        ("1500.00", {"serious_illness": True}, "low_income_edge", "household_qualifies"),
        ("2370.00", {"serious_illness": True}, "not_eligible", "income_not_below_edge"),
        ("1000.00", {"serious_illness": True, "lives_with": False}, "low_income_edge", "applicant_not_member"),
    ],
)
def test_refusals_of_a_single_person(amount: str, one: Raw, outcome: str, code: str) -> None:
    answer = alone(amount, one)
    assert (answer["outcome"], answer["amounts"]["total"]) == (outcome, "0.00")
    assert code in codes(answer)


def test_severe_disability_from_above_the_edge_line() -> None:
    severe = {"disability": {"kind": "visual", "grade": 1}, "serious_illness": True}
    known = {
        "single_person_over_edge_severe": True,
        "single_person_ratio": {"severe_disability": "0.50", "serious_illness": "0.60"},
    }
    assert alone("9000.00", severe, **known)["amounts"]["base"] == "395.00"
    assert alone("9000.00", severe)["outcome"] == "not_eligible"
    assert alone("9000.00", {"serious_illness": True}, **known)["outcome"] == "not_eligible"
    earning = severe | {"income": [income("business", "1.00", "year")]}
    assert alone("9000.00", earning, **known)["outcome"] == "not_eligible"


def test_clergy_have_a_sum_that_must_be_set() -> None:
    monk = {"absence": "clergy_away", "absence_since": "2020-01-01"}
    assert alone("800.00", monk)["must_set"] == ["single_person_amount"]
    answer = alone("800.00", monk, single_person_amount="313.45")
    assert (answer["amounts"]["base"], answer["members"], answer["income_per_head"]) == ("314.00", 1, "800.00")


def test_a_single_persons_sum_and_supplement() -> None:
    assert alone("1600.00", single_person_ratio=None)["must_set"] == ["single_person_ratio"]
    known = {"supplements": [{"category": "serious_illness", "amount": "100.00"}]}
    assert alone("1600.00", **known)["amounts"]["total"] == "574.00"
    assert alone("1600.00", allowance_rounding=None)["must_set"] == ["allowance_rounding"]


# gradual exit


def leaving(amount: str, **known: Any) -> Raw:
    on, assets = known.pop("on", "2026-11-02"), known.pop("assets", [])
    grace = {"since": "2026-10", "base_before": known.pop("before", "1000.55")}
    return assessed(family(2, amount, on=on, grace=grace, assets=assets, parameters=known))


def test_the_old_base_is_kept_and_capped() -> None:
    answer = leaving("9000.00", allowance_rounding=None)
    assert (answer["outcome"], answer["amounts"]["base"]) == ("eligible", "1000.55")
    assert codes(answer) == {"gradual_exit"}
    assert leaving("9000.00", before="5000.00")["amounts"]["base"] == "1580.00"
    assert leaving("1500.00")["amounts"]["base"] == "80.00"


def test_gradual_exit_has_an_end() -> None:
    assert leaving("1600.00", on="2026-09-30")["outcome"] == "low_income_edge"
    assert leaving("1600.00", on="2027-03-31")["outcome"] == "eligible"
    assert leaving("1600.00", on="2027-04-01")["outcome"] == "low_income_edge"
    assert leaving("1600.00", on="2026-11-02", grace_months=1)["outcome"] == "low_income_edge"
    assert leaving("1600.00", assets=[{"kind": "shop", "owner": "p0"}])["outcome"] == "not_eligible"


def test_the_share_of_a_refuser_in_gradual_exit() -> None:
    raw = family(2, "9000.00", grace={"since": "2026-10", "base_before": "1000.55"})
    raw["persons"][1]["refused_work"] = 5
    assert assessed(raw)["amounts"]["base"] == "500.28"


# extreme hardship


def hardship(one: Raw, **known: Any) -> Raw:
    extra = {name: known.pop(name) for name in ("obligors", "assets", "already") if name in known}
    raw = file(person(**one), person(1, "child", income=[income("wage", "9000.00")]), parameters=known, **extra)
    return assessed(raw | {"programme": "extreme_hardship_support"})


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        ({"born": "1966-11-02"}, "eligible"),
        ({"born": "1966-11-03"}, "not_eligible"),
        ({"born": "1966-11-03", "able_to_work": False}, "not_eligible"),
        ({"born": "2010-11-03"}, "eligible"),
        ({"born": "2010-11-02"}, "not_eligible"),
        ({"disability": {"kind": "intellectual", "grade": 3}}, "eligible"),
        ({"disability": {"kind": "physical", "grade": 2}}, "eligible"),
        ({"disability": {"kind": "physical", "grade": 3}}, "not_eligible"),
        ({"disability": {"kind": "visual", "grade": 2}}, "not_eligible"),
        ({"disability": {"kind": "multiple", "grade": 1}}, "not_eligible"),
        ({"born": "1950-01-01", "income": [income("pension", "790.00")]}, "not_eligible"),
        ({"born": "1950-01-01", "income": [income("pension", "789.99")]}, "eligible"),
        ({"born": "1950-01-01", "income": [income("central_basic_pension", "900.00")]}, "eligible"),
        ({"born": "1950-01-01", "absence": "in_prison"}, "not_eligible"),
    ],
)
def test_who_is_in_extreme_hardship(one: Raw, outcome: str) -> None:
    answer = hardship(one, central_basic_pension_counts=True)
    assert (answer["outcome"], answer["members"]) == (outcome, 1)
    assert (answer["self_care"] is None) == (outcome != "eligible")
    assert ("check_allowance" in codes(answer)) == (outcome != "eligible")


@pytest.mark.parametrize(
    ("obligor", "outcome"),
    [
        ({"born": "1985-01-01"}, "not_eligible"),
        ({"born": "2009-01-01"}, "eligible"),
        ({"status": ["extreme_hardship"]}, "eligible"),
        ({"born": "1966-11-02", "status": ["allowance_recipient"]}, "eligible"),
        ({"born": "1966-11-03", "status": ["allowance_recipient"]}, "not_eligible"),
        ({"born": "1956-11-02", "household_income": "8999.99", "household_members": 3}, "eligible"),
        ({"born": "1956-11-02", "household_income": "9000.00", "household_members": 3}, "not_eligible"),
        ({"born": "1956-11-03", "household_income": "0.00"}, "not_eligible"),
        ({"status": ["severe_disability"]}, "eligible"),
        ({"status": ["intellectual_mental_3"], "household_income": "3000.00"}, "not_eligible"),
        ({"status": ["in_prison"], "household_income": "90000.00"}, "eligible"),
        ({"born": "1985-01-01", "of": "p1"}, "eligible"),
    ],
)
def test_obligors_of_extreme_hardship(obligor: Raw, outcome: str) -> None:
    given = {"id": "z", "of": "p0", "per": "month", "household_income": "2000.00"} | obligor
    assert hardship({"born": "1950-01-01"}, obligors=[given])["outcome"] == outcome


def test_property_of_obligors() -> None:
    mother = {"id": "z", "of": "p0", "born": "1950-01-01", "household_members": 2}

    def outcome(value: str, **known: Any) -> Raw:
        assets = [{"kind": "deposit", "value": value, "owner": "z"}]
        return hardship({"born": "1950-01-01"}, obligors=[mother], assets=assets, **known)

    assert outcome("37920.00")["outcome"] == "eligible"
    assert outcome("37920.01")["outcome"] == "not_eligible"
    assert outcome("37920.01", disposable_income_per_head=None)["outcome"] == "not_eligible"
    assert outcome("1.00", disposable_income_per_head=None)["must_set"] == ["disposable_income_per_head"]
    assert outcome("1.00", deposit_limit_months=None)["must_set"] == ["deposit_limit"]
    able = {"id": "y", "of": "p0", "born": "1985-01-01"}
    known = {"disposable_income_per_head": None}
    assert hardship({"born": "1950-01-01"}, obligors=[mother, able], **known)["outcome"] == "not_eligible"


def test_living_and_care_from_ratios_are_each_rounded() -> None:
    ratios = {
        "hardship_living_ratio": "1.3",
        "care_ratio": {"home": {"full": "0.0333"}},
        "minimum_wage": "1880.00",
        "allowance_standard": "655.00",
    }
    amounts = hardship({"born": "1950-01-01"}, **ratios)["amounts"]
    assert amounts == {"base": "852.00", "supplement": "0.00", "care": "63.00", "total": "915.00"}
    unset = {"hardship_living_standard": None, "care_standard": None, "allowance_rounding": None}
    assert hardship({"born": "1950-01-01"}, **unset)["must_set"] == ["hardship_living_standard", "care_standard"]
    no_wage = hardship({"born": "1950-01-01"}, **(ratios | {"minimum_wage": None}))
    assert no_wage["must_set"] == ["minimum_wage"]


def test_self_care_levels() -> None:
    for failed, level in ((0, "full"), (1, "partial"), (3, "partial"), (4, "none"), (6, "none")):
        parts = ("eat", "dress", "bed", "toilet", "walk", "wash")[:failed]
        one = {"born": "1950-01-01", "self_care": dict.fromkeys(parts, False)}
        assert hardship(one)["self_care"] == level
    away = hardship({"born": "1950-01-01", "support": "institution"})
    assert away["must_set"] == ["care_standard"]
