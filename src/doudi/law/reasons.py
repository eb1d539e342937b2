"""The reasons an answer gives 理由: a stable code, a sentence for the notice, and the clause it rests on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from doudi.law.clauses import MCA_2021_43, MCA_2021_57, MCA_2022_83, RIGID_SPENDING_2025, STATE_649, STATE_2016_14


@dataclass(frozen=True)
class Reason:
    """One reason; `code` is stable, `text` fit for a notice."""

    code: str
    text: str
    clause: str

    def as_dict(self) -> dict[str, str]:
        """The reason as plain data."""
        return asdict(self)


# fmt: off
REASONS: Mapping[str, tuple[str, str]] = {
    # the allowance
    "income_below_standard": (
        "家庭月人均收入 {income} 元，低于低保标准 {standard} 元", STATE_649.article(9)),
    "income_not_below_standard": (
        "家庭月人均收入 {income} 元，不低于低保标准 {standard} 元", STATE_649.article(9)),
    "low_income_edge": (
        "家庭月人均收入 {income} 元，低于低保边缘线 {edge} 元，且财产状况符合规定，属于低保边缘家庭", MCA_2021_57.article(8)),
    "income_not_below_edge": (
        "家庭月人均收入 {income} 元，不低于低保边缘线 {edge} 元", MCA_2021_57.article(8)),
    "may_be_rigid_expenditure": (
        "家庭人均收入低于上年度居民人均可支配收入（每人每年 {disposable} 元），且财产状况符合规定；"
        "医疗、教育、残疾康复等必需支出负担重的，可以申请认定为刚性支出困难家庭", RIGID_SPENDING_2025.number),
    "deposit_over_limit": (
        "家庭货币财产 {deposits} 元，超过限额 {deposit_limit} 元", MCA_2021_57.article(14)),
    "vehicle_over_limit": ("家庭拥有的机动车辆不符合规定：{vehicles}", MCA_2021_57.article(14)),
    "house_over_limit": ("家庭拥有房屋 {houses} 套，超过限额 {house_limit} 套", MCA_2021_57.article(14)),
    "shop_over_limit": ("家庭拥有商铺，不符合规定", MCA_2021_57.article(14)),
    "business_over_limit": (
        "家庭成员登记的市场主体出资额 {capital} 元，超过限额 {capital_limit} 元", MCA_2021_57.article(14)),
    "no_members": ("没有可以计入的共同生活家庭成员", MCA_2021_57.article(7)),
    "gradual_exit": ("家庭收入已不低于低保标准，处于渐退期，按原保障金额续发", MCA_2022_83.part("一（三）")),
    "work_refusal": ("{refusers} 名成员连续三次无正当理由拒绝就业，不发放其本人份额", MCA_2021_57.article(34)),
    # who applies alone
    "single_person": ("符合单独申请的条件，按单人户发放", MCA_2021_57.article(8)),
    "household_qualifies": ("申请人所在家庭符合低保条件，应当以家庭为单位申请", MCA_2022_83.part("一（一）")),
    "applicant_under_18": ("申请人未满18周岁，不能单独申请", MCA_2021_57.article(8)),
    "applicant_not_member": ("申请人不是该家庭共同生活的成员", MCA_2021_57.article(8)),
    "already_extreme_hardship": ("申请人已享受特困人员救助供养，不能同时享受低保", STATE_2016_14.number),
    "no_single_ground": ("申请人不具备重度残疾、三级智力或精神残疾、重病等单独申请的情形", MCA_2021_57.article(8)),
    # extreme hardship
    "extreme_hardship": ("无劳动能力、无生活来源，且法定义务人无履行义务能力", MCA_2021_43.article(4)),
    "able_to_work": ("申请人不属于规定的无劳动能力情形", MCA_2021_43.article(5)),
    "in_prison_or_missing": ("申请人在监狱服刑或者被宣告失踪", MCA_2021_43.article(24)),
    "own_income_not_below_standard": (
        "本人月收入 {income} 元，不低于低保标准 {standard} 元", MCA_2021_43.article(6)),
    "obligor_able": ("有具备履行义务能力的法定义务人", MCA_2021_43.article(8)),
    "check_allowance": ("不符合特困人员救助供养条件，应当继续审查是否符合低保条件", MCA_2021_43.article(27)),
    "below_floor": (
        "基本生活标准 {living} 元，低于下限 {floor} 元（低保标准的1.3倍），请主管部门核对标准", STATE_649.article(15)),
    # what is missing
    "must_set": ("参数“{title}”（{name}）在该日没有生效的值，须先设定", ""),
}
# fmt: on


def reason(code: str, words: Mapping[str, str] | None = None) -> Reason:
    """A reason by its code, its sentence filled in."""
    text, clause = REASONS[code]
    return Reason(code, text.format_map(words or {}), clause)
