"""What lies open with somebody who leaves, and its way to the successor: nothing is lost."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from doudi.accounts import handing
from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.models import HandOver
from doudi.cases.lists import with_cases
from doudi.cases.models import Draft, StepTaken
from doudi.cases.outlook import Outlook
from doudi.law.procedures.registry import ENDED


def open_cases(login: str, acting: Acting) -> QuerySet[Outlook]:
    """The leading rows of cases under way in which a person took the last step or which they registered, overdue first.

    One statement; `case` comes with each. Call `cases.lists.refresh` before.
    """
    steps = StepTaken.objects.filter(case=OuterRef("case")).order_by("-seq")
    leads: QuerySet[Outlook] = visible_to(acting, Outlook.objects.filter(leads=True)).exclude(state__in=ENDED)
    last = leads.annotate(last=Subquery(steps.values("by_login")[:1]))
    found = with_cases(last.filter(Q(last=login) | Q(case__registered_by=login)))
    return found.order_by(F("due_on").asc(nulls_last=True), "case")


def named(numbers: Sequence[str], acting: Acting) -> QuerySet[Outlook]:
    """The leading rows of the cases with these numbers in a person's area, overdue first; call `cases.lists.refresh` before."""
    leads: QuerySet[Outlook] = visible_to(acting, Outlook.objects.filter(leads=True, case__number__in=numbers))
    return with_cases(leads).order_by(F("due_on").asc(nulls_last=True), "case")


def open_drafts(login: str, acting: Acting) -> QuerySet[Draft]:
    """The drafts of a person that are no case yet, last saved first."""
    found: QuerySet[Draft] = visible_to(acting, Draft.objects.filter(by_login=login, case_number=""))
    return found.order_by("-saved_at", "key")


@transaction.atomic
def confirm(*, row: HandOver, acting: Acting) -> HandOver:
    """确认交接: once both have confirmed, drafts become the successor's, posts end, and the log names what went over.

    Errors: accounts.handing.CannotHandOver.
    """
    row = handing.confirm(row=row, acting=acting)
    if not handing.is_confirmed(row):
        return row
    cases = numbers(open_cases(row.leaver.login, acting))
    moved = open_drafts(row.leaver.login, acting).update(by_login=row.successor.login)
    handing.close(row=row, cases=cases, drafts=moved, acting=acting)
    return row


def numbers(rows: QuerySet[Outlook]) -> Sequence[str]:
    """The numbers of cases."""
    return list(rows.values_list("case__number", flat=True))
