"""到龄、到期的种类: what may change by the calendar alone, from which fact, and which rules turn on it; one row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from doudi.law.clauses import MCA_2021_43, MCA_2021_57, MCA_2022_83, STATE_649

ALLOWANCE, HARDSHIP = "subsistence_allowance", "extreme_hardship_support"


class Of(StrEnum):
    """Whose fact it is that runs out or fills up."""

    PERSON = "person"
    OBLIGOR = "obligor"
    HOUSEHOLD = "household"


class Where(StrEnum):
    """Which requests a row concerns; a rule that nobody's answer asks for there says nothing."""

    ANY = "any"
    ALLOWANCE = "allowance"
    HARDSHIP = "hardship"
    SINGLE = "single person's application"
    LONE = "extreme hardship, or a person who is alone in the file"


@dataclass(frozen=True)
class Kind:
    """One kind of coming day: `fact` it is counted from, `years` after it where it is an anniversary.

    A kind that `ends` is named by its last day, the rest by the first; one that `stays` is told also when it is past,
    because only somebody's act (a new card, a review) takes it away.
    """

    code: str
    label: str
    of: Of
    fact: str
    years: int = 0
    ends: bool = False
    stays: bool = False


@dataclass(frozen=True)
class Touch:
    """What one kind touches: the rule whose answer may turn, its clause, and what the office has to see to."""

    kind: str
    rule: str
    clause: str
    says: str
    where: Where = Where.ANY


# fmt: off
KINDS: Mapping[str, Kind] = {each.code: each for each in (
    Kind("age_16",       "满16周岁",           Of.PERSON,    "born",            years=16),
    Kind("age_18",       "满18周岁",           Of.PERSON,    "born",            years=18),
    Kind("age_60",       "满60周岁",           Of.PERSON,    "born",            years=60),
    Kind("age_70",       "满70周岁",           Of.PERSON,    "born",            years=70),
    Kind("age_80",       "满80周岁",           Of.PERSON,    "born",            years=80),
    Kind("study_end",    "学业期满",           Of.PERSON,    "study_ends",      ends=True, stays=True),
    Kind("card_end",     "残疾人证到期",       Of.PERSON,    "card_ends",       ends=True, stays=True),
    Kind("clergy_3",     "离家满三年",         Of.PERSON,    "absence_since",   years=3),
    Kind("new_work_end", "新就业扣减期满",     Of.PERSON,    "income.since",    ends=True),
    Kind("obligor_18",   "义务人满18周岁",     Of.OBLIGOR,   "obligor_born",    years=18),
    Kind("obligor_60",   "义务人满60周岁",     Of.OBLIGOR,   "obligor_born",    years=60),
    Kind("obligor_70",   "义务人满70周岁",     Of.OBLIGOR,   "obligor_born",    years=70),
    Kind("grace_end",    "渐退期满",           Of.HOUSEHOLD, "grace.since",     ends=True, stays=True),
    Kind("review",       "定期核查到期",       Of.HOUSEHOLD, "reviewed",        ends=True, stays=True),
)}
# fmt: on

UNABLE, MEMBERS, SUPPLEMENTS = MCA_2021_43.article(5), MCA_2021_57.article(7), STATE_649.article(12)
ALONE, FEES, OBLIGORS = MCA_2021_57.article(8), MCA_2021_57.article(13), MCA_2021_43.article(8)
GRACE = MCA_2022_83.part("一（三）")
AGE_MONEY = "分类施保金按新的年龄重新算"
TOUCHES: tuple[Touch, ...] = (
    Touch("age_16", "is_unable_to_work", UNABLE, "不再因年龄认定为无劳动能力，重新认定", Where.HARDSHIP),
    Touch("age_18", "members", MEMBERS, "核实是否在读、能否独立生活，按家庭成员人数重新算", Where.ALLOWANCE),
    Touch("age_18", "person_supplement", SUPPLEMENTS, AGE_MONEY, Where.ALLOWANCE),
    Touch("age_18", "may_apply_alone", ALONE, "可以单独提出申请了", Where.SINGLE),
    Touch("age_18", "is_unable_to_work", UNABLE, "不在读的，无劳动能力须另有依据，重新认定", Where.HARDSHIP),
    Touch("age_60", "is_unable_to_work", UNABLE, "年满60周岁属于无劳动能力，可以核对是否符合特困条件", Where.LONE),
    Touch("age_60", "person_supplement", SUPPLEMENTS, AGE_MONEY, Where.ALLOWANCE),
    Touch("age_70", "person_supplement", SUPPLEMENTS, AGE_MONEY, Where.ALLOWANCE),
    Touch("age_80", "person_supplement", SUPPLEMENTS, AGE_MONEY, Where.ALLOWANCE),
    Touch("study_end", "members", MEMBERS, "核实是否毕业、继续就读，按家庭成员人数重新算", Where.ALLOWANCE),
    Touch("study_end", "is_unable_to_work", UNABLE, "不再在读，无劳动能力须另有依据，重新认定", Where.HARDSHIP),
    Touch("card_end", "person_supplement", SUPPLEMENTS, "提醒本人换领残疾人证；没有换领的重新算", Where.ALLOWANCE),
    Touch("card_end", "has_disability_ground", ALONE, "提醒本人换领残疾人证；这是单独申请的依据", Where.SINGLE),
    Touch("card_end", "has_over_edge_ground", ALONE, "提醒本人换领残疾人证；这是单独申请的依据", Where.SINGLE),
    Touch("card_end", "is_unable_to_work", UNABLE, "提醒本人换领残疾人证；这是认定无劳动能力的依据", Where.HARDSHIP),
    Touch("clergy_3", "members", MEMBERS, "不再计入家庭成员，按人数重新算", Where.ALLOWANCE),
    Touch("clergy_3", "has_clergy_ground", ALONE, "可以单独提出申请了", Where.SINGLE),
    Touch("new_work_end", "new_work_disregard", GRACE, "工资不再扣减，重新算收入", Where.ALLOWANCE),
    Touch("obligor_18", "support_fee", FEES, "义务人成年，重新算赡养（扶养、抚养）费", Where.ALLOWANCE),
    Touch("obligor_18", "is_unable_by_aid", OBLIGORS, "义务人成年，重新认定履行义务能力", Where.HARDSHIP),
    Touch(
        "obligor_60", "is_unable_by_aid", OBLIGORS, "义务人是年满60周岁的低保对象，视为无履行义务能力", Where.HARDSHIP
    ),
    Touch("obligor_70", "is_unable_by_poverty", OBLIGORS, "义务人年满70周岁，重新认定履行义务能力", Where.HARDSHIP),
    Touch("grace_end", "is_in_grace", GRACE, "渐退期满，停发或按新的收入重新算", Where.ALLOWANCE),
)
