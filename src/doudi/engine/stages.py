"""A program as tables made one from the other: one Ibis expression a stage, in the order in which they are run.

The tables `households0`, `households2` … and `persons1`, `persons3` … each hold what later stages still read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import ibis

from doudi.engine import cells
from doudi.engine.binding import Formula, Program, Sum, leaves
from doudi.engine.cells import Cell, Kind, number
from doudi.engine.expressions import TYPES, Column, expression, is_there, literal
from doudi.engine.outcome import DECIDED
from doudi.engine.tables import (
    COLUMNS,
    FLOW_CODES,
    FLOWS,
    SUPPORTS,
    TABLE_OF,
    kind_of,
)
from doudi.law.ops import Unset, Value
from doudi.law.rule import Level

KEYS: Mapping[Level, tuple[str, ...]] = {
    Level.HOUSEHOLD: ("household",),
    Level.PERSON: ("household", "person"),
    Level.OBLIGOR: ("household", "obligor"),
}
Table = Any


@dataclass(frozen=True)
class Stage:
    """One table to make: its name and the expression that makes it."""

    name: str
    expression: Table


def stages(program: Program) -> list[Stage]:
    """The tables of a program in order; the last one is the answer: a row a household."""
    return list(_Stages(program).all())


def source(name: str) -> Table:
    """A table of the snapshot."""
    return ibis.table({column: TYPES[kind_of(column)] for column in COLUMNS[name]}, name=name)


def flows_name(kinds: Iterable[str]) -> str:
    """The column that adds up flows of these kinds."""
    return "flows_" + "_".join(str(FLOW_CODES[kind]) for kind in sorted(kinds))


class _Stages:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.made: dict[tuple[Level, int], Table] = {}
        self.last = max([0, *(each.stage for each in program.formulas), *(each.stage for each in program.sums)]) + 1

    def all(self) -> Iterator[Stage]:
        for number_ in range(self.last + 1):
            for level in (Level.HOUSEHOLD,) if number_ % 2 == 0 else (Level.OBLIGOR, Level.PERSON):
                if self._is_needed(level, number_):
                    yield self._stage(level, number_)
        yield Stage("answers", self._answers())

    def _is_needed(self, level: Level, stage: int) -> bool:
        if level is Level.OBLIGOR:
            return stage == 1 and any(each.of is level for each in self.program.sums)
        return stage < 2 or any(self._formulas(level, stage)) or any(self._entering(level, stage))

    def _stage(self, level: Level, stage: int) -> Stage:
        table = self._started(level) if stage < 2 else self.made[level, self._before(level, stage)]
        table = self._joined(table, level, stage)
        table = _layered(table, self._formulas(level, stage))
        kept = [name for name in table.columns if name in self._wanted(level, stage)]
        name = f"{TABLE_OF[level]}{stage}"
        table = table.select(*KEYS[level], *kept)
        self.made[level, stage] = ibis.table(table.schema(), name=name)
        return Stage(name, table)

    def _before(self, level: Level, stage: int) -> int:
        return max(number_ for of, number_ in self.made if of is level and number_ < stage)

    def _started(self, level: Level) -> Table:
        table = source(TABLE_OF[level])
        names = [name for name in table.columns if name in self._read(level)]
        return table.select(*KEYS[level], *names)

    def _joined(self, table: Table, level: Level, stage: int) -> Table:
        """The table with what comes to its rows in this stage: sums from below, or what the household gave."""
        if level is Level.HOUSEHOLD:
            for of in (Level.PERSON, Level.OBLIGOR):
                table = self._with_sums(table, of, stage)
            return table
        table = self._with_household(table, level, stage)
        return _left(table, self._person_sums(), "person") if level is Level.PERSON and stage == 1 else table

    def _with_household(self, table: Table, level: Level, stage: int) -> Table:
        wanted = self._wanted(level, stage - 1) - {*table.columns}
        above = self.made[Level.HOUSEHOLD, self._before(Level.HOUSEHOLD, stage)]
        names = [name for name in above.columns if name in wanted and name != "household"]
        return table.join(above.select("household", *names), "household") if names else table

    def _with_sums(self, table: Table, of: Level, stage: int) -> Table:
        sums = [each for each in self._entering(Level.HOUSEHOLD, stage) if each.of is of]
        if not sums:
            return table
        below = self.made[of, stage - 1]
        added = below.group_by("household").aggregate(**{each.name: _sum(each.cell, below) for each in sums})
        return table.join(added, "household") if of is Level.PERSON else _left(table, [added], "household")

    def _person_sums(self) -> Iterator[Table]:
        """What flows, jobs and obligors give each person."""
        flows = _layered(source(FLOWS), self._formulas(Level.JOB, 1))
        sums = {**_flow_sums(flows, self._leaves()), **self._job_sums(flows)}
        if sums:
            yield flows.group_by("person").aggregate(**sums)
        fees = [each for each in self.program.sums if each.of is Level.OBLIGOR and each.to is Level.PERSON]
        if fees:
            rows = self.made[Level.OBLIGOR, 1].join(source(SUPPORTS).drop("household"), "obligor")
            yield rows.group_by("person").aggregate(**{each.name: _sum(each.cell, rows) for each in fees})

    def _job_sums(self, flows: Table) -> dict[str, Column]:
        """A flow with the month in which it began is a job."""
        jobs = [each for each in self.program.sums if each.of is Level.JOB]
        is_job = flows.since.notnull()
        return {each.name: _whole(ibis.ifelse(is_job, _expression(each.cell, flows), 0).sum()) for each in jobs}

    def _answers(self) -> Table:
        above = self.made[Level.HOUSEHOLD, self._before(Level.HOUSEHOLD, self.last + 1)]
        values = {name: _output(value, above) for name, value in self.program.outputs.items()}
        known = [is_there(values[name]) for name in DECIDED if _may_be_unknown(self.program.outputs[name])]
        return above.select("household", **values, is_known=reduce(and_, known, ibis.literal(True)))

    def _formulas(self, level: Level, stage: int) -> list[Formula]:
        return [each for each in self.program.formulas if each.level is level and each.stage == stage]

    def _entering(self, level: Level, stage: int) -> list[Sum]:
        return [each for each in self.program.sums if each.to is level is Level.HOUSEHOLD and each.stage + 1 == stage]

    def _leaves(self) -> Iterator[Cell]:
        for cell in [each.cell for each in self.program.formulas] + [each.cell for each in self.program.sums]:
            yield from leaves(cell)

    def _read(self, level: Level) -> set[str]:
        return {_name(leaf) for leaf in self._leaves() if leaf.level is level} | self._given_out(level)

    def _given_out(self, level: Level) -> set[str]:
        if level is not Level.HOUSEHOLD:
            return set()
        return {
            leaf.detail for value in self.program.outputs.values() if isinstance(value, Cell) for leaf in leaves(value)
        }

    def _wanted(self, level: Level, stage: int) -> set[str]:
        """The columns of a level's table that anything after this stage reads; the household's where its own rows do."""
        later = [(each.level, each.cell) for each in self.program.formulas if each.stage > stage]
        later += [(each.of, each.cell) for each in self.program.sums if each.stage >= stage]
        read = {_name(leaf) for of, cell in later for leaf in leaves(cell) if level in (leaf.level, of)}
        return read | self._given_out(level)


def _name(leaf: Cell) -> str:
    return flows_name(leaf.detail) if leaf.word == "flows" else str(leaf.detail)


def _flow_sums(flows: Table, wanted: Iterable[Cell]) -> dict[str, Column]:
    kinds = {leaf.detail for leaf in wanted if leaf.word == "flows"}
    codes = {flows_name(each): [FLOW_CODES[kind] for kind in sorted(each)] for each in kinds}
    return {name: _whole(ibis.ifelse(flows.kind.isin(codes[name]), flows.a_year, 0).sum()) for name in sorted(codes)}


def _layered(table: Table, formulas: list[Formula]) -> Table:
    """The formulas of a stage, those that read others of the same stage after them."""
    depth: dict[str, int] = {}
    for each in formulas:
        depth[each.name] = max((depth.get(_name(leaf), -1) for leaf in leaves(each.cell)), default=-1) + 1
    for layer in range(max(depth.values(), default=-1) + 1):
        now = {each.name: each.cell for each in formulas if depth[each.name] == layer}
        table = table.mutate(**{name: _expression(cell, table) for name, cell in now.items()})
    return table


def _expression(cell: Cell, table: Table) -> Column:
    return expression(cell, lambda leaf: table[_name(leaf)])


def _sum(cell: Cell, table: Table) -> Column:
    """A sum over rows; one row that is unknown makes it so."""
    value = _expression(number(cell), table)
    added = _whole(value.sum())
    return ibis.ifelse(is_there(value).all(), added, ibis.null("int64")) if cell.may_be_unknown else added


def _whole(added: Column) -> Column:
    """DuckDB adds up in 128 bits; every sum of money fits into 64."""
    return added.cast("decimal(38, 0)").cast("int64")


def _left(table: Table, others: Iterable[Table], key: str) -> Table:
    """The table with the sums of others, nought where there is no row; what is unknown there stays so."""
    for other in others:
        names = [name for name in other.columns if name != key]
        joined = table.left_join(other.mutate(has_rows=True), key)
        none = joined.has_rows.isnull()
        table = joined.select(*table.columns, **{name: ibis.ifelse(none, 0, joined[name]) for name in names})
    return table


def _may_be_unknown(value: Value) -> bool:
    return isinstance(value, Unset) or (isinstance(value, Cell) and value.may_be_unknown)


def _output(value: Value, table: Table) -> Column:
    if isinstance(value, Cell):
        return _expression(value, table)
    if isinstance(value, Unset):
        return literal(None, Kind.NUMBER)
    cell = cells.literal(value)
    return literal(cell.detail, cell.kind)
