"""The public pages on the real tables: a visitor without an area sees the whitelist, and nothing else (N7)."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from doors import set_day
from doudi.accounts.areas import walled
from doudi.cases.models import Case, Publicity
from doudi.households.models import Member
from doudi.papers.actions import issue
from doudi.papers.models import Paper
from doudi.papers.queries import content_of
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


def test_a_replaced_paper_is_told_apart_from_a_current_one() -> None:
    case = golden.accepted()
    old = Paper.objects.get(object_key=case.number)
    content = content_of(old.number)
    assert content is not None
    new = issue(
        kind=content.kind, office_code=old.office_code, office_name=old.office_name, on=old.on, at=old.at,
        object_kind="case", object_key=case.number, town=old.town, village=old.village, content=content,
        by_login="clerk", by_name="秦海峰", replaces=old,
    )  # fmt: skip
    pages = {token: Client().get(f"/v/{token}") for token in (old.token, new.token, "unknown-token")}
    said = {token: page.content.decode() for token, page in pages.items()}
    assert "已被替换" in said[old.token]
    assert "请以新的为准" in said[old.token]
    assert "现在有效" in said[new.token]
    assert "0356-0000000" in said["unknown-token"]
    for token, page in pages.items():
        assert page.status_code == 200
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert page["Cache-Control"] == "no-store"
        for secret in ("陈建国", case.number, old.number, new.number, "140502", "受理通知书"):
            assert secret not in said[token], secret


@pytest.mark.parametrize("token", ["x" * 500, "%27%20or%201=1", "..", "㛃䶮", "%00"])
def test_codes_that_are_none(token: str) -> None:
    assert Client().get(f"/v/{token}").status_code in (200, 404)


def test_verifying_is_counted_against_guessing(settings) -> None:
    settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 3
    cache.clear()
    client = Client()
    assert [client.get(f"/v/guess{number}").status_code for number in range(5)] == [200, 200, 200, 429, 429]
    cache.clear()


def test_a_visitor_with_a_code_reads_no_paper() -> None:
    case = golden.accepted()
    token = Paper.objects.get(object_key=case.number).token
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(f"/v/{token}").status_code == 405
    with walled(None):
        assert not Paper.objects.exists()
