"""Taking in many families at once, as the ledger import does: a handful of statements whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from doudi.accounts.acting import Acting
from doudi.households import codes
from doudi.households.actions import next_file_numbers
from doudi.households.entries import HouseholdEntry
from doudi.households.models import Household, Item, Member, NameGram, PaymentAccount, Registration
from doudi.households.rows import account_row, item_rows, member_row


@dataclass
class _Rows:
    """The rows of many families, gathered to be written by one statement a table."""

    people: list[Member] = field(default_factory=list)
    grams: list[NameGram] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    accounts: list[PaymentAccount] = field(default_factory=list)

    def add(self, household: Household, entry: HouseholdEntry, programme: str, acting: Acting) -> None:
        """One family; its items without a person are the head's."""
        mine = [member_row(household, member, place, acting.on) for place, member in enumerate(entry.members)]
        for member, grams in mine:
            self.people.append(member)
            self.grams += grams
            self.registrations.append(_registration(member, programme, acting))
        owned = [replace(item, member=item.member or mine[0][0].pk) for item in entry.items]
        self.items += item_rows(household, codes.Source.DECLARED, owned, "", acting)
        if entry.account:
            self.accounts.append(account_row(household, entry.account, acting.on))


def open_many(*, entries: Sequence[HouseholdEntry], programme: str, acting: Acting) -> list[Household]:
    """登记多户: families with members, accounts, items, file numbers and registrations, in the order given.

    Inside the caller's transaction; the caller writes the log entry and has made sure (`registered_elsewhere`) that
    nobody is registered already. Two statements a town for file numbers, six for the rest.
    """
    households, rows = _households(entries, acting), _Rows()
    for household, entry in zip(households, entries, strict=True):
        rows.add(household, entry, programme, acting)
    Household.objects.bulk_create(households)
    Member.objects.bulk_create(rows.people)
    NameGram.objects.bulk_create(rows.grams)
    Item.objects.bulk_create(rows.items)
    Registration.objects.bulk_create(rows.registrations)
    PaymentAccount.objects.bulk_create(rows.accounts)
    return households


def _households(entries: Sequence[HouseholdEntry], acting: Acting) -> list[Household]:
    places = defaultdict(list)
    for place, entry in enumerate(entries):
        places[entry.town].append(place)
    numbers: dict[int, str] = {}
    # Towns in one order everywhere: two imports at once never wait for each other in a ring.
    for town in sorted(places):
        numbers.update(zip(places[town], next_file_numbers(town, acting.on, len(places[town])), strict=True))
    return [
        Household(
            pk=uuid4(), file_number=numbers[place], town=entry.town, village=entry.village, area=entry.area,
            address=entry.address, phone=entry.phone,
        )
        for place, entry in enumerate(entries)
    ]  # fmt: skip


def _registration(member: Member, programme: str, acting: Acting) -> Registration:
    return Registration(
        id_index=member.id_index, programme=programme, household=member.household, since=acting.on,
        town=member.town, village=member.village,
    )  # fmt: skip
