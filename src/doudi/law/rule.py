"""The frame of the rules: decorators that put a function into the book, and the evaluator for one household.

The names of a function's arguments are the names of other rules, of facts or of dated parameters: that is the whole
dependency graph. A rule belongs to a level; what lies on a lower level is summed by its name (a flag counts as one).
A rule that changed has editions: each is a function of its own, in force from a day on, and the day picks one.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any, TypedDict, Unpack

from doudi.law.ops import Value

Function = Callable[..., Any]


class Level(StrEnum):
    """What a value belongs to."""

    HOUSEHOLD = "household"
    PERSON = "person"
    JOB = "job"
    OBLIGOR = "obligor"


class Unit(Enum):
    """In what a value is counted, and what is printed behind it; yearly sums are printed by the month."""

    YUAN_A_MONTH = "元/月"
    YUAN_A_YEAR = "元/月（按年累计折算）"
    YUAN = "元"
    PEOPLE = "人"
    COUNT = "个"
    YEARS = "周岁"
    FLAG = ""


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, on which level it works, what it rests on, and how its working is shown.

    `edition_of` names the rule that it takes the place of from `since` on; empty for the first edition.
    """

    name: str
    level: Level
    label: str
    unit: Unit
    function: Function = field(repr=False)
    needs: tuple[str, ...]
    clause: str = ""
    shows: str = ""
    since: date = date.min
    edition_of: str = ""


BOOK: dict[str, Rule] = {}


class RuleError(Exception):
    """A rule that can't be read: its name is taken, or an argument names nothing in its reach."""


class More(TypedDict, total=False):
    """What a rule may say besides: `clause`, what it rests on; `shows`, the working with {names}; for a later edition
    `since`, the day from which it is in force, and `edition_of`, the name of the first edition."""

    clause: str
    shows: str
    since: date
    edition_of: str


def household(label: str, *, unit: Unit, **more: Unpack[More]) -> Callable[[Function], Function]:
    """A rule of the whole household."""
    return _decorator(Level.HOUSEHOLD, label, unit, **more)


def person(label: str, *, unit: Unit, **more: Unpack[More]) -> Callable[[Function], Function]:
    """A rule of each person; a household rule that names it gets the sum."""
    return _decorator(Level.PERSON, label, unit, **more)


def job(label: str, *, unit: Unit, **more: Unpack[More]) -> Callable[[Function], Function]:
    """A rule of each newly taken job; a person's rule that names it gets the sum over that person's jobs."""
    return _decorator(Level.JOB, label, unit, **more)


def obligor(label: str, *, unit: Unit, **more: Unpack[More]) -> Callable[[Function], Function]:
    """A rule of each obligor; a person's rule that names it gets the sum over the obligors of that person."""
    return _decorator(Level.OBLIGOR, label, unit, **more)


def _decorator(level: Level, label: str, unit: Unit, **more: Unpack[More]) -> Callable[[Function], Function]:
    def add(function: Function) -> Function:
        name = function.__name__
        if name in BOOK:
            raise RuleError(f"two rules are called {name}")
        needs = tuple(inspect.signature(function).parameters)
        rule = Rule(name, level, label, unit, function=function, needs=needs, **more)
        if rule.edition_of:
            _refuse_stray(rule)
        BOOK[name] = rule
        return function

    return add


def _refuse_stray(later: Rule) -> None:
    """A later edition stands on the same level and in the same unit, and begins on a day of its own."""
    first = BOOK.get(later.edition_of)
    if first is None or first.edition_of or (first.level, first.unit) != (later.level, later.unit):
        raise RuleError(f"{later.name} is no edition of {later.edition_of}")
    if later.since in {each.since for each in editions(BOOK, first.name)}:
        raise RuleError(f"{later.name}: another edition of {first.name} begins on {later.since}")


def editions(book: Mapping[str, Rule], name: str) -> list[Rule]:
    """Every edition of a rule, the first one first."""
    found = [each for each in book.values() if name in (each.name, each.edition_of)]
    return sorted(found, key=lambda each: each.since)


def turning_day(book: Mapping[str, Rule], on: date) -> date:
    """The last day, up to and with `on`, from which another edition of some rule holds; `date.min` before any does."""
    return max((each.since for each in book.values() if each.since <= on), default=date.min)


def in_force(book: Mapping[str, Rule], on: date) -> dict[str, Rule]:
    """Each rule in the edition of a day, by the name of the first edition, which is what other rules ask for."""
    found: dict[str, Rule] = {}
    for rule in sorted(book.values(), key=lambda each: each.since):
        if rule.since <= on:
            name = rule.edition_of or rule.name
            found[name] = replace(rule, name=name)
    return {name: found[name] for name in book if name in found}


