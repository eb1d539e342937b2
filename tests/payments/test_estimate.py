"""资金测算: what the awards are expected to cost, month by month, and what each part of it comes from."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import DISTRICT
from cast import acting as officer
from doudi.audit.models import Entry
from doudi.law.reading import FactsError
from doudi.payments import estimates
from doudi.payments.awards import hold_award
from doudi.payments.estimates import Supposed
from doudi.payments.estimating import Found, measured, projected
from doudi.payments.models import Award, Estimate, EstimateLine
from factories import golden
from households.making import OTHER_TOWN, OTHER_VILLAGE, TOWN
from households.making import acting as at_desk
from payments.making import HERE, opened
from payments.test_uplift import granted_rightly, standard_raised

pytestmark = pytest.mark.django_db
ALLOWANCE = "subsistence_allowance"
NOUGHT = Decimal("0.00")
DECEMBER, JANUARY, FEBRUARY = date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def standard(amount: str, since: str = "2027-02", area: str = "urban") -> Supposed:
    return Supposed(since=since, values=({"name": "allowance_standard", "area": area, "raw": amount},))


def steady(**more: str) -> Supposed:
    """Nobody comes and nobody goes, so that the rest is seen by itself."""
    return Supposed(joining={ALLOWANCE: "0"}, one_off=more)


def made(supposed: Supposed, months: int = 3) -> Estimate:
    """An estimate asked for by the bureau and made by the worker."""
    asked = estimates.ask(months=months, supposed=supposed, acting=officer("supervisor", "2026-12-01"))
    assert estimates.make(asked.pk)
    asked.refresh_from_db()
    return asked


def lines(of: Estimate, town: str = TOWN) -> Sequence[EstimateLine]:
    return list(EstimateLine.objects.filter(estimate=of, programme=ALLOWANCE, town=town).order_by("month"))


def with_joining(supposed: Supposed) -> Supposed:
    return Supposed(supposed.since, supposed.values, {ALLOWANCE: "0"}, supposed.one_off)


def test_without_any_change_each_month_costs_what_is_paid_now() -> None:
    award = granted_rightly()
    found = lines(made(steady()))
    assert [line.month for line in found] == [JANUARY, FEBRUARY, date(2027, 3, 1)]
    assert {line.total for line in found} == {award.amount}
    assert {(line.households, line.people, line.calendar, line.standard) for line in found} == {(1, 2, NOUGHT, NOUGHT)}


def test_a_supposed_standard_counts_from_its_month_on() -> None:
    award = granted_rightly()
    january, february, march = lines(made(with_joining(standard("850.00", area=award.area))))
    assert january.standard == NOUGHT
    assert february.standard == march.standard == 2 * (Decimal("850.00") - Decimal("790.00"))


def test_what_is_supposed_for_the_country_leaves_the_town_alone() -> None:
    award = granted_rightly()
    other = "rural" if award.area == "urban" else "urban"
    assert {line.standard for line in lines(made(with_joining(standard("850.00", area=other))))} == {NOUGHT}


def test_a_standard_that_two_people_set_counts_as_well() -> None:
    granted_rightly()
    standard_raised()
    assert {line.standard for line in lines(made(steady()))} == {Decimal("120.00")}


def test_a_birthday_moves_the_month_after_it() -> None:
    """A supplement for the seventieth year begins by the calendar alone."""
    granted_rightly(born=date(1957, 1, 20))
    january, february, march = lines(made(steady()))
    assert (january.calendar, february.calendar, march.calendar) == (NOUGHT, Decimal("100.00"), Decimal("100.00"))


def test_what_the_rules_cant_explain_moves_by_their_step_or_stays() -> None:
    (award,) = opened([HERE], base="300.00", supplement="100.00")
    found = lines(made(with_joining(standard("850.00", area=award.area))))
    assert [line.obligations for line in found] == [award.amount] * 3
    assert found[0].total == award.amount
    told = Estimate.objects.get().basis
    assert (told["awards"], told["explained"]) == (1, 0)


@pytest.mark.parametrize(
    ("before", "then", "expected"),
    [
        (None, None, "400.00"),
        ("", "eligible", "400.00"),
        ("eligible", "", "400.00"),
        ("not_eligible", "eligible", "400.00"),
        ("eligible", "eligible", "450.00"),
        ("eligible", "not_eligible", "0.00"),
    ],
)
def test_an_award_moves_as_the_rules_move_it(before: str | None, then: str | None, expected: str) -> None:
    def found(outcome: str | None, base: str) -> Found | None:
        return None if outcome is None else Found(outcome, Decimal(base), NOUGHT, NOUGHT)

    assert projected(Decimal("400.00"), found(before, "350.00"), found(then, "400.00")) == Decimal(expected)


def test_an_award_never_falls_below_nought() -> None:
    before, then = (Found("eligible", Decimal(base), NOUGHT, NOUGHT) for base in ("900.00", "100.00"))
    assert projected(Decimal("400.00"), before, then) == NOUGHT


def test_who_is_expected_costs_the_average_of_the_town_month_by_month() -> None:
    first, second = granted_rightly("陈建国"), granted_rightly("张秀英")
    Award.objects.filter(pk=second.pk).update(base=second.base + 100)
    found = lines(made(Supposed(joining={ALLOWANCE: "3"})))
    average = (first.amount * 2 + 100) / 2
    assert [line.joining for line in found] == [Decimal(3), Decimal(6), Decimal(9)]
    assert [line.joined for line in found] == [3 * average, 6 * average, 9 * average]


def test_what_is_supposed_for_the_district_is_shared_out_by_households() -> None:
    for name in ("陈建国", "张秀英", "王秀兰"):
        granted_rightly(name)
    granted_rightly("李玉兰", town=OTHER_TOWN, village=OTHER_VILLAGE)
    of = made(Supposed(joining={ALLOWANCE: "4"}), months=1)
    assert lines(of)[0].joining == Decimal(3)
    assert lines(of, OTHER_TOWN)[0].joining == Decimal(1)


def test_who_comes_is_measured_over_half_a_year() -> None:
    awards = opened([HERE] * 8)
    keys = [award.pk for award in awards]
    Award.objects.filter(pk__in=keys[:3]).update(since=date(2026, 9, 1), owed_from=date(2026, 10, 1))
    Award.objects.filter(pk=keys[3]).update(state="ended", until=date(2026, 11, 1))
    Award.objects.filter(pk=keys[4]).update(state="ended", until=date(2026, 1, 1))
    assert measured(date(2026, 12, 15)) == {(ALLOWANCE, TOWN): Decimal(2) / 6}


def test_what_is_paid_once_counts_in_its_month_for_each_person() -> None:
    granted_rightly()
    once = {"title": "春节慰问", "month": "2027-02", "a_person": "200.00", "programme": ""}
    assert [line.one_off for line in lines(made(steady(**once)))] == [NOUGHT, Decimal("400.00"), NOUGHT]


def test_a_held_award_is_owed_and_told() -> None:
    award = granted_rightly()
    hold_award(award=award, hold="death", acting=at_desk())
    of = made(steady())
    assert {line.total for line in lines(of)} == {award.amount}
    assert (of.basis["held"], of.basis["held_sum"]) == (1, str(award.amount))


def test_parts_add_up_to_the_month() -> None:
    granted_rightly()
    of = made(Supposed("2027-02", standard("850.00").values, {ALLOWANCE: "0.5"}))
    for line in lines(of):
        assert line.total == line.obligations + line.calendar + line.standard + line.joined + line.one_off


def test_a_town_with_values_of_its_own_gives_way_to_what_is_supposed() -> None:
    plan = estimates.plan_of(Estimate(first=JANUARY, months=1, plan=standard("900.00").plain()))
    assert {value.division[:6] for value in plan.values} == {DISTRICT}
    assert all(len(value.division) == 9 for value in plan.values)


def test_one_entry_tells_what_was_supposed_and_of_nobody() -> None:
    granted_rightly()
    of = made(standard("850.00"))
    entry = Entry.objects.get(verb="estimate.asked")
    assert (entry.object_key, entry.facts["months"], entry.facts["since"]) == (of.number, 3, "2027-02")


def test_a_value_that_cant_be_read_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(FactsError):
        estimates.ask(months=3, supposed=standard("八百"), acting=officer("supervisor", "2026-12-01"))
    assert not Estimate.objects.exists()


def test_an_estimate_is_made_once_however_often_it_is_asked() -> None:
    granted_rightly()
    of = made(steady())
    assert not estimates.make(of.pk)
    assert (of.state, of.done, EstimateLine.objects.count()) == ("ready", 100, 3)


def test_an_empty_district_costs_nothing() -> None:
    of = made(Supposed(), months=2)
    assert of.state == "ready"
    assert not EstimateLine.objects.exists()


def test_the_number_of_statements_doesnt_grow_with_the_awards() -> None:
    made(steady())  # the process looks at the parameters once
    counts = []
    for more in (1, 4):
        opened([HERE] * more)
        asked = estimates.ask(months=1, supposed=steady(), acting=officer("supervisor", "2026-12-01"))
        with CaptureQueriesContext(connection) as captured:
            estimates.make(asked.pk)
        counts.append(len(captured))
    assert counts[0] == counts[1]
