"""Forms of the home visit, the check report, adopting and the opinion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.handling import SinceForm, text
from doudi.desk.forms.registering_money import USES, ZERO, SquareMetresField
from doudi.households.codes import Asset, Income, Per, Spending
from doudi.households.entries import ItemEntry
from doudi.ui.fields import DayField, LineField, UploadsField, YuanField
from doudi.ui.forms import Form, Lines, lines_of
from doudi.verification.models import CheckResult

KINDS = [
    (_("收入"), [(f"income:{code}", word) for code, word in Income.choices]),
    (_("支出"), [(f"spending:{code}", word) for code, word in Spending.choices]),
    (_("财产"), [(f"asset:{code}", word) for code, word in Asset.choices]),
]
WITHOUT_PRICE = (Asset.HOUSE.value, Asset.SHOP.value, Asset.VEHICLE.value)
UNSAID = "unsaid"
OBLIGOR = "obligor:"  # before the key of somebody who owes support, among those whose amount it is
SOURCES = (
    "户籍",
    "婚姻",
    "殡葬火化",
    "车辆",
    "不动产",
    "社保",
    "公积金",
    "税务",
    "市场主体登记",
    "银行存款",
    "证券",
    "保险",
    "残疾人登记",
)


class VisitForm(SinceForm):
    """入户调查表 (domain §6), but for the amounts."""

    day_asked = "visited_on"
    too_early = _("早于受理日 %s，受理以后入户的才算")

    visited_on = DayField(label=_("入户日期"), until_today=True)
    place = LineField(label=_("入户地点"), max_length=200)
    respondent = LineField(label=_("被访人"), max_length=50)
    respondent_relation = LineField(label=_("与户主关系"), max_length=20)
    second = forms.ChoiceField(
        label=_("另一名调查人"), help_text=_("经办人或包村（社区）干部；村干部协助在场，不算调查人")
    )
    assistants = LineField(label=_("协助在场人员"), max_length=200, required=False)
    housing = LineField(label=_("住房情况"), max_length=300, required=False)
    land = LineField(label=_("承包地情况"), max_length=300, required=False)
    living = text(_("生活情况"), 3, required=False)
    conclusion = text(_("调查结论"), 3)
    signed_form = UploadsField(label=_("签字的调查表扫描件"), required=False)
    photos = UploadsField(label=_("入户照片"), required=False, help_text=_("存前去掉拍摄位置等信息"))


class ItemForm(Form):
    """One amount found: whose, what, how much, per month or year; the area of a home, the use of a vehicle. A question that
    isn't asked of a kind is out of sight where scripts run. `by_value`: vehicles are judged by their worth here."""

    member = forms.ChoiceField(label=_("是谁的"), required=False)
    kind = forms.ChoiceField(label=_("项目"), choices=[("", _("请选择")), *KINDS])
    amount = YuanField(label=_("金额"), required=False)
    per = forms.ChoiceField(label=_("期间"), required=False, choices=[("", _("时点数（财产）")), *Per.choices])
    area_m2 = SquareMetresField(label=_("住房面积"), required=False)
    use = forms.ChoiceField(
        label=_("车辆用途"), required=False, choices=[("", _("请选择")), *USES, (UNSAID, _("没写明（按自报的用途）"))]
    )

    def __init__(self, *args: Any, by_value: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_value = by_value
        for name in ("member", "amount", "per", "use"):
            self.fields[name].one_of_two = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sort, _colon, kind = str(cleaned.get("kind") or "").partition(":")
        if sort == "asset":
            cleaned["per"] = ""
        elif sort:
            self._asks("per", _("收入、支出要选每月或每年"))
            self._asks("member", _("请选是谁的"))
        if kind:
            self._of_its_kind(kind)
        self._of_an_obligor(sort, str(cleaned.get("member") or ""))
        return cleaned

    def _of_its_kind(self, kind: str) -> None:
        """What the law asks of each kind: a sum, but of a home, shop or vehicle; of a vehicle its use."""
        if kind not in WITHOUT_PRICE:
            self._asks("amount", _("请填写金额"))
        if kind == Asset.VEHICLE:
            self._asks("use", _("请选车辆用途；报告没写明的，也请照选"))
            if self.by_value:
                self._asks("amount", _("本地按车辆现值认定，请填现值"))
        elif self.cleaned_data.get("use"):
            self.add_error("use", _("只有车辆才选用途"))
        if kind != Asset.HOUSE and self.cleaned_data.get("area_m2") is not None:
            self.add_error("area_m2", _("只有住房才填面积"))

    def _asks(self, name: str, lacks: Any) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, lacks)

    def entry(self) -> ItemEntry:
        """What was found, but for whose it is."""
        cleaned = self.cleaned_data
        sort, _colon, kind = cleaned["kind"].partition(":")
        area, use = cleaned["area_m2"], cleaned["use"]
        details = {"area_m2": f"{area:.2f}"} if area is not None else {}
        details |= {"use": use} if use and use != UNSAID else {}
        return ItemEntry(sort, kind, cleaned["amount"] or ZERO, per=cleaned["per"], details=details)

    def _of_an_obligor(self, sort: str, member: str) -> None:
        """What nobody asks of those who owe support (43号 第八条 looks at income and property)."""
        if sort == "spending" and member.startswith(OBLIGOR):
            self.add_error("kind", _("义务人只写收入和财产"))


class ItemLines(Lines):
    """Amounts found, one a line."""

    noun = _("项")
    add_label = _("再加一项")


FoundItems = lines_of(ItemForm, ItemLines, extra=1)


class ReportForm(Form):
    """核对报告, but for the results and amounts."""

    number = LineField(label=_("报告编号"), max_length=40)
    queried_on = DayField(label=_("数据日期"), until_today=True)
    summary = text(_("说明"), 2, required=False)
    scan = UploadsField(label=_("核对报告扫描件"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for place, source in enumerate(SOURCES):
            self.fields[f"result_{place}"] = forms.ChoiceField(
                label=source, choices=[("", _("请选择")), *CheckResult.Result.choices], required=False
            )
            self.fields[f"result_{place}"].one_of_two = True  # type: ignore[attr-defined]
        self.fields["rest"] = forms.BooleanField(
            label=_("没有选的各项都是“无记录”"),
            required=False,
            help_text=_("逐项看过报告再勾；无应答的要单独选，不算无记录"),
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for place in range(len(SOURCES)):
            name = f"result_{place}"
            if not cleaned.get(name) and name not in self.errors:
                if cleaned.get("rest"):
                    cleaned[name] = CheckResult.Result.NONE
                else:
                    self.add_error(name, _("请选结果；确是无记录的，可在下面一并勾选"))
        return cleaned

    @property
    def hits(self) -> list[str]:
        """The sources that have something on record."""
        return [source for source, result, _remark in self.results if result == CheckResult.Result.HIT]

    @property
    def results(self) -> list[tuple[str, str, str]]:
        """(source, result, remark) for every source asked."""
        return [(source, self.cleaned_data[f"result_{place}"], "") for place, source in enumerate(SOURCES)]


class OpinionForm(Form):
    """拟定意见."""

    outcome = forms.ChoiceField(
        label=_("拟定意见"), widget=forms.RadioSelect, choices=[("grant", _("拟同意")), ("refuse", _("拟不予确认"))]
    )
    text = text(_("意见"), 4)
