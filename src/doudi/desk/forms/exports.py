"""Forms of exports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.law.procedures.payroll import TITLES
from doudi.ui.fields import LineField
from doudi.ui.forms import Form


class ReasonForm(Form):
    """Why so many rows, or whole ID numbers, are to leave the system; kept in the log."""

    reason = LineField(label=_("事由"), max_length=100, min_length=4, help_text=_("写入日志，如：报区民政局季度核对"))


class LedgerForm(Form):
    """Which register to export."""

    programme = forms.ChoiceField(label=_("救助类别"), choices=list(TITLES.items()))
