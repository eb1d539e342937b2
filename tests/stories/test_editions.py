"""Every decision can be made again from what it stored, to the fen, whatever was set since (DESIGN: three days, three uses)."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from cast import DISTRICT, acting
from doudi.accounts.edited import look_again
from doudi.accounts.parameter_rows import ValueEntry, decide, enter
from doudi.accounts.queries import acting_by_login
from doudi.cases import actions, replay_decisions
from doudi.cases.assessment import answer_of, recomputed, registry, sums_of
from doudi.cases.models import Case, Decision
from doudi.cases.queries import case_for
from doudi.cases.signing import seal, summary
from doudi.cases.standing import position
from doudi.command.demo import cases, district
from doudi.command.demo.staff import SHORT
from doudi.law.procedures.registry import edition, edition_on
from factories import golden, turns

pytestmark = pytest.mark.django_db
ACTS = (cases._accept, cases._survey, cases._check, cases._propose, cases._review)
# Values that reach back before every decision and change nearly everything.
OTHERS: dict[str, Any] = {
    "allowance_standard": "901.00", "allowance_rounding": "none", "edge_ratio": "3", "supplement_stacking": "all",
    "supplements": [{"category": "minor", "rate": "0.5"}, {"category": "age_60", "amount": "77.70"}],
    "employment_cost_rate": "0.5", "deposit_limit": "1.00", "vehicle_rule": "any", "house_limit": 9, "shop_allowed": True,
    "support_fee_method": "A", "support_fee_rate": "0.9", "central_basic_pension_counts": True,
    "hardship_living_standard": {"home": "1.00", "institution": "2.00"},
    "care_standard": {"home": {"full": "3.00", "partial": "4.00", "none": "5.00"}}, "publicity_order": "national",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def set_everything_anew() -> None:
    """Two people set other values, in force since long before."""
    for name, raw in OTHERS.items():
        entry = ValueEntry(name, raw, DISTRICT, "", date(2026, 1, 1), "某文〔2026〕1号", "第一条")
        decide(row=enter(entry=entry, acting=acting("data")), accept=True, acting=acting("supervisor"))
    look_again()


def made_again(decisions: list[Decision]) -> None:
    """The stored answer, line by line, and the sums that were signed, from stored facts and parameters alone."""
    for decision in decisions:
        again = recomputed(decision)
        assert again == decision.answer, decision
        if decision.outcome == "grant":
            sums = sums_of(dict(again))
            assert (decision.base, decision.supplement, decision.care) == (sums.base, sums.supplement, sums.care)
        order = decision.parameters["values"].get("publicity_order", {"value": "notice"})["value"]
        assert edition(decision.edition) is edition_on(decision.case.programme, decision.accepted_on, order)
    assert list(replay_decisions.compare()) == []


def finish(family: cases.Family, case: Case) -> None:
    """Lead a family of the demonstration on from where it stands, and sign."""
    for act in ACTS[len(family.days) - 1 :]:
        act(family, cases._again(case), "2026-11-10")
    at = datetime.combine(date(2026, 11, 12), time(9), tzinfo=timezone.get_current_timezone())
    leader = acting_by_login(f"{SHORT[family.town]}-leader", at=at, on=at.date())
    assert leader
    mine = case_for(leader, case.number)
    assert mine
    seen = seal(summary(position(mine, leader), leader.on))
    actions.confirm(case=mine, version=mine.version, seen=seen, acting=leader)


def test_every_decision_of_the_demonstration_is_made_again_from_what_it_stored(settings) -> None:
    settings.DEMO = True
    district.load(lambda said: None)
    for family in cases.FAMILIES:
        finish(family, Case.objects.get(head_name=family.head[0]))
    decisions = list(Decision.objects.select_related("case"))
    assert len(decisions) == len(cases.FAMILIES)
    made_again(decisions)
    set_everything_anew()
    made_again(decisions)
    changed = [each for each in decisions if answer_of(each.facts)["amounts"] != each.answer["amounts"]]
    assert len(changed) == len(decisions)


def test_so_is_every_other_kind_of_decision() -> None:
    """A grant of the allowance, one after an objection, a refusal, extreme hardship and its end."""
    golden.granted()
    golden.refused()
    turns.liu_granted_after_objection()
    turns.stopped(turns.stop_signed(turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))))
    decisions = list(Decision.objects.select_related("case"))
    assert {each.outcome for each in decisions} == {"grant", "refuse", "stop"}
    set_everything_anew()
    assert registry().in_force(date(2026, 11, 10), DISTRICT, "urban").flat["allowance_standard"] == 901
    made_again(decisions)


def test_the_order_of_publicity_is_set_at_the_desk_and_cases_under_way_keep_theirs() -> None:
    under_way = golden.accepted()
    set_everything_anew()
    later = golden.accepted(golden.chen(200))
    assert (under_way.edition, later.edition) == (
        "subsistence_allowance.notice_2023", "subsistence_allowance.national_2021",
    )  # fmt: skip
    assert golden.again(under_way, acting("clerk")).edition == under_way.edition
