"""The case page after a turn: which paper belongs to which step, who is waited for, whether a clock still runs."""

import re
from datetime import date
from typing import Any

import pytest

from cast import OTHER_TOWN, OTHER_VILLAGE, PASSWORD, acting
from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.queries import file_view
from doudi.cases.signing import unseal
from doudi.cases.standing import position
from doudi.desk.casework import clock_of, stages_of
from doudi.desk.story import story_of
from doudi.ui.parts import StoryItem
from doudi.verification.records import file_record
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-23")


def story(case: Case) -> list[StoryItem]:
    return story_of(position(case, acting("clerk", "2026-11-23")), file_view(case))


def words(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def test_each_step_shows_its_own_papers_and_to_whom_an_answer_went() -> None:
    case = turns.settled(turns.resurveyed(turns.objected(golden.publicised())), "republish")
    case = turns.hung(case, "2026-11-20")
    told = {item.title: [str(link.label) for link in item.links] for item in story(case)[::-1]}
    assert told["公示"] == ["公示单"]
    assert told["答复并重新公示"] == [
        "异议处理结果告知书（第1条异议（11-13收到），给申请人）",
        "异议处理结果告知书（第1条异议（11-13收到），给异议人）",
    ]


def test_while_papers_lack_the_story_says_who_is_waited_for_and_that_it_does_not_count() -> None:
    clerk = acting("clerk")
    case = _go(actions.notify_deficiency, golden.register(golden.chen(), clerk, without=(1,)), clerk)
    newest, told = story(case)[:2]
    assert (newest.title, newest.node, newest.waiting, newest.note) == ("等候申请人补正", "open", True, "不计时限")
    assert told.note == "不计时限"
    assert clock_of(case, file_view(case).steps, date(2026, 11, 4)) is None
    spouse = next(one for one in position(case, clerk).missing).key
    member = case.household.members.get(pk=spouse)
    case = _go(actions.add_paper, case, clerk, kind=golden.PaperKind.PROMISE_AND_CONSENT, member=member)
    assert story(_go(actions.supplement, case, clerk))[0].node == "aside"


@pytest.mark.parametrize(("state", "word"), [("withdrawn", "撤回申请"), ("transferred", "移交")])
def test_a_case_that_left_has_no_clock_and_its_own_way(state: str, word: str) -> None:
    clerk = acting("clerk", "2026-11-03")
    case = golden.accepted()
    if state == "withdrawn":
        case = _go(actions.withdraw, case, clerk, note="已找到工作")
    else:
        case = _go(actions.ask_transfer, case, clerk, to_town=OTHER_TOWN, note="户口已迁")
        bureau = acting("supervisor", "2026-11-04")
        actions.transfer(case=case, version=case.version, acting=bureau, village=OTHER_VILLAGE)
        case = golden.again(case, bureau)
    view = file_view(case)
    assert case.state == state
    assert clock_of(case, view.steps, date(2026, 11, 23)) is None
    assert [mark.title for mark in stages_of(position(case, clerk), view.steps)] == ["受理", word, "办结"]


def test_a_number_in_an_objection_is_masked_on_the_screen() -> None:
    number = golden.id_number("1979-06-01", 60, "M")
    case = turns.objected(golden.publicised(), text=f"他儿子 {number} 有车")
    shown = words(client_of("surveyor").get(f"/desk/cases/{case.number}/resurvey/").content)
    assert "他儿子" in shown
    assert number not in shown


def test_an_ending_is_signed_with_its_cause_publicity_and_month_on_the_screen(settings: Any) -> None:
    case = turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))
    case = turns.resurveyed(turns.objected(case, "2026-12-03"), "2026-12-04")
    set_day(settings, "2026-12-04")
    shown = words(client_of("clerk").get(f"/desk/cases/{case.number}/").content)
    assert "答复前不决定终止，照常发放" in shown
    case = turns.stop_hung(turns.settled(case, "answer_stop_objection", "2026-12-07"), "2026-12-07")
    set_day(settings, "2026-12-15")
    shown = words(client_of("leader").get(f"/desk/cases/{case.number}/confirm_stop/").content)
    for said in (
        "自愿申请退出救助供养。本人书面申请退出", "12-07至12-14", "收到 1 条，不成立：查银行流水", "1,252.00", "自2027年1月起停发",
    ):  # fmt: skip
        assert said in shown, said
    case = turns.stop_signed(case, "2026-12-15")
    shown = words(client_of("leader").get(f"/desk/cases/{case.number}/").content)
    told = shown[shown.index("决定：终止供养") : shown.index("北石店民特拟")]
    assert "0.00 元/月 自 2027 年 1 月起停发" in told
    assert "852.00" not in told


