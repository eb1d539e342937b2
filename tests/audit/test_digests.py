"""日结: one digest a day, binding every chain that has grown."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from doudi.audit import queries
from doudi.audit.actions import close_day
from doudi.audit.checking import verify
from doudi.audit.models import Digest, Entry, Head
from doudi.vault.crypto import keyring
from doudi.vault.keys import Purpose

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 2, 15, 55, tzinfo=UTC)


def close(day: int) -> Digest:
    return close_day(on=date(2026, 11, 2) + timedelta(days=day), at=EVENING + timedelta(days=day))


def heads(digest: Digest) -> list[tuple[str, int]]:
    return list(Head.objects.filter(digest=digest).order_by("chain").values_list("chain", "number"))


def test_digest_holds_the_chains_that_have_grown(write: Callable[..., Entry]) -> None:
    write(), write(), write("case/DB-2")
    assert heads(first := close(0)) == [("case/DB-1", 2), ("case/DB-2", 1)]
    write("case/DB-2"), write("case/DB-3")
    assert heads(second := close(1)) == [("case/DB-2", 2), ("case/DB-3", 1)]
    assert heads(third := close(2)) == []
    assert [digest.number for digest in (first, second, third)] == [1, 2, 3]
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert verify().as_dict() == {
        "ok": True, "chains": 3, "entries": 5, "digests": 3, "undigested": 0, "broken": [],
    }  # fmt: skip


def test_same_day_closed_twice_is_one_digest(write: Callable[..., Entry]) -> None:
    write()
    assert close(0) == close(0)
    write()
    assert heads(close(0)) == [("case/DB-1", 1)]
    assert verify().undigested == 1
    assert heads(close(1)) == [("case/DB-1", 2)]
    assert queries.last_digest() == Digest.objects.get(number=2)


def test_day_before_a_closed_one_is_refused() -> None:
    close(2)
    with pytest.raises(ValueError, match="a day after 2026-11-03 is closed already"):
        close(1)


def test_statements_do_not_grow_with_the_log(write: Callable[..., Entry], django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        write(f"case/DB-{number}")
    with django_assert_max_num_queries(7):  # two of them the savepoint of a test within a transaction
        close(0)


def test_new_signing_key_and_the_old_one_both_hold(write: Callable[..., Entry]) -> None:
    write()
    first = close(0)
    keyring().add(Purpose.LOG_SIGNING)
    write()
    second = close(1)
    assert first.key != second.key
    assert verify().is_whole


def test_digest_under_a_key_that_is_not_ours_is_named(write: Callable[..., Entry]) -> None:
    write()
    close(0)
    (keyring().folder / "log-signing-0001.key").unlink()
    keyring().add(Purpose.LOG_SIGNING)
    assert [(fault.chain, fault.number, fault.code) for fault in verify().broken] == [("digest", 1, "unknown_key")]
