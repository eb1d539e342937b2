"""这个数怎么来的, of money paid: a run's sum from families and amounts, an award's from its decision or its ledger row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.desk.workings import explained, in_force
from doudi.law.procedures.payroll import edition
from doudi.law.procedures.registry import edition as case_edition
from doudi.payments.models import Award, Run, RunLine
from doudi.payments.queries import Addend, Part, addends_of, held_in
from doudi.payments.queries.awards import decision_of
from doudi.payments.queries.uplift import uplift_row_of
from doudi.ui.parts import Working, WorkLine
from doudi.ui.words import money

ZERO = Decimal("0.00")
HARDSHIP = "extreme_hardship_support"
ACCOUNT_CLAUSE = "民发〔2021〕57号 第二十六条"
ITEMS = {"base": gettext_lazy("保障金"), "supplement": gettext_lazy("分类施保金"), "care": gettext_lazy("照料护理费")}
BASES = {"opening": gettext_lazy("期初台账"), "decision": gettext_lazy("审核确认"), "uplift": gettext_lazy("提标重算")}
HELD_CLAUSES = {"account": ACCOUNT_CLAUSE, "owner": ACCOUNT_CLAUSE}


def item_title(item: str, programme: str) -> str:
    """What an item is called in a programme: the living money of 特困 is no 保障金."""
    return _("基本生活费") if item == "base" and programme == HARDSHIP else str(ITEMS[item])


@dataclass(frozen=True)
class Figures:
    """A run, or one town of it (`town` empty is all that is seen), on its way from families to a sum."""

    run: Run
    town: str
    addends: Sequence[Addend]
    held: Sequence[Part]

    @property
    def total(self) -> Decimal:
        """Yuan of all addends."""
        return sum((each.total for each in self.addends), ZERO)

    def working(self, label: str) -> Working | None:
        """The lines of the sum; None while nothing is computed."""
        if self.run.state == "draft" or not (self.addends or self.held):
            return None
        lines = [*self._month(), *self._other("arrears", _("补发合计")), *self._other("reissue", _("重发合计"))]
        return Working(lines, WorkLine(label, self.total), unit=_("元"), basis=self._basis())

    def _basis(self) -> str:
        run = self.run
        made = {
            "number": run.number,
            "on": run.computed_on.isoformat() if run.computed_on else "",
            "by": run.computed_name,
        }
        return (
            _(
                "批次 %(number)s，%(on)s 由%(by)s计算；金额取自各户待遇：审核确认的决定，或已确认的期初台账，发放时不另行测算"
            )
            % made
        )

    def _month(self) -> list[WorkLine]:
        """The run's own month: what the register owes, less what is held, is what is paid; then of which parts."""
        mine = [each for each in self.addends if each.kind == RunLine.Kind.REGULAR]
        if not mine and not self.held:
            return []
        paid = sum((each.total for each in mine), ZERO)
        month = _("%(y)d年%(m)d月") % {"y": self.run.month.year, "m": self.run.month.month}
        summed = WorkLine(
            _("%s应发") % month, paid, _("在册 − 暂缓") if self.held else _("下列各项相加"),
            edition(self.run.edition).step("compute").clause, summed=True,
        )  # fmt: skip
        return [*self._less_held(month, paid), summed, *(self._line(each, _("其中：")) for each in mine)]

    def _less_held(self, month: str, paid: Decimal) -> list[WorkLine]:
        """What the register owes with those that are held, and each reason to hold taken off; nothing where none is."""
        if not self.held:
            return []
        owed = paid + sum((part.total for part in self.held), ZERO)
        whole = WorkLine(_("%s在册，含暂缓") % month, owed, _("名册上本月应享各户，逐户相加"))
        return [whole, *(self._held_line(part) for part in self.held)]

    def _held_line(self, part: Part) -> WorkLine:
        url = self._url("run-held", why=part.code)
        return WorkLine(
            _("减：%s") % part.title, -part.total, _("%d 户暂缓，不进本批次") % part.households,
            HELD_CLAUSES.get(part.code, ""), url=url,
        )  # fmt: skip

    def _other(self, kind: str, title: str) -> list[WorkLine]:
        """What is paid beside the run's own month, month by month, and its sum."""
        mine = [each for each in self.addends if each.kind == kind]
        if not mine:
            return []
        clause = edition(self.run.edition).step("compute").clause if kind == "arrears" else ACCOUNT_CLAUSE
        summed = WorkLine(title, sum((each.total for each in mine), ZERO), _("下列各项相加"), clause, summed=True)
        return [summed, *(self._line(each, f"{each.month:%Y-%m} ") for each in mine)]

    def _line(self, each: Addend, before: str) -> WorkLine:
        label = f"{before}{item_title(each.item, self.run.programme)}（{BASES[each.basis]}）"
        url = self._url("run-lines", kind=each.kind, item=each.item, basis=each.basis, month=f"{each.month:%Y-%m}")
        return WorkLine(label, each.total, amounts_of(each), url=url)

    def _url(self, page: str, **asked: str) -> str:
        asked = {"town": self.town, **asked} if self.town else asked
        return f"{reverse(f'desk:{page}', args=[self.run.number])}?{urlencode(asked)}"


