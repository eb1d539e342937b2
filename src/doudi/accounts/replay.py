"""Rebuild the values of parameters from the log and compare them with their table (N3)."""

from collections.abc import Iterator
from typing import Any

from doudi.accounts.models import ParameterValue
from doudi.accounts.parameter_rows import row_facts
from doudi.audit.models import Entry
from doudi.audit.replay import Difference

FIELDS = ("name", "division", "area", "since", "value", "source", "clause", "published", "note", "state")


def compare() -> Iterator[Difference]:
    """Every field of a value that the log and the table tell differently; two statements."""
    told: dict[int, dict[str, Any]] = {}
    for entry in Entry.objects.filter(object_kind="parameter").order_by("chain", "number"):
        told[entry.facts["parameter"]] = entry.facts
    kept = {row.pk: row_facts(row) for row in ParameterValue.objects.all()}
    for key in sorted(told.keys() | kept.keys()):
        mine, theirs = told.get(key, {}), kept.get(key, {})
        for name in FIELDS:
            if mine.get(name) != theirs.get(name):
                yield Difference("parameter", str(key), name, str(mine.get(name)), str(theirs.get(name)))
