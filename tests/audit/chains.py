"""A small log made without a database: chains of entries, three digests, and the export of both."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from doudi.audit import exports
from doudi.audit.records import NO_HASH, moment, seal, signed_text
from doudi.vault.keys import KeyRing, Purpose
from doudi.vault.signing import Signer, public_keys

BEGAN = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
LENGTHS = {
    "case/DB-140502001-2026-0001": 7,
    "case/DB-140502001-2026-0002": 1,
    "day/wangfang/2026-11-02": 5,
    "run/2026-11": 4,
}


@dataclass
class Log:
    """Records of entries (chain by chain) and digests, as the export takes them."""

    entries: list[dict[str, Any]]
    digests: list[dict[str, Any]]
    keys: dict[str, str]

    def lines(self) -> list[bytes]:
        return list(
            exports.lines(
                suite="gm", public_keys=self.keys, made_at=moment(BEGAN), digests=self.digests, entries=self.entries
            )
        )

    def write(self, path: Path) -> Path:
        path.write_bytes(b"".join(self.lines()))
        return path

    def resealed(self, chain: str) -> None:
        """Make a chain's hashes and links fit its content again, as somebody with the database's password could."""
        end, number = NO_HASH, 0
        for entry in self.entries:
            if entry["chain"] == chain:
                number += 1
                entry.update(number=number, previous=end)
                end = entry["hash"] = seal(entry)


def a_log(folder: Path, digested: tuple[int, ...] = (1, 3, 4)) -> Log:
    """Chains of LENGTHS, and one digest a day that binds each chain as far as the day's number says."""
    ring = KeyRing(folder / "keys")
    ring.active(Purpose.LOG_SIGNING)
    entries = [entry for chain, length in LENGTHS.items() for entry in a_chain(chain, length)]
    return Log(entries, list(_digests(entries, Signer(ring), digested)), public_keys(ring))


def a_chain(chain: str, length: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number in range(1, length + 1):
        at = BEGAN + timedelta(hours=number, microseconds=number)
        entry = {
            "actor_name": "王芳",
            "actor_number": "wangfang",
            "at": moment(at),
            "chain": chain,
            "facts": {
                "step": "accept",
                "amount": "482.00",
                "seq": number,
                "papers": ["表一", None, True],
                "备注": "a\n“b”\x7f",
            },
            "number": number,
            "object_key": chain.partition("/")[2],
            "object_kind": chain.partition("/")[0],
            "on": date(2026, 11, 2).isoformat(),
            "post": "town_clerk",
            "previous": made[-1]["hash"] if made else NO_HASH,
            "town": "140502001",
            "verb": "case.step_taken",
        }
        made.append({**entry, "hash": seal(entry)})
    return made


def _digests(entries: list[dict[str, Any]], signer: Signer, digested: tuple[int, ...]) -> Any:
    known: dict[str, int] = {}
    previous = NO_HASH
    for day, reached in enumerate(digested):
        last = {entry["chain"]: entry for entry in entries if entry["number"] <= reached}
        heads = sorted([c, e["number"], e["hash"]] for c, e in last.items() if known.get(c) != e["number"])
        known.update((chain, number) for chain, number, _ in heads)
        record = {
            "at": moment(BEGAN + timedelta(days=day)),
            "heads": heads,
            "key": signer.public_key,
            "number": day + 1,
            "on": (BEGAN + timedelta(days=day)).date().isoformat(),
            "previous": previous,
        }
        previous = seal(record)
        yield {**record, "hash": previous, "signature": signer.sign(signed_text(previous))}
