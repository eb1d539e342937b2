"""Figures of speed, each beside a stated rival in the same run (`make bench`)."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from bench.filling import fill
from cast import acting
from doors import client_of, set_day
from doudi.cases import actions
from doudi.cases.lists import refresh_some
from doudi.cases.models import Case, StepTaken
from doudi.config.urls import urlpatterns as doudi_urls
from doudi.households.models import Member
from factories import golden, turns
from factories.golden import again

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS = (
    "<table>{% for case in cases %}<tr><td>{{ case.number }}</td><td>{{ case.head_name }}</td><td>{{ case.state }}</td>\
<td>{{ case.village }}</td><td>{{ case.accepted_on }}</td><td>{{ case.due_on }}</td></tr>{% endfor %}</table>"
)
FILE = (
    "<h1>{{ case.head_name }}</h1><ul>{% for m in members %}<li>{{ m.name }} {{ m.relation }} {{ m.born }}</li>{% endfor %}</ul>\
<ol>{% for s in steps %}<li>{{ s.on }} {{ s.code }} {{ s.by_name }}</li>{% endfor %}</ol>"
)


def bare_list(request: HttpRequest) -> HttpResponse:
    """Twenty rows of one statement in a bare table."""
    cases = list(Case.objects.order_by("due_on", "number")[:20])
    return HttpResponse(engines["django"].from_string(ROWS).render({"cases": cases}))


def bare_case(request: HttpRequest, number: str) -> HttpResponse:
    """A case, its people and steps, nothing else."""
    case = Case.objects.get(number=number)
    told = {
        "case": case, "members": list(Member.objects.filter(household=case.household_id)),
        "steps": list(StepTaken.objects.filter(case=case)),
    }  # fmt: skip
    return HttpResponse(engines["django"].from_string(FILE).render(told))


bare_list.permission = bare_case.permission = ""  # type: ignore[attr-defined]
urlpatterns = [path("bare/", bare_list), path("bare/<slug:number>/", bare_case), path("", include(doudi_urls))]


def report(name: str, **figures: object) -> None:
    """One line of the bench, as JSON."""
    print("BENCH", json.dumps({"figure": name, **figures}, ensure_ascii=False))  # noqa: T201  (what the bench is for)


def median_ms(act: Callable[[], object], times: int = 40) -> float:
    """The median of a call in milliseconds, warm."""
    for _time in range(3):
        act()
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


@pytest.fixture(autouse=True)
def _as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates as a server renders them: Django's test client otherwise copies the context of every part of a page."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
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
def test_bench_pages(count: int) -> None:
    """List and case page beside a bare Django page with the same rows, and their statements, as data grows."""
    case = golden.proposed()
    fill(case.household_id, count)
    begun = time.perf_counter()
    while refresh_some():
        pass  # what the worker does after a change of tables or calendar
    report(f"rows of lists at {count}", seconds=round(time.perf_counter() - begun, 1))
    clerk = client_of("clerk")
    for name, path_, bare in (
        ("list", "/desk/cases/", "/bare/"),
        ("case", f"/desk/cases/{case.number}/", f"/bare/{case.number}/"),
    ):
        assert clerk.get(path_).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            clerk.get(path_)
        statements = len(captured)
        ours, theirs = median_ms(lambda p=path_: clerk.get(p)), median_ms(lambda b=bare: clerk.get(b))
        report(
            f"page {name} at {count}", statements=statements, ms=round(ours, 1), bare_ms=round(theirs, 1),
            ratio=round(theirs / ours, 2),
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
