"""到龄与到期: every age that a rule reads has a row, nothing turns without being told, nothing is told that doesn't turn."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import doudi.law.rules
from doudi.law import facts as reading
from doudi.law.ahead import Coming, Known, anniversary, coming, is_half_yearly, looked_back, review_of, years
from doudi.law.ahead_kinds import KINDS, TOUCHES, Kind, Of
from doudi.law.ahead_values import values_coming
from doudi.law.assess import assess
from doudi.law.calendar import Calendar
from doudi.law.columns import given
from doudi.law.days import full_years
from doudi.law.facts import Facts
from doudi.law.parameters import DEMO, Registry
from doudi.law.rule import BOOK, Level
from law.invented import household

REGISTRY, CALENDAR = Registry.load(DEMO), Calendar()
RULES = Path(doudi.law.rules.__file__).parent
FACT_OF = {"age": "born", "obligor_age": "obligor_born"}
GOLDEN = Path("tests/data/golden")
ON = date(2026, 11, 2)


def compared(node: ast.AST) -> tuple[str, int] | None:
    """The fact and the years of `at_least(age, 60)` or `at_least(full_years(absence_since, on), 3)`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("at_least", "below")):
        return None
    what, limit = node.args
    if isinstance(what, ast.Name) and what.id in FACT_OF and isinstance(limit, ast.Constant):
        return FACT_OF[what.id], int(limit.value)
    if isinstance(what, ast.Call) and isinstance(what.func, ast.Name) and what.func.id == "full_years":
        first = what.args[0]
        assert isinstance(first, ast.Name), ast.dump(what)
        assert isinstance(limit, ast.Constant)
        return first.id, int(limit.value)
    return None


def nodes() -> Iterator[ast.AST]:
    for file in RULES.glob("*.py"):
        yield from ast.walk(ast.parse(file.read_text("utf-8")))


def test_every_age_that_a_rule_reads_has_a_kind_and_no_other_has() -> None:
    read = {found for node in nodes() if (found := compared(node))}
    assert read == {(kind.fact, kind.years) for kind in KINDS.values() if kind.years}
    assert 65 not in {limit for _fact, limit in read}


def test_every_rule_that_reads_an_age_or_a_day_compares_it_where_the_test_above_sees_it() -> None:
    """A new rule that takes an age must say its limit as a number, or turn by another fact that has a kind."""
    readers = {name for name, rule in BOOK.items() if {"age", "obligor_age", "on"} & set(rule.needs)}
    known = {"age", "obligor_age", "is_minor", "is_clergy_away", "is_unable_to_work", "may_apply_alone", "meets"}
    assert readers - known == {"is_unable_by_aid", "is_unable_by_poverty", "is_exempt"}


def test_every_count_of_months_has_a_kind() -> None:
    counted = {name for name in given() if name.startswith("months_since_")}
    assert counted == {"months_since_grace", "months_since_job"}
    assert {kind.fact for kind in KINDS.values()} >= {"grace.since", "income.since"}


def test_rows_name_what_exists() -> None:
    for touch in TOUCHES:
        kind, level = KINDS[touch.kind], BOOK[touch.rule].level
        assert touch.clause
        assert touch.says
        assert level in (Level.HOUSEHOLD, Level.PERSON if kind.of is Of.PERSON else Level.OBLIGOR)
    assert {touch.kind for touch in TOUCHES} == set(KINDS) - {"review"}
    assert len({(touch.kind, touch.rule, touch.where) for touch in TOUCHES}) == len(TOUCHES)


BIRTHDAYS = [
    anniversary(ON + timedelta(days), -age) for age in (16, 18, 60, 70, 80) for days in (0, 1, 29, 30, 200, 364)
]


def ahead_of(seed: int) -> tuple[Facts, Known]:
    """An invented family with birthdays, studies, cards, jobs and a grace period that meet the year ahead."""
    rng, raw = Random(seed), household(seed)
    for each in (*raw["persons"], *raw["obligors"]):
        each["born"] = rng.choice([each["born"], *(day.isoformat() for day in rng.sample(BIRTHDAYS, 3))])
    for obligor in raw["obligors"]:
        obligor["status"] = rng.choice([obligor["status"], [], ["allowance_recipient"]])
    for person in raw["persons"]:
        for flow in person["income"]:
            flow.pop("since", None)
            if flow["kind"] == "wage" and rng.random() < 0.7:
                flow["since"] = rng.choice(["2025-12", "2026-05", "2026-11"])
        if person.get("absence") == "clergy_away":
            person["absence_since"] = rng.choice(["2023-11-02", "2023-12-31", "2024-02-29"])
    if raw.get("grace"):
        raw["grace"]["since"] = rng.choice(["2026-08", "2026-11"])
    known = Known(
        study_ends={each["id"]: ON + timedelta(rng.randrange(300)) for each in raw["persons"]},
        card_ends={each["id"]: ON + timedelta(rng.randrange(300)) for each in raw["persons"]},
    )
    return reading.read(raw), known


