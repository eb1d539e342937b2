"""`doudi snapshot`: the register's facts as files that `doudi engine` computes, without a name or number."""

import json
from pathlib import Path

import pytest

from doudi.command import engine, snapshot
from doudi.households.models import Member
from factories import golden
from payments.making import HERE, opened
from payments.test_uplift import granted_rightly

pytestmark = pytest.mark.django_db
ON = ["--on", "2026-12-01"]


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def test_what_is_written_is_computed_to_what_is_paid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    award = granted_rightly()
    folder = tmp_path / "register"
    assert snapshot.run([str(folder), *ON]) == 0
    assert capsys.readouterr().out.strip() == "在享待遇 1 笔，写出 1 笔，分 1 批"
    asked = [
        "--snapshot",
        str(folder),
        *ON,
        "--parameters",
        str(golden.DEMO_PARAMETERS),
        "--out",
        str(tmp_path / "out"),
    ]
    assert engine.run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["households"] == 1
    assert str(award.amount) in json.dumps(told)


def test_no_name_and_no_number_is_in_the_files(tmp_path: Path) -> None:
    opened([HERE] * 3)
    folder = tmp_path / "register"
    assert snapshot.run([str(folder), *ON, "--json"]) == 0
    written = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for member in Member.objects.all():
        assert member.name.encode() not in written
        assert member.id_number.encode() not in written


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot.run([str(tmp_path)]) == 2
    assert "已有这个文件夹" in capsys.readouterr().err


def test_a_day_that_isnt_one_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot.run([str(tmp_path / "x"), "--on", "昨天"]) == 2
    assert "--on：" in capsys.readouterr().err
