"""Forms of the steps that need a few answers."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.ui.fields import LineField, UploadsField
from doudi.ui.forms import Form

HOW_DELIVERED = [("当面送达", _("当面送达")), ("邮寄送达", _("邮寄送达")), ("留置送达", _("留置送达（两人见证）"))]
HOW_RECEIVED = [("窗口", _("窗口")), ("电话", _("电话")), ("来信", _("来信")), ("村（社区）转来", _("村（社区）转来"))]


def text(label: Any, rows: int = 4, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """A longer answer."""
    return forms.CharField(
        label=label, required=required, max_length=1000, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


class SinceForm(Form):
    """A form on what can't have been before a day of the case, as the home visit before acceptance; the page sets `since`."""

    since: date | None = None
    day_asked = "held_on"
    too_early: Any = ""

    def clean(self) -> dict[str, Any]:
        """The day isn't before `since`."""
        typed = super().clean() or {}
        on = typed.get(self.day_asked)
        if on and self.since and on < self.since:
            self.add_error(self.day_asked, self.too_early % f"{self.since:%Y-%m-%d}")
        return typed


class NothingForm(Form):
    """A step that asks nothing."""


class NoteForm(Form):
    """A step with a written opinion."""

    note = text(_("意见"))


class PublishForm(Form):
    """公示: the photo of the board."""

    photo = UploadsField(
        label=_("公示栏照片"), required=False, help_text=_("张贴后拍一张，能看清公示单；也可以之后补传")
    )


class ObjectionForm(Form):
    """收到异议: what was said; who said it is sealed and never told to the family."""

    how = forms.ChoiceField(label=_("怎样收到"), choices=HOW_RECEIVED)
    objector = LineField(
        label=_("异议人"), required=False, max_length=50, help_text=_("加密保存，不告诉这家人；匿名可不填")
    )
    text = text(_("异议内容"))


class AnswerForm(Form):
    """答复异议."""

    answer = text(_("复查查明的情况"), hint=_("写入给异议人和申请人的告知书；不要写异议人是谁"))


class DeliveryForm(Form):
    """送达: how and to whom."""

    how = forms.ChoiceField(label=_("送达方式"), choices=HOW_DELIVERED, widget=forms.RadioSelect, initial="当面送达")
    receiver = LineField(label=_("签收人"), max_length=50)
    witnesses = LineField(
        label=_("见证人"), max_length=100, required=False, help_text=_("拒绝签收而留置送达的，写两名见证人的姓名")
    )
    receipt = UploadsField(label=_("签收的送达回执"), required=False, help_text=_("可以之后补传"))

    def clean(self) -> dict[str, Any]:
        """留置送达 has two witnesses, by name."""
        typed = super().clean() or {}
        names = [name for name in re.split(r"[、，,；;\s]+", typed.get("witnesses", "")) if name]
        if typed.get("how") == "留置送达" and len(names) < 2:
            self.add_error("witnesses", _("留置送达须有两名见证人，请写姓名"))
        return typed


class SignForm(Form):
    """签批: the decision, reasons where needed, and the password once more."""

    decision = forms.ChoiceField(
        label=_("签批"),
        widget=forms.RadioSelect,
        choices=[("confirm", _("同意")), ("refuse", _("不予确认")), ("return", _("退回补查"))],
    )
    reasons = text(_("理由"), 3, required=False, hint=_("不予确认、退回时写；写入通知书或退回意见"))
    password = forms.CharField(
        label=_("登录密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("谁签字、谁负责：签批前再验一次本人"),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A case sent back says what is to be looked into."""
        typed = super().clean() or {}
        if typed.get("decision") == "return" and not typed.get("reasons"):
            self.add_error("reasons", _("退回补查，请写明要补查什么"))
        return typed
