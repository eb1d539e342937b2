"""Forms of 提标重算: from which month."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.payments import MONTH_SHAPE
from doudi.ui.forms import Form


class UpliftForm(Form):
    """The month from which the new amounts are paid."""

    month = forms.RegexField(
        MONTH_SHAPE, label=_("自何月起"), max_length=7, error_messages={"invalid": _("月份写成 2027-01 这样")},
        help_text=_("如 2027-01；前后 12 个月以内。新标准须先在“标准与参数”里由两人录入、确认"),
    )  # fmt: skip
