"""Parts of lists: columns that a person may choose, page sizes, what a list is narrowed to. Frozen plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils.functional import Promise

from doudi.ui.parts import Link

Text = str | Promise
Kind = Literal["text", "code", "num", "money", "day", "due", "tag", "link"]
SIZES = (20, 50, 100)


@dataclass(frozen=True)
class Column:
    """One column: its key in a row, its head, how its cells are set; `always` can't be left out; `sort` names it in
    the address where the list can be sorted by it."""

    key: str
    title: Text
    kind: Kind = "text"
    always: bool = False
    sort: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: its value, how it is set, and where it leads."""

    kind: Kind
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a column; `url` sorts by it, `sorted` says which way it is sorted now (up, down or not)."""

    title: Text
    kind: Kind
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class ListRow:
    """One row: the key that a tick sends, its running number, its name that leads to it, cells, acts at the end."""

    key: str
    place: int
    name: Text
    url: str
    cells: Sequence[Cell]
    acts: Sequence[Link] = ()


@dataclass(frozen=True)
class Choice:
    """A column that may be shown or left out."""

    key: str
    title: Text
    chosen: bool
    fixed: bool


def address(query: Mapping[str, Sequence[str]], **changes: str) -> str:
    """The list's own address with some values changed (empty: left out), always back at the first page."""
    kept = [
        (name, value)
        for name, values in query.items()
        if name not in changes and name != "page"
        for value in values
        if value
    ]
    text = urlencode([*kept, *((name, value) for name, value in changes.items() if value)])
    return f"?{text}" if text else "?"


def sizes(query: Mapping[str, Sequence[str]], per: int) -> list[Link]:
    """The page sizes to choose from, as links."""
    return [Link(str(size), address(query, per=str(size)), here=size == per) for size in SIZES]


def per_of(text: str) -> int:
    """The page size asked for; the first for anything that is none."""
    return int(text) if text in {str(size) for size in SIZES} else SIZES[0]


def heads(columns: Sequence[Column], query: Mapping[str, Sequence[str]], sort: str, default: str = "due") -> list[Head]:
    """The heads of the chosen columns; pressing the one that sorts turns the order round."""
    now = sort or default
    return [_head(column, query, now) for column in columns]


def _head(column: Column, query: Mapping[str, Sequence[str]], now: str) -> Head:
    if not column.sort:
        return Head(column.title, column.kind)
    here = now.lstrip("-") == column.sort
    turned = f"-{column.sort}" if now == column.sort else column.sort
    way: Literal["", "ascending", "descending"] = "" if not here else "descending" if now[0] == "-" else "ascending"
    return Head(column.title, column.kind, address(query, sort=turned), way)


def chosen(columns: Sequence[Column], wanted: Sequence[str] | None) -> list[Column]:
    """The columns to show, in the order of the list; all where nothing was chosen."""
    return [column for column in columns if wanted is None or column.always or column.key in wanted]


def choices(columns: Sequence[Column], shown: Sequence[Column]) -> list[Choice]:
    """Every column with whether it is shown, for the form that chooses."""
    return [Choice(column.key, column.title, column in shown, column.always) for column in columns]
