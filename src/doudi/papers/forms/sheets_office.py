"""The layouts of what the office fills in: survey, self-care, appraisal, review, relatives, payment list, delegation."""

from doudi.law.papers import PaperKind
from doudi.papers.forms.layout import (
    Cell,
    Column,
    Grid,
    Layout,
    NewPage,
    Table,
    Text,
    When,
    band,
    label,
    pairs,
    value,
)
from doudi.papers.forms.sheets_family import MEMBERS, SIGN

AMOUNTS = (
    Column("是谁的", "{row.who}", 1.5),
    Column("项目", "{row.item}", 2.6),
    Column("金额（元）", "{row.amount}", 1.6, "right"),
    Column("说明（期间、依据、地点）", "{row.note}", 3.6),
)
OBLIGORS = (
    Column("姓名", "{row.name}", 1.4),
    Column("关系", "{row.relation}", 1.2),
    Column("年龄", "{row.age}", 0.7, "center"),
    Column("家庭人口", "{row.members}", 0.8, "center"),
    Column("家庭收入（元）", "{row.income}", 1.7, "right"),
    Column("工作、能力、财产", "{row.status}", 2.2),
    Column("每月给付（元）", "{row.fee}", 1.3, "right"),
)
SELF_CARE = (
    Column("项目", "{row.item}", 2.2),
    Column("能不能自主完成", "{row.able}", 2, "center"),
    Column("观察到的情况", "{row.note}", 4.6),
)

SURVEY = Layout(
    PaperKind.SURVEY_FORM,
    (
        Text("{title}", "title"),
        Grid(
            (1.25, 2.5, 1.25, 2.5),
            (
                pairs(("户主", "{head}"), ("案件编号", "{case_number}")),
                (label("住址"), value("{address}", 3)),
                pairs(("入户日期", "{visited_on}"), ("入户地点", "{place}")),
                pairs(("被访人", "{respondent}"), ("与户主关系", "{respondent_relation}")),
                pairs(("调查人（2 人以上）", "{surveyors}"), ("协助在场", "{assistants}")),
            ),
        ),
        Text("一、共同生活的家庭成员", "head"),
        Table("members", MEMBERS),
        Text("二、收入（每月）", "head"),
        Table("incomes", AMOUNTS),
        Text("三、土地、住房和财产", "head"),
        Grid((1.25, 6.25), ((label("承包地"), value("{land}")), (label("住房"), value("{housing}")))),
        Table("assets", AMOUNTS),
        NewPage(),
        Text("四、刚性支出（每月）", "head"),
        Table("spending", AMOUNTS),
        Text("五、赡养、抚养、扶养义务人", "head"),
        Table("obligors", OBLIGORS),
        Text("六、调查情况", "head"),
        Grid(
            (1.25, 6.25),
            (
                (label("生活状况", height=18), value("{living}")),
                (label("豁免、扣减事项", height=10), value("{exemptions}")),
                (label("经办人员、村（居）委会成员近亲属"), value("{close_relative}")),
                (label("照片"), value("{photos}")),
                (label("调查结论", height=22), value("{conclusion}")),
            ),
        ),
        When(
            "hardship",
            (
                NewPage(),
                Text("特困人员调查", "title"),
                Grid(
                    (1.25, 2.5, 1.25, 2.5),
                    (
                        (label("本人选择的供养方式"), value("{support_mode}", 3)),
                        pairs(("照料人", "{carer}"), ("健康状况", "{health}")),
                        (label("日常照料", height=14), value("{daily_care}", 3)),
                        (label("就医情况", height=14), value("{medical}", 3)),
                    ),
                ),
                Text("生活自理能力", "head"),
                Table("self_care", SELF_CARE, least=9),
                Grid(
                    (1.25, 2.5, 1.25, 2.5),
                    (
                        (label("评估结果"), value("{self_care_level}", 3)),
                        pairs(("评估人", "{assessor}"), ("评估日期", "{assessed_on}")),
                    ),
                ),
                Text("六项都能自主完成为全自理；一至三项不能为半护理；四至六项不能为全护理。民发〔2021〕43号第二十二条。", "note"),
            ),
        ),
        Text(f"调查人签名：{SIGN}", "sign"),
        Text(f"调查人签名：{SIGN}", "sign"),
        Text(f"在场的家庭成员签名：{SIGN}", "sign"),
    ),
    foot="{case_number}",
)  # fmt: skip

