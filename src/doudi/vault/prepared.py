"""A statement that a queryset makes once and that runs again with other values.

Making the SQL of a queryset costs a page more than running it. What every page asks is made once a process, by the
same querysets as elsewhere, so that a condition has one text.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any
from weakref import WeakSet

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Model, QuerySet
from psycopg import Connection
from psycopg import Cursor as RawCursor


class KeptCursor(ServerBindingCursor):
    """A cursor that leaves values to the server, so that it can keep the statement; its text is there for Django's log."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)  # type: ignore[misc]
        return self._query


def planned(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that every page asks: after some askings (`prepare_threshold`) the server keeps it, parsed and
    planned, for the connection. The walls hold: under another role it is planned anew, and the areas are read each time.
    Behind a pooler it keeps none.

    For texts whose plan no value decides: the one kept serves all of them.
    """
    connection.ensure_connection()
    _known(connection.connection)
    kept = KeptCursor(connection.connection)  # type: ignore[call-arg]
    with connection._prepare_cursor(kept) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


_KNOWN: WeakSet[Connection[Any]] = WeakSet()


def _known(raw: Connection[Any]) -> None:
    """Behind a pooler each transaction may have another server process, which keeps other statements under the same names:
    there none is kept. A pooler greets with a number of its own in place of the process's. Asked once a connection."""
    if raw in _KNOWN:
        return
    with RawCursor(raw) as cursor:
        cursor.execute("select pg_backend_pid()", prepare=False)
        pid = cursor.fetchone()
    if not pid or int(pid[0]) != raw.info.backend_pid:
        raw.prepare_threshold = None
    _KNOWN.add(raw)


class Prepared:
    """`make` builds the queryset from stand-ins: values that occur nowhere else in it, one for each name.

    The rows are tuples of what the database gives: for columns that need no reading (numbers, texts, days, moments).
    A value on which the form of the queryset depends can't have a stand-in. Errors: ValueError for one that doesn't stand
    in the statement, unless it is `spare`.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, spare: Sequence[str] = (), **stand_ins: Any) -> None:
        self._make, self._spare, self._stand_ins = make, spare, stand_ins

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it with these values in place of the stand-ins. One statement."""
        _model, sql, params = self._made
        return planned(sql, [values[name] if name else value for name, value in params])

    def instances(self, **values: Any) -> list[Any]:
        """The same as instances, for a queryset of whole rows of its model. One statement."""
        model, *_rest = self._made
        names = [field.attname for field in model._meta.concrete_fields]
        return [model.from_db(connection.alias, names, row) for row in self.rows(**values)]

    @cached_property
    def _made(self) -> tuple[type[Model], str, list[tuple[str, Any]]]:
        """The model, the text, and each of its values with the name of the stand-in that it is, if any."""
        found = self._make(**self._stand_ins)
        sql, params = found.query.sql_with_params()
        named = [(next((name for name, it in self._stand_ins.items() if it == value), ""), value) for value in params]
        if unused := set(self._stand_ins) - {name for name, _value in named} - set(self._spare):
            raise ValueError(f"stand-ins that the statement doesn't use: {sorted(unused)}")
        return found.model, sql, named
