"""The published examples, wherever the contract can express them; amounts and days to the letter."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from doudi.law.calendar import Calendar
from doudi.law.limits import due
from law.written import Raw, assessed, codes, family, file, income, line, person

EXAMPLES = {each["id"]: each for each in json.loads(Path("tests/data/worked-examples.json").read_text("utf-8"))}
ELSEWHERE = {
    "WE-023": "a local rule that pays the full standard to a member whatever the household's income",
    "WE-025": "aid of edge households is not administered",
    "WE-029": "rigid-expenditure households are not administered",
    "WE-059": "yearly care standards; the contract is by the month",
    "WE-079": "spot checks belong to supervision",
    "WE-081": "fines belong to the competent department",
    "WE-083": "clawback belongs to payments",
    "WE-085": "hits of the cross-check belong to verification",
    "WE-087": "statistics belong to archives",
    "WE-089": "statistics belong to archives",
}


def yuan(value: Any) -> str:
    return f"{Decimal(str(value)):.2f}"


def gap(of: Raw) -> str:
    heads = of["members"]
    total = of.get("household_income_month", of.get("income_per_capita_month", 0) * heads)
    rounding = {"ceil_to_yuan": "up_yuan"}.get(of.get("rounding", ""), "half_up_cent")
    known = {"allowance_standard": yuan(of["standard_month"]), "allowance_rounding": rounding}
    amounts: Raw = assessed(family(heads, yuan(total), parameters=known))["amounts"]
    return str(amounts["base"])


@pytest.mark.parametrize("name", ["WE-001", "WE-003", "WE-005", "WE-007", "WE-011"])
def test_the_gap(name: str) -> None:
    example = EXAMPLES[name]
    assert gap(example["inputs"]) == yuan(example["expected"]["household_allowance_month"])


def test_we_009_exactly_the_standard_is_not_below_it() -> None:
    answer = assessed(family(1, "790.00"))
    assert (answer["outcome"], answer["amounts"]["total"]) == ("low_income_edge", "0.00")


def test_we_013_tiers() -> None:
    tiers = {name: yuan(amount) for name, amount in EXAMPLES["WE-013"]["inputs"]["tier_amounts"].items()}
    known = {"allowance_method": "tier", "allowance_tiers": tiers, "allowance_standard": "500.00"}
    assert assessed(family(3, "0.00", tier="B", parameters=known))["amounts"]["base"] == "1275.00"


def test_we_015_and_017_supplements_of_minors() -> None:
    child = person(1, "child", born="2015-05-05")
    known = {"allowance_standard": "1100.00", "supplements": [{"category": "minor", "amount": "440.00"}]}
    raw = file(person(income=[income("wage", "2100.00")]), child, person(2, "spouse"), parameters=known)
    assert assessed(raw)["amounts"] == {"base": "1200.00", "supplement": "440.00", "care": "0.00", "total": "1640.00"}
    known = {"allowance_standard": "662.00", "supplements": [{"category": "minor", "rate": "0.3"}]}
    raw = file(person(), child, person(2, "spouse"), parameters=known)
    assert assessed(raw)["amounts"] == {"base": "1986.00", "supplement": "198.60", "care": "0.00", "total": "2184.60"}


@pytest.mark.parametrize("name", ["WE-019", "WE-021"])
def test_supplements_count_persons(name: str) -> None:
    example = EXAMPLES[name]
    heads, base = example["inputs"]["eligible_persons"], example["inputs"]["base"]
    old = [person(n, "head" if n == 0 else "sibling", born="1950-01-01") for n in range(heads)]
    old[0]["income"] = [income("pension", yuan(632 * heads - base))]
    sums = [{"category": category, "amount": "104.00"} for category in ("age_60", "serious_illness")]
    known = {"allowance_standard": "632.00", "supplements": sums, "supplement_stacking": "once_per_person"}
    amounts = assessed(file(*old, parameters=known))["amounts"]
    assert (amounts["supplement"], amounts["total"]) == (
        yuan(example["expected"]["supplement"]),
        yuan(example["expected"]["total_month"]),
    )


def test_we_027_edge_lines() -> None:
    for area, standard in (("urban", "790.00"), ("rural", "655.00")):
        answer = assessed(family(1, "900.00", area=area, parameters={"allowance_standard": standard}))
        assert line(answer, "edge_line")["value"] == yuan(EXAMPLES["WE-027"]["expected"][f"{area}_edge_line"])


def deposits(total: str, heads: int, ill: bool = False, **known: Any) -> Raw:
    assets = [{"kind": "deposit", "value": total, "owner": "p0"}]
    raw = family(heads, "0.00", assets=assets, parameters=known)
    raw["persons"][0]["serious_illness"] = ill
    return assessed(raw)


def test_we_031_033_and_035_deposits() -> None:
    assert "deposit_over_limit" in codes(deposits("40000.00", 2))
    assert "deposit_over_limit" in codes(deposits("70000.00", 2, deposit_limit="33000.00"))
    exempt = {"allowance_standard": "717.00", "deposit_limit_serious_illness": "50000.00"}
    assert deposits("45000.00", 1, ill=True, **exempt)["outcome"] == "eligible"
    assert deposits("45000.00", 1, ill=False, **exempt)["outcome"] == "not_eligible"


def test_we_037_employment_cost() -> None:
    raw = file(person(income=[income("wage", "2000.00")]), parameters={"employment_cost_rate": "0.1"})
    assert assessed(raw)["income_per_head"] == "1800.00"


def test_we_039_new_work() -> None:
    known = {"allowance_standard": "1000.00", "new_work_disregard_ceiling": "3"}
    raw = file(person(income=[income("wage", "3500.00", since="2026-06")]), parameters=known)
    assert assessed(raw)["income_per_head"] == "500.00"


def supported(parents: int, per: str, **known: Any) -> str:
    people = [person(0), person(1, "spouse")][:parents]
    obligor = {"of": [each["id"] for each in people], "born": "1985-01-01", "per": per}
    obligor |= {"household_members": known.pop("heads"), "household_income": known.pop("total")}
    raw = file(*people, obligors=[obligor], parameters=known)
    return str(line(assessed(raw), "counted_support")["value"])


def test_we_041_043_and_045_support_fees() -> None:
    a = supported(1, "month", heads=3, total="9000.00", support_fee_method="A", support_fee_rate="0.3")
    b = supported(
        2,
        "month",
        heads=2,
        total="3000.00",
        support_fee_method="B",
        support_fee_rate="0.5",
        support_fee_line="standard",
        allowance_standard="700.00",
    )
    c = supported(
        2,
        "year",
        heads=4,
        total="60000.00",
        support_fee_method="C",
        support_fee_rate="0.5",
        allowance_standard="416.67",
    )
    assert (a, b, c) == ("1633.50", "400.00", "1666.66")


def alone(amount: str, **known: Any) -> Raw:
    one = person(1, "child", disability={"kind": "physical", "grade": 1})
    raw = file(person(income=[income("pension", amount)]), one, parameters=known)
    return assessed(raw | {"apply_as": "single_person", "applicant": "p1"})


def test_we_047_and_049_single_persons() -> None:
    ratio = {"single_person_ratio": {"severe_disability": "0.6"}, "allowance_standard": "995.00"}
    assert alone("2200.00", **ratio)["amounts"]["base"] == "597.00"
    assert alone("1700.00", single_person_amount="313.00")["amounts"]["base"] == "313.00"


def test_we_051_gradual_exit() -> None:
    widow = person(born="1950-01-01", income=[income("pension", "881.00")])
    known = {"allowance_standard": "632.00", "supplements": [{"category": "age_60", "amount": "104.00"}]}
    raw = file(widow, grace={"since": "2026-10", "base_before": "313.00"}, parameters=known)
    amounts = assessed(raw)["amounts"]
    assert (amounts["base"], amounts["supplement"], amounts["total"]) == ("313.00", "104.00", "417.00")
    assert assessed(raw | {"on": "2027-03-31"})["outcome"] == "eligible"
    assert assessed(raw | {"on": "2027-04-01"})["outcome"] == "low_income_edge"
    assert due("grace-end", date(2026, 9, 15), Calendar()).due == date(2027, 3, 31)


def hardship(**known: Any) -> Raw:
    one = person(born=known.pop("born", "1950-01-01"), support=known.pop("support", "home"))
    one["self_care"] = dict.fromkeys(known.pop("fails", ()), False)
    one["study"] = known.pop("study", "none")
    raw = file(one, already=known.pop("already", "none"), parameters=known)
    return assessed(raw | {"programme": "extreme_hardship_support"})


def test_we_053_the_floor() -> None:
    for standard, floor in (("790.00", "1027.00"), ("655.00", "851.50")):
        answer = hardship(allowance_standard=standard, hardship_living_standard={"home": floor})
        assert line(answer, "living_floor")["value"] == floor
        assert "below_floor" not in codes(answer)
        below = yuan(Decimal(floor) - Decimal("0.01"))
        assert "below_floor" in codes(hardship(allowance_standard=standard, hardship_living_standard={"home": below}))


def test_we_055_057_and_061_hardship_amounts() -> None:
    six = ("eat", "dress", "bed", "toilet", "walk", "wash")
    rural = {"hardship_living_standard": {"home": "822.00"}, "care_standard": {"home": {"none": "478.00"}}}
    assert hardship(fails=six, allowance_standard="632.00", **rural)["amounts"]["total"] == "1300.00"
    urban = {
        "hardship_living_standard": {"institution": "1130.00"},
        "care_standard": {"institution": {"none": "1248.00"}},
    }
    assert hardship(fails=six[:4], support="institution", **urban)["amounts"]["total"] == "2378.00"
    ratios = {"hardship_living_ratio": {"home": "1.5", "institution": "2.0"}, "allowance_standard": "860.00"}
    assert hardship(**ratios)["amounts"]["base"] == "1290.00"


def test_we_063_minors_in_hardship() -> None:
    school = {"secondary_vocational": "secondary_vocational", "university": "undergraduate"}
    found = []
    for case in EXAMPLES["WE-063"]["inputs"]["cases"]:
        already = "extreme_hardship_support" if case["status"] == "current" else "none"
        study = school.get(case.get("school", ""), "none")
        answer = hardship(born=f"{2026 - case['age']}-11-02", already=already, study=study)
        found.append(answer["outcome"] == "eligible")
    assert found == EXAMPLES["WE-063"]["expected"]["eligible_as_minor"]


def test_we_065_a_prisoner_does_not_count() -> None:
    raw = family(3, "600.00")
    raw["persons"][2]["absence"] = "in_prison"
    answer = assessed(raw)
    assert (answer["members"], answer["amounts"]["base"]) == (2, "980.00")


LIMITS: dict[str, tuple[str, Callable[[Raw], list[tuple[str, str]]]]] = {
    "WE-067": ("accepted", lambda of: [("confirm", of["due"])]),
    "WE-069": ("accepted", lambda of: [("survey-start", of["due"])]),
    "WE-071": ("posted", lambda of: [("publicity-end", of["end"]), ("decide-from", of["earliest_decision"])]),
    "WE-073": ("confirmed", lambda of: [("filing", of["due"])]),
    "WE-075": ("reported", lambda of: [("self-care", of["due"])]),
    "WE-077": (
        "last_check",
        lambda of: [("recheck-stable", of["next_due"][0]), ("recheck-unstable", of["next_due"][1])],
    ),
}


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_days(name: str) -> None:
    after, expected = LIMITS[name]
    start = date.fromisoformat(EXAMPLES[name]["inputs"][after])
    for limit, day in expected(EXAMPLES[name]["expected"]):
        assert due(limit, start, Calendar()).as_dict()["due"] == day


def test_every_example_is_used_or_said_to_belong_elsewhere() -> None:
    text = Path(__file__).read_text("utf-8")
    assert {name for name in EXAMPLES if name[3:] not in text} == set()
    assert set(ELSEWHERE) <= set(EXAMPLES)