def year_ahead(known: Facts, more: Known) -> tuple[Coming, ...]:
    return coming(known, ON, anniversary(ON, 1), registry=REGISTRY, calendar=CALENDAR, known=more)


def test_every_row_turns_for_somebody() -> None:
    found: set[object] = set()
    for seed in range(900):
        found |= {turn.touch for each in year_ahead(*ahead_of(seed)) for turn in each.turned}
        if found == set(TOUCHES):
            break
    assert found == set(TOUCHES)


def test_nothing_turns_by_the_calendar_alone_without_being_told() -> None:
    """Assessed day by day through the months in which birthdays lie: where the answer differs, the day was told."""
    told = 0
    for seed in range(100):
        known, _more = ahead_of(seed)
        days = {each.on for each in year_ahead(known, Known())}
        for day in (ON + timedelta(offset) for offset in (0, 1, 29, 30, 60, 61, 200, 364)):
            eve = day - timedelta(1)
            sides = [assess(replace(known, on=on), REGISTRY).as_dict() for on in (eve, day)]
            if any(sides[0][name] != sides[1][name] for name in ("outcome", "amounts", "members", "income_per_head")):
                assert days & {eve, day}, (seed, day)
                told += 1
    assert told > 10


def test_what_is_told_turns_a_rule_and_every_day_lies_in_the_window() -> None:
    for seed in range(60):
        known, more = ahead_of(seed)
        for each in year_ahead(known, more):
            assert each.turned
            assert all(turn.before != turn.after or "待定" in (turn.before, turn.after) for turn in each.turned)
            assert each.on <= anniversary(ON, 1)
            assert each.on >= ON or each.kind.stays
            assert each.clauses


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(1966, 12, 31), 60, date(2026, 12, 31)),
        (date(2008, 3, 1), 18, date(2026, 3, 1)),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: date, age: int, day: date) -> None:
    assert anniversary(born, age) == day
    assert (full_years(born, day), full_years(born, day - timedelta(1))) == (age, age - 1)
    assert (years(born, day), years(born, day - timedelta(1))) == (age, age - 1)


def family(**more: Any) -> dict[str, Any]:
    """A widowed father, a child at home, the child away at college."""
    child = {"id": "c", "relation": "child", "born": "2009-01-15", "lives_with": False}
    return {
        "programme": "subsistence_allowance", "on": "2026-11-02", "division": "140502100", "area": "urban",
        "persons": [{"id": "a", "relation": "head", "born": "1980-04-01"}, child | more], "assets": [], "obligors": [],
    }  # fmt: skip


def comes(raw: dict[str, Any], on: date = ON, until: date = date(2027, 2, 2), **more: Any) -> list[tuple[Any, ...]]:
    known = Known(**more)
    found = coming(reading.read(raw), on, until, registry=REGISTRY, calendar=CALENDAR, known=known)
    return [(each.kind.code, each.who, each.on, [turn.touch.rule for turn in each.turned]) for each in found]


def test_a_child_comes_of_age() -> None:
    both = [("age_18", "c", date(2027, 1, 15), ["members", "person_supplement"])]
    assert comes(family()) == both
    assert comes(family(), date(2027, 1, 15), date(2027, 1, 15)) == both
    assert comes(family(), date(2027, 1, 16)) == []
    assert comes(family(), until=date(2027, 1, 14)) == []
    # A day after which nobody has decided waits for the next decision, a year at most.
    later = date(2027, 3, 1)
    assert comes(family(), later, later, reviewed=date(2027, 1, 14)) == both
    assert comes(family(), later, later, reviewed=date(2027, 1, 15)) == []
    assert looked_back(date(2028, 2, 29), date(2020, 1, 1)) == date(2027, 3, 1)
    assert looked_back(ON, date(2026, 12, 1)) == ON
    # At school, or living at home: still a member; the supplement for minors goes all the same.
    assert comes(family(study="senior_high")) == [("age_18", "c", date(2027, 1, 15), ["person_supplement"])]
    assert comes(family(lives_with=True)) == [("age_18", "c", date(2027, 1, 15), ["person_supplement"])]
    # Without a supplement for minors nothing turns there at all, and nothing is said.
    bare = family(lives_with=True) | {"parameters": {"supplements": []}}
    assert comes(bare) == []


