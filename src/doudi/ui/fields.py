"""Form fields that forgive how things are typed and answer in plain Chinese."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.ui import forgive
from doudi.ui.uploads import FILE_LIMIT

MOST_YUAN = Decimal("99999999.99")
MOST_FILES = 10
MOST_COUNTED = 999_999


class Offered(BaseChoiceIterator):
    """选项: values with their labels, as they are. Of a list Django looks at every one, twice, for groups within groups."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self._pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._pairs)


class DayField(forms.Field):
    """A day, typed in any of the usual ways; `until_today` refuses days after the form's `on`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "kind-day"})

    def __init__(self, *, until_today: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("如 2026-11-02"))
        super().__init__(**kwargs)
        self.until_today = until_today

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return forgive.read_day(str(value)) if str(value).strip() else None

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class YuanField(forms.Field):
    """A sum in yuan as Decimal with two places; `unit` stands inside the field (元, 元/月, 元/年)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "is-number"})

    def __init__(self, *, unit: Any = "", least: Decimal | None = Decimal(0), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit = unit or _("元")
        self.least = least

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        return forgive.read_yuan(str(value)) if str(value).strip() else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(_t("金额不能是负数"), code="min_value")
        if abs(value) > MOST_YUAN:
            raise ValidationError(_t("金额太大，最多到 %(most)s 元") % {"most": f"{MOST_YUAN:,}"}, code="max_value")

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Decimal) else value


class RateField(forms.Field):
    """A share or a multiple as the text of a decimal (0.3, 1.5); 30% is taken too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "is-number"})

    def __init__(self, *, unit: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> str | None:
        return forgive.read_rate(str(value)) if value and str(value).strip() else None


class CountField(forms.IntegerField):
    """A whole number of people, months or rooms."""

    def __init__(self, *, unit: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", MOST_COUNTED)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)
        self.unit = unit
        self.widget.attrs["class"] = "kind-count is-number"
        self.error_messages["invalid"] = _("请写一个整数")

    def to_python(self, value: Any) -> int | None:
        return super().to_python(forgive.half_width(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """One line of text; unseen characters are dropped, rare characters kept as they are."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(text.translate(forgive._UNSEEN).split())


class NumberTextField(forms.CharField):
    """A telephone or account number: digits only, however they were grouped."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> str:
        return forgive.compact(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not (value.isascii() and value.isdigit()):
            raise ValidationError(_t("这里只写数字"), code="invalid")


class IdNumberField(forms.Field):
    """An 18-digit resident ID number, checked to its last digit."""

    widget = forms.TextInput(attrs={"spellcheck": "false", "class": "kind-id"})

    def to_python(self, value: Any) -> str:
        return forgive.read_id_number(str(value)) if value and str(value).strip() else ""


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Photos or papers, several at once; cleans to a list (empty when none came)."""

    widget = _ManyFiles

    def __init__(self, *, accept: str = "image/jpeg,image/png,application/pdf", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"multiple": True, "accept": accept})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files: Sequence[Any] = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise ValidationError(
                _t("一次最多 %(most)d 份，现在是 %(count)d 份") % {"most": MOST_FILES, "count": len(files)}
            )
        return [self._one(file) for file in files]

    def _one(self, file: Any) -> "UploadedFile[Any]":
        if not isinstance(file, UploadedFile):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if (file.size or 0) > FILE_LIMIT:
            raise ValidationError(
                _t("“%(name)s”有 %(size)d MB，超过每份 %(most)d MB")
                % {"name": file.name, "size": (file.size or 0) >> 20, "most": FILE_LIMIT >> 20}
            )
        if not file.size:
            raise ValidationError(_t("“%(name)s”是空文件") % {"name": file.name})
        return file
