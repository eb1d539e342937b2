"""`doudi ledger check|import`: the answers of CONTRACTS, exit codes, sentences; checking loads no Django."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import cast
from doudi.command.ledger import run
from doudi.payments.ledger.columns import Column
from doudi.payments.models import LedgerImport, LedgerImportRow
from payments.ledger.workbooks import SAMPLE, TRUTH, good_row, workbook


def answered(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


def file_of(folder: Path, content: bytes, name: str = "台账.xlsx") -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def test_the_samples_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answered(["check", str(SAMPLE), "--json", "--on", "2026-11-02"], capsys)
    answer, truth = json.loads(out), json.loads(TRUTH.read_text(encoding="utf-8"))
    assert (code, err, out.count("\n")) == (1, "", 1)
    assert set(answer) == {"sheets", "totals"}
    assert answer["totals"] == {"take": 372, "ask": 18, "refuse": 10}
    for sheet, expected in zip(answer["sheets"], truth["sheets"], strict=True):
        assert (sheet["name"], sheet["header_row"]) == (expected["name"], expected["header_row"])
        assert [(row["row"], row["outcome"]) for row in sheet["rows"]] == [
            (row["row"], row["outcome"]) for row in expected["rows"]
        ]
    problems = [problem for sheet in answer["sheets"] for row in sheet["rows"] for problem in row["problems"]]
    assert all(set(problem) == {"column", "code", "text"} and all(problem.values()) for problem in problems)


def test_the_answer_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answered(["check", str(SAMPLE)], capsys)
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "合计：400 户，可导入 372 户，待核实 18 户，退回 10 户"
    at = lines.index("  第 106 行　待核实")
    assert lines[at + 1] == "      银行账号：没有填银行账号，填好之前不能发放"


def test_a_clean_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answered(["check", file_of(tmp_path, workbook([good_row(1)]))], capsys)
    assert (code, err) == (0, "")
    assert "1 户，可导入 1 户" in out


def test_a_title_without_a_month_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(tmp_path, workbook([good_row(1)], above=[["农村低保台账"]]))
    code, _, err = answered(["check", file, "--on", "2026-11-02"], capsys)
    assert (code, "按 2026年11月 核对" in err) == (0, True)


def test_a_month_without_a_standard_is_never_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(tmp_path, workbook([good_row(1)], above=[["农村低保台账（2020年5月）"]]))
    code, out, err = answered(["check", file], capsys)
    assert (code, out) == (2, "")
    assert "没有 2020年05月 的城市、农村低保标准" in err


def without_base() -> bytes:
    return workbook([good_row(1)], order=[column for column in Column if column is not Column.BASE])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("台账.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        ("台账.xlsx", "户主姓名,身份证号".encode, "CSV"),
        ("台账.xlsx", lambda: b"PK\3\4" + bytes(90), "损坏"),
        ("台账.xlsx", without_base, "月保障金额"),
    ],
    ids=["old", "text", "broken", "column"],
)
def test_a_refused_file(
    tmp_path: Path, name: str, content: Callable[[], bytes], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = answered(["check", file_of(tmp_path, content(), name), "--json"], capsys)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["check", "没有.xlsx"], "找不到"),
        (["check", str(SAMPLE), "--on", "2026-13-01"], "--on"),
        (["check", "\0"], "找不到"),
    ],
)
def test_wrong_words(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answered(argv, capsys)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("argv", [[], ["weigh", "x"], ["check"], ["import", "x.xlsx"]])
def test_missing_words(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as found:
        run(argv)
    assert found.value.code == 2


def test_checking_loads_no_django() -> None:
    script = (
        "import sys; from doudi.command.main import main; code = main(sys.argv[1:]);"
        "print(code, [name for name in sys.modules if name.split('.')[0] in {'django', 'psycopg'}], file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, "ledger", "check", str(SAMPLE), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stderr.strip() == "1 []"


@pytest.fixture
def brought(tmp_path: Path) -> str:
    """Three rows: one good, one to ask about, one refused."""
    rows = [good_row(number) for number in (1, 2, 3)]
    rows[1][Column.BANK], rows[2][Column.VILLAGE] = None, "不存在的村"
    return file_of(tmp_path, workbook(rows))


@pytest.mark.django_db
def test_import_answers_row_by_row_and_hands_the_workbook_back(
    brought: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.officer("data")
    argv = ["import", brought, "--by", "data", "--on", "2026-11-02", "--json"]
    code, out, err = answered(argv, capsys)
    answer = json.loads(out)
    assert code == 1
    assert answer["totals"] == {"take": 1, "ask": 1, "refuse": 1}
    (sheet,) = answer["sheets"]
    assert (sheet["name"], sheet["header_row"]) == ("农村低保", 3)
    assert [(row["row"], row["outcome"]) for row in sheet["rows"]] == [(4, "take"), (5, "ask"), (6, "refuse")]
    assert sheet["rows"][1]["problems"] == [{"column": "开户银行", "code": "bank_missing", "text": "没有填开户银行"}]
    (handed_back,) = tmp_path.glob("*退回更正*.xlsx")
    assert str(handed_back) in err
    assert load_workbook(handed_back).active.cell(3, len(Column) + 1).value == "错误原因"
    assert answered(argv, capsys)[:2] == (code, out)
    assert (LedgerImport.objects.count(), LedgerImportRow.objects.count()) == (1, 3)


@pytest.mark.django_db
def test_import_of_a_clean_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.officer("clerk")
    file = file_of(tmp_path, workbook([good_row(1)]))
    code, out, _ = answered(["import", file, "--by", "clerk", "--on", "2026-11-02"], capsys)
    assert (code, list(tmp_path.iterdir())) == (0, [Path(file)])
    assert out.startswith("合计：1 户，可导入 1 户")


@pytest.mark.django_db
def test_a_towns_login_and_rows_of_another_town(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.officer("elsewhere")
    file = file_of(tmp_path, workbook([good_row(1)]))
    code, out, _ = answered(["import", file, "--by", "elsewhere", "--on", "2026-11-02", "--json"], capsys)
    row = json.loads(out)["sheets"][0]["rows"][0]
    assert (code, row["outcome"], [problem["code"] for problem in row["problems"]]) == (1, "refuse", ["other_town"])


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "said"), [("nobody", "没有“nobody”"), ("auditor", "--by")])
def test_somebody_who_may_not_import(brought: str, who: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    cast.officer("auditor")
    code, out, err = answered(["import", brought, "--by", who, "--on", "2026-11-02"], capsys)
    assert (code, out) == (2, "")
    assert said in err
    assert not LedgerImport.objects.exists()
