"""The public pages: what is shown, what never is, what happens when a notice ends."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from doudi.cases.queries import PublicNotice
from doudi.portal import board, guide, pages, rate, urls

pytestmark = pytest.mark.django_db  # what the public reads may look for new parameters first

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
WEI = PublicNotice(
    "weiToken", "魏建林", "临泽村委会", "北石店镇", "最低生活保障", 3, Decimal("939.50"), date(2026, 11, 26),
    date(2026, 12, 2),
)  # fmt: skip
LI = PublicNotice(
    "liToken", "李××", "凤庆社区居委会", "钟家庄街道", "最低生活保障", 2, Decimal("1210.00"), date(2026, 11, 21), TODAY
)
SENSITIVE = ("残疾", "重病", "疾病", "身份证号码", "账号", "学校")


@pytest.fixture(autouse=True)
def notices_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two notices are up, one has ended; nobody has read a page yet."""
    up = [WEI, LI]
    towns = {"140502100": "北石店镇", "140502006": "钟家庄街道"}

    def many(*, on: date, town: str | None = None) -> list[PublicNotice]:
        assert on == TODAY
        return [one for one in up if not town or one.town_name == towns.get(town)]

    monkeypatch.setattr(pages, "public_notices", many)
    monkeypatch.setattr(pages, "public_notice", lambda *, token, on: next((n for n in up if n.token == token), None))
    monkeypatch.setattr(pages, "notice_ended", lambda *, token, on: token == "gone")
    cache.clear()


def get(
    page: Callable[..., HttpResponse], path: str = "/", *args: str, method: str = "GET", **meta: str
) -> HttpResponse:
    return page(asked(path, method, **meta), *args)


def asked(path: str, method: str = "GET", **meta: str) -> HttpRequest:
    request: Any = RequestFactory().generic(method, path, **meta)
    request.today, request.now = TODAY, NOW
    return request  # type: ignore[no-any-return]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def body_words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_the_projection_is_the_whitelist() -> None:
    assert {field.name for field in dataclasses.fields(PublicNotice)} == {
        "token", "name_shown", "village_name", "town_name", "programme_title", "members", "amount", "starts_on", "ends_on",
    }  # fmt: skip


def test_a_notice_shows_what_the_sheet_says() -> None:
    html = text(get(pages.notice, "/notices/weiToken/", "weiToken"))
    for words in (
        "魏建林",
        "临泽村",
        "低保",
        "3 人",
        "939.50",
        "2026年11月26日",
        "12月2日",
        "北石店镇人民政府",
        "还有 5 天",
    ):
        assert words in html, words
    assert "公示 7 日，第 2 日，还有 5 日" in html


def test_a_notice_has_no_columns_but_those_of_the_whitelist() -> None:
    html = text(get(pages.notice, "/", "weiToken"))
    head = re.search(r"<thead>(.*?)</thead>", html, re.S)
    assert head
    assert body_words(head[1]).split() == ["户主", "村（社区）", "类别", "保障人数", "月保障金额（元）"]


@pytest.mark.parametrize("path", ["/", "/?elder=1"])
def test_no_public_page_holds_a_number_or_a_word_that_hurts(path: str, settings: Any) -> None:
    settings.DOUDI_COMPLAINT_PHONE = "TEL"
    shown = [get(pages.home, path), get(pages.notices, path), get(pages.notice, path, "weiToken")]
    for response in shown:
        words = body_words(text(response))
        assert not re.search(r"\d{6,}", words)
        assert not [each for each in SENSITIVE if each in words]


def test_every_page_stays_out_of_search_engines() -> None:
    shown = [
        get(pages.home), get(pages.guide), get(pages.notices), get(pages.notice, "/", "weiToken"),
        get(pages.notice, "/", "gone"),
    ]  # fmt: skip
    assert {response["X-Robots-Tag"] for response in shown} == {"noindex, nofollow, noarchive"}


def test_an_ended_notice_is_gone_with_all_it_said() -> None:
    response = get(pages.notice, "/notices/gone/", "gone")
    assert response.status_code == 410
    assert "公示已经结束" in text(response)
    assert "魏建林" not in text(response)


def test_a_notice_that_never_was_is_not_found() -> None:
    with pytest.raises(Http404):
        get(pages.notice, "/notices/1/", "1")


def test_a_name_is_text_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = dataclasses.replace(WEI, name_shown='<script>alert("1")</script>')
    monkeypatch.setattr(pages, "public_notice", lambda *, token, on: nasty)
    for path in ("/", "/?elder=1"):
        html = text(get(pages.notice, path, "x"))
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html


