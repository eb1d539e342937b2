"""证据对照: the paper beside its cell, what adopting would do, a reason picked, no answer shown as no answer."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cast import acting
from doors import client_of, demo_district, words
from doudi.cases.models import Case
from doudi.households.models import Member
from doudi.papers.models import StoredFile
from doudi.verification.actions import answer_today
from doudi.verification.comparison import Row, compare
from doudi.verification.models import Adoption, CheckResult
from doudi.verification.weighing import weigh
from factories import golden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, "2026-11-06")


def page(who: str, case: Case, query: str = "", **headers: str) -> str:
    answer = client_of(who).get(f"/desk/cases/{case.number}/evidence/{query}", **headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def waiting(case: Case) -> Row:
    return next(row for row in compare(case) if row.waits)


def photo(size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return out.getvalue()


def test_a_cell_leads_to_its_paper_and_the_paper_says_who_filed_it() -> None:
    case = golden.verified()
    html = page("clerk", case)
    assert f"?item={waiting(case).key.replace(':', '%3A')}&amp;paper=checked#paper" in html
    shown = words(page("clerk", case, f"?item={waiting(case).key}&paper=checked"))
    assert "核对报告：银行存款（陈建国）" in shown
    assert "HD-2026-11-0001" in shown
    assert "卷内没有扫描件" in shown
    assert "由 乔云霞 于 11-04 入卷" in shown


def test_what_adopting_would_do_is_what_it_does() -> None:
    case, clerk = golden.verified(deposit="150000.00"), acting("clerk", "2026-11-06")
    row = waiting(case)
    foretold = weigh(case=case, row=row, amounts=[("declared", Decimal("18600.00")), ("checked", row.checked)], on=clerk.on)  # fmt: skip
    assert [one.answer["outcome"] for one in foretold] == ["eligible", "not_eligible"]
    shown = words(page("clerk", case, f"?item={row.key}"))
    assert "−870.00 不符合" in shown
    form = {"version": case.version, "source": "checked", "preset": "以核对报告为准", "reason": ""}
    client_of("clerk").post(f"/desk/cases/{case.number}/evidence/?item={row.key}", form)
    assert answer_today(golden.again(case, clerk), clerk.on) == foretold[1].answer


@pytest.mark.parametrize("kind", ["income:pension", "spending:medical", "asset:deposit"])
def test_foretelling_and_adopting_agree_for_every_sort(kind: str) -> None:
    case, clerk = golden.verified(), acting("clerk", "2026-11-06")
    row = next(each for each in compare(case) if ":".join(each.slot[1:]) == kind)
    amount = Decimal("333.00")
    foretold = weigh(case=case, row=row, amounts=[("adopted", amount)], on=clerk.on)[0].answer
    golden.adopt(case=case, version=case.version, row=row, source="adopted", amount=amount, reason="凭证", acting=clerk)
    assert answer_today(golden.again(case, clerk), clerk.on) == foretold


def test_a_reason_is_picked_or_written_and_never_missing() -> None:
    case = golden.verified()
    path = f"/desk/cases/{case.number}/evidence/?item={waiting(case).key}"
    client, form = client_of("clerk"), {"version": case.version, "source": "checked"}
    assert "还差采信理由" in client.post(path, form).content.decode()
    client.post(path, form | {"preset": "以银行余额为准，差额为利息", "reason": "存折到 10 月"})
    assert Adoption.objects.get().reason == "以银行余额为准，差额为利息；存折到 10 月"


def test_trying_an_amount_of_ones_own_saves_nothing() -> None:
    case = golden.verified()
    path = f"/desk/cases/{case.number}/evidence/?item={waiting(case).key}"
    form = {"version": case.version, "source": "adopted", "other": "19000", "reason": "按存折", "preview": "1"}
    shown = words(client_of("clerk").post(path, form).content.decode())
    assert "另行认定 19,000.00" in shown
    assert "按存折" in shown
    assert not Adoption.objects.exists()


def test_no_answer_is_shown_as_such_and_never_as_nought() -> None:
    case = golden.verified(deposit=None)
    CheckResult.objects.filter(asked="银行存款").update(result="no_answer")
    deposit = next(row for row in compare(case) if row.slot[2] == "deposit")
    html = page("clerk", case, f"?item={deposit.key}&paper=checked")
    assert "核对无应答 1 项：银行存款（无应答不等于没有）" in words(html)
    line = next(part for part in html.split("<tr") if "18,600.00" in part and "row-link" in part)
    assert "无应答" in words(line)
    assert "0.00" not in words(line).replace("18,600.00", "")


def test_a_swap_answers_with_the_region_alone() -> None:
    case = golden.verified()
    part = page("clerk", case, f"?item={waiting(case).key}&paper=checked", HTTP_HX_REQUEST="true")
    assert part.lstrip().startswith('<div id="evidence"')
    assert "<html" not in part


def test_photos_are_made_anew_and_shut_in_a_sandbox() -> None:
    case = golden.accepted()
    client = client_of("surveyor")
    form = {
        "version": case.version, "visited_on": "2026-11-04", "place": "北石店社区 12 号", "respondent": "陈建国",
        "respondent_relation": "本人", "second": "clerk", "conclusion": "情况属实", "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0", "photos": SimpleUploadedFile("door.jpg", photo(), content_type="image/jpeg"),
    }  # fmt: skip
    assert client.post(f"/desk/cases/{case.number}/survey/", form).status_code == 302
    row = compare(case)[0]
    kept = StoredFile.objects.get(object_key=case.number)
    assert f'<img src="/desk/papers/{kept.key}/shown/"' in page("clerk", case, f"?item={row.key}&paper=surveyed")
    answer = client_of("clerk").get(f"/desk/papers/{kept.key}/shown/")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert client_of("elsewhere").get(f"/desk/papers/{kept.key}/shown/").status_code == 404
    assert client_of("maker").get(f"/desk/papers/{kept.key}/shown/").status_code == 403
    assert client_of("clerk").post(f"/desk/papers/{kept.key}/shown/").status_code == 405


def test_who_may_not_adopt_sees_no_form_and_changes_nothing() -> None:
    case = golden.verified()
    row = waiting(case)
    assert 'name="source"' not in page("reviewer", case, f"?item={row.key}")
    form = {"version": case.version, "source": "checked", "reason": "以余额为准"}
    client_of("reviewer").post(f"/desk/cases/{case.number}/evidence/?item={row.key}", form)
    assert not Adoption.objects.exists()
    assert client_of("elsewhere").get(f"/desk/cases/{case.number}/evidence/").status_code == 404


def test_statements_do_not_grow_with_the_items() -> None:
    few, many = golden.verified(), golden.verified(more_items(golden.chen(200)))
    counts = []
    for case in (few, many):
        client, path = client_of("clerk"), f"/desk/cases/{case.number}/evidence/?item={waiting(case).key}&paper=checked"
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 55
    assert Member.objects.filter(household=many.household).count() == 3


def more_items(family: golden.Family) -> golden.Family:
    extra = tuple((0, "income", kind, "10.00") for kind in ("rent", "interest", "gift", "dividend"))
    return replace(family, income=(*family.income, *extra))
