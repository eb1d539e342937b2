"""Reads about awards at the desk: the list of an area, one award with its months, why it is held."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.cases.models import Decision, StepTaken
from doudi.households.models import Member, PaymentAccount
from doudi.households.search import households_named
from doudi.law.divisions import tree
from doudi.law.procedures.payroll import TITLES
from doudi.payments.models import Award, AwardHold, AwardPerson, RunLine
from doudi.vault.masks import mask_account, mask_id


@dataclass(frozen=True)
class AwardQuery:
    """What the list is asked for; empty means all."""

    words: str = ""
    programme: str = ""
    state: str = ""
    village: str = ""
    hold: str = ""


@dataclass(frozen=True)
class AwardRow:
    """One award in a list; sums in yuan a month, `until` the first month that is no longer paid."""

    key: int
    name: str
    file_number: str
    certificate: str
    place: str
    programme: str
    area: str
    members: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    amount: Decimal
    since: date
    until: date | None
    state: str
    state_title: str
    hold_title: str


def awards_for(acting: Acting, wanted: AwardQuery) -> QuerySet[Award]:
    """The awards of the person's area that the query finds, by village. Words: name, file, ID or certificate."""
    found: QuerySet[Award] = visible_to(acting, Award.objects.all())
    for name in ("programme", "state", "village", "hold"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if words := wanted.words.strip():
        by_number = found.filter(certificate_number=words.upper())
        found = by_number if by_number.exists() else found.filter(household__in=households_named(words))
    return found.order_by("village", "household__file_number", "pk")


def award_rows(found: QuerySet[Award]) -> list[AwardRow]:
    """Rows for these awards. Two statements."""
    awards = list(found.select_related("household"))
    heads = _heads([award.household_id for award in awards])
    return [_row(award, heads.get(award.household_id)) for award in awards]


def _heads(households: list[UUID]) -> dict[UUID, Member]:
    heads = Member.objects.filter(household__in=households, relation="head", until=None)
    return {head.household_id: head for head in heads}


def _row(award: Award, head: Member | None) -> AwardRow:
    divisions = tree()
    return AwardRow(
        key=award.pk, name=head.name if head else "", file_number=award.household.file_number or "",
        certificate=award.certificate_number,
        place=f"{divisions.get(award.town).name}{divisions.get(award.village).name}",
        programme=TITLES[award.programme], area={"urban": "城市", "rural": "农村"}.get(award.area, award.area),
        members=award.members, base=award.base, supplement=award.supplement, care=award.care, amount=award.amount,
        since=award.since, until=award.until, state=award.state, state_title=str(award.get_state_display()),
        hold_title=str(award.get_hold_display()) if award.hold else "",
    )  # fmt: skip


@dataclass(frozen=True)
class MonthPaid:
    """One payment of an award: the month it is owed for, its run, what the bank said."""

    month: date
    run: str
    kind: str
    amount: Decimal
    result: str
    reason: str
    on: date | None


@dataclass(frozen=True)
class HoldView:
    """One hold of an award, with who held it, who asked to let it go on, who agreed."""

    key: int
    cause: str
    since: date
    reason: str
    held: tuple[str, date]
    asked: tuple[str, date] | None
    asked_reason: str
    released: tuple[str, date] | None


@dataclass(frozen=True)
class AwardPage:
    """Everything of one award's page, numbers masked."""

    row: AwardRow
    town: str
    village: str
    household: UUID
    basis: str
    case_number: str
    import_number: str
    id_masked: str
    bank: str
    account: str
    owner: str
    people: tuple[str, ...]
    months: tuple[MonthPaid, ...]
    holds: tuple[HoldView, ...]

    @property
    def hold(self) -> HoldView | None:
        """The hold that is open now."""
        return next((hold for hold in self.holds if hold.released is None), None)


def award_page(award: Award) -> AwardPage:
    """One award with its people, months and holds. Six statements."""
    head = _heads([award.household_id]).get(award.household_id)
    account = PaymentAccount.objects.filter(household=award.household_id, until=None).first()
    bank, number, owner = (account.bank, mask_account(account.number), account.owner_name) if account else ("", "", "")
    people = award.people.select_related("member").order_by("member__position")
    return AwardPage(
        row=_row(award, head), town=award.town, village=award.village, household=award.household_id,
        basis=str(award.get_basis_display()), case_number=award.case_number or "",
        import_number=award.import_row.ledger.number if award.import_row else "",
        id_masked=mask_id(head.id_number) if head else "", bank=bank, account=number, owner=owner,
        people=tuple(each.member.name for each in people), months=tuple(_months(award)),
        holds=tuple(_hold(each) for each in award.holds.order_by("-pk")),
    )  # fmt: skip


def award_for(acting: Acting, key: int) -> Award | None:
    """The award of that key in the person's area; None outside it. One statement."""
    rows = visible_to(acting, Award.objects.select_related("household", "import_row__ledger"))
    found: Award | None = rows.filter(pk=key).first() if key < 2**63 else None
    return found


def awards_of_people(id_indexes: Collection[bytes]) -> dict[bytes, Award]:
    """The open awards, in the areas of the transaction, that these people are on, by blind index. One statement."""
    rows = AwardPerson.objects.filter(active=True, id_index__in=list(id_indexes)).select_related("award")
    return {bytes(row.id_index): row.award for row in rows}


def decision_of(award: Award) -> Decision | None:
    """The grant whose delivery opened an award; None for an opening balance. Two statements."""
    if award.step_key is None:
        return None
    delivered = StepTaken.objects.filter(pk=award.step_key).values("case", "seq").first()
    if delivered is None:
        return None
    grants = Decision.objects.filter(case=delivered["case"], outcome="grant", seq__lte=delivered["seq"])
    return grants.order_by("-seq").first()


def _months(award: Award) -> list[MonthPaid]:
    rows = (
        RunLine.objects.filter(award=award)
        .values("month", "run__number", "run__state", "kind", result=F("returned__result"), reason=F("returned__reason"), on=F("returned__on"))
        .annotate(sum=Sum("amount"))
        .order_by("-month", "-run__pk")
    )  # fmt: skip
    return [_month(row) for row in rows]


def _month(row: Mapping[str, Any]) -> MonthPaid:
    said = {"paid": "已到账", "failed": "退票"}.get(row["result"] or "")
    sent = {"exported": "未回盘", "approved": "待导出"}.get(row["run__state"], "办理中")
    return MonthPaid(
        month=row["month"], run=row["run__number"], kind=str(RunLine.Kind(row["kind"]).label), amount=row["sum"],
        result=said or sent, reason=row["reason"] or "", on=row["on"],
    )  # fmt: skip


def _hold(hold: AwardHold) -> HoldView:
    return HoldView(
        key=hold.pk, cause=str(hold.get_cause_display()), since=hold.since, reason=hold.reason,
        held=(hold.held_name, hold.held_on),
        asked=(hold.asked_name, hold.asked_on) if hold.asked_by and hold.asked_on else None,
        asked_reason=hold.asked_reason,
        released=(hold.released_name, hold.released_on) if hold.released_by and hold.released_on else None,
    )  # fmt: skip
