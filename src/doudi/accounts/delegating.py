"""授权代签: a leader lets a deputy sign for a time, by a written paper, and may take it back any day."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.models import Delegation, Officer, PostHeld
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.law.posts import TOWN_POSTS, Post

LONGEST = 183  # days; beyond half a year the post itself is to be given to somebody


class CannotDelegate(Exception):
    """A delegation can't be made; `field` is the form's field, the text the sentence for it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def may_be_deputies(acting: Acting) -> list[Officer]:
    """Active people who hold a post of the leader's town today, but the leader. One statement."""
    held = PostHeld.objects.filter(
        Q(until=None) | Q(until__gt=acting.on), officer=OuterRef("pk"), since__lte=acting.on,
        division=acting.division, post__in=[post.value for post in TOWN_POSTS],
    )  # fmt: skip
    people = Officer.objects.filter(Exists(held), is_active=True).exclude(pk=acting.officer_id)
    return list(people.order_by("login"))


@transaction.atomic
def delegate(
    *, deputy: Officer, since: date, until: date, paper_number: str, file_key: UUID | None, acting: Acting
) -> Delegation:
    """授权: from a day to a day, both counted. The deputy acts in the leader's post of that town, under their own name
    with 受…委托 beside it; whoever surveyed, proposed or reviewed a case still doesn't confirm it (N5).

    Errors: CannotDelegate.
    """
    _refuse(deputy, since, until, acting)
    if not paper_number and file_key is None:
        raise CannotDelegate("paper_number", "授权须有书面：填授权书文号，或上传授权书")
    row = Delegation.objects.create(
        town=acting.division, leader_id=acting.officer_id, deputy=deputy, since=since, until=until,
        paper_number=paper_number, file_key=file_key, made_on=acting.on,
    )  # fmt: skip
    facts = {"deputy": deputy.login, "since": since.isoformat(), "until": until.isoformat(), "delegation": row.pk}
    _log(row, Verb.DELEGATION_MADE, acting, facts)
    return row


def _refuse(deputy: Officer, since: date, until: date, acting: Acting) -> None:
    if acting.post != Post.LEADER or acting.on_behalf_of:
        raise CannotDelegate("deputy", "只有镇长（主任）本人可以授权，受委托的人不能再转托")
    if deputy not in may_be_deputies(acting):
        raise CannotDelegate("deputy", "代签人须是本镇（街道）在岗的工作人员")
    if since < acting.on:
        raise CannotDelegate("since", "起日不能早于今天")
    if until < since:
        raise CannotDelegate("until", "止日不能早于起日")
    if (until - since).days > LONGEST:
        raise CannotDelegate("until", "一次授权最长半年；更久的，请把岗位授予本人")
    if _overlapping(deputy, since, until, acting.division).exists():
        raise CannotDelegate("since", "这段时间已授权给同一人，请先撤销原来的")


def _overlapping(deputy: Officer, since: date, until: date, town: str) -> QuerySet[Delegation]:
    same = Delegation.objects.filter(deputy=deputy, town=town, since__lte=until, until__gte=since)
    return same.filter(Q(revoked_on=None) | Q(revoked_on__gt=since))


@transaction.atomic
def revoke(*, delegation: Delegation, acting: Acting) -> None:
    """撤销授权: from today on, also in sessions under way. Errors: CannotDelegate when it isn't one's own, or over."""
    if delegation.leader_id != acting.officer_id or acting.on_behalf_of:
        raise CannotDelegate("", "只有授权人本人可以撤销")
    if delegation.revoked_on is not None or delegation.until < acting.on:
        raise CannotDelegate("", "这项授权已经结束")
    Delegation.objects.filter(pk=delegation.pk).update(revoked_on=acting.on)
    _log(delegation, Verb.DELEGATION_REVOKED, acting, {"delegation": delegation.pk, "since": acting.on.isoformat()})


def delegations_seen(acting: Acting) -> QuerySet[Delegation]:
    """The delegations of the area, newest first: a town's own, all of them for the district."""
    found = Delegation.objects.select_related("leader", "deputy").order_by("-since", "-pk")
    return found if acting.post.is_district or acting.post.is_administrator else found.filter(town=acting.division)


def _log(row: Delegation, verb: Verb, acting: Acting, facts: dict[str, object]) -> None:
    append(
        chain=f"person/{acting.login}", actor=acting.actor, verb=verb, object_kind="delegation",
        object_key=str(row.pk), facts=facts, at=acting.at, on=acting.on, town=row.town,
    )  # fmt: skip
