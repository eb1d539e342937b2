"""People of the office: accounts, posts, one-time passwords, relatives, deputies, hand-overs, the calendar."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from cast import DISTRICT, PASSWORD, TOWN, VILLAGE, acting, officer
from crowd import fill, statements
from doors import client_of, set_day, words
from doudi.accounts import calendar as calendars
from doudi.accounts.calendar import calendar
from doudi.accounts.models import CalendarDay, Delegation, HandOver, Officer, PostHeld, Relative
from doudi.accounts.queries import posts_of, related
from doudi.audit.models import Entry
from doudi.cases.actions import save_draft
from doudi.cases.models import Case, Decision, Draft, StepTaken
from doudi.law.posts import Post
from doudi.vault.index import blind_index
from factories import golden

pytestmark = pytest.mark.django_db
NEW = "a-fresh-and-long-password"


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-10")


def scan_png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile("paper.png", out.getvalue(), content_type="image/png")


def told(answer) -> str:
    return answer.content.decode()


# ---------- accounts and posts ----------


def enrolled(login: str = "xijie-clerk2") -> str:
    form = {"login": login, "name": "裴小军", "phone_tail": "3208", "id_number": ""}
    shown = told(client_of("sysadmin").post("/desk/people/new/", form))
    found = re.search(r'<span class="onetime code">([\w-]+)</span>', shown)
    assert found
    return found[1]


def test_a_new_person_logs_in_once_with_the_password_shown_once_and_chooses_their_own() -> None:
    password = enrolled()
    person = Officer.objects.get(login="xijie-clerk2")
    assert person.one_time_until
    assert password not in told(client_of("sysadmin").get("/desk/people/xijie-clerk2/"))
    grant = {"post": "town_clerk", "division": "140502002", "since": "2026-11-10"}
    assert client_of("secadmin").post("/desk/people/xijie-clerk2/posts/", grant).status_code == 302
    client = Client()
    client.post("/desk/login/", {"username": person.login, "password": password})
    assert client.get("/desk/cases/").headers["Location"] == "/desk/password/"
    weak = told(client.post("/desk/password/", {"password": "short", "again": "short"}))
    assert "密码太短或太常见" in weak
    assert "两遍输入的不一样" in told(client.post("/desk/password/", {"password": NEW, "again": NEW + "x"}))
    assert client.post("/desk/password/", {"password": NEW, "again": NEW}).status_code == 302
    assert client.get("/desk/cases/").status_code == 200
    assert Client().post("/desk/login/", {"username": person.login, "password": password}).status_code == 200
    assert {"person.enrolled", "person.password_set", "post.granted"} <= set(
        Entry.objects.filter(chain="person/xijie-clerk2").values_list("verb", flat=True)
    )


def test_a_one_time_password_is_over_after_a_day() -> None:
    password = enrolled()
    Officer.objects.filter(login="xijie-clerk2").update(one_time_until=timezone.now() - timedelta(seconds=1))
    client = Client()
    assert "登录名或密码不对" in told(client.post("/desk/login/", {"username": "xijie-clerk2", "password": password}))


def test_a_disabled_person_is_out_at_the_next_request() -> None:
    client = client_of("clerk")
    assert client.get("/desk/cases/").status_code == 200
    answer = client_of("sysadmin").post("/desk/people/clerk/disable/", {"reason": "调离"})
    assert answer.status_code == 302
    assert client.get("/desk/cases/").headers["Location"].startswith("/desk/login/")
    assert Entry.objects.get(verb="person.disabled").facts["reason"] == "调离"
    shown = told(client_of("sysadmin").post("/desk/people/clerk/reopen/"))
    assert "onetime" in shown
    assert not Officer.objects.get(login="clerk").check_password(PASSWORD)


def test_a_post_ended_today_counts_at_the_next_request() -> None:
    client = client_of("clerk")
    held = PostHeld.objects.get(officer__login="clerk")
    ended = client_of("secadmin").post(f"/desk/people/clerk/posts/{held.pk}/end/", {"until": "2026-11-10"})
    assert ended.status_code == 302
    assert client.get("/desk/cases/").headers["Location"].startswith("/desk/login/")
    again = client_of("secadmin").post(f"/desk/people/clerk/posts/{held.pk}/end/", {"until": "2026-11-11"})
    assert again.status_code == 200
    assert Entry.objects.filter(verb="post.ended").count() == 1


def test_three_administrators_stay_apart_and_nobody_serves_themselves() -> None:
    officer("sysadmin")
    secadmin = client_of("secadmin")
    audit = {"post": "audit_admin", "division": DISTRICT, "since": "2026-11-10"}
    assert "三员必须分任" in told(secadmin.post("/desk/people/sysadmin/posts/", audit))
    own = secadmin.post("/desk/people/secadmin/posts/", audit)
    assert own.status_code == 409
    assert PostHeld.objects.filter(post="audit_admin").count() == 0
    assert secadmin.post("/desk/people/clerk/disable/", {"reason": "x"}).status_code == 403
    sysadmin = client_of("sysadmin")
    assert sysadmin.post("/desk/people/secadmin/posts/", audit).status_code == 403
    assert sysadmin.post("/desk/people/sysadmin/disable/", {"reason": "自己"}).status_code == 409


@pytest.mark.parametrize(("post", "division"), [
    ("town_clerk", DISTRICT), ("leader", VILLAGE), ("village_assistant", TOWN), ("auditor", TOWN),
])  # fmt: skip
def test_a_post_has_an_area_of_its_kind(post: str, division: str) -> None:
    officer("clerk")
    grant = {"post": post, "division": division, "since": "2026-11-10"}
    assert "的范围是一个" in told(client_of("secadmin").post("/desk/people/clerk/posts/", grant))
    assert PostHeld.objects.filter(officer__login="clerk").count() == 1


def test_the_same_post_is_not_given_twice_and_a_taken_login_is_said_at_its_field() -> None:
    officer("clerk")
    grant = {"post": "town_clerk", "division": TOWN, "since": "2026-11-10"}
    assert "已任这个岗位" in told(client_of("secadmin").post("/desk/people/clerk/posts/", grant))
    form = {"login": "clerk", "name": "某人", "phone_tail": "1234", "id_number": ""}
    assert "这个登录名已有人用" in told(client_of("sysadmin").post("/desk/people/new/", form))
    assert "请写四位数字" in told(client_of("sysadmin").post("/desk/people/new/", form | {"phone_tail": "12"}))


def test_people_list_keeps_its_number_of_statements() -> None:
    client = client_of("sysadmin")
    few = statements(client, "/desk/people/")
    for number in range(60):
        made = Officer.objects.create(login=f"many-{number}", name="某人")
        PostHeld.objects.create(officer=made, post="surveyor", division=TOWN, since="2026-01-01")
    assert statements(client, "/desk/people/") == few
    officer("clerk")
    assert "秦海峰" in told(client.get("/desk/people/?q=秦"))
    assert "秦海峰" not in told(client.get("/desk/people/?q=many"))
    assert client_of("clerk").get("/desk/people/").status_code == 403


# ---------- relatives ----------


def test_a_relative_is_registered_recognised_and_withdrawn() -> None:
    number = golden.id_number("1976-05-12", 100, "M")  # 陈建国
    client = client_of("clerk")
    form = {"relation": "兄弟姐妹", "name": "陈建国", "id_number": number}
    assert client.post("/desk/relatives/", form).status_code == 302
    assert "这位亲属您已登记过" in told(client.post("/desk/relatives/", form))
    me = officer("clerk").pk
    assert related(me, [blind_index("id", number)])
    shown = told(client.get("/desk/relatives/"))
    assert "陈建国" in shown
    assert number not in shown
    facts = Entry.objects.get(verb="relative.registered").facts
    assert facts == {"relation": "兄弟姐妹"}
    for who, sees in (("leader", True), ("supervisor", True), ("elsewhere_leader", False), ("surveyor", False)):
        assert ("陈建国" in told(client_of(who).get("/desk/relatives/"))) == sees, who
    key = Relative.objects.get().pk
    assert client_of("surveyor").post(f"/desk/relatives/{key}/withdraw/").status_code == 404
    assert client_of("clerk").post(f"/desk/relatives/{key}/withdraw/").status_code == 302
    assert not related(me, [blind_index("id", number)])


# ---------- deputies ----------


def given(**more: object):
    form = {"deputy": "reviewer", "since": "2026-11-10", "until": "2026-11-20", "paper_number": "北石店〔2026〕12号"}
    officer("reviewer")
    return client_of("leader").post("/desk/delegations/new/", form | more)


def seat_of(who: str, on: str = "2026-11-10") -> Client:
    """A browser in which a deputy has chosen to act for the leader."""
    client = client_of(who)
    key = Delegation.objects.get(deputy__login=who).pk
    assert client.post("/desk/posts/", {"seat": -key}).status_code == 302
    return client


def test_a_deputy_signs_for_the_leader_and_everything_says_so() -> None:
    case = golden.reviewed()
    officer("surveyor")
    assert given(deputy="surveyor").status_code == 302
    assert client_of("surveyor").get("/desk/signing/").status_code == 403
    # 贺文娟 surveyed this case and can't sign it, deputy or not (N5)
    client = seat_of("surveyor")
    assert client.get("/desk/signing/").status_code == 200
    refused = client.get(f"/desk/cases/{case.number}/sign/")
    assert "您办过「入户调查」，须由他人办理" in told(refused)
    revoked = client_of("leader").post(f"/desk/delegations/{Delegation.objects.get().pk}/revoke/")
    assert revoked.status_code == 302
    assert client.get("/desk/signing/").status_code == 403


def test_a_deputy_who_had_no_hand_in_the_case_confirms_it() -> None:
    case = golden.reviewed()
    made = officer("elsewhere_reviewer")
    PostHeld.objects.create(officer=made, post="surveyor", division=TOWN, since="2026-01-01")
    assert given(deputy="elsewhere_reviewer").status_code == 302
    client = seat_of("elsewhere_reviewer")
    page = told(client.get(f"/desk/cases/{case.number}/sign/"))
    assert "段秀峰（受郑国栋委托）" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    form = {"decision": "confirm", "seen": seen[1], "version": case.version, "password": PASSWORD}
    assert client.post(f"/desk/cases/{case.number}/sign/", form).status_code == 302
    step = StepTaken.objects.get(case=case, code="confirm")
    assert (step.by_login, step.by_name, step.post) == ("elsewhere_reviewer", "段秀峰（受郑国栋委托）", "leader")
    assert Decision.objects.get(case=case).by_name == "段秀峰（受郑国栋委托）"
    entry = Entry.objects.get(chain=f"case/{case.number}", facts__step="confirm")
    assert (entry.actor_number, entry.actor_name) == ("elsewhere_reviewer", "段秀峰（受郑国栋委托）")


def test_a_deputy_may_not_pass_it_on() -> None:
    assert given().status_code == 302
    client = seat_of("reviewer")
    assert "不能再转托" in told(client.get("/desk/delegations/"))
    answer = told(client.post("/desk/delegations/new/", {
        "deputy": "clerk", "since": "2026-11-10", "until": "2026-11-12", "paper_number": "x",
    }))  # fmt: skip
    assert "不能再转托" in answer
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(("more", "says"), [
    ({"paper_number": ""}, "授权须有书面"),
    ({"since": "2026-11-09"}, "起日不能早于今天"),
    ({"until": "2026-11-09"}, "止日不能早于起日"),
    ({"until": "2027-11-09"}, "一次授权最长半年"),
    ({"deputy": "elsewhere"}, "请从列出的选项里选"),
])  # fmt: skip
def test_a_delegation_that_cannot_be_says_why(more: dict[str, str], says: str) -> None:
    officer("elsewhere")
    assert says in told(given(**more))
    assert not Delegation.objects.exists()


def test_a_delegation_counts_from_its_first_to_its_last_day() -> None:
    given(since="2026-11-11", until="2026-11-12")
    for day, holds in (("2026-11-10", False), ("2026-11-11", True), ("2026-11-12", True), ("2026-11-13", False)):
        person = officer("reviewer")
        seats = [seat.post for seat in posts_of(person, date.fromisoformat(day))]
        assert (Post.LEADER in seats) == holds, day


def test_the_scan_of_the_paper_is_for_the_area_only() -> None:
    assert given(paper_number="", scan=scan_png()).status_code == 302
    row = Delegation.objects.get()
    assert row.file_key
    path = f"/desk/delegations/{row.pk}/paper/"
    answer = client_of("clerk").get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of("elsewhere").get(path).status_code == 404
    assert client_of("maker").get(path).status_code == 403


# ---------- hand-over ----------


def test_everything_open_goes_to_the_successor_once_both_have_confirmed() -> None:
    case = golden.register(golden.chen())
    key = uuid4()
    save_draft(key=key, town=TOWN, village=VILLAGE, label="某户", payload={}, acting=acting("clerk"))
    new = officer("elsewhere_surveyor")
    PostHeld.objects.create(officer=new, post="surveyor", division=TOWN, since="2026-01-01")
    leader = client_of("leader")
    shown = told(leader.get("/desk/hand-overs/new/?leaver=clerk"))
    assert "秦海峰手里在办的案件 1 件" in shown
    assert case.number in shown
    assert "草稿 1 份" in shown
    form = {"leaver": "clerk", "successor": "elsewhere_surveyor", "last_day": "2026-11-10", "reason": "调离"}
    where = leader.post("/desk/hand-overs/new/", form).headers["Location"]
    assert leader.post(f"{where}confirm/").status_code == 409  # neither of the two
    assert client_of("clerk").post(f"{where}confirm/").status_code == 302
    assert Draft.objects.get(key=key).by_login == "clerk"
    successor = client_of("elsewhere_surveyor")
    missing = successor.post("/desk/posts/", {"seat": PostHeld.objects.get(officer=new, division=TOWN).pk})
    assert missing.status_code == 302
    assert "先请安全管理员授予岗位" in told(successor.get(where))
    assert f'action="{where}confirm/"' not in successor.get(where).content.decode()
    assert "还没有岗位" in told(successor.post(f"{where}confirm/"))
    PostHeld.objects.create(officer=new, post="town_clerk", division=TOWN, since="2026-11-10")
    assert successor.post(f"{where}confirm/").status_code == 302
    assert Draft.objects.get(key=key).by_login == "elsewhere_surveyor"
    assert PostHeld.objects.get(officer__login="clerk").until == date(2026, 11, 11)
    row = HandOver.objects.get()
    assert (row.state, row.cases, row.drafts) == ("done", [case.number], 1)
    entry = Entry.objects.get(verb="handover.done")
    assert entry.facts["numbers"] == [case.number]
    assert client_of("clerk").get("/desk/cases/").status_code == 200  # the last day is still one


def test_a_hand_over_is_seen_by_its_town_and_its_people_only() -> None:
    officer("clerk"), officer("reviewer")
    form = {"leaver": "clerk", "successor": "reviewer", "last_day": "2026-11-10", "reason": "调离"}
    where = client_of("leader").post("/desk/hand-overs/new/", form).headers["Location"]
    for who, status in (
        ("leader", 200),
        ("clerk", 200),
        ("reviewer", 200),
        ("elsewhere_leader", 404),
        ("surveyor", 404),
    ):
        assert client_of(who).get(where).status_code == status, who
    assert client_of("clerk").post(f"{where}withdraw/").status_code == 403
    assert client_of("elsewhere_leader").post(f"{where}withdraw/").status_code == 404
    assert client_of("leader").post(f"{where}withdraw/").status_code == 302
    assert client_of("clerk").post(f"{where}confirm/").status_code == 409
    assert client_of("surveyor").get("/desk/hand-overs/new/").status_code == 403


def test_a_hand_over_names_the_families_to_who_may_see_them(settings) -> None:
    case = golden.accepted()
    golden.accepted(golden.chen(200))
    officer("assistant"), officer("elsewhere")
    PostHeld.objects.create(officer=officer("checker"), post="finance_checker", division=TOWN, since="2026-01-01")
    form = {"leaver": "clerk", "successor": "checker", "last_day": "2026-12-31", "reason": "调离"}
    leader = client_of("leader")
    where = leader.post("/desk/hand-overs/new/", form).headers["Location"]
    set_day(settings, "2026-12-01")
    shown = words(told(leader.get(where)))
    assert shown.count("陈建国") == 2
    for said in (case.number, "调查中", "超期 18 日", "案件 2 件"):
        assert said in shown, said
    assert f'href="/desk/cases/{case.number}/"' in leader.get(where).content.decode()
    hidden = told(client_of("checker").get(where))
    assert case.number in hidden
    assert "陈建国" not in hidden
    assert "调查中" not in hidden


def test_statements_of_a_hand_over_stay_the_same() -> None:
    golden.accepted()
    officer("clerk"), officer("reviewer")
    form = {"leaver": "clerk", "successor": "reviewer", "last_day": "2026-12-31", "reason": "调离"}
    leader = client_of("leader")
    where = leader.post("/desk/hand-overs/new/", form).headers["Location"]
    few = statements(leader, where)
    fill(30)
    HandOver.objects.update(cases=[*Case.objects.values_list("number", flat=True)])
    assert statements(leader, where) == few
    assert "案件 31 件" in told(leader.get(where))


@pytest.mark.parametrize(("more", "says"), [
    ({"successor": "clerk"}, "接手人不能是移交人本人"),
    ({"last_day": "2026-11-01"}, "最后在岗日不能早于今天"),
    ({"successor": "elsewhere"}, "请从列出的选项里选"),
])  # fmt: skip
def test_a_hand_over_that_cannot_be_says_why(more: dict[str, str], says: str) -> None:
    officer("clerk"), officer("reviewer"), officer("elsewhere")
    form = {"leaver": "clerk", "successor": "reviewer", "last_day": "2026-11-10", "reason": "调离"} | more
    assert says in told(client_of("leader").post("/desk/hand-overs/new/", form))
    assert not HandOver.objects.exists()


# ---------- calendar ----------


def test_an_edit_counts_once_a_second_person_has_confirmed() -> None:
    case = golden.accepted()
    form = {"day": "2026-11-05", "is_working": "0", "note": "区政府临时放假通知"}
    first = client_of("supervisor")
    assert first.post("/desk/calendar/new/", form).status_code == 302
    row = CalendarDay.objects.get()
    assert first.post(f"/desk/calendar/{row.pk}/", {"accept": "1"}).status_code == 409
    assert calendar().is_working(date(2026, 11, 5))
    assert "已有一条改动待他人确认" in told(first.post("/desk/calendar/new/", form))
    assert client_of("data").post(f"/desk/calendar/{row.pk}/", {"accept": "1"}).status_code == 302
    shown = told(client_of("clerk").get("/desk/cases/?view=all"))
    assert not calendar().is_working(date(2026, 11, 5))
    assert case.number in shown
    assert [entry.facts.get("outcome") for entry in Entry.objects.filter(chain="calendar/days")] == [None, "确认"]
    assert client_of("data2").post(f"/desk/calendar/{row.pk}/", {"accept": "0"}).status_code == 409


def test_limits_in_lists_move_with_the_calendar() -> None:
    golden.accepted()
    before = told(client_of("clerk").get("/desk/cases/?view=all&due=2026-11-05"))
    assert "陈建国" in before
    CalendarDay.objects.create(
        day="2026-11-05", is_working=False, note="放假", state="confirmed", entered_by="a", entered_name="甲",
        entered_on="2026-11-02", decided_by="b", decided_name="乙", decided_at=timezone.now(),
    )  # fmt: skip
    assert "陈建国" in told(client_of("clerk").get("/desk/cases/?view=all&due=2026-11-06"))
    assert "陈建国" not in told(client_of("clerk").get("/desk/cases/?view=all&due=2026-11-05"))


def test_a_year_entered_whole_is_no_longer_provisional() -> None:
    assert not calendar().is_published(2029)
    CalendarDay.objects.create(
        day="2029-10-06", is_working=False, note="国庆", completes_year=True, state="confirmed", entered_by="a",
        entered_name="甲", entered_on="2026-11-02", decided_by="b", decided_name="乙", decided_at=timezone.now(),
    )  # fmt: skip
    calendars.look_again()
    assert calendar().is_published(2029)


# ---------- duties ----------


def test_duties_name_the_people_of_a_town_and_say_gaps() -> None:
    officer("clerk"), officer("surveyor"), officer("leader"), officer("assistant"), officer("check")
    shown = told(client_of("clerk").get("/desk/duties/"))
    for name in ("秦海峰", "贺文娟", "郑国栋", "郭爱芳（北石店社区", "乔云霞"):
        assert name in shown, name
    assert "无人，可由本镇（街道）另派一人任民政办负责人" in shown  # nobody is the reviewer
    assert "民发〔2022〕83号 四（一）" in shown
    assert "苗润生" not in shown
    given(deputy="surveyor")
    assert "贺文娟（受郑国栋委托，至11-20）" in told(client_of("clerk").get("/desk/duties/"))
    assert "贺文娟（受郑国栋委托" not in told(client_of("clerk").get("/desk/duties/?day=2026-12-01"))
    assert "苗润生" not in told(client_of("clerk").get("/desk/duties/?town=140502001"))
    officer("elsewhere")
    assert "苗润生" in told(client_of("supervisor").get("/desk/duties/?town=140502001"))
    assert client_of("maker").get("/desk/duties/").status_code == 403
    assert client_of("clerk").post("/desk/duties/").status_code == 405


def test_duties_keep_their_number_of_statements() -> None:
    client = client_of("clerk")
    few = statements(client, "/desk/duties/")
    for number in range(30):
        made = Officer.objects.create(login=f"many-{number}", name="某人")
        PostHeld.objects.create(officer=made, post="surveyor", division=TOWN, since="2026-01-01")
    assert statements(client, "/desk/duties/") == few
