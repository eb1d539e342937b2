"""The value of a parameter in a form: a field, or several, for each kind of value, and what was typed as the law reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.law import codes
from doudi.law.parameter_words import choice_words, key_words
from doudi.law.quantities import Quantity
from doudi.ui.fields import CountField, LineField, RateField, YuanField

TIERS = 6
Fields = dict[str, forms.Field]
Typed = Mapping[str, Any]
Faults = Iterator[tuple[str, str]]


def _nothing_half(typed: Typed) -> Faults:
    yield from ()


@dataclass(frozen=True)
class Kind:
    """One kind of value: its fields, what they say in the form of a facts file (None: nothing), and half-filled ones."""

    fields: Callable[[Quantity], Fields]
    raw: Callable[[Quantity, Typed], Any]
    faults: Callable[[Typed], Faults] = _nothing_half


def _one(make: Callable[[Quantity], forms.Field]) -> Callable[[Quantity], Fields]:
    return lambda quantity: {"value": make(quantity)}


def _plain(quantity: Quantity, typed: Typed) -> Any:
    value = typed.get("value")
    return None if value in (None, "") else _written(value)


def _written(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _money(quantity: Quantity) -> forms.Field:
    return YuanField(label=quantity.title, unit=quantity.unit)


def _rate(quantity: Quantity) -> forms.Field:
    hint = "" if quantity.unit else _("如 0.3 或 30%")
    return RateField(label=quantity.title, unit=quantity.unit, help_text=hint)


def _count(quantity: Quantity) -> forms.Field:
    return CountField(label=quantity.title, unit=quantity.unit, max_value=999)


def _flag(quantity: Quantity) -> forms.Field:
    return forms.TypedChoiceField(
        label=quantity.title, choices=[("1", _("是")), ("0", _("否"))], coerce=lambda text: text == "1",
        empty_value=None, widget=forms.RadioSelect,
    )  # fmt: skip


def _choice(quantity: Quantity) -> forms.Field:
    return forms.ChoiceField(
        label=quantity.title, choices=list(choice_words(quantity).items()), widget=forms.RadioSelect
    )


def _list(quantity: Quantity) -> Fields:
    return {
        "value": forms.MultipleChoiceField(
            label=quantity.title, choices=list(choice_words(quantity).items()), widget=forms.CheckboxSelectMultiple
        ),
        "none": forms.BooleanField(label=_("一项也没有"), help_text=_("上面都不勾时，请勾这里")),
    }


def _chosen(quantity: Quantity, typed: Typed) -> Any:
    return [] if typed.get("none") else typed.get("value") or None


def _cells(quantity: Quantity) -> list[tuple[str, ...]]:
    return list(product(*quantity.keys))


def _table(quantity: Quantity) -> Fields:
    make = YuanField if quantity.kind == "money table" else RateField
    return {f"value-{'-'.join(cell)}": make(label=key_words(cell), unit=quantity.unit) for cell in _cells(quantity)}


def _tabled(quantity: Quantity, typed: Typed) -> Any:
    found: dict[str, Any] = {}
    for cell in _cells(quantity):
        value = typed.get(f"value-{'-'.join(cell)}")
        if value in (None, ""):
            continue
        place = found
        for key in cell[:-1]:
            place = place.setdefault(key, {})
        place[cell[-1]] = _written(value)
    return found or None


def _tiers(quantity: Quantity) -> Fields:
    found: Fields = {}
    for number in range(1, TIERS + 1):
        found[f"value-name-{number}"] = LineField(label=_t("第 %d 档的名称") % number, max_length=10)
        found[f"value-sum-{number}"] = YuanField(label=_t("第 %d 档的金额") % number, unit=quantity.unit)
    return found


def _tiered(quantity: Quantity, typed: Typed) -> Any:
    pairs = [(typed.get(f"value-name-{number}"), typed.get(f"value-sum-{number}")) for number in range(1, TIERS + 1)]
    return {str(name): _written(amount) for name, amount in pairs if name and amount is not None} or None


def _rigid(quantity: Quantity) -> Fields:
    found: Fields = {}
    for kind in codes.RIGID_SPENDINGS:
        word = codes.SPENDINGS[kind]
        found[f"value-rate-{kind}"] = RateField(label=_t("%s可扣减的比例") % word, help_text=_("如 0.5 或 50%"))
        found[f"value-most-{kind}"] = YuanField(label=_t("%s每月最多扣减") % word, unit=_("元/月"), help_text=_("每户"))
    return found


def _rigid_rules(quantity: Quantity, typed: Typed) -> Any:
    found = {}
    for kind in codes.RIGID_SPENDINGS:
        rate, most = typed.get(f"value-rate-{kind}"), typed.get(f"value-most-{kind}")
        if rate not in (None, ""):
            found[kind] = {"rate": rate} | ({} if most is None else {"ceiling": _written(most)})
    return found or None


def _supplements(quantity: Quantity) -> Fields:
    found: Fields = {}
    for category, word in codes.SUPPLEMENT_CATEGORIES.items():
        found[f"value-amount-{category}"] = YuanField(label=_t("%s：金额") % word, unit=_("元/月"))
        found[f"value-rate-{category}"] = RateField(label=_t("%s：或按比例") % word, unit=_("倍低保标准"))
    none = forms.BooleanField(label=_("没有分类施保"), help_text=_("都不填时，请勾这里"))
    return {**found, "none": none}


def _supplemented(quantity: Quantity, typed: Typed) -> Any:
    found = []
    for category in codes.SUPPLEMENT_CATEGORIES:
        amount, rate = typed.get(f"value-amount-{category}"), typed.get(f"value-rate-{category}")
        ways = {"amount": None if amount is None else _written(amount), "rate": rate}
        given = {way: value for way, value in ways.items() if value not in (None, "")}
        if given:
            found.append({"category": category, **given})
    return found or ([] if typed.get("none") else None)


def _half_tiers(typed: Typed) -> Faults:
    for number in range(1, TIERS + 1):
        name, amount = typed.get(f"value-name-{number}"), typed.get(f"value-sum-{number}")
        if name and amount is None:
            yield f"value-sum-{number}", _t("请填写这一档的金额")
        if amount is not None and not name:
            yield f"value-name-{number}", _t("请填写这一档的名称，如 A")


def _half_rigid(typed: Typed) -> Faults:
    for kind in codes.RIGID_SPENDINGS:
        if typed.get(f"value-most-{kind}") is not None and not typed.get(f"value-rate-{kind}"):
            yield f"value-rate-{kind}", _t("请填写可扣减的比例；全部可扣的填 100%")


def _both_ways(typed: Typed) -> Faults:
    for category in codes.SUPPLEMENT_CATEGORIES:
        if typed.get(f"value-amount-{category}") is not None and typed.get(f"value-rate-{category}"):
            yield f"value-rate-{category}", _t("金额和比例只填一样")


VALUES: Mapping[str, Kind] = {
    "money": Kind(_one(_money), _plain),
    "rate": Kind(_one(_rate), _plain),
    "count": Kind(_one(_count), _plain),
    "flag": Kind(_one(_flag), _plain),
    "choice": Kind(_one(_choice), _plain),
    "list": Kind(_list, _chosen),
    "tiers": Kind(_tiers, _tiered, _half_tiers),
    "money table": Kind(_table, _tabled),
    "rate table": Kind(_table, _tabled),
    "rigid": Kind(_rigid, _rigid_rules, _half_rigid),
    "supplements": Kind(_supplements, _supplemented, _both_ways),
}
