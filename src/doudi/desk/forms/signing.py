"""The form of signing several cases at once: the password, and nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.ui.forms import Form


class BatchForm(Form):
    """Once more who one is, with the list on the screen."""

    password = forms.CharField(
        label=_("登录密码"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("谁签字、谁负责：上面每一件都是您单独的一个决定"),
    )  # fmt: skip
