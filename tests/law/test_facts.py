"""Reading of facts: defaults, and each fault at its place in plain words."""

from typing import Any

import pytest

from doudi.law import facts
from doudi.law.facts import FactsError
from law.written import Raw, assessed, file, income, person

SMALLEST: Raw = {"programme": "subsistence_allowance", "on": "2026-11-02", "area": "urban", "persons": [person()]}


def test_what_may_be_left_out() -> None:
    found = facts.read(SMALLEST)
    one = found.persons[0]
    assert (found.apply_as, found.applicant, found.already, found.division) == ("household", "p0", "none", "")
    assert (found.tier, found.grace, found.assets, found.obligors) == (None, None, (), ())
    assert (one.lives_with, one.able_to_work, one.independent, one.study) == (True, True, True, "none")
    assert one.self_care == dict.fromkeys(("eat", "dress", "bed", "toilet", "walk", "wash"), True)


def test_able_and_independent_from_sixteen() -> None:
    for born, grown in (("2010-11-02", True), ("2010-11-03", False)):
        one = facts.read(SMALLEST | {"persons": [person() | {"born": born}]}).persons[0]
        assert (one.able_to_work, one.independent) == (grown, grown)


def test_null_is_left_out() -> None:
    optional = ["division", "apply_as", "applicant", "already", "tier", "assets", "obligors", "grace", "parameters"]
    people = [
        person()
        | dict.fromkeys(
            [
                "sex",
                "lives_with",
                "disability",
                "serious_illness",
                "study",
                "able_to_work",
                "independent",
                "absence",
                "absence_since",
                "support",
                "self_care",
                "refused_work",
                "veteran",
                "income",
                "spending",
            ]
        )
    ]
    assert facts.read(SMALLEST | dict.fromkeys(optional) | {"persons": people}) == facts.read(SMALLEST)


def test_amounts_are_kept_by_the_year() -> None:
    flows = [income("wage", "1800.50"), income("rent", "100.00", "year"), {"kind": "gift", "amount": "1.00"}]
    read = facts.read(SMALLEST | {"persons": [person(income=flows)]}).persons[0].income
    assert [flow.a_year for flow in read] == [21606, 100, 12]


def faulty(change: Any) -> Raw:
    """A file with one thing changed: a function that spoils it in place."""
    raw = file(
        person(income=[income("wage", "1.00")], disability={"kind": "visual", "grade": 1}),
        person(1, "child"),
        assets=[{"kind": "vehicle", "value": "1.00", "owner": "p0"}],
        obligors=[{"id": "z", "of": "p0"}],
        grace={"since": "2026-10", "base_before": "1.00"},
    )
    change(raw)
    return raw


