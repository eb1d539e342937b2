"""The log-in form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.ui.forms import Form


class LoginForm(Form):
    """Login name and password; what is wrong with them is never said apart (S13)."""

    username = forms.CharField(label=_("登录名"), max_length=40)
    password = forms.CharField(label=_("密码"), max_length=200, strip=False, widget=forms.PasswordInput)


class PostForm(Form):
    """Which of one's posts to act in."""

    seat = forms.TypedChoiceField(label=_("以哪个岗位办理"), coerce=int, widget=forms.RadioSelect)
