"""The procedures' tables that lists, workbench and the register of duties read: the one place that says which there are."""

from doudi.law.procedures.subsistence_allowance import EDITIONS as ALL
from doudi.law.procedures.subsistence_allowance import edition

ENDED = frozenset(state.code for procedure in ALL for state in procedure.states if state.ends)

__all__ = ["ALL", "ENDED", "edition"]
