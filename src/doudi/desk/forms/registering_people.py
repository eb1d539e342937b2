"""申请登记, the family: its members as lines, and what the other sections know of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.households import codes
from doudi.households.entries import MemberEntry
from doudi.ui import forgive
from doudi.ui.fields import DayField, IdNumberField, LineField
from doudi.ui.forms import Form, Lines, lines_of

BY_AGE = [("", _("按年龄")), ("1", _("有")), ("0", _("没有"))]
INDEPENDENT = [("", _("按年龄")), ("1", _("能")), ("0", _("不能"))]
GRADES = [("", _("无")), *((str(grade), f"{grade} 级") for grade in range(1, 5))]
CLERGY_AWAY = codes.Absence.CLERGY_AWAY.value


PLEASE = _("请选择")


def chosen(*options: tuple[Any, Any], blank: Any = PLEASE) -> list[tuple[Any, Any]]:
    """Options of a list with nothing chosen first."""
    return [("", blank), *options]


@dataclass(frozen=True)
class Person:
    """A member as the other sections name them: `key` stays the same while the name is still being corrected."""

    key: str
    name: str


@dataclass(frozen=True)
class Around:
    """What a section must know of the others and of the day; `hardship_of` is the applicant's key where they ask for
    extreme-hardship support, so that their obligors' consents are asked for."""

    on: date
    villages: Sequence[tuple[str, str]]
    village: str
    people: Sequence[Person] = ()
    applicant: str = ""
    by_agent: bool = False
    agent: tuple[str, str] = ("", "")
    hardship_of: str = ""
    obligors: Sequence[Person] = ()
    received: Mapping[str, int] | None = None


class LineForm(Form):
    """One of several lines: it says something as soon as one answer differs from what an empty line shows."""

    def has_changed(self) -> bool:
        # A line that was emptied again is a line that isn't there; the key alone says nothing.
        return any(self[name].data not in (None, "", []) for name in self.changed_data if name != "key")

    def asked(self) -> list[forms.BoundField]:
        """The questions of the line, without the box that strikes it out."""
        return [one for one in self.visible_fields() if one.name != "DELETE"]

    def may_strike(self) -> bool:
        """Whether there is something to strike out."""
        return self.is_bound and self.has_changed()


class MemberForm(LineForm):
    """成员: one person of the family; birth date and sex are read from the ID number."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)
    name = LineField(label=_("姓名"), max_length=50)
    id_number = IdNumberField(label=_("身份证号码"))
    relation = forms.ChoiceField(label=_("与户主关系"), choices=chosen(*codes.Relation.choices))
    able_to_work = forms.ChoiceField(label=_("劳动能力"), choices=BY_AGE, required=False)
    study = forms.ChoiceField(label=_("就读"), choices=codes.Study.choices, initial=codes.Study.NONE)
    disability_kind = forms.ChoiceField(
        label=_("残疾类别"), choices=chosen(*codes.Disability.choices, blank=_("无")), required=False
    )
    disability_grade = forms.ChoiceField(label=_("残疾等级"), choices=GRADES, required=False)
    serious_illness = forms.BooleanField(label=_("患重病"), required=False)
    lives_apart = forms.BooleanField(label=_("不在一起生活"), required=False)
    is_applicant = forms.BooleanField(label=_("是申请人"), required=False)
    independent = forms.ChoiceField(label=_("能独立生活"), choices=INDEPENDENT, required=False)
    veteran = forms.BooleanField(label=_("退役军人"), required=False)
    absence = forms.ChoiceField(label=_("不在家的情形"), choices=codes.Absence.choices, initial=codes.Absence.NONE)
    absence_since = DayField(label=_("不在家自"), required=False, until_today=True)
    study_ends = DayField(label=_("预计毕业"), required=False, help_text=_("在读的填，到期前会提醒；如 2027-06-30"))
    card_ends = DayField(
        label=_("残疾人证有效期至"), required=False, help_text=_("照证填，到期前会提醒；如 2027-06-30")
    )

    SELDOM: tuple[str, ...] = ("study_ends", "card_ends", "independent", "veteran", "absence", "absence_since")

    def often(self) -> list[forms.BoundField]:
        """The questions that are always asked."""
        return [one for one in self.asked() if one.name not in self.SELDOM]

    def seldom(self) -> list[forms.BoundField]:
        """The questions that few people need, folded until one of them is answered."""
        return [self[name] for name in self.SELDOM]

    def unfolds(self) -> bool:
        """Whether a seldom question is answered, or answered wrongly."""
        return any(self[name].errors or self[name].value() not in ("", None, "none", False) for name in self.SELDOM)

    def told(self) -> str:
        """Sex, birth date and age, as the ID number says; empty until it is right."""
        number = readable(self["id_number"].value())
        if not number or not self.on:
            return ""
        born = forgive.born_on(number)
        return _t("%(sex)s · %(born)s 生 · %(age)d 岁") % {
            "sex": codes.Sex(sex_of(number)).label, "born": born.isoformat(), "age": age_on(born, self.on),
        }  # fmt: skip

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"]
        if number and self.on and forgive.born_on(number) > self.on:
            raise ValidationError(_t("证件号里的出生日期在今天之后"))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, grade = cleaned.get("disability_kind"), cleaned.get("disability_grade")
        if kind and not grade:
            self.add_error("disability_grade", _t("选了残疾类别，还没选等级"))
        if grade and not kind:
            self.add_error("disability_kind", _t("选了残疾等级，还没选类别"))
        self._dates_of_something(cleaned)
        if cleaned.get("absence") == CLERGY_AWAY and not cleaned.get("absence_since"):
            self.add_error("absence_since", _t("在宗教场所生活的，请填从哪天起"))
        return cleaned

    def _dates_of_something(self, cleaned: dict[str, Any]) -> None:
        """A last day needs that whose last day it is."""
        if cleaned.get("study_ends") and cleaned.get("study") == codes.Study.NONE:
            self.add_error("study_ends", _t("填了预计毕业的日子，还没选就读"))
        if cleaned.get("card_ends") and not cleaned.get("disability_kind"):
            self.add_error("card_ends", _t("填了残疾人证有效期，还没选残疾类别"))

    def entry(self, key: UUID) -> MemberEntry:
        """The person as the family's file keeps them."""
        cleaned = self.cleaned_data
        number = cleaned["id_number"]
        return MemberEntry(
            key=key, name=cleaned["name"], id_number=number, relation=cleaned["relation"],
            born=forgive.born_on(number), sex=sex_of(number), lives_with=not cleaned["lives_apart"],
            disability_kind=cleaned["disability_kind"], serious_illness=cleaned["serious_illness"],
            disability_grade=int(cleaned["disability_grade"]) if cleaned["disability_grade"] else None,
            study=cleaned["study"], able_to_work=_flag(cleaned["able_to_work"]),
            independent=_flag(cleaned["independent"]), absence=cleaned["absence"],
            absence_since=cleaned["absence_since"], veteran=cleaned["veteran"],
            study_ends=cleaned["study_ends"], card_ends=cleaned["card_ends"],
        )  # fmt: skip


