"""到龄与到期: which families of an area are looked at, and what of them is read; sets, never one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from doudi.cases.models import Case, Decision
from doudi.households.models import Household, Item, Member, Obligor, ObligorAsset
from doudi.households.queries import FamilyOnDay, chosen
from doudi.law.ahead import UNFIXED, WORKING_AGE, anniversary
from doudi.law.ahead_kinds import KINDS
from doudi.law.calendar import ONE_DAY
from doudi.law.procedures.registry import ENDED
from doudi.payments.models import Award

Narrow = Callable[[Any], Any]  # keeps the rows of an area: `visible_to` of a person, or a prefix of codes
ON_THE_REGISTER = (Award.State.ACTIVE, Award.State.SUSPENDED)
SHORTEST_REVIEW = timedelta(days=180)  # half a year has 181 days at least; limits only roll forward
HARDSHIP = "extreme_hardship_support"
OfHome = TypeVar("OfHome", Member, Item, Obligor)


@dataclass(frozen=True)
class Subject:
    """One family in one programme: its award, or the open case in which it asks for one; the award goes before."""

    household: UUID
    town: str
    village: str
    area: str
    programme: str
    award: int | None
    case: str
    items_of: str | None
    applicant: UUID | None
    apply_as: str
    amount: Decimal | None = None
    reviewed: date | None = None
    half_yearly: bool = False
    grace: Mapping[str, Any] | None = None
    is_moved: bool = True

    @property
    def is_on_register(self) -> bool:
        """Whether it is paid, or held."""
        return self.award is not None


def subjects(narrow: Narrow, on: date, until: date) -> list[Subject]:
    """The families of an area to which something may come. Two statements."""
    awards = [_of_award(row) for row in _awards(narrow, on, until)]
    found = {(each.household, each.programme): each for each in awards}
    for row in _open_cases(narrow, on, until):
        subject = _of_case(row)
        key = (subject.household, subject.programme)
        known = found.get(key)
        found[key] = subject if known is None else _with_case(known, subject)
    return list(found.values())


def _awards(narrow: Narrow, on: date, until: date) -> Iterable[Mapping[str, Any]]:
    latest = Decision.objects.filter(case__number=OuterRef("case_number"), outcome="grant").order_by("-seq")
    asked = Case.objects.filter(number=OuterRef("case_number"))
    incomes = Item.objects.filter(
        household=OuterRef("household"), sort="income", amount__gt=0, source__in=["declared", "adopted"]
    )
    found = narrow(Award.objects.filter(state__in=ON_THE_REGISTER)).annotate(
        reviewed=Coalesce(
            Subquery(latest.values("decided_on")[:1]), "import_row__ledger__confirmed_on", "import_row__ledger__taken_on"
        ),
        grace=Subquery(latest.values("facts__grace")[:1]),
        applicant=Subquery(asked.values("applicant")[:1]), apply_as=Subquery(asked.values("apply_as")[:1]),
        is_moved=ExpressionWrapper(Q(household__in=moved(narrow, anniversary(on, -1), until)), BooleanField()),
        able=Exists(_able(on)), earns=Exists(incomes), unfixed=Exists(incomes.filter(kind__in=sorted(UNFIXED))),
    )  # fmt: skip
    due = Q(reviewed__lte=until - SHORTEST_REVIEW) | Q(grace__isnull=False) | Q(is_moved=True)
    rows: Iterable[Mapping[str, Any]] = found.filter(due).values(
        "pk", "household", "town", "village", "area", "programme", "case_number", "base", "supplement", "care",
        "reviewed", "grace", "applicant", "apply_as", "able", "earns", "unfixed", "is_moved",
    )  # fmt: skip
    return rows


def _able(on: date) -> QuerySet[Member]:
    """Members of the outer row's family who are of working age and not said to be unable."""
    oldest, youngest = anniversary(on, -WORKING_AGE.stop), anniversary(on, -WORKING_AGE.start)
    people = Member.objects.filter(household=OuterRef("household"), until=None)
    return people.filter(born__gt=oldest, born__lte=youngest).exclude(able_to_work=False)


def _open_cases(narrow: Narrow, on: date, until: date) -> Iterable[Mapping[str, Any]]:
    found = narrow(Case.objects.exclude(state__in=ENDED)).filter(household__in=moved(narrow, on, until))
    rows: Iterable[Mapping[str, Any]] = found.values(
        "household", "town", "village", "household__area", "programme", "number", "applicant", "apply_as"
    )
    return rows


