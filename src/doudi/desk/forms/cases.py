"""Forms of the case page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.law.papers import PaperKind
from doudi.ui.fields import LineField, UploadsField
from doudi.ui.forms import Form


class UnmaskForm(Form):
    """Why a whole ID number must be seen; kept in the log."""

    reason = LineField(label=_("事由"), max_length=100, min_length=4, help_text=_("写入日志，如：核对身份证原件"))


class PaperForm(Form):
    """A paper brought to the window: ticked, or uploaded too."""

    kind = forms.ChoiceField(
        label=_("材料"),
        choices=[
            (kind.value, kind.title)
            for kind in (
                PaperKind.PROMISE_AND_CONSENT, PaperKind.APPLICATION, PaperKind.IDENTITY_PROOF, PaperKind.MANDATE,
                PaperKind.HARDSHIP_PROOF, PaperKind.ACCOUNT_PROOF, PaperKind.OBLIGOR_CONSENT, PaperKind.DECLARATION,
                PaperKind.PROMISE_INSTEAD,
            )
        ],
    )  # fmt: skip
    member = forms.ChoiceField(label=_("是谁的"), required=False, help_text=_("授权书每人一份，要选人"))
    remark = LineField(
        label=_("说明"), required=False, max_length=100, help_text=_("告知承诺书写明代替哪些证明，写入受理通知书")
    )
    scans = UploadsField(label=_("照片或扫描件"), required=False, help_text=_("可以不传，原件在卷即可；JPG、PNG、PDF"))
