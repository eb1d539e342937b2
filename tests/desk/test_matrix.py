"""Every route × every post × own area and elsewhere, against the checked-in table (S01–S03, N4).

`DOUDI_WRITE_MATRIX=1 pytest tests/desk/test_matrix.py` writes the table anew; read its diff before committing it.
"""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cast import OTHER_TOWN, PEOPLE, TOWN, VILLAGE, acting, moment, officer
from doors import client_of, set_day
from doudi.accounts.actions import SYSTEM, register_relative
from doudi.accounts.calendar_days import enter
from doudi.accounts.delegating import delegate
from doudi.accounts.exports import ask as ask_export
from doudi.accounts.handing import begin
from doudi.accounts.models import PostHeld
from doudi.accounts.parameter_rows import ValueEntry
from doudi.accounts.parameter_rows import enter as enter_value
from doudi.cases import turn_notices
from doudi.cases.actions import save_draft
from doudi.cases.models import Case
from doudi.desk.exports import make
from doudi.households.models import Household, Item, Obligor
from doudi.law.papers import PaperKind
from doudi.papers.actions import issue
from doudi.papers.models import Paper
from doudi.payments.imports import receive
from doudi.payments.models import BankReturn, Returned
from doudi.payments.runs import create_run
from factories import golden
from payments.making import opened
from payments.returning import but, exported, taken

WORKBOOK = Path(__file__).parents[1] / "data" / "ledger-2026-10.xlsx"
TABLE = Path(__file__).with_name("matrix.csv")
SKIPPED = {"login", "logout"}  # they change who is asking; tests/desk/test_login.py has them
METHODS = ("GET", "POST")


def routes(space: str, resolver: URLResolver) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.namespace or space, entry)
        else:
            yield space, entry


def crawl(objects: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, dict[str, int]]]:
    clients = {who: client_of(who) for who in PEOPLE} | {"nobody": Client()}
    for space, route in routes("", get_resolver()):
        if route.name in SKIPPED:
            continue
        name = f"{space}:{route.name}" if space else str(route.name)
        wanted = set(route.pattern.converters)
        kwargs = {key: value for key, value in objects.get(name, objects["*"]).items() if key in wanted}
        for method in METHODS:
            yield name, method, {who: ask(client, name, kwargs, method) for who, client in clients.items()}


def ask(client: Client, name: str, kwargs: dict[str, object], method: str) -> int:
    with transaction.atomic():
        status = getattr(client, method.lower())(reverse(name, kwargs=kwargs)).status_code
        transaction.set_rollback(True)
    return int(status)


def issued_notice(case: Case) -> str:
    """The number of a notice that can be had as Word."""
    clerk = acting("clerk", "2026-11-11")
    return issue(
        kind=PaperKind.TERMINATION_NOTICE, office_code=case.town, office_name="北石店镇", on=clerk.on, at=clerk.at,
        object_kind="case", object_key=case.number, town=case.town, village=case.village,
        content=turn_notices.termination(case, clerk, cause="不配合调查", clause="民发〔2021〕57号 第二十九条"),
        by_login=clerk.login, by_name=clerk.name,
    ).number  # fmt: skip


def payments() -> dict[str, dict[str, object]]:
    """A month of another year of which one payment came back, its account corrected by the clerk, an award."""
    awards = opened([(TOWN, VILLAGE)] * 2)
    month = date(2027, 3, 1)
    taken(exported(month), but(0))
    home = Household.objects.get(pk=Returned.objects.filter(result="failed").values_list("household", flat=True)[0])
    failure: dict[str, object] = {"key": home.pk}
    award: dict[str, object] = {"row": awards[0].pk}
    kept: dict[str, object] = {"number": BankReturn.objects.get().number}
    return {
        "return": kept, "return-file": kept, "failure": failure, "correct": failure, "correct-confirm": failure,
        "award": award, "award-hold": award, "award-ask": award, "award-release": award,
    }  # fmt: skip


def of_the_office(anything: dict[str, object]) -> dict[str, dict[str, object]]:
    """Rows about people of the office, each with the key of its own table."""
    day, clerk, reviewer = date(2026, 11, 11), officer("clerk"), officer("reviewer")
    relative = register_relative(
        officer=clerk, relation="配偶", id_number="140502197605129919", by=SYSTEM, at=moment(day), on=day
    )
    paper = {"paper_number": "1", "file_key": None}
    deputy = delegate(deputy=reviewer, since=day, until=day, acting=acting("leader", "2026-11-11"), **paper)  # type: ignore[arg-type]
    going = begin(
        leaver=clerk, successor=reviewer, last_day=day, reason="调离", cases=[], drafts=0,
        acting=acting("leader", "2026-11-11"),
    )  # fmt: skip
    edit = enter(day=day, is_working=False, note="放假", completes_year=False, acting=acting("data", "2026-11-11"))
    held = PostHeld.objects.get(officer=clerk)
    export = ask_export(what="cases", query={"asked": ""}, rows=1, reason="", acting=acting("clerk", "2026-11-11"))
    keys = {
        "relative-withdraw": relative.pk, "delegation-paper": deputy.pk, "delegation-revoke": deputy.pk,
        "hand-over": going.pk, "hand-over-confirm": going.pk, "hand-over-withdraw": going.pk,
        "calendar-decide": edit.pk, "post-end": held.pk, "export": export.key,
    }  # fmt: skip
    make(export.key)
    return {f"desk:{name}": anything | {"key": key} for name, key in keys.items()}


