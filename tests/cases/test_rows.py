"""A case, whole, by one statement: the same rows as the models give, one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import FloatField, Model
from django.test.utils import CaptureQueriesContext

from cast import acting
from doudi.accounts.areas import enter
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.rows import WHOLE, case_rows, standing_rows
from doudi.vault.together import _reader
from factories import golden, turns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def told(row: Model) -> dict[str, Any]:
    """A row's values with their types; a buffer is its bytes."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: (
            bytes if isinstance(value, memoryview) else type(value),
            bytes(value) if isinstance(value, memoryview) else value,
        )
        for name, value in values.items()
    }


def one_by_one(case: Case, name: str) -> list[Model]:
    part = dict(WHOLE)[name]
    fields = {field.name for field in part.model._meta.fields}
    ways = {"case": case.pk, "household": case.household_id, "obligor__household": case.household_id}
    way = next(way for way in ways if way.partition("__")[0] in fields)
    owner = {way: ways[way]}
    return list(part.model._default_manager.filter(**owner).order_by(*part.order.split(", ")))


@pytest.mark.parametrize(
    "make", [golden.accepted, golden.granted, turns.zhou_granted, turns.liu_granted_after_objection]
)
def test_each_part_is_what_its_model_gives(make: Callable[[], Case]) -> None:
    case = make()
    with CaptureQueriesContext(connection) as captured:
        rows = case_rows(case)
    assert len(captured) == 1
    for name, _part in WHOLE:
        expected = one_by_one(case, name)
        assert [told(row) for row in getattr(rows, name)] == [told(row) for row in expected], name
    assert rows.steps
    assert rows.papers
    assert rows.members
    assert rows.items or case.programme == "extreme_hardship_support"


def test_a_paper_knows_its_person_without_a_statement() -> None:
    case = golden.accepted()
    with CaptureQueriesContext(connection) as captured:
        names = {paper.member.name for paper in standing_rows(case).papers if paper.member}
    assert "陈建国" in names
    assert len(captured) == 1


def test_nothing_is_seen_from_outside_the_area() -> None:
    case = golden.accepted()
    enter(acting("elsewhere", "2026-11-10"))
    rows = case_rows(case)
    assert [getattr(rows, name) for name, _part in WHOLE] == [[] for _part in WHOLE]


def test_a_kind_of_column_that_nobody_thought_of_is_refused() -> None:
    with pytest.raises(TypeError, match="FloatField"):
        _reader(FloatField())


def test_a_step_takes_few_statements() -> None:
    """The case, its rows, relatives; claim, paper, step; the chain's head and the entry."""
    case, reviewer = golden.proposed(), acting("reviewer", "2026-11-09")
    with CaptureQueriesContext(connection) as captured:
        now = golden.again(case, reviewer)
        actions.review(case=now, version=now.version, acting=reviewer, note="同意")
    assert sum("SAVEPOINT" not in each["sql"] for each in captured.captured_queries) == 8
