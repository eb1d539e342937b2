"""The layouts of what a family signs: application, promise and consent, obligors' consent, declaration."""

from doudi.law.papers import PaperKind
from doudi.papers.forms.content import BLANK_DAY
from doudi.papers.forms.layout import (
    Column,
    Grid,
    Layout,
    Repeat,
    Table,
    Text,
    label,
    pairs,
    value,
)

SIGN = f"＿＿＿＿＿＿＿＿　{BLANK_DAY}"
MEMBERS = (
    Column("姓名", "{row.name}", 1.4),
    Column("关系", "{row.relation}", 1.05),
    Column("公民身份号码", "{row.id_number}", 2.95),
    Column("年龄", "{row.age}", 0.7, "center"),
    Column("户口", "{row.hukou}", 0.8, "center"),
    Column("健康（残疾类别等级、疾病）", "{row.health}", 1.95),
    Column("劳动能力、就业就学", "{row.work}", 1.65),
    Column("月收入（元）", "{row.income}", 1.45, "right"),
)
BODIES = (
    "公安（户籍、车辆、出入境）、人力资源社会保障（社会保险、就业）、住房城乡建设（房产、公积金）、自然资源（不动产登记）、"
    "交通运输（车船）、市场监管（市场主体登记）、税务、民政（婚姻、殡葬）、残联，以及银行、证券、保险等金融机构"
)

APPLICATION = Layout(
    PaperKind.APPLICATION,
    (
        Text("{title}", "title"),
        Text("{office}：", "lead"),
        Grid(
            (1.35, 2.2, 1.1, 1.2, 1.35, 3.2),
            (
                (label("申请类别"), value("{apply_as}", 5)),
                (label("申请人"), value("{applicant}"), label("性别"), value("{sex}"), label("联系电话"), value("{phone}")),
                (label("证件种类"), value("居民身份证"), label("户口性质"), value("{hukou}", 1), label("证件号码"), value("{id_number}")),
                (label("户籍地址"), value("{registered}", 5)),
                (label("居住地址"), value("{living}", 5)),
            ),
        ),
        Text("共同生活的家庭成员", "head"),
        Table("members", MEMBERS, least=7),
        Grid(
            (1.35, 2.2, 1.1, 1.2, 1.35, 3.2),
            (
                (label("申请理由", height=52), value("{reason}", 5)),
                (label("代理人"), value("{agent}"), label("与申请人关系"), value("{agent_relation}"), label("证件号码"), value("{agent_id}")),
                (label("发放账户"), value("户名：{owner}　开户银行：{bank}　账号：{account}", 5)),
            ),
        ),
        Text("以上所填属实。家庭人口、收入、财产有变化的，及时告诉镇（街道）或者村（社区）。", "lead"),
        Text(f"申请人签名（按指印）：{SIGN}", "sign"),
        Text(f"代理人签名：{SIGN}", "sign"),
        Text("收件人：＿＿＿＿＿＿＿＿　收件日期：" + BLANK_DAY, "sign"),
    ),
    foot="{case_number}",
)  # fmt: skip

PROMISE = Layout(
    PaperKind.PROMISE_AND_CONSENT,
    (
        Repeat(
            "people",
            (
                Text("{title}", "title"),
                Text("{office}：", "lead"),
                Text("本人（家庭申请人：{representative}）为申请{scheme}，承诺并授权如下："),
                Text("一、如实承诺", "head"),
                Text("所填写的家庭人口、收入、支出、财产和所交材料真实、完整，没有隐瞒。有变化的，及时报告。不实的，愿意退回已领的救助金，接受依法处理。"),
                Text("二、授权核对", "head"),
                Text(f"同意贵单位和区信息核对机构，为本次申请和救助期间的复核，向下列单位查询、核对本人的户籍、婚姻、收入、财产等信息：{BODIES}。"),
                Text("三、配合调查", "head"),
                Text("同意工作人员入户调查、邻里访问，必要时进行民主评议，并如实回答询问。"),
                Text("四、有效期", "head"),
                Text("本授权自签名之日起生效；不符合条件的，自作出决定之日起失效；符合条件的，在享受救助期间持续有效。家庭成员有变化或者重新申请的，重新签授权书。"),
                Text("五、保密", "head"),
                Text("查询所得信息只用于社会救助的审核、复核，不作他用。"),
                Grid(
                    (1.3, 2.2, 1.3, 2.2),
                    (
                        pairs(("授权人姓名", "{one.name}"), ("与申请人关系", "{one.relation}")),
                        (label("证件号码"), value("{one.id_number}", 3)),
                        (label("授权人签名、按指印", height=20), value(""), label("签名日期"), value(BLANK_DAY)),
                        (label("代签说明"), value("{one.guardian}", 3)),
                        (label("监护人签名、按指印", height=16), value(""), label("与授权人关系"), value("")),
                        (label("监护人证件号码"), value("", 3)),
                        (label("经办人签名"), value(""), label("见证日期"), value(BLANK_DAY)),
                    ),
                ),
                Text("本授权书一式三份：授权人、镇（街道）、区信息核对机构各一份。每位共同生活的家庭成员各签一份。", "note"),
            ),
        ),
    ),
    foot="{case_number}",
)  # fmt: skip

