"""Worked examples of the rules, put down by hand (`examples/*.toml`): shown beside each rule, and run as tests."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from doudi.law.parameters import national
from doudi.law.rule import BOOK

FOLDER = Path(__file__).parent / "examples"
UNSET = "unset"  # an optional parameter without a value
_NUMBER = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Example:
    """One example of one rule: `given` its arguments by name, `gives` what it must give, `says` what is remarkable.

    Sums are yuan, rates and multiples numbers, days dates; `given` has None for an optional parameter without a value.
    """

    rule: str
    given: Mapping[str, Any]
    gives: Any
    says: str

    def found(self) -> Any:
        """What the rule gives. Errors: KeyError for an unknown rule or an argument that isn't given."""
        rule = BOOK[self.rule]
        return rule.function(*(self.given[name] for name in rule.needs))


@cache
def examples() -> Mapping[str, tuple[Example, ...]]:
    """Every example, by the rule's name, in the order of the files."""
    found: dict[str, tuple[Example, ...]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for name, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[name] = tuple(_example(name, row) for row in rows)
    return found


def _example(name: str, row: Mapping[str, Any]) -> Example:
    given = {argument: _read(raw) for argument, raw in row["given"].items()}
    if "supplements" in row:
        given["supplements"] = national()[0]["supplements"].read(row["supplements"], name)
    return Example(name, given, _read(row["gives"]), row.get("says", ""))


def _read(raw: Any) -> Any:
    if isinstance(raw, str):
        return None if raw == UNSET else Fraction(raw) if _NUMBER.fullmatch(raw) else raw
    return raw
