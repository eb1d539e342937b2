"""Forms of the monthly run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.law.procedures.payroll import TITLES
from doudi.ui.fields import LineField
from doudi.ui.forms import Form


class NewRunForm(Form):
    """Which month and programme to compute."""

    month = LineField(label=_("发放月份"), max_length=7, help_text=_("如 2026-12"))
    programme = forms.ChoiceField(label=_("救助类别"), choices=list(TITLES.items()))


class ApproveForm(Form):
    """审批 asks for the password once more."""

    password = forms.CharField(
        label=_("登录密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("谁签字、谁负责：审批前再验一次本人"),
    )  # fmt: skip
