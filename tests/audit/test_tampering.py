"""A superuser writes past the triggers: whatever is changed is found, and the entry is named."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from doudi.audit.actions import close_day
from doudi.audit.checking import verify
from doudi.audit.models import Entry

pytestmark = pytest.mark.django_db
CHAINS = {f"case/DB-{number}": 3 + number % 4 for number in range(8)}
# For each column: another value of the same kind, as little different as the column allows.
CHANGES = {
    "chain": "overlay(chain placing 'X' from length(chain))",
    "number": "number + 100",
    "at": "at + interval '1 microsecond'",
    "on": '"on" + 1',
    "actor_number": "actor_number || ' '",
    "actor_name": "overlay(actor_name placing '方' from 2)",
    "post": "overlay(post placing 'T' from 1)",
    "verb": "overlay(verb placing 'C' from 1)",
    "object_kind": "''",
    "object_key": "object_key || '1'",
    "town": "''",
    "facts": "jsonb_set(facts, '{version}', '3')",
    "previous": "overlay(previous placing (case when left(previous, 1) = '0' then '1' else '0' end) from 1)",
    "hash": "overlay(hash placing (case when left(hash, 1) = '0' then '1' else '0' end) from 1)",
}


@pytest.fixture(autouse=True)
def _a_log(write: Callable[..., Entry]) -> Iterator[None]:
    for day in range(2):
        for chain, length in CHAINS.items():
            for _ in range(length - 1 if day == 0 else 1):
                write(chain)
        close_day(on=date(2026, 11, 2 + day), at=datetime(2026, 11, 2, 15, 55, tzinfo=UTC) + timedelta(days=day))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # what waits for the commit keeps tables from being altered
        for table in ("audit_entry", "audit_digest", "audit_head"):
            cursor.execute(f"alter table {table} disable trigger never_changed")
        yield


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def found() -> set[tuple[str, int, str]]:
    return {(fault.chain, fault.number, fault.code) for fault in verify().broken}


def test_all_columns_are_tried() -> None:
    assert set(CHANGES) == {field.column for field in Entry._meta.concrete_fields}


@pytest.mark.parametrize("column", CHANGES)
def test_change_of_any_column_of_random_entries_is_found_and_named(column: str) -> None:
    rows = list(Entry.objects.values_list("chain", "number"))
    for chain, number in random.Random(column).sample(rows, 15):
        mark = transaction.savepoint()
        execute(
            f'update audit_entry set "{column}" = {CHANGES[column]} where chain = %s and number = %s', chain, number
        )
        assert (chain, number) in {(name, at) for name, at, _ in found()}
        transaction.savepoint_rollback(mark)
    assert found() == set()


def test_deleted_entry() -> None:
    execute("delete from audit_entry where chain = 'case/DB-3' and number = 2")
    assert found() == {("case/DB-3", 2, "missing")}


def test_inserted_entry_with_the_rest_renumbered() -> None:
    execute("update audit_entry set number = number + 1 where chain = 'case/DB-3' and number = 6")
    execute(
        'insert into audit_entry select chain, 6, at, "on", actor_number, actor_name, post, verb, object_kind,'
        " object_key, town, facts, previous, hash from audit_entry where chain = 'case/DB-3' and number = 5"
    )
    assert found() == {("case/DB-3", 6, "changed")}


def test_swapped_entries() -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        execute("update audit_entry set number = %s where chain = 'case/DB-3' and number = %s", new, old)
    assert found() == {("case/DB-3", 2, "changed")}


def test_cut_tail_is_found_by_the_digest() -> None:
    execute("delete from audit_entry where chain = 'case/DB-3' and number > 4")
    assert found() == {("case/DB-3", 5, "cut")}


def test_cut_tail_with_the_last_digest_cut_too_is_found_by_the_one_before() -> None:
    execute("delete from audit_head where digest_id = 2")
    execute("delete from audit_digest where number = 2")
    execute("delete from audit_entry where chain = 'case/DB-3' and number > 4")
    assert found() == {("case/DB-3", 5, "cut")}


def test_vanished_chain() -> None:
    execute("delete from audit_entry where chain = 'case/DB-3'")
    assert found() == {("case/DB-3", 1, "cut")}


@pytest.mark.parametrize(
    "change",
    [
        "update audit_digest set at = at + interval '1 microsecond' where number = 1",
        'update audit_digest set "on" = "on" - 1 where number = 1',
        "update audit_digest set signature = overlay(signature placing 'f0' from 1) where number = 1",
        "update audit_digest set hash = overlay(hash placing 'zz' from 1) where number = 1",
        "update audit_head set number = number - 1 where digest_id = 1 and chain = 'case/DB-3'",
        "update audit_head set hash = overlay(hash placing 'zz' from 1) where digest_id = 1 and chain = 'case/DB-3'",
        "delete from audit_head where digest_id = 1 and chain = 'case/DB-3'",
        "update audit_head set digest_id = 2 where digest_id = 1 and chain = 'case/DB-3'",
    ],
)
def test_changed_digest_is_named(change: str) -> None:
    execute(change)
    assert ("digest", 1) in {(chain, number) for chain, number, _ in found()}


@pytest.mark.parametrize(
    "value",
    [
        "at = 'infinity'",
        "at = '12026-11-02'",
        "\"on\" = 'infinity'",
        "facts = '1e400'",
        "facts = '[1.5]'",
        "facts = 'null'",
    ],
)
def test_values_that_python_cannot_hold_are_found_not_stumbled_over(value: str) -> None:
    execute(f"update audit_entry set {value} where chain = 'case/DB-3' and number = 2")
    assert found() == {("case/DB-3", 2, "changed")}
