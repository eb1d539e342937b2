"""责任清单: step × post × named person of a town on a day, from the procedure table; gaps are said."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.desk.areas import towns_of
from doudi.desk.duty_table import asked_duties, in_force, table
from doudi.desk.guard import DeskRequest, needs
from doudi.law.divisions import tree
from doudi.ui.fields import DayField
from doudi.ui.forms import Form


class DutiesQuery(Form):
    """Which town, day and programme."""

    town = forms.ChoiceField(label=gettext_lazy("镇（街道）"), required=False)
    day = DayField(label=gettext_lazy("日期"), required=False)
    edition = forms.ChoiceField(label=gettext_lazy("程序"), required=False)


@needs("duties.read", methods=("GET",))
def show(request: DeskRequest) -> HttpResponse:
    """The register of a town on a day, for each programme; prints on A4 across."""
    asked = asked_duties(request.GET, request.acting)
    procedures = in_force(asked.on, asked.town)
    form = DutiesQuery(request.GET or None, initial={"town": asked.town, "day": asked.on})
    form.fields["town"].choices = towns_of(request.acting)  # type: ignore[attr-defined]
    form.fields["edition"].choices = [("", _("全部")), *((one.code, one.title) for one in procedures)]  # type: ignore[attr-defined]
    return render(request, "desk/duties.html", {
        "form": form, "town": tree().get(asked.town).name, "on": asked.on,
        "tables": [table(one, asked.town, asked.on) for one in procedures if asked.takes(one)],
    })  # fmt: skip
