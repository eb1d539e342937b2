"""Who did it, as plain values, so that the log depends on nobody and outlives every account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """经办人: the login, the name and the code of the post acted in."""

    number: str
    name: str
    post: str