def test_the_words_say_before_and_after() -> None:
    (found,) = coming(
        reading.read(family()), ON, date(2027, 2, 2), registry=REGISTRY, calendar=CALENDAR
    )  # fmt: skip
    told = [(turn.label, turn.before, turn.after) for turn in found.turned]
    assert told == [("家庭成员人数", "2 人", "1 人"), ("分类施保金", "100.00 元/月", "0.00 元/月")]
    assert found.clauses == ("民发〔2021〕57号 第七条", "国务院令第649号 第十二条")
    assert found.before
    assert found.after
    assert (found.before.on, found.after.on) == (date(2027, 1, 14), date(2027, 1, 15))


def test_studies_and_cards_are_named_by_their_last_day_and_stay_until_somebody_acts() -> None:
    student = family(born="2005-05-05", study="undergraduate")
    last = date(2027, 1, 31)
    assert comes(student, study_ends={"c": last}) == [("study_end", "c", last, ["members"])]
    assert comes(student, date(2027, 2, 1), date(2027, 5, 1), study_ends={"c": last}) == [
        ("study_end", "c", last, ["members"])
    ]
    assert comes(student, until=date(2027, 1, 30), study_ends={"c": last}) == []
    assert comes(family(born="2005-05-05"), study_ends={"c": last}) == []
    disabled = family(lives_with=True, born="2000-01-01", disability={"kind": "physical", "grade": 1})
    supplement = {"supplements": [{"category": "severe_disability", "amount": "50.00"}]}
    assert comes(disabled | {"parameters": supplement}, card_ends={"c": last}) == [
        ("card_end", "c", last, ["person_supplement"])
    ]
    assert comes(disabled, card_ends={"c": last}) == []  # the demonstration pays nothing on that card


def test_sixty_concerns_hardship_and_whoever_is_alone() -> None:
    raw = family()
    raw["persons"][0]["born"] = "1966-12-01"
    assert ("age_60", "a", date(2026, 12, 1), ["is_unable_to_work"]) not in comes(raw)
    alone = raw | {"persons": raw["persons"][:1]}
    assert comes(alone) == [("age_60", "a", date(2026, 12, 1), ["is_unable_to_work"])]


def test_a_minor_in_extreme_hardship_goes_on_to_eighteen_and_beyond_while_at_school() -> None:
    def minor(**more: Any) -> dict[str, Any]:
        raw = family() | {"programme": "extreme_hardship_support", "already": "extreme_hardship_support"}
        return raw | {"persons": [{"id": "a", "relation": "head", "born": "2009-01-15", **more}]}

    assert comes(minor()) == [("age_18", "a", date(2027, 1, 15), ["is_unable_to_work"])]
    assert comes(minor(study="senior_high")) == []
    assert comes(minor(study="senior_high"), until=date(2027, 7, 1), study_ends={"a": date(2027, 6, 30)}) == [
        ("study_end", "a", date(2027, 6, 30), ["is_unable_to_work"])
    ]
    assert comes(minor(born="2011-01-15")) == []
    assert comes(minor(born="2011-01-15") | {"already": "none"}) == [
        ("age_16", "a", date(2027, 1, 15), ["is_unable_to_work"])
    ]


def test_grace_and_new_work_end_with_a_month() -> None:
    raw = family() | {"grace": {"since": "2026-08", "base_before": "400.00"}}
    assert ("grace_end", "", date(2027, 1, 31), ["is_in_grace"]) in comes(raw)
    ends_in_leap_february = family() | {"grace": {"since": "2027-09", "base_before": "400.00"}}
    found = comes(ends_in_leap_february, date(2028, 2, 1), date(2028, 2, 29))
    assert ("grace_end", "", date(2028, 2, 29), ["is_in_grace"]) in found
    worker = family(lives_with=True, born="2000-01-01", income=[
        {"kind": "wage", "amount": "900.00", "per": "month", "since": "2026-01"}
    ])  # fmt: skip
    assert comes(worker) == []  # no ceiling, no disregard
    ceiling = worker | {"parameters": {"new_work_disregard_ceiling": "0.5"}}
    assert comes(ceiling) == [("new_work_end", "c", date(2026, 12, 31), ["new_work_disregard"])]


def test_a_clergyman_three_years_away_is_no_member_any_more() -> None:
    raw = family(born="1990-01-01", lives_with=True, absence="clergy_away", absence_since="2023-12-24")
    assert comes(raw) == [("clergy_3", "c", date(2026, 12, 24), ["members"])]


