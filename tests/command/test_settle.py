"""`doudi settle`: months settled from a file; wrong input said at its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from doudi.command.settle import run
from doudi.law.parameters import DEMO

FACTS = {
    "programme": "subsistence_allowance", "on": "2026-06-01", "division": "140502001", "area": "urban",
    "persons": [{"id": "a", "relation": "head", "born": "1980-08-15", "able_to_work": False}],
}  # fmt: skip


def asked(tmp_path: Path, **other: Any) -> list[str]:
    file = tmp_path / "asked.json"
    told = {
        "facts": FACTS,
        "from": "2026-07",
        "to": "2026-09",
        "paid": {"2026-07": "790.00", "2026-08": "900.00"},
        **other,
    }
    file.write_text(json.dumps({name: value for name, value in told.items() if value is not ...}), encoding="utf-8")
    return [str(file), "--parameters", str(DEMO), "--json"]


def test_months_are_settled_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(asked(tmp_path, happened="2026-07-10", decided="2026-10-08")) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(row["arrears"], row["clawback"]) for row in told["months"]] == [
        ("0.00", "0.00"), ("0.00", "110.00"), ("790.00", "0.00"),
    ]  # fmt: skip
    assert (told["arrears"], told["clawback"], told["stop_month"]) == ("790.00", "110.00", "2026-11")


def test_nothing_to_settle_is_exit_0(tmp_path: Path) -> None:
    assert run(asked(tmp_path, to="2026-07", paid={"2026-07": "790.00"})) == 0


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"from": ...}, "from: 缺这一项"),
        ({"from": "2026-7"}, "from: "),
        ({"to": "2026-06"}, "to: 应当不早于 from"),
        ({"paid": {"2026-12": "1.00"}}, "paid.2026-12: 没有这一项"),
        ({"paid": {"2026-07": "1"}}, "paid.2026-07: "),
        ({"paid": {"2026-07": 1}}, "paid.2026-07: "),
        ({"happened": "昨天"}, "happened: "),
        ({"facts": {**FACTS, "area": "city"}}, "area: "),
        ({"from": "1979-01", "to": "1979-03", "paid": {}}, "还没有出生"),
        ({"more": 1}, "more: 没有这一项"),
    ],
)
def test_wrong_input_is_said_at_its_place(
    other: dict[str, Any], place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = asked(tmp_path, **other)
    assert run(argv) == 2
    assert place in capsys.readouterr().err


def test_no_file_and_no_json_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "none.json")]) == 2
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert run([str(broken)]) == 2
    assert capsys.readouterr().err.count("无法结算") == 2
