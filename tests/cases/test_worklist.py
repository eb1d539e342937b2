"""我的待办 against a plain reading of the same rows: the bands, the first of each, what waits with others."""

from collections.abc import Iterable
from datetime import date

import pytest

from cast import acting
from crowd import fill
from doudi.accounts.acting import Acting
from doudi.cases.lists import counts, refresh
from doudi.cases.outlook import Outlook
from doudi.cases.worklist import BANDS, Chosen, by_day, edges, elsewhere, first_of_bands, tasks_found
from factories import golden, turns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings: object) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]  # type: ignore[attr-defined]


@pytest.fixture
def people() -> list[Acting]:
    """Cases at several steps, one of them waiting for the end of its publicity, and who look at them."""
    golden.accepted(), turns.hung(golden.confirmed(golden.chen(200))), golden.proposed(golden.chen(300))
    golden.register(golden.chen(400), acting("clerk"))
    fill(45)
    seen = [acting(who, "2026-11-12") for who in ("clerk", "surveyor", "reviewer", "leader", "supervisor", "elsewhere")]
    refresh(seen[4])
    return seen


def open_rows(person: Acting) -> Iterable[Outlook]:
    """The steps that can be taken in a person's area."""
    rows = Outlook.objects.exclude(step="").select_related("case")
    return [row for row in rows if person.covers(row.town, row.village) and (row.opens_on or date.min) <= person.on]


def test_what_waits_with_others_is_what_a_plain_reading_finds(people: list[Acting]) -> None:
    for person in people:
        mine = {(row.case_id, row.step) for row in open_rows(person) if row.post == person.post}
        theirs: dict[str, set[int]] = {}
        for row in open_rows(person):
            if (row.case_id, row.step) not in mine:
                theirs.setdefault(row.step, set()).add(row.case_id)
        told = {step: count for step, _edition, count, _nearest in elsewhere(person)}
        assert told == {step: len(cases) for step, cases in theirs.items()}, person.login
        others = {row.case_id for row in open_rows(person)} - {case for case, _step in mine}
        assert counts(person, ("others",)) == {"others": len(others)}, person.login
    assert [step for step, *_rest in elsewhere(people[-1])] == []


def test_the_first_of_each_band_are_the_most_urgent(people: list[Acting]) -> None:
    for person in people:
        found, bands = tasks_found(person, Chosen()), edges(person.on)
        plain: dict[str, list[Outlook]] = {name: [] for name in BANDS}
        for row in found:
            plain[bands.of(row.due_on)].append(row)
        given: dict[str, list[Outlook]] = {name: [] for name in BANDS}
        for row in first_of_bands(found, 20, person.on):
            given[bands.of(row.due_on)].append(row)
        for name in BANDS:
            ordered = sorted(given[name], key=lambda row: (row.due_on or date.max, row.case_id))
            assert [row.pk for row in ordered[:20]] == [row.pk for row in plain[name][:20]], (person.login, name)
        assert sum(by_day(person).values()) == len(found)


def test_a_case_whose_leading_step_waits_is_counted_by_its_others(people: list[Acting]) -> None:
    clerk = people[0]
    Outlook.objects.filter(step="file").delete()
    row = Outlook.objects.get(step="close_publicity", post=clerk.post)
    Outlook.objects.filter(pk=row.pk).update(leads=True)
    assert row.opens_on is not None
    assert row.opens_on > clerk.on
    before = counts(clerk, ("others",))["others"]
    Outlook.objects.create(
        town=row.town, village=row.village, case=row.case, version=row.version, stamp=row.stamp, state=row.state,
        step="review", post="reviewer",
    )  # fmt: skip
    assert counts(clerk, ("others",))["others"] == before + 1
