"""Reads about where a family's money goes: what came back, accounts that wait for a second person, files on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.households.models import Household, Member
from doudi.law.divisions import tree
from doudi.payments.models import AccountCorrection, Returned, RunLine

STANDS = ("approved", "exported")


def unpaid_failures() -> QuerySet[Returned]:
    """What came back and no batch pays again yet."""
    failed = Returned.objects.filter(result=Returned.Result.FAILED)
    paid_again = RunLine.objects.filter(reissue_of__isnull=False).values("reissue_of")
    return failed.exclude(line__in=paid_again)


@dataclass(frozen=True)
class WaitingChange:
    """变更账户: a family whose new account waits for its second person, though nothing came back."""

    household: UUID
    name: str
    place: str
    entered_by: str
    entered_on: date


def changes_waiting(acting: Acting) -> QuerySet[AccountCorrection]:
    """The changes of the area that wait, oldest first; those of a family whose payment came back are listed with that."""
    rows: QuerySet[AccountCorrection] = visible_to(
        acting, AccountCorrection.objects.filter(state=AccountCorrection.State.WAITING, bank_return=None)
    )
    return rows.exclude(household__in=unpaid_failures().values("household")).order_by("entered_on", "pk")


def waiting_changes(acting: Acting, most: int = 50) -> list[WaitingChange]:
    """The first of them, for a list. Two statements."""
    rows = list(changes_waiting(acting).defer("number", "reason", "decided_note")[:most])
    heads = dict(
        Member.objects.filter(household__in=[row.household_id for row in rows], relation="head", until=None)
        .values_list("household", "name")
    )  # fmt: skip
    divisions = tree()
    return [
        WaitingChange(
            row.household_id, heads.get(row.household_id, ""),
            f"{divisions.get(row.town).name}{divisions.get(row.village).name}", row.entered_name, row.entered_on,
        )
        for row in rows
    ]  # fmt: skip


def on_their_way(household: Household) -> Sequence[str]:
    """The runs that are approved or sent and not answered for a family: they pay to the account they were signed with.
    One statement."""
    lines = RunLine.objects.filter(household=household, run__state__in=STANDS, returned=None)
    return list(lines.order_by("run__pk").values_list("run__number", flat=True).distinct())
