"""The golden families' papers, as content: invented people, demo parameters."""

from datetime import date
from decimal import Decimal

from doudi.papers.content import (
    AcceptanceNotice,
    Appeal,
    Applicant,
    Area,
    Contact,
    DeficiencyNotice,
    EdgeOffer,
    GrantNotice,
    Member,
    MissingItem,
    Period,
    Programme,
    PublicitySheet,
    Reason,
    RefusalNotice,
    Support,
    WorkingLine,
)
from doudi.papers.turns import (
    Addressee,
    ExtensionNotice,
    ObjectionAnswer,
    ReopeningNotice,
    StopNotice,
    StopSheet,
    TerminationNotice,
    TransferNotice,
)

LAW = "民发〔2021〕57号"
TOWN = "北石店镇人民政府"
STREET = "东街街道办事处"
CHEN = Applicant(name="陈建国", id_masked="140502********2514")
CLERK = Contact(officer="郭晓燕", phone="0356-0000001", place="北石店镇便民服务中心3号窗口")
APPEAL = Appeal(review_office="晋城市城区人民政府", court="晋城市城区人民法院")
COMMON = {
    "programme": Programme.SUBSISTENCE_ALLOWANCE,
    "area": Area.URBAN,
    "case_number": "DB-140502100-2026-0001",
    "contact": CLERK,
}


def line(label: str, formula: str, amount: str, article: str, **more: object) -> WorkingLine:
    clause = f"{LAW} {article}" if article else ""
    return WorkingLine(label=label, formula=formula, amount=Decimal(amount), clause=clause, **more)  # type: ignore[arg-type]


ACCEPTANCE = AcceptanceNotice(
    **COMMON,
    applicant=CHEN,
    applied_on=date(2026, 11, 2),
    accepted_on=date(2026, 11, 2),
    due_on=date(2026, 11, 30),
    survey_by=date(2026, 11, 5),
    members=3,
    agent="韩雪梅（北石店社区低保员，受陈建国委托）",
    received=(
        "最低生活保障申请书",
        "诚信承诺及核对授权书（陈建国、李秀芳、王桂兰）",
        "身份证、户口簿（已核对原件）",
        "李秀芳诊断证明",
        "陈建国银行账户证明",
    ),
)

DEFICIENCY = DeficiencyNotice(
    **COMMON,
    applicant=CHEN,
    applied_on=date(2026, 11, 2),
    bring_by=date(2026, 11, 9),
    missing=(
        MissingItem(
            name="李秀芳的诚信承诺及核对授权书",
            why="核对收入和财产，须经本人同意",
            how="李秀芳本人签名、按指印；不便到窗口的，可以由村（社区）低保员上门代收",
            clause=f"{LAW} 第九条",
        ),
    ),
    received=("最低生活保障申请书", "身份证、户口簿", "陈建国、王桂兰的诚信承诺及核对授权书"),
)

SHEET = PublicitySheet(
    **COMMON,
    applicant=Applicant(name="陈建国"),
    county="晋城市城区",
    town="北石店镇",
    village="北石店社区",
    members=3,
    amount=Decimal("870.00"),
    close_relative=False,
    period=Period(since=date(2026, 11, 11), until=date(2026, 11, 18)),
    complaint_phone="0356-0000000",
)

GRANT = GrantNotice(
    **COMMON,
    applicant=CHEN,
    accepted_on=date(2026, 11, 2),
    decided_on=date(2026, 11, 10),
    total=Decimal("870.00"),
    first_month=date(2026, 12, 1),
    lines=(
        line("工资、务工", "陈建国 1,200.00", "1200.00", "第十三条"),
        line("减：必要就业成本", "1,200.00 × 10%", "-120.00", "第十三条", sample=True),
        line("养老金、退休金", "王桂兰 420.00", "420.00", "第十三条"),
        line("家庭月收入", "1,200.00 − 120.00 + 420.00", "1500.00", "第十二条", total=True),
        line("月人均收入", "1,500.00 ÷ 3，低于标准 790.00", "500.00", "第十二条"),
        line("补差，进到元", "790.00 × 3 − 1,500.00", "870.00", "第二十三条", sample=True),
        line("分类施保", "没有符合的成员", "0.00", "第二十三条", sample=True),
        line("月保障金额", "870.00 + 0.00", "870.00", "第二十三条", total=True),
    ),
    members=(
        Member(name="陈建国", relation="户主"),
        Member(name="李秀芳", relation="配偶"),
        Member(name="王桂兰", relation="母亲"),
    ),
    publicity=Period(since=date(2026, 11, 11), until=date(2026, 11, 18)),
    account="陈建国在农村商业银行的账户 6217********4821",
    appeal=APPEAL,
    signed_by="郑国栋",
)

