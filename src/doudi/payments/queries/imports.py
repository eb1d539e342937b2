"""Reads about ledger imports: the list, one import, its rows with problems and with what differs from before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.law.divisions import tree
from doudi.payments.models import Award, LedgerImport, LedgerImportRow, MarkedWorkbook
from doudi.payments.opening import Content, Said, differences, unseal
from doudi.vault.masks import mask_id

State = LedgerImportRow.State


@dataclass(frozen=True)
class ImportView:
    """One import in a list."""

    number: str
    file_name: str
    month: date
    state: str
    state_title: str
    take: int
    ask: int
    refuse: int
    taken_by: str
    taken_on: date
    confirmed_by: str
    confirmed_on: date | None


def imports(acting: Acting) -> list[ImportView]:
    """The imports of a person's area, newest first: all for the bureau, else those that touch the town. One statement."""
    rows = LedgerImport.objects.order_by("-pk")
    if not acting.post.is_district:
        rows = rows.filter(Q(town=acting.division[:9]) | Q(towns__contains=[acting.division[:9]]))
    return [_import_view(row) for row in rows]


def _import_view(row: LedgerImport) -> ImportView:
    return ImportView(
        row.number, row.file_name, row.month, row.state, str(row.get_state_display()), row.take, row.ask, row.refuse,
        row.taken_by, row.taken_on, row.confirmed_by, row.confirmed_on,
    )  # fmt: skip


@dataclass(frozen=True)
class ImportPage:
    """One import: its counts within the person's area, and what waits for a confirmation."""

    head: ImportView
    counts: dict[str, int]
    pending_awards: int
    pending_total: Decimal
    pending_own: int
    has_marked_workbook: bool


def import_page(*, number: str, acting: Acting) -> ImportPage:
    """One import for its page. Four statements. Errors: LedgerImport.DoesNotExist, also for one of another town."""
    head = next((view for view in imports(acting) if view.number == number), None)
    if head is None:
        raise LedgerImport.DoesNotExist(number)
    rows = visible_to(acting, LedgerImportRow.objects.filter(ledger__number=number))
    states = {each["state"]: each["n"] for each in rows.values("state").annotate(n=Count("pk")).order_by()}
    pending = visible_to(acting, Award.objects.filter(import_row__ledger__number=number, state=Award.State.PENDING))
    sums = pending.aggregate(
        n=Count("pk"), total=Sum(F("base") + F("supplement")),
        own=Count("pk", filter=Q(import_row__decided_by=acting.login)),
    )  # fmt: skip
    return ImportPage(
        head=head,
        counts={state.value: states.get(state.value, 0) for state in State},
        pending_awards=sums["n"],
        pending_total=sums["total"] or Decimal("0.00"),
        pending_own=sums["own"],
        has_marked_workbook=MarkedWorkbook.objects.filter(ledger__number=number).exists(),
    )


@dataclass(frozen=True)
class CellDiff:
    """One column of a row that differs from what was taken in before."""

    column: str
    before: str
    now: str


@dataclass(frozen=True)
class ImportRowView:
    """One row for the screen, the ID number masked."""

    key: int
    sheet: str
    row: int
    state: str
    state_title: str
    head_name: str
    id_masked: str
    place: str
    members: int
    total: Decimal
    problems: tuple[Said, ...]
    changes: tuple[CellDiff, ...]
    decided_by: str
    reason: str
    household: UUID | None


def import_rows(
    *, number: str, acting: Acting, states: Sequence[str] = (State.ASKED,), page: int = 1, size: int = 50
) -> tuple[list[ImportRowView], int]:
    """One page of an import's rows in these states within the person's area, and how many there are. Three statements."""
    rows = visible_to(acting, LedgerImportRow.objects.filter(ledger__number=number, state__in=list(states)))
    chosen = list(rows.order_by("pk")[(page - 1) * size : page * size])
    before = _taken_before(chosen)
    return [_row_view(row, before.get(bytes(row.head_index or b""))) for row in chosen], rows.count()


def _taken_before(rows: Sequence[LedgerImportRow]) -> dict[bytes, LedgerImportRow]:
    heads = [row.head_index for row in rows if row.head_index]
    taken = LedgerImportRow.objects.filter(head_index__in=heads, state=State.TAKEN)
    kept = taken.exclude(pk__in=[row.pk for row in rows]).order_by("pk")
    return {bytes(row.head_index or b""): row for row in kept}


def _row_view(row: LedgerImportRow, before: LedgerImportRow | None) -> ImportRowView:
    content = unseal(row)
    said, now = tuple(Said(**problem) for problem in content["problems"]), content["row"]
    changes = differences(unseal(before)["row"], now) if before and now else []
    return ImportRowView(
        key=row.pk, sheet=row.sheet, row=row.row, state=row.state, state_title=str(row.get_state_display()),
        head_name=now["members"][0]["name"] if now else "", id_masked=_masked(now), place=_place(row),
        members=len(now["members"]) if now else 0,
        total=Decimal(now["base"]) + Decimal(now["supplement"]) if now else Decimal("0.00"), problems=said,
        changes=tuple(CellDiff(*each) for each in changes), decided_by=row.decided_by, reason=row.reason,
        household=row.household_id,
    )  # fmt: skip


def _masked(content: Content | None) -> str:
    return mask_id(content["members"][0]["id_number"]) if content else ""


def _place(row: LedgerImportRow) -> str:
    if not row.village:
        return ""
    divisions = tree()
    return f"{divisions.get(row.town).name}{divisions.get(row.village).name}"
