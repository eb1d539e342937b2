"""What a room's replay says when the tables and the log tell different stories."""

from typing import NamedTuple


class Difference(NamedTuple):
    """One field of one thing: `expected` as the log rebuilds it, `actual` as the table has it."""

    kind: str
    key: str
    field: str
    expected: str
    actual: str
