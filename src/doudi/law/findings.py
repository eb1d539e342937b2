"""Findings: what was found in a file that a step must wait for, or that calls for a step; each in words for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`blocks`: why a step must wait while it is open (empty where whoever puts it words it); `absent`: why there is
    nothing to do for a step that only it calls for."""

    blocks: str
    absent: str = ""


# fmt: off
FINDINGS: Mapping[str, Finding] = {
    "papers_missing":         Finding("", "材料已齐，可以直接受理"),
    "core_missing":           Finding(""),
    "not_adopted":            Finding(""),
    "not_eligible":           Finding(""),
    "must_be_published":      Finding("拟同意的须先公示满 7 日"),
    "proposes_refusal":       Finding("拟不予确认的不公示，直接转审核"),
    "open_objection":         Finding("有异议未答复，答复后才能往下办", "没有待答复的异议"),
    "received_objection":     Finding("收到的异议还没登记，先登记", "没有新收到的异议"),
    "objection_not_surveyed": Finding("异议还没有复查，复查入卷后再答复", "没有待复查的异议"),
    "extension_asked":        Finding("已申请延长办理时限，等审批", "没有待批的延期申请"),
    "transfer_asked":         Finding("已申请移交其他镇（街道），等区民政局移交", "没有待办的移交申请"),
    "decider_visit_missing":  Finding("近亲属备案或有投诉举报的，审核确认人须先入户核查", "本案不需要审核确认人入户核查"),
    "not_filed":              Finding("还没报区民政局备案", "已报备案，不用再报"),
    "in_payment":             Finding("待遇还在发放：本人不再要、或不配合重新审核的，写明理由签批不予确认，从次月起停发"),
    "self_care_reported":     Finding("已报告自理能力变化，等复核评估", "没有报告自理能力变化"),
}
# fmt: on


def blocks(code: str, sentence: str = "") -> str:
    """The sentence of an open finding: its own, else that of the table. Errors: KeyError."""
    return sentence or FINDINGS[code].blocks
