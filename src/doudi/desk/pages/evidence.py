"""证据对照: 自报 | 核对 | 调查, adopting with a reason, the sum redrawn; then the opinion."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.cases.models import Outcome
from doudi.cases.queries import file_view
from doudi.cases.standing import position
from doudi.desk import casework
from doudi.desk.forms.verifying import AdoptForm, OpinionForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.law.posts import Post
from doudi.ui.parts import EvidenceGroup, EvidenceRow, Said
from doudi.ui.words import money
from doudi.verification.actions import adopt, answer_today
from doudi.verification.actions import propose as propose_opinion
from doudi.verification.comparison import Row, compare


@needs("case.read")
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The comparison, the row to decide at the right, the calculation by 自报 and by 采信."""
    case = the_case(request, number)
    rows = compare(case)
    may_adopt = case.state == "surveying" and request.acting.post == Post.TOWN_CLERK
    chosen = _chosen(rows, request.GET.get("item", ""), may_adopt)
    form = AdoptForm(request.POST or None, initial=_initial(chosen))
    if request.method == "POST" and may_adopt and chosen and form.is_valid() and _is_said(chosen, form):
        adopt(
            case=case, version=version_of(request), row=chosen, source=form.cleaned_data["source"],
            amount=_said(chosen, form.cleaned_data) or Decimal(0), reason=form.cleaned_data["reason"], acting=request.acting,
        )  # fmt: skip
        messages.success(request, _("已采信：%s") % chosen.word)
        return redirect("desk:evidence", number)
    return render(request, "desk/steps/evidence.html", {
        "case": case, "groups": _groups(case.number, rows, chosen), "chosen": chosen, "form": form,
        "may_adopt": may_adopt, "left": sum(row.waits for row in rows), **_sums(case, request),
    })  # fmt: skip


def _sums(case: Any, request: DeskRequest) -> dict[str, Any]:
    view = file_view(case)
    answer = view.decision.answer if view.decision else answer_today(case, request.today)
    said = answer_today(case, view.decision.decided_on if view.decision else request.today, "declared")
    return {
        "answer": answer, "working": casework.working_of(answer, said), "said": said,
        "can_propose": case.state == "surveying", "decision": view.decision,
    }  # fmt: skip


def _chosen(rows: list[Row], key: str, may_adopt: bool) -> Row | None:
    if key:
        return next((row for row in rows if row.key == key), None)
    return next((row for row in rows if row.waits), None) if may_adopt else None


def _initial(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {}
    if row.taken:
        return {"source": row.taken.source, "reason": row.taken.reason, "other": row.taken.amount}
    return {"source": "checked" if row.checked is not None else "surveyed"}


def _said(row: Row, typed: dict[str, Any]) -> Decimal | None:
    said: dict[str, Decimal | None] = {
        "declared": row.declared,
        "checked": row.checked,
        "surveyed": row.surveyed,
        "adopted": typed["other"],
    }
    return said[typed["source"]]


def _is_said(row: Row, form: AdoptForm) -> bool:
    """No answer is not nothing: a source that said nothing can't be adopted as 0."""
    if _said(row, form.cleaned_data) is not None:
        return True
    form.add_error("source", _("这一来源没有说法，不能采信；要按某个数认定，请选“另行认定”"))
    return False


def _groups(number: str, rows: list[Row], chosen: Row | None) -> list[EvidenceGroup]:
    differing = [row for row in rows if row.differs]
    same = [row for row in rows if not row.differs]
    groups = []
    if differing:
        groups.append(
            EvidenceGroup(_("有差异 %d 项") % len(differing), [_row(number, row, chosen) for row in differing])
        )
    if same:
        groups.append(
            EvidenceGroup(_("一致 %d 项") % len(same), [_row(number, row, chosen) for row in same], _("按自报采信"))
        )
    return groups


def _row(number: str, row: Row, chosen: Row | None) -> EvidenceRow:
    source: Any = "other" if row.taken and row.taken.source == "adopted" else row.taken.source if row.taken else ""
    gap_note = ""
    if row.differs:
        gap_note = f"{row.gap / row.declared:+.1%}" if row.declared else _("未自报")
    return EvidenceRow(
        item=row.word, note=row.who, declared=Said(row.declared), checked=Said(row.checked), surveyed=Said(row.surveyed),
        gap=money(row.gap, signed=True) if row.differs else None, gap_note=gap_note, adopted=source if row.differs else "declared",
        adopted_as=row.taken.amount if row.taken else None, reason=row.taken.reason if row.taken else "",
        url=f"{reverse('desk:evidence', args=[number])}?{urlencode({'item': row.key})}", here=row is chosen,
    )  # fmt: skip


@needs("case.step")
def propose(request: DeskRequest, number: str) -> HttpResponse:
    """拟定意见: the opinion written beside the calculation it rests on."""
    case = the_case(request, number, "case.step")
    where = position(case, request.acting)
    step = where.procedure.step("propose")
    answer = answer_today(case, request.today)
    eligible = answer["outcome"] == "eligible"
    form = OpinionForm(
        request.POST or None, initial={"outcome": "grant" if eligible else "refuse", "text": _draft(answer)}
    )
    if request.method == "POST" and form.is_valid():
        propose_opinion(
            case=case, version=version_of(request), outcome=Outcome(form.cleaned_data["outcome"]),
            text=form.cleaned_data["text"], acting=request.acting,
        )  # fmt: skip
        messages.success(request, _("意见已拟定，转民政办负责人审核"))
        return redirect("desk:case", number)
    if step is None:
        raise Http404
    return render(request, "desk/steps/propose.html", {
        "case": case, "step": step, "form": form, "answer": answer, "working": casework.working_of(answer),
        "obstacles": where.obstacles(step, request.acting), "due": where.due(step),
    })  # fmt: skip


def _draft(answer: dict[str, Any]) -> str:
    """A first wording from the calculation; the clerk changes it as needed."""
    if answer["outcome"] == "eligible":
        return _("人均月收入 %(income)s 元，低于标准，财产符合规定，拟同意纳入，每月 %(total)s 元。") % {
            "income": answer["income_per_head"], "total": answer["amounts"]["total"],
        }  # fmt: skip
    return "；".join(reason["text"].rstrip("。") for reason in answer["reasons"]) + "。"
