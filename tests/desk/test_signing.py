"""签批: the queue beside the case, the checks, the next case, several at once only after reading each."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import PASSWORD, acting
from doors import client_of, set_day
from doudi.accounts.actions import SYSTEM, register_relative
from doudi.audit.models import Entry
from doudi.cases import actions
from doudi.cases.models import Case, Decision, Outcome
from doudi.config import middleware
from doudi.households.models import Household
from factories import golden, turns

pytestmark = pytest.mark.django_db
BATCH = "/desk/signing/batch/"


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-10")


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let seconds pass at the door's clock."""
    passed = {"seconds": 0.0}
    begun = timezone.now()
    monkeypatch.setattr(middleware, "now", lambda: begun + timedelta(seconds=passed["seconds"]))

    def some(seconds: float) -> None:
        passed["seconds"] += seconds

    return some


def path(case: Case) -> str:
    return f"/desk/cases/{case.number}/sign/"


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def value(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def reviewed(count: int) -> list[Case]:
    return [golden.reviewed(golden.chen(100 + 10 * each)) for each in range(count)]


def test_queue_case_and_panel_stand_on_one_page() -> None:
    first, second = reviewed(2)
    answer = client_of("leader").get("/desk/signing/")
    shown = text(answer)
    assert f'href="{path(second)}"' in answer.content.decode()
    assert "待我签批 2 件" in shown
    assert "批前摘要：陈建国户" in shown
    assert shown.count("拟同意 870.00 元/月") == 3  # two rows of the queue and the head of the case
    assert first.number in shown


def test_the_summary_says_what_was_checked() -> None:
    (case,) = reviewed(1)
    shown = text(client_of("leader").get(path(case)))
    for said in (
        "自报与查实不同 1 项", "入户调查 贺文娟、秦海峰，您不是调查人", "核对报告有效至 12-04",
        "近亲属比对：与登记的经办人员、村（社区）干部近亲属无命中", "存款等 18,632.15 元，限额 56,880.00 元，符合",
        "重复享受比对：家中成员没有在别处登记", "同意拟定意见", "这个数怎么来的", "规则和参数按今日（2026-11-10）有效的版本",
        "2023-08-16 起施行",
    ):  # fmt: skip
        assert said in shown, said


def test_a_registered_relative_is_seen_before_signing() -> None:
    (case,) = reviewed(1)
    by = acting("assistant")
    register_relative(
        officer=golden.Officer.objects.get(login="assistant"), relation="兄弟",
        id_number=golden.id_number("1976-05-12", 100, "M"), by=SYSTEM, at=by.at, on=by.on,
    )  # fmt: skip
    assert "家中有 郭爱芳 登记的近亲属" in text(client_of("leader").get(path(case)))


def test_signing_goes_on_to_the_next_case_where_asked() -> None:
    first, second = reviewed(2)
    client = client_of("leader")
    form = {"decision": "confirm", "password": PASSWORD, "version": first.version,
            "seen": golden.sealed(first, acting("leader", "2026-11-10"))}  # fmt: skip
    answer = client.post(path(first), form | {"next": "1"})
    assert answer.headers["Location"] == path(second)
    assert "已签批：陈建国户，同意" in text(client.get(path(second)))
    form |= {"seen": golden.sealed(second, acting("leader", "2026-11-10")), "version": second.version}
    assert client.post(path(second), form).headers["Location"] == f"/desk/cases/{second.number}/"
    assert "今日已签 2 件" in text(client.get("/desk/signing/"))


def test_the_part_for_scripts_is_the_case_alone_and_ahead_counts_for_nothing(wait) -> None:
    first, second = reviewed(2)
    client = client_of("leader")
    part = client.get(path(second), HTTP_X_PART="ahead").content.decode()
    assert part.lstrip().startswith('<div id="case"')
    assert "<html" not in part
    wait(60)
    assert "还没有打开看过" in text(client.get(BATCH, {"case": second.number}))
    client.get(path(first))
    wait(6)
    assert client.post(f"{path(second)}opened/", {"seen": value(part, "seen")[0]}).status_code == 204
    wait(4)
    shown = text(client.get(BATCH, {"case": [first.number, second.number]}))
    assert "一起签同意 1 件" in shown
    assert "只打开了 4 秒，每件至少看 5 秒" in shown


def test_a_forged_showing_is_refused() -> None:
    (case,) = reviewed(1)
    assert client_of("leader").post(f"{path(case)}opened/", {"seen": "forged"}).status_code == 409
    assert client_of("clerk").post(f"{path(case)}opened/").status_code == 403
    assert client_of("elsewhere_leader").post(f"{path(case)}opened/").status_code == 404
    assert client_of("leader").get(f"{path(case)}opened/").status_code == 405


def read(client: Client, cases: list[Case], wait: Any, seconds: float = 6) -> None:
    for case in cases:
        client.get(path(case))
        wait(seconds)


def test_several_are_signed_each_by_itself_with_one_password(wait) -> None:
    cases = reviewed(3)
    client = client_of("leader")
    read(client, cases, wait)
    html = client.get(BATCH, {"case": [case.number for case in cases]}).content.decode()
    form = {"case": value(html, "case"), "seen": value(html, "seen"), "password": "wrong-password"}
    assert "密码不对" in text(client.post(BATCH, form))
    assert not Decision.objects.exists()
    done = text(client.post(BATCH, form | {"password": PASSWORD}))
    assert done.count("已签同意") == 3
    assert Decision.objects.count() == 3
    assert len(set(Decision.objects.values_list("screen_digest", flat=True))) == 3
    assert Entry.objects.filter(verb="case.step_taken", facts__step="confirm").count() == 3


def test_what_changed_after_reading_is_told_and_the_others_are_signed(wait) -> None:
    first, second = reviewed(2)
    client = client_of("leader")
    read(client, [first, second], wait)
    html = client.get(BATCH, {"case": [first.number, second.number]}).content.decode()
    Household.objects.filter(pk=second.household_id).update(area="rural")
    form = {"case": value(html, "case"), "seen": value(html, "seen"), "password": PASSWORD}
    done = text(client.post(BATCH, form))
    assert done.count("已签同意") == 1
    assert "打开看过以后有改动" in done
    assert Decision.objects.get().case_id == first.pk


def test_a_case_nobody_read_or_proposed_to_refuse_is_not_signed_in_a_batch(wait) -> None:
    case = golden.reviewed(golden.chen(100), outcome=golden.Outcome.REFUSE)
    client = client_of("leader")
    assert "还没有打开看过" in text(client.get(BATCH, {"case": case.number}))
    read(client, [case], wait)
    assert "请打开单独签" in text(client.get(BATCH, {"case": case.number}))
    client.post(BATCH, {"case": case.number, "seen": golden.sealed(case, acting("leader", "2026-11-10")), "password": PASSWORD})  # fmt: skip
    assert not Decision.objects.exists()


def test_doors_of_the_batch() -> None:
    assert client_of("clerk").get(BATCH).status_code == 403
    assert "没有勾选案件" in text(client_of("leader").get(BATCH))
    (case,) = reviewed(1)
    shown = text(client_of("elsewhere_leader").get(BATCH, {"case": case.number}))
    assert "没有找到这件" in shown
    assert "陈建国" not in shown


def test_statements_do_not_grow_with_the_queue() -> None:
    reviewed(2)
    client, counts = client_of("leader"), []
    for _ in range(2):
        client.get("/desk/signing/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk/signing/").status_code == 200
        counts.append(len(captured))
        for each in range(4):
            golden.reviewed(golden.chen(500 + 10 * each)) if len(counts) == 1 else None
    assert counts[0] == counts[1] <= 62


def test_what_the_calculation_rules_out_is_not_chosen_when_the_page_opens() -> None:
    said = turns.zhou()
    young = {"able_to_work": True, "born": date(1980, 7, 15), "id_number": golden.id_number("1980-07-15", 400)}
    said = replace(said, members=(replace(said.members[0], **young),))
    case = golden._go(actions.accept, turns.begun(said), acting("clerk"))
    case = turns.weighed(turns.assessed(turns.checked(turns.visited(case))), Outcome.REFUSE)
    shown = client_of("leader").get(path(case)).content.decode()
    assert re.search(r'value="refuse"[^>]*checked', shown)
    assert "补差" not in shown


def test_a_refusal_against_the_calculation_says_why_at_its_field_and_loses_nothing() -> None:
    (case,), leader = reviewed(1), client_of("leader")
    shown = leader.get(path(case)).content.decode()
    typed = {
        "decision": "refuse", "reasons": "", "password": PASSWORD, "seen": value(shown, "seen")[0],
        "version": value(shown, "version")[0],
    }  # fmt: skip
    answer = leader.post(path(case), typed)
    assert answer.status_code == 200
    assert "测算结果符合条件，不予确认须写明理由" in text(answer)
    assert not Decision.objects.exists()
    assert leader.post(path(case), {**typed, "reasons": "邻里反映长期在外务工，须不予确认"}).status_code == 302
    assert Decision.objects.get().outcome == "refuse"