def test_an_ending_is_signed_only_as_it_was_shown(settings: Any) -> None:
    case, leader = turns.stop_hung(turns.stop_proposed(turns.zhou_granted())), client_of("leader")
    path = f"/desk/cases/{case.number}/confirm_stop/"
    set_day(settings, "2026-12-31")
    shown = leader.get(path).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', shown)
    sent = {"version": case.version, "seen": seen, "password": PASSWORD}
    assert len(seen) == 1
    for forged, said in (
        ("a:b:c", "签批页已过期"),
        (golden.sealed(case, acting("leader", "2026-12-31")), "情形、依据"),
    ):
        refused = leader.post(path, sent | {"seen": forged})
        assert refused.status_code == 409
        assert said in words(refused.content)
    assert leader.post(path, sent | {"seen": ""}).status_code == 200
    set_day(settings, "2027-01-01")
    late = leader.post(path, sent)
    assert late.status_code == 409
    assert "停发月：打开时 2027-01，现在 2027-02" in words(late.content)
    assert path in late.content.decode()
    assert golden.again(case, acting("leader", "2027-01-01")).state == "stop_publicity"
    set_day(settings, "2026-12-31")
    assert leader.post(path, sent).status_code == 302
    decision = case.decisions.latest("seq")
    assert decision.screen_digest == unseal(seen[0])[0] != case.decisions.earliest("seq").screen_digest
    entry = Entry.objects.filter(chain=f"case/{case.number}", facts__step="confirm_stop").get()
    assert entry.facts["screen"] == decision.screen_digest


def test_a_day_that_is_over_is_refused_at_its_field() -> None:
    application = turns.liu()
    papers = [paper for paper in application.papers if paper.kind != golden.PaperKind.IDENTITY_PROOF]
    case = turns.begun(turns.replace(application, papers=papers))
    form = {"version": case.version, "bring_by": "2026-11-20"}
    answer = client_of("clerk").post(f"/desk/cases/{case.number}/accept_lacking/", form)
    assert answer.status_code == 200
    assert "补交期限不能早于今天" in words(answer.content)


def test_a_record_is_read_again_and_the_village_reads_no_second_look() -> None:
    case = turns.resurveyed(turns.objected(golden.publicised()), "2026-11-18")
    by, votes = acting("clerk", "2026-11-18"), (9, 3, 1)
    entry = turns.record("2026-11-18", chair="郭爱芳", content="村民代表十三人评议", votes=votes)
    case = _go(
        file_record, case, by, code="appraise", entry=entry, people=turns.pair("clerk", on="2026-11-18"), scans=[]
    )
    address = f"/desk/cases/{case.number}/records/"
    links = {link.url for item in story(case) for link in item.links if link.label == "看记录"}
    assert links == {address}
    shown = words(client_of("leader").get(address).content)
    for said in (
        "民主评议记录",
        "村民代表十三人评议",
        "同意 9 票，不同意 3 票，弃权 1 票",
        "异议复查记录",
        "核对了银行流水",
    ):
        assert said in shown
    to_the_village = words(client_of("assistant").get(address).content)
    assert "民主评议记录" in to_the_village
    assert "异议复查记录" not in to_the_village
    assert client_of("elsewhere").get(address).status_code == 404


def test_self_care_is_read_with_its_assessors() -> None:
    case = turns.assessed(turns.zhou_surveyed(), "dress", health="腿脚不便")
    page = words(client_of("reviewer").get(f"/desk/cases/{case.number}/").content)
    assert "评估人：贺文娟、秦海峰，2026-11-04" in page
    shown = words(client_of("reviewer").get(f"/desk/cases/{case.number}/records/").content)
    assert "腿脚不便" in shown
