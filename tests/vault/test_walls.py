"""The SQL of the second wall, tried on real tables under both web roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from doudi.vault import walls

pytestmark = pytest.mark.django_db

ROWS = [("a", "140502001", "140502001001"), ("b", "140502001", "140502001002"), ("c", "140502002", "140502002001")]


@pytest.fixture
def table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("create table vault_test_row (name text, town text, village text)")
        cursor.executemany("insert into vault_test_row values (%s, %s, %s)", ROWS)
    return "vault_test_row"


def build(statements: walls.Statements) -> None:
    run(statements)


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


@contextmanager
def role(name: str, areas: str | None = None) -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        if areas is not None:
            cursor.execute("select set_config('doudi.areas', %s, true)", [areas])
        cursor.execute("select set_config('role', %s, true)", [name])
        yield cursor
        cursor.execute("reset role")
        cursor.execute("select set_config('doudi.areas', '', true)")


def names(cursor: Any) -> str:
    cursor.execute("select string_agg(name, '' order by name) from vault_test_row")
    return cursor.fetchone()[0] or ""


@pytest.mark.parametrize(
    ("areas", "seen"),
    [
        (None, ""),
        ("", ""),
        ("140502001", "ab"),
        ("140502001002", "b"),
        ("140502002,140502001001", "ac"),
        ("140502", ""),
    ],
)
def test_web_role_sees_its_areas_alone(table: str, areas: str | None, seen: str) -> None:
    build(walls.area_wall(table))
    once = walls.read_once(table)
    for statements in ([], list(once), once.undo):
        run(statements)
        with role(walls.WEB, areas) as cursor:
            assert names(cursor) == seen


def test_areas_read_once_still_refuse_what_is_written_elsewhere(table: str) -> None:
    build(walls.area_wall(table))
    build(walls.read_once(table))
    with role(walls.WEB, "140502001") as cursor:
        cursor.execute("explain update vault_test_row set name = 'x'")
        assert "InitPlan" in "".join(line for (line,) in cursor.fetchall())
        cursor.execute("update vault_test_row set name = name || 'x'")
        assert cursor.rowcount == 2
        cursor.execute("insert into vault_test_row values ('d', '140502001', '')")
    with pytest.raises(ProgrammingError, match="row-level security"), role(walls.WEB, "140502001") as cursor:
        cursor.execute("insert into vault_test_row values ('e', '140502002', '')")


def test_district_role_and_owner_see_all(table: str) -> None:
    build(walls.area_wall(table))
    with role(walls.DISTRICT) as cursor:
        assert names(cursor) == "abc"
    with connection.cursor() as cursor:
        assert names(cursor) == "abc"


def test_town_table_without_villages(table: str) -> None:
    build(walls.area_wall(table, village=False))
    with role(walls.WEB, "140502001002") as cursor:
        assert names(cursor) == ""
    with role(walls.WEB, "140502002") as cursor:
        assert names(cursor) == "c"


@pytest.mark.parametrize(
    "sql",
    [
        "insert into vault_test_row values ('d', '140502002', '140502002001')",
        "update vault_test_row set town = '140502002', village = '140502002001' where name = 'a'",
    ],
)
def test_nothing_is_written_into_another_area(table: str, sql: str) -> None:
    build(walls.area_wall(table))
    with pytest.raises(ProgrammingError, match="row-level security"), role(walls.WEB, "140502001") as cursor:
        cursor.execute(sql)


def test_rows_elsewhere_are_not_reached_by_an_update(table: str) -> None:
    build(walls.area_wall(table))
    with role(walls.WEB, "140502001") as cursor:
        cursor.execute("update vault_test_row set name = 'z' where town = '140502002'")
        assert cursor.rowcount == 0


@pytest.mark.parametrize("name", [walls.WEB, walls.DISTRICT])
def test_only_the_named_writes_are_granted(table: str, name: str) -> None:
    build(walls.area_wall(table, writes=("insert",)))
    for sql in ("update vault_test_row set name = 'z'", "delete from vault_test_row", "truncate vault_test_row"):
        with pytest.raises(ProgrammingError, match="permission denied"), role(name, "140502001") as cursor:
            cursor.execute(sql)


def test_plain_table_is_open_to_both(table: str) -> None:
    build(walls.plain_wall(table, writes=("delete",)))
    with role(walls.WEB) as cursor:
        cursor.execute("delete from vault_test_row where name = 'a'")
        assert names(cursor) == "bc"


@pytest.mark.parametrize("sql", ["update vault_test_row set name = 'z'", "delete from vault_test_row"])
def test_append_only_holds_against_the_owner(table: str, sql: str) -> None:
    build(walls.append_only(table))
    with pytest.raises(ProgrammingError, match="never changed or deleted"), transaction.atomic():
        run([sql])
    with role(walls.WEB) as cursor:
        cursor.execute("insert into vault_test_row values ('d', '', '')")
        assert names(cursor) == "abcd"


def test_walls_can_be_taken_down_in_one_operation(table: str) -> None:
    build(walls.area_wall(table, writes=("insert",)))
    build(walls.append_only(table))
    operation = walls.operation(walls.area_wall(table, writes=("insert",)), walls.append_only(table))
    assert operation.reversible
    run([str(sql) for sql in operation.reverse_sql or ()])
    run(["delete from vault_test_row where name = 'a'"])
    with pytest.raises(ProgrammingError, match="permission denied"), role(walls.WEB, "140502001") as cursor:
        names(cursor)


@pytest.mark.parametrize("name", ["rows; drop table rows", "Rows", "", "r" * 60])
def test_only_table_names_are_taken(name: str) -> None:
    with pytest.raises(ValueError, match="not a table name"):
        walls.plain_wall(name)


def test_only_writes_are_granted() -> None:
    with pytest.raises(ValueError, match="writes of rows"):
        walls.plain_wall("rows", writes=("truncate",))
