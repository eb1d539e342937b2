"""Every edition of every programme's procedure: by code, by day and order, and what all of them have in common."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from doudi.law.procedure import Procedure, Step
from doudi.law.procedures import extreme_hardship_support, subsistence_allowance

EDITIONS: Mapping[str, tuple[Procedure, ...]] = {
    subsistence_allowance.PROGRAMME: subsistence_allowance.EDITIONS,
    extreme_hardship_support.PROGRAMME: extreme_hardship_support.EDITIONS,
}
ALL: tuple[Procedure, ...] = tuple(each for editions in EDITIONS.values() for each in editions)
ORDERS: Mapping[str, str] = {"notice": "先确认后公示", "national": "先公示后确认"}


def edition_on(programme: str, day: date, order: str = "notice") -> Procedure:
    """The edition of a programme and order in force on a day. Errors: LookupError before the first; KeyError."""
    found = [each for each in EDITIONS[programme] if each.order == order and each.in_force <= day]
    if not found:
        raise LookupError(f"{day}: no edition of the procedure of {programme} was in force")
    return max(found, key=lambda each: each.in_force)


@cache
def edition(code: str) -> Procedure:
    """The edition of that code. Errors: KeyError."""
    return {known.code: known for known in ALL}[code]


def steps_by_code() -> dict[str, list[Step]]:
    """Every row of every edition, by the code of the step."""
    found: dict[str, list[Step]] = {}
    for step in (step for each in ALL for step in each.steps):
        found.setdefault(step.code, []).append(step)
    return found


def state_titles(editions: Iterable[Procedure] = ALL) -> dict[str, str]:
    """The word of each state, in the order of the tables; of two editions the first one's."""
    found: dict[str, str] = {}
    for state in (state for each in editions for state in each.states):
        found.setdefault(state.code, state.title)
    return found


ENDED = frozenset(state.code for each in ALL for state in each.states if state.ends)
