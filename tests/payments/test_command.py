"""`doudi payroll`: computes up to 待复核 by a finance maker, tells how a month stands, and says what is wrong."""

import json

import pytest

import cast
from doudi.command.payroll import run
from doudi.households.models import Household
from doudi.payments.models import Returned, Run
from households.making import VILLAGE
from payments.making import HERE, approved, opened
from payments.returning import but, corrected, exported, sent_again, taken

pytestmark = pytest.mark.django_db
RUN = ["run", "2026-12", "--programme", "subsistence_allowance", "--on", "2026-12-01"]


def answered(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(argv)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_only_maker_computes_and_nothing_is_approved(capsys: pytest.CaptureFixture[str]) -> None:
    cast.officer("maker")
    opened([HERE])
    code, out, err = answered([*RUN, "--json"], capsys)
    told = json.loads(out)
    assert (code, err, told["state"], told["title"]) == (0, "", "computed", "待复核")
    assert (told["households"], told["total"], told["rosters_missing"]) == (1, "400.00", ["北石店镇"])
    made = Run.objects.get()
    assert (made.computed_by, made.checked_by, made.approved_by) == ("maker", "", "")
    assert json.loads(answered([*RUN, "--json"], capsys)[1]) == told


def test_a_run_that_is_past_it_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    cast.officer("maker")
    opened([HERE])
    made = approved()
    code, out, err = answered(RUN, capsys)
    assert (code, out.splitlines()[0]) == (0, "FF-140502-2026-12-DB　待导出")
    assert "不再计算" in err
    assert Run.objects.get().version == made.version


def test_several_makers_must_be_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = answered(RUN, capsys)
    assert (code, "没有人" in err) == (2, True)
    cast.officer("maker")
    cast.PEOPLE["maker2"] = ("柳二", cast.PEOPLE["maker"][1], cast.DISTRICT)
    cast.officer("maker2")
    code, _out, err = answered(RUN, capsys)
    del cast.PEOPLE["maker2"]
    assert (code, "maker、maker2" in err) == (2, True)
    assert answered([*RUN, "--by", "maker2"], capsys)[0] == 0
    assert answered([*RUN, "--by", "checker"], capsys)[0] == 2


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["run", "2026-13", "--programme", "subsistence_allowance"], "月份应写成"),
        (["status", "202612"], "月份应写成"),
        ([*RUN[:-1], "12-01"], "--on"),
    ],
)
def test_wrong_input_says_where(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answered(argv, capsys)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("argv", [["run", "2026-12"], ["run", "2026-12", "--programme", "heating"], ["pay"]])
def test_unknown_words_are_refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        run(argv)
    assert refusal.value.code == 2
    assert "doudi payroll" in capsys.readouterr().err


def test_status_tells_the_month(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = answered(["status", "2026-12", "--json"], capsys)
    assert (code, json.loads(out)["runs"][0]["state"]) == (0, None)
    cast.officer("maker")
    opened([HERE])
    answered(RUN, capsys)
    _code, out, _err = answered(["status", "2026-12"], capsys)
    assert out.splitlines() == [
        "FF-140502-2026-12-DB　待复核",
        "1 户 1 人，保障金 300.00 元，分类施保金 100.00 元，合计 400.00 元",
        "还等确认花名册：北石店镇",
    ]
    assert VILLAGE.startswith(HERE[0])


def test_status_tells_what_the_bank_answered_and_what_is_paid_again(capsys: pytest.CaptureFixture[str]) -> None:
    opened([HERE] * 3)
    run_ = exported()
    assert "银行还没有回盘，3 笔 1200.00 元" in answered(["status", "2026-12"], capsys)[1]
    taken(run_, but(0))
    told = answered(["status", "2026-12"], capsys)[1]
    assert "回盘：到账 2 笔 800.00 元，退票 1 笔 400.00 元，未回盘 0 笔 0.00 元" in told
    corrected(Household.objects.get(pk=Returned.objects.filter(result="failed")[0].household_id))
    sent_again()
    assert "重发：CF-140502-2026-12-DB-01　已导出　1 户 400.00 元" in answered(["status", "2026-12"], capsys)[1]
    (found,) = json.loads(answered(["status", "2026-12", "--json"], capsys)[1])["runs"]
    assert (found["number"], found["returned"]["failed"], len(found["reissues"])) == (run_.number, 1, 1)
