"""Speed of the rules over tables beside a hand-written statement of the same rules (`make bench`).

`DOUDI_NATION` says how many households (4,300,000 for ten million persons); its files are about 110 MB a million.
"""

import json
import os
import resource
import statistics
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bench import nation
from bench.test_bench import report
from doudi.engine.run import Answers, Engine, start
from doudi.engine.scripts import Runner
from doudi.engine.snapshot import Batch
from doudi.engine.tables import FLOWS, HOUSEHOLDS, OBLIGORS, PERSONS, SUPPORTS
from doudi.law.assess import assess
from doudi.law.facts import read
from doudi.law.parameters import DEMO, Registry
from sparking import spark

pytestmark = pytest.mark.slow
ON = date(2026, 11, 2)
GOLDEN = Path("tests/data/golden/1-granted.json")
NATION = int(os.environ.get("DOUDI_NATION", "430000"))
BATCH = 200_000
FILES = {HOUSEHOLDS: "household_file", PERSONS: "persons_file", FLOWS: "flows_file", OBLIGORS: "obligors_file",
         SUPPORTS: "supports_file"}  # fmt: skip


@pytest.fixture
def rival() -> duckdb.DuckDBPyConnection:
    """DuckDB with the same limits, for the statement written by hand."""
    found = duckdb.connect(config={"memory_limit": "1500MB", "threads": 2})
    found.execute("SET preserve_insertion_order = false; SET error_on_division_by_zero = false")
    return found


def shown(database: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> None:
    for table, view in FILES.items():
        database.read_parquet([str(batch.file(table)) for batch in batches]).create_view(view, replace=True)


def test_bench_the_rules_over_a_nation(tmp_path: Path, rival: duckdb.DuckDBPyConnection) -> None:
    batches = nation.write(tmp_path / "nation", NATION, most=BATCH)
    engine = Engine(Registry.load(DEMO), ON)
    first = next(iter(engine.run(batches[:1])))  # the statements are built once
    started = time.perf_counter()
    households = sum(len(answers.rows) for answers in engine.run(batches))
    ours = time.perf_counter() - started
    started = time.perf_counter()
    for batch in batches:
        shown(rival, [batch])
        rival.sql(nation.RIVAL).to_arrow_table()
    by_hand = time.perf_counter() - started
    shown(rival, batches)
    started = time.perf_counter()
    rival.execute(nation.COLUMNS_READ).fetchall()
    reading = time.perf_counter() - started
    persons, flows = _rows(rival, "persons_file"), _rows(rival, "flows_file")
    report(
        "rules over tables", households=households, persons=persons, flows=flows, seconds=round(ours, 2), by_hand=round(by_hand, 2),
        ratio=round(ours / by_hand, 2), aim="1.5 at most", reading=round(reading, 2),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )  # fmt: skip
    shown(rival, batches[:1])
    theirs = rival.sql(nation.RIVAL).to_arrow_table()
    assert households == NATION
    assert _differences(rival, first.rows, theirs) == 0


def _rows(database: duckdb.DuckDBPyConnection, view: str) -> int:
    return int(database.table(view).count("*").fetchall()[0][0])


def _differences(database: duckdb.DuckDBPyConnection, ours: object, theirs: object) -> int:
    """How many households the two statements answer otherwise."""
    database.register("ours", ours)
    database.register("theirs", theirs)
    found = database.sql(
        "SELECT count(*) FROM ours FULL JOIN theirs USING (household) WHERE ours.outcome IS DISTINCT FROM theirs.outcome"
        " OR ours.base IS DISTINCT FROM theirs.base OR ours.supplement_paid IS DISTINCT FROM theirs.supplement_paid"
        " OR ours.people IS DISTINCT FROM theirs.people OR ours.head_income IS DISTINCT FROM theirs.head_income"
    ).fetchall()
    return int(found[0][0])


def test_bench_the_cost_of_a_household_is_flat(tmp_path: Path) -> None:
    engine, costs = Engine(Registry.load(DEMO), ON), []
    for number, households in enumerate((BATCH, NATION)):
        batches = nation.write(tmp_path / str(number), households, most=BATCH)
        list(engine.run(batches[:1]))
        started = time.perf_counter()
        answered = sum(len(answers.rows) for answers in engine.run(batches))
        costs.append((time.perf_counter() - started) / answered * 1e6)
    report("a household, from few to many", microseconds=[round(cost, 2) for cost in costs], aim="within a fifth")


def test_bench_one_household_with_its_working() -> None:
    registry, facts = Registry.load(DEMO), read(json.loads(GOLDEN.read_text("utf-8")))
    times = []
    for _ in range(300):
        started = time.perf_counter()
        assess(facts, registry).as_dict()
        times.append((time.perf_counter() - started) * 1000)
    report("one household, all lines", ms=round(statistics.median(times), 3), aim="2 at most")


def test_bench_spark_beside_duckdb(tmp_path: Path) -> None:
    """The same households by both engines, cold (a machine of Java just started, statements made) and warm, the best of two."""
    batches = nation.write(tmp_path / "nation", NATION, most=BATCH)
    started = time.perf_counter()
    runner = spark()
    starting = time.perf_counter() - started
    cold, first, theirs = _timed(start("duckdb"), batches)
    spark_cold, spark_first, ours = _timed(runner, batches)
    report(
        "rules over tables, Spark beside DuckDB", households=sum(len(each.rows) for each in ours), starting=round(starting, 1),
        duckdb_cold=round(cold, 1), spark_cold=round(spark_cold, 1), ratio_cold=round(spark_cold / cold, 1),
        duckdb=round(first, 2), spark=round(spark_first, 2), ratio=round(spark_first / first, 1),
    )  # fmt: skip
    for one, other in zip(ours, theirs, strict=True):
        assert one.rows.sort_by("household").equals(other.rows.sort_by("household"))


def _timed(runner: Runner, batches: Sequence[Batch]) -> tuple[float, float, list[Answers]]:
    """Seconds of the first time over all batches, and of the quicker of two later ones; the answers."""
    engine, times, answers = Engine(Registry.load(DEMO), ON, runner=runner), [], []
    for _ in range(3):
        started = time.perf_counter()
        answers = list(engine.run(batches))
        times.append(time.perf_counter() - started)
    return times[0], min(times[1:]), answers
