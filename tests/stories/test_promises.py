"""What must always hold, shown on real transactions: one winner, no ID at rest, a log that tells of every change."""

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings as live
from django.db import connection, connections

from cast import acting
from doudi.accounts.areas import walled
from doudi.audit.checking import verify
from doudi.cases import actions, replay, replay_papers
from doudi.cases.models import Case, Decision
from doudi.config import postgres
from doudi.households.models import Member
from factories import golden

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 50


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def confirm_once(case: Case, seen: str, start: Barrier) -> str:
    leader = acting("leader", "2026-11-10")
    mine = golden.again(case, leader)
    start.wait()
    try:
        with walled(leader):
            actions.confirm(case=mine, version=case.version, seen=seen, acting=leader)
    except (actions.Stale, actions.NotNow) as refused:
        return type(refused).__name__
    finally:
        connections.close_all()
    return "confirmed"


def test_fifty_people_confirm_one_case_and_one_succeeds() -> None:
    case, leader = golden.reviewed(), acting("leader", "2026-11-10")
    seen, start = golden.sealed(case, leader), Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda _n: confirm_once(case, seen, start), range(THREADS)))
    assert results.count("confirmed") == 1
    assert set(results) == {"confirmed", "Stale"}
    assert Decision.objects.filter(case=case).count() == 1


def test_the_log_rebuilds_every_case_and_paper() -> None:
    golden.granted()
    golden.refused()
    assert list(replay.compare()) == []
    assert list(replay_papers.compare()) == []
    assert verify().is_whole


def test_a_change_past_the_product_shows_in_the_replay() -> None:
    case = golden.confirmed()
    Case.objects.filter(pk=case.pk).update(state="granted")
    found = [(each.key, each.field, each.expected, each.actual) for each in replay.compare()]
    assert (case.number, "state", "confirmed", "granted") in found


def forms_of(secret: str) -> Iterator[bytes]:
    """An ID number as it might lie somewhere: UTF-8, UTF-16, hex, base64, without its check digit."""
    for text in (secret, secret[:-1]):
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode().hex().encode()
    yield base64.b64encode(secret.encode()).rstrip(b"=")


def test_no_id_number_phone_or_account_lies_in_the_database_or_its_dump(tmp_path: Path) -> None:
    golden.granted()
    secrets = [member.id_number for member in Member.objects.all()] + ["6230000000000000100"]
    assert len(secrets) > 3
    folder = cluster_folder()
    dump = tmp_path / "dump.sql"
    dump.write_bytes(dumped())
    kept = Path(folder).rglob("*") if folder else ()
    temporary = Path(live.DOUDI_VAR).rglob("*")
    files = [dump, *(file for file in (*kept, *temporary) if file.is_file())]
    wanted = [form for secret in secrets for form in forms_of(secret)]
    found = [str(file) for file in files if any(form in content_of(file) for form in wanted)]
    assert len(files) > 20
    assert found == []


def content_of(file: Path) -> bytes:
    """A file's bytes; none where the server took it away meanwhile."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def cluster_folder() -> str:
    """The test cluster's files with its write-ahead log; empty where the tests were given a database elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "DOUDI_VAR"):
            patch.delenv(name, raising=False)
        return str(postgres.status("test").data or "")


def dumped() -> bytes:
    """Every row of every table as text, as pg_dump would write it."""
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"select t::text from {table} t")
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows).encode()


def test_keys_lie_outside_the_database_and_are_private() -> None:
    golden.accepted()
    folder = Path(live.DOUDI_KEYS_DIR)
    keys = [file for file in folder.iterdir() if file.is_file()]
    assert keys
    assert all(file.stat().st_mode & 0o077 == 0 for file in keys)
