"""Making the workbook of an export: chunk by chunk, in the area of who asked, with its progress kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.areas import walled
from doudi.accounts.day import now
from doudi.accounts.edited import look_again
from doudi.accounts.exports import asked_for, asker, begin, fail, finish, progress
from doudi.accounts.models import Export
from doudi.cases.lists import Wanted, cases_found, refresh
from doudi.cases.outlook import Outlook
from doudi.cases.queries import PROGRAMME_TITLES
from doudi.desk.ahead_list import listed
from doudi.desk.listed import Listed
from doudi.desk.listed_money import MONEY
from doudi.desk.listed_office import OFFICE
from doudi.desk.narrowing import narrowed_by
from doudi.desk.rows import COLUMNS, beside, values
from doudi.desk.workbooks import Sheet, Workbook
from doudi.law.divisions import tree
from doudi.payments.ledger.columns import Column as LedgerColumn
from doudi.payments.queries.ahead import effect, heads
from doudi.payments.queries.ahead_lines import HEADS as AHEAD_HEADS
from doudi.payments.queries.ahead_lines import ahead_line
from doudi.payments.queries.register import families, heads_of, ledger_line, on_register
from doudi.ui.parts import Due, Tag

CHUNK = 500
LISTS: Mapping[str, Listed] = {**OFFICE, **MONEY}
KINDS = {
    "cases": "案件表",
    "ahead": "到龄到期名单",
    "ledger": "在享对象台账",
    **{code: each.title for code, each in LISTS.items()},
}
# What a person must be allowed to read, to take it out of the house.
READING = {
    "cases": "case.read", "ahead": "ahead.read", "ledger": "ledger.read", **{code: each.permission for code, each in LISTS.items()}
}  # fmt: skip
AREAS = (("urban", "城市"), ("rural", "农村"))
LEDGER_TITLES = {
    "subsistence_allowance": ("低保", "最低生活保障对象"), "extreme_hardship_support": ("特困", "特困人员救助供养对象"),
}  # fmt: skip
LEDGER_SIGNED = ("制表人：", None, None, "审核人：", None, None, "主要领导：")


@dataclass
class Making:
    """One export under way: who asked, and how many rows are written."""

    export: Export
    acting: Acting
    rows: int = 0
    done: int = 0

    def chunks(self, keys: Sequence[Any], read: Callable[[Sequence[Any]], list[Any]]) -> Iterator[Any]:
        """What `read` makes of the keys, a chunk a transaction within the asker's area; progress is kept after each."""
        for first in range(0, len(keys), CHUNK):
            with walled(self.acting):
                made = read(keys[first : first + CHUNK])
            yield from made
            self.done += len(made)
            progress(key=self.export.key, done=self.done, rows=self.rows)

    @property
    def mark(self) -> str:
        """导出人、时间、编号: who took the file, in the file."""
        place, at = tree().get(self.acting.division).name, localtime(self.export.asked_at)
        return _("填报单位：%(place)s　导出人：%(name)s　%(at)s　编号 %(number)s") % {
            "place": place, "name": self.acting.name, "at": f"{at:%Y-%m-%d %H:%M}", "number": self.export.number,
        }  # fmt: skip


def make(key: UUID) -> bool:
    """Make an asked-for workbook from its beginning, however often it was begun; False when it couldn't be made.

    The area is that of the post in which the person asked; who holds it no more gets nothing.
    """
    look_again()
    export = begin(key=key)
    if export is None:
        return False
    acting = asker(export, at=now())
    if acting is None:
        fail(key=key)
        return False
    making = Making(export, acting)
    book = Workbook()
    for sheet in SHEETS.get(export.what, _listed)(making, asked_for(export)):
        book.write(sheet)
    finish(key=key, content=book.content(), rows=making.done, at=now())
    return True


def count(what: str, query: dict[str, Any], acting: Acting) -> int:
    """How many rows an export would have now. Errors: KeyError for an unknown kind."""
    if what == "cases":
        refresh(acting)
        return _found(query, acting).count()
    if what in LISTS:
        return len(LISTS[what].keys(QueryDict(query["asked"]), acting))
    if what == "ahead":
        return len(listed(QueryDict(query["asked"]), acting)[1].rows)
    return sum(len(on_register(acting, programme=query["programme"], area=area)) for area, _word in AREAS)


def _found(query: dict[str, Any], acting: Acting) -> QuerySet[Outlook]:
    if "numbers" in query:
        return cases_found(acting, Wanted(numbers=query["numbers"]))
    return narrowed_by(query["asked"], acting)


