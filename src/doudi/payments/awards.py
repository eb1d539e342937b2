"""Writes about awards: opened and ended by steps taken in cases, held and let go on by two people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.assessment import basis_of
from doudi.cases.models import Case, Decision
from doudi.cases.queries import StepRow, granted, steps_taken_after
from doudi.cases.steps import NotNow
from doudi.households.models import Household, Member
from doudi.law.columns import sheet
from doudi.law.facts import read
from doudi.law.parameters import Registry
from doudi.payments.models import Award, AwardHold, AwardPerson, Counter, StepCursor

Effect = Callable[[StepRow, Acting], "Award | None"]
ENDINGS = ("confirm_stop", "deliver_refusal")


@transaction.atomic
def open_awards(*, acting: Acting) -> list[Award]:
    """建立、停发待遇: what steps taken in cases mean for money (`EFFECTS`), each exactly once; the awards that it touched.

    Reads the steps taken past a cursor for each code. Two transactions may commit in another order than they began, so
    a cursor stays a month behind: what it reads again is known by its key (unique per delivery; an award that a step
    ended names it). Steps of all codes are done in the order in which they were taken.
    """
    found = {code: _steps_past_the_cursor(code) for code in EFFECTS}
    for code, steps in found.items():
        _move_cursor(code, steps, acting.on)
    return _take_effect([step for steps in found.values() for step in steps], acting)


@transaction.atomic
def end_awards(*, acting: Acting) -> list[Award]:
    """停发待遇: of the same steps those alone that end an award; the awards that they ended.

    The cursors stay: an ending whose award isn't opened yet is read again once it is.
    """
    return _take_effect([step for code in ENDINGS for step in _steps_past_the_cursor(code)], acting)


def _take_effect(found: Sequence[StepRow], acting: Acting) -> list[Award]:
    keys = [step.key for step in found]
    known = {key for pair in Award.objects.filter(Q(step_key__in=keys) | Q(ended_by__in=keys)).values_list(
        "step_key", "ended_by") for key in pair}  # fmt: skip
    steps = sorted((step for step in found if step.key not in known), key=lambda step: step.key)
    return [award for step in steps if (award := EFFECTS[step.code](step, acting))]


def _steps_past_the_cursor(code: str) -> list[StepRow]:
    """The steps of one code that may be new; its cursor stays locked until the transaction ends."""
    StepCursor.objects.get_or_create(code=code)
    return steps_taken_after(StepCursor.objects.select_for_update().get(code=code).last, code)


def _move_cursor(code: str, steps: Sequence[StepRow], on: date) -> None:
    """The cursor moves past the steps that are a month old."""
    settled = [step.key for step in steps if months_between(step.on, on) > 1]
    if settled:
        StepCursor.objects.filter(code=code).update(last=max(settled))


def months_between(first: date, last: date) -> int:
    """Whole calendar months from the month of one day to that of another."""
    return (last.year - first.year) * 12 + last.month - first.month


def next_month(day: date) -> date:
    """The first day of the month after a day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _open(step: StepRow, acting: Acting) -> Award:
    decision = granted(step.case_number)
    household, programme, since = decision.case.household, decision.case.programme, decision.first_month
    if since is None:
        raise ValueError(f"{step.case_number}: a granted decision names its first month")
    for before in Award.objects.select_for_update().filter(household=household, programme=programme, state__in=_OPEN):
        _end(before, since, step.key, acting)
    people, doubled = _people(decision)
    award = Award.objects.create(
        household=household, programme=programme, area=household.area, town=household.town, village=household.village,
        members=decision.members, base=decision.base, supplement=decision.supplement, care=decision.care,
        since=since, owed_from=since, basis=Award.Basis.DECISION, case_number=step.case_number,
        step_key=step.key, state=Award.State.SUSPENDED if doubled else Award.State.ACTIVE,
        hold=Award.Hold.DOUBLE if doubled else Award.Hold.NONE,
        certificate_number=_certificate(household),
    )  # fmt: skip
    AwardPerson.objects.bulk_create(person_row(award, member) for member in people)
    if doubled:
        _note_hold(award, Award.Hold.DOUBLE, "", acting)
    _log(award, Verb.AWARD_OPENED, acting, {"step": step.key, "people": [str(member.pk) for member in people]})
    return award


def _stop(step: StepRow, acting: Acting) -> Award | None:
    """停发: a decided stop ends the person's award with the month after the decision, whenever it is delivered (43号 第二十六条)."""
    case = Case.objects.get(number=step.case_number)
    return _end_of(Award.objects.filter(household=case.household_id, programme=case.programme), step, acting)


