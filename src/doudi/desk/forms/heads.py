"""更换户主: why, from which day the old head is gone, who applies now, and what everybody else is to the new head."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_people import chosen
from doudi.households import codes
from doudi.households.models import Member
from doudi.ui.fields import DayField
from doudi.ui.forms import Form, in_our_words
from doudi.verification.heads import CAUSES, LEAVES, HeadChange


class HeadForm(Form):
    """更换户主: `new` is the head to be, `others` everybody else; `applicants` those who may apply, where that is asked."""

    cause = forms.ChoiceField(
        label=_("更换的原因"), choices=chosen(*[(code, _(word)) for code, word in CAUSES.items()])
    )
    until = DayField(label=_("去世或离开的日子"), required=False, until_today=True)
    applicant = forms.ChoiceField(label=_("申请人"))

    def __init__(
        self, *args: Any, new: Member, others: Sequence[Member], asks_applicant: bool, applicant: UUID, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.new, self.others, self.applies = new, others, applicant
        self.fields["until"].one_of_two = True  # type: ignore[attr-defined]
        self.fields["until"].help_text = _t("原户主去世或离开的填；从这天起不算家庭成员")
        if asks_applicant:
            people = [new, *(row for row in others if row.pk == applicant)]
            self.fields["applicant"].choices = [(str(row.pk), row.name) for row in people]  # type: ignore[attr-defined]
            self.fields["applicant"].help_text = _t("换了申请人，申请书、声明、委托书要由新申请人重新签名")
        else:
            del self.fields["applicant"]
        for row in others:
            name = str(row.pk)
            self.fields[name] = forms.ChoiceField(
                label=_t("%(who)s是%(head)s的") % {"who": row.name, "head": new.name},
                choices=chosen(*codes.Relation.choices[1:]), help_text=_t("原为%s") % row.get_relation_display(),
            )  # fmt: skip
            said = _t("请选%(who)s是%(head)s的什么人") % {"who": row.name, "head": new.name}
            self.fields[name].error_messages["required"] = said
            in_our_words(name, self.fields[name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("cause") in LEAVES and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _t("请填原户主去世或离开的日子"))
        if cleaned.get("cause") not in (*LEAVES, None) and cleaned.get("until"):
            self.add_error("until", _t("原户主还在这家的，不填这一项"))
        return cleaned

    def first(self) -> list[forms.BoundField]:
        """The questions about the change itself."""
        return [self[name] for name in ("cause", "until", "applicant") if name in self.fields]

    def relations(self) -> list[forms.BoundField]:
        """What everybody else is to the new head."""
        return [self[str(row.pk)] for row in self.others]

    def change(self) -> HeadChange:
        """The change as the case keeps it."""
        cleaned = self.cleaned_data
        return HeadChange(
            head=self.new.pk, relations={row.pk: cleaned[str(row.pk)] for row in self.others}, cause=cleaned["cause"],
            applicant=UUID(cleaned["applicant"]) if "applicant" in cleaned else self.applies, until=cleaned["until"],
        )  # fmt: skip
