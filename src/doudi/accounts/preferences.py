"""What a person chose for their own screen; nothing of a citizen, and no log entry."""

import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from doudi.accounts.models import Preference
from doudi.vault.prepared import Prepared


def _chosen(officer: int, name: str) -> QuerySet[Preference, Any]:
    return Preference.objects.filter(officer=officer, name=name).values_list("value")


CHOSEN = Prepared(_chosen, officer=-140502, name="<name>")  # every list asks it


def preference(officer_id: int, name: str) -> Any:
    """What was chosen, None when nothing was. One statement."""
    found = CHOSEN.rows(officer=officer_id, name=name)
    return json.loads(found[0][0]) if found else None


@transaction.atomic
def prefer(*, officer_id: int, name: str, value: Any) -> None:
    """Keep a choice; the last one counts."""
    Preference.objects.update_or_create(officer_id=officer_id, name=name, defaults={"value": value})
