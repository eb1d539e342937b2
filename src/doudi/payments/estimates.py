"""资金测算: asked for by the bureau with what is supposed, made by the worker, kept month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.law.divisions import tree
from doudi.law.parameters import DatedValue, national
from doudi.payments.awards import month_text, next_month, next_number
from doudi.payments.copying import copy_in
from doudi.payments.estimating import OneOff, Plan, estimate
from doudi.payments.models import Estimate, EstimateLine
from doudi.payments.recalculating import Progress

State = Estimate.State
SUPPOSED = "资金测算假设"


@dataclass(frozen=True)
class Supposed:
    """What an estimate supposes beside what is known, as plain data.

    `values`: parameters from the month `since` on, each with its name, `area` and `raw` in the form of a facts file;
    `joining`: households more a month by programme, as text; `one_off`: title, month, a_person, programme.
    """

    since: str = ""
    values: tuple[Mapping[str, Any], ...] = ()
    joining: Mapping[str, str] = field(default_factory=dict)
    one_off: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "since": self.since, "values": [dict(each) for each in self.values], "joining": dict(self.joining),
            "one_off": dict(self.one_off),
        }  # fmt: skip


@transaction.atomic
def ask(*, months: int, supposed: Supposed, acting: Acting) -> Estimate:
    """提出资金测算 of so many months from the next one on. Errors: law's FactsError for a value that can't be read."""
    number = f"CS-{acting.division[:6]}-{acting.on.year}-{next_number(f'CS{acting.on.year}'):03d}"
    made = Estimate(
        number=number, first=next_month(acting.on), months=months, plan=supposed.plain(), by_login=acting.login,
        by_name=acting.name, on=acting.on, at=acting.at,
    )  # fmt: skip
    plan_of(made)
    made.save(force_insert=True)
    append(
        chain=f"estimate/{number}", actor=acting.actor, verb=Verb.ESTIMATE_ASKED, object_kind="estimate",
        object_key=number, facts={"month": month_text(made.first), "months": months, **made.plan}, at=acting.at,
        on=acting.on,
    )  # fmt: skip
    return made


def plan_of(made: Estimate) -> Plan:
    """The plan of what was asked for. Errors: law's FactsError."""
    told = made.plan
    one_off = told["one_off"]
    return Plan(
        made.first, made.months, values=_values(told),
        joining={programme: Decimal(more) for programme, more in told["joining"].items()},
        one_offs=[
            OneOff(one_off["title"], _month(one_off["month"]), Decimal(one_off["a_person"]), one_off["programme"])
        ] if one_off else [],
    )  # fmt: skip


def _values(told: Mapping[str, Any]) -> list[DatedValue]:
    """The supposed values, one for each town: what a town has set for itself gives way too."""
    quantities = national()[0]
    return [
        DatedValue(
            each["name"], _month(told["since"]), quantities[each["name"]].read(each["raw"], each["name"]), SUPPOSED,
            division=town.code, area=each["area"],
        )
        for each in told["values"]
        for town in tree().towns
    ]  # fmt: skip


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def make(key: UUID) -> bool:
    """Make an estimate that was asked for, from its beginning however often it was begun; False when it is over already."""
    found = Estimate.begun(key)
    if found is None:
        return False
    made = estimate(plan_of(found), on=found.on, progress=_kept(key))
    with transaction.atomic():
        EstimateLine.objects.filter(estimate=found).delete()
        for line in made.lines:
            line.estimate = found
        copy_in(EstimateLine, made.lines)
        Estimate.objects.filter(pk=key).update(
            state=State.READY, done=100, basis=made.basis, missing=list(made.missing)
        )
    return True


def _kept(key: UUID) -> Progress:
    def keep(percent: int) -> None:
        Estimate.objects.filter(pk=key).update(done=percent)

    return keep
