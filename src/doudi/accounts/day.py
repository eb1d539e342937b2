"""The clock, read at the doors only: the real moment, and the day that the office lives in."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from doudi.accounts.models import DemoDay
from doudi.vault.prepared import Prepared

DEMO_DAY = Prepared(lambda: DemoDay.objects.values_list("day"))  # every page of a demo asks it


def now() -> datetime:
    """The real moment, aware."""
    return timezone.now()


def today() -> date:
    """The office's day: the demo's where a demo runs, else the day in Asia/Shanghai."""
    if settings.DEMO:
        kept = DEMO_DAY.rows()
        day: date = kept[0][0] if kept else settings.DOUDI_DEMO_FIRST_DAY
        return day
    return timezone.localtime(now()).date()
