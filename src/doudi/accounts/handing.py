"""交接: who goes, who takes over, the last day; done when both have confirmed by their own log-ins."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.models import HandOver, Officer, PostHeld
from doudi.accounts.queries import posts_of
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.law.divisions import tree
from doudi.law.posts import Post

State = HandOver.State
REASONS = ("调离", "离职", "退休", "换岗")


class CannotHandOver(Exception):
    """A hand-over can't go on; `field` is the form's field where there is one, the text the sentence for it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def colleagues(acting: Acting) -> list[Officer]:
    """Active people with a post in the town or its villages on the day; for a district post those of the district."""
    held = PostHeld.objects.filter(Q(until=None) | Q(until__gt=acting.on), officer=OuterRef("pk"), since__lte=acting.on)
    here = held.filter(division=acting.division) if acting.post.is_district else held.filter(
        division__startswith=acting.division
    )  # fmt: skip
    return list(Officer.objects.filter(Exists(here), is_active=True).order_by("login"))


def posts_given(leaver: Officer, town: str, on: date) -> list[PostHeld]:
    """The posts of a person in a town and its villages that aren't over on a day."""
    held = PostHeld.objects.filter(officer=leaver, division__startswith=town, since__lte=on)
    return list(held.exclude(until__lte=on).order_by("pk"))


@transaction.atomic
def begin(
    *,
    leaver: Officer,
    successor: Officer,
    last_day: date,
    reason: str,
    cases: Sequence[str],
    drafts: int,
    acting: Acting,
) -> HandOver:
    """发起交接: with the open cases and drafts as they are now. Errors: CannotHandOver."""
    posts = posts_given(leaver, acting.division, acting.on)
    _refuse(leaver, successor, last_day, posts, acting)
    row = HandOver.objects.create(
        town=acting.division, leaver=leaver, successor=successor, last_day=last_day, reason=reason,
        posts=[{"key": one.pk, "post": one.post, "division": one.division} for one in posts], cases=list(cases),
        drafts=drafts, made_by=acting.login, made_on=acting.on,
    )  # fmt: skip
    log(row, Verb.HAND_OVER_BEGUN, acting, {
        "leaver": leaver.login, "successor": successor.login, "cases": len(cases), "drafts": drafts,
        "last_day": last_day.isoformat(),
    })  # fmt: skip
    return row


def _refuse(leaver: Officer, successor: Officer, last_day: date, posts: Sequence[PostHeld], acting: Acting) -> None:
    known = colleagues(acting)
    if leaver not in known or not posts:
        raise CannotHandOver("leaver", "移交人须是本镇（街道）在岗的工作人员")
    if successor not in known:
        raise CannotHandOver("successor", "接手人须是本镇（街道）在岗的工作人员；还没有岗位的，先请安全管理员授予")
    if successor == leaver:
        raise CannotHandOver("successor", "接手人不能是移交人本人")
    if last_day < acting.on:
        raise CannotHandOver("last_day", "最后在岗日不能早于今天")
    if HandOver.objects.filter(leaver=leaver, state=State.OPEN).exists():
        raise CannotHandOver("leaver", "这个人已有一项交接待双方确认，先办完或撤回")


def lacking(row: HandOver, on: date) -> list[str]:
    """The posts that the successor still lacks, in words: each act they take over needs its post."""
    day = max(on, row.last_day)
    has = {(seat.post.value, seat.division) for seat in posts_of(row.successor, day) if not seat.on_behalf_of}
    return [
        f"{tree().get(one['division']).name} · {Post(one['post']).title}"
        for one in row.posts
        if (one["post"], one["division"]) not in has
    ]


@transaction.atomic
def confirm(*, row: HandOver, acting: Acting) -> HandOver:
    """移交人或接手人确认: each for themselves. The last of the two ends the posts the day after the last day.

    What lies open is moved by who calls this (cases are above this room). Errors: CannotHandOver.
    """
    row = HandOver.objects.select_for_update().get(pk=row.pk)
    _refuse_confirming(row, acting)
    side = "given_at" if acting.officer_id == row.leaver_id else "taken_at"
    if getattr(row, side) is not None:
        raise CannotHandOver("", "您已确认过，等对方确认")
    setattr(row, side, acting.at)
    row.save(update_fields=[side])
    log(row, Verb.HAND_OVER_CONFIRMED, acting, {"side": "移交人" if side == "given_at" else "接手人"})
    return row


def _refuse_confirming(row: HandOver, acting: Acting) -> None:
    if row.state != State.OPEN:
        raise CannotHandOver("", "这项交接已经办完或撤回")
    if acting.officer_id not in (row.leaver_id, row.successor_id):
        raise CannotHandOver("", "由移交人和接手人本人分别确认")
    widest = min((one["division"] for one in row.posts), key=len)
    if acting.division != widest:
        raise CannotHandOver("", f"请先在右上角切换到{tree().get(widest).name}的岗位，再来确认")
    if acting.officer_id == row.successor_id and (missing := lacking(row, acting.on)):
        raise CannotHandOver("", f"接手人还没有岗位：{'、'.join(missing)}；请安全管理员先授予")


def is_confirmed(row: HandOver) -> bool:
    """Whether both have confirmed."""
    return row.given_at is not None and row.taken_at is not None


@transaction.atomic
def close(*, row: HandOver, cases: Sequence[str], drafts: int, acting: Acting) -> None:
    """办结: the posts end after the last day, and the log says what went to whom, as it was in the end."""
    until = max(row.last_day, acting.on) + timedelta(1)
    keys = [one["key"] for one in row.posts]
    PostHeld.objects.filter(pk__in=keys, until=None, since__lt=until).update(until=until)
    for one in row.posts:
        append(
            chain=f"person/{row.leaver.login}", actor=acting.actor, verb=Verb.POST_ENDED, object_kind="officer",
            object_key=row.leaver.login,
            facts={"post": one["post"], "division": one["division"], "until": until.isoformat()}, at=acting.at,
            on=acting.on, town=row.town,
        )  # fmt: skip
    HandOver.objects.filter(pk=row.pk).update(state=State.DONE, done_on=acting.on, cases=list(cases), drafts=drafts)
    log(row, Verb.HAND_OVER_DONE, acting, {
        "leaver": row.leaver.login, "successor": row.successor.login, "cases": len(cases), "drafts": drafts,
        "numbers": list(cases),
    })  # fmt: skip


@transaction.atomic
def withdraw(*, row: HandOver, acting: Acting) -> None:
    """撤回: while one of the two hasn't confirmed. Errors: CannotHandOver."""
    if row.town != acting.division or not HandOver.objects.filter(pk=row.pk, state=State.OPEN).update(
        state=State.WITHDRAWN
    ):
        raise CannotHandOver("", "这项交接已经办完或撤回")
    log(row, Verb.HAND_OVER_WITHDRAWN, acting, {})


def hand_overs_seen(acting: Acting) -> QuerySet[HandOver]:
    """Those of one's town for who may begin one, and those that one has to confirm; newest first."""
    mine = Q(leaver=acting.officer_id) | Q(successor=acting.officer_id)
    if acting.post in (Post.LEADER, Post.REVIEWER):
        mine |= Q(town=acting.division)
    return HandOver.objects.filter(mine).select_related("leaver", "successor").order_by("-pk")


def log(row: HandOver, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    """One entry in the chain of who leaves."""
    append(
        chain=f"person/{row.leaver.login}", actor=acting.actor, verb=verb, object_kind="hand_over",
        object_key=str(row.pk), facts=facts, at=acting.at, on=acting.on, town=row.town,
    )  # fmt: skip
