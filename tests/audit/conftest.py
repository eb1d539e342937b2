"""Shorthand for the log's tests: one entry, one web role, keys of their own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from doudi.audit import Actor
from doudi.audit.actions import append
from doudi.audit.models import Entry
from doudi.audit.verbs import Verb

CLERK = Actor(number="wangfang", name="王芳", post="town_clerk")
AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
ON = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.DOUDI_KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def write() -> Callable[..., Entry]:
    """Append an entry; every part has a default."""

    def written(chain: str = "case/DB-1", **parts: Any) -> Entry:
        entry = {
            "actor": CLERK, "verb": Verb.CASE_STEP_TAKEN, "object_kind": "case", "object_key": "DB-1",
            "facts": {"title": "受理", "due": "2026-11-30", "version": 2}, "at": AT, "on": ON, "town": "140502001",
        }  # fmt: skip
        return append(chain=chain, **{**entry, **parts})

    return written


@pytest.fixture
def role() -> Callable[..., AbstractContextManager[Any]]:
    """Act under a web role with areas, as a web process does for one transaction."""

    @contextmanager
    def acting(name: str, areas: str = "") -> Iterator[Any]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('doudi.areas', %s, true), set_config('role', %s, true)", [areas, name])
            yield cursor
            cursor.execute("reset role")

    return acting
