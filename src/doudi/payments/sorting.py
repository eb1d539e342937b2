"""What is to become of each row of a workbook: taken in, shown to a person, handed back, or known already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from doudi.households.queries import registered_elsewhere
from doudi.payments.ledger.codes import Outcome
from doudi.payments.ledger.rows import LedgerRow, Report, RowReport
from doudi.payments.models import LedgerImport, LedgerImportRow, OpeningMonth
from doudi.payments.opening import Said, digest, seal
from doudi.vault.index import blind_index

State = LedgerImportRow.State
PROGRAMME = "subsistence_allowance"
STATES = {Outcome.TAKE: State.WAITING, Outcome.ASK: State.ASKED, Outcome.REFUSE: State.REFUSED}
CHANGED = Said("户主身份证号", "opening_changed", "这一户的期初已经导入，这次的内容不同，请看差异")
LATE = Said("户主身份证号", "opening_late", "本镇（街道）这一类的期初已经导入，这一户不在其中，请核定")
ELSEWHERE = Said("家庭成员身份证号", "registered_elsewhere", "家庭成员中有人已在另一户办理或享受救助")


@dataclass
class Draft:
    """One row on its way: what the check said, and what else was found here."""

    report: RowReport
    row: LedgerImportRow
    extra: list[Said] = field(default_factory=list)

    def ask(self, said: Said) -> None:
        """A person has to look at this row."""
        self.row.state = State.ASKED
        self.extra.append(said)

    @property
    def opening(self) -> tuple[str, str]:
        """Urban or rural, and town: what is opened once."""
        return self.row.area, self.row.town


def drafts_of(ledger: LedgerImport, report: Report) -> list[Draft]:
    """One draft for each row of the check; a refused row without a place lies with the importer's area."""
    return [
        Draft(row, _row(ledger, sheet.name, sheet.area, row.row, row.outcome, row.ledger))
        for sheet in report.sheets
        for row in sheet.rows
    ]


def _row(
    ledger: LedgerImport, sheet: str, area: str, row: int, outcome: Outcome, kept: LedgerRow | None
) -> LedgerImportRow:
    return LedgerImportRow(
        ledger=ledger, sheet=sheet, row=row, programme=PROGRAMME, area=area, outcome=outcome.value,
        state=STATES[outcome], town=kept.town if kept else ledger.town, village=kept.village if kept else "",
        digest=digest(kept) if kept else b"", head_index=blind_index("id", kept.head.id_number) if kept else None,
    )  # fmt: skip


def settle(drafts: Sequence[Draft]) -> list[LedgerImportRow]:
    """The rows with their last state and sealed content. Three statements, whatever their number."""
    _compare_with_openings([draft for draft in drafts if draft.report.ledger])
    _ask_about_people([draft for draft in drafts if draft.row.state == State.WAITING])
    for draft in drafts:
        problems = [*(problem.as_dict() for problem in draft.report.problems), *(vars(said) for said in draft.extra)]
        draft.row.problems = [{"column": each["column"], "code": each["code"]} for each in problems]
        draft.row.payload = seal(draft.report, draft.extra)
    return [draft.row for draft in drafts]


def _compare_with_openings(drafts: Sequence[Draft]) -> None:
    """Where an opening month was taken in, the same row again is nothing new, and any other only asks."""
    opened = set(OpeningMonth.objects.filter(programme=PROGRAMME).values_list("area", "town"))
    late = [draft for draft in drafts if draft.opening in opened]
    before = _taken_before(late)
    for draft in late:
        known = before.get(_head_of(draft.row))
        if known and bytes(known.digest) == draft.row.digest:
            draft.row.state, draft.row.household_id = State.SAME, known.household_id
        else:
            draft.ask(CHANGED if known else LATE)


def _taken_before(drafts: Sequence[Draft]) -> dict[bytes, LedgerImportRow]:
    """The last row taken in before of each of these rows' heads of families."""
    heads = [draft.row.head_index for draft in drafts]
    rows = LedgerImportRow.objects.filter(head_index__in=heads, state=State.TAKEN).defer("payload")
    return {_head_of(row): row for row in rows.order_by("pk")}


def _head_of(row: LedgerImportRow) -> bytes:
    return bytes(row.head_index or b"")


def _ask_about_people(drafts: Sequence[Draft]) -> None:
    """One person is on one programme in one family: a row with somebody who is known elsewhere asks."""
    people = [indexes_of(draft.report.ledger) if draft.report.ledger else [] for draft in drafts]
    found = {row.id_index for row in registered_elsewhere([index for each in people for index in each])}
    for draft, indexes in zip(drafts, people, strict=True):
        if found.intersection(indexes):
            draft.ask(ELSEWHERE)


def indexes_of(row: LedgerRow) -> list[bytes]:
    """The blind indexes of a row's people."""
    return [blind_index("id", member.id_number) for member in row.members]


def open_months(ledger: LedgerImport, rows: Iterable[LedgerImportRow]) -> None:
    """Note which openings this import takes in; from now on other files for them only ask."""
    opened = {(row.area, row.town) for row in rows if row.state == State.WAITING}
    OpeningMonth.objects.bulk_create(
        OpeningMonth(programme=PROGRAMME, area=area, town=town, month=ledger.month, ledger=ledger)
        for area, town in sorted(opened)
    )
