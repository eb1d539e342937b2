"""`doudi doctor`: names what is missing and what to do, and always answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.command import doctor
from doudi.command.doctor import Finding


def look(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    code = doctor.run(["--json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is (code == 0)
    return code, {finding["name"]: finding for finding in answer["findings"]}


@pytest.mark.usefixtures("own_var")
def test_fresh_checkout_is_told_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = look(capsys)
    assert code == 1
    assert found["数据库"]["state"] == "missing"
    assert "doudi database start" in found["数据库"]["remedy"]
    assert found["网页服务"]["state"] == "warning"
    assert found["依赖包"]["state"] == "ok"


@pytest.mark.usefixtures("own_var")
def test_text_has_a_mark_and_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("✗ 数据库：尚未建立") for line in lines)
    assert any(line.startswith("    → ") for line in lines)
    assert lines[-1] == "有缺项，按箭头后的说明补齐即可。"


def test_keys_beside_the_database_are_a_warning_in_production_only(
    own_var: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = own_var / "keys"
    keys.mkdir(mode=0o700)
    (keys / "data").touch(mode=0o600)
    assert [finding.state for finding in doctor.secret_keys()] == ["ok"]
    monkeypatch.setenv("DOUDI_PRODUCTION", "1")
    together = list(doctor.secret_keys())[-1]
    assert (together.name, together.state) == ("密钥存放", "warning")
    monkeypatch.setenv("DOUDI_KEYS_DIR", str(tmp_path))
    assert list(doctor.secret_keys())[-1].name == "密钥存放"  # the database is still on this machine
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.bureau.example/doudi")
    assert "密钥存放" not in [finding.name for finding in doctor.secret_keys()]


def test_keys_that_others_can_read_are_a_fault(own_var: Path) -> None:
    keys = own_var / "keys"
    keys.mkdir(mode=0o700)
    (keys / "data").touch()
    (keys / "data").chmod(0o644)
    (finding,) = doctor.secret_keys()
    assert (finding.state, "data" in finding.text) == ("missing", True)


@pytest.mark.usefixtures("own_var")
def test_demo_and_production_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_DEMO", "1")
    assert [finding.text for finding in doctor.mode()] == ["演示"]
    monkeypatch.setenv("DOUDI_PRODUCTION", "1")
    assert next(doctor.mode()).state == "missing"


@pytest.mark.usefixtures("own_var")
def test_look_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> Iterator[Finding]:
        """坏了"""
        raise RuntimeError("为什么")
        yield

    monkeypatch.setattr(doctor, "LOOKS", (broken,))
    code, found = look(capsys)
    assert code == 1
    assert found["坏了"]["text"] == "检查没有完成：为什么"


def test_package_of_another_version_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements").mkdir()
    lock = 'django==0.1 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == "win32" \\\n    --hash=sha256:00\n'
    (tmp_path / "requirements" / "base.txt").write_text(lock)
    monkeypatch.setattr(doctor, "_checkout", lambda: tmp_path)
    (finding,) = doctor.packages()
    assert (finding.state, finding.text) == ("missing", "与锁定的版本不符：django")