def test_a_value_that_is_not_set_counts_as_turning() -> None:
    bare = reading.read(family(lives_with=True) | {"area": "rural", "division": "110101"})
    (found,) = coming(bare, ON, date(2027, 2, 2), registry=Registry.load(), calendar=CALENDAR)
    assert [(turn.before, turn.after) for turn in found.turned] == [("待定", "待定")]


@pytest.mark.parametrize(
    ("programme", "half", "due"),
    [
        ("subsistence_allowance", False, date(2026, 11, 10)),
        ("subsistence_allowance", True, date(2026, 5, 11)),  # 05-10 is a Sunday
        ("extreme_hardship_support", True, date(2026, 11, 10)),
    ],
)
def test_the_review_falls_due_a_year_or_half_a_year_after_the_last(programme: str, half: bool, due: date) -> None:
    found = review_of(programme, Known(reviewed=date(2025, 11, 10), half_yearly=half), CALENDAR)
    assert found is not None
    assert (found.kind, found.on, found.who) == (KINDS["review"], due, "")
    assert found.clauses == ("民发〔2021〕57号 第三十一条",)
    assert found.says == ("核查家庭人口、收入和财产",)
    assert review_of(programme, Known(), CALENDAR) is None


def test_a_review_that_is_past_is_told_until_it_is_made() -> None:
    assert comes(family() | {"persons": family()["persons"][:1]}, reviewed=date(2025, 3, 3)) == [
        ("review", "", date(2026, 3, 3), [])
    ]
    assert comes(family() | {"persons": family()["persons"][:1]}, reviewed=date(2026, 3, 3)) == []


def test_half_yearly_where_somebody_can_work_and_the_income_is_not_fixed() -> None:
    def of(**more: Any) -> bool:
        raw = family()
        raw["persons"] = [raw["persons"][0] | more]
        return is_half_yearly(reading.read(raw), ON)

    pension = [{"kind": "pension", "amount": "100.00", "per": "month"}]
    wage = [{"kind": "wage", "amount": "100.00", "per": "month"}]
    assert of()
    assert of(income=wage)
    assert of(income=pension + wage)
    assert not of(income=pension)
    assert not of(able_to_work=False)
    assert not of(born="1966-11-02")
    assert of(born="1966-11-03")
    assert not is_half_yearly(reading.read(family() | {"programme": "extreme_hardship_support"}), ON)


def test_the_golden_families_have_nothing_coming_that_no_rule_turns_on() -> None:
    for file in GOLDEN.glob("*.json"):
        known = reading.read(json.loads(file.read_text("utf-8")))
        for each in coming(known, ON, date(2027, 11, 2), registry=REGISTRY, calendar=CALENDAR):
            assert each.turned, (file.name, each)


def test_the_pension_that_did_not_count_until_2025_ends_and_must_be_set() -> None:
    found = values_coming(Registry.load(), date(2025, 10, 1), date(2026, 1, 1), "140502")
    (pension,) = [each for each in found if each.name == "central_basic_pension_counts"]
    assert (pension.on, pension.before, pension.after, pension.area) == (date(2026, 1, 1), False, None, "")
    assert pension.ends
    # Where a nearer place has set it, the national value's end turns nothing.
    here = Registry.load()
    own = here.row(
        "central_basic_pension_counts", True, since=date(2025, 1, 1), source="x", clause="y", division="140502"
    )
    assert values_coming(here.adding([own]), date(2025, 10, 1), date(2026, 1, 1), "140502100") == ()


def test_a_new_standard_is_told_before_it_begins_where_it_holds() -> None:
    here = Registry.load()
    rise = here.row(
        "allowance_standard", "690.00", since=date(2026, 12, 1), source="x", clause="y", division="140502", area="rural"
    )
    known = here.adding([rise])
    (found,) = values_coming(known, ON, date(2026, 12, 1), "140502100")
    assert (found.name, found.area, found.on, str(found.before), str(found.after)) == (
        "allowance_standard", "rural", date(2026, 12, 1), "655", "690",
    )  # fmt: skip
    assert values_coming(known, ON, date(2026, 11, 30), "140502100") == ()
    assert values_coming(known, ON, date(2026, 12, 1), "110101") == ()


def test_kinds_are_named_apart() -> None:
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
    assert [kind for kind in KINDS.values() if kind.stays and not kind.ends] == []
    assert isinstance(KINDS["age_18"], Kind)
