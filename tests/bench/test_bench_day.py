"""A clerk's day of 30 cases, played through the pages from a script, with the time it took (`make bench`)."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from doors import client_of, set_day
from doudi.cases.models import Case
from factories import golden

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAY = "2026-11-19"
# How many cases wait at what, how they came there, the step that the clerk takes, and its answers.
MORNING: tuple[tuple[int, Callable[..., Case], str, dict[str, str]], ...] = (
    (10, lambda family: golden.register(family, golden.acting("clerk")), "accept", {}),
    (7, lambda family: golden.verified(family, None), "propose", {"outcome": "grant", "text": "拟同意纳入"}),
    (5, golden.confirmed, "publish", {}),
    (4, golden.publicised, "close_publicity", {}),
    (4, golden.confirmed, "file", {}),
)


class Clerk:
    """Looks at the desk, opens a case, opens the step, fills it in: every page as a browser would ask for it."""

    def __init__(self) -> None:
        self.client, self.asked = client_of("clerk"), 0

    def get(self, path: str) -> str:
        """A page that opens."""
        self.asked += 1
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def take(self, number: str, code: str, answers: dict[str, str]) -> None:
        """From the workbench to the case, to the step, and back to the case."""
        self.get("/desk/")
        self.get(f"/desk/cases/{number}/")
        page = self.get(f"/desk/cases/{number}/{code}/")
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version, (number, code)
        self.asked += 1
        answer = self.client.post(f"/desk/cases/{number}/{code}/", {"version": version[1], **answers})
        assert answer.status_code == 302, (number, code, answer.content.decode()[-2000:])
        self.get(f"/desk/cases/{number}/")


def test_bench_a_clerks_day(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    waiting: list[tuple[str, str, dict[str, str]]] = []
    for count, make, code, answers in MORNING:
        for _time in range(count):
            case = make(golden.chen(110 + 10 * len(waiting)))
            waiting.append((case.number, code, answers))
    set_day(settings, DAY)
    clerk, begun = Clerk(), time.perf_counter()
    for number, code, answers in waiting:
        clerk.take(number, code, answers)
    seconds = time.perf_counter() - begun
    told = {
        "figure": "a clerk's day", "cases": len(waiting), "pages": clerk.asked, "seconds": round(seconds, 1),
        "ms_a_page": round(seconds / clerk.asked * 1000),
    }  # fmt: skip
    print("BENCH", json.dumps(told))  # noqa: T201  (what the bench is for)
    assert len(waiting) == 30
