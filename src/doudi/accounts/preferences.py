"""What a person chose for their own screen; nothing of a citizen, and no log entry."""

from typing import Any

from django.db import transaction

from doudi.accounts.models import Preference


def preference(officer_id: int, name: str) -> Any:
    """What was chosen, None when nothing was. One statement."""
    return next(iter(Preference.objects.filter(officer=officer_id, name=name).values_list("value", flat=True)), None)


@transaction.atomic
def prefer(*, officer_id: int, name: str, value: Any) -> None:
    """Keep a choice; the last one counts."""
    Preference.objects.update_or_create(officer_id=officer_id, name=name, defaults={"value": value})
