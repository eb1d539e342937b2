"""按件比的财产: homes, shops and vehicles, one by one: what a source says of each beside what the family declared of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from doudi.households.codes import Asset, Sort
from doudi.households.entries import STRUCK, ItemEntry
from doudi.households.queries.views import details_words

COUNTED: Mapping[str, str] = {Asset.HOUSE.value: "套", Asset.SHOP.value: "间", Asset.VEHICLE.value: "辆"}
SAID = ("use", "area_m2")  # what may be said of a piece besides its worth
ZERO = Decimal("0.00")


def completed(found: Sequence[ItemEntry], declared: Sequence[ItemEntry]) -> list[ItemEntry]:
    """The pieces of a source; what it leaves unsaid of one (use, area, worth) stands as it was declared of the same."""
    return [
        replace(one, amount=one.amount or of.amount, details={**of.details, **one.details}) if of else one
        for one, of in _paired(found, declared)
    ]


def unlike(found: Sequence[ItemEntry], declared: Sequence[ItemEntry]) -> str:
    """In what the pieces of a source contradict the declared ones, besides their worth; empty when in nothing. What is
    left unsaid contradicts nothing."""
    if len(found) != len(declared):
        return _("数量不同")
    return next((word for one, of in _paired(found, declared) if of and (word := _unlike(one, of))), "")


def _unlike(one: ItemEntry, of: ItemEntry) -> str:
    if "use" in one.details and one.details["use"] != of.details.get("use", "ordinary"):
        return _("用途不同")
    area, declared = one.details.get("area_m2"), of.details.get("area_m2")
    return _("面积不同") if area and declared and Decimal(area) != Decimal(declared) else ""


def words_of(kind: str, pieces: Sequence[ItemEntry]) -> str:
    """The uses of vehicles or the areas of homes, in words; empty for all else."""
    unsaid = [_("用途没写明")] if kind == Asset.VEHICLE else []
    return "、".join(dict.fromkeys(word for each in pieces for word in details_words(each.details) or unsaid))


def own_pieces(kind: str, amount: Decimal, details: Mapping[str, str]) -> list[ItemEntry]:
    """What stands when somebody decides on their own account (另行认定): so many `pieces` (unsaid: one that has a price),
    the first with the whole worth; none of them: one entry that strikes the declared ones out."""
    count = pieces_of(amount, details)
    if not count:
        return [ItemEntry(Sort.ASSET.value, kind, ZERO, details=STRUCK)]
    said = {name: details[name] for name in SAID if name in details}
    return [ItemEntry(Sort.ASSET.value, kind, ZERO if at else amount, details=said) for at in range(count)]


def pieces_of(amount: Decimal, details: Mapping[str, str]) -> int:
    """How many pieces were decided on."""
    return int(details.get("pieces", "1" if amount else "0"))


Pairs = Iterator[tuple[ItemEntry, ItemEntry | None]]


def _paired(found: Sequence[ItemEntry], declared: Sequence[ItemEntry]) -> Pairs:
    """Each piece found with the declared one that it is: of the same use or area; then the next that is left, of which
    those have the first choice that say nothing."""
    left, pairs = list(declared), dict[int, ItemEntry]()
    for at, one in enumerate(found):
        same = [each for each in left if one.details and each.details == one.details]
        for of in same[:1]:
            pairs[at] = of
            left.remove(of)
    rest = sorted(set(range(len(found))) - pairs.keys(), key=lambda at: (bool(found[at].details), at))
    pairs.update(zip(rest, left, strict=False))
    return ((one, pairs.get(at)) for at, one in enumerate(found))
