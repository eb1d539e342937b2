"""What the papers of a case's turns say: objection, termination, extension, transfer, reopening, end of support."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from doudi.law.papers import PaperKind
from doudi.papers.content import Appeal, Content, Period, PublicContent
from doudi.papers.plain import ContentError


class Addressee(StrEnum):
    """To whom the answer to an objection goes: each gets a paper of their own."""

    APPLICANT = "applicant"
    OBJECTOR = "objector"


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswer(Content):
    """异议处理结果告知书 (民发〔2021〕57号 第十九条): what was found and what follows.

    The one to the family holds no name of the objector; the one to the objector no part of the family's ID number.
    `stopping`: what hung in public was 拟终止救助供养 (43号 第二十六条).
    `ended`: that the case ended with the objection unanswered, in one clause; told to the objector alone, and nothing else.
    """

    kind: ClassVar[PaperKind] = PaperKind.OBJECTION_ANSWER
    name: ClassVar[str] = "{}公示异议处理结果告知书"

    addressee: Addressee
    objector: str
    received_on: date
    upheld: bool
    found: str
    follows: str
    stopping: bool = False
    ended: str = ""

    def __post_init__(self) -> None:
        if self.addressee is Addressee.APPLICANT and self.objector:
            raise ContentError(f"{self.kind}.objector: the family is never told who objected")
        if self.addressee is Addressee.OBJECTOR and self.applicant.id_masked:
            raise ContentError(f"{self.kind}.applicant: no part of the family's ID number goes to the objector")
        if self.ended and (self.found or self.addressee is Addressee.APPLICANT):
            raise ContentError(f"{self.kind}.ended: told to the objector, who learns nothing of what was found")

    @property
    def hides_case(self) -> bool:
        """The objector learns no number by which the family's case can be asked after."""
        return self.addressee is Addressee.OBJECTOR

    @property
    def receiver(self) -> str:
        """Who signs for it."""
        return self.applicant.name if self.addressee is Addressee.APPLICANT else self.objector


@dataclass(frozen=True, kw_only=True)
class TerminationNotice(Content):
    """终止办理告知书 (民发〔2021〕57号 第二十九条): why the handling ends without a decision on the merits."""

    kind: ClassVar[PaperKind] = PaperKind.TERMINATION_NOTICE
    name: ClassVar[str] = "{}申请终止办理告知书"

    applied_on: date
    ended_on: date
    cause: str
    clause: str
    appeal: Appeal


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(Content):
    """延长办理时限告知书 (民发〔2022〕83号 四（一）): why it takes longer, the new last day; `was_due` is None when unknown."""

    kind: ClassVar[PaperKind] = PaperKind.EXTENSION_NOTICE
    name: ClassVar[str] = "{}延长办理时限告知书"

    accepted_on: date
    was_due: date | None
    due_on: date
    reason: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class TransferNotice(Content):
    """移交办理告知书 (民发〔2021〕57号 第四条): which office goes on with the case, and why."""

    kind: ClassVar[PaperKind] = PaperKind.TRANSFER_NOTICE
    name: ClassVar[str] = "{}申请移交办理告知书"

    applied_on: date
    to_office: str
    reason: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class ReopeningNotice(Content):
    """重新审核告知书 (民发〔2021〕57号 第三十二条): why a decision is looked at again, and by when."""

    kind: ClassVar[PaperKind] = PaperKind.REOPENING_NOTICE
    name: ClassVar[str] = "{}重新审核告知书"

    cause: str
    due_on: date
    clause: str


@dataclass(frozen=True, kw_only=True)
class StopSheet(PublicContent):
    """拟终止救助供养公示单 (民发〔2021〕43号 第二十六条): hangs 7 days; only what may be public, so no cause."""

    kind: ClassVar[PaperKind] = PaperKind.STOP_SHEET
    name: ClassVar[str] = "拟终止{}公示单"

    county: str
    town: str
    village: str
    members: int
    period: Period
    complaint_phone: str


@dataclass(frozen=True, kw_only=True)
class StopNotice(Content):
    """终止救助供养告知书 (民发〔2021〕43号 第二十六条): why and from which month; a copy goes to the village committee.

    `last_month` is any day of the last month that is paid, None where none ever was. Of a person who `died` it is
    written to the relatives or the carer.
    """

    kind: ClassVar[PaperKind] = PaperKind.STOP_NOTICE
    name: ClassVar[str] = "终止{}告知书"

    decided_on: date
    cause: str
    clause: str
    last_month: date | None
    stopped_from: date
    committee: str
    appeal: Appeal
    signed_by: str
    died: bool = False

    @property
    def receiver(self) -> str:
        """Who signs for it."""
        return f"{self.applicant.name}的亲属、照料人" if self.died else self.applicant.name
