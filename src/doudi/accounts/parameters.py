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


def standings() -> QuerySet[ParameterValue, Any]:
    """One row that says how the values stand: counts of nought where there never was one."""
    ever = ParameterValue.objects.filter(state__in=[*IN_FORCE, State.WITHDRAWN]).order_by()
    return ever.values(what=Value("parameters", CharField())).annotate(
        counted=Count("pk", filter=Q(state__in=IN_FORCE)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        newest=Max("pk"),
        last=Max(Greatest("decided_at", "ended_at")),
    )


def look_again() -> None:
    """Read the rows if they stand otherwise than before. One statement where they don't."""
    refresh(told(next(iter(standings()), None)))


def told(row: Mapping[str, Any] | None) -> Standing:
    """The standing that a row of `standings` tells."""
    if row is None or row["newest"] is None:
        return NOTHING
    return Standing(row["counted"], row["withdrawn"], row["newest"], str(row["last"]))


def refresh(now: Standing) -> None:
    """Read the rows unless what is kept stands like that. At most one statement."""
    if getattr(_KEPT, "standing", None) == now:
        return
    rows = ParameterValue.objects.filter(state__in=IN_FORCE).order_by("decided_at", "pk") if now.counted else ()
    _KEPT.values = tuple(dated(row) for row in rows)
    _KEPT.standing = now


def dated(row: ParameterValue) -> DatedValue:
    """A row as the law takes it. Errors: law's FactsError, KeyError for a name that the law no longer has."""
    raw = json.loads(row.value)
    quantity = national()[0][row.name]
    return DatedValue(
        row.name, row.since, None if raw is None else quantity.read(raw, row.name), row.source, row.clause,
        row.published, row.division, row.area,
    )  # fmt: skip
