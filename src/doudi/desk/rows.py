"""案件表: the columns of the list of cases and one page of its rows, for the screen and for the workbook alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.queries import names_by_place
from doudi.cases.lists import step_of
from doudi.cases.models import Case, Decision
from doudi.cases.outlook import Outlook
from doudi.cases.queries import days_left
from doudi.desk.casework import OWN_PAGES
from doudi.households.models import Household
from doudi.law.codes import AREAS, PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.law.procedures.registry import ENDED, edition
from doudi.ui.lists import Cell, Column, ListRow
from doudi.ui.parts import Due, Link, Tag
from doudi.vault.masks import mask_id

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


@dataclass(frozen=True)
class Family:
    """One family in a line: where it lives, its file, how many they are, the head's ID number masked."""

    area: str = ""
    file_number: str = ""
    members: int | None = None
    head: str = ""


NOBODY = Family()


@dataclass(frozen=True)
class Beside:
    """What stands beside the cases of one page: families, sums, who holds which post where."""

    families: Mapping[UUID, Family]
    amounts: Mapping[int, Decimal]
    holders: Mapping[tuple[str, str], Sequence[str]]


def beside(rows: Sequence[Outlook], on: date) -> Beside:
    """Read what stands beside a page of cases. Three statements, however many rows."""
    decided = Decision.objects.filter(case__in=[row.case_id for row in rows], outcome="grant").order_by("seq")
    return Beside(
        families=_families([row.case.household_id for row in rows]),
        amounts=dict(decided.values_list("case", "total")),
        holders=names_by_place({row.post for row in rows if row.post}, _divisions(rows), on),
    )


def _families(households: Sequence[UUID]) -> dict[UUID, Family]:
    """Families with their present members counted and their head beside them. One statement."""
    present = Q(members__until=None)
    found = Household.objects.filter(pk__in=households).annotate(
        counted=Count("members", filter=present),
        leader=FilteredRelation("members", condition=present & Q(members__relation="head")),
    )
    return {
        key: Family(AREAS[area], file_number or "", counted or None, mask_id(head) if head else "")
        for key, area, file_number, counted, head in found.values_list(
            "pk", "area", "file_number", "counted", "leader__id_number"
        )
    }


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
    family = there.families.get(case.household_id, NOBODY)
    kinds = [PROGRAMMES_SHORT.get(case.programme, case.programme), family.area]
    waits = row.opens_on is not None and row.opens_on > on
    return {
        "due": _due(row, on), "due_on": row.due_on, "state": _state(case, on, row),
        "step": (_t("等到%s") % f"{row.opens_on:%m-%d}" if waits else step.title) if step else "",
        "holder": "" if waits else holder_of(row, there.holders), "programme": " ".join(filter(None, kinds)),
        "town": divisions.get(case.town).name, "village": divisions.get(case.village).short_name,
        "members": family.members, "amount": there.amounts.get(case.pk),
        "registered_on": case.registered_on, "accepted_on": case.accepted_on, "number": case.number,
        "file_number": family.file_number, "id_masked": family.head,
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
    """One page of the list in the parts of the screen. Three statements."""
    there = beside(found, on)
    return [_list_row(row, values(row, there, on), columns, first + at, post) for at, row in enumerate(found)]


def _list_row(row: Outlook, told: Mapping[str, Any], columns: Sequence[Column], place: int, post: Post) -> ListRow:
    case = row.case
    page = reverse("desk:case", args=[case.number])
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
    return [Link(_("办理"), reverse(route, args=[row.case.number]) if route else page), *acts]
