"""The parts of a printed form: text, grids and tables with {places} for what a content holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from re import Match, compile
from typing import Any, Literal

from doudi.law.papers import PaperKind

PLACE = compile(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")
Style = Literal["title", "body", "lead", "head", "note", "sign", "right", "redhead", "center"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Cell:
    """One cell: text with places, the columns it spans, the least height of its row in mm."""

    text: str
    span: int = 1
    label: bool = False
    height: float = 0
    align: Align = "left"


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str
    style: Style = "body"


@dataclass(frozen=True)
class Grid:
    """A table of cells with lines all round; `widths` in shares of the page's width."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Column:
    """One column of a list: its head, what it says of a `row`, its share of the width."""

    label: str
    text: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A list of the rows in `each`, the head again on every page; `least` is the height of a row in mm."""

    each: str
    columns: tuple[Column, ...]
    least: float = 7
    foot: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class When:
    """Blocks that stand there only where a flag of the content is true."""

    flag: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Repeat:
    """Blocks for `one` of each in a list, every one on a page of its own."""

    each: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins a new page."""


Block = Text | Grid | Table | When | Repeat | NewPage


@dataclass(frozen=True)
class Layout:
    """A whole form. `wide` turns the page; `foot` is the small line at the bottom."""

    kind: PaperKind
    blocks: tuple[Block, ...]
    wide: bool = False
    foot: str = ""


def label(text: str, span: int = 1, *, height: float = 0) -> Cell:
    """The cell before a value."""
    return Cell(text, span, label=True, height=height, align="center")


def value(text: str, span: int = 1, *, align: Align = "left") -> Cell:
    """The cell of a value."""
    return Cell(text, span, align=align)


def band(text: str, span: int) -> tuple[Cell, ...]:
    """A row that names the part of the form beneath it."""
    return (Cell(text, span, label=True),)


def pairs(*each: tuple[str, str]) -> tuple[Cell, ...]:
    """A row of labels and values, one column each."""
    return tuple(cell for name, text in each for cell in (label(name), value(text)))


def places(text: str, put: Callable[[str], str]) -> str:
    """Text with every {place} put in."""

    def one(found: Match[str]) -> str:
        return put(found[1])

    return PLACE.sub(one, text)


def look_up(scope: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path. Errors: KeyError naming the path."""
    found: Any = scope
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            raise KeyError(path)
        found = found[name]
    return found


def filled(layout: Layout, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The form's blocks with a content's values, plain and in order, for the press. Errors: KeyError (a wrong place)."""
    return list(_blocks(layout.blocks, data))


def _blocks(blocks: Sequence[Block], scope: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block:
            case When(flag, inner):
                yield from _blocks(inner if look_up(scope, flag) else (), scope)
            case Repeat(each, inner):
                for at, one in enumerate(look_up(scope, each)):
                    yield from ({"type": "break"},) if at else ()
                    yield from _blocks(inner, {**scope, "one": one})
            case _:
                yield _block(block, scope)


def _block(block: Text | Grid | Table | NewPage, scope: Mapping[str, Any]) -> dict[str, Any]:
    match block:
        case Text(text, style):
            return {"type": "text", "style": style, "text": _put(text, scope)}
        case Grid(widths, rows):
            return {"type": "grid", "widths": widths, "rows": [_row(row, scope) for row in rows]}
        case Table():
            return _table(block, scope)
        case NewPage():
            return {"type": "break"}


def _table(table: Table, scope: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "table",
        "widths": [column.width for column in table.columns],
        "header": [column.label for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "least": table.least,
        "rows": [
            [_put(column.text, {**scope, "row": row}) for column in table.columns] for row in look_up(scope, table.each)
        ],
        "foot": _row(table.foot, scope),
    }


def _row(row: Sequence[Cell], scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "text": _put(cell.text, scope), "span": cell.span, "label": cell.label, "height": cell.height,
            "align": cell.align,
        }
        for cell in row
    ]  # fmt: skip


def _put(text: str, scope: Mapping[str, Any]) -> str:
    return places(text, lambda path: str(look_up(scope, path)))
