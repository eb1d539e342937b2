"""申请登记, what the family has: income, spending, property, and those who owe it support."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_people import Around, LineForm, chosen
from doudi.households import codes
from doudi.households.entries import ItemEntry, ObligorEntry
from doudi.law.codes import VEHICLE_USES
from doudi.ui import forgive
from doudi.ui.fields import CountField, DayField, IdNumberField, LineField, YuanField
from doudi.ui.forms import Form, Lines, lines_of

UNCOUNTED = list(codes.Income).index(codes.Income.MERIT_PENSION)
USES = list(VEHICLE_USES.items())
STATUSES = [
    ("extreme_hardship", _("特困人员")), ("allowance_recipient", _("低保对象")), ("severe_disability", _("重度残疾")),
    ("intellectual_mental_3", _("三级智力、精神残疾")), ("incapable", _("无民事行为能力")), ("missing", _("失踪")),
    ("in_prison", _("服刑")),
]  # fmt: skip
DEPOSIT, BUSINESS = codes.Asset.DEPOSIT.value, codes.Asset.BUSINESS_REGISTRATION.value
HOUSE, SHOP = codes.Asset.HOUSE.value, codes.Asset.SHOP.value
ZERO = Decimal("0.00")
MOST_HOMES = 20
# What is asked of an obligor's property, where the rules of 特困 read it.
PROPERTY = ("deposits", "houses", "shops", "vehicles", "vehicle_value", "business_capital")
WITHOUT_SUM = (HOUSE, SHOP)


def _options(sort: str, kinds: Any) -> list[tuple[str, Any]]:
    return [(f"{sort}:{kind.value}", kind.label) for kind in kinds]


FLOWS = chosen(
    (_("收入"), _options("income", list(codes.Income)[:UNCOUNTED])),
    (_("支出"), _options("spending", codes.Spending)),
    (_("不计入收入的（也要照实填）"), _options("income", list(codes.Income)[UNCOUNTED:])),
)


class SquareMetresField(forms.DecimalField):
    """A floor area in square metres, at most two places."""

    unit = _("平方米")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "is-number"})
        super().__init__(min_value=Decimal(0), max_digits=7, decimal_places=2, widget=widget, **kwargs)
        self.error_messages["invalid"] = _("面积请写数字，如 62.5")
        self.error_messages["min_value"] = _("面积不能是负数")

    def to_python(self, value: Any) -> Any:
        return super().to_python(forgive.half_width(value) if isinstance(value, str) else value)


class OfPeople(LineForm):
    """A line that names one of the family; where there is only one, that one."""

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, on=around.on, **kwargs)
        self.people = [(person.key, person.name or _t("（未填姓名）")) for person in around.people]


class FlowForm(OfPeople):
    """收支: whose, what, how much, by the month or the year."""

    member = forms.ChoiceField(label=_("谁的"))
    kind = forms.ChoiceField(label=_("项目"), choices=FLOWS)
    amount = YuanField(label=_("金额"))
    per = forms.ChoiceField(label=_("期间"), choices=codes.Per.choices, initial=codes.Per.MONTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "member", self.people)

    def entry(self, keys: Mapping[str, UUID]) -> ItemEntry:
        """The amount as the family's file keeps it."""
        cleaned = self.cleaned_data
        sort, kind = cleaned["kind"].split(":")
        return ItemEntry(sort, kind, cleaned["amount"], keys[cleaned["member"]], cleaned["per"])


