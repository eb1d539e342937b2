"""Forms of the turns of a case: 容缺受理、延期、移交、撤回、终止、重新审核, and of the ending of 特困 support."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.cases.actions.ending import STOP_CAUSES
from doudi.cases.actions.turning import EXTENSION_GROUNDS, REOPENING_CAUSES
from doudi.desk.forms.handling import text
from doudi.ui.fields import DayField, UploadsField
from doudi.ui.forms import Form


class LackingForm(Form):
    """容缺受理: by when the family brings what lacks."""

    bring_by = DayField(label=_("补交期限"), help_text=_("写入受理通知书；补齐前不能拟定意见"))

    def clean_bring_by(self) -> date:
        """Not in the past."""
        day: date = self.cleaned_data["bring_by"]
        if self.on and day < self.on:
            raise forms.ValidationError(_("补交期限不能早于今天"))
        return day


class ExtensionForm(Form):
    """申请延长: one of four grounds and the reason; both go into the notice."""

    ground = forms.ChoiceField(label=_("情形"), choices=list(EXTENSION_GROUNDS.items()), widget=forms.RadioSelect)
    reason = text(_("理由"), 3, hint=_("写入告知书，请写清为什么 20 个工作日办不完"))


class TransferForm(Form):
    """申请移交: to which town, and why."""

    to_town = forms.ChoiceField(label=_("移交到"))
    note = text(_("理由"), 3)


class ReceivingForm(Form):
    """移交: the village of the receiving town in which the family lives now."""

    village = forms.ChoiceField(label=_("接收的村（社区）"))


class WithdrawalForm(Form):
    """撤回申请: why, and the letter."""

    note = text(_("撤回的原因"), 3)
    letter = UploadsField(label=_("签名的撤回申请书"), required=False, help_text=_("可以只登记，原件在卷即可"))


class CauseForm(Form):
    """终止办理: the facts, as the notice tells them."""

    cause = text(_("拒不配合的事实和经过"), 4, hint=_("写入告知书，请写明哪天、要求了什么、怎样拒绝"))


class ReopeningForm(Form):
    """重新审核: what set it off."""

    cause = forms.ChoiceField(label=_("缘由"), choices=list(REOPENING_CAUSES.items()), widget=forms.RadioSelect)
    note = text(_("说明"), 3, hint=_("写入告知书"))


class StopForm(Form):
    """拟终止救助供养: one of the causes of art. 24, and what shows it."""

    cause = forms.ChoiceField(label=_("情形"), choices=list(STOP_CAUSES.items()), widget=forms.RadioSelect)
    note = text(_("依据"), 3, hint=_("写明凭什么认定，写入告知书；不写入公示单"))


class SignedForm(Form):
    """An ending of support: the password once more; `shown` is what the page says of it, `seen` its seal."""

    shown: Mapping[str, Any] = MappingProxyType({})
    seen = forms.CharField(widget=forms.HiddenInput)

    password = forms.CharField(
        label=_("登录密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("谁签字、谁负责：签批前再验一次本人"),
    )  # fmt: skip
