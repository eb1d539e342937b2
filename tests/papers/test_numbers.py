"""Numbers have no gap and no double, whoever issues at the same time and whatever fails in between."""

from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.law.papers import PaperKind
from doudi.papers.content import Applicant, Programme
from doudi.papers.models import Counter, Paper
from doudi.papers.numbers import number_of, short_name, take_next, whole_name
from doudi.papers.queries import numbers
from doudi.papers.rendering import CannotPrint
from papers.issuing import OTHER_TOWN, TOWN, issued
from papers.samples import ACCEPTANCE, GRANT


@pytest.mark.parametrize(
    ("office", "whole", "short"),
    [
        ("北石店镇", "北石店镇人民政府", "北石店"),
        ("北石店镇人民政府", "北石店镇人民政府", "北石店"),
        ("东街街道", "东街街道办事处", "东街"),
        ("东街街道办事处", "东街街道办事处", "东街"),
        ("晋城市城区民政局", "晋城市城区民政局", "晋城市城区民政局"),
        ("镇", "镇人民政府", "镇"),
    ],
)
def test_names_of_offices(office: str, whole: str, short: str) -> None:
    assert (whole_name(office), short_name(office)) == (whole, short)


def test_a_number_as_the_office_writes_it() -> None:
    number = number_of(
        office_name="北石店镇人民政府",
        programme=Programme.SUBSISTENCE_ALLOWANCE,
        kind=PaperKind.ACCEPTANCE_NOTICE,
        year=2026,
        running=1,
    )
    assert number == "北石店民低受〔2026〕1号"


@pytest.mark.django_db
def test_each_office_kind_programme_and_year_counts_for_itself() -> None:
    hardship = replace(ACCEPTANCE, programme=Programme.EXTREME_HARDSHIP_SUPPORT)
    given = [
        issued().number,
        issued().number,
        issued(PaperKind.GRANT_NOTICE).number,
        issued(content=hardship).number,
        issued(office_code=OTHER_TOWN, office_name="东街街道").number,
        issued(on=date(2027, 1, 4)).number,
        issued().number,
    ]
    assert given == [
        "北石店民低受〔2026〕1号",
        "北石店民低受〔2026〕2号",
        "北石店民低确〔2026〕1号",
        "北石店民特受〔2026〕1号",
        "东街民低受〔2026〕1号",
        "北石店民低受〔2027〕1号",
        "北石店民低受〔2026〕3号",
    ]
    assert [series.gaps for series in numbers()] == [()] * 5


@pytest.mark.django_db
def test_a_paper_that_cannot_be_printed_uses_no_number() -> None:
    with pytest.raises(CannotPrint):
        issued(content=replace(ACCEPTANCE, applicant=Applicant(name="😀")))
    assert issued().running == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_no_gap_and_no_double() -> None:
    start = Barrier(20)

    def one(number: int) -> str | None:
        try:
            start.wait(30)
            with transaction.atomic():
                paper = issued(content=replace(ACCEPTANCE, applicant=Applicant(name=f"申请人{number}")))
                if number % 4 == 0:
                    raise DatabaseError("the caller changes its mind")
            return paper.number
        except DatabaseError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        given = [number for number in pool.map(one, range(20)) if number]
    assert Tally(given) == Tally([f"北石店民低受〔2026〕{running}号" for running in range(1, 16)])
    assert Counter.objects.get().last == 15
    assert sorted(Paper.objects.values_list("running", flat=True)) == list(range(1, 16))


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["last = 7", "last = 1", "year = 2027"])
def test_the_database_lets_a_counter_rise_by_one_only(change: str) -> None:
    take_next(office_code=TOWN, kind=GRANT.kind, programme=GRANT.programme, year=2026)
    with pytest.raises(DatabaseError, match="rises by 1"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update papers_counter set {change}")


@pytest.mark.django_db
def test_a_counter_begins_at_one() -> None:
    with pytest.raises(DatabaseError, match="begins at 1"), transaction.atomic():
        Counter.objects.create(office_code=TOWN, kind="x", programme="y", year=2026, last=5)


@pytest.mark.django_db
def test_a_gap_would_be_seen() -> None:
    first = issued()
    take_next(office_code=TOWN, kind=PaperKind.ACCEPTANCE_NOTICE, programme=Programme.SUBSISTENCE_ALLOWANCE, year=2026)
    third = issued()
    (series,) = numbers()
    assert (series.given, series.gaps) == ((first.number, third.number), (2,))
