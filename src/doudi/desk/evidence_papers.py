"""The paper behind a cell of the comparison: which it is, who put it on file and when, and its scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.models import Officer
from doudi.cases.models import Case, OnFile
from doudi.households.codes import Source, word
from doudi.households.entries import ItemEntry
from doudi.households.queries import item_views
from doudi.households.queries.obligors import HOUSEHOLD_INCOME
from doudi.households.queries.views import details_words
from doudi.law.codes import PROGRAMMES
from doudi.law.papers import PaperKind
from doudi.papers.models import StoredFile
from doudi.ui.parts import Fact, Said
from doudi.verification.comparison import Row
from doudi.verification.models import CheckReport, CheckResult, HomeVisit

KINDS: Mapping[str, tuple[PaperKind, ...]] = {
    Source.DECLARED: (PaperKind.APPLICATION, PaperKind.DECLARATION),
    Source.CHECKED: (PaperKind.CHECK_REPORT,),
    Source.SURVEYED: (PaperKind.SURVEY_FORM,),
}
SHORT: Mapping[str, str] = {Source.DECLARED: "申请书", Source.CHECKED: "核对报告", Source.SURVEYED: "入户调查表"}
# Which source of the check report speaks of which kind of item (`SOURCES` of the report's form).
ASKED: Mapping[str, tuple[str, ...]] = {
    "income:wage": ("社保", "税务"), "income:business": ("市场主体登记", "税务"), "income:pension": ("社保",),
    "income:central_basic_pension": ("社保",), "income:unemployment_benefit": ("社保",), "income:rent": ("税务",),
    "income:interest": ("银行存款",), "income:dividend": ("证券", "税务"), "asset:deposit": ("银行存款",),
    "asset:security": ("证券",), "asset:fund": ("证券",), "asset:insurance": ("保险",), "asset:vehicle": ("车辆",),
    "asset:house": ("不动产",), "asset:shop": ("不动产",), "asset:business_registration": ("市场主体登记",),
    "spending:disability": ("残疾人登记",), "spending:social_insurance": ("社保",), "spending:tax": ("税务",),
}  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """One photo or PDF on file; a photo is shown in the page, a PDF opens beside."""

    key: UUID
    title: str
    is_photo: bool

    @property
    def url(self) -> str:
        """Where it is shown."""
        return reverse("desk:file-shown", args=[self.key])


@dataclass(frozen=True)
class Filed:
    """One paper on file: its name, who put it there and when."""

    title: str
    by: str
    on: date
    remark: str = ""


@dataclass(frozen=True)
class Spoken:
    """One amount as the paper has it, before it is made monthly and added up."""

    word: str
    details: Sequence[str]
    amount: Decimal
    per: str


@dataclass(frozen=True)
class Beside:
    """What opens beside a cell: the paper's facts, what it says of the item, where it lies, its scans."""

    title: str
    about: str
    said: Said
    facts: Sequence[Fact] = ()
    lines: Sequence[Spoken] = ()
    filed: Sequence[Filed] = ()
    scans: Sequence[Scan] = ()


@dataclass(frozen=True)
class Basket:
    """What the papers of a case say besides the amounts, read once for the whole page. Three statements."""

    visit: HomeVisit | None
    report: CheckReport | None
    results: Mapping[str, str] = field(default_factory=dict)

    @property
    def silent(self) -> list[str]:
        """Sources that were asked and didn't answer: no answer is not nothing."""
        return [asked for asked, result in self.results.items() if result == CheckResult.Result.NO_ANSWER]


def basket(case: Case) -> Basket:
    """The latest visit and report of a case, and what every source answered."""
    report = CheckReport.objects.filter(case=case).order_by("-pk").first()
    results = CheckResult.objects.filter(report=report).order_by("pk") if report else ()
    return Basket(
        HomeVisit.objects.filter(case=case).order_by("-pk").first(), report, {row.asked: row.result for row in results}
    )