def _refuse(step: StepRow, acting: Acting) -> Award | None:
    """不予确认: a refusal of a case that had been granted (reopened) ends what that grant opened; else it means nothing."""
    return _end_of(Award.objects.filter(case_number=step.case_number), step, acting)


def _end_of(awards: QuerySet[Award], step: StepRow, acting: Acting) -> Award | None:
    """End the open award among these, if it was opened before the step."""
    award = awards.filter(state__in=_OPEN).select_for_update().first()
    opened_by = _first_of(award).step_key if award else None
    if award is None or (opened_by is not None and opened_by > step.key):
        return None
    _end(award, next_month(step.on), step.key, acting)
    return award


def _first_of(award: Award) -> Award:
    """The award that an uplift raised, and one before that; itself where none did."""
    while award.uplift_of is not None:
        award = award.uplift_of
    return award


# What a step means for money, by its code in the procedures' tables.
EFFECTS: Mapping[str, Effect] = {"deliver": _open, "confirm_stop": _stop, "deliver_refusal": _refuse}

_OPEN = (Award.State.PENDING, Award.State.ACTIVE, Award.State.SUSPENDED)


def _people(decision: Decision) -> tuple[list[Member], bool]:
    """The people that a decision counted and that are on no other award, and whether somebody was on one."""
    counted = counted_people(decision.facts, basis_of(decision))
    members = list(Member.objects.filter(pk__in=counted, household=decision.case.household_id).order_by("position"))
    indexes = [bytes(member.id_index) for member in members]
    elsewhere = {
        bytes(index)
        for index in AwardPerson.objects.filter(active=True, id_index__in=indexes)
        .exclude(award__household=decision.case.household_id, award__programme=decision.case.programme)
        .values_list("id_index", flat=True)
    }
    return [member for member in members if bytes(member.id_index) not in elsewhere], bool(elsewhere)


def counted_people(facts: Mapping[str, Any], basis: Registry) -> list[str]:
    """Ids of the people whom a decision's facts count, by the parameters that it was made by; 特困 is for one."""
    known = read(facts)
    if known.programme == "extreme_hardship_support":
        return [known.applicant]
    in_force = basis.in_force(known.on, known.division, known.area).overridden(known.parameters, known.on)
    calculation = sheet(known, in_force)
    if calculation["is_single_application"]:
        return [known.applicant]
    rows = zip(known.persons, calculation.household.persons, strict=True)
    return [person.id for person, row in rows if calculation.value(row, "counts")]


def person_row(award: Award, member: Member) -> AwardPerson:
    """An unsaved row for one person on an award."""
    return AwardPerson(
        award=award, member=member, id_index=member.id_index, programme=award.programme,
        town=award.town, village=award.village,
    )  # fmt: skip


def _end(award: Award, until: date, key: int, acting: Acting) -> None:
    """The award is paid up to the month before `until`. A hold stays: months that waited are not let go by an ending."""
    Award.objects.filter(pk=award.pk).update(
        state=Award.State.ENDED, until=max(until, award.since), ended_by=key,
    )  # fmt: skip
    AwardPerson.objects.filter(award=award).update(active=False)
    award.refresh_from_db()
    _log(award, Verb.AWARD_CHANGED, acting, {"step": key})


def _certificate(household: Household) -> str:
    kind = f"{'C' if household.area == 'urban' else 'N'}{household.town[:6]}"
    return f"{kind}{next_number(kind):06d}"


def next_number(scope: str) -> int:
    """The next running number of a kind; the counter stays locked until the transaction ends."""
    counter = lock_counter(scope)
    Counter.objects.filter(pk=scope).update(last=F("last") + 1)
    return counter.last + 1


def lock_counter(scope: str) -> Counter:
    """The counter of a kind, locked until the transaction ends."""
    Counter.objects.get_or_create(scope=scope)
    return Counter.objects.select_for_update().get(scope=scope)


def raise_counter(scope: str, at_least: int) -> None:
    """Numbers up to this one were given by others; the next of ours is past them."""
    Counter.objects.get_or_create(scope=scope)
    Counter.objects.filter(pk=scope, last__lt=at_least).update(last=at_least)


@transaction.atomic
def hold_award(*, award: Award, hold: str, acting: Acting, reason: str = "") -> Award:
    """暂缓发放: the next line waits until somebody looked (DESIGN N8: death and double registration only).

    Errors: NotNow when the award isn't paid now; ValueError for another cause.
    """
    cause = Award.Hold(hold)
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if locked.state != Award.State.ACTIVE:
        raise NotNow([_("这户现为「{state}」，不能暂缓").format(state=locked.get_state_display())])
    locked.state, locked.hold = Award.State.SUSPENDED, cause
    locked.save(update_fields=["state", "hold"])
    _note_hold(locked, cause, reason, acting)
    _log(locked, Verb.AWARD_CHANGED, acting, {})
    return locked


