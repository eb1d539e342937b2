"""Spark computes the same statements (extra `doudi[spark]`, needs Java 17); loaded by its name in `run`, only when asked for.

Where Spark has a mind of its own: its `/` is a double, so `divide` becomes DIV; ANSI mode, without which a sum that
overflows goes on wrong, takes a division by nought for an error, so the divisor is nothing there.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import sqlglot
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col
from sqlglot import exp

from doudi.engine.cells import Kind
from doudi.engine.scripts import NotHere, Runner, Script, widened
from doudi.engine.snapshot import Batch
from doudi.engine.tables import COLUMNS, HOUSEHOLDS, kind_of

TYPES: Mapping[Kind, str] = {Kind.NUMBER: "BIGINT", Kind.DAY: "BIGINT", Kind.FLAG: "BOOLEAN", Kind.CODE: "STRING"}
HERE: Mapping[str, str] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.log.level": "ERROR",
    "spark.sql.warehouse.dir": str(
        Path(tempfile.gettempdir()) / "doudi-spark"
    ),  # stays empty; else it lies where we stand
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
SESSION: Mapping[str, str] = {
    "spark.sql.adaptive.enabled": "false",  # a batch is small: planning it anew after each step costs more than it gains
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "2",
}


def start() -> Runner:
    """A session of its own on two cores of this machine. Errors: NotHere without Java."""
    home = os.environ.get("JAVA_HOME", "")
    if not shutil.which(str(Path(home) / "bin" / "java") if home else "java"):
        raise NotHere("Spark 需要 Java 17：请安装（Debian：apt-get install openjdk-17-jre-headless）后再试")
    builder = SparkSession.builder.master("local[2]").appName("doudi")
    for name, value in HERE.items():
        builder = builder.config(name, value)
    return Spark(builder.getOrCreate().newSession())


class Spark:
    """A Spark session, whose views are its own."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        for name, value in SESSION.items():
            session.conf.set(name, value)

    def said(self, expression: Any) -> str:
        """An Ibis expression as a statement of Spark."""
        found = widened(sqlglot.parse_one(str(ibis.to_sql(expression, dialect="pyspark")), read="pyspark"))
        for word in reversed(list(found.find_all(exp.Anonymous, exp.Mod))):  # the innermost first
            if isinstance(word, exp.Mod):
                word.set("expression", _unless_nought(word.expression))
            elif word.name.lower() == "divide":
                whole, parts = word.expressions
                word.replace(exp.paren(exp.IntDiv(this=exp.paren(whole), expression=_unless_nought(parts))))
        return found.sql("spark")

    def answered(self, batch: Batch, divisions: tuple[str, ...], script: Script) -> pa.Table:
        """The answers of the batch's households in these divisions; a table that is read twice is kept meanwhile."""
        for name in COLUMNS:
            self._rows(batch, name, divisions).createOrReplaceTempView(name)
        kept = []
        for place, (name, statement) in enumerate(script.tables):
            rows = self._session.sql(statement)
            later = [*(each for _name, each in script.tables[place + 1 :]), script.answers]
            if sum(f"`{name}`" in each for each in later) > 1:
                kept.append(rows.persist())
            rows.createOrReplaceTempView(name)
        try:
            return self._session.sql(script.answers).toArrow()
        finally:
            for rows in kept:
                rows.unpersist()

    def _rows(self, batch: Batch, table: str, divisions: tuple[str, ...]) -> DataFrame:
        """A table of a batch; only the households of these divisions where others live there too."""
        rows = self._read(batch, table)
        if divisions == batch.divisions:
            return rows
        here = self._read(batch, HOUSEHOLDS).filter(col("division").isin(*divisions)).select("household")
        return rows.join(here, "household", "left_semi")

    def _read(self, batch: Batch, table: str) -> DataFrame:
        columns = ", ".join(f"{name} {TYPES[kind_of(name)]}" for name in COLUMNS[table])
        return self._session.read.schema(columns).parquet(str(batch.file(table)))


def _unless_nought(parts: exp.Expr) -> exp.Expr:
    """A divisor that is nothing where it is nought; one that is written out stays bare."""
    written = parts.unnest()
    if isinstance(written, exp.Cast) and isinstance(written.this, exp.Literal):
        return parts
    return exp.func("NULLIF", parts.copy(), exp.cast(exp.Literal.number(0), "BIGINT"))
