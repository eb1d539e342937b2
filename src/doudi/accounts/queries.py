"""Reads about people of the office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from doudi.accounts.acting import Acting
from doudi.accounts.models import Delegation, Officer, PostHeld, Relative
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.vault.prepared import Prepared, planned


@dataclass(frozen=True)
class Seat:
    """One post that a person holds, in words. A deputy's seat names whom it stands in for; its key is negative."""

    key: int
    post: Post
    division: str
    title: str
    on_behalf_of: str = ""


def posts_of(officer: Officer, on: date) -> list[Seat]:
    """The posts that an officer holds on a day, oldest first, then those in which they stand in. One statement."""
    rows = sorted(SEATS.rows(officer=officer.pk, on=on), key=lambda row: (row[0] < 0, abs(row[0])))
    return [_seat(key, Post(post), division, leader) for key, post, division, leader in rows]


def _seats(officer: int, on: date) -> QuerySet[PostHeld, Any]:
    """(key, post, division, leader stood in for) of an officer's posts on a day; every page asks it."""
    held = PostHeld.objects.filter(officer=officer, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    own = held.values_list("pk", "post", "division", Value(""))
    deputy = delegations_in_force(on).filter(deputy=officer).select_related(None).order_by()
    lent = deputy.values_list(-F("pk"), Value(Post.LEADER.value), "town", "leader__name")
    return own.union(lent, all=True)


SOMEBODY, SOME_DAY = -140502, date(1, 2, 3)  # stand-ins
SEATS = Prepared(_seats, officer=SOMEBODY, on=SOME_DAY)


def _seat(key: int, post: Post, division: str, leader: str) -> Seat:
    title = f"{tree().get(division).name} · {post.title}"
    return Seat(key, post, division, f"{title}（受{leader}委托）" if leader else title, leader)


def delegations_in_force(on: date) -> QuerySet[Delegation]:
    """授权代签 that count on a day: not revoked by then, and the leader still holds the post."""
    leads = PostHeld.objects.filter(
        Q(until=None) | Q(until__gt=on), officer=OuterRef("leader"), post=Post.LEADER.value,
        division=OuterRef("town"), since__lte=on,
    )  # fmt: skip
    return (
        Delegation.objects.filter(since__lte=on, until__gte=on)
        .filter(Q(revoked_on=None) | Q(revoked_on__gt=on), Exists(leads), leader__is_active=True)
        .select_related("leader", "deputy")
        .order_by("pk")
    )


def acting_as(officer: Officer, seat: Seat, *, at: datetime, on: date) -> Acting:
    """The officer in one of their posts, at a moment of a day; a deputy's name says for whom."""
    name = officer.name
    if seat.on_behalf_of:
        name = f"{name[:20]}（受{seat.on_behalf_of[:20]}委托）"
    return Acting(officer.pk, officer.login, name, seat.post, seat.division, at, on, seat.on_behalf_of)


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


# Asked by every list of cases.
NAMES = """
select distinct h.post, h.division, o.login, o.name
from accounts_postheld h join accounts_officer o on o.id = h.officer_id
where h.post = any(%(posts)s) and h.division = any(%(divisions)s)
    and h.since <= %(on)s and (h.until is null or h.until > %(on)s) and o.is_active
order by o.login
"""


def names_by_place(posts: Collection[str], divisions: Collection[str], on: date) -> dict[tuple[str, str], list[str]]:
    """Who holds these posts in these divisions on a day: names by (post, division), by login. One statement."""
    rows = planned(NAMES, {"posts": list(posts), "divisions": list(divisions), "on": on})
    found: dict[tuple[str, str], list[str]] = {}
    for post, division, _login, name in rows:
        found.setdefault((post, division), []).append(name)
    return found


def related(officer_id: int, id_indexes: Collection[bytes]) -> bool:
    """Whether an officer, or a registered relative of theirs, is among these people (N5; 57号 第十一条)."""
    wanted = list(id_indexes)
    return (
        Officer.objects.filter(pk=officer_id, id_index__in=wanted).exists()
        or Relative.objects.filter(officer=officer_id, id_index__in=wanted, until=None).exists()
    )


@dataclass(frozen=True)
class Kin:
    """Keys of the officers who are among some people, and of those whose registered close relatives are."""

    themselves: frozenset[int]
    relatives_of: frozenset[int]


# Asked at every look at a case and at every step.
KIN = """
select id, true from accounts_officer where id_index = any(%(wanted)s::bytea[])
union all
select officer_id, false from accounts_relative where id_index = any(%(wanted)s::bytea[]) and until is null
"""


def kin_of(id_indexes: Collection[bytes]) -> Kin:
    """Which officers these people are, or are registered close relatives of. One statement."""
    found = planned(KIN, {"wanted": list(id_indexes)})
    return Kin(frozenset(key for key, is_own in found if is_own), frozenset(key for key, is_own in found if not is_own))


def relatives_among(id_indexes: Collection[bytes]) -> list[str]:
    """Names of officers of whom one of these people is a registered close relative."""
    found = (
        Officer.objects.filter(relatives__id_index__in=list(id_indexes), relatives__until=None)
        .distinct()
        .order_by("login")
    )
    return [officer.name for officer in found]
