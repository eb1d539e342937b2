"""The export file: JSON lines an inspector can keep, read back without a database and without Django.

header (format, hash, suite, public keys) · digests · entries chain by chain, each chain with its count · end (counts,
SHA-256 of all lines before it). Every line is canonical JSON, so a changed byte is a changed line.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from doudi.audit.records import DIGEST_FIELDS, ENTRY_FIELDS, canonical
from doudi.audit.verifying import FILE, Fault, Report, Verifier
from doudi.vault.signing import public_key_in

FORMAT = "doudi-log-1"
_SHAPES: dict[str, frozenset[str]] = {
    "header": frozenset({"record", "format", "hash", "suite", "public_keys", "made_at"}),
    "digest": frozenset({"record", "hash", "signature", *DIGEST_FIELDS}),
    "entry": frozenset({"record", "hash", *ENTRY_FIELDS}),
    "chain": frozenset({"record", "chain", "entries"}),
    "end": frozenset({"record", "entries", "digests", "sha256"}),
}
# Which entry a line that cannot be read was; what damage leaves nameless, the count after its chain names.
_NAMED = re.compile(rb'"chain":"([^"\\]{1,200})".*?"number":(\d{1,9}),"object_key":')
_WHOLE_NUMBERS = ("number", "entries", "digests")


class NotAnExportError(ValueError):
    """The file is no export of this log; the sentence says why."""


def lines(
    *, suite: str, public_keys: Mapping[str, str], made_at: str, digests: Iterable[Any], entries: Iterable[Any]
) -> Iterator[bytes]:
    """The lines of an export, each with its line feed."""
    total = hashlib.sha256()
    counts = {"digest": 0, "entry": 0}
    header = {"format": FORMAT, "hash": "sm3", "made_at": made_at, "public_keys": dict(public_keys), "suite": suite}
    for record in _records(header, digests, entries):
        if record["record"] in counts:
            counts[record["record"]] += 1
        line = canonical(record) + b"\n"
        total.update(line)
        yield line
    end = {"digests": counts["digest"], "entries": counts["entry"], "record": "end", "sha256": total.hexdigest()}
    yield canonical(end) + b"\n"


def verify(path: Path) -> tuple[Report, dict[str, str]]:
    """Check an export; the report and the public keys (hex → PEM) that the file itself brings.

    Errors: `NotAnExportError`; OSError when the file cannot be read.
    """
    with path.open("rb") as source:
        header = _header(source.readline())
        source.seek(0)
        verifier = Verifier(header["public_keys"])
        _Reading(verifier).of(source)
    return verifier.report(), header["public_keys"]


class _Reading:
    """One pass over the lines of an export."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._total = hashlib.sha256()
        self._counts = {"digest": 0, "entry": 0}
        self._ended = False

    def of(self, source: Iterable[bytes]) -> None:
        number = 0
        for number, line in enumerate(source, start=1):
            record = None if self._ended else _record(line)
            if record is None:
                self._spoiled(number, line)
            elif not self._take(record):
                self._verifier.blame(Fault(FILE, number, "incomplete", "文件的行数或校验和与末行所记不符"))
            self._total.update(line)
        if not self._ended:
            self._verifier.blame(Fault(FILE, number + 1, "incomplete", "文件没有末行，不完整"))

    def _spoiled(self, number: int, line: bytes) -> None:
        text = f"文件第 {number} 行不是导出时的样子"
        self._verifier.blame(Fault(FILE, number, "unreadable", text))
        for entry in () if self._ended else _NAMED.finditer(line):
            self._verifier.blame(Fault(entry[1].decode(errors="replace"), int(entry[2]), "unreadable", text))

    def _take(self, record: dict[str, Any]) -> bool:
        match record["record"]:
            case "digest":
                self._verifier.add_digest(record)
            case "entry":
                self._verifier.add_entry(record)
            case "chain":
                self._verifier.count_chain(record["chain"], record["entries"])
            case "end":
                return self._end(record)
        if record["record"] in self._counts:
            self._counts[record["record"]] += 1
        return True

    def _end(self, record: dict[str, Any]) -> bool:
        self._ended = True
        counted = (self._counts["entry"], self._counts["digest"], self._total.hexdigest())
        return counted == (record["entries"], record["digests"], record["sha256"])


def _records(header: dict[str, Any], digests: Iterable[Any], entries: Iterable[Any]) -> Iterator[dict[str, Any]]:
    yield {"record": "header", **header}
    for digest in digests:
        yield {"record": "digest", **digest}
    chain, held = "", 0
    for entry in entries:
        if entry["chain"] != chain:
            yield from _count(chain, held)
            chain, held = entry["chain"], 0
        held += 1
        yield {"record": "entry", **entry}
    yield from _count(chain, held)


def _count(chain: str, held: int) -> Iterator[dict[str, Any]]:
    if held:
        yield {"record": "chain", "chain": chain, "entries": held}


def _header(line: bytes) -> dict[str, Any]:
    record = _record(line)
    if record is None or record["record"] != "header" or record["format"] != FORMAT:
        raise NotAnExportError(f"不是办理日志的导出文件（首行应为 {FORMAT} 的文件头）")
    keys = record["public_keys"]
    if not isinstance(keys, dict) or any(public_key_in(str(pem)) != key for key, pem in keys.items()):
        raise NotAnExportError("文件头里的公钥读不出")
    return record


def _record(line: bytes) -> dict[str, Any] | None:
    """The record of a line, or None when the line isn't exactly what an export writes."""
    try:
        record = json.loads(line)
        if not isinstance(record, dict) or canonical(record) + b"\n" != line:
            return None
    except (ValueError, RecursionError):
        return None
    shape = _SHAPES.get(str(record.get("record")))
    return record if shape is not None and record.keys() == shape and _typed(record) else None


def _typed(record: Mapping[str, Any]) -> bool:
    """Whether the parts that the checks compare are of their kind."""
    texts = (value for name, value in record.items() if name not in (*_WHOLE_NUMBERS, "facts", "heads", "public_keys"))
    numbers = (record[name] for name in _WHOLE_NUMBERS if name in record)
    return all(isinstance(text, str) for text in texts) and all(type(number) is int for number in numbers)
