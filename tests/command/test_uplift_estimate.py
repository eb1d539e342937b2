"""`doudi uplift` and `doudi estimate`: lists and sums without names; wrong input said; nothing kept."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from doudi.command import estimate, uplift
from doudi.payments.models import Estimate, Recalculation
from factories import golden
from payments.test_uplift import granted_rightly, standard_raised

pytestmark = pytest.mark.django_db
ON = ["--on", "2026-12-01"]


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


@pytest.fixture
def supposed(tmp_path: Path) -> Path:
    """A set of one place: another standard from February on."""
    file = tmp_path / "supposed.toml"
    file.write_text(
        'title = "假设"\ndivision = "140502"\nsince = 2027-02-01\n[values.allowance_standard]\nurban = "850.00"\n'
        'rural = "850.00"\n',
        encoding="utf-8",
    )
    return file


def test_an_uplift_is_listed_by_surrogate_keys_and_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    award = granted_rightly()
    standard_raised()
    assert uplift.run(["--month", "2027-01", *ON, "--json"]) == 0
    out, err = capsys.readouterr()
    (row,) = json.loads(out)["rows"]
    assert (row["award"], row["verdict"], row["was"]) == (award.pk, "higher", str(award.amount))
    assert Decimal(row["amount"]) - Decimal(row["was"]) == 120
    assert "陈建国" not in out
    assert "已算 100%" in err
    assert not Recalculation.objects.exists()


def test_an_uplift_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    granted_rightly()
    standard_raised()
    assert uplift.run(["--month", "2027-01", *ON]) == 0
    assert "提高　1 笔" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--month", "2027-1"], "--month：月份应写成 2026-12 的样子"),
        (["--month", "2025-11", *ON], "--month：应当在 2026-12 前后 12 个月以内"),
        (["--month", "2027-01", "--on", "明天"], "--on："),
    ],
)
def test_wrong_input_of_an_uplift_is_said(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert uplift.run(argv) == 2
    assert sentence in capsys.readouterr().err


def test_an_estimate_adds_up_and_is_not_kept(supposed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    award = granted_rightly()
    argv = [*ON, "--months", "2", "--parameters", str(supposed), "--joining", "subsistence_allowance=0", "--json"]
    assert estimate.run(argv) == 0
    january, february = json.loads(capsys.readouterr().out)["lines"]
    assert (january["total"], january["standard"]) == (str(award.amount), "0.00")
    assert (february["standard"], Decimal(february["total"])) == ("120.00", award.amount + 120)
    assert not Estimate.objects.exists()


def test_an_estimate_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    award = granted_rightly()
    assert estimate.run([*ON, "--months", "1", "--joining", "subsistence_allowance=0"]) == 0
    assert f"2027-01　{award.amount:,.2f} 元" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--months", "0"], "--months：应当是 1 至 36 的整数"),
        (["--joining", "5"], "--joining：应写成"),
        (["--joining", "subsistence_allowance=几"], "--joining：“几”不是数"),
        (["--joining", "subsistence_allowance=NaN"], "不是可用的户数"),
        (["--parameters", "/nowhere/at.toml"], "--parameters：无法读取文件"),
    ],
)
def test_wrong_input_of_an_estimate_is_said(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert estimate.run(argv) == 2
    assert sentence in capsys.readouterr().err
