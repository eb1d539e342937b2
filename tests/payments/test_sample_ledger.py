"""The sample workbook, taken in once for this file: its truth row by row, asked rows, two people, a changed file."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from doudi.accounts.areas import walled
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow
from doudi.households.models import Household, Item, Member, PaymentAccount, Registration
from doudi.households.queries import facts_of
from doudi.law.divisions import tree
from doudi.law.facts import read
from doudi.law.posts import Post
from doudi.payments.imports import confirm_import, decide_row, import_ledger, marked_workbook
from doudi.payments.models import Award, AwardPerson, LedgerImport, LedgerImportRow
from doudi.payments.models import Counter as Numbers
from doudi.payments.queries import import_page, import_rows, imports
from doudi.payments.replay import compare
from doudi.payments.runs import check
from households.making import OTHER_TOWN, TOWN, acting
from payments.ledgers import ROWS, SAMPLE, asked, brought, officer, other, workbook
from payments.making import MONTH, checker, computed, confirm_rosters, maker

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def taken(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The sample in the database; every test rolls back to it."""
    with django_db_blocker.unblock():
        import_ledger(SAMPLE, acting=officer())
        yield
        options = {"allow_cascade": True, "reset_sequences": False, "inhibit_post_migrate": True}
        call_command("flush", interactive=False, verbosity=0, **options)


@pytest.fixture
def sample(taken: None, db: None) -> LedgerImport:
    return LedgerImport.objects.get()


def test_the_samples_truth_is_met_row_by_row(sample: LedgerImport) -> None:
    assert (sample.take, sample.ask, sample.refuse) == (372, 18, 10)
    assert (sample.number, sample.state, sample.month) == ("QC-140502-2026-0001", "taken", date(2026, 10, 1))
    kept = {(row.sheet, row.row): row for row in LedgerImportRow.objects.select_related("household")}
    assert len(kept) == len(ROWS) == 400
    awards = {award.import_row_id: award for award in Award.objects.all()}
    heads = {head.household_id: head for head in Member.objects.filter(relation="head")}
    for row in ROWS:
        mine = kept[row["sheet"], row["row"]]
        assert mine.outcome == row["outcome"], row
        assert mine.state == {"take": "taken", "ask": "asked", "refuse": "refused"}[row["outcome"]]
        if row["outcome"] == "take":
            award, head = awards[mine.pk], heads[mine.household_id]
            assert (head.name, head.id_number) == (row["head"], row["head_id"].upper())
            assert (award.base, award.supplement) == (row["base"], row["supplement"])
            assert (award.members, f"{award.since:%Y-%m}", award.village) == (
                row["members"], row["start"], row["village_code"],
            )  # fmt: skip
        if row["column"]:
            assert row["column"] in {problem["column"] for problem in mine.problems}
    assert Household.objects.count() == Award.objects.count() == len(awards) == 372


def test_families_come_with_people_accounts_registrations_file_numbers_and_facts(sample: LedgerImport) -> None:
    assert Registration.objects.count() == AwardPerson.objects.count() == Member.objects.count()
    assert PaymentAccount.objects.count() == 372
    assert Household.objects.filter(file_number__isnull=False).count() == 372
    assert Item.objects.filter(sort="income", kind="other", per="year").exists()
    household = Household.objects.latest("file_number")
    assert read(facts_of(household=household, on=date(2026, 11, 2), source="declared")).persons
    assert Numbers.objects.get(scope="C140502").last == 160
    assert sample.towns == [town.code for town in tree().towns]


def test_the_same_file_again_changes_nothing(sample: LedgerImport) -> None:
    before = (Household.objects.count(), LedgerImportRow.objects.count(), Entry.objects.count())
    with CaptureQueriesContext(connection) as caught:
        again = import_ledger(SAMPLE, acting=officer("data3"))
    assert (again.pk, again.taken_by) == (sample.pk, "data1")
    assert (Household.objects.count(), LedgerImportRow.objects.count(), Entry.objects.count()) == before
    assert not [each for each in caught if each["sql"].startswith(("INSERT", "UPDATE"))]


