"""提标重算: every award once, by today's values and the new ones; what rises is confirmed town by town, and paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cast import DISTRICT
from cast import acting as officer
from doudi.accounts.edited import look_again
from doudi.accounts.parameter_rows import ValueEntry, enter
from doudi.accounts.parameter_rows import decide as decide_value
from doudi.audit.models import Entry
from doudi.cases.assessment import answer_of, sums_of
from doudi.cases.models import Case
from doudi.cases.steps import NotNow
from doudi.households.queries import facts_of
from doudi.payments import replay, uplift
from doudi.payments.awards import hold_award, open_awards
from doudi.payments.models import Award, RecalculatedAward, Recalculation, RunLine
from factories import golden, turns
from households.making import OTHER_TOWN, OTHER_VILLAGE, TOWN, family
from households.making import acting as at_desk
from payments.making import HERE, RUN_DAY, computed, decide, delivered, leader, maker, opened

pytestmark = pytest.mark.django_db
JANUARY = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def standard_raised(to: str = "850.00", since: date = JANUARY) -> None:
    """Two people set a new standard, for January unless said otherwise."""
    entry = ValueEntry("allowance_standard", to, DISTRICT, "", since, "晋市民发〔2026〕9号", "第一条")
    decide_value(row=enter(entry=entry, acting=officer("data")), accept=True, acting=officer("supervisor"))
    look_again()


def granted_rightly(name: str = "陈建国", *, town: str = TOWN, village: str = "", born: date | None = None) -> Award:
    """An award whose amounts are what the rules give its facts; `born` is the head's birthday."""
    entry = family(name, size=2, town=town, village=village) if village else family(name, size=2)
    if born:
        entry = replace(entry, members=[replace(entry.members[0], born=born), *entry.members[1:]])
    case = delivered(entry=entry, base="1.00", on=RUN_DAY)
    sums = sums_of(answer_of(facts_of(household=case.household, on=RUN_DAY, source="adopted")))
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    decide(case, first_month=RUN_DAY, base=str(sums.base), supplement=str(sums.supplement), on=RUN_DAY)
    open_awards(acting=maker())
    return Award.objects.get(household=case.household, state="active")


def calculated(month: date = JANUARY) -> Recalculation:
    """An uplift asked for by the bureau and calculated by the worker."""
    made = uplift.ask(month=month, acting=officer("supervisor", "2026-12-01"))
    assert uplift.make(made.pk)
    made.refresh_from_db()
    return made


def verdicts(of: Recalculation) -> dict[int, str]:
    return dict(RecalculatedAward.objects.filter(recalculation=of).values_list("award", "verdict"))


def test_an_award_that_its_facts_explain_rises_with_the_standard() -> None:
    award = granted_rightly()
    standard_raised()
    row = RecalculatedAward.objects.get(recalculation=calculated())
    assert (row.verdict, row.found, row.was) == ("higher", award.amount, award.amount)
    assert row.base is not None
    assert row.base - award.base == 2 * (Decimal("850.00") - Decimal("790.00"))


def test_what_isnt_explained_is_for_people() -> None:
    granted_rightly()
    (imported,) = opened([HERE])
    standard_raised()
    assert sorted(verdicts(calculated()).values()) == ["differs", "higher"]
    assert verdicts(Recalculation.objects.get())[imported.pk] == "differs"


def test_an_award_that_is_held_waits() -> None:
    award = granted_rightly()
    hold_award(award=award, hold="death", acting=at_desk())
    standard_raised()
    assert verdicts(calculated()) == {award.pk: "held"}


def test_without_a_new_standard_nothing_changes() -> None:
    award = granted_rightly()
    of = calculated()
    assert verdicts(of) == {award.pk: "same"}
    with pytest.raises(NotNow, match="没有待确认的提高"):
        uplift.confirm(recalculation=of, town=award.town, acting=leader())


def test_a_lower_standard_lowers_nobody() -> None:
    award = granted_rightly()
    standard_raised(to="700.00")
    of = calculated()
    assert verdicts(of) == {award.pk: "lower"}
    with pytest.raises(NotNow):
        uplift.confirm(recalculation=of, town=award.town, acting=leader())
    award.refresh_from_db()
    assert award.state == "active"


