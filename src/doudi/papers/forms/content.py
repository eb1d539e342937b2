"""What the forms say: one frozen dataclass a form, all in words; made without values it is the blank form."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from doudi.law.codes import SELF_CARE
from doudi.law.papers import PaperKind
from doudi.papers import plain
from doudi.papers.content import Programme

BLANK_DAY = "　　　年　　月　　日"
YES_NO = "□是　□否"
HAS = "□有　□没有"
Row = TypeVar("Row")


def ticked(options: Mapping[str, str], chosen: str | None) -> str:
    """A row of boxes, the chosen one filled: ■是　□否."""
    return "　".join(f"{'■' if code == chosen else '□'}{word}" for code, word in options.items())


def padded(rows: Sequence[Row], blank: Row, least: int) -> tuple[Row, ...]:
    """The rows, with blank ones after them up to the least number."""
    return (*rows, *[blank] * max(0, least - len(rows)))


def _words(value: Any) -> Any:
    """Plain values; a text keeps its wide spaces, which are room to write, and nothing that breaks or turns a line."""
    match value:
        case StrEnum():
            return value.value
        case str():
            return _spaced(value)
        case dict():
            return {key: _words(each) for key, each in value.items()}
        case tuple():
            return [_words(each) for each in value]
    return value


def _spaced(text: str) -> str:
    return "　".join(plain.one_line(part) if part else "" for part in text.split("　"))


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person of the family in a list."""

    name: str = ""
    relation: str = ""
    sex: str = ""
    age: str = ""
    id_number: str = ""
    hukou: str = ""
    health: str = ""
    work: str = ""
    income: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountRow:
    """One income, spending or piece of property: whose, what, how much, with what to note."""

    who: str = ""
    item: str = ""
    has: str = HAS
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ObligorRow:
    """One person who owes support."""

    name: str = ""
    relation: str = ""
    of: str = ""
    id_number: str = ""
    age: str = ""
    members: str = ""
    income: str = ""
    status: str = ""
    fee: str = ""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """One person who consents; `guardian` says where somebody else must sign for them."""

    name: str = ""
    relation: str = ""
    id_number: str = ""
    guardian: str = "本人不能签名的，由监护人代签"


@dataclass(frozen=True, kw_only=True)
class SelfCareRow:
    """One of the six things a person does alone or not."""

    item: str
    able: str = "□能　□不能"
    note: str = ""


def self_care_rows() -> tuple[SelfCareRow, ...]:
    """The six items, unanswered (民发〔2021〕43号 第二十二条)."""
    return tuple(SelfCareRow(item=word) for word in SELF_CARE.values())