REFUSAL = RefusalNotice(
    **{**COMMON, "case_number": "DB-140502001-2026-0003", "contact": Contact(officer="高明", phone="0356-0000002")},
    applicant=Applicant(name="孙德明", id_masked="140502********1713"),
    accepted_on=date(2026, 11, 2),
    decided_on=date(2026, 11, 10),
    reasons=(
        Reason(text="家庭月人均收入 948.00 元，不低于城市低保标准 790.00 元", clause=f"{LAW} 第十二条、第十三条"),
    ),
    lines=(
        line("养老金、退休金", "孙德明 1,896.00", "1896.00", "第十三条"),
        line("家庭月收入", "以上相加", "1896.00", "第十二条", total=True),
        line("月人均收入", "1,896.00 ÷ 2", "948.00", "第十二条"),
        line("低保标准", "城市，2025 年 7 月 1 日起", "790.00", ""),
        line("低保边缘线", "790.00 × 1.5", "1185.00", "第八条"),
    ),
    members=(Member(name="孙德明", relation="户主"), Member(name="冯玉兰", relation="配偶")),
    edge=EdgeOffer(
        line=Decimal("1185.00"),
        open=(
            "申请认定低保边缘家庭",
            "家里有重度残疾人或者重病患者的，由本人单独申请低保",
            "医疗、教育等支出大的，申请专项救助或者临时救助",
        ),
    ),
    appeal=APPEAL,
    signed_by="申海涛",
)

OBJECTION = ObjectionAnswer(
    **COMMON,
    applicant=CHEN,
    addressee=Addressee.APPLICANT,
    objector="",
    received_on=date(2026, 11, 13),
    upheld=False,
    found="异议说您户有一辆货车。经查车辆登记并入户看过，您户名下没有车辆，门前的货车是邻居停放的",
    follows="公示继续，到2026年11月18日期满；期满没有别的异议，按确认的金额发放",
)
OBJECTION_TO_OBJECTOR = ObjectionAnswer(
    **COMMON,
    applicant=Applicant(name="陈建国"),
    addressee=Addressee.OBJECTOR,
    objector="冯秋生",
    received_on=date(2026, 11, 13),
    upheld=True,
    found="反映的情况属实",
    follows="已经撤下公示，重新调查后再公示",
)

TERMINATION = TerminationNotice(
    **COMMON,
    applicant=CHEN,
    applied_on=date(2026, 11, 2),
    ended_on=date(2026, 11, 24),
    cause="两次约定入户，没有正当理由不在家，也没有另约时间，调查无法进行",
    clause=f"{LAW} 第二十九条",
    appeal=APPEAL,
)

EXTENSION = ExtensionNotice(
    **COMMON,
    applicant=CHEN,
    accepted_on=date(2026, 11, 2),
    was_due=date(2026, 11, 30),
    due_on=date(2027, 1, 6),
    reason="李秀芳长期住在外地，需要请当地协助调查",
    clause="民发〔2022〕83号 四（一）",
)

TRANSFER = TransferNotice(
    **COMMON,
    applicant=CHEN,
    applied_on=date(2026, 11, 2),
    to_office=STREET,
    reason="您户的户籍已经迁到东街街道",
    clause=f"{LAW} 第四条",
)

REOPENING = ReopeningNotice(
    **COMMON,
    applicant=CHEN,
    cause="区民政局抽查发现，王桂兰的养老金自2026年10月起已经调整，原来的计算没有计入",
    due_on=date(2026, 12, 25),
    clause=f"{LAW} 第三十二条",
)

ZHAO = Applicant(name="赵福来", id_masked="140502********1517")
HARDSHIP = {
    **COMMON,
    "programme": Programme.EXTREME_HARDSHIP_SUPPORT,
    "area": Area.RURAL,
    "case_number": "TK-140502100-2026-0001",
}

STOP_SHEET = StopSheet(
    **HARDSHIP,
    applicant=Applicant(name="赵福来"),
    county="晋城市城区",
    town="北石店镇",
    village="北石店社区",
    members=1,
    period=Period(since=date(2026, 11, 11), until=date(2026, 11, 18)),
    complaint_phone="0356-0000000",
)

STOP_NOTICE = StopNotice(
    **HARDSHIP,
    applicant=ZHAO,
    decided_on=date(2026, 11, 19),
    cause="您的法定义务人赵小军已经具备履行义务的能力",
    clause="民发〔2021〕43号 第二十四条",
    last_month=date(2026, 11, 1),
    stopped_from=date(2026, 12, 1),
    committee="北石店社区居民委员会",
    appeal=APPEAL,
    signed_by="郑国栋",
)

HARDSHIP_GRANT = GrantNotice(
    **HARDSHIP,
    applicant=ZHAO,
    accepted_on=date(2026, 11, 2),
    decided_on=date(2026, 11, 10),
    total=Decimal("1252.00"),
    first_month=date(2026, 12, 1),
    lines=(
        line("基本生活费", "分散供养 852.00", "852.00", "", sample=True),
        line("照料护理费", "分散供养、半护理 400.00", "400.00", "", sample=True),
        line("每月合计发放", "852.00 + 400.00", "1252.00", "", total=True),
    ),
    members=(Member(name="赵福来", relation="户主"),),
    publicity=Period(since=date(2026, 11, 11), until=date(2026, 11, 18)),
    account="赵福来在农村商业银行的账户 6217********4821",
    appeal=APPEAL,
    signed_by="郑国栋",
    support=Support(living=Decimal("852.00"), care=Decimal("400.00"), mode="分散供养", self_care="半护理"),
)

ALL = {
    each.kind: each
    for each in (
        ACCEPTANCE,
        DEFICIENCY,
        SHEET,
        GRANT,
        REFUSAL,
        OBJECTION,
        TERMINATION,
        EXTENSION,
        TRANSFER,
        REOPENING,
        STOP_SHEET,
        STOP_NOTICE,
    )
}
