"""采信: which amount is taken for an item, and why, with the reasons that come up again and again to pick from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.handling import text
from doudi.desk.forms.registering_money import USES, SquareMetresField
from doudi.households.codes import Asset, Sort
from doudi.ui.fields import CountField, YuanField
from doudi.ui.forms import Form
from doudi.ui.words import figure
from doudi.verification.comparison import Row
from doudi.verification.pieces import COUNTED

SOURCES = (("declared", _("自报")), ("checked", _("核对")), ("surveyed", _("调查")), ("adopted", _("另行认定")))
_EVERY = (
    _("以核对报告为准"),
    _("以入户调查所见为准"),
    _("申请人有凭证，按凭证认定"),
    _("核对数据早于现在的情况，以新凭证为准"),
)
REASONS: Mapping[str, Sequence[Any]] = {
    Sort.INCOME: (
        _("以雇主或发放单位的证明为准"),
        _("按近 6 个月平均认定"),
        _("按近 12 个月平均认定"),
        _("季节性收入，按全年折算到月"),
        _("这笔收入已经停止，有证明"),
    ),
    Sort.SPENDING: (_("以票据合计为准"), _("以医保结算单自付部分为准"), _("没有票据，不予认定")),
    Sort.ASSET: (
        _("以银行余额为准，差额为利息"),
        _("以登记机关记录为准"),
        _("已经过户、注销或报废，有证明"),
        _("款项为赔偿或借款，仍计入家庭财产"),
    ),
}


class SourceSelect(forms.RadioSelect):
    """Rounds of which those without a figure can't be picked: no answer is not 0."""

    silent: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.silent:
            option["attrs"]["disabled"] = True
        return option


class AdoptForm(Form):
    """One of three figures or another one, a reason picked or written; both go into the confirmation sheet."""

    source = forms.ChoiceField(label=_("采信"), widget=SourceSelect, choices=SOURCES)
    other = YuanField(label=_("另行认定的金额"), required=False, unit=_("元"))
    pieces = CountField(label=_("另行认定几件"), required=False, max_value=20, help_text=_("没有的填 0"))
    use = forms.ChoiceField(label=_("认定的车辆用途"), required=False, choices=[("", _("请选择")), *USES])
    area_m2 = SquareMetresField(label=_("认定的住房面积"), required=False)
    preset = forms.ChoiceField(label=_("常用理由"), required=False)
    reason = text(_("理由（写入审核确认表）"), 3, required=False, hint=_("选了常用理由的，可以只补充具体情况"))

    def __init__(self, *args: Any, row: Row | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].one_of_two = self.fields["reason"].one_of_two = True  # type: ignore[attr-defined]
        sort = row.slot[1] if row else ""
        reasons = [str(each) for each in (*REASONS.get(sort, ()), *_EVERY)]
        self.fields["preset"].choices = [("", _t("自己写")), *[(each, each) for each in reasons]]  # type: ignore[attr-defined]
        self._ask_of_kind(row.slot[2] if row and row.is_counted else "")
        if row:
            self._tell_figures(row)

    def _ask_of_kind(self, kind: str) -> None:
        """Of homes, shops and vehicles how many, of vehicles the use, of homes the area; of all else nothing but a sum."""
        self.kind = kind
        asks = {"pieces": bool(kind), "use": kind == Asset.VEHICLE, "area_m2": kind == Asset.HOUSE}
        for name, is_asked in asks.items():
            if not is_asked:
                del self.fields[name]
        if kind:
            self.fields["pieces"].label = _t("另行认定几%s") % COUNTED[kind]
            self.fields["pieces"].unit = COUNTED[kind]  # type: ignore[attr-defined]
            self.fields["other"].label = _t("另行认定的价值")

    def own(self) -> list[forms.BoundField]:
        """The questions about what is decided on one's own account."""
        return [self[name] for name in ("pieces", "use", "area_m2", "other") if name in self.fields]

    def _tell_figures(self, row: Row) -> None:
        said = figures(row)
        shown = {code: row.shown(code, amount) for code, amount in said.items()}
        words = [(code, f"{word}　{_figure(shown, code, row.besides(code))}") for code, word in SOURCES]
        self.fields["source"].choices = words  # type: ignore[attr-defined]
        self.fields["source"].widget.silent = frozenset(code for code, amount in said.items() if amount is None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("source") == "adopted":
            self._ask_own()
        if not cleaned.get("preset") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _t("还差采信理由：选一条常用的，或自己写"))
        return cleaned

    def _ask_own(self) -> None:
        """A sum; of homes, shops and vehicles how many, and of vehicles their use."""
        asked = {"pieces": _t("请填另行认定几件，没有的填 0")} if self.kind else {"other": _t("请填另行认定的金额")}
        if self.kind == Asset.VEHICLE and self.cleaned_data.get("pieces"):
            asked["use"] = _t("请选认定的车辆用途")
        for name, sentence in asked.items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, sentence)

    @property
    def decided(self) -> Decimal | None:
        """The sum decided on one's own account; None where nothing is."""
        other: Decimal | None = self.cleaned_data.get("other")
        return Decimal(0) if other is None and self.cleaned_data.get("pieces") is not None else other

    @property
    def details(self) -> dict[str, str]:
        """Of homes, shops and vehicles decided on one's own account: how many, of which use or area."""
        if self.cleaned_data.get("source") != "adopted":
            return {}
        typed = {name: self.cleaned_data.get(name) for name in ("pieces", "use", "area_m2")}
        given = {name: value for name, value in typed.items() if value not in (None, "")}
        return {name: f"{value:.2f}" if name == "area_m2" else str(value) for name, value in given.items()}

    @property
    def why(self) -> str:
        """The reason as it is kept: the one picked, then what was added."""
        return "；".join(filter(None, [self.cleaned_data["preset"], self.cleaned_data["reason"].strip()]))


def figures(row: Row) -> dict[str, Decimal | None]:
    """What each source says of an item."""
    return {"declared": row.declared, "checked": row.checked, "surveyed": row.surveyed}


def _figure(said: Mapping[str, Decimal | str | None], code: str, besides: str) -> str:
    if code not in said:
        return ""
    amount = said[code]
    return _t("没有说法") if amount is None else "，".join(filter(None, [figure(amount), besides]))
