"""Writes about those who owe a family support: named at registration, added, corrected, taken off, a figure adopted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.households.changing import claim, log
from doudi.households.codes import Asset, Source
from doudi.households.entries import ItemEntry, ObligorEntry, WrongEntry, check_obligor, check_obligor_assets
from doudi.households.models import Household, Member, Obligor, ObligorAsset
from doudi.households.queries.obligors import HOUSEHOLD_INCOME, kind_compared
from doudi.households.rows import fill_obligor, obligor_asset_rows, obligor_row


@transaction.atomic
def replace_obligors(
    *,
    household: Household,
    obligors: Sequence[ObligorEntry],
    acting: Acting,
    version: int | None = None,
    case_number: str = "",
) -> Household:
    """登记义务人: all people who owe the family support, as they now are. Errors: WrongEntry; Stale."""
    people = _people(household)
    for place, entry in enumerate(obligors):
        if not entry.of or not people.issuperset(entry.of):
            raise WrongEntry(f"obligors[{place}].of", _("还没选是谁的义务人"))
        check_obligor_assets(f"obligors[{place}]", entry.assets)
    claim(household, version, _changed)
    Obligor.objects.filter(household=household).delete()
    rows = [obligor_row(household, entry) for entry in obligors]
    Obligor.objects.bulk_create(rows)
    owned = zip(rows, obligors, strict=True)
    ObligorAsset.objects.bulk_create(asset for row, entry in owned for asset in obligor_asset_rows(row, entry.assets))
    log(household, acting, case_number, {"obligors": len(obligors)})
    return household


@transaction.atomic
def put_obligor(
    *, household: Household, entry: ObligorEntry, acting: Acting, version: int | None = None, case_number: str = ""
) -> Obligor:
    """增加、更正义务人: one person who owes support, from the acting day on; one that is known (`key`) is corrected. What was
    adopted of them stays.

    `version` None leaves the family's version to the caller (a case form has its own).
    Errors: WrongEntry, its path the name of the answer; Stale.
    """
    check_obligor(entry, frozenset(_people(household)), acting.on)
    known = _known(household, entry)
    _refuse_twice(household, entry)
    claim(household, version, _changed)
    row = fill_obligor(known, entry) if known else obligor_row(household, entry, acting.on)
    row.save(force_insert=known is None, force_update=known is not None)
    ObligorAsset.objects.filter(obligor=row, source=Source.DECLARED).delete()
    ObligorAsset.objects.bulk_create(obligor_asset_rows(row, entry.assets))
    log(household, acting, case_number, {"obligor": {"did": "corrected" if known else "added", **_told(row, entry)}})
    return row


@transaction.atomic
def end_obligor(
    *, obligor: Obligor, cause: str, acting: Acting, version: int | None = None, case_number: str = ""
) -> Obligor:
    """撤下义务人: owes support no more from the acting day on; the row stays for the papers that name the person.

    `cause` is a code of `ENDS`. Errors: WrongEntry; Stale.
    """
    if cause not in ENDS:
        raise WrongEntry("cause", _("请选撤下的原因"))
    household = obligor.household
    claim(household, version, _changed)
    obligor.until = acting.on
    obligor.save(update_fields=["until"])
    log(household, acting, case_number, {"obligor": {"did": "ended", "key": str(obligor.pk), "cause": cause}})
    return obligor


ENDS = {
    "mistake": "登记有误，不是义务人", "died": "已去世", "relation_over": "关系已解除（离婚、解除收养等）",
    "joined": "已与申请人共同生活，改列家庭成员",
}  # fmt: skip


@transaction.atomic
def adopt_of_obligor(
    *, obligor: Obligor, kind: str, source: str, amounts: Sequence[ItemEntry], acting: Acting, case_number: str
) -> Obligor:
    """采信义务人的收入、财产: what stands for the income of the household (`HOUSEHOLD_INCOME`; one sum, yuan a month) or for
    one kind of property, in place of what was declared; from the source `declared` that stands again.

    The caller looks after the version. Errors: WrongEntry for what is no property.
    """
    is_declared = source == Source.DECLARED
    if kind == HOUSEHOLD_INCOME:
        obligor.adopted_income = None if is_declared else sum((each.amount for each in amounts), Decimal(0))
        obligor.save(update_fields=["adopted_income"])
    else:
        check_obligor_assets("obligor", amounts)
        kinds = [each for each in Asset.values if kind_compared(each) == kind]
        ObligorAsset.objects.filter(obligor=obligor, kind__in=kinds).exclude(source=Source.DECLARED).delete()
        rows = [] if is_declared else obligor_asset_rows(obligor, amounts, source)
        ObligorAsset.objects.bulk_create(rows)
    claim(obligor.household, None, _changed)
    facts = {
        "key": str(obligor.pk),
        "kind": kind,
        "source": source,
        "amounts": [f"{one.amount:.2f}" for one in amounts],
    }
    log(obligor.household, acting, case_number, {"obligor": {"did": "adopted", **facts}})
    return obligor


def _people(household: Household) -> set[Any]:
    return set(Member.objects.filter(household=household, until=None).values_list("pk", flat=True))


def _known(household: Household, entry: ObligorEntry) -> Obligor | None:
    known = Obligor.objects.filter(household=household, pk=entry.key).first() if entry.key else None
    if entry.key and known is None:
        raise WrongEntry("name", _("这位已不在义务人名单上"))
    return known


def _refuse_twice(household: Household, entry: ObligorEntry) -> None:
    """One person is named once; who has no number is told apart by the clerk."""
    number = entry.id_number.upper()
    others = Obligor.objects.filter(household=household)
    if number and number in {other.id_number for other in others if other.pk != entry.key}:
        raise WrongEntry("id_number", _("这个身份证号已登记为义务人"))
    if number and number in {one.id_number for one in Member.objects.filter(pk__in=entry.of)}:
        raise WrongEntry("id_number", _("这是被赡养、抚养、扶养人自己的身份证号"))


def _told(row: Obligor, entry: ObligorEntry) -> dict[str, Any]:
    return {
        "key": str(row.pk), "of": [str(key) for key in row.of], "relation": row.relation, "status": list(row.status),
        "members": row.household_members, "income": _sum(row.household_income), "per": row.per,
        "agreed": _sum(row.agreed_support), "assets": [[one.kind, f"{one.amount:.2f}"] for one in entry.assets],
        "born": _day(row.born),
    }  # fmt: skip


def _sum(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _changed() -> list[str]:
    return [_("义务人在您打开后有改动，请对照后重填")]
