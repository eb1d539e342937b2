"""提出异议 on the public page: kept sealed for the town, shown to nobody, never a flood."""

import pytest
from django.core.cache import cache
from django.test import Client

from cast import acting
from doors import client_of, set_day
from doudi.cases.models import Objection, Publicity
from factories import golden
from factories.golden import again, id_number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _posted(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-12")
    cache.clear()
    golden.publicised()


def address() -> str:
    return f"/notices/{Publicity.objects.get().token}/object/"


def test_what_the_public_says_reaches_the_clerk_sealed() -> None:
    page = Client().get(address())
    assert page.status_code == 200
    assert page["X-Robots-Tag"].startswith("noindex")
    answer = Client().post(address(), {"text": "他家在城里还有一套房", "objector": "邻居老李 电话略"})
    assert "收到了" in answer.content.decode()
    kept = Objection.objects.get()
    assert (kept.state, kept.how, kept.text) == ("received", "公众页面", "他家在城里还有一套房")
    clerk = client_of("clerk")
    shown = clerk.get(f"/desk/cases/{kept.case.number}/register_objection/").content.decode()
    assert "他家在城里还有一套房" in shown
    assert "老李" not in shown
    assert "老李" not in clerk.get(f"/desk/cases/{kept.case.number}/").content.decode()


def test_the_case_waits_until_it_is_settled() -> None:
    case = Publicity.objects.get().case
    Client().post(address(), {"text": "他家在城里还有一套房"})
    clerk = acting("clerk", "2026-11-12")
    now = again(case, clerk)
    assert client_of("clerk").post(
        f"/desk/cases/{case.number}/register_objection/", {"version": str(now.version)}
    ).status_code == 302  # fmt: skip
    assert Objection.objects.get().state == "open"


def test_wrong_input_is_said_at_its_field_and_kept() -> None:
    page = Client().post(address(), {"text": "有", "objector": "王"}).content.decode()
    assert "请再写清楚一点" in page
    assert 'value="王"' in page
    assert not Objection.objects.exists()


def test_wrong_method_unknown_and_ended_notices(settings) -> None:
    assert Client().put(address()).status_code == 405
    assert Client().get("/notices/no-such-token/object/").status_code == 404
    for path in ("/notices/%00/", "/notices/%00/object/"):
        assert Client().get(path).status_code == 404
    url = address()
    set_day(settings, "2026-11-19")
    assert Client().get(url).status_code == 410
    assert Client().post(url, {"text": "他家有车"}).status_code == 410


def test_never_a_flood() -> None:
    answers = [Client().post(address(), {"text": f"第 {time} 次说"}) for time in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert Objection.objects.count() == 5
    cache.clear()
    assert "没有收下" in Client().post(address(), {"text": "再说一次"}).content.decode()


def test_an_objector_is_not_asked_for_an_id_number() -> None:
    said = {"text": "他家在城里还有一套房", "objector": f"王某 {id_number('1970-01-01', 5)}"}
    assert "不用写身份证号，写姓名和电话就行" in Client().post(address(), said).content.decode()
    assert not Objection.objects.exists()


def test_what_nobody_answered_yet_reads_as_empty(caplog: pytest.LogCaptureFixture) -> None:
    Client().post(address(), {"text": "他家在城里还有一套房"})
    kept = Objection.objects.get()
    assert (kept.found, kept.answer, kept.objector) == ("", "", "")
    assert "cannot be decrypted" not in caplog.text
