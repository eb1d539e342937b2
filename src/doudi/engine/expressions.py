"""Formulas as Ibis expressions over the columns of a table; DuckDB and Spark get the same ones."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
from ibis.expr import datatypes as dt

from doudi.engine.cells import Cell, Kind

TYPES: Mapping[Kind, str] = {Kind.NUMBER: "int64", Kind.FLAG: "boolean", Kind.CODE: "string", Kind.DAY: "int64"}
Column = Any


@ibis.udf.scalar.builtin(name="divide", signature=((dt.int64, dt.int64), dt.int64))  # type: ignore[untyped-decorator]
def divided(_whole: int, _parts: int) -> int:  # type: ignore[empty-body]
    """Whole numbers divided, what is left over dropped; Ibis's own division goes by way of a double."""


def divided_down(whole: Column, parts: Column) -> Column:
    """The same, downwards also below zero; `parts` is positive."""
    return divided(whole - ((whole % parts) + parts) % parts, parts)


def is_there(value: Column) -> Column:
    """Whether there is a value; a flag is asked as a number, since `NOT a IS NULL` means something else."""
    return (value.cast("int64") if value.type().is_boolean() else value).notnull()


WORDS: Mapping[str, Callable[..., Column]] = {
    "as_number": lambda flag: flag.cast("int64"),
    "plus": lambda one, other: one + other,
    "minus": lambda one, other: one - other,
    "times": lambda one, other: one * other,
    "divided": divided,
    "divided_down": divided_down,
    "is_zero": lambda value: value == 0,
    "below": lambda one, other: one < other,
    "is_there": is_there,
    "is_certain": lambda flag: ibis.coalesce(flag, False),
    "is_known": lambda value: ibis.ifelse(is_there(value), ibis.literal(True), ibis.null("boolean")),
    "or_else": ibis.coalesce,
    "not": lambda flag: ~flag,
    "any": lambda *flags: reduce(or_, flags),
    "all": lambda *flags: reduce(and_, flags),
    "if": ibis.ifelse,
    "least": ibis.least,
    "greatest": ibis.greatest,
}


def _open_choice(flag: Column, then: Column, otherwise: Column) -> Column:
    alike = ibis.ifelse(then == otherwise, then, ibis.null())
    return ibis.ifelse(is_there(flag), ibis.ifelse(flag, then, otherwise), alike)


def _all_known(word: Callable[..., Column]) -> Callable[..., Column]:
    def build(*values: Column) -> Column:
        return ibis.ifelse(reduce(and_, [is_there(value) for value in values]), word(*values), ibis.null())

    return build


# Where a value may be nothing because a parameter has none: what DuckDB would otherwise pass over stays nothing.
OPEN_WORDS: Mapping[str, Callable[..., Column]] = {
    **WORDS,
    "times": lambda one, other: ibis.ifelse((one == 0) | (other == 0), 0, one * other),
    "if": _open_choice,
    "least": _all_known(ibis.least),
    "greatest": _all_known(ibis.greatest),
}


def literal(value: object, kind: Kind) -> Column:
    """A plain value in its scale; None is an unknown of that kind."""
    return ibis.null(TYPES[kind]) if value is None else ibis.literal(value, type=TYPES[kind])


def expression(cell: Cell, columns: Callable[[Cell], Column]) -> Column:
    """The expression of a formula; `columns` gives the column of a leaf. What is used twice is built once."""
    made: dict[int, Column] = {}

    def build(one: Cell) -> Column:
        if id(one) not in made:
            made[id(one)] = columns(one) if one.word in ("column", "flows") else _word(one, map(build, one.inside))
        return made[id(one)]

    return build(cell)


def _word(cell: Cell, inside: Iterable[Column]) -> Column:
    """One word on what is inside it."""
    values = list(inside)
    if cell.word in ("literal", "unknown"):
        return literal(None if cell.word == "unknown" else cell.detail, cell.kind)
    if cell.word == "one_of":
        return values[0].isin(list(cell.detail))
    if cell.word == "years":
        return divided_down(literal(cell.detail, Kind.NUMBER) - values[0], literal(10000, Kind.NUMBER))
    return (OPEN_WORDS if cell.may_be_unknown else WORDS)[cell.word](*values)
