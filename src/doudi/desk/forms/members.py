"""更正家庭成员: one person of the family, as known and as they should be; from which day and why somebody is taken off."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_people import MemberForm, chosen
from doudi.households import codes
from doudi.households.entries import MemberEntry
from doudi.households.members import ENDS, HEAD
from doudi.households.models import Member
from doudi.ui.fields import CountField, DayField
from doudi.ui.forms import Form
from doudi.vault.masks import mask_id

ASKED_AS = {True: "1", False: "0", None: ""}


class KnownMemberForm(MemberForm):
    """The questions of the registration, answered as far as is known; a number that is known isn't shown again (N6).

    `asks` names the questions that only some cases have."""

    refused_work = CountField(label=_("无正当理由拒绝就业"), required=False, unit=_("次"), max_value=99)
    support = forms.ChoiceField(label=_("供养方式"), choices=codes.Support.choices)

    SELDOM = (*MemberForm.SELDOM, "refused_work")

    def __init__(self, *args: Any, known: Member | None, asks: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, initial=known_answers(known) if known else None, **kwargs)
        self.known = known
        for name in ("key", "is_applicant", *({"refused_work", "support"} - set(asks))):
            del self.fields[name]
        self.SELDOM = tuple(name for name in self.SELDOM if name in self.fields)
        if known:
            self.fields["id_number"].required = False
            self.fields["id_number"].help_text = _t("已登记 %s，不改就空着") % mask_id(known.id_number)
        if known and known.relation == HEAD:
            del self.fields["relation"]
        else:
            self.fields["relation"].choices = chosen(*codes.Relation.choices[1:])  # type: ignore[attr-defined]

    def corrected(self) -> MemberEntry:
        """The person as they now are; what isn't asked for stays as it was."""
        known, cleaned = self.known, self.cleaned_data
        cleaned.setdefault("relation", HEAD)
        if known is None:
            return replace(self.entry(uuid4()), key=None, refused_work=cleaned.get("refused_work") or 0)
        cleaned["id_number"] = cleaned["id_number"] or known.id_number
        refused = (cleaned["refused_work"] or 0) if "refused_work" in self.fields else known.refused_work
        return replace(
            self.entry(known.pk), refused_work=refused, support=cleaned.get("support", known.support),
            unable_to=known.unable_to,
        )  # fmt: skip


def known_answers(row: Member) -> dict[str, Any]:
    """What is registered of somebody, as answers of the form; the ID number is left out."""
    names = (
        "name", "relation", "study", "disability_kind", "serious_illness", "veteran", "absence", "absence_since", "study_ends",
        "card_ends", "refused_work", "support",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names}, "lives_apart": not row.lives_with,
        "disability_grade": str(row.disability_grade or ""), "able_to_work": ASKED_AS[row.able_to_work],
        "independent": ASKED_AS[row.independent],
    }  # fmt: skip


class StrikeMemberForm(Form):
    """撤下家庭成员: from which day, and why."""

    until = DayField(label=_("从哪天起"), until_today=True)
    cause = forms.ChoiceField(label=_("撤下的原因"), choices=chosen(*[(code, _(word)) for code, word in ENDS.items()]))

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _t("早于登记的，填登记那天 %s") % since.isoformat()
