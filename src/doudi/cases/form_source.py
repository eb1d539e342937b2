"""A case opened for printing: its rows read once, its people and amounts in the words of a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypedDict

from doudi.accounts.models import Relative
from doudi.cases.models import Case
from doudi.households.codes import Sort, word
from doudi.households.models import Item, Member, Obligor
from doudi.households.queries.obligors import declared_only, standing_assets, standing_income
from doudi.households.queries.views import obligor_assets
from doudi.law import codes
from doudi.law.days import full_years
from doudi.law.divisions import tree
from doudi.papers.content import Programme
from doudi.papers.forms.content import AmountRow, ObligorRow, PersonRow, ticked
from doudi.papers.numbers import whole_name
from doudi.vault.masks import mask_id, mask_phone

HUKOU = {"urban": "城镇", "rural": "农村"}
RELATED = {"yes": "是，已备案", "no": "否"}
SOURCES = {"declared": "自报", "checked": "核对", "surveyed": "调查", "adopted": "另行认定"}


class Frame(TypedDict):
    """What every form of a case says."""

    programme: Programme
    case_number: str
    office: str
    village: str


@dataclass
class Opened:
    """A case on a day. `whole` shows ID numbers, telephone and account unmasked: for forms that are signed.

    `only` is the key of the one member whose consent is wanted; empty for all.
    """

    case: Case
    on: date
    whole: bool = False
    only: str = ""

    @cached_property
    def members(self) -> list[Member]:
        """The people of the family, head first."""
        return list(Member.objects.filter(household=self.case.household_id, until=None))

    @cached_property
    def obligors(self) -> list[Obligor]:
        """Those who owe support."""
        found = Obligor.objects.filter(household=self.case.household_id).order_by("pk")
        return list(found.prefetch_related("assets"))

    @cached_property
    def items(self) -> list[Item]:
        """Every amount of the case, by whatever source."""
        found = Item.objects.filter(household=self.case.household_id, case_number=self.case.number)
        return list(found.select_related("member").order_by("pk"))

    @cached_property
    def relatives(self) -> list[Relative]:
        """Registrations of officers' close relatives among the family (57号 第十一条)."""
        indexes = [bytes(member.id_index) for member in self.members]
        return list(Relative.objects.filter(id_index__in=indexes).select_related("officer").order_by("pk"))

    @property
    def frame(self) -> Frame:
        """What every form of the case says."""
        divisions = tree()
        return {
            "programme": Programme(self.case.programme), "case_number": self.case.number,
            "office": whole_name(divisions.get(self.case.town).name), "village": divisions.get(self.case.village).name,
        }  # fmt: skip

    @property
    def address(self) -> str:
        """Where the family lives, with its town and village."""
        divisions, case = tree(), self.case
        return f"{divisions.get(case.town).name}{divisions.get(case.village).name} {case.household.address}".strip()

    @property
    def is_hardship(self) -> bool:
        """Whether the case is one of 特困."""
        return self.case.programme == Programme.EXTREME_HARDSHIP_SUPPORT

    @property
    def hukou(self) -> str:
        """城镇 or 农村, ticked."""
        return ticked(HUKOU, self.case.household.area)

    @property
    def close_relative(self) -> str:
        """Whether an officer's close relative is among the family, ticked."""
        return ticked(RELATED, "yes" if self.relatives else "no")

    def identity(self, number: str) -> str:
        """An ID number, whole or masked."""
        return number if self.whole or not number else mask_id(number)

    def phone(self) -> str:
        """The family's telephone, whole or masked."""
        phone = self.case.household.phone
        return phone if self.whole or not phone else mask_phone(phone)

    def age(self, born: date | None) -> str:
        """Full years on the day."""
        return str(full_years(born, self.on)) if born else ""

    def person(self, member: Member, source: str) -> PersonRow:
        """One person as a list of the form has them; the income by one source, yuan a month."""
        return PersonRow(
            name=member.name, relation=codes.RELATIONS[member.relation], sex=codes.SEXES[member.sex],
            age=self.age(member.born), id_number=self.identity(member.id_number),
            hukou=HUKOU[self.case.household.area], health=health(member), work=work(member),
            income=self._income(member, source),
        )  # fmt: skip

    def _income(self, member: Member, source: str) -> str:
        mine = [
            monthly(item)
            for item in self.items
            if item.member_id == member.pk and item.sort == Sort.INCOME and item.source == source
        ]
        return money(sum(mine, Decimal(0))) if mine else ""

    def obligor(self, row: Obligor, *, as_declared: bool = False) -> ObligorRow:
        """One obligor as a list of the form has them, by what stands or as declared; incomes yuan a month or a year, as
        they were told."""
        names = {member.pk: member.name for member in self.members}
        of_source = declared_figures if as_declared else standing_figures
        income, owned = of_source(row)
        return ObligorRow(
            name=row.name, relation=codes.RELATIONS[row.relation],
            of="、".join(names[key] for key in row.of if key in names), id_number=self.identity(row.id_number),
            age=self.age(row.born), members=str(row.household_members or ""), income=income,
            status="、".join([*(codes.OBLIGOR_STATUSES[code] for code in row.status), *owned]),
            fee=money(row.agreed_support) if row.agreed_support is not None else "",
        )  # fmt: skip

    def amounts(self, sort: str, source: str) -> list[AmountRow]:
        """Amounts of one sort from one source, with what is known besides."""
        return [amount_row(item) for item in self.items if item.sort == sort and item.source == source]


