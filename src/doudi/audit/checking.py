"""The log in the database, verified and written out as a file."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from doudi.audit import exports, queries
from doudi.audit.records import moment
from doudi.audit.verifying import Report, Verifier
from doudi.vault.crypto import keyring, provider
from doudi.vault.signing import public_keys


def verify() -> Report:
    """Check every chain and digest in the database against the log-signing keys on file."""
    verifier = Verifier(public_keys(keyring()))
    for digest in queries.all_digests():
        verifier.add_digest(digest)
    for entry in queries.all_entries():
        verifier.add_entry(entry)
    return verifier.report()


def export(path: Path, *, at: datetime) -> int:
    """Write the whole log to a file, which appears under its name complete or not at all; the number of lines.

    The digests are read first: entries are never taken back, so all that they bind are among those read later.
    Errors: OSError.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    lines = exports.lines(
        suite=provider().suite,
        public_keys=public_keys(keyring()),
        made_at=moment(at),
        digests=queries.all_digests(),
        entries=queries.all_entries(),
    )
    try:
        written = _write(temporary, lines)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)
    return written


def _write(path: Path, lines: Iterable[bytes]) -> int:
    written = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for line in lines:
            written += out.write(line) > 0
        out.flush()
        os.fsync(out.fileno())
    return written


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
