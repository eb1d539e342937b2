"""What a decided stop or a delivered refusal means for money, once; a held award that ends; 照料护理费 beside the other items."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from doudi.audit.models import Entry
from doudi.cases.steps import NotNow
from doudi.households.batches import open_many
from doudi.payments.awards import award_facts, hold_award, open_awards, release_award
from doudi.payments.bank_file import download, export
from doudi.payments.models import Award, AwardHold, AwardPerson, LedgerImport, Run, RunLine, RunTown
from doudi.payments.queries import Within, held_of, payment_list, run_lines, run_page
from doudi.payments.runs import approve, check, compute
from factories import golden, turns
from households.making import TOWN, acting, family
from payments.making import (
    HERE,
    MONTH,
    NEXT,
    PROGRAMME,
    approved,
    approver,
    case_of,
    checker,
    computed,
    confirm_rosters,
    decide,
    delivered,
    maker,
    opened,
    released,
    step,
    with_awards,
)

pytestmark = pytest.mark.django_db
AFTER = date(2027, 2, 1)
HARDSHIP = "extreme_hardship_support"


def test_a_decided_stop_ends_the_award_with_the_month_after_once() -> None:
    case = delivered()
    assert computed().total == Decimal("870.00")
    taken = step(case, "confirm_stop", on=date(2026, 12, 20))
    (award,) = open_awards(acting=maker(date(2026, 12, 21)))
    assert (award.state, award.until, award.ended_by) == ("ended", NEXT, taken.pk)
    assert not AwardPerson.objects.filter(active=True).exists()
    assert open_awards(acting=maker(date(2026, 12, 22))) == []
    assert open_awards(acting=maker(date(2027, 3, 1))) == []
    assert Entry.objects.filter(verb="award.changed").count() == 1
    assert computed().total == Decimal("870.00")
    assert computed(NEXT).total == Decimal("0.00")


def test_a_stop_decided_in_one_month_and_delivered_in_the_next_pays_nothing_in_the_next() -> None:
    case = delivered()
    assert computed().total == Decimal("870.00")
    step(case, "confirm_stop", on=date(2026, 12, 31))
    run = computed(NEXT)
    assert run.total == Decimal("0.00")
    stopped = run_page(run=run, acting=checker()).stopped
    assert [(one.case_number, one.until, one.total) for one in stopped] == [(case.number, NEXT, Decimal("870.00"))]
    step(case, "deliver_stop", on=date(2027, 1, 5))
    assert open_awards(acting=maker(date(2027, 1, 6))) == []
    assert Award.objects.get().until == NEXT


def test_a_grant_and_its_stop_read_together_are_done_in_their_order() -> None:
    case = delivered(on=date(2026, 11, 19))
    step(case, "confirm_stop", on=date(2027, 1, 5))
    touched = open_awards(acting=maker(date(2027, 1, 6)))
    assert len(touched) == 2
    assert (Award.objects.get().state, Award.objects.get().until) == ("ended", AFTER)


def test_a_stop_that_came_before_a_new_grant_leaves_it_alone() -> None:
    case = delivered(on=date(2026, 11, 19))
    step(case, "confirm_stop", on=date(2026, 12, 5))
    decide(case, first_month=NEXT, base="500.00", supplement="0.00", on=date(2026, 12, 20))
    open_awards(acting=maker(date(2026, 12, 21)))
    assert list(Award.objects.order_by("pk").values_list("state", "until")) == [("ended", NEXT), ("active", None)]


def test_a_stop_ends_an_award_of_the_ledger_too_and_of_no_other_family() -> None:
    first, second = opened([HERE, HERE])
    case = delivered(entry=family("李四"))
    case.household_id = first.household_id
    case.save(update_fields=["household"])
    step(case, "confirm_stop", on=date(2026, 12, 20))
    Award.objects.filter(case_number=case.number).delete()
    open_awards(acting=maker())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("ended", "active")


def test_a_refusal_after_a_grant_was_reopened_ends_it_and_a_plain_refusal_means_nothing() -> None:
    case = delivered()
    (other,) = opened([HERE])
    open_awards(acting=maker())
    (home,) = open_many(entries=[family("王五")], programme=PROGRAMME, acting=acting())
    plain = case_of(home)
    step(plain, "deliver_refusal", on=date(2026, 12, 20))
    step(case, "deliver_refusal", on=date(2026, 12, 31))
    (ended,) = open_awards(acting=maker(date(2026, 12, 31)))
    assert (ended.case_number, ended.until) == (case.number, NEXT)
    other.refresh_from_db()
    assert other.state == "active"


def raised(award: Award, *, since: date) -> Award:
    """An award that an uplift put in the place of another one."""
    Award.objects.filter(pk=award.pk).update(state="ended", until=since)
    return Award.objects.create(
        household_id=award.household_id, programme=award.programme, area=award.area, members=award.members,
        base=award.base + 100, supplement=award.supplement, since=since, owed_from=since, state="active", basis="uplift", uplift_of=award,
        case_number=award.case_number, town=award.town, village=award.village,
    )  # fmt: skip


def test_a_refusal_of_before_a_grant_leaves_what_an_uplift_made_of_it_alone() -> None:
    (home,) = open_many(entries=[family("王五")], programme=PROGRAMME, acting=acting())
    case = case_of(home)
    step(case, "deliver_refusal", on=date(2026, 12, 5))
    decide(case, first_month=NEXT, base="500.00", supplement="0.00", on=date(2026, 12, 20))
    open_awards(acting=maker(date(2026, 12, 21)))
    now = raised(Award.objects.get(), since=AFTER)
    assert open_awards(acting=maker(date(2026, 12, 22))) == []
    step(case, "confirm_stop", on=date(2027, 2, 3))
    assert open_awards(acting=maker(date(2027, 2, 4))) == [now]


def test_what_ended_after_a_run_was_computed_is_not_paid_by_it() -> None:
    case = delivered()
    assert computed().total == Decimal("870.00")
    run = computed(NEXT)
    confirm_rosters(run)
    step(case, "confirm_stop", on=date(2026, 12, 30))
    with pytest.raises(NotNow, match="重新计算"):
        check(number=run.number, version=run.version, acting=checker(date(2026, 12, 30)))
    run = computed(NEXT)
    assert run.total == Decimal("0.00")
    assert check(number=run.number, version=run.version, acting=checker(date(2026, 12, 31))).state == "checked"


def test_what_ended_after_a_run_was_checked_is_not_approved_with_it() -> None:
    case = delivered()
    run = computed(NEXT)
    confirm_rosters(run)
    run = check(number=run.number, version=run.version, acting=checker())
    step(case, "confirm_stop", on=date(2026, 12, 30))
    with pytest.raises(NotNow, match="重新计算"):
        approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver(date(2026, 12, 31)))


def test_what_waited_is_not_let_go_by_an_ending() -> None:
    case = delivered()
    (award,) = open_awards(acting=maker())
    hold_award(award=award, hold="death", acting=maker())
    step(case, "confirm_stop", on=date(2026, 12, 20))
    open_awards(acting=maker(date(2026, 12, 21)))
    award.refresh_from_db()
    assert (award.state, award.hold) == ("ended", "death")
    assert computed().total == Decimal("0.00")
    assert computed(NEXT).total == Decimal("0.00")
    assert released(award).state == "ended"
    lines = RunLine.objects.filter(run=computed(NEXT))
    assert [(line.month, line.kind) for line in lines] == [(MONTH, "arrears")]


def test_a_hold_keeps_what_was_found_sealed_and_counts_from_its_month() -> None:
    (award,) = opened([HERE])
    hold_award(award=award, hold="death", reason="殡葬信息比对命中", acting=maker(date(2026, 12, 9)))
    hold = AwardHold.objects.get()
    assert (hold.since, hold.reason, hold.released_by) == (MONTH, "殡葬信息比对命中", "")
    assert [part.title for part in held_of(month=MONTH, programme=PROGRAMME)] == ["死亡比对命中"]
    with pytest.raises(NotNow, match="还没人提出"):
        release_award(award=award, acting=checker())


def hardship(*, base: str = "1027.00", care: str = "330.00", supplement: str = "0.00") -> Award:
    """A 特困 person whose award has a care fee."""
    (award,) = with_awards([replace(family("原金锁"), area="rural")])
    LedgerImport.objects.update(programmes=[HARDSHIP])
    Award.objects.filter(pk=award.pk).update(
        programme=HARDSHIP, base=Decimal(base), care=Decimal(care), supplement=Decimal(supplement)
    )
    award.refresh_from_db()
    return award


def test_the_care_fee_goes_through_award_run_town_line_and_file() -> None:
    award = hardship()
    assert award.amount == Decimal("1357.00")
    run = compute(month=MONTH, programme=HARDSHIP, acting=maker())
    assert (run.number, run.base_total, run.care_total, run.total) == (
        "FF-140502-2026-12-TK", Decimal("1027.00"), Decimal("330.00"), Decimal("1357.00"),
    )  # fmt: skip
    assert RunTown.objects.get(run=run, town=TOWN).care == Decimal("330.00")
    assert dict(RunLine.objects.values_list("item", "amount")) == {
        "base": Decimal("1027.00"),
        "care": Decimal("330.00"),
    }
    assert run_lines(run=run, within=Within())[0].care == Decimal("330.00")
    assert award_facts(award)["care"] == "330.00"
    confirm_rosters(run)
    run = check(number=run.number, version=run.version, acting=checker())
    run = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    export(number=run.number, version=run.version, acting=maker())
    book = load_workbook(BytesIO(download(number=run.number)[1]))
    rows = [list(row) for row in book["特困（农村）"].iter_rows(values_only=True)]
    assert rows[2][4:8] == ["基本生活费", "照料护理费", "分类施保金", "发放合计"]
    assert rows[3][4:8] == [1027, 330, 0, 1357]
    assert rows[-1][4:8] == [1027, 330, 0, 1357]
    summary = [list(row) for row in book["汇总"].iter_rows(values_only=True)]
    assert summary[0][4:] == ["基本生活费合计", "照料护理费合计", "分类施保金合计", "发放合计"]
    assert summary[2][4:8] == [1027, 330, 0, 1357]


def test_the_care_fee_alone_is_an_award() -> None:
    hardship(base="0.00", care="330.00")
    assert compute(month=MONTH, programme=HARDSHIP, acting=maker()).total == Decimal("330.00")


def test_the_payment_list_of_a_town_ties_with_the_run() -> None:
    opened([HERE] * 4, base="300.00", supplement="100.00")
    delivered(first_month=MONTH.replace(month=11), base="405.00")
    run = approved()
    found = payment_list(run, TOWN)
    assert (found.town, found.households, found.members, len(found.rows)) == ("北石店镇", 5, run.persons, 6)
    assert (found.base, found.supplement, found.care) == (Decimal("2010.00"), Decimal("400.00"), Decimal("0.00"))
    assert found.total == run.total == sum(row.total for row in found.rows)
    arrears = next(row for row in found.rows if row.kind == "补发")
    assert (arrears.name, arrears.month.month, arrears.total) == ("陈建国", 11, Decimal("405.00"))
    assert all("********" in row.id_masked and "*" in row.account_masked for row in found.rows)
    assert payment_list(Run.objects.get(), "140502001").rows == ()


def test_the_extreme_hardship_case_is_paid_with_its_care_fee_until_its_stop_was_delivered(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    case = turns.zhou_granted()
    decision = case.decisions.get(outcome="grant")
    assert decision.care > 0
    run = compute(month=MONTH, programme=HARDSHIP, acting=maker())
    award = Award.objects.get()
    assert (award.base, award.care, award.amount) == (decision.base, decision.care, decision.total)
    assert (run.base_total, run.care_total, run.total) == (decision.base, decision.care, decision.total)
    assert [each.member.name for each in award.people.all()] == ["周福来"]
    turns.stopped(turns.stop_signed(turns.stop_hung(turns.stop_proposed(case))))
    assert compute(month=MONTH, programme=HARDSHIP, acting=maker()).total == decision.total
    after = compute(month=NEXT, programme=HARDSHIP, acting=maker(NEXT))
    award.refresh_from_db()
    stop = case.decisions.get(outcome="stop")
    assert (award.state, award.until, after.total) == ("ended", stop.first_month, Decimal("0.00"))
