"""Printing at the desk: the forms of a case, blank forms, Word; masks, log, areas, statements."""

import re
from io import BytesIO

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases.models import Case, OnFile
from doudi.desk.printable import PRINTABLE
from doudi.households.models import Member
from doudi.law.papers import PaperKind
from doudi.papers.forms.catalogue import FORMS
from factories import golden

pytestmark = pytest.mark.django_db
HARDSHIP_ONLY = {PaperKind.OBLIGOR_CONSENT, PaperKind.SELF_CARE_FORM}
KINDS = [kind for kind in PRINTABLE if kind not in HARDSHIP_ONLY]


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-19")


def said(response) -> str:
    assert response.status_code == 200, response.content[:200]
    assert response["Content-Type"] == "application/pdf"
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(response.content)).pages))


def printed(client: Client, case: Case, kind: str, query: str = "") -> str:
    return said(client.get(f"/desk/cases/{case.number}/print/{kind}/{query}"))


def last(verb: str) -> Entry:
    return Entry.objects.filter(verb=verb).order_by("-pk").first()


def test_the_page_lists_both_groups_with_filled_blank_and_word() -> None:
    case = golden.granted()
    page = client_of("clerk").get(f"/desk/cases/{case.number}/print/").content.decode()
    assert page.index("家里填写、签名") < page.index("诚信承诺及核对授权书") < page.index("镇（街道）填写")
    for kind in KINDS:
        assert f"/print/{kind.value}/" in page
        assert f"/print/{kind.value}/?blank=1" in page
    for kind in HARDSHIP_ONLY:
        assert f"/print/{kind.value}/" not in page
    assert "要签名、按指印的表印完整证件号" in page
    number = OnFile.objects.get(case=case, kind="grant_notice").paper_number
    assert f'/word/">{number}' in page
    village = client_of("assistant").get(f"/desk/cases/{case.number}/print/").content.decode()
    assert "您的岗位不能看完整证件号" in village
    assert (
        f'href="/desk/cases/{case.number}/print/"'
        in client_of("clerk").get(f"/desk/cases/{case.number}/").content.decode()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_prints_filled_and_blank_and_is_logged(kind: PaperKind) -> None:
    case, client = golden.granted(), client_of("clerk")
    response = client.get(f"/desk/cases/{case.number}/print/{kind}/")
    filled = said(response)
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "陈建国" in filled
    assert last("access.exported").facts["kind"] == kind
    assert last("access.exported").object_key == case.number
    blank = printed(client, case, kind, "?blank=1")
    assert case.number in blank
    assert case.number in filled


def test_whole_numbers_only_where_somebody_signs_and_only_for_those_who_may() -> None:
    case = golden.granted()
    number = Member.objects.get(household=case.household, relation="head").id_number
    masked = f"{number[:6]}********{number[-4:]}"
    clerk, village = client_of("clerk"), client_of("assistant")
    for kind in KINDS:
        text = printed(clerk, case, kind)
        assert (number in text) == PRINTABLE[kind].signed, kind
        assert number not in printed(village, case, kind), kind
        assert number not in printed(clerk, case, kind, "?blank=1"), kind
    assert masked in printed(village, case, "application")
    unmasked = Entry.objects.filter(verb="access.unmasked", actor_number="clerk")
    assert unmasked.count() == sum(PRINTABLE[kind].signed for kind in KINDS)
    assert "打印" in unmasked.first().facts["reason"]
    assert not Entry.objects.filter(verb="access.unmasked", actor_number="assistant").exists()
    assert all(number not in str(entry.facts) for entry in Entry.objects.all())


@pytest.mark.parametrize(
    ("who", "status"), [("maker", 403), ("sysadmin", 403), ("elsewhere", 404), ("supervisor", 200), ("auditor", 200)]
)
def test_who_may_print(who: str, status: int) -> None:
    case = golden.accepted()
    client = client_of(who)
    assert client.get(f"/desk/cases/{case.number}/print/").status_code == status
    assert client.get(f"/desk/cases/{case.number}/print/review_form/").status_code == status


def test_the_consent_of_one_member() -> None:
    case, client = golden.accepted(), client_of("clerk")
    one = Member.objects.get(household=case.household, name="李秀芳")
    assert f"?member={one.pk}" in client.get(f"/desk/cases/{case.number}/print/").content.decode()
    text = printed(client, case, "promise_and_consent", f"?member={one.pk}")
    assert ("授权人姓名李秀芳" in text, "授权人姓名陈建国" in text) == (True, False)
    assert "授权人姓名与申请人关系" in printed(client, case, "promise_and_consent", "?member=nobody")


def test_wrong_methods_kinds_and_words() -> None:
    case, client = golden.accepted(), client_of("clerk")
    base = f"/desk/cases/{case.number}/print"
    assert client.post(f"{base}/").status_code == 405
    assert client.post(f"{base}/application/").status_code == 405
    for path in ("nothing/", "check_report/", "payment_list/", "self_care_form/"):
        assert client.get(f"{base}/{path}").status_code == 404, path
    assert client.get("/desk/forms/nothing/").status_code == 404
    assert client.get("/desk/forms/grant_notice/").status_code == 404
    assert client.post("/desk/forms/").status_code == 405
    assert client.post("/desk/forms/application/").status_code == 405
    assert client.get("/desk/papers/issued/nothing/word/").status_code == 404
    assert Client().get("/desk/forms/").status_code == 302


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("programme", ["subsistence_allowance", "extreme_hardship_support"])
def test_blank_forms_without_a_case(kind: PaperKind, programme: str) -> None:
    text = said(client_of("assistant").get(f"/desk/forms/{kind}/?programme={programme}"))
    assert re.sub(r"\s", "", FORMS[kind].name.replace("{}", "")) in text
    assert ("特困人员调查" in text) == (kind == PaperKind.SURVEY_FORM and programme != "subsistence_allowance")


def test_the_page_of_blank_forms() -> None:
    client = client_of("assistant")
    page = client.get("/desk/forms/").content.decode()
    assert all(f"/desk/forms/{kind}/?programme=subsistence_allowance" in page for kind in FORMS)
    assert "最低生活保障申请书" in page
    assert "特困人员救助供养申请书" in client.get("/desk/forms/?programme=extreme_hardship_support").content.decode()
    assert client.get("/desk/forms/?programme=nonsense").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_word_of_a_case(kind: PaperKind) -> None:
    case, client = golden.granted(), client_of("clerk")
    response = client.get(f"/desk/cases/{case.number}/print/{kind}/?word=1")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert response["Content-Disposition"].endswith(".docx")
    assert "陈建国" in "".join(node.text or "" for node in docx.Document(BytesIO(response.content)).element.iter())


def test_word_of_an_issued_notice() -> None:
    case, client = golden.granted(), client_of("clerk")
    numbers = {paper.kind: paper.paper_number for paper in OnFile.objects.filter(case=case).exclude(paper_number="")}
    response = client.get(f"/desk/papers/issued/{numbers['grant_notice']}/word/")
    assert response.status_code == 200
    text = "".join(node.text or "" for node in docx.Document(BytesIO(response.content)).element.iter())
    assert "每月870.00 元" in text
    assert numbers["grant_notice"] in text
    assert last("access.exported").object_key == numbers["grant_notice"]
    assert client.get(f"/desk/papers/issued/{numbers['acceptance_notice']}/word/").status_code == 404
    assert client_of("elsewhere").get(f"/desk/papers/issued/{numbers['grant_notice']}/word/").status_code == 404
    assert client.post(f"/desk/papers/issued/{numbers['grant_notice']}/word/").status_code == 405


def test_a_broken_template_of_the_bureau_is_named(settings, tmp_path) -> None:
    settings.DOUDI_DOCX_TEMPLATES = str(tmp_path)
    document = docx.Document()
    document.add_paragraph("{{ applicant }")
    document.save(tmp_path / "application.docx")
    case = golden.accepted()
    response = client_of("clerk").get(f"/desk/cases/{case.number}/print/application/?word=1")
    assert response.status_code == 409
    assert "Word 模板 application.docx 填不进去" in response.content.decode()


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["", "review_form/", "application/", "survey_form/"])
def test_statements_stay_the_same(kind: str) -> None:
    one, client = golden.granted(), client_of("clerk")
    few = statements(client, f"/desk/cases/{one.number}/print/{kind}")
    for place in (200, 300, 400):
        other = golden.granted(golden.chen(place))
    many = statements(client, f"/desk/cases/{other.number}/print/{kind}")
    assert many == few
    assert many <= 40
