"""A session that ends in the middle of a form: nothing typed is lost, nobody else sees it, nothing happens unseen."""

import re

import pytest
from django.test import Client

from cast import PASSWORD, officer
from doors import set_day
from doudi.accounts.models import Officer
from doudi.cases.models import StepTaken
from doudi.desk.kept import KEPT
from factories import golden

pytestmark = pytest.mark.django_db
WORDS = "证据齐全，写了很久的一段意见"


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-09")


def log_in(client: Client, who: str):
    officer(who)
    return client.post("/desk/login/", {"username": who, "password": PASSWORD})


def ended(who: str = "reviewer") -> Client:
    """A browser whose session was ended elsewhere."""
    client = Client()
    log_in(client, who)
    Officer.objects.filter(login=who).update(session_key="elsewhere")
    return client


def test_what_was_typed_comes_back_after_logging_in_and_can_be_sent_on() -> None:
    case = golden.proposed()
    client, path = ended(), f"/desk/cases/{case.number}/review/"
    answer = client.post(path, {"version": case.version, "note": WORDS, "password": "secret-word"})
    assert answer.status_code == 302
    assert "您刚才填的没有丢" in client.get(answer.headers["Location"]).content.decode()
    assert WORDS not in str(dict(client.session.items()))
    assert log_in(client, "reviewer").headers["Location"] == "/desk/kept/"
    page = client.get("/desk/kept/").content.decode()
    assert WORDS in page
    assert "secret-word" not in page
    assert f'action="{path}"' in page
    assert not StepTaken.objects.filter(case=case, code="review").exists()
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.split(f'action="{path}"')[1]))
    assert client.post(path, fields).status_code == 302
    assert StepTaken.objects.get(case=case, code="review").note == WORDS


def test_what_was_chosen_is_sent_on_and_only_what_was_written_is_shown() -> None:
    client, (field, path) = ended("clerk"), ("reason", "/desk/drafts/00000000-0000-4000-8000-000000000000/applicant/")
    chosen = {"programme": "subsistence_allowance", "village": "140502100002", "phone": "13911112222"}
    client.post(path, chosen | {field: WORDS})
    log_in(client, "clerk")
    page = client.get("/desk/kept/").content.decode()
    assert all(f'value="{text}"' in page for text in chosen.values())
    shown = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert (WORDS in shown, "13911112222" in shown) == (True, True)
    assert not any(code in shown for code in ("subsistence_allowance", "140502100002"))


def test_another_person_at_the_same_browser_never_sees_it() -> None:
    case, client = golden.proposed(), ended()
    client.post(f"/desk/cases/{case.number}/review/", {"version": case.version, "note": WORDS})
    assert log_in(client, "clerk").headers["Location"] == "/desk/"
    assert WORDS not in client.get("/desk/kept/", follow=True).content.decode()
    assert KEPT not in client.session


def test_a_stranger_leaves_nothing_behind() -> None:
    client = Client()
    client.post("/desk/cases/X-1/review/", {"note": WORDS})
    assert KEPT not in client.session
    gone = ended()
    gone.post("/desk/logout/")
    log_in(gone, "reviewer")
    gone.post("/desk/logout/")
    gone.post("/desk/cases/X-1/review/", {"note": WORDS})
    assert KEPT not in gone.session


def test_a_page_older_than_the_log_in_shows_what_was_typed() -> None:
    case = golden.proposed()
    client = Client(enforce_csrf_checks=True)
    form = client.get("/desk/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    officer("reviewer")
    client.post("/desk/login/", {"username": "reviewer", "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
    path, old = f"/desk/cases/{case.number}/review/", {"version": case.version, "note": WORDS, "csrfmiddlewaretoken": token[1]}  # fmt: skip
    ours = client.post(path, old, HTTP_SEC_FETCH_SITE="same-origin")
    assert ours.status_code == 403
    assert WORDS in ours.content.decode()
    assert "接着提交" in ours.content.decode()
    theirs = client.post(path, old, HTTP_SEC_FETCH_SITE="cross-site")
    assert theirs.status_code == 403
    assert WORDS not in theirs.content.decode()
    assert not StepTaken.objects.filter(case=case, code="review").exists()


def test_pages_carry_the_watermark_and_stay_in_no_cache() -> None:
    client = Client()
    log_in(client, "clerk")
    answer = client.get("/desk/cases/")
    assert re.search(r"<svg class=\"watermark\".*秦海峰 0000 \d\d-\d\d \d\d:\d\d", answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
