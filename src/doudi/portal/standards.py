"""The allowance standards in force, as the public reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doudi.cases.assessment import registry

DISTRICT = "140502"
AREAS: Mapping[str, Promise] = {"urban": _("城市"), "rural": _("农村")}


@dataclass(frozen=True)
class Standard:
    """低保标准 of one area: yuan a person, by the month and by the year; who published it and since when it holds."""

    area: str | Promise
    month: Decimal
    year: Decimal
    since: date
    source: str


def standards(on: date) -> list[Standard]:
    """Urban and rural standard of the day; an area without a published value is left out, never guessed."""
    found = []
    for area, word in AREAS.items():
        dated = registry().in_force(on, DISTRICT, area).values.get("allowance_standard")
        if dated is not None:
            yuan = Fraction(dated.value)
            month = Decimal(yuan.numerator) / Decimal(yuan.denominator)
            found.append(Standard(word, month, 12 * month, dated.since, dated.source))
    return found
