"""Compute every decision again from what it stored, and compare the sums with those that were signed (DESIGN: editions)."""

from collections.abc import Iterator

from doudi.audit.replay import Difference
from doudi.cases.assessment import recomputed
from doudi.cases.models import Decision, Outcome


def compare() -> Iterator[Difference]:
    """Every decision whose facts and parameters now give another answer than it was signed with; one statement.

    Decisions from before parameters were kept can't be computed again and are left out.
    """
    for decision in Decision.objects.exclude(parameters={}).select_related("case").order_by("case__number", "seq"):
        again, key = recomputed(decision), f"{decision.case.number}/{decision.seq}"
        for name in ("outcome", "amounts", "members"):
            if again[name] != decision.answer[name]:
                yield Difference("decision", key, name, str(again[name]), str(decision.answer[name]))
        if decision.outcome == Outcome.GRANT and again["amounts"]["total"] != str(decision.total):
            yield Difference("decision", key, "total", again["amounts"]["total"], str(decision.total))
