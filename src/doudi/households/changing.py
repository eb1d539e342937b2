"""What every write about a family does: claim its version, and tell the log."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import F

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.households.models import Household


class Stale(Exception):
    """The family changed after the page was opened; `changes` says how it differs from what was typed. Nothing was
    changed."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("；".join(changes))
        self.changes = list(changes)


def claim(household: Household, version: int | None, changes: Callable[[], Sequence[str]]) -> None:
    """Raise the version by one; with `version`, only if nobody was quicker. Errors: Stale."""
    rows = Household.objects.filter(pk=household.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        raise Stale(changes())
    household.refresh_from_db(fields=["version"])


def log(household: Household, acting: Acting, case_number: str, facts: Mapping[str, Any]) -> None:
    """One entry: in the chain of the case that asked for the change, else in the person's own of the day."""
    chain = f"case/{case_number}" if case_number else f"day/{acting.login}/{acting.on.isoformat()}"
    append(
        chain=chain, actor=acting.actor, verb=Verb.PERSON_CHANGED, object_kind="household",
        object_key=str(household.pk), facts={"household_version": household.version, **facts}, at=acting.at,
        on=acting.on, town=household.town,
    )  # fmt: skip
