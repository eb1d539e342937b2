"""自报 | 核对 | 调查: what three sources say of each item, what differs, and what was adopted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from doudi.cases.models import Case
from doudi.households.codes import Asset, Sort, Source, word
from doudi.households.entries import ItemEntry
from doudi.households.models import Item, Obligor
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, kind_compared
from doudi.verification.models import Adoption, ObligorFinding

Slot = tuple[UUID | None, str, str]
Told = dict[str, list[ItemEntry]]
COUNTED = {Asset.HOUSE.value: "套", Asset.SHOP.value: "间", Asset.VEHICLE.value: "辆"}
FOUND = (Source.CHECKED.value, Source.SURVEYED.value)


@dataclass(frozen=True)
class Taken:
    """What was adopted for an item, and why."""

    source: str
    amount: Decimal
    reason: str
    by_name: str


@dataclass(frozen=True)
class Row:
    """One item of one person (or of the family): yuan a month for flows, yuan for property; None where unsaid.

    `told` has the amounts that each source's figure is the sum of: of what is counted, as homes, whose number may differ
    where the sum doesn't, and of all of somebody who owes support (`of_obligor`; the slot has their key)."""

    slot: Slot
    who: str
    word: str
    declared: Decimal | None
    checked: Decimal | None
    surveyed: Decimal | None
    taken: Taken | None
    of_obligor: bool = False
    told: Mapping[str, Sequence[ItemEntry]] = field(default_factory=dict)

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
        return self.gap != 0 or self.counts_differ

    @property
    def counts_differ(self) -> bool:
        """Whether another number of homes, shops or vehicles was found than was declared."""
        if self.slot[2] not in COUNTED:
            return False
        return any(len(said) != self.pieces(Source.DECLARED) for source, said in self.told.items() if source in FOUND)

    def pieces(self, source: str) -> int:
        """How many homes, shops or vehicles a source tells of."""
        return len(self.told.get(source, ())) if self.slot[2] in COUNTED else 0

    def shown(self, source: str, amount: Decimal | None) -> Decimal | str | None:
        """A source's amount for the screen; homes without a price are told by their number."""
        pieces = self.pieces(source)
        return f"{pieces} {COUNTED[self.slot[2]]}" if pieces and not amount else amount

    def adopted_pieces(self, source: str) -> list[ItemEntry]:
        """What is counted, one by one as the source tells it, with the use or area that was declared where it doesn't say;
        empty for all else."""
        if self.slot[2] not in COUNTED:
            return []
        said = next((each.details for found in (Source.DECLARED, *self.told) for each in self.told.get(found, ())), {})
        return [replace(each, details=each.details or said) for each in self.told.get(source, ())]

    @property
    def declared_shown(self) -> Decimal | str | None:
        """What the family says, for the screen."""
        return self.shown(Source.DECLARED, self.declared)

    @property
    def taken_shown(self) -> Decimal | str | None:
        """What was adopted, for the screen."""
        return self.shown(self.taken.source, self.taken.amount) if self.taken else None

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
    """Every item of a case by source, differences first and biggest first, the family's before its obligors'. Three
    statements, five where somebody owes support."""
    items = list(
        Item.objects.filter(household=case.household_id, case_number=case.number)
        .exclude(source=Source.ADOPTED)
        .select_related("member")
    )
    taken = {
        (row.member_id, row.sort, row.kind): Taken(row.source, row.amount, row.reason, row.by_name)
        for row in Adoption.objects.filter(case=case, obligor=None, is_current=True)
    }
    slots = dict.fromkeys((item.member_id, item.sort, item.kind) for item in items)
    rows = [_row(slot, [item for item in items if _slot(item) == slot], taken.get(slot)) for slot in slots]
    rows += compare_obligors(case)
    return sorted(rows, key=lambda row: (not row.differs, row.of_obligor, -abs(row.gap)))


def waiting(rows: Iterable[Row]) -> list[Row]:
    """The rows that still need a choice."""
    return [row for row in rows if row.waits]


def monthly(item: Item | ObligorFinding) -> Decimal:
    """An item's amount for comparing: yuan a month for flows, to the fen; yuan for property."""
    return _monthly(item.amount, item.per)


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
    return Row(
        slot, who, label, said.get(Source.DECLARED), said.get(Source.CHECKED), said.get(Source.SURVEYED), taken,
        told=_counted(items) if first.kind in COUNTED else {},
    )  # fmt: skip


def _counted(items: Sequence[Item]) -> Told:
    """Homes, shops or vehicles of the family, by source."""
    told: Told = {}
    for item in items:
        entry = ItemEntry(item.sort, item.kind, item.amount, item.member_id, details=dict(item.details))
        told.setdefault(item.source, []).append(entry)
    return told


def compare_obligors(case: Case) -> list[Row]:
    """What three sources say of those who owe the family support: the income of their household, and their property.

    Four statements, one where nobody owes any."""
    owing = {row.pk: row for row in Obligor.objects.filter(household=case.household_id).prefetch_related("assets")}
    if not owing:
        return []
    told: dict[Slot, Told] = {}
    for row in sorted(owing.values(), key=lambda row: row.name):
        for entry in declared_of(row):
            _tell(told, row.pk, Source.DECLARED, entry)
    for found in ObligorFinding.objects.filter(case=case, obligor__in=owing):
        entry = ItemEntry(found.sort, found.kind, monthly(found), per="", details=dict(found.details))
        _tell(told, found.obligor_id, found.source, entry)
    taken = {
        (row.obligor_id, row.sort, row.kind): Taken(row.source, row.amount, row.reason, row.by_name)
        for row in Adoption.objects.filter(case=case, obligor__in=owing, is_current=True)
    }
    return [_obligor_row(slot, owing[slot[0]], said, taken.get(slot)) for slot, said in told.items() if slot[0]]


def declared_of(row: Obligor) -> list[ItemEntry]:
    """What was declared of an obligor, as amounts to compare: income yuan a month, property yuan."""
    income = row.household_income
    flows = [] if income is None else [ItemEntry(Sort.INCOME.value, HOUSEHOLD_INCOME, _monthly(income, row.per))]
    owned = [each for each in row.assets.all() if each.source == Source.DECLARED]
    return [*flows, *(ItemEntry(Sort.ASSET.value, each.kind, each.amount, details=each.details) for each in owned)]


def _tell(told: dict[Slot, Told], key: UUID, source: str, entry: ItemEntry) -> None:
    kind = HOUSEHOLD_INCOME if entry.sort == Sort.INCOME else kind_compared(entry.kind)
    told.setdefault((key, entry.sort, kind), {}).setdefault(str(source), []).append(entry)


def _obligor_row(slot: Slot, obligor: Obligor, told: Told, taken: Taken | None) -> Row:
    sums = {source: sum((entry.amount for entry in said), Decimal(0)) for source, said in told.items()}
    label = _obligor_word(slot[2])
    return Row(
        slot, f"义务人{obligor.name}", label, sums.get(Source.DECLARED), sums.get(Source.CHECKED),
        sums.get(Source.SURVEYED), taken, of_obligor=True, told=told,
    )  # fmt: skip


def _obligor_word(kind: str) -> str:
    words = {HOUSEHOLD_INCOME: "他家收入", Asset.DEPOSIT.value: "他家存款、理财等"}
    return words.get(kind) or f"他家{word(Sort.ASSET, kind)}"


def _monthly(amount: Decimal, per: str) -> Decimal:
    return (amount / 12).quantize(Decimal("0.01")) if per == "year" else amount