def test_a_confirmed_uplift_is_paid_from_its_month_and_not_before() -> None:
    award = granted_rightly()
    standard_raised()
    of = calculated()
    (after,) = uplift.confirm(recalculation=of, town=award.town, acting=leader())
    award.refresh_from_db()
    assert (award.state, award.until, after.since, after.certificate_number) == (
        "ended", JANUARY, JANUARY, award.certificate_number,
    )  # fmt: skip
    assert after.people.filter(active=True).count() == award.people.count() == 2
    computed(RUN_DAY)
    computed(JANUARY)
    paid = RunLine.objects.filter(household=award.household, item="base").order_by("month")
    assert list(paid.values_list("month", "amount")) == [(RUN_DAY, award.base), (JANUARY, after.base)]
    assert replay.compare() == []


def test_one_entry_tells_of_a_towns_confirmation() -> None:
    first, second = granted_rightly("陈建国"), granted_rightly("张秀英")
    standard_raised()
    of = calculated()
    made = uplift.confirm(recalculation=of, town=TOWN, acting=leader())
    entry = Entry.objects.get(verb="uplift.confirmed")
    assert entry.facts["lines"] == 2
    assert {each["award"] for each in entry.facts["awards"]} == {first.pk, second.pk, *(award.pk for award in made)}
    with pytest.raises(NotNow, match="没有待确认的提高"):
        uplift.confirm(recalculation=of, town=TOWN, acting=leader())


def test_each_town_confirms_its_own() -> None:
    mine, theirs = granted_rightly(), granted_rightly("李玉兰", town=OTHER_TOWN, village=OTHER_VILLAGE)
    standard_raised()
    uplift.confirm(recalculation=calculated(), town=TOWN, acting=leader())
    for award, state in ((mine, "ended"), (theirs, "active")):
        award.refresh_from_db()
        assert award.state == state


def test_an_award_that_changed_since_stops_the_confirmation() -> None:
    award = granted_rightly()
    standard_raised()
    of = calculated()
    hold_award(award=award, hold="death", acting=at_desk())
    with pytest.raises(NotNow, match="变动过"):
        uplift.confirm(recalculation=of, town=award.town, acting=leader())


def test_one_asked_for_ahead_cant_be_confirmed_once_its_month_began_and_none_is_too_far() -> None:
    award = granted_rightly()
    standard_raised()
    of = calculated()
    with pytest.raises(NotNow, match="已经开始发放"):
        uplift.confirm(recalculation=of, town=award.town, acting=leader(on=JANUARY))
    for month in (date(2025, 11, 1), date(2028, 1, 1)):
        with pytest.raises(NotNow):
            uplift.ask(month=month, acting=officer("supervisor", "2026-12-01"))


def test_a_calculation_is_made_once_however_often_it_is_asked() -> None:
    granted_rightly()
    of = calculated()
    assert not uplift.make(of.pk)
    assert RecalculatedAward.objects.count() == 1
    assert (of.state, of.done, of.total) == ("ready", 1, 1)


def test_a_hardship_award_rises_with_its_own_standard_and_keeps_its_care_money() -> None:
    turns.zhou_granted()
    (award,) = open_awards(acting=maker())
    assert (award.programme, award.care) == ("extreme_hardship_support", Decimal("400.00"))
    raised = {"home": "900.00", "institution": "1000.00"}
    entry = ValueEntry(
        "hardship_living_standard", raised, DISTRICT, award.area, JANUARY, "晋市民发〔2026〕9号", "第二条"
    )
    decide_value(row=enter(entry=entry, acting=officer("data")), accept=True, acting=officer("supervisor"))
    look_again()
    of = calculated()
    row = RecalculatedAward.objects.get(recalculation=of)
    assert (row.verdict, row.base, row.care) == ("higher", Decimal("900.00"), award.care)
    (after,) = uplift.confirm(recalculation=of, town=award.town, acting=leader(award.town))
    assert after.amount == Decimal("900.00") + award.care
    assert after.people.count() == 1
