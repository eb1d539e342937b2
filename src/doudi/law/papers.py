"""Every paper of a case: its name, its mark in a number, who makes it and whether we print it."""

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """材料、文书: the papers that a case needs or serves (民发〔2021〕57号; 民办发〔2019〕10号)."""

    APPLICATION = "application"
    PROMISE_AND_CONSENT = "promise_and_consent"
    IDENTITY_PROOF = "identity_proof"
    MANDATE = "mandate"
    HARDSHIP_PROOF = "hardship_proof"
    ACCOUNT_PROOF = "account_proof"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    DEFICIENCY_NOTICE = "deficiency_notice"
    SURVEY_FORM = "survey_form"
    CHECK_REPORT = "check_report"
    ADOPTION = "adoption"
    OPINION = "opinion"
    REVIEW = "review"
    PUBLICITY_SHEET = "publicity_sheet"
    BOARD_PHOTO = "board_photo"
    OBJECTION_ANSWER = "objection_answer"
    GRANT_NOTICE = "grant_notice"
    REFUSAL_NOTICE = "refusal_notice"
    DELIVERY_RECEIPT = "delivery_receipt"
    DECLARATION = "declaration"
    PROMISE_INSTEAD = "promise_instead"
    OBLIGOR_CONSENT = "obligor_consent"
    SELF_CARE_FORM = "self_care_form"
    RESURVEY_RECORD = "resurvey_record"
    APPRAISAL_RECORD = "appraisal_record"
    CONFERENCE_MINUTES = "conference_minutes"
    DECIDER_VISIT = "decider_visit"
    REVIEW_FORM = "review_form"
    WITHDRAWAL = "withdrawal"
    EXTENSION_REQUEST = "extension_request"
    EXTENSION_NOTICE = "extension_notice"
    TERMINATION_NOTICE = "termination_notice"
    TRANSFER_NOTICE = "transfer_notice"
    REOPENING_NOTICE = "reopening_notice"
    STOP_PROPOSAL = "stop_proposal"
    STOP_SHEET = "stop_sheet"
    STOP_NOTICE = "stop_notice"
    RELATIVE_FILING = "relative_filing"
    PAYMENT_LIST = "payment_list"
    DELEGATION = "delegation"

    @property
    def title(self) -> str:  # type: ignore[override]  # the word for the screen, not str.title
        """The paper's name on its head and in lists."""
        return SHEETS[self].title

    def title_in(self, programme: str) -> str:
        """The paper's name in a programme, `programme` its whole name: 特困人员救助供养申请书, not 最低生活保障申请书."""
        return self.title.replace(_ALLOWANCE, programme, 1) if self.title.startswith(_ALLOWANCE) else self.title

    @property
    def mark(self) -> str:
        """The character that stands for the kind in a paper's number; empty when we don't number it."""
        return SHEETS[self].mark


@dataclass(frozen=True)
class Sheet:
    """One kind of paper. `mark` is set for those we number and print; `how` tells a family how to get it."""

    title: str
    mark: str = ""
    how: str = ""
    clause: str = ""


_57 = "民发〔2021〕57号"
_ALLOWANCE = "最低生活保障"

