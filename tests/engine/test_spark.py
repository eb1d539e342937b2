"""Spark gives what DuckDB and `law.assess` give: outcome, every sum, every reason, and what stays open."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import compute

from bench import nation
from doudi.engine import snapshot
from doudi.engine.cells import Kind
from doudi.engine.expressions import divided, divided_down, literal
from doudi.engine.run import Engine, start
from doudi.engine.scripts import Runner, Script
from doudi.engine.snapshot import Batch
from doudi.engine.tables import COLUMNS, SUPPORTS
from doudi.law import facts
from doudi.law.parameters import DEMO, DatedValue, Registry
from engine.test_agreement import ON, compared, families, registry
from sparking import spark

pytestmark = pytest.mark.slow
SETS, EACH = range(200, 204), 2500  # ten thousand households


@pytest.fixture(scope="module")
def runner() -> Runner:
    return spark()


def with_some_lost(seed: int) -> Registry:
    """A set of parameters; of every second one five are missing."""
    known = registry(seed)
    if seed % 2:
        return known
    lost = set(Random(seed).sample(sorted({each.name for each in known.values}), 5))
    return Registry(known.quantities, tuple(each for each in known.values if each.name not in lost))


def answered(known: Registry, batches: list[Batch], runner: Runner) -> list[tuple[pa.Table, tuple[str, ...]]]:
    """The answers of every batch, by household, and the parameters that they miss."""
    return [(each.rows.sort_by("household"), each.missing) for each in Engine(known, ON, runner=runner).run(batches)]


@pytest.mark.parametrize("seed", SETS)
def test_ten_thousand_households_by_spark_by_duckdb_and_one_by_one(seed: int, tmp_path: Path, runner: Runner) -> None:
    known, raws = with_some_lost(seed), families(seed, EACH)
    compared(tmp_path / "one by one", raws, known)
    batches = snapshot.read(tmp_path / "one by one")
    theirs, ours = answered(known, batches, start("duckdb")), answered(known, batches, runner)
    assert [missing for _rows, missing in ours] == [missing for _rows, missing in theirs]
    for (one, _), (other, _) in zip(ours, theirs, strict=True):
        assert one.schema == other.schema
        assert one.equals(other)
    assert seed % 2 or any(missing for _rows, missing in ours)
    assert sum(compute.sum(rows["base"]).as_py() or 0 for rows, _missing in ours) > 0
    assert sum(len(rows) for rows, _missing in ours) == EACH


def test_ten_thousand_households_of_a_nation_in_batches(tmp_path: Path, runner: Runner) -> None:
    batches = nation.write(tmp_path / "nation", 10_000, most=4_000)
    known = Registry.load(DEMO)
    ours = answered(known, batches, runner)
    assert sum(len(rows) for rows, _missing in ours) == 10_000
    assert ours == answered(known, batches, start("duckdb"))


def test_places_with_other_values_are_computed_apart(tmp_path: Path, runner: Runner) -> None:
    raws = families(5, 40)
    for number, raw in enumerate(raws):
        raw["division"] = ("140502100", "140502101")[number % 2]
    own = DatedValue("allowance_standard", ON, 1500, "测试", division="140502101")
    compared(tmp_path / "snapshot", raws, registry(5).adding([own]), runner)


def number(value: int | None) -> Any:
    return literal(value, Kind.NUMBER)


LARGE = 9 * 10**18
ODD: dict[str, tuple[Callable[[Any], Any], int | None]] = {
    "drops the rest": (lambda one: divided(one + 6, number(2)), 3),
    "drops it below zero too": (lambda one: divided(one - 8, number(2)), -3),
    "keeps every digit": (lambda one: divided(one + LARGE, one), LARGE + 1),
    "of no parts": (lambda one: divided(one, one - 1), None),
    "of no parts, downwards": (lambda one: divided_down(one, one - 1), None),
    "downwards": (lambda one: divided_down(one - 8, number(2)), -4),
    "of a flag": (lambda one: divided(one, (one > 1).cast("int64")), None),
    "64 bits of small numbers": (lambda one: ibis.ifelse(one > 0, number(3), number(5)) * number(10**9), 3 * 10**9),
    "the least passes over nothing": (lambda one: ibis.least(one, number(None)), 1),
    "the greatest passes over nothing": (lambda one: ibis.greatest(number(None), one), 1),
    "a sum with nothing in it": (lambda one: one + number(None), None),
    "a flag as a number": (lambda one: (one > 0).cast("int64"), 1),
    "false and nothing": (lambda one: ((one > 1) & (number(None) > 0)).cast("int64"), 0),
    "true and nothing": (lambda one: ((one > 0) & (number(None) > 0)).cast("int64"), None),
    "true or nothing": (lambda one: ((one > 0) | (number(None) > 0)).cast("int64"), 1),
}


def one_row(folder: Path) -> Batch:
    """A batch whose only rows are households 1 in `supports`; the other tables are empty."""
    (batch,) = snapshot.write(folder, [(1, facts.read(families(1, 1)[0]))])
    columns = {name: pa.array([1], pa.int64()) for name in COLUMNS[SUPPORTS]}
    pq.write_table(pa.table(columns), batch.file(SUPPORTS))
    return batch


def calculated(engine: Runner, batch: Batch, formulas: dict[str, Callable[[Any], Any]]) -> list[Any]:
    one = ibis.table(dict.fromkeys(COLUMNS[SUPPORTS], "int64"), name=SUPPORTS)
    asked = one.select(**{f"c{place}": formula(one.household) for place, formula in enumerate(formulas.values())})
    (row,) = engine.answered(batch, batch.divisions, Script((), engine.said(asked), ())).to_pylist()
    return list(row.values())


def test_what_engines_do_otherwise_is_the_same_in_both(tmp_path: Path, runner: Runner) -> None:
    batch, formulas = one_row(tmp_path / "snapshot"), {name: formula for name, (formula, _gives) in ODD.items()}
    wanted = {name: gives for name, (_formula, gives) in ODD.items()}
    for engine in (start("duckdb"), runner):
        assert dict(zip(ODD, calculated(engine, batch, formulas), strict=True)) == wanted


def test_what_leaves_64_bits_is_an_error_in_both(tmp_path: Path, runner: Runner) -> None:
    batch = one_row(tmp_path / "snapshot")
    for engine in (start("duckdb"), runner):
        with pytest.raises(Exception, match=r"(?i)overflow"):
            calculated(engine, batch, {"too large": lambda one: (one + LARGE) * number(10)})
