"""自报 | 核对 | 调查: what three sources say of each item, what differs, and what was adopted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from doudi.cases.models import Case
from doudi.households.codes import Asset, Sort, Source, word
from doudi.households.entries import STRUCK, ItemEntry
from doudi.households.models import Item, Obligor
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, kind_compared
from doudi.verification.models import Adoption, ObligorFinding
from doudi.verification.pieces import COUNTED, completed, own_pieces, pieces_of, unlike, words_of

Slot = tuple[UUID | None, str, str]
Told = dict[str, list[ItemEntry]]
NOTHING: Mapping[str, str] = {}
FOUND = (Source.CHECKED.value, Source.SURVEYED.value)


@dataclass(frozen=True)
class Taken:
    """What was adopted for an item, and why; `details` as in `Adoption`."""

    source: str
    amount: Decimal
    reason: str
    by_name: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One item of one person (or of the family): yuan a month for flows, yuan for property; None where unsaid.

    `told` has the amounts that each source's figure is the sum of: of homes, shops and vehicles, number, use and area may
    differ where the sum doesn't. `of_obligor`: of somebody who owes support; the slot has their key."""

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
        others = [
            self._compared(source, amount)
            for source, amount in zip(FOUND, (self.checked, self.surveyed), strict=True)
            if amount is not None
        ]
        return max(others, key=lambda amount: abs(amount - (self.declared or 0))) if others else None

    def _compared(self, source: str, amount: Decimal) -> Decimal:
        """A source's figure; a home or vehicle on which it puts no price has the declared one."""
        pieces = self.pieces_told(source)
        return sum((each.amount for each in pieces), Decimal(0)) if pieces else amount

    @property
    def gap(self) -> Decimal:
        """Found − declared; 0 when nothing was found."""
        return Decimal(0) if self.found is None else self.found - (self.declared or 0)

    @property
    def differs(self) -> bool:
        """Whether a source contradicts the family, so that somebody must choose and say why."""
        return self.gap != 0 or bool(self.unlike)

    @property
    def is_counted(self) -> bool:
        """Whether these are homes, shops or vehicles, told one by one."""
        return self.slot[2] in COUNTED

    @property
    def unlike(self) -> str:
        """In what a source contradicts the family besides the sum (数量、用途、面积不同); empty when in nothing."""
        if not self.is_counted:
            return ""
        declared = self.told.get(Source.DECLARED, ())
        return next((word for each in FOUND if each in self.told and (word := unlike(self.told[each], declared))), "")

    def shown(self, source: str, amount: Decimal | None, details: Mapping[str, str] = NOTHING) -> Decimal | str | None:
        """A source's amount for the screen; homes without a price are told by their number."""
        if amount is None or amount or not self.is_counted:
            return amount
        is_own = source == Source.ADOPTED
        return f"{pieces_of(amount, details) if is_own else len(self.told.get(source, ()))} {COUNTED[self.slot[2]]}"

    def besides(self, source: str, details: Mapping[str, str] = NOTHING) -> str:
        """The uses or areas that a source tells of, in words; of a decision on one's own account its `details`."""
        own = own_pieces(self.slot[2], Decimal(0), details) if details else ()
        told = own if source == Source.ADOPTED else self.told.get(source, ())
        return words_of(self.slot[2], [each for each in told if each.details != STRUCK]) if self.is_counted else ""

    def pieces_told(self, source: str) -> list[ItemEntry]:
        """Homes, shops or vehicles one by one as a source tells them, as declared where it doesn't say; empty for all else."""
        declared = self.told.get(Source.DECLARED, ())
        return completed(self.told.get(source, ()), declared) if self.is_counted else []

    def standing(self, source: str, amount: Decimal, details: Mapping[str, str] = NOTHING) -> list[ItemEntry]:
        """The amounts that stand when a figure is adopted: what is counted one by one, all else as one sum, with what was
        said besides (since when a wage is earned)."""
        whose = None if self.of_obligor else self.slot[0]
        return [replace(each, member=whose) for each in self._standing(source, amount, details)]

    def _standing(self, source: str, amount: Decimal, details: Mapping[str, str]) -> list[ItemEntry]:
        _key, sort, kind = self.slot
        if pieces := self.pieces_told(source):
            return pieces
        if sort == Sort.ASSET and source == Source.ADOPTED:
            return own_pieces(kind, amount, details or self._said)
        return [ItemEntry(sort, kind, amount, per="" if sort == Sort.ASSET else "month", details=self._said)]

    @property
    def _said(self) -> Mapping[str, str]:
        """What was said besides the amounts: by the family, else by the first who did."""
        told = [each.details for source in (Source.DECLARED, *self.told) for each in self.told.get(source, ())]
        return next(filter(None, told), {})

    @property
    def declared_shown(self) -> Decimal | str | None:
        """What the family says, for the screen."""
        return self.shown(Source.DECLARED, self.declared)

    @property
    def declared_besides(self) -> str:
        """The use or area that the family declared, in words."""
        return self.besides(Source.DECLARED)

    @property
    def taken_shown(self) -> Decimal | str | None:
        """What was adopted, for the screen."""
        return self.shown(self.taken.source, self.taken.amount, self.taken.details) if self.taken else None

    @property
    def taken_besides(self) -> str:
        """The use or area of what was adopted, in words."""
        return self.besides(self.taken.source, self.taken.details) if self.taken else ""

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
        (row.member_id, row.sort, row.kind): _taken(row)
        for row in Adoption.objects.filter(case=case, obligor=None, is_current=True)
    }
    slots = dict.fromkeys((item.member_id, item.sort, item.kind) for item in items)
    rows = [_row(slot, [item for item in items if _slot(item) == slot], taken.get(slot)) for slot in slots]
    rows += compare_obligors(case)
    return sorted(rows, key=lambda row: (not row.differs, row.of_obligor, -abs(row.gap)))


def _taken(row: Adoption) -> Taken:
    return Taken(row.source, row.amount, row.reason, row.by_name, row.details)


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
        told=_told(items),
    )  # fmt: skip


def _told(items: Sequence[Item]) -> Told:
    """The amounts of one slot of the family, by source."""
    told: Told = {}
    for item in items:
        entry = ItemEntry(item.sort, item.kind, item.amount, item.member_id, item.per, dict(item.details))
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
        (row.obligor_id, row.sort, row.kind): _taken(row)
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