def said_by(row: Row, source: str, known: Basket) -> Said:
    """A cell: the amount with its paper; without an amount what the paper says instead, never 0."""
    amount = {Source.DECLARED: row.declared, Source.CHECKED: row.checked, Source.SURVEYED: row.surveyed}[Source(source)]
    if amount is not None:
        return Said(row.shown(source, amount), " · ".join(filter(None, [row.besides(source), SHORT[source]])))
    if source == Source.DECLARED:
        return Said(None, _("未自报"))
    if source == Source.SURVEYED:
        return Said(None, _("调查表未写") if known.visit else _("还没入户"))
    return _unsaid_by_report(row, known)


def _unsaid_by_report(row: Row, known: Basket) -> Said:
    if known.report is None:
        return Said(None, _("还没核对"))
    # The report's table of answers speaks of the family; of somebody else it says what it lists.
    asked = () if row.of_obligor else ASKED.get(f"{row.slot[1]}:{row.slot[2]}", ())
    answers = {known.results.get(each) for each in asked} - {None}
    if CheckResult.Result.NO_ANSWER in answers:
        return Said(None, "、".join(each for each in asked if each in known.silent), answered=False)
    if answers == {CheckResult.Result.NONE}:
        return Said(None, _("无记录"))
    return Said(None, _("报告未列"))


def beside(case: Case, row: Row, source: str, known: Basket) -> Beside:
    """The paper of a cell with its scans. Four statements."""
    papers = list(
        OnFile.objects.filter(case=case, kind__in=KINDS[source]).select_related("member").order_by("kind", "pk")
    )
    names = dict(Officer.objects.filter(login__in={paper.by_login for paper in papers}).values_list("login", "name"))
    return Beside(
        title=SHORT[source], about=f"{row.word}（{row.who}）", said=said_by(row, source, known),
        lines=_lines(case, row, source),
        facts=_facts(source, known), scans=_scans(papers),
        filed=[
            Filed(PaperKind(paper.kind).title_in(PROGRAMMES[case.programme]), names.get(paper.by_login, paper.by_login), paper.on, paper.remark)
            for paper in _one_a_kind(papers)
        ],
    )  # fmt: skip


def _lines(case: Case, row: Row, source: str) -> list[Spoken]:
    """The amounts that a cell is the sum of."""
    if row.of_obligor:
        told = row.told.get(source, ())
        return [Spoken(_word(row, each), details_words(each.details), each.amount, each.per) for each in told]
    return [
        Spoken(item.word, details_words(item.details), item.amount, item.per)
        for item in item_views(household=case.household, case_number=case.number)
        if item.source == source and (item.member, item.sort, item.kind) == row.slot
    ]


def _word(row: Row, entry: ItemEntry) -> str:
    return row.word if entry.kind == HOUSEHOLD_INCOME else word(entry.sort, entry.kind)


def _one_a_kind(papers: Sequence[OnFile]) -> list[OnFile]:
    """Several photos of one paper are one paper."""
    return list({(paper.kind, paper.member_id, paper.on, paper.by_login): paper for paper in papers}.values())


def _scans(papers: Sequence[OnFile]) -> list[Scan]:
    keys = {paper.file_key: paper.get_kind_display() for paper in papers if paper.file_key}
    kinds = dict(StoredFile.objects.filter(key__in=keys).values_list("key", "media_type")) if keys else {}
    return [
        Scan(key, title, kinds[key] == "image/jpeg") for key, title in keys.items() if key is not None and key in kinds
    ]


def _facts(source: str, known: Basket) -> list[Fact]:
    if source == Source.CHECKED and known.report:
        report = known.report
        told = [Fact(_("编号"), report.number), Fact(_("数据日期"), report.queried_on.isoformat()),
                Fact(_("有效至"), report.valid_until.isoformat())]  # fmt: skip
        return [*told, Fact(_("说明"), report.summary)] if report.summary else told
    if source == Source.SURVEYED and known.visit:
        visit = known.visit
        pairs = (
            (_("入户"), f"{visit.visited_on.isoformat()} {visit.place}"),
            (_("调查人"), "、".join(visit.surveyor_names)),
            (_("被访人"), f"{visit.respondent}（{visit.respondent_relation}）"),
            (_("住房"), visit.housing), (_("承包地"), visit.land), (_("结论"), visit.conclusion),
        )  # fmt: skip
        return [Fact(label, value) for label, value in pairs if value]
    return []
