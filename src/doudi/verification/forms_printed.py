"""What the forms of survey, self-care and review say, filled from visit, report, adoption, opinions and decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from doudi.cases import notices
from doudi.cases.form_source import SOURCES, Opened, amount_row, day, money, month
from doudi.cases.models import Decision, Objection, Opinion, Outcome, Publicity, StepTaken
from doudi.households.codes import Sort, Source
from doudi.households.queries import chosen
from doudi.households.queries.obligors import HOUSEHOLD_INCOME
from doudi.law import codes
from doudi.papers.content import WorkingLine
from doudi.papers.forms.content import AmountRow, ObligorRow, PersonRow, SelfCareRow, padded, ticked
from doudi.papers.forms.findings import ReviewForm, Said, SelfCareForm, SurveyForm, WorkRow
from doudi.papers.rendering import bases
from doudi.verification.actions import answer_today
from doudi.verification.comparison import Row, compare, compare_obligors
from doudi.verification.models import CheckReport, CheckResult, HomeVisit, SelfCareAssessment

ABLE = {"yes": "能", "no": "不能"}
MODES = {"home": "分散供养", "institution": "集中供养"}
LEVELS = {
    "full": "全自理（0 项不能）", "partial": "半护理（1 至 3 项）", "none": "全护理（4 至 6 项）",
}  # fmt: skip


def survey(opened: Opened, *, blank: bool = False) -> SurveyForm:
    """入户调查表: `blank` to take along, with the family's rows; else filled from the last home visit."""
    found = None if blank else HomeVisit.objects.filter(case=opened.case).order_by("-pk").first()
    household = SurveyForm(
        **opened.frame, head=opened.case.head_name, address=opened.address,
        members=padded([opened.person(one, "" if blank else Source.SURVEYED) for one in opened.members], PersonRow(), 5),
        obligors=padded([opened.obligor(row, as_declared=True) for row in opened.obligors], ObligorRow(), 3),
    )  # fmt: skip
    return household if found is None else _visited(opened, household, found)


def _visited(opened: Opened, blank: SurveyForm, visit: HomeVisit) -> SurveyForm:
    filler, of_obligors = AmountRow(has=""), compare_obligors(opened.case)
    assets = [*opened.amounts(Sort.ASSET, Source.SURVEYED), *_seen_of_obligors(of_obligors)]
    return SurveyForm(
        **opened.frame, head=blank.head, address=blank.address, members=blank.members,
        obligors=padded(_obligors_seen(opened, of_obligors), ObligorRow(), 3),
        visited_on=day(visit.visited_on), place=visit.place, surveyors="、".join(visit.surveyor_names),
        assistants=visit.assistants, respondent=visit.respondent, respondent_relation=visit.respondent_relation,
        incomes=padded(opened.amounts(Sort.INCOME, Source.SURVEYED), filler, 3),
        assets=padded(assets, filler, 3),
        spending=padded(opened.amounts(Sort.SPENDING, Source.SURVEYED), filler, 2),
        land=visit.land or SurveyForm.land, housing=visit.housing or SurveyForm.housing, living=visit.living,
        close_relative=opened.close_relative, conclusion=visit.conclusion, **_care(opened),
    )  # fmt: skip


def _obligors_seen(opened: Opened, rows: Sequence[Row]) -> list[ObligorRow]:
    """Those who owe support with the income that the visit found, where it found one; else as they were told of."""
    seen = {row.slot[0]: row.surveyed for row in rows if row.slot[2] == HOUSEHOLD_INCOME}
    found = []
    for each in opened.obligors:
        income, row = seen.get(each.pk), opened.obligor(each, as_declared=True)
        found.append(row if income is None else replace(row, income=f"每月 {money(income)}"))
    return found


def _seen_of_obligors(rows: Sequence[Row]) -> list[AmountRow]:
    """What the visit found of their property, a line a kind."""
    return [
        AmountRow(
            who=row.who,
            item=row.word,
            has="",
            amount=_shown(row.shown(Source.SURVEYED, row.surveyed)),
            note=row.besides(Source.SURVEYED),
        )
        for row in rows
        if row.slot[1] == Sort.ASSET and row.surveyed is not None
    ]


