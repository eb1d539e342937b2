"""Reads of drafts: whose they are, who may go on with them, and whether the same people are in a case already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.models import Officer
from doudi.cases.models import Case, Draft, OnFile
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.law.procedures.registry import ENDED


@dataclass(frozen=True)
class DraftRow:
    """One draft for the list: `case_number` once it was registered."""

    key: UUID
    label: str
    village: str
    by_name: str
    is_own: bool
    saved_at: datetime
    case_number: str


def drafts_of(acting: Acting) -> QuerySet[Draft]:
    """The drafts that a person may go on with, last saved first: their own; for the town's clerk all of the town."""
    found: QuerySet[Draft] = visible_to(acting, Draft.objects.all())
    if acting.post != Post.TOWN_CLERK:
        found = found.filter(by_login=acting.login)
    return found.order_by("-saved_at", "key")


def draft_for(acting: Acting, key: UUID, *, lock: bool = False) -> Draft | None:
    """The draft of that key if the person may go on with it; `lock` holds it until the transaction ends."""
    found = drafts_of(acting).filter(key=key)
    return (found.select_for_update() if lock else found).first()


def draft_rows(drafts: Collection[Draft], acting: Acting) -> list[DraftRow]:
    """Drafts as a list shows them; one statement."""
    logins = {draft.by_login for draft in drafts}
    names = dict(Officer.objects.filter(login__in=logins).values_list("login", "name"))
    divisions = tree()
    return [
        DraftRow(
            draft.key, draft.label, divisions.get(draft.village).name, names.get(draft.by_login, ""),
            draft.by_login == acting.login, draft.saved_at, draft.case_number,
        )
        for draft in drafts
    ]  # fmt: skip


def open_cases_among(id_indexes: Collection[bytes]) -> dict[bytes, str]:
    """The numbers of cases under way, in the areas of the transaction, of families with these people. One statement."""
    found = Case.objects.exclude(state__in=ENDED).filter(
        household__members__id_index__in=list(id_indexes), household__members__until=None
    )
    rows = found.values_list("household__members__id_index", "number")
    return {bytes(index): number for index, number in rows}


def case_with_file(key: UUID) -> str | None:
    """The number of the case, in the areas of the transaction, on whose file an upload lies; None while in a draft."""
    return OnFile.objects.filter(file_key=key).values_list("case__number", flat=True).first()
