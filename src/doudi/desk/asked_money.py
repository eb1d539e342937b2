"""What an address of a list of money asks for: the same for the screen and for the workbook."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.desk.areas import towns_of, villages_of
from doudi.desk.forms.payments import AwardsQuery, FailureQuery, LinesQuery
from doudi.payments.models import Run
from doudi.payments.queries import AwardQuery, Wanted, Within, run_for

NUMBER = re.compile(r"[A-Z0-9-]{1,40}", re.ASCII)


def awards_asked(data: QueryDict, acting: Acting) -> tuple[AwardsQuery, AwardQuery]:
    """The form of 待遇 and what it asks for; what isn't understood doesn't narrow."""
    form = AwardsQuery(data or None)
    form.fields["village"].choices = [("", _("全部")), *villages_of(acting)]  # type: ignore[attr-defined]
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    names = ("q", "programme", "state", "village", "hold")
    return form, AwardQuery(*(asked.get(name, "") for name in names))


def failures_asked(data: QueryDict, acting: Acting) -> tuple[FailureQuery, Wanted]:
    """The form of 退票 and what it asks for."""
    form = FailureQuery(data or None)
    form.fields["town"].choices = [("", _("全部")), *towns_of(acting)]  # type: ignore[attr-defined]
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, Wanted(asked.get("state", ""), asked.get("run", ""), asked.get("town", ""))


def number_asked(data: QueryDict, name: str) -> str:
    """A number that an address names; empty for anything else."""
    number = data.get(name, "")
    return number if NUMBER.fullmatch(number) else ""


def run_asked(data: QueryDict) -> Run | None:
    """The run that an address names; None for anything else."""
    return run_for(number_asked(data, "run"))


def town_asked(data: QueryDict, acting: Acting) -> str | None:
    """The town that an address names, empty for all that the post sees; None outside the area."""
    town = data.get("town", "")
    return town if not town or town in dict(towns_of(acting)) else None


def lines_asked(data: QueryDict, acting: Acting) -> tuple[LinesQuery, Within]:
    """The form of a run's families and which of its lines it asks for."""
    form = LinesQuery(data or None, towns=towns_of(acting))
    return form, form.within() if form.is_bound and form.is_valid() else Within()
