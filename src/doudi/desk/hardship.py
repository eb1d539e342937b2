"""特困 on the case page: the three tests one by one with their articles, self-care and support mode."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from doudi.cases.models import Case
from doudi.households.models import Member
from doudi.households.queries import HouseholdView
from doudi.law.clauses import MCA_2021_43
from doudi.law.codes import DISABILITIES, SELF_CARE, SELF_CARE_LEVELS, SUPPORT_MODES
from doudi.law.days import full_years
from doudi.ui.parts import Tag
from doudi.verification.models import SelfCareAssessment

HARDSHIP = "extreme_hardship_support"
OLD, YOUNG = 60, 16  # years (43号 第五条)
# Which reasons of an answer fail which of the three conditions of art. 4.
ABILITY = frozenset({"able_to_work"})
LIVING = frozenset({
    "own_income_not_below_standard", "deposit_over_limit", "vehicle_over_limit", "house_over_limit", "shop_over_limit",
    "business_over_limit",
})  # fmt: skip
OBLIGORS = frozenset({"obligor_able"})


@dataclass(frozen=True)
class Test:
    """One condition: its title, whether it is met, why, and the article."""

    title: str
    tag: Tag
    why: str
    clause: str


@dataclass(frozen=True)
class Care:
    """Self-care in words."""

    level: str
    unable: str
    support: str
    who: str
    assessed: str


def tests_of(case: Case, answer: dict[str, Any], family: HouseholdView, on: date) -> list[Test]:
    """The three tests of an answer of a day, with what each rests on; none for the allowance, or where a parameter is
    missing."""
    if case.programme != HARDSHIP or answer["outcome"] == "must_set":
        return []
    rows = (
        (_("无劳动能力"), ABILITY, _because(case.applicant, on), 5),
        (_("无生活来源"), LIVING, _("本人月收入 %s 元，低于低保标准，财产符合规定") % answer["income_per_head"], 6),
        (_("无法定义务人，或义务人无履行义务能力"), OBLIGORS, _owing(case, family), 8),
    )
    return [_test(answer, *row) for row in rows]


def _because(person: Member, on: date) -> str:
    """Which of the cases of art. 5 it is."""
    age = full_years(person.born, on)
    if age >= OLD or age < YOUNG:
        return _("%d 周岁") % age + (_("，年满 60 周岁") if age >= OLD else _("，未满 16 周岁"))
    if person.disability_kind:
        return _("%(kind)s %(grade)d 级") % {
            "kind": DISABILITIES[person.disability_kind], "grade": person.disability_grade or 0,
        }  # fmt: skip
    return _("符合第五条所列情形")


def _owing(case: Case, family: HouseholdView) -> str:
    """Those who owe the applicant support, by name: nobody, or nobody who is able to."""
    names = [one.name for one in family.obligors if case.applicant.name in one.of]
    return _("%s无履行义务能力") % "、".join(names) if names else _("没有登记法定义务人")


def _test(answer: dict[str, Any], title: str, codes: frozenset[str], met: str, article: int) -> Test:
    against = [reason["text"] for reason in answer["reasons"] if reason["code"] in codes]
    tag = Tag(_("不符合"), "late") if against else Tag(_("符合"), "settled")
    return Test(title, tag, "；".join(against) or met, MCA_2021_43.article(article))


def care_of(case: Case) -> Care | None:
    """The last assessment of self-care; None before there is one, without a statement for the allowance."""
    if case.programme != HARDSHIP:
        return None
    found = SelfCareAssessment.objects.filter(case=case).order_by("-pk").first()
    if found is None:
        return None
    carer = f"{found.carer}（{found.carer_relation}）" if found.carer_relation else found.carer
    return Care(
        SELF_CARE_LEVELS[found.level], "、".join(SELF_CARE[act].removeprefix("自主") for act in found.unable_to),
        SUPPORT_MODES[found.support], found.institution or carer, f"{found.assessors}，{found.assessed_on:%Y-%m-%d}",
    )  # fmt: skip