class Reach(Enum):
    """Where a rule finds an argument from its own row."""

    HERE = "here"
    PERSON = "the person of this job"
    HOUSEHOLD = "household"
    PERSONS = "sum over persons"
    JOBS = "sum over jobs"
    OBLIGORS = "sum over obligors"


REACHES: Mapping[tuple[Level, Level], Reach] = {
    (Level.PERSON, Level.HOUSEHOLD): Reach.HOUSEHOLD,
    (Level.JOB, Level.HOUSEHOLD): Reach.HOUSEHOLD,
    (Level.OBLIGOR, Level.HOUSEHOLD): Reach.HOUSEHOLD,
    (Level.JOB, Level.PERSON): Reach.PERSON,
    (Level.PERSON, Level.JOB): Reach.JOBS,
    (Level.PERSON, Level.OBLIGOR): Reach.OBLIGORS,
    (Level.HOUSEHOLD, Level.PERSON): Reach.PERSONS,
    (Level.HOUSEHOLD, Level.OBLIGOR): Reach.OBLIGORS,
} | {(level, level): Reach.HERE for level in Level}


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule with its arguments resolved."""

    function: Function
    level: Level
    arguments: tuple[tuple[str, Reach], ...]
    rule: Rule


Plan = Mapping[str, Planned]


def plan(book: Mapping[str, Rule], given: Mapping[str, Level]) -> Plan:
    """Resolve every argument of every rule (of one edition each: `in_force`); `given` names the facts and parameters with their level.

    Raises RuleError for an argument that names nothing, a name that is both given and a rule, and for rings.
    """
    if both := set(book) & set(given):
        raise RuleError(f"both a rule and given: {sorted(both)}")
    levels = {name: rule.level for name, rule in book.items()} | dict(given)
    _refuse_rings(book)
    return {name: Planned(rule.function, rule.level, _arguments(rule, levels), rule) for name, rule in book.items()}


def _arguments(rule: Rule, levels: Mapping[str, Level]) -> tuple[tuple[str, Reach], ...]:
    found = []
    for name in rule.needs:
        reach = REACHES.get((rule.level, levels[name])) if name in levels else None
        if reach is None:
            raise RuleError(f"{rule.name}: {name} is not in reach")
        found.append((name, reach))
    return tuple(found)


def _refuse_rings(book: Mapping[str, Rule]) -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise RuleError(f"rules turn in a ring: {' → '.join((*path, name))}")
        if name in book and name not in done:
            for need in book[name].needs:
                visit(need, (*path, name))
            done.add(name)

    for name in book:
        visit(name, ())


@dataclass(slots=True)
class Row:
    """One household, person, job or obligor: what is known of it, filled in as rules are asked for."""

    values: dict[str, Value]
    household: "Row | None" = None
    person: "Row | None" = None
    persons: list["Row"] = field(default_factory=list)
    jobs: list["Row"] = field(default_factory=list)
    obligors: list["Row"] = field(default_factory=list)


class Sheet:
    """The calculation of one household: asks rules for values when they are needed, and keeps them."""

    def __init__(self, rules: Plan, household: Row) -> None:
        self._rules = rules
        self.household = household

    def __getitem__(self, name: str) -> Value:
        """The value of a household rule, fact or parameter."""
        return self.value(self.household, name)

    def rule(self, name: str) -> Rule | None:
        """The rule of that name in the edition of this calculation; None for a fact or parameter."""
        planned = self._rules.get(name)
        return planned.rule if planned else None

    def summed(self, name: str) -> Value:
        """The sum of a person's rule over the household."""
        return self._sum(self.household.persons, name)

    def value(self, row: Row, name: str) -> Value:
        """The value of a rule, fact or parameter in a row, computed at the first asking."""
        values = row.values
        if name in values:
            return values[name]
        rule = self._rules[name]
        arguments = []
        for need, reach in rule.arguments:
            place = row if reach is Reach.HERE else self.household if reach is Reach.HOUSEHOLD else None
            if place is None:
                arguments.append(self._gathered(row, need, reach))
            elif need in place.values:
                arguments.append(place.values[need])
            else:
                arguments.append(self.value(place, need))
        result = values[name] = rule.function(*arguments)
        return result

    def _gathered(self, row: Row, name: str, reach: Reach) -> Value:
        if reach is Reach.PERSONS:
            return self._sum(row.persons, name)
        if reach is Reach.JOBS:
            return self._sum(row.jobs, name)
        if reach is Reach.OBLIGORS:
            return self._sum(row.obligors, name)
        return self.value(row.person or row, name)

    def _sum(self, rows: Iterable[Row], name: str) -> Value:
        total: Value = 0
        for row in rows:
            total = total + self.value(row, name)
        return total
