"""Forms about money after the bank's file: return files, corrected accounts, holds, the month's reconciliation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.handling import text
from doudi.households.entries import AccountEntry
from doudi.households.models import Household, Member, PaymentAccount
from doudi.law.procedures.payroll import TITLES
from doudi.payments.models import Award, RunLine
from doudi.payments.queries import Within
from doudi.payments.queries.reconciliation import STATES as RECONCILED
from doudi.payments.queries.returns import STATES as FAILED
from doudi.ui.fields import LineField, NumberTextField
from doudi.ui.forms import Form

ALL = ("", _("全部"))
MONTH_SHAPE = r"^\d{4}-(0[1-9]|1[0-2])$"


class ReturnUpload(Form):
    """The bank's answer for one exported run."""

    run = forms.ChoiceField(label=_("批次"), help_text=_("只列已导出银行文件的批次"))
    file = forms.FileField(
        label=_("回盘文件"),
        help_text=_("银行给的 .xlsx，或 .csv、.txt（UTF-8、GBK 都可），20 MB 以内；须有账号、金额、结果三列，列序不限"),
    )

    def __init__(self, *args: Any, runs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["run"].choices = runs  # type: ignore[attr-defined]


class FailureQuery(Form):
    """查询区 of 退票."""

    state = forms.ChoiceField(label=_("处理"), required=False, choices=[ALL, *FAILED.items()])
    run = LineField(label=_("批次号"), required=False, max_length=40)
    town = forms.ChoiceField(label=_("镇（街道）"), required=False)


class CorrectionForm(Form):
    """更正账户: whose name, which bank, which number, under which agreement, and why."""

    owner_name = LineField(label=_("账户名称"), max_length=50, help_text=_("这家人的姓名；写别人须有代管协议"))
    bank = LineField(label=_("开户银行"), max_length=60)
    number = NumberTextField(label=_("银行账号"), min_length=8, max_length=40)
    custody = LineField(
        label=_("代管协议"), required=False, max_length=60, help_text=_("户名不是这家人时填协议编号或日期；其余不填")
    )
    reason = text(_("更正理由"), 2, hint=_("如：旧卡已销，9月1日换新卡；长期不动户已到网点激活"))

    def entry(self) -> AccountEntry:
        """The account as typed."""
        typed = self.cleaned_data
        return AccountEntry(typed["owner_name"], typed["bank"], typed["number"], typed["custody"])


class RegisteredAccountForm(CorrectionForm):
    """更正发放账户, as the family named it when it applied."""

    reason = text(_("更正理由"), 2, hint=_("如：原户主去世，换成现户主本人的卡；登记时账号录错"))


def likely_account(home: Household) -> dict[str, str]:
    """The head's name and the bank of today: what a corrected account most often keeps."""
    head = Member.objects.filter(household=home, relation="head", until=None).first()
    account = PaymentAccount.objects.filter(household=home, until=None).first()
    return {"owner_name": head.name if head else "", "bank": account.bank if account else ""}


class DecisionForm(Form):
    """确认更正账户, or hand it back."""

    decision = forms.ChoiceField(
        label=_("核对结果"), widget=forms.RadioSelect,
        choices=[("confirm", _("与原件一致，确认更正")), ("refuse", _("退回重录"))],
    )  # fmt: skip
    number = NumberTextField(
        label=_("账号"),
        required=False,
        max_length=40,
        help_text=_("确认时必填：照存折、卡面复印件另输一遍，与录入的一致才能确认"),
    )
    note = text(_("哪里不对"), 2, required=False, hint=_("退回时写"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "confirm" and not cleaned.get("number"):
            self.add_error("number", _("请照原件输一遍账号"))
        if cleaned.get("decision") == "refuse" and not cleaned.get("note"):
            self.add_error("note", _("退回要写明哪里不对"))
        return cleaned


class MonthQuery(Form):
    """查询区 of the month's reconciliation."""

    month = forms.RegexField(
        MONTH_SHAPE, label=_("月份"), max_length=7, error_messages={"invalid": _("月份写成 2026-12 这样")}
    )
    programme = forms.ChoiceField(label=_("救助类别"), choices=list(TITLES.items()))
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *RECONCILED.items()])
    town = forms.ChoiceField(label=_("镇（街道）"), required=False)


class LinesQuery(Form):
    """查询区 of a run's families: which of its lines."""

    town = forms.ChoiceField(label=_("镇（街道）"), required=False)
    kind = forms.ChoiceField(label=_("性质"), required=False, choices=[ALL, *RunLine.Kind.choices])
    item = forms.ChoiceField(label=_("项目"), required=False, choices=[ALL, *RunLine.Item.choices])
    basis = forms.ChoiceField(label=_("依据"), required=False, choices=[ALL, *Award.Basis.choices])
    month = forms.RegexField(
        MONTH_SHAPE, label=_("所属月份"), required=False, max_length=7,
        error_messages={"invalid": _("月份写成 2026-12 这样")},
    )  # fmt: skip

    def __init__(self, *args: Any, towns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].choices = [ALL, *towns]  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        """The first day of the month typed. Errors: a year that no calendar has."""
        typed = self.cleaned_data["month"]
        if not typed:
            return None
        try:
            return date.fromisoformat(f"{typed}-01")
        except ValueError as wrong:
            raise forms.ValidationError(_("月份写成 2026-12 这样")) from wrong

    def within(self) -> Within:
        """What was asked for."""
        asked = self.cleaned_data
        return Within(asked["town"], asked["kind"], asked["item"], asked["basis"], asked["month"])


class AwardsQuery(Form):
    """查询区 of the awards of an area."""

    q = LineField(label=_("查找"), required=False, max_length=60, help_text=_("姓名、档案号、证号或身份证后四位"))
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *Award.State.choices])
    programme = forms.ChoiceField(label=_("救助类别"), required=False, choices=[ALL, *TITLES.items()])
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    hold = forms.ChoiceField(
        label=_("暂缓原因"), required=False, choices=[ALL, *[each for each in Award.Hold.choices if each[0]]]
    )


class HoldForm(Form):
    """暂缓发放: only a death or a double registration; what was found."""

    hold = forms.ChoiceField(
        label=_("暂缓原因"), widget=forms.RadioSelect, choices=[each for each in Award.Hold.choices if each[0]]
    )
    reason = text(_("情况"), 3, hint=_("哪天、从哪里得知，准备怎样核实"))


class ReleaseForm(Form):
    """提出恢复发放: what was found out."""

    reason = text(_("恢复理由"), 3, hint=_("怎样核实的，结论是什么；另一人看了才恢复"))
