"""The public pages on the real tables: a visitor without an area sees the whitelist, and nothing else (N7)."""

import re

import pytest
from django.db import connection
from django.test import Client

from doors import set_day
from doudi.accounts.areas import walled
from doudi.cases.models import Case, Publicity
from doudi.households.models import Member
from doudi.papers.models import Paper
from factories import golden

pytestmark = pytest.mark.django_db
WHITELIST = {"token", "town", "village", "programme", "name_shown", "members", "amount", "starts_on", "ends_on"}


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-12")


def test_a_visitor_sees_the_whitelist_only() -> None:
    case = golden.publicised()
    token = Publicity.objects.get(case=case).token
    page = Client().get(f"/notices/{token}/").content.decode()
    assert all(word in page for word in ("陈建国", "北石店社区", "870.00", "11月18日"))
    for member in Member.objects.filter(household=case.household):
        assert member.id_number not in page
    assert not re.search(r"李秀芳|王桂兰|重病|医药|农商银行|12 号", page)
    assert not re.search(r"\d{9,}", re.sub(r"<[^>]+>", " ", page))


def test_the_view_has_the_whitelisted_columns_and_no_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select column_name from information_schema.columns where table_name = 'cases_public_notice'")
        assert {name for (name,) in cursor.fetchall()} == WHITELIST


def test_a_visitor_has_no_case_behind_the_view() -> None:
    golden.publicised()
    with walled(None):
        assert not Case.objects.exists()
        assert not Publicity.objects.exists()


def test_an_ended_notice_is_gone(settings) -> None:
    case = golden.publicised()
    token = Publicity.objects.get(case=case).token
    set_day(settings, "2026-11-19")
    answer = Client().get(f"/notices/{token}/")
    assert answer.status_code == 410
    assert "陈建国" not in answer.content.decode()


def test_the_code_on_a_paper_says_only_whether_it_stands() -> None:
    case = golden.accepted()
    paper = Paper.objects.get(object_key=case.number)
    page = Client().get(f"/v/{paper.token}").content.decode()
    assert "与系统一致" in page
    assert "陈建国" not in page
    assert "没有查到这份文书" in Client().get("/v/unknown-token").content.decode()
