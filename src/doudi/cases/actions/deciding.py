"""审核确认、不予确认: the leader's decision, bound to what was on the screen."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.cases import notices
from doudi.cases.actions.signed import begin_signed
from doudi.cases.assessment import parameters_of, sums_of
from doudi.cases.delivering import Delivery, hand_over
from doudi.cases.models import Case, Decision, Outcome, StepTaken
from doudi.cases.serving import serve
from doudi.cases.signing import LABELS, digest, summary
from doudi.cases.steps import NotNow, Taking, begin, find
from doudi.households.actions import release
from doudi.law.limits import due


@transaction.atomic
def confirm(*, case: Case, version: int, seen: str, acting: Acting) -> Decision:
    """审核确认 (57号 第二十一条; 83号 四（一）): the amounts of the day, from the month after. `seen` is `signing.seal`'s.

    Errors: NotNow with every obstacle; Stale with what changed since the page was opened. Nothing is changed then.
    """
    taking, content = _begin(case, "confirm", version, seen, acting)
    if content["outcome"] != "eligible":
        raise NotNow([f"按今天的规则和参数测算，结论不是符合条件（{content['outcome']}），不能签同意"])
    first = date.fromisoformat(f"{due('first-payment', acting.on, calendar()).due}-01")
    decision = _decide(taking, Outcome.GRANT, content, first)
    find(case, "not_filed")
    taking.finish(facts=_facts(decision))
    return decision


@transaction.atomic
def refuse(*, case: Case, version: int, seen: str, reasons: str, acting: Acting) -> Decision:
    """不予确认 (57号 第二十一条): with reasons; the written notice is due in 3 working days. Errors: NotNow, Stale."""
    taking, content = _begin(case, "refuse", version, seen, acting)
    if content["outcome"] == "eligible" and not reasons.strip():
        raise NotNow(["测算结果符合条件，不予确认须写明理由；材料有疑问的请退回补查"])
    decision = _decide(taking, Outcome.REFUSE, content, None, reasons)
    serve(taking, notices.refusal(case, acting, decision))
    release(household=case.household, programme=case.programme, acting=acting)
    taking.finish(note=reasons, facts=_facts(decision))
    return decision


@transaction.atomic
def deliver_refusal(
    *,
    case: Case,
    version: int,
    acting: Acting,
    delivery: Delivery,
) -> StepTaken:
    """送达不予确认通知书: how and to whom; the decision is final only then (C22). Errors: NotNow, Stale."""
    taking = begin(case=case, code="deliver_refusal", version=version, acting=acting)
    hand_over(taking, delivery)
    return taking.finish(note=delivery.words)


def _begin(case: Case, code: str, version: int, seen: str, acting: Acting) -> tuple[Taking, dict[str, Any]]:
    return begin_signed(
        case=case, code=code, version=version, seen=seen, acting=acting, summed=summary, labels=LABELS
    )  # fmt: skip


def _decide(
    taking: Taking, outcome: Outcome, content: dict[str, Any], first: date | None, reasons: str = ""
) -> Decision:
    case, acting = taking.case, taking.acting
    sums = sums_of(content["answer"])
    zero = sums.total - sums.total
    granted = outcome == Outcome.GRANT
    last = Decision.objects.filter(case=case).aggregate(last=Max("seq"))["last"] or 0
    return Decision.objects.create(
        case=case, town=case.town, village=case.village, seq=last + 1, outcome=outcome,
        base=sums.base if granted else zero, supplement=sums.supplement if granted else zero,
        care=sums.care if granted else zero, total=sums.total if granted else zero, members=content["members"] or 0, first_month=first,
        accepted_on=case.accepted_on or acting.on, decided_on=acting.on, edition=case.edition, facts=content["facts"],
        parameters=parameters_of(content["facts"]), answer=content["answer"], reasons=reasons, screen_digest=digest(content), by_login=acting.login,
        by_name=acting.name, post=acting.post.value,
    )  # fmt: skip


def _facts(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.seq, "outcome": decision.outcome, "base": str(decision.base),
        "supplement": str(decision.supplement), "care": str(decision.care), "total": str(decision.total), "members": decision.members,
        "first_month": decision.first_month.isoformat()[:7] if decision.first_month else None,
        "screen": decision.screen_digest,
    }  # fmt: skip
