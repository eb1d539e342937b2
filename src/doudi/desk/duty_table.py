"""责任清单 as rows: step × post × named person of a town on a day, from the procedure table; gaps are said."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.queries import delegations_in_force, names_by_place
from doudi.cases.assessment import edition_for
from doudi.cases.queries import PROGRAMME_TITLES
from doudi.desk.areas import towns_of
from doudi.law.divisions import tree
from doudi.law.duties import Duty, duties, stand_in
from doudi.law.posts import Post
from doudi.law.procedure import Procedure
from doudi.law.procedures.registry import EDITIONS
from doudi.ui import forgive


@dataclass(frozen=True)
class Asked:
    """Which town, day and edition (empty: all) an address asks for."""

    town: str
    on: date
    edition: str

    def takes(self, procedure: Procedure) -> bool:
        """Whether a procedure is asked for."""
        return self.edition in ("", procedure.code)


def asked_duties(data: QueryDict, acting: Acting) -> Asked:
    """What an address asks for; a town outside the area is the first within, a day that can't be read is today."""
    towns = towns_of(acting)
    town = data.get("town", "")
    on = _day(data.get("day", ""), acting.on)
    return Asked(town if town in dict(towns) else towns[0][0], on, data.get("edition", ""))


def _day(text: str, today: date) -> date:
    try:
        return forgive.read_day(text) if text else today
    except ValidationError:
        return today


@dataclass(frozen=True)
class Seat:
    """One post of an act: who holds it, or what to do as nobody does."""

    post: str
    people: str
    gap: str


def in_force(on: date, town: str) -> list[Procedure]:
    """Each programme's edition for what is begun on a day in a town; none before the first."""
    found = []
    for programme in EDITIONS:
        with suppress(LookupError):
            found.append(edition_for(programme, on, town))
    return found


def table(procedure: Procedure, town: str, on: date) -> dict[str, Any]:
    """One procedure with the names that a town has on a day. Two statements."""
    found = duties(procedure)
    posts = {post for duty in found for post in duty.posts}
    people = _people(posts, town, on)
    rows = [
        {"duty": duty, "seats": [_seat(post, duty, people) for post in duty.posts]} for duty in found
    ]  # fmt: skip
    gaps = sorted({post.title for post in posts if not people.get(post)})
    programme = PROGRAMME_TITLES.get(procedure.code.split(".", maxsplit=1)[0], "")
    return {"title": procedure.title, "programme": programme, "source": procedure.source, "rows": rows, "gaps": gaps}


def _people(posts: set[Post], town: str, on: date) -> dict[Post, str]:
    """Who holds each post: village posts over all villages of the town, with the village; deputies with their mark."""
    divisions = tree()
    villages = {village.code: village.short_name for village in divisions.villages_of(town)}
    held = names_by_place([post.value for post in posts], {town, town[:6], *villages}, on)
    found: dict[Post, list[str]] = {}
    for (code, place), names in sorted(held.items()):
        post = Post(code)
        marked = [f"{name}（{villages[place]}）" for name in names] if place in villages else names
        found.setdefault(post, []).extend(marked)
    for row in delegations_in_force(on).filter(town=town):
        found.setdefault(Post.LEADER, []).append(
            _("%(deputy)s（受%(leader)s委托，至%(until)s）")
            % {"deputy": row.deputy.name, "leader": row.leader.name, "until": f"{row.until:%m-%d}"}
        )
    return {post: "、".join(names) for post, names in found.items()}


def _seat(post: Post, duty: Duty, people: dict[Post, str]) -> Seat:
    names = people.get(post, "")
    return Seat(post.title, names, "" if names else _("无人，%s") % stand_in(post, duty.posts, people))
