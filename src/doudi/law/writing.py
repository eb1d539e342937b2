"""Values of parameters as plain data: what `Quantity.read` reads, written so that reading it again gives the same."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from doudi.law.quantities import Quantity, RigidRule, Supplement

Plain = Any


def written(quantity: Quantity, value: Any) -> Plain:
    """The value of a parameter in the form of `parameters` of a facts file (amounts "655.00", rates "0.3"); None stays."""
    return None if value is None else WRITERS[quantity.kind](value)


def yuan(value: int | Fraction) -> str:
    """A sum of whole fen with two decimals."""
    hundredths = int(Fraction(value) * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def decimals(value: Fraction) -> str:
    """A rate without needless noughts: 0.3, 1.5, 2."""
    whole, rest = divmod(value.numerator * 10**9 // value.denominator, 10**9)
    behind = f"{rest:09d}".rstrip("0")
    return f"{whole}.{behind}" if behind else str(whole)


def _table(cell: Callable[[Any], str]) -> Callable[[Mapping[tuple[str, ...], Any]], Plain]:
    def write(table: Mapping[tuple[str, ...], Any]) -> Plain:
        found: dict[str, Any] = {}
        for (*path, last), value in table.items():
            place = found
            for key in path:
                place = place.setdefault(key, {})
            place[last] = cell(value)
        return found

    return write


def _tiers(tiers: Mapping[str, Any]) -> Plain:
    return {name: yuan(amount) for name, amount in tiers.items()}


def _rigid(rules: Mapping[str, RigidRule]) -> Plain:
    return {
        kind: {"rate": decimals(rule.rate), **({} if rule.ceiling is None else {"ceiling": yuan(rule.ceiling)})}
        for kind, rule in rules.items()
    }


def _supplement(one: Supplement) -> Plain:
    way = {"rate": decimals(one.rate)} if one.rate is not None else {"amount": yuan(one.amount or 0)}
    return {"category": one.category, **way}


WRITERS: Mapping[str, Callable[[Any], Plain]] = {
    "money": yuan,
    "rate": decimals,
    "count": int,
    "flag": bool,
    "choice": str,
    "list": sorted,
    "tiers": _tiers,
    "money table": _table(yuan),
    "rate table": _table(decimals),
    "rigid": _rigid,
    "supplements": lambda supplements: [_supplement(each) for each in supplements],
}
