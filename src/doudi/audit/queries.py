"""Reads of the log: a chain, its head, and the whole of it as the records that are verified and exported."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, cast

from django.db import connection
from django.utils.timezone import localtime

from doudi.audit.models import Digest, Entry, Head
from doudi.audit.records import ENTRY_FIELDS, moment
from doudi.audit.verbs import sentence

# Days and moments as text, and facts unread: what somebody wrote past the product must reach the verifier, not stop it.
_ENTRIES = """
select actor_name, actor_number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), chain, facts::text,
       number, object_key, object_kind, to_char("on", 'YYYY-MM-DD'), post, previous, town, verb, hash
from audit_entry order by chain, number
"""
_DIGESTS = """
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), key, number, to_char("on", 'YYYY-MM-DD'),
       previous, hash, signature
from audit_digest order by number
"""
_CHUNK = 2000


def entries_of(chain: str) -> list[Entry]:
    """The entries of a chain that the reader's role may see, in order."""
    return list(Entry.objects.filter(chain=chain).order_by("number"))


def head_of(chain: str) -> tuple[int, str] | None:
    """Number and hash of the last entry of a chain that the reader's role may see."""
    return Entry.objects.filter(chain=chain).order_by("-number").values_list("number", "hash").first()


def entries_since_version(chain: str, version: int) -> list[str]:
    """What others did since the object had `version`, one Chinese line an entry; for the page of a lost update."""
    rows = Entry.objects.filter(chain=chain, facts__version__gt=version).order_by("number")
    return [told(row) for row in rows]


def told(entry: Entry) -> str:
    """One entry as a line: 11月2日 09:30 王芳 办理了「受理」."""
    at = localtime(entry.at)
    return f"{at.month}月{at.day}日 {at:%H:%M} {entry.actor_name} {sentence(entry.verb, entry.facts)}"


def as_record(entry: Entry) -> dict[str, Any]:
    """An entry as its hash is taken of."""
    row = {name: getattr(entry, name) for name in ENTRY_FIELDS}
    return {**row, "at": moment(entry.at), "on": entry.on.isoformat()}


def digest_record(digest: Digest, heads: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
    """A digest as its hash is taken of; `heads` sorted by chain."""
    row = {name: getattr(digest, name) for name in ("key", "number", "previous")}
    return {**row, "at": moment(digest.at), "heads": heads, "on": digest.on.isoformat()}


def all_entries() -> Iterator[dict[str, Any]]:
    """Every entry as a record with its hash, chain by chain in order, streamed by a cursor of the server."""
    for row in _stream(_ENTRIES):
        record = dict(zip((*ENTRY_FIELDS, "hash"), row, strict=True))
        record["facts"] = _facts(record["facts"])
        yield record


def all_digests() -> Iterator[dict[str, Any]]:
    """Every digest as a record with its heads, hash and signature, in order."""
    heads = groupby(Head.objects.order_by("digest_id", "chain").iterator(_CHUNK), key=lambda head: head.digest_id)
    held, group = next(heads, (None, iter(())))
    for row in _stream(_DIGESTS):
        names = ("at", "key", "number", "on", "previous", "hash", "signature")
        record = dict(zip(names, row, strict=True))
        record["heads"] = []
        if held == record["number"]:
            record["heads"] = sorted([head.chain, head.number, head.hash] for head in group)
            held, group = next(heads, (None, iter(())))
        yield record


def last_digest() -> Digest | None:
    """The newest digest, for the page that closes the day."""
    return Digest.objects.order_by("number").last()


def _stream(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_CHUNK):
            yield from cast(list[tuple[Any, ...]], rows)


def _facts(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
