"""证据对照: 自报 | 核对 | 调查, the paper beside its cell, adopting with a reason, the sum redrawn; then the opinion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.models import Case, Outcome
from doudi.cases.queries import file_view
from doudi.cases.rows import case_rows
from doudi.cases.standing import position
from doudi.desk import casework, workings
from doudi.desk.evidence_papers import SHORT, Basket, basket, beside, said_by
from doudi.desk.forms.adopting import SOURCES, AdoptForm, figures
from doudi.desk.forms.verifying import OpinionForm
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.pages.papers import town_of
from doudi.law.posts import Post
from doudi.papers import queries
from doudi.papers.uploads import UploadRefused, clean
from doudi.ui.parts import EvidenceGroup, EvidenceRow, Said
from doudi.ui.words import figure, money
from doudi.verification.actions import adopt, answer_today
from doudi.verification.actions import propose as propose_opinion
from doudi.verification.comparison import Row, compare
from doudi.verification.correcting import why_not
from doudi.verification.weighing import Weighed, weigh

REGION = "evidence"  # what a choice, a cell or an adoption draws anew


@needs("case.read")
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The comparison; at the right the paper of the chosen cell and the row to decide; the sums beneath."""
    case = the_case(request, number)
    rows, may_adopt = compare(case), _may_adopt(request, case)
    chosen = _chosen(rows, request.GET.get("item", ""), may_adopt)
    form = AdoptForm(request.POST or None, row=chosen, initial=_initial(chosen))
    if request.method == "POST" and may_adopt and chosen and _is_answered(chosen, form):
        adopt(
            case=case, version=version_of(request), row=chosen, source=form.cleaned_data["source"],
            amount=_said(chosen, form) or Decimal(0), details=form.details, reason=form.why, acting=request.acting,
        )  # fmt: skip
        messages.success(request, _("已采信：%s") % chosen.word)
        return redirect("desk:evidence", number)
    return _drawn(request, case, rows, chosen, form if may_adopt else None)


def _may_adopt(request: DeskRequest, case: Case) -> bool:
    return case.state == "surveying" and request.acting.post == Post.TOWN_CLERK


def _is_answered(chosen: Row, form: AdoptForm) -> bool:
    """Whether the form says an amount and asks to keep it, not only to see what it would do."""
    return form.is_valid() and _is_said(chosen, form) and "preview" not in form.data


def _drawn(
    request: DeskRequest, case: Case, rows: list[Row], chosen: Row | None, form: AdoptForm | None
) -> HttpResponse:
    """The page; only its region where the rest of it stands already."""
    known, paper = basket(case), _paper(request, case, chosen)
    swaps = bool(request.headers.get("HX-Request"))
    response = render(request, "desk/steps/_evidence.html" if swaps else "desk/steps/evidence.html", {
        "case": case, "groups": _groups(case.number, rows, chosen, paper, known), "chosen": chosen,
        "left": sum(row.waits for row in rows), "silent": known.silent, "swaps": swaps,
        "due": casework.due_of(case.due_on, request.today) if case.state == "surveying" else None,
        **_to_decide(request, case, chosen, form), "paper": beside(case, chosen, paper, known) if chosen and paper else None,
        **_sums(case, request), "may_correct": may(request.acting, "case.register") and not why_not(case, request.acting),
    })  # fmt: skip
    if swaps:
        response["HX-Replace-Url"] = request.get_full_path()
    return response


def _to_decide(request: DeskRequest, case: Case, chosen: Row | None, form: AdoptForm | None) -> dict[str, Any]:
    """The form for the chosen row, and what each answer would do."""
    if chosen is None or form is None:
        return {"form": None, "effects": ()}
    return {"form": form, "effects": _effects(request, case, chosen, form)}


def _paper(request: DeskRequest, case: Case, chosen: Row | None) -> str:
    """Which source's paper is open beside the table."""
    asked = request.GET.get("paper", "")
    if chosen and asked in SHORT:
        note(request.acting, Verb.ACCESS_READ, "case", case.number, {"what": SHORT[asked]}, case.town)
        return asked
    return ""


