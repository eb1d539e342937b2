"""The log under the web roles: they read what they may, add to it, and change nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from doudi.audit.actions import close_day
from doudi.audit.checking import verify
from doudi.audit.models import Digest, Entry, Head

pytestmark = pytest.mark.django_db
ROLES = ["doudi_web", "doudi_web_district"]
TABLES = ["audit_entry", "audit_digest", "audit_head"]


@pytest.fixture(autouse=True)
def _a_log(write: Callable[..., Entry]) -> None:
    write(town="140502001")
    write("case/DB-2", town="140502002")
    write("day/wangfang/2026-11-02", town="")
    close_day(on=date(2026, 11, 2), at=datetime(2026, 11, 2, 15, 55, tzinfo=UTC))


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sql", ["update {} set hash = 'x'", "delete from {}", "truncate {} cascade"])
def test_web_roles_cannot_change_the_log(role: Any, name: str, table: str, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), role(name, "140502001") as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sql", ["update {} set hash = 'x'", "delete from {}"])
def test_even_the_owner_is_stopped_by_a_trigger(role: Any, table: str, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="never changed or deleted"), role("doudi_owner") as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize("name", ROLES)
def test_web_roles_add_entries_and_digests(write: Callable[..., Entry], role: Any, name: str) -> None:
    with role(name, "140502001"):
        assert write(town="140502001").number == 2
        close_day(on=date(2026, 11, 3), at=datetime(2026, 11, 3, 15, 55, tzinfo=UTC))
    assert verify().as_dict() == {
        "ok": True, "chains": 3, "entries": 4, "digests": 2, "undigested": 0, "broken": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "areas", "seen"),
    [
        ("doudi_web", "", ["day/wangfang/2026-11-02"]),
        ("doudi_web", "140502001", ["case/DB-1", "day/wangfang/2026-11-02"]),
        ("doudi_web", "140502001001", ["day/wangfang/2026-11-02"]),
        ("doudi_web_district", "", ["case/DB-1", "case/DB-2", "day/wangfang/2026-11-02"]),
    ],
)
def test_each_sees_the_entries_of_its_areas(role: Any, name: str, areas: str, seen: list[str]) -> None:
    with role(name, areas):
        assert list(Entry.objects.order_by("chain").values_list("chain", flat=True)) == seen


def test_digest_closed_by_a_town_binds_every_chain(write: Callable[..., Entry], role: Any) -> None:
    write("case/DB-2", town="140502002")
    with role("doudi_web", "140502001"):
        close_day(on=date(2026, 11, 3), at=datetime(2026, 11, 3, 15, 55, tzinfo=UTC))
    assert list(Head.objects.filter(digest=2).values_list("chain", "number")) == [("case/DB-2", 2)]


def test_refused_visit_elsewhere_can_be_written_down(write: Callable[..., Entry], role: Any) -> None:
    with role("doudi_web", "140502001"):
        write("day/wangfang/2026-11-02", town="140502002")
    assert Entry.objects.filter(chain="day/wangfang/2026-11-02").count() == 2


def test_effect_falls_with_a_log_that_takes_no_entry(write: Callable[..., Entry], role: Any) -> None:
    with role("doudi_owner") as cursor:
        cursor.execute("revoke insert on audit_entry from doudi_web")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), role("doudi_web"):
        write()
    assert Entry.objects.count() == 3
    assert Digest.objects.count() == 1