def values_set(anything: dict[str, object]) -> dict[str, dict[str, object]]:
    """A value of 东街's own that waits for its second person."""
    entry = ValueEntry("house_limit", 2, OTHER_TOWN, "", date(2026, 12, 1), "文", "一")
    row = enter_value(entry=entry, acting=acting("data", "2026-11-11"))
    names = ("parameter-row", "parameter-decide", "parameter-withdraw", "parameter-end")
    return {f"desk:{name}": anything | {"key": row.pk} for name in names} | {
        "desk:parameter": anything | {"name": row.name}
    }


@pytest.mark.django_db
def test_every_door_opens_to_just_these(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 10_000
    set_day(settings, "2026-11-11")
    case = golden.confirmed()
    paper = Paper.objects.filter(object_key=case.number).first()
    assert paper is not None
    draft = save_draft(key=uuid4(), town=case.town, village=case.village, label="", payload={}, acting=acting("clerk"))
    said = Item.objects.filter(case_number=case.number, source="declared").first()
    assert said is not None
    owes = Obligor.objects.create(
        household=case.household,
        town=case.town,
        village=case.village,
        of=[case.applicant_id],
        relation="child",
        name="陈小军",
    )
    anything: dict[str, object] = {
        "number": case.number,
        "code": "publish",
        "key": uuid4(),
        "token": "x" * 22,
        "row": 1,
        "section": "overview",
        "town": case.town,
        "kind": "review_form",
        "login": "clerk",
    }
    month = date(2026, 12, 1)
    run = create_run(month=month, programme="subsistence_allowance", acting=acting("maker", "2026-11-11"))
    ledger = receive(name=WORKBOOK.name, content=WORKBOOK.read_bytes(), acting=acting("data", "2026-11-11"))
    asked = ledger.rows.filter(state="asked", town=case.town).first()
    assert asked is not None
    runs = {
        f"desk:{name}": anything | {"number": run.number, "code": "compute"}
        for name in ("run", "run-lines", "run-roster", "run-file", "run-step")
    }
    ledgers = {
        f"desk:{name}": anything | {"number": ledger.number, "row": asked.pk}
        for name in ("ledger", "ledger-confirm", "ledger-marked", "ledger-row")
    }
    paid = payments()
    objects = {
        "*": anything,
        **of_the_office(anything),
        **values_set(anything),
        **runs,
        **ledgers,
        **{f"desk:{name}": anything | keys for name, keys in paid.items()},
        "desk:paper": anything | {"number": paper.number},
        "desk:paper-word": anything | {"number": issued_notice(case)},
        "desk:ahead-date": anything | {"key": case.applicant_id},
        "desk:declared-new": anything | {"sort": "flow"},
        "desk:declared-one": anything | {"key": said.pk},
        "desk:declared-strike": anything | {"key": said.pk},
        "desk:member": anything | {"key": case.applicant_id},
        "desk:member-strike": anything | {"key": case.applicant_id},
        "desk:obligor": anything | {"key": owes.pk},
        "desk:obligor-strike": anything | {"key": owes.pk},
        "desk:draft": anything | {"key": draft.key},
        "desk:step": anything,
    }
    found = [
        {"route": name, "method": method, **{who: str(status) for who, status in statuses.items()}}
        for name, method, statuses in crawl(objects)
    ]
    if os.environ.get("DOUDI_WRITE_MATRIX") == "1":
        with TABLE.open("w", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(found[0]))
            writer.writeheader()
            writer.writerows(found)
    with TABLE.open(newline="") as table:
        assert found == list(csv.DictReader(table))


def test_the_table_says_what_must_hold() -> None:
    with TABLE.open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) > 60
    for row in rows:
        if row["route"].startswith("desk:"):
            assert row["nobody"] in ("302", "405"), row
        if row["route"] in ("desk:case", "desk:step", "desk:survey", "desk:sign", "desk:paper", "desk:evidence"):
            for who in ("elsewhere", "elsewhere_leader", "elsewhere_village"):
                assert row[who] in ("404", "403", "405"), (row["route"], who)
            assert row["sysadmin"] in ("403", "405"), row
        assert "500" not in row.values(), row