def _sums(case: Case, request: DeskRequest) -> dict[str, Any]:
    rows = case_rows(case)
    where, decided = position(case, request.acting, rows), file_view(case, rows).decision
    answer = decided.answer if decided else answer_today(case, request.today, rows=rows)
    on = decided.decided_on if decided else request.today
    said = answer_today(case, on, "declared", rows)
    basis = workings.in_force(
        procedure=where.procedure, on=on, accepted_on=case.accepted_on, decided=decided is not None
    )
    return {
        "answer": answer, "working": workings.explained(answer, said=said, basis=basis), "said": said,
        "can_propose": case.state == "surveying", "decision": decided,
    }  # fmt: skip


def _chosen(rows: list[Row], key: str, may_adopt: bool) -> Row | None:
    if key:
        return next((row for row in rows if row.key == key), None)
    return next((row for row in rows if row.waits), None) if may_adopt else None


def _initial(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {}
    if row.taken:
        return {
            "source": row.taken.source, "reason": row.taken.reason, "other": row.taken.amount or None if row.is_counted else row.taken.amount, **row.taken.details,
        }  # fmt: skip
    return {"source": "checked" if row.checked is not None else "surveyed"}


def _said(row: Row, form: AdoptForm) -> Decimal | None:
    source = form.cleaned_data["source"]
    return form.decided if source == "adopted" else figures(row)[source]


def _is_said(row: Row, form: AdoptForm) -> bool:
    """No answer is not nothing: a source that said nothing can't be adopted as 0."""
    if _said(row, form) is not None:
        return True
    form.add_error("source", _("这一来源没有说法，不能采信；要按某个数认定，请选“另行认定”"))
    return False


@dataclass(frozen=True)
class Effect:
    """What adopting a figure would make of the family's sums, said before it is saved."""

    word: str
    amount: Decimal | str | None
    income: str
    total: Decimal
    outcome: str
    picked: bool
    change: str


def _effects(request: DeskRequest, case: Case, row: Row, form: AdoptForm) -> list[Effect]:
    """One line for every source that said something, and for the amount typed in, if any."""
    amounts = [(source, amount) for source, amount in figures(row).items() if amount is not None]
    own, details = _own(row, form)
    amounts += [("adopted", own)] if own is not None else []
    picked = str(form["source"].value() or "")
    now = Decimal(answer_today(case, request.today)["amounts"]["total"])
    weighed = weigh(case=case, row=row, amounts=amounts, on=request.today, details=details)
    return [_effect(one, row, details, picked=picked, now=now) for one in weighed]


def _own(row: Row, form: AdoptForm) -> tuple[Decimal | None, Mapping[str, str]]:
    """What is decided on one's own account: as it is typed now, else as it was adopted."""
    if form.is_bound and hasattr(form, "cleaned_data") and form.decided is not None:
        return form.decided, form.details
    if row.taken and row.taken.source == "adopted":
        return row.taken.amount, row.taken.details
    return None, {}


OUTCOMES = {
    "eligible": "符合", "low_income_edge": "不符合，属低保边缘", "not_eligible": "不符合", "must_set": "参数未设定，算不出",
}  # fmt: skip


def _effect(one: Weighed, row: Row, details: Mapping[str, str], *, picked: str, now: Decimal) -> Effect:
    total = Decimal(one.answer["amounts"]["total"])
    change = _("不变") if total == now else money(total - now, signed=True)
    return Effect(
        str(dict(SOURCES)[one.source]), row.shown(one.source, one.amount, details), str(one.answer["income_per_head"] or "—"), total,
        _(OUTCOMES[one.answer["outcome"]]), one.source == picked, change,
    )  # fmt: skip


def _groups(number: str, rows: Sequence[Row], chosen: Row | None, paper: str, known: Basket) -> list[EvidenceGroup]:
    drawn = [(row, _row(number, row, paper if row is chosen else "", known, here=row is chosen)) for row in rows]
    differing = [line for row, line in drawn if row.differs]
    same = [line for row, line in drawn if not row.differs]
    groups = []
    if differing:
        groups.append(EvidenceGroup(_("有差异 %d 项") % len(differing), differing))
    if same:
        groups.append(EvidenceGroup(_("一致 %d 项") % len(same), same, _("按自报采信")))
    return groups


def _row(number: str, row: Row, paper: str, known: Basket, *, here: bool) -> EvidenceRow:
    page = f"{reverse('desk:evidence', args=[number])}?{urlencode({'item': row.key})}"
    cells = {each: _cell(row, each, known, page, here=each == paper) for each in SHORT}
    return EvidenceRow(
        item=row.word, note=row.who, declared=cells["declared"], checked=cells["checked"], surveyed=cells["surveyed"],
        gap=money(row.gap, signed=True) if row.gap else None, gap_note=_gap_note(row),
        adopted=_adopted(row), adopted_as=_with(row.taken_shown, row.taken_besides) if row.taken else None,
        reason=row.taken.reason if row.taken else "", url=page, here=here, swap=REGION,
    )  # fmt: skip


def _gap_note(row: Row) -> str:
    """A difference in percent of what the family said."""
    if not row.differs:
        return ""
    share = f"{row.gap / row.declared:+.1%}" if row.gap and row.declared else ""
    return "，".join(filter(None, [_("未自报") if row.declared is None else share, row.unlike]))


def _with(amount: Any, besides: str) -> Any:
    """A figure with the use or area that goes with it, where there is one."""
    return f"{figure(amount)}，{besides}" if besides else amount


def _adopted(row: Row) -> Any:
    """Whose amount counts: the family's where nothing differs, nobody's until one was chosen."""
    if not row.differs:
        return "declared"
    source = row.taken.source if row.taken else ""
    return "other" if source == "adopted" else source


def _cell(row: Row, source: str, known: Basket, page: str, *, here: bool) -> Said:
    """A cell is the way to its paper, where there is one."""
    said = said_by(row, source, known)
    there = {"checked": known.report, "surveyed": known.visit}.get(source, True)
    return Said(said.value, said.note, f"{page}&paper={source}#paper" if there else "", here, said.answered)


@needs("case.read", methods=("GET",))
def scan(request: DeskRequest, key: UUID) -> HttpResponse:
    """A photo for showing in a page, its pixels made anew and shut in a sandbox; a PDF as issued papers are shown."""
    file = queries.file(key)
    if file is None:
        raise Http404
    note(
        request.acting, Verb.ACCESS_READ, "file", str(key), {"what": "材料"},
        town_of(request, file.object_kind, file.object_key, key),
    )  # fmt: skip
    response = HttpResponse(file.content, content_type="application/pdf")
    if file.media_type != "application/pdf":
        try:
            response = HttpResponse(clean("photo.jpg", file.content).body, content_type="image/jpeg")
        except UploadRefused as refused:
            raise Http404 from refused
        # Browsers show a photo that is opened by itself in a page of their own, with styles of their own.
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
    basis = workings.in_force(procedure=where.procedure, on=request.today, accepted_on=case.accepted_on, decided=False)
    return render(request, "desk/steps/propose.html", {
        "case": case, "step": step, "form": form, "answer": answer, "working": workings.explained(answer, basis=basis),
        "obstacles": where.obstacles(step, request.acting), "due": where.due(step),
    })  # fmt: skip


def _draft(answer: dict[str, Any]) -> str:
    """A first wording from the calculation; the clerk changes it as needed."""
    if answer["outcome"] == "eligible":
        return _("人均月收入 %(income)s 元，低于标准，财产符合规定，拟同意纳入，每月 %(total)s 元。") % {
            "income": money(answer["income_per_head"]), "total": money(answer["amounts"]["total"]),
        }  # fmt: skip
    return "；".join(reason["text"].rstrip("。") for reason in answer["reasons"]) + "。"
