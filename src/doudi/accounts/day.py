"""The clock, read at the doors only: the real moment, and the day that the office lives in."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from doudi.accounts.models import DemoDay


def now() -> datetime:
    """The real moment, aware."""
    return timezone.now()


def today() -> date:
    """The office's day: the demo's where a demo runs, else the day in Asia/Shanghai."""
    if settings.DEMO:
        kept = DemoDay.objects.first()
        return kept.day if kept else settings.DOUDI_DEMO_FIRST_DAY
    return timezone.localtime(now()).date()
