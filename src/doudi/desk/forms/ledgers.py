"""Forms of the ledger's import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.handling import text
from doudi.ui.forms import Form


class LedgerUpload(Form):
    """The bureau's own workbook."""

    workbook = forms.FileField(label=_("台账工作簿"), help_text=_("只收 .xlsx，20 MB 以内；原样上传，不用改格式"))


class DecideForm(Form):
    """核定 one row that waits for a person."""

    accept = forms.ChoiceField(
        label=_("核定"), widget=forms.RadioSelect, choices=[("yes", _("按表中所列导入")), ("no", _("不导入，退回更正"))]
    )
    reason = text(_("核定理由"), 2)
