"""Writes about one person of a family: added, corrected, taken off (民发〔2021〕57号 第六、七条)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households.changing import claim, log
from doudi.households.codes import Relation
from doudi.households.entries import MemberEntry, WrongEntry, check_member
from doudi.households.models import Household, Item, Member, NameGram, Obligor, Registration
from doudi.households.rows import fill, grams, member_row

HEAD = Relation.HEAD.value
ENDS = {
    "mistake": "登记有误，不是家庭成员", "died": "已去世", "apart": "已不共同生活（离婚、分户等）",
    "obligor": "已不共同生活，改列义务人",
}  # fmt: skip


@transaction.atomic
def put_member(
    *, household: Household, entry: MemberEntry, acting: Acting, version: int | None = None, case_number: str = ""
) -> Member:
    """增加、更正家庭成员: one person, added from the acting day on; one that is known (`key`) is corrected. The head stays the
    head.

    `version` None leaves the family's version to the caller (a case form has its own).
    Errors: WrongEntry, its path the name of the answer; Stale.
    """
    check_member(entry, acting.on)
    here = {row.pk: row for row in Member.objects.filter(household=household, until=None)}
    known = _known(here, entry)
    if (entry.relation == HEAD) != (known is not None and known.relation == HEAD):
        raise WrongEntry("relation", _("户主不在这里换"))
    _refuse_twice(household, here.values(), entry)
    claim(household, version, changed)
    if known:
        row = change_member(known, entry, known.position)
    else:
        row = add_member(household, entry, 1 + max((each.position for each in here.values()), default=0), acting.on)
    log(household, acting, case_number, {"member": {"did": "corrected" if known else "added", **_told(row)}})
    return row


@transaction.atomic
def end_member(
    *,
    member: Member,
    until: date,
    cause: str,
    acting: Acting,
    version: int | None = None,
    case_number: str = "",
) -> Member:
    """撤下家庭成员: no longer of the family from the day `until` on; the row stays for the papers that name the person.

    What is the person's own goes along: the amounts of the case, and the obligors who owe support to nobody else. What
    somebody who died owned is the family's, until it is shared out (民法典 第一千一百二十一条).
    `cause` is a code of `ENDS`. Errors: WrongEntry, its path the name of the answer; Stale.
    """
    _refuse_ending(member, until, cause, acting.on)
    household = member.household
    claim(household, version, changed)
    member.until = until
    member.save(update_fields=["until"])
    facts = {
        "key": str(member.pk), "cause": cause, "until": until.isoformat(),
        "kept": _keep_property(member, case_number) if cause == "died" else 0,
        "items": _end_items(member, case_number), "obligors": _end_obligors(member, acting.on),
    }  # fmt: skip
    log(household, acting, case_number, {"member": {"did": "ended", **facts}})
    return member


def release_gone(*, household: Household, programme: str, acting: Acting) -> None:
    """注销登记: a number that nobody of the family has any more is free for another application from the acting day on."""
    here = Member.objects.filter(household=household, until=None).values_list("id_index", flat=True)
    mine = Registration.objects.filter(household=household, programme=programme, until=None)
    mine.exclude(id_index__in=[bytes(index) for index in here]).update(until=acting.on)


def add_member(household: Household, entry: MemberEntry, place: int, since: date) -> Member:
    """Keep a person who was checked."""
    member, found = member_row(household, entry, place, since)
    member.save(force_insert=True)
    NameGram.objects.bulk_create(found)
    return member


def change_member(member: Member, entry: MemberEntry, place: int) -> Member:
    """Keep what was checked of a known person."""
    renamed = member.name != entry.name.strip()
    fill(member, entry, place)
    member.save(force_update=True)
    if renamed:
        NameGram.objects.filter(member=member).delete()
        NameGram.objects.bulk_create(grams(member))
    return member


def _known(here: Mapping[UUID, Member], entry: MemberEntry) -> Member | None:
    if entry.key and entry.key not in here:
        raise WrongEntry("name", _("这位已不在家庭成员名单上"))
    return here[entry.key] if entry.key else None


def _refuse_twice(household: Household, here: Collection[Member], entry: MemberEntry) -> None:
    number = entry.id_number.upper()
    if number in {row.id_number for row in here if row.pk != entry.key}:
        raise WrongEntry("id_number", _("这个身份证号这家已经登记过"))
    if number in {row.id_number for row in Obligor.objects.filter(household=household)}:
        raise WrongEntry("id_number", _("这个身份证号还登记为义务人，请先到义务人里撤下"))


def _refuse_ending(member: Member, until: date, cause: str, on: date) -> None:
    if cause not in ENDS:
        raise WrongEntry("cause", _("请选撤下的原因"))
    if member.relation == HEAD:
        raise WrongEntry("member", _("户主不能撤下"))
    if until > on:
        raise WrongEntry("until", _("不能晚于今天"))
    if until < member.since:
        raise WrongEntry("until", _("不能早于登记的那天：{since}").format(since=member.since.isoformat()))


def _keep_property(member: Member, case_number: str) -> int:
    """How many pieces of property, declared or found, are the whole family's now; what was adopted of them falls away."""
    owned = Item.objects.filter(household=member.household_id, member=member, case_number=case_number, sort="asset")
    kept = owned.exclude(source="adopted")
    kinds = set(kept.values_list("kind", flat=True))
    shared = Item.objects.filter(household=member.household_id, member=None, case_number=case_number, sort="asset")
    shared.filter(source="adopted", kind__in=kinds).delete()
    return kept.update(member=None)


def _end_items(member: Member, case_number: str) -> list[list[str]]:
    """The amounts that a case had of the person, by every source, as the log keeps them."""
    mine = Item.objects.filter(household=member.household_id, member=member, case_number=case_number)
    told = [[row.source, row.sort, row.kind, f"{row.amount:.2f}", row.per] for row in mine]
    mine.delete()
    return told


def _end_obligors(member: Member, on: date) -> list[str]:
    """Those who owed support to the person; they go on owing it to the others."""
    owing = list(Obligor.objects.filter(household=member.household_id, of__contains=[member.pk]))
    for row in owing:
        others = [key for key in row.of if key != member.pk]
        row.of, row.until = others or row.of, None if others else on
        row.save(update_fields=["of", "until"])
    return [str(row.pk) for row in owing]


def _told(row: Member) -> dict[str, Any]:
    names = (
        "relation", "sex", "lives_with", "disability_kind", "disability_grade", "serious_illness", "study", "able_to_work",
        "independent", "absence", "refused_work", "veteran", "support",
    )  # fmt: skip
    days = {name: getattr(row, name) for name in ("born", "study_ends", "card_ends", "absence_since")}
    return {
        "key": str(row.pk), "id_index": bytes(row.id_index).hex(), **{name: getattr(row, name) for name in names},
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }  # fmt: skip


def changed() -> list[str]:
    """What is told to whoever was late."""
    return [_("家庭成员在您打开后有改动，请对照后重填")]
