"""The smallest parts of a page as markup: a list has hundreds of them, and a template each costs more than the rest."""

from datetime import date

from django.utils.html import format_html
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


def cell(value: Cell, today: date | None) -> SafeString | str:
    """What stands in one cell of a list, by its kind; a dash for nothing."""
    told = value.value
    if isinstance(told, Due):
        return due(told, today, inline=True)
    if isinstance(told, Tag):
        return tag(told)
    if value.kind == "due":
        return format_html('<span class="quiet">{}</span>', "—" if told is None else told)
    if value.kind in ("day", "money") and (told is None or told == ""):
        return NOTHING
    if value.kind == "day":
        return words.day(told, today)
    if value.kind == "money":
        return words.money(told)
    shown = "—" if told is None else str(told)
    return format_html('<a class="row-link" href="{}">{}</a>', value.url, shown) if value.url else shown