def _note_hold(award: Award, cause: str, reason: str, acting: Acting) -> AwardHold:
    return AwardHold.objects.create(
        award=award, cause=cause, since=max(acting.on.replace(day=1), award.since), reason=reason.strip(),
        held_by=acting.login, held_name=acting.name, held_on=acting.on, town=award.town, village=award.village,
    )  # fmt: skip


@transaction.atomic
def ask_release(*, award: Award, reason: str, acting: Acting) -> AwardHold:
    """提出恢复发放: the finding did not hold, and why; another person has to agree. Errors: NotNow."""
    locked = Award.objects.select_for_update().get(pk=award.pk)
    hold = _open_hold(locked)
    if locked.hold == Award.Hold.NONE:
        raise NotNow([_("这户现为「{state}」，没有暂缓").format(state=locked.get_state_display())])
    if not reason.strip():
        raise NotNow([_("还没写恢复发放的理由")])
    hold = hold or _note_hold(locked, locked.hold, "", acting)
    if hold.asked_by:
        raise NotNow([_("{name} 已提出恢复，还等另一人确认").format(name=hold.asked_name)])
    hold.asked_by, hold.asked_name, hold.asked_on = acting.login, acting.name, acting.on
    hold.asked_reason = reason.strip()
    hold.save(update_fields=["asked_by", "asked_name", "asked_on", "asked_reason"])
    _log(locked, Verb.AWARD_RELEASE_ASKED, acting, {})
    return hold


@transaction.atomic
def release_award(*, award: Award, agree: bool = True, acting: Acting) -> Award:
    """恢复发放: a second person agrees, and months that waited are paid as arrears with the next run; or it stays held.

    Errors: NotNow (not held, nobody asked, or this person asked).
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    hold = _open_hold(locked)
    found = release_obstacles(locked, hold, acting)
    if found or hold is None:
        raise NotNow(found)
    if not agree:
        AwardHold.objects.filter(pk=hold.pk).update(asked_by="", asked_name="", asked_on=None)
        _log(locked, Verb.AWARD_CHANGED, acting, {"agreed": False})
        return locked
    AwardHold.objects.filter(pk=hold.pk).update(
        released_by=acting.login, released_name=acting.name, released_on=acting.on
    )
    locked.hold = Award.Hold.NONE
    locked.state = Award.State.ACTIVE if locked.state == Award.State.SUSPENDED else locked.state
    locked.save(update_fields=["state", "hold"])
    _log(locked, Verb.AWARD_CHANGED, acting, {"agreed": True})
    return locked


def release_obstacles(award: Award, hold: AwardHold | None, acting: Acting) -> list[str]:
    """Why this person can't let a held award go on, in words; empty when they can."""
    if award.hold == Award.Hold.NONE:
        return [_("这户现为「{state}」，没有暂缓").format(state=award.get_state_display())]
    if hold is None or not hold.asked_by:
        return [_("还没人提出恢复：先由民政助理员查清情况、写明理由")]
    if hold.asked_by == acting.login:
        return [_("恢复发放是您提出的，须由另一人确认")]
    return []


def _open_hold(award: Award) -> AwardHold | None:
    return AwardHold.objects.select_for_update().filter(award=award, released_by="").first()


def award_facts(award: Award) -> dict[str, Any]:
    """Everything of an award that a replay compares: keys, codes, sums and months, no name and no number."""
    return {
        "award": award.pk, "household": str(award.household_id), "programme": award.programme, "area": award.area,
        "members": award.members, "base": money(award.base), "supplement": money(award.supplement),
        "care": money(award.care), "amount": money(award.amount), "since": month_text(award.since),
        "owed_from": month_text(award.owed_from), "until": month_text(award.until), "state": award.state,
        "hold": award.hold, "basis": award.basis, "arrears_from": month_text(award.arrears_from),
    }  # fmt: skip


def money(amount: Decimal) -> str:
    """A sum in yuan with two places."""
    return f"{amount:.2f}"


def month_text(month: date | None) -> str | None:
    """A month as 2026-12."""
    return f"{month:%Y-%m}" if month else None


def chain_of(award: Award) -> str:
    """The chain that tells of an award: its case's, or its import's; after an uplift that of the award before it."""
    if award.case_number:
        return f"case/{award.case_number}"
    if award.uplift_of:
        return chain_of(award.uplift_of)
    return f"import/{award.import_row.ledger.number}" if award.import_row else ""


def _log(award: Award, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=chain_of(award), actor=acting.actor, verb=verb, object_kind="award", object_key=str(award.pk),
        facts={**award_facts(award), **facts}, at=acting.at, on=acting.on, town=award.town,
    )  # fmt: skip
