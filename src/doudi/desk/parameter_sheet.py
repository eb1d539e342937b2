"""标准与参数 as plain data: every parameter with the value that holds in a place on a day, and the history of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import ParameterValue
from doudi.accounts.parameters import IN_FORCE, dated, values
from doudi.cases.assessment import registry
from doudi.desk.parameter_effects import scope_words
from doudi.law.codes import AREAS
from doudi.law.flattening import alternatives
from doudi.law.parameter_groups import GROUPS
from doudi.law.parameter_words import in_words
from doudi.law.parameters import DatedValue, InForce
from doudi.law.quantities import Quantity
from doudi.ui.parts import Tag, Tone

State = ParameterValue.State
SAMPLE = "示例参数（非官方）"
TONES: Mapping[str, Tone] = {
    "proposed": "waiting", "confirmed": "mine", "rejected": "settled", "leaving": "soon", "withdrawn": "settled",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One value that holds, or that none does: where it comes from, who entered and confirmed it, what to know of it.

    `area` is empty where town and country have the same; `mark` stands for a source, `tag` for a value; `key` is the
    row's, None for what ships with the product or lies in a file.
    """

    area: str
    value: str
    since: date | None = None
    scope: str = ""
    source: str = ""
    clause: str = ""
    people: str = ""
    mark: Tag | None = None
    tag: Tag | None = None
    note: str = ""
    key: int | None = None


@dataclass(frozen=True)
class Item:
    """One parameter of the sheet."""

    name: str
    title: str
    unit: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Past:
    """One line of a parameter's history."""

    scope: str
    since: date
    value: str
    source: str
    clause: str
    published: date | None
    people: str
    tag: Tag
    key: int | None = None


def sheet(
    place: str, areas: Sequence[str], on: date, rows: Sequence[ParameterValue], only: str = ""
) -> list[tuple[str, list[Item]]]:
    """Every parameter by group (or `only` one) with the values that hold in a place on a day. No statement."""
    found = {area: registry().in_force(on, place, area) for area in areas}
    reader = _Reader(found, rows, on, place)
    groups = []
    for group, names in GROUPS.items():
        items = [reader.item(name) for name in names if only in ("", name)]
        if items:
            groups.append((group, items))
    return groups


class _Reader:
    """Turns what is in force into lines."""

    def __init__(
        self, in_force: Mapping[str, InForce], rows: Sequence[ParameterValue], on: date, place: str
    ) -> None:  # fmt: skip
        self.in_force, self.on, self.place = in_force, on, place
        self.quantities = registry().quantities
        self.others = {name: other for pair in alternatives(self.quantities) for name, other in (pair, pair[::-1])}
        self.entered = {_key(row): row for row in rows if row.state in IN_FORCE}

    def item(self, name: str) -> Item:
        quantity = self.quantities[name]
        lines = [self._line(quantity, area) for area in self.in_force]
        if len(lines) > 1 and len({replace(line, area="") for line in lines}) == 1:
            lines = [replace(lines[0], area="")]
        title = _titled(quantity) if name in self.others else quantity.title
        return Item(name, title, quantity.unit, lines)

    def _line(self, quantity: Quantity, area: str) -> Line:
        found = self.in_force[area].values.get(quantity.name)
        line = self._unset(quantity, area) if found is None else self._held(quantity, found)
        said = " ".join(filter(None, (line.note, self._next(quantity, area))))
        return replace(line, area=AREAS[area], note=said)

    def _held(self, quantity: Quantity, found: DatedValue) -> Line:
        """A value in force, with the row that it comes from where it was entered at the desk."""
        line, row = _told(quantity, found), self.entered.get((found.name, found.division, found.area, found.since))
        if row is None or dated(row) != found:
            return line
        leaving = Tag(str(row.get_state_display()), TONES[row.state]) if row.state == State.LEAVING else None
        return replace(line, people=people_of(row), key=row.pk, tag=leaving)

    def _unset(self, quantity: Quantity, area: str) -> Line:
        other = self.others.get(quantity.name)
        if other and other in self.in_force[area].values:
            return Line("", "—", note=_("已按“%s”设定") % _titled(self.quantities[other]))
        if quantity.default is not None:
            return Line("", in_words(quantity, quantity.default), note=_("未另行规定，按默认值"))
        if quantity.stops:
            return Line("", "", tag=Tag(_("未设定"), "soon"), note=quantity.stops)
        if other:
            return Line("", "—", note=_("与“%s”设其中一项") % _titled(self.quantities[other]))
        return Line("", "—", note=_("不设就没有这一项"))

    def _next(self, quantity: Quantity, area: str) -> str:
        """What is confirmed for a later day."""
        coming = [
            row for row in self.entered.values()
            if row.name == quantity.name and row.since > self.on and row.area in ("", area)
            and self.place.startswith(row.division)
        ]  # fmt: skip
        if not coming:
            return ""
        first = min(coming, key=lambda row: (row.since, -len(row.division)))
        words = in_words(quantity, dated(first).value)
        return _("自 %(day)s 起：%(value)s") % {"day": first.since.isoformat(), "value": words}


def _told(quantity: Quantity, found: DatedValue) -> Line:
    sample = found.source == SAMPLE
    return Line(
        "", in_words(quantity, found.value), found.since, scope_words(found.division, found.area),
        "" if sample else found.source, found.clause, _("本机参数文件") if sample else _("随软件发布"),
        mark=Tag(SAMPLE, "waiting") if sample else None,
    )  # fmt: skip


def _titled(quantity: Quantity) -> str:
    return f"{quantity.title}（{quantity.unit}）" if quantity.unit else quantity.title


def _key(row: ParameterValue) -> tuple[str, str, str, date]:
    return row.name, row.division, row.area, row.since


def people_of(row: ParameterValue) -> str:
    """Who entered and who confirmed a row: 任志宏录入，葛明远确认."""
    parts = [_("%s录入") % row.entered_name]
    if row.decided_name:
        word = _("%s没有采用") if row.state == State.REJECTED else _("%s确认")
        parts.append(word % row.decided_name)
    return "，".join(parts)


def history(name: str, place: str, rows: Iterable[ParameterValue]) -> list[Past]:
    """Every value that one parameter ever had in a place, what lies above and below it: latest day first. No statement."""
    entered, quantity = set(map(id, values())), registry().quantities[name]
    shipped = [
        _shipped(quantity, each) for each in registry().values
        if each.name == name and id(each) not in entered and place.startswith(each.division)
    ]  # fmt: skip
    own = [_own(quantity, row) for row in rows if row.name == name]
    return sorted([*shipped, *own], key=lambda each: (each.since, each.key or 0), reverse=True)


def _shipped(quantity: Quantity, each: DatedValue) -> Past:
    sample = each.source == SAMPLE
    return Past(
        scope_words(each.division, each.area), each.since, in_words(quantity, each.value), each.source, each.clause,
        each.published, _("本机参数文件") if sample else _("随软件发布"),
        Tag(SAMPLE, "waiting") if sample else Tag(_("已发布"), ""),
    )  # fmt: skip


def _own(quantity: Quantity, row: ParameterValue) -> Past:
    return Past(
        scope_words(row.division, row.area), row.since, in_words(quantity, dated(row).value), row.source, row.clause,
        row.published, people_of(row), Tag(str(row.get_state_display()), TONES[row.state]), row.pk,
    )  # fmt: skip
