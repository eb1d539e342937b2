"""Key files outside the database: made on first use, numbered so that they can be changed, never overwritten."""

import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

KEY_BYTES = 32
ID_BYTES = 4


class Purpose(StrEnum):
    """What a key is for; no key serves two purposes."""

    ENCRYPTION = "encryption"
    INDEX = "index"
    LOG_SIGNING = "log-signing"


class KeysError(Exception):
    """A key file is damaged, readable by others, or missing; the text names the file, never the key."""


@dataclass(frozen=True)
class Key:
    """32 secret bytes with a short id that follows from them, so that a wrong key is noticed."""

    purpose: Purpose
    id: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class KeyRing:
    """The keys of one folder."""

    folder: Path

    def active(self, purpose: Purpose) -> Key:
        """The newest key of a purpose, for everything written from now on; made where there is none."""
        if not _load(self.folder, purpose):
            _make(self.folder, purpose, 1)  # the first key bears the first number: of several processes one makes it
            _load.cache_clear()
        return _load(self.folder, purpose)[-1]

    def find(self, purpose: Purpose, key_id: bytes) -> Key | None:
        """The key with an id, of whatever age; None when its file is gone."""
        return self._known(purpose, key_id) or self._known(purpose, key_id, afresh=True)

    def all(self, purpose: Purpose) -> list[Key]:
        """Every key of a purpose on file, the oldest first; none is made."""
        return list(_load(self.folder, purpose))

    def add(self, purpose: Purpose) -> Key:
        """Begin a new key of a purpose; the older ones stay readable until their files are removed.

        Processes that run already go on writing with the key they know, and read what was written with the new one.
        """
        _make(self.folder, purpose, max(_numbers(self.folder, purpose), default=0) + 1)
        _load.cache_clear()
        return _load(self.folder, purpose)[-1]

    def _known(self, purpose: Purpose, key_id: bytes, *, afresh: bool = False) -> Key | None:
        if afresh:  # another process may have begun a key since we looked
            _load.cache_clear()
        return next((key for key in _load(self.folder, purpose) if key.id == key_id), None)


@cache
def _load(folder: Path, purpose: Purpose) -> tuple[Key, ...]:
    return tuple(_read(_path(folder, purpose, number), purpose) for number in _numbers(folder, purpose))


def _path(folder: Path, purpose: Purpose, number: int) -> Path:
    return folder / f"{purpose}-{number:04d}.key"


def _numbers(folder: Path, purpose: Purpose) -> list[int]:
    return sorted(int(path.stem.rpartition("-")[2]) for path in folder.glob(f"{purpose}-[0-9][0-9][0-9][0-9].key"))


def _key(purpose: Purpose, secret: bytes) -> Key:
    return Key(purpose, hmac.digest(secret, f"doudi key id {purpose}".encode(), "sha256")[:ID_BYTES], secret)


def _make(folder: Path, purpose: Purpose, number: int) -> None:
    """Write a new key under its final name at once, or leave the one that another process wrote first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = _key(purpose, secrets.token_bytes(KEY_BYTES))
    temporary = folder / f".{purpose}-{secrets.token_hex(8)}.new"
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"doudi key 1\npurpose {purpose}\nid {key.id.hex()}\nkey {key.secret.hex()}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, _path(folder, purpose, number))
    except FileExistsError:
        pass  # another process was first: its key holds
    finally:
        temporary.unlink()
    with _folder(folder) as handle:
        os.fsync(handle)


@contextmanager
def _folder(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _read(path: Path, purpose: Purpose) -> Key:
    if path.stat().st_mode & 0o077:
        raise KeysError(f"key file {path} can be read by others: its mode must be 0600")
    try:
        fields = dict(line.split(" ", 1) for line in path.read_text("ascii").splitlines())
        key = _key(purpose, bytes.fromhex(fields["key"]))
        whole = fields["doudi"] == "key 1" and fields["purpose"] == purpose and len(key.secret) == KEY_BYTES
    except (ValueError, KeyError) as error:
        raise KeysError(f"key file {path} is damaged") from error
    if not whole or fields["id"] != key.id.hex():
        raise KeysError(f"key file {path} is damaged")
    return key
