"""Before any test: PostgreSQL runs, and the environment is the tests' own, apart from the demonstration's.

A database given in DATABASE_URL is used as it is; else the fast test cluster of this checkout is started (and left
running for the next time: `make stop` ends it). Set DOUDI_TEST_DB to run beside somebody else's tests.
"""

import importlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django import db
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis
from whitenoise.middleware import WhiteNoiseMiddleware

from doudi.config import cluster, fonts, postgres

pytest_plugins = ["ground", "chromium"]
# The same examples each time, so that a change is to blame for what fails; `make nightly` looks for new ones.
hypothesis.register_profile("steady", derandomize=True)
hypothesis.register_profile("searching", deadline=None)
hypothesis.load_profile(os.environ.get("DOUDI_EXAMPLES", "steady"))
ROOT = Path(__file__).resolve().parents[1]
# The longest come first, so that neither process waits for the other's last test; Chromium is started in one of them.
FIRST = ("tests/browser/", "tests/desk/test_matrix.py", "tests/payments/test_kill.py")
QUEUE = ("procrastinate_jobs", "procrastinate_workers", "procrastinate_periodic_defers")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Prepare the environment once; the workers of xdist inherit it."""
    # One connection a thread. Django's own store gives a thread a second one as soon as Playwright's loop runs in it,
    # and the first, left in its transaction, blocks the tables' emptying for good.
    db.connections._connections = threading.local()
    if hasattr(config, "workerinput") or config.option.version or config.option.help:
        return
    is_ours = "DATABASE_URL" not in os.environ
    urls = postgres.ensure("test")
    os.environ["DATABASE_URL"], os.environ["DOUDI_WEB_DATABASE_URL"] = urls.owner_url, urls.web_url
    if is_ours:
        _let_rows_be_laid()
    os.environ.setdefault("DOUDI_FONT_PATHS", ":".join(map(str, fonts.paths())))
    os.environ.setdefault("DOUDI_VAR", str(ROOT / "var" / "test"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
    _settings_again()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In random order, but the long ones first."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    settings.PASSWORD_HASHERS = ["hashing.QuickArgon2"]


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """Each test client makes the middleware anew; the static files, which stay the same, are looked for by the first."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def known(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", known)
        yield


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What a test taught the process is forgotten: values and days that two people confirmed, taken back with its
    transaction, and how often the public asked for pages."""
    yield
    parameters, calendar = (sys.modules.get(f"doudi.accounts.{name}") for name in ("parameters", "calendar"))
    if parameters and (getattr(parameters._KEPT, "waiting", 0) or _standing(parameters) != parameters.NOTHING):
        parameters._KEPT.__dict__.clear()
    if calendar and getattr(calendar._KEPT, "stamp", "0") != "0":
        calendar._KEPT.__dict__.clear()
    cache.clear()


def _standing(parameters: ModuleType) -> object:
    return getattr(parameters._KEPT, "standing", parameters.NOTHING)


@pytest.fixture(autouse=True)
def _queue_emptied(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """The flush after a transactional test spares the queue, whose tables aren't Django's: a job that a browser left
    would be the next worker's."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
        with django_db_blocker.unblock(), db.connection.cursor() as cursor:
            cursor.execute(f"truncate {', '.join(QUEUE)} cascade")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """End what killed processes and a browser's last request left open, so that the database can be dropped.

    PostgreSQL notices a dead client only when it next writes to it; dropping the database doesn't wait for that.
    """
    yield
    for url in ("DATABASE_URL", "DOUDI_WEB_DATABASE_URL"):
        with psycopg.connect(os.environ[url], dbname=db.connection.settings_dict["NAME"]) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                " AND usename = current_user AND pid <> pg_backend_pid()"
            )


def _let_rows_be_laid() -> None:
    """On a cluster of our own the owner may insert past the triggers: what `factories.kept` asks for."""
    record = postgres._record("test")
    assert record is not None
    with psycopg.connect(postgres._url(record, cluster.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"grant set on parameter session_replication_role to {postgres.OWNER}")


def _settings_again() -> None:
    """Give the settings the new environment: pytest-django has loaded them before this file was read."""
    conf = importlib.import_module("django.conf")
    if not conf.settings.configured:
        return
    fresh = importlib.reload(importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"]))
    for name in filter(str.isupper, dir(fresh)):
        if name != "DATABASES":
            setattr(conf.settings, name, getattr(fresh, name))
    address = {key: fresh.DATABASES["default"][key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    db.connections.settings["default"].update(address)
