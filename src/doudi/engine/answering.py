"""The answers of a whole snapshot, kept as Parquet, a file a batch: what lies there already isn't computed again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import compute

from doudi.engine.run import Engine
from doudi.engine.snapshot import Batch
from doudi.law.parameters import Registry

TOLD = b"doudi"  # what a file says of its answers: their day, a hash of the values in force, the parameters missed
SUMS = ("base", "supplement_paid", "care")


@dataclass(frozen=True)
class Answered:
    """A batch's answers in figures: households by outcome, sums in cents a month, and how many are open for want of what."""

    batch: Batch
    outcomes: Mapping[str, int]
    sums: Mapping[str, int]
    open: int
    missing: tuple[str, ...]
    was_there: bool


def answer(
    engine: Engine, registry: Registry, on: date, batches: Sequence[Batch], out: Path | None
) -> Iterator[Answered]:
    """Answer every batch in order; with a folder, into a file of the batch's name, whole or not at all.

    A file that lies there is taken as it is if its day and values are the same; else it is written anew.
    """
    for batch in batches:
        file = out and out / f"{batch.folder.name}.parquet"
        told = {"on": on.isoformat(), "values": _values(registry, on, batch), "households": batch.households}
        there = _there(file, told) if file else None
        rows, missing = there or _computed(engine, batch)
        if file and not there:
            _write(file, rows.replace_schema_metadata({TOLD: json.dumps(told | {"missing": missing})}))
        yield _in_figures(batch, rows, tuple(missing), was_there=there is not None)


def _values(registry: Registry, on: date, batch: Batch) -> str:
    """A hash of all that the batch's divisions have in force."""
    flats = [(division, dict(registry.in_force(on, division, batch.area).flat)) for division in batch.divisions]
    said = repr([(division, sorted(flat.items(), key=lambda each: each[0])) for division, flat in flats])
    return hashlib.sha256(said.encode()).hexdigest()


def _there(file: Path, told: Mapping[str, Any]) -> tuple[pa.Table, list[str]] | None:
    """The answers that lie there with the parameters that they miss; None for none, broken ones, or others' values."""
    try:
        rows = pq.read_table(file)
        said = json.loads(rows.schema.metadata[TOLD])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    missing = said.pop("missing", [])
    return (rows, missing) if said == told else None


def _computed(engine: Engine, batch: Batch) -> tuple[pa.Table, list[str]]:
    parts = list(engine.run([batch]))
    missing = [name for each in parts if not compute.all(each.rows["is_known"]).as_py() for name in each.missing]
    return pa.concat_tables([each.rows for each in parts]), list(dict.fromkeys(missing))


def _write(file: Path, rows: pa.Table) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    pq.write_table(rows, half, compression="zstd")
    half.replace(file)


def _in_figures(batch: Batch, rows: pa.Table, missing: tuple[str, ...], *, was_there: bool) -> Answered:
    known = rows.filter(rows["is_known"])
    counted = compute.value_counts(known["outcome"]).to_pylist()
    outcomes = {each["values"]: each["counts"] for each in counted}
    sums = {name: compute.sum(known[name]).as_py() or 0 for name in SUMS}
    return Answered(batch, outcomes, sums, len(rows) - len(known), missing, was_there)