class MemberLines(Lines):
    """家庭成员: everybody of the family, one of them the head, one the applicant."""

    noun = _("人")
    add_label = _("再加一人")

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if index == 0:
            form.fields["relation"].initial = codes.Relation.HEAD.value

    def clean(self) -> None:
        people = list(filled(self))
        if not people:
            self.forms[0].add_error("name", _t("还没有填家庭成员，请先填户主")) if self.forms else None
            return
        self._one_head(people)
        for form in [form for form in people if form.cleaned_data.get("is_applicant")][1:]:
            form.add_error("is_applicant", _t("申请人只能有一位"))
        self._nobody_twice(people)

    def _nobody_twice(self, people: Sequence[MemberForm]) -> None:
        seen: set[str] = set()
        for form in people:
            number = form.cleaned_data.get("id_number") or ""
            if number and number in seen:
                form.add_error("id_number", _t("这个身份证号码前面已经填过"))
            seen.add(number)

    def _one_head(self, people: Sequence[MemberForm]) -> None:
        heads = [form for form in people if form.cleaned_data.get("relation") == codes.Relation.HEAD]
        if not heads and all("relation" in form.cleaned_data for form in people):
            people[0].add_error("relation", _t("还没有户主，请把其中一位选成户主"))
        for form in heads[1:]:
            form.add_error("relation", _t("户主只能有一位"))


FamilyLines = lines_of(MemberForm, MemberLines, extra=3)


def filled(lines: Any) -> Iterator[Any]:
    """The lines of a bound formset that say something and aren't struck out."""
    for form in lines.forms:
        if form.has_changed() and not lines._should_delete_form(form):
            yield form


def applicant_of(people: Sequence[MemberForm]) -> MemberForm:
    """The ticked applicant, else the head. Call it on valid lines only."""
    ticked = [form for form in people if form.cleaned_data["is_applicant"]]
    return (ticked or [form for form in people if form.cleaned_data["relation"] == codes.Relation.HEAD])[0]


def readable(text: Any) -> str:
    """An ID number as it is, when it is right; else nothing."""
    try:
        return forgive.read_id_number(str(text or ""))
    except ValidationError:
        return ""


def sex_of(id_number: str) -> str:
    """The sex that the 17th place says."""
    return (codes.Sex.MALE if int(id_number[16]) % 2 else codes.Sex.FEMALE).value


def age_on(born: date, on: date) -> int:
    """Full years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _flag(text: str) -> bool | None:
    return {"1": True, "0": False}.get(text)
