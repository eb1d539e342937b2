"""The zip layer of a workbook: its directory checked first, then each part unpacked within its declared size.

Nothing here trusts a declared figure twice: a part that unpacks to more than its entry says, overlaps another, or is
described differently in its own header is refused. So every parser behind sees the same parts that were checked.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from doudi.payments.ledger.refusal import BROKEN, LOCKED, TOO_LARGE, LedgerFileError

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 500
TOO_MANY = f"工作簿里的文件超过 {MAX_ENTRIES} 个，不是正常的台账"
MAX_DIRECTORY = 128 * 1024
MAX_UNPACKED = 64 * MEGABYTE
MAX_RATIO = 100
RATIO_FROM = MEGABYTE
FEED = 64 * 1024
CHUNK = MEGABYTE

END = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
HEADER = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = 0, 8
SEALED = 0x1 | 0x40 | 0x2000
SIZES_FOLLOW = 0x8
UNSAID = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside the archive."""

    name: str
    raw_name: bytes
    method: int
    flags: int
    crc: int
    packed: int
    unpacked: int
    offset: int


def parts(content: bytes) -> list[Part]:
    """The archive's directory, checked before anything is unpacked. Errors: LedgerFileError."""
    count, start, end = _end_record(content)
    found: list[Part] = []
    at = start
    while at < end:
        part, at = _entry(content, at, end)
        found.append(part)
        if len(found) > MAX_ENTRIES:
            raise LedgerFileError(TOO_MANY)
    if len(found) != count:
        raise LedgerFileError(BROKEN)
    _sizes(content, found)
    _places(found, start)
    return found


def _end_record(content: bytes) -> tuple[int, int, int]:
    """Entries, start and end of the directory; the record must be the file's last bytes, so that no parser finds another."""
    at = len(content) - END.size
    if at < 0:
        raise LedgerFileError(BROKEN)
    mark, disk, first_disk, _, count, size, start, comment = END.unpack_from(content, at)
    if (mark, disk, first_disk, comment, start + size) != (b"PK\5\6", 0, 0, 0, at):
        raise LedgerFileError(BROKEN)
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise LedgerFileError(TOO_MANY)
    return count, start, at


def _entry(content: bytes, at: int, end: int) -> tuple[Part, int]:
    if at + ENTRY.size > end:
        raise LedgerFileError(BROKEN)
    mark, _, _, flags, method, _, _, crc, packed, unpacked, name, extra, note, _, _, _, offset = ENTRY.unpack_from(
        content, at
    )
    following = at + ENTRY.size + name + extra + note
    if mark != b"PK\1\2" or following > end:
        raise LedgerFileError(BROKEN)
    raw = content[at + ENTRY.size : at + ENTRY.size + name]
    return Part(_readable(raw), raw, method, flags, crc, packed, unpacked, offset), following


def _readable(raw: bytes) -> str:
    name = raw.decode("utf-8", errors="replace")
    if "\\" in name or "\0" in name or name.startswith("/") or ".." in name.split("/"):
        raise LedgerFileError(BROKEN)
    return name


def _sizes(content: bytes, found: list[Part]) -> None:
    if any(part.flags & SEALED for part in found):
        raise LedgerFileError(LOCKED)
    if _is_bomb(content, found):
        raise LedgerFileError(TOO_LARGE)
    if any(part.method not in {STORED, DEFLATED} for part in found):
        raise LedgerFileError(BROKEN)


def _is_bomb(content: bytes, found: list[Part]) -> bool:
    """Whether it would unpack to too much: as a whole, beside its own size, or one part beside its packed bytes."""
    total = sum(part.unpacked for part in found)
    if total > MAX_UNPACKED or total > max(MAX_RATIO * len(content), RATIO_FROM):
        return True
    return any(part.unpacked > RATIO_FROM and part.unpacked > MAX_RATIO * part.packed for part in found)


def _places(found: list[Part], directory: int) -> None:
    """Each part has a place of its own: no name twice, no two parts in the same bytes, nothing before the first."""
    if len({part.name.lower() for part in found}) != len(found):
        raise LedgerFileError(BROKEN)
    ordered = sorted(found, key=lambda part: part.offset)
    if not ordered or ordered[0].offset or _overlap(ordered, directory):
        raise LedgerFileError(BROKEN)


def _overlap(ordered: list[Part], directory: int) -> bool:
    ends = [part.offset + HEADER.size + len(part.raw_name) + part.packed for part in ordered]
    starts = [part.offset for part in ordered[1:]] + [directory]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        return True
    return any(first.offset == second.offset for first, second in pairwise(ordered))


def unpacked(content: bytes, part: Part) -> Iterator[bytes]:
    """The part's bytes, piece by piece, never more than its entry says. Errors: LedgerFileError."""
    start = _body(content, part)
    if start + part.packed > len(content):
        raise LedgerFileError(BROKEN)
    body = memoryview(content)[start : start + part.packed]
    size = crc = 0
    for piece in _stored(body) if part.method == STORED else _inflated(body):
        size += len(piece)
        if size > part.unpacked:
            raise LedgerFileError(TOO_LARGE)
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != part.unpacked or crc != part.crc:
        raise LedgerFileError(BROKEN)


def _body(content: bytes, part: Part) -> int:
    """Where the packed bytes begin; the part's own header must say what the directory says."""
    if part.offset + HEADER.size > len(content):
        raise LedgerFileError(BROKEN)
    mark, _, flags, method, _, _, _, packed, size, name, extra = HEADER.unpack_from(content, part.offset)
    after = part.offset + HEADER.size
    same = (mark, method, content[after : after + name]) == (b"PK\3\4", part.method, part.raw_name)
    told = flags & SIZES_FOLLOW or UNSAID in {packed, size}
    if not same or flags & SEALED or not (told or (packed, size) == (part.packed, part.unpacked)):
        raise LedgerFileError(BROKEN)
    return after + int(name) + int(extra)


def _stored(body: memoryview) -> Iterator[bytes]:
    for at in range(0, len(body), CHUNK):
        yield bytes(body[at : at + CHUNK])


def _inflated(body: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    at = 0
    try:
        for at in range(0, len(body), FEED):
            yield from _pieces(inflater, bytes(body[at : at + FEED]))
            if inflater.eof:
                break
        # A full last piece may leave more in the window; it comes out here, still bounded by the caller's count.
        yield from _left_over(inflater)
    except zlib.error as error:
        raise LedgerFileError(BROKEN) from error
    if not inflater.eof or inflater.unused_data or at + FEED < len(body):
        raise LedgerFileError(BROKEN)


def _pieces(inflater: Any, pending: bytes) -> Iterator[bytes]:
    while pending and not inflater.eof:
        yield inflater.decompress(pending, CHUNK)
        pending = inflater.unconsumed_tail


def _left_over(inflater: Any) -> Iterator[bytes]:
    while not inflater.eof and (rest := inflater.decompress(b"", CHUNK)):
        yield rest
