"""The parameters in force for one calculation, kept as plain data, so that it can be done again years later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from doudi.law.parameters import DatedValue, InForce, Registry, national
from doudi.law.writing import written

Kept = dict[str, Any]


def kept(in_force: InForce) -> Kept:
    """Every value in force with its day, source, clause and scope, and what held by default; plain JSON."""
    quantities = in_force.quantities
    return {
        "values": {name: _kept(in_force, dated) for name, dated in sorted(in_force.values.items())},
        "defaults": {
            name: written(quantity, quantity.default)
            for name, quantity in sorted(quantities.items())
            if quantity.default is not None and name not in in_force.values
        },
    }


def _kept(in_force: InForce, dated: DatedValue) -> Kept:
    return {
        "value": written(in_force.quantities[dated.name], dated.value),
        "since": dated.since.isoformat(),
        "source": dated.source,
        "clause": dated.clause,
        "division": dated.division,
        "area": dated.area,
    }


def restored(stored: Mapping[str, Any]) -> Registry:
    """A registry that knows what was kept and nothing else. Raises FactsError for a value that can't be read any more.

    A parameter that the product has gained since keeps its default; one that it has lost raises KeyError.
    """
    quantities = dict(national()[0])
    for name, raw in stored["defaults"].items():
        quantities[name] = replace(quantities[name], default=quantities[name].read(raw, name))
    values = [
        DatedValue(
            name,
            date.fromisoformat(each["since"]),
            quantities[name].read(each["value"], name),
            each["source"],
            each["clause"],
            division=each["division"],
            area=each["area"],
        )
        for name, each in stored["values"].items()
    ]
    return Registry(quantities, tuple(values))
