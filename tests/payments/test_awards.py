"""Awards open once for each delivered decision, rest on one basis, and hold one person once in the district."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from doudi.audit.models import Entry
from doudi.cases.assessment import registry
from doudi.cases.models import Case
from doudi.cases.steps import NotNow
from doudi.households.batches import open_many
from doudi.households.models import Household
from doudi.payments.awards import (
    ask_release,
    counted_people,
    hold_award,
    next_number,
    open_awards,
    raise_counter,
    release_award,
)
from doudi.payments.models import Award, AwardHold, AwardPerson, StepCursor
from households.making import acting, family, id_number, person
from payments.making import HERE, MONTH, NEXT, PROGRAMME, case_of, checker, computed, decide, delivered, maker, opened

pytestmark = pytest.mark.django_db


def test_a_delivered_decision_opens_one_award() -> None:
    case = delivered(base="870.00", supplement="100.00")
    (award,) = open_awards(acting=maker())
    assert open_awards(acting=maker()) == []
    assert (award.base, award.supplement, award.since, award.state) == (
        Decimal("870.00"), Decimal("100.00"), MONTH, "active",
    )  # fmt: skip
    assert (award.case_number, award.members, award.people.count()) == (case.number, 3, 3)
    entry = Entry.objects.get(verb="award.opened")
    assert (entry.chain, entry.facts["amount"]) == (f"case/{case.number}", "970.00")


def test_every_award_has_the_next_certificate_of_its_kind() -> None:
    raise_counter("C140502", 160)
    raise_counter("C140502", 12)
    delivered()
    delivered()
    assert [award.certificate_number for award in open_awards(acting=maker())] == ["C140502000161", "C140502000162"]
    assert next_number("N140502") == 1


def test_the_cursor_stays_a_month_behind_and_nothing_is_lost_that_commits_late() -> None:
    delivered(on=date(2026, 11, 19))
    open_awards(acting=maker(date(2026, 12, 1)))
    assert StepCursor.objects.get(code="deliver").last == 0
    open_awards(acting=maker(date(2027, 1, 2)))
    behind = StepCursor.objects.get(code="deliver").last
    assert behind > 0
    late = delivered(on=date(2027, 1, 2), first_month=NEXT)
    assert [award.case_number for award in open_awards(acting=maker(date(2027, 2, 1)))] == [late.number]


def test_a_new_decision_takes_the_place_of_the_opening_balance() -> None:
    (old,) = opened([HERE], base="300.00")
    case = case_of(Household.objects.get())
    decide(case, first_month=NEXT, base="500.00", supplement="0.00", on=date(2026, 12, 20))
    assert computed().total == Decimal("400.00")
    (new,) = Award.objects.exclude(pk=old.pk)
    old.refresh_from_db()
    assert (old.state, old.until, new.since) == ("ended", NEXT, NEXT)
    assert AwardPerson.objects.filter(active=True).get().award_id == new.pk
    assert computed(NEXT).total == Decimal("500.00")


def test_somebody_who_is_paid_elsewhere_holds_the_new_award_and_nothing_else() -> None:
    shared = id_number()
    first = delivered(entry=replace(family(), members=[person(id_number=shared)]))
    open_awards(acting=maker())
    (household,) = open_many(entries=[family("王五", size=2)], programme=PROGRAMME, acting=acting())
    household.members.filter(relation="child").update(id_index=first.household.members.get().id_index)
    decide(case_of(household), first_month=MONTH, base="100.00", supplement="0.00", on=date(2026, 11, 20))
    (held,) = open_awards(acting=maker())
    assert (held.state, held.hold, held.people.count()) == ("suspended", "double", 1)
    assert computed().total == Decimal("870.00")


@pytest.mark.parametrize(
    "changes",
    [
        {"import_row": None},
        {"case_number": "DB-1", "step_key": 1},
        {"basis": "decision"},
        {"base": Decimal("-1.00")},
        {"base": Decimal("0.00"), "supplement": Decimal("0.00")},
        {"state": "suspended"},
        {"hold": "death"},
        {"owed_from": None},
    ],
)
def test_an_award_rests_on_one_basis_and_pays_something(changes: dict[str, object]) -> None:
    (award,) = opened([HERE])
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**changes)


def test_one_person_is_on_one_award() -> None:
    first, second = opened([HERE, HERE])
    person_on = AwardPerson.objects.get(award=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardPerson.objects.filter(award=second).update(id_index=person_on.id_index)


def test_a_hold_says_why_and_a_release_has_a_reason() -> None:
    (award,) = opened([HERE])
    with pytest.raises(ValueError, match="income"):
        hold_award(award=award, hold="income", acting=maker())
    held = hold_award(award=award, hold="death", acting=maker())
    with pytest.raises(NotNow, match="现为「暂缓」"):
        hold_award(award=award, hold="double", acting=maker())
    with pytest.raises(NotNow, match="理由"):
        ask_release(award=held, reason=" ", acting=maker())
    with pytest.raises(NotNow, match="还没人提出"):
        release_award(award=held, acting=checker())
    ask_release(award=held, reason="同名同姓", acting=maker())
    with pytest.raises(NotNow, match="须由另一人"):
        release_award(award=held, acting=maker())
    with pytest.raises(NotNow, match="已提出恢复"):
        ask_release(award=held, reason="同名同姓", acting=checker())
    assert release_award(award=held, agree=False, acting=checker()).state == "suspended"
    ask_release(award=held, reason="同名同姓，已到户核实", acting=maker())
    assert release_award(award=held, acting=checker()).state == "active"
    with pytest.raises(NotNow, match="没有暂缓"):
        ask_release(award=held, reason="同名同姓", acting=maker())
    assert Entry.objects.filter(verb="award.changed").count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardHold.objects.update(released_by="maker")


def test_people_are_counted_by_the_law_of_the_decisions_day() -> None:
    facts = {
        "programme": PROGRAMME, "on": "2026-11-10", "division": HERE[0], "area": "urban",
        "persons": [
            {"id": "a", "relation": "head", "born": "1976-05-12"},
            {"id": "b", "relation": "child", "born": "1995-01-01"},
            {"id": "c", "relation": "spouse", "born": "1978-01-01", "absence": "in_prison"},
            {"id": "d", "relation": "parent", "born": "1950-01-01"},
            {"id": "e", "relation": "child", "born": "2015-01-01", "lives_with": False},
        ],
    }  # fmt: skip
    assert counted_people(facts, registry()) == ["a", "b", "d", "e"]
    assert counted_people({**facts, "apply_as": "single_person", "applicant": "d"}, registry()) == ["d"]
    assert counted_people({**facts, "programme": "extreme_hardship_support", "applicant": "d"}, registry()) == ["d"]


def test_somebody_on_another_programme_in_the_same_family_holds_the_new_award() -> None:
    case = delivered(size=1)
    open_awards(acting=maker())
    other = case_of(case.household)
    Case.objects.filter(pk=other.pk).update(programme="extreme_hardship_support")
    other.refresh_from_db()
    decide(other, first_month=MONTH, base="900.00", supplement="0.00", on=date(2026, 11, 25))
    (held,) = open_awards(acting=maker())
    assert (held.programme, held.state, held.hold) == ("extreme_hardship_support", "suspended", "double")
    assert AwardPerson.objects.filter(active=True).count() == 1
