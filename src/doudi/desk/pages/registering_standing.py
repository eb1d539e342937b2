"""申请登记: how far a draft has come, and what is still wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BaseFormSet
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.cases.drafts import open_cases_among
from doudi.desk.forms.registering import SECTIONS, Section, form_for
from doudi.desk.forms.registering_people import Around, filled
from doudi.desk.pages.registering_typed import Opened, Typed
from doudi.households.queries import registered_elsewhere
from doudi.ui.errors import AnyForm, Fault, gather
from doudi.ui.parts import Tag
from doudi.vault.index import blind_index

PROGRAMME_WORDS: Mapping[str, str] = {"subsistence_allowance": "低保", "extreme_hardship_support": "特困供养"}


@dataclass(frozen=True)
class Checked:
    """One section with its form and everything that is wrong with it; `begun` once somebody has saved it."""

    section: Section
    form: AnyForm
    begun: bool
    faults: Sequence[Fault]

    @property
    def is_done(self) -> bool:
        """Saved, and nothing wrong."""
        return self.begun and not self.faults

    @property
    def stops(self) -> bool:
        """Whether the registration can't be submitted because of it."""
        return bool(self.faults) or (not self.begun and not self.section.may_skip)

    @property
    def tag(self) -> Tag | None:
        """How it stands; done is plain text, so that colour marks only what still needs somebody."""
        if self.faults:
            return Tag(_("%d 处要改") % len(self.faults), "late")
        if self.begun:
            return None
        return Tag(_("可以跳过")) if self.section.may_skip else Tag(_("未填写"), "mine")


Standing = dict[str, Checked]


def standing(typed: Typed, now: Around) -> Standing:
    """All sections checked by their own rules; nothing is asked of the database."""
    return {section.code: _checked(section, typed, now) for section in SECTIONS}


def look_around(found: Standing, town: str) -> None:
    """Say at each member's ID number that they are on a programme, or in a case, already. Two statements."""
    family = found["family"]
    if not isinstance(family.form, BaseFormSet) or not family.begun:
        return
    lines = {index: form for form, index in _indexed(family.form)}
    here = open_cases_among(list(lines))
    for index, number in here.items():
        _flag(lines, index, _("这位的申请正在办理，案号 %s，不用再登记") % number)
    for elsewhere in registered_elsewhere([index for index in lines if index not in here]):
        where = _("本镇（街道）") if elsewhere.town == town else _("另一镇（街道）")
        what = PROGRAMME_WORDS.get(elsewhere.programme, _("社会救助"))
        told = _("这位已在%(where)s办理或享受%(what)s，不能重复申请") % {"where": where, "what": what}
        _flag(lines, elsewhere.id_index, told)
    found["family"] = Checked(family.section, family.form, family.begun, gather([family.form]))


def must_stand_aside(found: Standing, acting: Acting) -> bool:
    """Whether the officer, or a registered relative of theirs, is of this family (N5; 57号 第十一条)."""
    family = found["family"]
    return family.begun and related(acting.officer_id, [index for _form, index in _indexed(family.form)])


@dataclass(frozen=True)
class NavRow:
    """A section in the list of sections."""

    code: str
    number: int
    title: str
    about: str
    url: str
    tag: Tag | None
    is_done: bool
    here: bool = False


def nav(found: Standing, opened: Opened, here: str = "") -> list[NavRow]:
    """The sections as rows of links, each with how it stands."""
    return [
        NavRow(
            code, number, str(one.section.title), str(one.section.about),
            opened.url(code) + ("?check=1" if one.faults else ""), one.tag, one.is_done, code == here,
        )
        for number, (code, one) in enumerate(found.items(), start=1)
    ]  # fmt: skip


def _checked(section: Section, typed: Typed, now: Around) -> Checked:
    begun = section.code in typed.sections
    form = form_for(section.code, typed.data(section.code), now)
    faults = gather([form]) if begun and not form.is_valid() else []
    return Checked(section, form, begun, faults)


def _indexed(lines: AnyForm) -> list[tuple[AnyForm, bytes]]:
    if not isinstance(lines, BaseFormSet) or not lines.is_bound:
        return []
    lines.is_valid()
    numbers = [(form, form.cleaned_data.get("id_number")) for form in filled(lines)]
    return [(form, blind_index("id", number)) for form, number in numbers if number]


def _flag(lines: Mapping[bytes, AnyForm], index: bytes, sentence: str) -> None:
    lines[index].add_error("id_number", sentence)  # type: ignore[union-attr]
