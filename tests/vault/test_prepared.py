"""A statement made once: the same rows as its queryset gives, with the values of the moment."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import acting, officer
from doudi.accounts.areas import enter
from doudi.accounts.models import Officer, PostHeld
from doudi.accounts.queries import posts_of
from doudi.cases.lists import refresh
from doudi.vault.prepared import Prepared, planned
from factories import golden

pytestmark = pytest.mark.django_db


def held_by(login: str, on: date) -> Any:
    return PostHeld.objects.filter(officer__login=login, since__lte=on).values_list("post", "division")


def test_it_runs_with_the_values_given_not_with_its_stand_ins() -> None:
    for who in ("clerk", "leader"):
        officer(who)
    prepared = Prepared(held_by, login="somebody", on=date(1, 2, 3))
    for who in ("clerk", "leader", "nobody"):
        assert prepared.rows(login=who, on=date(2026, 11, 2)) == list(held_by(who, date(2026, 11, 2)))
    assert prepared.rows(login="clerk", on=date(2020, 1, 1)) == []


def test_a_stand_in_that_the_statement_does_not_use_is_refused() -> None:
    prepared = Prepared(lambda login: Officer.objects.filter(is_active=True).values_list("pk"), login="somebody")
    with pytest.raises(ValueError, match="login"):
        prepared.rows(login="clerk")


def test_posts_are_read_by_one_statement_each_day_anew() -> None:
    clerk = officer("clerk")
    with CaptureQueriesContext(connection) as captured:
        seats = posts_of(clerk, date(2026, 11, 2))
    assert [seat.post for seat in seats] == [acting("clerk", "2026-11-02").post]
    assert posts_of(clerk, date(2000, 1, 1)) == []
    assert len(captured) == 1


def test_the_server_keeps_a_statement_and_the_walls_hold_in_it() -> None:
    golden.accepted()
    people = [acting(who, "2026-11-10") for who in ("clerk", "elsewhere", "supervisor")]
    counted, seen = "select count(*) as doudi_kept from cases_case where village > %s", []
    for person in people * 4:
        enter(person)
        seen.append(planned(counted, ["0"])[0][0])
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("select count(*) from pg_prepared_statements where statement like '%doudi\\_kept%'")
        assert cursor.fetchone() == (1,)
    assert seen == [1, 0, 1] * 4


def test_the_areas_of_a_kept_plan_are_read_anew_each_time() -> None:
    golden.accepted()
    supervisor = acting("supervisor", "2026-11-10")
    enter(supervisor)
    refresh(supervisor)
    people = [acting(who, "2026-11-10") for who in ("clerk", "elsewhere", "supervisor", "elsewhere")]
    counted = "select (select count(*) > 0 from cases_outlook where village > %s), count(*) as doudi_areas from cases_case where village > %s"
    with connection.cursor() as cursor:
        cursor.execute("set local plan_cache_mode = force_generic_plan")
    seen = []
    for person in [*people * 3, None]:
        enter(person)
        seen.append(planned(counted, ["0", "0"])[0])
    assert seen == [(True, 1), (False, 0), (True, 1), (False, 0)] * 3 + [(False, 0)]
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "select generic_plans > 0, custom_plans from pg_prepared_statements where statement like '%doudi\\_areas%'"
        )
        assert cursor.fetchone() == (True, 0)


def test_behind_a_pooler_the_server_keeps_no_statement(monkeypatch) -> None:
    connection.ensure_connection()
    raw = connection.connection
    assert raw.prepare_threshold == 5
    monkeypatch.setattr("psycopg.ConnectionInfo.backend_pid", property(lambda _info: 1))
    monkeypatch.setattr("doudi.vault.prepared._KNOWN", set())
    monkeypatch.setattr(raw, "prepare_threshold", 5)
    for _each in range(9):
        assert planned("select %s::int as doudi_pooled", [7]) == [(7,)]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like '%doudi\\_pooled%'")
        assert cursor.fetchone() == (0,)


def test_what_it_asks_stands_in_the_log_of_statements() -> None:
    with CaptureQueriesContext(connection) as captured:
        planned("select %(one)s::int", {"one": 1})
    assert [each["sql"] for each in captured.captured_queries] == ["select $1::int"]
