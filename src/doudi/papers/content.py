"""What each printed paper says: one frozen dataclass a kind, so that a caller cannot forget a field."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from doudi.law.papers import PaperKind
from doudi.papers import plain
from doudi.papers.plain import ContentError, UnmaskedNumber


class Programme(StrEnum):
    """救助类别: the code of a programme with its name on paper and its mark in a number."""

    SUBSISTENCE_ALLOWANCE = "subsistence_allowance"
    EXTREME_HARDSHIP_SUPPORT = "extreme_hardship_support"

    @property
    def words(self) -> str:
        """The programme's whole name."""
        return "最低生活保障" if self is Programme.SUBSISTENCE_ALLOWANCE else "特困人员救助供养"

    @property
    def method(self) -> str:
        """The national method that the programme rests on."""
        if self is Programme.SUBSISTENCE_ALLOWANCE:
            return "《最低生活保障审核确认办法》（民发〔2021〕57号）"
        return "《特困人员认定办法》（民发〔2021〕43号）"

    @property
    def mark(self) -> str:
        """Civil affairs and the programme in two characters, as in 北石店民低受〔2026〕1号."""
        return "民低" if self is Programme.SUBSISTENCE_ALLOWANCE else "民特"


class Area(StrEnum):
    """城乡: which standard applies."""

    URBAN = "urban"
    RURAL = "rural"

    @property
    def words(self) -> str:
        """The word before the programme's name."""
        return "城市" if self is Area.URBAN else "农村"


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """To whom a paper speaks. `id_masked` as `vault.masks.mask_id` writes it; empty on papers that hang in public."""

    name: str
    id_masked: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who answers: the officer's name, the telephone and the place (empty when the paper need not say it)."""

    officer: str
    phone: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person covered, with the relation to the head in words."""

    name: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class MissingItem:
    """One paper that is missing: why it is needed, how to get it, the clause that asks for it."""

    name: str
    why: str
    how: str
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class LateItem:
    """容缺受理: one paper that may follow after acceptance, with its day."""

    name: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Support:
    """供养: living and care money in yuan a month, the mode and the level in words, the institution if any."""

    living: Decimal
    care: Decimal
    mode: str
    self_care: str
    institution: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkingLine:
    """One line of the calculation. `sample` marks a value that rests on a 示例参数（非官方）, `total` a sum in bold."""

    label: str
    formula: str
    amount: Decimal
    clause: str
    unit: str = "元/月"
    sample: bool = False
    total: bool = False

    @property
    def figure(self) -> str:
        """The amount as printed: 1,222.50 and −80.00 for sums of money, else the bare number."""
        text = f"{plain.cents(self.amount):,}" if self.unit.startswith("元") else f"{self.amount.normalize():f}"
        return text.replace("-", "−")

    @property
    def shown_formula(self) -> str:
        """The formula, with the unit where it isn't that of the column (yuan a month)."""
        if self.unit == "元/月":
            return self.formula
        return f"{self.formula}（{self.unit}）" if self.formula else self.unit


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason of a refusal, a sentence without its full stop, with the clause."""

    text: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class EdgeOffer:
    """低保边缘: the line that the family is under (yuan a head a month) and what remains open to it."""

    line: Decimal
    open: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Period:
    """公示期: the day of posting and the last day, both included."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """Where a decision can be contested: the office for 行政复议 and the court for 行政诉讼."""

    review_office: str
    court: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """What every paper says: the programme, urban or rural, the case, to whom, and who answers.

    `name` is the title with {} where the programme's words stand.
    """

    kind: ClassVar[PaperKind]
    name: ClassVar[str]

    programme: Programme
    area: Area
    case_number: str
    applicant: Applicant
    contact: Contact

    @property
    def title(self) -> str:
        """The paper's title as printed."""
        return self.name.replace("{}", self.programme.words)

    @property
    def hides_case(self) -> bool:
        """Whether the case's number stays off the paper, since by it a case can be asked after."""
        return False

    @property
    def receiver(self) -> str:
        """Who signs the delivery slip."""
        return self.applicant.name

    def as_data(self) -> dict[str, Any]:
        """Plain values fit for JSON: days as ISO dates, amounts with two decimals. Errors: ContentError."""
        data: dict[str, Any] = plain.plain(asdict(self))
        if found := plain.unmasked(data):
            raise UnmaskedNumber(f"{self.kind}{found}: an ID number stands unmasked")
        return data


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(Content):
    """受理通知书 (民发〔2021〕57号 第十条): what was received, what may follow, and by when it will be decided.

    `limit` in working days, as `due_on` was counted; `survey_by` is the day by which the survey begins (低保) or is
    done (特困, 民发〔2021〕43号 第十三条). `promised` are papers that a written promise replaces (告知承诺).
    """

    kind: ClassVar[PaperKind] = PaperKind.ACCEPTANCE_NOTICE
    name: ClassVar[str] = "{}申请受理通知书"

    applied_on: date
    accepted_on: date
    due_on: date
    survey_by: date
    members: int
    received: tuple[str, ...]
    agent: str = ""
    provisional: bool = False
    lacking: tuple[LateItem, ...] = ()
    promised: tuple[str, ...] = ()
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class DeficiencyNotice(Content):
    """一次性告知书 (民发〔2021〕57号 第十条): everything that is missing, told once. `contact.place` is where to bring it."""

    kind: ClassVar[PaperKind] = PaperKind.DEFICIENCY_NOTICE
    name: ClassVar[str] = "{}申请一次性告知书"

    applied_on: date
    bring_by: date
    missing: tuple[MissingItem, ...]
    received: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.missing:
            raise ContentError(f"{self.kind}: missing must name at least one paper")


