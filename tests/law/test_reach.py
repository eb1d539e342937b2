"""No rule stands idle: over many invented households each one is reached from an answer, and can come out either way."""

import pytest

from doudi.law import assess as assessing
from doudi.law import facts
from doudi.law.facts import Facts
from doudi.law.ops import Unset
from doudi.law.parameters import InForce, Registry
from doudi.law.rule import BOOK, Row, Sheet, Unit
from law.invented import household

REGISTRY = Registry.load()
HOUSEHOLDS = 1000
Values = dict[str, set[bool]]


def rows_of(calculation: Sheet) -> list[Row]:
    home = calculation.household
    return [home, *home.persons, *home.obligors, *(job for person in home.persons for job in person.jobs)]


@pytest.fixture(scope="module")
def reached() -> Values:
    """For each rule whether it came out as nothing (False, 0) and as something, in answers to invented households."""
    found: Values = {}
    sheets: list[Sheet] = []
    make = assessing.sheet

    def kept(known: Facts, parameters: InForce) -> Sheet:
        sheets.append(make(known, parameters))
        return sheets[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessing, "sheet", kept)
        for seed in range(HOUSEHOLDS):
            assessing.assess(facts.read(household(seed)), REGISTRY).as_dict()
            for row in rows_of(sheets.pop()):
                for name, value in row.values.items():
                    if name in BOOK and not isinstance(value, Unset):
                        found.setdefault(name, set()).add(bool(value))
    return found


def test_every_rule_is_reached_from_an_answer(reached: Values) -> None:
    assert set(BOOK) - set(reached) == set()


def test_every_rule_can_come_out_true_or_as_a_sum(reached: Values) -> None:
    assert [name for name in BOOK if True not in reached[name]] == []


def test_every_flag_can_come_out_false(reached: Values) -> None:
    always = [rule.name for rule in BOOK.values() if rule.unit is Unit.FLAG and False not in reached[rule.name]]
    assert always == ["meets"]  # not one flag but one for each category
