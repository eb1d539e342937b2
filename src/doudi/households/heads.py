"""The write about who is the head of a family: it changes hands, and everybody's relation is said anew."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households.changing import claim, log
from doudi.households.codes import Relation
from doudi.households.entries import WrongEntry
from doudi.households.members import HEAD, changed
from doudi.households.models import Household, Member
from doudi.law.days import full_years

OF_AGE = 18


@transaction.atomic
def change_head(
    *,
    household: Household,
    head: UUID,
    relations: Mapping[UUID, str],
    acting: Acting,
    version: int | None = None,
    case_number: str = "",
) -> Member:
    """更换户主: somebody else of the family is its head; `relations` says what everybody else, the old head too, is to them.

    `version` None leaves the family's version to the caller (a case form has its own).
    Errors: WrongEntry, its path `head`, or the key of the person whose relation is wrong; Stale.
    """
    here = {row.pk: row for row in Member.objects.filter(household=household, until=None)}
    new = here.pop(head, None)
    if new is None:
        raise WrongEntry("head", _("这位已不在家庭成员名单上"))
    if why := why_never_head(new):
        raise WrongEntry("head", why)
    _check(here, relations)
    old = next(row for row in here.values() if row.relation == HEAD)
    claim(household, version, changed)
    # Nobody is head for the moment, so that there are never two.
    Member.objects.filter(pk=old.pk).update(relation=Relation.OTHER)
    for place, row in enumerate([new, *here.values()]):
        row.relation, row.position = relations.get(row.pk, HEAD), place
        row.save(update_fields=["relation", "position"])
    log(household, acting, case_number, {"head": {
        "was": str(old.pk), "now": str(new.pk), "relations": {str(row.pk): row.relation for row in here.values()},
    }})  # fmt: skip
    return new


def why_never_head(member: Member) -> str:
    """Why somebody can't be the head of a family at all, in words; empty when they can."""
    if member.relation == HEAD:
        return _("这位已经是户主")
    if not member.lives_with:
        return _("不在一起生活的，不能作户主")
    return "" if member.absence == "none" else _("不在家的（服刑、戒毒、失踪等），不能作户主")


def is_of_age(member: Member, on: date) -> bool:
    """Whether somebody is 18 on a day."""
    return full_years(member.born, on) >= OF_AGE


def _check(others: Mapping[UUID, Member], relations: Mapping[UUID, str]) -> None:
    """Errors: WrongEntry for a relation that is missing, unknown or a second head's, and for a second spouse."""
    known = set(Relation.values) - {HEAD}
    for key in others:
        if relations.get(key) not in known:
            raise WrongEntry(str(key), _("请选与新户主的关系"))
    spouses = [key for key in others if relations[key] == Relation.SPOUSE]
    if len(spouses) > 1:
        raise WrongEntry(str(spouses[1]), _("配偶只能有一位"))
