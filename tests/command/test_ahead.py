"""`doudi ahead`: one JSON object without names, a workbook with names only for whoever may have them, wrong input said."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cast import OTHER_TOWN, TOWN, VILLAGE, acting
from doudi.audit.models import Entry
from doudi.command.ahead import run
from doudi.households.models import Member
from doudi.payments.models import Award
from factories import golden
from households.making import family, person
from payments.making import with_awards

pytestmark = pytest.mark.django_db
ON = ["--on", "2026-12-01"]


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


@pytest.fixture
def member() -> Member:
    """A father of a family of the ledger who turns seventy on 2027-01-15."""
    people = [person("张有福", born=date(1957, 1, 15), able_to_work=False)]
    with_awards([family(town=TOWN, village=VILLAGE, members=people)])
    return Member.objects.get()


def answered(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_one_json_object_with_surrogate_keys_and_no_name(member: Member, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answered([*ON, "--json"], capsys)
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert "张有福" not in out
    assert member.id_number not in out
    (row,) = told["coming"]
    assert (row["kind"], row["on"], row["who"], row["household"]) == (
        "age_70", "2027-01-15", str(member.pk), str(member.household_id),
    )  # fmt: skip
    assert (row["award"], row["case"], row["village"]) == (Award.objects.get().pk, None, VILLAGE)
    assert row["turns"] == [
        {"rule": "person_supplement", "label": "分类施保金", "before": "0.00 元/月", "after": "100.00 元/月"}
    ]
    assert told["months"] == {"2026-12": 0, "2027-01": 1, "2027-02": 0, "2027-03": 0}
    assert (told["on"], told["until"], told["values"], told["unread"]) == ("2026-12-01", "2027-03-01", [], [])


@pytest.mark.parametrize(
    ("more", "count"),
    [
        (["--division", TOWN], 1),
        (["--division", VILLAGE], 1),
        (["--division", OTHER_TOWN], 0),
        (["--months", "1"], 0),
        (["--months", "12"], 2),  # and the yearly review
    ],
)
def test_a_place_and_a_number_of_months(
    member: Member, more: list[str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert member.pk
    code, out, _err = answered([*ON, *more, "--json"], capsys)
    assert (code, len(json.loads(out)["coming"])) == (0, count)


def test_in_words_without_json(member: Member, capsys: pytest.CaptureFixture[str]) -> None:
    assert member.pk
    code, out, _err = answered(ON, capsys)
    assert code == 0
    assert out.splitlines()[0] == "2026-12-01 至 2027-03-01：1 件"
    assert "2027-01-15　满70周岁" in out
    assert "张有福" not in out


def lines(file: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_names_nobody_unless_somebody_answers_for_it(
    member: Member, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ahead.xlsx"
    assert answered([*ON, "--xlsx", str(file)], capsys)[0] == 0
    told = lines(file)
    assert told[1][0] == "不含姓名：以内部编号代替"
    assert told[3][3:5] == [str(member.household_id), str(member.pk)]
    assert not Entry.objects.filter(verb="access.exported").exists()
    acting("clerk", "2026-12-01")
    assert answered([*ON, "--xlsx", str(file), "--by", "clerk"], capsys)[0] == 0
    told = lines(file)
    assert "导出人：秦海峰" in str(told[1][0])
    assert told[3][3:8] == ["张有福", "张有福", "城市低保", "满70周岁", "2027-01-15"]
    entry = Entry.objects.get(verb="access.exported")
    assert (entry.facts, entry.object_key) == ({"what": "ahead", "lines": 1}, "ahead")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--on", "2026-13-01"], "--on："),
        (["--months", "0"], "--months："),
        (["--months", "13"], "--months："),
        (["--months", "x"], "--months："),
        (["--division", "999999"], "--division：没有"),
        ([*ON, "--by", "maker"], "--by："),
        ([*ON, "--by", "nobody"], "--by："),
        ([*ON, "--by", "clerk", "--division", OTHER_TOWN], "--division：clerk 的辖区是"),
        ([*ON, "--xlsx", "/nowhere/at/all.xlsx"], "--xlsx："),
    ],
)
def test_wrong_input_is_said(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    acting("clerk", "2026-12-01")
    acting("maker", "2026-12-01")
    code, out, err = answered(argv, capsys)
    assert (code, out) == (2, "")
    assert err.startswith(said)
