"""Writes about families: open, replace, register; one transaction and one log entry each."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households import codes
from doudi.households.changing import claim, log
from doudi.households.entries import (
    AccountEntry,
    ItemEntry,
    MemberEntry,
    WrongEntry,
    check_items,
    check_members,
)
from doudi.households.members import add_member, change_member
from doudi.households.models import (
    FileCounter,
    Household,
    Item,
    Member,
    PaymentAccount,
    Registration,
)
from doudi.households.queries import Elsewhere, registered_elsewhere
from doudi.households.rows import account_row, is_same_account, item_rows, member_changes
from doudi.law import codes as law


class AlreadyRegistered(Exception):
    """Somebody of the family is on a programme already; `elsewhere` tells where, never who."""

    def __init__(self, elsewhere: Sequence[Elsewhere]) -> None:
        super().__init__(_("家庭成员中有人已在另一户办理或享受救助"))
        self.elsewhere = list(elsewhere)


@transaction.atomic
def open_household(
    *,
    town: str,
    village: str,
    area: str,
    members: Sequence[MemberEntry],
    acting: Acting,
    address: str = "",
    phone: str = "",
    case_number: str = "",
) -> Household:
    """登记家庭: a new family with its members, from the acting day on. Errors: WrongEntry."""
    check_members(members, acting.on)
    household = Household.objects.create(
        town=town, village=village, area=area, address=address.strip(), phone=phone.strip()
    )
    for place, entry in enumerate(members):
        add_member(household, entry, place, acting.on)
    log(household, acting, case_number, {"opened": True, "area": household.area, "members": _people(household)})
    return household


@transaction.atomic
def replace_members(
    *, household: Household, version: int, members: Sequence[MemberEntry], acting: Acting, case_number: str = ""
) -> Household:
    """变更成员: the family's people as they now are. Known people (`key`) are changed, others added, missing ones end.

    Errors: WrongEntry; Stale when the family is no longer at `version`, with the differences to what was typed.
    """
    check_members(members, acting.on)
    kept = {member.pk: member for member in Member.objects.filter(household=household, until=None)}
    claim(household, version, lambda: member_changes(kept.values(), members))
    wanted = {entry.key for entry in members if entry.key}
    if unknown := wanted - kept.keys():
        raise WrongEntry("members", _("有 {count} 人不在这家的名单上").format(count=len(unknown)))
    gone = [key for key in kept if key not in wanted]
    Member.objects.filter(pk__in=gone).update(until=acting.on)
    # The head may change hands: nobody is head for the moment, so that there are never two.
    Member.objects.filter(pk__in=kept, relation=codes.Relation.HEAD).exclude(pk__in=gone).update(relation="other")
    for place, entry in enumerate(sorted(members, key=lambda entry: entry.relation != codes.Relation.HEAD)):
        if entry.key:
            change_member(kept[entry.key], entry, place)
        else:
            add_member(household, entry, place, acting.on)
    log(household, acting, case_number, {"members": _people(household), "ended": sorted(str(key) for key in gone)})
    return household


@transaction.atomic
def set_self_care(
    *, member: Member, unable_to: Sequence[str], support: str, acting: Acting, case_number: str = ""
) -> Member:
    """登记自理能力、供养方式: which of the six acts a person can't do alone, and the mode they chose (43号 第二十条至第二十二条).

    Errors: WrongEntry for an act or a mode that isn't known.
    """
    if unknown := set(unable_to) - set(law.SELF_CARE):
        raise WrongEntry("unable_to", _("没有这项指标：{acts}").format(acts="、".join(sorted(unknown))))
    if support not in law.SUPPORT_MODES:
        raise WrongEntry("support", _("没有这种供养方式"))
    member.unable_to, member.support = [act for act in law.SELF_CARE if act in unable_to], support
    member.save(update_fields=["unable_to", "support"])
    facts = {"member": str(member.pk), "unable_to": member.unable_to, "support": support}
    log(member.household, acting, case_number, {"self_care": facts})
    return member


@transaction.atomic
def set_last_days(
    *, member: Member, version: int, study_ends: date | None, card_ends: date | None, acting: Acting
) -> Member:
    """登记毕业、残疾人证到期的日子: what is told ahead of time; no facts of the rules change.

    Errors: WrongEntry for the last day of what the person hasn't; Stale when the family is no longer at `version`.
    """
    if study_ends and member.study == codes.Study.NONE:
        raise WrongEntry("study_ends", _("没有登记在读，不用填毕业的日子"))
    if card_ends and not member.disability_kind:
        raise WrongEntry("card_ends", _("没有登记残疾，不用填残疾人证的有效期"))
    claim(member.household, version, lambda: [_("这家的信息在您打开后有改动，请对照后重填")])
    member.study_ends, member.card_ends = study_ends, card_ends
    member.save(update_fields=["study_ends", "card_ends"])
    days = {name: day.isoformat() if day else None for name, day in (("study", study_ends), ("card", card_ends))}
    log(member.household, acting, "", {"last_days": {"member": str(member.pk), **days}})
    return member


@transaction.atomic
def replace_items(
    *,
    household: Household,
    source: str,
    items: Sequence[ItemEntry],
    acting: Acting,
    version: int | None = None,
    case_number: str = "",
) -> Household:
    """登记收支财产: all amounts of one source (and case) as they now are; those of other sources stay.

    `version` None leaves the family's version to the caller (a case form has its own).
    Errors: WrongEntry; Stale.
    """
    people = frozenset(Member.objects.filter(household=household, until=None).values_list("pk", flat=True))
    check_items(items, people)
    old = Item.objects.filter(household=household, source=codes.Source(source), case_number=case_number)
    claim(household, version, lambda: [_("收支、财产在您打开后有改动，请对照后重填")])
    old.delete()
    Item.objects.bulk_create(item_rows(household, source, items, case_number, acting))
    facts = [
        [str(item.member or ""), item.sort, item.kind, f"{item.amount:.2f}", item.per, *item.said()] for item in items
    ]
    log(household, acting, case_number, {"source": source, "items": facts})
    return household


@transaction.atomic
def set_account(
    *, household: Household, account: AccountEntry, acting: Acting, version: int | None = None, case_number: str = ""
) -> PaymentAccount:
    """设定发放账户: the old one ends and the new one begins on the acting day; the same account again is no change.

    Errors: Stale.
    """
    old = PaymentAccount.objects.select_for_update().filter(household=household, until=None).first()
    fresh = account_row(household, account, acting.on)
    if old and is_same_account(old, fresh):
        return old
    claim(household, version, lambda: [_("发放账户在您打开后有改动，请对照后重填")])
    PaymentAccount.objects.filter(household=household, until=None).update(until=acting.on)
    fresh.save(force_insert=True)
    log(household, acting, case_number, {"account": fresh.pk, "number_index": fresh.number_index.hex()})
    return fresh


@transaction.atomic
def assign_file_number(*, household: Household, acting: Acting, case_number: str = "") -> str:
    """编档案号: the family's file number, `DA-<town>-<year>-<nnnn>`, given once and without gaps in a town and year."""
    locked = Household.objects.select_for_update().get(pk=household.pk)
    if locked.file_number:
        household.file_number = locked.file_number
        return locked.file_number
    number = next_file_numbers(household.town, acting.on, 1)[0]
    Household.objects.filter(pk=household.pk).update(file_number=number)
    household.file_number = number
    log(household, acting, case_number, {"file_number": number})
    return number


