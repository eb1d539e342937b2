"""What the pages share on which a case's people and amounts are put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from doudi.cases.models import Case
from doudi.households.entries import WrongEntry
from doudi.ui.forms import Form


@dataclass(frozen=True)
class Routes:
    """Where the list of such rows is, one of them, and its end."""

    listing: str
    one: str
    strike: str


def edit_urls(routes: Routes, case: Case, known: Model | None) -> dict[str, Any]:
    """What `desk/correcting/edit.html` needs of a page, besides its form: the case and where its buttons lead."""
    one = [case.number, known.pk] if known else []
    return {
        "case": case, "list_url": reverse(routes.listing, args=[case.number]),
        "own_url": reverse(routes.one, args=one) if one else "", "strike_url": reverse(routes.strike, args=one) if one else "",
    }  # fmt: skip


def kept(case: Case, form: Form, act: Callable[[], object]) -> bool:
    """Whether an act on a case could be done with what was typed; what could not be kept stands at its question, and the
    case is as it was, so that the answers, put right, can be sent again."""
    before = vars(case).copy()
    try:
        act()
    except WrongEntry as wrong:
        vars(case).update(before)
        form.add_error(wrong.path if wrong.path in form.fields else None, wrong.sentence)
        return False
    return True
