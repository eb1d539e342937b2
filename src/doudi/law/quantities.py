"""What each dated parameter is: its kind, its choices, its alternative; read from the head of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from doudi.law import reading
from doudi.law.codes import RIGID_SPENDINGS, SUPPLEMENT_CATEGORIES
from doudi.law.reading import FactsError, Yuan


@dataclass(frozen=True)
class Supplement:
    """One category of 分类施保: a rate of the standard, or a sum in yuan a month; the other is None."""

    category: str
    rate: Fraction | None
    amount: Yuan | None


@dataclass(frozen=True)
class RigidRule:
    """What may come off for one kind of rigid spending: a rate, up to a ceiling of the household in yuan a month."""

    rate: Fraction
    ceiling: Yuan | None


@dataclass(frozen=True)
class Quantity:
    """One parameter by its name: what kind of value it takes, and what holds where no value is in force.

    `local`: facts may carry a value of their own; `national`: no place sets it; `stops`: what can't be computed without;
    `about`: what whoever sets it should know.
    """

    name: str
    title: str
    unit: str
    kind: str
    choices: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    default: Any = None
    optional: bool = False
    alternative_to: str | None = None
    local: bool = True
    national: bool = False
    stops: str = ""
    about: str = ""

    def read(self, raw: object, path: str) -> Any:
        """Read a value of this parameter; raises FactsError at the exact place."""
        return READERS[self.kind](self, raw, path)


def from_header(name: str, header: Mapping[str, Any]) -> Quantity:
    """A quantity from the head of its TOML file."""
    quantity = Quantity(
        name=name,
        title=header["title"],
        unit=header["unit"],
        kind=header["kind"],
        choices=tuple(header.get("choices", ())),
        keys=tuple(tuple(level) for level in header.get("keys", ())),
        optional=header.get("optional", False),
        alternative_to=header.get("alternative_to"),
        local=header.get("local", True),
        national=header.get("national", False),
        stops=header.get("stops", ""),
        about=header.get("about", ""),
    )
    default = header.get("default")
    if default is None:
        return quantity
    return Quantity(**{**quantity.__dict__, "default": quantity.read(default, name)})


def _codes(quantity: Quantity, raw: object, path: str) -> frozenset[str]:
    return frozenset(reading.sequence(raw, path, lambda item, place: reading.code(item, place, quantity.choices)))


def _tiers(_: Quantity, raw: object, path: str) -> dict[str, Yuan]:
    if not isinstance(raw, Mapping):
        raise FactsError(path, f"应当是一个对象，实为 {reading.shown(raw)}")
    return {str(name): reading.amount(each, f"{path}.{name}") for name, each in raw.items() if each is not None}


Cell = Callable[[object, str], Any]


def _table(quantity: Quantity, raw: object, path: str, cell: Cell) -> dict[tuple[str, ...], Any]:
    return dict(_cells(quantity.keys, raw, path, cell))


def _cells(keys: tuple[tuple[str, ...], ...], raw: object, path: str, cell: Cell) -> list[tuple[tuple[str, ...], Any]]:
    if not keys:
        return [((), cell(raw, path))]
    found = []
    for name, each in reading.mapping(raw, path, keys[0]).items():
        found += [((name, *rest), value) for rest, value in _cells(keys[1:], each, f"{path}.{name}", cell)]
    return found


def _rate_table(quantity: Quantity, raw: object, path: str) -> dict[tuple[str, ...], Any]:
    """A table of rates; one bare rate stands for every cell."""
    if isinstance(raw, Mapping):
        return _table(quantity, raw, path, reading.rate)
    same = reading.rate(raw, path)
    return dict.fromkeys(product(*quantity.keys), same)


def _rigid(_: Quantity, raw: object, path: str) -> dict[str, RigidRule]:
    return {
        kind: _rigid_rule(each, f"{path}.{kind}") for kind, each in reading.mapping(raw, path, RIGID_SPENDINGS).items()
    }


def _rigid_rule(raw: object, path: str) -> RigidRule:
    given = reading.mapping(raw, path, ("rate", "ceiling"))
    if "rate" not in given:
        raise FactsError(f"{path}.rate", "未填写")
    ceiling = given.get("ceiling")
    return RigidRule(
        rate=reading.rate(given["rate"], f"{path}.rate"),
        ceiling=None if ceiling is None else reading.amount(ceiling, f"{path}.ceiling"),
    )


def _supplement(raw: object, path: str) -> Supplement:
    given = reading.mapping(raw, path, ("category", "rate", "amount"))
    if "category" not in given:
        raise FactsError(f"{path}.category", "未填写")
    category = reading.code(given["category"], f"{path}.category", SUPPLEMENT_CATEGORIES)
    if ("rate" in given) == ("amount" in given):
        raise FactsError(path, "比例 rate 与金额 amount 须填写其中一项，且只能填一项")
    return Supplement(
        category,
        reading.rate(given["rate"], f"{path}.rate") if "rate" in given else None,
        reading.amount(given["amount"], f"{path}.amount") if "amount" in given else None,
    )


READERS: Mapping[str, Callable[[Quantity, object, str], Any]] = {
    "money": lambda _, raw, path: reading.amount(raw, path),
    "rate": lambda _, raw, path: reading.rate(raw, path),
    "count": lambda _, raw, path: reading.count(raw, path),
    "flag": lambda _, raw, path: reading.flag(raw, path),
    "choice": lambda quantity, raw, path: reading.code(raw, path, quantity.choices),
    "list": _codes,
    "tiers": _tiers,
    "money table": lambda quantity, raw, path: _table(quantity, raw, path, reading.amount),
    "rate table": _rate_table,
    "rigid": _rigid,
    "supplements": lambda _, raw, path: reading.sequence(raw, path, _supplement),
}
