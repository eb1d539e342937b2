"""Forms made from values that other rooms hand in: the month's payment list and a leader's delegation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from doudi.papers.content import Programme
from doudi.papers.forms.content import DelegationForm, PaymentListForm, PaymentRow
from doudi.papers.plain import cents
from doudi.vault.masks import mask_account, mask_id


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What one household gets in a month, in yuan; numbers whole, they are masked here."""

    place: str
    name: str
    id_number: str
    members: int
    base: Decimal
    supplement: Decimal
    owner: str
    bank: str
    account: str
    care: Decimal = Decimal("0.00")

    @property
    def total(self) -> Decimal:
        """What the bank is told to pay."""
        return self.base + self.supplement + self.care


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who made, checked and approved a list; empty where it waits for them."""

    maker: str = ""
    checker: str = ""
    approver: str = ""


def payment_list(
    payments: Sequence[Payment], *, programme: Programme, office: str, month: date, on: date, hands: Hands
) -> PaymentListForm:
    """月发放表 of a month (any day of it), rows in the order given, with its totals."""
    return PaymentListForm(
        programme=programme, office=office, month=f"{month.year}年{month.month}月",
        rows=tuple(_row(payment) for payment in payments), households=str(len(payments)),
        persons=str(sum(payment.members for payment in payments)), base=_sum([each.base for each in payments]),
        supplement=_sum([each.supplement for each in payments]), care=_sum([each.care for each in payments]),
        total=_sum([each.total for each in payments]),
        maker=hands.maker, checker=hands.checker, approver=hands.approver, on=_day(on),
    )  # fmt: skip


def _row(payment: Payment) -> PaymentRow:
    return PaymentRow(
        place=payment.place, name=payment.name, id_masked=mask_id(payment.id_number), members=str(payment.members),
        base=_sum([payment.base]), supplement=_sum([payment.supplement]), care=_sum([payment.care]),
        total=_sum([payment.total]),
        owner=payment.owner, bank=payment.bank, account=mask_account(payment.account),
    )  # fmt: skip


def delegation(  # noqa: PLR0913 (who, to whom, from when to when, why)
    *,
    office: str,
    leader: str,
    leader_post: str,
    deputy: str,
    deputy_post: str,
    since: date,
    until: date,
    reason: str,
    on: date,
) -> DelegationForm:
    """签批授权书: a leader's dated, written delegation to a deputy; both days are included."""
    return DelegationForm(
        office=office, leader=leader, leader_post=leader_post, deputy=deputy, deputy_post=deputy_post,
        since=_day(since), until=_day(until), reason=reason, on=_day(on),
    )  # fmt: skip


def _sum(amounts: Sequence[Decimal]) -> str:
    return f"{cents(sum(amounts, Decimal(0))):,}"


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
