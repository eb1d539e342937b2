"""`doudi database`: what it prints and how it exits."""

import json
from pathlib import Path

import pytest

from doudi.command import database


@pytest.mark.usefixtures("own_var")
def test_start_status_stop(capsys: pytest.CaptureFixture[str]) -> None:
    assert database.run(["status"]) == 1
    assert capsys.readouterr().out == "尚未建立：未运行\n"
    assert database.run(["start", "--profile", "test"]) == 0
    assert "数据库已启动" in capsys.readouterr().out
    assert database.run(["status", "--profile", "test", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["running"] is True
    assert database.run(["stop"]) == 0
    assert capsys.readouterr().out == "数据库（test）已停止。\n"
    assert database.run(["status", "--profile", "test"]) == 1
    assert "未运行" in capsys.readouterr().out


def test_refusal_is_a_sentence(
    own_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_POSTGRES", "oracle")
    assert database.run(["start"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "DOUDI_POSTGRES 只能是 auto、debian 或 wheel，现在是「oracle」。\n")
    assert not (own_var / "postgres").exists()


@pytest.mark.parametrize("argv", [[], ["explode"], ["start", "--profile", "other"]])
def test_wrong_arguments_are_wrong_input(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        database.run(argv)
    assert exit_.value.code == 2
