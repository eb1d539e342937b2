"""The case pages: works · wrong area · statements counted · masking and unmasking."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cast import TOWN, VILLAGE
from crowd import fill, statements
from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases.models import Case, StepTaken
from doudi.cases.steps import NotNow
from doudi.desk.pages import cases as pages
from doudi.households.models import Member
from doudi.papers.models import StoredFile
from factories import golden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-06")


MOST = {"/desk/": 20, "/desk/cases/": 18, "/desk/cases/?q=陈建国": 19, "/desk/signing/": 16}


def test_lists_keep_their_number_of_statements() -> None:
    golden.accepted()
    fill(20)
    clerk, leader = client_of("clerk"), client_of("leader")
    readers = {path: leader if path == "/desk/signing/" else clerk for path in MOST}
    few = {path: statements(client, path) for path, client in readers.items()}
    fill(1980)
    assert Case.objects.count() >= 2000
    assert {path: statements(client, path) for path, client in readers.items()} == few
    assert {path: count for path, count in few.items() if count > MOST[path]} == {}


def test_a_case_page_keeps_its_number_of_statements() -> None:
    young, old = golden.accepted(), golden.granted(golden.chen(200))
    client = client_of("clerk")
    few, many = (statements(client, f"/desk/cases/{case.number}/") for case in (young, old))
    assert many == few
    assert StepTaken.objects.filter(case=old).count() > StepTaken.objects.filter(case=young).count()
    assert many <= 15


def test_what_was_read_is_kept_when_the_page_is_refused(monkeypatch) -> None:
    case = golden.accepted()

    def stands_in_the_way(*_told: object) -> None:
        raise NotNow(["先补齐材料"])

    monkeypatch.setattr(pages, "case_rows", stands_in_the_way)
    before = Entry.objects.filter(verb="access.read").count()
    answer = client_of("clerk").get(f"/desk/cases/{case.number}/")
    assert answer.status_code == 409
    assert Entry.objects.filter(verb="access.read").count() == before + 1


def test_numbers_are_masked_and_unmasking_asks_why() -> None:
    case = golden.accepted()
    number = Member.objects.get(household=case.household, relation="head").id_number
    client, page = client_of("clerk"), f"/desk/cases/{case.number}/"
    shown = client.get(page).content.decode()
    assert number not in shown
    assert f"{number[:6]}********{number[-4:]}" in shown
    refused = client.post(page + "unmask/", {"reason": ""}).content.decode()
    assert number not in refused
    assert "事由" in refused
    assert number in client.post(page + "unmask/", {"reason": f"核对证件 {number}"}).content.decode()
    entry = Entry.objects.get(verb="access.unmasked")
    assert entry.facts["reason"] == "核对证件 〔号码略〕"


def test_a_village_assistant_never_unmasks() -> None:
    case = golden.accepted()
    assert client_of("assistant").get(f"/desk/cases/{case.number}/unmask/").status_code == 403


def test_finding_by_name_number_and_tail() -> None:
    case = golden.accepted()
    tail = Member.objects.get(household=case.household, relation="spouse").id_number[-4:]
    client = client_of("clerk")
    for words in ("陈建国", "李秀", case.number, tail):
        assert case.number in client.get("/desk/cases/", {"q": words}).content.decode(), words
    assert case.number not in client.get("/desk/cases/", {"q": "没有这个人"}).content.decode()
    assert case.number not in client_of("elsewhere").get("/desk/cases/", {"q": "陈建国"}).content.decode()


def test_grey_buttons_say_why() -> None:
    case = golden.accepted()
    page = client_of("clerk").get(f"/desk/cases/{case.number}/").content.decode()
    assert "还缺《入户调查表》" in page
    assert "btn-not-yet" in page


def test_a_stale_form_shows_what_others_did_and_changes_nothing() -> None:
    case = golden.register(golden.chen())
    client = client_of("clerk")
    path = f"/desk/cases/{case.number}/accept/"
    assert client.post(path, {"version": case.version}).status_code == 302
    again = client.post(path, {"version": case.version})
    assert again.status_code == 409
    assert "秦海峰" in again.content.decode()
    assert StepTaken.objects.filter(case=case, code="accept").count() == 1


def test_the_area_is_the_town() -> None:
    case = golden.accepted()
    assert (case.town, case.village) == (TOWN, VILLAGE)
    for who in ("elsewhere", "elsewhere_leader", "elsewhere_village"):
        answer = client_of(who).get(f"/desk/cases/{case.number}/")
        assert answer.status_code == 404
        assert "陈建国" not in answer.content.decode()


def test_what_was_typed_on_a_stale_page_is_shown_again_and_not_lost() -> None:
    case = golden.proposed()
    client = client_of("reviewer")
    answer = client.post(
        f"/desk/cases/{case.number}/review/", {"version": case.version - 1, "note": "证据齐全，写了很久"}
    )
    assert answer.status_code == 409
    assert "证据齐全，写了很久" in answer.content.decode()


def test_an_upload_of_a_refused_step_leaves_nothing_behind() -> None:
    case = golden.confirmed()
    photo = SimpleUploadedFile("board.png", png(), content_type="image/png")
    answer = client_of("clerk").post(f"/desk/cases/{case.number}/publish/", {"version": 1, "photo": photo})
    assert answer.status_code == 409
    assert not StoredFile.objects.filter(object_key=case.number).exists()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()
