"""The working of a calculation in words: one line a step, with its input, clause and the source of each parameter.

A rule's `shows` is a template of names; a name in WORKINGS stands for a further template that depends on the case.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.law.codes import (
    INCOMES,
    OBLIGOR_STATUSES,
    SELF_CARE_LEVELS,
    SUPPLEMENT_CATEGORIES,
    SUPPORT_MODES,
    UNCOUNTED_INCOMES,
    VEHICLE_USES,
)
from doudi.law.ops import Unset, Value, is_set
from doudi.law.parameters import DEFAULT, DatedValue, InForce
from doudi.law.quantities import Quantity, Supplement
from doudi.law.rule import Level, Row, Rule, Sheet, Unit
from doudi.law.writing import decimals

CHOICES: Mapping[str, str] = {
    "gap": "补差发放",
    "tier": "分档发放",
    "none": "不取整",
    "up_yuan": "进到元",
    "up_jiao": "进到角",
    "half_up_cent": "四舍五入到分",
    "highest_only": "只取最高一项",
    "once_per_person": "每人只享受一项",
    "all": "可以叠加",
    "wage": "按工资",
    "minimum_wage": "按最低工资",
    "edge": "低保边缘线",
    "standard": "低保标准",
    "actual": "按实际给付",
    "A": "甲式",
    "B": "乙式",
    "C": "丙式",
    "own_share": "停发本人份额",
    "value": "按价值",
    "any": "不限",
}
# Choices whose words depend on the parameter that they belong to.
OWN_CHOICES: Mapping[str, Mapping[str, str]] = {
    "vehicle_rule": {"none": "不得有车", "value": "按价值限定", "any": "不限"},
    "work_refusal": {"none": "不处理", "own_share": CHOICES["own_share"]},
    "stop_month_after": {"decision": "作出决定的次月", "event": "情况变化的次月"},
    "publicity_order": {"notice": "先审核确认，后公示", "national": "先公示，后审核确认"},
}
LISTED: Mapping[str, str] = {**OBLIGOR_STATUSES, **VEHICLE_USES}
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Line:
    """One step of the working; `value` is plain (870.00), `inputs` is for people (790.00 × 3 − 1,500.00)."""

    name: str
    label: str
    value: str
    unit: str
    inputs: str
    clause: str
    source: str

    def as_dict(self) -> dict[str, str]:
        """The line as plain data."""
        return asdict(self)


def cents(value: Value) -> int:
    """Hundredths of a yuan, half up, from the exact figure."""
    exact = Fraction(value)
    return (200 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def money(value: Value, mark: str = "") -> str:
    """A sum with two decimals, half up; `mark` parts the thousands."""
    hundredths = cents(value)
    sign, whole = ("-" if hundredths < 0 else ""), abs(hundredths)
    return f"{sign}{whole // 100:{mark}}.{whole % 100:02d}"


def rate_text(value: Fraction, quantity: Quantity | None) -> str:
    """A share as per cent, a multiple of something as it is written."""
    if quantity is not None and quantity.unit:
        return decimals(value)
    return f"{decimals(value * 100)}%"


class Working:
    """Prints lines of one calculation."""

    def __init__(self, sheet: Sheet, parameters: InForce) -> None:
        self._sheet = sheet
        self._parameters = parameters

    def lines(self, names: Iterable[str]) -> tuple[Line, ...]:
        """The lines of these rules and parameters that are known; a sum of persons without any part is left out."""
        return tuple(line for name in names if (line := self._line(name)) is not None)

    def _line(self, name: str) -> Line | None:
        rule = self._sheet.rule(name)
        if rule is None:
            return self._parameter_line(name)
        value = self._sheet.summed(name) if rule.level is Level.PERSON else self._sheet[name]
        if isinstance(value, Unset) or (not value and (rule.level is Level.PERSON or rule.label.startswith("减："))):
            return None
        inputs, used = self._inputs(rule)
        printed, unit = _printed(value, rule.unit)
        source = self._source([*used, *RESTS_ON.get(name, ())])
        return Line(name, rule.label, printed, unit, inputs, rule.clause, source)

    def _parameter_line(self, name: str) -> Line | None:
        dated = self._parameters.values.get(name)
        if dated is None:
            return None
        quantity = self._parameters.quantities[name]
        value = money(dated.value) if quantity.kind == "money" else parameter_text(quantity, dated.value)
        return Line(name, quantity.title, value, quantity.unit, "", dated.clause, self._source([name]))

    def _inputs(self, rule: Rule) -> tuple[str, list[str]]:
        used = list[str]()
        if rule.level is not Level.PERSON:
            return self._expand(rule.shows, self._sheet.household, used), used
        rows = [row for row in self._sheet.household.persons if self._sheet.value(row, rule.name)]
        return " + ".join(self._expand(rule.shows, row, used) for row in rows), used

    def _expand(self, template: str, row: Row, used: list[str]) -> str:
        def put(found: re.Match[str]) -> str:
            name = found[1]
            if name in WORKINGS:
                return self._expand(WORKINGS[name](self._sheet, row), row, used)
            used.append(name)
            return self._text(name, row)

        return _NAME.sub(put, template)

    def _text(self, name: str, row: Row) -> str:
        rule = self._sheet.rule(name)
        if rule is not None:
            here = row if rule.level is not Level.HOUSEHOLD else self._sheet.household
            return _grouped(self._sheet.value(here, name), rule.unit)
        value = row.values[name] if name in row.values else self._sheet.household.values[name]
        public = self._parameters.public_name(name)
        if public is not None:
            return parameter_text(self._parameters.quantities[public], value)
        return _grouped(value, Unit.YUAN_A_YEAR if name.endswith(("_income", "_spending")) else Unit.YUAN)

    def _source(self, names: Iterable[str]) -> str:
        return "；".join(cited for name in dict.fromkeys(names) if (cited := self._cited(name)))

    def _cited(self, name: str) -> str:
        public = None if self._sheet.rule(name) else self._parameters.public_name(name)
        dated = self._parameters.values.get(public or "") or self._by_default(public)
        if dated is None:
            return ""
        quantity = self._parameters.quantities[dated.name]
        text = parameter_text(quantity, self._sheet.household.values.get(name, dated.value))
        unit = quantity.unit if text and not text.endswith("%") else ""
        return f"{quantity.title}{' ' if text else ''}{text}{unit}：{dated.source}"

    def _by_default(self, name: str | None) -> DatedValue | None:
        """What a list holds where the place set none: such as the vehicles that are exempt anyway."""
        quantity = self._parameters.quantities[name] if name else None
        if quantity is None or quantity.kind != "list":
            return None
        return DatedValue(quantity.name, date.min, quantity.default, DEFAULT)


def parameter_text(quantity: Quantity, value: Any) -> str:
    """A parameter's value, or one cell of it, for people; empty for a whole table."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return {**CHOICES, **OWN_CHOICES.get(quantity.name, {})}.get(value, value)
    if isinstance(value, int | Fraction):
        return _number_text(quantity, value)
    return "、".join(_several(quantity, value)) or "无" if quantity.kind in ("supplements", "list") else ""


