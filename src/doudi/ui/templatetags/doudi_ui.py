"""Template tags of the components; each takes plain data of `doudi.ui.parts` and renders one include."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from doudi.ui import drawing, lists, marks, parts, words
from doudi.ui.errors import AnyForm, gather
from doudi.vault import masks

register = template.Library()

ICONS = frozenset({
    "search", "plus", "down", "up", "print", "check", "cross", "clock", "alert", "person", "file", "next", "phone",
    "lock", "camera", "offline", "calendar", "speak", "columns", "help", "edit", "pause", "hands",
})  # fmt: skip
SHOWN_QUESTIONS = 3  # a query area shows three, the rest unfold


def _today(context: Context) -> date | None:
    today = context.get("today") or getattr(context.get("request"), "today", None)
    return today if isinstance(today, date) else None


def _with_day(context: Context, **values: Any) -> dict[str, Any]:
    return {**values, "today": _today(context)}


# ---------- words ----------


@register.simple_tag
def money(value: Decimal | int | str | None, signed: bool = False) -> str:
    """`{% money sum %}` 1,234.56; `signed=True` writes + before a gain."""
    return words.money(value, signed=signed)


@register.filter(name="money")
def money_filter(value: Decimal | int | str | None) -> str:
    """`{{ sum|money }}`, for use inside a blocktranslate."""
    return words.money(value)


@register.filter
def figure(value: words.Figure) -> str:
    """A cell of figures: Decimal as money, whole numbers grouped, text as it is, nothing as a dash."""
    return words.figure(value)


@register.filter
def grouped(value: int) -> str:
    """A count with thousands."""
    return words.grouped(value)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, long: bool = False) -> str:
    """`{% day d %}` 11-30, `{% day d long=True %}` 11月30日 周一; with the year when it isn't this one."""
    return words.day(value, _today(context), long=long)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """`{% moment at %}` 11-20 18:02."""
    return words.moment(value, _today(context))


@register.filter
def weekday_hour(value: date) -> str:
    """周四 16:20 for a moment, 周四 for a day."""
    return f"{words.weekday(value)} {words.hour(value)}" if isinstance(value, datetime) else words.weekday(value)


@register.filter
def weekday(value: date) -> str:
    """周四."""
    return words.weekday(value)


@register.simple_tag
def mask_id(value: str) -> str:
    """140502********1234."""
    return masks.mask_id(value)


@register.simple_tag
def mask_account(value: str) -> str:
    """6239********4821."""
    return masks.mask_account(value)


@register.simple_tag
def mask_phone(value: str) -> str:
    """138****1234."""
    return masks.mask_phone(value)


