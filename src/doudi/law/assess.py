"""The assessment 测算 of one household on a day: outcome, amounts, reasons and the working, from the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from doudi.law.codes import VEHICLE_USES
from doudi.law.columns import sheet
from doudi.law.facts import Facts, FactsError
from doudi.law.ops import Unset, Value, merged
from doudi.law.parameters import InForce, Registry
from doudi.law.reasons import Reason, reason
from doudi.law.rule import Sheet
from doudi.law.working import Line, Working, money

ELIGIBLE, NOT_ELIGIBLE, EDGE, MUST_SET = "eligible", "not_eligible", "low_income_edge", "must_set"

INCOME_LINES = (
    "counted_wage",
    "counted_business",
    "counted_property_income",
    "counted_transfer",
    "counted_basic_pension",
    "counted_support",
    "left_out_income",
    "taxes_taken_off",
    "employment_cost_taken_off",
    "new_work_taken_off",
    "rigid_spending_off",
    "members",
    "income_a_month",
    "income_per_head",
    "allowance_standard",
)
AMOUNT_LINES = ("base_allowance", "supplement", "allowance_total")
HARDSHIP_LINES = ("living_money", "living_floor", "care_money", "hardship_total")
PROPERTY_LINES: Mapping[str, tuple[str, ...]] = {
    "counted_deposits": ("deposit_limit_of_household",),
    "counted_vehicles": (),
    "counted_houses": (),
    "counted_shops": (),
    "counted_capital": (),
}
PROPERTY_REASONS: Mapping[str, str] = {
    "is_deposit_over": "deposit_over_limit",
    "is_vehicle_over": "vehicle_over_limit",
    "is_house_over": "house_over_limit",
    "is_shop_over": "shop_over_limit",
    "is_business_over": "business_over_limit",
}


@dataclass(frozen=True)
class Amounts:
    """Sums in yuan a month, exact to the cent."""

    base: Fraction = Fraction(0)
    supplement: Fraction = Fraction(0)
    care: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """The sum of the parts as printed."""
        return self.base + self.supplement + self.care

    def as_dict(self) -> dict[str, str]:
        """The sums with two decimals."""
        names = ("base", "supplement", "care", "total")
        return {name: money(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class Assessment:
    """The answer of one assessment; `income_per_head` is exact and None where it can't be computed."""

    outcome: str
    amounts: Amounts
    members: int | None
    income_per_head: Fraction | None
    self_care: str | None
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    must_set: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The answer of `doudi assess --json`."""
        return {
            "outcome": self.outcome,
            "amounts": self.amounts.as_dict(),
            "members": self.members,
            "income_per_head": None if self.income_per_head is None else money(self.income_per_head),
            "self_care": self.self_care,
            "lines": [line.as_dict() for line in self.lines],
            "reasons": [each.as_dict() for each in self.reasons],
            "must_set": list(self.must_set),
        }


class _Missing(Exception):
    """The answer depends on parameters that have no value."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


def assess(facts: Facts, registry: Registry) -> Assessment:
    """Assess one household by the rules and parameters in force on `facts.on`.

    Sums are yuan a month; a parameter without a value on which the answer depends gives the outcome `must_set`. Raises
    FactsError for a wrong override, or a tier that is absent or unknown where tiers pay.
    """
    parameters = registry.in_force(facts.on, facts.division, facts.area).overridden(facts.parameters, facts.on)
    calculation = sheet(facts, parameters)
    kind = _Hardship if facts.programme == "extreme_hardship_support" else _Allowance
    return kind(facts, parameters, calculation).answer()


