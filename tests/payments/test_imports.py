"""A workbook becomes families with awards, within the area of who brings it; what people decide, no file can."""

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from doudi.accounts.areas import walled
from doudi.cases.steps import NotNow
from doudi.households.batches import open_many
from doudi.households.models import Household
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.payments.imports import advance, confirm_import, decide_row, import_ledger, receive
from doudi.payments.ledger.refusal import LedgerFileError
from doudi.payments.models import Award, LedgerImport, LedgerImportRow
from doudi.payments.queries import import_page, import_rows, imports
from households.making import acting, family, person
from payments.ledgers import ROWS, SAMPLE, brought, officer, workbook
from payments.making import PROGRAMME, maker

pytestmark = pytest.mark.django_db


def test_somebody_who_is_registered_elsewhere_asks(tmp_path: Path) -> None:
    known = ROWS[0]
    entry = family("某甲", members=[person("某甲", id_number=known["head_id"])])
    open_many(entries=[entry], programme=PROGRAMME, acting=acting())
    ledger = import_ledger(brought(tmp_path, workbook(rows=5)), acting=officer())
    row = LedgerImportRow.objects.get(row=known["row"])
    assert (row.state, row.problems[-1]["code"], ledger.ask) == ("asked", "registered_elsewhere", 1)
    with pytest.raises(NotNow, match="户主已在另一户"):
        decide_row(row=row.pk, accept=True, reason="是他", acting=officer())


def test_somebody_registered_between_check_and_taking_asks_too(tmp_path: Path) -> None:
    ledger = receive(name="台账.xlsx", content=workbook(rows=5), acting=officer())
    entry = family("某甲", members=[person("某甲", id_number=ROWS[0]["head_id"])])
    open_many(entries=[entry], programme=PROGRAMME, acting=acting())
    while advance(number=ledger.number, acting=officer()):
        pass
    states = Counter(LedgerImportRow.objects.values_list("state", flat=True))
    assert states["asked"] == 1
    assert import_rows(number=ledger.number, acting=officer())[0][0].problems[-1].code == "registered_elsewhere"


def test_with_a_towns_login_rows_of_other_towns_go_back(tmp_path: Path) -> None:
    town = next(row for row in ROWS if row["outcome"] == "take")["village_code"][:9]
    clerk = acting(division=town)
    with walled(clerk):
        ledger = import_ledger(SAMPLE, acting=clerk)
    mine = [row for row in ROWS if row["outcome"] == "take" and row["village_code"].startswith(town)]
    assert ledger.take >= len(mine) > 0
    assert {household.town for household in Household.objects.all()} == {town}
    codes = Counter(each["code"] for row in LedgerImportRow.objects.all() for each in row.problems)
    assert codes["other_town"] > 100
    leader = acting(Post.LEADER, login="leader", division=town)
    with walled(leader):
        assert confirm_import(number=ledger.number, acting=leader).awards == ledger.take
    with walled(officer()):
        whole = import_ledger(SAMPLE, acting=officer())
    assert whole.pk != ledger.pk
    assert Household.objects.count() == 372


def test_only_those_who_may_bring_a_ledger() -> None:
    for who in (maker(), acting(Post.LEADER), acting(Post.AUDITOR)):
        with pytest.raises(NotNow, match="数据管理员"):
            import_ledger(SAMPLE, acting=who)
    assert not LedgerImport.objects.exists()


def test_what_is_no_ledger_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(LedgerFileError):
        import_ledger(brought(tmp_path, b"PK\x03\x04 no workbook"), acting=officer())
    with pytest.raises(LedgerFileError, match="找不到文件"):
        import_ledger(tmp_path / "none.xlsx", acting=officer())
    assert not LedgerImport.objects.exists()


def test_another_town_sees_nothing_of_an_import(tmp_path: Path) -> None:
    import_ledger(brought(tmp_path, workbook(rows=5)), acting=officer())
    absent = ({town.code for town in tree().towns} - set(Household.objects.values_list("town", flat=True))).pop()
    clerk = acting(division=absent)
    with walled(clerk):
        assert not LedgerImportRow.objects.exists()
        assert not Award.objects.exists()
        assert imports(clerk) == []
        with pytest.raises(LedgerImport.DoesNotExist):
            import_page(number="QC-140502-2026-0001", acting=clerk)


def test_a_workbook_cannot_set_what_only_people_decide(tmp_path: Path) -> None:
    def claim(book: Workbook) -> None:
        sheet = book["城市低保"]
        for place, (title, value) in enumerate({"状态": "active", "确认人": "data1", "审批": "approver"}.items(), 28):
            sheet.cell(3, place).value, sheet.cell(4, place).value = title, value

    import_ledger(brought(tmp_path, workbook(claim, rows=1)), acting=officer())
    award = Award.objects.get()
    assert (award.state, award.owed_from) == ("pending", None)
    assert LedgerImportRow.objects.get().confirmed_by == ""
