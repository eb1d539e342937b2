"""几件一起签同意: which of the ticked cases may be signed together, why others may not, and signing each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.access import can
from doudi.accounts.acting import Acting
from doudi.cases import actions
from doudi.cases.models import Case, Opinion, Outcome
from doudi.cases.queries import case_for
from doudi.cases.signing import digest, seal, summary, unseal
from doudi.cases.standing import position
from doudi.cases.steps import NotNow, Stale
from doudi.desk.signing_opened import LEAST_SECONDS, Reading

MOST = 30
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Look:
    """One ticked case: `seen` is what a signature of it carries; empty with the reason `why` it can't be signed here."""

    number: str
    case: Case | None = None
    total: Decimal = NOTHING
    members: int = 0
    seen: str = ""
    why: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one case: signed, or why not."""

    look: Look
    why: str = ""


def look(number: str, acting: Acting, read: Mapping[str, Reading]) -> Look:
    """Whether a case may be signed together with others, by this person, now."""
    case = case_for(acting, number)
    if case is None or not can(acting, "case.sign", case):
        return Look(number, why=_("没有找到这件"))
    if case.state != "reviewed":
        return Look(number, case, why=_("已不在签批环节"))
    where = position(case, acting)
    content = summary(where, acting.on)
    found = [
        _unread(read.get(number), digest(content)),
        *where.obstacles(where.procedure.step("confirm"), acting),
        "" if content["outcome"] == "eligible" and _is_proposed(case) else _("拟不予确认的，请打开单独签"),
    ]
    if why := "；".join(filter(None, found)):
        return Look(number, case, why=why)
    return Look(number, case, Decimal(content["total"]), content["members"], seal(content))


def _unread(reading: Reading | None, now: str) -> str:
    if reading is None:
        return _("这次登录还没有打开看过")
    if reading.digest != now:
        return _("打开看过以后有改动，请重新打开看")
    return "" if reading.is_enough else _("只打开了 %(n)d 秒，每件至少看 %(least)d 秒") % {
        "n": int(reading.seconds), "least": LEAST_SECONDS,
    }  # fmt: skip


def _is_proposed(case: Case) -> bool:
    opinion = Opinion.objects.filter(case=case).order_by("-pk").first()
    return opinion is not None and opinion.outcome == Outcome.GRANT


def sign(one: Look, seen: str, acting: Acting) -> Result:
    """签同意 of one case, by itself: a refusal leaves the others as they are. `seen` is what the list showed."""
    case = one.case
    if case is None:
        return Result(one, one.why)
    try:
        if unseal(seen)[0] != unseal(one.seen)[0]:
            return Result(one, _("列出以后有改动，请重新打开看"))
        with transaction.atomic():
            actions.confirm(case=case, version=case.version, seen=seen, acting=acting)
    except (NotNow, Stale, ValueError) as refusal:
        return Result(one, str(refusal))
    return Result(one)
