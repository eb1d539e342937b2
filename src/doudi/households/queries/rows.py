"""The rows of one family by one statement, and those of them that count on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from doudi.households.models import Item, Member, Obligor, ObligorAsset, PaymentAccount
from doudi.vault.together import Part, together

OF_THE_HOUSEHOLD = "household_id = %(household)s"
PEOPLE = (
    ("members", Part(Member, OF_THE_HOUSEHOLD, "position, id")),
    ("obligors", Part(Obligor, OF_THE_HOUSEHOLD)),
)  # fmt: skip
OF_ITS_OBLIGORS = "obligor_id in (select id from households_obligor where household_id = %(household)s)"
SUMS = (
    ("items", Part(Item, OF_THE_HOUSEHOLD)),
    ("accounts", Part(PaymentAccount, OF_THE_HOUSEHOLD)),
    ("obligor_assets", Part(ObligorAsset, OF_ITS_OBLIGORS, "obligor_id, id")),
)


@dataclass(frozen=True)
class FamilyRows:
    """一户的各表记录: everybody who ever belonged to the family or owed it support, what they own, amounts, accounts."""

    members: Sequence[Member]
    obligors: Sequence[Obligor]
    items: Sequence[Item]
    accounts: Sequence[PaymentAccount]
    obligor_assets: Sequence[ObligorAsset]

    def members_on(self, day: date) -> list[Member]:
        """The people of the family on a day, head first."""
        return [member for member in self.members if _holds(member, day)]

    def obligors_on(self, day: date) -> list[Obligor]:
        """Those who owe the family support on a day."""
        return [
            row for row in self.obligors
            if (row.since is None or row.since <= day) and (row.until is None or row.until > day)
        ]  # fmt: skip

    def account_on(self, day: date) -> PaymentAccount | None:
        """The payment account on a day."""
        held = [account for account in self.accounts if _holds(account, day)]
        return max(held, key=lambda account: (account.since, account.pk), default=None)

    def assets_of(self, obligor: Obligor) -> list[ObligorAsset]:
        """What an obligor owns."""
        return [asset for asset in self.obligor_assets if asset.obligor_id == obligor.pk]


def _holds(row: Member | PaymentAccount, day: date) -> bool:
    return row.since <= day and (row.until is None or row.until > day)


def family_rows(household: UUID) -> FamilyRows:
    """Everything that the tables hold of a family. One statement."""
    return FamilyRows(**together(PEOPLE + SUMS, {"household": household}))
