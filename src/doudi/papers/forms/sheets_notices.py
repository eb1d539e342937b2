"""The layouts of the numbered notices that can be had as .docx; their PDF has a Typst template of its own."""

from doudi.law.papers import PaperKind
from doudi.papers.forms.layout import Block, Column, Grid, Layout, Table, Text, When, label, value

HEAD: tuple[Block, ...] = (
    Text("{office}", "redhead"),
    Text("{number}", "center"),
    Text("{title}", "title"),
    Text("{to}：", "lead"),
)
REDRESS = Text(
    "不服本决定的，可以自收到之日起60 日内向{appeal.review_office}申请行政复议，或者6 个月内向{appeal.court}提起行政诉讼。"
    "咨询电话{contact.phone}。"
)
SEAL: tuple[Block, ...] = (Text("{office}（盖章）", "right"), Text("{on}", "right"))
SLIP: tuple[Block, ...] = (
    Text("送达回执　{number}　受送达人：{receiver}", "head"),
    Grid(
        (1.2, 2.2, 1, 2.2),
        (
            (label("签收人及关系"), value(""), label("收到日期"), value("年　　　月　　　日", align="right")),
            (label("送达人（2 人）"), value(""), label("送达方式"), value("□ 当面　□ 留置　□ 邮寄")),
        ),
    ),
    Text("{notes}", "note"),
)
WORKING: tuple[Block, ...] = (
    Table(
        "lines",
        (
            Column("项目", "{row.label}", 2.4),
            Column("算式", "{row.formula}", 4),
            Column("元/月", "{row.figure}", 1.5, "right"),
            Column("依据", "{row.basis}", 2),
        ),
        foot=(label("家庭成员"), value("{people}", 3)),
    ),
)

TELL_US = "家庭人口、收入、财产有变化的，请及时告诉我们。"

GRANT = Layout(
    PaperKind.GRANT_NOTICE,
    (
        *HEAD,
        When(
            "allowance",
            (
                Text(
                    "您户{accepted_on}受理的{scheme}申请，经入户调查、信息核对和审核，符合条件，{decided_on}予以确认："
                    "保障{count} 人，每月{total} 元，自{first_month}起发放。计算如下："
                ),
            ),
        ),
        When(
            "hardship",
            (
                Text(
                    "您户{accepted_on}受理的{scheme}申请，经入户调查、信息核对和审核，符合条件，{decided_on}予以确认："
                    "每月{total} 元，其中基本生活费{support.living} 元、照料护理费{support.care} 元，自{first_month}起发放。"
                    "计算如下："
                ),
            ),
        ),
        *WORKING,
        When(
            "hardship",
            (
                Text("供养方式：{support.mode}；生活自理能力：{support.self_care}。"),
                When("has_institution", (Text("供养机构：{support.institution}。"),)),
                Text("自理能力有变化的，请告诉我们，10 个工作日内重新评估（民发〔2021〕43号第二十三条）。"),
            ),
        ),
        When("is_over", (Text("{span}已公示，没有未答复的异议，按月发放至{account}。" + TELL_US),)),
        When("runs", (Text("公示期为{span}，期满没有异议，按月发放至{account}。" + TELL_US),)),
        REDRESS,
        *SEAL,
        *SLIP,
    ),
)

REFUSAL = Layout(
    PaperKind.REFUSAL_NOTICE,
    (
        *HEAD,
        Text(
            "您户{accepted_on}受理的{scheme}申请，经入户调查、信息核对和审核，暂不符合条件，{decided_on}决定不予确认。理由："
        ),
        Text("{reasons_told}"),
        *WORKING,
        When("is_edge", (Text("您户人均收入低于{edge.line} 元，属于低保边缘家庭，还可以：{edge_open}。"),)),
        When("has_open", (Text("您还可以申请：{open}。"),)),
        Text("家庭情况有变化的，可以随时再次申请。"),
        REDRESS,
        *SEAL,
        *SLIP,
    ),
)

TERMINATION = Layout(
    PaperKind.TERMINATION_NOTICE,
    (
        *HEAD,
        Text("您户{applied_on}提出的{scheme}申请，自{ended_on}起终止办理。原因：{cause}（{clause}）。"),
        Text(
            "终止办理不影响您再次申请：情况有变化，或者愿意配合调查核对的，可以随时重新提出。交来的材料原件，可以到"
            "{contact.place}领回。"
        ),
        REDRESS,
        *SEAL,
        *SLIP,
    ),
)

STOP = Layout(
    PaperKind.STOP_NOTICE,
    (
        *HEAD,
        Text("{whose}{scheme}，经{decided_on}审核确认，予以终止{ending}。原因：{cause}（{clause}）。"),
        When(
            "lives",
            (
                Text(
                    "停发后生活仍有困难的，可以申请最低生活保障或者临时救助；我们会主动核查您是否符合条件，符合的及时办理。"
                ),
            ),
        ),
        REDRESS,
        *SEAL,
        Text("抄送：{committee}", "lead"),
        *SLIP,
    ),
)
