"""What the names in a rule are called in words: other rules, facts, and parameters, whole or by the cell."""

from collections.abc import Mapping

from doudi.law import codes
from doudi.law.columns import given
from doudi.law.parameter_words import KEYS, choice_words, key_words
from doudi.law.parameters import DERIVED, national
from doudi.law.quantities import Quantity
from doudi.law.rule import BOOK, Level

FACTS: Mapping[str, str] = {
    "programme": "救助类别",
    "on": "计算的那一天",
    "already": "申请人已享受的救助",
    "is_single_application": "单人保申请",
    "has_grace": "有渐退期",
    "months_since_grace": "渐退期已过的月数",
    "base_before": "原月保障金额",
    "support_mode": "供养方式",
    "self_care_level": "自理能力",
    "relation": "与户主关系",
    "born": "出生日期",
    "lives_with": "共同生活",
    "disability_kind": "残疾类别",
    "disability_grade": "残疾等级（无为0）",
    "serious_illness": "重病",
    "study": "就读",
    "independent": "能独立生活",
    "absence": "不在家情形",
    "absence_since": "不在家自",
    "refused_work": "无正当理由拒绝就业次数",
    "veteran": "退役军人",
    "is_applicant": "申请人",
    "deposits": "名下货币财产",
    "houses": "名下房屋套数",
    "shops": "名下商铺数",
    "vehicles": "名下机动车辆数",
    "dearest_vehicle": "最贵一辆车的价值",
    "largest_capital": "最大一笔市场主体出资",
    "obligor_born": "义务人出生日期",
    "obligor_members": "义务人家庭人数",
    "obligor_income_a_year": "义务人家庭年收入",
    "agreed_support": "约定的费用（元/月）",
    "people_supported": "该义务人要供养的人数",
    "is_of_applicant": "是申请人的义务人",
    "is_extreme_hardship": "义务人是特困人员",
    "is_allowance_recipient": "义务人是低保对象",
    "is_severely_disabled": "义务人重度残疾",
    "is_intellectual_mental_3": "义务人三级智力、精神残疾",
    "is_incapable": "义务人无民事行为能力",
    "is_missing": "义务人宣告失踪",
    "is_in_prison": "义务人在监狱服刑",
    "job_wage": "新工作的年工资",
    "months_since_job": "就业已满的月数",
    **{f"{kind}_income": f"{word}（全年）" for kind, word in {**codes.INCOMES, **codes.UNCOUNTED_INCOMES}.items()},
    **{f"{kind}_spending": f"支出：{word}（全年）" for kind, word in codes.SPENDINGS.items()},
    **{f"vehicles_{use}": f"{word}车辆数" for use, word in codes.VEHICLE_USES.items()},
    "single_amount_of_clergy": "单人保金额（宗教教职人员）",
    "tier_amount": "本户所属档次的金额",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "programme": codes.PROGRAMMES,
    "already": codes.ALREADY,
    "relation": codes.RELATIONS,
    "disability_kind": codes.DISABILITIES,
    "study": codes.STUDIES,
    "absence": codes.ABSENCES,
    "support_mode": codes.SUPPORT_MODES,
    "self_care_level": codes.SELF_CARE_LEVELS,
}


def label(name: str) -> str:
    """What a rule, fact or parameter is called. Errors: KeyError for a name that nothing has."""
    if name in BOOK:
        return BOOK[name].label
    if name in FACTS:
        return FACTS[name]
    if given()[name] is Level.OBLIGOR:
        return f"义务人{FACTS[name.removeprefix('obligor_')].removeprefix('名下')}"
    quantity = parameter(name)
    if quantity is None:
        raise KeyError(name)
    return _of_parameter(quantity, name)


def _of_parameter(quantity: Quantity, name: str) -> str:
    """A parameter's title; its unit tells it from another of the same title, its cell from the rest of its table."""
    cell = name.removeprefix(quantity.name).strip("_")
    alike = [each for each in national()[0].values() if each.title == quantity.title]
    more = [quantity.unit if len(alike) > 1 else "", _cell(quantity, cell) if cell else ""]
    told = "，".join(filter(None, more))
    return f"{quantity.title}（{told}）" if told else quantity.title


def parameter(name: str) -> Quantity | None:
    """The parameter that a name in a rule belongs to; None for a rule or a fact."""
    quantities = national()[0]
    found = DERIVED.get(name, name)
    while found and found not in quantities:
        found = found.rpartition("_")[0]
    return quantities.get(found)


def _cell(quantity: Quantity, cell: str) -> str:
    if quantity.kind == "list":
        return choice_words(quantity)[cell]
    if quantity.kind == "rigid":
        kind, _, way = cell.partition("_")
        return f"{codes.SPENDINGS[kind]}，{'比例' if way == 'rate' else '每月上限'}"
    return KEYS[cell] if cell in KEYS else key_words(cell.split("_"))


def choice(name: str, code: str) -> str:
    """The word of a code that a fact or parameter takes."""
    if name in CHOICES:
        return CHOICES[name][code]
    quantity = parameter(name)
    return choice_words(quantity)[code] if quantity else code
