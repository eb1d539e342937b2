"""Numbers of cases: office, kind, year, running number without gaps."""

from datetime import date

from doudi.cases.models import NumberCounter

_MARKS = {"subsistence_allowance": "DB", "extreme_hardship_support": "TK"}


def next_number(town: str, programme: str, on: date) -> str:
    """`DB-140502100-2026-0001`: the next number of a town, inside the caller's transaction (the row stays locked)."""
    NumberCounter.objects.get_or_create(town=town, year=on.year, programme=programme)
    counter = NumberCounter.objects.select_for_update().get(town=town, year=on.year, programme=programme)
    counter.last += 1
    NumberCounter.objects.filter(pk=counter.pk).update(last=counter.last)
    return f"{_MARKS[programme]}-{town}-{on.year}-{counter.last:04d}"
