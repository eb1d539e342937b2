"""What pages tell those who act: the act of now, what lacks, the request answered, who was there."""

from dataclasses import replace

import pytest

from cast import acting
from doors import case_words, client_of, demo_district, set_day
from doudi.cases import actions
from doudi.law.papers import PaperKind
from doudi.papers.models import Paper
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, "2026-11-06")


def test_papers_that_lack_make_telling_the_family_the_act_of_now() -> None:
    lacking = golden.register(golden.chen(), without=(1,))
    assert "现在要做：材料不齐，一次告知所缺的全部材料" in case_words("clerk", lacking)
    whole = golden.register(golden.chen(200))
    assert "现在要做：查收材料" in case_words("clerk", whole)


def test_what_lacks_after_acceptance_is_told_with_the_way_to_bring_it() -> None:
    said = turns.liu()
    brought = tuple(paper for paper in said.papers if paper.kind != PaperKind.IDENTITY_PROOF)
    lacking = turns.begun(replace(said, papers=brought))
    case = _go(actions.accept_lacking, lacking, acting("clerk"), bring_by=acting("clerk", "2026-11-09").on)
    shown = client_of("clerk").get(f"/desk/cases/{case.number}/").content.decode()
    assert "还缺 1 项材料" in shown
    assert f'href="/desk/cases/{case.number}/papers/"' in shown


def test_who_answers_a_request_reads_its_reason() -> None:
    case = _go(
        actions.ask_extension, golden.accepted(), acting("clerk", "2026-11-05"), ground="elsewhere", reason="夫妻在外省"
    )
    for part in ("approve_extension/", "decline_extension/"):
        assert "申请理由 ：人户分离：夫妻在外省 秦海峰 11-05" in case_words("leader", case, part)
    assert "申请理由" not in case_words("clerk", golden.proposed(golden.chen(200)), "confer/")


def test_who_answers_too_late_reads_that_the_limit_is_over(settings) -> None:
    case = _go(
        actions.ask_extension, golden.accepted(), acting("clerk", "2026-11-05"), ground="elsewhere", reason="夫妻在外省"
    )
    set_day(settings, "2026-12-01")
    over = "11月30日已满，期满以后不能再延长，请改办「不批准延长」"
    assert over in case_words("leader", case, "approve_extension/")
    assert over in case_words("leader", case)
    assert "期满以后不能再延长" not in case_words("leader", case, "decline_extension/")


def test_opinions_before_signing_have_the_day_acted_on(settings) -> None:
    set_day(settings, "2026-11-10")
    assert "同意拟定意见 11-09" in case_words("leader", golden.reviewed(), "sign/")


def test_the_story_names_both_surveyors_and_counts_days_until_decided() -> None:
    shown = case_words("clerk", turns.objected(golden.publicised()))
    assert "11-04，贺文娟、秦海峰" in shown
    story = shown[shown.index("办理经过") :]
    assert "第 6 日 郑国栋" in story  # 审核确认, 11-10
    assert "第 7 日" not in story  # 公示, 11-11: the limit has been met


def test_a_house_declared_is_told_by_its_area_to_who_looks() -> None:
    case = golden.accepted(golden.chen())
    shown = case_words("surveyor", case, "survey/")
    assert "62.00 平方米" in shown


def test_a_decision_that_an_objection_took_back_is_told_no_more(settings) -> None:
    set_day(settings, "2026-11-20")
    case = turns.settled(turns.resurveyed(turns.objected(golden.publicised())), "uphold_objection")
    shown = case_words("clerk", case)
    assert "测算（未定）" in shown
    assert "决定：" not in shown
    assert "受理起 20 个工作日内确认" in shown  # the limit runs on
    assert "期满 11-18" not in shown
    assert "按今日（2026-11-20）有效的版本" in case_words("clerk", case, "evidence/")


def test_a_withdrawal_foretells_the_objectors_paper_only_where_somebody_objected() -> None:
    case = golden.publicised()
    assert "异议处理结果告知书" not in case_words("clerk", case, "withdraw/")
    assert "办理后生成：《异议处理结果告知书》" in case_words("clerk", turns.objected(case), "withdraw/")


def test_a_village_registers_a_withdrawal_and_who_objected_stays_sealed_from_it(settings) -> None:
    set_day(settings, "2026-11-13")
    case = turns.objected(golden.publicised())
    client = client_of("assistant")
    where = f"/desk/cases/{case.number}/"
    sent = client.post(f"{where}withdraw/", {"version": case.version, "note": "找到了工作"})
    assert sent.status_code == 302
    paper = Paper.objects.get(object_key=case.number, kind="objection_answer")
    assert client.get(f"/desk/papers/issued/{paper.number}/").status_code == 403
    assert client_of("clerk").get(f"/desk/papers/issued/{paper.number}/").status_code == 200
    assert "王某" not in client.get(where).content.decode()
