"""标准与参数 as a workbook: a row for each value that holds in a place on a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.desk.parameter_sheet import Item
from doudi.desk.workbooks import Sheet, Workbook
from doudi.ui.parts import Tag

HEADS = ("类别", "参数", "代码", "城乡", "值", "自", "范围", "文号", "条款", "录入、确认", "说明")


def workbook(
    groups: Iterable[tuple[str, Sequence[Item]]], *, place: str, on: date, acting: Acting
) -> bytes:  # fmt: skip
    """The sheet's bytes, with who took it and when under the title."""
    book, at = Workbook(), localtime(acting.at)
    title = _("%(place)s标准与参数（%(day)s）") % {"place": place, "day": on.isoformat()}
    mark = _("导出人：%(name)s　%(at)s") % {"name": acting.name, "at": f"{at:%Y-%m-%d %H:%M}"}
    book.write(Sheet(_("标准与参数"), title, mark, HEADS, _rows(groups)))
    return book.content()


def _rows(groups: Iterable[tuple[str, Sequence[Item]]]) -> Iterator[list[str]]:
    for group, items in groups:
        for item in items:
            for line in item.lines:
                yield [
                    group, item.title, item.name, line.area or _("城乡一样"), line.value or _word(line.tag),
                    line.since.isoformat() if line.since else "", line.scope, line.source or _word(line.mark),
                    line.clause, line.people, line.note,
                ]  # fmt: skip


def _word(tag: Tag | None) -> str:
    return str(tag.word) if tag else ""
