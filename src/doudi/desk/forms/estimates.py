"""资金测算: for how many months, and what is supposed: standards, supplements, who comes, what is paid once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.parameter_values import VALUES
from doudi.desk.forms.payments import MONTH_SHAPE
from doudi.desk.supposing import completed
from doudi.law.codes import AREAS, PROGRAMMES_SHORT
from doudi.law.days import add_months
from doudi.law.parameters import national
from doudi.law.quantities import Quantity
from doudi.law.reading import FactsError
from doudi.payments.awards import next_month
from doudi.payments.estimates import Supposed
from doudi.ui import forgive
from doudi.ui.fields import LineField, YuanField
from doudi.ui.forms import Form, in_our_words

MONTHS = (3, 6, 12, 18, 24)
CHANGE = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?")
MONTH_WORDS = {"invalid": _("月份写成 2027-01 这样")}


@dataclass(frozen=True)
class Asked:
    """One parameter that may be supposed: for which areas (one field a figure), in `fields` by their names in the form."""

    quantity: Quantity
    title: str
    areas: tuple[str, ...]
    fields: Mapping[str, str]

    @classmethod
    def of(cls, name: str, areas: tuple[str, ...], title: str) -> "Asked":
        """The fields of a parameter as `VALUES` has them, under names of their own."""
        quantity = national()[0][name]
        own = VALUES[quantity.kind].fields(quantity)
        prefix = "-".join([name, *(areas if len(areas) == 1 else ())])
        return cls(quantity, title, areas, {f"{prefix}-{each}": each for each in own if each != "none"})

    @property
    def is_table(self) -> bool:
        """Whether it has several figures."""
        return len(self.fields) > 1

    def made(self) -> dict[str, forms.Field]:
        """Its fields, none of which has to be filled in."""
        own = VALUES[self.quantity.kind].fields(self.quantity)
        found = {name: own[plain] for name, plain in self.fields.items()}
        for field in found.values():
            field.required, field.one_of_two = False, True  # type: ignore[attr-defined]
        if not self.is_table:
            next(iter(found.values())).label = self.title
        return found

    def typed(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, under the names that `VALUES` knows."""
        return {plain: cleaned.get(name) for name, plain in self.fields.items()}


def asked() -> list[Asked]:
    """What may be supposed, in the order of the page: a standard for each area, the rest for both."""
    both = tuple(AREAS)
    return [
        *(Asked.of("allowance_standard", (area,), _t("%s低保标准") % AREAS[area]) for area in both),
        *(Asked.of("hardship_living_standard", (area,), _t("%s特困基本生活标准") % AREAS[area]) for area in both),
        Asked.of("care_standard", both, _t("特困照料护理标准")),
        Asked.of("supplements", both, _t("分类施保")),
    ]


