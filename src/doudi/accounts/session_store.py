"""Where sessions are kept: Django's own table and rules; the statement that every page begins with is made once."""

from datetime import UTC, datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import QuerySet

from doudi.accounts.day import now
from doudi.vault.prepared import Prepared


def _kept(key: str, at: datetime) -> QuerySet[AbstractBaseSession]:
    return db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=at)


KEPT = Prepared(_kept, key="<key>", at=datetime(1, 2, 3, tzinfo=UTC))


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """The session of this key that hasn't run out; the key is forgotten where there is none."""
        key = self.session_key or ""
        # A cookie may say what no column can hold.
        kept = KEPT.instances(key=key, at=now()) if "\0" not in key else ()
        found: AbstractBaseSession | None = next(iter(kept), None)
        if found is None:
            self._session_key = None
        return found