def _several(quantity: Quantity, value: Any) -> list[str]:
    if quantity.kind == "supplements":
        return [_supplement_text(each) for each in value]
    return [word for code, word in LISTED.items() if code in value]


def _number_text(quantity: Quantity, value: int | Fraction) -> str:
    if quantity.kind in ("count", "rigid"):
        return str(value) if quantity.kind == "count" else ""
    return rate_text(Fraction(value), quantity) if quantity.kind.startswith("rate") else money(value, ",")


def _supplement_text(each: Supplement) -> str:
    sum_ = f"{money(each.amount, ',')}元" if each.rate is None else f"{decimals(each.rate)}倍低保标准"
    return f"{SUPPLEMENT_CATEGORIES[each.category]} {sum_}"


def _printed(value: Value, unit: Unit) -> tuple[str, str]:
    if unit in (Unit.YUAN_A_MONTH, Unit.YUAN):
        return money(value), unit.value
    if unit is Unit.YUAN_A_YEAR:
        return money(Fraction(value) / 12), Unit.YUAN_A_MONTH.value
    return str(value), unit.value


def _grouped(value: Value, unit: Unit) -> str:
    if unit in (Unit.YUAN_A_MONTH, Unit.YUAN):
        return money(value, ",")
    return money(Fraction(value) / 12, ",") if unit is Unit.YUAN_A_YEAR else str(value)


def _employment_cost(sheet: Sheet, row: Row) -> str:
    if sheet["employment_cost_rate"] is None:
        return "{employment_cost_spending}"
    base = "{minimum_wage}" if sheet["employment_cost_base"] == "minimum_wage" else "{counted_wage}"
    return f"{base} × {{employment_cost_rate}}"


def _income(sheet: Sheet, row: Row) -> str:
    parts = [money(Fraction(sheet.value(each, "person_income")) / 12, ",") for each in row.persons]
    counted = [part for part in parts if part != "0.00"] or ["0.00"]
    return " + ".join(counted) + (" − {rigid_spending_off}" if sheet["rigid_spending_off"] else "")


def _base(sheet: Sheet, row: Row) -> str:
    exact = _exact_base(sheet)
    if sheet.summed("has_refused_work"):
        exact = f"（{exact}）× {{people_still_paid}} ÷ {{people_paid}}"
    if sheet["is_paid_by_grace"] or sheet["base_allowance"] == sheet["base_after_refusal"]:
        return exact
    return exact + "，{allowance_rounding}"


def _exact_base(sheet: Sheet) -> str:
    if sheet["is_paid_by_grace"]:
        return _shows(sheet, "grace_base")
    if sheet["is_single_application"]:
        return "{single_working}"
    if sheet["allowance_method"] == "tier":
        return _shows(sheet, "tier_base")
    lifted = sheet["minimum_gap_ratio"] is not None and sheet["minimum_gap"] > sheet["gap"]
    return _shows(sheet, "minimum_gap" if lifted else "gap")


