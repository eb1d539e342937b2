"""Binds the rules to tables: asks every rule that the outcome needs once, with formulas in place of numbers.

What comes out is a program: formulas in stages. An even stage works on households, an odd one on obligors and persons;
a sum goes from an odd stage to the next even one, and what a household gave is joined to its persons one stage later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from doudi.engine import tables
from doudi.engine.cells import Cell, Kind, combine, number, within
from doudi.engine.outcome import OUTPUTS, RULES
from doudi.engine.tables import FLOW_KINDS, Shape, column_of
from doudi.engine.words import learn
from doudi.law.columns import given
from doudi.law.ops import Unset, Value, merged
from doudi.law.rule import BOOK, Level, Plan, Planned, Reach, in_force, plan, turning_day

ENTERS: Mapping[Reach, Level] = {
    Reach.PERSONS: Level.PERSON,
    Reach.JOBS: Level.JOB,
    Reach.OBLIGORS: Level.OBLIGOR,
}
TIERS: Mapping[str, Callable[..., Value]] = {
    "tier_amount": tables.tier_amount,
    "tier_is_known": tables.tier_is_known,
}
LISTS = ("supplements",)  # a rule goes through them, so it can't begin without
learn()


def rules(on: date) -> Plan:
    """The rules of the law in the editions of a day, with the order of the outcome."""
    return _plan(turning_day(BOOK, on))


@cache
def _plan(day: date) -> Plan:
    return plan({**in_force(BOOK, day), **RULES}, {**given(), "tier_is_known": Level.HOUSEHOLD})


class BindingError(Exception):
    """The rules ask for an order of work that the stages don't have."""


@dataclass(frozen=True)
class Formula:
    """One column to compute: its name, the level and the stage in which it is computed."""

    name: str
    level: Level
    stage: int
    cell: Cell


@dataclass(frozen=True)
class Sum:
    """One column that adds up `cell` over the rows of a lower level; `stage` is the one of these rows."""

    name: str
    of: Level
    to: Level
    stage: int
    cell: Cell


@dataclass(frozen=True)
class Program:
    """All that is to be computed for the households of one shape, with one set of parameters, on one day."""

    formulas: tuple[Formula, ...]
    sums: tuple[Sum, ...]
    outputs: Mapping[str, Value]
    missing: tuple[str, ...]


def bind(shape: Shape, parameters: Mapping[str, Value], on: date) -> Program:
    """The program of a shape; `missing` names the parameters without a value that some outcome may depend on."""
    binder = _Binder({**parameters, **tables.known(shape, on)}, on)
    outputs = {name: binder.value(name) for name in OUTPUTS}
    made = {each.name: each.cell for each in binder.formulas} | {each.name: each.cell for each in binder.sums}
    read = _read_for(outputs, made)
    formulas = tuple(each for each in binder.formulas if each.name in read)
    sums = tuple(each for each in binder.sums if each.name in read)
    return Program(formulas, sums, outputs, _missing(formulas, outputs))


def _missing(formulas: Iterable[Formula], outputs: Mapping[str, Value]) -> tuple[str, ...]:
    unset = [each.detail for formula in formulas for each in within(formula.cell) if each.word == "unknown"]
    whole = merged(*outputs.values()).names
    return tuple(dict.fromkeys([*whole, *(name for names in unset for name in names)]))


def _read_for(outputs: Mapping[str, Value], made: Mapping[str, Cell]) -> set[str]:
    """The names of all columns that the outputs rest on."""
    found: set[str] = set()
    waiting = [value for value in outputs.values() if isinstance(value, Cell)]
    while waiting:
        names = {leaf.detail for leaf in leaves(waiting.pop()) if leaf.word == "column"} - found
        found |= names
        waiting += [made[name] for name in names if name in made]
    return found


def leaves(cell: Cell) -> Iterator[Cell]:
    """The columns (and sums of flows) that a formula reads; one that is used twice comes once."""
    return (one for one in within(cell) if one.word in ("column", "flows"))


