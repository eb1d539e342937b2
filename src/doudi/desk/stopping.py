"""What a leader reads before an ending of support is signed: the cause, what hung in public, who objected, the month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doudi.ui.parts import Fact
from doudi.ui.words import day


def ending_facts(shown: Mapping[str, Any], on: date) -> list[Fact]:
    """Each with its label, of what `cases.signing_stop.stop_summary` gives; empty where no ending hangs."""
    if not shown["cause"]:
        return []
    proposed_on, since, until = (date.fromisoformat(shown[key]) for key in ("proposed_on", "since", "until"))
    first = date.fromisoformat(f"{shown['month']}-01")
    hung = _("%(since)s至%(until)s，《%(sheet)s》")
    return [
        Fact(_("情形、依据"), shown["cause"], note=f"{shown['by']} {day(proposed_on, on)}"),
        Fact(_("拟终止公示"), hung % {"since": day(since, on), "until": day(until, on), "sheet": shown["sheet"]}),
        Fact(_("异议"), shown["objections"]),
        Fact(_("现发放（元/月）"), Decimal(shown["total"])),
        Fact(_("签批后"), _("自%(year)s年%(month)s月起停发") % {"year": first.year, "month": first.month}),
    ]
