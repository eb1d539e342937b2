"""Knocking at the doors as one of the cast."""

import re
from datetime import date
from typing import Any

from django.test import Client

from cast import officer
from doudi.accounts.models import DemoDay, Officer
from doudi.cases import replay, replay_papers
from doudi.cases.models import Case
from factories.golden import DEMO_PARAMETERS


def client_of(who: str, *, csrf: bool = False) -> Client:
    """A browser in which one of the cast is logged in."""
    client = Client(enforce_csrf_checks=csrf)
    person = officer(who)
    client.force_login(person, backend="doudi.accounts.login.LoginBackend")
    Officer.objects.filter(pk=person.pk).update(session_key=client.session.session_key)
    return client


def set_day(settings: object, day: str) -> None:
    """Let the office live on a day, as the demonstration does."""
    settings.DEMO = True  # type: ignore[attr-defined]
    DemoDay.objects.update_or_create(only=True, defaults={"day": date.fromisoformat(day)})


def demo_district(settings: Any, day: str) -> None:
    """The values of the demonstration, on a day."""
    settings.DOUDI_PARAMETER_FILES = [DEMO_PARAMETERS]
    set_day(settings, day)


def case_words(who: str, case: Case, part: str = "") -> str:
    """What a page of a case tells one of the cast."""
    return words(client_of(who).get(f"/desk/cases/{case.number}/{part}"))


def words(page: Any) -> str:
    """The words of a page, without its tags: of an answer, its bytes or its text."""
    html = getattr(page, "content", page)
    return " ".join(re.sub(r"<[^>]+>", " ", html if isinstance(html, str) else html.decode()).split())


def nothing_differs() -> None:
    """The log tells of cases and papers what the tables have."""
    assert list(replay.compare()) == []
    assert list(replay_papers.compare()) == []
