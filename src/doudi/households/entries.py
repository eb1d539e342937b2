"""What the doors hand in about a family: plain values, checked once before anything is written."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from stdnum.cn import ric

from doudi.households import codes
from doudi.law import codes as law

STRUCK: Mapping[str, str] = {"struck": "yes"}  # the details of what was adopted as not being there at all
SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)


class WrongEntry(ValueError):
    """One value can't be kept; `path` says where (`members[1].id_number`), `sentence` why, for the screen."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path, self.sentence = path, sentence


@dataclass(frozen=True)
class MemberEntry:
    """One person as typed. `key` is the member's id where the person is known already."""

    name: str
    id_number: str
    relation: str
    born: date
    sex: str
    key: UUID | None = None
    lives_with: bool = True
    disability_kind: str = ""
    disability_grade: int | None = None
    serious_illness: bool = False
    study: str = codes.Study.NONE
    able_to_work: bool | None = None
    independent: bool | None = None
    absence: str = codes.Absence.NONE
    absence_since: date | None = None
    refused_work: int = 0
    veteran: bool = False
    support: str = codes.Support.HOME
    unable_to: Sequence[str] = ()
    study_ends: date | None = None
    card_ends: date | None = None


@dataclass(frozen=True)
class ItemEntry:
    """One amount in yuan. `member` may be left out for property of the whole family; `per` only for property."""

    sort: str
    kind: str
    amount: Decimal
    member: UUID | None = None
    per: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    def said(self) -> list[str]:
        """What is said besides the amount, as the log keeps it."""
        return [f"{name}={value}" for name, value in sorted(self.details.items())]


@dataclass(frozen=True)
class ObligorEntry:
    """One person who owes support to the members `of`; income in yuan per `per`, agreed support in yuan a month.

    `assets` are items of the sort asset without a member: what the person's own household has (43号 第八条).
    """

    name: str
    relation: str
    of: Sequence[UUID]
    key: UUID | None = None
    id_number: str = ""
    born: date | None = None
    household_members: int | None = None
    household_income: Decimal | None = None
    per: str = codes.Per.MONTH
    status: Sequence[str] = ()
    agreed_support: Decimal | None = None
    assets: Sequence[ItemEntry] = ()


@dataclass(frozen=True)
class AccountEntry:
    """Where the money goes. `custody` is the written agreement when the owner isn't of the family."""

    owner_name: str
    bank: str
    number: str
    custody: str = ""


@dataclass(frozen=True)
class HouseholdEntry:
    """A family with all that is known at once, as an import brings it; items name members by their place (head 0)."""

    town: str
    village: str
    area: str
    members: Sequence[MemberEntry]
    address: str = ""
    phone: str = ""
    account: AccountEntry | None = None
    items: Sequence[ItemEntry] = ()


def is_id_number(text: str) -> bool:
    """Whether this is a resident ID number (GB 11643): 18 places, a day that exists, the right check digit.

    The place is not looked up: people keep numbers of districts that were renamed or never had a code in their year.
    """
    return bool(SHAPE.fullmatch(text)) and _is_day(text[6:14]) and ric.calc_check_digit(text) == text[-1]


def _is_day(text: str) -> bool:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1900
    except ValueError:
        return False


def check_members(members: Sequence[MemberEntry], on: date) -> None:
    """Errors: WrongEntry for no or two heads, an ID number wrong or twice, a birth in the future, an unknown code."""
    heads = sum(member.relation == codes.Relation.HEAD for member in members)
    if heads != 1:
        raise WrongEntry("members", _("要有一位户主，现有 {count} 位").format(count=heads))
    twice = Counter(member.id_number.upper() for member in members)
    for place, member in enumerate(members):
        _check_member(f"members[{place}].", member, on)
        if twice[member.id_number.upper()] > 1:
            raise WrongEntry(f"members[{place}].id_number", _("这个身份证号登记了两次"))


def check_member(member: MemberEntry, on: date) -> None:
    """Errors: WrongEntry, its path the name of the answer (`id_number`), for what can't be kept of one person."""
    _check_member("", member, on)


