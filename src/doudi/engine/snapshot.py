"""Writes the facts of many households to Parquet, in batches that are alike: one place, one shape, so many households.

A batch is a folder with one file a table; `batch.json` says what is in it and is written last, so that a batch without it
isn't there. Nothing that names a person is written: surrogate keys, coded facts and sums (N6).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.engine.cells import Kind
from doudi.engine.tables import (
    CENTS,
    COLUMNS,
    FLOW_CODES,
    FLOWS,
    HOUSEHOLDS,
    OBLIGORS,
    PERSONS,
    SUPPORTS,
    Shape,
    column_of,
    kind_of,
)
from doudi.law.columns import rows
from doudi.law.facts import Facts, FactsError, Person
from doudi.law.rule import Level, Row

MOST = 200_000  # households of one batch: about half a million persons, computed in some hundred MB
ARROW: Mapping[Kind, pa.DataType] = {
    Kind.NUMBER: pa.int64(), Kind.DAY: pa.int64(), Kind.FLAG: pa.bool_(), Kind.CODE: pa.string()
}  # fmt: skip
MOST_ROWS = 1000  # persons or obligors of one household at most, by which their keys are told apart
DESCRIPTION = "batch.json"
Record = dict[str, Any]


class SnapshotError(ValueError):
    """What lies in a snapshot's folder isn't one; the sentence names the file."""


@dataclass(frozen=True)
class Batch:
    """Households of one district (six digits) and area and of one shape; `divisions` are the places they live in."""

    folder: Path
    district: str
    area: str
    shape: Shape
    divisions: tuple[str, ...]
    households: int

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / f"{table}.parquet"


def write(folder: Path, households: Iterable[tuple[int, Facts]], *, most: int = MOST) -> list[Batch]:
    """Write a snapshot of households by their surrogate keys into an empty folder; memory holds one batch a shape.

    Raises FactsError for facts with parameters of their own, and FileExistsError where something is in the folder.
    """
    folder.mkdir(parents=True)
    open_: dict[tuple[str, str, Shape], _Open] = {}
    done: list[Batch] = []
    for key, facts in households:
        kind = (facts.division[:6], facts.area, shape_of(facts))
        batch = open_.setdefault(kind, _Open())
        batch.add(key, facts)
        if len(batch.tables[HOUSEHOLDS]) == most:
            done.append(open_.pop(kind).written(folder / f"{len(done):05d}", *kind))
    for kind, batch in open_.items():
        done.append(batch.written(folder / f"{len(done):05d}", *kind))
    return done


def read(folder: Path) -> list[Batch]:
    """The batches of a snapshot, in their order; one that was cut off while it was written is left out.

    Raises SnapshotError for a description that can't be read.
    """
    return [_described(file) for file in sorted(folder.glob(f"*/{DESCRIPTION}"))]


def _described(file: Path) -> Batch:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        shape, divisions = Shape(**told.pop("shape")), tuple(told.pop("divisions"))
        return Batch(folder=file.parent, shape=shape, divisions=divisions, **told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise SnapshotError(f"{file}：说明文件已损坏（{problem}）") from problem


def check(batch: Batch) -> None:
    """Whether every table of a batch is there with its columns. Errors: SnapshotError."""
    for name, columns in COLUMNS.items():
        file = batch.file(name)
        try:
            there = set(pq.read_schema(file).names)
        except (OSError, ValueError) as problem:
            raise SnapshotError(f"{file}：文件缺失或已损坏") from problem
        if lost := [column for column in columns if column not in there]:
            raise SnapshotError(f"{file}：缺少 {'、'.join(lost)} 列")


def shape_of(facts: Facts) -> Shape:
    """What of these facts is decided before any row is read. Errors: FactsError for parameters of their own."""
    if facts.parameters:
        raise FactsError("parameters", "批量测算不能带本户自定的参数，请单独测算")
    is_single = facts.programme == "subsistence_allowance" and facts.apply_as == "single_person"
    return Shape(facts.programme, is_single, facts.grace is not None)


class _Open:
    """A batch that is being filled."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Record]] = {name: [] for name in COLUMNS}
        self.divisions: set[str] = set()

    def add(self, key: int, facts: Facts) -> None:
        known = rows(facts)
        more = {"household": key, "tier": facts.tier, "grace_since": facts.grace.since if facts.grace else None}
        self._put(HOUSEHOLDS, known, Level.HOUSEHOLD, more | {"division": facts.division})
        self.divisions.add(facts.division)
        keys = {id(row): key * MOST_ROWS + number for number, row in enumerate(known.obligors)}
        for row in known.obligors:
            self._put(OBLIGORS, row, Level.OBLIGOR, {"household": key, "obligor": keys[id(row)]})
        for number, (row, person) in enumerate(zip(known.persons, facts.persons, strict=True)):
            here = {"household": key, "person": key * MOST_ROWS + number}
            self._put(PERSONS, row, Level.PERSON, here)
            self.tables[FLOWS] += [{**here, **flow} for flow in _flows(person)]
            self.tables[SUPPORTS] += [{**here, "obligor": keys[id(obligor)]} for obligor in row.obligors]

    def _put(self, table: str, row: Row, level: Level, more: Record) -> None:
        """The facts of a row as they are written; keys, and what isn't a fact of the law, come beside."""
        facts = {name: _written(name, row.values[name], level) for name in COLUMNS[table] if name in row.values}
        self.tables[table].append(facts | more)

    def written(self, folder: Path, district: str, area: str, shape: Shape) -> Batch:
        folder.mkdir()
        batch = Batch(folder, district, area, shape, tuple(sorted(self.divisions)), len(self.tables[HOUSEHOLDS]))
        for name, records in self.tables.items():
            pq.write_table(pa.Table.from_pylist(records, schema=_schema(name)), batch.file(name), compression="zstd")
        told = asdict(batch) | {"divisions": list(batch.divisions)}
        del told["folder"]
        (folder / DESCRIPTION).write_text(json.dumps(told), encoding="utf-8")
        return batch


def _schema(table: str) -> pa.Schema:
    return pa.schema([(name, ARROW[kind_of(name)]) for name in COLUMNS[table]])


def _flows(person: Person) -> Iterator[Record]:
    for what, flows in (("income", person.income), ("spending", person.spending)):
        for flow in flows:
            code, cents = FLOW_CODES[f"{flow.kind}_{what}"], int(flow.a_year * 10**CENTS)
            yield {"kind": code, "a_year": cents, "since": flow.since}


def _written(name: str, value: Any, level: Level) -> Any:
    cell = column_of(name, level)
    if value is None:
        return None
    if isinstance(value, date):
        return value.year * 10000 + value.month * 100 + value.day
    return int(value * 10**cell.places) if cell.kind is Kind.NUMBER else value
