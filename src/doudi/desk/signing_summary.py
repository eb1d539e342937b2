"""What a leader sees before signing: differences, checks, opinions, papers; and the queue beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.queries import relatives_among
from doudi.cases.models import Case, Opinion, StepTaken
from doudi.cases.queries import FileView, todos
from doudi.cases.standing import Position
from doudi.desk import casework
from doudi.desk.evidence_papers import basket
from doudi.desk.signing_opened import Reading
from doudi.households.models import Member
from doudi.households.queries import registered_elsewhere
from doudi.law.assess import PROPERTY_REASONS
from doudi.law.codes import PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.law.posts import Post
from doudi.ui.parts import Due
from doudi.ui.words import money


@dataclass(frozen=True)
class Waiting:
    """One case of the queue: whose, where, by when, what is proposed, and whether it was read long enough."""

    number: str
    head: str
    village: str
    due: Due | None
    proposal: str
    reading: Reading | None

    @property
    def is_read(self) -> bool:
        """Whether it may be ticked for signing several at once."""
        return self.reading is not None and self.reading.is_enough


@dataclass(frozen=True)
class Signed:
    """One case that this person decided today."""

    number: str
    head: str
    title: str
    at: datetime


def waiting(acting: Acting, read: Mapping[str, Reading]) -> list[Waiting]:
    """待我签批, the most urgent first. Five statements."""
    found = [todo for todo in todos(acting, posts={Post.LEADER}) if todo.step.signs]
    numbers = [todo.number for todo in found]
    proposals = {
        number: _proposal(outcome, total)
        for number, outcome, total in Opinion.objects.filter(case__number__in=numbers)
        .order_by("pk")
        .values_list("case__number", "outcome", "answer__amounts__total")
    }
    return [
        Waiting(
            todo.number, todo.head_name, todo.village, casework.due_of(todo.due, acting.on, todo.provisional),
            proposals.get(todo.number, ""), read.get(todo.number),
        )
        for todo in found
    ]  # fmt: skip


def _proposal(outcome: str, total: str) -> str:
    return _("拟同意 %s 元/月") % money(Decimal(total)) if outcome == "grant" else _("拟不予确认")


def signed_today(acting: Acting) -> list[Signed]:
    """What this person signed today, newest first. One statement."""
    rows = StepTaken.objects.filter(
        by_login=acting.login, on=acting.on, code__in=("confirm", "refuse", "return_to_survey")
    )
    titles = {"confirm": _("同意"), "refuse": _("不予确认"), "return_to_survey": _("退回")}
    return [
        Signed(row.case.number, row.case.head_name, titles[row.code], row.at)
        for row in rows.select_related("case").order_by("-at")[:20]
    ]


@dataclass(frozen=True)
class Check:
    """One thing that was checked, in a sentence; `warns` marks what must be looked at before signing."""

    text: str
    warns: bool = False


def checks(where: Position, acting: Acting, answer: Mapping[str, Any]) -> list[Check]:
    """程序核查: surveyors, consents and report, near relatives, property, registered elsewhere, sources that were silent."""
    case, known = where.case, basket(where.case)
    members = list(Member.objects.filter(household=case.household_id, until=None))
    indexes = [bytes(member.id_index) for member in members if member.id_index]
    found = [_surveyors(where, known.visit, acting)]
    if known.report:
        found.append(_report(known.report.valid_until, acting.on, len(members)))
    found += [_relatives(indexes), _property(answer), _elsewhere(case, indexes)]
    if known.silent:
        found.append(Check(_("核对无应答：%s。无应答不等于没有") % "、".join(known.silent), warns=True))
    return found


def _surveyors(where: Position, visit: Any, acting: Acting) -> Check:
    names = "、".join(visit.surveyor_names) if visit else _("无")
    mine = acting.login in where.standing.signers.get("survey", set())
    told = _("您是调查人，不能签批") if mine else _("您不是调查人")
    return Check(_("入户调查 %(names)s，%(told)s") % {"names": names, "told": told}, warns=mine or visit is None)


def _report(valid_until: date, on: date, people: int) -> Check:
    if valid_until < on:
        return Check(_("核对报告 %s 已过有效期") % f"{valid_until:%m-%d}", warns=True)
    return Check(_("授权 %(people)d 人，核对报告有效至 %(day)s") % {"people": people, "day": f"{valid_until:%m-%d}"})


def _relatives(indexes: Sequence[bytes]) -> Check:
    if names := relatives_among(indexes):
        return Check(_("近亲属比对：家中有 %s 登记的近亲属，须加一次入户") % "、".join(names), warns=True)
    return Check(_("近亲属比对：与登记的经办人员、村（社区）干部近亲属无命中"))


def _property(answer: Mapping[str, Any]) -> Check:
    over = [reason["text"] for reason in answer["reasons"] if reason["code"] in PROPERTY_REASONS.values()]
    if over:
        return Check(_("财产：%s") % "；".join(text.rstrip("。") for text in over), warns=True)
    sums = {line["name"]: line["value"] for line in answer["lines"]}
    if "counted_deposits" in sums and "deposit_limit_of_household" in sums:
        told = {"sum": money(sums["counted_deposits"]), "limit": money(sums["deposit_limit_of_household"])}
        return Check(_("财产：存款等 %(sum)s 元，限额 %(limit)s 元，符合") % told)
    return Check(_("财产：没有查到超出规定的"))


def _elsewhere(case: Case, indexes: Sequence[bytes]) -> Check:
    found = registered_elsewhere(indexes, household=case.household_id)
    if not found:
        return Check(_("重复享受比对：家中成员没有在别处登记"))
    places = "、".join(
        sorted(
            {f"{tree().get(each.town).name}{PROGRAMMES_SHORT.get(each.programme, each.programme)}" for each in found}
        )
    )
    return Check(_("重复享受比对：有成员登记在 %s") % places, warns=True)


@dataclass(frozen=True)
class Said:
    """One opinion given before: by whom, in which part, what, when."""

    part: str
    name: str
    text: str
    on: date


def opinions(view: FileView) -> list[Said]:
    """拟定意见、审核意见, in the order they were given."""
    found = []
    if view.opinion:
        proposal = _("拟") + view.opinion.get_outcome_display()
        found.append(Said(_("拟定意见"), view.opinion.by_name, f"{proposal}。{view.opinion.text}", view.opinion.on))
    review = next((step for step in reversed(view.steps) if step.code == "review"), None)
    return [*found, Said(_("审核意见"), review.by_name, review.note, review.on)] if review else found


def minutes(view: FileView) -> list[casework.PaperRow]:
    """一事一议 minutes on file, which a leader should have seen."""
    kinds = {paper.pk for paper in view.papers if paper.kind == PaperKind.CONFERENCE_MINUTES}
    return [row for row, paper in zip(casework.papers_of(view), view.papers, strict=True) if paper.pk in kinds]
