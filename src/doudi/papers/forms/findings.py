"""What the forms of survey, assessment, appraisal and review say."""

from dataclasses import dataclass
from typing import ClassVar

from doudi.law.papers import PaperKind
from doudi.papers.forms.content import (
    BLANK_DAY,
    YES_NO,
    AmountRow,
    FormContent,
    ObligorRow,
    PersonRow,
    SelfCareRow,
    self_care_rows,
)


@dataclass(frozen=True, kw_only=True)
class SurveyForm(FormContent):
    """入户调查表 (民发〔2021〕57号 第十五、十六条); the second part for 特困 only (民发〔2021〕43号 第十三条)."""

    kind: ClassVar[PaperKind] = PaperKind.SURVEY_FORM
    name: ClassVar[str] = "{}入户调查表"

    head: str = ""
    address: str = ""
    visited_on: str = BLANK_DAY
    place: str = ""
    surveyors: str = ""
    assistants: str = ""
    respondent: str = ""
    respondent_relation: str = ""
    members: tuple[PersonRow, ...] = (PersonRow(),) * 5
    incomes: tuple[AmountRow, ...] = (AmountRow(has=""),) * 5
    land: str = "□自种　□转包他人　□没有；面积　　　　亩"
    housing: str = "□自有　□租住　□借住；面积　　　　平方米；结构　　　　　　"
    assets: tuple[AmountRow, ...] = (AmountRow(has=""),) * 5
    spending: tuple[AmountRow, ...] = (AmountRow(has=""),) * 3
    obligors: tuple[ObligorRow, ...] = (ObligorRow(),) * 3
    living: str = ""
    exemptions: str = ""
    close_relative: str = YES_NO
    photos: str = "□住房外观　□室内　□厨房　□其他　　共　　张"
    conclusion: str = ""
    support_mode: str = "□分散供养　□集中供养（机构：　　　　　　　　　　）"
    carer: str = ""
    health: str = ""
    daily_care: str = ""
    medical: str = ""
    self_care: tuple[SelfCareRow, ...] = self_care_rows()
    self_care_level: str = "□全自理　□半护理　□全护理"
    assessor: str = ""
    assessed_on: str = BLANK_DAY


@dataclass(frozen=True, kw_only=True)
class SelfCareForm(FormContent):
    """生活自理能力评估表 (民发〔2021〕43号 第二十条至第二十三条)."""

    kind: ClassVar[PaperKind] = PaperKind.SELF_CARE_FORM
    name: ClassVar[str] = "特困人员生活自理能力评估表"

    person: str = ""
    sex: str = ""
    age: str = ""
    id_number: str = ""
    living: str = ""
    occasion: str = "□初次评估　□情况变化后复评　□定期复评"
    items: tuple[SelfCareRow, ...] = self_care_rows()
    failed: str = "　　"
    level: str = "□全自理（0 项不能）　□半护理（1 至 3 项）　□全护理（4 至 6 项）"
    assessor: str = ""
    agency: str = ""
    assessed_on: str = BLANK_DAY


@dataclass(frozen=True, kw_only=True)
class Attendees:
    """One group of people at an appraisal."""

    group: str
    names: str = ""


GROUPS = ("镇（街道）工作人员", "村（社区）干部", "党员代表", "村（居）民代表", "熟悉情况的其他村（居）民")


@dataclass(frozen=True, kw_only=True)
class AppraisalForm(FormContent):
    """民主评议记录 (民发〔2021〕57号 第十九条): who was there, what was said, how they voted."""

    kind: ClassVar[PaperKind] = PaperKind.APPRAISAL_RECORD
    name: ClassVar[str] = "民主评议记录"

    applicant: str = ""
    held_at: str = "　　　年　　月　　日　　时"
    place: str = ""
    chair: str = ""
    recorder: str = ""
    attendees: tuple[Attendees, ...] = tuple(Attendees(group=group) for group in GROUPS)
    absentees: str = ""
    summary: str = ""
    discussion: str = ""
    votes_for: str = ""
    votes_against: str = ""
    abstained: str = ""
    conclusion: str = "□情况属实　□情况不属实"


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """One line of the calculation."""

    label: str = ""
    formula: str = ""
    figure: str = ""
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One opinion with who signed and when."""

    text: str = ""
    by: str = ""
    on: str = BLANK_DAY


@dataclass(frozen=True, kw_only=True)
class ReviewForm(FormContent):
    """审核确认表 (民发〔2021〕57号 第二十一条): all that the decision rests on, with opinions, signatures and seal."""

    kind: ClassVar[PaperKind] = PaperKind.REVIEW_FORM
    name: ClassVar[str] = "{}审核确认表"

    applicant: str = ""
    id_number: str = ""
    phone: str = ""
    hukou: str = "□城镇　□农村"
    address: str = ""
    apply_as: str = "□家庭　□单人户（单人保）　□特困"
    applied_on: str = BLANK_DAY
    accepted_on: str = BLANK_DAY
    members: tuple[PersonRow, ...] = (PersonRow(),) * 4
    obligors: str = ""
    survey: str = ""
    check: str = ""
    adoptions: str = ""
    working: tuple[WorkRow, ...] = (WorkRow(),) * 6
    standard: str = ""
    per_head: str = ""
    per_head_year: str = ""
    property: str = ""
    counted: str = ""
    base: str = ""
    supplement: str = ""
    supplement_persons: str = ""
    care: str = ""
    total: str = ""
    start: str = ""
    support: str = ""
    publicity: str = ""
    close_relative: str = YES_NO
    exemption: str = ""
    officer: Said = Said()
    reviewer: Said = Said()
    leader: Said = Said()
    legend: str = ""
