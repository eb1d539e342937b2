"""核对: every answer of a draft in words, numbers masked, what was left out said aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from doudi.desk.forms.registering_money import AssetForm, FlowForm
from doudi.desk.forms.registering_papers import PaperRow, PapersForm
from doudi.desk.forms.registering_people import MemberForm, filled, readable
from doudi.desk.forms.registering_place import AUTO, SELF, AccountForm, ApplicantForm, area_of
from doudi.households.codes import Area
from doudi.law.divisions import tree
from doudi.ui.errors import AnyForm
from doudi.ui.fields import IdNumberField, YuanField
from doudi.ui.forgive import compact
from doudi.ui.parts import Fact
from doudi.ui.words import money
from doudi.vault.masks import mask_account, mask_id, mask_phone

MASKED = {"number": mask_account, "phone": mask_phone}


@dataclass(frozen=True)
class Group:
    """One person, item or plain form of a section, as label and value pairs."""

    title: str
    facts: Sequence[Fact]


def groups(form: AnyForm) -> list[Group]:
    """The answers of a section; a plain form names its blanks 未填写, a line leaves out what is as usual."""
    if isinstance(form, PapersForm):
        return [Group("", [Fact(row.asked.title, _received(row)) for row in form.rows()])]
    if not isinstance(form, forms.BaseFormSet):
        return [Group("", _of_form(form))]
    lines = list(filled(form))
    if lines and isinstance(lines[0], FlowForm | AssetForm):
        return [Group("", [_amount(line) for line in lines])]
    return [_of_line(number, form, line) for number, line in enumerate(lines, start=1)]


def value_of(bound: BoundField) -> str:
    """An answer in words: the chosen option, a sum with its unit, a number masked; what is wrong as it was typed."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return _("是") if value else ""
    if isinstance(bound.field, forms.ChoiceField):
        return _options(bound.field, value)
    text = str(value or "").strip()
    return (
        _masked(bound, text) if isinstance(bound.field, IdNumberField) or bound.name in MASKED else _whole(bound, text)
    )


def _masked(bound: BoundField, text: str) -> str:
    """A number that is hidden on screen; one that can't be read stands as it was typed."""
    if isinstance(bound.field, IdNumberField):
        return mask_id(readable(text)) if readable(text) else text
    return MASKED[bound.name](compact(text)) if text else ""


def _whole(bound: BoundField, text: str) -> str:
    unit = getattr(bound.field, "unit", "")
    return f"{_sum(bound, text)} {unit}" if text and unit else text


def _sum(bound: BoundField, text: str) -> str:
    if not isinstance(bound.field, YuanField):
        return text
    try:
        return money(bound.field.clean(text))
    except forms.ValidationError:
        return text


def _options(field: forms.ChoiceField, value: Any) -> str:
    wanted = {str(one) for one in value} if isinstance(value, list) else {str(value or "")} - {""}
    return "、".join(str(label) for key, label in _flat(field.choices) if str(key) in wanted)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found.extend(label if isinstance(label, (list, tuple)) else [(key, label)])
    return found


def _of_form(form: forms.BaseForm) -> list[Fact]:
    """The answers of a plain form; questions that the other answers made needless are left out."""
    needless: set[str] = set()
    if isinstance(form, ApplicantForm) and form["who"].value() == SELF:
        needless = {"agent_name", "agent_relation"}
    if isinstance(form, AccountForm) and form["owner_name"].value() in form.names:
        needless = {"custody"}
    asked = [bound for bound in form.visible_fields() if bound.name not in needless]
    return [Fact(bound.label, _with_area(form, bound) or _("未填写")) for bound in asked]


def _with_area(form: forms.BaseForm, bound: BoundField) -> str:
    told = value_of(bound)
    if bound.name == "area" and bound.value() == AUTO and form["village"].value() in tree():
        told = f"{told}：{Area(area_of(form['village'].value())).label}"
    return told


def _amount(line: Any) -> Fact:
    """Income, spending or property in one row: what, how much, whose."""
    told = [value_of(line[name]) for name in ("amount", "per", "area_m2") if name in line.fields]
    if "use" in line.fields and line["use"].value():
        told.append(value_of(line["use"]))
    what, how_much = value_of(line["kind"]) or _("未选项目"), "，".join(filter(None, told)) or _("未填写")
    return Fact(what, how_much, note=value_of(line["member"]) or _("全家共有"))


def _of_line(number: int, lines: Any, line: Any) -> Group:
    title = _("第 %(number)d %(noun)s") % {"number": number, "noun": lines.noun}
    title = f"{title}　{value_of(line['name'])}"
    title = f"{title}　{line.told()}" if isinstance(line, MemberForm) else title
    return Group(
        title, [Fact(bound.label, value_of(bound) or _("未填写")) for bound in line.asked() if _is_said(bound)]
    )


def _is_said(bound: BoundField) -> bool:
    """Whether an answer is worth a row: not the name above it, not what everybody has, but every gap."""
    if bound.name == "name":
        return False
    if not value_of(bound):
        return bound.field.required
    return bound.name in ("relation", "of") or str(bound.value()) != str(bound.field.initial or "")


def _received(row: PaperRow) -> str:
    if row.kept:
        return _("已上传 %d 份") % row.kept
    return _("收到") if row.tick.value() else _("没有收到") if row.asked.required else _("没有")
