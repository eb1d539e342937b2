"""Where the rectangles of a clock or a row of days lie: lengths are attributes, so strict CSP and print keep them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from doudi.ui.parts import Clock

OVER_SHOWN = 10  # cells past the limit that are drawn; the words carry the rest
DAY_CELLS = 14  # a public notice longer than this is said in words only


@dataclass(frozen=True)
class Cell:
    """One rectangle and what it stands for."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    text: str = ""
    text_x: str = ""


@dataclass(frozen=True)
class Drawing:
    """All rectangles, the width of the picture and its sentence for those who don't see it."""

    cells: tuple[Cell, ...]
    width: int
    label: str


def clock(shape: Clock) -> Drawing:
    """One cell a day: used, hollow while others were waited for, tall today, pale ahead, red past the limit."""
    kinds = _kinds(shape)
    size, gap = (14, 3) if len(kinds) <= 24 else (9, 2) if len(kinds) <= 50 else (4, 1)
    cells = tuple(_cell(kind, index * (size + gap), size) for index, kind in enumerate(kinds))
    return Drawing(cells, len(kinds) * (size + gap) - gap, _clock_label(shape))


def days(first: date, last: date, today: date) -> Drawing:
    """The days of a public notice, each with its number; empty when there are too many to draw."""
    count = (last - first).days + 1
    if not 0 < count <= DAY_CELLS:
        return Drawing((), 0, "")
    cells = []
    for index in range(count):
        on = first + timedelta(days=index)
        kind = "used" if on < today else "today" if on == today else "free"
        x = 35 * index
        cells.append(Cell(kind, str(x), "2", "31", "16", str(on.day), str(x + 15.5)))
    label = _("公示 %(count)d 日，第 %(day)d 日，还有 %(left)d 日") % {
        "count": count,
        "day": min(max((today - first).days + 1, 0), count),
        "left": max((last - today).days, 0),
    }
    return Drawing(tuple(cells), 35 * count - 4, label)


def _kinds(shape: Clock) -> list[str]:
    waits = set(shape.waits)
    passed = shape.day - 1 if shape.today_counts else shape.day
    kinds = ["wait" if number in waits else "used" for number in range(1, min(passed, shape.limit) + 1)]
    kinds += ["over"] * min(max(passed - shape.limit, 0), OVER_SHOWN)
    if shape.today_counts and shape.day > 0:
        kinds.append("today")
    ahead = "soon" if shape.tone == "soon" else "free"
    return kinds + [ahead] * max(shape.left, 0)


def _cell(kind: str, x: int, size: int) -> Cell:
    if kind == "today":
        return Cell(kind, str(x), "0", str(size), "20")
    if kind == "wait":  # the stroke lies half outside: draw within
        return Cell(kind, f"{x + 0.75}", "3.75", f"{size - 1.5}", "12.5")
    return Cell(kind, str(x), "3", str(size), "14")


def _clock_label(shape: Clock) -> str:
    unit = _("个工作日") if shape.unit == "working" else _("日")
    waited = _("，其中等候他方 %d 日") % len(shape.waits) if shape.waits else ""
    over = _("超 %(days)d %(unit)s") if shape.left < 0 else _("剩 %(days)d %(unit)s")
    rest = over % {"days": abs(shape.left), "unit": unit}
    return _("限 %(limit)d %(unit)s，第 %(day)d 日%(waited)s，%(rest)s") % {
        "limit": shape.limit,
        "unit": unit,
        "day": shape.day,
        "waited": waited,
        "rest": rest,
    }
