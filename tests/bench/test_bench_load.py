"""Twenty officers at once on 30,000 households, behind the real server (`make bench`; R29 of a smaller kind)."""

import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live
from django.db import connections

from bench.filling import fill
from doudi.cases.lists import refresh_some
from doudi.cases.models import Case
from doudi.command import serve
from doudi.command.demo import district
from doudi.command.demo.staff import PASSWORD, SHORT
from factories.golden import DEMO_PARAMETERS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOUSEHOLDS, SECONDS, THINK = 30_000, 60, 1.0
KINDS = ("clerk", "surveyor", "reviewer", "leader")


class Officer(threading.Thread):
    """One person at the desk: a list, then cases of it, again and again, with a second between."""

    def __init__(self, base: str, login: str, until: float) -> None:
        super().__init__(daemon=True)
        self.base, self.login, self.until = base, login, until
        self.taken: list[tuple[str, float]] = []
        self.errors: list[str] = []
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def get(self, path: str, kind: str = "") -> str:
        """A page; its time is kept under `kind`."""
        begun = time.perf_counter()
        try:
            with self.opener.open(self.base + path, timeout=30) as answer:
                said = str(answer.read().decode())
        except OSError as trouble:
            raise OSError(f"{path}: {trouble}") from trouble
        if kind:
            self.taken.append((kind, time.perf_counter() - begun))
        return said

    def log_in(self) -> None:
        """Log in as one of the demonstration's people."""
        page = self.get("/desk/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"username": self.login, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(
            f"{self.base}/desk/login/", urllib.parse.urlencode(form).encode(), {"Referer": f"{self.base}/desk/login/"}
        )
        self.opener.open(request, timeout=30).read()

    def run(self) -> None:
        """Work until the time is up; what fails is kept, not raised in a thread nobody watches."""
        try:
            self.log_in()
            page = 1
            while time.monotonic() < self.until:
                listed = self.get(f"/desk/cases/?page={page}", "list")
                for number in re.findall(r'href="/desk/cases/(DB-[\w-]+)/"', listed)[:4]:
                    time.sleep(THINK)
                    self.get(f"/desk/cases/{number}/", "case")
                page = page % 50 + 1
        except OSError as trouble:
            self.errors.append(f"{self.login}: {trouble}")


@pytest.fixture
def server(settings: Any) -> Iterator[str]:
    """The real server, two workers, on the database of this test."""
    settings.DEMO = True
    settings.DOUDI_PARAMETER_FILES = [DEMO_PARAMETERS]
    district.load(lambda said: None)
    model = Case.objects.filter(town="140502100", state="reviewed").earliest("pk")
    fill(model.household_id, HOUSEHOLDS)
    while refresh_some():
        pass  # what the worker does
    known = connections.databases["default"]
    url = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    listener = serve.listen(8950)
    port = listener.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": url, "DOUDI_WEB_DATABASE_URL": url, "DOUDI_DEMO": "1", "DOUDI_WORKERS": "2",
        "DOUDI_PROCESS": "web", "DOUDI_KEYS_DIR": str(live.DOUDI_KEYS_DIR),
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:doudi.config.gunicorn",
        f"--bind=fd://{listener.fileno()}",
    ]
    process = subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()])
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not serve.answers(f"{base}/") and time.monotonic() < deadline:
            time.sleep(0.3)
        yield base
    finally:
        process.terminate()
        process.wait(30)
        listener.close()


def test_bench_twenty_officers(server: str) -> None:
    until = time.monotonic() + SECONDS
    logins = [f"{town}-{kind}" for town in SHORT.values() for kind in KINDS][-20:]
    people = [Officer(server, login, until) for login in logins]
    for person in people:
        person.start()
    for person in people:
        person.join(SECONDS + 60)
    assert [error for person in people for error in person.errors] == []
    for kind in ("list", "case"):
        taken = sorted(seconds for person in people for name, seconds in person.taken if name == kind)
        p95 = statistics.quantiles(taken, n=20)[-1] * 1000
        figures = {"pages": len(taken), "median_ms": round(statistics.median(taken) * 1000), "p95_ms": round(p95)}
        print("BENCH", json.dumps({"figure": f"20 officers, {HOUSEHOLDS} households: {kind}", **figures}))  # noqa: T201
        assert len(taken) > 20