def merged_flows(cell: Cell) -> Cell:
    """A sum of sums of flows as one sum over their kinds."""
    if cell.word != "plus":
        return cell
    one, other = (merged_flows(each) for each in cell.inside)
    apart = one.word == other.word == "flows" and not one.detail & other.detail
    return Cell(Level.PERSON, "flows", detail=one.detail | other.detail, places=one.places) if apart else cell


@dataclass
class _Binder:
    """Keeps what each name gave, and in which stage its column is there."""

    known: dict[str, Value]
    on: date
    formulas: list[Formula] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    stages: dict[str, int] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """What a name gives on its own level: a plain value where that is known, else a column."""
        if name not in self.known:
            rule = rules(self.on).get(name)
            self.known[name] = self._ruled(name, rule) if rule else self._fact(name)
        return self.known[name]

    def _fact(self, name: str) -> Value:
        if name in TIERS:
            return TIERS[name](self.known["allowance_tiers"])
        if name in FLOW_KINDS:
            return tables.flow(name)
        level = given()[name]
        return tables.job_facts(self.on)[name] if level is Level.JOB else column_of(name, level)

    def _ruled(self, name: str, rule: Planned) -> Value:
        arguments = [self._reached(need, reach, rule.level) for need, reach in rule.arguments]
        lists = [value for (need, _reach), value in zip(rule.arguments, arguments, strict=True) if need in LISTS]
        unset = [value for value in lists if isinstance(value, Unset)]
        result = unset[0] if unset else rule.function(*arguments)
        if isinstance(result, Mapping):
            return {key: self._kept(f"{name}__{key}", rule.level, each) for key, each in result.items()}
        return self._kept(name, rule.level, result)

    def _reached(self, name: str, reach: Reach, level: Level) -> Value:
        value = self.value(name)
        return self._summed(name, value, ENTERS[reach], level) if reach in ENTERS else value

    def _kept(self, name: str, level: Level, result: Value) -> Value:
        """A formula as a column of its own; what already is one, or adds up flows, stays as it is."""
        if not isinstance(result, Cell):
            return result
        cell = merged_flows(result)
        if cell.word in ("column", "flows") and cell.level is level:
            return cell
        self.stages[name] = stage = self._stage(cell, level)
        self.formulas.append(Formula(name, level, stage, cell))
        return replace(cell, level=level, word="column", inside=(), detail=name)

    def _summed(self, name: str, value: Value, of: Level, to: Level) -> Value:
        if isinstance(value, Unset) or not (isinstance(value, Cell) or value):
            return value or 0
        cell, column = number(value), f"{name}_per_{to.value}"
        if column not in self.stages:
            stage = self._stage(cell, of)
            self.sums.append(Sum(column, of, to, stage, cell))
            self.stages[column] = stage + 1 if to is Level.HOUSEHOLD else stage
        added = replace(cell, level=to, word="column", inside=(), detail=column)
        return replace(added, floor=self._floor(name, value, of, to)) if cell.may_be_unknown else added

    def _floor(self, name: str, value: Value, of: Level, to: Level) -> Value:
        """How many flags are certain, beside some that aren't."""
        if not isinstance(value, Cell) or value.kind is not Kind.FLAG:
            return None
        return self._summed(
            f"{name}_certain", replace(combine("is_certain", value, kind=Kind.FLAG), may_be_unknown=False), of, to
        )

    def _stage(self, cell: Cell, level: Level) -> int:
        least = 0 if level is Level.HOUSEHOLD else 1
        stage = max((self._there(each, level) for each in leaves(cell)), default=least)
        if level in (Level.JOB, Level.OBLIGOR) and stage > 1:
            raise BindingError(f"a rule of each {level.value} can't wait for its household's persons")
        return max(stage, least)

    def _there(self, leaf: Cell, level: Level) -> int:
        """The first stage in which a row of a level can read a column; one of the own level or of the household."""
        if leaf.level not in (level, Level.HOUSEHOLD):
            raise BindingError(f"a row of {level.value} can't read {leaf.detail}")
        own = self.stages.get(leaf.detail, 0 if leaf.level is Level.HOUSEHOLD else 1) if leaf.word == "column" else 1
        return own if leaf.level is level else own + 1
