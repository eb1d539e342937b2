"""The case page after a turn: which paper belongs to which step, who is waited for, whether a clock still runs."""

import re
from datetime import date
from typing import Any

import pytest

from cast import OTHER_TOWN, OTHER_VILLAGE, acting
from doors import client_of, set_day
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.queries import file_view
from doudi.cases.standing import position
from doudi.desk.casework import clock_of, stages_of
from doudi.desk.story import story_of
from doudi.ui.parts import StoryItem
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


def test_a_day_that_is_over_is_refused_at_its_field() -> None:
    application = turns.liu()
    papers = [paper for paper in application.papers if paper.kind != golden.PaperKind.IDENTITY_PROOF]
    case = turns.begun(turns.replace(application, papers=papers))
    form = {"version": case.version, "bring_by": "2026-11-20"}
    answer = client_of("clerk").post(f"/desk/cases/{case.number}/accept_lacking/", form)
    assert answer.status_code == 200
    assert "补交期限不能早于今天" in words(answer.content)
