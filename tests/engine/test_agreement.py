"""The rules over tables give what they give for one household: outcome, sums to the fen, and every reason."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from doudi.engine import binding, snapshot
from doudi.engine.outcome import FIGURES, REASONS
from doudi.engine.run import Engine
from doudi.engine.scripts import Runner
from doudi.engine.tables import COLUMNS, Shape, kind_of
from doudi.engine.tables import known as known_facts
from doudi.law import facts
from doudi.law import reasons as law_reasons
from doudi.law.assess import assess
from doudi.law.columns import HOUSEHOLD_FACTS, OBLIGOR_FACTS, PERSON_FACTS, STATUS_NAMES
from doudi.law.parameters import DatedValue, InForce, Registry
from doudi.law.working import cents
from law.edited import nine_tenths
from law.invented import Raw, household, parameters

ON = date(2026, 11, 2)
HOUSEHOLDS = 60


def registry(seed: int) -> Registry:
    """A district's whole set of parameters, at random."""
    known = Registry.load()
    given = parameters(Random(seed))
    national: InForce = known.in_force(ON, "140502100", "urban").overridden(given, ON)
    rows = [
        DatedValue(name, ON, each.value, "测试", division="140502")
        for name, each in national.values.items()
        if name in given
    ]
    displaced = [name for name in known.in_force(ON, "140502", "urban").values if name not in national.values]
    ended = [DatedValue(name, ON, None, "测试", division="140502") for name in displaced]
    return Registry(known.quantities, (*known.values, *ended, *rows))


def families(seed: int, number: int) -> list[Raw]:
    """Invented households without parameters of their own."""
    found = [household(seed * 1000 + each) for each in range(number)]
    for raw in found:
        del raw["parameters"]
    return found


def one_by_one(raw: Raw, known: Registry) -> dict[str, Any]:
    """What `law.assess` answers, as the engine writes it."""
    answer = assess(facts.read(raw), known)
    income = None if answer.income_per_head is None else cents(answer.income_per_head)
    sums = [cents(each) for each in (answer.amounts.base, answer.amounts.supplement, answer.amounts.care)]
    figures = dict(zip(FIGURES, (answer.outcome, *sums, answer.members, income), strict=True))
    return figures | {"reasons": {each.code for each in answer.reasons}}


def in_bulk(folder: Path, raws: list[Raw], known: Registry, runner: Runner | None = None) -> dict[int, dict[str, Any]]:
    """What the engine answers, by the household's key."""
    batches = snapshot.write(folder, enumerate(map(facts.read, raws)))
    found = {}
    for answers in Engine(known, ON, runner=runner).run(batches):
        for row in answers.rows.to_pylist():
            if not row["is_known"]:
                found[row["household"]] = {"outcome": "must_set"}
                continue
            reasons = {code for code in REASONS if row[f"says_{code}"]}
            found[row["household"]] = {name: row[name] for name in FIGURES} | {"reasons": reasons}
    return found


def compared(folder: Path, raws: list[Raw], known: Registry, runner: Runner | None = None) -> None:
    """Every household's answer is the same both ways."""
    bulk = in_bulk(folder, raws, known, runner)
    assert len(bulk) == len(raws)
    for key, raw in enumerate(raws):
        single = one_by_one(raw, known)
        assert bulk[key] == ({"outcome": "must_set"} if single["outcome"] == "must_set" else single), key


@pytest.mark.parametrize("seed", range(2))
def test_both_ways_agree_on_invented_households(seed: int, tmp_path: Path) -> None:
    compared(tmp_path / "snapshot", families(seed, HOUSEHOLDS), registry(seed))


@pytest.mark.parametrize("seed", [27])
def test_where_parameters_have_no_value_the_same_households_stay_open(seed: int, tmp_path: Path) -> None:
    whole = registry(seed)
    lost = set(Random(seed).sample(sorted({each.name for each in whole.values}), 6))
    known = Registry(whole.quantities, tuple(each for each in whole.values if each.name not in lost))
    compared(tmp_path / "snapshot", families(seed, HOUSEHOLDS), known)


@pytest.mark.parametrize("since", [ON, date(2026, 11, 3)])
def test_both_ways_take_the_edition_of_the_day(since: date, tmp_path: Path) -> None:
    binding._plan.cache_clear()
    with nine_tenths(since):
        compared(tmp_path / "snapshot", families(4, HOUSEHOLDS), registry(4))
    binding._plan.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_both_ways_agree_on_many_more(seed: int, tmp_path: Path) -> None:
    """250 households by each of forty sets of parameters, every third with some of them missing."""
    known = registry(seed)
    if seed % 3 == 0:
        lost = set(Random(seed).sample(sorted({each.name for each in known.values}), 5))
        known = Registry(known.quantities, tuple(each for each in known.values if each.name not in lost))
    compared(tmp_path / "snapshot", families(seed, 250), known)


def test_every_column_says_what_it_holds() -> None:
    for table, names in COLUMNS.items():
        assert [kind_of(name) for name in names], table
    with pytest.raises(KeyError):
        kind_of("a_new_fact")


def test_every_fact_of_the_rules_has_a_column_or_is_known_beforehand() -> None:
    facts_ = {*HOUSEHOLD_FACTS, *PERSON_FACTS, *OBLIGOR_FACTS, *STATUS_NAMES.values()}
    known_ = {*known_facts(Shape("subsistence_allowance", is_single_application=False, has_grace=False), ON)}
    assert facts_ - known_ <= {name for names in COLUMNS.values() for name in names}


def test_every_reason_of_the_law_has_its_flag() -> None:
    assert {*REASONS, "must_set"} == {*law_reasons.REASONS}


def test_a_household_with_parameters_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(facts.FactsError):
        snapshot.write(tmp_path / "snapshot", [(1, facts.read(household(1)))])


def test_a_batch_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    (whole, *_others) = snapshot.write(tmp_path / "snapshot", enumerate(map(facts.read, families(3, 5))), most=1)
    (whole.folder / snapshot.DESCRIPTION).unlink()
    assert whole not in snapshot.read(tmp_path / "snapshot")
    assert len(snapshot.read(tmp_path / "snapshot")) == 4


def test_places_of_one_district_with_other_values_are_computed_apart(tmp_path: Path) -> None:
    raws = families(5, 40)
    for number, raw in enumerate(raws):
        raw["division"] = ("140502100", "140502101")[number % 2]
    own = DatedValue("allowance_standard", ON, 1500, "测试", division="140502101")
    compared(tmp_path / "snapshot", raws, registry(5).adding([own]))
