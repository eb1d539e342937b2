"""Issuing in tests: the golden family's papers by name, under the owner or a web role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from doudi.law.papers import PaperKind
from doudi.papers.actions import issue, store
from doudi.papers.models import Paper, StoredFile
from doudi.papers.uploads import JPEG, CleanFile
from papers.samples import ALL

TOWN, VILLAGE = "140502100", "140502100008"
OTHER_TOWN, OTHER_VILLAGE = "140502001", "140502001001"
CASE = "DB-140502100-2026-0001"
DAY = date(2026, 11, 2)


def issued(kind: PaperKind = PaperKind.ACCEPTANCE_NOTICE, **changes: Any) -> Paper:
    """One paper of the sample content."""
    on = changes.pop("on", DAY)
    sides: dict[str, Any] = {
        "kind": kind, "office_code": TOWN, "office_name": "北石店镇", "on": on,
        "at": datetime(on.year, on.month, on.day, 1, tzinfo=UTC), "object_kind": "case", "object_key": CASE,
        "town": TOWN, "village": VILLAGE, "content": ALL[kind], "by_login": "clerk", "by_name": "秦海峰",
    }  # fmt: skip
    return issue(**{**sides, **changes})


def kept(body: bytes = b"pixels", **changes: Any) -> StoredFile:
    """One stored photo."""
    sides: dict[str, Any] = {
        "clean": CleanFile("公示栏.jpg", JPEG, body), "object_kind": "case", "object_key": CASE, "label": "公示栏照片",
        "town": TOWN, "village": VILLAGE, "on": DAY, "at": datetime(2026, 11, 2, 1, tzinfo=UTC), "by_login": "clerk",
    }  # fmt: skip
    return store(**{**sides, **changes})


@contextmanager
def seeing(areas: str, role: str = "doudi_web") -> Iterator[None]:
    """A transaction under a web role that sees these areas."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('doudi.areas', %s, true), set_config('role', %s, true)", [areas, role])
        yield
        with connection.cursor() as cursor:
            cursor.execute("reset role")
