"""An export is whole, or its first bad entry is named: by the product and by the inspector's file alike."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.chains import LENGTHS, Log, a_log
from audit.inspector import verify_log
from doudi.audit import exports
from doudi.audit.verifying import Fault
from doudi.vault.signing import is_signed

CASE = "case/DB-140502001-2026-0001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log")


@pytest.fixture(scope="module", autouse=True)
def _signatures_without_forks() -> Iterator[None]:
    """The openssl command is tried in test_verify_log; here thousands of signatures are checked in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify_log.shutil, "which", lambda name: name)
        patch.setattr(
            verify_log.Signatures, "holds", lambda self, key, signature, text: is_signed(key, signature, text)
        )
        yield


@pytest.fixture(scope="module")
def whole(folder: Path) -> list[bytes]:
    return a_log(folder).lines()


@pytest.fixture
def log(folder: Path) -> Log:
    return a_log(folder)


def verdicts(path: Path) -> set[tuple[str, int, str]]:
    """What both verifiers say of a file, which is the same."""
    ours = {tuple(fault) for fault in exports.verify(path)[0].broken}
    theirs = verify_log.verified(path, None)
    assert {tuple(fault.values()) for fault in theirs["broken"]} == ours
    assert theirs["ok"] is not bool(ours)
    return {(fault.chain, fault.number, fault.code) for fault in (Fault(*one) for one in ours)}


def test_untouched_export_is_whole(log: Log, tmp_path: Path) -> None:
    path = log.write(tmp_path / "log.jsonl")
    report, keys = exports.verify(path)
    answer = verify_log.verified(path, None)
    assert report.as_dict() == {"ok": True, "chains": 4, "entries": 17, "digests": 3, "undigested": 4, "broken": []}
    assert {name: answer[name] for name in report.as_dict()} == report.as_dict()
    assert list(keys) == answer["public_keys"] == list(log.keys)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_changed_byte_of_any_entry_is_found_and_named(
    folder: Path, whole: list[bytes], data: st.DataObject
) -> None:
    lines = list(whole)
    at = data.draw(st.sampled_from([at for at, line in enumerate(lines) if b'"record":"entry"' in line]))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != lines[at][place]))
    entry = json.loads(lines[at])
    lines[at] = lines[at][:place] + bytes([byte]) + lines[at][place + 1 :]
    path = folder / "changed.jsonl"
    path.write_bytes(b"".join(lines))
    named = {(chain, number) for chain, number, _ in verdicts(path)}
    assert (entry["chain"], entry["number"]) in named


@pytest.mark.parametrize("column", sorted(set(exports.ENTRY_FIELDS) | {"hash"}))
@pytest.mark.parametrize("number", [1, 4, 7])
def test_each_column_of_an_entry_is_bound(log: Log, tmp_path: Path, column: str, number: int) -> None:
    entry = log.entries[number - 1]
    entry[column] = _other(entry[column])
    named = {(chain, number) for chain, number, _ in verdicts(log.write(tmp_path / "log"))}
    assert (CASE, number) in named or (column == "chain" and (entry["chain"], 1) in named)


def _other(value: Any) -> Any:
    if isinstance(value, dict):
        return {**value, "amount": "483.00"}
    return value + 1 if isinstance(value, int) else value[:-1] + ("1" if value[-1] != "1" else "2")


@pytest.mark.parametrize("column", ["at", "heads", "key", "number", "on", "previous", "hash", "signature"])
def test_each_column_of_a_digest_is_bound(log: Log, tmp_path: Path, column: str) -> None:
    digest = log.digests[1]
    digest[column] = digest[column][1:] if column == "heads" else _other(digest[column])
    assert ("digest", 2) in {(chain, number) for chain, number, _ in verdicts(log.write(tmp_path / "log"))}


def test_deleted_entry(log: Log, tmp_path: Path) -> None:
    del log.entries[3]
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 4, "missing")}


def test_inserted_entry(log: Log, tmp_path: Path) -> None:
    log.entries.insert(3, {**log.entries[3], "actor_name": "李强"})
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 4, "changed")}


def test_repeated_entry(log: Log, tmp_path: Path) -> None:
    log.entries.insert(3, log.entries[2])
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 3, "repeated")}


def test_swapped_contents(log: Log, tmp_path: Path) -> None:
    log.entries[2], log.entries[3] = {**log.entries[3], "number": 3}, {**log.entries[2], "number": 4}
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 3, "changed")}


def test_swapped_lines(log: Log, tmp_path: Path) -> None:
    log.entries[2], log.entries[3] = log.entries[3], log.entries[2]
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 3, "missing")}