class _Programme:
    """What both programmes share: asking in steps, and putting the answer together."""

    def __init__(self, facts: Facts, parameters: InForce, calculation: Sheet) -> None:
        self.facts = facts
        self.parameters = parameters
        self.sheet = calculation

    def answer(self) -> Assessment:
        try:
            return self._decided()
        except _Missing as missing:
            quantities = self.parameters.quantities
            said = [reason("must_set", {"name": name, "title": quantities[name].title}) for name in missing.names]
            return self._put(MUST_SET, said, lines=INCOME_LINES, missing=missing.names)

    def _decided(self) -> Assessment:
        raise NotImplementedError

    def _members(self) -> int:
        return 1

    def _known(self, *values: Value) -> None:
        """Stop at this step if anything it needs has no value, with all that is missing."""
        if names := merged(*values).names:
            raise _Missing(names)

    def _flag(self, name: str) -> bool:
        """A decision; where it is open, the first step that is open stops the assessment."""
        value = self.sheet[name]
        if isinstance(value, Unset):
            self._known(self.sheet["is_below_standard"])
            self._known(self.sheet["is_over_property"])
            self._known(value)
        return bool(value)

    def _property_reasons(self) -> list[Reason]:
        return [reason(code, self._words()) for name, code in PROPERTY_REASONS.items() if self.sheet[name] is True]

    def _property_lines(self) -> list[str]:
        """What the household owns of each kind, and the limits, other than that of deposits, that refuse."""
        owned = (name for name in PROPERTY_LINES if self.sheet.summed(name))
        return [line for name in owned for line in (name, *PROPERTY_LINES[name])] + self._property_limits()

    def _property_limits(self) -> list[str]:
        by_value = self.sheet["vehicle_rule"] == "value"
        vehicles = ("vehicle_rule", "vehicle_value_limit") if by_value else ("vehicle_rule",)
        limits = {
            "is_vehicle_over": vehicles,
            "is_house_over": ("house_limit",),
            "is_business_over": ("business_capital_limit",),
        }
        return [name for flag, names in limits.items() if self.sheet[flag] is True for name in names]

    def _words(self) -> Mapping[str, str]:
        return _Words(self.sheet)

    def _income(self) -> Fraction | None:
        if self.sheet["members"] == 0:
            return None
        value = self.sheet["income_per_head"]
        return None if isinstance(value, Unset) else Fraction(value)

    def _put(
        self,
        outcome: str,
        reasons: Iterable[Reason],
        *,
        lines: Iterable[str],
        amounts: Amounts | None = None,
        self_care: str | None = None,
        missing: tuple[str, ...] = (),
    ) -> Assessment:
        income = self._income()
        known = [name for name in lines if self.sheet["members"] or name == "members"]
        return Assessment(
            outcome=outcome,
            amounts=amounts or Amounts(),
            members=self._members(),
            income_per_head=income,
            self_care=self_care,
            lines=Working(self.sheet, self.parameters).lines(known),
            reasons=tuple(reasons),
            must_set=missing,
        )


class _Words(Mapping[str, str]):
    """The figures that reasons name, computed when named."""

    NAMES: Mapping[str, str] = {
        "income": "income_per_head",
        "standard": "allowance_standard",
        "edge": "edge_line",
        "disposable": "disposable_income_per_head",
        "deposits": "counted_deposits",
        "deposit_limit": "deposit_limit_of_household",
        "living": "exact_living",
        "floor": "living_floor",
        "capital_limit": "business_capital_limit",
    }
    COUNTS: Mapping[str, str] = {
        "houses": "counted_houses",
        "house_limit": "house_limit",
        "refusers": "has_refused_work",
    }
    SUMMED = ("counted_deposits", "counted_houses", "has_refused_work")

    def __init__(self, calculation: Sheet) -> None:
        self._sheet = calculation

    def __getitem__(self, word: str) -> str:
        if word == "vehicles":
            return self._vehicles()
        if word == "capital":
            return money(self._most("largest_capital"), ",")
        name = self.NAMES.get(word) or self.COUNTS[word]
        value = self._sheet.summed(name) if name in self.SUMMED else self._sheet[name]
        return str(value) if word in self.COUNTS else money(value, ",")

    def _vehicles(self) -> str:
        """What the place asks of vehicles, by its way."""
        if self._sheet["vehicle_rule"] == "value":
            dearest, limit = self._most("dearest_vehicle"), self._sheet["vehicle_value_limit"]
            return f"价值最高的一辆 {money(dearest, ',')} 元，超过每辆限额 {money(limit, ',')} 元"
        exempt = [word for use, word in VEHICLE_USES.items() if self._sheet[f"vehicle_exempt_uses_{use}"] is True]
        return f"除豁免的（{'；'.join(exempt)}）外，不得拥有机动车辆" if exempt else "不得拥有机动车辆"

    def _most(self, name: str) -> Value:
        """The largest of a fact among the persons who count."""
        rows = self._sheet.household.persons
        return max((row.values[name] for row in rows if self._sheet.value(row, "counts")), default=0)

    def __iter__(self) -> Any:
        return iter((*self.NAMES, *self.COUNTS, "vehicles", "capital"))

    def __len__(self) -> int:
        return len(list(iter(self)))


