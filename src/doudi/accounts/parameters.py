"""The values of parameters that two people of the bureau entered: the rows of the desk as `law` takes them."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import Greatest

from doudi.accounts.models import ParameterValue
from doudi.law.parameters import DatedValue, national

State = ParameterValue.State
IN_FORCE = (State.CONFIRMED, State.LEAVING)
WAITING = (State.PROPOSED, State.LEAVING)
_KEPT = threading.local()


@dataclass(frozen=True)
class Standing:
    """Which rows the values in use come from: equal standings, equal values."""

    counted: int = 0
    withdrawn: int = 0
    newest: int = 0
    last: str = ""


NOTHING = Standing()


def values() -> tuple[DatedValue, ...]:
    """参数值 in force, in the order of their confirmation. No statement but at a process's first look; requests and jobs
    begin with `edited.look_again`, so that a value counts from the next one on. Equal rows give the same tuple."""
    if not hasattr(_KEPT, "values"):
        look_again()
    kept: tuple[DatedValue, ...] = _KEPT.values
    return kept


def waiting() -> int:
    """How many values wait for a second person, to be confirmed or withdrawn. No statement but at a first look."""
    values()
    kept: int = _KEPT.waiting
    return kept


def standings() -> QuerySet[ParameterValue, Any]:
    """One row that says how the values stand: counts of nought where there never was one."""
    ever = Q(state__in=[*IN_FORCE, State.WITHDRAWN])
    return (
        ParameterValue.objects.order_by()
        .values(what=Value("parameters", CharField()))
        .annotate(
            counted=Count("pk", filter=Q(state__in=IN_FORCE)),
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            newest=Max("pk", filter=ever),
            last=Max(Greatest("decided_at", "ended_at"), filter=ever),
        )
    )


def look_again() -> None:
    """Read the rows if they stand otherwise than before. One statement where they don't."""
    refresh(next(iter(standings()), None))


def told(row: Mapping[str, Any] | None) -> Standing:
    """The standing that a row of `standings` tells."""
    if row is None or row["newest"] is None:
        return NOTHING
    return Standing(row["counted"], row["withdrawn"], row["newest"], str(row["last"]))


def refresh(row: Mapping[str, Any] | None) -> None:
    """Read the values unless those kept stand as a row of `standings` says. At most one statement."""
    now, _KEPT.waiting = told(row), row["waiting"] if row else 0
    if getattr(_KEPT, "standing", None) == now:
        return
    found = ParameterValue.objects.filter(state__in=IN_FORCE).order_by("decided_at", "pk") if now.counted else ()
    _KEPT.values = tuple(dated(each) for each in found)
    _KEPT.standing = now


def dated(row: ParameterValue) -> DatedValue:
    """A row as the law takes it. Errors: law's FactsError, KeyError for a name that the law no longer has."""
    raw = json.loads(row.value)
    quantity = national()[0][row.name]
    return DatedValue(
        row.name, row.since, None if raw is None else quantity.read(raw, row.name), row.source, row.clause,
        row.published, row.division, row.area,
    )  # fmt: skip
