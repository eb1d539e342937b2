"""The rows of one case by one statement: what its standing rests on, or everything that its pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from doudi.cases.models import Case, Decision, Objection, OnFile, OpenFinding, Opinion, Publicity, StepTaken
from doudi.households.models import Household, Member, Obligor
from doudi.households.queries import PEOPLE, SUMS, FamilyRows
from doudi.vault.together import Part, together

OF_THE_CASE = "case_id = %(case)s"
STANDING = (
    ("steps", Part(StepTaken, OF_THE_CASE, "seq")),
    ("papers", Part(OnFile, OF_THE_CASE)),
    ("findings", Part(OpenFinding, OF_THE_CASE)),
    ("objections", Part(Objection, OF_THE_CASE)),
    *PEOPLE,
)
WHOLE = (
    *STANDING,
    *SUMS,
    ("opinions", Part(Opinion, OF_THE_CASE)),
    ("decisions", Part(Decision, OF_THE_CASE, "seq")),
    ("publicities", Part(Publicity, OF_THE_CASE)),
)


@dataclass(frozen=True)
class StandingRows:
    """案件现状所依的记录: steps in their order, papers with the person each is of, findings, objections, people."""

    steps: Sequence[StepTaken]
    papers: Sequence[OnFile]
    findings: Sequence[OpenFinding]
    objections: Sequence[Objection]
    members: Sequence[Member]
    obligors: Sequence[Obligor]


@dataclass(frozen=True)
class CaseRows(StandingRows):
    """全案记录: the same with opinions, decisions, publicities, and the family's amounts and accounts."""

    items: Sequence[Any]
    accounts: Sequence[Any]
    obligor_assets: Sequence[Any]
    opinions: Sequence[Opinion]
    decisions: Sequence[Decision]
    publicities: Sequence[Publicity]

    @property
    def family(self) -> FamilyRows:
        """The family's own rows."""
        return FamilyRows(self.members, self.obligors, self.items, self.accounts, self.obligor_assets)


def opened(number: str, place: Mapping[str, str]) -> Case | None:
    """The case of that number with its household and the case that it continues, where it lies in a place; each page of a
    case begins so. One statement."""
    found = together(_opening(tuple(place)), {"number": number, **place})
    if not found["cases"] or not found["households"]:
        return None
    case: Case = found["cases"][0]
    case.household = found["households"][0]
    Case._meta.get_field("continues").set_cached_value(case, next(iter(found["before"]), None))
    return case


@cache
def _opening(fields: tuple[str, ...]) -> tuple[tuple[str, Part], ...]:
    here = " and ".join(["number = %(number)s", *(f"{field} = %({field})s" for field in fields)])
    return (
        ("cases", Part(Case, here)),
        ("households", Part(Household, "id = (select household_id from cases_case where number = %(number)s)")),
        ("before", Part(Case, "id = (select continues_id from cases_case where number = %(number)s)")),
    )


def standing_rows(case: Case) -> StandingRows:
    """What a case's standing rests on, read anew. One statement."""
    return StandingRows(**_read(case, STANDING))


def case_rows(case: Case) -> CaseRows:
    """A case, whole, as it stands at this moment: for pages that read and don't write. One statement."""
    return CaseRows(**_read(case, WHOLE))


def _read(case: Case, parts: tuple[tuple[str, Part], ...]) -> dict[str, Any]:
    found = together(parts, {"case": case.pk, "household": case.household_id})
    people = {person.pk: person for person in (*found["members"], *found["obligors"])}
    if case.applicant_id in people:
        case.applicant = people[case.applicant_id]
    for paper in found["papers"]:
        paper.case = case
        if paper.member_id in people:
            paper.member = people[paper.member_id]
        if paper.obligor_id in people:
            paper.obligor = people[paper.obligor_id]
    return found
