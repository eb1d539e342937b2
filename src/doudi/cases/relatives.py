"""近亲属备案: whether the decider has to visit a family before deciding (57号 第十一条、第二十条)."""

from doudi.cases.standing import Position
from doudi.cases.steps import find, settle
from doudi.law.papers import PaperKind


def tell_relatives(where: Position) -> None:
    """Put or settle the finding that the decider must visit first: a registered relative, or a complaint that held."""
    case = where.case
    visited = PaperKind.DECIDER_VISIT in where.standing.on_file
    if not visited and (where.was_upheld or where.is_relative):
        find(case, "decider_visit_missing")
    elif "decider_visit_missing" in where.standing.open_findings:
        settle(case, "decider_visit_missing")
