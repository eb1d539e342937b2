"""共同生活的家庭成员: who counts in the household."""

from doudi.law.clauses import MCA_2021_57
from doudi.law.ops import Choice, Count, Day, Flag, all_of, any_of, at_least, below, full_years, not_, same, where
from doudi.law.rule import Unit, household, person

ARTICLE_7 = MCA_2021_57.article(7)


@person("年龄", unit=Unit.YEARS)
def age(born: Day, on: Day) -> Count:
    return full_years(born, on)


@person("未成年人", unit=Unit.FLAG)
def is_minor(age: Count) -> Flag:
    return below(age, 18)


@person("连续三年以上脱离家庭独立生活的宗教教职人员", unit=Unit.FLAG, clause=ARTICLE_7)
def is_clergy_away(absence: Choice, absence_since: Day, on: Day) -> Flag:
    return all_of(same(absence, "clergy_away"), at_least(full_years(absence_since, on), 3))


@person("不计入的人员", unit=Unit.FLAG, clause=ARTICLE_7)
def is_left_out(absence: Choice, is_clergy_away: Flag, is_applicant: Flag, already: Choice) -> Flag:
    return any_of(
        same(absence, "in_prison", "compulsory_isolation", "missing"),
        is_clergy_away,
        all_of(is_applicant, same(already, "extreme_hardship_support")),
    )


@person("不能独立生活的成年子女及未成年子女", unit=Unit.FLAG, clause=ARTICLE_7)
def depends_on_family(is_minor: Flag, independent: Flag, study: Choice) -> Flag:
    return any_of(
        is_minor,
        not_(independent),
        same(study, "compulsory", "senior_high", "secondary_vocational", "undergraduate"),
    )


@person("家庭成员（儿媳、女婿除外）", unit=Unit.FLAG, clause=ARTICLE_7)
def belongs(relation: Choice, lives_with: Flag, depends_on_family: Flag) -> Flag:
    return any_of(
        same(relation, "head", "spouse"),
        all_of(same(relation, "child"), depends_on_family),
        all_of(
            lives_with,
            same(relation, "child", "parent", "parent_in_law", "grandchild", "grandparent", "sibling"),
        ),
    )


@person("计入的成年子女", unit=Unit.FLAG, clause=ARTICLE_7)
def is_counted_adult_child(relation: Choice, is_minor: Flag, belongs: Flag, is_left_out: Flag) -> Flag:
    return all_of(same(relation, "child"), not_(is_minor), belongs, not_(is_left_out))


@household("计入的成年子女人数", unit=Unit.PEOPLE)
def adult_children(is_counted_adult_child: Count) -> Count:
    return is_counted_adult_child


@person("共同生活的家庭成员", unit=Unit.FLAG, clause=ARTICLE_7)
def is_member(relation: Choice, lives_with: Flag, belongs: Flag, is_left_out: Flag, adult_children: Count) -> Flag:
    with_a_child = all_of(same(relation, "child_in_law"), lives_with, below(0, adult_children))
    return all_of(not_(is_left_out), any_of(belongs, with_a_child))


@person("计算对象", unit=Unit.FLAG)
def counts(programme: Choice, is_applicant: Flag, is_member: Flag) -> Flag:
    return where(same(programme, "extreme_hardship_support"), is_applicant, is_member)


@household("家庭成员人数", unit=Unit.PEOPLE, clause=ARTICLE_7)
def members(counts: Count) -> Count:
    return counts
