"""台账导入（期初）: a workbook received, its rows taken in in chunks, asked rows decided, opened for payment by a second person."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, F, Sum, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from doudi.accounts.access import may, visible_to
from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.assessment import registry
from doudi.cases.steps import NotNow
from doudi.law.codes import AREAS
from doudi.law.working import money as law_money
from doudi.payments import sorting, taking
from doudi.payments.awards import award_facts, money, month_text, next_number
from doudi.payments.ledger import checking, guard, marking, reading
from doudi.payments.ledger.rows import Report
from doudi.payments.models import Award, LedgerImport, LedgerImportRow, MarkedWorkbook
from doudi.payments.standing import DISTRICT
from doudi.payments.taking import take
from doudi.vault.crypto import provider

PROGRAMME = "subsistence_allowance"
MARKED_AAD = b"payments_markedworkbook.sealed"
CHUNK = 200
State = LedgerImportRow.State


def import_ledger(path: Path, *, acting: Acting, on: date | None = None) -> LedgerImport:
    """导入台账: take in what can be taken, queue what a person must see, hand the rest back; cut short, it goes on.

    The same file again changes nothing and gives the same import. `on`: the day of the rules, the acting day by default.
    Errors: LedgerFileError (the file as a whole), NotNow (who may, and when).
    """
    ledger = receive(name=path.name, content=guard.admit_file(path).content, acting=acting, on=on)
    while advance(number=ledger.number, acting=acting):
        pass
    ledger.refresh_from_db()
    return ledger


@transaction.atomic
def receive(*, name: str, content: bytes, acting: Acting, on: date | None = None) -> LedgerImport:
    """收下工作簿: check every row and keep it with what is to become of it; nothing is taken in yet.

    Errors: LedgerFileError, NotNow.
    """
    if not may(acting, "ledger.import"):
        raise NotNow([_("由民政助理员（本镇）或数据管理员（全区）导入")])
    # One workbook after the other: which openings are taken in is read once and holds until the end.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(20231127)")
    sha256 = hashlib.sha256(content).hexdigest()
    scope = acting.division if not acting.post.is_district else DISTRICT
    if known := LedgerImport.objects.filter(sha256=sha256, town=scope).first():
        return known
    admitted = guard.admit(name, content)
    book = reading.read(admitted)
    day = on or acting.on
    towns = None if scope == DISTRICT else [scope]
    report = checking.check(book, standards=standards(book.month or day), on=day, towns=towns)
    ledger = LedgerImport(
        number=f"QC-{scope}-{day.year}-{next_number(f'QC-{scope}-{day.year}'):04d}", sha256=sha256, file_name=name[:120],
        month=report.month, programmes=[PROGRAMME], town=scope, taken_by=acting.login, taken_on=acting.on,
        state=LedgerImport.State.TAKING,
    )  # fmt: skip
    _keep(ledger, report, marking.mark(admitted, report), acting)
    return ledger


def _keep(ledger: LedgerImport, report: Report, marked: bytes, acting: Acting) -> None:
    rows = sorting.settle(sorting.drafts_of(ledger, report))
    states = [row.state for row in rows]
    ledger.towns = sorted({row.town for row in rows if row.village})
    ledger.take = states.count(LedgerImportRow.State.WAITING) + states.count(LedgerImportRow.State.SAME)
    ledger.ask, ledger.refuse = states.count(LedgerImportRow.State.ASKED), states.count(LedgerImportRow.State.REFUSED)
    ledger.save(force_insert=True)
    LedgerImportRow.objects.bulk_create(rows, batch_size=1000)
    sorting.open_months(ledger, rows)
    MarkedWorkbook.objects.create(ledger=ledger, town=ledger.town, sealed=provider().encrypt(marked, MARKED_AAD))
    _log(ledger, Verb.LEDGER_UPLOADED, acting, {
        "sha256": ledger.sha256, "month": month_text(ledger.month), "take": ledger.take, "ask": ledger.ask,
        "refuse": ledger.refuse, "towns": ledger.towns,
    })  # fmt: skip


def standards(month: date) -> Mapping[str, Decimal]:
    """Yuan a head a month by area, as in force on the first day of the ledger's month. Errors: KeyError when unset."""
    day = month.replace(day=1)
    return {
        area: Decimal(law_money(registry().in_force(day, DISTRICT, area).values["allowance_standard"].value))
        for area in AREAS
    }


@transaction.atomic
def advance(*, number: str, acting: Acting) -> bool:
    """Take in the next chunk of rows; whether there may be more to do. Errors: NotNow."""
    ledger = LedgerImport.objects.select_for_update().get(number=number)
    if ledger.state != LedgerImport.State.TAKING:
        return False
    if not may(acting, "ledger.import"):
        raise NotNow([_("由民政助理员（本镇）或数据管理员（全区）导入")])
    rows = list(LedgerImportRow.objects.filter(ledger=ledger, state=State.WAITING).order_by("pk")[:CHUNK])
    if not rows:
        LedgerImport.objects.filter(pk=ledger.pk).update(state=LedgerImport.State.TAKEN)
        return False
    if awards := take(ledger, taking.refuse_known_people(rows), acting):
        _log(ledger, Verb.AWARD_OPENED, acting, {"awards": [award_facts(award) for award in awards]})
    return True


