"""The second wall: one transaction under a web role that sees the areas set for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from doudi.accounts.acting import Acting


def role_of(acting: Acting | None) -> tuple[str, str]:
    """The database role and the areas of a person; nobody and administrators see no area."""
    if acting is None or acting.post.is_administrator:
        return "doudi_web", ""
    if acting.post.is_district:
        return "doudi_web_district", ""
    return "doudi_web", acting.division


def enter(acting: Acting | None) -> None:
    """Set role and areas for the rest of the transaction (recipe: one statement)."""
    _set(*role_of(acting))


def _set(role: str, areas: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('doudi.areas', %s, true), set_config('role', %s, true)", [areas, role])


@contextmanager
def walled(acting: Acting | None) -> Iterator[None]:
    """A transaction in which only the rows of the person's area exist; inside another, that one's role and areas return."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('role'), coalesce(current_setting('doudi.areas', true), '')")
            role, areas = cursor.fetchone()
        enter(acting)
        yield
        _set(role, areas)
