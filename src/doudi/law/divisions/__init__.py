"""The tree of administrative divisions (行政区划): province, city, district, towns, villages, as coded in the packaged table."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLES = ("140502.csv",)
TOWN_DIGITS, VILLAGE_DIGITS = 9, 12
COMMITTEES = ("居委会", "村委会")
TOWN_ENDINGS = ("街道", "镇", "乡")


class UnknownDivisionError(KeyError):
    """A code that the tree doesn't have."""

    def __str__(self) -> str:
        return f"没有这个区划代码：{self.args[0]}"


@dataclass(frozen=True, slots=True)
class Division:
    """区划: one division; `parent` is the code of the one above, empty at the top."""

    code: str
    name: str
    parent: str

    @property
    def is_town(self) -> bool:
        """Whether it is a town or sub-district (乡镇、街道)."""
        return len(self.code) == TOWN_DIGITS

    @property
    def is_village(self) -> bool:
        """Whether it is a village or community (村、社区)."""
        return len(self.code) == VILLAGE_DIGITS

    @property
    def short_name(self) -> str:
        """The name as people write it: a village's without 居委会 or 村委会, a town's without 街道 or 镇."""
        endings = COMMITTEES if self.is_village else TOWN_ENDINGS if self.is_town else ()
        for ending in endings:
            if self.name.endswith(ending) and self.name != ending:
                return self.name.removesuffix(ending)
        return self.name


class Tree:
    """区划树: divisions by code and by name; it never changes once made."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code: Mapping[str, Division] = {division.code: division for division in divisions}
        self._villages: dict[str, list[Division]] = {}
        self._village_names: dict[tuple[str, str], list[Division]] = {}
        self._town_names: dict[str, list[Division]] = {}
        for division in self._by_code.values():
            self._take_in(division)

    def _take_in(self, division: Division) -> None:
        if division.is_village:
            self._villages.setdefault(division.parent, []).append(division)
            for name in {division.name, division.short_name}:
                self._village_names.setdefault((division.parent, name), []).append(division)
        elif division.is_town:
            for name in {division.name, division.short_name, f"{division.name}办事处"}:
                self._town_names.setdefault(name, []).append(division)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Division:
        """The division of that code. Errors: UnknownDivisionError, a KeyError."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownDivisionError(code) from None

    @property
    def towns(self) -> tuple[Division, ...]:
        """All towns and sub-districts (乡镇、街道), in the order of the table."""
        return tuple(division for division in self._by_code.values() if division.is_town)

    @property
    def above_towns(self) -> tuple[Division, ...]:
        """Province, city and district, from the top."""
        return tuple(division for division in self._by_code.values() if len(division.code) < TOWN_DIGITS)

    def villages_of(self, town: str) -> tuple[Division, ...]:
        """The villages and communities of a town, by its 9-digit code. Errors: UnknownDivisionError."""
        return tuple(self._villages.get(self.get(town).code, ()))

    def find_town(self, name: str) -> Division | None:
        """The town of that name, written in full, without its last word or with 办事处; None when none or several."""
        return _only(self._town_names.get(name, []))

    def find_village(self, town: str, name: str) -> Division | None:
        """The village of that name in the town (by code), in full or without 居委会/村委会; None when none or several."""
        inside = self._village_names.get((town, name), [])
        exact = [division for division in inside if division.name == name]
        return _only(exact or inside)

    def towns_with_village(self, name: str) -> tuple[Division, ...]:
        """The towns that have a village of that name: for telling somebody that they chose the wrong town."""
        return tuple(town for town in self.towns if self.find_village(town.code, name))


def _only(found: list[Division]) -> Division | None:
    return found[0] if len(found) == 1 else None


@cache
def tree() -> Tree:
    """The packaged tree: 晋城市城区 (140502) with its towns and villages, and what lies above it."""
    folder = files(__name__)
    return Tree(
        Division(row["code"], row["name"], row["parent"])
        for table in TABLES
        for row in csv.DictReader((folder / table).read_text(encoding="utf-8").splitlines())
    )
