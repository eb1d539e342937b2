"""Rebuild which papers were issued from the log of the cases, and compare it with the papers kept (N3)."""

from collections.abc import Iterator

from doudi.audit.models import Entry
from doudi.audit.replay import Difference
from doudi.papers.models import Paper


def compare() -> Iterator[Difference]:
    """Every numbered paper that the log and the papers' table tell differently; two statements."""
    told = {
        put["number"]: (entry.object_key, put["kind"], put["digest"])
        for entry in Entry.objects.filter(verb="case.step_taken")
        for put in entry.facts["papers"]
        if put["number"]
    }
    kept = {
        paper.number: (paper.object_key, paper.kind, paper.sha256) for paper in Paper.objects.filter(object_kind="case")
    }
    for number in sorted(told.keys() | kept.keys()):
        if told.get(number) != kept.get(number):
            yield Difference("paper", number, "issued", str(told.get(number, "")), str(kept.get(number, "")))
