"""申请登记: from checked forms to the one call that registers the family."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from doudi.cases.actions.registering import Application, PaperEntry
from doudi.desk.forms.registering_papers import REMARK, PapersForm
from doudi.desk.forms.registering_people import applicant_of, filled
from doudi.desk.pages.registering_typed import Opened, Typed, obligor_key
from doudi.households.entries import ObligorEntry
from doudi.law.papers import PaperKind


def application_of(opened: Opened, forms: Mapping[str, Any]) -> Application:
    """Everything of a draft whose sections are all right; people get the key under which the family's file keeps them."""
    people = list(filled(forms["family"]))
    keys = {form.cleaned_data["key"]: uuid4() for form in people}
    where = forms["applicant"]
    owing = _owing(forms["obligors"], keys)
    items = [*_entries(forms["income"], keys), *_entries(forms["property"], keys)]
    return Application(
        programme=where.asked_for[0],
        apply_as=where.asked_for[1],
        town=opened.draft.town,
        village=where.cleaned_data["village"],
        area=where.area_chosen,
        members=[form.entry(keys[form.cleaned_data["key"]]) for form in people],
        applicant=keys[applicant_of(people).cleaned_data["key"]],
        reason=where.cleaned_data["reason"],
        address=where.cleaned_data["address"],
        phone=where.cleaned_data["phone"],
        agent=where.agent,
        items=items,
        obligors=list(owing.values()),
        account=forms["account"].entry(),
        papers=_papers(forms["papers"], opened.typed, keys, {key: entry.key for key, entry in owing.items()}),
    )


def _entries(lines: Any, keys: Mapping[str, UUID]) -> list[Any]:
    return [form.entry(keys) for form in filled(lines)] if lines.is_bound else []


def _owing(lines: Any, keys: Mapping[str, UUID]) -> dict[str, ObligorEntry]:
    """Those who owe support, each under the key by which a draft names them."""
    return {obligor_key(entry.name): replace(entry, key=uuid4()) for entry in _entries(lines, keys)}


def _papers(
    form: PapersForm, typed: Typed, keys: Mapping[str, UUID], owing: Mapping[str, UUID | None]
) -> list[PaperEntry]:
    """One entry a file, and one for each paper that was only ticked."""
    found: list[PaperEntry] = []
    for asked in form.asked:
        files = [one for one in typed.files if one["slot"] == asked.slot]
        if not files and not form.has(asked):
            continue
        remark = form.cleaned_data.get(REMARK, "") if asked.kind == PaperKind.PROMISE_INSTEAD else ""
        paper = PaperEntry(asked.kind, member=keys.get(asked.person), obligor=owing.get(asked.person), remark=remark)
        found += [replace(paper, file_key=UUID(one["key"]), digest=one["digest"]) for one in files] or [paper]
    return found
