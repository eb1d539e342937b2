"""这个数怎么来的: the lines of a calculation for the screen, each with its clause, parameters, values and sources."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doudi.law.procedure import Procedure
from doudi.ui.parts import Working, WorkLine
from doudi.ui.words import Figure

SUMMED = frozenset({"income_a_month", "base_allowance"})


def explained(answer: Mapping[str, Any], *, said: Mapping[str, Any] | None = None, basis: str = "") -> Working:
    """The lines of an answer of `doudi assess`; `said` is the same by what the family declared, struck where it differs.

    `basis` (see `in_force`) says which editions were in force.
    """
    before = {line["name"]: _figure(line) for line in said["lines"]} if said else {}
    lines = [_line(line, before.get(line["name"])) for line in answer["lines"] if not line["name"].endswith("_total")]
    was = Decimal(said["amounts"]["total"]) if said else None
    return Working(lines, WorkLine(_("每月合计发放"), Decimal(answer["amounts"]["total"]), was=was), basis=basis)


def in_force(*, procedure: Procedure, on: date, accepted_on: date | None, decided: bool) -> str:
    """Which editions a calculation rests on: rules and parameters of one day, the procedure of the day of acceptance."""
    day = _("决定日") if decided else _("今日")
    rules = _("规则和参数按%(day)s（%(on)s）有效的版本") % {"day": day, "on": on.isoformat()}
    fixed = _("，随受理日 %s 固定") % accepted_on.isoformat() if accepted_on else ""
    return _("%(rules)s；程序为《%(title)s》，%(since)s 起施行%(fixed)s") % {
        "rules": rules, "title": procedure.title, "since": procedure.in_force.isoformat(), "fixed": fixed,
    }  # fmt: skip


def _line(line: Mapping[str, Any], was: Figure) -> WorkLine:
    inputs = line["inputs"]
    return WorkLine(
        label=line["label"], value=_figure(line), was=was, summed=line["name"] in SUMMED, clause=line["clause"],
        formula=inputs if isinstance(inputs, str) else "，".join(str(each) for each in inputs or ()),
        sources=tuple(filter(None, str(line["source"] or "").split("；"))),
    )  # fmt: skip


def _figure(line: Mapping[str, Any]) -> Figure:
    """A sum as Decimal, so that it is set as money; anything else as it was told."""
    value = line["value"]
    if str(line["unit"]).startswith("元"):
        return -Decimal(value) if line["label"].startswith("减：") else Decimal(value)
    return {"True": _("是"), "False": _("否")}.get(str(value), str(value))
