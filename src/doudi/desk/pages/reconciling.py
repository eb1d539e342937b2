"""对账: a month household by household, register ↔ run ↔ return, differences first."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow
from doudi.desk.areas import towns_of
from doudi.desk.forms.payments import MonthQuery
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.law.procedures.payroll import TITLES
from doudi.payments import queries
from doudi.payments.queries.reconciliation import STATES
from doudi.payments.reconciliation_sheet import MOST, reconciliation_sheet
from doudi.ui.drawing import Cell
from doudi.ui.parts import Link, Pager, Tag, Tone

PER = 50
WIDTH = 600
SHADES = {"over": "over", "under": "over", "failed": "soon", "paid": "used"}  # what a state looks like in the bar
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES: dict[str, Tone] = {
    "over": "late", "under": "late", "failed": "soon", "again": "waiting", "waiting": "waiting", "unsent": "",
    "held": "settled", "paid": "paid",
}  # fmt: skip


@needs("run.read", methods=("GET",))
def show(request: DeskRequest) -> HttpResponse:
    """The month: control totals, then every family with what is owed, sent and arrived."""
    form, asked = _asked(request)
    sums = queries.reconciliation_sums(**_month_of(asked))
    state = asked["state"]
    count = sums[state].households if state in sums else 0 if state else sum(each.households for each in sums.values())
    pager = Pager.of(total=count, page=page_of(request), per=PER, query=dict(request.GET.lists()))
    rows = queries.reconciliation(**asked, page=pager.page, size=PER)
    note(request.acting, Verb.ACCESS_READ, "reconciliation", f"{asked['month']:%Y-%m}", {"what": "对账"})
    return render(request, "desk/payments/reconciliation.html", {
        "query": form, "rows": [(row, Tag(row.state_title, TONES[row.state])) for row in rows], "pager": pager,
        "total": queries.total_of(sums), "tag": _tag(queries.total_of(sums)), "month": asked["month"], "programme": TITLES[asked["programme"]],
        "picture": _picture(sums),
        "chips": _chips(asked, sums), "export": _query(asked, state=state),
    })  # fmt: skip


def _tag(total: queries.Sums) -> Tag | None:
    if not total.households:
        return None
    return Tag(_("三处相符"), "settled") if total.is_settled else Tag(_("有差额"), "soon")


def _asked(request: DeskRequest) -> tuple[MonthQuery, dict[str, Any]]:
    """The query and its values; what can't be read is the last month that was exported."""
    programme = request.GET.get("programme", "")
    programme = programme if programme in TITLES else "subsistence_allowance"
    latest = queries.last_month(programme) or request.today.replace(day=1)
    first = {"month": f"{latest:%Y-%m}", "programme": programme}
    form = MonthQuery({**first, **request.GET.dict()})
    form.fields["town"].choices = [("", _("全部")), *towns_of(request.acting)]  # type: ignore[attr-defined]
    form.is_valid()
    typed = form.cleaned_data
    month = _first_day(typed["month"]) if typed.get("month") else latest
    return form, {
        "month": month or latest, "programme": programme, "town": typed.get("town", ""), "state": typed.get("state", ""),
    }  # fmt: skip


def _first_day(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def _month_of(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: asked[name] for name in ("month", "programme", "town")}


def _query(asked: dict[str, Any], *, state: str) -> str:
    return "?" + urlencode({**asked, "month": f"{asked['month']:%Y-%m}", "state": state})


def _chips(asked: dict[str, Any], sums: dict[str, queries.Sums]) -> list[Link]:
    return [
        Link(f"{STATES[code]} {sums[code].households}", _query(asked, state=code), here=code == asked["state"])
        for code in STATES
        if code in sums
    ]


def _picture(sums: dict[str, queries.Sums]) -> list[Cell]:
    """One rectangle a state, as long as its families are many; what still needs somebody stands out."""
    every = sum(each.households for each in sums.values())
    cells, at = [], 0
    for code in reversed(STATES):
        width = sums[code].households * WIDTH // every if code in sums else 0
        if width:
            cells.append(Cell(SHADES.get(code, "free"), str(at), "3", str(max(width - 2, 1)), "14"))
        at += width
    return cells


@needs("run.read", methods=("GET",))
def export(request: DeskRequest) -> HttpResponse:
    """The same rows as a workbook, in the bank file's columns, numbers masked."""
    _form, asked = _asked(request)
    rows = queries.reconciliation(**asked, size=MOST + 1)
    if len(rows) > MOST:
        raise NotNow([_("超过 %d 户，请先按镇（街道）或状态查询，再导出") % MOST])
    month = asked["month"]
    content = reconciliation_sheet(month=month, programme=TITLES[asked["programme"]], rows=rows, on=request.today)
    note(request.acting, Verb.ACCESS_EXPORTED, "reconciliation", f"{month:%Y-%m}", {"what": "对账", "lines": len(rows)})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{month:%Y-%m}-reconciliation.xlsx"'
    return response
