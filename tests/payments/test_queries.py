"""A run's page ties: towns, parts, what is held; statements don't grow with the families; numbers are masked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.areas import walled
from doudi.households.models import PaymentAccount
from doudi.law.posts import Post
from doudi.payments.awards import hold_award
from doudi.payments.models import Award
from doudi.payments.queries import (
    Within,
    addends_of,
    families_in,
    held_in,
    held_of,
    held_rows,
    line_sums,
    parts_of,
    payroll_status,
    roster,
    run_for,
    run_lines,
    run_page,
    run_rows,
    runs,
    town_sums,
)
from doudi.payments.queries.runs import stages
from doudi.payments.runs import compute_reissue
from households.making import DAY, OTHER_TOWN, TOWN, acting
from payments.making import (
    HERE,
    MONTH,
    NEXT,
    PROGRAMME,
    approved,
    checker,
    computed,
    confirm_rosters,
    delivered,
    leader,
    maker,
    opened,
    villages,
)
from payments.returning import but, corrected, exported, taken

pytestmark = pytest.mark.django_db


def test_the_page_adds_the_ledger_and_the_new_award_up_to_the_run() -> None:
    opened(villages(5))
    case = delivered(base="870.00")
    page = run_page(run=computed(), acting=maker())
    assert [(part.title, part.households, part.total) for part in page.parts] == [
        ("期初台账", 5, Decimal("2000.00")), ("审核确认", 1, Decimal("870.00")),
    ]  # fmt: skip
    assert page.is_tied
    assert [(new.case_number, new.name, new.total) for new in page.new_cases] == [
        (case.number, "陈建国", Decimal("870.00"))
    ]
    assert (page.state_title, page.total) == ("待复核", Decimal("2870.00"))
    assert page.programme_title == "最低生活保障"
    assert run_page(run=computed(NEXT), acting=maker()).new_cases == ()


def test_towns_stand_beside_the_month_before() -> None:
    awards = opened([HERE, HERE, (OTHER_TOWN, "140502001001")])
    approved()
    hold_award(award=awards[0], hold="death", acting=maker())
    delivered(first_month=NEXT, base="870.00")
    page = run_page(run=computed(NEXT), acting=maker())
    town = next(row for row in page.towns if row.town == TOWN)
    assert (town.name, town.last_households, town.added, town.dropped, town.households) == ("北石店镇", 2, 1, 1, 2)
    assert (page.last_month, page.carries) == (MONTH, False)
    assert (town.last_total, town.total, town.difference) == (
        Decimal("800.00"), Decimal("1270.00"), Decimal("470.00"),
    )  # fmt: skip
    assert town.roster == "待确认"
    assert {row.roster for row in page.towns if not row.households} == {"无"}


def test_families_of_the_opening_ledger_go_on_and_are_not_new() -> None:
    opened([HERE] * 3)
    delivered(base="870.00")
    page = run_page(run=approved(), acting=maker())
    town = next(row for row in page.towns if row.town == TOWN)
    assert (page.last_month, page.carries) == (None, True)
    assert (town.carried, town.added, town.dropped, town.households) == (3, 1, 0, 4)


def test_a_family_that_is_let_go_on_is_no_opening_family_again() -> None:
    awards = opened([HERE] * 2)
    approved()
    hold_award(award=awards[0], hold="death", acting=maker())
    approved(NEXT)
    opened([HERE])
    Award.objects.filter(pk=awards[0].pk).update(state="active", hold="")
    page = run_page(run=computed(date(2027, 2, 1)), acting=maker())
    town = next(row for row in page.towns if row.town == TOWN)
    assert (town.last_households, town.carried, town.added, town.dropped) == (1, 1, 1, 0)


def test_a_batch_that_pays_again_has_nobody_new_and_nobody_carried_on() -> None:
    (award,) = opened([HERE])
    taken(exported(), but(0))
    corrected(award.household)
    page = run_page(run=compute_reissue(programme=PROGRAMME, acting=maker()), acting=maker())
    town = next(row for row in page.towns if row.town == TOWN)
    assert (page.carries, town.households, town.carried, town.added, town.dropped) == (False, 1, 0, 0, 0)


def test_what_stays_back_is_told_by_reason() -> None:
    awards = opened([HERE] * 5)
    hold_award(award=awards[0], hold="death", acting=maker())
    hold_award(award=awards[1], hold="double", acting=maker())
    Award.objects.filter(pk=awards[2].pk).update(state="pending", owed_from=None)
    PaymentAccount.objects.filter(household=awards[3].household_id).update(until=DAY)
    PaymentAccount.objects.filter(household=awards[4].household_id).update(owner_name="某某")
    held = held_of(month=MONTH, programme=PROGRAMME)
    assert {part.title: (part.households, part.total) for part in held} == dict.fromkeys(
        ["死亡比对命中", "两地重复登记", "期初台账待确认", "没有发放账户", "户名与对象不符，无代管协议"],
        (1, Decimal("400.00")),
    )
    assert computed().lines_count == 0


def test_stages_and_acts_say_who_and_why_not() -> None:
    opened([HERE])
    run = computed()
    page = run_page(run=run, acting=checker())
    assert [(stage.title, stage.place, stage.by) for stage in page.stages] == [
        ("已计算", "done", run.computed_name), ("待复核", "now", ""), ("待审批", "ahead", ""), ("待导出", "ahead", ""),
    ]  # fmt: skip
    acts = {act.code: act.obstacles for act in page.acts}
    assert acts["check"] == ()
    assert acts["confirm_roster"] == ("由镇长（主任）办理",)
    assert run_page(run=run, acting=maker()).unconfirmed == (TOWN,)
    confirm_rosters(run)
    assert run_page(run=run, acting=maker()).unconfirmed == ()


def test_a_run_that_went_out_waits_for_nothing() -> None:
    opened([HERE])
    run = exported()
    assert [(stage.title, stage.place, stage.by) for stage in stages(run)] == [
        ("已计算", "done", run.computed_name), ("已复核", "done", run.checked_name), ("已审批", "done", run.approved_name),
        ("已导出", "done", run.exported_name),
    ]  # fmt: skip


def test_a_towns_leader_sees_a_page_without_the_banks_file() -> None:
    opened([HERE, (OTHER_TOWN, "140502001001")])
    run = approved()
    with walled(leader()):
        page = run_page(run=run, acting=leader())
        lines, (count, total) = run_lines(run=run, within=Within()), line_sums(run=run, within=Within())
    assert (page.file_name, [town.town for town in page.towns]) == ("", [TOWN])
    assert count == len(lines) == 1
    assert (page.is_whole, page.is_tied, page.seen, total) == (False, True, Decimal("400.00"), Decimal("400.00"))


def test_lines_are_one_a_family_with_masked_numbers() -> None:
    opened([HERE] * 3)
    case = delivered(first_month=date(2026, 11, 1), base="405.00", supplement="100.00")
    run = computed()
    lines, (count, total) = run_lines(run=run, within=Within()), line_sums(run=run, within=Within())
    assert total == run.total
    new = next(line for line in lines if line.case_number == case.number)
    assert (count, new.base, new.supplement, new.arrears, new.total) == (
        4, Decimal("405.00"), Decimal("100.00"), Decimal("505.00"), Decimal("1010.00"),
    )  # fmt: skip
    head = case.applicant.id_number
    assert (new.id_masked, new.account_masked[4:12]) == (f"{head[:6]}{'*' * 8}{head[-4:]}", "*" * 8)
    assert new.basis == "审核确认"


def test_pages_of_lines_hold_every_family_once() -> None:
    opened(villages(7))
    run = computed()
    pages = [run_lines(run=run, within=Within(), page=page, size=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({line.household for page in pages for line in page}) == 7
    assert line_sums(run=run, within=Within(town=TOWN))[0] == 0


def statements(count: int) -> dict[str, int]:
    """How many statements each read and the computing itself take with that many families."""
    opened([HERE] * count)
    with connection.cursor() as cursor:
        cursor.execute("analyze households_household, households_member, payments_award, payments_ledgerimportrow")
    found = {}
    with CaptureQueriesContext(connection) as caught:
        run = computed()
    found["compute"] = len(caught)
    for name, read in {
        "page": lambda: run_page(run=run, acting=maker()),
        "lines": lambda: run_lines(run=run, within=Within(town=TOWN)),
        "addends": lambda: addends_of(run=run),
        "held": lambda: held_rows(run=run),
        "roster": lambda: roster(month=MONTH, programme=PROGRAMME, town=TOWN),
        "status": lambda: payroll_status(MONTH),
        "runs": runs,
    }.items():
        with CaptureQueriesContext(connection) as caught:
            read()
        found[name] = len(caught)
    return found


def test_statements_do_not_grow_with_the_families() -> None:
    with connection.cursor() as cursor:
        for _ in range(2):  # the first reads what the process keeps: the calendar's entered days
            cursor.execute("savepoint few")
            few = statements(20)
            cursor.execute("rollback to savepoint few")
    many = statements(2000)
    assert few == many
    assert max(few["page"], few["lines"], few["roster"], few["status"]) <= 20


def test_a_roster_knows_whether_it_was_confirmed() -> None:
    opened([HERE])
    run = computed()
    assert not roster(month=MONTH, programme=PROGRAMME, town=TOWN).is_current
    confirm_rosters(run)
    found = roster(month=MONTH, programme=PROGRAMME, town=TOWN)
    assert (found.name, found.households, found.total, found.is_current) == ("北石店镇", 1, Decimal("400.00"), True)
    assert found.confirmed_by


def test_status_tells_runs_and_their_lack() -> None:
    assert payroll_status(MONTH)[0]["title"] == "未建立"
    opened([HERE])
    run = computed()
    (told,) = payroll_status(MONTH)
    assert (told["number"], told["state"], told["total"], told["rosters_missing"]) == (
        run.number, "computed", "400.00", ["北石店镇"],
    )  # fmt: skip
    assert [row.number for row in run_rows(MONTH)] == [row.number for row in runs()] == [run.number]
    assert run_for(run.number) == run
    assert run_for("FF-140502-2026-01-DB") is None
    assert parts_of(run)[0].households == 1
    with walled(acting(Post.VILLAGE_ASSISTANT)):
        assert line_sums(run=run, within=Within())[0] == 1


def test_a_runs_sum_is_told_as_families_times_amounts() -> None:
    opened([HERE] * 3)
    opened([(OTHER_TOWN, "140502001001")], base="250.00")
    delivered(first_month=date(2026, 11, 1), base="405.00", supplement="0.00")
    run = computed()
    found = {(each.kind, f"{each.month:%m}", each.item, each.basis): each for each in addends_of(run=run)}
    assert list(found) == [
        ("regular", "12", "base", "opening"), ("regular", "12", "supplement", "opening"),
        ("regular", "12", "base", "decision"), ("arrears", "11", "base", "decision"),
    ]  # fmt: skip
    base = found["regular", "12", "base", "opening"]
    assert (base.households, base.total, base.different, base.least, base.most) == (
        4, Decimal("1150.00"), 2, Decimal("250.00"), Decimal("300.00"),
    )  # fmt: skip
    assert base.often == ((Decimal("300.00"), 3), (Decimal("250.00"), 1))
    assert sum(each.total for each in found.values()) == run.total
    (here, there) = sorted(town_sums(run=run), key=lambda row: -row.total)
    assert (here.name, here.households, here.base, here.supplement, here.other) == (
        "北石店镇", 4, Decimal("1305.00"), Decimal("300.00"), Decimal("405.00"),
    )  # fmt: skip
    assert here.total + there.total == run.total
    assert sum(each.total for each in addends_of(run=run, town=OTHER_TOWN)) == there.total


def test_the_families_of_one_figure_are_just_those() -> None:
    opened([HERE] * 2)
    case = delivered(first_month=date(2026, 11, 1), base="405.00", supplement="100.00")
    run = computed()
    within = Within(kind="arrears", item="base", basis="decision", month=date(2026, 11, 1))
    assert line_sums(run=run, within=within) == (1, Decimal("405.00"))
    (line,) = run_lines(run=run, within=within)
    assert (line.case_number, line.total, line.arrears) == (case.number, Decimal("405.00"), Decimal("405.00"))
    assert families_in(run=run, within=within) == [case.household_id]
    assert line_sums(run=run, within=Within(kind="reissue")) == (0, Decimal("0.00"))


def test_who_was_paid_is_not_held_by_that_run() -> None:
    awards = opened([HERE] * 3)
    hold_award(award=awards[0], hold="death", acting=maker())
    run = approved()
    hold_award(award=awards[1], hold="double", acting=maker())
    assert [(part.code, part.households, part.total) for part in held_in(run)] == [("death", 1, Decimal("400.00"))]
    (row,) = held_rows(run=run)
    assert (row.award, row.why, row.amount) == (awards[0].pk, "死亡比对命中", Decimal("400.00"))
    assert held_rows(run=run, why="double") == []
    assert [part.code for part in held_of(month=NEXT, programme=PROGRAMME)] == ["death", "double"]
