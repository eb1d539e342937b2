"""Forms of records: 民主评议、一事一议、异议复查、审核确认人入户, and of self-care."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.handling import SinceForm, text
from doudi.law.codes import SELF_CARE, SUPPORT_MODES
from doudi.ui.fields import CountField, DayField, LineField, UploadsField
from doudi.ui.forms import Form


class MeetingForm(Form):
    """一事一议会议纪要."""

    held_on = DayField(label=_("日期"), until_today=True)
    place = LineField(label=_("地点"), max_length=200)
    chair = LineField(label=_("主持人"), max_length=50)
    recorder = LineField(label=_("记录人"), max_length=50)
    attendees = text(_("参加人"), 2, hint=_("写姓名和身份，用“、”隔开"))
    content = text(_("讨论的事"), 3)
    conclusion = text(_("会议意见"), 3)
    scans = UploadsField(label=_("签名的原件扫描"), required=False)


class AppraisalForm(Form):
    """民主评议记录 (domain §6): who came, what was said, how many were for and against."""

    held_on = DayField(label=_("日期"), until_today=True)
    place = LineField(label=_("地点"), max_length=200)
    chair = LineField(label=_("主持人"), max_length=50)
    recorder = LineField(label=_("记录人"), max_length=50)
    attendees = text(_("参加人"), 3, hint=_("按组写姓名：镇街干部、村（社区）干部、村（居）民代表"))
    absent = LineField(label=_("缺席人"), max_length=200, required=False)
    content = text(_("评议情况"), 3)
    votes_for = CountField(label=_("同意票"), min_value=0)
    votes_against = CountField(label=_("不同意票"), min_value=0)
    votes_abstain = CountField(label=_("弃权票"), min_value=0)
    conclusion = text(_("评议结论"), 2)
    scans = UploadsField(label=_("签名的原件和照片"), required=False)


class ResurveyForm(SinceForm):
    """异议复查记录: two people look again at what the objection says."""

    too_early = _("早于收到异议的 %s，收到以后复查的才算")

    held_on = DayField(label=_("复查日期"), until_today=True)
    place = LineField(label=_("地点"), max_length=200)
    second = forms.ChoiceField(label=_("另一名调查人"), help_text=_("经办人或包村（社区）干部"))
    content = text(_("怎样复查、查了什么"), 3)
    conclusion = text(_("查明的事实"), 3)
    scans = UploadsField(label=_("证明材料、照片"), required=False)


class DeciderVisitForm(Form):
    """审核确认人入户核查记录."""

    held_on = DayField(label=_("入户日期"), until_today=True)
    place = LineField(label=_("地点"), max_length=200)
    content = text(_("看到的情况"), 3)
    conclusion = text(_("核查意见"), 2)
    scans = UploadsField(label=_("照片"), required=False)


class SelfCareForm(SinceForm):
    """生活自理能力评估表 (43号 第二十条至第二十二条): six acts, and the mode of support that the person chose."""

    day_asked = "assessed_on"
    too_early = _("早于受理日 %s，受理以后评估的才算")

    assessed_on = DayField(label=_("评估日期"), until_today=True)
    assessors = LineField(label=_("评估人"), max_length=120, help_text=_("本镇评估的写两人；委托第三方的写机构和人员"))
    unable_to = forms.MultipleChoiceField(
        label=_("不能自主完成的"), required=False, choices=list(SELF_CARE.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("六项都能自主完成是全自理；一至三项不能是半护理；四项以上不能是全护理"),
    )  # fmt: skip
    support = forms.ChoiceField(
        label=_("本人选择的供养方式"), choices=list(SUPPORT_MODES.items()), widget=forms.RadioSelect, initial="home"
    )
    institution = LineField(label=_("供养服务机构"), max_length=100, required=False, help_text=_("选集中供养的填写"))
    carer = LineField(label=_("照料人"), max_length=50, required=False, help_text=_("选分散供养的填写"))
    carer_relation = LineField(label=_("照料人与本人关系"), max_length=20, required=False)
    health = text(_("健康和生活状况"), 3, required=False)
    scans = UploadsField(label=_("签名的评估表扫描件"), required=False)

    def clean(self) -> dict[str, Any]:
        """An institution is named where it was chosen."""
        typed = super().clean() or {}
        if typed.get("support") == "institution" and not typed.get("institution"):
            self.add_error("institution", _("选了集中供养，请写明供养服务机构"))
        return typed
