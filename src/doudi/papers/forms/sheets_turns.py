"""The layouts of the notices of a case's turns as .docx: longer, elsewhere, once more, and the answer to an objection."""

from doudi.law.papers import PaperKind
from doudi.papers.forms.layout import Block, Grid, Layout, Text, When, label, value
from doudi.papers.forms.sheets_notices import HEAD, SEAL, SLIP

LABELLED = (1.0, 4.2)
CASE = (label("案件编号"), value("{case_number}（查询进度时报这个编号）"))
OFFICER = (label("经办人"), value("{contact.officer}　{contact.phone}"))
ASKING = Grid(LABELLED, (CASE, OFFICER))
NO_MORE_PAPERS = "延长期间不用您再交材料；需要补充的，我们会另行告知。"

EXTENSION = Layout(
    PaperKind.EXTENSION_NOTICE,
    (
        *HEAD,
        Text(
            "您户{accepted_on}受理的{scheme}申请，因情况特殊，经批准延长办理时限，最迟{due_on}作出决定{was_told}{cited}。"
        ),
        Grid(LABELLED, ((label("延长的原因"), value("{reason}")), CASE, OFFICER)),
        When("allowance", (Text("从受理次日起算，全部办理时间最长不超过45 个工作日。" + NO_MORE_PAPERS),)),
        When("hardship", (Text(NO_MORE_PAPERS),)),
        *SEAL,
        *SLIP,
    ),
)

TRANSFER = Layout(
    PaperKind.TRANSFER_NOTICE,
    (
        *HEAD,
        Text("您户{applied_on}提出的{scheme}申请，移交{to_office}继续办理{cited}。原因：{reason}。"),
        Text(
            "已经交来的材料随案移交，不用重新提交。接手后由对方与您联系，并告知办理期限；5 个工作日内没有接到联系的，"
            "请打电话{contact.phone}，由我们催办。"
        ),
        ASKING,
        *SEAL,
        *SLIP,
    ),
)

REOPENING = Layout(
    PaperKind.REOPENING_NOTICE,
    (
        *HEAD,
        Text("您{household}的{scheme}审核确认结果，现决定重新审核{cited}。原因：{cause}。"),
        Text(
            "重新审核期间，我们可能再次入户调查、核对信息，请予配合；您有新的情况和材料，也请一并提供。最迟{due_on}作出"
            "新的决定，并书面告知您结果和理由；不同意的，可以依法申请行政复议或者提起行政诉讼。"
        ),
        ASKING,
        *SEAL,
        *SLIP,
    ),
)

FOLLOWS = (label("接下来"), value("{follows}"))
ANSWERED = Grid(LABELLED, ((label("核实到的情况"), value("{found}")), FOLLOWS, (label("依据"), value("{basis}"))))
ASKED = "您对{applicant.name}{household}{subject}公示提出的异议，{received_on}收到。"
TO_FAMILY: tuple[Block, ...] = (
    Text("您{household}的{subject}公示期间，我们{received_on}收到一条异议。经核实，{outcome}。"),
    ANSWERED,
    Text(
        "对核实情况有话要说，或者有新的材料，请到{contact.place}，或者打电话{contact.phone}，找经办人{contact.officer}。"
    ),
)
TO_OBJECTOR: tuple[Block, ...] = (
    When("is_answered", (Text(ASKED + "我们已逐项核实，{outcome}。"), ANSWERED)),
    When("has_ended", (Text(ASKED + "{ended}，这件事已经办结，不再核实答复。"), Grid(LABELLED, (FOLLOWS,)))),
    Text("谢谢您的监督。我们对提出异议的人保密。有新的情况，请到{contact.place}，或者打电话{contact.phone}。"),
)

OBJECTION = Layout(
    PaperKind.OBJECTION_ANSWER,
    (*HEAD, When("to_family", TO_FAMILY), When("to_objector", TO_OBJECTOR), *SEAL, *SLIP),
)
