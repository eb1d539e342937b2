"""The smallest parts of a page as markup: a list has hundreds of them, and a template each costs more than the rest."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django.forms import BoundField
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext as _

from doudi.ui import drawing, words
from doudi.ui.lists import Cell, ListRow
from doudi.ui.parts import Due, MenuGroup, MenuItem, Tag, WorkLine

NOTHING = SafeString('<span class="quiet">—</span>')


def shown(value: object) -> str:
    """A text as it stands in markup: escaped, unless it is markup already. Django's own looks at every argument for
    texts that are still to be translated, which costs more than the escaping."""
    told = value if isinstance(value, str) else str(value)
    return told if isinstance(told, SafeData) else escape(told)


def filled(markup: str, *values: object) -> SafeString:
    """Markup with these values in it, as `format_html` gives it."""
    return SafeString(markup.format(*map(shown, values)))


def tag(value: Tag) -> SafeString:
    """A state: word and shape on a light ground."""
    return filled('<span class="{}">{}</span>', f"tag {value.tone}" if value.tone else "tag", value.word)


def due(value: Due | None, today: date | None, *, inline: bool = False) -> SafeString:
    """The words of time: two lines, or one in a table."""
    if value is None:
        return NOTHING
    look = f"due {value.tone}" if value.tone else "due"
    if inline:
        line = '<span class="{}"><b>{}</b></span>' if value.tone else '<span class="{}">{}</span>'
        return filled(line, look, value.words)
    small = [words.day(value.on, today), _(" 到期") if value.left else "", _("（暂定）") if value.provisional else ""]
    return filled('<div class="{}"><b>{}</b><small>{}</small></div>', look, value.words, "".join(small))


def cells(values: Iterable[Cell], today: date | None) -> SafeString:
    """The cells of one row of a list, each in its column's class."""
    return SafeString("".join(f"{OPENED.get(value.kind, '<td>')}{shown(cell(value, today))}</td>" for value in values))


def cell(value: Cell, today: date | None) -> SafeString | str:
    """What stands in one cell of a list, by its kind; a dash for nothing."""
    told = value.value
    if told is None or (told == "" and value.kind in QUIET):
        return NOTHING if value.kind in QUIET else "—"
    return DRAWN.get(value.kind, _text)(value, today)


def _due(value: Cell, today: date | None) -> SafeString:
    """A limit; or, where there is none, the word that stands in its place."""
    told = value.value
    return due(told, today, inline=True) if isinstance(told, Due) else filled('<span class="quiet">{}</span>', told)


def _text(value: Cell, _today: date | None) -> SafeString | str:
    told = str(value.value)
    return filled('<a class="row-link" href="{}">{}</a>', value.url, told) if value.url else told


def _money(value: Cell) -> SafeString | str:
    """A sum; where the cell leads to how it came about, a link that is seen as one."""
    told = words.money(value.value)
    return filled('<a href="{}">{}</a>', value.url, told) if value.url else told


def row(value: ListRow, today: date | None, ticks: str) -> SafeString:
    """One row of a list: its tick for the form `ticks`, if any, its number, name, cells and acts."""
    place, name, box = ("pin-2", "pin-3", _tick(value, ticks)) if ticks else ("pin-1", "pin-name", "")
    acts = "".join(f'<a href="{shown(act.url)}">{shown(act.label)}</a>' for act in value.acts)
    return SafeString(
        f'<tr>{box}<td class="num pin {place}">{value.place}</td><th scope="row" class="pin {name}">'
        f'<a href="{shown(value.url)}">{shown(value.name)}</a></th>{cells(value.cells, today)}'
        f'<td class="pin pin-end acts">{acts}</td></tr>'
    )


def _tick(value: ListRow, form: str) -> SafeString:
    return filled(
        '<td class="pin pin-1"><input class="form-check-input" type="checkbox" name="numbers" value="{}" form="{}"'
        ' aria-label="{}"></td>',
        value.key, form, _("勾选%(name)s户") % {"name": value.name},
    )  # fmt: skip