def next_file_numbers(town: str, on: date, count: int) -> list[str]:
    """The next `count` file numbers of a town in the year of a day; the counter is locked until the transaction ends."""
    FileCounter.objects.get_or_create(town=town, year=on.year)
    counter = FileCounter.objects.select_for_update().get(town=town, year=on.year)
    FileCounter.objects.filter(pk=counter.pk).update(last=F("last") + count)
    return [f"DA-{town}-{on.year}-{number:04d}" for number in range(counter.last + 1, counter.last + count + 1)]


@transaction.atomic
def register(*, household: Household, programme: str, acting: Acting, members: Sequence[UUID] | None = None) -> None:
    """在册登记: these people (default: all of the family) are on a programme from the acting day; again is no change.

    One person is on one programme in one family across the district (domain C6). Errors: AlreadyRegistered.
    """
    people = Member.objects.filter(household=household, until=None)
    if members is not None:
        people = people.filter(pk__in=members)
    indexes = [bytes(index) for index in people.values_list("id_index", flat=True)]
    # Two families that share a person register one after the other, so the later one hears of it in words.
    with connection.cursor() as cursor:
        for index in sorted(indexes):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 20231128))", [index.hex()])
    if elsewhere := registered_elsewhere(indexes, household=household.pk):
        raise AlreadyRegistered(elsewhere)
    here = Registration.objects.filter(household=household, until=None)
    known = {bytes(index) for index in here.values_list("id_index", flat=True)}
    Registration.objects.bulk_create(
        Registration(
            id_index=index, programme=programme, household=household, since=acting.on,
            town=household.town, village=household.village,
        )
        for index in indexes if index not in known
    )  # fmt: skip


def release(*, household: Household, programme: str, acting: Acting) -> None:
    """注销登记: the family's people are free for another application from the acting day on."""
    Registration.objects.filter(household=household, programme=programme, until=None).update(until=acting.on)


def _people(household: Household) -> list[list[str]]:
    rows = Member.objects.filter(household=household, until=None).values_list("pk", "relation", "id_index")
    return [[str(key), relation, bytes(index).hex()] for key, relation, index in rows]