class _Allowance(_Programme):
    """最低生活保障: the household, or one person of it."""

    def _decided(self) -> Assessment:
        if self.sheet["members"] == 0:
            return self._put(NOT_ELIGIBLE, [reason("no_members")], lines=("members",))
        if isinstance(self.sheet["income_per_head"], Unset):
            self._known(self.sheet["income_per_head"], self.sheet["is_below_standard"])
        single = self.sheet["is_single_application"]
        if self._flag("is_single_entitled" if single else "is_qualifying"):
            first = reason("single_person" if single else "income_below_standard", self._words())
            return self._granted(first)
        if self._flag("is_paid_by_grace"):
            return self._granted(reason("gradual_exit"))
        return self._refused()

    def _members(self) -> int:
        return int(self.sheet["people_paid"])

    def _granted(self, first: Reason) -> Assessment:
        base, supplement = self._paid()
        said = [first]
        if self.sheet.summed("has_refused_work"):
            said.append(reason("work_refusal", self._words()))
        lines = [*INCOME_LINES, *self._property_lines(), *AMOUNT_LINES]
        return self._put(ELIGIBLE, said, lines=lines, amounts=Amounts(Fraction(base), Fraction(supplement)))

    def _paid(self) -> tuple[Value, Value]:
        """Base and supplement, or all that is missing for either."""
        by_tier = self.sheet["allowance_method"] == "tier" and not self.sheet["is_single_application"]
        if by_tier and not self.sheet["is_paid_by_grace"]:
            self._check_tier()
        base, supplement = self.sheet["base_allowance"], self.sheet["supplements"]
        if not isinstance(supplement, Unset):
            supplement = self.sheet["supplement"]
        self._known(base, supplement)
        return base, supplement

    def _check_tier(self) -> None:
        tier, tiers = self.facts.tier, self.sheet["allowance_tiers"]
        if tier is None:
            raise FactsError("tier", "该地按档发放，须填写档次")
        if not isinstance(tiers, Unset) and tier not in tiers:
            raise FactsError("tier", f"没有“{tier}”档；可用：{'、'.join(tiers) or '（无）'}")

    def _refused(self) -> Assessment:
        edge = self._flag("is_edge_household")
        said = [*self._single_reasons(), *self._income_reasons(), *self._property_reasons()]
        if edge:
            said.append(reason("low_income_edge", self._words()))
        lines = [*INCOME_LINES, "edge_line", *self._property_lines()]
        if self.sheet["is_perhaps_rigid"] is True:
            said.append(reason("may_be_rigid_expenditure", self._words()))
            lines.append("disposable_income_per_head")
        return self._put(EDGE if edge else NOT_ELIGIBLE, said, lines=lines)

    def _income_reasons(self) -> list[Reason]:
        if self.sheet["is_single_application"]:
            over = self.sheet["is_below_edge"] is False
            return [reason("income_not_below_edge", self._words())] if over else []
        over = self.sheet["is_below_standard"] is False
        return [reason("income_not_below_standard", self._words())] if over else []

    def _single_reasons(self) -> list[Reason]:
        if not self.sheet["is_single_application"]:
            return []
        row = next(row for row in self.sheet.household.persons if row.values["is_applicant"])
        hardship = self.sheet["already"] == "extreme_hardship_support"
        belongs = self.sheet.value(row, "is_member") or self.sheet.value(row, "is_clergy_away")
        found = {
            "household_qualifies": self.sheet["is_qualifying"] is True,
            "applicant_under_18": self.sheet.value(row, "is_minor"),
            "already_extreme_hardship": hardship,
            "applicant_not_member": not belongs and not hardship,
            "no_single_ground": not self.sheet["has_single_ground"],
        }
        return [reason(code) for code, holds in found.items() if holds]


class _Hardship(_Programme):
    """特困人员救助供养: the applicant alone."""

    def _decided(self) -> Assessment:
        if isinstance(self.sheet["income_per_head"], Unset):
            self._known(self.sheet["income_per_head"], self.sheet["is_below_standard"])
        refusals = self._refusals()
        if refusals:
            lines = [*INCOME_LINES, *self._property_lines()]
            return self._put(NOT_ELIGIBLE, [*refusals, reason("check_allowance")], lines=lines)
        self._known(self.sheet["is_below_standard"])
        self._known(self.sheet["is_over_property"])
        self._known(self.sheet["has_able_obligor"])
        return self._granted()

    def _refusals(self) -> list[Reason]:
        found = {
            "able_to_work": not self.sheet.summed("is_unable_to_work"),
            "in_prison_or_missing": bool(self.sheet.summed("is_away_from_support")),
            "own_income_not_below_standard": self.sheet["is_below_standard"] is False,
            "obligor_able": self.sheet["has_able_obligor"] is True,
        }
        said = [reason(code, self._words()) for code, holds in found.items() if holds]
        return [*said, *self._property_reasons()]

    def _granted(self) -> Assessment:
        living, care = self.sheet["living_money"], self.sheet["care_money"]
        self._known(living, care)
        said = [reason("extreme_hardship")]
        if self.sheet["is_below_floor"] is True:
            said.append(reason("below_floor", self._words()))
        return self._put(
            ELIGIBLE,
            said,
            lines=[*INCOME_LINES, *self._property_lines(), *HARDSHIP_LINES],
            amounts=Amounts(base=Fraction(living), care=Fraction(care)),
            self_care=self.sheet["self_care_level"],
        )
