"""Dated parameters 参数: what is in force on a day, in a division, for town or country; and where each value comes from.

A value of a nearer scope goes before one of a wider scope, then the later day; an alternative (a limit in yuan or in
months, a sum or a ratio) displaces the other. What has no value is `Unset`: a rule that needs it says so.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from doudi.law.flattening import alternatives, flattened
from doudi.law.ops import Value
from doudi.law.quantities import Quantity, from_header
from doudi.law.reading import FactsError, mapping

FOLDER = Path(__file__).parent / "parameters"
DEMO = FOLDER / "demo" / "demo-parameters.toml"
GIVEN = "本次测算给定"
DEFAULT = "未另行规定时的默认值"
CACHED = 512
DERIVED = {"single_amount_of_clergy": "single_person_amount", "tier_amount": "allowance_tiers"}


@dataclass(frozen=True)
class DatedValue:
    """A value of one parameter: from when, where, and on what it rests; `value` None ends what held before."""

    name: str
    since: date
    value: Any
    source: str
    clause: str = ""
    published: date | None = None
    division: str = ""
    area: str = ""

    def holds(self, day: date, division: str, area: str) -> bool:
        """Whether it has begun by a day and its scope takes in a place."""
        return self.since <= day and division.startswith(self.division) and self.area in ("", area)

    def rank(self) -> tuple[int, bool, date]:
        """Nearer scope first, then the later day."""
        return len(self.division), bool(self.area), self.since


@dataclass(frozen=True)
class InForce:
    """The parameters of one day and place: `values` by their public names, `flat` as the rules name them."""

    quantities: Mapping[str, Quantity]
    values: Mapping[str, DatedValue]
    flat: Mapping[str, Value]

    def overridden(self, raw: Mapping[str, object], on: date) -> "InForce":
        """The same with some values replaced (what-if, other places); raises FactsError below `parameters`."""
        if not raw:
            return self
        local = [name for name, quantity in self.quantities.items() if quantity.local]
        given = mapping(raw, "parameters", local)
        fresh = {name: _given(self.quantities[name], each, on) for name, each in given.items()}
        displaced = _displaced(self.quantities, fresh)
        values = {name: dated for name, dated in {**self.values, **fresh}.items() if name not in displaced}
        flat = {**self.flat, **flattened(self.quantities, values, {*fresh, *displaced})}
        return InForce(self.quantities, values, flat)

    def public_name(self, flat_name: str) -> str | None:
        """The parameter that a name in a rule belongs to, or None for no parameter."""
        name = DERIVED.get(flat_name, flat_name)
        while name and name not in self.quantities:
            name = name.rpartition("_")[0]
        return name or None


def _given(quantity: Quantity, raw: object, on: date) -> DatedValue:
    return DatedValue(quantity.name, on, quantity.read(raw, f"parameters.{quantity.name}"), GIVEN)


def _displaced(quantities: Mapping[str, Quantity], fresh: Mapping[str, DatedValue]) -> set[str]:
    """The alternatives of what is given; raises FactsError where both of a pair are."""
    found = set()
    for head, alternative in alternatives(quantities):
        if head in fresh and alternative in fresh:
            raise FactsError(f"parameters.{head}", f"与 {alternative} 只能给定其中一项")
        found |= {alternative} if head in fresh else {head} if alternative in fresh else set()
    return found


@cache
def national() -> tuple[dict[str, Quantity], tuple[DatedValue, ...]]:
    """The parameters that ship with the product: every quantity, and the values that were found published."""
    quantities: dict[str, Quantity] = {}
    values: list[DatedValue] = []
    for file in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        quantity = quantities[file.stem] = from_header(file.stem, content)
        values += [_dated(quantity, row, file.name) for row in content.get("value", ())]
    return quantities, tuple(values)


def _dated(quantity: Quantity, row: Mapping[str, Any], path: str) -> DatedValue:
    return DatedValue(
        name=quantity.name,
        since=row["since"],
        value=None if row.get("ended") else quantity.read(row["amount"], path),
        source=row["source"],
        clause=row["clause"],
        published=row["published"],
        division=row.get("division", ""),
        area=row.get("area", ""),
    )


def read_set(file: Path) -> list[DatedValue]:
    """The values of one place in one file (title, division, since, [values]); every value's source is the title.

    A value may be split into urban and rural. Raises FactsError for an unknown or wrong value, OSError, TOMLDecodeError.
    """
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    quantities, found = national()[0], []
    for name, raw in mapping(content["values"], file.name, quantities).items():
        split = isinstance(raw, Mapping) and raw and set(raw) <= {"urban", "rural"}
        for area, each in raw.items() if split and isinstance(raw, Mapping) else [("", raw)]:
            value = quantities[name].read(each, f"{file.name}: {name}")
            found.append(
                DatedValue(
                    name, content["since"], value, content["title"], division=content.get("division", ""), area=area
                )
            )
    return found


@dataclass(frozen=True)
class Registry:
    """All dated values that are known; answers what is in force."""

    quantities: Mapping[str, Quantity]
    values: tuple[DatedValue, ...]
    _found: dict[tuple[date, str, str], InForce] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, *extra_files: Path) -> "Registry":
        """The national values and Jincheng's standards, with further sets of one place where asked (`DEMO`)."""
        quantities, values = national()
        return cls(quantities, values).adding(value for file in extra_files for value in read_set(file))

    @cached_property
    def digest(self) -> str:
        """All values in short: equal values, equal digests."""
        return hashlib.sha256(repr(self.values).encode()).hexdigest()[:16]

    def adding(self, values: Iterable[DatedValue]) -> "Registry":
        """The same with more values, such as a district's own rows; of equal rank the later added one holds."""
        return Registry(self.quantities, (*self.values, *values))

    def row(self, name: str, raw: object, *, since: date, source: str, clause: str, **scope: Any) -> DatedValue:
        """A checked value from outside (division, area, published by keyword); raises FactsError, also for a name."""
        if name not in self.quantities:
            raise FactsError(name, "没有这个参数")
        value = self.quantities[name].read(raw, name)
        return DatedValue(name, since, value, source, clause, **scope)

    def in_force(self, day: date, division: str = "", area: str = "") -> InForce:
        """The parameters of a day for a division (inherited down the tree) and urban or rural."""
        key = (day, division, area)
        if key not in self._found:
            if len(self._found) >= CACHED:
                self._found.clear()
            values = self._chosen(day, division, area)
            self._found[key] = InForce(self.quantities, values, flattened(self.quantities, values, self.quantities))
        return self._found[key]

    def _chosen(self, day: date, division: str, area: str) -> dict[str, DatedValue]:
        here = [each for each in self.values if each.holds(day, division, area)]
        scopes = {(each.name, each.division, each.area): each for each in sorted(here, key=DatedValue.rank)}
        chosen = {each.name: each for each in scopes.values() if each.value is not None}
        for head, alternative in alternatives(self.quantities):
            if head in chosen and alternative in chosen:
                del chosen[head if chosen[head].rank() < chosen[alternative].rank() else alternative]
        return chosen
