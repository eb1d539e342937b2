#!/usr/bin/env python3
"""Verify an export of Doudi's log (办理日志) with nothing but Python: keep this file, ask for an export, run it.

    python3 verify_log.py EXPORT [--key PUBLIC.pem] [--json]

It checks that every line is as it was written, every chain of entries from its first to its last, and every daily digest
with the entries it binds; it names the first bad entry of each broken chain. Signatures are handed to the `openssl`
command where there is one. --key names a public key that you got from elsewhere (printed, or kept from last year);
without it the keys in the export itself are used, and shown.

Exit 0: whole. 1: broken. 2: not an export, or it cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]
FORMAT = "doudi-log-1"
NO_HASH = "0" * 64
BATCH = 1024  # lines hashed together
DIGESTS, FILE = "digest", "file"  # names in faults that are no chains of entries
PARTS = {  # of each kind of record, besides its name
    "header": "format hash suite public_keys made_at",
    "digest": "hash signature at heads key number on previous",
    "entry": "hash actor_name actor_number at chain facts number object_key object_kind on post previous town verb",
    "chain": "chain entries",
    "end": "entries digests sha256",
}
SHAPES = {kind: {"record", *parts.split()} for kind, parts in PARTS.items()}
NAMED = re.compile(rb'"chain":"([^"\\]{1,200})".*?"number":(\d{1,9}),"object_key":')
NUMBERS = ("number", "entries", "digests")
NOT_TEXT = (*NUMBERS, "facts", "heads", "public_keys")
SPKI = bytes.fromhex("302a300506032b6570032100")  # what stands before an Ed25519 key in DER
# RFC 8032, section 7.1, test 2: an openssl that cannot confirm this one cannot be asked about ours.
KNOWN_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
KNOWN_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)

# --- SM3 (GB/T 32905-2016), of many messages at once: each number below holds one 32-bit word of every message, in lanes
# --- of 64 bits, so that a sum has room and one operation of Python's serves them all.

START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
WORD = 0xFFFFFFFF
TURNED = [(t << j % 32 | t >> 32 - j % 32) & WORD for j, t in enumerate([0x79CC4519] * 16 + [0x7A879D8A] * 48)]


def sm3(messages: list[bytes]) -> list[str]:
    """The SM3 hashes of messages, in hex, in their order."""
    padded = [m + b"\x80" + bytes((55 - len(m)) % 64) + (8 * len(m)).to_bytes(8, "big") for m in messages]
    groups: dict[int, list[int]] = {}
    for at, message in enumerate(padded):
        groups.setdefault(len(message), []).append(at)
    found = [""] * len(messages)
    for group in groups.values():
        for at, end in zip(group, same_length_sm3([padded[at] for at in group])):  # noqa: B905  (for older Pythons)
            found[at] = end
    return found


def same_length_sm3(padded: list[bytes]) -> list[str]:
    """The hashes of padded messages with the same number of blocks."""
    lanes = len(padded)
    one = int.from_bytes((bytes(7) + b"\1") * lanes, "big")
    state = [word * one for word in START]
    turned = [t * one for t in TURNED]
    for at in range(0, len(padded[0]), 64):
        block = [b"".join(bytes(4) + p[at + i : at + i + 4] for p in padded) for i in range(0, 64, 4)]
        words = expanded([int.from_bytes(column, "big") for column in block], WORD * one)
        state = compressed(state, words, turned, WORD * one)
    ends = [word.to_bytes(8 * lanes, "big") for word in state]
    return [b"".join(end[8 * lane + 4 : 8 * lane + 8] for end in ends).hex() for lane in range(lanes)]


def expanded(w: list[int], word: int) -> list[int]:
    """The 68 words that the 16 of a block give."""
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ (w[j - 3] << 15 | w[j - 3] >> 17) & word
        x ^= (x << 15 | x >> 17) & word ^ (x << 23 | x >> 9) & word
        w.append(x ^ (w[j - 13] << 7 | w[j - 13] >> 25) & word ^ w[j - 6])
    return w


def compressed(state: list[int], w: list[int], turned: list[int], word: int) -> list[int]:
    """The state after one block."""
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = (a << 12 | a >> 20) & word
        ss1 = a12 + e + turned[j] & word
        ss1 = (ss1 << 7 | ss1 >> 25) & word
        ff, gg = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | (a | b) & c, (f ^ g) & e ^ g)
        tt1 = ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]) & word
        tt2 = gg + h + ss1 + w[j] & word
        a, b, c, d = tt1, a, (b << 9 | b >> 23) & word, c
        e, f, g, h = (
            tt2 ^ (tt2 << 9 | tt2 >> 23) & word ^ (tt2 << 17 | tt2 >> 15) & word,
            e,
            (f << 19 | f >> 13) & word,
            g,
        )
    return [new ^ old for new, old in zip((a, b, c, d, e, f, g, h), state)]  # noqa: B905


# --- lines and records -----------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """The one JSON text of a value (RFC 8785 for what the log keeps): keys sorted, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def record_of(line: bytes) -> Record | None:
    """The record of a line, or None when the line isn't exactly what an export writes."""
    try:
        record = json.loads(line)
        if not isinstance(record, dict) or canonical(record) + b"\n" != line:
            return None
    except (ValueError, RecursionError):
        return None
    if record.keys() != SHAPES.get(str(record.get("record"))):
        return None
    texts = all(isinstance(value, str) for name, value in record.items() if name not in NOT_TEXT)
    return record if texts and all(type(record[name]) is int for name in NUMBERS if name in record) else None


