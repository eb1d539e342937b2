"""Forms about people of the office: accounts, posts, passwords, relatives, deputies, hand-overs, calendar."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.handing import REASONS
from doudi.accounts.people import placed
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.ui.fields import DayField, IdNumberField, LineField, UploadsField
from doudi.ui.forms import Form


class PeopleQuery(Form):
    """Whom to look for."""

    q = LineField(label=_("登录名或姓名"), required=False, max_length=50)


class EnrolForm(Form):
    """开立账号."""

    login = forms.RegexField(
        label=_("登录名"), regex=r"^[a-z][a-z0-9-]{2,39}$", help_text=_("小写字母开头，可用数字和连字符，如 beijie-clerk"),
        error_messages={"invalid": _("登录名用小写字母、数字和连字符，3 到 40 位，字母开头")},
    )  # fmt: skip
    name = LineField(label=_("姓名"), max_length=50)
    phone_tail = forms.RegexField(
        label=_("手机后四位"), regex=r"^\d{4}$", help_text=_("印在页面水印上"),
        error_messages={"invalid": _("请写四位数字")},
    )  # fmt: skip
    id_number = IdNumberField(
        label=_("身份证号"), required=False, help_text=_("用来认出本人的案件，须回避；只存密文索引，不显示")
    )


class DisableForm(Form):
    """停用账号."""

    reason = LineField(label=_("事由"), max_length=100, min_length=2, help_text=_("写入日志，如：调离"))


class PostForm(Form):
    """授予岗位."""

    post = forms.ChoiceField(label=_("岗位"), choices=[(post.value, post.title) for post in Post])
    division = forms.ChoiceField(label=_("范围"), help_text=_("村（社区）岗位选村，镇街岗位选镇街，其余选区"))
    since = DayField(label=_("自"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        divisions = tree()
        district = next(one for one in divisions.above_towns if len(one.code) == 6)
        towns = [(town.name, [(town.code, town.name), *((one.code, one.name) for one in divisions.villages_of(town.code))])
                 for town in divisions.towns]  # fmt: skip
        self.fields["division"].choices = [(district.code, district.name), *towns]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        post, division = cleaned.get("post"), cleaned.get("division")
        if post and division and not placed(Post(post), division):
            word = (
                _t("村（社区）") if Post(post).is_village else _t("区") if Post(post).is_district else _t("镇（街道）")
            )
            self.add_error("division", _t("%(post)s的范围是一个%(word)s") % {"post": Post(post).title, "word": word})
        return cleaned


class EndPostForm(Form):
    """结束岗位."""

    until = DayField(label=_("自哪天起不再任职"))


class NewPasswordForm(Form):
    """本人设密码, in place of the one-time password."""

    password = forms.CharField(
        label=_("新密码"), strip=False, max_length=200, help_text=_("至少 10 位，不用常见的密码"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一遍"), strip=False, max_length=200, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", _t("两遍输入的不一样"))
        if first:
            try:
                validate_password(first)
            except forms.ValidationError:
                self.add_error("password", _t("密码太短或太常见：至少 10 位，不用常见的密码"))
        return cleaned


class RelativeForm(Form):
    """登记近亲属."""

    relation = forms.ChoiceField(
        label=_("与本人关系"), choices=lambda: [(one, one) for one in settings.DOUDI_CLOSE_RELATIVES]
    )
    name = LineField(label=_("姓名"), max_length=50)
    id_number = IdNumberField(label=_("身份证号"), help_text=_("只存密文索引，用来提示回避；登记后不再显示"))


class DelegationForm(Form):
    """授权代签."""

    deputy = forms.ChoiceField(label=_("代签人"))
    paper_number = LineField(label=_("授权书文号"), required=False, max_length=60)
    since = DayField(label=_("自"))
    until = DayField(label=_("至"), help_text=_("含当日，一次最长半年"))
    scan = UploadsField(label=_("授权书"), required=False, help_text=_("照片或扫描件；文号和扫描件至少有一样"))


class HandOverForm(Form):
    """发起交接."""

    leaver = forms.ChoiceField(label=_("移交人"))
    successor = forms.ChoiceField(label=_("接手人"))
    last_day = DayField(label=_("移交人最后在岗日"))
    reason = forms.ChoiceField(label=_("原因"), choices=[(one, one) for one in REASONS])


class CalendarDayForm(Form):
    """改一天."""

    day = DayField(label=_("日期"))
    is_working = forms.TypedChoiceField(
        label=_("这一天"), coerce=lambda value: value == "1", choices=[("0", _("放假")), ("1", _("上班"))],
        widget=forms.RadioSelect, initial="0",
    )  # fmt: skip
    note = LineField(
        label=_("依据"), max_length=100, min_length=2, help_text=_("如：国务院办公厅 2027 年放假安排的通知")
    )
    completes_year = forms.BooleanField(
        label=_("这是那一年最后一条，全年安排已录完"), required=False,
        help_text=_("勾上并确认后，那一年的期限不再标“暂定”"),
    )  # fmt: skip
