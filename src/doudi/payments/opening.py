"""One row of the ledger as we keep it: sealed payload, digest, the family it makes, and how two versions differ."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.households.entries import AccountEntry, HouseholdEntry, ItemEntry, MemberEntry
from doudi.payments.ledger.rows import LedgerRow, RowReport
from doudi.payments.models import LedgerImportRow
from doudi.vault.crypto import provider

AAD = b"payments_ledgerimportrow.payload"
REASON = "期初台账"
# Where a row stands in its sheet is not part of what it says.
PLACE = {"sheet", "row"}
LABELS: Mapping[str, str] = {
    "family_size": "家庭人口", "guaranteed": "保障人口", "base": "月保障金额(元)", "supplement": "分类施保金(元)",
    "stated_total": "月发放合计(元)", "start": "首次享受年月", "town": "乡镇(街道)", "village": "村(社区)",
    "address": "家庭住址", "phone": "联系电话", "certificate": "低保证号", "reason": "致困原因", "method": "计算方式",
    "bank": "开户银行", "account_owner": "账户名称", "account_number": "银行账号", "yearly_income": "家庭年收入(元)",
    "houses": "房屋套数", "house_area": "房屋面积(㎡)", "financial_assets": "金融资产(元)", "members": "家庭成员",
}  # fmt: skip
Content = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """One problem of a row as it is shown: column, code and sentence."""

    column: str
    code: str
    text: str


def seal(report: RowReport, extra: Sequence[Said] = ()) -> bytes:
    """A row with the sentences of its problems, encrypted."""
    problems = [*(problem.as_dict() for problem in report.problems), *(vars(said) for said in extra)]
    content = {"row": report.ledger.as_dict() if report.ledger else None, "problems": problems}
    return reseal(content)


def reseal(content: Content) -> bytes:
    """What `unseal` gave, encrypted again."""
    return provider().encrypt(json.dumps(content, ensure_ascii=False).encode(), AAD)


def unseal(row: LedgerImportRow) -> Content:
    """What `seal` kept: `row` (None for a refused one) and `problems`."""
    content: Content = json.loads(provider().decrypt(bytes(row.payload), AAD))
    return content


def digest(row: LedgerRow) -> bytes:
    """32 bytes under the index key: equal for rows that say the same, wherever they stand."""
    said = {name: value for name, value in row.as_dict().items() if name not in PLACE}
    return provider().mac(f"ledger\0{json.dumps(said, ensure_ascii=False, sort_keys=True)}".encode())


def differences(before: Content, now: Content) -> list[tuple[str, str, str]]:
    """Column, earlier and present words of what differs between two contents of a row."""
    return [
        (label, _words(before.get(name)), _words(now.get(name)))
        for name, label in LABELS.items()
        if before.get(name) != now.get(name)
    ]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(f"{member['name']}（{member['relation']}）" for member in value)
    return "" if value is None else str(value)


def household_entry(row: Content, without: Iterable[str] = ()) -> HouseholdEntry:
    """The family that a row (`unseal`'s) makes; people whose ID number is in `without` are left out."""
    left_out = set(without)
    people = [_member(member) for member in row["members"] if member["id_number"] not in left_out]
    owner, number = row["account_owner"] or people[0].name, row["account_number"]
    return HouseholdEntry(
        town=row["town"],
        village=row["village"],
        area=row["area"],
        members=people,
        address=row["address"][:200],
        phone=row["phone"],
        account=AccountEntry(owner, row["bank"], number) if number else None,
        items=_items(row),
    )


def _member(member: Mapping[str, str]) -> MemberEntry:
    return MemberEntry(
        name=member["name"], id_number=member["id_number"], relation=member["relation"],
        born=date.fromisoformat(member["born"]), sex=member["sex"],
    )  # fmt: skip


def _items(row: Content) -> list[ItemEntry]:
    """What the ledger says of income and property, as declared by the head."""
    found = []
    if row["yearly_income"]:
        found.append(ItemEntry("income", "other", Decimal(row["yearly_income"]), per="year", reason=REASON))
    if row["financial_assets"]:
        found.append(ItemEntry("asset", "deposit", Decimal(row["financial_assets"]), reason=REASON))
    for place in range(min(int(Decimal(row["houses"] or 0)), 9)):
        size = {"area_m2": row["house_area"]} if place == 0 and row["house_area"] else {}
        found.append(ItemEntry("asset", "house", Decimal("0.00"), details=size, reason=REASON))
    return found
