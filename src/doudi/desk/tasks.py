"""Work for the queue: its arguments are keys, never anything of a person (N6)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import close_old_connections, connection
from procrastinate.contrib.django import app

from doudi.accounts.day import now, today
from doudi.accounts.edited import look_again
from doudi.accounts.exports import drop_expired, fail
from doudi.cases.lists import refresh_some
from doudi.desk.exports import make
from doudi.payments import estimates, uplift
from doudi.payments.ahead_counts import all_towns, count_again
from doudi.payments.models import Calculation, Estimate, Recalculation

STALLED = 30  # seconds without a sign of life after which a worker counts as killed


@contextmanager
def _fresh() -> Iterator[None]:
    """A connection of this job's own: a worker lives longer than the database's patience with idle ones."""
    if connection.in_atomic_block:
        yield
        return
    close_old_connections()
    yield
    close_old_connections()


@app.task(queue="exports")
def make_export(key: str) -> None:
    """Make one workbook; marked as not made when something unforeseen happens. Killed, it is taken up again."""
    with _fresh():
        try:
            make(UUID(key))
        except Exception:
            fail(key=UUID(key))
            raise


@app.task(queue="exports")
def make_uplift(key: str) -> None:
    """Calculate one 提标重算; marked as not calculated when something unforeseen happens. Killed, it is taken up again."""
    _calculate(Recalculation, uplift.make, UUID(key))


@app.task(queue="exports")
def make_estimate(key: str) -> None:
    """Make one 资金测算, likewise."""
    _calculate(Estimate, estimates.make, UUID(key))


def _calculate(kind: type[Calculation], make_: Callable[[UUID], bool], key: UUID) -> None:
    with _fresh():
        look_again()
        try:
            make_(key)
        except Exception:
            kind.fail(key=key)
            raise


@app.periodic(cron="*/10 * * * *")
@app.task(queue="exports", queueing_lock="drop_expired")
def drop_expired_exports(timestamp: int) -> None:
    """Delete what was kept for a day."""
    with _fresh():
        drop_expired(at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="exports", queueing_lock="refresh_lists")
def refresh_lists(timestamp: int) -> None:
    """Make the rows of lists anew for every case that changed, as after an edit of the calendar, and count what is new of
    到龄到期: the whole of it when a day begins."""
    with _fresh():
        look_again()
        while refresh_some():
            pass
        count_again(all_towns(), today())


@app.periodic(cron="* * * * *")
@app.task(queue="exports", queueing_lock="take_up_again")
async def take_up_again(timestamp: int) -> None:
    """Put back the jobs of workers that were killed, so that another goes on with them."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await app.job_manager.retry_job(job)