@dataclass(frozen=True)
class Confirmed:
    """What a confirmation opened for payment, and how many awards wait for somebody else."""

    awards: int
    total: Decimal
    left: int


@transaction.atomic
def confirm_import(*, number: str, acting: Acting) -> Confirmed:
    """确认期初: a second person opens the pending awards of their area for payment; at once, or not at all.

    Rows that this person decided wait for another. Called again, it opens what has come since.
    Errors: NotNow (who may, not by whoever took it in, not while it is being taken in).
    """
    ledger = LedgerImport.objects.select_for_update().get(number=number)
    _refuse_confirming(ledger, acting)
    pending = visible_to(acting, Award.objects.filter(import_row__ledger=ledger, state=Award.State.PENDING))
    mine = pending.exclude(import_row__decided_by=acting.login)
    keys = list(mine.order_by("pk").values_list("pk", flat=True))
    total = mine.aggregate(total=Sum(F("base") + F("supplement")))["total"] or Decimal("0.00")
    owed_from = taking.owed_from(ledger)
    Award.objects.filter(pk__in=keys).update(
        state=Award.State.ACTIVE, owed_from=Greatest(F("since"), Value(owed_from, DateField()))
    )
    LedgerImportRow.objects.filter(award__in=keys).update(confirmed_by=acting.login, confirmed_on=acting.on)
    left = pending.count()
    if keys:
        _mark_confirmed(ledger, acting, whole=not left)
        _log(ledger, Verb.LEDGER_CONFIRMED, acting, {
            "take": len(keys), "total": money(total), "owed_from": month_text(owed_from), "awards": keys,
        })  # fmt: skip
    return Confirmed(len(keys), total, left)


def _refuse_confirming(ledger: LedgerImport, acting: Acting) -> None:
    found = []
    if not may(acting, "ledger.confirm"):
        found.append(_("由镇长（主任）或另一位数据管理员确认"))
    if acting.login == ledger.taken_by:
        found.append(_("您是导入人，须由另一人确认"))
    if ledger.state == LedgerImport.State.TAKING:
        found.append(_("还在导入，完成后再确认"))
    if found:
        raise NotNow(found)


def _mark_confirmed(ledger: LedgerImport, acting: Acting, *, whole: bool) -> None:
    """The import is confirmed as a whole when whoever oversees all of it leaves nothing pending."""
    oversees = acting.post.is_district or ledger.town == acting.division
    LedgerImport.objects.filter(pk=ledger.pk).update(
        confirmed_by=acting.login, confirmed_on=acting.on,
        state=LedgerImport.State.CONFIRMED if oversees and whole else ledger.state,
    )  # fmt: skip


@transaction.atomic
def decide_row(*, row: int, accept: bool, reason: str, acting: Acting) -> LedgerImportRow:
    """核定一行: take an asked row in as it stands, or not; `row` is its key.

    People who are on a programme in another family stay there and aren't taken in with this one.
    Errors: NotNow (who may, decided already, no reason, or the head is known elsewhere); LedgerImportRow.DoesNotExist.
    """
    found = LedgerImportRow.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=row)
    _refuse_deciding(found, reason, acting)
    decided = {"decided_by": acting.login, "decided_on": acting.on, "reason": reason.strip()}
    LedgerImportRow.objects.filter(pk=found.pk).update(**decided)
    facts: dict[str, Any] = {"sheet": found.sheet, "row": found.row, "key": found.pk, "accepted": accept}
    if accept:
        awards = take(found.ledger, [found], acting, left_out=taking.people_to_leave_out(found))
        _log(found.ledger, Verb.AWARD_OPENED, acting, {"awards": [award_facts(award) for award in awards]})
    else:
        LedgerImportRow.objects.filter(pk=found.pk).update(state=State.REJECTED)
    _log(found.ledger, Verb.LEDGER_ROW_DECIDED, acting, facts)
    found.refresh_from_db()
    return found


def _refuse_deciding(row: LedgerImportRow, reason: str, acting: Acting) -> None:
    found = []
    if not may(acting, "ledger.import") or not acting.covers(row.town, row.village):
        found.append(_("由本镇民政助理员或数据管理员核定"))
    if row.state != State.ASKED:
        found.append(_("这一行现为「{state}」，不用再核定").format(state=row.get_state_display()))
    if not reason.strip():
        found.append(_("还没写核定理由"))
    if found:
        raise NotNow(found)


def marked_workbook(*, number: str) -> tuple[str, bytes]:
    """Name and bytes of the workbook handed back: red cells and 错误原因. Errors: MarkedWorkbook.DoesNotExist."""
    kept = MarkedWorkbook.objects.select_related("ledger").get(ledger__number=number)
    return marking.marked_name(kept.ledger.file_name), provider().decrypt(bytes(kept.sealed), MARKED_AAD)


def _log(ledger: LedgerImport, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=f"import/{ledger.number}", actor=acting.actor, verb=verb, object_kind="ledger", object_key=ledger.number,
        facts=facts, at=acting.at, on=acting.on, town=ledger.town if len(ledger.town) == 9 else "",
    )  # fmt: skip
