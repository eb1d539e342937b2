"""Invented awards for tests: families with an opening award, families with a delivered decision, the three of a run."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.cases.models import Case, Decision, StepTaken
from doudi.households.batches import open_many
from doudi.households.entries import HouseholdEntry
from doudi.households.models import Household, Member
from doudi.households.queries import facts_of
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.payments.awards import ask_release, person_row, release_award
from doudi.payments.models import Award, AwardPerson, LedgerImport, LedgerImportRow, Run
from doudi.payments.runs import approve, check, compute, confirm_roster
from doudi.payments.standing import roster_sums, unconfirmed_towns
from households.making import TOWN, VILLAGE, acting, family

MONTH, NEXT = date(2026, 12, 1), date(2027, 1, 1)
PROGRAMME = "subsistence_allowance"
RUN_DAY = date(2026, 12, 1)
_serial = count(1)


def maker(on: date = RUN_DAY) -> Acting:
    return acting(Post.FINANCE_MAKER, login="maker", on=on)


def checker(on: date = RUN_DAY) -> Acting:
    return acting(Post.FINANCE_CHECKER, login="checker", on=on)


def approver(on: date = RUN_DAY) -> Acting:
    return acting(Post.FINANCE_APPROVER, login="approver", on=on)


def leader(town: str = TOWN, on: date = RUN_DAY) -> Acting:
    return acting(Post.LEADER, login=f"leader{town}", division=town, on=on)


def villages(places: int) -> list[tuple[str, str]]:
    """That many villages, from town to town."""
    towns = tree().towns
    lists = {town.code: tree().villages_of(town.code) for town in towns}
    return [
        (town.code, lists[town.code][place // len(towns) % len(lists[town.code])].code)
        for place in range(places)
        for town in [towns[place % len(towns)]]
    ]


def opened(places: Sequence[tuple[str, str]], *, base: str = "300.00", supplement: str = "100.00") -> list[Award]:
    """Families with a confirmed opening award each, in these towns and villages."""
    entries = [family(f"张{place}", size=place % 3 + 1, town=at[0], village=at[1]) for place, at in enumerate(places)]
    return with_awards(entries, base=base, supplement=supplement)


def with_awards(entries: Sequence[HouseholdEntry], *, base: str = "300.00", supplement: str = "100.00") -> list[Award]:
    """A confirmed opening award for each of these families."""
    ledger = LedgerImport.objects.create(
        number=f"QC-140502-2020-{next(_serial):04d}", sha256=f"{next(_serial):064d}", file_name="台账.xlsx",
        month=date(2026, 10, 1), programmes=[PROGRAMME], towns=[], town="140502", state="confirmed", take=len(entries),
        ask=0, refuse=0, taken_by="data1", taken_on=date(2026, 11, 2),
    )  # fmt: skip
    households = open_many(entries=entries, programme=PROGRAMME, acting=acting())
    rows = LedgerImportRow.objects.bulk_create(
        LedgerImportRow(
            ledger=ledger, sheet="城市低保", row=place, programme=PROGRAMME, area=each.area, outcome="take", payload=b"",
            digest=b"", state="taken", household=each, town=each.town, village=each.village,
        )
        for place, each in enumerate(households, 4)
    )  # fmt: skip
    awards = Award.objects.bulk_create(
        Award(
            household=each, programme=PROGRAMME, area=each.area, members=len(entry.members), base=Decimal(base),
            supplement=Decimal(supplement), since=date(2020, 1, 1), owed_from=date(2026, 10, 1), state="active",
            basis="opening", import_row=row, town=each.town, village=each.village,
        )
        for each, entry, row in zip(households, entries, rows, strict=True)
    )  # fmt: skip
    by_household = {award.household_id: award for award in awards}
    members = Member.objects.filter(household__in=households)
    AwardPerson.objects.bulk_create(person_row(by_household[each.household_id], each) for each in members)
    return awards


@transaction.atomic
def delivered(
    *, first_month: date = MONTH, base: str = "870.00", supplement: str = "0.00", on: date = date(2026, 11, 19),
    size: int = 3, entry: HouseholdEntry | None = None,
) -> Case:  # fmt: skip
    """A family whose grant was delivered and whose award is not yet opened."""
    (household,) = open_many(entries=[entry or family("陈建国", size=size)], programme=PROGRAMME, acting=acting())
    case = case_of(household)
    decide(case, first_month=first_month, base=base, supplement=supplement, on=on)
    return case


def case_of(household: Household) -> Case:
    head = household.members.get(relation="head")
    return Case.objects.create(
        number=f"DB-{household.town}-2026-{next(_serial):04d}", programme=PROGRAMME, household=household, applicant=head,
        head_name=head.name, state="granted", edition="subsistence_allowance.notice_2023", registered_by="clerk",
        registered_on=date(2026, 11, 2), town=household.town, village=household.village,
    )  # fmt: skip


def decide(case: Case, *, first_month: date, base: str, supplement: str, on: date) -> None:
    """A signed grant and its delivery."""
    household = case.household
    seq = StepTaken.objects.filter(case=case).count() + 1
    facts = facts_of(household=household, on=on, source="adopted")
    Decision.objects.create(
        case=case, seq=seq, outcome="grant", base=Decimal(base), supplement=Decimal(supplement),
        total=Decimal(base) + Decimal(supplement), members=household.members.filter(until=None).count(),
        first_month=first_month, accepted_on=date(2026, 11, 2), decided_on=date(2026, 11, 10), edition=case.edition,
        facts=facts, answer={}, screen_digest="0" * 64, by_login="leader", by_name="郑国栋", post="leader",
        town=household.town, village=household.village,
    )  # fmt: skip
    StepTaken.objects.create(
        case=case, seq=seq, code="deliver", from_state="publicised", to_state="granted", by_login="clerk",
        by_name="秦海峰", post="town_clerk", at=datetime(2026, 11, 19, 1, tzinfo=UTC), on=on, edition=case.edition,
        town=household.town, village=household.village,
    )  # fmt: skip


def released(award: Award) -> Award:
    """A held award let go on by two people."""
    ask_release(award=award, reason="同名同姓，本人健在", acting=acting())
    return release_award(award=award, acting=acting(Post.LEADER, login="leader1"))


def step(case: Case, code: str, *, on: date) -> StepTaken:
    """A step as the case's room records it."""
    seq = StepTaken.objects.filter(case=case).count() + 1
    return StepTaken.objects.create(
        case=case, seq=seq, code=code, from_state="granted", to_state="closed", by_login="clerk", by_name="秦海峰",
        post="town_clerk", at=datetime(2026, 11, 19, 1, tzinfo=UTC), on=on, edition=case.edition, town=case.town,
        village=case.village,
    )  # fmt: skip


def computed(month: date = MONTH) -> Run:
    return compute(month=month, programme=PROGRAMME, acting=maker())


def confirm_rosters(run: Run) -> None:
    """Every town's leader confirms what the run pays in the town."""
    for town in unconfirmed_towns(run):
        households, total = roster_sums(month=run.month, programme=run.programme, town=town, run=run)
        confirm_roster(
            month=run.month, programme=run.programme, households=households, total=total, acting=leader(town)
        )


def approved(month: date = MONTH) -> Run:
    run = computed(month)
    confirm_rosters(run)
    run = check(number=run.number, version=run.version, acting=checker())
    return approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())


HERE = (TOWN, VILLAGE)
