"""`doudi assess` at its door: answers, exit codes, lines of a .jsonl, and faults said in words."""

import json
from pathlib import Path
from typing import Any

import pytest

from doudi.command.assess import run

GOLDEN = Path("tests/data/golden")
DEMO = Path("src/doudi/law/parameters/demo/demo-parameters.toml")

MANY_NINES = (
    '{"programme": "subsistence_allowance", "on": "2026-11-02", "area": "urban", "persons": [{"id": "a", '
    '"relation": "head", "born": "1980-01-01", "refused_work": ' + "9" * 5000 + "}]}"
)


def written(folder: Path, name: str, *households: Any) -> str:
    file = folder / name
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in households) + "\n")
    return str(file)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(("name", "code"), [("1-granted", 0), ("2-elder", 0), ("3-refused", 1), ("4-hardship", 0)])
def test_one_object_and_the_exit_code(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(GOLDEN / f"{name}.json"), "--json"]) == code
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert set(answer) == {
        *(["outcome", "amounts", "members", "income_per_head", "self_care", "lines", "reasons", "must_set"]),
    }
    assert all(
        set(line) == {"name", "label", "value", "unit", "inputs", "clause", "source"} for line in answer["lines"]
    )
    assert all(set(reason) == {"code", "text", "clause"} for reason in answer["reasons"])
    assert printed.err == ""


def test_the_report_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(GOLDEN / "1-granted.json")]) == 0
    report = capsys.readouterr().out
    assert "结论：符合条件" in report
    assert "月保障金额 870.00 元/月 = 790.00 × 3 − 1,500.00" in report


def test_a_set_of_local_values_may_be_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "facts.json", golden("1-granted") | {"parameters": {}})
    assert run([file, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "must_set"
    assert run([file, "--json", "--parameters", str(DEMO)]) == 0
    assert json.loads(capsys.readouterr().out)["amounts"]["total"] == "870.00"


def test_one_answer_a_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = golden("1-granted") | {"on": "2026-13-01"}
    file = written(tmp_path, "many.jsonl", golden("1-granted"), wrong, golden("3-refused"), "{", "")
    assert run([file]) == 2
    printed = capsys.readouterr()
    answers = [json.loads(line) for line in printed.out.splitlines()]
    assert [each.get("outcome", "error") for each in answers] == [
        "eligible",
        "error",
        "low_income_edge",
        "error",
        "error",
    ]
    assert set(answers[1]) == {"error"}
    assert answers[1]["error"].startswith("on: ")
    assert "第 2 行" in printed.err


@pytest.mark.parametrize(("names", "code"), [(["1-granted", "2-elder"], 0), (["1-granted", "3-refused"], 1), ([], 2)])
def test_the_exit_code_of_many(names: list[str], code: int, tmp_path: Path) -> None:
    assert run([written(tmp_path, "many.jsonl", *(golden(name) for name in names)), "--json"]) == code


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSON"),
        ('{"on": NaN}', "NaN"),
        ('{"on": "2026-11-02", "on": "2026-11-03"}', "on: 同一对象中这一项写了两次"),
        ('{"persons": [{"income": [{"per": "month", "per": "year"}]}]}', "persons[0].income[0].per: "),
        (MANY_NINES, "persons[0].refused_work: 不能大于"),
        ("[" * 100_000, "JSON"),
        ('{"\\ud800": 1}', "没有这一项"),
        ('"text"', "对象"),
    ],
)
def test_wrong_input_is_said_in_words(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "facts.json", content)
    assert run([file, "--json"]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert json.loads(printed.out)["error"] in printed.err
    assert run([file]) == 2
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "nothing.json")]) == 2
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\xff")
    assert run([str(tmp_path / "picture.json")]) == 2
    told = capsys.readouterr().err
    assert "无法读取文件" in told
    assert "不是 UTF-8" in told


def test_the_path_of_a_person_is_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = golden("1-granted")
    raw["persons"][1]["born"] = "2027-01-01"
    assert run([written(tmp_path, "facts.json", raw)]) == 2
    assert capsys.readouterr().err.startswith("persons[1].born: ")
