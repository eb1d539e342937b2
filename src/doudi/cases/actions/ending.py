"""特困终止: a proposed ending hangs for seven days, is decided, and is told in writing (43号 第二十四条至第二十七条)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from doudi.accounts.acting import Acting
from doudi.cases import turn_notices
from doudi.cases.actions.publicising import hang, seven_days
from doudi.cases.actions.signed import begin_signed
from doudi.cases.delivering import Delivery, hand_over
from doudi.cases.models import Case, Decision, Outcome, Publicity, StepTaken
from doudi.cases.serving import serve
from doudi.cases.signing import digest
from doudi.cases.signing_stop import STOP_LABELS, stop_summary
from doudi.cases.steps import begin, find
from doudi.households.actions import release
from doudi.law.months import stop_month
from doudi.law.papers import PaperKind

# 43号 第二十四条: when support ends.
STOP_CAUSES = {
    "death": "死亡或者被宣告死亡、被宣告失踪",
    "able": "具备或者恢复劳动能力",
    "prison": "依法被判处刑罚，且在监狱服刑",
    "income": "收入和财产状况不再符合规定",
    "obligor": "法定义务人具有了履行义务能力或者新增具有履行义务能力的法定义务人",
    "wish": "自愿申请退出救助供养",
    "minor": "年满18周岁且不在规定的学校就读",
}


@transaction.atomic
def report_self_care(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """报告自理能力变化 (43号 第二十三条): assessed again within 10 working days. Errors: NotNow, Stale."""
    taking = begin(case=case, code="report_self_care", version=version, acting=acting)
    find(case, "self_care_reported")
    return taking.finish(note=note)


@transaction.atomic
def propose_stop(*, case: Case, version: int, acting: Acting, cause: str, note: str) -> StepTaken:
    """拟终止救助供养: one of the causes of art. 24, with what shows it. Errors: NotNow, Stale; KeyError."""
    taking = begin(case=case, code="propose_stop", version=version, acting=acting)
    taking.put(PaperKind.STOP_PROPOSAL, digest=f"stop-{taking.seq}")
    return taking.finish(note=f"{STOP_CAUSES[cause]}。{note}", facts={"cause": cause})


@transaction.atomic
def drop_stop(*, case: Case, version: int, acting: Acting, note: str) -> StepTaken:
    """不再终止: support goes on. Errors: NotNow, Stale."""
    return begin(case=case, code="drop_stop", version=version, acting=acting).finish(note=note)


@transaction.atomic
def publish_stop(*, case: Case, version: int, acting: Acting, photo: UUID | None = None, digest: str = "") -> Publicity:
    """公示拟终止 (43号 第二十六条): posted today, seven days from tomorrow; never on the public page. Errors: NotNow, Stale."""
    taking = begin(case=case, code="publish_stop", version=version, acting=acting)
    decision, period = Decision.objects.filter(case=case, outcome="grant").latest("seq"), seven_days(acting.on)
    proposed = StepTaken.objects.filter(case=case, code="propose_stop").latest("seq")
    paper = serve(
        taking, turn_notices.stop_sheet(case, acting, cause=proposed.note, period=period, members=decision.members)
    )
    return hang(taking, Publicity(
        kind="stop", members=decision.members, amount=decision.total, sheet_number=paper.number,
        starts_on=period.since, ends_on=period.until,
    ), photo, digest)  # fmt: skip


@transaction.atomic
def confirm_stop(*, case: Case, version: int, seen: str, acting: Acting) -> Decision:
    """决定终止: the award ends with this month (`payments.awards`); a decision like any other. `seen` is `signing.seal`'s of
    `signing_stop.stop_summary`. Errors: NotNow; Stale with what changed since the page was opened; ValueError as `unseal`."""
    taking, content = begin_signed(
        case=case, code="confirm_stop", version=version, seen=seen, acting=acting,
        summed=lambda where, on: stop_summary(where.case, on), labels=STOP_LABELS,
    )  # fmt: skip
    before = Decision.objects.filter(case=case, outcome="grant").latest("seq")
    proposed = StepTaken.objects.filter(case=case, code="propose_stop").latest("seq")
    last = Decision.objects.filter(case=case).aggregate(last=Max("seq"))["last"]
    this_month = acting.on.replace(day=1)
    first = stop_month(programme=case.programme, happened=acting.on, decided=acting.on, after="decision")
    decision = Decision.objects.create(
        case=case, town=case.town, village=case.village, seq=last + 1, outcome=Outcome.STOP, base=0, supplement=0,
        care=0, total=0, members=before.members, first_month=first, accepted_on=before.accepted_on,
        decided_on=acting.on, edition=case.edition, facts=before.facts,
        parameters=before.parameters, answer=before.answer, reasons=proposed.note,
        screen_digest=digest(content), by_login=acting.login, by_name=acting.name, post=acting.post.value,
    )  # fmt: skip
    serve(taking, turn_notices.stop_notice(
        case, acting, cause=proposed.note, month=this_month, decided_on=acting.on, signed_by=acting.name,
        died=proposed.note.startswith(STOP_CAUSES["death"]), paid=_was_paid(case, this_month),
    ))  # fmt: skip
    taking.finish(facts=stop_facts(decision))
    return decision


def _was_paid(case: Case, month: date) -> bool:
    """Whether a month up to this one was granted."""
    return Decision.objects.filter(case=case, outcome="grant", first_month__lte=month).exists()


def stop_facts(decision: Decision) -> dict[str, object]:
    """What the log keeps of a stop; the replay rebuilds the decision from it."""
    first: date | None = decision.first_month
    return {
        "decision": decision.seq, "outcome": decision.outcome, "base": "0.00", "supplement": "0.00", "care": "0.00",
        "total": "0.00", "members": decision.members, "first_month": first.isoformat()[:7] if first else None,
        "screen": decision.screen_digest,
    }  # fmt: skip


@transaction.atomic
def deliver_stop(*, case: Case, version: int, acting: Acting, delivery: Delivery) -> StepTaken:
    """送达终止救助供养告知书: the person is free again to ask for something else. Errors: NotNow, Stale."""
    taking = begin(case=case, code="deliver_stop", version=version, acting=acting)
    decision = Decision.objects.filter(case=case, outcome=Outcome.STOP).latest("seq")
    hand_over(taking, delivery)
    release(household=case.household, programme=case.programme, acting=acting)
    return taking.finish(note=delivery.words, facts={"decision": decision.seq})