def test_entry_moved_to_another_place(log: Log, tmp_path: Path) -> None:
    log.entries.append(log.entries.pop(3))
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 4, "missing")}


def test_entry_moved_to_another_chain(log: Log, tmp_path: Path) -> None:
    log.entries[3]["chain"] = "case/DB-140502001-2026-0099"
    expected = {(CASE, 4, "missing"), ("case/DB-140502001-2026-0099", 1, "missing")}
    assert verdicts(log.write(tmp_path / "log")) == expected


def test_tail_cut_and_counts_made_to_fit(log: Log, tmp_path: Path) -> None:
    del log.entries[2:7]
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 3, "cut")}


def test_whole_chain_gone(log: Log, tmp_path: Path) -> None:
    log.entries = log.entries[7:]
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 1, "cut")}


def test_tail_after_the_last_digest_can_be_cut_unseen_until_the_next(folder: Path, tmp_path: Path) -> None:
    unseen, seen = a_log(folder), a_log(folder, digested=(1, 3, 7))
    del unseen.entries[6], seen.entries[6]
    assert verdicts(unseen.write(tmp_path / "unseen")) == set()
    assert verdicts(seen.write(tmp_path / "seen")) == {(CASE, 7, "cut")}


def test_chain_rewritten_with_fitting_hashes(log: Log, tmp_path: Path) -> None:
    log.entries[1]["facts"] = {"amount": "9999.00"}
    log.resealed(CASE)
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 3, "replaced")}


def test_digest_rewritten_without_the_key(log: Log, folder: Path, tmp_path: Path) -> None:
    forger = a_log(folder / "forger")
    log.digests = forger.digests
    assert verdicts(log.write(tmp_path / "log")) == {("digest", 1, "unknown_key")}


def test_digest_dropped_from_the_middle(log: Log, tmp_path: Path) -> None:
    del log.digests[1]
    assert verdicts(log.write(tmp_path / "log")) == {("digest", 2, "missing")}


def test_days_must_follow_each_other(folder: Path, tmp_path: Path) -> None:
    log = a_log(folder, digested=(3,))
    assert verdicts(log.write(tmp_path / "log")) == set()
    log.digests *= 2
    assert verdicts(log.write(tmp_path / "log")) == {("digest", 1, "repeated")}


def test_two_broken_chains_are_both_named(log: Log, tmp_path: Path) -> None:
    log.entries[5]["post"] = "leader"
    log.entries[6]["post"] = "leader"
    log.entries[9]["town"] = ""
    assert verdicts(log.write(tmp_path / "log")) == {(CASE, 6, "changed"), ("day/wangfang/2026-11-02", 2, "changed")}


def test_cut_off_file(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"".join(log.lines()[:-1]))
    assert [(chain, code) for chain, _, code in verdicts(path)] == [("file", "incomplete")]


def test_lines_after_the_end(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"".join([*log.lines(), log.lines()[4]]))
    assert verdicts(path) == {("file", len(log.lines()) + 1, "unreadable")}


@pytest.mark.parametrize("place", ["header", "chain", "end"])
def test_changed_frame_is_found(log: Log, tmp_path: Path, place: str) -> None:
    lines = log.lines()
    at = next(at for at, line in enumerate(lines) if f'"record":"{place}"'.encode() in line)
    lines[at] = lines[at].replace(b'"suite":"gm"', b'"suite":"gn"').replace(b'"entries":', b'"entries":1')
    path = tmp_path / "log"
    path.write_bytes(b"".join(lines))
    assert "file" in {chain for chain, _, _ in verdicts(path)}


@pytest.mark.parametrize("text", [b"", b"\n", b"{}\n", b"[1]\n", b'{"record":"end"}\n', b"\xff\xfe\n", b"PK\x03\x04"])
def test_what_is_no_export(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(text)
    with pytest.raises(exports.NotAnExportError, match="不是办理日志的导出文件"):
        exports.verify(path)
    with pytest.raises(verify_log.NotAnExport, match="不是办理日志的导出文件"):
        verify_log.verified(path, None)


def test_key_in_the_header_must_be_the_key_it_is_filed_under(log: Log, tmp_path: Path) -> None:
    log.keys = {"ab" * 32: next(iter(log.keys.values()))}
    path = log.write(tmp_path / "log")
    with pytest.raises(exports.NotAnExportError, match="公钥"):
        exports.verify(path)
    with pytest.raises(verify_log.NotAnExport, match="公钥"):
        verify_log.verified(path, None)


def test_lengths_are_what_the_tests_assume() -> None:
    assert next(iter(LENGTHS)) == CASE
    assert LENGTHS[CASE] == 7
