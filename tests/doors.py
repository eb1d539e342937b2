"""Knocking at the doors as one of the cast."""

from datetime import date

from django.test import Client

from cast import officer
from doudi.accounts.models import DemoDay, Officer


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
