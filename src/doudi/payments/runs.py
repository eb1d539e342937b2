"""The monthly run: computed by one person, checked by another, approved by a third, town rosters confirmed, exported."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.queries import entries_since_version
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow, Stale
from doudi.law.posts import Post
from doudi.law.procedures.payroll import MARKS, MONTHLY_2023, REISSUE_2023, reissue_number, run_number
from doudi.payments import due
from doudi.payments.awards import end_awards, lock_counter, money, month_text, next_number, open_awards
from doudi.payments.models import RosterConfirmation, Run, RunLine, RunTown
from doudi.payments.standing import (
    DISTRICT,
    control_digest,
    monthly_run,
    outdated_towns,
    roster_sums,
    run_obstacles,
    towns,
)


@transaction.atomic
def create_run(*, month: date, programme: str, acting: Acting) -> Run:
    """建立批次: the one run of a month and programme; asked for again, the same one. Errors: NotNow."""
    if month.day != 1:
        raise ValueError("a month is given as its first day")
    number, procedure = run_number(DISTRICT, month, programme), MONTHLY_2023
    known = Run.objects.filter(number=number).first()
    if known:
        return known
    if acting.post not in procedure.step("compute").by:
        raise NotNow([_("由{post}办理").format(post=Post.FINANCE_MAKER.title)])
    run, made = Run.objects.get_or_create(
        number=number,
        defaults={"month": month, "programme": programme, "state": procedure.starts, "edition": procedure.code},
    )
    if made:
        _log(run, Verb.RUN_CREATED, acting, {"programme": programme})
    return run


def compute(*, month: date, programme: str, acting: Acting) -> Run:
    """计算: the month's run with every line that is due, up to 待复核; cut short, it goes on where it stopped.

    Awards of delivered decisions are opened first. Then one transaction a town, and one that closes: towns whose
    awards changed meanwhile are done again, sums and digest are taken. A run computed before is left as it is when
    nothing changed; else its changed towns are done anew, and it has to be checked again.
    Errors: NotNow when it is approved already, or this person doesn't make runs.
    """
    run = create_run(month=month, programme=programme, acting=acting)
    if found := run_obstacles(run, "compute", acting):
        raise NotNow(found)
    open_awards(acting=acting)
    return take_lines(run, acting)


def compute_reissue(*, programme: str, acting: Acting) -> Run:
    """开重发批次: what came back and whose account two people corrected, in a run of its own, up to 待复核.

    There is one open batch a programme; asked for again it goes on, and takes in what was corrected meanwhile.
    Errors: NotNow when nothing is ready, or this person doesn't make runs.
    """
    run = _open_reissue(programme, acting)
    if found := run_obstacles(run, "compute", acting):
        raise NotNow(found)
    return take_lines(run, acting)


@transaction.atomic
def _open_reissue(programme: str, acting: Acting) -> Run:
    if acting.post not in REISSUE_2023.step("compute").by:
        raise NotNow([_("由{post}办理").format(post=Post.FINANCE_MAKER.title)])
    month = acting.on.replace(day=1)
    counter = f"CF-{DISTRICT}-{month:%Y-%m}-{MARKS[programme]}"
    lock_counter(counter)
    opened = Run.objects.filter(
        kind=Run.Kind.REISSUE, programme=programme, state__in=["draft", "computed", "checked"]
    ).first()
    if opened:
        return opened
    if not due.rows(due.OF_KIND["reissue"].count, month=month, programme=programme)[0][0]:
        raise NotNow([_("没有已更正账户、待重发的退票")])
    run = Run.objects.create(
        number=reissue_number(DISTRICT, month, programme, next_number(counter)), month=month, programme=programme,
        kind=Run.Kind.REISSUE, state=REISSUE_2023.starts, edition=REISSUE_2023.code,
    )  # fmt: skip
    _log(run, Verb.RUN_CREATED, acting, {"programme": programme, "kind": run.kind})
    return run


def take_lines(run: Run, acting: Acting) -> Run:
    """Lines, sums and digest of a run of either kind; what was cut short goes on with the next town. Errors: NotNow."""
    if run.state == "draft":
        for town in towns():
            _take_town(run, town, acting)
    return _finish(run, acting)


@transaction.atomic
def _take_town(run: Run, town: str, acting: Acting) -> None:
    """The lines of one town; nothing when they are in already."""
    _lock(run, "compute", acting)
    if RunTown.objects.filter(run=run, town=town).exists():
        return
    _write_town(run, town)


def _write_town(run: Run, town: str) -> None:
    due.rows(due.OF_KIND[run.kind].write, month=run.month, programme=run.programme, run=run.pk, town=town)


@transaction.atomic
def _finish(run: Run, acting: Acting) -> Run:
    """Make every town's lines what is due now, then sums, digest, state and the one log entry."""
    locked = _lock(run, "compute", acting)
    stale = outdated_towns(locked) | (
        set(towns()) - set(RunTown.objects.filter(run=run).values_list("town", flat=True))
    )
    if not stale and locked.state != "draft":
        return locked
    for town in sorted(stale):
        RunTown.objects.filter(run=run, town=town).delete()
        RunLine.objects.filter(run=run, town=town).delete()
        _write_town(locked, town)
    return change(
        locked, Verb.RUN_COMPUTED, acting, state="computed", **_sums(locked), **_signed("computed", acting),
        checked_by="", checked_name="", checked_on=None, checked_digest="",
    )  # fmt: skip


