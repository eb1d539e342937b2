"""退票 on the 工作台: payments that came back, and changed accounts, that wait for the person's own hand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.payments.queries import accounts_to_do
from doudi.ui.parts import Task, TaskGroup, Text
from doudi.ui.words import money

Counts = Mapping[str, tuple[int, Decimal]]
Row = tuple[str, str, Text, Text]

# (state, who goes on with it, the act, why): of failed payments, and of changed accounts
WAITING: tuple[Row, ...] = (
    ("open", "account.correct", _("更正收款账户"), _("银行退回，须核实账户后录入")),
    ("confirm", "account.confirm", _("确认账户更正"), _("录入、确认须为两人")),
)
CHANGED: tuple[Row, ...] = (
    ("refused", "account.correct", _("重录账户变更"), _("另一人退回，须核对原件后重录")),
    ("change", "account.confirm", _("确认账户变更"), _("录入、确认须为两人")),
)


def payment_tasks(acting: Acting) -> list[TaskGroup]:
    """What came back from the bank, and the changed accounts, that wait for this post, within the areas of the
    transaction. At most two statements."""
    back, changed = ([row for row in rows if may(acting, row[1])] for rows in (WAITING, CHANGED))
    counts = accounts_to_do(acting.on) if back or changed else {}
    listed = reverse("desk:failures")
    groups = [
        (_t("退票 %d"), back, f"{listed}?state={{state}}", _t("%(count)d 笔，%(sum)s 元")),
        (_t("账户变更 %d"), changed, f"{listed}#changes", _t("%(count)d 户")),
    ]
    return [group for each in groups for group in _group(counts, *each)]


def _group(counts: Counts, title: str, rows: Sequence[Row], url: str, about: str) -> list[TaskGroup]:
    """A group of what waits; none where nothing does."""
    here = [row for row in rows if row[0] in counts]
    tasks = [
        Task(
            act=act,
            url=url.format(state=state),
            why=why,
            due=None,
            verb=_t("去办理"),
            about=about % _told(counts[state]),
        )
        for state, _permission, act, why in here
    ]
    return [TaskGroup(title % sum(counts[row[0]][0] for row in here), tasks)] if tasks else []


def _told(counted: tuple[int, Decimal]) -> dict[str, object]:
    return {"count": counted[0], "sum": money(counted[1])}