def test_no_number_and_no_name_lies_open_in_the_rows_or_the_log(sample: LedgerImport) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, ' ') from payments_ledgerimportrow t")
        text = cursor.fetchone()[0]
        cursor.execute("select string_agg(t::text, ' ') from audit_entry t")
        text += cursor.fetchone()[0]
    assert not [row["head"] for row in ROWS if row["head_id"] in text or f'"{row["head"]}"' in text]
    assert sample.sha256 in text


def test_the_workbook_goes_back_marked_and_lies_sealed(sample: LedgerImport) -> None:
    name, content = marked_workbook(number=sample.number)
    assert name == "ledger-2026-10-退回更正.xlsx"
    sheet = load_workbook(BytesIO(content))["城市低保"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    refused = next(row for row in ROWS if row["outcome"] == "refuse" and row["sheet"] == "城市低保")
    assert str(sheet.cell(refused["row"], titles["错误原因"]).value).startswith("【退回】")


def test_awards_wait_until_a_second_person_confirms(sample: LedgerImport) -> None:
    with pytest.raises(NotNow, match="须由另一人确认"):
        confirm_import(number=sample.number, acting=officer())
    with pytest.raises(NotNow, match="另一位数据管理员"):
        confirm_import(number=sample.number, acting=maker())
    assert computed().lines_count == 0
    done = confirm_import(number=sample.number, acting=other())
    total = sum(Decimal(row["total"]) for row in ROWS if row["outcome"] == "take")
    assert (done.awards, done.total, done.left) == (372, total, 0)
    run = computed()
    assert (run.households, run.total) == (372, total)
    assert confirm_import(number=sample.number, acting=other()).awards == 0
    sample.refresh_from_db()
    assert (sample.state, sample.confirmed_by) == ("confirmed", "data2")
    assert compare() == []


def test_two_people_are_the_databases_rule_too(sample: LedgerImport) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerImport.objects.update(confirmed_by="data1")


def test_an_opening_balance_owes_no_month_before_its_first_run(sample: LedgerImport) -> None:
    confirm_import(number=sample.number, acting=other())
    run = computed(date(2027, 3, 1))
    assert run.households == 372
    assert run.lines.filter(kind="arrears").count() == 0


def test_asked_rows_are_shown_with_their_problems(sample: LedgerImport) -> None:
    rows, count = import_rows(number=sample.number, acting=officer())
    assert (len(rows), count) == (18, 18)
    shown = next(row for row in rows if row.key == asked("total_differs").pk)
    assert shown.problems[0].column == "月发放合计(元)"
    assert "合计填" in shown.problems[0].text
    assert shown.id_masked[6:14] == "********"
    page = import_page(number=sample.number, acting=officer())
    assert (page.counts["taken"], page.counts["asked"], page.counts["refused"]) == (372, 18, 10)
    assert page.pending_awards == 372
    assert page.has_marked_workbook


@pytest.mark.parametrize(
    "defect", ["total_differs", "id_15_digits", "amount_over_standard", "members_fewer_than_count"]
)
def test_an_asked_row_is_taken_in_with_a_reason(sample: LedgerImport, defect: str) -> None:
    truth = next(row for row in ROWS if row["defect"] == defect)
    row = decide_row(row=asked(defect).pk, accept=True, reason="已电话核实", acting=officer())
    assert (row.state, row.decided_by, row.reason) == ("taken", "data1", "已电话核实")
    head = Member.objects.get(household=row.household_id, relation="head")
    assert head.id_number == truth["head_id"]
    with pytest.raises(NotNow, match="不用再核定"):
        decide_row(row=row.pk, accept=True, reason="又一次", acting=officer())


def test_a_decided_row_is_opened_by_somebody_else(sample: LedgerImport) -> None:
    confirm_import(number=sample.number, acting=other())
    decide_row(row=asked("total_differs").pk, accept=True, reason="已核实", acting=other())
    assert confirm_import(number=sample.number, acting=other()).awards == 0
    assert confirm_import(number=sample.number, acting=officer("data3")).awards == 1
    assert computed().households == 373
    assert compare() == []


def test_without_an_account_a_family_is_taken_in_and_waits(sample: LedgerImport) -> None:
    decide_row(row=asked("account_blank").pk, accept=True, reason="账户待补", acting=officer())
    decide_row(row=asked("account_name_differs").pk, accept=True, reason="代管协议待补", acting=officer())
    confirm_import(number=sample.number, acting=other())
    assert computed().households == 372


def test_a_person_of_another_family_stays_there(sample: LedgerImport) -> None:
    asked_row = asked("member_in_two_households")
    row = decide_row(row=asked_row.pk, accept=True, reason="此人属另一户", acting=officer())
    truth = next(each for each in ROWS if each["defect"] == "member_in_two_households")
    assert Member.objects.filter(household=row.household_id).count() == truth["members"]


def test_a_row_is_rejected_with_a_reason_by_those_who_may(sample: LedgerImport) -> None:
    row = asked("month_in_future")
    for who, reason, words in (
        (officer(), " ", "还没写核定理由"),
        (checker(), "不行", "由本镇民政助理员"),
        (acting(division=OTHER_TOWN if row.town == TOWN else TOWN), "不行", "由本镇民政助理员"),
    ):
        with pytest.raises(NotNow, match=words):
            decide_row(row=row.pk, accept=False, reason=reason, acting=who)
    assert decide_row(row=row.pk, accept=False, reason="查无此户", acting=officer()).state == "rejected"
    assert row.household_id is None
    assert Entry.objects.get(verb="ledger.row_decided").facts["accepted"] is False


def test_a_changed_file_later_only_asks_with_the_difference(sample: LedgerImport, tmp_path: Path) -> None:
    first = next(row for row in ROWS if row["defect"] is None)
    refused = next(row for row in ROWS if row["defect"] == "village_unknown")

    def correct(book: Workbook) -> None:
        book[first["sheet"]].cell(first["row"], 12).value = "新址9号"
        village = tree().get(refused["village_code"])
        book[refused["sheet"]].cell(refused["row"], 14).value = village.name

    before = Household.objects.count()
    again = import_ledger(brought(tmp_path, workbook(correct)), acting=officer())
    states = Counter(LedgerImportRow.objects.filter(ledger=again).values_list("state", flat=True))
    assert (states["same"], states["waiting"], states["taken"]) == (371, 0, 0)
    assert Household.objects.count() == before
    rows, _count = import_rows(number=again.number, acting=officer())
    changed = next(row for row in rows if row.row == first["row"] and row.sheet == first["sheet"])
    assert [(each.column, each.now) for each in changed.changes] == [("家庭住址", "新址9号")]
    with pytest.raises(NotNow, match="走变更手续"):
        decide_row(row=changed.key, accept=True, reason="住址变了", acting=officer())
    late = next(row for row in rows if row.row == refused["row"] and row.sheet == refused["sheet"])
    assert [problem.code for problem in late.problems] == ["opening_late"]
    assert decide_row(row=late.key, accept=True, reason="已改正村名", acting=officer()).state == "taken"


def test_each_towns_leader_opens_their_own(sample: LedgerImport) -> None:
    leader = acting(Post.LEADER, login="leader")
    mine = sum(row["outcome"] == "take" and row["village_code"].startswith(TOWN) for row in ROWS)
    with walled(leader):
        assert confirm_import(number=sample.number, acting=leader).awards == mine
        assert [view.number for view in imports(leader)] == [sample.number]
    assert computed().households == mine


def test_a_run_of_the_ledger_is_checked_and_ties(sample: LedgerImport) -> None:
    confirm_import(number=sample.number, acting=other())
    run = computed()
    confirm_rosters(run)
    assert check(number=run.number, version=run.version, acting=checker()).checked_digest == run.control_digest
    assert run.month == MONTH
