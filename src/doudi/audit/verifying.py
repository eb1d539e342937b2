"""Whether the log is as it was written: pure checks, fed with records from the database or from an export."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from doudi.audit.records import NO_HASH, seal, signed_text
from doudi.vault.signing import is_signed

# Names in faults that are no chains of entries; those have a stroke in theirs.
DIGESTS = "digest"
FILE = "file"

Record = Mapping[str, Any]


class Fault(NamedTuple):
    """The first bad entry of a broken chain; for `file` the number is that of the line."""

    chain: str
    number: int
    code: str
    text: str


@dataclass(frozen=True)
class Report:
    """What was read and what is wrong with it; `undigested`: entries that no digest binds yet."""

    chains: int
    entries: int
    digests: int
    undigested: int
    broken: list[Fault]

    @property
    def is_whole(self) -> bool:
        return not self.broken

    def as_dict(self) -> dict[str, Any]:
        """The JSON answer."""
        counts = {name: count for name, count in asdict(self).items() if name != "broken"}
        return {"ok": self.is_whole, **counts, "broken": [fault._asdict() for fault in self.broken]}


@dataclass(slots=True)
class Chain:
    """How far the reading of one chain has come."""

    name: str
    last: int = 0
    end: str = NO_HASH


class Verifier:
    """Takes all digests first, then the entries, each chain's in order; `report` at the end.

    `trusted`: public keys (hex) that digests may be signed with.
    """

    def __init__(self, trusted: Collection[str]) -> None:
        self._trusted = frozenset(trusted)
        self._faults: dict[str, Fault] = {}
        self._heads: dict[str, dict[int, str]] = {}
        self._digests = Chain(DIGESTS)
        self._digested = 0
        self._day = ""
        self._chains: dict[str, Chain] = {}
        self._entries = 0

    def add_digest(self, record: Record) -> None:
        """The next digest: number, hash, link, signature, day; the heads of a sound one bind the entries."""
        self._digested += 1
        chain = self._digests
        fault = _fault_in(chain, record) or self._digest_fault(record)
        if fault:
            self.blame(fault)
        if not self._forged(record):
            for name, number, end in record["heads"]:
                self._heads.setdefault(name, {})[number] = end
        chain.last, chain.end, self._day = record["number"], record["hash"], record["on"]

    def add_entry(self, record: Record) -> None:
        """The next entry: number, hash, link, and what the digests say of it."""
        self._entries += 1
        chain = self._chain(record["chain"])
        fault = _fault_in(chain, record) or self._head_fault(record)
        if fault:
            self.blame(fault)
        chain.last, chain.end = max(chain.last, record["number"]), record["hash"]

    def count_chain(self, name: str, entries: int) -> None:
        """An export's own word on how many entries a chain has, after the last of them."""
        chain = self._chain(name)
        if entries > chain.last:
            self.blame(_cut(chain, f"导出文件记有 {entries} 条"))

    def report(self) -> Report:
        """What was found, once everything has been added."""
        undigested = 0
        for name in self._chains.keys() | self._heads.keys():
            chain, known = self._chain(name), max(self._heads.get(name, ()), default=0)
            undigested += max(chain.last - known, 0)
            if known > chain.last:
                self.blame(_cut(chain, f"日结摘要记有 {known} 条"))
        broken = sorted(self._faults.values())
        return Report(len(self._chains), self._entries, self._digested, undigested, broken)

    def blame(self, fault: Fault) -> None:
        """Keep a fault, unless its chain has an earlier one."""
        self._faults.setdefault(fault.chain, fault)

    def _chain(self, name: str) -> Chain:
        return self._chains.setdefault(name, Chain(name))

    def _head_fault(self, record: Record) -> Fault | None:
        number = record["number"]
        signed = self._heads.get(record["chain"], {}).get(number, record["hash"])
        if signed != record["hash"]:
            return Fault(record["chain"], number, "replaced", f"第 {number} 条与日结摘要所签的不是同一条")
        return None

    def _digest_fault(self, record: Record) -> Fault | None:
        number = record["number"]
        if record["key"] not in self._trusted:
            return Fault(DIGESTS, number, "unknown_key", f"第 {number} 号摘要的公钥不是本系统的")
        if self._forged(record):
            return Fault(DIGESTS, number, "bad_signature", f"第 {number} 号摘要的签名不对")
        if record["on"] <= self._day:
            return Fault(DIGESTS, number, "misplaced", f"第 {number} 号摘要的日期不在上一号之后")
        return None

    def _forged(self, record: Record) -> bool:
        sound = record["key"] in self._trusted and _sealed(record) == record["hash"]
        return not (sound and is_signed(record["key"], record["signature"], signed_text(record["hash"])))


def _fault_in(chain: Chain, record: Record) -> Fault | None:
    number, expected = record["number"], chain.last + 1
    if number > expected:
        return Fault(chain.name, expected, "missing", f"缺第 {expected} 条，其后是第 {number} 条")
    if number < expected:
        return Fault(chain.name, number, "repeated", f"第 {number} 条多出来了，应为第 {expected} 条")
    if _sealed(record) != record["hash"]:
        return Fault(chain.name, number, "changed", f"第 {number} 条的内容与它的哈希不符")
    if record["previous"] != chain.end:
        return Fault(chain.name, number, "unlinked", f"第 {number} 条与上一条接不上")
    return None


def _cut(chain: Chain, known: str) -> Fault:
    return Fault(chain.name, chain.last + 1, "cut", f"{known}，只剩 {chain.last} 条")


def _sealed(record: Record) -> str | None:
    """The hash that the content gives; None when it is no content that could have been written."""
    try:
        return seal(record)
    except (ValueError, TypeError, RecursionError):
        return None
