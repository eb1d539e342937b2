"""A second, plain reading of the contract, sentence by sentence, without the rules: what the rules must agree with.

It knows complete parameter sets only; what it lacks are the working, the reasons and parameters that are missing.
"""

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

Raw = dict[str, Any]
DEPOSITS = {"cash", "deposit", "security", "fund", "insurance", "internet_finance", "claim"}
UNCOUNTED = {
    "merit_pension",
    "family_planning_award",
    "scholarship",
    "bravery_award",
    "government_aid",
    "old_age_allowance",
    "medical_insurance_benefit",
}
EXEMPT = {"extreme_hardship", "allowance_recipient", "severe_disability", "missing", "in_prison", "incapable"}


def years(born: str, on: str) -> int:
    start, end = date.fromisoformat(born), date.fromisoformat(on)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months(on: str, since: str) -> int:
    return (int(on[:4]) - int(since[:4])) * 12 + int(on[5:7]) - int(since[5:7])


def rounded(value: Fraction, way: str) -> Fraction:
    if way == "up_yuan":
        return Fraction(ceil(value))
    if way == "up_jiao":
        return Fraction(ceil(value * 10), 10)
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def printed(value: Fraction) -> str:
    cents = floor(value * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


class Plain:
    """One household read plainly."""

    def __init__(self, raw: Raw) -> None:
        self.raw, self.par, self.on = raw, raw["parameters"], raw["on"]
        self.people: list[Raw] = raw["persons"]
        self.applicant = next(p for p in self.people if p["id"] == raw["applicant"])
        self.hardship = raw["programme"] == "extreme_hardship_support"
        self.standard = Fraction(self.par["allowance_standard"])
        self.counted = [self.applicant] if self.hardship else self.members()

    def age(self, person: Raw) -> int:
        return years(person["born"], self.on)

    def clergy(self, person: Raw) -> bool:
        since = person.get("absence_since")
        return person.get("absence") == "clergy_away" and since is not None and years(since, self.on) >= 3

    def left_out(self, person: Raw) -> bool:
        drawing = person is self.applicant and self.raw["already"] == "extreme_hardship_support"
        away = person.get("absence") in ("in_prison", "compulsory_isolation", "missing")
        return away or self.clergy(person) or drawing

    def members(self) -> list[Raw]:
        found = [p for p in self.people if self.belongs(p) and not self.left_out(p)]
        if any(p["relation"] == "child" and self.age(p) >= 18 for p in found):
            found += [
                p for p in self.people if p["relation"] == "child_in_law" and p["lives_with"] and not self.left_out(p)
            ]
        return found

    def belongs(self, person: Raw) -> bool:
        if person["relation"] in ("head", "spouse"):
            return True
        if person["relation"] in ("other", "child_in_law"):
            return False
        if person["relation"] == "child":
            independent = person.get("independent", self.age(person) >= 16)
            studies = person.get("study") in ("compulsory", "senior_high", "secondary_vocational", "undergraduate")
            if self.age(person) < 18 or not independent or studies:
                return True
        return bool(person["lives_with"])

    def sum_of(self, person: Raw, what: str, kinds: set[str] | None = None) -> Fraction:
        total = Fraction(0)
        for flow in person[what]:
            if kinds is None or flow["kind"] in kinds:
                total += Fraction(flow["amount"]) * (12 if flow["per"] == "month" else 1)
        return total

    def fee(self, obligor: Raw) -> Fraction:
        exempt = set(self.par.get("support_fee_exempt", EXEMPT))
        if years(obligor["born"], self.on) < 18 or exempt & set(obligor["status"]):
            return Fraction(0)
        people = len(obligor["of"]) if isinstance(obligor["of"], list) else 1
        if "agreed_support" in obligor:
            return 12 * Fraction(obligor["agreed_support"]) / people
        method, rate = self.par["support_fee_method"], Fraction(self.par["support_fee_rate"])
        if method == "actual":
            return Fraction(0)
        line = self.par.get("support_fee_line", "standard" if method == "C" else "edge")
        yuan = self.standard * (Fraction(self.par["edge_ratio"]) if line == "edge" else 1)
        heads = obligor["household_members"]
        income = Fraction(obligor["household_income"]) * (12 if obligor["per"] == "month" else 1)
        if method == "B":
            return max(Fraction(0), (income / heads - 12 * yuan) * rate) / people
        fee = max(Fraction(0), (income - 12 * yuan * heads) * rate)
        return fee if method == "A" else fee / people

    def support(self, person: Raw) -> Fraction:
        received = self.sum_of(person, "income", {"support_received"})
        if self.hardship:
            return received
        fees = Fraction(0)
        for obligor in self.raw["obligors"]:
            of = obligor["of"] if isinstance(obligor["of"], list) else [obligor["of"]]
            if person["id"] in of:
                fees += self.fee(obligor)
        return max(fees, received)

    def income_of(self, person: Raw) -> Fraction:
        left_out = UNCOUNTED | {"support_received"}
        if self.hardship or not self.par["central_basic_pension_counts"]:
            left_out = left_out | {"central_basic_pension"}
        kinds = {flow["kind"] for flow in person["income"]} - left_out
        income = self.sum_of(person, "income", kinds) + self.support(person)
        income = max(Fraction(0), income - self.sum_of(person, "spending", {"tax", "social_insurance", "support_paid"}))
        wage = self.sum_of(person, "income", {"wage"})
        if "employment_cost_rate" in self.par:
            base = wage if self.par["employment_cost_base"] == "wage" else 12 * Fraction(self.par["minimum_wage"])
            cost = Fraction(self.par["employment_cost_rate"]) * base
        else:
            cost = self.sum_of(person, "spending", {"employment_cost"})
        income = max(Fraction(0), income - min(cost, wage))
        return max(Fraction(0), income - self.new_work(person))

    def new_work(self, person: Raw) -> Fraction:
        if "new_work_disregard_ceiling" not in self.par:
            return Fraction(0)
        new = Fraction(0)
        for flow in person["income"]:
            if "since" in flow and 0 <= months(self.on, flow["since"]) < self.par["new_work_disregard_months"]:
                new += Fraction(flow["amount"]) * (12 if flow["per"] == "month" else 1)
        return min(new, 12 * Fraction(self.par["new_work_disregard_ceiling"]) * self.standard)

    def income(self) -> Fraction:
        total = sum((self.income_of(p) for p in self.counted), Fraction(0))
        for kind, rule in self.par.get("rigid_spending", {}).items():
            off = Fraction(rule["rate"]) * sum((self.sum_of(p, "spending", {kind}) for p in self.counted), Fraction(0))
            total -= min(off, 12 * Fraction(rule["ceiling"])) if "ceiling" in rule else off
        return max(Fraction(0), total) / 12

    def property_fits(self, owners: set[str], heads: int, ill: bool) -> bool:
        mine = [a for a in self.raw["assets"] if a["owner"] in owners]
        if "deposit_limit" in self.par:
            limit = Fraction(self.par["deposit_limit"])
        else:
            limit = self.par["deposit_limit_months"] * self.standard
        if ill and "deposit_limit_serious_illness" in self.par:
            limit = Fraction(self.par["deposit_limit_serious_illness"])
        if sum(Fraction(a["value"]) for a in mine if a["kind"] in DEPOSITS) > limit * heads:
            return False
        if not all(self.vehicle_fits(a) for a in mine if a["kind"] == "vehicle"):
            return False
        if sum(a["kind"] == "house" for a in mine) > self.par["house_limit"]:
            return False
        if any(a["kind"] == "shop" for a in mine) and not self.par["shop_allowed"]:
            return False
        registrations = [Fraction(a["value"]) for a in mine if a["kind"] == "business_registration"]
        return all(capital <= Fraction(self.par["business_capital_limit"]) for capital in registrations)

    def vehicle_fits(self, vehicle: Raw) -> bool:
        rule = self.par["vehicle_rule"]
        if rule == "none":
            return vehicle["use"] in self.par["vehicle_exempt_uses"]
        return rule == "any" or Fraction(vehicle["value"]) <= Fraction(self.par["vehicle_value_limit"])

    def supplement(self, paid: list[Raw]) -> Fraction:
        total = Fraction(0)
        for person in paid:
            met = [
                Fraction(each["amount"]) if "amount" in each else Fraction(each["rate"]) * self.standard
                for each in self.par["supplements"]
                if self.meets(person, each["category"])
            ]
            total += (
                sum(met, Fraction(0)) if self.par["supplement_stacking"] == "all" else max(met, default=Fraction(0))
            )
        return rounded(total, self.par["supplement_rounding"])

    def meets(self, person: Raw, category: str) -> bool:
        if category.startswith("age_"):
            return self.age(person) >= int(category[4:])
        if category == "lives_alone":
            there = [p for p in self.people if p["lives_with"] and p.get("absence", "none") == "none"]
            others = [p for p in there if p is not person]
            return len(self.counted) == 1 and person is self.counted[0] and not others
        if category == "severe_disability":
            return bool(person.get("disability", {"grade": 9})["grade"] <= 2)
        return self.age(person) < 18 if category == "minor" else bool(person[category])

    def result(
        self,
        outcome: str,
        base: Fraction = Fraction(0),
        supplement: Fraction = Fraction(0),
        care: Fraction = Fraction(0),
    ) -> Raw:
        parts = [rounded(each, "none") for each in (base, supplement, care)]
        names = ("base", "supplement", "care", "total")
        heads = len(self.counted)
        single = not self.hardship and self.raw["apply_as"] == "single_person"
        return {
            "outcome": outcome,
            "amounts": dict(zip(names, (printed(each) for each in [*parts, sum(parts, Fraction(0))]), strict=True)),
            "members": 1 if self.hardship or single else heads,
            "income_per_head": printed(self.income() / heads) if heads else None,
        }

    def answer(self) -> Raw:
        if self.hardship:
            return self.hardship_answer()
        if not self.counted:
            return self.result("not_eligible")
        heads = len(self.counted)
        ill = any(p["serious_illness"] for p in self.counted)
        fits = self.property_fits({p["id"] for p in self.counted}, heads, ill)
        head = self.income() / heads
        below, edge = head < self.standard, head < self.standard * Fraction(self.par["edge_ratio"])
        if self.raw["apply_as"] == "single_person":
            return self.single_answer(fits, below, edge)
        if below and fits:
            return self.granted(self.ordinary_base(), self.counted)
        if fits and self.in_grace():
            return self.granted(None, self.counted)
        return self.result("low_income_edge" if edge and fits else "not_eligible")

    def in_grace(self) -> bool:
        grace = self.raw.get("grace")
        return grace is not None and 0 <= months(self.on, grace["since"]) < self.par["grace_months"]

    def granted(self, base: Fraction | None, paid: list[Raw]) -> Raw:
        """`base` None: the old base of a gradual exit."""
        way = self.par["allowance_rounding"]
        if base is None:
            base, way = min(Fraction(self.raw["grace"]["base_before"]), self.standard * len(paid)), "none"
        refusers = sum(p["refused_work"] >= 3 for p in paid) if self.par["work_refusal"] == "own_share" else 0
        base = rounded(base * (len(paid) - refusers) / len(paid), way)
        return self.result("eligible", base, self.supplement(paid))

    def ordinary_base(self) -> Fraction:
        heads = len(self.counted)
        if self.par["allowance_method"] == "tier":
            return Fraction(self.par["allowance_tiers"][self.raw["tier"]]) * heads
        gap = max(Fraction(0), self.standard * heads - self.income())
        return max(gap, Fraction(self.par.get("minimum_gap_ratio", 0)) * self.standard * heads)

    def single_answer(self, fits: bool, below: bool, edge: bool) -> Raw:
        one = self.applicant
        card = one.get("disability", {"kind": "", "grade": 9})
        grade_3 = card["grade"] == 3 and card["kind"] in ("intellectual", "mental")
        ratio = self.par.get("single_person_ratio")
        sums = []
        if card["grade"] <= 2 or grade_3:
            sums.append(
                Fraction(ratio["severe_disability"]) * self.standard
                if ratio
                else Fraction(self.par["single_person_amount"])
            )
        if one["serious_illness"]:
            sums.append(
                Fraction(ratio["serious_illness"]) * self.standard
                if ratio
                else Fraction(self.par["single_person_amount"])
            )
        if self.clergy(one) and not ratio:
            sums.append(Fraction(self.par["single_person_amount"]))
        grounds = bool(sums) or self.clergy(one)
        hardship = self.raw["already"] == "extreme_hardship_support"
        part = (one in self.counted or self.clergy(one)) and not hardship
        may = self.age(one) >= 18 and part and fits
        refused = self.result("low_income_edge" if edge and fits else "not_eligible")
        if not may or not grounds or below:
            return refused
        if edge:
            if not sums:
                return {"outcome": "must_set", "must_set": ["single_person_amount"]}
            return self.granted(max(sums), [one])
        earning = self.sum_of(one, "income", {"wage", "business"}) > 0
        if self.par["single_person_over_edge_severe"] and card["grade"] <= 2 and not earning:
            return self.granted(sums[0], [one])
        return self.granted(None, [one]) if self.in_grace() else refused

    def hardship_answer(self) -> Raw:
        one = self.applicant
        fits = self.property_fits({one["id"]}, 1, one["serious_illness"])
        poor = self.income() < self.standard
        away = one.get("absence") in ("missing", "in_prison")
        if not self.unable(one) or away or not fits or not poor or any(map(self.able, self.raw["obligors"])):
            return self.result("not_eligible")
        way, mode = self.par["allowance_rounding"], one["support"]
        failed = sum(not done for done in one.get("self_care", {}).values())
        level = "full" if failed == 0 else "partial" if failed <= 3 else "none"
        if "hardship_living_standard" in self.par:
            living = Fraction(self.par["hardship_living_standard"][mode])
        else:
            living = rounded(Fraction(self.par["hardship_living_ratio"][mode]) * self.standard, way)
        if "care_standard" in self.par:
            care = Fraction(self.par["care_standard"][mode][level])
        else:
            care = rounded(Fraction(self.par["care_ratio"][mode][level]) * Fraction(self.par["minimum_wage"]), way)
        return self.result("eligible", living, Fraction(0), care)

    def unable(self, one: Raw) -> bool:
        card = one.get("disability", {"kind": "", "grade": 9})
        limits = {"intellectual": 3, "mental": 3, "physical": 2, "visual": 1}
        kept = self.raw["already"] == "extreme_hardship_support" and (
            self.age(one) < 18 or one.get("study") in ("compulsory", "senior_high", "secondary_vocational")
        )
        return self.age(one) >= 60 or self.age(one) < 16 or card["grade"] <= limits.get(card["kind"], 0) or kept

    def able(self, obligor: Raw) -> bool:
        of = obligor["of"] if isinstance(obligor["of"], list) else [obligor["of"]]
        if self.applicant["id"] not in of:
            return False
        age, status = years(obligor["born"], self.on), set(obligor["status"])
        if age < 18 or "extreme_hardship" in status or ("allowance_recipient" in status and age >= 60):
            return False
        heads = obligor["household_members"]
        fits = self.property_fits({obligor["id"]}, heads, False)
        income = Fraction(obligor["household_income"]) * (12 if obligor["per"] == "month" else 1)
        poor = income / heads < Fraction(self.par["disposable_income_per_head"])
        old = age >= 70 or status & {"severe_disability", "intellectual_mental_3"}
        return not ((old and poor and fits) or (status & {"incapable", "missing", "in_prison"} and fits))