def _cases(making: Making, query: dict[str, Any]) -> Iterator[Sheet]:
    """案件表: all columns of the screen, in the order of the screen; ID numbers stay masked."""
    with walled(making.acting):
        refresh(making.acting)
        keys = list(_found(query, making.acting).values_list("pk", flat=True))
    making.rows = len(keys)
    heads = [_("序号"), _("户主"), *(str(column.title) for column in COLUMNS)]
    rows = ([place, *row] for place, row in enumerate(making.chunks(keys, _read_cases(making.export.on)), 1))
    yield Sheet(_("案件表"), _("案件表（%s）") % making.export.on.isoformat(), making.mark, heads, rows)


def _read_cases(on: date) -> Callable[[Sequence[Any]], list[Any]]:
    def read(keys: Sequence[Any]) -> list[Any]:
        found = Outlook.objects.select_related("case").in_bulk(keys)
        rows = [found[key] for key in keys if key in found]
        there = beside(rows, on)
        told = [values(row, there, on) for row in rows]
        return [
            [row.case.head_name, *(_plain(one[column.key]) for column in COLUMNS)]
            for row, one in zip(rows, told, strict=True)
        ]

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, Due):
        return str(value.words)
    return str(value.word) if isinstance(value, Tag) else value


def _ledger(making: Making, query: dict[str, Any]) -> Iterator[Sheet]:
    """台账: the bureau's own columns, order, titles and merged head; a sheet each for urban and rural."""
    programme = query["programme"]
    short, long = LEDGER_TITLES[programme]
    with walled(making.acting):
        keys = {area: on_register(making.acting, programme=programme, area=area) for area, _word in AREAS}
    making.rows = sum(map(len, keys.values()))
    on = making.export.on
    for area, word in AREAS:
        sums = Sums(before_total=heads_of(programme).index(LedgerColumn.TOTAL))
        rows = sums.over(making.chunks(keys[area], families))
        title = f"晋城市城区{word}{long}台账（{on.year}年{on.month}月）"
        yield Sheet(f"{word}{short}", title, making.mark, heads_of(programme), rows, _("单位：元、人、户"), sums.tail)


def _listed(making: Making, query: dict[str, Any]) -> Iterator[Sheet]:
    """Any other list: its columns in the order of the screen, numbers of people and accounts masked."""
    listed = LISTS[making.export.what]
    with walled(making.acting):
        keys = listed.keys(QueryDict(query["asked"]), making.acting)
    making.rows = len(keys)
    made = making.chunks(keys, lambda some: list(listed.read(some, making.acting)))
    rows = ([place, *row] for place, row in enumerate(made, 1))
    title = f"{listed.title}（{making.export.on.isoformat()}）"
    yield Sheet(listed.title, title, making.mark, (_("序号"), *listed.heads), rows)


@dataclass
class Sums:
    """The last lines of a ledger's sheet."""

    before_total: int
    families: int = 0
    people: int = 0
    guaranteed: int = 0
    total: Decimal = Decimal(0)

    def over(self, found: Iterator[Any]) -> Iterator[list[Any]]:
        """The lines of the families, counted and summed as they pass."""
        for family in found:
            self.families += 1
            self.people += len(family.members)
            self.guaranteed += family.award.members
            self.total += family.award.amount
            yield ledger_line(self.families, family)

    def tail(self) -> list[Sequence[Any]]:
        """合计, and who signs."""
        counted = ["合计", f"{self.families}户", None, self.people, self.guaranteed]
        blank = [None] * (self.before_total - len(counted))
        return [[*counted, *blank, self.total], LEDGER_SIGNED]


def _ahead(making: Making, query: dict[str, Any]) -> Iterator[Sheet]:
    """到龄到期名单: the rows of the screen in its order, with the sums on either side; nobody's number."""
    with walled(making.acting):
        rows = listed(QueryDict(query["asked"]), making.acting)[1]
        found = rows.rows
        names = heads(found)
    making.rows = len(found)
    chunks = making.chunks(found, lambda some: [(row, effect(row, making.export.on)) for row in some])
    told = (ahead_line(place, row, change, names) for place, (row, change) in enumerate(chunks, 1))
    title = _("到龄到期名单（%(first)s 至 %(last)s）") % {
        "first": rows.found.on.isoformat(), "last": rows.found.until.isoformat(),
    }  # fmt: skip
    yield Sheet(KINDS["ahead"], title, making.mark, AHEAD_HEADS, told, _("单位：元"), pinned=5)


SHEETS: dict[str, Callable[[Making, dict[str, Any]], Iterator[Sheet]]] = {
    "cases": _cases, "ahead": _ahead, "ledger": _ledger,
}  # fmt: skip


def title_of(what: str, query: dict[str, Any]) -> str:
    """What an export holds, in words, without anything typed."""
    programme = PROGRAMME_TITLES.get(query.get("programme", ""), "")
    return f"{KINDS[what]}{f'（{programme}）' if programme else ''}"
