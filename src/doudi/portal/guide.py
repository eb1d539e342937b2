"""办理指南: the fixed elements of a service guide, written from the same tables that the office works by."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doudi.law.clauses import DISTRICT_2023_29, MCA_2021_57, MCA_2022_83, STATE_649
from doudi.law.papers import SHEETS, PaperKind

Words = str | Promise


@dataclass(frozen=True)
class Material:
    """A paper to bring: where it comes from, how many, whether it must be there to be accepted."""

    title: Words
    source: Words
    copies: Words
    needed: Words


@dataclass(frozen=True)
class Limit:
    """How long a stage may take, and the clause that says so."""

    stage: Words
    days: Words
    clause: str


@dataclass(frozen=True)
class Guide:
    """事项名称 依据 受理条件 材料 流程 时限 收费 咨询 监督."""

    title: Words
    basis: Sequence[str]
    conditions: Sequence[Words]
    materials: Sequence[Material]
    steps: Sequence[tuple[Words, Words]]
    limits: Sequence[Limit]
    fee: Words
    office: Words
    redress: Words


def _paper(kind: PaperKind, source: Words, copies: Words, needed: Words) -> Material:
    return Material(SHEETS[kind].title, source, copies, needed)


_MUST, _IF = _("必要"), _("有就带，查得到的不用交")

ALLOWANCE = Guide(
    title=_("最低生活保障（低保）审核确认"),
    basis=(
        f"{STATE_649.title}（{STATE_649.number}）",
        f"{MCA_2021_57.title}（{MCA_2021_57.number}）",
        f"{MCA_2022_83.title}（{MCA_2022_83.number}）",
        f"{DISTRICT_2023_29.title}（{DISTRICT_2023_29.number}）",
    ),
    conditions=(
        _("户口在本镇（街道）；一家人户口不在一处的，先打电话问在哪里申请"),
        _("共同生活的家庭成员平均每人每月的收入低于当地低保标准"),
        _("家里的存款、房屋、车辆等财产在规定以内"),
        _("家庭收入高一点，但有重度残疾或重病的成员，可以问问能不能单独申请"),
    ),
    materials=(
        _paper(PaperKind.APPLICATION, _("窗口或村（社区）领取，当场填写"), _("1 份"), _MUST),
        _paper(PaperKind.PROMISE_AND_CONSENT, _("窗口或村（社区）领取，每位家庭成员签名"), _("1 份"), _MUST),
        _paper(PaperKind.IDENTITY_PROOF, _("带原件核对，不用交复印件"), _("看原件"), _MUST),
        _paper(PaperKind.MANDATE, _("别人替您申请时，由您签名"), _("1 份"), _("替人申请时必要")),
        _paper(PaperKind.HARDSHIP_PROOF, _("残疾人证、诊断证明"), _("1 份"), _IF),
        _paper(PaperKind.ACCOUNT_PROOF, _("申请人本人的银行卡或存折"), _("1 份"), _("发放前补齐即可")),
    ),
    steps=(
        (_("申请"), _("缺什么一次告诉您")),
        (_("受理"), _("当场给受理通知书")),
        (_("上门看"), _("3 个工作日内开始")),
        (_("审核确认"), _("20 个工作日内")),
        (_("公示"), _("7 天")),
        (_("发放"), _("确认的下个月起")),
    ),
    limits=(
        Limit(_("缺材料的一次告知"), _("当场"), MCA_2021_57.article(10)),
        Limit(_("受理后开始家庭经济状况调查"), _("3 个工作日内"), MCA_2021_57.article(15)),
        Limit(_("受理后审核确认"), _("20 个工作日内；情况特殊的 45 个工作日内"), MCA_2022_83.part("四（一）")),
        Limit(_("公示"), _("7 天"), MCA_2021_57.article(19)),
        Limit(_("不予确认的书面告知"), _("决定后 3 个工作日内"), MCA_2021_57.article(21)),
        Limit(_("发放低保金"), _("确认的下个月起"), MCA_2021_57.article(21)),
    ),
    fee=_("不收费。谁也不能以办低保为名收钱"),
    office=_("户口所在的镇人民政府、街道办事处便民服务中心；村（社区）的低保员可以替您递交申请"),
    redress=_("不服决定的，收到之日起 60 日内可以申请行政复议，或者 6 个月内提起行政诉讼"),
)
