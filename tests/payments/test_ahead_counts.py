"""到龄到期 on the 工作台: the kept counts say what the list says, after every change and on every day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, acting
from doors import set_day
from doudi.accounts.areas import walled
from doudi.accounts.calendar import calendar
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.desk.ahead_list import coming_to
from doudi.desk.tasks import refresh_lists
from doudi.households.models import Household, Item, Member, Obligor
from doudi.payments import ahead_counts
from doudi.payments.ahead_counts import MONTHS, ComingSoon, coming_soon
from doudi.payments.models import AheadCount, AheadDay, AheadNote, Award
from factories import golden
from households.making import family, person
from payments.making import with_awards

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, ON.isoformat())


def old(name: str, *, born: date = date(1957, 1, 10), town: str = TOWN, village: str = VILLAGE) -> Any:
    """A family whose head's age turns a rule within the month."""
    return family(name, town=town, village=village, members=[person(name, born=born)])


def listed(who: str, on: date) -> ComingSoon:
    """The same from the list itself."""
    found = coming_to(acting(who, on), MONTHS)
    return ComingSoon(len(found.rows), sum(row.on < on for row in found.rows), found.until)


def agrees(who: str = "clerk", on: date = ON) -> ComingSoon:
    """The counts under the person's own role, which must be the list's."""
    person_ = acting(who, on)
    with walled(person_):
        told = coming_soon(person_)
    assert told == listed(who, on)
    return told


def test_counts_are_those_of_the_list_in_each_area() -> None:
    with_awards([old("张一"), old("张二", town=OTHER_TOWN, village=OTHER_VILLAGE)])
    assert [agrees(who).count for who in ("clerk", "elsewhere", "supervisor")] == [1, 1, 2]
    assert agrees("leader").count == 1


CHANGES: dict[str, Callable[[], object]] = {
    "somebody is born on another day": lambda: Member.objects.update(born=date(1970, 5, 5)),
    "somebody leaves the family": lambda: Member.objects.update(until=ON),
    "an award ends": lambda: Award.objects.update(state="ended"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_counts_at_the_next_look(change: Callable[[], object]) -> None:
    with_awards([old("张一")])
    before = agrees()
    change()
    assert AheadNote.objects.exists()
    assert agrees() != before
    assert not AheadNote.objects.exists()


def test_a_new_family_and_a_step_of_a_case_count_at_the_next_look() -> None:
    assert agrees().count == 0
    with_awards([old("张一")])
    assert agrees().count == 1
    case = golden.accepted()
    agrees()
    actions.withdraw(
        case=Case.objects.get(pk=case.pk), version=case.version, acting=acting("clerk", ON), note="不申请了"
    )
    assert AheadNote.objects.filter(household=case.household_id).exists()
    agrees()


@pytest.mark.parametrize("model", [Household, Member, Item, Obligor])
def test_each_table_that_a_count_rests_on_is_noted(model: type[Any]) -> None:
    case = golden.verified()
    if model is Obligor:
        Obligor.objects.create(
            household=case.household,
            town=case.town,
            village=case.village,
            of=[case.applicant_id],
            relation="child",
            name="陈远",
        )
    AheadNote.objects.all().delete()
    row = model.objects.first()
    row.save()
    home = row.pk if model is Household else row.household_id
    assert set(AheadNote.objects.values_list("town", "household")) == {(row.town, home)}


def test_only_what_changed_is_counted_again(monkeypatch) -> None:
    with_awards([old(f"张{place}") for place in range(4)])
    agrees()
    kept = set(AheadCount.objects.values_list("pk", flat=True))
    home = Household.objects.first()
    home.save()
    assert agrees().count == 4
    assert len(kept & set(AheadCount.objects.values_list("pk", flat=True))) == 3
    monkeypatch.setattr(ahead_counts, "MANY", 0)
    home.save()
    assert agrees().count == 4
    assert not kept & set(AheadCount.objects.values_list("pk", flat=True))


def test_a_new_day_and_another_calendar_are_counted_anew(monkeypatch) -> None:
    with_awards([old("张一", born=date(1957, 1, 21))])
    assert agrees().count == 0
    assert agrees(on=ON + timedelta(1)).count == 1
    assert AheadDay.objects.get(town=TOWN).on == ON + timedelta(1)
    made = AheadDay.objects.get(town=TOWN).pk
    calendar()
    monkeypatch.setattr(ahead_counts, "stamp", lambda: "another")
    agrees(on=ON + timedelta(1))
    assert AheadDay.objects.get(town=TOWN).pk != made


def test_the_worker_counts_before_anybody_looks() -> None:
    with_awards([old("张一")])
    refresh_lists(timestamp=0)
    assert set(AheadDay.objects.values_list("on", flat=True)) == {ON}
    assert not AheadNote.objects.exists()
    for who in ("clerk", "supervisor"):
        with CaptureQueriesContext(connection) as captured:
            assert coming_soon(acting(who, ON)).count == 1
        assert sum("payments_ahead" in each["sql"] for each in captured.captured_queries) == 2


def test_another_town_sees_neither_counts_nor_notes() -> None:
    with_awards([old("张一")])
    agrees()
    Household.objects.first().save()
    with walled(acting("elsewhere", ON)):
        assert not AheadCount.objects.exists()
        assert not AheadNote.objects.exists()
        assert not AheadDay.objects.exists()
