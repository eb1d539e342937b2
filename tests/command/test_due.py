"""`doudi due` at its door."""

import json
from pathlib import Path

import pytest

from doudi.command.due import run


def test_one_json_object_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["confirm", "--after", "2026-11-02", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "due": "2026-11-30",
        "provisional": False,
        "counted": "20 working days",
        "clause": "民发〔2022〕83号 四（一）",
    }
    assert printed.err == ""


def test_a_provisional_day_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["filing", "--after", "2026-12-26"]) == 0
    assert "2027-01-04（暂定" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["confirm", "--after", "2026-13-02"], "--after"),
        (["confirm", "--after", "20261102"], "--after"),
        (["filing", "--after", "2026-11-02", "--extended"], "--extended"),
        (["soon", "--after", "2026-11-02"], "soon"),
    ],
)
def test_wrong_input_is_said_on_standard_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--json"]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert json.loads(printed.out)["error"] in printed.err
    assert run(arguments) == 2
    assert capsys.readouterr().out == ""


def test_a_limit_of_the_place_asks_its_parameter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["check-objection", "--after", "2026-11-02", "--division", "140502100", "--json"]
    assert run(asked) == 1
    assert json.loads(capsys.readouterr().out) == {"must_set": ["check_objection_days"]}
    values = tmp_path / "place.toml"
    values.write_text(
        'title = "某区规定"\ndivision = "140502"\nsince = 2026-01-01\n[values]\ncheck_objection_days = 10\n'
    )
    assert run([*asked, "--parameters", str(values)]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-11-16"
    assert run([*asked, "--division", "140503", "--parameters", str(values)]) == 1
