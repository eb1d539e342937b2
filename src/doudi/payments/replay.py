"""Rebuilding awards, runs and what the bank answered from the log, and comparing them with their tables (N3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from doudi.audit.models import Entry
from doudi.audit.replay import Difference
from doudi.audit.verbs import Verb
from doudi.payments.awards import award_facts, money
from doudi.payments.corrections import correction_facts
from doudi.payments.models import AccountCorrection, Award, BankFile, BankReturn, RosterConfirmation, Run
from doudi.payments.returns import return_facts, sums_of
from doudi.payments.runs import run_facts
from doudi.payments.standing import control_digest

Facts = Mapping[str, Any]
AWARD_VERBS = (Verb.AWARD_OPENED, Verb.AWARD_CHANGED, Verb.LEDGER_CONFIRMED, Verb.UPLIFT_CONFIRMED)
RUN_VERBS = (Verb.RUN_CREATED, Verb.RUN_COMPUTED, Verb.RUN_CHECKED, Verb.RUN_APPROVED, Verb.RUN_EXPORTED)

# Entries from before there was a care fee say nothing of it.
CARELESS: dict[str, Any] = {"care": "0.00"}
# Nor, from before an uplift could count from a month past, of that month.
PLAIN: dict[str, Any] = {**CARELESS, "arrears_from": None}


def compare() -> list[Difference]:
    """Every field of an award, a run, its lines and its file that the tables have otherwise than the log."""
    return [*_awards(), *_runs(), *_rosters(), *_returns(), *_corrections()]


def _awards() -> Iterator[Difference]:
    told: dict[str, dict[str, Any]] = {}
    for entry in Entry.objects.filter(verb__in=AWARD_VERBS).order_by("at", "chain", "number").iterator():
        if entry.verb == Verb.LEDGER_CONFIRMED:
            _confirm(told, entry.facts)
            continue
        for facts in entry.facts.get("awards") or [entry.facts]:
            told[str(facts["award"])] = PLAIN | facts
    actual = {str(award.pk): award_facts(award) for award in Award.objects.iterator()}
    yield from _differences("award", told, actual)


def _confirm(told: dict[str, dict[str, Any]], facts: Facts) -> None:
    for key in map(str, facts["awards"]):
        if key in told:
            told[key] |= {"state": "active", "owed_from": max(told[key]["since"], facts["owed_from"])}


def _runs() -> Iterator[Difference]:
    told: dict[str, dict[str, Any]] = {}
    for entry in Entry.objects.filter(verb__in=RUN_VERBS).order_by("chain", "number").iterator():
        told[entry.object_key] = CARELESS | entry.facts
    runs = {run.number: run for run in Run.objects.all()}
    files = dict(BankFile.objects.values_list("run__number", "sha256"))
    actual = {
        number: {
            **run_facts(run),
            "lines_digest": control_digest(run) if run.state != "draft" else "",
            "sha256": files.get(number),
        }
        for number, run in runs.items()
    }
    for facts in told.values():
        # Lines must still give the digest that was signed, and the file the hash that was sent.
        facts.update(lines_digest=facts["digest"], sha256=facts.get("sha256"))
    yield from _differences("run", told, actual)


def _rosters() -> Iterator[Difference]:
    entries = Entry.objects.filter(verb=Verb.RUN_ROSTER_CONFIRMED).order_by("chain", "number")
    told = {entry.object_key: {"lines": entry.facts["lines"], "total": entry.facts["total"]} for entry in entries}
    actual = {
        f"{row.month:%Y-%m}/{row.programme}/{row.town}": {"lines": row.households, "total": f"{row.total:.2f}"}
        for row in RosterConfirmation.objects.order_by("pk")
    }
    yield from _differences("roster", told, actual)


def _returns() -> Iterator[Difference]:
    entries = Entry.objects.filter(verb__in=(Verb.RETURN_TAKEN, Verb.RETURN_PUT_ASIDE)).order_by("chain", "number")
    told = {entry.object_key: entry.facts for entry in entries}
    actual = {}
    for kept in BankReturn.objects.select_related("run").defer("sealed", "problems"):
        (paid, paid_total), (failed, failed_total) = sums_of(kept).values()
        # What the results say themselves, not what the file's row says of them.
        sums = {"paid": paid, "paid_total": money(paid_total), "failed": failed, "failed_total": money(failed_total)}
        actual[kept.number] = {**return_facts(kept), **sums}
    yield from _differences("return", told, actual)


def _corrections() -> Iterator[Difference]:
    # By time: the award whose chain tells of a change may be another one when it is decided.
    entries = Entry.objects.filter(verb__in=(Verb.ACCOUNT_CORRECTED, Verb.ACCOUNT_DECIDED))
    told = {entry.object_key: entry.facts for entry in entries.order_by("at", "chain", "number")}
    actual = {str(row.pk): correction_facts(row) for row in AccountCorrection.objects.iterator()}
    for key in told.keys() & actual.keys():
        # Entries from before an account could change without a return don't name the one they answer.
        told[key] = {"answers": actual[key]["answers"]} | told[key]
    yield from _differences("correction", told, actual)


def _differences(kind: str, told: Mapping[str, Facts], actual: Mapping[str, Facts]) -> Iterator[Difference]:
    for key in sorted(told.keys() | actual.keys()):
        here, there = told.get(key), actual.get(key)
        if here is None or there is None:
            yield Difference(kind, key, "", "有" if here is not None else "无", "有" if there is not None else "无")
            continue
        for name in there:
            if here.get(name) != there[name]:
                yield Difference(kind, key, name, str(here.get(name)), str(there[name]))
