"""Logging in: one answer for every failure, lock-out, one session a person, idle end, posts, the demonstration's day."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from cast import DAY, PASSWORD, moment, officer
from doors import client_of, set_day
from doudi.accounts.actions import SYSTEM, grant_post
from doudi.accounts.models import DemoDay, Officer, PostHeld
from doudi.audit.models import Digest, Entry
from doudi.config import settings as shipped
from doudi.law.posts import Post

pytestmark = pytest.mark.django_db
LOGIN = "/desk/login/"


def log_in(name: str, password: str = PASSWORD, client: Client | None = None):
    return (client or Client()).post(LOGIN, {"username": name, "password": password})


def test_right_password_opens_the_desk_and_is_logged() -> None:
    officer("clerk")
    client = Client()
    assert log_in("clerk", client=client).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert Entry.objects.filter(verb="access.login", actor_number="clerk").exists()


def test_unknown_name_and_wrong_password_read_alike() -> None:
    officer("clerk")
    wrong, unknown = log_in("clerk", "not-it-at-all"), log_in("nobody-here", "not-it-at-all")
    assert wrong.status_code == unknown.status_code == 200
    strip = lambda page, name: page.content.decode().replace(name, "")  # noqa: E731
    assert "登录名或密码不对" in wrong.content.decode()
    assert len(strip(wrong, "clerk")) == pytest.approx(len(strip(unknown, "nobody-here")), abs=120)


def test_five_wrong_passwords_lock_even_the_right_one() -> None:
    officer("clerk")
    for _ in range(5):
        last = log_in("clerk", "wrong-password")
    assert last.status_code == 429
    locked = log_in("clerk")
    assert locked.status_code == 429
    assert "已锁 15 分钟" in locked.content.decode()
    assert log_in("reviewer").status_code in (200, 302)
    assert Entry.objects.filter(verb="access.locked").exists()


def test_a_typed_id_number_as_login_is_never_written_down() -> None:
    log_in("140502197605121006", "whatever-it-was")
    assert not Entry.objects.filter(object_key__contains="140502").exists()
    kept = AccessAttempt.objects.get()
    assert "14050219" not in f"{kept.username}{kept.get_data}{kept.post_data}"


def test_the_newest_session_ends_the_one_before() -> None:
    officer("clerk")
    first, second = Client(), Client()
    log_in("clerk", client=first)
    log_in("clerk", client=second)
    assert second.get("/desk/").status_code == 200
    assert first.get("/desk/").status_code == 302


def test_a_disabled_account_is_out_at_once() -> None:
    client = client_of("clerk")
    assert client.get("/desk/").status_code == 200
    Officer.objects.filter(login="clerk").update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_an_idle_session_ends(settings) -> None:
    settings.SESSION_IDLE_SECONDS = -1
    client = client_of("clerk")
    client.get("/desk/")
    assert client.get("/desk/").status_code == 302


def test_a_moved_post_counts_at_the_next_request() -> None:
    client = client_of("clerk")
    assert client.get("/desk/drafts/").status_code == 200
    Officer.objects.get(login="clerk").posts.update(post=Post.SURVEYOR)
    assert client.get("/desk/drafts/").status_code == 403


def test_whoever_holds_no_post_any_more_is_told_so_and_not_let_in() -> None:
    PostHeld.objects.filter(officer=officer("clerk")).update(until=DAY)
    client = Client()
    answer = log_in("clerk", client=client)
    assert (answer.status_code, "您今天没有在任的岗位" in answer.content.decode()) == (200, True)
    assert client.get("/desk/").headers["Location"] == "/desk/login/?next=%2Fdesk%2F"
    assert "没有在任的岗位" not in log_in("clerk", "not-it-at-all").content.decode()


def test_choosing_among_ones_posts() -> None:
    client = client_of("clerk")
    person = Officer.objects.get(login="clerk")
    seat = grant_post(
        officer=person, post=Post.SURVEYOR, division="140502100", since=person.posts.get().since, by=SYSTEM,
        at=moment(DAY),
    )  # fmt: skip
    assert client.post("/desk/posts/", {"seat": seat.pk}).status_code == 302
    assert client.get("/desk/drafts/").status_code == 403


def test_administrators_posts_never_meet() -> None:
    person = officer("sysadmin")
    with pytest.raises(ValueError, match="三员"):
        grant_post(officer=person, post=Post.AUDIT_ADMIN, division="140502", since=person.posts.get().since, by=SYSTEM,
                   at=moment(DAY))  # fmt: skip


def test_passwords_are_argon2() -> None:
    """In tests with less work than in the product, whose settings say Django's own measure."""
    assert officer("clerk").password.startswith("argon2")
    assert shipped.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_day_moves_forward_only_and_closes_the_day_before(settings) -> None:
    set_day(settings, "2026-11-02")
    client = client_of("sysadmin")
    client.post("/desk/day/", {"move": "next"})
    assert DemoDay.objects.get().day.isoformat() == "2026-11-03"
    client.post("/desk/day/", {"move": "to", "day": "2026-11-06"})
    client.post("/desk/day/", {"move": "working"})
    assert DemoDay.objects.get().day.isoformat() == "2026-11-09"
    client.post("/desk/day/", {"move": "to", "day": "2026-11-01"})
    assert DemoDay.objects.get().day.isoformat() == "2026-11-09"
    assert Digest.objects.count() == 3


def test_only_a_demonstration_moves_days(settings) -> None:
    settings.DEMO = False
    assert client_of("sysadmin").post("/desk/day/", {"move": "next"}).status_code == 404


def test_forms_need_their_token() -> None:
    client = client_of("clerk", csrf=True)
    assert client.post("/desk/logout/").status_code == 403


def test_headers_of_every_answer() -> None:
    for path in ("/", "/desk/login/", "/nowhere/", "/healthz"):
        answer = Client().get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
