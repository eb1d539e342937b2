"""到龄到期预警: whom the calendar alone changes in the months ahead, on which day, by what, and what is to be seen to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.access import may, visible_to
from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.assessment import registry
from doudi.desk.ahead_list import Listed, listed
from doudi.desk.guard import DeskRequest, needs, page_of
from doudi.law.ahead_kinds import KINDS
from doudi.law.ahead_values import ValueTurn, values_coming
from doudi.law.codes import AREAS
from doudi.law.divisions import tree
from doudi.law.parameter_words import in_words
from doudi.payments.queries.ahead import AheadRow, Effect, by_month, effect, heads
from doudi.payments.queries.ahead_lines import kind_of_aid
from doudi.payments.queries.ahead_undated import undated_counts
from doudi.ui import lists
from doudi.ui.parts import Link, Pager, tone_of

SHOWN = 3
HEIGHT = 60  # of the picture: the tallest bar, in its own units


@dataclass(frozen=True)
class Bar:
    """One month of the picture: how many, how tall its bar is and where it begins, and where it leads."""

    title: str
    label: str
    count: int
    height: int
    top: int
    shade: str
    url: str
    here: bool


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    row: AheadRow
    name: str
    about: str
    url: str
    place: str
    aid: str
    when: str
    tone: str
    effect: Effect
    links: Sequence[Link]


@dataclass(frozen=True)
class ValueLine:
    """A parameter that changes: its words before and after."""

    title: str
    url: str
    where: str
    on: date
    before: str
    after: str
    ends: bool


@needs("ahead.read", methods=("GET",))
def listing(request: DeskRequest) -> HttpResponse:
    """What comes to the area: a picture by month, the values that change, and the list."""
    form, asked = listed(request.GET, request.acting)
    query = {name: found for name, found in request.GET.lists() if name in form.fields}
    per, rows = lists.per_of(request.GET.get("per", "")), asked.rows
    pager = Pager.of(total=len(rows), page=page_of(request), per=per, query=query)
    note(request.acting, Verb.ACCESS_READ, "list", "ahead", {"what": _("到龄到期预警")})
    return render(request, "desk/ahead/list.html", {
        "form": form, "shown": form.visible_fields()[:SHOWN], "rest": form.visible_fields()[SHOWN:],
        "open": any(request.GET.get(name) for name in ("programme", "town")), "asked": request.GET.urlencode(),
        "lines": _lines(rows[(pager.page - 1) * per : pager.page * per], request.acting), "pager": pager,
        "sizes": lists.sizes(query, per), "bars": _bars(asked, query), "kinds": _kinds(asked, query),
        "values": _values(request.acting, asked.found.until), "until": asked.found.until,
        "undated": undated_counts(partial(visible_to, request.acting), request.today), "may_keep": may(request.acting, "ahead.keep"),
        "total": len(asked.without("month")), "unread": len(asked.found.unread), "months": asked.months,
    })  # fmt: skip


def _bars(asked: Listed, query: Mapping[str, Sequence[str]]) -> list[Bar]:
    """By month; what is past and waits comes first and stands out."""
    counts = by_month(asked.found, asked.without("month"))
    most = max(counts.values(), default=0) or 1
    return [_bar(month, count, most, asked, query) for month, count in counts.items()]


def _bar(month: str, count: int, most: int, asked: Listed, query: Mapping[str, Sequence[str]]) -> Bar:
    past, here = month == "past", month == asked.wanted.month
    year, number = (_("已过期"), "") if past else (_("%s年") % month[:4], _("%d月") % int(month[5:]))
    named = month[5:] == "01" or month == f"{asked.found.on:%Y-%m}"
    height = -(-HEIGHT * count // most)
    return Bar(
        f"{year}{number}", f"{year}{number}" if named or past else number, count, height, HEIGHT - height, "over" if past else "used",
        lists.address(query, month="" if here else month), here,
    )  # fmt: skip


def _kinds(asked: Listed, query: Mapping[str, Sequence[str]]) -> list[Link]:
    counts = Counter(row.coming.kind.code for row in asked.without("kind"))
    every = Link(_("全部 %d") % counts.total(), lists.address(query, kind=""), here=not asked.wanted.kind)
    return [every] + [
        Link(
            f"{kind.label} {counts[kind.code]}",
            lists.address(query, kind=kind.code),
            here=kind.code == asked.wanted.kind,
        )
        for kind in KINDS.values()
        if counts[kind.code]
    ]


def _lines(rows: Sequence[AheadRow], acting: Acting) -> list[Line]:
    """The rows of one page with their sums. One statement."""
    names = heads(rows)
    return [_line(row, names.get(row.subject.household, ""), acting) for row in rows]


def _line(row: AheadRow, head: str, acting: Acting) -> Line:
    divisions, subject = tree(), row.subject
    village, town = divisions.get(subject.village).short_name, divisions.get(subject.town).name
    links, left = _links(row), (row.on - acting.on).days
    return Line(
        row=row, name=row.name or head, about=_("%s户") % head if row.name else _("全户"), url=links[0].url if links else "",
        place=f"{town} {village}" if acting.post.is_district else village, aid=kind_of_aid(row),
        when=_when(left), tone=tone_of(left), effect=effect(row, acting.on),
        links=[*links, *_mending(row, acting)],
    )  # fmt: skip


def _when(left: int) -> str:
    """How far a day is, in days as they come: birthdays and last days know no working days."""
    if left < 0:
        return _("已过 %d 日") % -left
    return _("今天") if left == 0 else _("还有 %d 日") % left


def _mending(row: AheadRow, acting: Acting) -> list[Link]:
    """Where the last day itself is entered anew: a new card, longer studies."""
    if row.coming.kind.code not in ("study_end", "card_end") or not may(acting, "ahead.keep"):
        return []
    return [Link(_("改日期"), reverse("desk:ahead-date", args=[row.who]))]


def _links(row: AheadRow) -> list[Link]:
    """Where to go on: the award that is paid, the case that is open or that it rests on."""
    found = []
    if row.subject.award is not None:
        found.append(Link(_("待遇"), reverse("desk:award", args=[row.subject.award])))
    if row.subject.case:
        found.append(Link(_("案件"), reverse("desk:case", args=[row.subject.case])))
    return found


def _values(acting: Acting, until: date) -> list[ValueLine]:
    """Standards and parameters of the area that begin or end. No statement."""
    division = acting.division if acting.post.is_district else acting.division[:9]
    return [_value(turn) for turn in values_coming(registry(), acting.on, until, division)]


def _value(turn: ValueTurn) -> ValueLine:
    quantity, divisions = registry().quantities[turn.name], tree()
    before, after = (
        in_words(quantity, value) if value is not None else _("未设定") for value in (turn.before, turn.after)
    )
    place = divisions.get(turn.division).name if turn.division in divisions else _("全国")
    return ValueLine(
        title=quantity.title, url=reverse("desk:parameter", args=[turn.name]),
        where=f"{place} · {AREAS[turn.area] if turn.area else _('城乡一样')}", on=turn.on, before=before, after=after,
        ends=turn.ends,
    )  # fmt: skip
