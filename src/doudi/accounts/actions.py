"""Writes about people of the office, each one verb with one log entry."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.accounts.models import DemoDay, Officer, PostHeld, Relative
from doudi.audit import Actor
from doudi.audit.actions import append, close_day
from doudi.audit.records import redacted
from doudi.audit.verbs import Verb
from doudi.law.posts import Post
from doudi.vault.index import blind_index

SYSTEM = Actor(number="system", name="系统", post="system")


@transaction.atomic
def enrol(
    *, login: str, name: str, password: str, phone_tail: str, id_number: str, by: Actor, at: datetime, on: date
) -> Officer:
    """Make an account. The ID number is kept as a blind index only, to recognise own cases."""
    officer = Officer(login=login, name=name, phone_tail=phone_tail)
    officer.id_index = blind_index("id", id_number) if id_number else None
    officer.set_password(password)
    officer.save(force_insert=True)
    append(
        chain=f"person/{login}", actor=by, verb=Verb.PERSON_CHANGED, object_kind="officer", object_key=login,
        facts={"active": True}, at=at, on=on,
    )  # fmt: skip
    return officer


@transaction.atomic
def grant_post(*, officer: Officer, post: Post, division: str, since: date, by: Actor, at: datetime) -> PostHeld:
    """Give an officer a post for a division. Errors: ValueError when two administrators' posts would meet (S09)."""
    held = {Post(row.post) for row in officer.posts.all()}
    if post.is_administrator and any(other.is_administrator and other != post for other in held):
        raise ValueError("系统、安全、审计三员必须分任，一人不能兼任")
    row = PostHeld.objects.create(officer=officer, post=post, division=division, since=since)
    append(
        chain=f"person/{officer.login}", actor=by, verb=Verb.POST_GRANTED, object_kind="officer",
        object_key=officer.login, facts={"post": post.value, "division": division, "since": since.isoformat()},
        at=at, on=since,
    )  # fmt: skip
    return row


@transaction.atomic
def register_relative(
    *, officer: Officer, relation: str, id_number: str, by: Actor, at: datetime, on: date, name: str = ""
) -> Relative:
    """近亲属备案: register a close relative of an officer (57号 第十一条)."""
    row = Relative.objects.create(
        officer=officer, relation=relation, id_index=blind_index("id", id_number), registered_on=on, name=name
    )
    append(
        chain=f"person/{officer.login}", actor=by, verb=Verb.RELATIVE_REGISTERED, object_kind="officer",
        object_key=officer.login, facts={"relation": relation}, at=at, on=on,
    )  # fmt: skip
    return row


@transaction.atomic
def move_day(*, to: date, acting: Acting) -> None:
    """下一天: move the demonstration's day, never back. Errors: ValueError."""
    kept, _ = DemoDay.objects.select_for_update().get_or_create(only=True, defaults={"day": acting.on})
    if to <= kept.day:
        raise ValueError("演示日只能往后走")
    close_day(on=kept.day, at=acting.at)
    DemoDay.objects.filter(only=True).update(day=to)
    note(acting, Verb.DAY_MOVED, "demo", to.isoformat(), {"from": kept.day.isoformat(), "to": to.isoformat()})


def note(
    acting: Acting, verb: Verb, object_kind: str, object_key: str, facts: Mapping[str, Any], town: str = ""
) -> None:
    """One entry in the chain of a person's day: log-ins, reads, denials. What was typed is redacted of numbers."""
    plain = {name: redacted(value) if isinstance(value, str) else value for name, value in facts.items()}
    append(
        chain=f"day/{acting.login}/{acting.on.isoformat()}", actor=acting.actor, verb=verb, object_kind=object_kind,
        object_key=object_key, facts=plain, at=acting.at, on=acting.on, town=town,
    )  # fmt: skip


@transaction.atomic
def begin_session(*, officer: Officer, session_key: str) -> None:
    """One desk session a person: the newest log-in ends the one before (S17)."""
    Officer.objects.filter(pk=officer.pk).update(session_key=session_key)


def note_access(*, login: str, name: str, verb: Verb, at: datetime, on: date) -> None:
    """登录记录: a log-in, a failed one or a lock-out, in the chain of that person's day."""
    append(
        chain=f"day/{login}/{on.isoformat()}", actor=Actor(number=login, name=name, post=""), verb=verb,
        object_kind="officer", object_key=login, facts={}, at=at, on=on,
    )  # fmt: skip
