"""What the papers of a case's turns say, gathered from a case."""

from datetime import date

import pytest

from cast import acting
from doudi.cases import notices, turn_notices
from doudi.cases.assessment import answer_of
from doudi.cases.models import Case, Decision, Publicity
from doudi.cases.steps import NotNow
from doudi.households.models import PaymentAccount
from doudi.households.queries import facts_of
from doudi.papers.content import Period
from doudi.papers.turns import Addressee
from factories import golden

pytestmark = pytest.mark.django_db
OBJECTION = {
    "objector_name": "冯秋生",
    "received_on": date(2026, 11, 13),
    "upheld": False,
    "found": "查无此事。",
    "follows": "公示继续，到2026年11月18日期满。",
}


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def hardship(case: Case) -> Case:
    """The same case read as one of 特困."""
    case.programme = "extreme_hardship_support"
    return case


def test_an_objection_is_answered_to_each_without_what_the_other_may_not_know() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-16")
    family = turn_notices.objection_outcome(case, clerk, to="applicant", **OBJECTION)
    assert (family.addressee, family.objector, family.receiver) == (Addressee.APPLICANT, "", "陈建国")
    assert "冯秋生" not in str(family.as_data())
    assert (family.found, family.follows) == ("查无此事", "公示继续，到2026年11月18日期满")
    other = turn_notices.objection_outcome(case, clerk, to="objector", **OBJECTION)
    assert (other.objector, other.receiver, other.applicant.id_masked) == ("冯秋生", "冯秋生", "")
    unnamed = turn_notices.objection_outcome(case, clerk, to="objector", **{**OBJECTION, "objector_name": ""})
    assert unnamed.receiver == "异议人"


def test_a_clerk_who_names_the_objector_to_the_family_is_stopped() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-16")
    said = {**OBJECTION, "found": "冯秋生反映的车辆是邻居的"}
    with pytest.raises(NotNow, match="异议人的姓名"):
        turn_notices.objection_outcome(case, clerk, to="applicant", **said)
    assert "冯秋生" in turn_notices.objection_outcome(case, clerk, to="objector", **said).found


def test_acceptance_carries_what_may_follow() -> None:
    case, clerk = golden.accepted(), acting("clerk")
    day = date(2026, 11, 9)
    said = notices.acceptance(case, clerk, ["申请书"], 3, lacking=[("户口簿", day)], promised=["失业证明"])
    assert [(one.name, one.until) for one in said.lacking] == [("户口簿", day)]
    assert (said.promised, said.due_on, said.limit) == (("失业证明",), date(2026, 11, 30), 20)
    other = notices.acceptance(hardship(case), clerk, [], 1, due_on=date(2026, 12, 14), limit=30)
    assert (other.due_on, other.limit, other.survey_by) == (date(2026, 12, 14), 30, date(2026, 11, 23))


def test_the_turns_of_a_case() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-24")
    ended = turn_notices.termination(case, clerk, cause="不配合调查。", clause="民发〔2021〕57号 第二十九条")
    assert (ended.cause, ended.ended_on, ended.applied_on) == ("不配合调查", date(2026, 11, 24), date(2026, 11, 2))
    longer = turn_notices.extension(case, clerk, reason="跨省核查", due_on=date(2027, 1, 6))
    assert (longer.was_due, longer.due_on, longer.clause) == (
        date(2026, 11, 30), date(2027, 1, 6), "民发〔2022〕83号 四（一）",
    )  # fmt: skip
    assert turn_notices.extension(case, clerk, reason="跨省核查", due_on=date(2026, 11, 30)).was_due is None
    assert turn_notices.extension(hardship(case), clerk, reason="跨省核查", due_on=date(2027, 1, 6)).clause == ""
    assert turn_notices.transfer(case, clerk, to_town="140502001", reason="户籍迁移").to_office == "东街街道办事处"
    assert (
        turn_notices.transfer(case, clerk, to_town="阳城县凤城镇", reason="户籍迁移").to_office
        == "阳城县凤城镇人民政府"
    )
    again = turn_notices.reopening(case, clerk, cause="抽查发现漏算", due_on=date(2026, 12, 25))
    assert (again.cause, again.due_on) == ("抽查发现漏算", date(2026, 12, 25))


