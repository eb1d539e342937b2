"""Unsaved rows for what was typed about a family, and how a row differs from what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households.codes import Source
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry
from doudi.households.models import Household, Item, Member, NameGram, Obligor, ObligorAsset, PaymentAccount
from doudi.households.search import grams_of, tail_index
from doudi.law import codes as law
from doudi.vault.index import blind_index


def item_rows(
    household: Household, source: str, items: Sequence[ItemEntry], case_number: str, acting: Acting
) -> list[Item]:
    """Unsaved rows for items that were checked."""
    return [
        Item(
            household=household, town=household.town, village=household.village, member_id=item.member,
            sort=item.sort, kind=item.kind, amount=item.amount, per=item.per, details=dict(item.details),
            source=source, case_number=case_number, reason=item.reason, noted_on=acting.on, noted_by=acting.login,
        )
        for item in items
    ]  # fmt: skip


def member_row(household: Household, entry: MemberEntry, place: int, since: date) -> tuple[Member, list[NameGram]]:
    """An unsaved person and the grams of the name."""
    member = Member(
        pk=entry.key or uuid4(), household=household, town=household.town, village=household.village, since=since
    )
    fill(member, entry, place)
    return member, grams(member)


def account_row(household: Household, account: AccountEntry, since: date) -> PaymentAccount:
    """An unsaved payment account."""
    number = "".join(account.number.split())
    return PaymentAccount(
        household=household, town=household.town, village=household.village, owner_name=account.owner_name.strip(),
        bank=account.bank.strip(), number=number, number_index=blind_index("account", number),
        custody=account.custody.strip(), since=since,
    )  # fmt: skip


def is_same_account(old: PaymentAccount, fresh: PaymentAccount) -> bool:
    """Whether two accounts say the same: whose name, which bank and number, under which agreement."""
    return (old.owner_name, old.bank, old.custody, bytes(old.number_index)) == (
        fresh.owner_name, fresh.bank, fresh.custody, bytes(fresh.number_index),
    )  # fmt: skip


def member_changes(kept: Iterable[Member], typed: Sequence[MemberEntry]) -> list[str]:
    """How the family as it stands differs from what was typed, one sentence a difference."""
    by_key = {entry.key: entry for entry in typed if entry.key}
    found = []
    for member in kept:
        entry = by_key.pop(member.pk, None)
        if entry is None:
            found.append(_("{name} 现在在名单上，您的表里没有").format(name=member.name))
            continue
        found += [
            _("{name}：{label}现为「{now}」，您填的是「{typed}」").format(
                name=member.name, label=label, now=_shown(getattr(member, field)), typed=_shown(getattr(entry, field))
            )
            for field, label in _COMPARED.items()
            if getattr(member, field) != getattr(entry, field)
        ]
    found += [_("{name} 已不在名单上").format(name=entry.name) for entry in by_key.values()]
    return found or [_("家庭信息在您打开后有改动，请对照后重填")]


_COMPARED: Mapping[str, str] = {
    "name": "姓名", "born": "出生日期", "sex": "性别", "relation": "与户主关系", "lives_with": "共同生活",
    "disability_kind": "残疾类别", "disability_grade": "残疾等级", "serious_illness": "重病", "study": "就读",
    "study_ends": "预计毕业", "card_ends": "残疾人证有效期", "able_to_work": "劳动能力", "independent": "独立生活", "absence": "不在家情形",
}  # fmt: skip
_WORDS: Mapping[Any, str] = {True: "是", False: "否", None: "未填", "": "无"}


def _shown(value: Any) -> str:
    words = {**law.STUDIES, **law.ABSENCES, **law.DISABILITIES, **law.RELATIONS, **law.SEXES, **_WORDS}
    return words.get(value, str(value)) if isinstance(value, bool | str | None) else str(value)


def fill(member: Member, entry: MemberEntry, place: int) -> None:
    """Write what was typed onto a person's row, not yet saved."""
    number = entry.id_number.upper()
    member.name, member.id_number = entry.name.strip(), number
    member.id_index, member.id_tail_index = blind_index("id", number), tail_index(number)
    member.born, member.sex, member.relation, member.position = entry.born, entry.sex, entry.relation, place
    member.lives_with, member.study = entry.lives_with, entry.study
    member.disability_kind, member.disability_grade = entry.disability_kind, entry.disability_grade
    member.serious_illness, member.veteran = entry.serious_illness, entry.veteran
    member.able_to_work, member.independent = entry.able_to_work, entry.independent
    member.absence, member.absence_since = entry.absence, entry.absence_since
    member.refused_work = entry.refused_work
    member.study_ends, member.card_ends = entry.study_ends, entry.card_ends
    member.support, member.unable_to = entry.support, list(entry.unable_to)


def grams(member: Member) -> list[NameGram]:
    """Unsaved grams of a person's name."""
    return [
        NameGram(gram=gram, member=member, town=member.town, village=member.village)
        for gram in sorted(grams_of(member.name))
    ]


def obligor_asset_rows(
    obligor: Obligor, assets: Sequence[ItemEntry], source: str = Source.DECLARED
) -> list[ObligorAsset]:
    """Unsaved rows of an obligor's property that was checked: declared, or adopted from a source."""
    return [
        ObligorAsset(
            obligor=obligor, town=obligor.town, village=obligor.village, kind=item.kind, amount=item.amount,
            details=dict(item.details), source=source,
        )
        for item in assets
    ]  # fmt: skip


def obligor_row(household: Household, entry: ObligorEntry, since: date | None = None) -> Obligor:
    """An unsaved obligor; `since` None: from the first."""
    blank = Obligor(
        pk=entry.key or uuid4(), household=household, town=household.town, village=household.village, since=since
    )
    return fill_obligor(blank, entry)


def fill_obligor(row: Obligor, entry: ObligorEntry) -> Obligor:
    """Write what was typed onto an obligor's row, not yet saved."""
    number = entry.id_number.upper()
    row.name, row.relation, row.of = entry.name.strip(), entry.relation, list(entry.of)
    row.id_number, row.id_index = number, blind_index("id", number) if number else None
    row.born, row.status, row.agreed_support = entry.born, list(entry.status), entry.agreed_support
    row.household_members, row.household_income, row.per = entry.household_members, entry.household_income, entry.per
    return row
