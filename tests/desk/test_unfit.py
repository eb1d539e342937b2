"""Answers that can't be: days before the case had begun, a hit that says nothing, a case sent back without a word."""

from decimal import Decimal

import pytest

from cast import PASSWORD, acting
from doors import client_of, demo_district, set_day, words
from doudi.cases import actions
from doudi.cases.actions import NotNow
from doudi.cases.models import Case
from doudi.desk.forms.verifying import SOURCES
from doudi.households.entries import ItemEntry
from doudi.households.models import Item, Member
from doudi.papers.models import Paper
from doudi.verification.actions import adopt, answer_today
from doudi.verification.comparison import compare
from doudi.verification.models import CheckReport, HomeVisit, Record
from doudi.verification.weighing import weigh
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, "2026-11-06")


def visit_form(case: Case, **more: str) -> dict[str, str]:
    form = {
        "version": str(case.version), "visited_on": "2026-11-04", "place": "12 号", "respondent": "陈建国",
        "respondent_relation": "本人", "second": "clerk", "conclusion": "属实", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0",
    }  # fmt: skip
    return form | more


def report_form(case: Case, **more: str) -> dict[str, str]:
    form = {f"result_{place}": "none" for place in range(len(SOURCES))}
    form |= {"version": str(case.version), "number": "HD-1", "queried_on": "2026-11-04"}
    return form | {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"} | more


def test_a_visit_before_acceptance_does_not_count() -> None:
    case, client = golden.accepted(), client_of("surveyor")
    path = f"/desk/cases/{case.number}/survey/"
    assert "早于受理日 2026-11-02" in words(client.post(path, visit_form(case, visited_on="2026-11-01")))
    assert not HomeVisit.objects.exists()
    assert client.post(path, visit_form(case, visited_on="2026-11-02")).status_code == 302
    with pytest.raises(NotNow, match="入户日期在受理之前"):
        turns.visited(golden.accepted(golden.chen(200)), "2026-11-01")


def test_self_care_before_acceptance_does_not_count() -> None:
    case = turns.zhou_surveyed()
    form = {"version": case.version, "assessed_on": "2026-11-01", "assessors": "贺文娟、秦海峰", "support": "home"}
    answer = client_of("surveyor").post(f"/desk/cases/{case.number}/assess_self_care/", form)
    assert "早于受理日 2026-11-02" in words(answer)
    with pytest.raises(NotNow, match="评估日期在受理之前"):
        turns.assessed(case, assessed_on=acting("clerk", "2026-11-01").on)


def test_a_second_look_before_the_objection_does_not_count(settings) -> None:
    set_day(settings, "2026-11-18")
    case = turns.objected(golden.publicised())
    form = {
        "version": case.version, "held_on": "2026-11-12", "place": "村委会", "second": "clerk", "content": "查", "conclusion": "属实",
    }  # fmt: skip
    path = f"/desk/cases/{case.number}/resurvey/"
    assert "早于收到异议的 2026-11-13" in words(client_of("surveyor").post(path, form))
    with pytest.raises(NotNow, match="之前"):
        turns.resurveyed(case, "2026-11-12")
    assert not Record.objects.exists()
    assert client_of("surveyor").post(path, form | {"held_on": "2026-11-13"}).status_code == 302


def test_something_on_record_is_said() -> None:
    case, client = golden.accepted(), client_of("check")
    path, hit = f"/desk/cases/{case.number}/check/", {f"result_{SOURCES.index('银行存款')}": "hit"}
    assert "银行存款有记录：请在下面写上查到的项目" in words(client.post(path, report_form(case, **hit)))
    assert not CheckReport.objects.exists()
    assert client.post(path, report_form(case, **hit, summary="只有一张已销户的卡")).status_code == 302


def test_sending_back_says_what_to_look_into(settings) -> None:
    set_day(settings, "2026-11-10")
    case = golden.reviewed()
    seen = golden.sealed(case, acting("leader", "2026-11-10"))
    form = {"decision": "return", "seen": seen, "version": case.version, "password": PASSWORD}
    path = f"/desk/cases/{case.number}/sign/"
    assert "退回补查，请写明要补查什么" in words(client_of("leader").post(path, form))
    with pytest.raises(NotNow, match="写明要补查什么"):
        _go(actions.return_to_survey, case, acting("leader", "2026-11-10"), note=" ")
    assert Case.objects.get(pk=case.pk).state == "reviewed"
    refused = client_of("leader").post(path, form | {"decision": "refuse"})
    assert refused.status_code == 200
    assert "refuse" not in words(refused)


def test_an_id_number_in_a_text_for_a_paper_is_refused_and_nothing_is_lost(settings) -> None:
    set_day(settings, "2026-11-20")
    number = golden.id_number("1970-01-01", 5)
    case = turns.resurveyed(turns.objected(golden.publicised(), objector=f"王某 {number}"))
    path = f"/desk/cases/{case.number}/uphold_objection/"
    answer = client_of("clerk").post(path, {"version": case.version, "answer": f"查实 {number} 名下有车"})
    assert answer.status_code == 409
    assert "《异议处理结果告知书》上不能有完整的身份证号" in words(answer)
    assert f"查实 {number} 名下有车" in words(answer)
    assert Case.objects.get(pk=case.pk).state == "publicity"
    told = client_of("clerk").post(path, {"version": case.version, "answer": "查实名下有车"})
    assert told.status_code == 302
    assert Paper.objects.filter(object_key=case.number, kind="objection_answer").count() == 2


def test_a_second_home_without_a_price_is_a_difference_and_adopted_as_two(settings) -> None:
    case = golden.accepted()
    head = Member.objects.get(household=case.household, relation="head").pk
    homes = [ItemEntry("asset", "house", Decimal(0), head)] * 2
    case = turns.checked(turns.visited(case, items=homes))
    row = next(each for each in compare(case) if each.slot[2] == "house")
    assert row.waits
    assert (row.declared_shown, row.shown("surveyed", row.surveyed)) == ("1 套", "2 套")
    with pytest.raises(NotNow, match="采信"):
        turns.weighed(case)
    clerk = acting("clerk", "2026-11-06")
    (would,) = weigh(case=case, row=row, amounts=[("surveyed", Decimal(0))], on=clerk.on)
    _go(adopt, case, clerk, row=row, source="surveyed", amount=Decimal(0), reason="不动产登记两套")
    kept = Item.objects.filter(household=case.household, source="adopted", kind="house")
    assert [item.details for item in kept] == [{"area_m2": "62.00"}, {}]  # nobody said the size of the second
    assert answer_today(case, clerk.on) == would.answer
    assert would.answer["outcome"] == "not_eligible"


def test_a_home_that_nobody_declared_is_a_difference() -> None:
    case = golden.accepted()
    case = turns.visited(case, items=[ItemEntry("asset", "shop", Decimal(0))])
    assert [row.word for row in compare(case) if row.waits] == ["商铺"]


def test_a_report_is_clean_only_when_somebody_says_so() -> None:
    case, client = golden.accepted(), client_of("check")
    path, nothing = f"/desk/cases/{case.number}/check/", {f"result_{place}": "" for place in range(len(SOURCES))}
    told = words(client.post(path, report_form(case, **nothing)))
    assert told.count("请选结果；确是无记录的，可在下面一并勾选") >= len(SOURCES)
    assert not CheckReport.objects.exists()
    bank = f"result_{SOURCES.index('银行存款')}"
    client.post(path, report_form(case, **nothing | {bank: "no_answer", "rest": "on"}))
    results = dict(CheckReport.objects.get().results.values_list("asked", "result"))
    assert (results.pop("银行存款"), set(results.values())) == ("no_answer", {"none"})
