"""What a leader signs who ends support (43号 第二十六条): cause, publicity, objections, sum and month, as they were shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from doudi.cases.models import Case, Decision, Objection, Publicity, StepTaken
from doudi.law.months import stop_month

STOP_LABELS: Mapping[str, str] = {
    "version": "案件版本", "state": "环节", "cause": "情形、依据", "since": "公示起", "until": "公示止", "sheet": "公示单",
    "objections": "异议", "total": "现发放", "month": "停发月",
}  # fmt: skip


def stop_summary(case: Case, on: date) -> dict[str, Any]:
    """Everything that the signature under an ending is bound to; days as ISO dates, the sum in yuan a month, `month` the
    first one unpaid. Only case, version and state where no ending hangs. Four statements."""
    found = {"case": case.number, "version": case.version, "state": case.state}
    proposed = StepTaken.objects.filter(case=case, code="propose_stop").order_by("-seq").first()
    posted = Publicity.objects.filter(case=case, kind="stop").order_by("-pk").first()
    granted = Decision.objects.filter(case=case, outcome="grant").order_by("-seq").first()
    if not (proposed and posted and granted):
        return {**dict.fromkeys(STOP_LABELS, ""), **found}
    month = stop_month(programme=case.programme, happened=on, decided=on, after="decision")
    return {
        **found, "cause": proposed.note, "by": proposed.by_name, "proposed_on": proposed.on.isoformat(),
        "since": posted.starts_on.isoformat(), "until": posted.ends_on.isoformat(), "sheet": posted.sheet_number,
        "objections": _objections(case, proposed), "total": str(granted.total), "month": month.isoformat()[:7],
    }  # fmt: skip


def _objections(case: Case, proposed: StepTaken) -> str:
    """Those that came since the ending was first proposed, and what was found."""
    first = (
        StepTaken.objects.filter(case=case, code="publish_stop").order_by("seq").values_list("on", flat=True).first()
    )
    found = Objection.objects.filter(case=case, received_on__gte=first or proposed.on).order_by("pk")
    told = [f"{Objection.State(each.state).label}：{each.found}" if each.found else str(Objection.State(each.state).label)
            for each in found]  # fmt: skip
    return _("收到 %(n)s 条，%(told)s") % {"n": len(told), "told": "；".join(told)} if told else _("没有收到")
