"""将要变的标准与参数: values that begin or end on a day ahead, with what held before and what holds then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.law.calendar import ONE_DAY
from doudi.law.parameters import Registry

AREAS = ("urban", "rural")


@dataclass(frozen=True)
class ValueTurn:
    """A parameter whose value in a place turns on a day; `after` None: from that day on it has no value, must be set."""

    name: str
    division: str
    area: str
    on: date
    before: Any
    after: Any

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return self.after is None


def values_coming(registry: Registry, on: date, until: date, division: str) -> tuple[ValueTurn, ...]:
    """What turns within a place, or around it, from `on` up to and with `until`; urban and rural apart only where they
    differ. A value that another one of a nearer place stands before turns nothing there."""
    scopes = {
        (each.since, each.name, each.division if each.division.startswith(division) else division, each.area)
        for each in registry.values
        if on <= each.since <= until and _touches(each.division, division)
    }
    found = [turn for scope in scopes for turn in _turns(registry, *scope)]
    return tuple(sorted(set(found), key=lambda each: (each.on, each.name, each.division, each.area)))


def _touches(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _turns(registry: Registry, day: date, name: str, division: str, area: str) -> list[ValueTurn]:
    areas = [area] if area else list(AREAS)
    sides = {
        each: (_at(registry, day - ONE_DAY, name, division, each), _at(registry, day, name, division, each))
        for each in areas
    }
    alike = len(areas) > 1 and len({repr(side) for side in sides.values()}) == 1
    told = {"": sides[areas[0]]} if alike else sides
    return [ValueTurn(name, division, each, day, *side) for each, side in told.items() if side[0] != side[1]]


def _at(registry: Registry, day: date, name: str, division: str, area: str) -> Any:
    held = registry.in_force(day, division, area).values.get(name)
    return held.value if held else None
