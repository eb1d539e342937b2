"""The office's working-day calendar: the published one with the days that two people of the bureau entered (N9)."""

import threading
from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Count, IntegerField, Max, QuerySet, Value

from doudi.accounts.models import CalendarDay
from doudi.law.calendar import Calendar

_KEPT = threading.local()
_CONFIRMED = CalendarDay.State.CONFIRMED


def calendar() -> Calendar:
    """工作日历: confirmed edits go before the published year. No statement but at a process's first look; requests and
    jobs begin with `edited.look_again`, so that an edit counts from the next one on."""
    if not hasattr(_KEPT, "calendar"):
        look_again()
    kept: Calendar = _KEPT.calendar
    return kept


def stamp() -> str:
    """Which edits the calendar now in use has: equal stamps, equal calendars."""
    calendar()
    kept: str = _KEPT.stamp
    return kept


def standings() -> QuerySet[CalendarDay, Any]:
    """One row that says how the edits stand; of the same columns as the parameters' one."""
    edits = CalendarDay.objects.filter(state=_CONFIRMED).order_by()
    return edits.values(what=Value("calendar", CharField())).annotate(
        counted=Count("pk"),
        withdrawn=Value(0, IntegerField()),
        waiting=Value(0, IntegerField()),
        newest=Max("pk"),
        last=Max("decided_at"),
    )


def look_again() -> None:
    """Read the edits if there are others than before. One statement where there are none."""
    refresh(told(next(iter(standings()), None)))


def told(row: Mapping[str, Any] | None) -> str:
    """The stamp of the edits that a row of `standings` tells of."""
    return f"{row['counted']}/{row['last']:%Y%m%d%H%M%S%f}" if row and row["counted"] else "0"


def refresh(now: str) -> None:
    """Read the edits unless those kept have that stamp. At most one statement."""
    if getattr(_KEPT, "stamp", None) == now:
        return
    rows = list(CalendarDay.objects.filter(state=_CONFIRMED).order_by("decided_at", "pk"))
    entered = {row.day.year for row in rows if row.completes_year}
    _KEPT.calendar = Calendar(edits={row.day: row.is_working for row in rows}, entered=entered)
    _KEPT.stamp = now
