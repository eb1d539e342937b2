"""Writing many rows at once by COPY: what a calculation over a district gives, not what a person enters."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def copy_in(model: type[Model], rows: Sequence[Model]) -> None:
    """Write unsaved rows of a model by one COPY; the database gives their keys, which stay unknown here."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as stream:
        for row in rows:
            stream.write_row([_written(field, row) for field in fields])


def _written(field: Any, row: Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
