"""提标重算: a new standard's amounts for every award in being, as a list; a town's leader confirms what rises."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.assessment import registry
from doudi.cases.steps import NotNow
from doudi.law.parameters import Registry
from doudi.payments.awards import award_facts, month_text, months_between, next_month, next_number, person_row
from doudi.payments.copying import copy_in
from doudi.payments.models import Award, AwardPerson, RecalculatedAward, Recalculation
from doudi.payments.recalculating import RUNNING, Found, Progress, Run, calculate

FAR = 12  # months ahead or past from which an uplift can count
ITEMS = ("base", "supplement", "care")
State, Verdict = Recalculation.State, RecalculatedAward.Verdict


@transaction.atomic
def ask(*, month: date, acting: Acting) -> Recalculation:
    """提出提标重算: for the amounts from a month on (its first day), ahead or past. Errors: NotNow for one too far off.

    A month past is that of a standard which was set late: what was paid since is topped up with the next run.
    """
    if abs(months_between(acting.on, month)) > FAR:
        raise NotNow([_("请选前后 {most} 个月以内的一个月").format(most=FAR)])
    number = f"TB-{acting.division[:6]}-{acting.on.year}-{next_number(f'TB{acting.on.year}'):03d}"
    made = Recalculation.objects.create(
        number=number,
        month=month.replace(day=1),
        by_login=acting.login,
        by_name=acting.name,
        on=acting.on,
        at=acting.at,
    )
    _log(made, Verb.UPLIFT_ASKED, acting, {"month": month_text(made.month)})
    return made


def make(key: UUID) -> bool:
    """Calculate what was asked for, from its beginning however often it was begun; False when it is over already."""
    found = Recalculation.begun(key)
    if found is None:
        return False
    total = Award.objects.filter(state__in=RUNNING).count()
    Recalculation.objects.filter(pk=key).update(total=total)
    rows, missing = recalculated(found, progress=lambda percent: _moved(key, total * percent // 100))
    with transaction.atomic():
        RecalculatedAward.objects.filter(recalculation=found).delete()
        copy_in(RecalculatedAward, rows)
        Recalculation.objects.filter(pk=key).update(state=State.READY, total=len(rows), done=len(rows), missing=missing)
    return True


def recalculated(of: Recalculation, *, progress: Progress) -> tuple[list[RecalculatedAward], list[str]]:
    """A row for every award in being, none of them kept yet, and the parameters that have no value."""
    awards = list(Award.objects.filter(state__in=RUNNING).order_by("town", "village", "pk"))
    made = calculate([award.pk for award in awards], _runs(of, registry()), on=of.on, progress=progress)
    found = [[run.get(award.pk) for run in made.runs] for award in awards]
    rows = [_row(of, award, each) for award, each in zip(awards, found, strict=True)]
    return rows, list(made.missing)


def is_past(of: Recalculation) -> bool:
    """Whether it counts from a month that had begun when it was asked for."""
    return of.month <= of.on


def _runs(of: Recalculation, known: Registry) -> list[Run]:
    """Before and after: today's values and those of the month ahead; of a month past, the values without and with those
    that began by then or since, today and in that month, since ages may have changed between."""
    if not is_past(of):
        return [(of.on, known), (of.month, known)]
    before = Registry(known.quantities, tuple(each for each in known.values if each.since < of.month))
    return [(day, values) for day in (of.on, of.month) for values in (before, known)]


def _moved(key: UUID, done: int) -> None:
    """How many awards are read so far."""
    Recalculation.objects.filter(pk=key).update(done=done)


def _row(of: Recalculation, award: Award, found: Sequence[Found | None]) -> RecalculatedAward:
    before, after = found[:2]
    verdict = _verdict(award, before, after)
    if verdict == Verdict.HIGHER and is_past(of) and not _can_be_topped_up(of, award, found):
        verdict = Verdict.DIFFERS
    row = RecalculatedAward(
        recalculation=of, award=award, programme=award.programme, area=award.area, members=award.members,
        was_base=award.base, was_supplement=award.supplement, was_care=award.care, town=award.town,
        village=award.village, verdict=verdict,
    )  # fmt: skip
    if before and before.outcome:
        row.found = before.total
    if after and after.outcome:
        row.base, row.supplement, row.care = after.base, after.supplement, after.care
    return row


def _verdict(award: Award, before: Found | None, after: Found | None) -> str:
    """What two calculations say; what is paid and can't be found from the facts is for people to look into."""
    if award.state != Award.State.ACTIVE:
        return Verdict.HELD
    if before is None or after is None:
        return Verdict.NO_FACTS
    if not (before.outcome and after.outcome):
        return Verdict.OPEN
    if (before.base, before.supplement, before.care) != (award.base, award.supplement, award.care):
        return Verdict.DIFFERS
    return _moved_by(award, after)


