"""What can be printed of a case: each form with its group, when it is wanted, and who fills it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.cases import forms_printed as family
from doudi.cases.form_source import Opened
from doudi.cases.models import Case, OnFile
from doudi.law.papers import PaperKind
from doudi.papers.content import Programme
from doudi.papers.forms.catalogue import FORMS
from doudi.papers.forms.content import FormContent
from doudi.verification import forms_printed as office


class Group(Enum):
    """Who fills a form in."""

    FAMILY = _("家里填写、签名")
    OFFICE = _("镇（街道）填写")


Filler = Callable[[Opened], FormContent]


@dataclass(frozen=True)
class Printable:
    """One form of a case: `signed` forms show ID numbers whole to those who may unmask; `prefill` is the blank one."""

    kind: PaperKind
    group: Group
    fill: Filler
    prefill: Filler
    signed: bool = False
    hardship: bool = False


def _bare(kind: PaperKind) -> Filler:
    """The blank form with the case's number and office on it."""

    def fill(opened: Opened) -> FormContent:
        return FORMS[kind](**opened.frame)

    return fill


BY_FAMILY, BY_OFFICE = Group.FAMILY, Group.OFFICE
_P = PaperKind
PRINTABLE: dict[PaperKind, Printable] = {
    row.kind: row
    for row in (
        Printable(_P.APPLICATION, BY_FAMILY, family.application, _bare(_P.APPLICATION), signed=True),
        Printable(_P.PROMISE_AND_CONSENT, BY_FAMILY, family.promise, _bare(_P.PROMISE_AND_CONSENT), signed=True),
        Printable(
            _P.OBLIGOR_CONSENT, BY_FAMILY, family.obligor_consent, _bare(_P.OBLIGOR_CONSENT), signed=True, hardship=True
        ),
        Printable(_P.DECLARATION, BY_FAMILY, family.declaration, _bare(_P.DECLARATION)),
        Printable(_P.MANDATE, BY_FAMILY, family.mandate, _bare(_P.MANDATE), signed=True),
        Printable(_P.WITHDRAWAL, BY_FAMILY, family.withdrawal, _bare(_P.WITHDRAWAL), signed=True),
        Printable(
            _P.SURVEY_FORM, BY_OFFICE, office.survey, lambda opened: office.survey(opened, blank=True)
        ),
        Printable(
            _P.SELF_CARE_FORM, BY_OFFICE, office.self_care, lambda opened: office.self_care(opened, blank=True),
            hardship=True,
        ),
        Printable(_P.APPRAISAL_RECORD, BY_OFFICE, family.appraisal, _bare(_P.APPRAISAL_RECORD)),
        Printable(_P.REVIEW_FORM, BY_OFFICE, office.review, _bare(_P.REVIEW_FORM)),
        Printable(_P.RELATIVE_FILING, BY_OFFICE, family.relative_filing, _bare(_P.RELATIVE_FILING), signed=True),
    )
}  # fmt: skip


@dataclass(frozen=True)
class PrintRow:
    """One line of the printing page: the form's name and its links."""

    title: str
    filled: str
    blank: str
    word: str
    blank_word: str


@dataclass(frozen=True)
class PrintGroup:
    """The forms of one group."""

    title: str
    rows: Sequence[PrintRow]


def issued_notices(case: Case, kinds: Collection[PaperKind]) -> list[OnFile]:
    """The papers of these kinds that were issued in the case, oldest first."""
    return list(OnFile.objects.filter(case=case, kind__in=kinds).exclude(paper_number="").order_by("pk"))


def wanted(opened: Opened) -> list[Printable]:
    """The forms that a case of this programme has use for."""
    return [
        each
        for each in PRINTABLE.values()
        if not each.hardship or opened.is_hardship or (each.kind == _P.OBLIGOR_CONSENT and opened.obligors)
    ]


def groups_of(opened: Opened) -> list[PrintGroup]:
    """The printing page of a case."""
    programme = opened.frame["programme"].words
    forms = wanted(opened)
    return [
        PrintGroup(str(group.value), [
            _row(each.kind.title_in(programme), reverse("desk:case-print", args=[opened.case.number, each.kind.value]))
            for each in forms if each.group == group
        ])
        for group in Group
    ]  # fmt: skip


def _row(title: str, url: str) -> PrintRow:
    return PrintRow(title, url, f"{url}?blank=1", f"{url}?word=1", f"{url}?blank=1&word=1")


def blank_rows(programme: str) -> list[PrintRow]:
    """Blank forms without a case; `programme` is its code."""
    words = Programme(programme).words
    urls = {kind: f"{reverse('desk:form', args=[kind.value])}?programme={programme}" for kind in FORMS}
    return [PrintRow(kind.title_in(words), "", url, "", f"{url}&word=1") for kind, url in urls.items()]
