"""The steps that share one page: a sentence, a few answers, one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.standing import Position, position
from doudi.desk.forms import handling as forms
from doudi.desk.guard import DeskRequest, needs, the_case, version_of
from doudi.desk.scans import keep_scans
from doudi.law.papers import PaperKind
from doudi.law.procedure import Step
from doudi.papers.uploads import UploadRefused
from doudi.ui.forms import Form

Act = Callable[[Case, int, Acting, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Sheet:
    """One step's form and what it calls; `verb` is on the button."""

    form: type[Form]
    act: Act
    verb: str


def _publish(case: Case, version: int, acting: Acting, typed: Mapping[str, Any]) -> object:
    photos = keep_scans(typed["photo"], PaperKind.BOARD_PHOTO, case, acting)
    first = photos[0] if photos else None
    return actions.publish(
        case=case,
        version=version,
        acting=acting,
        photo=first.key if first else None,
        digest=first.digest if first else "",
    )


def _with_receipt(verb: Callable[..., object]) -> Act:
    """Delivery, with the scan of the signed slip laid on file where it was uploaded."""

    def act(case: Case, version: int, acting: Acting, typed: Mapping[str, Any]) -> object:
        scans = keep_scans(typed["receipt"][:1], PaperKind.DELIVERY_RECEIPT, case, acting)
        kept = {"receipt": scans[0].key, "digest": scans[0].digest} if scans else {}
        return verb(case=case, version=version, acting=acting, how=typed["how"], receiver=typed["receiver"], **kept)

    return act


def _plain(verb: Callable[..., object]) -> Act:
    """An act whose answers are exactly the verb's arguments."""

    def act(case: Case, version: int, acting: Acting, typed: Mapping[str, Any]) -> object:
        return verb(case=case, version=version, acting=acting, **typed)

    return act


# A step is a row here or has a page of its own (casework.OWN_PAGES); tests/test_house.py holds the two together.
SHEETS: Mapping[str, Sheet] = {
    "notify": Sheet(forms.NothingForm, _plain(actions.notify_deficiency), "发一次性告知书"),
    "supplement": Sheet(forms.NothingForm, _plain(actions.supplement), "材料已补齐"),
    "accept": Sheet(forms.NothingForm, _plain(actions.accept), "受理并发受理通知书"),
    "return_to_survey": Sheet(forms.NoteForm, _plain(actions.return_to_survey), "退回补查"),
    "review": Sheet(forms.NoteForm, _plain(actions.review), "审核，提请签批"),
    "publish": Sheet(forms.PublishForm, _publish, "已张贴，开始公示"),
    "object": Sheet(forms.ObjectionForm, _plain(actions.take_objection), "登记异议"),
    "answer_objection": Sheet(forms.AnswerForm, _plain(actions.answer_objection), "异议不成立，答复"),
    "uphold_objection": Sheet(forms.AnswerForm, _plain(actions.uphold_objection), "异议成立，重新调查"),
    "close_publicity": Sheet(forms.NothingForm, _plain(actions.close_publicity), "公示期满，撤下"),
    "deliver": Sheet(forms.DeliveryForm, _with_receipt(actions.deliver), "已送达"),
    "file": Sheet(forms.NothingForm, _plain(actions.file_with_bureau), "已报备案"),
    "deliver_refusal": Sheet(forms.DeliveryForm, _with_receipt(actions.deliver_refusal), "已送达"),
}


@needs("case.step")
def step(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """One step: what it does and under which clause, its form, its obstacles."""
    case = the_case(request, number, "case.step")
    sheet = SHEETS.get(code)
    if sheet is None:
        raise Http404
    where = position(case, request.acting)
    row = where.procedure.step(code)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = sheet.form(*data, on=request.today)
    if request.method == "POST" and (form.is_valid() or not form.fields):
        try:
            sheet.act(case, version_of(request), request.acting, form.cleaned_data if form.fields else {})
        except UploadRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已办：%s") % row.title)
            return redirect("desk:case", number)
    found = where.obstacles(row, request.acting)
    return render(request, "desk/steps/step.html", _context(where, row, sheet, form, found))


def _context(where: Position, row: Step, sheet: Sheet, form: Form, found: list[str]) -> dict[str, Any]:
    preview = [item.words for item in where.missing] if row.code == "notify" else []
    return {
        "case": where.case, "step": row, "form": form, "verb": _(sheet.verb), "obstacles": found, "preview": preview,
        "due": where.due(row), "serves": [kind.title for kind in row.serves],
    }  # fmt: skip
