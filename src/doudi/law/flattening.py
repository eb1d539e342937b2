"""Parameters as the rules name them: tables by the cell, lists by the choice, and `Unset` for what must be set."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Protocol

from doudi.law.codes import RIGID_SPENDINGS
from doudi.law.ops import Unset, Value
from doudi.law.quantities import Quantity


class Valued(Protocol):
    """Whatever carries the value of a parameter."""

    @property
    def value(self) -> Any:
        """The value as it was read."""


def alternatives(quantities: Mapping[str, Quantity]) -> list[tuple[str, str]]:
    """The pairs of parameters of which only one can be in force; the first is named where neither is."""
    return [(quantity.alternative_to, name) for name, quantity in quantities.items() if quantity.alternative_to]


def flattened(
    quantities: Mapping[str, Quantity], values: Mapping[str, Valued], names: Iterable[str]
) -> dict[str, Value]:
    """The values of some parameters as the rules name them; of two alternatives the one not in force is None."""
    heads = dict(alternatives(quantities))
    wanted = {*names}
    wanted |= {name for pair in heads.items() for name in pair if wanted & {*pair}}
    flat: dict[str, Value] = {}
    for name in wanted:
        must = not quantities[name].optional or (name in heads and heads[name] not in values)
        flat |= _spread(quantities[name], values.get(name), Unset((name,)) if must else None)
    return flat


def _spread(quantity: Quantity, dated: Valued | None, absent: Unset | None) -> dict[str, Value]:
    name, value = quantity.name, quantity.default if dated is None else dated.value
    if quantity.keys:
        return _cells(quantity, value, absent)
    if quantity.kind == "list":
        return {f"{name}_{choice}": choice in value for choice in quantity.choices}
    if quantity.kind == "rigid":
        return _rigid(name, value or {})
    return {name: absent if value is None else value} | _of_clergy(name, value)


def _of_clergy(name: str, value: Value) -> dict[str, Value]:
    """A clergy person's sum, which must be set, whatever stands in for the single person's amount of others."""
    if name != "single_person_amount":
        return {}
    return {"single_amount_of_clergy": Unset((name,)) if value is None else value}


def _cells(quantity: Quantity, table: Mapping[tuple[str, ...], Value] | None, absent: Unset | None) -> dict[str, Value]:
    """A table by the cell; a cell that a table in force lacks must be set."""
    found, lacking = ({}, absent) if table is None else (table, Unset((quantity.name,)))
    return {f"{quantity.name}_{'_'.join(cell)}": found.get(cell, lacking) for cell in product(*quantity.keys)}


def _rigid(name: str, rules: Mapping[str, Any]) -> dict[str, Value]:
    flat: dict[str, Value] = {}
    for kind in RIGID_SPENDINGS:
        rule = rules.get(kind)
        flat[f"{name}_{kind}_rate"] = rule.rate if rule else 0
        flat[f"{name}_{kind}_ceiling"] = rule.ceiling if rule else None
    return flat