@dataclass(frozen=True, kw_only=True)
class PublicContent(Content):
    """A sheet that hangs in public: no part of an ID number and no case number on it. Errors: ContentError."""

    def __post_init__(self) -> None:
        if self.applicant.id_masked:
            raise ContentError(f"{self.kind}: no part of an ID number may hang in public")

    @property
    def hides_case(self) -> bool:
        """It hangs in public."""
        return True


@dataclass(frozen=True, kw_only=True)
class PublicitySheet(PublicContent):
    """公示单 (民发〔2021〕57号 第十九条): only what may hang in public. `decided` is the notice's own order (确认后公示)."""

    kind: ClassVar[PaperKind] = PaperKind.PUBLICITY_SHEET
    name: ClassVar[str] = "{}公示单"

    county: str
    town: str
    village: str
    members: int
    amount: Decimal
    close_relative: bool
    period: Period
    complaint_phone: str
    decided: bool = True


@dataclass(frozen=True, kw_only=True)
class GrantNotice(Content):
    """确认通知书 (民发〔2021〕57号 第二十一条): the decision, its working, the members, the rights of redress.

    `account` says in words where the money goes, the number masked. `first_month` is any day of that month.
    `support` is there for 特困 only.
    """

    kind: ClassVar[PaperKind] = PaperKind.GRANT_NOTICE
    name: ClassVar[str] = "{}确认通知书"

    accepted_on: date
    decided_on: date
    total: Decimal
    first_month: date
    lines: tuple[WorkingLine, ...]
    members: tuple[Member, ...]
    publicity: Period
    account: str
    appeal: Appeal
    signed_by: str
    support: Support | None = None


@dataclass(frozen=True, kw_only=True)
class RefusalNotice(Content):
    """不予确认通知书 (民发〔2021〕57号 第二十一条): the decision, why, what remains open, the rights of redress.

    `open` is what a family that is no edge household may still ask for (特困: 民发〔2021〕43号 第二十七条).
    """

    kind: ClassVar[PaperKind] = PaperKind.REFUSAL_NOTICE
    name: ClassVar[str] = "{}不予确认通知书"

    accepted_on: date
    decided_on: date
    reasons: tuple[Reason, ...]
    lines: tuple[WorkingLine, ...]
    members: tuple[Member, ...]
    edge: EdgeOffer | None
    appeal: Appeal
    signed_by: str
    open: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ContentError(f"{self.kind}: reasons must give at least one")