@register.simple_tag
@cache
def asset(name: str) -> str:
    """Where a style sheet, script or picture of ours lies; it stays there while a process lives."""
    return static(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of icons.svg, always beside a word; an unknown name is an error (KeyError)."""
    return _icon(name)


@cache
def _icon(name: str) -> SafeString:
    if name not in ICONS:
        raise KeyError(f"no icon {name!r}")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("ui/icons.svg"), name
    )


# ---------- time ----------


@register.simple_tag(takes_context=True)
def due(context: Context, value: parts.Due | None, inline: bool = False) -> SafeString:
    """The words of time: two lines in a task, one (`inline=True`) in a table."""
    return marks.due(value, _today(context), inline=inline)


@register.inclusion_tag("ui/parts/clock.html", takes_context=True)
def clock(context: Context, value: parts.Clock) -> dict[str, Any]:
    """A statutory limit, one cell a day."""
    drawn = drawing.clock(value)
    return _with_day(context, clock=value, over=-value.left, drawn=drawn, days=marks.rectangles(drawn.cells))


@register.inclusion_tag("ui/parts/days.html", takes_context=True)
def notice_days(context: Context, first: date, last: date) -> dict[str, Any]:
    """The days of a public notice with today among them."""
    today = _today(context)
    return {"drawn": drawing.days(first, last, today) if today else None}


@register.inclusion_tag("ui/parts/steps.html")
def steps(marks: Sequence[parts.StepMark]) -> dict[str, Any]:
    """What is still to come."""
    return {"steps": marks}


@register.inclusion_tag("ui/parts/story.html", takes_context=True)
def story(context: Context, items: Sequence[parts.StoryItem]) -> dict[str, Any]:
    """What happened, newest first."""
    return _with_day(context, story=items)


# ---------- lists ----------


@register.simple_tag
def side_menu(groups: Iterable[parts.MenuGroup]) -> SafeString:
    """The side menu."""
    return marks.menu(groups)


@register.simple_tag
def tag(value: parts.Tag | str, tone: parts.Tone = "") -> SafeString:
    """A state: `{% tag row.state %}` or `{% tag "核对中" "waiting" %}`."""
    return marks.tag(parts.Tag(value, tone) if isinstance(value, str) else value)


@register.simple_tag(takes_context=True)
def rows(context: Context, values: Iterable[lists.ListRow], ticks: str = "") -> SafeString:
    """The rows of a list; `ticks` names the form that a tick of each belongs to."""
    today = _today(context)
    return SafeString("\n".join(marks.row(value, today, ticks) for value in values))


@register.inclusion_tag("ui/parts/tasks.html", takes_context=True)
def tasks(context: Context, groups: Sequence[parts.TaskGroup]) -> dict[str, Any]:
    """我的待办, grouped by urgency."""
    return _with_day(context, groups=groups)


@register.inclusion_tag("ui/parts/counts.html")
def counts(items: Sequence[parts.Count], label: str) -> dict[str, Any]:
    """Figures that are links to their rows."""
    return {"counts": items, "label": label}


@register.inclusion_tag("ui/parts/ahead.html")
def ahead_days(days: Sequence[parts.AheadDay]) -> dict[str, Any]:
    """Ten working days ahead, each a link."""
    shown = [
        {"day": one, "number": f"{one.on.month}/{one.on.day}" if turned else str(one.on.day)}
        for one, turned in zip(days, _turns(days), strict=True)
    ]
    return {"days": shown}


def _turns(days: Sequence[parts.AheadDay]) -> Iterable[bool]:
    """Where a new month begins within the row."""
    return [bool(index) and one.on.month != days[index - 1].on.month for index, one in enumerate(days)]


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Sequence[parts.Fact], two: bool = False) -> dict[str, Any]:
    """Label and value pairs, at most eight; more is a table."""
    return {"facts": pairs, "two": two}


@register.inclusion_tag("ui/parts/chips.html")
def chips(links: Sequence[parts.Link]) -> dict[str, Any]:
    """Ways to look at the same list."""
    return {"links": links}


@register.inclusion_tag("ui/parts/pager.html")
def pager(value: parts.Pager, note: str = "") -> dict[str, Any]:
    """Where one is in the list; every link keeps the query."""
    return {"pager": value, "note": note}


@register.inclusion_tag("ui/parts/batchbar.html")
def batchbar(acts: Sequence[parts.BatchAct], form_id: str, note: str = "") -> dict[str, Any]:
    """Acts on the ticked rows of the form with this id."""
    return {"acts": acts, "form_id": form_id, "note": note}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", way_on: parts.Link | None = None) -> dict[str, Any]:
    """Why nothing is here, and one way on."""
    return {"title": title, "text": text, "way_on": way_on}


# ---------- evidence, money, acts ----------


@register.inclusion_tag("ui/parts/evidence.html")
def evidence(groups: Sequence[parts.EvidenceGroup]) -> dict[str, Any]:
    """自报 | 核对 | 调查, differences first."""
    return {"groups": groups}


@register.simple_tag
def workline(line: parts.WorkLine, compared: bool) -> SafeString:
    """The cells of one line of a calculation behind its label."""
    return marks.workline(line, compared=compared)


@register.inclusion_tag("ui/parts/working.html")
def working(value: parts.Working) -> dict[str, Any]:
    """How an amount came about, line by line."""
    return {"working": value}


@register.inclusion_tag("ui/parts/howcome.html")
def how_come(value: parts.Working, title: str = "", opened: bool = False) -> dict[str, Any]:
    """这个数怎么来的, folded under a figure: its lines with clause, parameter, value, source and edition in force."""
    return {"working": value, "title": title, "opened": opened}


@register.inclusion_tag("ui/parts/amount.html")
def amount(value: Decimal | str | None, unit: str, note: str = "") -> dict[str, Any]:
    """The one big figure of a page."""
    return {"value": value, "unit": unit, "note": note}


@register.inclusion_tag("ui/parts/actionbar.html", takes_context=True)
def actionbar(context: Context, bar: parts.ActionBar) -> dict[str, Any]:
    """What must be done now, then the buttons; those not yet possible say why."""
    return {"bar": bar, "csrf_token": context.get("csrf_token")}


# ---------- forms ----------


@register.inclusion_tag("ui/errors.html")
def errors(*of: AnyForm) -> dict[str, Any]:
    """The summary of all that is wrong in these forms and formsets; takes the focus; nothing when all is right."""
    return {"errors": gather(of)}


@register.inclusion_tag("ui/field.html", name="field")
def field_(bound: BoundField, shape: str = "") -> dict[str, Any]:
    """One question; `"wide"` lets it span all columns of its grid."""
    return {"field": bound, "shape": shape}


@register.simple_tag
def asked(bound: BoundField) -> SafeString:
    """One question of a query area."""
    return marks.asked(bound)


@register.inclusion_tag("ui/query.html")
def query(form: BaseForm) -> dict[str, Any]:
    """查询区: three questions shown, the rest unfold."""
    fields = form.visible_fields()
    rest = fields[SHOWN_QUESTIONS:]
    return {
        "form": form,
        "shown": fields[:SHOWN_QUESTIONS],
        "rest": rest,
        "open": any(one.value() for one in rest),
    }
