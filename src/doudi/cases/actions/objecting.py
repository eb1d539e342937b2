"""异议: taken in at the window or from the public page, surveyed again, and its outcome told to both sides."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from doudi.accounts.acting import Acting
from doudi.audit import Actor
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases import turn_notices
from doudi.cases.actions.handling import SURVEYED, clear
from doudi.cases.models import Case, Objection, OnFile, Publicity, StepTaken
from doudi.cases.serving import serve
from doudi.cases.steps import NotNow, Taking, begin, find, settle
from doudi.law.papers import PaperKind
from doudi.papers.plain import masked, one_line

PUBLIC = Actor(number="public", name="公众", post="public")


@dataclass(frozen=True)
class Way:
    """What a step does with an open objection: how it ends, whether the notice comes down, and what follows in words."""

    upheld: bool
    takes_down: bool
    follows: str


WAYS = {
    "answer_objection": Way(False, False, "公示继续进行，期满没有其他异议的，按公示内容办理"),
    "republish": Way(False, True, "对公示内容作出更正，重新公示 7 日"),
    "uphold_objection": Way(True, True, "撤下公示，重新调查审核，原来的结论不再作数"),
    "answer_stop_objection": Way(False, True, "重新公示 7 日，期满没有其他异议的，按公示内容办理"),
    "uphold_stop_objection": Way(True, True, "撤下公示，继续救助供养"),
}
# 特困: an objection that doesn't hold is published again all the same (43号 第十五条).
HARDSHIP_ANSWER = Way(False, True, "重新公示 7 日，期满没有其他异议的，按公示内容办理")


@transaction.atomic
def take_objection(*, case: Case, version: int, acting: Acting, how: str, objector: str, text: str) -> Objection:
    """收到异议 (57号 第十九条): kept with the objector's identity sealed; it holds the payment. Errors: NotNow, Stale."""
    taking = begin(case=case, code="object", version=version, acting=acting)
    objection = Objection.objects.create(
        case=case, town=case.town, village=case.village, received_on=acting.on, how=how, objector=objector, text=text
    )
    find(case, "objection_not_surveyed")
    taking.finish(note=f"{told_apart(objection)}，{how}", facts={"objection": objection.pk, "how": how})
    return objection


@transaction.atomic
def take_another(*, case: Case, version: int, acting: Acting, how: str, objector: str, text: str) -> Objection:
    """又收到异议: while another is open; it waits to be registered, as those of the public page do. Errors: NotNow, Stale."""
    taking = begin(case=case, code="object_too", version=version, acting=acting)
    objection = Objection.objects.create(
        case=case, town=case.town, village=case.village, received_on=acting.on, how=how, objector=objector, text=text,
        state=Objection.State.RECEIVED,
    )  # fmt: skip
    taking.finish(note=f"{told_apart(objection)}，{how}", facts={"objection": objection.pk, "how": how})
    return objection


@transaction.atomic
def register_objection(*, case: Case, version: int, acting: Acting) -> Objection:
    """登记收到的异议: the oldest that waits becomes the open one; limits count from the day on which it came.

    Errors: NotNow, Stale.
    """
    taking = begin(case=case, code="register_objection", version=version, acting=acting)
    objection = Objection.objects.filter(case=case, state=Objection.State.RECEIVED).earliest("pk")
    Objection.objects.filter(pk=objection.pk).update(state=Objection.State.OPEN)
    find(case, "objection_not_surveyed")
    taking.finish(
        note=f"{told_apart(objection)}，{objection.how}", facts={"objection": objection.pk, "how": objection.how},
        since=objection.received_on,
    )  # fmt: skip
    objection.refresh_from_db()
    return objection


