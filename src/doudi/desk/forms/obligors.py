"""更正义务人: one person who owes support, as known and as it should be; why somebody is taken off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_money import PROPERTY, ObligorForm
from doudi.desk.forms.registering_people import Around, Person, chosen
from doudi.households.codes import Asset, Source
from doudi.households.entries import ItemEntry, ObligorEntry
from doudi.households.models import Member, Obligor
from doudi.households.obligors import ENDS
from doudi.law.codes import DEPOSITS
from doudi.ui.forms import Form
from doudi.vault.masks import mask_id


class KnownObligorForm(ObligorForm):
    """The questions of the registration, answered as far as is known; a number that is known isn't shown again (N6)."""

    def __init__(self, *args: Any, known: Obligor | None, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, around=around, initial=known_answers(known) if known else None, **kwargs)
        self.known = known
        if known and known.id_number:
            self.fields["id_number"].help_text = _t("已登记 %s，不改就空着") % mask_id(known.id_number)
            del self.fields["born"]

    def corrected(self) -> ObligorEntry:
        """The person as they now are; what isn't asked for stays as it was."""
        people = {key: UUID(key) for key, _name in self.people}
        self.cleaned_data.setdefault("born", None)
        entry, known = self.entry(people), self.known
        if known is None:
            return entry
        if known.id_number and not entry.id_number:
            entry = replace(entry, id_number=known.id_number, born=known.born)
        if entry.status[:1] == known.status[:1]:
            entry = replace(entry, status=known.status)
        asks_property = PROPERTY[0] in self.fields
        return replace(entry, key=known.pk, assets=entry.assets if asks_property else _declared(known))


def around_of(members: Sequence[Member], *, hardship_of: str, on: date) -> Around:
    """What the form must know of the family."""
    people = [Person(str(member.pk), member.name) for member in members]
    return Around(on=on, villages=(), village="", people=people, hardship_of=hardship_of)


def known_answers(row: Obligor) -> dict[str, Any]:
    """What is declared of somebody, as answers of the form; the ID number is left out."""
    names = ("name", "relation", "household_members", "household_income", "per", "agreed_support", "born")
    answers = {name: getattr(row, name) for name in names}
    return {
        **answers, "of": [str(key) for key in row.of], "status": (row.status or [""])[0], **_property(_declared(row)),
    }  # fmt: skip


def _declared(row: Obligor) -> list[ItemEntry]:
    return [
        ItemEntry("asset", each.kind, each.amount, details=dict(each.details))
        for each in row.assets.all()
        if each.source == Source.DECLARED
    ]


def _property(assets: Sequence[ItemEntry]) -> Mapping[str, Any]:
    """Property as the form asks for it: sums, numbers, the uses of vehicles and the value of the dearest."""
    vehicles = _of(assets, Asset.VEHICLE)
    return {
        "deposits": _sum(_of(assets, *DEPOSITS)),
        "business_capital": _sum(_of(assets, Asset.BUSINESS_REGISTRATION)),
        "houses": len(_of(assets, Asset.HOUSE)) or None,
        "shops": len(_of(assets, Asset.SHOP)) or None,
        "vehicles": [each.details.get("use", "ordinary") for each in vehicles],
        "vehicle_value": max((each.amount for each in vehicles), default=Decimal(0)) or None,
    }


def _of(assets: Sequence[ItemEntry], *kinds: str) -> list[ItemEntry]:
    return [each for each in assets if each.kind in kinds]


def _sum(assets: Sequence[ItemEntry]) -> Decimal | None:
    return sum((each.amount for each in assets), Decimal(0)) or None


class StrikeForm(Form):
    """撤下义务人: why."""

    cause = forms.ChoiceField(label=_("撤下的原因"), choices=chosen(*[(code, _(word)) for code, word in ENDS.items()]))
