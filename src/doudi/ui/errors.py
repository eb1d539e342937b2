"""The error summary: every sentence with a link to the field it speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext as _

if TYPE_CHECKING:  # generic for the type checker only
    AnyLines = BaseFormSet[Any]
else:
    AnyLines = BaseFormSet
AnyForm = BaseForm | AnyLines


@dataclass(frozen=True)
class Fault:
    """A sentence, and the id of the field to change (empty when it is about the whole form)."""

    text: str
    target: str = ""


def gather(of: Iterable[AnyForm]) -> list[Fault]:
    """All faults of bound forms and formsets, in the order of the page."""
    faults: list[Fault] = []
    for one in of:
        faults.extend(_of_lines(one) if isinstance(one, BaseFormSet) else _of_form(one))
    return faults


def target(bound: BoundField) -> str:
    """The id a link must name to put the focus into the field: its first choice, where it has several."""
    if bound.is_hidden:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label


def _of_form(form: BaseForm, prefix: str = "") -> Iterator[Fault]:
    if not form.is_bound:
        return
    for text in form.non_field_errors():
        yield Fault(prefix + str(text))
    for bound in form:
        for text in bound.errors:
            yield Fault(prefix + str(text), target(bound))


def _of_lines(lines: AnyLines) -> Iterator[Fault]:
    if not lines.is_bound:
        return
    noun = getattr(lines, "noun", _("行"))
    for text in lines.non_form_errors():
        yield Fault(str(text))
    for number, form in enumerate(lines.forms, start=1):
        if lines.can_delete and lines._should_delete_form(form):  # type: ignore[attr-defined]  # a line struck out need not be right
            continue
        yield from _of_form(form, _("第 %(number)d %(noun)s：") % {"number": number, "noun": noun})
