"""Writes of the log: one entry with the effect it tells of, one digest a day."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from doudi.audit import queries
from doudi.audit.actor import Actor
from doudi.audit.models import Digest, Entry, Head
from doudi.audit.records import ENTRY_FIELDS, NO_HASH, impersonal, plain, seal, signed_text
from doudi.audit.verbs import Verb
from doudi.vault.crypto import keyring
from doudi.vault.signing import Signer

_CHAIN = re.compile(r"[a-z]+(/[^\s/]+)+")
_DIGESTS = 20231130  # the advisory lock of the digests, which are one chain


class OutsideTransactionError(RuntimeError):
    """An entry was to be written outside the transaction of its effect."""


def append(  # noqa: PLR0913  (an entry has that many parts)
    *,
    chain: str,
    actor: Actor,
    verb: Verb,
    object_kind: str,
    object_key: str,
    facts: Mapping[str, Any],
    at: datetime,
    on: date,
    town: str = "",
) -> Entry:
    """Write the next entry of a chain in the transaction of the effect; two statements, whatever the chain's length.

    `chain`: kind/number, such as case/DB-140502001-2026-0001. `facts`: codes, surrogate keys, amounts and days as
    text. `at`: aware. Another writer of the same chain waits until this transaction ends.
    Errors: `OutsideTransactionError`; `ValueError` for a chain without a kind, a naive moment, facts that aren't plain
    (`NotPlainError`) or look like a citizen's number (`PersonalValueError`).
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError(f"{verb}: an entry is written in the transaction of its effect")
    if not _CHAIN.fullmatch(chain):
        raise ValueError(f"not a chain: {chain!r}")
    if at.tzinfo is None:
        raise ValueError("the moment of an entry needs its time zone")
    kept = plain(facts)
    number, previous = _lock_head(impersonal(chain, "chain"))
    entry = Entry(
        chain=chain,
        number=number + 1,
        at=at,
        on=on,
        actor_number=actor.number,
        actor_name=actor.name,
        post=actor.post,
        verb=Verb(verb).value,
        object_kind=object_kind,
        object_key=impersonal(object_key, "object_key"),
        town=town,
        facts=kept,
        previous=previous,
    )
    entry.hash = seal(queries.as_record(entry))
    _insert(entry)
    return entry


# Every page that somebody reads writes one.
_INSERT = """
insert into audit_entry (chain, number, at, "on", actor_number, actor_name, post, verb, object_kind, object_key, town, facts,
    previous, hash)
values (%(chain)s, %(number)s, %(at)s, %(on)s, %(actor_number)s, %(actor_name)s, %(post)s, %(verb)s, %(object_kind)s,
    %(object_key)s, %(town)s, %(facts)s, %(previous)s, %(hash)s)
"""


def _insert(entry: Entry) -> None:
    """As `save(force_insert=True)` does it, at a third of the time."""
    told = {name: getattr(entry, name) for name in (*ENTRY_FIELDS, "hash")}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {**told, "facts": json.dumps(entry.facts)})
    entry._state.adding = False


@transaction.atomic
def close_day(*, on: date, at: datetime) -> Digest:
    """日结: sign how far every chain has come; a day already closed is left as it is and its digest returned.

    Entries of the same day written later go into the next digest. Errors: `ValueError` when a later day is closed
    already.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_DIGESTS])
    last = Digest.objects.order_by("number").last()
    if last and last.on >= on:
        return _closed(on)
    with connection.cursor() as cursor:
        cursor.execute("select chain, number, hash from audit_open_heads()")
        heads = sorted(cursor.fetchall())
    digest = _signed(last, heads, on=on, at=at)
    digest.save(force_insert=True)
    Head.objects.bulk_create(
        [Head(chain=chain, number=number, hash=end, digest=digest) for chain, number, end in heads], batch_size=5000
    )
    return digest


def _lock_head(chain: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select number, hash from audit_lock_head(%s)", [chain])
        return cursor.fetchone() or (0, NO_HASH)


def _closed(on: date) -> Digest:
    found = Digest.objects.filter(on=on).first()
    if found is None:
        raise ValueError(f"a day after {on} is closed already")
    return found


def _signed(last: Digest | None, heads: list[tuple[str, int, str]], *, on: date, at: datetime) -> Digest:
    signer = Signer(keyring())
    digest = Digest(
        number=last.number + 1 if last else 1,
        on=on,
        at=at,
        previous=last.hash if last else NO_HASH,
        key=signer.public_key,
    )
    digest.hash = seal(queries.digest_record(digest, heads))
    digest.signature = signer.sign(signed_text(digest.hash))
    return digest