class AssetForm(OfPeople):
    """财产: what, whose, how much it is worth today; the area of a house, the use of a vehicle."""

    kind = forms.ChoiceField(label=_("项目"), choices=chosen(*codes.Asset.choices))
    member = forms.ChoiceField(label=_("谁的"), required=False)
    amount = YuanField(label=_("余额、市值"))
    area_m2 = SquareMetresField(label=_("住房面积"), required=False)
    use = forms.ChoiceField(label=_("车辆用途"), choices=chosen(*USES, blank=_("不是车辆")), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = chosen(*self.people, blank=_("全家共有"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in WITHOUT_SUM and self.has_error("amount", "required"):
            del self.errors["amount"]  # nobody need put a price on a home
        self._fits(kind, codes.Asset.HOUSE, "area_m2", _t("请填写住房面积"), _t("只有住房才填面积"))
        self._fits(kind, codes.Asset.VEHICLE, "use", _t("请选择车辆用途"), _t("只有车辆才选用途"))
        return cleaned

    def _fits(self, kind: str | None, owner: str, name: str, lacks: str, strange: str) -> None:
        given = self.cleaned_data.get(name) not in (None, "")
        if kind and name not in self.errors and given != (kind == owner):
            self.add_error(name, strange if given else lacks)

    def entry(self, keys: Mapping[str, UUID]) -> ItemEntry:
        """The property as the family's file keeps it; the value of a home may be unsaid."""
        cleaned = self.cleaned_data
        details = {"area_m2": f"{cleaned['area_m2']:.2f}"} if cleaned["area_m2"] is not None else {}
        details |= {"use": cleaned["use"]} if cleaned["use"] else {}
        owner = keys[cleaned["member"]] if cleaned["member"] else None
        return ItemEntry("asset", cleaned["kind"], cleaned.get("amount") or Decimal("0.00"), owner, details=details)


class ObligorForm(OfPeople):
    """义务人: who owes support to whom, what they live on and, for 特困, what they own (43号 第八条), what was agreed."""

    name = LineField(label=_("姓名"), max_length=50)
    relation = forms.ChoiceField(label=_("是他（她）的"), choices=chosen(*codes.Relation.choices[1:]))
    of = forms.MultipleChoiceField(label=_("赡养、抚养、扶养谁"), widget=forms.CheckboxSelectMultiple)
    id_number = IdNumberField(label=_("身份证号码"), required=False)
    born = DayField(label=_("出生日期，没有证件号的填"), required=False, until_today=True, help_text="")
    household_members = CountField(label=_("他家几口人"), required=False, unit=_("人"), min_value=1)
    household_income = YuanField(label=_("他家总收入"), required=False)
    per = forms.ChoiceField(label=_("期间"), choices=codes.Per.choices, initial=codes.Per.MONTH)
    agreed_support = YuanField(label=_("约定或实际给付"), unit=_("元/月"), required=False)
    status = forms.ChoiceField(label=_("特别情况"), choices=chosen(*STATUSES, blank=_("无")), required=False)
    deposits = YuanField(label=_("他家存款、理财等"), required=False, help_text=_("现金、存款、证券、基金合计"))
    houses = CountField(label=_("他家住房"), required=False, unit=_("套"), min_value=0, max_value=MOST_HOMES)
    shops = CountField(label=_("他家商铺"), required=False, unit=_("间"), min_value=0, max_value=MOST_HOMES)
    vehicles = forms.MultipleChoiceField(
        label=_("他家车辆"), choices=USES, required=False, widget=forms.CheckboxSelectMultiple
    )
    vehicle_value = YuanField(label=_("最贵一辆现值"), required=False)
    business_capital = YuanField(label=_("登记的市场主体注册资金"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "of", self.people)
        if not kwargs["around"].hardship_of:  # nothing is asked that no rule reads
            for name in PROPERTY:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("vehicle_value") is not None and not cleaned.get("vehicles") and "vehicles" not in self.errors:
            self.add_error("vehicles", ValidationError(_t("填了车辆现值，还没选车辆用途")))
        income, members = cleaned.get("household_income"), cleaned.get("household_members")
        if income is not None and not members and "household_members" not in self.errors:
            self.add_error("household_members", ValidationError(_t("填了收入，还没填几口人")))
        return cleaned

    def entry(self, keys: Mapping[str, UUID]) -> ObligorEntry:
        """The person as the family's file keeps them."""
        cleaned = self.cleaned_data
        number = cleaned["id_number"]
        return ObligorEntry(
            name=cleaned["name"], relation=cleaned["relation"], of=[keys[key] for key in cleaned["of"]],
            id_number=number, born=forgive.born_on(number) if number else cleaned["born"],
            household_members=cleaned["household_members"], household_income=cleaned["household_income"],
            per=cleaned["per"], status=[cleaned["status"]] if cleaned["status"] else [],
            agreed_support=cleaned["agreed_support"], assets=obligor_assets_typed(cleaned),
        )  # fmt: skip


def obligor_assets_typed(cleaned: Mapping[str, Any]) -> list[ItemEntry]:
    """What an obligor owns as typed; what wasn't asked or is left empty is unsaid. The dearest vehicle has the value."""
    sums = [(kind, cleaned.get(name)) for kind, name in ((DEPOSIT, "deposits"), (BUSINESS, "business_capital"))]
    homes = [kind for kind, name in ((HOUSE, "houses"), (SHOP, "shops")) for _at in range(cleaned.get(name) or 0)]
    return [
        *(ItemEntry("asset", kind, amount) for kind, amount in sums if amount),
        *(ItemEntry("asset", kind, ZERO) for kind in homes),
        *_vehicles(cleaned),
    ]


def _vehicles(cleaned: Mapping[str, Any]) -> list[ItemEntry]:
    values = [cleaned.get("vehicle_value") or ZERO, *([ZERO] * len(USES))]
    uses = zip(cleaned.get("vehicles") or [], values, strict=False)
    return [ItemEntry("asset", codes.Asset.VEHICLE.value, value, details={"use": use}) for use, value in uses]


def _offer(form: Form, name: str, people: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    only = len(people) == 1
    many = isinstance(field, forms.MultipleChoiceField)
    field.choices = people if only or many else chosen(*people)  # type: ignore[attr-defined]
    if only:
        field.initial = [people[0][0]] if many else people[0][0]
    field.error_messages["invalid_choice"] = _t("原来选的人已不在家庭成员里，请重选")


class FlowLines(Lines):
    """收入和支出."""

    noun = _("项")
    add_label = _("再加一项")


class ObligorLines(Lines):
    """赡养、抚养、扶养义务人."""

    noun = _("位")
    add_label = _("再加一位义务人")


IncomeLines = lines_of(FlowForm, FlowLines, extra=4)
PropertyLines = lines_of(AssetForm, FlowLines, extra=3)
SupportLines = lines_of(ObligorForm, ObligorLines, extra=1)