OBLIGOR = Layout(
    PaperKind.OBLIGOR_CONSENT,
    (
        Repeat(
            "people",
            (
                Text("{title}", "title"),
                Text("{office}：", "lead"),
                Text("{applicant}申请{scheme}。本人是其法定赡养、抚养、扶养义务人，承诺并授权如下："),
                Text("一、本人如实说明家庭人口、收入、财产和履行义务的能力，不隐瞒。"),
                Text(f"二、同意贵单位和区信息核对机构为审核、复核上述申请，查询、核对本人的户籍、婚姻、收入、财产等信息，查询的单位包括：{BODIES}。"),
                Text("三、本授权自签名之日起生效，在申请人的救助申请办理期间和享受救助期间有效；不符合条件的，自作出决定之日起失效。查询所得信息只用于社会救助的审核、复核。"),
                Grid(
                    (1.3, 2.2, 1.3, 2.2),
                    (
                        pairs(("义务人姓名", "{one.name}"), ("与被救助人关系", "{one.relation}")),
                        (label("证件号码"), value("{one.id_number}", 3)),
                        pairs(("赡养、抚养、扶养谁", "{one.of}"), ("年龄", "{one.age}")),
                        pairs(("家庭人口", "{one.members}"), ("家庭收入", "{one.income}")),
                        pairs(("履行能力、财产", "{one.status}"), ("每月给付", "{one.fee}")),
                        (label("住址、电话", height=10), value("", 3)),
                        (label("签名、按指印", height=22), value(""), label("签名日期"), value(BLANK_DAY)),
                        (label("经办人签名"), value(""), label("见证日期"), value(BLANK_DAY)),
                    ),
                ),
                Text("每位法定义务人各签一份。民发〔2021〕43号第十条。", "note"),
            ),
        ),
    ),
    foot="{case_number}",
)  # fmt: skip

MANDATE = Layout(
    PaperKind.MANDATE,
    (
        Text("{title}", "title"),
        Text("{office}：", "lead"),
        Text("本人因故不能到场，委托下列代办人替本人提出{scheme}申请："),
        Grid(
            (1.3, 2.2, 1.3, 2.2),
            (
                pairs(("委托人（申请人）", "{applicant}"), ("证件号码", "{id_number}")),
                pairs(("住址", "{living}"), ("电话", "{phone}")),
                pairs(("代办人", "{agent}"), ("与委托人关系", "{agent_relation}")),
                (label("代办人证件号码", height=10), value("", 3)),
            ),
        ),
        Text("一、委托事项：提交申请书和材料，补正材料，收取受理、告知等文书。家庭情况仍由委托人如实申报，核对授权由每位成员本人签。"),
        Text("二、委托自签名之日起，到本次申请办结为止；委托人可以随时书面收回。"),
        Text("三、代办不收任何费用。"),
        Text(f"委托人签名（按指印）：{SIGN}", "sign"),
        Text(f"代办人签名：{SIGN}", "sign"),
        Text("不会写字的由他人代写，本人按指印。民发〔2021〕57号第六条。", "note"),
    ),
    foot="{case_number}",
)  # fmt: skip

WITHDRAWAL = Layout(
    PaperKind.WITHDRAWAL,
    (
        Text("{title}", "title"),
        Text("{office}：", "lead"),
        Grid(
            (1.3, 2.2, 1.3, 2.2),
            (
                pairs(("申请人", "{applicant}"), ("证件号码", "{id_number}")),
                pairs(("案件编号", "{case_number}"), ("受理日期", "{accepted}")),
                (label("撤回原因（可以不写）", height=24), value("", 3)),
            ),
        ),
        Text("本人自愿撤回{scheme}申请，请停止办理。本人知道：撤回不影响以后再申请；再申请时重新受理、重新计算时限。"),
        Text(f"申请人签名（按指印）：{SIGN}", "sign"),
        Text(f"代办人签名（有的话）：{SIGN}", "sign"),
        Text(f"经办人签名：{SIGN}", "sign"),
    ),
    foot="{case_number}",
)  # fmt: skip

DECLARATION = Layout(
    PaperKind.DECLARATION,
    (
        Text("{title}", "title"),
        Grid(
            (1.1, 1.8, 1.1, 3.2, 1.1, 1.1),
            (pairs(("申请人", "{applicant}"), ("证件号码", "{id_number}"), ("家庭人口", "{members}")),),
        ),
        Text("家里每一项都要填：有的写金额、是谁的，没有的选没有。收入写每月多少，财产写现值。", "lead"),
        Table(
            "rows",
            (
                Column("项目", "{row.item}", 3),
                Column("有没有", "{row.has}", 1.7, "center"),
                Column("是谁的", "{row.who}", 1.5),
                Column("金额（元）", "{row.amount}", 1.5, "right"),
                Column("说明", "{row.note}", 2.5),
            ),
            least=9,
        ),
        Text("以上声明属实，没有隐瞒；不实的，愿意承担责任。", "lead"),
        Text(f"申请人签名（按指印）：{SIGN}", "sign"),
    ),
    foot="{case_number}",
)  # fmt: skip
