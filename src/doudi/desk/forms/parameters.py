"""Forms about parameters: which to look at, a new value in fields of its own kind, why one is withdrawn."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.acting import Acting
from doudi.accounts.parameter_rows import ValueEntry, settable
from doudi.desk.forms.parameter_values import VALUES, Fields
from doudi.law import codes
from doudi.law.divisions import tree
from doudi.law.parameter_groups import GROUPS
from doudi.law.quantities import Quantity
from doudi.ui.fields import DayField, LineField
from doudi.ui.forms import Form, in_our_words

AREAS = [("", _("城乡一样")), *codes.AREAS.items()]


def places(acting: Acting) -> list[tuple[str, str]]:
    """The places whose values a person may look at: the district and its towns, or the district and one's own town."""
    divisions = tree()
    own = acting.division[:9]
    towns = [town for town in divisions.towns if acting.post.is_district or town.code == own]
    district = divisions.get(acting.division[:6])
    return [(district.code, district.name), *((town.code, town.name) for town in towns)]


class ParameterQuery(Form):
    """查询区 of 标准与参数."""

    place = forms.ChoiceField(label=_("范围"), required=False)
    area = forms.ChoiceField(
        label=_("城乡"), required=False, choices=[("", _("城市和农村")), *codes.AREAS.items()]
    )  # fmt: skip
    day = DayField(label=_("哪一天"), required=False)

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places(acting)  # type: ignore[attr-defined]


class WhichParameter(Form):
    """录入哪一项."""

    name = forms.ChoiceField(label=_("参数"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = settable()
        self.fields["name"].choices = [("", _("请选择")), *(  # type: ignore[attr-defined]
            (group, [(name, told(known[name])) for name in names if name in known]) for group, names in GROUPS.items()
        )]  # fmt: skip


def told(quantity: Quantity) -> str:
    """A parameter's title with its unit, which tells two ways of writing the same limit apart."""
    return f"{quantity.title}（{quantity.unit}）" if quantity.unit else quantity.title


class ReasonForm(Form):
    """为什么撤销."""

    reason = LineField(
        label=_("撤销理由"), min_length=4, max_length=200, help_text=_("如：文件写的是 680.00，录成了 860.00")
    )


class ValueForm(Form):
    """录入一项参数值: the value in fields of its own kind (`value…`), then where, from when and by which document."""

    def __init__(self, *args: Any, quantity: Quantity, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quantity = quantity
        own = VALUES[quantity.kind].fields(quantity)
        for field in own.values():
            field.required, field.one_of_two = False, True  # type: ignore[attr-defined]
        scope: Fields = {"division": forms.ChoiceField(label=_("范围"), choices=_scopes(quantity, acting))}
        if quantity.local:
            scope["area"] = forms.ChoiceField(
                label=_("城乡"), required=False, choices=AREAS, widget=forms.RadioSelect, initial=""
            )
            scope["area"].one_of_two = True  # type: ignore[attr-defined]
        self.value_names = [*own, "ended"]
        where = {**scope, "since": DayField(label=_("自哪天起"), help_text=_("文件规定的施行日，如 2026-07-01"))}
        self._parts = [(_t("值"), self.value_names), (_t("范围和起日"), list(where)), (_t("依据"), list(DOCUMENT))]
        self.fields = {**own, "ended": _ended(), **where, **{name: make() for name, make in DOCUMENT.items()}}
        for name, field in self.fields.items():
            in_our_words(name, field)

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the page, under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self._parts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(name in self.errors for name in self.value_names):
            return cleaned
        halves = list(VALUES[self.quantity.kind].faults(cleaned))
        for name, sentence in halves:
            self.add_error(name, sentence)
        self._refuse_both_or_none(cleaned, is_half=bool(halves))
        return cleaned

    def _refuse_both_or_none(self, cleaned: dict[str, Any], *, is_half: bool) -> None:
        given = VALUES[self.quantity.kind].raw(self.quantity, cleaned) is not None
        ended = bool(cleaned.get("ended"))
        if given and ended:
            self.add_error("ended", _t("填了值就不要勾这里；不再适用的，请把值清空"))
        elif not (is_half or given or ended):
            self.add_error(self.value_names[0], _t("请填写要设定的值；不再适用的，请勾选“不再适用”"))

    def raw(self) -> Any:
        """The value in the form of `parameters` of a facts file; None where nothing was filled in, or it ends."""
        typed = self.cleaned_data
        return None if typed.get("ended") else VALUES[self.quantity.kind].raw(self.quantity, typed)

    def entry(self) -> ValueEntry:
        """What was typed."""
        typed = self.cleaned_data
        return ValueEntry(
            self.quantity.name, self.raw(), typed["division"], typed.get("area", ""), typed["since"], typed["source"],
            typed["clause"], typed["published"], typed["note"],
        )  # fmt: skip

    def place_error(self, field: str) -> str | None:
        """The field of this form that an action's refusal belongs to."""
        return self.value_names[0] if field == "value" else field if field in self.fields else None


DOCUMENT: Mapping[str, Callable[[], forms.Field]] = {
    "source": lambda: LineField(label=_("文号"), max_length=100, min_length=2, help_text=_("如：晋市民发〔2026〕10号")),
    "clause": lambda: LineField(label=_("条款"), max_length=100, help_text=_("如：第二条；公告的，写原话")),
    "published": lambda: DayField(label=_("印发日"), required=False),
    "note": lambda: LineField(label=_("说明"), max_length=200, required=False, help_text=_("给确认人看")),
}


def _scopes(quantity: Quantity, acting: Acting) -> list[tuple[str, str]]:
    found = places(acting)
    return found if quantity.local else found[:1]


def _ended() -> forms.Field:
    """The box that says that from the day on there is no value any more."""
    return forms.BooleanField(
        label=_("不填值：这一项从那天起不再适用"), required=False, help_text=_("如取消了一项扣减；平常不勾"),
    )  # fmt: skip
