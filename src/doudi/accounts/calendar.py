"""The office's working-day calendar: the published one with the days that two people of the bureau entered (N9)."""

import threading

from django.db.models import Count, Max

from doudi.accounts.models import CalendarDay
from doudi.law.calendar import Calendar

_KEPT = threading.local()


def calendar() -> Calendar:
    """工作日历: confirmed edits go before the published year. No statement but at a process's first look; requests and
    jobs begin with `look_again`, so that an edit counts from the next one on."""
    if not hasattr(_KEPT, "calendar"):
        look_again()
    kept: Calendar = _KEPT.calendar
    return kept


def stamp() -> str:
    """Which edits the calendar now in use has: equal stamps, equal calendars."""
    calendar()
    kept: str = _KEPT.stamp
    return kept


def look_again() -> None:
    """Read the edits if there are others than before. One statement where there are none."""
    edits = CalendarDay.objects.filter(state=CalendarDay.State.CONFIRMED)
    told = edits.aggregate(n=Count("pk"), last=Max("decided_at"))
    now = f"{told['n']}/{told['last']:%Y%m%d%H%M%S%f}" if told["n"] else "0"
    if getattr(_KEPT, "stamp", None) == now:
        return
    rows = list(edits.order_by("decided_at", "pk"))
    entered = {row.day.year for row in rows if row.completes_year}
    _KEPT.calendar = Calendar(edits={row.day: row.is_working for row in rows}, entered=entered)
    _KEPT.stamp = now