def _shown(amount: Decimal | str | None, besides: str = "") -> str:
    """An amount as forms print it, homes without a price by their number; with the use or area that goes with it."""
    words = money(amount) if isinstance(amount, Decimal) else str(amount)
    return "，".join(filter(None, [words, besides]))


def _care(opened: Opened) -> dict[str, Any]:
    """The fields of 特困 as far as they are on record."""
    if not opened.is_hardship:
        return {}
    found = assessed(opened)
    answered = answers_of(found)
    return {
        "self_care": _self_care(answered), "self_care_level": ticked(codes.SELF_CARE_LEVELS, _level(answered)),
        **(_chosen(found) | _assessors(found) if found else {"support_mode": ticked(MODES, None)}),
    }  # fmt: skip


def _chosen(found: SelfCareAssessment) -> dict[str, str]:
    """The mode of support with its institution, who cares, and how the person is."""
    where = f"（{found.institution}）" if found.institution else ""
    whose = f"（{found.carer_relation}）" if found.carer_relation else ""
    return {
        "support_mode": ticked(MODES, found.support) + where,
        "carer": f"{found.carer}{whose}",
        "health": found.health,
    }


def _assessors(found: SelfCareAssessment | None) -> dict[str, str]:
    """Who assessed self-care, and when; nothing before anybody did."""
    return {"assessor": found.assessors, "assessed_on": day(found.assessed_on)} if found else {}


def self_care(opened: Opened, *, blank: bool = False) -> SelfCareForm:
    """生活自理能力评估表: the person filled in; the six answers where they are on record."""
    head = opened.case.applicant
    row = opened.person(head, Source.DECLARED)
    found = None if blank else assessed(opened)
    answered = answers_of(found)
    failed = list(answered.values()).count(False) if answered else None
    return SelfCareForm(
        **opened.frame, person=row.name, sex=row.sex, age=row.age, id_number=row.id_number, living=opened.address,
        items=_self_care(answered), failed=SelfCareForm.failed if failed is None else str(failed),
        level=ticked(LEVELS, _level(answered)), **_assessors(found),
    )  # fmt: skip


def assessed(opened: Opened) -> SelfCareAssessment | None:
    """The last assessment of self-care; None before there is one."""
    return SelfCareAssessment.objects.filter(case=opened.case).order_by("-pk").first()


def answers_of(found: SelfCareAssessment | None) -> dict[str, bool] | None:
    """Which of the six acts the person can do alone."""
    return {act: act not in found.unable_to for act in codes.SELF_CARE} if found else None


def _self_care(answered: Mapping[str, bool] | None) -> tuple[SelfCareRow, ...]:
    said = answered or {}
    return tuple(
        SelfCareRow(item=word, able=ticked(ABLE, {True: "yes", False: "no"}.get(said.get(code))))  # type: ignore[arg-type]
        for code, word in codes.SELF_CARE.items()
    )


def _level(answered: Mapping[str, bool] | None) -> str | None:
    """The level that the answers give (43号 第二十二条); None where there are none."""
    if not answered:
        return None
    failed = list(answered.values()).count(False)
    return "full" if failed == 0 else "partial" if failed <= 3 else "none"


def review(opened: Opened) -> ReviewForm:
    """审核确认表: everything the decision rests on, as far as the case has come."""
    return Reviewed(opened).form()