def figures_of(run: Run, town: str = "") -> Figures:
    """A run's figures within the areas of the transaction. Six statements."""
    return Figures(run, town, addends_of(run=run, town=town), held_in(run, town))


def amounts_of(each: Addend) -> str:
    """Families × amounts where there are few, else how many families and the span of their amounts."""
    if each.different <= len(each.often):
        parts = [_("%(sum)s × %(n)d 户") % {"sum": money(amount), "n": count} for amount, count in each.often]
        return " + ".join(parts)
    span = {"n": each.households, "least": money(each.least), "most": money(each.most)}
    return _("%(n)d 户，每户 %(least)s 至 %(most)s，逐户相加") % span


def award_working(award: Award) -> Working | None:
    """How an award's monthly sum came about: the working of its decision, or the sums of its row in the ledger."""
    if award.basis == Award.Basis.OPENING:
        return _from_ledger(award)
    if award.basis == Award.Basis.UPLIFT:
        return _from_uplift(award)
    decision = decision_of(award)
    if decision is None or not decision.answer.get("lines"):
        return None
    basis = in_force(
        procedure=case_edition(decision.edition), on=decision.decided_on, accepted_on=decision.accepted_on, decided=True
    )
    return explained(decision.answer, basis=basis)


def _from_uplift(award: Award) -> Working | None:
    """The sums before and after a confirmed 提标重算 of the award before it."""
    row = uplift_row_of(award)
    if row is None:
        return None
    was = {"base": row.was_base, "supplement": row.was_supplement, "care": row.was_care}
    lines = [
        WorkLine(item_title(item, award.programme), getattr(award, item), _("原 %s 元") % money(before))
        for item, before in was.items()
        if before or getattr(award, item)
    ]
    basis = _("提标重算 %(number)s：同样的资料按 %(month)s 起的标准重新算得，%(name)s %(on)s 确认") % {
        "number": row.recalculation.number, "month": f"{row.recalculation.month:%Y-%m}", "name": row.confirmed_name,
        "on": row.confirmed_on.isoformat() if row.confirmed_on else "—",
    }  # fmt: skip
    return Working(lines, WorkLine(_("每月合计发放"), award.amount), basis=basis)


def _from_ledger(award: Award) -> Working | None:
    """The sums as the ledger had them: it says what was paid, not how it was worked out."""
    row = award.import_row
    if row is None:
        return None
    where = _("台账“%(sheet)s”第 %(row)d 行") % {"sheet": row.sheet, "row": row.row}
    sums = {"base": award.base, "supplement": award.supplement, "care": award.care}
    lines = [WorkLine(item_title(item, award.programme), amount, where) for item, amount in sums.items() if amount]
    basis = _("按期初台账 %(number)s 所列金额，%(on)s 确认；台账只列金额，没有当时的算式，下次复核时重新测算") % {
        "number": row.ledger.number, "on": row.ledger.confirmed_on.isoformat() if row.ledger.confirmed_on else "—",
    }  # fmt: skip
    return Working(lines, WorkLine(_("每月合计发放"), award.amount), basis=basis)
