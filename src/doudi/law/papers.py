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

    @property
    def title(self) -> str:  # type: ignore[override]  # the word for the screen, not str.title
        """The paper's name on its head and in lists."""
        return SHEETS[self].title

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
    PaperKind.OPINION: Sheet("审核意见", clause=f"{_57} 第十九条"),
    PaperKind.REVIEW: Sheet("复核意见", clause=f"{_57} 第十九条"),
    PaperKind.PUBLICITY_SHEET: Sheet("公示单", "公", clause=f"{_57} 第十九条"),
    PaperKind.BOARD_PHOTO: Sheet("公示栏照片", clause="城政办发〔2023〕29号 四（一）"),
    PaperKind.OBJECTION_ANSWER: Sheet("异议答复", clause=f"{_57} 第十九条"),
    PaperKind.GRANT_NOTICE: Sheet("最低生活保障确认通知书", "确", clause=f"{_57} 第二十一条"),
    PaperKind.REFUSAL_NOTICE: Sheet("最低生活保障不予确认通知书", "不", clause=f"{_57} 第二十一条"),
    PaperKind.DELIVERY_RECEIPT: Sheet("送达回执", clause=f"{_57} 第二十一条"),
}

REQUIRED_TO_ACCEPT = (PaperKind.APPLICATION, PaperKind.PROMISE_AND_CONSENT, PaperKind.IDENTITY_PROOF)
