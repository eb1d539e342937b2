"""The inspector's file: its own SM3, its own canonical text, the signature by openssl, and what it says on exit."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.chains import Log, a_chain, a_log
from audit.inspector import SCRIPT, verify_log
from doudi.audit import records

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda parts: (
        st.lists(parts, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), parts, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return a_log(tmp_path)


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_of_the_standard(message: bytes, expected: str) -> None:
    assert verify_log.sm3([message]) == [expected]


def test_sm3_agrees_at_every_length_around_the_blocks() -> None:
    messages = [bytes(range(256))[:length] * 3 for length in range(140)]
    assert verify_log.sm3(messages) == [records.sm3(message) for message in messages]


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_sm3_agrees_with_the_products(messages: list[bytes]) -> None:
    assert verify_log.sm3(messages) == [records.sm3(message) for message in messages]


@given(PLAIN)
def test_canonical_text_agrees_with_the_products(value: object) -> None:
    assert verify_log.canonical(value) == records.canonical(value)


def test_needs_nothing_but_the_standard_library(log: Log, tmp_path: Path) -> None:
    done = run(log.write(tmp_path / "log"))
    assert done.returncode == 0, done.stderr
    assert "办理日志完整：共 4 条链、17 条日志、3 份日结摘要，逐条核对无误。" in done.stdout
    assert next(iter(log.keys)) in done.stdout


def test_runs_on_the_pythons_that_inspectors_have(log: Log, tmp_path: Path) -> None:
    older = next((found for name in ("3.9", "3.10") if (found := _python(name))), None) or sys.executable
    done = subprocess.run(
        [older, "-I", SCRIPT, log.write(tmp_path / "log")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _python(version: str) -> str | None:
    found = shutil.which(f"python{version}")
    works = found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if works else None


def test_names_the_first_bad_entry_and_exits_1(log: Log, tmp_path: Path) -> None:
    log.entries[4]["post"] = "leader"
    done = run(log.write(tmp_path / "log"))
    assert done.returncode == 1
    assert "链 case/DB-140502001-2026-0001，第 5 条：第 5 条的内容与它的哈希不符（changed）" in done.stdout


def test_json_is_one_object(log: Log, tmp_path: Path) -> None:
    log.entries[4]["post"] = "leader"
    done = run(log.write(tmp_path / "log"), "--json")
    answer = json.loads(done.stdout)
    assert (answer["ok"], answer["entries"], answer["undigested"]) == (False, 17, 4)
    assert [(fault["chain"], fault["number"], fault["code"]) for fault in answer["broken"]] == [
        ("case/DB-140502001-2026-0001", 5, "changed")
    ]


def test_without_openssl_the_signature_is_not_checked_and_this_is_said(log: Log, tmp_path: Path) -> None:
    done = run(log.write(tmp_path / "log"), PATH=str(tmp_path))
    assert done.returncode == 0
    assert "签名未核对（signature not checked：没有 openssl 命令）。" in done.stdout.replace("checked: ", "checked：")


def test_openssl_that_knows_no_ed25519_is_no_openssl(log: Log, tmp_path: Path) -> None:
    fake = tmp_path / "openssl"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    done = run(log.write(tmp_path / "log"), "--json", PATH=str(tmp_path))
    assert json.loads(done.stdout)["signatures"] == "not checked: 这里的 openssl 不会验 Ed25519"


@pytest.mark.skipif(not shutil.which("openssl") and not os.environ.get("CI"), reason="no openssl command here")
def test_forged_signature_is_found_by_openssl(log: Log, tmp_path: Path) -> None:
    log.digests[2]["signature"] = log.digests[1]["signature"]
    done = run(log.write(tmp_path / "log"), "--json")
    answer = json.loads(done.stdout)
    assert answer["signatures"] == "checked"
    assert [(fault["chain"], fault["number"], fault["code"]) for fault in answer["broken"]] == [
        ("digest", 3, "bad_signature")
    ]


def test_key_from_elsewhere_unmasks_an_export_signed_by_another(log: Log, tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.pem", tmp_path / "other.pem"
    mine.write_text(next(iter(log.keys.values())))
    other.write_text(next(iter(a_log(tmp_path / "forger").keys.values())))
    path = log.write(tmp_path / "log")
    assert run(path, "--key", mine).returncode == 0
    done = run(path, "--key", other)
    assert done.returncode == 1
    assert "第 1 号摘要的公钥不是本系统的" in done.stdout


@pytest.mark.parametrize("missing", ["nothing-there", "."])
def test_file_that_cannot_be_read_exits_2_with_a_sentence(tmp_path: Path, missing: str) -> None:
    done = run(tmp_path / missing)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_key_that_is_no_key_exits_2(log: Log, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    done = run(log.write(tmp_path / "log"), "--key", key)
    assert done.returncode == 2
    assert "公钥不是 PEM 格式的 Ed25519 公钥" in done.stderr


def test_a_thousand_entries_take_no_second_of_work(log: Log, tmp_path: Path) -> None:
    log.entries = [entry for number in range(500) for entry in a_chain(f"case/{number}", 8)]
    log.digests = []
    path = log.write(tmp_path / "log")
    began = time.process_time()
    answer = verify_log.verified(path, None)
    assert answer["ok"]
    assert time.process_time() - began < 4  # 4,000 entries: some 0.5 s on an old machine


def test_python_agrees_where_its_own_library_has_sm3() -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python has no SM3")
    assert verify_log.sm3([b"doudi"]) == [hashlib.new("sm3", b"doudi").hexdigest()]
