"""Families for the screen: plain values, numbers masked, codes in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from doudi.households import codes
from doudi.households.models import Household, Item, Member, Obligor, ObligorAsset, PaymentAccount
from doudi.households.queries.obligors import standing_assets, standing_income
from doudi.households.queries.rows import FamilyRows, family_rows
from doudi.law import codes as law
from doudi.law.divisions import tree
from doudi.vault.masks import mask_account, mask_id, mask_phone


@dataclass(frozen=True)
class MemberView:
    """One person for the screen: the ID number masked, codes in words."""

    key: UUID
    name: str
    id_masked: str
    born: date
    sex: str
    relation: str
    relation_code: str
    lives_with: bool
    disability: str
    serious_illness: bool
    study: str
    able_to_work: bool | None
    absence: str


@dataclass(frozen=True)
class ObligorView:
    """One obligor for the screen."""

    key: UUID
    name: str
    relation: str
    id_masked: str
    of: tuple[str, ...]
    household_members: int | None
    household_income: Decimal | None
    is_adopted: bool
    per: str
    status: str
    agreed_support: Decimal | None
    assets: tuple[str, ...]


@dataclass(frozen=True)
class AccountView:
    """A payment account for the screen, the number masked."""

    owner_name: str
    bank: str
    number_masked: str
    custody: str


@dataclass(frozen=True)
class HouseholdView:
    """A family for the screen: plain values only, so that a template makes no statement of its own."""

    key: UUID
    file_number: str
    town: str
    village: str
    area: str
    address: str
    phone_masked: str
    version: int
    head_name: str
    members: tuple[MemberView, ...]
    obligors: tuple[ObligorView, ...]
    account: AccountView | None


def household_view(*, household: Household, on: date, rows: FamilyRows | None = None) -> HouseholdView:
    """One family on a day, numbers masked; one statement, none where its `rows` were read already."""
    rows = rows or family_rows(household.pk)
    members = rows.members_on(on)
    names = {member.pk: member.name for member in members}
    divisions = tree()
    return HouseholdView(
        key=household.pk,
        file_number=household.file_number or "",
        town=divisions.get(household.town).name,
        village=divisions.get(household.village).name,
        area=law.AREAS[household.area],
        address=household.address,
        phone_masked=mask_phone(household.phone) if household.phone else "",
        version=household.version,
        head_name=next((member.name for member in members if member.relation == codes.Relation.HEAD), ""),
        members=tuple(member_view(member) for member in members),
        obligors=tuple(obligor_view(row, names, rows.assets_of(row)) for row in rows.obligors_on(on)),
        account=account_view(rows.account_on(on)),
    )


def account_view(account: PaymentAccount | None) -> AccountView | None:
    """A payment account with the number masked; None where there is none."""
    if account is None:
        return None
    return AccountView(account.owner_name, account.bank, mask_account(account.number), account.custody)


def member_view(member: Member) -> MemberView:
    """One person with the ID number masked and codes in words."""
    disability = ""
    if member.disability_kind:
        disability = (
            f"{law.DISABILITIES[member.disability_kind]} {member.disability_grade} 级{_until(member.card_ends)}"
        )
    return MemberView(
        key=member.pk,
        name=member.name,
        id_masked=mask_id(member.id_number),
        born=member.born,
        sex=law.SEXES[member.sex],
        relation=law.RELATIONS[member.relation],
        relation_code=member.relation,
        lives_with=member.lives_with,
        disability=disability,
        serious_illness=member.serious_illness,
        study="" if member.study == "none" else f"{law.STUDIES[member.study]}{_until(member.study_ends)}",
        able_to_work=member.able_to_work,
        absence=law.ABSENCES[member.absence],
    )


def _until(day: date | None) -> str:
    return f"（至 {day.isoformat()}）" if day else ""


def obligor_view(row: Obligor, names: Mapping[UUID, str], assets: Iterable[ObligorAsset]) -> ObligorView:
    """One obligor with the ID number masked, codes in words, income and property as they stand."""
    income, per = standing_income(row)
    return ObligorView(
        key=row.pk,
        name=row.name,
        relation=law.RELATIONS[row.relation],
        id_masked=mask_id(row.id_number) if row.id_number else "",
        of=tuple(names.get(member, "") for member in row.of),
        household_members=row.household_members,
        household_income=income,
        is_adopted=row.adopted_income is not None,
        per=law.PERIODS[per],
        status="、".join(law.OBLIGOR_STATUSES[code] for code in row.status),
        agreed_support=row.agreed_support,
        assets=obligor_assets(standing_assets(assets)),
    )


def obligor_assets(assets: Iterable[ObligorAsset]) -> tuple[str, ...]:
    """An obligor's property in words, what has no value without one: 存款 30,000.00 元, 机动车辆（一般代步）."""
    return tuple(_asset_words(each.kind, each.amount, each.details) for each in assets)


def _asset_words(kind: str, amount: Decimal, details: Mapping[str, str]) -> str:
    use = details.get("use", "")
    sum_ = f" {amount:,.2f} 元" if amount else ""
    return f"{law.ASSETS[kind]}{f'（{law.VEHICLE_USES[use]}）' if use else ''}{sum_}"


@dataclass(frozen=True)
class ItemView:
    """One amount for the screen, its kind and person in words."""

    key: int
    member: UUID | None
    member_name: str
    sort: str
    kind: str
    word: str
    amount: Decimal
    per: str
    details: dict[str, str]
    source: str
    reason: str
    noted_on: date
    noted_by: str


def details_words(details: Mapping[str, str]) -> list[str]:
    """The area of a home, the use of a vehicle, in words."""
    area, use = details.get("area_m2"), details.get("use", "")
    return [*([_("%s 平方米") % area] if area else []), *([law.VEHICLE_USES.get(use, use)] if use else [])]


def item_views(*, household: Household, case_number: str | None = None) -> list[ItemView]:
    """Every amount of a family by source, oldest first; one statement."""
    rows = Item.objects.filter(household=household).select_related("member").order_by("pk")
    if case_number is not None:
        rows = rows.filter(case_number=case_number)
    return [
        ItemView(
            row.pk, row.member_id, row.member.name if row.member else "", row.sort, row.kind,
            codes.word(row.sort, row.kind), row.amount, row.per, row.details, row.source, row.reason,
            row.noted_on, row.noted_by,
        )
        for row in rows
    ]  # fmt: skip
