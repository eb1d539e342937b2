"""申请登记: from checked forms to the one call that registers the family."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from doudi.cases.actions.registering import Application, PaperEntry
from doudi.desk.forms.registering_papers import PapersForm
from doudi.desk.forms.registering_people import applicant_of, filled
from doudi.desk.pages.registering_typed import Opened, Typed


def application_of(opened: Opened, forms: Mapping[str, Any]) -> Application:
    """Everything of a draft whose sections are all right; people get the key under which the family's file keeps them."""
    people = list(filled(forms["family"]))
    keys = {form.cleaned_data["key"]: uuid4() for form in people}
    where = forms["applicant"]
    items = [*_entries(forms["income"], keys), *_entries(forms["property"], keys)]
    return Application(
        programme=where.cleaned_data["programme"],
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
        obligors=_entries(forms["obligors"], keys),
        account=forms["account"].entry(),
        papers=_papers(forms["papers"], opened.typed, keys),
    )


def _entries(lines: Any, keys: Mapping[str, UUID]) -> list[Any]:
    return [form.entry(keys) for form in filled(lines)] if lines.is_bound else []


def _papers(form: PapersForm, typed: Typed, keys: Mapping[str, UUID]) -> list[PaperEntry]:
    """One entry a file, and one for each paper that was only ticked."""
    found: list[PaperEntry] = []
    for asked in form.asked:
        member = keys[asked.person] if asked.person else None
        files = [one for one in typed.files if one["slot"] == asked.slot]
        found += [PaperEntry(asked.kind, member, UUID(one["key"]), one["digest"]) for one in files]
        if not files and form.has(asked):
            found.append(PaperEntry(asked.kind, member))
    return found
