"""What concerns every award at once, on 10,000 families: 提标重算, and 资金测算 of a year (`make bench`)."""

import resource
import time
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bench.filling import HOUSEHOLDS, KEYS, MEMBERS
from bench.test_bench import report
from cast import DISTRICT
from doudi.accounts.edited import look_again
from doudi.accounts.parameter_rows import ValueEntry, decide, enter
from doudi.law.parameters import DatedValue
from doudi.payments.estimating import Plan, estimate
from doudi.payments.models import Recalculation
from doudi.payments.uplift import recalculated
from factories import golden
from payments.making import HERE, opened
from payments.test_uplift import officer

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FAMILIES, ON, JANUARY = 10_000, date(2026, 12, 1), date(2027, 1, 1)
AWARDS = """
insert into payments_award (town, village, household_id, programme, area, members, base, supplement, care, since, owed_from,
    state, hold, basis, case_number, step_key, certificate_number)
select a.town, a.village, filled.id, a.programme, a.area, a.members, a.base, a.supplement, a.care, a.since, a.owed_from,
    a.state, a.hold, 'decision', 'DB-140502100-2027-' || filled.n, filled.n, ''
from filled, payments_award a where a.household_id = %(household)s
"""


@pytest.fixture
def _families(settings: Any) -> None:
    """So many families on the register, with birthdays of all ages, and a standard that rises in January."""
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    (award,) = opened([HERE])
    with connection.cursor() as cursor:
        for statement in (KEYS, HOUSEHOLDS, MEMBERS, AWARDS):
            cursor.execute(statement, {"household": award.household_id, "count": FAMILIES})
            cursor.execute("analyze")
        cursor.execute("update households_member set born = date '1940-01-01' + (random() * 30000)::int")
    entry = ValueEntry("allowance_standard", "850.00", DISTRICT, "", JANUARY, "晋市民发〔2026〕9号", "第一条")
    decide(row=enter(entry=entry, acting=officer("data")), accept=True, acting=officer("supervisor"))
    look_again()


@pytest.mark.usefixtures("_families")
def test_bench_money() -> None:
    begun = time.perf_counter()
    rows, _missing = recalculated(Recalculation(on=ON, month=JANUARY), progress=lambda _percent: None)
    report("提标重算", awards=len(rows), seconds=round(time.perf_counter() - begun, 1))
    supposed = [
        DatedValue("allowance_standard", date(2027, 7, 1), 900, "假设", division=DISTRICT, area=area)
        for area in ("urban", "rural")
    ]
    begun = time.perf_counter()
    made = estimate(Plan(JANUARY, 12, supposed), on=ON, progress=lambda _percent: None)
    report(
        "资金测算 of 12 months", lines=len(made.lines), seconds=round(time.perf_counter() - begun, 1),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )  # fmt: skip
    assert len(rows) == made.basis["awards"] == FAMILIES + 1
