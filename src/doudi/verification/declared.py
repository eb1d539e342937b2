"""Writes about what a family declared, before its request is accepted: what was typed wrong (民发〔2021〕57号 第九、十条)."""

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.steps import NotNow, claim, log, refuse_stale
from doudi.households import declared
from doudi.households.entries import ItemEntry
from doudi.households.models import Item
from doudi.law.posts import Post
from doudi.verification.correcting import COLLECTING, refuse_kin
from doudi.verification.members import MEMBERS


@transaction.atomic
def correct_declared(*, case: Case, version: int, entry: ItemEntry, acting: Acting, key: int | None = None) -> Item:
    """增加、更正自报: one amount, before acceptance; afterwards a difference is adopted with a reason (57号 第十八条).

    Errors: NotNow once accepted, or for an own or a relative's case; households' WrongEntry; Stale.
    """
    _begin(case, version, acting)
    row = declared.put_declared(household=case.household, entry=entry, key=key, acting=acting, case_number=case.number)
    log(case, acting, Verb.CASE_SAVED, {"part": "更正自报" if key else "增加自报", "item": row.pk})
    return row


@transaction.atomic
def strike_declared(*, case: Case, version: int, key: int, acting: Acting) -> None:
    """删去自报: one amount that the family never declared, before acceptance. Errors: as `correct_declared`."""
    _begin(case, version, acting)
    declared.strike_declared(household=case.household, key=key, acting=acting, case_number=case.number)
    log(case, acting, Verb.CASE_SAVED, {"part": "删去自报", "item": key})


def why_not(case: Case, acting: Acting) -> str:
    """Why what was declared can't be corrected now, in words; empty when it can."""
    if case.state not in COLLECTING:
        return _("受理以后不再改自报；查到的与自报不同，到证据对照采信")
    return "" if acting.post == Post.TOWN_CLERK else _("自报录错的由镇（街道）经办人改")


def _begin(case: Case, version: int, acting: Acting) -> None:
    refuse_stale(case, version)
    if why := why_not(case, acting):
        raise NotNow([why])
    refuse_kin(case, acting, what=MEMBERS)
    claim(case, version)
