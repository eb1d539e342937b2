"""Keeping people of the office: one-time passwords, accounts closed and opened, posts ended, relatives (S09–S11, S15)."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.actions import enrol
from doudi.accounts.models import Officer, PostHeld, Relative
from doudi.audit import Actor
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.law.posts import Post

ONE_TIME = timedelta(hours=24)
# Characters that nobody mistakes for one another when a password is read out.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Refused(Exception):
    """An act about a person of the office can't be done; the text says why, fit for the screen."""


def one_time_password() -> str:
    """A password to hand over once: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def enrol_once(*, login: str, name: str, phone_tail: str, id_number: str, acting: Acting) -> tuple[Officer, str]:
    """开立账号: with a password that holds for one day and one log-in, and is shown just now. Errors: Refused."""
    if Officer.objects.filter(login=login).exists():
        raise Refused("这个登录名已有人用，请换一个")
    password = one_time_password()
    officer = enrol(
        login=login, name=name, password=password, phone_tail=phone_tail, id_number=id_number, by=acting.actor,
        at=acting.at, on=acting.on,
    )  # fmt: skip
    officer.one_time_until = acting.at + ONE_TIME
    officer.save(update_fields=["one_time_until"])
    _log(officer, Verb.PERSON_ENROLLED, acting, {})
    return officer, password


@transaction.atomic
def reset_password(*, officer: Officer, acting: Acting) -> str:
    """重置密码: a one-time password again; every session of the person ends. Errors: Refused for oneself."""
    _not_oneself(officer, acting)
    password = one_time_password()
    officer.set_password(password)
    officer.one_time_until, officer.session_key = acting.at + ONE_TIME, ""
    officer.save(update_fields=["password", "one_time_until", "session_key"])
    _log(officer, Verb.PASSWORD_SET, acting, {"how": "重置"})
    return password


@transaction.atomic
def choose_password(*, officer: Officer, password: str, at: datetime, on: date) -> None:
    """本人设密码: the one-time password is over. The form has looked at how good it is."""
    officer.set_password(password)
    officer.one_time_until = None
    officer.save(update_fields=["password", "one_time_until"])
    append(
        chain=f"person/{officer.login}", actor=Actor(officer.login, officer.name, ""), verb=Verb.PASSWORD_SET, object_kind="officer",
        object_key=officer.login, facts={"how": "自己"}, at=at, on=on,
    )  # fmt: skip


@transaction.atomic
def disable(*, officer: Officer, reason: str, acting: Acting) -> None:
    """停用账号: all sessions are out at the next request (S11). Errors: Refused for oneself."""
    _not_oneself(officer, acting)
    if Officer.objects.filter(pk=officer.pk, is_active=True).update(is_active=False, session_key=""):
        _log(officer, Verb.PERSON_DISABLED, acting, {"reason": reason})


@transaction.atomic
def enable(*, officer: Officer, acting: Acting) -> str:
    """恢复账号: with a one-time password, since the old one may have been told to somebody. Errors: Refused."""
    _not_oneself(officer, acting)
    if Officer.objects.filter(pk=officer.pk, is_active=False).update(is_active=True):
        _log(officer, Verb.PERSON_ENABLED, acting, {})
    officer.refresh_from_db()
    return reset_password(officer=officer, acting=acting)


@transaction.atomic
def end_post(*, held: PostHeld, until: date, acting: Acting) -> None:
    """结束岗位: from `until` on the person no longer acts in it, also in sessions under way (S10).

    Errors: Refused when it is over already, would end before it began, or is one's own.
    """
    _not_oneself(held.officer, acting)
    if held.until is not None:
        raise Refused("这个岗位已定了结束日")
    if until <= held.since:
        raise Refused("结束日须晚于任职起日")
    held.until = until
    held.save(update_fields=["until"])
    _log(
        held.officer, Verb.POST_ENDED, acting,
        {"post": held.post, "division": held.division, "until": until.isoformat()},
    )  # fmt: skip


def refuse_own_post(officer: Officer, acting: Acting) -> None:
    """Errors: Refused when an administrator would give themselves a post."""
    _not_oneself(officer, acting)


@transaction.atomic
def withdraw_relative(*, relative: Relative, acting: Acting) -> None:
    """撤销登记: the relation is over (a divorce); kept as a row that ended. Errors: Refused when it isn't one's own."""
    if relative.officer_id != acting.officer_id:
        raise Refused("只能撤销本人登记的近亲属")
    if relative.until is None:
        relative.until = acting.on
        relative.save(update_fields=["until"])
        _log(relative.officer, Verb.RELATIVE_ENDED, acting, {"relation": relative.relation})


def relatives_of_area(acting: Acting) -> QuerySet[Relative]:
    """近亲属备案表: for a town's leader those of its people, for the bureau and auditors all; by person and day."""
    found = Relative.objects.filter(until=None).select_related("officer").order_by("officer__login", "pk")
    if acting.post.is_district:
        return found
    posts = PostHeld.objects.filter(division__startswith=acting.division).values("officer")
    return found.filter(officer__in=posts)


def people_found(words: str) -> QuerySet[Officer]:
    """People by login or name (part of it), by login."""
    found = Officer.objects.order_by("login")
    if words:
        found = found.filter(login__icontains=words) | found.filter(name__icontains=words)
    return found


def held_by(officers: list[Officer], on: date) -> dict[int, list[PostHeld]]:
    """The posts of these people that aren't over on a day, oldest first. One statement."""
    found: dict[int, list[PostHeld]] = {officer.pk: [] for officer in officers}
    rows = PostHeld.objects.filter(officer__in=officers).exclude(until__lte=on).order_by("pk")
    for row in rows:
        found[row.officer_id].append(row)
    return found


def _not_oneself(officer: Officer, acting: Acting) -> None:
    if officer.pk == acting.officer_id:
        raise Refused("不能改动自己的账号和岗位，请由另一位管理员办理")


def _log(officer: Officer, verb: Verb, acting: Acting, facts: dict[str, str]) -> None:
    append(
        chain=f"person/{officer.login}", actor=acting.actor, verb=verb, object_kind="officer",
        object_key=officer.login, facts=facts, at=acting.at, on=acting.on,
    )  # fmt: skip


def placed(post: Post, division: str) -> bool:
    """Whether a post can be held for a division: village posts for a village, town posts for a town, else the district."""
    return len(division) == (12 if post.is_village else 6 if post.is_district else 9)
