"""Logging in: constant time for known and unknown names, one desk session a person."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from doudi.accounts.day import now
from doudi.accounts.models import Officer
from doudi.vault.crypto import provider
from doudi.vault.prepared import Prepared

# Verified for unknown names, so that an answer takes as long as for a known one (S13).
_NOBODY = make_password("nobody has this password")

# Every page asks who is there.
ACTIVE = Prepared(lambda officer: Officer.objects.filter(pk=officer, is_active=True), officer=-140502)


class LoginBackend(BaseBackend):
    """Checks a login name and password; inactive people are refused like wrong passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Officer | None:
        """The officer, or None. No side effects: `accounts.actions` logs what came of it."""
        officer = Officer.objects.filter(login=username or "").first()
        right = check_password(password or "", officer.password if officer else _NOBODY)
        return officer if officer and right and officer.is_active and not _ran_out(officer) else None

    def get_user(self, user_id: int) -> Officer | None:
        """The officer of a session, while active."""
        return next(iter(ACTIVE.instances(officer=user_id)), None)


def _ran_out(officer: Officer) -> bool:
    """Whether a one-time password was left lying for more than its day (S15)."""
    return officer.one_time_until is not None and officer.one_time_until <= now()


def lock_key(_request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """What failed log-ins are counted under: a keyed digest, since people type ID numbers as their name (N6)."""
    name = str((credentials or {}).get("username") or (_request.POST.get("username", "") if _request else ""))
    return provider().mac(f"login/{name}".encode()).hex()