class ChangeField(forms.Field):
    """How many households more a month as a Decimal; fewer are written with a minus."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "is-number"})
    unit = _("户/月")

    def to_python(self, value: Any) -> Decimal | None:
        text = forgive.half_width(value).replace("−", "-") if isinstance(value, str) else ""
        if not text:
            return None
        if not CHANGE.fullmatch(text):
            raise ValidationError(_t("请写一个数，如 3 或 -1.5"), code="invalid")
        return Decimal(text)


class EstimateForm(Form):
    """资金测算: months ahead and what is supposed; what is left empty stays as it is known."""

    months = forms.TypedChoiceField(
        label=_("往后几个月"), coerce=int, choices=[(each, _("%d 个月") % each) for each in MONTHS], initial=12,
    )  # fmt: skip
    since = forms.RegexField(
        MONTH_SHAPE, label=_("假设从何月起"), required=False, max_length=7, error_messages=MONTH_WORDS,
        help_text=_("如 2027-07；下面填了标准的，从这个月起按它算，不填为下个月"),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.district, self.asked = next_month(today), district, asked()
        for each in self.asked:
            self.fields |= each.made()
        for programme, word in PROGRAMMES_SHORT.items():
            hint = _t("全区合计；不填按前六个月的净增（户）")
            self.fields[f"joining-{programme}"] = ChangeField(
                label=_t("%s每月净增") % word, help_text=hint, required=False
            )
        self.fields |= _once()
        for name, field in self.fields.items():
            in_our_words(name, field)

    @property
    def parts(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """Headings, whether folded, and their fields, in the order of the page."""
        plain = [name for each in self.asked if not each.is_table for name in each.fields]
        return [
            (_t("测算哪几个月"), False, self._bound(["months", "since"])),
            (_t("假设的低保标准"), False, self._bound(plain)),
            *((each.title, True, self._bound(each.fields)) for each in self.asked if each.is_table),
            (_t("预计净增"), False, self._bound(f"joining-{each}" for each in PROGRAMMES_SHORT)),
            (_t("一次性发放"), False, self._bound(_once())),
        ]

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_month("since", cleaned)
        self._refuse_month("once-month", cleaned)
        self._refuse_half_once(cleaned)
        cleaned["values"] = [value for each in self.asked for value in self._values(each, cleaned)]
        return cleaned

    def _refuse_month(self, name: str, cleaned: Mapping[str, Any]) -> None:
        months, text = cleaned.get("months"), cleaned.get(name)
        if months and text and not self.first <= _day(text) < add_months(self.first, months):
            last = add_months(self.first, months - 1)
            self.add_error(name, _t("须在 %s 至 %s 之间") % (f"{self.first:%Y-%m}", f"{last:%Y-%m}"))

    def _refuse_half_once(self, cleaned: Mapping[str, Any]) -> None:
        needed = ("once-title", "once-month", "once-amount")
        if any(cleaned.get(name) for name in needed):
            for name in needed:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _t("一次性发放须写明名目、月份、每人金额"))

    def _values(self, each: Asked, cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The supposed values of one parameter; what is wrong is told at its field."""
        if any(name in self.errors for name in each.fields):
            return []
        typed, names = each.typed(cleaned), {plain: name for name, plain in each.fields.items()}
        for plain, sentence in VALUES[each.quantity.kind].faults(typed):
            self.add_error(names[plain], sentence)
        raw = VALUES[each.quantity.kind].raw(each.quantity, typed)
        return [] if raw is None else self._completed(each, raw, _day(cleaned.get("since") or f"{self.first:%Y-%m}"))

    def _completed(self, each: Asked, raw: Any, since: date) -> list[dict[str, Any]]:
        """What was given for each area, with the rest as it will be then."""
        try:
            whole = {area: completed(each.quantity, raw, since, self.district, area) for area in each.areas}
        except FactsError as wrong:
            self.add_error(next(iter(each.fields)), wrong.sentence)
            return []
        return [{"name": each.quantity.name, "area": area, "raw": value} for area, value in whole.items()]

    def supposed(self) -> Supposed:
        """What was typed."""
        typed = self.cleaned_data
        joining = {each: typed[f"joining-{each}"] for each in PROGRAMMES_SHORT}
        return Supposed(
            since=typed["since"] or f"{self.first:%Y-%m}", values=tuple(typed["values"]),
            joining={programme: str(more) for programme, more in joining.items() if more is not None},
            one_off={
                "title": typed["once-title"], "month": typed["once-month"], "a_person": str(typed["once-amount"]),
                "programme": typed["once-programme"],
            } if typed["once-title"] else {},
        )  # fmt: skip


def _once() -> dict[str, forms.Field]:
    everybody = [("", _t("低保和特困")), *PROGRAMMES_SHORT.items()]
    return {
        "once-title": LineField(
            label=_t("名目"), required=False, max_length=40, help_text=_t("如：春节慰问、价格补贴")
        ),
        "once-month": forms.RegexField(
            MONTH_SHAPE,
            label=_t("月份"),
            help_text=_("如 2027-02"),
            required=False,
            max_length=7,
            error_messages=MONTH_WORDS,
        ),
        "once-amount": YuanField(label=_t("每人金额"), required=False, unit=_t("元/人")),
        "once-programme": forms.ChoiceField(label=_t("发给"), required=False, choices=everybody),
    }


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
