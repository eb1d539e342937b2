"""Every act in every state where it has no place, and by every post it doesn't belong to: refused, nothing written (S06)."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from cast import PASSWORD, acting
from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.cases import actions
from doudi.cases.models import Case, Decision, Objection, OnFile, Opinion, Outcome, Publicity, StepTaken
from doudi.desk.casework import OWN_PAGES
from doudi.desk.forms.verifying import SOURCES
from doudi.law.posts import Post
from doudi.law.procedure import Step
from doudi.law.procedures.subsistence_allowance import NOTICE_2023
from doudi.papers.models import Paper, StoredFile
from doudi.verification.models import Adoption, CheckReport, HomeVisit
from factories import golden

pytestmark = pytest.mark.django_db
DAY = "2026-11-19"
WHO = {
    Post.VILLAGE_ASSISTANT: "assistant",
    Post.TOWN_CLERK: "clerk",
    Post.SURVEYOR: "surveyor",
    Post.REVIEWER: "reviewer",
    Post.LEADER: "leader",
    Post.CHECK_OFFICER: "check",
}
ROWS: tuple[type[Model], ...] = (
    StepTaken, OnFile, Decision, Opinion, Objection, Publicity, Paper, StoredFile, Adoption, HomeVisit, CheckReport,
)  # fmt: skip
READS = ("access.read", "access.denied", "access.failed")


def deficient() -> Case:
    case, clerk = golden.register(golden.chen(), acting("clerk"), without=(1,)), acting("clerk")
    return golden._go(actions.notify_deficiency, case, clerk)


def refused() -> Case:
    case, leader = golden.reviewed(outcome=Outcome.REFUSE), acting("leader", "2026-11-10")
    return golden._go(actions.refuse, case, leader, seen=golden.sealed(case, leader), reasons="另有房产未申报")


def closed() -> Case:
    clerk = acting("clerk", "2026-11-11")
    return golden._go(actions.deliver_refusal, refused(), clerk, how="当面送达", receiver="陈建国")


def publicised() -> Case:
    return golden._go(actions.close_publicity, golden.publicised(), acting("clerk", DAY))


STATES: dict[str, Callable[[], Case]] = {
    "submitted": lambda: golden.register(golden.chen(), acting("clerk")),
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
}
SIGNED = {"password": PASSWORD, "reasons": "材料不符"}
ITEMS = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
ANSWERS: dict[str, dict[str, str]] = {
    "survey": {
        "visited_on": "2026-11-04", "place": "北石店", "respondent": "陈建国", "respondent_relation": "本人",
        "second": "clerk", "conclusion": "属实", **ITEMS,
    },
    "check": {
        "number": "HD-2026-11-0009", "queried_on": "2026-11-04", **ITEMS,
        **{f"result_{place}": "none" for place in range(len(SOURCES))},
    },
    "propose": {"outcome": "refuse", "text": "拟不予确认"},
    "confirm": {"decision": "confirm", **SIGNED},
    "refuse": {"decision": "refuse", **SIGNED},
    "object": {"how": "电话", "objector": "", "text": "有车"},
    "deliver": {"how": "当面送达", "receiver": "陈建国"},
    "deliver_refusal": {"how": "当面送达", "receiver": "陈建国"},
}  # fmt: skip
WRITTEN = {"note": "写明意见", "answer": "已核实"}
URLS = {"propose": "propose"} | {
    code: route.removeprefix("desk:") for code, route in OWN_PAGES.items() if code != "propose"
}


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, DAY)


def test_all_states_and_steps_of_the_table_are_tried() -> None:
    assert set(STATES) == {state.code for state in NOTICE_2023.states}
    assert {post for step in NOTICE_2023.steps for post in step.by} <= set(WHO)


def press(client: Client, who: str, case: Case, step: Step, seen: str) -> int:
    """Send the form of a step as its page would, whatever the page says."""
    url = f"/desk/cases/{case.number}/{URLS.get(step.code, step.code)}/"
    sent = {**WRITTEN, **ANSWERS.get(step.code, {}), "version": str(case.version), "seen": seen}
    sent |= {"second": "surveyor"} if (who, step.code) == ("clerk", "survey") else {}
    return int(client.post(url, sent).status_code)


def snapshot(case: Case) -> dict[str, Any]:
    """Everything that an act could leave behind."""
    row = Case.objects.filter(pk=case.pk).values().get()
    entries = Entry.objects.exclude(verb__in=READS).count()
    return {"case": row, "entries": entries, **{kind.__name__: kind.objects.count() for kind in ROWS}}  # type: ignore[attr-defined]


def illegal(state: str) -> Iterator[tuple[str, Step]]:
    """Who presses what: out of place by the right post, and in place by every wrong one."""
    for step in NOTICE_2023.steps:
        for post, who in WHO.items():
            if (post in step.by) != (state in step.at):
                yield who, step


@pytest.mark.parametrize("state", STATES)
def test_no_step_is_skipped(state: str) -> None:
    case = STATES[state]()
    case = golden.again(case, acting("clerk", DAY))
    assert case.state == state
    seen = golden.sealed(case, acting("leader", DAY))
    clients = {who: client_of(who) for who in WHO.values()}
    before, answers = snapshot(case), {}
    for who, step in illegal(state):
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