Figures = tuple[str, Sequence[str]]


def declared_figures(row: Obligor) -> Figures:
    """An obligor's income and property in words, as declared."""
    return _income(row.household_income, row.per), obligor_assets(declared_only([], row.assets.all())[1])


def standing_figures(row: Obligor) -> Figures:
    """The same as they stand, adopted figures in place of declared ones."""
    return _income(*standing_income(row)), obligor_assets(standing_assets(row.assets.all()))


def _income(amount: Decimal | None, per: str) -> str:
    return "" if amount is None else f"{codes.PERIODS[per]} {money(amount)}"


def amount_row(item: Item) -> AmountRow:
    """One amount in words: whose, what, yuan a month (property: yuan), what is known besides."""
    return AmountRow(
        who=item.member.name if item.member else "全家", item=word(item.sort, item.kind), has="",
        amount="" if item.sort == Sort.ASSET and not item.amount else money(monthly(item)), note=remark(item),
    )  # fmt: skip


def health(member: Member) -> str:
    """What is known of a person's health: disability and serious illness; empty says nothing is on record."""
    found = []
    if member.disability_kind:
        found.append(f"{codes.DISABILITIES[member.disability_kind]}残疾{member.disability_grade}级")
    if member.serious_illness:
        found.append("重病")
    return "、".join(found)


def work(member: Member) -> str:
    """Whether a person can work, and where they study."""
    able = {True: "有劳动能力", False: "无劳动能力", None: ""}[member.able_to_work]
    study = "" if member.study == "none" else codes.STUDIES[member.study]
    return "、".join(filter(None, [able, study]))


def monthly(item: Item) -> Decimal:
    """Yuan a month for incomes and spending, to the fen; yuan for property."""
    return (item.amount / 12).quantize(Decimal("0.01")) if item.per == "year" else item.amount


def remark(item: Item) -> str:
    """What stands beside an amount: area, use, since when, whence, why."""
    details: dict[str, Any] = item.details or {}
    found = [
        f"{details['area_m2']} 平方米" if details.get("area_m2") else "",
        codes.VEHICLE_USES.get(details.get("use", ""), "") if item.kind == "vehicle" else "",
        f"自 {details['since']} 起" if details.get("since") else "",
        f"每年 {money(item.amount)}" if item.per == "year" else "",
        item.reason,
    ]
    return "，".join(filter(None, found))


def money(amount: Decimal) -> str:
    """A sum as forms print it: 1,222.50."""
    return f"{amount:,.2f}"


def day(value: date) -> str:
    """A day in words: 2026年11月2日."""
    return f"{value.year}年{value.month}月{value.day}日"


def month(value: date) -> str:
    """A month in words: 2026年12月."""
    return f"{value.year}年{value.month}月"