SELF_CARE_FORM = Layout(
    PaperKind.SELF_CARE_FORM,
    (
        Text("{title}", "title"),
        Grid(
            (1.1, 1.9, 0.8, 1, 0.8, 1),
            (
                pairs(("姓名", "{person}"), ("性别", "{sex}"), ("年龄", "{age}")),
                (label("证件号码"), value("{id_number}", 5)),
                (label("住址"), value("{living}", 5)),
                (label("评估种类"), value("{occasion}", 5)),
            ),
        ),
        Text("请逐项看本人能不能自主完成，不用别人动手帮。借助拐杖、轮椅等辅具能自己完成的，算能。", "lead"),
        Table("items", SELF_CARE, least=16),
        Grid(
            (1.3, 5.3),
            (
                (label("不能的项数"), value("{failed} 项")),
                (label("评估结果", height=12), value("{level}")),
            ),
        ),
        Grid(
            (1.3, 2, 1.3, 2),
            (
                pairs(("评估人", "{assessor}"), ("评估日期", "{assessed_on}")),
                (label("评估机构（委托第三方的）"), value("{agency}", 3)),
                (label("本人或监护人意见", height=18), value("", 3)),
            ),
        ),
        Text(f"评估人签名：{SIGN}", "sign"),
        Text(f"评估人签名：{SIGN}", "sign"),
        Text(f"本人（监护人）签名、按指印：{SIGN}", "sign"),
        Text("情况变化的，报告之日起 10 个工作日内重新评估。民发〔2021〕43号第二十条至第二十三条。", "note"),
    ),
    foot="{case_number}",
)  # fmt: skip

APPRAISAL = Layout(
    PaperKind.APPRAISAL_RECORD,
    (
        Text("{title}", "title"),
        Grid(
            (1.2, 2.4, 1.2, 2.4),
            (
                pairs(("评议对象", "{applicant}"), ("案件编号", "{case_number}")),
                pairs(("时间", "{held_at}"), ("地点", "{place}")),
                pairs(("主持人", "{chair}"), ("记录人", "{recorder}")),
            ),
        ),
        Table(
            "attendees", (Column("参加人员", "{row.group}", 2.2), Column("姓名", "{row.names}", 5)), least=9
        ),
        Grid(
            (1.2, 6),
            (
                (label("缺席人员"), value("{absentees}")),
                (label("申请家庭情况", height=26), value("{summary}")),
                (label("评议发言", height=42), value("{discussion}")),
            ),
        ),
        Grid(
            (1.2, 1.2, 1.2, 1.2, 1.2, 1.2),
            (
                pairs(("同意（人）", "{votes_for}"), ("不同意（人）", "{votes_against}"), ("弃权（人）", "{abstained}")),
                (label("评议结论", height=12), value("{conclusion}", 5)),
                (label("参加人员签名", height=30), value("", 5)),
            ),
        ),
        Text(f"主持人签名：{SIGN}", "sign"),
        Text("评议只看申请家庭情况是否属实，不决定是否给予救助。与申请人有利害关系的人不参加。民发〔2021〕57号第十九条。", "note"),
    ),
    foot="{case_number}",
)  # fmt: skip

_OPINION = 38
REVIEW = Layout(
    PaperKind.REVIEW_FORM,
    (
        Text("{title}", "title"),
        Text("一、家庭情况和测算", "head"),
        Grid(
            (1.2, 1.7, 1.1, 1.7, 1.1, 2.7),
            (
                (label("申请人"), value("{applicant}"), label("户口"), value("{hukou}"), label("证件号码"), value("{id_number}")),
                (label("住址"), value("{address}", 3), label("联系电话"), value("{phone}")),
                (label("申请方式"), value("{apply_as}", 3), label("案件编号"), value("{case_number}")),
                (label("申请日期"), value("{applied_on}", 2), label("受理日期"), value("{accepted_on}", 2)),
            ),
        ),
        Table("members", MEMBERS),
        Grid(
            (1.5, 8),
            (
                (label("法定义务人"), value("{obligors}")),
                (label("入户调查结果", height=11), value("{survey}")),
                (label("信息核对结果", height=11), value("{check}")),
                (label("采信说明", height=8), value("{adoptions}")),
            ),
        ),
        Table(
            "working",
            (
                Column("测算项目", "{row.label}", 2.2),
                Column("算式", "{row.formula}", 3.9),
                Column("数额", "{row.figure}", 1.4, "right"),
                Column("依据", "{row.clause}", 2.3),
            ),
            least=6,
        ),
        NewPage(),
        Text("二、审核确认结果", "head"),
        Grid(
            (1.4, 1.6, 1.4, 1.6, 1.3, 2.3),
            (
                pairs(("保障标准（元/月）", "{standard}"), ("月人均收入（元）", "{per_head}"), ("年人均收入（元）", "{per_head_year}")),
                (label("财产状况"), value("{property}", 3), label("保障人数"), value("{counted}")),
                pairs(("保障金、基本生活费（元/月）", "{base}"), ("分类施保（元/月）", "{supplement}"), ("照料护理费（元/月）", "{care}")),
                (label("分类施保人员"), value("{supplement_persons}", 3), label("供养方式、自理能力"), value("{support}")),
                (label("月保障金额（元）"), value("{total}"), label("起始月份"), value("{start}"), label("近亲属备案"), value("{close_relative}")),
                (label("公示结果"), value("{publicity}", 3), label("豁免事项"), value("{exemption}")),
            ),
        ),
        Text("三、意见", "head"),
        Grid(
            (1.2, 4.4, 3.9),
            (
                (label("拟定意见", height=_OPINION), value("{officer.text}"), value("签名：{officer.by}　　{officer.on}")),
                (label("民政办负责人审核意见", height=_OPINION), value("{reviewer.text}"), value("签名：{reviewer.by}　　{reviewer.on}")),
                (label("镇长（主任）审核确认意见", height=55), value("{leader.text}"), Cell("签名：{leader.by}　　{leader.on}　　　　（盖章）", align="left")),
            ),
        ),
        Text("谁签字、谁负责。{legend}", "note"),
    ),
    foot="{case_number}",
)  # fmt: skip

