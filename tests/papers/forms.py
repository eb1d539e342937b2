"""Filled forms for tests: an invented family, and the same with everything as long as it gets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from doudi.papers.content import Programme
from doudi.papers.forms.content import (
    AmountRow,
    ApplicationForm,
    DeclarationForm,
    DelegationForm,
    FormContent,
    MandateForm,
    ObligorForm,
    ObligorRow,
    PersonRow,
    PromiseForm,
    RelativeForm,
    SelfCareRow,
    Signer,
    WithdrawalForm,
    padded,
    ticked,
)
from doudi.papers.forms.findings import AppraisalForm, Attendees, ReviewForm, Said, SelfCareForm, SurveyForm, WorkRow
from doudi.papers.forms.lists import Hands, Payment, delegation, payment_list

FRAME = {
    "programme": Programme.SUBSISTENCE_ALLOWANCE,
    "office": "北石店镇人民政府",
    "village": "北石店社区",
    "case_number": "DB-140502100-2026-0001",
}
LONG_NAME = "艾尔肯·" * 12 + "㛃䶮"  # 50 letters
LONG_TEXT = "家里三口人，主要劳动力长年卧病，房屋漏雨，孩子上学的钱是借的。" * 14


def person(name: str, relation: str = "子女") -> PersonRow:
    return PersonRow(
        name=name, relation=relation, sex="男", age="50", id_number="140502********2514", hukou="城镇",
        health="肢体残疾1级、重病", work="无劳动能力", income="1,200.00",
    )  # fmt: skip


OBLIGOR = ObligorRow(
    name="陈小军", relation="子女", of="陈建国", id_number="140502********1513", age="24", members="3",
    income="每月 4,500.00", status="重度残疾", fee="200.00",
)  # fmt: skip
AMOUNT = AmountRow(who="陈建国", item="工资性收入", has="■有　□没有", amount="1,200.00", note="每月，打零工")


def payments(count: int) -> list[Payment]:
    return [
        Payment(
            place="北石店社区", name=f"第{number}户", id_number="140502197605122514", members=3,
            base=Decimal("870.00"), supplement=Decimal("79.00"), owner=f"第{number}户", bank="晋城农商银行",
            account="6230000000000000990",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def cared_for(count: int) -> FormContent:
    """The list of 特困: living and care money each in its own column."""
    return payment_list(
        [
            replace(each, base=Decimal("852.00"), care=Decimal("400.00"), supplement=Decimal("0.00"))
            for each in payments(count)
        ],
        programme=Programme.EXTREME_HARDSHIP_SUPPORT,
        office="北石店镇人民政府",
        month=date(2026, 12, 1),
        on=date(2026, 12, 2),
        hands=Hands(maker="柳文静", checker="窦立新"),
    )


def paid(count: int) -> FormContent:
    return payment_list(
        payments(count), programme=Programme.SUBSISTENCE_ALLOWANCE, office="北石店镇人民政府",
        month=date(2026, 12, 1), on=date(2026, 12, 2), hands=Hands(maker="柳文静", checker="窦立新"),
    )  # fmt: skip


FILLED: dict[str, FormContent] = {
    each.kind: each
    for each in (
        ApplicationForm(
            **FRAME, apply_as="■最低生活保障　□单人户（单人保）", applicant="陈建国", sex="男",
            id_number="140502197605122514", phone="13900000000", hukou="■城镇　□农村", registered="北石店镇",
            living="北石店社区 12 号", members=padded([person("陈建国", "户主"), person("李秀芳", "配偶")], PersonRow(), 6),
            reason="收入低", agent="郭爱芳", agent_relation="村干部", owner="陈建国", bank="晋城农商银行",
            account="6230000000000000990",
        ),
        PromiseForm(
            **FRAME, representative="陈建国",
            people=(Signer(name="陈建国", relation="户主"), Signer(name="李秀芳", relation="配偶")),
        ),
        MandateForm(
            **FRAME, applicant="陈建国", id_number="140502197605122514", phone="13900000000", living="北石店社区 12 号",
            agent="郭爱芳", agent_relation="村干部",
        ),
        WithdrawalForm(**FRAME, applicant="陈建国", id_number="140502197605122514", accepted="2026年11月2日"),
        ObligorForm(**FRAME, applicant="陈建国", people=(OBLIGOR, replace(OBLIGOR, name="陈小红"))),
        DeclarationForm(**FRAME, applicant="陈建国", id_number="140502********2514", members="3 人", rows=(AMOUNT,) * 16),
        SurveyForm(
            **FRAME, head="陈建国", address="北石店社区 12 号", visited_on="2026年11月4日", place="北石店社区 12 号",
            surveyors="贺文娟、秦海峰", respondent="陈建国", respondent_relation="本人", members=(person("陈建国"),) * 3,
            incomes=(AMOUNT,) * 3, assets=(AMOUNT,), spending=(AMOUNT,), obligors=(OBLIGOR,), living="靠零工和养老金",
            conclusion="情况属实",
        ),
        SelfCareForm(
            **{**FRAME, "programme": Programme.EXTREME_HARDSHIP_SUPPORT}, person="赵福来", sex="男", age="71",
            items=tuple(SelfCareRow(item=item, able=ticked({"y": "能", "n": "不能"}, "y")) for item in ("自主吃饭",) * 6),
            failed="0", assessor="贺文娟",
        ),
        AppraisalForm(
            **FRAME, applicant="陈建国", place="社区会议室", chair="郭爱芳", recorder="秦海峰",
            attendees=(Attendees(group="党员代表", names="冯秋生"),) * 5, summary="家庭 3 人", votes_for="9",
            votes_against="0", abstained="1", conclusion="■情况属实　□情况不属实",
        ),
        ReviewForm(
            **FRAME, applicant="陈建国", id_number="140502********2514", members=(person("陈建国"),) * 3,
            survey="情况属实", check="无记录", working=(WorkRow(label="家庭月收入", formula="1+1", figure="1,500.00"),) * 6,
            standard="790.00", per_head="500.00", per_head_year="6,000.00", counted="3 人", base="870.00", total="870.00",
            start="2026年12月", officer=Said(text="拟同意", by="秦海峰", on="2026年11月6日"),
            leader=Said(text="同意", by="郑国栋", on="2026年11月10日"), legend="※ 示例参数（非官方）。",
        ),
        RelativeForm(
            **FRAME, officer="秦海峰", unit="北石店镇", post="民政助理员", recipient="陈建国", relation="兄弟",
            amount="870.00", start="2026年12月",
        ),
        paid(30),
        delegation(
            office="北石店镇人民政府", leader="郑国栋", leader_post="镇长", deputy="常慧", deputy_post="副镇长",
            since=date(2026, 11, 16), until=date(2026, 11, 30), reason="外出学习", on=date(2026, 11, 13),
        ),
    )
}  # fmt: skip

OVERFULL: list[FormContent] = [
    replace(
        FILLED["application"], applicant=LONG_NAME, members=(person(LONG_NAME),) * 10, reason=LONG_TEXT, agent=LONG_NAME
    ),
    replace(FILLED["promise_and_consent"], representative=LONG_NAME, people=(Signer(name=LONG_NAME),) * 10),
    replace(FILLED["obligor_consent"], applicant=LONG_NAME, people=(replace(OBLIGOR, name=LONG_NAME, of=LONG_NAME),)),
    replace(FILLED["declaration"], rows=(replace(AMOUNT, who=LONG_NAME, note=LONG_TEXT[:120]),) * 16),
    replace(
        FILLED["survey_form"],
        head=LONG_NAME,
        members=(person(LONG_NAME),) * 10,
        incomes=(AMOUNT,) * 20,
        living=LONG_TEXT,
        conclusion=LONG_TEXT,
        programme=Programme.EXTREME_HARDSHIP_SUPPORT,
        daily_care=LONG_TEXT,
    ),
    replace(FILLED["self_care_form"], person=LONG_NAME, living=LONG_TEXT[:100]),
    replace(FILLED["appraisal_record"], applicant=LONG_NAME, summary=LONG_TEXT, discussion=LONG_TEXT * 2),
    replace(
        FILLED["review_form"],
        applicant=LONG_NAME,
        members=(person(LONG_NAME),) * 10,
        survey=LONG_TEXT,
        check=LONG_TEXT,
        working=(WorkRow(label="家庭月收入", formula="1,200.00 + " * 8, figure="1,500.00"),) * 24,
        officer=Said(text=LONG_TEXT, by=LONG_NAME),
        leader=Said(text=LONG_TEXT, by=LONG_NAME),
    ),
    replace(FILLED["relative_filing"], officer=LONG_NAME, recipient=LONG_NAME, survey=LONG_TEXT, opinion=LONG_TEXT),
    replace(FILLED["delegation"], deputy=LONG_NAME, reason=LONG_TEXT),
]

assert isinstance(FILLED["delegation"], DelegationForm)
