"""在享对象台账: families as the bureau's ledger has them, column by column, chunk by chunk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.cases.models import Decision
from doudi.households.entries import STRUCK
from doudi.households.models import Household, Item, Member, PaymentAccount
from doudi.law.codes import DEPOSITS, RELATIONS
from doudi.law.divisions import tree
from doudi.payments.ledger.columns import Column
from doudi.payments.models import Award
from doudi.payments.opening import unseal

ON_THE_REGISTER = (Award.State.ACTIVE, Award.State.SUSPENDED)
HARDSHIP = "extreme_hardship_support"
CARE = "照料护理费(元)"
METHODS = {"gap": "补差", "tier": "分档"}
OfHome = TypeVar("OfHome", Member, Item)


def on_register(acting: Acting, *, programme: str, area: str) -> list[int]:
    """The keys of the awards of the area that are paid or held, by place and file number. One statement."""
    found = visible_to(acting, Award.objects.filter(programme=programme, area=area, state__in=ON_THE_REGISTER))
    return list(found.order_by("town", "village", "household__file_number", "household").values_list("pk", flat=True))


def how_many(acting: Acting, programme: str) -> int:
    """How many families of the area are on the register of a programme. One statement."""
    return visible_to(acting, Award.objects.filter(programme=programme, state__in=ON_THE_REGISTER)).count()


@dataclass(frozen=True)
class Family:
    """Everything of one family that its line says."""

    award: Award
    household: Household
    members: Sequence[Member]
    account: PaymentAccount | None
    items: Sequence[Item]
    told: Mapping[str, Any]
    decision: Decision | None


def families(keys: Sequence[int]) -> list[Family]:
    """The families of these awards, in their order. Six statements, however many."""
    awards = Award.objects.select_related("household", "import_row").in_bulk(keys)
    ordered = [awards[key] for key in keys if key in awards]
    homes = [award.household_id for award in ordered]
    people = _by_home(Member.objects.filter(household__in=homes, until=None).order_by("position", "pk"))
    items = _by_home(Item.objects.filter(household__in=homes, source__in=["declared", "adopted"]))
    accounts = {one.household_id: one for one in PaymentAccount.objects.filter(household__in=homes, until=None)}
    decisions = _decisions([award.case_number for award in ordered if award.case_number])
    return [
        Family(
            award, award.household, people.get(award.household_id, []), accounts.get(award.household_id),
            items.get(award.household_id, []), unseal(award.import_row)["row"] if award.import_row else {},
            decisions.get(award.case_number or ""),
        )
        for award in ordered
    ]  # fmt: skip


def _by_home(rows: Iterable[OfHome]) -> dict[UUID, list[OfHome]]:
    found: dict[UUID, list[OfHome]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found


def _decisions(numbers: Sequence[str]) -> dict[str, Decision]:
    granted = Decision.objects.filter(case__number__in=numbers, outcome="grant")
    last = granted.values("case").annotate(last=Max("pk")).values("last")
    return {one.case.number: one for one in granted.filter(pk__in=last).select_related("case")}


def heads_of(programme: str) -> list[str]:
    """The titles of a ledger's columns: the bureau's; for 特困 with the care money, so that each line adds up (C14)."""
    heads: list[str] = list(Column)
    if programme == HARDSHIP:
        heads.insert(heads.index(Column.SUPPLEMENT), CARE)
    return heads


def ledger_line(number: int, family: Family) -> list[Any]:
    """One line in the order of `heads_of`; sums are Decimal, counts int, all else text."""
    award, home = family.award, family.household
    a_year, a_head = _income(family)
    divisions = tree()
    told: dict[str, Any] = {
        Column.NUMBER: number, Column.GUARANTEED: award.members, Column.YEARLY_INCOME: a_year,
        Column.INCOME_PER_HEAD: a_head, Column.BASE: award.base, CARE: award.care,
        Column.SUPPLEMENT: award.supplement, Column.TOTAL: award.amount, Column.PHONE: home.phone,
        Column.ADDRESS: home.address, Column.TOWN: divisions.get(home.town).name,
        Column.VILLAGE: divisions.get(home.village).name, Column.CERTIFICATE: award.certificate_number,
        Column.START: f"{award.since:%Y-%m}", Column.REASON: _reason(family), Column.METHOD: _method(family),
        **_people(family.members), **_account(family.account), **_property(family),
    }  # fmt: skip
    return [told[head] for head in heads_of(award.programme)]


def _people(members: Sequence[Member]) -> dict[str, Any]:
    head = next((member for member in members if member.relation == "head"), None)
    return {
        Column.HEAD_NAME: head.name if head else "", Column.HEAD_ID: head.id_number if head else "",
        Column.FAMILY: len(members), Column.MEMBER_NAMES: ";".join(member.name for member in members),
        Column.MEMBER_IDS: ";".join(member.id_number for member in members),
        Column.RELATIONS: ";".join(RELATIONS[member.relation] for member in members),
    }  # fmt: skip


def _account(account: PaymentAccount | None) -> dict[str, Any]:
    bank, owner, number = (account.bank, account.owner_name, account.number) if account else ("", "", "")
    return {Column.BANK: bank, Column.ACCOUNT_OWNER: owner, Column.ACCOUNT: number}


def _income(family: Family) -> tuple[Decimal | None, Decimal | None]:
    """Yearly income of the family and by head: as decided, else as the taken-in ledger says."""
    heads = max(len(family.members), 1)
    if family.decision and family.decision.answer.get("income_per_head") is not None:
        a_head = Decimal(str(family.decision.answer["income_per_head"])) * 12
        return a_head * heads, a_head
    said = family.told.get("yearly_income")
    if not said:
        return None, None
    return Decimal(said), (Decimal(said) / heads).quantize(Decimal("0.01"))


def _reason(family: Family) -> str:
    if family.decision:
        return family.decision.case.reason
    return str(family.told.get("reason") or "")


def _method(family: Family) -> str:
    if family.award.programme == HARDSHIP:
        return ""
    if family.decision:
        lines = {line["name"] for line in family.decision.answer.get("lines", ())}
        return METHODS["tier" if "tier_base" in lines else "gap"]
    return str(family.told.get("method") or "")


def _property(family: Family) -> dict[str, Any]:
    """Houses, their area and financial assets: as adopted where that kind was, else as declared."""
    kept = _kept(family.items)
    houses = [item for item in kept if item.kind == "house"]
    area = sum((Decimal(str(item.details.get("area_m2") or 0)) for item in houses), Decimal(0))
    money = sum((item.amount for item in kept if item.kind in DEPOSITS), Decimal(0))
    return {Column.HOUSES: len(houses), Column.HOUSE_AREA: area, Column.FINANCIAL_ASSETS: money}


def _kept(items: Sequence[Item]) -> list[Item]:
    assets = [item for item in items if item.sort == "asset"]
    settled = {item.kind for item in assets if item.source == "adopted"}
    stands = [item for item in assets if item.source == ("adopted" if item.kind in settled else "declared")]
    return [item for item in stands if item.details != STRUCK]
