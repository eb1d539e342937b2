"""How many open cases and running awards lie in some places: what a new standard would touch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.cases.models import Case
from doudi.law.procedures.registry import ENDED
from doudi.payments.models import Award

Place = tuple[str, str]  # town, urban or rural
RUNNING = (Award.State.PENDING, Award.State.ACTIVE, Award.State.SUSPENDED)


@dataclass(frozen=True)
class Touched:
    """Open cases 在办案件 and running awards 在享待遇."""

    cases: int
    awards: int


@dataclass(frozen=True)
class Reach:
    """Cases and awards of an area, counted by town, urban or rural, and programme."""

    cases: Mapping[tuple[str, str, str], int]
    awards: Mapping[tuple[str, str, str], int]

    def within(self, places: Collection[Place], programmes: Collection[str]) -> Touched:
        """How many lie in these places and belong to these programmes."""
        wanted = {(town, area, programme) for town, area in places for programme in programmes}
        return Touched(*(sum(counts.get(key, 0) for key in wanted) for counts in (self.cases, self.awards)))


def reach(acting: Acting) -> Reach:
    """The counts of a person's area. Two statements."""
    cases = visible_to(acting, Case.objects.exclude(state__in=ENDED)).order_by()
    awards = visible_to(acting, Award.objects.filter(state__in=RUNNING)).order_by()
    counted = cases.values_list("town", "household__area", "programme").annotate(n=Count("pk"))
    paid = awards.values_list("town", "area", "programme").annotate(n=Count("pk"))
    return Reach(*({(town, area, programme): n for town, area, programme, n in rows} for rows in (counted, paid)))
