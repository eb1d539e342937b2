"""月发放表: a town's families of a run with what each is paid, for the paper that is printed and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from doudi.law.divisions import tree
from doudi.law.procedures.payroll import TITLES
from doudi.payments.models import Run, RunLine
from doudi.vault.masks import mask_account, mask_id

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class PaymentRow:
    """One family and month of the list, numbers masked; sums in yuan. `kind` is 当月, 补发 or 退票重发."""

    name: str
    id_masked: str
    village: str
    members: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    total: Decimal
    account_masked: str
    owner: str
    bank: str
    month: date
    kind: str


@dataclass(frozen=True)
class PaymentList:
    """月发放表 of one town: rows in the order of villages, and their sums."""

    run: str
    month: date
    programme: str
    town: str
    rows: tuple[PaymentRow, ...]
    households: int
    members: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    total: Decimal


def payment_list(run: Run, town: str) -> PaymentList:
    """The families of a town in a run, whatever they are paid there; `town` empty is the whole district. One statement."""
    grouped = _by_family(RunLine.objects.filter(run=run, **({"town": town} if town else {})))
    rows = tuple(_row(group) for group in grouped.values())
    # A family's people count once, however many months it is paid.
    people = {group[0].household_id: group[0].award.members for group in grouped.values()}
    return PaymentList(
        run=run.number, month=run.month, programme=TITLES[run.programme],
        town=tree().get(town).name if town else "", rows=rows, households=len(people), members=sum(people.values()),
        **{item: sum((getattr(row, item) for row in rows), ZERO) for item in ("base", "supplement", "care", "total")},
    )  # fmt: skip


def _by_family(lines: QuerySet[RunLine]) -> dict[tuple[UUID, date], list[RunLine]]:
    """The lines of each family and month, in the order of the paper. One statement."""
    order = ("town", "village", "household__file_number", "household", "month", "item")
    grouped: dict[tuple[UUID, date], list[RunLine]] = {}
    for line in lines.select_related("award", "payee", "account").order_by(*order):
        grouped.setdefault((line.household_id, line.month), []).append(line)
    return grouped


def _row(lines: Sequence[RunLine]) -> PaymentRow:
    line = lines[0]
    sums = {each.item: each.amount for each in lines}
    return PaymentRow(
        name=line.payee.name, id_masked=mask_id(line.payee.id_number), village=tree().get(line.village).name,
        members=line.award.members, base=sums.get("base", ZERO), supplement=sums.get("supplement", ZERO),
        care=sums.get("care", ZERO), total=sum(sums.values(), ZERO), account_masked=mask_account(line.account.number),
        owner=line.account.owner_name, bank=line.account.bank, month=line.month, kind=str(line.get_kind_display()),
    )  # fmt: skip
