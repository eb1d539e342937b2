"""Reads about people of the office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from doudi.accounts.acting import Acting
from doudi.accounts.models import Officer, PostHeld, Relative
from doudi.law.divisions import tree
from doudi.law.posts import Post


@dataclass(frozen=True)
class Seat:
    """One post that a person holds, in words."""

    key: int
    post: Post
    division: str
    title: str


def posts_of(officer: Officer, on: date) -> list[Seat]:
    """The posts that an officer holds on a day, oldest first."""
    held = PostHeld.objects.filter(officer=officer, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    return [
        Seat(row.pk, Post(row.post), row.division, f"{tree().get(row.division).name} · {Post(row.post).title}")
        for row in held.order_by("pk")
    ]


def acting_as(officer: Officer, seat: Seat, *, at: datetime, on: date) -> Acting:
    """The officer in one of their posts, at a moment of a day."""
    return Acting(officer.pk, officer.login, officer.name, seat.post, seat.division, at, on)


def acting_by_login(login: str, *, at: datetime, on: date, post: Post | None = None) -> Acting | None:
    """A person by login, in the named post or their first one; None when there is no such active person or post."""
    officer = Officer.objects.filter(login=login, is_active=True).first()
    seats = [seat for seat in posts_of(officer, on) if post in (None, seat.post)] if officer else []
    return acting_as(officer, seats[0], at=at, on=on) if officer and seats else None


def holders(post: Post, *, on: date, division: str | None = None) -> list[Officer]:
    """Active people who hold a post on a day (in a division), by login."""
    held = Q(posts__post=post, posts__since__lte=on) & (Q(posts__until=None) | Q(posts__until__gt=on))
    if division is not None:
        held &= Q(posts__division=division)
    return list(Officer.objects.filter(held, is_active=True).distinct().order_by("login"))


def related(officer_id: int, id_indexes: Collection[bytes]) -> bool:
    """Whether an officer, or a registered relative of theirs, is among these people (N5; 57号 第十一条)."""
    wanted = list(id_indexes)
    return (
        Officer.objects.filter(pk=officer_id, id_index__in=wanted).exists()
        or Relative.objects.filter(officer=officer_id, id_index__in=wanted).exists()
    )


def relatives_among(id_indexes: Collection[bytes]) -> list[str]:
    """Names of officers of whom one of these people is a registered close relative."""
    found = Officer.objects.filter(relatives__id_index__in=list(id_indexes)).distinct().order_by("login")
    return [officer.name for officer in found]
