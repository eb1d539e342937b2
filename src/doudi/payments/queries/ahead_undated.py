"""Whose last days of studies or of a disability card aren't known: of them 到龄到期预警 can't tell anything."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from doudi.cases.models import Case
from doudi.households.models import Member
from doudi.law.ahead import anniversary
from doudi.law.procedures.registry import ENDED
from doudi.payments.models import Award
from doudi.payments.queries.ahead_subjects import ON_THE_REGISTER, Narrow

SOON_OF_AGE = 17  # studies matter from eighteen on; a year before, somebody asks
NO_CARD_DAY = ~Q(disability_kind="") & Q(card_ends=None)


@dataclass(frozen=True)
class Undated:
    """How many people study, and how many hold a disability card, without a known last day."""

    studying: int
    cards: int

    @property
    def any(self) -> bool:
        """Whether there is anybody."""
        return bool(self.studying or self.cards)


def undated_counts(narrow: Narrow, on: date) -> Undated:
    """The counts of an area. One statement."""
    found = undated(narrow, on).order_by()
    return Undated(
        **found.aggregate(studying=Count("pk", filter=_no_study_day(on)), cards=Count("pk", filter=NO_CARD_DAY))
    )


def undated(narrow: Narrow, on: date) -> QuerySet[Member]:
    """These people of the active awards and open cases of an area, by village."""
    missing = Member.objects.filter(until=None).filter(_no_study_day(on) | NO_CARD_DAY)
    found: QuerySet[Member] = narrow(missing).filter(_looked_at()).order_by("village", "household", "position", "pk")
    return found


def member_in(narrow: Narrow, key: UUID) -> Member | None:
    """One person of an area's active awards and open cases; None outside it. One statement."""
    found: Member | None = (
        narrow(Member.objects.filter(pk=key, until=None)).filter(_looked_at()).select_related("household").first()
    )
    return found


def _no_study_day(on: date) -> Q:
    return ~Q(study="none") & Q(study_ends=None, born__lte=anniversary(on, -SOON_OF_AGE))


def _looked_at() -> Q:
    home = {"household": OuterRef("household")}
    awards = Award.objects.filter(state__in=ON_THE_REGISTER, **home)
    return Q(Exists(awards)) | Q(Exists(Case.objects.filter(**home).exclude(state__in=ENDED)))