RELATIVE = Layout(
    PaperKind.RELATIVE_FILING,
    (
        Text("{title}", "title"),
        Grid(
            (1.3, 2.2, 1.3, 2.6),
            (
                band("经办人员、村（居）委会成员", 4),
                pairs(("姓名", "{officer}"), ("证件号码", "{officer_id}")),
                pairs(("单位", "{unit}"), ("职务、岗位", "{post}")),
                pairs(("联系电话", "{officer_phone}"), ("与救助对象关系", "{relation}")),
                band("救助对象（申请人）", 4),
                pairs(("姓名", "{recipient}"), ("证件号码", "{recipient_id}")),
                (label("户籍地址"), value("{registered}", 3)),
                (label("居住地址"), value("{living}", 3)),
                pairs(("救助类别", "{scheme_words}"), ("保障人数", "{members}")),
                pairs(("月保障金额（元）", "{amount}"), ("起始月份", "{start}")),
                (label("家庭经济状况调查", height=28), value("{survey}", 3)),
                (label("镇（街道）意见", height=28), value("{opinion}　　　　（盖章）", 3)),
            ),
        ),
        Text("动态管理记录", "head"),
        Table(
            "records",
            (
                Column("日期", "{row.who}", 1.6),
                Column("变化情况", "{row.item}", 3.6),
                Column("保障金额（元）", "{row.amount}", 1.5, "right"),
                Column("核查人", "{row.note}", 1.6),
            ),
            least=9,
        ),
        Text(f"备案人签名：{SIGN}", "sign"),
        Text("审核确认人须入户核查后再签批。民发〔2021〕57号第十一条、第二十条。", "note"),
    ),
    foot="{case_number}",
)  # fmt: skip


def _paid(items: tuple[tuple[str, str], ...]) -> Table:
    """The rows of 月发放表 with a column for each item that its programme pays, in the order of the bank's file."""
    return Table(
        "rows",
        (
            Column("村（社区）", "{row.place}", 1.7),
            Column("姓名", "{row.name}", 1.3),
            Column("公民身份号码", "{row.id_masked}", 3.2),
            Column("人数", "{row.members}", 0.7, "right"),
            *(Column(title, f"{{row.{item}}}", 1.4, "right") for title, item in items),
            Column("发放合计", "{row.total}", 1.6, "right"),
            Column("户名", "{row.owner}", 1.3),
            Column("开户银行", "{row.bank}", 1.9),
            Column("账号", "{row.account}", 2.9),
        ),
        least=7,
        foot=(
            Cell("合计　{households} 户", 3, label=True),
            Cell("{persons}", align="right"),
            *(Cell(f"{{{item}}}", align="right") for _title, item in items),
            Cell("{total}", align="right"),
            Cell("", 3),
        ),
    )


PAYMENT_LIST = Layout(
    PaperKind.PAYMENT_LIST,
    (
        Text("{month}{title}", "title"),
        Text("单位：{office}　　金额单位：元　　编制日期：{on}", "lead"),
        When("allowance", (_paid((("保障金", "base"), ("分类施保金", "supplement"))),)),
        When(
            "hardship", (_paid((("基本生活费", "base"), ("照料护理费", "care"), ("分类施保金", "supplement"))),)
        ),
        Text("制单：{maker}　　　　　　复核：{checker}　　　　　　审批：{approver}　　　　　　（盖章）", "lead"),
    ),
    wide=True,
)  # fmt: skip

DELEGATION = Layout(
    PaperKind.DELEGATION,
    (
        Text("{title}", "title"),
        Text("根据城政办发〔2023〕29号六（一），{office}社会救助工作由{leader_post}负总责。因工作需要，现就审核确认签批授权如下："),
        Grid(
            (1.2, 2.4, 1.2, 2.4),
            (
                pairs(("授权人", "{leader}"), ("职务", "{leader_post}")),
                pairs(("被授权人", "{deputy}"), ("职务", "{deputy_post}")),
                (label("授权事项", height=14), value("{scope}", 3)),
                pairs(("授权开始", "{since}"), ("授权结束", "{until}")),
                (label("授权原因", height=18), value("{reason}", 3)),
            ),
        ),
        Text("一、被授权人在授权期内以本单位名义签批，对所签批的事项负责；授权人的总责不因授权而免除。"),
        Text("二、被授权人参加过调查、拟定意见或者审核的案件，以及本人、近亲属的案件，不得签批，由授权人签批。"),
        Text("三、授权到期自动终止，不得转授权。提前终止的，书面收回本授权书。"),
        Text(f"授权人签名：{SIGN}", "sign"),
        Text(f"被授权人签名：{SIGN}", "sign"),
        Text("{office}（盖章）", "right"),
        Text("{on}", "right"),
    ),
)  # fmt: skip