def test_the_end_of_support() -> None:
    case, clerk = hardship(golden.accepted()), acting("clerk", "2026-11-24")
    period = Period(since=date(2026, 11, 24), until=date(2026, 12, 1))
    sheet = turn_notices.stop_sheet(case, clerk, cause="具备劳动能力", period=period, members=1)
    assert "具备劳动能力" not in str(sheet.as_data())
    with pytest.raises(NotNow, match="原因"):
        turn_notices.stop_sheet(case, clerk, cause=" ", period=period, members=1)
    told = turn_notices.stop_notice(
        case, clerk, cause="具备劳动能力", month=date(2026, 12, 1), decided_on=clerk.on, signed_by="郑国栋"
    )
    assert (told.stopped_from, told.committee) == (date(2027, 1, 1), "北石店社区居民委员会")
    assert (told.title, told.last_month) == ("终止特困人员救助供养告知书", date(2026, 12, 1))
    told = turn_notices.stop_notice(
        case,
        clerk,
        cause="死亡",
        month=date(2026, 12, 1),
        decided_on=clerk.on,
        signed_by="郑国栋",
        died=True,
        paid=False,
    )
    assert (told.last_month, told.receiver) == (None, f"{case.applicant.name}的亲属、照料人")


def test_the_family_asks_the_clerk_whoever_signed_or_moved_the_case_on() -> None:
    case, leader = golden.accepted(), acting("leader", "2026-11-24")
    told = turn_notices.reopening(case, leader, cause="抽查发现漏算", due_on=date(2026, 12, 25))
    assert (leader.name, told.contact.officer) == ("郑国栋", "秦海峰")


@pytest.mark.parametrize(
    ("village", "committee"),
    [
        ("道头村", "道头村民委员会"),
        ("道头村委会", "道头村民委员会"),
        ("北石店社区", "北石店社区居民委员会"),
        ("北石店社区居委会", "北石店社区居民委员会"),
    ],
)
def test_committees_by_name(village: str, committee: str) -> None:
    assert turn_notices.committee_of(village) == committee


def test_a_hardship_grant_and_refusal() -> None:
    case, clerk = golden.granted(), acting("clerk", "2026-11-19")
    decision, posted = Decision.objects.get(case=case), Publicity.objects.get(case=case)
    account = PaymentAccount.objects.get(household=case.household_id)
    assert notices.grant(case, clerk, decision, posted, account).support is None
    decision.answer = {
        **decision.answer,
        "self_care": "partial",
        "amounts": {"base": "852.00", "care": "400.00", "supplement": "0.00", "total": "1252.00"},
    }
    decision.facts = {**decision.facts, "persons": [{**decision.facts["persons"][0], "support": "institution"}]}
    support = notices.grant(hardship(case), clerk, decision, posted, account, institution="城区中心敬老院").support
    assert support is not None
    assert (str(support.living), str(support.care)) == ("852.00", "400.00")
    assert (support.mode, support.self_care, support.institution) == ("集中供养", "半护理", "城区中心敬老院")
    decision.answer = {
        "outcome": "not_eligible", "lines": [], "reasons": [
            {"code": "obligor_able", "text": "有具备履行义务能力的法定义务人", "clause": "民发〔2021〕43号 第八条"},
            {"code": "check_allowance", "text": "应当继续审查是否符合低保条件", "clause": "民发〔2021〕43号 第二十七条"},
        ],
    }  # fmt: skip
    said = notices.refusal(hardship(case), clerk, decision)
    assert [reason.text for reason in said.reasons] == ["有具备履行义务能力的法定义务人"]
    assert said.open[0].startswith("最低生活保障")


def test_a_refusal_offers_the_recognition_as_rigid_expenditure_apart_from_its_reasons() -> None:
    case = golden.proposed()
    offer = {
        "code": "may_be_rigid_expenditure",
        "text": "可以申请认定为刚性支出困难家庭",
        "clause": "刚性支出困难家庭认定办法",
    }
    high = {
        "code": "income_not_below_edge",
        "text": "家庭月人均收入 1,900.00 元，不低于低保边缘线 1,185.00 元",
        "clause": "57号",
    }
    told = notices.refusal(case, acting("leader"), refused_by(case, [high, offer]))
    assert [each.text for each in told.reasons] == [high["text"]]
    assert "刚性支出困难家庭认定" in told.open[0]
    assert notices.refusal(case, acting("leader"), refused_by(case, [high])).open == ()


def refused_by(case: Case, reasons: list[dict[str, str]]) -> Decision:
    """An unsaved refusal for these reasons of the rules."""
    answer = {
        **answer_of(facts_of(household=case.household, on=date(2026, 11, 6), source="declared")),
        "reasons": reasons,
    }
    return Decision(
        case=case, outcome="refuse", decided_on=date(2026, 11, 10), accepted_on=date(2026, 11, 2), answer=answer, facts={},
        by_name="郑国栋", reasons="",
    )  # fmt: skip


def test_a_grant_tells_no_property_of_any_kind_and_a_refusal_tells_it_all() -> None:
    case = golden.register(golden.chen())
    answer = answer_of(facts_of(household=case.household, on=date(2026, 11, 6), source="declared"))
    owned = {"存款等货币财产", "货币财产限额", "房屋"}
    assert answer["outcome"] == "eligible"
    assert not owned & {line.label for line in notices.working(answer)}
    assert owned <= {line.label for line in notices.working({**answer, "outcome": "not_eligible"})}
