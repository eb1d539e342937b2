"""What can be done, and the sentence by which the log says that it was done."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """动作: `room.what_was_done`; the codes are kept for ever, since old entries carry them."""

    CASE_REGISTERED = "case.registered"
    CASE_SAVED = "case.saved"
    CASE_STEP_TAKEN = "case.step_taken"
    CASE_ADOPTED = "case.adopted"
    CASE_DECIDED = "case.decided"
    CASE_OBJECTION = "case.objection"
    PAPER_ISSUED = "paper.issued"
    FILE_STORED = "file.stored"
    AWARD_OPENED = "award.opened"
    AWARD_CHANGED = "award.changed"
    RUN_CREATED = "run.created"
    RUN_ROSTER_CONFIRMED = "run.roster_confirmed"
    RUN_COMPUTED = "run.computed"
    RUN_CHECKED = "run.checked"
    RUN_APPROVED = "run.approved"
    RUN_EXPORTED = "run.exported"
    RETURN_TAKEN = "return.taken"
    RETURN_PUT_ASIDE = "return.put_aside"
    ACCOUNT_CORRECTED = "account.corrected"
    ACCOUNT_DECIDED = "account.decided"
    AWARD_RELEASE_ASKED = "award.release_asked"
    LEDGER_UPLOADED = "ledger.uploaded"
    LEDGER_CONFIRMED = "ledger.confirmed"
    LEDGER_ROW_DECIDED = "ledger.row_decided"
    ACCESS_LOGIN = "access.login"
    ACCESS_FAILED = "access.failed"
    ACCESS_LOCKED = "access.locked"
    ACCESS_DENIED = "access.denied"
    ACCESS_READ = "access.read"
    ACCESS_UNMASKED = "access.unmasked"
    ACCESS_EXPORTED = "access.exported"
    DAY_MOVED = "day.moved"
    PERSON_CHANGED = "person.changed"
    POST_GRANTED = "post.granted"
    POST_ENDED = "post.ended"
    PERSON_ENROLLED = "person.enrolled"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PASSWORD_SET = "person.password_set"  # noqa: S105  (a verb)
    RELATIVE_REGISTERED = "relative.registered"
    RELATIVE_ENDED = "relative.ended"
    DELEGATION_MADE = "delegation.made"
    DELEGATION_REVOKED = "delegation.revoked"
    HAND_OVER_BEGUN = "handover.begun"
    HAND_OVER_CONFIRMED = "handover.confirmed"
    HAND_OVER_DONE = "handover.done"
    HAND_OVER_WITHDRAWN = "handover.withdrawn"
    CALENDAR_ENTERED = "calendar.entered"
    CALENDAR_DECIDED = "calendar.decided"
    EXPORT_ASKED = "export.asked"
    PARAMETER_ENTERED = "parameter.entered"
    PARAMETER_DECIDED = "parameter.decided"
    PARAMETER_WITHDRAWAL_ASKED = "parameter.withdrawal_asked"
    PARAMETER_WITHDRAWAL_DECIDED = "parameter.withdrawal_decided"
    UPLIFT_ASKED = "uplift.asked"
    UPLIFT_CONFIRMED = "uplift.confirmed"
    ESTIMATE_ASKED = "estimate.asked"


# {name} is a fact of the entry; a part in square brackets is left out when one of its facts is missing.
SENTENCES = {
    Verb.CASE_REGISTERED: _("登记了申请[，档案号 {file_number}]"),
    Verb.CASE_SAVED: _("保存了案件内容[：{part}][，理由：{reason}]"),
    Verb.CASE_STEP_TAKEN: _("办理了[「{title}」][，限 {due} 前办结下一步]"),
    Verb.CASE_ADOPTED: _("采信了[{kind}][，金额 {amount} 元]"),
    Verb.CASE_DECIDED: _("作出了审核确认决定[：{outcome}][，每月 {total} 元]"),
    Verb.CASE_OBJECTION: _("登记了公示异议[，编号 {number}]"),
    Verb.PAPER_ISSUED: _("制发了文书[「{title}」][，文号 {number}]"),
    Verb.FILE_STORED: _("存入了一份材料[：{label}]"),
    Verb.AWARD_OPENED: _("建立了待遇[，自 {since} 起][，每月 {amount} 元]"),
    Verb.AWARD_CHANGED: _("变更了待遇[，自 {since} 起][，每月 {amount} 元]"),
    Verb.RUN_CREATED: _("建立了发放批次[：{month}]"),
    Verb.RUN_ROSTER_CONFIRMED: _("确认了本镇（街道）发放名册[，共 {lines} 户]"),
    Verb.RUN_COMPUTED: _("测算了发放批次[，共 {lines} 行][，合计 {total} 元]"),
    Verb.RUN_CHECKED: _("复核了发放批次[，共 {lines} 行][，合计 {total} 元]"),
    Verb.RUN_APPROVED: _("批准了发放批次[，合计 {total} 元]"),
    Verb.RUN_EXPORTED: _("生成了银行文件[，共 {rows} 行][，合计 {total} 元]"),
    Verb.RETURN_TAKEN: _("导入了银行回盘[：到账 {paid} 笔 {paid_total} 元、退票 {failed} 笔 {failed_total} 元]"),
    Verb.RETURN_PUT_ASIDE: _("收到的银行回盘有疑点[：{problems} 处]，未采纳"),
    Verb.ACCOUNT_CORRECTED: _("录入了更正账户，等另一人确认"),
    Verb.ACCOUNT_DECIDED: _("核对了更正账户[：{decision}]"),
    Verb.AWARD_RELEASE_ASKED: _("提出了恢复发放，等另一人确认"),
    Verb.LEDGER_UPLOADED: _("上传了台账[：可导入 {take} 行、待核 {ask} 行、退回 {refuse} 行]"),
    Verb.LEDGER_CONFIRMED: _("确认导入了台账[，共 {take} 行]"),
    Verb.LEDGER_ROW_DECIDED: _("处理了台账待核行[：第 {row} 行]"),
    Verb.ACCESS_LOGIN: _("登录了系统"),
    Verb.ACCESS_FAILED: _("登录没有成功"),
    Verb.ACCESS_LOCKED: _("账号因多次登录不成功被锁定[，至 {until}]"),
    Verb.ACCESS_DENIED: _("访问被拒绝[：{path}]"),
    Verb.ACCESS_READ: _("查看了[{what}]"),
    Verb.ACCESS_UNMASKED: _("查看了完整的[{what}][，事由：{reason}]"),
    Verb.ACCESS_EXPORTED: _("导出了[{what}][，共 {lines} 行]"),
    Verb.DAY_MOVED: _("把演示日移到了[ {to}]"),
    Verb.PERSON_CHANGED: _("变更了人员信息"),
    Verb.POST_GRANTED: _("授予了岗位[：{post}][，范围 {division}]"),
    Verb.POST_ENDED: _("结束了岗位[：{post}][，范围 {division}][，自 {until} 起]"),
    Verb.PERSON_ENROLLED: _("开立了账号"),
    Verb.PERSON_DISABLED: _("停用了账号[，事由：{reason}]"),
    Verb.PERSON_ENABLED: _("恢复了账号"),
    Verb.PASSWORD_SET: _("[{how}]设了密码"),
    Verb.RELATIVE_REGISTERED: _("登记了近亲属[：{relation}]"),
    Verb.RELATIVE_ENDED: _("撤销了近亲属登记[：{relation}]"),
    Verb.DELEGATION_MADE: _("授权他人代签[，自 {since} 至 {until}]"),
    Verb.DELEGATION_REVOKED: _("撤销了代签授权[，自 {since} 起]"),
    Verb.HAND_OVER_BEGUN: _("发起了交接[，案件 {cases} 件][，草稿 {drafts} 份]"),
    Verb.HAND_OVER_CONFIRMED: _("确认了交接[，作为{side}]"),
    Verb.HAND_OVER_DONE: _("完成了交接[，案件 {cases} 件][，草稿 {drafts} 份]"),
    Verb.HAND_OVER_WITHDRAWN: _("撤回了交接"),
    Verb.CALENDAR_ENTERED: _("录入了工作日历改动[：{day}][，{working}]"),
    Verb.CALENDAR_DECIDED: _("[{outcome}]了工作日历改动[：{day}]"),
    Verb.EXPORT_ASKED: _("申请导出[：{what}][，共 {lines} 行][，事由：{reason}]"),
    Verb.PARAMETER_ENTERED: _("录入了参数[：{title}][，{words}][，自 {since} 起]，等另一人确认"),
    Verb.PARAMETER_DECIDED: _("[{outcome}]了参数[：{title}][，{words}][，自 {since} 起]"),
    Verb.PARAMETER_WITHDRAWAL_ASKED: _("提出撤销参数[：{title}][，{words}][，事由：{reason}]，等另一人确认"),
    Verb.PARAMETER_WITHDRAWAL_DECIDED: _("[{outcome}]了撤销参数[：{title}][，{words}]"),
    Verb.UPLIFT_ASKED: _("提出了提标重算[，自 {month} 起]"),
    Verb.UPLIFT_CONFIRMED: _("确认了提标后的金额[，自 {since} 起][，共 {lines} 户]"),
    Verb.ESTIMATE_ASKED: _("提出了资金测算[，自 {month} 起][ {months} 个月]"),
}

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FACT = re.compile(r"\{(\w+)\}")


def sentence(verb: str, facts: Mapping[str, Any]) -> str:
    """What was done, in Chinese, without its subject. Raises `ValueError` for an unknown verb."""
    return _OPTIONAL.sub(lambda part: _told(part[1], facts), str(SENTENCES[Verb(verb)]))


def _told(part: str, facts: Mapping[str, Any]) -> str:
    if any(facts.get(name) in (None, "") for name in _FACT.findall(part)):
        return ""
    return _FACT.sub(lambda name: str(facts[name[1]]), part)
