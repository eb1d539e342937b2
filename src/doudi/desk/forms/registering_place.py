"""申请登记, the single questions: where and why, by whom, and where the money goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_people import Around, chosen
from doudi.households import codes
from doudi.households.entries import AccountEntry
from doudi.law.divisions import tree
from doudi.ui.fields import LineField, NumberTextField
from doudi.ui.forms import Form

AUTO, SELF, AGENT = "auto", "self", "agent"
# What may be asked for, as programme and way of applying.
ASKED_FOR = (
    ("subsistence_allowance", _("最低生活保障（全家）")),
    ("subsistence_allowance:single_person", _("最低生活保障（单人保）")),
    ("extreme_hardship_support", _("特困人员救助供养")),
)


class NewForm(Form):
    """登记申请: in which village the family lives; `key` makes a second press of the button the same draft."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    village = forms.ChoiceField(label=_("住在哪个村（社区）"))

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, on=around.on, **kwargs)
        offer_villages(self, around)


class ApplicantForm(Form):
    """申请人与住址: which aid, where they live, why they ask, and who brings the request."""

    programme = forms.ChoiceField(
        label=_("申请的救助"), choices=ASKED_FOR, initial=ASKED_FOR[0][0],
        help_text=_("单人保：低保边缘家庭里的重度残疾人、重病患者单独申请；特困：无劳动能力、无生活来源、无人能赡养的人本人申请"),
    )  # fmt: skip
    village = forms.ChoiceField(label=_("村（社区）"))
    address = LineField(label=_("现住址"), max_length=200, help_text=_("写到门牌，入户调查按它找人"))
    area = forms.ChoiceField(
        label=_("按哪种标准"),
        choices=[(AUTO, _("随村（社区）")), *codes.Area.choices],
        initial=AUTO,
        widget=forms.RadioSelect,
        help_text=_("居委会按城市，村委会按农村；户籍与住地不一致的，请自己选"),
    )
    phone = NumberTextField(
        label=_("联系电话"), max_length=20, required=False, help_text=_("没有电话的，写一个能找到本人的号码")
    )
    reason = LineField(
        label=_("申请理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("家里的难处，照实写")
    )
    who = forms.ChoiceField(
        label=_("谁来办"),
        choices=[(SELF, _("本人")), (AGENT, _("委托他人代办"))],
        initial=SELF,
        widget=forms.RadioSelect,
        help_text=_("村（社区）代为申请也是代办，要有申请人签名的委托书"),
    )
    agent_name = LineField(label=_("代办人姓名"), max_length=50, required=False)
    agent_relation = LineField(
        label=_("代办人与申请人的关系"), max_length=20, required=False, help_text=_("如 儿子、邻居、村低保员")
    )

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        kwargs["initial"] = {"village": around.village, **_agent(around)}
        super().__init__(*args, on=around.on, **kwargs)
        offer_villages(self, around)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("who") == AGENT:
            for name in ("agent_name", "agent_relation"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def asked_for(self) -> tuple[str, str]:
        """The programme, and whether the household or a single person applies."""
        programme, _colon, apply_as = self.cleaned_data["programme"].partition(":")
        return programme, apply_as or "household"

    @property
    def area_chosen(self) -> str:
        """Urban or rural: as chosen, else as the village's committee is named."""
        chosen_area: str = self.cleaned_data["area"]
        return area_of(self.cleaned_data["village"]) if chosen_area == AUTO else chosen_area

    @property
    def agent(self) -> tuple[str, str]:
        """Name and relation of whoever brings the request; two empty texts when the applicant does."""
        if self.cleaned_data["who"] != AGENT:
            return "", ""
        return self.cleaned_data["agent_name"], self.cleaned_data["agent_relation"]


class AccountForm(Form):
    """发放账户: in the name of the applicant or a member; anybody else needs a written agreement (57号 第二十六条)."""

    owner_name = LineField(label=_("户名"), max_length=50, help_text=_("申请人或家庭成员本人的账户"))
    bank = LineField(label=_("开户银行"), max_length=60, help_text=_("如 农商银行北石店支行"))
    number = NumberTextField(label=_("账号"), min_length=8, max_length=40)
    custody = LineField(
        label=_("代管协议"), max_length=60, required=False, help_text=_("户名不是家里人时填：谁、何时、与谁签的协议")
    )

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner_name": around.applicant}
        super().__init__(*args, on=around.on, **kwargs)
        self.names = {person.name for person in around.people}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        owner = cleaned.get("owner_name")
        if owner and owner not in self.names and not cleaned.get("custody"):
            self.add_error("owner_name", _t("户名不是家庭成员，请换成本人账户，或写明代管协议"))
        return cleaned

    def entry(self) -> AccountEntry:
        """The account as the family's file keeps it."""
        cleaned = self.cleaned_data
        own = cleaned["owner_name"] in self.names
        return AccountEntry(
            cleaned["owner_name"], cleaned["bank"], cleaned["number"], "" if own else cleaned["custody"]
        )


def area_of(village: str) -> str:
    """Which standard a village's people are under at first sight: 居委会 urban, 村委会 rural."""
    rural = tree().get(village).name.endswith(("村委会", "村民委员会"))
    return (codes.Area.RURAL if rural else codes.Area.URBAN).value


def offer_villages(form: Form, around: Around) -> None:
    """The villages of the person's area; where there is only one it is chosen."""
    only = len(around.villages) == 1
    form.fields["village"].choices = list(around.villages) if only else chosen(*around.villages)  # type: ignore[attr-defined]


def _agent(around: Around) -> dict[str, str]:
    name, relation = around.agent
    return {"who": AGENT, "agent_name": name, "agent_relation": relation} if name else {}
