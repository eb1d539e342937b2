"""Fixtures of the ground: var folders apart from the checkout's, with nothing of the caller's environment."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from doudi.config import postgres

CALLERS = (
    "DATABASE_URL",
    "DOUDI_WEB_DATABASE_URL",
    "DOUDI_POSTGRES",
    "DOUDI_PRODUCTION",
    "DOUDI_DEMO",
    "DOUDI_KEYS_DIR",
)


def enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_VAR", str(folder))
    for name in CALLERS:
        monkeypatch.delenv(name, raising=False)


@contextmanager
def var_folder() -> Iterator[Path]:
    """Reachable by every user, unlike pytest's own folders, since root's server runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-test-"))
    folder.chmod(0o755)
    yield folder
    with pytest.MonkeyPatch.context() as monkeypatch:
        enter(folder, monkeypatch)
        for profile in postgres.PROFILES:
            postgres.discard(profile)
    shutil.rmtree(folder)


@pytest.fixture
def own_var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty var folder of one test."""
    with var_folder() as folder:
        enter(folder, monkeypatch)
        yield folder


@pytest.fixture(scope="module")
def lasting_var() -> Iterator[Path]:
    with var_folder() as folder:
        yield folder


@pytest.fixture
def standing(lasting_var: Path, monkeypatch: pytest.MonkeyPatch) -> postgres.Urls:
    """A cluster that the tests of a file share; each finds its roles set right again."""
    enter(lasting_var, monkeypatch)
    return postgres.ensure()