def _can_be_topped_up(of: Recalculation, award: Award, found: Sequence[Found | None]) -> bool:
    """Whether every month since was paid just what the rules gave before, of items that only rise; else for people."""
    (before, after), in_the_month = found[:2], found[2:]
    rises = all(
        0 < getattr(before, item) <= getattr(after, item) or getattr(before, item) == getattr(after, item)
        for item in ITEMS
    )
    return (
        rises
        and list(in_the_month) == [before, after]
        and (award.basis != Award.Basis.UPLIFT or award.since <= of.month)
    )


def _moved_by(award: Award, after: Found) -> str:
    """What the new values do to an award that today's values explain."""
    if after.outcome != "eligible":
        return Verdict.ENDS
    step = after.total - award.amount
    return Verdict.SAME if step == 0 else Verdict.HIGHER if step > 0 else Verdict.LOWER


@transaction.atomic
def confirm(*, recalculation: Recalculation, town: str, acting: Acting) -> list[Award]:
    """确认提标: the rising awards of a town are paid their new amounts from the month on; each follows the one before.

    One entry tells of all of them. Errors: NotNow where nothing is to be confirmed, the month has begun, or an award
    isn't what it was.
    """
    rows = list(
        RecalculatedAward.objects.select_for_update(of=("self",)).select_related("award")
        .filter(recalculation=recalculation, town=town, verdict=Verdict.HIGHER, confirmed_by="").order_by("pk")
    )  # fmt: skip
    awards = {each.pk: each for each in Award.objects.select_for_update().filter(pk__in=[row.award_id for row in rows])}
    if obstacles := _obstacles(recalculation, rows, awards, acting.on):
        raise NotNow(obstacles)
    since = next_month(acting.on) if is_past(recalculation) else recalculation.month
    made = _followed(rows, awards, since, recalculation.month)
    RecalculatedAward.objects.filter(pk__in=[row.pk for row in rows]).update(
        confirmed_by=acting.login, confirmed_name=acting.name, confirmed_on=acting.on
    )
    ended = Award.objects.filter(pk__in=awards).order_by("pk")
    _log(recalculation, Verb.UPLIFT_CONFIRMED, acting, {
        "lines": len(made), "since": month_text(since), "month": month_text(recalculation.month), "town": town,
        "awards": [award_facts(award) for award in (*ended, *made)],
    }, town)  # fmt: skip
    return made


def _obstacles(
    of: Recalculation, rows: Sequence[RecalculatedAward], awards: Mapping[int, Award], on: date
) -> list[str]:
    if of.state != State.READY:
        return [_("还没有算完，请稍后再来")]
    if not rows:
        return [_("本镇（街道）没有待确认的提高")]
    if not is_past(of) and of.month <= on:
        return [_("{month} 已经开始发放，这次重算不能再确认；请重新提出").format(month=month_text(of.month))]
    changed = [row for row in rows if not _is_as_it_was(row, awards[row.award_id])]
    if changed:
        return [_("有 {count} 户的待遇在重算之后变动过，请重新提出重算").format(count=len(changed))]
    return []


def _is_as_it_was(row: RecalculatedAward, award: Award) -> bool:
    same = (award.base, award.supplement, award.care) == (row.was_base, row.was_supplement, row.was_care)
    return same and award.state == Award.State.ACTIVE and award.members == row.members


def _followed(rows: Sequence[RecalculatedAward], awards: Mapping[int, Award], since: date, month: date) -> list[Award]:
    """The awards that follow others from a month on: the same people and certificates, the new amounts; where the uplift
    counts from an earlier `month`, what was paid since then is topped up."""
    people = list(AwardPerson.objects.filter(award__in=awards, active=True).select_related("member"))
    Award.objects.filter(pk__in=awards).update(state=Award.State.ENDED, until=since)
    AwardPerson.objects.filter(award__in=awards).update(active=False)
    made = Award.objects.bulk_create(_following(row, awards[row.award_id], since, month) for row in rows)
    after = {award.uplift_of_id: award for award in made}
    AwardPerson.objects.bulk_create(person_row(after[person.award_id], person.member) for person in people)
    return made


def _following(row: RecalculatedAward, award: Award, since: date, month: date) -> Award:
    if row.base is None or row.supplement is None or row.care is None:
        raise ValueError(f"{row.pk}: a rising award has new amounts")
    return Award(
        household_id=award.household_id, programme=award.programme, area=award.area, town=award.town,
        village=award.village, members=award.members, base=row.base, supplement=row.supplement, care=row.care,
        since=since, owed_from=since, arrears_from=month if month < since else None, basis=Award.Basis.UPLIFT, case_number=award.case_number, uplift_of=award,
        state=Award.State.ACTIVE, certificate_number=award.certificate_number,
    )  # fmt: skip


def _log(of: Recalculation, verb: Verb, acting: Acting, facts: Mapping[str, object], town: str = "") -> None:
    append(
        chain=f"recalculation/{of.number}", actor=acting.actor, verb=verb, object_kind="recalculation",
        object_key=of.number, facts=dict(facts), at=acting.at, on=acting.on, town=town,
    )  # fmt: skip
