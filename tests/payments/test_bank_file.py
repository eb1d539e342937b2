"""The bank's file: its columns, its sums, text that stays text, the same bytes for ever."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from doudi.accounts.areas import walled
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow, Stale
from doudi.law.posts import Post
from doudi.payments.bank_file import Altered, download, export, payments_of, workbook
from doudi.payments.models import BankFile, Run
from doudi.vault.crypto import provider
from households.making import acting, family
from payments.making import HERE, MONTH, approved, approver, checker, computed, delivered, maker, opened, with_awards

pytestmark = pytest.mark.django_db
COLUMNS = ["属地", "姓名", "身份证号", "保障人数", "保障金", "分类施保金", "发放合计", "账户名称", "开户银行", "账号"]


def exported() -> tuple[Run, bytes]:
    run = approved()
    export(number=run.number, version=run.version, acting=maker())
    return Run.objects.get(pk=run.pk), download(number=run.number)[1]


def rows(content: bytes, sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)]


def test_columns_rows_and_total_are_the_bureaus() -> None:
    (award,) = opened([HERE])
    case = delivered(base="870.00")
    _run, content = exported()
    sheet = rows(content, "城市低保")
    assert sheet[0][0] == "2026-12 城市低保 发放明细"
    assert sheet[2] == COLUMNS
    by_name = {row[1]: row for row in sheet[3:-1]}
    mine = by_name["陈建国"]
    account = case.household.accounts.get()
    assert mine[2:] == [
        case.household.members.get(relation="head").id_number, 3, 870, 0, 870, "陈建国", "晋城农商银行", account.number,
    ]  # fmt: skip
    assert str(mine[0]).startswith("北石店镇")
    assert by_name["张0"][4:7] == [300, 100, 400]
    assert sheet[-1][:7] == ["合计", "2户", None, 4, 1170, 100, 1270]
    assert award.members == 1


def test_arrears_have_their_own_sheet_with_the_month() -> None:
    delivered(first_month=MONTH.replace(month=11), base="405.00")
    _run, content = exported()
    arrears = rows(content, "城市低保补发")
    assert arrears[2] == [*COLUMNS, "所属月份"]
    assert (arrears[3][6], arrears[3][10]) == (405, "2026-11")
    assert rows(content, "汇总")[-3][:7] == ["合计", "2026-12", 2, 6, 810, 0, 810]


def test_rural_families_have_their_own_sheet() -> None:
    with_awards([family("李有福", area="rural"), family("王城", area="urban")])
    _run, content = exported()
    assert [rows(content, name)[3][1] for name in ("城市低保", "农村低保")] == ["王城", "李有福"]


def test_the_file_pays_what_the_run_says_to_the_fen() -> None:
    opened([HERE] * 7, base="333.33", supplement="0.07")
    run, content = exported()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>2333.80</v>" in text
    assert run.total == Decimal("2333.80")


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "＝1"])
def test_a_name_is_never_a_formula(name: str) -> None:
    with_awards([family(name)])
    _run, content = exported()
    book = load_workbook(BytesIO(content))
    cell = book["城市低保"]["B4"]
    assert (cell.data_type, cell.value) == ("s", name.strip())
    assert book["城市低保"]["C4"].data_type == book["城市低保"]["J4"].data_type == "s"


def test_the_same_bytes_at_every_download_and_every_making() -> None:
    opened([HERE] * 3)
    run, content = exported()
    assert download(number=run.number) == ("FF-140502-2026-12-DB.xlsx", content)
    assert workbook(run, payments_of(run), maker().on) == content
    again = export(number=run.number, version=run.version, acting=maker())
    assert (again.pk, BankFile.objects.count()) == (run.pk, 1)
    assert Entry.objects.get(verb="run.exported").facts["sha256"] == again.sha256


def test_the_file_lies_sealed_and_a_change_is_named() -> None:
    opened([HERE])
    run, content = exported()
    kept = BankFile.objects.get()
    assert content[:2] == b"PK"
    assert b"PK\x03\x04" not in bytes(kept.sealed)[:200]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        BankFile.objects.update(sealed=b"")
    kept.sealed = provider().encrypt(content + b"x", b"payments_bankfile.sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BankFile.objects, "get", lambda **_: kept)
        with pytest.raises(Altered, match=run.number):
            download(number=run.number)


def test_nothing_leaves_before_approval_or_by_another_hand() -> None:
    opened([HERE])
    run = computed()
    with pytest.raises(NotNow, match="待复核"):
        export(number=run.number, version=run.version, acting=maker())
    run = approved()
    with pytest.raises(NotNow, match="发放制单"):
        export(number=run.number, version=run.version, acting=checker())
    with pytest.raises(Stale):
        export(number=run.number, version=run.version - 1, acting=maker())
    with pytest.raises(NotNow):
        export(number=run.number, version=run.version, acting=approver())
    assert not BankFile.objects.exists()


def test_a_town_never_sees_the_file() -> None:
    opened([HERE])
    run, _content = exported()
    with pytest.raises(DatabaseError, match="permission denied"), walled(acting(Post.LEADER)):
        download(number=run.number)
    with walled(maker()):
        assert download(number=run.number)[0]