def test_the_list_names_places_not_people_and_narrows_by_town() -> None:
    html = text(get(pages.notices, "/notices/"))
    assert "临泽村" in html
    assert "凤庆社区" in html
    assert "魏建林" not in html
    one = text(get(pages.notices, "/notices/?town=140502100"))
    assert "凤庆社区" not in one
    assert "共 1 件" in one
    assert "?town=140502006" in one


def test_a_town_without_notices_says_so() -> None:
    assert "现在没有正在公示的家庭" in text(get(pages.notices, "/notices/?town=140502001"))


@pytest.mark.parametrize("town", ["999", "140502", "140502100232", "'--"])
def test_a_town_that_is_none_is_not_found(town: str) -> None:
    with pytest.raises(Http404):
        get(pages.notices, f"/notices/?town={town}")


def test_home_opens_only_doors_that_lead_somewhere() -> None:
    html = text(get(pages.home))
    assert re.search(r'<ul class="doors.*?</ul>', html, re.S)
    assert {'href="/guide/"', 'href="/notices/"'} <= set(re.findall(r'href="[^"]*"', html))
    assert 'href="#"' not in html
    assert "全部公示 2 件" in html
    assert "还有 5 天" in html
    assert "今天最后一天" in html


def test_the_elder_edition_is_the_same_page_and_keeps_itself() -> None:
    html = text(get(pages.notice, "/notices/weiToken/?elder=1", "weiToken"))
    assert '<html lang="zh-CN" data-elder>' in html
    assert "939.50" in html
    assert 'class="elder-door" href="?elder=0"' in html  # back to the standard edition
    home = text(get(pages.home, "/?elder=1"))
    assert 'href="/notices/weiToken/?elder=1"' in home
    listed = text(get(pages.notices, "/notices/?town=140502100&elder=1"))
    assert 'class="elder-door" href="?town=140502100&amp;elder=0"' in listed
    assert 'href="?elder=1"' in listed


def test_the_way_to_the_elder_edition_keeps_the_town() -> None:
    html = text(get(pages.notices, "/notices/?town=140502100&x=<script>"))
    assert 'class="elder-door" href="?town=140502100&amp;elder=1"' in html
    assert "<script>" not in html


def test_pages_are_read_only() -> None:
    for page, args in ((pages.home, ()), (pages.guide, ()), (pages.notices, ()), (pages.notice, ("weiToken",))):
        assert get(page, "/", *args, method="POST").status_code == 405
        assert get(page, "/", *args, method="HEAD").status_code == 200


def test_every_route_says_that_it_needs_no_log_in() -> None:
    assert [getattr(route.callback, "permission", None) for route in urls.urlpatterns] == [""] * 6


def test_one_client_reads_sixty_lists_a_minute(settings: Any) -> None:
    statuses = [get(pages.notices, "/notices/", REMOTE_ADDR="10.0.0.1").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert get(pages.notices, "/notices/", REMOTE_ADDR="10.0.0.2").status_code == 200
    settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 100
    assert get(pages.notices, "/notices/", REMOTE_ADDR="10.0.0.1").status_code == 200


def test_a_client_is_the_address_our_own_proxy_saw(settings: Any) -> None:
    forwarded = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2"}
    assert rate.client(asked("/", **forwarded)) == "127.0.0.1"
    settings.DOUDI_PROXIES = 1
    assert rate.client(asked("/", **forwarded)) == "2.2.2.2"
    assert rate.client(asked("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"


def test_the_guide_has_its_fixed_elements() -> None:
    html = text(get(pages.guide))
    for words in (
        "什么条件可以申请",
        "带什么",
        "怎么办",
        "几天办完",
        "收费",
        "咨询",
        "监督投诉",
        "依据",
        "身份证、户口簿",
    ):
        assert words in html, words
    for limit in guide.ALLOWANCE.limits:
        assert limit.clause in html


@pytest.mark.parametrize(
    ("name", "said"),
    [("临泽村委会", "临泽村"), ("北石店社区居委会", "北石店社区"), ("孙村村委会", "孙村村"), ("矿区", "矿区")],
)
def test_places_as_people_say_them(name: str, said: str) -> None:
    assert board.place(name) == said


def test_the_office_that_publishes() -> None:
    assert board.office("北石店镇") == "北石店镇人民政府"
    assert board.office("东街街道") == "东街街道办事处"
