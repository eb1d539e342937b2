"""申请登记: the sections of a registration in the order in which they are asked, and the form of each."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_money import IncomeLines, PropertyLines, SupportLines
from doudi.desk.forms.registering_papers import PapersForm
from doudi.desk.forms.registering_people import Around, FamilyLines
from doudi.desk.forms.registering_place import AccountForm, ApplicantForm
from doudi.ui.errors import AnyForm

OVERVIEW, CHECK = "overview", "check"


@dataclass(frozen=True)
class Section:
    """One part of a registration. `may_skip`: it need not even be opened; `may_be_empty`: saying nothing says 没有."""

    code: str
    title: str | Promise
    about: str | Promise
    may_skip: bool = False
    may_be_empty: bool = False


SECTIONS = (
    Section("applicant", _("申请人与住址"), _("申请什么、住哪里、为什么、谁来办")),
    Section("family", _("家庭成员"), _("每个人的身份、健康、就读；不勾申请人的，户主就是申请人")),
    Section("income", _("收入和支出"), _("每个人挣的、领的、看病上学花的；没有的直接保存"), may_be_empty=True),
    Section(
        "property",
        _("财产"),
        _("存款、房、车、经营（市场主体写注册资本）；住房可以不写市值；都没有的直接保存"),
        may_be_empty=True,
    ),
    Section("obligors", _("赡养、抚养义务人"), _("不在一起生活的子女、父母、配偶；没有的可以跳过"), may_skip=True),
    Section("account", _("发放账户"), _("本人或家庭成员的银行账户")),
    Section("papers", _("材料和授权"), _("收到的打勾，或拍照上传；缺的会自动写进一次性告知书"), may_skip=True),
)
BY_CODE = {section.code: section for section in SECTIONS}


def following(code: str) -> str:
    """The section after one; after the last comes the check."""
    codes = [section.code for section in SECTIONS] + [CHECK]
    return codes[codes.index(code) + 1]


def form_for(code: str, data: QueryDict | None, around: Around, files: Any = None) -> AnyForm:
    """The form (or the lines) of a section, bound to what was typed; unbound where nobody has been yet."""
    if code == "applicant":
        return ApplicantForm(data, around=around)
    if code == "account":
        return AccountForm(data, around=around)
    if code == "papers":
        return PapersForm(data, files, around=around)
    if code == "family":
        return FamilyLines(data, prefix=code, form_kwargs={"on": around.on})
    lines = {"income": IncomeLines, "property": PropertyLines, "obligors": SupportLines}[code]
    return lines(data, prefix=code, form_kwargs={"around": around})
