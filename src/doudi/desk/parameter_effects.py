"""What a value of a parameter would change, or its withdrawal: old and new by area, and how many cases and awards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.accounts.acting import Acting
from doudi.accounts.models import ParameterValue
from doudi.accounts.parameters import IN_FORCE, dated
from doudi.cases.assessment import registry
from doudi.law.codes import AREAS
from doudi.law.divisions import tree
from doudi.law.parameter_changes import Change, changes
from doudi.law.parameter_groups import programmes_of
from doudi.law.parameters import Registry
from doudi.payments.queries.reach import Place, Reach, Touched

State = ParameterValue.State


@dataclass(frozen=True)
class Effect:
    """`by_area` has the changes of each area concerned; `unchanged` towns of the scope have values of their own.

    `on` is the day looked at: the value's own, or today where that is past.
    """

    by_area: Sequence[tuple[str, Sequence[Change]]]
    touched: Touched
    places: int
    unchanged: int
    on: date

    @property
    def changes(self) -> bool:
        """Whether anything differs at all."""
        return any(found for _area, found in self.by_area)


def effect(row: ParameterValue, *, reach: Reach, acting: Acting) -> Effect:
    """What confirming a proposed value does, or withdrawing one in force. No statement."""
    before, after = _around(row)
    on = max(row.since, acting.on)
    areas = [row.area] if row.area else list(AREAS)
    scope = [(town.code, area) for town in tree().towns if town.code.startswith(row.division) for area in areas]
    moved = [place for place in scope if _differs(row.name, on, place, before, after)]
    by_area = _by_area(row, areas, on, before, after)
    return Effect(by_area, reach.within(moved, programmes_of(row.name)), len(moved), len(scope) - len(moved), on)


def _by_area(
    row: ParameterValue, areas: Sequence[str], on: date, before: Registry, after: Registry
) -> list[tuple[str, Sequence[Change]]]:
    """What changes in town and country by their names; without a name where it is the same in both."""
    places = [(row.division, area) for area in areas]
    values = [[_value(each, row.name, on, place) for each in (before, after)] for place in places]
    found = [changes(before.quantities[row.name], *pair) for pair in values]
    if len(found) > 1 and found[0] == found[1]:
        return [("", found[0])]
    return list(zip((AREAS[area] for area in areas), found, strict=True))


def _around(row: ParameterValue) -> tuple[Registry, Registry]:
    """The parameters without and with a row that waits to be confirmed; with and without one that is to go."""
    now = registry()
    if row.state not in IN_FORCE:
        return now, now.adding([dated(row)])
    own = dated(row)
    return now, Registry(now.quantities, tuple(each for each in now.values if each != own))


def _differs(name: str, on: date, place: Place, before: Registry, after: Registry) -> bool:
    return bool(_value(before, name, on, place) != _value(after, name, on, place))


def _value(known: Registry, name: str, on: date, place: Place) -> Any:
    found = known.in_force(on, *place).values.get(name)
    return found.value if found else None


def scope_words(division: str, area: str) -> str:
    """Where a value holds: 城区 · 农村."""
    place = tree().get(division).name if division in tree() else division or "全国"
    return f"{place} · {AREAS[area] if area else '城乡一样'}"
