"""Forms filled from a case: what the family said, what was found, what was decided; masks; the blank ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cast import acting
from doudi.accounts.actions import SYSTEM, register_relative
from doudi.accounts.models import Officer
from doudi.cases import actions
from doudi.cases import forms_printed as family
from doudi.cases.form_source import Opened
from doudi.households.actions import replace_items
from doudi.households.entries import ItemEntry
from doudi.households.models import Household, Member, Obligor
from doudi.verification import forms_printed as office
from factories import golden, turns

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def test_the_application_as_it_was_registered() -> None:
    case = golden.accepted()
    Household.objects.filter(pk=case.household_id).update(phone="13900001234")
    case.household.refresh_from_db()
    form = family.application(Opened(case, DAY))
    assert (form.applicant, form.sex, form.hukou, form.reason) == ("陈建国", "男", "■城镇　□农村", "收入低")
    assert form.apply_as.startswith("■最低生活保障")
    assert [row.name for row in form.members] == ["陈建国", "李秀芳", "王桂兰", "", "", ""]
    assert [row.income for row in form.members[:3]] == ["1,200.00", "", "420.00"]
    assert (form.members[1].health, form.members[0].work, form.members[2].age) == ("重病", "有劳动能力", "69")
    assert "********" in form.id_number
    assert (form.phone, form.account) == ("139****1234", "6230********0100")
    whole = family.application(Opened(case, DAY, whole=True))
    assert (whole.phone, whole.account) == ("13900001234", "6230000000000000100")
    assert whole.id_number == case.applicant.id_number
    assert whole.members[0].id_number == case.applicant.id_number
    case.programme = "extreme_hardship_support"
    assert "■特困人员救助供养" in family.application(Opened(case, DAY)).apply_as
    assert "■单人户" in family.application(Opened(golden.register(golden.chen(700)), DAY), single=True).apply_as


def test_a_consent_for_each_member_and_a_guardian_for_the_young() -> None:
    chen = golden.chen()
    child = replace(
        chen.members[1],
        name="陈小宝",
        relation="child",
        born=date(2015, 3, 1),
        id_number=golden.id_number("2015-03-01", 100, "F"),
    )
    case = golden.accepted(replace(chen, members=(*chen.members, child)), without=())
    form = family.promise(Opened(case, DAY))
    assert [one.name for one in form.people] == ["陈建国", "李秀芳", "王桂兰", "陈小宝"]
    assert form.people[3].guardian == "未满 18 周岁，由监护人代签"
    assert "不能签名" in form.people[0].guardian
    only = Member.objects.get(household=case.household, name="李秀芳")
    assert [one.name for one in family.promise(Opened(case, DAY, only=str(only.pk))).people] == ["李秀芳"]


def test_a_consent_for_each_obligor() -> None:
    case = golden.accepted()
    assert len(family.obligor_consent(Opened(case, DAY)).people) == 1
    head = Member.objects.get(household=case.household, relation="head")
    Obligor.objects.create(
        household=case.household, town=case.town, village=case.village, of=[head.pk], relation="child", name="陈小军",
        born=date(2002, 1, 1), household_members=3, household_income=Decimal("4500"), status=["severe_disability"],
        agreed_support=Decimal("200"),
    )  # fmt: skip
    (row,) = family.obligor_consent(Opened(case, DAY)).people
    assert (row.name, row.of, row.age, row.income, row.fee) == ("陈小军", "陈建国", "24", "每月 4,500.00", "200.00")
    assert row.status == "重度残疾"
    assert office.survey(Opened(case, DAY), blank=True).obligors[0].name == "陈小军"
    told = office.review(Opened(case, DAY)).obligors
    assert told == "陈小军（子女，重度残疾，3 口人，家庭收入每月 4,500.00 元，每月给付 200.00 元）"


def test_what_was_not_declared_stays_open() -> None:
    form = family.declaration(Opened(golden.accepted(), DAY))
    rows = {row.item: row for row in form.rows}
    wage, deposit, house = rows["打零工、务工收入"], rows["银行存款（写明银行）"], rows["房屋（写明面积、处数）"]
    assert (wage.has, wage.who, wage.amount) == ("■有　□没有", "陈建国", "1,200.00")
    assert deposit.amount == "18,600.00"
    assert (house.amount, house.note) == ("", "62.00 平方米")
    assert (rows["现金"].has, rows["现金"].amount) == ("□有　□没有", "")


def test_the_survey_blank_and_after_the_visit() -> None:
    case = golden.accepted()
    blank = office.survey(Opened(case, DAY), blank=True)
    assert (blank.head, blank.members[0].name, blank.members[0].income) == ("陈建国", "陈建国", "")
    assert blank.surveyors == blank.conclusion == ""
    assert office.survey(Opened(case, DAY)) == blank
    case = golden.verified(golden.chen(200))
    filled = office.survey(Opened(case, DAY))
    assert (filled.visited_on, filled.surveyors) == ("2026年11月4日", "贺文娟、秦海峰")
    assert (filled.conclusion, filled.close_relative) == ("情况属实", "□是，已备案　■否")
    assert office.survey(Opened(case, DAY), blank=True).conclusion == ""
    case.programme = "extreme_hardship_support"
    assert office.survey(Opened(case, DAY)).self_care_level == "□全自理　□半护理　□全护理"


@pytest.mark.parametrize(
    ("failed", "level"),
    [
        ((), "■全自理"),
        (("wash",), "■半护理"),
        (("dress", "walk", "wash"), "■半护理"),
        (("eat", "dress", "walk", "wash"), "■全护理"),
    ],
)
def test_self_care_by_the_six_answers(failed: tuple[str, ...], level: str) -> None:
    case = turns.assessed(turns.zhou_surveyed(), *failed)
    form = office.self_care(Opened(case, DAY))
    assert level in form.level
    assert form.failed == str(len(failed))
    assert [row.able for row in form.items].count("□能　■不能") == len(failed)
    blank = office.self_care(Opened(case, DAY), blank=True)
    assert ("■" in blank.level, blank.person) == (False, "周福来")
    assert (form.assessor, form.assessed_on) == ("贺文娟、秦海峰", "2026年11月4日")
    assert (blank.assessor, blank.assessed_on[-1]) == ("", "日")
    assert office.review(Opened(case, DAY)).support.startswith("分散供养")


def test_the_survey_of_hardship_has_what_is_on_record_of_care_and_the_review_both_standards() -> None:
    before = office.survey(Opened(turns.zhou_surveyed(), DAY))
    assert (before.carer, before.assessor, "■" in before.support_mode) == ("", "", False)
    case = turns.begun(turns.zhou(410))
    case = turns._go(actions.accept, case, acting("clerk"))
    case = turns.checked(turns.visited(case))
    case = turns.assessed(
        case, "dress", support="institution", institution="城区敬老院", carer_relation="堂兄", health="腿脚不便"
    )
    form = office.survey(Opened(case, DAY))
    assert (form.carer, form.health, form.assessor) == ("周福生（堂兄）", "腿脚不便", "贺文娟、秦海峰")
    assert form.support_mode.endswith("■集中供养（城区敬老院）")
    assert office.review(Opened(case, DAY)).standard.startswith("低保 655.00，基本生活 ")


def test_the_review_form_grows_with_the_case() -> None:
    young = office.review(Opened(golden.accepted(), DAY))
    assert (young.survey, young.check, young.officer.by, young.leader.by, young.publicity) == ("", "", "", "", "")
    case = golden.granted(golden.chen(200))
    form = office.review(Opened(case, DAY))
    assert "2026年11月4日入户，调查人贺文娟、秦海峰" in form.survey
    assert "报告编号 HD-2026-11-0001" in form.check
    assert "有记录：银行存款；无记录：车辆" in form.check
    assert form.adoptions == "陈建国银行存款采信核对 18,632.15，以银行余额为准"
    assert (form.standard, form.per_head, form.per_head_year) == ("790.00", "500.00", "6,000.00")
    assert (form.base, form.supplement, form.care, form.total) == ("870.00", "0.00", "0.00", "870.00")
    assert (form.counted, form.start, form.exemption) == ("3 人", "2026年12月", "必要就业成本 120.00")
    assert "银行存款 18,632.15" in form.property
    assert (form.officer.by, form.reviewer.by, form.leader.by) == ("秦海峰", "常慧", "郑国栋")
    assert (form.officer.on, form.reviewer.text) == ("2026年11月6日", "同意拟定意见")
    assert form.leader.text.startswith("同意，保障 3 人，每月 870.00 元")
    assert form.publicity == "2026年11月11日至2026年11月18日公示，期满没有异议"
    assert form.legend == "表中第几条指民发〔2021〕57号。※ 示例参数（非官方）。"
    assert any(row.label == "减：必要就业成本" and row.clause == "第十三条 ※" for row in form.working)
    assert "公示中" in office.review(Opened(case, date(2026, 11, 12))).publicity


def test_an_ending_of_support_leaves_what_the_review_form_says_of_publicity() -> None:
    case = turns.objected(turns.stop_hung(turns.stop_proposed(turns.zhou_granted())), "2026-12-03")
    form = office.review(Opened(case, date(2026, 12, 3)))
    assert form.publicity == "2026年11月11日至2026年11月18日公示，期满没有异议"


def test_a_refusal_on_the_review_form() -> None:
    form = office.review(Opened(golden.refused(), DAY))
    assert form.leader.text.startswith("不予确认")
    assert form.start == ""
    assert form.officer.text == "拟不予确认。人均收入高于标准"


def test_an_objection_is_told_without_who_objected() -> None:
    case, clerk = golden.publicised(), acting("clerk", "2026-11-13")
    now = golden.again(case, clerk)
    actions.take_objection(case=now, version=now.version, acting=clerk, how="来访", objector="冯秋生", text="有车")
    form = office.review(Opened(case, DAY))
    assert form.publicity.endswith("收到异议 1 条（待答复）")
    assert "冯秋生" not in str(form.as_data())


def test_the_filing_of_a_relative() -> None:
    case = golden.granted()
    assert family.relative_filing(Opened(case, DAY)).officer == ""
    register_relative(
        officer=Officer.objects.get(login="clerk"), relation="兄弟", id_number=case.applicant.id_number, by=SYSTEM,
        at=acting("clerk").at, on=DAY,
    )  # fmt: skip
    form = family.relative_filing(Opened(case, DAY))
    assert (form.officer, form.relation, form.unit, form.post) == ("秦海峰", "兄弟", "北石店镇", "民政助理员")
    assert (form.amount, form.start, form.scheme_words) == ("870.00", "2026年12月", "■低保　□特困")
    assert "签批人 郑国栋" in form.opinion
    assert office.review(Opened(case, DAY)).close_relative == "■是，已备案　□否"


def test_the_appraisal_has_the_familys_facts() -> None:
    form = family.appraisal(Opened(golden.accepted(), DAY))
    assert form.summary == "家庭 3 人，自报月收入 1,620.00 元。申请理由：收入低"
    assert form.chair == form.votes_for == ""


def test_yearly_amounts_are_told_by_the_month_and_the_year() -> None:
    case = golden.accepted()
    head = Member.objects.get(household=case.household, relation="head")
    item = ItemEntry(sort="income", kind="business", amount=Decimal("3600"), member=head.pk, per="year")
    replace_items(
        household=case.household, source="surveyed", items=[item], acting=acting("clerk"), case_number=case.number
    )
    (row,) = Opened(case, DAY).amounts("income", "surveyed")
    assert (row.who, row.item, row.amount, row.note) == ("陈建国", "经营净收入", "300.00", "每年 3,600.00")


def test_without_parameters_the_review_form_still_prints(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = []
    form = office.review(Opened(golden.accepted(), DAY))
    assert (form.total, form.legend.startswith("表中")) == ("0.00", True)