def menu(groups: Iterable[MenuGroup]) -> SafeString:
    """The side menu: headings, and pages with how much waits there."""
    return SafeString(
        "\n".join(f"<h2>{shown(group.title)}</h2>\n" + "\n".join(map(_entry, group.items)) for group in groups)
    )


def _entry(item: MenuItem) -> str:
    here = ' aria-current="page"' if item.here else ""
    late = ' class="late"' if item.late else ""
    count = "" if item.count is None else f" <b{late}>{words.grouped(item.count)}</b>"
    return f'<a href="{shown(item.url)}"{here}>{shown(item.label)}{count}</a>'


def rectangles(drawn: Iterable[drawing.Cell]) -> SafeString:
    """The days of a clock, one rectangle each."""
    return SafeString(
        "".join(
            f'<rect class="day-{one.kind}" x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}"/>'
            for one in drawn
        )
    )


def workline(line: WorkLine, *, compared: bool) -> SafeString:
    """The cells of one line of a calculation behind its label; `compared`: beside what was declared."""
    declared = line.value if line.was is None else line.was
    said = f'<td class="num{" was" if line.moved else ""}">{shown(words.figure(declared))}</td>' if compared else ""
    clause = filled('<a class="clause" href="{}">{}</a>', line.clause_url, line.clause) if line.clause_url else (
        filled('<span class="clause">{}</span>', line.clause)
    )  # fmt: skip
    sources = "".join(filled('<small class="source">{}</small>', source) for source in line.sources)
    return SafeString(
        f'<td class="f">{shown(line.formula)}</td>{said}<td class="num{" now" if line.moved else ""}">'
        f"{shown(words.figure(line.value))}</td><td>{clause}{sources}</td>"
    )


def attributes(attrs: Mapping[str, Any]) -> str:
    """The attributes of an element, as `flatatt` gives them: those with a value, then those that only stand there."""
    valued = "".join(
        f' {name}="{shown(value)}"'
        for name, value in sorted(attrs.items())
        if value is not None and not isinstance(value, bool)
    )
    return valued + "".join(f" {name}" for name, value in sorted(attrs.items()) if value is True)


def select(widget: Mapping[str, Any]) -> SafeString:
    """A choice, as its widget tells it."""
    groups = "".join(_options(label, told) for label, told, _index in widget["optgroups"])
    return SafeString(f'<select name="{shown(widget["name"])}"{attributes(widget["attrs"])}>{groups}\n</select>')


def _options(label: object, told: Iterable[Mapping[str, Any]]) -> str:
    lines = "".join(
        f'\n<option value="{shown(one["value"])}"{attributes(one["attrs"]) if one["attrs"] else ""}>'
        f"{shown(one['label'])}</option>"
        for one in told
    )
    return f'<optgroup label="{shown(label)}">{lines}</optgroup>' if label else lines


def field(widget: Mapping[str, Any]) -> SafeString:
    """A box to type in, or a hidden value, as its widget tells it."""
    value = "" if widget["value"] is None else f' value="{shown(widget["value"])}"'
    named = f'<input type="{shown(widget["type"])}" name="{shown(widget["name"])}"'
    return SafeString(f"{named}{value}{attributes(widget['attrs'])}>")


def asked(bound: BoundField) -> SafeString:
    """A question of a query area: its label around its field, with what helps and what was wrong."""
    hint = '<small class="visually-hidden" id="{}_helptext">{}</small>'
    wrong = '<small class="field-error" id="{}_error">{}</small>'
    faults = bound.errors
    return filled(
        "<label><span>{}</span>{}{}{}</label>", bound.label, bound,
        filled(hint, bound.auto_id, bound.help_text) if bound.help_text else "",
        filled(wrong, bound.auto_id, faults[0]) if faults else "",
    )  # fmt: skip


OPENED: Mapping[str, str] = {"num": '<td class="num">', "money": '<td class="num">', "code": '<td class="code">'}
QUIET = frozenset({"due", "day", "money"})  # kinds whose dash is pale
DRAWN: Mapping[str, Callable[[Cell, date | None], SafeString | str]] = {
    "due": _due,
    "tag": lambda value, _today: tag(value.value),
    "day": lambda value, today: words.day(value.value, today),
    "money": lambda value, _today: _money(value),
}
