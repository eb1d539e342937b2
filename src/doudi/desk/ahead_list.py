"""What an address of 到龄到期预警 asks for: the same for the screen, the workbook and the line on the 工作台."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import QueryDict

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.desk.forms.ahead import DEFAULT, AheadQuery
from doudi.law.days import add_months
from doudi.payments.queries.ahead import Ahead, AheadRow, Wanted, ahead

NARROWED = ("kind", "village", "programme", "town", "month")


@dataclass(frozen=True)
class Listed:
    """What comes to the area in the months asked for, and the rows that the address narrows it to."""

    found: Ahead
    wanted: Wanted
    months: int

    @property
    def rows(self) -> list[AheadRow]:
        """The rows that fit."""
        return self.found.narrowed(self.wanted)

    def without(self, name: str) -> list[AheadRow]:
        """The rows as they would be without one of the filters: for the counts beside that filter's choices."""
        told = {each: "" if each == name else getattr(self.wanted, each) for each in NARROWED}
        return self.found.narrowed(Wanted(**told))


def asked_in(data: QueryDict) -> QueryDict:
    """The address as the form reads it: without a choice, three months."""
    asked = data.copy()
    if not asked.get("months"):
        asked["months"] = str(DEFAULT)
    return asked


def listed(data: QueryDict, acting: Acting) -> tuple[AheadQuery, Listed]:
    """The form and what it asks for; what isn't understood doesn't narrow. Five statements."""
    form = AheadQuery(asked_in(data), acting=acting)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    months = int(asked.get("months") or DEFAULT)
    wanted = Wanted(**{name: asked.get(name) or "" for name in NARROWED})
    return form, Listed(coming_to(acting, months), wanted, months)


def coming_to(acting: Acting, months: int) -> Ahead:
    """What comes to a person's area from today on, up to the same day so many months later. Five statements."""
    return ahead(partial(visible_to, acting), acting.on, until_of(acting.on, months))


def until_of(on: date, months: int) -> date:
    """The last day of a window of months."""
    return add_months(on, months)
