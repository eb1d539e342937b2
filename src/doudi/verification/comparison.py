"""自报 | 核对 | 调查: what three sources say of each item, what differs, and what was adopted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from doudi.cases.models import Case
from doudi.households.codes import Sort, Source, word
from doudi.households.models import Item
from doudi.verification.models import Adoption

Slot = tuple[UUID | None, str, str]


@dataclass(frozen=True)
class Taken:
    """What was adopted for an item, and why."""

    source: str
    amount: Decimal
    reason: str
    by_name: str


@dataclass(frozen=True)
class Row:
    """One item of one person (or of the family): yuan a month for flows, yuan for property; None where unsaid."""

    slot: Slot
    who: str
    word: str
    declared: Decimal | None
    checked: Decimal | None
    surveyed: Decimal | None
    taken: Taken | None

    @property
    def found(self) -> Decimal | None:
        """The amount found that is farthest from the family's own; None when nobody found one."""
        others = [amount for amount in (self.checked, self.surveyed) if amount is not None]
        return max(others, key=lambda amount: abs(amount - (self.declared or 0))) if others else None

    @property
    def gap(self) -> Decimal:
        """Found − declared; 0 when nothing was found."""
        return Decimal(0) if self.found is None else self.found - (self.declared or 0)

    @property
    def differs(self) -> bool:
        """Whether a source contradicts the family, so that somebody must choose and say why."""
        return self.gap != 0

    @property
    def waits(self) -> bool:
        """Whether the choice is still to be made."""
        return self.differs and self.taken is None

    @property
    def key(self) -> str:
        """The slot as a form carries it."""
        member, sort, kind = self.slot
        return f"{member or ''}:{sort}:{kind}"


def compare(case: Case) -> list[Row]:
    """Every item of a case by source, differences first and biggest first. Two statements."""
    items = list(
        Item.objects.filter(household=case.household_id, case_number=case.number)
        .exclude(source=Source.ADOPTED)
        .select_related("member")
    )
    taken = {
        (row.member_id, row.sort, row.kind): Taken(row.source, row.amount, row.reason, row.by_name)
        for row in Adoption.objects.filter(case=case, is_current=True)
    }
    slots = dict.fromkeys((item.member_id, item.sort, item.kind) for item in items)
    rows = [_row(slot, [item for item in items if _slot(item) == slot], taken.get(slot)) for slot in slots]
    return sorted(rows, key=lambda row: (not row.differs, -abs(row.gap)))


def waiting(rows: Iterable[Row]) -> list[Row]:
    """The rows that still need a choice."""
    return [row for row in rows if row.waits]


def monthly(item: Item) -> Decimal:
    """An item's amount for comparing: yuan a month for flows, to the fen; yuan for property."""
    return (item.amount / 12).quantize(Decimal("0.01")) if item.per == "year" else item.amount


def _slot(item: Item) -> Slot:
    return (item.member_id, item.sort, item.kind)


def _row(slot: Slot, items: Sequence[Item], taken: Taken | None) -> Row:
    said = {
        source: sum((monthly(item) for item in items if item.source == source), Decimal(0))
        for source in {item.source for item in items}
    }
    first = items[0]
    who = first.member.name if first.member else "全家"
    label = word(first.sort, first.kind) + ("（支出）" if first.sort == Sort.SPENDING else "")
    return Row(slot, who, label, said.get(Source.DECLARED), said.get(Source.CHECKED), said.get(Source.SURVEYED), taken)
