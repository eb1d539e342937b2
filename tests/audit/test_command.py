"""`doudi log verify|export|replay` as an outside user meets it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError

from audit.chains import Log, a_log
from doudi.audit import checking, exports
from doudi.audit.actions import close_day
from doudi.audit.models import Entry
from doudi.audit.replay import Difference
from doudi.command import log as command
from doudi.command import setup

CASE = "case/DB-140502001-2026-0001"


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return a_log(tmp_path)


@pytest.fixture
def _filled(write: Callable[..., Entry]) -> None:
    write(), write(), write("case/DB-2")
    close_day(on=date(2026, 11, 2), at=datetime(2026, 11, 2, 15, 55, tzinfo=UTC))
    write()


def test_verify_export_says_it_is_whole(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["verify", "--export", str(log.write(tmp_path / "log"))]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("办理日志完整：共 4 条链、17 条日志、3 份日结摘要，逐条核对无误。\n")
    assert next(iter(log.keys)) in said.out
    assert said.err == ""


def test_verify_export_names_the_first_bad_entry(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.entries[2]["post"] = "leader"
    assert command.run(["verify", "--export", str(log.write(tmp_path / "log"))]) == 1
    assert f"链 {CASE}，第 3 条：第 3 条的内容与它的哈希不符（changed）" in capsys.readouterr().out


def test_json_is_one_object(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.entries[2]["post"] = "leader"
    assert command.run(["verify", "--json", "--export", str(log.write(tmp_path / "log"))]) == 1
    answer = json.loads(capsys.readouterr().out)
    (fault,) = answer.pop("broken")
    assert (fault["chain"], fault["number"], fault["code"]) == (CASE, 3, "changed")
    assert answer == {
        "ok": False, "chains": 4, "entries": 17, "digests": 3, "undigested": 4, "public_keys": list(log.keys),
    }  # fmt: skip


def test_verify_export_loads_no_django(log: Log, tmp_path: Path) -> None:
    code = (
        "import sys; from doudi.command.main import main; code = main(sys.argv[1:]);"
        "assert not [name for name in sys.modules if name.partition('.')[0] in ('django', 'psycopg')]; sys.exit(code)"
    )
    path = log.write(tmp_path / "log")
    nowhere = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = subprocess.run(
        [sys.executable, "-c", code, "log", "verify", "--export", path],
        capture_output=True, text=True, env=nowhere, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("name", "sentence"), [("nothing", "打不开"), ("other", "不是办理日志的导出文件")])
def test_wrong_file_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, sentence: str) -> None:
    (tmp_path / "other").write_text("PK")
    assert command.run(["verify", "--export", str(tmp_path / name)]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


@pytest.mark.parametrize("argv", [[], ["burn"], ["export"], ["verify", "--on", "x"], ["export", "--json", "f"]])
def test_wrong_words_exit_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.run(argv)
    assert left.value.code == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_filled")
def test_verify_reads_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["verify"]) == 0
    said = capsys.readouterr().out
    assert "共 2 条链、4 条日志、1 份日结摘要" in said
    assert "其中 1 条在最近一次日结之后" in said
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger never_changed")
        cursor.execute("update audit_entry set post = 'leader' where chain = 'case/DB-2'")
    assert command.run(["verify", "--json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["broken"]
    assert (fault["chain"], fault["number"]) == ("case/DB-2", 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("_filled")
def test_export_is_what_the_database_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("an older export")
    assert command.run(["export", str(path)]) == 0
    assert "共 9 行" in capsys.readouterr().out
    report, _ = exports.verify(path)
    assert report == checking.verify()
    assert report.as_dict()["entries"] == 4
    assert (path.stat().st_mode & 0o777, [file.name for file in tmp_path.glob("*log*")]) == (0o600, ["log.jsonl"])
    first = json.loads(path.read_bytes().splitlines()[2])
    assert first["record"] == "entry"
    assert first["facts"] == {"title": "受理", "due": "2026-11-30", "version": 2}


@pytest.mark.django_db
@pytest.mark.usefixtures("_filled")
def test_broken_off_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("an older export")

    def broken(_: int) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("doudi.audit.checking.os.fsync", broken)
    assert command.run(["export", str(path)]) == 2
    assert path.read_text() == "an older export"
    assert [file.name for file in tmp_path.glob("*log*")] == ["log.jsonl"]


@pytest.mark.django_db
def test_export_into_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["export", str(tmp_path / "no" / "log")]) == 2
    assert "打不开或写不进" in capsys.readouterr().err


@pytest.mark.django_db
def test_empty_log_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log"
    assert command.run(["export", str(path)]) == 0
    assert command.run(["verify", "--export", str(path)]) == 0
    assert "共 0 条链、0 条日志、0 份日结摘要" in capsys.readouterr().out


def test_database_that_does_not_answer_exits_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(checking, "verify", refused)
    assert command.run(["verify"]) == 2
    assert "数据库没有回答：connection refused" in capsys.readouterr().err


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Difference]]:
    """Rebuilders of other rooms, as `setup.load` would find them."""
    found: dict[str, list[Difference]] = {name: [] for name in command.REBUILDERS}
    known = setup.load

    def load(name: str) -> Any:
        return SimpleNamespace(compare=lambda: iter(found[name])) if name in found else known(name)

    monkeypatch.setattr(setup, "load", load)
    return found


def test_replay_that_agrees(rooms: dict[str, list[Difference]], capsys: pytest.CaptureFixture[str]) -> None:
    assert set(rooms) == {
        "doudi.accounts.replay", "doudi.cases.replay", "doudi.cases.replay_papers", "doudi.cases.replay_decisions",
        "doudi.payments.replay",
    }  # fmt: skip
    assert command.run(["replay"]) == 0
    assert capsys.readouterr().out == "按日志重放的结果与各表一致。\n"


def test_replay_that_differs(rooms: dict[str, list[Difference]], capsys: pytest.CaptureFixture[str]) -> None:
    rooms["doudi.cases.replay"].append(Difference("case", "DB-1", "state", "surveying", "confirmed"))
    assert command.run(["replay"]) == 1
    assert "case DB-1 state：日志 surveying，表中 confirmed" in capsys.readouterr().out
    assert command.run(["replay", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "differences": [
            {"kind": "case", "key": "DB-1", "field": "state", "expected": "surveying", "actual": "confirmed"}
        ],
    }


def test_replay_without_a_room_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "REBUILDERS", ("doudi.audit.no_such_replay",))
    assert command.run(["replay"]) == 2
    assert "还不能重放：没有 doudi.audit.no_such_replay 这一部分。" in capsys.readouterr().err


def test_fault_inside_a_room_is_not_taken_for_its_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> Any:
        raise ModuleNotFoundError("No module named 'something_else'", name="something_else")

    monkeypatch.setattr(setup, "load", load)
    with pytest.raises(ModuleNotFoundError, match="something_else"):
        command.run(["replay"])
