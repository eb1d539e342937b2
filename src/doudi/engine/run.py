"""Runs the rules over a snapshot in DuckDB, batch by batch: flat memory, progress, and a place to go on from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import ibis
import pyarrow as pa

from doudi.engine.binding import bind
from doudi.engine.snapshot import Batch
from doudi.engine.stages import stages
from doudi.engine.tables import COLUMNS, HOUSEHOLDS, Shape
from doudi.law.ops import Value
from doudi.law.parameters import Registry


@dataclass(frozen=True)
class Answers:
    """The answers of one batch's households in some divisions: a row a household, sums in cents.

    A row that isn't `is_known` depends on parameters without a value, all of which are in `missing`.
    """

    batch: Batch
    divisions: tuple[str, ...]
    rows: pa.Table
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """The statements of a program for one batch; the last one is the question for the answers."""

    tables: tuple[tuple[str, str], ...]
    answers: str
    missing: tuple[str, ...]


class Engine:
    """DuckDB with a limit of memory; keeps the statements of each shape and set of parameters."""

    def __init__(self, registry: Registry, on: date, *, memory: str = "1500MB", threads: int = 2) -> None:
        self._registry = registry
        self._on = on
        self._scripts: dict[tuple[Shape, int], Script] = {}
        self._sets: list[dict[str, Value]] = []
        self._database = duckdb.connect(config={"memory_limit": memory, "threads": threads})
        self._database.execute("SET preserve_insertion_order = false")
        self._database.execute("SET error_on_division_by_zero = false")  # a household without members gets nothing

    def run(self, batches: Sequence[Batch]) -> Iterator[Answers]:
        """The answers of every batch, in order."""
        for batch in batches:
            for number, divisions in self._alike(batch).items():
                yield self._answered(batch, number, tuple(divisions))

    def _alike(self, batch: Batch) -> dict[int, list[str]]:
        """The divisions of a batch by their set of parameters."""
        found: dict[int, list[str]] = {}
        for division in batch.divisions:
            flat = dict(self._registry.in_force(self._on, division, batch.area).flat)
            if flat not in self._sets:
                self._sets.append(flat)
            found.setdefault(self._sets.index(flat), []).append(division)
        return found

    def _script(self, shape: Shape, number: int) -> Script:
        if (shape, number) not in self._scripts:
            self._scripts[shape, number] = script(shape, self._sets[number], self._on)
        return self._scripts[shape, number]

    def _answered(self, batch: Batch, number: int, divisions: tuple[str, ...]) -> Answers:
        script_ = self._script(batch.shape, number)
        for name in COLUMNS:
            self._view(batch, name, divisions)
        for name, statement in script_.tables:
            self._database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")
        rows = self._database.sql(script_.answers).to_arrow_table()
        return Answers(batch, divisions, rows, script_.missing)

    def _view(self, batch: Batch, table: str, divisions: tuple[str, ...]) -> None:
        """A table of a batch; only the households of these divisions where others live there too."""
        rows = self._database.read_parquet(str(batch.file(table)))
        if divisions != batch.divisions:
            places = [duckdb.ConstantExpression(division) for division in divisions]
            households = self._database.read_parquet(str(batch.file(HOUSEHOLDS)))
            here = households.filter(duckdb.ColumnExpression("division").isin(*places))
            rows = rows.join(here.select("household"), "household", how="semi")
        rows.create_view(table, replace=True)


def script(shape: Shape, parameters: dict[str, Value], on: date) -> Script:
    """The statements for households of one shape by one set of parameters on a day."""
    program = bind(shape, parameters, on)
    *tables, answers = [(each.name, ibis.to_sql(each.expression, dialect="duckdb")) for each in stages(program)]
    return Script(tuple(tables), answers[1], program.missing)
