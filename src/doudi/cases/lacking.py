"""容缺受理 whose promised day is over: the cases of an area in which a paper still lacks, and which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.cases.lists import overdue_papers
from doudi.cases.models import Case, OnFile
from doudi.cases.standing import missing_papers, who_consents, words_of
from doudi.households.models import Member, Obligor

Person = TypeVar("Person", Member, Obligor)


@dataclass(frozen=True)
class Lacking:
    """One case that was accepted without a paper which was to follow by a day that is over; `papers` are its words."""

    number: str
    head_name: str
    village: str
    bring_by: date
    papers: str


def lacking_now(acting: Acting, most: int) -> Sequence[Lacking]:
    """The first of the area's such cases, longest over first. Four statements."""
    rows = visible_to(acting, Case.objects.filter(overdue_papers(acting.on)))
    cases = list(rows.order_by("bring_by", "pk")[:most])
    papers: dict[int, list[tuple[str, UUID | None, UUID | None]]] = {case.pk: [] for case in cases}
    on_file = OnFile.objects.filter(case__in=cases).values_list("case_id", "kind", "member_id", "obligor_id")
    for case_id, kind, member, obligor in on_file:
        papers[case_id].append((kind, member, obligor))
    members, obligors = _of_homes(Member, cases), _of_homes(Obligor, cases)
    found = []
    for case in cases:
        here = [one for one in members if one.household_id == case.household_id]
        owing = [one for one in obligors if one.household_id == case.household_id]
        missing = missing_papers(papers[case.pk], who_consents(case, here, owing), case)
        found.append(Lacking(case.number, case.head_name, case.village, case.bring_by, words_of(missing)))
    return found


def _of_homes(kind: type[Person], cases: Sequence[Case]) -> list[Person]:
    return list(kind.objects.filter(household__in=[case.household_id for case in cases], until=None))
