"""Runs the rules over a snapshot, batch by batch: flat memory, progress, and a place to go on from.

What computes is a runner, chosen by its name: DuckDB, or Spark where somebody asks for it (decision 8).
"""

import importlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from doudi.engine.binding import rules
from doudi.engine.scripts import ANSWERS, NotHere, Runner, Script, script
from doudi.engine.snapshot import Batch
from doudi.engine.tables import Shape
from doudi.law.ops import Value
from doudi.law.parameters import Registry
from doudi.law.rule import Plan

# Loaded by name, because PySpark is an extra that few machines have, and slow to load where it is.
RUNNERS: Mapping[str, str] = {"duckdb": "doudi.engine.duck", "spark": "doudi.engine.spark"}
MOST_KEPT = 256  # scripts of some 40 kB
_KEPT: dict[object, tuple[Plan, Script]] = {}


@dataclass(frozen=True)
class Answers:
    """The answers of one batch's households in some divisions: a row a household, sums in cents.

    A row that isn't `is_known` depends on parameters without a value, all of which are in `missing`.
    """

    batch: Batch
    divisions: tuple[str, ...]
    rows: pa.Table
    missing: tuple[str, ...]


def start(name: str) -> Runner:
    """The runner of a name of `RUNNERS`. Errors: NotHere where this machine lacks a part of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PySpark finds our pandas too new; it gets Arrow from us and nothing else
            runner: Runner = importlib.import_module(RUNNERS[name]).start()
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("doudi"):
            raise
        raise NotHere(
            f"没有安装 {name}：请运行 pip install 'doudi[{name}]'（源码目录中：make .venv/{name}）"
        ) from missing
    return runner


def _kept(shape: Shape, parameters: dict[str, Value], on: date, runner: Runner) -> Script:
    """The statements, as this process made them before by the same rules: that takes longer than a district's answers."""
    key, plan = (type(runner), shape, on, repr(sorted(parameters.items()))), rules(on)
    if key not in _KEPT or _KEPT[key][0] is not plan:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = plan, script(shape, parameters, on, runner.said)
    return _KEPT[key][1]


class Engine:
    """Asks a runner; keeps the statements of each shape and set of parameters."""

    def __init__(self, registry: Registry, on: date, *, runner: Runner | None = None) -> None:
        self._registry = registry
        self._on = on
        self._scripts: dict[tuple[Shape, int], Script] = {}
        self._sets: list[dict[str, Value]] = []
        self._runner = runner or start("duckdb")

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
            self._scripts[shape, number] = _kept(shape, self._sets[number], self._on, self._runner)
        return self._scripts[shape, number]

    def _answered(self, batch: Batch, number: int, divisions: tuple[str, ...]) -> Answers:
        script_ = self._script(batch.shape, number)
        rows = self._runner.answered(batch, divisions, script_)
        return Answers(batch, divisions, rows.cast(ANSWERS), script_.missing)
