"""Small files of facts for the tests of the law, written by what matters in them."""

from typing import Any

from doudi.law import facts
from doudi.law.assess import assess
from doudi.law.parameters import Registry

Raw = dict[str, Any]
REGISTRY = Registry.load()
COMPLETE: Raw = {
    "allowance_standard": "790.00",
    "allowance_rounding": "up_yuan",
    "supplements": [],
    "deposit_limit_months": 24,
    "vehicle_rule": "none",
    "house_limit": 1,
    "business_capital_limit": "0.00",
    "support_fee_method": "actual",
    "central_basic_pension_counts": False,
    "hardship_living_standard": {"home": "1027.00", "institution": "1185.00"},
    "care_standard": {"home": {"full": "60.00", "partial": "400.00", "none": "700.00"}},
    "disposable_income_per_head": "36000.00",
}


def person(number: int = 0, relation: str = "head", **known: Any) -> Raw:
    """A grown person without anything."""
    return {"id": f"p{number}", "relation": relation, "born": "1980-05-05", **known}


def income(kind: str, amount: str, per: str = "month", **more: Any) -> Raw:
    """One income or spending."""
    return {"kind": kind, "amount": amount, "per": per, **more}


def file(*people: Raw, **known: Any) -> Raw:
    """A household's facts on 2 November 2026 with a complete set of parameters; `parameters` adds to the set."""
    parameters = COMPLETE | known.pop("parameters", {})
    for one, other in (
        ("deposit_limit", "deposit_limit_months"),
        ("hardship_living_ratio", "hardship_living_standard"),
        ("care_ratio", "care_standard"),
    ):
        if one in parameters:
            parameters.pop(other, None)
    return {
        "programme": "subsistence_allowance",
        "on": "2026-11-02",
        "area": "urban",
        "persons": list(people) or [person()],
        "parameters": {name: value for name, value in parameters.items() if value is not None},
        **known,
    }


def family(heads: int, amount: str, **known: Any) -> Raw:
    """A head with brothers and sisters, the head's pension being the household's whole income a month."""
    brothers = [person(number, "sibling") for number in range(1, heads)]
    return file(person(income=[income("pension", amount)]), *brothers, **known)


def assessed(raw: Raw) -> Raw:
    """The answer as plain data."""
    return assess(facts.read(raw), REGISTRY).as_dict()


def codes(answer: Raw) -> set[str]:
    """The codes of its reasons."""
    return {each["code"] for each in answer["reasons"]}


def line(answer: Raw, name: str) -> Raw:
    """One line of the working."""
    found: Raw = next(each for each in answer["lines"] if each["name"] == name)
    return found
