"""Which cases a leader opened one by one in this session, for how long, and what was on the screen: for signing several.

The session keeps numbers, digests and moments only. A case counts as read from the moment it is shown until the next one
is; what was fetched ahead and never shown doesn't count.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

OPENED, SHOWN = "signing_opened", "signing_shown"
LEAST_SECONDS = 5
MOST_KEPT = 200

Session = MutableMapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """What was shown of a case (digest of the summary) and for how many seconds in all."""

    digest: str
    seconds: float

    @property
    def is_enough(self) -> bool:
        """Whether it was open long enough to be signed together with others."""
        return self.seconds >= LEAST_SECONDS


def show(session: Any, number: str, digest: str, at: datetime) -> None:
    """The case is on the screen from now on; the one before it no longer is."""
    read = readings(session, at)
    if number in read and read[number].digest != digest:
        read.pop(number)  # another summary: reading begins anew
    seconds = read[number].seconds if number in read else 0.0
    kept = {each: [one.digest, one.seconds] for each, one in read.items() if each != number}
    session[OPENED] = dict(list(kept.items())[-MOST_KEPT:]) | {number: [digest, seconds]}
    session[SHOWN] = [number, at.timestamp()]


def readings(session: Any, at: datetime) -> dict[str, Reading]:
    """Every case opened in this session, the one on the screen counted until now."""
    shown, since = session.get(SHOWN, ["", 0.0])
    return {
        number: Reading(digest, seconds + (max(at.timestamp() - since, 0.0) if number == shown else 0.0))
        for number, (digest, seconds) in session.get(OPENED, {}).items()
    }


def forget(session: Any, number: str) -> None:
    """The case is signed."""
    session[OPENED] = {each: kept for each, kept in session.get(OPENED, {}).items() if each != number}
    if session.get(SHOWN, [""])[0] == number:
        session.pop(SHOWN, None)
