"""Base form and repeated lines: our look, errors in our words, values kept."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.ui import marks
from doudi.ui.errors import AnyForm, AnyLines
from doudi.ui.fields import DayField

DESCRIPTORS: Mapping[type, str] = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxSelectMultiple: "form-check-input",
    forms.CheckboxInput: "form-check-input",
}
CHOSEN = (forms.ChoiceField, forms.MultipleChoiceField, forms.FileField)
MOST_LINES = 60
# What a page has most of, drawn without a template each.
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": marks.select,
    "django/forms/widgets/text.html": marks.field,
    "django/forms/widgets/hidden.html": marks.field,
}
# A browser may keep what belongs to the person at the desk, never what belongs to a citizen.
AUTOCOMPLETE = {"username": "username", "password": "current-password", "code": "one-time-code"}


class Renderer(DjangoTemplates):
    """Finds the form templates of this room."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/lines.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A widget or a form as markup."""
        drawn = DRAWN.get(template_name)
        return drawn(context["widget"]) if drawn else super().render(template_name, context, request)


RENDERER = Renderer()  # one engine for all forms


class Question(forms.BoundField):
    """A bound field in Bootstrap's classes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        drawn = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        look = next((DESCRIPTORS[kind] for kind in type(drawn).__mro__ if kind in DESCRIPTORS), "form-control")
        own = [look, drawn.attrs.get("class", "")]
        if not drawn.is_hidden:
            built["class"] = " ".join(filter(None, own))
        return built

    @property
    def unit(self) -> str | Promise:
        """What stands inside the field behind the figure (元/月)."""
        return getattr(self.field, "unit", "")

    @property
    def is_tick(self) -> bool:
        """One box to tick: its label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_choice(self) -> bool:
        """One of several rounds, drawn as large buttons; boxes to tick stand in a list."""
        widget = self.field.widget
        return isinstance(widget, forms.RadioSelect) and not isinstance(widget, forms.CheckboxSelectMultiple)

    @property
    def shape(self) -> str:
        """Long answers and rows of choices take the whole width of a grid."""
        return "wide" if isinstance(self.field.widget, (forms.Textarea, forms.RadioSelect)) else ""


class Form(forms.Form):
    """The base of every form. `on` is the day acted on, for fields that look at it."""

    default_renderer = RENDERER
    bound_field_class = Question
    use_required_attribute = False  # the server answers, in words, all at once

    def __init__(self, *args: Any, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for name, field in self.fields.items():
            in_our_words(name, field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, DayField) and self._is_ahead(field, cleaned.get(name)):
                self.add_error(name, _t("%(label)s不能晚于今天") % {"label": field.label or _t("日期")})
        return cleaned

    def _is_ahead(self, field: DayField, value: date | None) -> bool:
        """Whether a day that can't be in the future is."""
        return field.until_today and value is not None and self.on is not None and value > self.on


class Lines(AnyLines):
    """A form that repeats. `noun` counts its lines in errors (第 2 人); `add_label` is on the button that adds one.

    The button works without scripts: the page asks `adding(request.POST, prefix)` and answers with `grown`.
    """

    noun: str | Promise = _("行")
    add_label: str | Promise = _("再加一行")

    default_error_messages: ClassVar = {
        "missing_management_form": _("页面不完整，请重新打开后再填"),
        "too_many_forms": _("最多 %(num)d 行"),
        "too_few_forms": _("至少 %(num)d 行"),
    }

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_delete and "DELETE" in form.fields:
            form.fields["DELETE"].label = _("不要这一行")
            form.fields["DELETE"].required = False


def lines_of(form: type[Form], kind: type[Lines] = Lines, *, extra: int = 0, least: int = 0) -> type[Lines]:
    """The class of repeated lines of a form, each with a box that strikes it out."""
    made = forms.formset_factory(
        form,
        formset=kind,
        extra=extra,
        min_num=least,
        validate_min=least > 0,
        max_num=MOST_LINES,
        validate_max=True,
        absolute_max=MOST_LINES + 20,
        can_delete=True,
        can_delete_extra=True,
        renderer=RENDERER,
    )
    return made  # type: ignore[return-value]


def adding(data: Mapping[str, Any], prefix: str) -> bool:
    """Whether the button that adds a line to this formset was pressed."""
    return data.get("add") == prefix


def grown(data: QueryDict, prefix: str) -> QueryDict:
    """The same answers with room for one line more."""
    copy = data.copy()
    key = f"{prefix}-TOTAL_FORMS"
    count = copy.get(key, "0")
    copy[key] = str(min(int(count) + 1 if count.isascii() and count.isdigit() else 1, MOST_LINES))
    return copy


def hush(*of: AnyForm) -> None:
    """Keep what was typed and say nothing yet: for 再加一行, where nobody has claimed to be done."""
    for one in of:
        if isinstance(one, forms.BaseFormSet):
            one._errors = []  # type: ignore[attr-defined]
            one._non_form_errors = one.error_class()  # type: ignore[attr-defined]
            hush(*one.forms)
        else:
            one._errors = ErrorDict()  # type: ignore[attr-defined]
            one.cleaned_data = {}


def in_our_words(name: str, field: forms.Field) -> None:
    """Give a field our sentences for what is wrong with it; the base form does it for the fields that its class names."""
    said, label = field.error_messages, field.label or ""
    if said["required"] is forms.Field.default_error_messages["required"]:
        said["required"] = _of(_asking(field), label or name)
    if isinstance(field, forms.ChoiceField):
        said["invalid_choice"] = _("请从列出的选项里选")
    for code, sentence in _WORDS.items():
        said.setdefault(code, _called(label, sentence) if code in _OF_LENGTH else sentence)
    field.widget.attrs.setdefault("autocomplete", AUTOCOMPLETE.get(name, "off"))
    # A browser cuts what is pasted at `maxlength` without a word: the field takes it whole and the answer says what is wrong.
    field.widget.attrs.pop("maxlength", None)


def _asking(field: forms.Field) -> str | Promise:
    if isinstance(field, forms.BooleanField):
        return _("请先勾选：%(label)s")
    return _("请选择%(label)s") if isinstance(field, CHOSEN) else _("请填写%(label)s")


# Put together only where something is wrong: a page has many fields, and mostly nothing is.
def _put_in(sentence: str | Promise, label: str | Promise) -> str:
    return str(sentence) % {"label": label}


def _put_before(label: str | Promise, sentence: str | Promise) -> str:
    return f"{str(label).replace('%', '%%')}{sentence}"


_of: Callable[..., str] = lazy(_put_in, str)
_called: Callable[..., str] = lazy(_put_before, str)


_OF_LENGTH = ("max_length", "min_length")
_WORDS = {
    "max_length": _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个"),
    "min_length": _("至少 %(limit_value)d 个字，现在是 %(show_value)d 个"),
    "max_value": _("最大是 %(limit_value)s"),
    "min_value": _("最小是 %(limit_value)s"),
    "null_characters_not_allowed": _("里面有看不见的字符，请删去重填"),
}
