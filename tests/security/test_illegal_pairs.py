"""Every act in every state where it has no place, and by every post it doesn't belong to: refused, nothing written (S06)."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client

from cast import OTHER_TOWN, OTHER_VILLAGE, PASSWORD, acting
from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases import actions
from doudi.cases.models import Case, Decision, Objection, OnFile, Opinion, Outcome, Publicity, StepTaken
from doudi.desk.casework import OWN_PAGES
from doudi.desk.forms.verifying import SOURCES
from doudi.law.posts import Post
from doudi.law.procedure import Procedure, Step
from doudi.law.procedures import extreme_hardship_support, subsistence_allowance
from doudi.papers.models import Paper, StoredFile
from doudi.verification.models import Adoption, CheckReport, HomeVisit, Record, SelfCareAssessment
from factories import golden, turns

pytestmark = pytest.mark.django_db
DAY = "2026-11-19"
WHO = {
    Post.VILLAGE_ASSISTANT: "assistant",
    Post.TOWN_CLERK: "clerk",
    Post.SURVEYOR: "surveyor",
    Post.REVIEWER: "reviewer",
    Post.LEADER: "leader",
    Post.CHECK_OFFICER: "check",
    Post.BUREAU_SUPERVISOR: "supervisor",
}
ROWS: tuple[type[Model], ...] = (
    StepTaken, OnFile, Decision, Opinion, Objection, Publicity, Paper, StoredFile, Adoption, HomeVisit, CheckReport,
    Record, SelfCareAssessment,
)  # fmt: skip
READS = ("access.read", "access.denied", "access.failed")


def deficient() -> Case:
    case, clerk = golden.register(golden.chen(), without=(1,)), acting("clerk")
    return golden._go(actions.notify_deficiency, case, clerk)


def refused() -> Case:
    case, leader = golden.reviewed(outcome=Outcome.REFUSE), acting("leader", "2026-11-10")
    return golden._go(actions.refuse, case, leader, seen=golden.sealed(case, leader), reasons="另有房产未申报")


def closed() -> Case:
    clerk = acting("clerk", "2026-11-11")
    return golden._go(actions.deliver_refusal, refused(), clerk, delivery=actions.Delivery("当面送达", "陈建国"))


def publicised() -> Case:
    return golden._go(actions.close_publicity, golden.publicised(), acting("clerk", DAY))


def terminating() -> Case:
    return golden._go(actions.terminate, golden.verified(), acting("reviewer", "2026-11-09"), cause="拒不配合")


def terminated() -> Case:
    delivery = actions.Delivery("当面送达", "陈建国")
    return golden._go(actions.deliver_termination, terminating(), acting("clerk", "2026-11-10"), delivery=delivery)


def withdrawn() -> Case:
    return golden._go(actions.withdraw, golden.verified(), acting("clerk", "2026-11-10"), note="不办了")


def transferred() -> Case:
    case = golden._go(actions.ask_transfer, golden.accepted(), acting("clerk"), to_town=OTHER_TOWN, note="户口已迁")
    bureau = acting("supervisor", "2026-11-04")
    actions.transfer(case=case, version=case.version, acting=bureau, village=OTHER_VILLAGE)
    return case


STATES: dict[str, Callable[[], Case]] = {
    "submitted": lambda: golden.register(golden.chen()),
    "deficient": deficient,
    "surveying": golden.verified,
    "proposed": golden.proposed,
    "reviewed": golden.reviewed,
    "confirmed": golden.confirmed,
    "publicity": golden.publicised,
    "publicised": publicised,
    "granted": golden.granted,
    "refused": refused,
    "closed": closed,
    "terminating": terminating,
    "terminated": terminated,
    "withdrawn": withdrawn,
    "transferred": transferred,
}
# 特困 has states of its own, and otherwise those of the allowance.
HARDSHIP_STATES: dict[str, Callable[[], Case]] = {
    "surveying": turns.zhou_surveyed,
    "granted": turns.zhou_granted,
    "stop_proposed": lambda: turns.stop_proposed(turns.zhou_granted()),
    "stop_publicity": lambda: turns.stop_hung(turns.stop_proposed(turns.zhou_granted())),
    "stopping": lambda: turns.stop_signed(turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))),
    "stopped": lambda: turns.stopped(turns.stop_signed(turns.stop_hung(turns.stop_proposed(turns.zhou_granted())))),
}
EDITIONS: dict[str, tuple[Procedure, dict[str, Callable[[], Case]], str]] = {
    "allowance": (subsistence_allowance.NOTICE_2023, STATES, DAY),
    "hardship": (extreme_hardship_support.NOTICE_2023, HARDSHIP_STATES, "2026-12-10"),
}
NOTICE_2023 = subsistence_allowance.NOTICE_2023
SIGNED = {"password": PASSWORD, "reasons": "材料不符"}
ITEMS = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
ANSWERS: dict[str, dict[str, str]] = {
    "survey": {
        "visited_on": "2026-11-04", "place": "北石店", "respondent": "陈建国", "respondent_relation": "本人",
        "second": "clerk", "conclusion": "属实", **ITEMS,
    },
    "check": {
        "number": "HD-2026-11-0009", "queried_on": "2026-11-04", "rest": "on", **ITEMS,
        **{f"result_{place}": "none" for place in range(len(SOURCES))},
    },
    "propose": {"outcome": "refuse", "text": "拟不予确认"},
    "confirm": {"decision": "confirm", **SIGNED},
    "refuse": {"decision": "refuse", **SIGNED},
    "object": {"how": "电话", "objector": "", "text": "有车"},
    "deliver": {"how": "当面送达", "receiver": "陈建国"},
    "deliver_refusal": {"how": "当面送达", "receiver": "陈建国"},
}  # fmt: skip
WRITTEN = {
    "note": "写明意见", "answer": "已核实", "bring_by": "2026-12-31", "ground": "elsewhere", "reason": "在外务工",
    "cause": "拒不配合", "to_town": OTHER_TOWN, "village": OTHER_VILLAGE, "held_on": "2026-11-04", "place": "村委会",
    "chair": "常慧", "recorder": "秦海峰", "attendees": "十三人", "content": "情况", "conclusion": "属实", "second": "clerk",
    "votes_for": "9", "votes_against": "3", "votes_abstain": "1", "assessed_on": "2026-11-04", "assessors": "贺文娟",
    "support": "home", "how": "当面送达", "receiver": "本人", "password": PASSWORD,
}  # fmt: skip
URLS = {"propose": "propose"} | {
    code: route.removeprefix("desk:") for code, route in OWN_PAGES.items() if code != "propose"
}


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, DAY)


def test_all_states_and_steps_of_the_table_are_tried() -> None:
    assert set(STATES) == {state.code for state in NOTICE_2023.states}
    hardship = extreme_hardship_support.NOTICE_2023
    assert {state.code for state in hardship.states} - set(STATES) <= set(HARDSHIP_STATES)
    assert {post for procedure in (NOTICE_2023, hardship) for step in procedure.steps for post in step.by} <= set(WHO)


def press(client: Client, who: str, case: Case, step: Step, seen: str) -> int:
    """Send the form of a step as its page would, whatever the page says."""
    url = f"/desk/cases/{case.number}/{URLS.get(step.code, step.code)}/"
    causes = {"reopen": {"cause": "appeal"}, "propose_stop": {"cause": "wish"}}.get(step.code, {})
    sent = {**WRITTEN, **causes, **ANSWERS.get(step.code, {}), "version": str(case.version), "seen": seen}
    sent |= {"second": "surveyor"} if (who, step.code) == ("clerk", "survey") else {}
    return int(client.post(url, sent).status_code)


def snapshot(case: Case) -> tuple[object, ...]:
    """Everything that an act could leave behind, in one statement: it is asked after each of some two thousand acts."""
    counts = ", ".join(f"(select count(*) from {kind._meta.db_table})" for kind in ROWS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select c::text, (select count(*) from {Entry._meta.db_table} where verb <> all(%s)), {counts}"
            f" from {Case._meta.db_table} c where c.id = %s",
            [list(READS), case.pk],
        )
        (row,) = cursor.fetchall()
    return tuple(row)


def illegal(procedure: Procedure, state: str) -> Iterator[tuple[str, Step]]:
    """Who presses what: out of place by the right post, and in place by every wrong one."""
    for step in procedure.steps:
        for post, who in WHO.items():
            if (post in step.by) != (state in step.at):
                yield who, step


@pytest.mark.parametrize(("edition", "state"), [(name, state) for name, row in EDITIONS.items() for state in row[1]])
def test_no_step_is_skipped(edition: str, state: str, settings: Any) -> None:
    procedure, states, day = EDITIONS[edition]
    set_day(settings, day)
    case = states[state]()
    case = golden.again(case, acting("clerk", day))
    assert case.state == state
    seen = golden.sealed(case, acting("leader", day))
    clients = {who: client_of(who) for who in WHO.values()}
    before, answers = snapshot(case), {}
    for who, step in illegal(procedure, state):
        answers[who, step.code] = press(clients[who], who, case, step, seen)
        assert snapshot(case) == before, (state, who, step.code)
    assert len(answers) > 20
    assert {pair: status for pair, status in answers.items() if status not in (403, 404, 409)} == {}


def test_the_forms_above_are_whole_so_that_refusals_are_not_of_the_form() -> None:
    # The same form, in its place, is taken: otherwise the table above would show nothing.
    legal = {
        "accept": ("submitted", "clerk"), "review": ("proposed", "reviewer"), "confirm": ("reviewed", "leader"),
        "publish": ("confirmed", "assistant"), "object": ("publicity", "clerk"), "deliver": ("publicised", "clerk"),
        "survey": ("surveying", "surveyor"), "check": ("surveying", "check"), "deliver_refusal": ("refused", "clerk"),
    }  # fmt: skip
    acting("leader", DAY)  # with somebody there, families are made and not laid: here each is another one
    for place, (code, (state, who)) in enumerate(legal.items()):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(golden, "chen", partial(golden.chen, 500 + 2 * place))
            case = golden.again(STATES[state](), acting("clerk", DAY))
        seen = golden.sealed(case, acting("leader", DAY))
        assert press(client_of(who), who, case, NOTICE_2023.step(code), seen) == 302, code


def token(client: Client, case: Case) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(f"/desk/cases/{case.number}/sign/").content.decode())
    assert found
    return found[1]


def test_a_signature_belongs_to_one_case_one_version_and_one_person() -> None:
    case, other = golden.reviewed(), golden.reviewed(golden.chen(400))
    leader = client_of("leader")
    right = {"decision": "confirm", "password": PASSWORD, "version": str(case.version), "seen": token(leader, case)}
    wrong = (
        {"seen": token(leader, other)}, {"seen": "a:b:c"}, {"seen": right["seen"][:-1] + "_"}, {"version": "1"},
        {"version": "9" * 30}, {"password": "not-it-at-all"}, {"seen": ""}, {"version": ""}, {"password": ""},
    )  # fmt: skip
    others = [client_of(who) for who in ("clerk", "surveyor", "reviewer", "check", "elsewhere_leader")]
    before = snapshot(case)
    for changed in wrong:
        assert leader.post(f"/desk/cases/{case.number}/sign/", right | changed).status_code in (200, 409), changed
        assert snapshot(case) == before, changed
    for client in others:
        assert client.post(f"/desk/cases/{case.number}/sign/", right).status_code in (403, 404)
    assert snapshot(case) == before
    assert leader.post(f"/desk/cases/{case.number}/sign/", right).status_code == 302
    after = snapshot(case)
    assert leader.post(f"/desk/cases/{case.number}/sign/", right).status_code == 409
    assert snapshot(case) == after
