"""Writes about those who owe support while a case is open: added, corrected, taken off, found, adopted (43号 第八、十条)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.actions.handling import brought, clear
from doudi.cases.actions.registering import ALLOWANCE
from doudi.cases.models import Case
from doudi.cases.steps import NotNow, claim, log, refuse_stale
from doudi.households.codes import Sort, Source
from doudi.households.entries import ItemEntry, ObligorEntry
from doudi.households.models import Obligor
from doudi.households.obligors import adopt_of_obligor, end_obligor, put_obligor
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, kind_compared
from doudi.law.papers import PaperKind
from doudi.verification.comparison import Row, declared_of
from doudi.verification.correcting import SURVEYING, refuse, tell_what_waits
from doudi.verification.models import Adoption, ObligorFinding

Sums = dict[tuple[str, str], tuple[int, Decimal]]  # (sort, kind) → how many amounts, and their sum


@dataclass(frozen=True)
class FoundOfObligor:
    """One amount that a report or a visit found of somebody who owes support."""

    obligor: UUID
    item: ItemEntry


@transaction.atomic
def correct_obligor(*, case: Case, version: int, entry: ObligorEntry, acting: Acting) -> Obligor:
    """增加、更正义务人: before the opinion, one person who owes support; what was adopted of a figure that is now declared
    differently has to be adopted anew. A check report that was asked for under another ID number of theirs, or for 特困
    without the person, holds no longer.

    Errors: NotNow under review, or for an own or a relative's case; households' WrongEntry; Stale.
    """
    refuse_stale(case, version)
    refuse(case, acting, entry.id_number)
    claim(case, version)
    was, before = _index_of(case, entry.key), _declared(case, entry.key)
    row = put_obligor(household=case.household, entry=entry, acting=acting, case_number=case.number)
    _adopt_anew(case, row, before, acting)
    looks_anew = case.state == SURVEYING and _asks_anew(case, row, was, is_new=entry.key is None)
    if looks_anew:
        clear(case, [PaperKind.CHECK_REPORT])
    tell_what_waits(case)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "更正义务人" if entry.key else "增加义务人", "obligor": str(row.pk), "check_anew": looks_anew,
        **brought(case, acting),
    })  # fmt: skip
    return row


def _index_of(case: Case, key: UUID | None) -> bytes | None:
    """The blind index of the ID number that an obligor is registered under; None without a number."""
    found = Obligor.objects.filter(household=case.household_id, pk=key).first() if key else None
    return bytes(found.id_index) if found and found.id_index else None


def _asks_anew(case: Case, row: Obligor, was: bytes | None, *, is_new: bool) -> bool:
    """Whether the check asked about another number, or not about somebody of whom it must (特困: 43号 第十条)."""
    now = bytes(row.id_index) if row.id_index else None
    if was is not None:
        return now != was
    is_asked = case.programme != ALLOWANCE and case.applicant_id in row.of
    return is_asked and (is_new or now is not None)


@transaction.atomic
def strike_obligor(*, case: Case, version: int, obligor: Obligor, cause: str, acting: Acting) -> Obligor:
    """撤下义务人: before the opinion; papers that the person signed stay on file. Errors: as `correct_obligor`."""
    refuse_stale(case, version)
    refuse(case, acting)
    claim(case, version)
    row = end_obligor(obligor=obligor, cause=cause, acting=acting, case_number=case.number)
    tell_what_waits(case)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "撤下义务人", "obligor": str(row.pk), "cause": cause, **brought(case, acting),
    })  # fmt: skip
    return row


def _declared(case: Case, key: UUID | None) -> Sums:
    owing = Obligor.objects.filter(household=case.household_id).prefetch_related("assets")
    return next((_sums(row) for row in owing if row.pk == key), {})


def _sums(row: Obligor) -> Sums:
    found: Sums = {}
    for entry in declared_of(row):
        kind = HOUSEHOLD_INCOME if entry.sort == Sort.INCOME else kind_compared(entry.kind)
        count, amount = found.get((entry.sort, kind), (0, Decimal(0)))
        found[entry.sort, kind] = (count + 1, amount + entry.amount)
    return found


def _adopt_anew(case: Case, row: Obligor, before: Sums, acting: Acting) -> None:
    """What was chosen against an older word of the family holds no longer."""
    now = _sums(Obligor.objects.prefetch_related("assets").get(pk=row.pk))
    taken = Adoption.objects.filter(case=case, obligor=row, is_current=True)
    for adopted in taken:
        slot = (adopted.sort, adopted.kind)
        if before.get(slot) != now.get(slot):
            Adoption.objects.filter(pk=adopted.pk).update(is_current=False)
            adopt_of_obligor(
                obligor=row, kind=adopted.kind, source=Source.DECLARED, amounts=[], acting=acting,
                case_number=case.number,
            )  # fmt: skip


def adopt_figure(case: Case, row: Row, adopted: Adoption, acting: Acting) -> None:
    """Let the adopted figure of an obligor stand."""
    obligor = Obligor.objects.select_related("household").get(household=case.household_id, pk=str(row.slot[0]))
    adopt_of_obligor(
        obligor=obligor, kind=row.slot[2], source=adopted.source, acting=acting, case_number=case.number,
        amounts=row.standing(adopted.source, adopted.amount, adopted.details),
    )  # fmt: skip


def replace_findings(case: Case, source: Source, found: Iterable[FoundOfObligor]) -> None:
    """All that one source found of a case's obligors, as it now is. Errors: NotNow for somebody who isn't one."""
    found, owing = list(found), set(Obligor.objects.filter(household=case.household_id).values_list("pk", flat=True))
    if any(each.obligor not in owing for each in found):
        raise NotNow([_("有一位已不在义务人名单上，请对照后重填")])
    ObligorFinding.objects.filter(case=case, source=source).delete()
    ObligorFinding.objects.bulk_create(
        ObligorFinding(
            case=case, town=case.town, village=case.village, obligor_id=each.obligor, sort=each.item.sort,
            kind=each.item.kind, amount=each.item.amount, per=each.item.per, details=dict(each.item.details),
            source=source,
        )
        for each in found
    )  # fmt: skip


def facts_found(found: Sequence[FoundOfObligor]) -> list[list[str]]:
    """What the log keeps of findings of obligors."""
    return [
        [str(each.obligor), each.item.sort, each.item.kind, f"{each.item.amount:.2f}", each.item.per, *each.item.said()]
        for each in found
    ]