def put(path: str, value: Any) -> Any:
    """Set what lies at a path such as persons.0.born."""

    def change(raw: Any) -> None:
        *way, last = path.split(".")
        for step in way:
            raw = raw[int(step)] if step.isdigit() else raw[step]
        raw[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("programme", "housing", "programme"),
        ("programme", None, "programme"),
        ("on", "2026-02-30", "on"),
        ("on", 20261102, "on"),
        ("on", "20261102", "on"),
        ("area", "town", "area"),
        ("division", "14O5", "division"),
        ("division", 1405, "division"),
        ("colour", "red", "colour"),
        ("applicant", "nobody", "applicant"),
        ("tier", 2, "tier"),
        ("persons", {}, "persons"),
        ("persons", [], "persons"),
        ("persons.1", "p1", "persons[1]"),
        ("persons.1.relation", "head", "persons[1].relation"),
        ("persons.0.relation", "spouse", "persons"),
        ("persons.1.relation", "cousin", "persons[1].relation"),
        ("persons.1.id", "p0", "persons[1].id"),
        ("persons.1.id", 7, "persons[1].id"),
        ("persons.1.id", "", "persons[1].id"),
        ("persons.1.born", "2026-11-03", "persons[1].born"),
        ("persons.1.born", None, "persons[1].born"),
        ("persons.1.lives_with", "yes", "persons[1].lives_with"),
        ("persons.1.lives_with", 1, "persons[1].lives_with"),
        ("persons.1.refused_work", "3", "persons[1].refused_work"),
        ("persons.1.refused_work", -1, "persons[1].refused_work"),
        ("persons.1.refused_work", True, "persons[1].refused_work"),
        ("persons.1.refused_work", 3.0, "persons[1].refused_work"),
        ("persons.1.nickname", "A", "persons[1].nickname"),
        ("persons.1.self_care", {"eat": None, "fly": True}, "persons[1].self_care.fly"),
        ("persons.1.study", "university", "persons[1].study"),
        ("persons.1.absence_since", "2026", "persons[1].absence_since"),
        ("persons.0.disability.grade", 5, "persons[0].disability.grade"),
        ("persons.0.disability.grade", 0, "persons[0].disability.grade"),
        ("persons.0.disability.grade", "1", "persons[0].disability.grade"),
        ("persons.0.disability.kind", None, "persons[0].disability.kind"),
        ("persons.0.income.0.amount", 1800, "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", "1800", "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", "1800.0", "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", "1,800.00", "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", "-1.00", "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", "１.００", "persons[0].income[0].amount"),
        ("persons.0.income.0.amount", None, "persons[0].income[0].amount"),
        ("persons.0.income.0.kind", "salary", "persons[0].income[0].kind"),
        ("persons.0.income.0.per", "week", "persons[0].income[0].per"),
        ("persons.0.income.0.since", "2026-13", "persons[0].income[0].since"),
        ("persons.0.income.0", income("rent", "1.00", since="2026-10"), "persons[0].income[0].since"),
        ("persons.0.spending", [income("wage", "1.00")], "persons[0].spending[0].kind"),
        ("assets.0.owner", "nobody", "assets[0].owner"),
        ("assets.0.kind", "gold", "assets[0].kind"),
        ("assets.0.use", "taxi", "assets[0].use"),
        ("assets.0", {"kind": "deposit", "owner": "p0"}, "assets[0].value"),
        ("assets.0", {"kind": "house", "use": "ordinary"}, "assets[0].use"),
        ("obligors.0.id", "p1", "obligors[0].id"),
        ("obligors.0.of", "nobody", "obligors[0].of"),
        ("obligors.0.of", ["p0", "p0"], "obligors[0].of"),
        ("obligors.0.of", [], "obligors[0].of"),
        ("obligors.0.household_members", 0, "obligors[0].household_members"),
        ("obligors.0.status", ["dead"], "obligors[0].status[0]"),
        ("obligors.0.agreed_support", 150, "obligors[0].agreed_support"),
        ("obligors.0.born", "2030-01-01", "obligors[0].born"),
        ("grace.since", "2026-10-01", "grace.since"),
        ("grace.base_before", None, "grace.base_before"),
        ("parameters", [], "parameters"),
        ("parameters.standard", "1.00", "parameters.standard"),
        ("parameters.hardship_floor", "1.0", "parameters.hardship_floor"),
        ("parameters.allowance_standard", 790, "parameters.allowance_standard"),
        ("parameters.allowance_standard", "790", "parameters.allowance_standard"),
        ("parameters.edge_ratio", 1.5, "parameters.edge_ratio"),
        ("parameters.edge_ratio", "-1.5", "parameters.edge_ratio"),
        ("parameters.grace_months", "6", "parameters.grace_months"),
        ("parameters.allowance_rounding", "down", "parameters.allowance_rounding"),
        ("parameters.shop_allowed", "true", "parameters.shop_allowed"),
        ("parameters.vehicle_exempt_uses", ["taxi"], "parameters.vehicle_exempt_uses[0]"),
        ("parameters.supplements", [{"category": "minor"}], "parameters.supplements[0]"),
        (
            "parameters.supplements",
            [{"category": "minor", "rate": "0.3", "amount": "1.00"}],
            "parameters.supplements[0]",
        ),
        ("parameters.supplements", [{"category": "age_90", "rate": "1"}], "parameters.supplements[0].category"),
        ("parameters.supplements", [{"rate": "1"}], "parameters.supplements[0].category"),
        ("parameters.care_standard", {"home": {"half": "1.00"}}, "parameters.care_standard.home.half"),
        ("parameters.care_standard", "1.00", "parameters.care_standard"),
        ("parameters.rigid_spending", {"medical": {"ceiling": "1.00"}}, "parameters.rigid_spending.medical.rate"),
        ("parameters.allowance_tiers", {"A": 1}, "parameters.allowance_tiers.A"),
        ("parameters.allowance_tiers", "A", "parameters.allowance_tiers"),
        ("parameters.deposit_limit", "1.00", "parameters.deposit_limit"),
    ],
)
def test_a_fault_is_named_at_its_place(path: str, value: Any, where: str) -> None:
    with pytest.raises(FactsError) as fault:
        assessed(faulty(put(path, value)))
    assert fault.value.path == where
    assert str(fault.value).startswith(f"{where}: ")
    assert any("一" <= letter <= "鿿" for letter in fault.value.sentence)


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("on", "2026-02-03\n", "2026-02-03\\n"),
        ("persons.0.income.0.amount", "5.00\u2028", "5.00\\u2028"),
        ("a\nb", 1, "a\\nb: "),
        ("persons.0.\ud800", 1, "persons[0].\\ud800: "),
    ],
)
def test_a_fault_is_one_line_whatever_was_written(path: str, value: Any, shown: str) -> None:
    with pytest.raises(FactsError) as fault:
        assessed(faulty(put(path, value)))
    assert shown in str(fault.value)
    assert str(fault.value).isprintable()


def test_a_supplement_without_a_category_is_told_so() -> None:
    with pytest.raises(FactsError, match="category: 未填写"):
        assessed(faulty(put("parameters.supplements", [{"rate": "1"}])))


def test_what_is_no_object_at_all() -> None:
    with pytest.raises(FactsError, match="应当是一个对象"):
        facts.read(["subsistence_allowance"])
