"""The one writing of an entry and of a digest that hashes, signatures and exports are made of; no Django, no database."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes

NO_HASH = "0" * 64
ENTRY_FIELDS = (
    "actor_name", "actor_number", "at", "chain", "facts", "number", "object_key", "object_kind", "on", "post",
    "previous", "town", "verb",
)  # fmt: skip
DIGEST_FIELDS = ("at", "heads", "key", "number", "on", "previous")

# As long as an ID number, a mobile number or a bank account, and standing alone: part of no key, hash or amount.
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![0-9A-Za-z])")
_EXACT = 2**53


class NotPlainError(ValueError):
    """A fact is of a kind that the log doesn't keep (a float, a day that isn't text yet, …); the text says which."""


class PersonalValueError(ValueError):
    """A fact looks like an ID number, a telephone number or an account; the text says where, not what."""


def canonical(value: Any) -> bytes:
    """The one JSON text of a value (RFC 8785 for what `plain` lets through): keys sorted, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def sm3(message: bytes) -> str:
    """SM3 in hex. The log's hash is SM3 whatever suite the fields are encrypted with: one text for all inspectors."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(message)
    return digest.finalize().hex()


def seal(record: Mapping[str, Any]) -> str:
    """The hash of an entry or a digest: SM3 over its canonical text without `hash`, `record` and `signature`."""
    return sm3(canonical({name: value for name, value in record.items() if name not in _OUTSIDE}))


_OUTSIDE = frozenset({"hash", "record", "signature"})


def signed_text(digest_hash: str) -> bytes:
    """What the log-signing key signs of a digest."""
    return f"doudi-digest:{digest_hash}".encode()


def moment(at: datetime) -> str:
    """A moment in UTC with six places: 2026-11-02T01:30:00.000000Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any, path: str = "facts") -> Any:
    """A copy made of text, whole numbers, truth values, None, lists and dictionaries alone.

    Raises `NotPlainError` for anything else (amounts and days are given as text) and `PersonalValueError` for what
    looks like a citizen's number.
    """
    if isinstance(value, Mapping):
        return {_key(name, path): plain(part, f"{path}.{name}") for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part, f"{path}[{at}]") for at, part in enumerate(value)]
    return _plain_scalar(value, path)


def _plain_scalar(value: Any, path: str) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < _EXACT:
        impersonal(str(value), path)
        return int(value)
    if isinstance(value, str):
        return impersonal(str(value), path)
    raise NotPlainError(f"{path}: the log keeps text, whole numbers, truth values, lists; not {type(value).__name__}")


def redacted(text: str) -> str:
    """Free text that somebody typed (a reason, an address asked for), with every citizen's number replaced."""
    return _PERSONAL.sub("〔号码略〕", text.replace("\0", ""))


def impersonal(text: str, path: str) -> str:
    """The text, unless a citizen's number or a character that PostgreSQL or UTF-8 cannot hold stands in it."""
    if _PERSONAL.search(text):
        raise PersonalValueError(f"{path}: looks like an ID number, a telephone number or an account")
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NotPlainError(f"{path}: holds a character that cannot be stored")
    return text


def _key(name: Any, path: str) -> str:
    if not isinstance(name, str) or not name.isascii():
        raise NotPlainError(f"{path}: names of facts are ASCII text")
    return impersonal(str(name), path)
