"""Rows of several tables by one statement, of one moment, as their models would give them.

A page that shows a case needs rows of a dozen tables. A statement each costs more than the rows do, and between two
statements somebody else may commit; one statement shows one moment. The walls hold in it as in any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import ForeignKey, JSONField, Model

from doudi.vault.fields import EncryptedTextField
from doudi.vault.prepared import planned

if TYPE_CHECKING:
    from django.db.models import Field

Read = Callable[[Any], Any]
# What JSON says of a column's value → the value; kinds that JSON says as Python does have no reader.
READERS: Mapping[str, Read | None] = {
    "DateField": date.fromisoformat, "DateTimeField": datetime.fromisoformat, "DecimalField": Decimal,
    "UUIDField": UUID, **dict.fromkeys((
        "AutoField", "BigAutoField", "BooleanField", "CharField", "IntegerField", "PositiveIntegerField",
        "PositiveSmallIntegerField", "TextField",
    )),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Rows of one model: `where` is an SQL condition with named values, `order` the columns that sort them."""

    model: type[Model]
    where: str
    order: str = "id"


@dataclass(frozen=True)
class _Column:
    name: str
    told: str
    read: Read | None


def together(parts: tuple[tuple[str, Part], ...], values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The rows of each part by its name, sorted, as instances of its model. One statement.

    Errors: TypeError for a model with a kind of column that isn't known here.
    """
    (told,) = planned(_statement(parts), values)
    return {name: _instances(part.model, text) for (name, part), text in zip(parts, told, strict=True)}


@cache
def _statement(parts: tuple[tuple[str, Part], ...]) -> str:
    return f"select {', '.join(_one(part) for _name, part in parts)}"


def _one(part: Part) -> str:
    columns = ", ".join(column.told for column in _columns(part.model))
    table = connection.ops.quote_name(part.model._meta.db_table)
    return f"(select json_agg(json_build_array({columns}) order by {part.order}) from {table} where {part.where})::text"  # noqa: S608


def _instances(model: type[Model], text: str | None) -> list[Any]:
    columns = _columns(model)
    names = [column.name for column in columns]
    return [
        model.from_db(
            connection.alias, names, [_value(column, value) for column, value in zip(columns, row, strict=True)]
        )
        for row in (json.loads(text, parse_float=Decimal) if text else ())
    ]


def _value(column: _Column, value: Any) -> Any:
    return value if value is None or column.read is None else column.read(value)


@cache
def _columns(model: type[Model]) -> tuple[_Column, ...]:
    return tuple(_column(field) for field in model._meta.concrete_fields)


def _column(field: Field[Any, Any]) -> _Column:
    """How a column is told in JSON, and read from it."""
    name = connection.ops.quote_name(str(field.column))
    told, read = name, _reader(field)
    if field.get_internal_type() == "BinaryField":
        told = f"encode({name}, 'hex')"
    elif isinstance(field, JSONField):
        told = f"{name}::text"  # JSON of its own, whose numbers are read as the field reads them
    return _Column(field.attname, told, read)


def _reader(field: Field[Any, Any]) -> Read | None:
    if isinstance(field, ForeignKey):
        return _reader(field.target_field)
    if isinstance(field, EncryptedTextField):
        return lambda told: field.plain(bytes.fromhex(told))
    if isinstance(field, JSONField):
        return lambda told: json.loads(told, cls=field.decoder)
    if isinstance(field, ArrayField):
        return _list_reader(_reader(field.base_field))
    if field.get_internal_type() == "BinaryField":
        return bytes.fromhex
    kind = field.get_internal_type()
    if kind not in READERS:
        raise TypeError(f"{field}: {kind} isn't read together with other tables yet")
    return READERS[kind]


def _list_reader(read: Read | None) -> Read | None:
    return read and (lambda told: [read(each) for each in told])