def _sums(run: Run) -> dict[str, Any]:
    sums = RunTown.objects.filter(run=run).aggregate(
        households=Sum("households"), persons=Sum("persons"), base_total=Sum("base"),
        supplement_total=Sum("supplement"), care_total=Sum("care"),
    )  # fmt: skip
    return {
        **sums,
        "total": sums["base_total"] + sums["supplement_total"] + sums["care_total"],
        "lines_count": RunLine.objects.filter(run=run).count(),
        "control_digest": control_digest(run),
    }


@transaction.atomic
def check(*, number: str, version: int, acting: Acting) -> Run:
    """复核: a second person finds sums and changes right. Errors: NotNow, Stale, Run.DoesNotExist."""
    end_awards(acting=acting)  # what was ended since the run was computed isn't paid by it
    run = _claim(number, version, "check", acting)
    return change(
        run, Verb.RUN_CHECKED, acting, state="checked", checked_digest=run.control_digest, **_signed("checked", acting)
    )


@transaction.atomic
def approve(*, number: str, version: int, digest: str, acting: Acting) -> Run:
    """审批: a third person lets the money go. `digest` is the control digest that was on the screen.

    Errors: NotNow when a town's roster lacks or the sums changed since the check; Stale; Run.DoesNotExist.
    """
    end_awards(acting=acting)
    run = _claim(number, version, "approve", acting)
    if digest != run.control_digest:
        raise Stale([_("控制摘要与您看到的不同，请重新打开")])
    return change(run, Verb.RUN_APPROVED, acting, state="approved", **_signed("approved", acting))


@transaction.atomic
def confirm_roster(
    *, month: date, programme: str, households: int, total: Decimal, acting: Acting
) -> RosterConfirmation:
    """确认花名册: a town's leader answers for the families and the sum that were on the screen.

    Errors: NotNow when the run is approved already or this isn't the leader; Stale when the roster is another by now.
    """
    town = acting.division
    run = monthly_run(month, programme)
    found = run_obstacles(run or _unmade(month, programme), "confirm_roster", acting)
    if found:
        raise NotNow(found)
    now = roster_sums(month=month, programme=programme, town=town, run=run)
    if now != (households, total):
        raise Stale(
            [_("花名册现为 {households} 户 {total} 元，请重新核对").format(households=now[0], total=money(now[1]))]
        )
    confirmed = RosterConfirmation.objects.create(
        month=month, programme=programme, town=town, households=households, total=total,
        by_login=acting.login, by_name=acting.name, on=acting.on,
    )  # fmt: skip
    append(
        chain=f"run/{run_number(DISTRICT, month, programme)}", actor=acting.actor, verb=Verb.RUN_ROSTER_CONFIRMED,
        object_kind="roster", object_key=f"{month:%Y-%m}/{programme}/{town}",
        facts={"town": town, "lines": households, "total": money(total)}, at=acting.at, on=acting.on, town=town,
    )  # fmt: skip
    return confirmed


def _unmade(month: date, programme: str) -> Run:
    procedure = MONTHLY_2023
    return Run(
        number=run_number(DISTRICT, month, programme), month=month, programme=programme, state=procedure.starts,
        edition=procedure.code,
    )  # fmt: skip


def _claim(number: str, version: int, code: str, acting: Acting) -> Run:
    """The run, locked, at the version that was on the screen, with nothing in the way. Errors: Stale, NotNow."""
    run = Run.objects.select_for_update().get(number=number)
    if run.version != version:
        raise Stale(entries_since_version(f"run/{number}", version) or [_("批次已被他人改动")])
    if found := run_obstacles(run, code, acting):
        raise NotNow(found)
    return run


def _lock(run: Run, code: str, acting: Acting) -> Run:
    locked = Run.objects.select_for_update().get(pk=run.pk)
    if found := run_obstacles(locked, code, acting):
        raise NotNow(found)
    return locked


def _signed(act: str, acting: Acting) -> dict[str, Any]:
    return {f"{act}_by": acting.login, f"{act}_name": acting.name, f"{act}_on": acting.on}


def change(run: Run, verb: Verb, acting: Acting, facts: Mapping[str, Any] | None = None, **fields: Any) -> Run:
    """Write fields of a locked run, raise its version, and tell it in one entry."""
    Run.objects.filter(pk=run.pk).update(version=F("version") + 1, **fields)
    run.refresh_from_db()
    _log(run, verb, acting, facts or {})
    return run


def run_facts(run: Run) -> dict[str, Any]:
    """Everything of a run that a replay compares."""
    return {
        "state": run.state, "version": run.version, "month": month_text(run.month), "households": run.households,
        "persons": run.persons, "lines": run.lines_count, "base": money(run.base_total),
        "supplement": money(run.supplement_total), "care": money(run.care_total), "total": money(run.total), "digest": run.control_digest,
        "checked_digest": run.checked_digest, "computed_by": run.computed_by, "checked_by": run.checked_by,
        "approved_by": run.approved_by, "exported_by": run.exported_by,
    }  # fmt: skip


def _log(run: Run, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=f"run/{run.number}", actor=acting.actor, verb=verb, object_kind="run", object_key=run.number,
        facts={**run_facts(run), **facts}, at=acting.at, on=acting.on,
    )  # fmt: skip
