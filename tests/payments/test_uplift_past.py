"""提标 from a month past: a standard set late; what was paid since is topped up, once, and nothing else is."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cast import acting as officer
from doudi.desk.run_workings import award_working, figures_of
from doudi.payments import replay, uplift
from doudi.payments.bank_file import payments_of
from doudi.payments.models import Award, RecalculatedAward, Recalculation, Run, RunLine
from doudi.payments.queries import parts_of
from doudi.payments.queries.reconciliation import reconciliation_sums
from factories import golden
from households.making import OTHER_TOWN, OTHER_VILLAGE, TOWN
from payments.making import PROGRAMME, RUN_DAY, approved, computed, leader, opened
from payments.test_uplift import granted_rightly, standard_raised

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY, FEBRUARY, MARCH = RUN_DAY, date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
LATE = date(2027, 1, 20)
STEP = 2 * (Decimal("850.00") - Decimal("790.00"))


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def late(month: date = DECEMBER) -> Recalculation:
    """An uplift from a month past, asked for on 20 January and calculated."""
    made = uplift.ask(month=month, acting=officer("supervisor", "2027-01-20"))
    assert uplift.make(made.pk)
    return Recalculation.objects.get(pk=made.pk)


def confirmed(of: Recalculation, town: str = TOWN) -> list[Award]:
    return uplift.confirm(recalculation=of, town=town, acting=leader(town, on=LATE))


def paid_award() -> Award:
    """An award that was paid in December and January by the old standard, which then turns out to have risen in December."""
    award = granted_rightly()
    approved(DECEMBER)
    approved(JANUARY)
    standard_raised(since=DECEMBER)
    return award


def lines(run: Run) -> list[tuple[date, str, Decimal]]:
    found = RunLine.objects.filter(run=run, item="base").order_by("month", "kind")
    return list(found.values_list("month", "kind", "amount"))


def test_what_was_paid_since_is_topped_up_with_the_next_run_once() -> None:
    award = paid_award()
    (after,) = confirmed(late())
    assert (after.since, after.arrears_from, after.base) == (FEBRUARY, DECEMBER, award.base + STEP)
    february = approved(FEBRUARY)
    assert lines(february) == [
        (DECEMBER, "arrears", STEP), (JANUARY, "arrears", STEP), (FEBRUARY, "regular", after.base),
    ]  # fmt: skip
    assert lines(approved(MARCH)) == [(MARCH, "regular", after.base)]
    assert replay.compare() == []


def test_a_run_computed_again_tops_up_the_same() -> None:
    paid_award()
    confirmed(late())
    before = lines(computed(FEBRUARY))
    assert lines(computed(FEBRUARY)) == before
    assert sum(amount for _month, kind, amount in before if kind == "arrears") == 2 * STEP


def test_months_before_the_standard_rose_stay_as_they_were() -> None:
    award = granted_rightly()
    approved(DECEMBER)
    approved(JANUARY)
    standard_raised(since=JANUARY)
    confirmed(late(JANUARY))
    assert lines(approved(FEBRUARY)) == [(JANUARY, "arrears", STEP), (FEBRUARY, "regular", award.base + STEP)]


def test_a_month_that_was_paid_late_is_topped_up_after_it_was_paid() -> None:
    award = granted_rightly()
    standard_raised(since=DECEMBER)
    confirmed(late())
    assert lines(approved(FEBRUARY)) == [
        (DECEMBER, "arrears", award.base), (JANUARY, "arrears", award.base), (FEBRUARY, "regular", award.base + STEP),
    ]  # fmt: skip
    assert lines(approved(MARCH)) == [
        (DECEMBER, "arrears", STEP), (JANUARY, "arrears", STEP), (MARCH, "regular", award.base + STEP),
    ]  # fmt: skip


def test_ages_that_turned_meanwhile_are_for_people() -> None:
    """The head turned seventy between: what was due in December isn't what is due today."""
    granted_rightly(born=date(1957, 1, 5))
    approved(DECEMBER)
    standard_raised(since=DECEMBER)
    assert RecalculatedAward.objects.get(recalculation=late()).verdict == "differs"


def test_what_isnt_explained_by_the_values_before_is_for_people() -> None:
    (award,) = opened([(TOWN, "140502100001")], base="300.00")
    standard_raised(since=DECEMBER)
    assert RecalculatedAward.objects.get(recalculation=late(), award=award).verdict == "differs"


def test_only_the_town_that_confirmed_is_topped_up() -> None:
    paid_award()
    granted_rightly("李玉兰", town=OTHER_TOWN, village=OTHER_VILLAGE)
    confirmed(late())
    assert {
        line.town for line in RunLine.objects.filter(run=computed(FEBRUARY), kind="arrears", tops_up__isnull=False)
    } == {TOWN}


def test_the_months_reconcile_before_and_after_the_difference_was_paid() -> None:
    award = paid_award()
    confirmed(late())
    before = reconciliation_sums(month=DECEMBER, programme=PROGRAMME)
    assert (before["under"].due, before["under"].sent) == (award.amount + STEP, award.amount)
    approved(FEBRUARY)
    after = reconciliation_sums(month=DECEMBER, programme=PROGRAMME)
    assert "under" not in after
    assert sum(each.due for each in after.values()) == sum(each.sent for each in after.values()) == award.amount + STEP


def test_the_runs_parts_and_its_working_tell_of_it_and_add_up() -> None:
    paid_award()
    confirmed(late())
    run = approved(FEBRUARY)
    parts = {part.title: part.total for part in parts_of(run)}
    assert parts["补发（提标重算）"] == 2 * STEP
    assert sum(parts.values()) == run.total
    working = figures_of(run).working("合计")
    assert working is not None
    assert working.total.value == run.total


def test_the_banks_file_has_the_differences_apart() -> None:
    paid_award()
    confirmed(late())
    found = [(each.month, each.kind, each.base) for each in payments_of(approved(FEBRUARY))]
    assert found[:2] == [(DECEMBER, "arrears", STEP), (JANUARY, "arrears", STEP)]


def test_the_award_says_where_its_sum_comes_from() -> None:
    award = paid_award()
    (after,) = confirmed(late())
    working = award_working(Award.objects.get(pk=after.pk))
    assert working is not None
    assert working.total.value == after.amount
    assert f"原 {award.base:,} 元" in str(working.lines[0].formula)
    assert "按 2026-12 起的标准重新算得" in str(working.basis)


def test_the_database_itself_refuses_to_top_up_twice() -> None:
    paid_award()
    confirmed(late())
    line = RunLine.objects.filter(run=computed(FEBRUARY), tops_up__isnull=False).first()
    assert line is not None
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
