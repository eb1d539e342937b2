"""退票 on the 工作台: payments that came back, and changed accounts, that wait for the person's own hand."""

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.payments.queries import Wanted, changes_waiting, failed_counts
from doudi.ui.parts import Task, TaskGroup
from doudi.ui.words import money

# (state of a failed payment, who goes on with it, the act, why)
WAITING = (
    ("open", "account.correct", _("更正收款账户"), _("银行退回，须核实账户后录入")),
    ("confirm", "account.confirm", _("确认账户更正"), _("录入、确认须为两人")),
)


def payment_tasks(acting: Acting) -> list[TaskGroup]:
    """What came back from the bank and waits for this post, within the areas of the transaction. At most two
    statements."""
    mine = [row for row in WAITING if may(acting, row[1])]
    counts = failed_counts(Wanted()) if mine else {}
    tasks = [
        Task(act=act, url=f"{reverse('desk:failures')}?state={state}", why=why, due=None, verb=_t("去办理"),
             about=_t("%(count)d 笔，%(sum)s 元") % {"count": counts[state][0], "sum": money(counts[state][1])})
        for state, _permission, act, why in mine
        if state in counts
    ]  # fmt: skip
    total = sum(counts[state][0] for state, *_rest in mine if state in counts)
    groups = [TaskGroup(_t("退票 %d") % total, tasks)] if tasks else []
    return [*groups, *_changed_accounts(acting)]


def _changed_accounts(acting: Acting) -> list[TaskGroup]:
    """Accounts of families in payment that wait for a second person, though nothing came back."""
    count = changes_waiting(acting).count() if may(acting, "account.confirm") else 0
    if not count:
        return []
    task = Task(
        act=_("确认账户变更"), url=f"{reverse('desk:failures')}#changes", why=_("录入、确认须为两人"), due=None,
        verb=_t("去办理"), about=_t("%d 户") % count,
    )  # fmt: skip
    return [TaskGroup(_t("账户变更 %d") % count, [task])]
