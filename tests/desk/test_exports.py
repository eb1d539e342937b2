"""Exports: small at once, large by the queue with a reason; sealed, for who asked, a day long; no cell acts."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from unittest import mock

import openpyxl
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import acting
from crowd import fill
from doors import client_of, set_day
from doudi.accounts import exports as kept
from doudi.accounts.areas import walled
from doudi.accounts.models import Export, Officer, PostHeld
from doudi.audit.models import Entry
from doudi.cases.models import Case
from doudi.desk.exports import make
from doudi.desk.tasks import drop_expired_exports, make_export
from doudi.payments.awards import open_awards
from doudi.payments.ledger.checking import check
from doudi.payments.ledger.guard import admit
from doudi.payments.ledger.reading import read
from doudi.payments.models import Award
from factories import golden, turns

pytestmark = pytest.mark.django_db
NEW = "/desk/exports/new/"


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-06")


def book(answer) -> openpyxl.Workbook:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows(sheet) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_a_small_list_comes_at_once_with_its_columns_and_who_took_it() -> None:
    case, other = golden.accepted(), golden.confirmed(golden.chen(200))
    answer = client_of("clerk").post(NEW, {"what": "cases", "asked": "state=surveying"})
    told = rows(book(answer).active)
    assert told[0][0] == "案件表（2026-11-06）"
    assert re.search(r"导出人：秦海峰　\d{4}-\d\d-\d\d \d\d:\d\d　编号 DC-20261106-\w{6}", str(told[1][0]))
    assert told[2][:5] == ("序号", "户主", "最近期限", "到期日", "状态")
    assert [row[1] for row in told[3:]] == ["陈建国"]
    assert case.number in told[3]
    assert other.number not in {value for row in told for value in row}
    name = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="DC-20261106-\w{6}\.xlsx"', name)
    entry = Entry.objects.get(verb="access.exported")
    assert entry.facts == {"what": "cases", "lines": 1}


def test_ticked_rows_only_and_nothing_ticked_is_said() -> None:
    first, second = golden.accepted(), golden.accepted(golden.chen(200))
    client = client_of("clerk")
    told = rows(book(client.post(NEW, {"what": "cases", "batch": "1", "numbers": [second.number]})).active)
    assert len(told) == 4
    assert second.number in told[3]
    assert first.number not in told[3]
    assert client.post(NEW, {"what": "cases", "batch": "1"}).status_code == 409


def test_no_row_of_another_area_comes_along() -> None:
    case = golden.accepted()
    assert client_of("elsewhere").post(NEW, {"what": "cases", "numbers": [case.number]}).status_code == 409


@pytest.mark.parametrize(
    "name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "＝1", 'HYPERLINK("http://x")', "http://x.cn"]
)
def test_what_looks_like_a_formula_is_text(name: str) -> None:
    case = golden.accepted()
    Case.objects.filter(pk=case.pk).update(head_name=name)
    sheet = book(client_of("clerk").post(NEW, {"what": "cases", "asked": ""})).active
    cell = sheet.cell(4, 2)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", name, None)
    assert cell.quotePrefix == name.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_above_two_hundred_rows_it_asks_why_and_queues_a_key() -> None:
    golden.accepted()
    fill(250)
    client = client_of("clerk")
    asked = client.post(NEW, {"what": "cases", "asked": "view=all"}).content.decode()
    assert "事由" in asked
    assert not Export.objects.exists()
    assert client.post(NEW, {"what": "cases", "asked": "view=all", "reason": "x"}).status_code == 200
    answer = client.post(NEW, {"what": "cases", "asked": "view=all&state=surveying", "reason": "报区民政局核对"})
    assert answer.headers["Location"] == "/desk/exports/"
    export, job = Export.objects.get(), ProcrastinateJob.objects.get()
    assert job.args == {"key": str(export.key)}
    assert "surveying" not in Export.objects.raw("select key, query::text as told from accounts_export")[0].told
    assert Entry.objects.get(verb="export.asked").facts["reason"] == "报区民政局核对"
    shown = client.get("/desk/exports/").content.decode()
    assert "排队中" in shown
    assert client.get(f"/desk/exports/{export.key}/").status_code == 404
    make_export(key=job.args["key"])
    shown = client.get("/desk/exports/").content.decode()
    assert "可下载" in shown
    told = rows(book(client.get(f"/desk/exports/{export.key}/")).active)
    assert len(told) == 3 + export.rows == 3 + Case.objects.count()


def test_a_killed_worker_is_followed_by_another_with_one_result() -> None:
    golden.accepted()
    fill(600)
    clerk = acting("clerk", "2026-11-06")
    export = kept.ask(what="cases", query={"asked": ""}, rows=601, reason="核对", acting=clerk)
    with mock.patch("doudi.desk.exports.values", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        make(export.key)
    assert Export.objects.get().state == "running"
    assert make(export.key)
    export.refresh_from_db()
    assert (export.state, export.rows, export.done) == ("ready", 601, 601)
    first = bytes(export.sealed or b"")
    assert not make(export.key)  # asked again: it is over
    export.refresh_from_db()
    assert bytes(export.sealed or b"") == first


def test_the_result_is_sealed_is_the_askers_and_gone_after_a_day() -> None:
    golden.accepted()
    clerk = acting("clerk", "2026-11-06")
    export = kept.ask(what="cases", query={"asked": ""}, rows=1, reason="", acting=clerk)
    make(export.key)
    export.refresh_from_db()
    assert b"PK\x03\x04" not in bytes(export.sealed or b"")
    assert client_of("leader").get(f"/desk/exports/{export.key}/").status_code == 404
    assert client_of("clerk").get(f"/desk/exports/{export.key}/").status_code == 200
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client_of("clerk").get(f"/desk/exports/{export.key}/").status_code == 404
    drop_expired_exports(timestamp=0)
    export.refresh_from_db()
    assert (export.state, export.sealed) == ("gone", None)


def test_who_holds_the_post_no_more_gets_nothing() -> None:
    golden.accepted()
    clerk = acting("clerk", "2026-11-06")
    for change in (
        lambda: Officer.objects.filter(login="clerk").update(is_active=False),
        lambda: PostHeld.objects.filter(officer__login="clerk").update(until="2026-11-05"),
    ):
        export = kept.ask(what="cases", query={"asked": ""}, rows=1, reason="", acting=clerk)
        change()
        assert not make(export.key)
        export.refresh_from_db()
        assert export.state == "failed"
        Officer.objects.update(is_active=True)


def test_the_ledger_has_the_bureaus_columns_and_can_be_taken_in_again(settings) -> None:
    set_day(settings, "2026-12-01")
    case = golden.granted()
    open_awards(acting=acting("maker", "2026-12-01"))
    client = client_of("clerk")
    assert (
        "完整的身份证号" in client.post(NEW, {"what": "ledger", "programme": "subsistence_allowance"}).content.decode()
    )
    client.post(NEW, {"what": "ledger", "programme": "subsistence_allowance", "reason": "报区民政局核对"})
    make_export(**ProcrastinateJob.objects.get().args)
    export = Export.objects.get()
    content = client.get(f"/desk/exports/{export.key}/").content
    mine, sample = openpyxl.load_workbook(io.BytesIO(content)), openpyxl.load_workbook("tests/data/ledger-2026-10.xlsx")
    assert mine.sheetnames == sample.sheetnames[:2] == ["城市低保", "农村低保"]
    for name in mine.sheetnames:
        ours, theirs = mine[name], sample[name]
        assert [cell.value for cell in ours[3]] == [cell.value for cell in theirs[3]]
        assert [str(area) for area in ours.merged_cells.ranges] == [str(area) for area in theirs.merged_cells.ranges]
        assert str(ours["A1"].value) == str(theirs["A1"].value).replace("10月", "12月")
        assert ours.freeze_panes == theirs.freeze_panes
    line = dict(
        zip((cell.value for cell in mine["城市低保"][3]), (cell.value for cell in mine["城市低保"][4]), strict=True)
    )
    award = Award.objects.get(household=case.household)
    assert (line["户主姓名"], line["保障人口"], line["月发放合计(元)"]) == ("陈建国", 3, 870)
    assert line["低保证号"] == award.certificate_number
    assert line["人均年收入(元)"] == 6000
    assert (line["房屋面积(㎡)"], line["计算方式"]) == (62, "补差")
    assert mine["城市低保"].cell(5, 1).value == "合计"
    standards = {"urban": Decimal("790"), "rural": Decimal("655")}
    report = check(read(admit("ledger.xlsx", content)), standards=standards, on=date(2026, 12, 1))
    assert [row.outcome.value for sheet in report.sheets for row in sheet.rows] == ["take"]


def test_the_ledger_of_extreme_hardship_adds_up_with_the_care_money(settings) -> None:
    set_day(settings, "2026-12-01")
    turns.zhou_granted()
    (award,) = open_awards(acting=acting("maker", "2026-12-01"))
    client = client_of("clerk")
    client.post(NEW, {"what": "ledger", "programme": "extreme_hardship_support", "reason": "报区民政局核对"})
    make_export(**ProcrastinateJob.objects.get().args)
    content = client.get(f"/desk/exports/{Export.objects.get().key}/").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["农村特困"]
    heads = [cell.value for cell in sheet[3]]
    line, total = (dict(zip(heads, (cell.value for cell in sheet[row]), strict=True)) for row in (4, 5))
    items = ("月保障金额(元)", "照料护理费(元)", "分类施保金(元)")
    assert [line[item] for item in items] == [852, 400, 0]
    assert line["月发放合计(元)"] == total["月发放合计(元)"] == award.amount == 1252
    assert line["计算方式"] is None


def test_wrong_posts_and_methods() -> None:
    assert client_of("maker").get("/desk/exports/").status_code == 200
    assert client_of("maker").post(NEW, {"what": "cases", "asked": ""}).status_code == 403
    assert client_of("sysadmin").post(NEW, {"what": "awards", "asked": ""}).status_code == 403
    assert client_of("sysadmin").post(NEW, {"what": "cases", "asked": ""}).status_code == 403
    assert client_of("surveyor").post(NEW, {"what": "ledger", "programme": "subsistence_allowance"}).status_code == 403
    assert client_of("clerk").get(NEW).status_code == 405
    assert client_of("clerk").post(NEW, {"what": "else"}).status_code == 404


def test_asking_works_under_the_web_role() -> None:
    golden.accepted()
    clerk = acting("clerk", "2026-11-06")
    with walled(clerk):
        export = kept.ask(what="cases", query={"asked": ""}, rows=1, reason="", acting=clerk)
        make_export.defer(key=str(export.key))
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
