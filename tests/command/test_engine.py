"""`doudi engine`: a snapshot's households in figures, answers as files that are not computed twice, wrong input said."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import nation
from doudi.command.engine import run
from doudi.engine import run as runners
from doudi.engine.snapshot import DESCRIPTION, Batch
from doudi.engine.tables import COLUMNS
from doudi.law.parameters import DEMO

ON = ["--on", "2026-11-02"]
DEMO_VALUES = ["--parameters", str(DEMO)]


@pytest.fixture
def batches(tmp_path: Path) -> list[Batch]:
    """Ninety invented households in three batches."""
    return nation.write(tmp_path / "snapshot", 90, most=30)


def answered(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_figures_of_all_households(batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["--snapshot", str(tmp_path / "snapshot"), *ON, *DEMO_VALUES, "--out", str(tmp_path / "answers"), "--json"]
    code, out, err = answered(argv, capsys)
    told = json.loads(out)
    rows = pq.read_table(tmp_path / "answers").to_pylist()
    assert (code, told["households"], told["batches"], told["skipped"], told["engine"]) == (0, 90, 3, 0, "duckdb")
    assert [line[:7] for line in err.splitlines()] == ["第 1/3 批", "第 2/3 批", "第 3/3 批"]
    assert len({row["household"] for row in rows}) == 90
    assert told["eligible"] == sum(row["outcome"] == "eligible" for row in rows) > 0
    assert told["total"] == f"{sum(row['base'] + row['supplement_paid'] + row['care'] for row in rows) / 100:.2f}"
    assert (told["open"], told["missing"]) == (0, [])


def test_a_batch_whose_answers_lie_there_is_left_as_it_is(
    batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "answers"
    argv = ["--snapshot", str(tmp_path / "snapshot"), *DEMO_VALUES, "--out", str(out), "--json"]
    first = json.loads(answered([*argv, *ON], capsys)[1])
    (out / f"{batches[1].folder.name}.parquet").unlink()
    kept = out / f"{batches[0].folder.name}.parquet"
    written = kept.stat().st_mtime_ns
    again = json.loads(answered([*argv, *ON], capsys)[1])
    assert again["skipped"] == 2
    assert kept.stat().st_mtime_ns == written
    assert {name: again[name] for name in ("eligible", "total")} == {
        name: first[name] for name in ("eligible", "total")
    }
    another_day = json.loads(answered([*argv, "--on", "2026-12-01"], capsys)[1])
    assert another_day["skipped"] == 0
    kept.write_bytes(b"cut off")
    assert json.loads(answered([*argv, "--on", "2026-12-01"], capsys)[1])["skipped"] == 2


def test_in_words_what_stays_open_is_named(
    batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batches
    code, out, _err = answered(["--snapshot", str(tmp_path / "snapshot"), *ON], capsys)
    assert code == 0
    assert out.startswith("2026-11-02：90 户，用时")
    assert "有参数尚未设定，算不出" in out
    assert "rounding" in out


def test_wrong_input_is_said(batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--snapshot", str(tmp_path / "snapshot")]
    wrong = {
        "--snapshot：": ["--snapshot", str(tmp_path / "nothing"), *ON],
        "--on：": [*folder, "--on", "2026-13-01"],
        "--parameters：": [*folder, *ON, "--parameters", str(tmp_path / "none.toml")],
        "--out：": [*folder, *ON, *DEMO_VALUES, "--out", str(batches[0].file("persons"))],
    }
    for said, argv in wrong.items():
        code, out, err = answered(argv, capsys)
        assert (code, out) == (2, "")
        assert said in err


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"shape": {}, "divisions": []}'])
def test_a_broken_description_is_named(
    batches: list[Batch], tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (batches[1].folder / DESCRIPTION).write_text(text)
    code, out, err = answered(["--snapshot", str(tmp_path / "snapshot"), *ON], capsys)
    assert (code, out) == (2, "")
    assert f"00001/{DESCRIPTION}：说明文件已损坏" in err


def test_a_broken_table_is_named(batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batches[2].file("flows").write_bytes(b"PAR1")
    assert "flows.parquet：文件缺失或已损坏" in answered(["--snapshot", str(tmp_path / "snapshot"), *ON], capsys)[2]
    persons = pq.read_table(batches[1].file("persons"))
    pq.write_table(persons.drop_columns(["born"]), batches[1].file("persons"))
    assert "persons.parquet：缺少 born 列" in answered(["--snapshot", str(tmp_path / "snapshot"), *ON], capsys)[2]
    assert "born" in COLUMNS["persons"]


def test_an_engine_that_is_not_installed_says_how_to_have_it(
    batches: list[Batch], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batches
    monkeypatch.setattr(runners, "RUNNERS", {"spark": "no_such_spark"})
    code, out, err = answered(["--snapshot", str(tmp_path / "snapshot"), *ON, "--engine", "spark"], capsys)
    assert (code, out) == (2, "")
    assert "pip install 'doudi[spark]'" in err
