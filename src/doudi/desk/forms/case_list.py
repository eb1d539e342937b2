"""The query area of the case list: three questions shown, the rest unfold; every answer stands in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.acting import Acting
from doudi.cases.lists import VIEWS, states_known, steps_known
from doudi.cases.queries import PROGRAMME_TITLES
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.ui.fields import DayField, LineField, Offered
from doudi.ui.forms import Form

HOLDERS = (
    Post.VILLAGE_ASSISTANT, Post.TOWN_CLERK, Post.SURVEYOR, Post.REVIEWER, Post.LEADER, Post.CHECK_OFFICER,
    Post.BUREAU_SUPERVISOR,
)  # fmt: skip
SORTS = ("", "due", "-due", "accepted", "-accepted", "number", "-number")


def _any(pairs: Any) -> Offered:
    return Offered([("", _t("全部")), *pairs])


class CaseQuery(Form):
    """查询区 of the case list. `view`, `per` and `sort` are carried along."""

    q = LineField(
        label=_("查找"), required=False, max_length=60,
        help_text=_("姓名、案号、档案号、低保证号、身份证号或其后四位"),
    )  # fmt: skip
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    step = forms.ChoiceField(label=_("当前环节"), required=False)
    post = forms.ChoiceField(label=_("在谁手里"), required=False)
    programme = forms.ChoiceField(label=_("救助类别"), required=False)
    town = forms.ChoiceField(label=_("镇（街道）"), required=False)
    due = DayField(label=_("最近期限"), required=False)
    accepted_from = DayField(label=_("受理日自"), required=False)
    accepted_to = DayField(label=_("受理日至"), required=False)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(name, name) for name in ("", *VIEWS)])
    per = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(name, name) for name in SORTS])

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, Any] = {
            "village": villages(acting), "state": states_known().items(), "step": steps_known().items(),
            "post": [(post.value, post.title) for post in HOLDERS], "programme": PROGRAMME_TITLES.items(),
        }  # fmt: skip
        if acting.post.is_district:
            asked["town"] = [(town.code, town.name) for town in tree().towns]
        else:
            del self.fields["town"]
        for name, pairs in asked.items():
            self.fields[name].choices = _any(pairs)  # type: ignore[attr-defined]


def villages(acting: Acting) -> list[tuple[str, str]]:
    """The villages of a person's area, with the town before the name where there are several towns."""
    divisions = tree()
    if acting.post.is_village:
        return [(acting.division, divisions.get(acting.division).name)]
    if not acting.post.is_district:
        return [(village.code, village.name) for village in divisions.villages_of(acting.division)]
    return [
        (village.code, f"{town.name} {village.name}")
        for town in divisions.towns
        for village in divisions.villages_of(town.code)
    ]