def _shows(sheet: Sheet, name: str) -> str:
    rule = sheet.rule(name)
    return rule.shows if rule else ""


def _single(sheet: Sheet, row: Row) -> str:
    ratios = ("single_person_ratio_severe_disability", "single_person_ratio_serious_illness")
    sums = ("single_sum_disability", "single_sum_illness")
    for ratio, each in zip(ratios, sums, strict=True):
        if is_set(sheet[ratio]) is True and sheet[each] == sheet["single_sum"]:
            return f"{{allowance_standard}} × {{{ratio}}}"
    return "{single_person_amount}"


def _supplement(sheet: Sheet, row: Row) -> str:
    paid = [each for each in row.persons if sheet.value(each, "is_paid_person")]
    return " + ".join(part for each in paid for part in _supplements_of(sheet, each))


def _supplements_of(sheet: Sheet, one: Row) -> list[str]:
    met = [entry for entry in sheet["supplements"] if sheet.value(one, "meets")[entry.category]]
    standard = sheet["allowance_standard"]
    sums = [(entry.amount if entry.rate is None else entry.rate * standard, entry.category) for entry in met]
    shown = sums if sheet["supplement_stacking"] == "all" else sorted(sums)[-1:]
    return [f"{SUPPLEMENT_CATEGORIES[category]} {money(sum_, ',')}" for sum_, category in shown]


def _living(sheet: Sheet, row: Row) -> str:
    mode = sheet["support_mode"]
    if sheet["living_standard"] is not None:
        return f"{SUPPORT_MODES[mode]} {{hardship_living_standard_{mode}}}"
    by_ratio = f"{{allowance_standard}} × {{hardship_living_ratio_{mode}}}，{{allowance_rounding}}"
    return f"{SUPPORT_MODES[mode]} {by_ratio}"


def _care(sheet: Sheet, row: Row) -> str:
    mode, level = sheet["support_mode"], sheet["self_care_level"]
    head = f"{SUPPORT_MODES[mode]}、{SELF_CARE_LEVELS[level]}"
    if sheet["care_standard_cell"] is not None:
        return f"{head} {{care_standard_{mode}_{level}}}"
    return f"{head} {{minimum_wage}} × {{care_ratio_{mode}_{level}}}，{{allowance_rounding}}"


def _deposit_limit(sheet: Sheet, row: Row) -> str:
    if sheet["deposit_limit_a_head"] != sheet["ordinary_deposit_limit"]:
        return "{deposit_limit_serious_illness} × {members}"
    if sheet["deposit_limit"] is not None:
        return "{deposit_limit} × {members}"
    return "{allowance_standard} × {deposit_limit_months} × {members}"


def _uncounted(sheet: Sheet, row: Row) -> str:
    kinds = dict(UNCOUNTED_INCOMES)
    if not sheet.value(row, "counted_basic_pension"):
        kinds["central_basic_pension"] = INCOMES["central_basic_pension"]
    stated = {word: row.values[f"{kind}_income"] for kind, word in kinds.items()}
    return " + ".join(f"{word} {money(Fraction(sum_) / 12, ',')}" for word, sum_ in stated.items() if sum_)


def _vehicles(sheet: Sheet, row: Row) -> str:
    """Each vehicle's use, and which ones the place exempts where it allows no others."""
    owned = {use: row.values[f"vehicles_{use}"] for use in VEHICLE_USES}
    strict = sheet["vehicle_rule"] == "none"
    exempt = [use for use in owned if strict and sheet[f"vehicle_exempt_uses_{use}"] is True]
    marks = dict.fromkeys(exempt, "（豁免，不计入限制）")
    return "、".join(f"{VEHICLE_USES[use]} {count} 辆{marks.get(use, '')}" for use, count in owned.items() if count)


# What a line rests on besides the parameters that its working names.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "supplement": ("supplements", "supplement_stacking"),
    "counted_basic_pension": ("central_basic_pension_counts",),
    "counted_support": ("support_fee_method", "support_fee_rate"),
    "counted_vehicles": ("vehicle_rule", "vehicle_value_limit", "vehicle_exempt_uses"),
    "counted_houses": ("house_limit",),
    "counted_shops": ("shop_allowed",),
    "counted_capital": ("business_capital_limit",),
    "rigid_spending_off": ("rigid_spending_medical_rate",),
    "new_work_taken_off": ("new_work_disregard_ceiling", "new_work_disregard_months"),
}
WORKINGS: Mapping[str, Callable[[Sheet, Row], str]] = {
    "employment_cost_working": _employment_cost,
    "income_working": _income,
    "base_working": _base,
    "single_working": _single,
    "supplement_working": _supplement,
    "living_working": _living,
    "deposit_limit_working": _deposit_limit,
    "uncounted_working": _uncounted,
    "vehicles_working": _vehicles,
    "care_working": _care,
}