def _check_member(path: str, member: MemberEntry, on: date) -> None:
    if not member.name.strip():
        raise WrongEntry(f"{path}name", _("还没填姓名"))
    if not is_id_number(member.id_number.upper()):
        raise WrongEntry(f"{path}id_number", _("身份证号不对，请对照证件核一遍"))
    if member.born > on:
        raise WrongEntry(f"{path}born", _("出生日期在今天之后"))
    if bool(member.disability_kind) != (member.disability_grade is not None):
        raise WrongEntry(f"{path}disability_grade", _("残疾类别和等级要么都填，要么都不填"))
    for name, known in _CODES.items():
        if getattr(member, name) not in known:
            raise WrongEntry(f"{path}{name}", _("没有这个选项"))


_CODES: Mapping[str, frozenset[str]] = {
    "relation": frozenset(law.RELATIONS),
    "sex": frozenset(law.SEXES),
    "study": frozenset(law.STUDIES),
    "absence": frozenset(law.ABSENCES),
    "support": frozenset(law.SUPPORT_MODES),
    "disability_kind": frozenset({"", *law.DISABILITIES}),
}


def check_items(items: Sequence[ItemEntry], members: frozenset[UUID]) -> None:
    """Errors: WrongEntry for an unknown kind, a negative sum, a missing period, or a person not of the family."""
    for place, item in enumerate(items):
        _check_amount(f"items[{place}].", item)
        _check_owner(f"items[{place}].", item, members)


def check_item(item: ItemEntry, members: frozenset[UUID]) -> None:
    """Errors: WrongEntry, its path the name of the answer (`amount`), for what can't be kept of one amount."""
    _check_amount("", item)
    _check_owner("", item, members)


def _check_amount(path: str, item: ItemEntry) -> None:
    if item.sort not in codes.KINDS or item.kind not in codes.KINDS[item.sort].values:
        raise WrongEntry(f"{path}kind", _("没有这个项目"))
    if item.amount < 0 or item.amount != item.amount.quantize(Decimal("0.01")):
        raise WrongEntry(f"{path}amount", _("金额不能为负，最多两位小数"))
    if (item.per in law.PERIODS) == (item.sort == codes.Sort.ASSET):
        raise WrongEntry(f"{path}per", _("收入、支出要选每月或每年，财产不用选"))
    _check_details(path, item)


def _check_details(path: str, item: ItemEntry) -> None:
    uses = law.VEHICLE_USES if item.kind == codes.Asset.VEHICLE else ()
    if "use" in item.details and item.details["use"] not in uses:
        raise WrongEntry(f"{path}use", _("只有车辆才选用途"))
    if "area_m2" in item.details and item.kind != codes.Asset.HOUSE:
        raise WrongEntry(f"{path}area_m2", _("只有住房才填面积"))


def _check_owner(path: str, item: ItemEntry, members: frozenset[UUID]) -> None:
    if item.member is None and item.sort != codes.Sort.ASSET:
        raise WrongEntry(f"{path}member", _("还没选是谁的"))
    if item.member is not None and item.member not in members:
        raise WrongEntry(f"{path}member", _("不是这家的人"))


def check_obligor(entry: ObligorEntry, members: frozenset[UUID], on: date) -> None:
    """Errors: WrongEntry, its path the name of the answer (`id_number`), for what can't be kept of one obligor."""
    number = entry.id_number.upper()
    wrong = {
        "name": not entry.name.strip(),
        "of": not entry.of or not members.issuperset(entry.of),
        "relation": entry.relation not in law.RELATIONS,
        "id_number": bool(number) and not is_id_number(number),
        "born": entry.born is not None and entry.born > on,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise WrongEntry(name, str(_OF_OBLIGOR[name]))
    check_obligor_assets("obligor", entry.assets)


_OF_OBLIGOR = {
    "name": _l("还没填姓名"), "of": _l("还没选是谁的义务人"), "relation": _l("没有这个选项"),
    "id_number": _l("身份证号不对，请对照证件核一遍"), "born": _l("出生日期在今天之后"),
}  # fmt: skip


def check_obligor_assets(path: str, assets: Sequence[ItemEntry]) -> None:
    """Errors: WrongEntry for what is no property, a negative sum, or property that names somebody of the family."""
    for place, item in enumerate(assets):
        if item.sort != codes.Sort.ASSET or item.member is not None:
            raise WrongEntry(f"{path}.assets[{place}]", _("义务人名下只填财产"))
        _check_amount(f"{path}.assets[{place}].", item)
