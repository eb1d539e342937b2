"""Editing the working-day calendar: entered by one person of the bureau, confirmed by another (N9)."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.models import CalendarDay
from doudi.audit.actions import append
from doudi.audit.verbs import Verb

State = CalendarDay.State


class CannotEdit(Exception):
    """An edit of the calendar can't be made or decided; the text is the sentence for the screen."""


@transaction.atomic
def enter(*, day: date, is_working: bool, note: str, completes_year: bool, acting: Acting) -> CalendarDay:
    """录入: nothing counts by it until somebody else has confirmed. Errors: CannotEdit."""
    if CalendarDay.objects.filter(day=day, state=State.PROPOSED).exists():
        raise CannotEdit("这一天已有一条改动待他人确认")
    row = CalendarDay.objects.create(
        day=day, is_working=is_working, note=note, completes_year=completes_year, entered_by=acting.login,
        entered_name=acting.name, entered_on=acting.on,
    )  # fmt: skip
    _log(row, Verb.CALENDAR_ENTERED, acting, {"working": "上班" if is_working else "放假"})
    return row


@transaction.atomic
def decide(*, row: CalendarDay, accept: bool, acting: Acting) -> CalendarDay:
    """确认或不采用: by another person; from the next request on every limit is counted by it. Errors: CannotEdit."""
    row = CalendarDay.objects.select_for_update().get(pk=row.pk)
    if row.state != State.PROPOSED:
        raise CannotEdit("这条改动已经处理过")
    if row.entered_by == acting.login:
        raise CannotEdit("录入和确认须是两个人，请由另一人确认")
    row.state = State.CONFIRMED if accept else State.REJECTED
    row.decided_by, row.decided_name, row.decided_at = acting.login, acting.name, acting.at
    row.save(update_fields=["state", "decided_by", "decided_name", "decided_at"])
    _log(row, Verb.CALENDAR_DECIDED, acting, {"outcome": "确认" if accept else "不采用"})
    return row


def edits() -> QuerySet[CalendarDay]:
    """Every edit, those that wait first, then by day, newest first."""
    return CalendarDay.objects.order_by("-state", "-day", "-pk")


def _log(row: CalendarDay, verb: Verb, acting: Acting, facts: dict[str, str]) -> None:
    append(
        chain="calendar/days", actor=acting.actor, verb=verb, object_kind="calendar_day", object_key=str(row.pk),
        facts={"day": row.day.isoformat(), "completes_year": row.completes_year, **facts}, at=acting.at, on=acting.on,
    )  # fmt: skip
