"""The smallest parts of a page as markup: a list has hundreds of them, and a template each costs more than the rest."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from doudi.ui import words
from doudi.ui.lists import Cell
from doudi.ui.parts import Due, Tag

NOTHING = SafeString('<span class="quiet">—</span>')


def tag(value: Tag) -> SafeString:
    """A state: word and shape on a light ground."""
    return format_html('<span class="{}">{}</span>', f"tag {value.tone}" if value.tone else "tag", value.word)


def due(value: Due | None, today: date | None, *, inline: bool = False) -> SafeString:
    """The words of time: two lines, or one in a table."""
    if value is None:
        return NOTHING
    look = f"due {value.tone}" if value.tone else "due"
    if inline:
        shown = '<span class="{}"><b>{}</b></span>' if value.tone else '<span class="{}">{}</span>'
        return format_html(shown, look, value.words)
    small = [words.day(value.on, today), _(" 到期") if value.left else "", _("（暂定）") if value.provisional else ""]
    return format_html('<div class="{}"><b>{}</b><small>{}</small></div>', look, value.words, "".join(small))


def cells(values: Iterable[Cell], today: date | None) -> SafeString:
    """The cells of one row of a list, each in its column's class."""
    return SafeString(
        "".join(f"{OPENED.get(value.kind, '<td>')}{conditional_escape(cell(value, today))}</td>" for value in values)
    )


def cell(value: Cell, today: date | None) -> SafeString | str:
    """What stands in one cell of a list, by its kind; a dash for nothing."""
    told = value.value
    if told is None or (told == "" and value.kind in QUIET):
        return NOTHING if value.kind in QUIET else "—"
    return DRAWN.get(value.kind, _text)(value, today)


def _due(value: Cell, today: date | None) -> SafeString:
    """A limit; or, where there is none, the word that stands in its place."""
    told = value.value
    return (
        due(told, today, inline=True) if isinstance(told, Due) else format_html('<span class="quiet">{}</span>', told)
    )


def _text(value: Cell, _today: date | None) -> SafeString | str:
    told = str(value.value)
    return format_html('<a class="row-link" href="{}">{}</a>', value.url, told) if value.url else told


def _money(value: Cell) -> SafeString | str:
    """A sum; where the cell leads to how it came about, a link that is seen as one."""
    told = words.money(value.value)
    return format_html('<a href="{}">{}</a>', value.url, told) if value.url else told


def options(told: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options of a choice, as a widget tells them."""
    lines = (
        f'\n<option value="{escape(one["value"])}"{flatatt(one["attrs"])}>{conditional_escape(one["label"])}</option>'
        for one in told
    )
    return SafeString("".join(lines))


OPENED: Mapping[str, str] = {"num": '<td class="num">', "money": '<td class="num">', "code": '<td class="code">'}
QUIET = frozenset({"due", "day", "money"})  # kinds whose dash is pale
DRAWN: Mapping[str, Callable[[Cell, date | None], SafeString | str]] = {
    "due": _due,
    "tag": lambda value, _today: tag(value.value),
    "day": lambda value, today: words.day(value.value, today),
    "money": lambda value, _today: _money(value),
}
