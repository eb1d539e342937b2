"""Writes about awards: opened from delivered decisions, held when a death or a double registration was found."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.assessment import registry
from doudi.cases.models import Decision
from doudi.cases.queries import StepRow, granted, steps_taken_after
from doudi.cases.steps import NotNow
from doudi.households.models import Household, Member
from doudi.law.columns import sheet
from doudi.law.facts import read
from doudi.payments.models import Award, AwardPerson, Counter, StepCursor

DELIVERED = "deliver"


@transaction.atomic
def open_awards(*, acting: Acting) -> list[Award]:
    """建立待遇: one award for each delivered decision that has none yet; calling it again opens nothing.

    Reads the steps taken past the cursor. Two transactions may commit in another order than they began, so the cursor
    stays a month behind: what it reads again is known by its key (unique per delivery).
    """
    StepCursor.objects.get_or_create(code=DELIVERED)
    cursor = StepCursor.objects.select_for_update().get(code=DELIVERED)
    steps = steps_taken_after(cursor.last, DELIVERED)
    known = set(Award.objects.filter(step_key__in=[step.key for step in steps]).values_list("step_key", flat=True))
    opened = [_open(step, acting) for step in steps if step.key not in known]
    settled = [step.key for step in steps if months_between(step.on, acting.on) > 1]
    if settled:
        StepCursor.objects.filter(code=DELIVERED).update(last=max(settled))
    return opened


def months_between(first: date, last: date) -> int:
    """Whole calendar months from the month of one day to that of another."""
    return (last.year - first.year) * 12 + last.month - first.month


def _open(step: StepRow, acting: Acting) -> Award:
    decision = granted(step.case_number)
    household, programme, since = decision.case.household, decision.case.programme, decision.first_month
    if since is None:
        raise ValueError(f"{step.case_number}: a granted decision names its first month")
    for before in Award.objects.select_for_update().filter(household=household, programme=programme, state__in=_OPEN):
        _end(before, since, acting)
    people, doubled = _people(decision)
    award = Award.objects.create(
        household=household, programme=programme, area=household.area, town=household.town, village=household.village,
        members=decision.members, base=decision.base, supplement=decision.supplement, since=since, owed_from=since,
        basis=Award.Basis.DECISION, case_number=step.case_number, step_key=step.key,
        state=Award.State.SUSPENDED if doubled else Award.State.ACTIVE,
        hold=Award.Hold.DOUBLE if doubled else Award.Hold.NONE,
        certificate_number=_certificate(household),
    )  # fmt: skip
    AwardPerson.objects.bulk_create(person_row(award, member) for member in people)
    _log(award, Verb.AWARD_OPENED, acting, {"step": step.key, "people": [str(member.pk) for member in people]})
    return award


_OPEN = (Award.State.PENDING, Award.State.ACTIVE, Award.State.SUSPENDED)


def _people(decision: Decision) -> tuple[list[Member], bool]:
    """The people that a decision counted and that are on no other award, and whether somebody was on one."""
    counted = counted_people(decision.facts)
    members = list(Member.objects.filter(pk__in=counted, household=decision.case.household_id).order_by("position"))
    indexes = [bytes(member.id_index) for member in members]
    elsewhere = {
        bytes(index)
        for index in AwardPerson.objects.filter(active=True, id_index__in=indexes)
        .exclude(award__household=decision.case.household_id)
        .values_list("id_index", flat=True)
    }
    return [member for member in members if bytes(member.id_index) not in elsewhere], bool(elsewhere)


def counted_people(facts: Mapping[str, Any]) -> list[str]:
    """Ids of the people whom a decision's facts count, by the rules and parameters of their day."""
    known = read(facts)
    in_force = registry().in_force(known.on, known.division, known.area).overridden(known.parameters, known.on)
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


def _end(award: Award, until: date, acting: Acting) -> None:
    Award.objects.filter(pk=award.pk).update(
        state=Award.State.ENDED, hold=Award.Hold.NONE, until=max(until, award.since)
    )
    AwardPerson.objects.filter(award=award).update(active=False)
    award.refresh_from_db()
    _log(award, Verb.AWARD_CHANGED, acting, {})


def _certificate(household: Household) -> str:
    kind = f"{'C' if household.area == 'urban' else 'N'}{household.town[:6]}"
    return f"{kind}{next_number(kind):06d}"


def next_number(scope: str) -> int:
    """The next running number of a kind; the counter stays locked until the transaction ends."""
    Counter.objects.get_or_create(scope=scope)
    counter = Counter.objects.select_for_update().get(scope=scope)
    Counter.objects.filter(pk=scope).update(last=F("last") + 1)
    return counter.last + 1


def raise_counter(scope: str, at_least: int) -> None:
    """Numbers up to this one were given by others; the next of ours is past them."""
    Counter.objects.get_or_create(scope=scope)
    Counter.objects.filter(pk=scope, last__lt=at_least).update(last=at_least)


@transaction.atomic
def hold_award(*, award: Award, hold: str, acting: Acting) -> Award:
    """暂缓发放: the next line waits until somebody looked (DESIGN N8: death and double registration only).

    Errors: NotNow when the award isn't paid now; ValueError for another cause.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if locked.state != Award.State.ACTIVE:
        raise NotNow([_("这户现为「{state}」，不能暂缓").format(state=locked.get_state_display())])
    locked.state, locked.hold = Award.State.SUSPENDED, Award.Hold(hold)
    locked.save(update_fields=["state", "hold"])
    _log(locked, Verb.AWARD_CHANGED, acting, {})
    return locked


@transaction.atomic
def release_award(*, award: Award, reason: str, acting: Acting) -> Award:
    """恢复发放: the finding did not hold; months that waited are paid as arrears with the next run. Errors: NotNow."""
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if locked.state != Award.State.SUSPENDED:
        raise NotNow([_("这户现为「{state}」，没有暂缓").format(state=locked.get_state_display())])
    if not reason.strip():
        raise NotNow([_("还没写恢复发放的理由")])
    locked.state, locked.hold = Award.State.ACTIVE, Award.Hold.NONE
    locked.save(update_fields=["state", "hold"])
    _log(locked, Verb.AWARD_CHANGED, acting, {"reason_given": True})
    return locked


def award_facts(award: Award) -> dict[str, Any]:
    """Everything of an award that a replay compares: keys, codes, sums and months, no name and no number."""
    return {
        "award": award.pk, "household": str(award.household_id), "programme": award.programme, "area": award.area,
        "members": award.members, "base": money(award.base), "supplement": money(award.supplement),
        "amount": money(award.base + award.supplement), "since": month_text(award.since),
        "owed_from": month_text(award.owed_from), "until": month_text(award.until), "state": award.state,
        "hold": award.hold, "basis": award.basis,
    }  # fmt: skip


def money(amount: Decimal) -> str:
    """A sum in yuan with two places."""
    return f"{amount:.2f}"


def month_text(month: date | None) -> str | None:
    """A month as 2026-12."""
    return f"{month:%Y-%m}" if month else None


def chain_of(award: Award) -> str:
    """The chain that tells of an award: its case's, or its import's."""
    if award.case_number:
        return f"case/{award.case_number}"
    return f"import/{award.import_row.ledger.number}" if award.import_row else ""


def _log(award: Award, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=chain_of(award), actor=acting.actor, verb=verb, object_kind="award", object_key=str(award.pk),
        facts={**award_facts(award), **facts}, at=acting.at, on=acting.on, town=award.town,
    )  # fmt: skip