class Reviewed:
    """The rows of a case that the review form tells."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.case = opened.case

    @cached_property
    def decision(self) -> Decision | None:
        """The last decision."""
        return Decision.objects.filter(case=self.case).order_by("-seq").first()

    @cached_property
    def opinion(self) -> Opinion | None:
        """The last proposed opinion."""
        return Opinion.objects.filter(case=self.case).order_by("-pk").first()

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The decided calculation; before a decision the one proposed, before that today's."""
        signed = self.decision or self.opinion
        return signed.answer if signed else answer_today(self.case, self.opened.on)

    def form(self) -> ReviewForm:
        """The whole form."""
        opened, case = self.opened, self.case
        return ReviewForm(
            **opened.frame, **self._sums(), **self._signed(), applicant=case.applicant.name,
            id_number=opened.identity(case.applicant.id_number), phone=opened.phone(), hukou=opened.hukou,
            address=opened.address, apply_as=ticked(
                {"household": "家庭", "single": "单人户（单人保）", "hardship": "特困"},
                "hardship" if opened.is_hardship else "household",
            ),
            applied_on=day(case.registered_on), accepted_on=day(case.accepted_on) if case.accepted_on else "",
            members=padded([opened.person(one, Source.DECLARED) for one in opened.members], PersonRow(), 4),
            obligors="；".join(self._obligors()) or "没有登记", survey=self._survey(), check=self._check(),
            adoptions=self._adoptions(), property=self._property(), publicity=self._publicity(),
            close_relative=opened.close_relative,
        )  # fmt: skip

    def _obligors(self) -> list[str]:
        rows = [self.opened.obligor(row) for row in self.opened.obligors]
        return [f"{row.name}（{'，'.join(filter(None, _of_obligor(row)))}）" for row in rows]

    def _survey(self) -> str:
        visit = HomeVisit.objects.filter(case=self.case).order_by("-pk").first()
        if visit is None:
            return ""
        who = "、".join(visit.surveyor_names)
        return f"{day(visit.visited_on)}入户，调查人{who}，被访人{visit.respondent}。{visit.conclusion}"

    def _check(self) -> str:
        report = CheckReport.objects.filter(case=self.case).order_by("-pk").first()
        if report is None:
            return ""
        said: dict[str, list[str]] = {}
        for result in CheckResult.objects.filter(report=report).order_by("pk"):
            said.setdefault(result.result, []).append(result.asked)
        words = [f"{CheckResult.Result(code).label}：{'、'.join(asked)}" for code, asked in said.items()]
        until = f"数据日期{day(report.queried_on)}，有效至{day(report.valid_until)}"
        return f"报告编号 {report.number}，{until}。{'；'.join(words)}。{report.summary}"

    def _adoptions(self) -> str:
        found = [row for row in compare(self.case) if row.taken]
        return "；".join(
            f"{row.who}{row.word}采信{SOURCES[row.taken.source]} {_shown(row.taken_shown, row.taken_besides)}，{row.taken.reason}"
            for row in found
            if row.taken
        )

    def _property(self) -> str:
        assets = [item for item in chosen(self.opened.items, Source.ADOPTED) if item.sort == Sort.ASSET]
        rows = [amount_row(item) for item in assets]
        return "；".join(
            f"{row.item}{' ' + row.amount if row.amount else ''}{'（' + row.note + '）' if row.note else ''}"
            for row in rows
        )

    def _sums(self) -> dict[str, Any]:
        answer, lines = self.answer, self.answer["lines"]
        amounts = answer["amounts"]
        shown = {line["name"]: line for line in lines}
        working = notices.working({**answer, "outcome": ""})
        document, clauses = bases(working)
        per_head = answer["income_per_head"]
        return {
            "working": padded([_work(*each) for each in zip(working, clauses, strict=True)], WorkRow(), 6),
            "standard": _standard(shown),
            "per_head": money(Decimal(per_head)) if per_head is not None else "",
            "per_head_year": money(Decimal(per_head) * 12) if per_head is not None else "",
            "counted": f"{answer['members']} 人" if answer["members"] is not None else "",
            "base": money(Decimal(amounts["base"])), "supplement": money(Decimal(amounts["supplement"])),
            "care": money(Decimal(amounts.get("care", "0"))), "total": money(Decimal(amounts["total"])),
            "supplement_persons": _formula(shown.get("supplement")), "support": self._support(),
            "exemption": "；".join(_taken_off(working)),
            "legend": _legend(document, is_sample=any(line.sample for line in working)),
        }  # fmt: skip

    def _support(self) -> str:
        if not self.opened.is_hardship:
            return ""
        level = codes.SELF_CARE_LEVELS.get(self.answer.get("self_care") or "", "")
        found = assessed(self.opened)
        mode = codes.SUPPORT_MODES.get(found.support, "") if found else ""
        return "、".join(filter(None, [mode, level]))

    def _publicity(self) -> str:
        hung = Publicity.objects.filter(case=self.case)
        posted = hung.filter(kind="grant").order_by("-pk").first()
        if posted is None:
            return ""
        ending = hung.filter(kind="stop", pk__gt=posted.pk).order_by("pk").first()
        objections = [
            each for each in Objection.objects.filter(case=self.case).order_by("pk")
            if ending is None or each.received_on < ending.starts_on
        ]  # fmt: skip
        span = f"{day(posted.starts_on)}至{day(posted.ends_on)}公示"
        if not objections:
            ended = posted.ends_on < self.opened.on
            return f"{span}，{'期满没有异议' if ended else '公示中'}"
        told = "、".join(str(Objection.State(each.state).label) for each in objections)
        return f"{span}，收到异议 {len(objections)} 条（{told}）"

    def _signed(self) -> dict[str, Any]:
        opinion, decision = self.opinion, self.decision
        reviewed = StepTaken.objects.filter(case=self.case, code="review").order_by("-seq").first()
        found: dict[str, Any] = {}
        if opinion:
            text = f"拟{Outcome(opinion.outcome).label}。{opinion.text}"
            found["officer"] = Said(text=text, by=opinion.by_name, on=day(opinion.on))
        if reviewed:
            found["reviewer"] = Said(text=reviewed.note, by=reviewed.by_name, on=day(reviewed.on))
        if decision:
            found["leader"] = Said(text=_decided(decision), by=decision.by_name, on=day(decision.decided_on))
            found["start"] = month(decision.first_month) if decision.first_month else ""
        return found