@dataclass(frozen=True, kw_only=True)
class FormContent:
    """What every form says: the programme, the office that it is handed to, the case where there is one."""

    kind: ClassVar[PaperKind]
    name: ClassVar[str]

    programme: Programme = Programme.SUBSISTENCE_ALLOWANCE
    office: str = "＿＿＿＿＿＿＿＿＿＿"
    village: str = ""
    case_number: str = ""

    @property
    def title(self) -> str:
        """The form's title as printed."""
        return self.name.replace("{}", self.programme.words)

    @property
    def hardship(self) -> bool:
        """Whether it is one of 特困."""
        return self.programme is Programme.EXTREME_HARDSHIP_SUPPORT

    def as_data(self) -> dict[str, Any]:
        """Plain values, as a layout and a .docx template name them."""
        return {
            **_words(asdict(self)), "title": self.title, "hardship": self.hardship,
            "allowance": not self.hardship, "scheme": self.programme.words, "method": self.programme.method,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ApplicationForm(FormContent):
    """申请书 (民发〔2021〕57号 第九条; 民发〔2021〕43号 第十条)."""

    kind: ClassVar[PaperKind] = PaperKind.APPLICATION
    name: ClassVar[str] = "{}申请书"

    apply_as: str = "□最低生活保障　□单人户（单人保）　□特困人员救助供养"
    applicant: str = ""
    sex: str = ""
    id_number: str = ""
    phone: str = ""
    hukou: str = "□城镇　□农村"
    registered: str = ""
    living: str = ""
    members: tuple[PersonRow, ...] = (PersonRow(),) * 6
    reason: str = ""
    agent: str = ""
    agent_id: str = ""
    agent_relation: str = ""
    owner: str = ""
    bank: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class PromiseForm(FormContent):
    """诚信承诺及核对授权书 (民发〔2021〕57号 第九条): a page for each person who must sign."""

    kind: ClassVar[PaperKind] = PaperKind.PROMISE_AND_CONSENT
    name: ClassVar[str] = "诚信承诺及核对授权书"

    representative: str = ""
    people: tuple[Signer, ...] = (Signer(),)


@dataclass(frozen=True, kw_only=True)
class MandateForm(FormContent):
    """委托书 (民发〔2021〕57号 第六条): an applicant has somebody else bring the request."""

    kind: ClassVar[PaperKind] = PaperKind.MANDATE
    name: ClassVar[str] = "社会救助申请委托书"

    applicant: str = ""
    id_number: str = ""
    phone: str = ""
    living: str = ""
    agent: str = ""
    agent_relation: str = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawalForm(FormContent):
    """撤回申请书: an applicant takes the request back, in writing, and may ask again."""

    kind: ClassVar[PaperKind] = PaperKind.WITHDRAWAL
    name: ClassVar[str] = "撤回申请书"

    applicant: str = ""
    id_number: str = ""
    accepted: str = BLANK_DAY


@dataclass(frozen=True, kw_only=True)
class ObligorForm(FormContent):
    """法定义务人核对授权书 (民发〔2021〕43号 第十条): a page for each obligor."""

    kind: ClassVar[PaperKind] = PaperKind.OBLIGOR_CONSENT
    name: ClassVar[str] = "法定义务人核对授权书"

    applicant: str = ""
    people: tuple[ObligorRow, ...] = (ObligorRow(),)


# Each line of the declaration with the items of a family that stand for it.
DECLARED: Mapping[str, frozenset[str]] = {
    "承包地、林地": frozenset(),
    "养老金、离退休金": frozenset({"income:pension", "income:central_basic_pension"}),
    "失业保险金": frozenset({"income:unemployment_benefit"}),
    "打零工、务工收入": frozenset({"income:wage"}),
    "经营收入": frozenset({"income:business"}),
    "出租、流转、利息、红利收入": frozenset(
        {"income:rent", "income:land_sublet", "income:interest", "income:dividend"}
    ),
    "赡养费、抚养费、扶养费收入": frozenset({"income:support_received", "income:maintenance_received"}),
    "其他收入": frozenset(
        {"income:gift", "income:compensation", "income:other", "income:government_aid", "income:scholarship"}
        | {"income:merit_pension", "income:family_planning_award", "income:bravery_award"}
        | {"income:old_age_allowance", "income:medical_insurance_benefit"}
    ),
    "现金": frozenset({"asset:cash"}),
    "银行存款（写明银行）": frozenset({"asset:deposit"}),
    "股票、基金、债券等有价证券": frozenset({"asset:security", "asset:fund"}),
    "商业保险（写明险种）": frozenset({"asset:insurance"}),
    "借给别人的钱、互联网金融资产": frozenset({"asset:claim", "asset:internet_finance"}),
    "房屋（写明面积、处数）": frozenset({"asset:house"}),
    "机动车辆（写明车牌、用途）": frozenset({"asset:vehicle"}),
    "商铺、市场主体登记": frozenset({"asset:shop", "asset:business_registration"}),
}


@dataclass(frozen=True, kw_only=True)
class DeclarationForm(FormContent):
    """家庭经济财产声明 (民发〔2021〕57号 第九条): each kind yes or no, with its amount."""

    kind: ClassVar[PaperKind] = PaperKind.DECLARATION
    name: ClassVar[str] = "家庭经济财产声明"

    applicant: str = ""
    id_number: str = ""
    members: str = ""
    rows: tuple[AmountRow, ...] = tuple(AmountRow(item=item) for item in DECLARED)


@dataclass(frozen=True, kw_only=True)
class RelativeForm(FormContent):
    """近亲属备案表 (民发〔2021〕57号 第十一条): an officer's close relative who applies or receives."""

    kind: ClassVar[PaperKind] = PaperKind.RELATIVE_FILING
    name: ClassVar[str] = "近亲属备案表"

    officer: str = ""
    officer_id: str = ""
    unit: str = ""
    post: str = ""
    officer_phone: str = ""
    recipient: str = ""
    recipient_id: str = ""
    relation: str = ""
    registered: str = ""
    living: str = ""
    members: str = ""
    scheme_words: str = "□低保　□特困"
    amount: str = ""
    start: str = ""
    survey: str = ""
    opinion: str = ""
    records: tuple[AmountRow, ...] = (AmountRow(has=""),) * 4


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One household in the month's list, numbers masked, sums as printed."""

    place: str = ""
    name: str = ""
    id_masked: str = ""
    members: str = ""
    base: str = ""
    supplement: str = ""
    care: str = ""
    total: str = ""
    owner: str = ""
    bank: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentListForm(FormContent):
    """月发放表 (民发〔2021〕57号 第二十五条): who gets what in a month; totals as printed."""

    kind: ClassVar[PaperKind] = PaperKind.PAYMENT_LIST
    name: ClassVar[str] = "{}资金月发放表"

    month: str = "　　　年　　月"
    rows: tuple[PaymentRow, ...] = (PaymentRow(),) * 15
    households: str = ""
    persons: str = ""
    base: str = ""
    supplement: str = ""
    care: str = ""
    total: str = ""
    maker: str = ""
    checker: str = ""
    approver: str = ""
    on: str = BLANK_DAY


@dataclass(frozen=True, kw_only=True)
class DelegationForm(FormContent):
    """签批授权书 (城政办发〔2023〕29号 六（一）): a leader lets a deputy sign, from a day to a day."""

    kind: ClassVar[PaperKind] = PaperKind.DELEGATION
    name: ClassVar[str] = "社会救助审核确认签批授权书"

    leader: str = "＿＿＿＿＿＿"
    leader_post: str = "镇长（主任）"
    deputy: str = "＿＿＿＿＿＿"
    deputy_post: str = "＿＿＿＿＿＿"
    since: str = BLANK_DAY
    until: str = BLANK_DAY
    scope: str = "最低生活保障、特困人员救助供养的审核确认、不予确认"
    reason: str = ""
    on: str = BLANK_DAY