SHEETS: dict[PaperKind, Sheet] = {
    PaperKind.APPLICATION: Sheet(
        "最低生活保障申请书", how="到镇（街道）窗口或村（社区）领取，当场填写", clause=f"{_57} 第九条"
    ),
    PaperKind.PROMISE_AND_CONSENT: Sheet(
        "诚信承诺及核对授权书",
        how="每位共同生活的家庭成员本人签名、按指印；不能签名的由监护人代签",
        clause=f"{_57} 第九条",
    ),
    PaperKind.IDENTITY_PROOF: Sheet("身份证、户口簿", how="带原件到窗口核对，不用交复印件", clause=f"{_57} 第十条"),
    PaperKind.MANDATE: Sheet("委托书", how="由他人代为申请时，申请人签名委托", clause=f"{_57} 第六条"),
    PaperKind.HARDSHIP_PROOF: Sheet(
        "残疾、重病等证明", how="残疾人证、诊断证明；能通过政务平台查到的不用交", clause=f"{_57} 第十条"
    ),
    PaperKind.ACCOUNT_PROOF: Sheet("银行账户证明", how="申请人本人的银行卡或存折首页", clause=f"{_57} 第二十五条"),
    PaperKind.ACCEPTANCE_NOTICE: Sheet("受理通知书", "受", clause=f"{_57} 第十条"),
    PaperKind.DEFICIENCY_NOTICE: Sheet("一次性告知书", "告", clause=f"{_57} 第十条"),
    PaperKind.SURVEY_FORM: Sheet("入户调查表", clause=f"{_57} 第十五条"),
    PaperKind.CHECK_REPORT: Sheet("信息核对报告", clause=f"{_57} 第十七条"),
    PaperKind.ADOPTION: Sheet("采信说明", clause=f"{_57} 第十八条"),
    PaperKind.OPINION: Sheet("拟定意见", clause=f"{_57} 第十九条"),
    PaperKind.REVIEW: Sheet("审核意见", clause=f"{_57} 第十九条"),
    PaperKind.PUBLICITY_SHEET: Sheet("公示单", "公", clause=f"{_57} 第十九条"),
    PaperKind.BOARD_PHOTO: Sheet("公示栏照片", clause="城政办发〔2023〕29号 四（一）"),
    PaperKind.OBJECTION_ANSWER: Sheet("异议处理结果告知书", "异", clause=f"{_57} 第十九条"),
    PaperKind.GRANT_NOTICE: Sheet("最低生活保障确认通知书", "确", clause=f"{_57} 第二十一条"),
    PaperKind.REFUSAL_NOTICE: Sheet("最低生活保障不予确认通知书", "不", clause=f"{_57} 第二十一条"),
    PaperKind.DELIVERY_RECEIPT: Sheet("送达回执", clause=f"{_57} 第二十一条"),
    PaperKind.DECLARATION: Sheet("家庭经济财产声明", how="申请人填写并签名", clause=f"{_57} 第九条"),
    PaperKind.PROMISE_INSTEAD: Sheet(
        "证明事项告知承诺书", how="申请人签名承诺所说属实，代替证明材料", clause="民发〔2022〕83号 一（二）"
    ),
    PaperKind.OBLIGOR_CONSENT: Sheet(
        "法定义务人核对授权书", how="每位赡养、抚养、扶养义务人本人签名、按指印", clause="民发〔2021〕43号 第十条"
    ),
    PaperKind.SELF_CARE_FORM: Sheet("生活自理能力评估表", clause="民发〔2021〕43号 第二十二条"),
    PaperKind.RESURVEY_RECORD: Sheet("异议复查记录", clause=f"{_57} 第十九条"),
    PaperKind.APPRAISAL_RECORD: Sheet("民主评议记录", clause=f"{_57} 第十九条"),
    PaperKind.CONFERENCE_MINUTES: Sheet("一事一议会议纪要", clause="城政办发〔2023〕29号 六（三）"),
    PaperKind.DECIDER_VISIT: Sheet("审核确认人入户核查记录", clause=f"{_57} 第二十条"),
    PaperKind.REVIEW_FORM: Sheet("审核确认表", clause=f"{_57} 第二十一条"),
    PaperKind.WITHDRAWAL: Sheet("撤回申请书", how="申请人签名，写明撤回", clause=f"{_57} 第四条"),
    PaperKind.EXTENSION_REQUEST: Sheet("延长办理时限审批表", clause="民发〔2022〕83号 四（一）"),
    PaperKind.EXTENSION_NOTICE: Sheet("延长办理时限告知书", "延", clause="民发〔2022〕83号 四（一）"),
    PaperKind.TERMINATION_NOTICE: Sheet("终止办理告知书", "终", clause=f"{_57} 第二十九条"),
    PaperKind.TRANSFER_NOTICE: Sheet("移交办理告知书", "移", clause=f"{_57} 第四条"),
    PaperKind.REOPENING_NOTICE: Sheet("重新审核告知书", "重", clause=f"{_57} 第三十二条"),
    PaperKind.STOP_PROPOSAL: Sheet("终止救助供养意见", clause="民发〔2021〕43号 第二十六条"),
    PaperKind.STOP_SHEET: Sheet("拟终止救助供养公示单", "拟", clause="民发〔2021〕43号 第二十六条"),
    PaperKind.STOP_NOTICE: Sheet("终止救助供养告知书", "停", clause="民发〔2021〕43号 第二十六条"),
    PaperKind.RELATIVE_FILING: Sheet("近亲属备案表", clause=f"{_57} 第十一条"),
    PaperKind.PAYMENT_LIST: Sheet("月发放表", clause=f"{_57} 第二十五条"),
    PaperKind.DELEGATION: Sheet("签批授权书", clause="城政办发〔2023〕29号 六（一）"),
}

REQUIRED_TO_ACCEPT = (PaperKind.APPLICATION, PaperKind.PROMISE_AND_CONSENT, PaperKind.IDENTITY_PROOF)
