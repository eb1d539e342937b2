"""The monthly run: what is due, paid once, in three hands, by confirmed rosters; a run that was approved stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from doudi.accounts.areas import walled
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow, Stale
from doudi.households.actions import set_account
from doudi.households.entries import AccountEntry
from doudi.households.models import PaymentAccount
from doudi.law.posts import Post
from doudi.payments.awards import hold_award
from doudi.payments.models import Award, Run, RunLine, RunTown
from doudi.payments.runs import approve, check, compute, confirm_roster, create_run
from doudi.payments.standing import outdated_towns, roster_sums
from households.making import DAY, OTHER_TOWN, OTHER_VILLAGE, acting, family
from payments.making import (
    HERE,
    MONTH,
    NEXT,
    PROGRAMME,
    approved,
    approver,
    checker,
    computed,
    confirm_rosters,
    delivered,
    leader,
    maker,
    opened,
    released,
    villages,
    with_awards,
)

pytestmark = pytest.mark.django_db


def paid(run: Run) -> Decimal:
    return sum((line.amount for line in RunLine.objects.filter(run=run)), Decimal("0.00"))


def test_a_run_pays_base_and_supplement_of_every_award_and_ties_with_its_towns() -> None:
    opened(villages(10), base="300.00", supplement="100.00")
    run = computed()
    assert (run.number, run.state) == ("FF-140502-2026-12-DB", "computed")
    assert (run.households, run.lines_count, run.total) == (10, 20, Decimal("4000.00"))
    assert paid(run) == run.total == run.base_total + run.supplement_total
    assert sum(town.base + town.supplement for town in RunTown.objects.filter(run=run)) == run.total
    assert run.persons == sum(place % 3 + 1 for place in range(10))


def test_a_sum_of_zero_makes_no_line() -> None:
    opened([HERE], supplement="0.00")
    assert [line.item for line in RunLine.objects.filter(run=computed())] == ["base"]


def test_the_new_award_is_paid_beside_the_ledgers() -> None:
    opened(villages(5))
    case = delivered(base="870.00")
    run = computed()
    assert run.total == Decimal("2000.00") + Decimal("870.00")
    assert RunLine.objects.get(award__case_number=case.number).amount == Decimal("870.00")


def test_a_month_before_publicity_ended_is_paid_as_arrears_in_the_first_run_after() -> None:
    delivered(first_month=date(2026, 11, 1), base="405.00", supplement="100.00", on=date(2026, 11, 24))
    lines = RunLine.objects.filter(run=computed()).order_by("month", "item")
    assert [(line.month, line.item, line.kind, line.amount) for line in lines] == [
        (date(2026, 11, 1), "base", "arrears", Decimal("405.00")),
        (date(2026, 11, 1), "supplement", "arrears", Decimal("100.00")),
        (MONTH, "base", "regular", Decimal("405.00")),
        (MONTH, "supplement", "regular", Decimal("100.00")),
    ]


def test_arrears_are_paid_once() -> None:
    delivered(first_month=date(2026, 11, 1))
    approved()
    assert {line.month for line in RunLine.objects.filter(run=computed(NEXT))} == {NEXT}


def test_of_an_opening_balance_only_months_are_owed_that_were_paid_here() -> None:
    (award,) = opened([HERE])
    hold_award(award=award, hold="death", acting=maker())
    approved()
    released(award)
    lines = RunLine.objects.filter(run=computed(NEXT))
    assert {(line.month, line.kind) for line in lines} == {(MONTH, "arrears"), (NEXT, "regular")}


def test_a_month_before_the_award_is_not_paid() -> None:
    delivered(first_month=NEXT)
    assert computed().lines_count == 0


def test_an_ended_award_is_paid_up_to_its_last_month() -> None:
    (award,) = opened([HERE])
    Award.objects.filter(pk=award.pk).update(state="ended", until=NEXT)
    assert computed().total == Decimal("400.00")
    confirm_rosters(Run.objects.get())
    assert computed(NEXT).total == Decimal("0.00")


@pytest.mark.parametrize("state", ["pending", "suspended"])
def test_what_waits_is_not_paid(state: str) -> None:
    (award,) = opened([HERE])
    Award.objects.filter(pk=award.pk).update(
        state=state, hold="death" if state == "suspended" else "", owed_from=None if state == "pending" else MONTH
    )
    assert computed().lines_count == 0


def test_an_account_in_a_strangers_name_needs_an_agreement() -> None:
    (award,) = with_awards([replace(family(), account=AccountEntry("某某", "晋城农商银行", "6200000000000000001"))])
    assert computed().lines_count == 0
    custody = AccountEntry("某某", "晋城农商银行", "6200000000000000001", custody="代管协议 2026-3")
    set_account(household=award.household, account=custody, acting=acting())
    assert computed().total == Decimal("400.00")


def test_without_an_account_nothing_is_paid() -> None:
    opened([HERE])
    PaymentAccount.objects.update(until=DAY)
    assert computed().lines_count == 0


def test_a_second_line_for_the_same_month_family_and_item_is_refused_by_the_database() -> None:
    opened([HERE])
    run = computed()
    line = RunLine.objects.filter(run=run, item="base").get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_computing_again_changes_nothing_when_nothing_changed() -> None:
    opened(villages(3))
    first = computed()
    again = computed()
    assert (again.version, again.control_digest, again.lines_count) == (first.version, first.control_digest, 6)
    assert Entry.objects.filter(chain=f"run/{first.number}").count() == 2


def test_a_change_before_the_check_is_computed_anew() -> None:
    opened(villages(3))
    first = computed()
    delivered()
    second = computed()
    assert second.total == first.total + Decimal("870.00")
    assert second.control_digest != first.control_digest


def test_a_held_award_drops_out_whole() -> None:
    awards = opened(villages(3))
    computed()
    hold_award(award=awards[0], hold="death", acting=maker())
    run = computed()
    assert not RunLine.objects.filter(award=awards[0]).exists()
    assert run.total == Decimal("800.00")


def test_what_changed_after_computing_can_neither_be_checked_nor_approved() -> None:
    awards = opened(villages(3))
    run = computed()
    hold_award(award=awards[0], hold="double", acting=maker())
    assert outdated_towns(run) == {awards[0].town}
    with pytest.raises(NotNow, match="重新计算"):
        check(number=run.number, version=run.version, acting=checker())


def test_three_hands() -> None:
    opened([HERE])
    run = computed()
    confirm_rosters(run)
    with pytest.raises(NotNow, match="须由他人办理"):
        check(number=run.number, version=run.version, acting=replace(checker(), login="maker"))
    run = check(number=run.number, version=run.version, acting=checker())
    for login in ("maker", "checker"):
        with pytest.raises(NotNow, match="须由他人办理"):
            approve(
                number=run.number, version=run.version, digest=run.control_digest,
                acting=replace(approver(), login=login),
            )  # fmt: skip
    run = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    assert (run.computed_by, run.checked_by, run.approved_by) == ("maker", "checker", "approver")


@pytest.mark.parametrize(
    ("field", "login"), [("checked_by", "maker"), ("approved_by", "maker"), ("approved_by", "checker")]
)
def test_three_hands_are_the_databases_rule_too(field: str, login: str) -> None:
    opened([HERE])
    run = computed()
    Run.objects.filter(pk=run.pk).update(checked_by="checker")
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(**{field: login})


def test_only_the_post_of_a_step_takes_it() -> None:
    opened([HERE])
    with pytest.raises(NotNow, match="发放制单"):
        compute(month=MONTH, programme=PROGRAMME, acting=checker())
    run = computed()
    with pytest.raises(NotNow, match="发放复核"):
        check(number=run.number, version=run.version, acting=approver())


def test_approval_waits_for_every_towns_roster() -> None:
    opened([HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    run = computed()
    run = check(number=run.number, version=run.version, acting=checker())
    confirm_roster(month=MONTH, programme=PROGRAMME, households=1, total=Decimal("400.00"), acting=leader())
    with pytest.raises(NotNow, match="还等东街街道确认花名册"):
        approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    confirm_roster(month=MONTH, programme=PROGRAMME, households=1, total=Decimal("400.00"), acting=leader(OTHER_TOWN))
    done = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    assert done.state == "approved"


def test_a_roster_that_changed_after_its_confirmation_waits_again() -> None:
    opened([HERE])
    confirm_rosters(computed())
    delivered()
    run = computed()
    run = check(number=run.number, version=run.version, acting=checker())
    with pytest.raises(NotNow, match="还等北石店镇确认花名册"):
        approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())


def test_a_leader_confirms_what_was_on_the_screen_only() -> None:
    opened([HERE])
    run = computed()
    with pytest.raises(Stale, match=r"现为 1 户 400\.00 元"):
        confirm_roster(month=MONTH, programme=PROGRAMME, households=1, total=Decimal("399.00"), acting=leader())
    with pytest.raises(NotNow, match="镇长"):
        confirm_roster(month=MONTH, programme=PROGRAMME, households=1, total=Decimal("400.00"), acting=maker())
    assert run.state == "computed"


def test_a_roster_can_be_confirmed_before_the_run_is_computed() -> None:
    opened([HERE])
    assert roster_sums(month=MONTH, programme=PROGRAMME, town=HERE[0], run=None) == (1, Decimal("400.00"))
    confirm_roster(month=MONTH, programme=PROGRAMME, households=1, total=Decimal("400.00"), acting=leader())
    run = computed()
    run = check(number=run.number, version=run.version, acting=checker())
    assert approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver()).approved_by


def test_approval_is_bound_to_the_digest_on_the_screen() -> None:
    opened([HERE])
    run = computed()
    confirm_rosters(run)
    run = check(number=run.number, version=run.version, acting=checker())
    with pytest.raises(Stale):
        approve(number=run.number, version=run.version, digest="0" * 64, acting=approver())
    with pytest.raises(Stale):
        approve(number=run.number, version=run.version - 1, digest=run.control_digest, acting=approver())


def test_what_was_approved_stands() -> None:
    opened([HERE])
    run = approved()
    for statement in (
        "update payments_runline set amount = 1",
        "delete from payments_runline",
        "update payments_run set total = 1, base_total = 1, supplement_total = 0",
        "update payments_run set state = 'draft'",
        "delete from payments_run",
    ):
        with pytest.raises(DatabaseError, match="stand"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(NotNow, match="待导出"):
        computed()
    assert paid(run) == run.total


def test_a_run_is_made_once() -> None:
    first = create_run(month=MONTH, programme=PROGRAMME, acting=maker())
    assert create_run(month=MONTH, programme=PROGRAMME, acting=maker()).pk == first.pk
    assert Entry.objects.filter(verb="run.created").count() == 1
    with pytest.raises(NotNow):
        create_run(month=NEXT, programme=PROGRAMME, acting=checker())
    with pytest.raises(ValueError, match="first day"):
        create_run(month=date(2026, 12, 2), programme=PROGRAMME, acting=maker())


def test_behind_the_wall_a_town_sees_its_own_lines_only() -> None:
    opened([HERE, HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    computed()
    with walled(acting(Post.LEADER)):
        assert {line.town for line in RunLine.objects.all()} == {HERE[0]}
        assert Award.objects.count() == RunTown.objects.count() + 1 == 2
    with walled(acting(Post.SYSTEM_ADMIN)):
        assert not RunLine.objects.exists()
    with walled(maker()):
        assert RunLine.objects.count() == 6


def test_behind_the_wall_the_whole_month_can_be_done() -> None:
    opened([HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    delivered()
    with walled(maker()):
        run = computed()
    for town in (HERE[0], OTHER_TOWN):
        with walled(leader(town)):
            households, total = roster_sums(month=MONTH, programme=PROGRAMME, town=town, run=run)
            confirm_roster(month=MONTH, programme=PROGRAMME, households=households, total=total, acting=leader(town))
    with walled(checker()):
        run = check(number=run.number, version=run.version, acting=checker())
    with walled(approver()):
        done = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    assert done.total == Decimal("1670.00")


def test_a_town_writes_no_run() -> None:
    opened([HERE])
    run = computed()
    with pytest.raises(DatabaseError, match="permission denied"), walled(leader()):
        Run.objects.filter(pk=run.pk).update(state="approved")
