"""Columns of sums side by side, each stacked from its parts: lengths are attributes, so strict CSP and print keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from doudi.ui.drawing import Cell

STEP, WIDE, TALL, HEAD, FOOT = 48, 30, 140, 18, 36
MYRIAD = Decimal(10_000)


@dataclass(frozen=True)
class Column:
    """One column: its name below it, what stands beneath that (a year; may be empty), and its parts from below.

    A part is a kind (class `part-kind`) and a sum, not below nought.
    """

    name: str
    under: str
    parts: Sequence[tuple[str, Decimal]]

    @property
    def total(self) -> Decimal:
        """How tall it is."""
        return sum((amount for _kind, amount in self.parts), Decimal(0))


@dataclass(frozen=True)
class Label:
    """A word or figure and the place of its middle."""

    text: str
    x: str
    y: str


@dataclass(frozen=True)
class Picture:
    """The rectangles, the words, the size, and the unit of the figures."""

    cells: tuple[Cell, ...]
    labels: tuple[Label, ...]
    width: int
    height: int
    floor: int
    unit: str


def columns(found: Sequence[Column]) -> Picture:
    """Draw them to one scale from nought; the figures are in 万元 where the tallest has ten thousands to show."""
    most = max((column.total for column in found), default=Decimal(0)) or Decimal(1)
    in_myriads = most >= 10 * MYRIAD
    cells: list[Cell] = []
    labels: list[Label] = []
    for place, column in enumerate(found):
        drawn = _stacked(column, place, most)
        top = Decimal(drawn[-1].y) if drawn else Decimal(HEAD + TALL)
        middle = str(place * STEP + STEP // 2)
        cells += drawn
        labels.append(Label(_figure(column.total, in_myriads=in_myriads), middle, str(top - 5)))
        labels.append(Label(column.name, middle, str(HEAD + TALL + 15)))
        labels += [Label(column.under, middle, str(HEAD + TALL + 30))] if column.under else []
    floor = HEAD + TALL
    return Picture(tuple(cells), tuple(labels), len(found) * STEP, floor + FOOT, floor, "万元" if in_myriads else "元")


def _stacked(column: Column, place: int, most: Decimal) -> list[Cell]:
    cells, below, x = [], Decimal(HEAD + TALL), str(place * STEP + (STEP - WIDE) // 2)
    for kind, amount in column.parts:
        height = (amount / most * TALL).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if height > 0:
            below -= height
            cells.append(Cell(kind, x, str(below), str(WIDE), str(height)))
    return cells


def _figure(amount: Decimal, *, in_myriads: bool) -> str:
    if in_myriads:
        return f"{(amount / MYRIAD).quantize(Decimal('0.1'), ROUND_HALF_UP):,}"
    return f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,}"