def _of_obligor(row: ObligorRow) -> tuple[str, ...]:
    """What the test of article 8 and the support fee rest on."""
    members = f"{row.members} 口人" if row.members else ""
    income, fee = (
        f"{word}{text} 元" if text else "" for word, text in (("家庭收入", row.income), ("每月给付 ", row.fee))
    )
    return (row.relation, row.status, members, income, fee)


def _decided(decision: Decision) -> str:
    if decision.outcome == Outcome.GRANT:
        return f"同意，保障 {decision.members} 人，每月 {money(decision.total)} 元。{decision.reasons}"
    return f"不予确认。{decision.reasons}"


def _work(line: WorkingLine, clause: str) -> WorkRow:
    unit = "" if line.unit.startswith("元") else f" {line.unit}"
    mark = " ※" if line.sample else ""
    return WorkRow(label=line.label, formula=line.formula, figure=f"{line.figure}{unit}", clause=f"{clause}{mark}")


def _legend(document: str, *, is_sample: bool) -> str:
    said = f"表中第几条指{document}。" if document else ""
    return f"{said}※ 示例参数（非官方）。" if is_sample else said


def _formula(line: Mapping[str, Any] | None) -> str:
    inputs = line["inputs"] if line else ""
    return inputs if isinstance(inputs, str) else "，".join(str(each) for each in inputs or ())


def _standard(shown: Mapping[str, Mapping[str, Any]]) -> str:
    """The standard of the allowance; for 特困, by which income is measured and living money is paid, both."""
    allowance, living = (
        shown[name]["value"] if name in shown else "" for name in ("allowance_standard", "living_money")
    )
    return f"低保 {allowance}，基本生活 {living}" if living else allowance


def _taken_off(lines: Sequence[WorkingLine]) -> list[str]:
    """Deductions that were made, as the calculation names them."""
    found = [line for line in lines if line.label.startswith("减：") and line.amount]
    return [f"{line.label.removeprefix('减：')} {money(abs(line.amount))}" for line in found]
