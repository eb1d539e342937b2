"""责任清单: who has to do what, by when, under which clause: read from a procedure's table, for any edition."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from doudi.law.posts import Post
from doudi.law.procedure import Procedure, Step


@dataclass(frozen=True)
class Duty:
    """One act of the table and the posts that answer for it."""

    code: str
    title: str
    posts: Sequence[Post]
    says: str
    limit: str
    clause: str
    apart_from: Sequence[str]
    signs: bool


def duties(procedure: Procedure) -> list[Duty]:
    """Every act of a procedure, in the order of its table."""
    return [_duty(procedure, step) for step in procedure.steps]


def _duty(procedure: Procedure, step: Step) -> Duty:
    clock = step.within or step.waits
    return Duty(
        step.code, step.title, list(step.by), step.now, clock.says if clock else "", step.clause,
        [procedure.step(code).title for code in step.apart_from], step.signs,
    )  # fmt: skip


# Where nobody holds a post: who may stand in, and on what ground. Only posts that the table itself lets do the act, or
# a deputy named in writing, can; these are the ways to get there.
STAND_INS: Mapping[Post, str] = {
    Post.SURVEYOR: "可由民政助理员调查，另一名调查人由镇（街道）指定",
    Post.TOWN_CLERK: "可由本镇（街道）另派一人任民政助理员",
    Post.REVIEWER: "可由本镇（街道）另派一人任民政办负责人，经办人不得兼审本人经办的案件",
    Post.LEADER: "可由分管负责人持书面授权代签",
    Post.CHECK_OFFICER: "可由区民政局另派一人任信息核对员",
    Post.VILLAGE_ASSISTANT: "可由民政助理员直接办理",
    Post.BUREAU_SUPERVISOR: "可由区民政局另派一人任监督员",
}


def stand_in(post: Post, posts: Collection[Post], manned: Collection[Post]) -> str:
    """What to do where nobody holds a post: another post of the same act that is manned, else how to man it."""
    others = [each.title for each in posts if each != post and each in manned]
    if others:
        return f"可由{'、'.join(others)}办理"
    return STAND_INS.get(post, "须由区民政局派人任职")
