"""Turning rows of the ledger into families with pending awards, a chunk at a time."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.cases.steps import NotNow
from doudi.households.batches import open_many
from doudi.households.models import Household, Member
from doudi.households.queries import registered_elsewhere
from doudi.payments.awards import person_row, raise_counter
from doudi.payments.models import Award, AwardPerson, LedgerImport, LedgerImportRow, Run
from doudi.payments.opening import household_entry, reseal, unseal
from doudi.payments.sorting import ELSEWHERE
from doudi.vault.index import blind_index

State = LedgerImportRow.State
CERTIFICATE = re.compile(r"([A-Z]\d{6})(\d{6})", re.ASCII)


def take(
    ledger: LedgerImport, rows: Sequence[LedgerImportRow], acting: Acting, *, left_out: Collection[str] = ()
) -> list[Award]:
    """Families, members, accounts and pending awards for these rows. About twenty statements, however many rows.

    `left_out`: ID numbers of people who stay out. The caller holds the rows and writes the log entry.
    """
    if not rows:
        return []
    contents = [unseal(row)["row"] for row in rows]
    entries = [household_entry(content, left_out) for content in contents]
    households = open_many(entries=entries, programme=rows[0].programme, acting=acting)
    awards = Award.objects.bulk_create(
        _award(ledger, row, content, household, len(entry.members))
        for row, content, household, entry in zip(rows, contents, households, entries, strict=True)
    )
    _put_people(awards, households)
    for row, household in zip(rows, households, strict=True):
        row.household, row.state = household, State.TAKEN
    LedgerImportRow.objects.bulk_update(rows, ["household", "state"])
    _raise_certificates([award.certificate_number for award in awards])
    return awards


def _award(
    ledger: LedgerImport, row: LedgerImportRow, content: dict[str, Any], household: Household, people: int
) -> Award:
    start = content["start"]
    return Award(
        household=household, programme=row.programme, area=household.area, town=household.town,
        village=household.village, members=content["guaranteed"] or people, base=Decimal(content["base"]),
        supplement=Decimal(content["supplement"]), since=date.fromisoformat(f"{start}-01") if start else ledger.month,
        state=Award.State.PENDING, hold=Award.Hold.NONE, basis=Award.Basis.OPENING, import_row=row,
        certificate_number=content["certificate"][:32],
    )  # fmt: skip


def _put_people(awards: Sequence[Award], households: Sequence[Household]) -> None:
    people = defaultdict(list)
    for member in Member.objects.filter(household__in=households).defer("id_number"):
        people[member.household_id].append(member)
    AwardPerson.objects.bulk_create(
        person_row(award, member) for award in awards for member in people[award.household_id]
    )


def _raise_certificates(numbers: Sequence[str]) -> None:
    highest: dict[str, int] = {}
    for number in numbers:
        if found := CERTIFICATE.fullmatch(number):
            highest[found[1]] = max(highest.get(found[1], 0), int(found[2]))
    for scope in sorted(highest):
        raise_counter(scope, highest[scope])


def refuse_known_people(rows: Sequence[LedgerImportRow]) -> list[LedgerImportRow]:
    """The rows that can be taken in; one with somebody who came onto a programme since the check asks from now on."""
    contents = [unseal(row) for row in rows]
    people = [_indexes_of(each) for each in contents]
    known = {row.id_index for row in registered_elsewhere([index for each in people for index in each])}
    free = []
    for row, content, indexes in zip(rows, contents, people, strict=True):
        if known.intersection(indexes):
            _ask(row, content)
        else:
            free.append(row)
    return free


def _indexes_of(content: dict[str, Any]) -> list[bytes]:
    return [blind_index("id", member["id_number"]) for member in content["row"]["members"]]


def _ask(row: LedgerImportRow, content: dict[str, Any]) -> None:
    content["problems"].append(vars(ELSEWHERE))
    LedgerImportRow.objects.filter(pk=row.pk).update(
        state=State.ASKED, payload=reseal(content),
        problems=[*row.problems, {"column": ELSEWHERE.column, "code": ELSEWHERE.code}],
    )  # fmt: skip


def people_to_leave_out(row: LedgerImportRow) -> list[str]:
    """ID numbers of a row's people who are on a programme in another family.

    Errors: NotNow when that is the head, when this family's opening is taken in already, or when it pays nothing.
    """
    content = unseal(row)["row"]
    if LedgerImportRow.objects.filter(head_index=row.head_index, state=State.TAKEN).exclude(pk=row.pk).exists():
        raise NotNow([_("这一户的期初已经导入；金额、成员有变动的，请走变更手续，这一行不予导入")])
    numbers = [member["id_number"] for member in content["members"]]
    indexes = {blind_index("id", number): number for number in numbers}
    found = [indexes[row.id_index] for row in registered_elsewhere(list(indexes))]
    if numbers[0] in found:
        raise NotNow([_("户主已在另一户办理或享受救助，不能再建一户")])
    if not Decimal(content["base"]) + Decimal(content["supplement"]):
        raise NotNow([_("月发放合计是 0 元，没有可发的待遇，不能导入")])
    return found


def owed_from(ledger: LedgerImport) -> date:
    """The first month that we owe of an opening balance: the ledger's, or the one after the last run approved here."""
    done = Run.objects.filter(
        kind=Run.Kind.MONTHLY, programme__in=ledger.programmes, state__in=["approved", "exported"]
    ).order_by("-month")
    last = done.values_list("month", flat=True).first()
    if last is None or last < ledger.month:
        return ledger.month
    return date(last.year + last.month // 12, last.month % 12 + 1, 1)
