"""DuckDB computes: in this process, within a limit of memory."""

from typing import Any

import duckdb
import pyarrow as pa
from ibis.backends.sql import compilers

from doudi.engine.scripts import Runner, Script, widened
from doudi.engine.snapshot import Batch
from doudi.engine.tables import COLUMNS, HOUSEHOLDS

COMPILER = compilers.duckdb.compiler


def start() -> Runner:
    """A database in memory, by itself."""
    return Duck()


class Duck:
    """DuckDB with a limit of memory."""

    def __init__(self, *, memory: str = "1500MB", threads: int = 2) -> None:
        self._database = duckdb.connect(config={"memory_limit": memory, "threads": threads})
        self._database.execute("SET preserve_insertion_order = false")
        self._database.execute("SET error_on_division_by_zero = false")  # a household without members gets nothing

    def said(self, expression: Any) -> str:
        """An Ibis expression as a statement of DuckDB."""
        return widened(COMPILER.to_sqlglot(expression.unbind())).sql("duckdb")

    def answered(self, batch: Batch, divisions: tuple[str, ...], script: Script) -> pa.Table:
        """The answers of the batch's households in these divisions."""
        for name in COLUMNS:
            self._view(batch, name, divisions)
        for name, statement in script.tables:
            self._database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")
        return self._database.sql(script.answers).to_arrow_table()

    def _view(self, batch: Batch, table: str, divisions: tuple[str, ...]) -> None:
        """A table of a batch; only the households of these divisions where others live there too."""
        rows = self._database.read_parquet(str(batch.file(table)))
        if divisions != batch.divisions:
            places = [duckdb.ConstantExpression(division) for division in divisions]
            households = self._database.read_parquet(str(batch.file(HOUSEHOLDS)))
            here = households.filter(duckdb.ColumnExpression("division").isin(*places))
            rows = rows.join(here.select("household"), "household", how="semi")
        rows.create_view(table, replace=True)
