"""A run after its file went to the bank: what was answered, what came back, what is to be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.payments import queries
from doudi.payments.models import Run
from doudi.payments.queries import Answered, FailedPayment, Sums, Wanted
from doudi.ui.parts import Action, ActionBar, StepMark, Tag

SHOWN = 10
OPEN = ("open", "confirm", "ready", "batch", "sent")


@dataclass(frozen=True)
class AfterExport:
    """What a run's page shows once the file was exported; `month` reconciles the month, None for a batch."""

    answered: Answered
    failed: tuple[FailedPayment, ...]
    counts: Mapping[str, tuple[int, Decimal]]
    month: Sums | None
    returns: tuple[queries.ReturnRow, ...]

    @property
    def unsettled(self) -> int:
        """Failed payments that have not arrived otherwise yet."""
        return sum(self.counts[state][0] for state in OPEN if state in self.counts)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was sent has arrived, and the month's three columns agree."""
        settled = self.answered.is_whole and not self.unsettled
        return settled and (self.month is None or self.month.is_settled)

    @property
    def tag(self) -> Tag:
        """The state of the run in words."""
        if self.is_settled:
            return Tag(_("已对账"), "settled")
        if self.answered.is_whole:
            return Tag(_("已回盘，待对账"), "waiting")
        return Tag(_("部分回盘") if self.answered.paid or self.answered.failed else _("已导出，待回盘"), "waiting")

    @property
    def marks(self) -> list[StepMark]:
        """The two stages after the file."""
        said = self.answered
        note = _("未回 %d 笔") % said.waiting if said.waiting else _("退票 %d 笔") % said.failed if said.failed else ""
        returned = StepMark(_("已回盘"), note, "done") if said.is_whole else StepMark(_("待回盘"), note, "now")
        if self.is_settled:
            return [returned, StepMark(_("已对账"), "", "done")]
        return [returned, StepMark(_("待对账"), "", "now" if said.is_whole else "ahead")]

    def number(self, *states: str) -> int:
        """How many failed payments are in these states."""
        return sum(self.counts[state][0] for state in states if state in self.counts)


def after_export(run: Run, acting: Acting) -> AfterExport | None:
    """Everything after the export; None before. At most seven statements, whatever the run's size."""
    if run.state != "exported":
        return None
    wanted = Wanted(run=run.number)
    month = None
    if run.kind == Run.Kind.MONTHLY:
        month = queries.total_of(queries.reconciliation_sums(month=run.month, programme=run.programme))
    return AfterExport(
        answered=queries.returned_of(run), failed=tuple(queries.failed_payments(wanted, size=SHOWN)),
        counts=queries.failed_counts(wanted), month=month,
        returns=tuple(queries.returns(run=run.number)) if may(acting, "return.read") else (),
    )  # fmt: skip


def bar_after(run: Run, after: AfterExport, acting: Acting) -> ActionBar:
    """现在要做 after the export: bring the return, correct accounts, pay again, reconcile."""
    actions = [
        action
        for action in (
            _bring(run, after, acting),
            _correct(run, after),
            _again(run, after, acting),
            _reconcile(run, after),
        )
        if action
    ]
    first = next((action for action in actions if not action.reason), None)
    look = [Action(each.label, each.url, each.reason, "primary" if each is first else "plain", each.post, each.hidden)
            for each in actions]  # fmt: skip
    return ActionBar(_now(after), _("更正须两人；重发须制单、复核、审批三人"), look)


def _now(after: AfterExport) -> str:
    said = after.answered
    if after.is_settled:
        return _("本批次已办完：发出的都已到账")
    if said.waiting:
        return _("现在要做：导入银行回盘（还有 %d 笔没有结果）") % said.waiting
    words = [
        (_("更正 %d 笔账户"), after.number("open")), (_("确认 %d 笔更正"), after.number("confirm")),
        (_("把 %d 笔开成重发批次"), after.number("ready")), (_("等 %d 笔重发到账"), after.number("batch", "sent")),
    ]  # fmt: skip
    found = "，".join(text % count for text, count in words if count)
    return _("现在要做：%s") % (found or _("核对名册应发与到账的差额"))


def _bring(run: Run, after: AfterExport, acting: Acting) -> Action | None:
    if not after.answered.waiting or not may(acting, "return.read"):
        return None
    reason = "" if may(acting, "return.import") else _("由发放制单、发放复核或数据管理员导入")
    return Action(_("导入回盘"), f"{reverse('desk:returns')}?{urlencode({'run': run.number})}", reason)


def _correct(run: Run, after: AfterExport) -> Action | None:
    count = after.number("open", "confirm")
    if not count:
        return None
    return Action(_("更正账户（%d 笔）") % count, f"{reverse('desk:failures')}?{urlencode({'run': run.number})}")


def _again(run: Run, after: AfterExport, acting: Acting) -> Action | None:
    if not may(acting, "run.make") or not after.number("open", "confirm", "ready"):
        return None
    waiting = after.number("open", "confirm")
    reason = "" if after.number("ready") else _("还有 %d 笔账户没更正") % waiting
    return Action(
        _("开重发批次"), reverse("desk:run-reissue"), reason, post=True, hidden=[("programme", run.programme)]
    )


def _reconcile(run: Run, after: AfterExport) -> Action | None:
    if after.month is None:
        return None
    asked = urlencode({"month": f"{run.month:%Y-%m}", "programme": run.programme})
    short = after.month.due - after.month.paid
    label = _("逐户对账") if not short else _("逐户对账（差 %s 元）") % f"{abs(short):,.2f}"
    return Action(label, f"{reverse('desk:reconciliation')}?{asked}")