def _of_award(row: Mapping[str, Any]) -> Subject:
    half = row["able"] and (row["unfixed"] or not row["earns"])
    return Subject(
        household=row["household"], town=row["town"], village=row["village"], area=row["area"],
        programme=row["programme"], award=row["pk"], case=row["case_number"] or "", items_of=row["case_number"],
        applicant=row["applicant"], apply_as=row["apply_as"] or "household",
        amount=row["base"] + row["supplement"] + row["care"], reviewed=row["reviewed"], half_yearly=half,
        grace=row["grace"], is_moved=row["is_moved"],
    )  # fmt: skip


def _of_case(row: Mapping[str, Any]) -> Subject:
    return Subject(
        household=row["household"], town=row["town"], village=row["village"], area=row["household__area"],
        programme=row["programme"], award=None, case=row["number"], items_of=row["number"],
        applicant=row["applicant"], apply_as=row["apply_as"],
    )  # fmt: skip


def _with_case(award: Subject, case: Subject) -> Subject:
    """An award in which a case is open: the case is where somebody is at work now."""
    return Subject(**{**award.__dict__, "case": case.case})


def moved(narrow: Narrow, on: date, until: date) -> QuerySet[Any]:
    """The keys of families of an area in which a day that a rule may read lies in a window, or is past and waits for somebody."""
    people = Member.objects.filter(until=None).filter(_windows("born", on, until) | _waiting(on, until))
    obligors = Obligor.objects.filter(_windows("obligor_born", on, until, "born"))
    jobs = Item.objects.filter(sort="income", kind="wage", details__has_key="since")
    keys = [rows.order_by().values("household") for rows in map(narrow, (people, obligors, jobs))]
    return Household.objects.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]) | Q(pk__in=keys[2])).values("pk")


def _waiting(on: date, until: date) -> Q:
    """Studies and cards that end by then or ended, and clergy whose three years are full."""
    ends = Q(study_ends__lte=until) | Q(card_ends__lte=until)
    return ends | (Q(absence="clergy_away") & _windows("absence_since", on, until))


def _windows(fact: str, on: date, until: date, column: str = "") -> Q:
    """The first days whose anniversaries may lie in a window: a day wider on each side, for 29 February."""
    found = Q(pk__in=[])
    for kind in KINDS.values():
        if kind.fact == fact:
            first, last = anniversary(on, -kind.years) - ONE_DAY, anniversary(until, -kind.years) + ONE_DAY
            found |= Q(**{f"{column or fact}__range": (first, last)})
    return found


def family_rows(found: Sequence[Subject]) -> dict[UUID, FamilyOnDay]:
    """The rows of the families among these that moved, or leave gradually. Four statements, however many; nobody's
    number is read."""
    homes = {each.household for each in found if each.is_moved or each.grace}
    if not homes:
        return {}
    people = Member.objects.filter(household__in=homes, until=None).defer("id_number").order_by("position", "pk")
    items = _by_home(Item.objects.filter(household__in=homes).order_by("pk"))
    obligors = _by_home(Obligor.objects.filter(household__in=homes).defer("id_number").order_by("pk"))
    owned = _owned(obligors)
    members = _by_home(people)
    return {
        home: FamilyOnDay(members[home], items.get(home, []), obligors.get(home, []), owned.get(home, []))
        for home in members
    }


def _owned(obligors: Mapping[UUID, Sequence[Obligor]]) -> dict[UUID, list[ObligorAsset]]:
    """What the obligors of each family own."""
    homes = {obligor.pk: home for home, found in obligors.items() for obligor in found}
    owned: dict[UUID, list[ObligorAsset]] = {}
    for asset in ObligorAsset.objects.filter(obligor__in=homes).order_by("obligor", "pk"):
        owned.setdefault(homes[asset.obligor_id], []).append(asset)
    return owned


def standing(rows: FamilyOnDay, subject: Subject) -> FamilyOnDay:
    """The same family with the items that stand in the subject's own case."""
    mine = [each for each in rows.items if subject.items_of in (None, each.case_number)]
    return FamilyOnDay(rows.members, chosen(mine, "adopted"), rows.obligors, rows.obligor_assets)


def _by_home(rows: Iterable[OfHome]) -> dict[UUID, list[OfHome]]:
    found: dict[UUID, list[OfHome]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found
