"""What a leader reads before an ending of support is signed: the cause, what hung in public, who objected, the month."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.cases.models import Case, Decision, Objection, Publicity, StepTaken
from doudi.law.months import stop_month
from doudi.ui.parts import Fact
from doudi.ui.words import day


def stop_facts(case: Case, on: date) -> list[Fact]:
    """Each with its label; empty where nothing was proposed. Five statements."""
    proposed = StepTaken.objects.filter(case=case, code="propose_stop").order_by("-seq").first()
    posted = Publicity.objects.filter(case=case, kind="stop").order_by("-pk").first()
    granted = Decision.objects.filter(case=case, outcome="grant").order_by("-seq").first()
    if not (proposed and posted and granted):
        return []
    first = stop_month(programme=case.programme, happened=on, decided=on, after="decision")
    hung = _("%(since)s至%(until)s，《%(sheet)s》")
    return [
        Fact(_("情形、依据"), proposed.note, note=f"{proposed.by_name} {day(proposed.on, on)}"),
        Fact(_("拟终止公示"), hung % {
            "since": day(posted.starts_on, on), "until": day(posted.ends_on, on), "sheet": posted.sheet_number,
        }),
        Fact(_("异议"), _objections(case, proposed)),
        Fact(_("现发放（元/月）"), granted.total),
        Fact(_("签批后"), _("自%(year)s年%(month)s月起停发") % {"year": first.year, "month": first.month}),
    ]  # fmt: skip


def _objections(case: Case, proposed: StepTaken) -> str:
    """Those that came since the ending was first proposed, and what was found."""
    first = (
        StepTaken.objects.filter(case=case, code="publish_stop").order_by("seq").values_list("on", flat=True).first()
    )
    found = Objection.objects.filter(case=case, received_on__gte=first or proposed.on).order_by("pk")
    told = [f"{Objection.State(each.state).label}：{each.found}" if each.found else str(Objection.State(each.state).label)
            for each in found]  # fmt: skip
    return _("收到 %(n)s 条，%(told)s") % {"n": len(told), "told": "；".join(told)} if told else _("没有收到")
