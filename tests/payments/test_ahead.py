"""到龄与到期 of an area: active awards and open cases only, in sets; who, when, what, and by how much."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, acting
from doudi.accounts.access import visible_to
from doudi.cases import actions
from doudi.cases.models import Decision
from doudi.households.entries import MemberEntry
from doudi.households.models import Item, Member, Obligor
from doudi.payments.awards import hold_award, open_awards
from doudi.payments.models import Award
from doudi.payments.queries.ahead import Ahead, Wanted, ahead, by_month, effect, heads
from factories import golden
from households.making import family, person
from payments.making import with_awards

pytestmark = pytest.mark.django_db
ON, UNTIL = date(2026, 12, 1), date(2027, 2, 1)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def chen(*more: MemberEntry, place: int = 100) -> golden.Family:
    """Family 1 with a daughter of seventeen."""
    known = golden.chen(place)
    return replace(
        known, members=(*known.members, *(more or (golden._member("陈晓雨", "2009-01-15", "F", "child", place),)))
    )


def seen(who: str = "clerk", on: date = ON, until: date = UNTIL) -> Ahead:
    return ahead(partial(visible_to, acting(who, on)), on, until)


def told(found: Ahead) -> list[tuple[Any, ...]]:
    return [(row.coming.kind.code, row.name, row.on.isoformat()) for row in found.rows]


def granted(*more: MemberEntry) -> Award:
    golden.granted(chen(*more))
    open_awards(acting=acting("maker", ON))
    return Award.objects.get()


def test_a_daughter_of_the_first_family_turns_eighteen() -> None:
    award = granted()
    found = seen()
    assert told(found) == [("age_18", "陈晓雨", "2027-01-15")]
    (row,) = found.rows
    assert (row.subject.award, row.subject.case, row.subject.village) == (award.pk, award.case_number, VILLAGE)
    assert row.who == str(Member.objects.get(name="陈晓雨").pk)
    assert [turn.touch.rule for turn in row.coming.turned] == ["person_supplement"]
    change = effect(row, ON)
    assert (change.before, change.after) == (award.amount, award.amount - Decimal("100.00"))
    assert change.moves
    assert heads(found.rows) == {award.household_id: "陈建国"}
    assert told(seen(until=date(2027, 2, 20)))[1:] == [("age_70", "王桂兰", "2027-02-20")]
    later = effect(seen(until=date(2027, 2, 20)).rows[1], ON)
    assert (later.before, later.after, later.moves) == (award.amount - 100, award.amount, True)


def test_a_day_that_is_past_waits_for_the_next_decision_with_its_effect() -> None:
    award = granted()
    (row,) = seen(on=date(2027, 2, 1), until=date(2027, 2, 1)).rows
    change = effect(row, date(2027, 2, 1))
    assert (row.on, change.before, change.after) == (date(2027, 1, 15), award.amount, award.amount - 100)
    assert change.moves


def test_sums_that_do_not_give_what_is_paid_now_are_not_told_as_an_effect() -> None:
    award = granted()
    Award.objects.filter(pk=award.pk).update(base=Decimal("1.00"))
    change = effect(seen().rows[0], ON)
    assert not change.agrees
    assert not change.moves


def test_only_active_and_held_awards_and_open_cases_are_looked_at() -> None:
    award = granted()
    hold_award(award=award, hold="death", reason="线索", acting=acting("clerk", ON))
    assert len(seen().rows) == 1
    Award.objects.filter(pk=award.pk).update(state="ended", until=ON, hold="")
    assert told(seen()) == []
    case = golden.accepted(chen(place=200))
    (row,) = seen().rows
    assert (row.subject.award, row.subject.case, row.name) == (None, case.number, "陈晓雨")
    clerk = acting("clerk", ON)
    now = golden.again(case, clerk)
    actions.withdraw(case=now, version=now.version, acting=clerk, note="不办了")
    assert told(seen()) == []


def test_nobody_sees_another_area() -> None:
    granted()
    assert told(seen("elsewhere")) == []
    assert len(seen("supervisor").rows) == 1
    assert len(seen("assistant").rows) == 1


def test_a_person_who_left_the_family_has_nothing_coming() -> None:
    granted()
    Member.objects.filter(name="陈晓雨").update(until=ON)
    assert told(seen()) == []


def test_studies_and_cards_that_are_past_wait() -> None:
    student = golden._member("陈晓雨", "2005-01-15", "F", "child", 100, study="undergraduate", lives_with=False)
    granted(replace(student, study_ends=date(2026, 11, 20), card_ends=None))
    found = seen()
    assert told(found) == [("study_end", "陈晓雨", "2026-11-20")]
    assert list(by_month(found, found.rows).items()) == [
        ("past", 1), ("2026-12", 0), ("2027-01", 0), ("2027-02", 0),
    ]  # fmt: skip
    assert len(found.narrowed(Wanted(month="past"))) == 1
    assert found.narrowed(Wanted(month="2026-12")) == []


def test_reviews_fall_due_half_a_year_after_the_decision_or_the_confirmed_ledger() -> None:
    award = granted(golden._member("陈晓雨", "2015-01-15", "F", "child", 100))
    # The father can work and his wage isn't a fixed one: half a year from 2026-11-10.
    seventy = ("age_70", "王桂兰", "2027-02-20")  # since the decision; nobody has looked at it
    assert told(seen(on=date(2027, 4, 1), until=date(2027, 6, 1))) == [seventy, ("review", "", "2027-05-10")]
    Member.objects.update(able_to_work=False)
    assert told(seen(on=date(2027, 4, 1), until=date(2027, 6, 1))) == [seventy]
    assert told(seen(on=date(2027, 10, 1), until=date(2027, 12, 1))) == [seventy, ("review", "", "2027-11-10")]
    assert told(seen(on=date(2028, 1, 1), until=date(2028, 2, 1))) == [seventy, ("review", "", "2027-11-10")]
    assert told(seen(on=date(2028, 2, 21), until=date(2028, 2, 21))) == [("review", "", "2027-11-10")]
    assert seen(on=date(2028, 1, 1), until=date(2028, 2, 1)).rows[0].subject.award == award.pk


def imported(*members: MemberEntry) -> None:
    with_awards([family(town=TOWN, village=VILLAGE, members=list(members))])


def test_families_of_the_ledger_are_looked_at_too() -> None:
    imported(person("张有福", born=date(1957, 1, 15), able_to_work=False))
    found = seen(on=date(2026, 12, 1), until=date(2027, 2, 1))
    assert told(found) == [("age_70", "张有福", "2027-01-15")]
    assert effect(found.rows[0], ON).agrees is False  # the ledger's sums can't be made from what is known
    assert told(seen(on=date(2027, 11, 1), until=date(2027, 11, 30))) == [
        ("age_70", "张有福", "2027-01-15"), ("review", "", "2027-11-02"),
    ]  # fmt: skip


def test_leap_days_and_the_edges_of_the_window() -> None:
    imported(person("张有福", born=date(1956, 2, 29), able_to_work=False), person("张小小", "child", date(2008, 2, 29)))
    edge = date(2026, 3, 1)
    assert ("age_70", "张有福", "2026-03-01") in told(seen(on=edge, until=edge))
    assert ("age_18", "张小小", "2026-03-01") in told(seen(on=date(2026, 2, 28), until=edge))
    assert told(seen(on=date(2026, 2, 1), until=date(2026, 2, 28))) == []


def test_grace_kept_in_the_decision_ends_with_its_month() -> None:
    granted(golden._member("陈晓雨", "2015-01-15", "F", "child", 100))
    decision = Decision.objects.get(outcome="grant")
    decision.facts |= {"grace": {"since": "2026-08", "base_before": "300.00"}}
    decision.pk, decision.seq = None, decision.seq + 1
    decision.save(force_insert=True)
    assert told(seen()) == [("grace_end", "", "2027-01-31")]


def test_obligors_and_new_jobs_are_looked_at(settings) -> None:
    imported(person("张有福", born=date(1990, 1, 15), able_to_work=False))
    member = Member.objects.get()
    Obligor.objects.create(
        household=member.household, of=[member.pk], relation="child", name="张大", born=date(2009, 1, 20),
        household_members=1, household_income=Decimal("9000.00"), town=TOWN, village=VILLAGE,
        agreed_support=Decimal("100.00"),
    )  # fmt: skip
    Item.objects.create(
        household=member.household, member=member, sort="income", kind="wage", amount=Decimal("900.00"), per="month",
        details={"since": "2026-02"}, source="declared", noted_on=ON, noted_by="x", town=TOWN, village=VILLAGE,
    )  # fmt: skip
    assert told(seen()) == [("obligor_18", "张大", "2027-01-20")]  # no ceiling is set, so the job's end turns nothing


def test_a_family_without_a_head_is_said_to_be_unread() -> None:
    imported(person("张有福", born=date(1957, 1, 15)))
    Member.objects.update(relation="other")
    found = seen()
    assert found.rows == []
    assert found.unread == [Member.objects.get().household_id]


def test_narrowed_by_kind_place_and_programme() -> None:
    granted()
    found = seen()
    for wanted, count in (
        (Wanted(kind="age_18"), 1), (Wanted(kind="review"), 0), (Wanted(village=VILLAGE), 1), (Wanted(town=OTHER_TOWN), 0),
        (Wanted(village=OTHER_VILLAGE), 0), (Wanted(programme="extreme_hardship_support"), 0), (Wanted(month="2027-01"), 1),
    ):  # fmt: skip
        assert len(found.narrowed(wanted)) == count, wanted


def statements(entries: Sequence[Any]) -> int:
    with_awards(entries)
    with CaptureQueriesContext(connection) as captured:
        assert seen("supervisor").rows
    return len(captured)


def test_statements_do_not_grow_with_the_register() -> None:
    def old(place: int) -> Any:
        return family(f"张{place}", town=TOWN, village=VILLAGE, members=[person(f"张{place}", born=date(1957, 1, 15))])

    acting("supervisor", ON)
    statements([old(0)])  # the first reads what the process keeps
    few = statements([old(1)])
    assert statements([old(place) for place in range(2, 60)]) == few <= 9
