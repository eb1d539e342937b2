"""案件表: the columns of the list of cases and one page of its rows, for the screen and for the workbook alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.queries import names_by_place
from doudi.cases.lines import CaseLine, lines_of
from doudi.cases.lists import step_of
from doudi.cases.models import Case
from doudi.cases.outlook import Outlook
from doudi.cases.queries import days_left
from doudi.desk.addresses import address_of
from doudi.desk.casework import OWN_PAGES
from doudi.law.codes import PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.law.procedures.registry import ENDED, edition
from doudi.ui.lists import Cell, Column, ListRow
from doudi.ui.parts import Due, Link, Tag

COLUMNS = (
    Column("due", _("最近期限"), "due", always=True, sort="due"),
    Column("due_on", _("到期日"), "day"),
    Column("state", _("状态"), "tag"),
    Column("step", _("当前环节")),
    Column("holder", _("在谁手里")),
    Column("programme", _("事项与类别")),
    Column("town", _("镇（街道）")),
    Column("village", _("村（社区）")),
    Column("members", _("人数"), "num"),
    Column("amount", _("月保障金额（元）"), "money"),
    Column("registered_on", _("登记日"), "day"),
    Column("accepted_on", _("受理日"), "day", sort="accepted"),
    Column("number", _("案号"), "code", sort="number"),
    Column("file_number", _("档案号"), "code"),
    Column("id_masked", _("户主证件号"), "code"),
)

# Where a cell leads to, on the case's own page.
LEADS = {"amount": "?how=1#how"}


def columns_for(post: Post) -> tuple[Column, ...]:
    """The columns that say something to a post: the town only where there are several."""
    return COLUMNS if post.is_district else tuple(column for column in COLUMNS if column.key != "town")


NOBODY = CaseLine()


@dataclass(frozen=True)
class Beside:
    """What stands beside the cases of one page: a line of each, and who holds which post where."""

    lines: Mapping[int, CaseLine]
    holders: Mapping[tuple[str, str], Sequence[str]]


def beside(rows: Sequence[Outlook], on: date) -> Beside:
    """Read what stands beside a page of cases. Two statements, however many rows."""
    posts = {row.post for row in rows if row.post}
    return Beside(lines_of([row.case_id for row in rows]), names_by_place(posts, _divisions(rows), on))


def _divisions(rows: Iterable[Outlook]) -> set[str]:
    return {code for row in rows for code in (row.town, row.village, row.town[:6])}


def holder_of(row: Outlook, holders: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """Who holds a case now: the person's name where one or two hold the post, else the post."""
    if not row.post:
        return ""
    post = Post(row.post)
    place = row.village if post.is_village else row.town[:6] if post.is_district else row.town
    names = holders.get((row.post, place), ())
    return "、".join(names) if 0 < len(names) <= 2 else post.title


def values(row: Outlook, there: Beside, on: date) -> dict[str, Any]:
    """One case by the keys of `COLUMNS`, as plain values."""
    case, divisions, step = row.case, tree(), step_of(row)
    line = there.lines.get(case.pk, NOBODY)
    kinds = [PROGRAMMES_SHORT.get(case.programme, case.programme), line.area]
    waits = row.opens_on is not None and row.opens_on > on
    return {
        "due": _due(row, on), "due_on": row.due_on, "state": _state(case, on, row),
        "step": (_t("等到%s") % f"{row.opens_on:%m-%d}" if waits else step.title) if step else "",
        "holder": "" if waits else holder_of(row, there.holders), "programme": " ".join(filter(None, kinds)),
        "town": divisions.get(case.town).name, "village": divisions.get(case.village).short_name,
        "members": line.members, "amount": line.amount,
        "registered_on": case.registered_on, "accepted_on": case.accepted_on, "number": case.number,
        "file_number": line.file_number, "id_masked": line.head,
    }  # fmt: skip


def _due(row: Outlook, on: date) -> Due | str:
    if row.due_on:
        return Due(days_left(row.due_on, on), row.due_on, row.provisional)
    return _t("办结") if row.case.state in ENDED and not row.step else "—"


def _state(case: Case, on: date, row: Outlook) -> Tag:
    """The state as an adjective: late and near before all else, over and done in grey."""
    state = edition(case.edition).state(case.state)
    if row.due_on and (left := days_left(row.due_on, on)) <= 2:
        return Tag(state.title, "late" if left < 0 else "soon")
    if state.ends:
        return Tag(state.title, "settled")
    return Tag(state.title, "waiting" if case.state in ("deficient", "publicity") else "mine")


def list_rows(
    found: Sequence[Outlook], columns: Sequence[Column], *, first: int, on: date, post: Post
) -> list[ListRow]:
    """One page of the list in the parts of the screen. Two statements."""
    there = beside(found, on)
    return [_list_row(row, values(row, there, on), columns, first + at, post) for at, row in enumerate(found)]


def _list_row(row: Outlook, told: Mapping[str, Any], columns: Sequence[Column], place: int, post: Post) -> ListRow:
    case = row.case
    page = address_of("desk:case", case.number)
    cells = [
        Cell(column.kind, told[column.key], LEADS.get(column.key, "") and page + LEADS[column.key])
        for column in columns
    ]
    return ListRow(case.number, place, case.head_name, page, cells, _acts(row, page, post))


def _acts(row: Outlook, page: str, post: Post) -> list[Link]:
    step = step_of(row)
    acts = [Link(_("经过"), f"{page}#story")]
    if step is None or post not in step.by:
        return [Link(_("查看"), page), *acts]
    route = OWN_PAGES.get(step.code)
    return [Link(_("办理"), address_of(route, row.case.number) if route else page), *acts]
