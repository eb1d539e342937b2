"""Issued papers at the desk: who may open the one that names the objector."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from cast import TOWN, VILLAGE, acting
from doors import client_of, set_day
from doudi.cases import turn_notices
from doudi.papers.actions import issue
from factories import golden, turns
from payments.making import computed, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-16")


def answered(to: str) -> str:
    """The number of an answer to an objection, laid in a case."""
    case, clerk = golden.accepted(), acting("clerk", "2026-11-16")
    content = turn_notices.objection_outcome(
        case, clerk, to=to, objector_name="冯秋生", received_on=date(2026, 11, 13), upheld=False, found="查无此事",
        follows="公示继续",
    )  # fmt: skip
    return issue(
        kind=content.kind, office_code=case.town, office_name="北石店镇", on=clerk.on, at=clerk.at, object_kind="case",
        object_key=case.number, town=case.town, village=case.village, content=content, by_login=clerk.login,
        by_name=clerk.name,
    ).number  # fmt: skip


def test_a_number_that_is_none() -> None:
    for number in ("%00", "北石店民低受〔2026〕9号", "x" * 300):
        for tail in ("", "word/"):
            assert client_of("clerk").get(f"/desk/papers/issued/{number}/{tail}").status_code == 404


@pytest.mark.parametrize(
    ("who", "to", "status"),
    [
        ("clerk", "objector", 200),
        ("leader", "objector", 200),
        ("auditor", "objector", 200),
        ("assistant", "objector", 403),
        ("surveyor", "objector", 403),
        ("supervisor", "objector", 403),
        ("assistant", "applicant", 200),
        ("elsewhere", "objector", 404),
    ],
)
def test_the_village_never_learns_who_objected(who: str, to: str, status: int) -> None:
    number, client = answered(to), client_of(who)
    assert client.get(f"/desk/papers/issued/{number}/").status_code == status
    assert client.get(f"/desk/papers/issued/{number}/word/").status_code == status


def test_answers_to_objections_are_offered_in_word_to_those_who_may_know_who_objected() -> None:
    case = turns.settled(turns.resurveyed(turns.objected(golden.publicised()), "2026-11-18"))
    page = {
        who: client_of(who).get(f"/desk/cases/{case.number}/print/").content.decode() for who in ("clerk", "assistant")
    }
    assert page["clerk"].count("民低异〔2026〕") == 2
    for whose in ("给申请人", "给异议人"):
        assert page["clerk"].count(f"（{whose}）") + page["clerk"].count(f"，{whose}）") == 1
    assert "民低异〔2026〕" not in page["assistant"]


def test_the_payment_list_of_a_town_prints(settings) -> None:
    set_day(settings, "2026-12-01")
    opened([(TOWN, VILLAGE)] * 3)
    run = computed()
    answer = client_of("maker").get(f"/desk/runs/{run.number}/payment-list/?town={TOWN}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    said = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    for words in ("北石店镇", "合计3户", "1,200.00", "张0", "********"):
        assert words in said, words
    assert client_of("elsewhere_leader").get(f"/desk/runs/{run.number}/payment-list/?town={TOWN}").status_code == 200
    assert client_of("surveyor").get(f"/desk/runs/{run.number}/payment-list/").status_code == 403
    assert client_of("maker").post(f"/desk/runs/{run.number}/payment-list/").status_code == 405
    assert client_of("maker").get("/desk/runs/FF-140502-2030-01-DB/payment-list/").status_code == 404
    assert client_of("maker").get(f"/desk/runs/{run.number}/payment-list/?town=999").status_code == 404
