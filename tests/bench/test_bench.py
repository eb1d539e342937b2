"""Figures of speed, each beside a stated rival in the same run (`make bench`)."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.template import Template
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from bench.bare import MIDDLEWARE, bare_case, bare_list
from bench.filling import fill
from cast import acting
from doors import client_of, set_day
from doudi.cases import actions
from doudi.cases.lists import refresh_some
from doudi.cases.models import Case
from doudi.config.urls import urlpatterns as doudi_urls
from factories import golden, turns
from factories.golden import again

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
urlpatterns = [path("bare/", bare_list), path("bare/<slug:number>/", bare_case), path("", include(doudi_urls))]


def report(name: str, **figures: object) -> None:
    """One line of the bench, as JSON."""
    print("BENCH", json.dumps({"figure": name, **figures}, ensure_ascii=False))  # noqa: T201  (what the bench is for)


def times_ms(act: Callable[[], object], times: int = 40) -> list[float]:
    """How long a call took each time, in milliseconds, warm."""
    return [_ms(act) for _time in range(times + 3)][3:]


def medians_ms(*acts: Callable[[], object], times: int = 60) -> list[float]:
    """The medians of several calls, each in its turn, so that what else the machine does meets all alike."""
    for act in acts:
        times_ms(act, 1)
    turns = [[_ms(act) for act in acts] for _turn in range(times)]
    return [statistics.median(taken) for taken in zip(*turns, strict=True)]


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates as a server renders them: Django's test client otherwise copies the context of every part of a page."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture(autouse=True)
def _demo_values(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    as_served(monkeypatch)
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-10")


def rows_of_a_step(case: Case, seq: int) -> None:
    """The same rows as a step writes, by bare SQL: the case claimed, the step and the entry inserted."""
    with connection.cursor() as cursor:
        cursor.execute("select version from cases_case where id = %s for update", [case.pk])
        cursor.execute("update cases_case set version = version + 1 where id = %s", [case.pk])
        cursor.execute(
            """insert into cases_steptaken (case_id, town, village, seq, code, from_state, to_state, by_login, by_name,
               post, with_logins, at, "on", edition, note) values (%s, %s, %s, %s, 'x', '', '', '', '', '', '[]', now(),
               now(), '', '')""",
            [case.pk, case.town, case.village, seq],
        )
        cursor.execute("select pg_advisory_xact_lock(1)")
        cursor.execute("select count(*) from audit_entry where chain = %s", [f"case/{case.number}"])


def test_bench_steps() -> None:
    """A step without a paper: statements, and steps a second of one worker beside its bare rows."""
    case = golden.proposed()
    reviewer, back = acting("reviewer", "2026-11-09"), acting("leader", "2026-11-10")
    with CaptureQueriesContext(connection) as captured:
        now = again(case, reviewer)
        actions.review(case=now, version=now.version, acting=reviewer, note="同意")
    statements = sum("SAVEPOINT" not in each["sql"] for each in captured.captured_queries)
    times = 100
    begun = time.perf_counter()
    for _time in range(times):
        with transaction.atomic():
            now = again(case, back)
            actions.return_to_survey(case=now, version=now.version, acting=back, note="补查")
            transaction.set_rollback(True)
    ours = times / (time.perf_counter() - begun)
    begun = time.perf_counter()
    for place in range(times):
        with transaction.atomic():
            rows_of_a_step(case, 1000 + place)
    bare = times / (time.perf_counter() - begun)
    report("steps", statements=statements, a_second=round(ours, 1), bare_rows_a_second=round(bare, 1))


@pytest.mark.urls("bench.test_bench")
@pytest.mark.parametrize("count", [100, 100_000])
def test_bench_pages(count: int, settings: Any) -> None:
    """List and case page beside a bare Django page with the same rows and columns, and their statements, as data grows."""
    case = golden.proposed()
    fill(case.household_id, count)
    begun = time.perf_counter()
    while refresh_some():
        pass  # what the worker does after a change of tables or calendar
    report(f"rows of lists at {count}", seconds=round(time.perf_counter() - begun, 1))
    ours, settings.MIDDLEWARE = settings.MIDDLEWARE, MIDDLEWARE
    stock = client_of("auditor")  # a client keeps the middleware of its first page
    stock.get("/bare/")
    settings.MIDDLEWARE = ours
    clerk = client_of("clerk")
    for name, path_, bare in (
        ("list", "/desk/cases/", "/bare/"),
        ("case", f"/desk/cases/{case.number}/", f"/bare/{case.number}/"),
    ):
        assert clerk.get(path_).status_code == stock.get(bare).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            clerk.get(path_)
        statements = len(captured)
        with CaptureQueriesContext(connection) as captured:
            stock.get(bare)
        bare_statements = len(captured)
        ms, bare_ms = medians_ms(lambda p=path_: clerk.get(p), lambda b=bare: stock.get(b))
        report(
            f"page {name} at {count}", statements=statements, bare_statements=bare_statements, ms=round(ms, 1),
            bare_ms=round(bare_ms, 1), ratio=round(bare_ms / ms, 2),
        )  # fmt: skip


def test_bench_papers() -> None:
    """Papers a second: the grant notice printed, numbered, sealed and kept."""
    case = turns.closed_publicity(turns.hung(golden.confirmed()))
    clerk = acting("clerk", "2026-11-19")
    begun, times = time.perf_counter(), 20
    for _time in range(times):
        with transaction.atomic():
            now = again(case, clerk)
            actions.deliver(
                case=now, version=now.version, acting=clerk, delivery=actions.Delivery("当面送达", "陈建国")
            )
            transaction.set_rollback(True)
    report("papers", a_second=round(times / (time.perf_counter() - begun), 1))
