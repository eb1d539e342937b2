"""The query area of 到龄到期预警; every answer stands in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.acting import Acting
from doudi.cases.queries import PROGRAMME_TITLES
from doudi.desk.areas import towns_of
from doudi.desk.forms.case_list import villages
from doudi.households.models import Member
from doudi.law.ahead_kinds import KINDS
from doudi.ui.fields import DayField
from doudi.ui.forms import Form

MONTHS = (1, 2, 3, 6, 12)
DEFAULT = 3
MONTH = r"past|\d{4}-(0[1-9]|1[0-2])"


class AheadQuery(Form):
    """查询区 of what comes. `month` narrows to one month of the picture, `per` is carried along."""

    months = forms.ChoiceField(
        label=_("往后看"), required=False,
        choices=[(number, _("%d 个月") % number) for number in MONTHS],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("事由"), required=False)
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    programme = forms.ChoiceField(label=_("救助类别"), required=False)
    town = forms.ChoiceField(label=_("镇（街道）"), required=False)
    month = forms.RegexField(MONTH, required=False, widget=forms.HiddenInput)
    per = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, Any] = {
            "kind": [(kind.code, kind.label) for kind in KINDS.values()], "village": villages(acting),
            "programme": PROGRAMME_TITLES.items(), "town": towns_of(acting),
        }  # fmt: skip
        for name, pairs in asked.items():
            self.fields[name].choices = [("", _t("全部")), *pairs]  # type: ignore[attr-defined]
        if not acting.post.is_district:
            del self.fields["town"]


class LastDaysForm(Form):
    """The last days of one person's studies and disability card; a question that can't concern them isn't asked."""

    study_ends = DayField(label=_("预计毕业"), required=False, help_text=_("毕业证或学校证明上的日子，如 2027-06-30"))
    card_ends = DayField(label=_("残疾人证有效期至"), required=False, help_text=_("照证填，如 2027-06-30"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        known = {"study_ends": member.study_ends, "card_ends": member.card_ends}
        super().__init__(*args, initial=known, **kwargs)
        if member.study == "none":
            del self.fields["study_ends"]
        if not member.disability_kind:
            del self.fields["card_ends"]