def sealed_records(source: Iterable[bytes]) -> Iterator[tuple[bytes, Record | None]]:
    """Lines with their records; an entry's or a digest's has under `sealed` the hash that its content gives."""
    source = iter(source)
    while batch := [(line, record_of(line)) for line in itertools.islice(source, BATCH)]:
        hashed = [record for _, record in batch if record and "hash" in record and "previous" in record]
        outside = ("hash", "record", "signature")
        contents = [{name: part for name, part in record.items() if name not in outside} for record in hashed]
        for record, end in zip(hashed, sm3([canonical(content) for content in contents])):  # noqa: B905
            record["sealed"] = end
        yield from batch


class Fault(NamedTuple):
    """The first bad entry of a broken chain; for `file` the number is that of the line."""

    chain: str
    number: int
    code: str
    text: str


class Signatures:
    """Ed25519 by the `openssl` command; `why_not` says why signatures aren't checked, and is empty when they are."""

    def __init__(self) -> None:
        self.program = shutil.which("openssl")
        self.why_not = "" if self.program else "没有 openssl 命令"
        if self.program and not self.holds(KNOWN_KEY, KNOWN_SIGNATURE, b"\x72"):
            self.why_not = "这里的 openssl 不会验 Ed25519"

    def may_hold(self, record: Record) -> bool:
        """Whether a digest's signature holds, or cannot be checked here."""
        return bool(
            self.why_not or self.holds(record["key"], record["signature"], b"doudi-digest:" + record["hash"].encode())
        )

    def holds(self, key: str, signature: str, message: bytes) -> bool:
        """Whether openssl confirms a signature (hex) under a public key (hex)."""
        try:
            der, raw = SPKI + bytes.fromhex(key), bytes.fromhex(signature)
        except ValueError:
            return False
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {"key": der, "signature": raw, "message": message}.items():
                Path(folder, name).write_bytes(content)
            command = [str(self.program), "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "key"]
            command += ["-sigfile", "signature", "-in", "message"]
            return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0  # noqa: S603


# --- chains and digests ----------------------------------------------------------------------------------------------


class Chain:
    """How far the reading of one chain has come."""

    def __init__(self, name: str) -> None:
        self.name, self.last, self.end = name, 0, NO_HASH


class Verifier:
    """Takes the lines of an export in order; `faults` holds the first fault of each broken chain."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self.trusted, self.signatures = frozenset(trusted), Signatures()
        self.faults: dict[str, Fault] = {}
        self.counts = {"digest": 0, "entry": 0, "chain": 0, "end": 0}
        self.total = hashlib.sha256()
        self.digests, self.day = Chain(DIGESTS), ""
        self.heads: dict[str, dict[int, str]] = {}
        self.chains: dict[str, Chain] = {}

    def read(self, source: Iterable[bytes]) -> None:
        """All lines, and what must be said once they are read."""
        take = {"digest": self.digest, "entry": self.entry, "chain": self.chain_end, "end": self.end}
        number = 0
        for number, (line, record) in enumerate(sealed_records(source), start=1):
            if record is None or self.counts["end"]:
                self.spoiled(number, line)
            elif record["record"] in take:
                take[record["record"]](record)
                self.counts[record["record"]] += 1
            self.total.update(line)
        if not self.counts["end"]:
            self.blame(FILE, number + 1, "incomplete", "文件没有末行，不完整")
        for name, heads in self.heads.items():
            if max(heads) > self.chain(name).last:
                self.cut(self.chain(name), f"日结摘要记有 {max(heads)} 条")

    def spoiled(self, number: int, line: bytes) -> None:
        """A line that isn't what an export writes; where damage leaves its entry nameless, the chain's count names it."""
        text = f"文件第 {number} 行不是导出时的样子"
        self.blame(FILE, number, "unreadable", text)
        for entry in () if self.counts["end"] else NAMED.finditer(line):
            self.blame(entry[1].decode(errors="replace"), int(entry[2]), "unreadable", text)

    def digest(self, record: Record) -> None:
        """The next digest; the heads of a sound one bind the entries that follow."""
        number = record["number"]
        unknown = record["key"] not in self.trusted
        forged = unknown or record["sealed"] != record["hash"] or not self.signatures.may_hold(record)
        if self.linked(self.digests, record):
            if unknown:
                self.blame(DIGESTS, number, "unknown_key", f"第 {number} 号摘要的公钥不是本系统的")
            elif forged:
                self.blame(DIGESTS, number, "bad_signature", f"第 {number} 号摘要的签名不对")
            elif record["on"] <= self.day:
                self.blame(DIGESTS, number, "misplaced", f"第 {number} 号摘要的日期不在上一号之后")
        for name, at, end in [] if forged else record["heads"]:
            self.heads.setdefault(name, {})[at] = end
        self.digests.last, self.digests.end, self.day = number, record["hash"], record["on"]

    def entry(self, record: Record) -> None:
        """The next entry: number, hash, link, and what the digests say of it."""
        name, number = record["chain"], record["number"]
        chain = self.chain(name)
        signed = self.heads.get(name, {}).get(number, record["hash"])
        if self.linked(chain, record) and signed != record["hash"]:
            self.blame(name, number, "replaced", f"第 {number} 条与日结摘要所签的不是同一条")
        chain.last, chain.end = max(chain.last, number), record["hash"]

    def chain_end(self, record: Record) -> None:
        """The export's own word on how many entries the chain before this line has."""
        if record["entries"] > self.chain(record["chain"]).last:
            self.cut(self.chain(record["chain"]), f"导出文件记有 {record['entries']} 条")

    def end(self, record: Record) -> None:
        """The last line: how many lines there were, and their checksum."""
        counted = (self.counts["entry"], self.counts["digest"], self.total.hexdigest())
        if counted != (record["entries"], record["digests"], record["sha256"]):
            self.blame(FILE, 2 + sum(self.counts.values()), "incomplete", "文件的行数或校验和与末行所记不符")

    def linked(self, chain: Chain, record: Record) -> bool:
        """Whether a record follows the one before it in its chain and is what was hashed."""
        number, expected = record["number"], chain.last + 1
        if number > expected:
            self.blame(chain.name, expected, "missing", f"缺第 {expected} 条，其后是第 {number} 条")
        elif number < expected:
            self.blame(chain.name, number, "repeated", f"第 {number} 条多出来了，应为第 {expected} 条")
        elif record["sealed"] != record["hash"]:
            self.blame(chain.name, number, "changed", f"第 {number} 条的内容与它的哈希不符")
        elif record["previous"] != chain.end:
            self.blame(chain.name, number, "unlinked", f"第 {number} 条与上一条接不上")
        else:
            return True
        return False

    def undigested(self) -> int:
        """How many entries no digest binds yet."""
        bound = {name: max(heads) for name, heads in self.heads.items()}
        return sum(max(chain.last - bound.get(name, 0), 0) for name, chain in self.chains.items())

    def chain(self, name: str) -> Chain:
        """The chain of a name, begun where it is a new one."""
        return self.chains.setdefault(name, Chain(name))

    def cut(self, chain: Chain, known: str) -> None:
        """A chain ends too early."""
        self.blame(chain.name, chain.last + 1, "cut", f"{known}，只剩 {chain.last} 条")

    def blame(self, chain: str, number: int, code: str, text: str) -> None:
        """Keep a fault, unless its chain has an earlier one."""
        self.faults.setdefault(chain, Fault(chain, number, code, text))


# --- the command -----------------------------------------------------------------------------------------------------


class NotAnExport(Exception):
    """The file is no export, or a key is no key; the sentence says why."""


def hex_of(pem: str) -> str:
    """The 32 bytes of an Ed25519 public key in PEM, in hex."""
    try:
        der = base64.b64decode("".join(pem.strip().splitlines()[1:-1]), validate=True)
    except binascii.Error:
        der = b""
    if len(der) != 44 or not der.startswith(SPKI):
        raise NotAnExport("公钥不是 PEM 格式的 Ed25519 公钥")
    return der[len(SPKI) :].hex()


def keys_of(header: Record | None) -> list[str]:
    """The public keys that an export brings."""
    if header is None or header["record"] != "header" or header["format"] != FORMAT:
        raise NotAnExport(f"不是办理日志的导出文件（首行应为 {FORMAT} 的文件头）")
    keys = header["public_keys"]
    if not isinstance(keys, dict) or any(not isinstance(pem, str) or hex_of(pem) != key for key, pem in keys.items()):
        raise NotAnExport("文件头里的公钥读不出")
    return list(keys)


def verified(path: Path, key: Path | None) -> dict[str, Any]:
    """The answer, as it is printed for machines."""
    began = time.monotonic()
    with path.open("rb") as source:
        brought = keys_of(record_of(source.readline()))
        verifier = Verifier([hex_of(key.read_text("ascii"))] if key else brought)
        source.seek(0)
        verifier.read(source)
    why_not = verifier.signatures.why_not
    return {
        "ok": not verifier.faults,
        "chains": len(verifier.chains),
        "entries": verifier.counts["entry"],
        "digests": verifier.counts["digest"],
        "undigested": verifier.undigested(),
        "signatures": f"not checked: {why_not}" if why_not else "checked",
        "public_keys": sorted(verifier.trusted),
        "seconds": round(time.monotonic() - began, 2),
        "broken": [fault._asdict() for fault in sorted(verifier.faults.values())],
    }


def sentences(answer: dict[str, Any], pinned: bool) -> list[str]:
    """The answer for people."""
    counts = "共 {chains} 条链、{entries} 条日志、{digests} 份日结摘要".format(**answer)
    lines = [f"办理日志完整：{counts}，逐条核对无误。" if answer["ok"] else f"办理日志有问题：{counts}。"]
    lines += ["链 {chain}，第 {number} 条：{text}（{code}）".format(**fault) for fault in answer["broken"]]
    if answer["undigested"]:
        lines.append(f"其中 {answer['undigested']} 条在最近一次日结之后，尾部若被截去，要到下一次日结才看得出来。")
    if answer["signatures"] != "checked":
        lines.append(f"签名未核对（signature {answer['signatures']}）。")
    elif answer["digests"]:
        lines.append("摘要的签名已用 openssl 核对。")
    origin = "您指定的公钥" if pinned else "公钥取自导出文件本身，请与另行保存的公钥比对"
    lines.extend(f"{origin}：{key}" for key in answer["public_keys"])
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, verify, say what was found."""
    parser = argparse.ArgumentParser(description="核对办理日志的导出文件")
    parser.add_argument("export", type=Path, help="导出文件（doudi log export 所写）")
    parser.add_argument("--key", type=Path, help="另行保存的公钥（PEM）")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    given = parser.parse_args(arguments)
    try:
        answer = verified(given.export, given.key)
    except (NotAnExport, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{given.export}：{error}\n")
        return 2
    said = json.dumps(answer, ensure_ascii=False) if given.json else "\n".join(sentences(answer, bool(given.key)))
    sys.stdout.write(said + "\n")
    return 0 if answer["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
