"""`doudi worker`: takes jobs from the queue and does them, also those of a worker that was killed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import acting
from doors import set_day
from doudi.accounts import exports as kept
from doudi.accounts.areas import walled
from doudi.accounts.models import Export
from doudi.command import worker
from doudi.desk.tasks import make_export, take_up_again
from factories import golden

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-06")


def work_off() -> None:
    """The worker in a thread of its own: it has an event loop, and so may whoever drives a browser in this process."""

    def work() -> None:
        worker.work(wait=False)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def queued() -> Export:
    golden.accepted()
    clerk = acting("clerk", "2026-11-06")
    with walled(clerk):
        export = kept.ask(what="cases", query={"asked": ""}, rows=1, reason="核对", acting=clerk)
        make_export.defer(key=str(export.key))
    return export


def test_a_queued_export_is_made() -> None:
    export = queued()
    work_off()
    export.refresh_from_db()
    assert (export.state, export.rows) == ("ready", 1)
    assert ProcrastinateJob.objects.get(task_name="doudi.desk.tasks.make_export").status == "succeeded"


def test_asking_and_the_job_are_one_transaction() -> None:
    golden.accepted()
    clerk = acting("clerk", "2026-11-06")
    with transaction.atomic():
        with walled(clerk):
            export = kept.ask(what="cases", query={"asked": ""}, rows=1, reason="核对", acting=clerk)
            make_export.defer(key=str(export.key))
        transaction.set_rollback(True)
    assert not Export.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_job_of_a_killed_worker_is_taken_up_again() -> None:
    export = queued()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        (dead,) = cursor.fetchone() or (None,)
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [dead])
    Export.objects.update(state="running", done=0)
    work_off()  # a worker looks for such jobs by itself, once a minute
    if ProcrastinateJob.objects.get(args={"key": str(export.key)}).status != "succeeded":
        take_up_again.defer(timestamp=0)
        work_off()
        work_off()
    export.refresh_from_db()
    assert export.state == "ready"


def test_without_a_worker_stop_says_so(capsys) -> None:
    assert worker.run(["--stop"]) == 0
    assert "没有" in capsys.readouterr().out
