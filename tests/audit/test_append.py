"""Appending: linked, gapless, in the transaction of the effect, at a constant price."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from doudi.audit import queries
from doudi.audit.actions import OutsideTransactionError
from doudi.audit.checking import verify
from doudi.audit.models import Entry
from doudi.audit.records import NO_HASH, NotPlainError, PersonalValueError, seal


@pytest.mark.django_db
def test_entries_are_numbered_linked_and_sealed(write: Callable[..., Entry]) -> None:
    first, second, other = write(), write(), write("case/DB-2")
    assert [(entry.chain, entry.number) for entry in (first, second, other)] == [
        ("case/DB-1", 1), ("case/DB-1", 2), ("case/DB-2", 1),
    ]  # fmt: skip
    assert (first.previous, second.previous, other.previous) == (NO_HASH, first.hash, NO_HASH)
    assert queries.head_of("case/DB-1") == (2, second.hash)
    for entry in queries.entries_of("case/DB-1"):
        assert entry.hash == seal(queries.as_record(entry))


@pytest.mark.django_db
def test_entry_keeps_everything_said(write: Callable[..., Entry]) -> None:
    write(facts={"papers": ["a", None], "lines": 3})
    entry = Entry.objects.get(chain="case/DB-1", number=1)
    assert (entry.actor_number, entry.actor_name, entry.post) == ("wangfang", "王芳", "town_clerk")
    assert (entry.at, entry.on) == (datetime(2026, 11, 2, 1, 30, tzinfo=UTC), date(2026, 11, 2))
    assert entry.facts == {"papers": ["a", None], "lines": 3}
    assert (entry.town, str(entry)) == ("140502001", "case/DB-1 第 1 条")


@pytest.mark.django_db
@pytest.mark.parametrize("length", [0, 40])
def test_two_statements_whatever_the_length(
    write: Callable[..., Entry], django_assert_num_queries: Any, length: int
) -> None:
    for _ in range(length):
        write()
    with django_assert_num_queries(2):
        write()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"chain": "DB-1"}, ValueError),
        ({"chain": "case/a b"}, ValueError),
        ({"chain": "case/"}, ValueError),
        ({"at": datetime(2026, 11, 2, 9, 30)}, ValueError),  # noqa: DTZ001
        ({"verb": "case.eaten"}, ValueError),
        ({"facts": {"total": 4.5}}, NotPlainError),
        ({"facts": {"note": "140502196207011234"}}, PersonalValueError),
        ({"object_key": "140502196207011234"}, PersonalValueError),
        ({"chain": "person/140502196207011234"}, PersonalValueError),
    ],
)
def test_refused_parts_leave_nothing(
    write: Callable[..., Entry], parts: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        write(**parts)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_refused(write: Callable[..., Entry]) -> None:
    with pytest.raises(OutsideTransactionError, match="in the transaction of its effect"):
        write()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_entry_goes_with_its_effect(write: Callable[..., Entry]) -> None:
    with transaction.atomic():
        write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    with transaction.atomic():
        write()
    assert [entry.number for entry in queries.entries_of("case/DB-1")] == [1, 2]
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_eight_threads_on_one_chain_leave_no_gap(write: Callable[..., Entry]) -> None:
    start = threading.Barrier(8)

    def many(thread: int) -> None:
        try:
            start.wait()
            for turn in range(15):
                with transaction.atomic():
                    write(facts={"thread": thread, "turn": turn})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(many, range(8)))
    entries = queries.entries_of("case/DB-1")
    assert [entry.number for entry in entries] == list(range(1, 121))
    assert len({(entry.facts["thread"], entry.facts["turn"]) for entry in entries}) == 120
    assert verify().is_whole


@pytest.mark.django_db
def test_entry_of_a_town_out_of_sight_is_not_numbered_over(write: Callable[..., Entry], role: Any) -> None:
    write("import/1", town="140502002")
    with role("doudi_web", "140502001"):
        assert not Entry.objects.exists()
        assert write("import/1", town="140502001").number == 2
    assert verify().is_whole


@pytest.mark.django_db
def test_what_others_did_since_is_told_in_their_words(write: Callable[..., Entry]) -> None:
    write(facts={"version": 2, "title": "受理"})
    write(facts={"version": 3, "title": "入户调查", "due": "2026-11-30"})
    assert queries.entries_since_version("case/DB-1", 2) == [
        "11月2日 09:30 王芳 办理了「入户调查」，限 2026-11-30 前办结下一步"
    ]
    assert queries.entries_since_version("case/DB-1", 3) == []
