"""提出异议 on the public page: what is not right, and, only if they wish, who says so; nothing of it is ever shown."""

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from doudi.cases.actions import receive_objection
from doudi.cases.queries import notice_ended, public_notice
from doudi.papers.plain import masked
from doudi.portal import rate
from doudi.portal.board import office, place
from doudi.portal.pages import PublicRequest, page_of, refused
from doudi.ui.fields import LineField
from doudi.ui.forms import Form

MOST_A_MINUTE = 5


class ObjectionForm(Form):
    """异议: two questions, the second of which may stay empty."""

    text = forms.CharField(
        label=_("哪里不对"), max_length=1000, min_length=4, widget=forms.Textarea({"rows": 5}),
        help_text=_("写您知道的事实，比如谁在哪里上班、有什么财产。不用写身份证号、银行账号"),
        error_messages={"required": _("请写明哪里不对"), "min_length": _("请再写清楚一点")},
    )  # fmt: skip
    objector = LineField(
        label=_("您的姓名和电话"), required=False, max_length=50,
        help_text=_("可以不填。填了的逐件答复；加密保存，不会告诉对方是谁说的"),
    )  # fmt: skip

    def clean_objector(self) -> str:
        """A name and a way to answer; never an ID number, which no answer needs."""
        told = str(self.cleaned_data["objector"])
        if masked(told) != told:
            raise forms.ValidationError(_("不用写身份证号，写姓名和电话就行"))
        return told


def object_to(request: PublicRequest, token: str) -> HttpResponse:
    """The form, and after it a page that says what happens next; 410 once the notice has ended."""
    shown = public_notice(token=token, on=request.today)
    if shown is None:
        if notice_ended(token=token, on=request.today):
            return refused(request, 410)
        raise Http404
    form = ObjectionForm(request.POST or None)
    told = {"notice": shown, "place": place(shown.village_name), "office": office(shown.town_name), "form": form}
    if request.method != "POST" or not form.is_valid():
        return page_of(request, "portal/object.html", **told)
    if rate.too_many(request, request.now, what="objections", most=MOST_A_MINUTE):
        return refused(request, 429)
    taken = receive_objection(
        token=token, objector=form.cleaned_data["objector"], text=form.cleaned_data["text"], at=request.now,
        on=request.today,
    )  # fmt: skip
    return page_of(request, "portal/objected.html", taken=taken, **told)
