"""Where a run stands: what its procedure asks about, read from the tables."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.law.divisions import tree
from doudi.law.procedure import Standing, Taken, obstacles
from doudi.law.procedures.payroll import edition
from doudi.payments import due
from doudi.payments.models import RosterConfirmation, Run, RunTown
from doudi.vault.crypto import provider

DISTRICT: str = getattr(settings, "DOUDI_DISTRICT", "140502")


def towns() -> list[str]:
    """The codes of the district's towns and sub-districts, in order."""
    return [town.code for town in tree().towns]


def monthly_run(month: date, programme: str) -> Run | None:
    """The run of a month and programme; None while there is none."""
    return Run.objects.filter(kind=Run.Kind.MONTHLY, month=month, programme=programme).first()


def outdated_towns(run: Run) -> set[str]:
    """Towns whose lines are no longer what is due: an award was opened, held or ended, an account changed."""
    statement = due.OF_KIND[run.kind].outdated
    return {town for (town,) in due.rows(statement, month=run.month, programme=run.programme, run=run.pk)}


def control_digest(run: Run) -> str:
    """控制摘要: the digest of all lines (town, family by surrogate key, month, item, sum, account by index), hex."""
    text = due.rows(due.LINES_TEXT, month=run.month, programme=run.programme, run=run.pk)[0][0]
    return provider().digest(text.encode()).hex()


def roster_sums(*, month: date, programme: str, town: str, run: Run | None) -> tuple[int, Decimal]:
    """Families and yuan of a town: of the run's lines once it is computed, before of what is due."""
    if run and run.state != "draft":
        row = RunTown.objects.filter(run=run, town=town).first()
        return (row.households, row.total) if row else (0, Decimal("0.00"))
    households, total = due.rows(due.ROSTER, month=month, programme=programme, run=run.pk if run else None, town=town)[
        0
    ]
    return households, Decimal(total)


def unconfirmed_towns(run: Run) -> list[str]:
    """Towns with lines whose leader has not confirmed just these families and this sum, by code; none for what is paid again."""
    if run.kind != Run.Kind.MONTHLY:
        return []
    last = {
        row.town: (row.households, row.total)
        for row in RosterConfirmation.objects.filter(month=run.month, programme=run.programme).order_by("pk")
    }
    return [
        row.town
        for row in RunTown.objects.filter(run=run, households__gt=0).order_by("town")
        if last.get(row.town) != (row.households, row.total)
    ]


def run_obstacles(run: Run, code: str, acting: Acting) -> list[str]:
    """Why this person can't take a step of a run, in words; empty when they can."""
    procedure = edition(run.edition)
    step = procedure.step(code)
    standing = Standing(
        state=run.state,
        taken=_taken(run),
        signers={name: [taken.person] for name, taken in _taken(run).items()},
        open_findings=_findings(run, step.free_of),
    )
    return obstacles(
        procedure, step, standing, person=acting.login, post=acting.post, on=acting.on, calendar=calendar()
    )


def _taken(run: Run) -> dict[str, Taken]:
    signed = {
        "compute": (run.computed_on, run.computed_by),
        "check": (run.checked_on, run.checked_by),
        "approve": (run.approved_on, run.approved_by),
        "export": (run.exported_on, run.exported_by),
    }
    return {code: Taken(on, person) for code, (on, person) in signed.items() if on}


def _findings(run: Run, wanted: Collection[str]) -> dict[str, str]:
    """What stands in the way of a step, asked of the tables only where the step's row names it."""
    found = {}
    if "lines_outdated" in wanted and (stale := outdated_towns(run)):
        found["lines_outdated"] = _("{towns}的名册在计算后有变动，须由制单人重新计算").format(towns=_named(stale))
    if "roster_missing" in wanted and (waiting := unconfirmed_towns(run)):
        found["roster_missing"] = _("还等{towns}确认花名册").format(towns=_named(waiting))
    if "total_changed" in wanted and control_digest(run) != run.checked_digest:
        found["total_changed"] = _("发放明细与复核时不同，须重新复核")
    return found


def _named(codes: Collection[str]) -> str:
    divisions = tree()
    return "、".join(divisions.get(code).name for code in sorted(codes))
