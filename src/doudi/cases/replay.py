"""Rebuild every case from the log and compare it with the tables (N3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from doudi.audit.models import Entry
from doudi.audit.replay import Difference
from doudi.cases.models import Case, Decision, Publicity, StepTaken


@dataclass
class Rebuilt:
    """One case as its entries tell it."""

    state: str = ""
    version: str = "1"
    accepted_on: str = ""
    due_on: str = ""
    bring_by: str = ""
    steps: int = 0
    decisions: dict[int, tuple[str, str, str, str, str]] = field(default_factory=dict)
    published: list[tuple[str, str]] = field(default_factory=list)

    def take(self, facts: Mapping[str, Any]) -> None:
        """Apply one entry's facts."""
        self.state = facts.get("state", self.state)
        self.version = str(facts.get("version", self.version))
        self.accepted_on = facts.get("accepted_on", self.accepted_on)
        self.due_on = facts.get("due_on", self.due_on)
        self.bring_by = facts.get("bring_by", self.bring_by)
        if "starts_on" in facts:
            self.published.append((facts["starts_on"], facts["ends_on"]))
        if "screen" in facts:
            self.decisions[facts["decision"]] = (
                facts["outcome"], facts["base"], facts["supplement"], facts.get("care", "0.00"),
                facts["first_month"] or "",
            )  # fmt: skip


def compare() -> Iterator[Difference]:
    """Every field of every case that the log and the tables tell differently; four statements."""
    told = _rebuilt(Entry.objects.filter(object_kind="case", chain__startswith="case/").order_by("chain", "number"))
    actual = _actual()
    for number in sorted(told.keys() | actual.keys()):
        mine, theirs = told.get(number, Rebuilt()), actual.get(number, Rebuilt())
        for name in Rebuilt.__dataclass_fields__:
            expected, found = getattr(mine, name), getattr(theirs, name)
            if expected != found:
                yield Difference("case", number, name, str(expected), str(found))


def _rebuilt(entries: Iterable[Entry]) -> dict[str, Rebuilt]:
    found: dict[str, Rebuilt] = {}
    for number, chain in groupby(entries, key=lambda entry: entry.object_key):
        case = found.setdefault(number, Rebuilt())
        for entry in chain:
            case.take(entry.facts)
            case.steps += entry.verb in ("case.step_taken", "case.registered")
    return found


def _actual() -> dict[str, Rebuilt]:
    found = {
        case.number: Rebuilt(
            case.state, str(case.version), _day(case.accepted_on), _day(case.due_on), _day(case.bring_by)
        )
        for case in Case.objects.all()
    }
    for number in StepTaken.objects.values_list("case__number", flat=True):
        found[number].steps += 1
    for row in Decision.objects.select_related("case"):
        found[row.case.number].decisions[row.seq] = (
            row.outcome, str(row.base), str(row.supplement), str(row.care),
            row.first_month.isoformat()[:7] if row.first_month else "",
        )  # fmt: skip
    for posted in Publicity.objects.select_related("case").order_by("pk"):
        found[posted.case.number].published.append((_day(posted.starts_on), _day(posted.ends_on)))
    return found


def _day(value: Any) -> str:
    return value.isoformat() if value else ""
