"""What an address of the case list asks for: the same for the screen and for the workbook."""

import re
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict

from doudi.accounts.acting import Acting
from doudi.cases.lists import Wanted, cases_found
from doudi.cases.outlook import Outlook
from doudi.desk.forms.case_list import CaseQuery
from doudi.households.search import households_named
from doudi.payments.queries.certificates import households_certified

CASE_NUMBER = re.compile(r"(DB|TK)-\d{9}-\d{4}-[\da-z]+", re.IGNORECASE)
NARROWED = ("village", "state", "step", "post", "programme", "town", "due", "accepted_from", "accepted_to")
ORDERS = {
    "due": F("due_on").asc(nulls_last=True), "-due": F("due_on").desc(nulls_last=True),
    "accepted": F("case__accepted_on").asc(nulls_last=True), "-accepted": F("case__accepted_on").desc(nulls_last=True),
    "number": F("case__number").asc(), "-number": F("case__number").desc(),
}  # fmt: skip


def asked_in(data: QueryDict) -> QueryDict:
    """The address as the form reads it: without a choice of view, what is under way; a search looks everywhere."""
    asked = data.copy()
    if not asked.get("view"):
        asked["view"] = "all" if asked.get("q") else "open"
    return asked


def narrowed_by(text: str, acting: Acting) -> QuerySet[Outlook]:
    """The list that an address shows, for the workbook. Errors: none; what isn't understood doesn't narrow."""
    form = CaseQuery(asked_in(QueryDict(text)), acting=acting)
    return narrowed(form.cleaned_data if form.is_valid() else {}, acting)


def narrowed(asked: dict[str, Any], acting: Acting) -> QuerySet[Outlook]:
    """The cases that a valid query asks for, in its order."""
    same = {name: asked[name] for name in NARROWED if asked.get(name)}
    found = cases_found(acting, Wanted(view=asked.get("view") or "open", **same, **_named(asked.get("q"))))
    order = asked.get("sort") or "due"
    return found.order_by(ORDERS[order], "case")


def _named(words: str | None) -> dict[str, Any]:
    """What one box finds: a case number, a certificate's number, a file's, an ID number, its tail, or a name."""
    if not words:
        return {}
    if CASE_NUMBER.fullmatch(words):
        return {"number": words.upper()}
    certified = households_certified(words)
    return {"households": households_named(words) if certified is None else certified}