def receive_objection(*, token: str, objector: str, text: str, at: datetime, on: date) -> bool:
    """公众页面的异议: kept until the town registers it; False for a notice that doesn't run, or with five waiting.

    The public has no area, so a function of the database writes the row. One transaction, one entry.
    """
    texts = [_sealed("text", text), _sealed("objector", objector), _sealed("found", ""), _sealed("answer", "")]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select number, version, state, town from cases_receive_objection(%s, %s, %s, %s, %s, %s)",
            [token, on, *texts],
        )
        known = cursor.fetchone()
        if known is None:
            return False
        number, version, state, town = known
        append(
            chain=f"case/{number}", actor=PUBLIC, verb=Verb.CASE_OBJECTION, object_kind="case", object_key=number,
            facts={"version": version, "state": state}, at=at, on=on, town=town,
        )  # fmt: skip
    return True


@transaction.atomic
def settle_objection(*, case: Case, code: str, version: int, acting: Acting, answer: str) -> StepTaken:
    """答复异议: what the second look found is told to the family and to whoever objected, each by their own notice.

    `code` is one of WAYS. An upheld one ends the opinions and what they rest on. Errors: NotNow, Stale.
    """
    taking = begin(case=case, code=code, version=version, acting=acting)
    way = HARDSHIP_ANSWER if taking.step.to and code == "answer_objection" else WAYS[code]
    objection = Objection.objects.filter(case=case, state=Objection.State.OPEN).latest("pk")
    _tell_both(taking, objection, way, answer)
    if way.takes_down:
        Publicity.objects.filter(case=case).update(is_withdrawn=True)
    if code == "uphold_objection":
        clear(case, SURVEYED)
        OnFile.objects.filter(case=case, kind=PaperKind.DECIDER_VISIT).delete()
        settle(case, "not_filed")
    objection.state = Objection.State.UPHELD if way.upheld else Objection.State.DISMISSED
    objection.found, objection.answer, objection.answered_on = answer, way.follows, acting.on
    objection.save(update_fields=["state", "found", "answer", "answered_on"])
    return taking.finish(note=told_apart(objection), facts={"objection": objection.pk, "outcome": objection.state})


def told_apart(objection: Objection) -> str:
    """Which of a case's objections it is, in words that tell nothing of who said it."""
    place = Objection.objects.filter(case=objection.case_id, pk__lte=objection.pk).count()
    return f"第{place}条异议（{objection.received_on:%m-%d}收到）"


def _tell_both(taking: Taking, objection: Objection, way: Way, answer: str) -> None:
    if not answer.strip():
        raise NotNow(["请写明核实的情况"])
    for to, word in (("applicant", "给申请人"), ("objector", "给异议人")):
        serve(taking, turn_notices.objection_outcome(
            taking.case, taking.acting, to=to, objector_name=_named(objection), received_on=objection.received_on,
            upheld=way.upheld, found=answer, follows=way.follows,
        ), f"{told_apart(objection)}，{word}")  # fmt: skip


def _named(objection: Objection) -> str:
    """Who objected, as a paper may print it: signs that can't be seen are taken out before numbers are masked."""
    return masked(one_line(objection.objector))


ENDED_FOLLOWS = "公示已撤下，这份申请不再办理；以后再申请的，重新公示"


def drop_objections(taking: Taking, ended: str) -> int:
    """随案办结: what waits ends with the case, and each objector is told so by a notice; how many that were. `ended` says
    that the case ended, and nothing of why."""
    waiting = Objection.objects.filter(case=taking.case, state__in=[Objection.State.RECEIVED, Objection.State.OPEN])
    dropped = list(waiting.order_by("pk"))
    for objection in dropped:
        serve(taking, turn_notices.objection_ended(
            taking.case, taking.acting, objector_name=_named(objection), received_on=objection.received_on,
            ended=ended, follows=ENDED_FOLLOWS,
        ), f"{told_apart(objection)}，给异议人")  # fmt: skip
        objection.state, objection.answered_on = Objection.State.DROPPED, taking.acting.on
        objection.answer = ended
        objection.save(update_fields=["state", "answered_on", "answer"])
    return len(dropped)


def _sealed(name: str, text: str) -> Any:
    """A text as the column of that name keeps it: encrypted, bound to table and column."""
    field: Any = Objection._meta.get_field(name)
    return field.get_db_prep_value(text, connection)
