"""Holes that were found and stay closed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cast import PASSWORD, acting
from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases.actions import NotNow, add_paper
from doudi.cases.models import Decision, OnFile
from doudi.law.papers import PaperKind
from doudi.verification.comparison import compare
from doudi.verification.models import Adoption
from factories import golden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-10")


def test_head_never_runs_a_page_that_takes_post_only() -> None:
    client = client_of("clerk")
    assert client.head("/desk/logout/").status_code == 405
    assert client.get("/desk/").status_code == 200


def test_guessing_the_password_at_the_signature_ends_the_session() -> None:
    case, client = golden.reviewed(), client_of("leader")
    path = f"/desk/cases/{case.number}/sign/"
    seen = golden.sealed(case, acting("leader", "2026-11-10"))
    form = {"decision": "confirm", "seen": seen, "version": case.version, "password": "guess-after-guess"}
    for _ in range(5):
        assert client.post(path, form).status_code == 200
    assert client.post(path, form | {"password": PASSWORD}).status_code == 302
    assert not Decision.objects.exists()
    assert Entry.objects.filter(verb="access.failed", actor_number="leader").count() == 5


def test_the_right_password_signs() -> None:
    case, client = golden.reviewed(), client_of("leader")
    seen = golden.sealed(case, acting("leader", "2026-11-10"))
    form = {"decision": "confirm", "seen": seen, "version": case.version, "password": PASSWORD}
    assert client.post(f"/desk/cases/{case.number}/sign/", form).status_code == 302
    assert str(Decision.objects.get(case=case).total) == "870.00"


def test_a_token_of_another_case_signs_nothing() -> None:
    case, other = golden.reviewed(), golden.reviewed(golden.chen(200))
    seen = golden.sealed(other, acting("leader", "2026-11-10"))
    form = {"decision": "confirm", "seen": seen, "version": case.version, "password": PASSWORD}
    assert client_of("leader").post(f"/desk/cases/{case.number}/sign/", form).status_code == 409
    assert not Decision.objects.exists()


def test_a_source_that_said_nothing_is_not_adopted_as_nought() -> None:
    case = golden.verified()
    row = next(each for each in compare(case) if each.waits)
    form = {"version": case.version, "source": "surveyed", "reason": "看过了"}
    answer = client_of("clerk").post(f"/desk/cases/{case.number}/evidence/?item={row.key}", form)
    assert "没有说法" in answer.content.decode()
    assert not Adoption.objects.exists()


def test_application_papers_are_closed_once_under_review() -> None:
    case, clerk = golden.proposed(), acting("clerk", "2026-11-06")
    with pytest.raises(NotNow, match="先退回补查"):
        add_paper(case=case, version=case.version, kind=PaperKind.IDENTITY_PROOF, acting=clerk, digest="x")


def test_the_signed_slip_lies_on_file() -> None:
    case = golden.refused()
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    slip = SimpleUploadedFile("slip.png", out.getvalue(), content_type="image/png")
    form = {"version": case.version, "how": "当面送达", "receiver": "孙德明", "receipt": slip}
    assert client_of("elsewhere").post(f"/desk/cases/{case.number}/deliver_refusal/", form).status_code == 302
    kept = OnFile.objects.get(case=case, kind=PaperKind.DELIVERY_RECEIPT)
    answer = client_of("elsewhere").get(f"/desk/papers/{kept.file_key}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
