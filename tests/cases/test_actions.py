"""The acts of a case, one after the other and out of order."""

from datetime import date
from decimal import Decimal

import pytest

from cast import acting
from doudi.cases import actions
from doudi.cases.models import Case, Decision, OnFile, Outcome, Publicity, StepTaken
from doudi.cases.steps import NotNow, Stale
from doudi.papers.models import Paper
from factories import golden, turns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings):
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def test_deficiency_notice_writes_itself_from_what_is_missing() -> None:
    case = golden.register(golden.chen(), acting("assistant"), without=(1,), agent=("郭爱芳", "村干部"))
    clerk = acting("clerk")
    with pytest.raises(NotNow, match="还缺李秀芳的《诚信承诺及核对授权书》，共 1 项"):
        actions.accept(case=case, version=case.version, acting=clerk)
    actions.notify_deficiency(case=case, version=case.version, acting=clerk)
    notice = Paper.objects.get(object_key=case.number)
    assert notice.number.endswith("告〔2026〕1号")
    assert golden.again(case, clerk).state == "deficient"


def test_acceptance_begins_the_clock() -> None:
    case = golden.accepted()
    assert (case.state, case.accepted_on, case.due_on) == ("surveying", date(2026, 11, 2), date(2026, 11, 30))
    assert case.household.file_number


def test_granted_family_to_the_letter() -> None:
    case = golden.granted()
    decision = Decision.objects.get(case=case)
    assert (decision.base, decision.supplement, decision.total) == (
        Decimal("870.00"),
        Decimal("0.00"),
        Decimal("870.00"),
    )
    assert decision.first_month == date(2026, 12, 1)
    posted = Publicity.objects.get(case=case)
    assert (posted.starts_on, posted.ends_on) == (date(2026, 11, 11), date(2026, 11, 18))
    assert case.state == "granted"
    kinds = set(Paper.objects.filter(object_key=case.number).values_list("kind", flat=True))
    assert kinds == {"acceptance_notice", "publicity_sheet", "grant_notice"}


def test_a_step_has_one_row_and_one_entry() -> None:
    from doudi.audit.models import Entry  # noqa: PLC0415

    case = golden.granted()
    entries = Entry.objects.filter(chain=f"case/{case.number}", verb="case.step_taken").count()
    assert entries == StepTaken.objects.filter(case=case).exclude(code="register").count()


def test_change_between_opening_and_signing_is_refused() -> None:
    case, leader = golden.reviewed(), acting("leader", "2026-11-10")
    seen = golden.sealed(case, leader)
    household = case.household
    item = household.items.get(source="adopted")
    type(item).objects.filter(pk=item.pk).update(amount=Decimal("99999.00"))
    with pytest.raises(Stale) as stale:
        actions.confirm(case=case, version=case.version, seen=seen, acting=leader)
    assert any("月保障金额：打开时 870.00，现在 0.00" in change for change in stale.value.changes)
    assert golden.again(case, leader).state == "reviewed"
    assert not Decision.objects.filter(case=case).exists()


def test_second_person_sees_what_the_first_did() -> None:
    case = golden.register(golden.chen())
    clerk = acting("clerk")
    actions.accept(case=golden.again(case, clerk), version=case.version, acting=clerk)
    with pytest.raises(Stale) as stale:
        actions.accept(case=golden.again(case, clerk), version=case.version, acting=clerk)
    assert "秦海峰" in stale.value.changes[0]
    assert "受理" in stale.value.changes[0]


def test_surveyor_never_confirms() -> None:
    case = golden.reviewed()
    StepTaken.objects.filter(code="nothing").exists()
    leader = acting("leader", "2026-11-10")
    seen = golden.sealed(case, leader)
    survey = StepTaken(case=case, town=case.town, village=case.village, seq=99, code="survey", from_state="surveying",
                       to_state="surveying", by_login="leader", by_name="郑国栋", post="surveyor", at=leader.at,
                       on=leader.on, edition=case.edition)  # fmt: skip
    survey.save(force_insert=True)
    with pytest.raises(NotNow, match="您办过「入户调查」"):
        actions.confirm(case=case, version=case.version, seen=seen, acting=leader)


def test_objection_holds_the_money() -> None:
    case, clerk = golden.publicised(), acting("clerk", "2026-11-13")
    actions.take_objection(
        case=case, version=case.version, acting=clerk, how="窗口", objector="邻居", text="收入不止这些"
    )
    later = acting("clerk", "2026-11-19")
    case = golden.again(case, later)
    with pytest.raises(NotNow, match="有异议未答复"):
        actions.close_publicity(case=case, version=case.version, acting=later)
    case = turns.resurveyed(case, "2026-11-18")
    actions.settle_objection(
        case=case, code="answer_objection", version=case.version, acting=later, answer="查银行流水，属实"
    )
    case = golden.again(case, later)
    actions.close_publicity(case=case, version=case.version, acting=later)
    assert golden.again(case, later).state == "publicised"


def test_upheld_objection_reopens_the_decision() -> None:
    case, clerk = golden.publicised(), acting("clerk", "2026-11-13")
    actions.take_objection(case=case, version=case.version, acting=clerk, how="来信", objector="", text="有车")
    case = golden.again(case, clerk)
    case = turns.resurveyed(case, "2026-11-13")
    actions.settle_objection(
        case=case, code="uphold_objection", version=case.version, acting=clerk, answer="名下有车，重新调查"
    )
    assert golden.again(case, clerk).state == "surveying"
    assert Publicity.objects.get(case=case).is_withdrawn
    assert not OnFile.objects.filter(case=case, kind="survey_form").exists()


def test_refused_family_is_told_why() -> None:
    case = golden.refused()
    decision = Decision.objects.get(case=case)
    assert (decision.outcome, decision.answer["outcome"]) == (Outcome.REFUSE, "low_income_edge")
    assert decision.answer["income_per_head"] == "948.00"
    assert Paper.objects.get(object_key=case.number, kind="refusal_notice")
    assert case.state == "refused"


def test_nobody_outside_the_town_finds_the_case() -> None:
    case = golden.register(golden.chen())
    assert Case.objects.filter(pk=case.pk).exists()
    from doudi.cases.queries import case_for  # noqa: PLC0415

    assert case_for(acting("elsewhere"), case.number) is None
