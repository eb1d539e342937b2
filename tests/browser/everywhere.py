"""Every page of the house, gathered through the test client: each kind of page once, as each post sees it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from cast import DISTRICT, PEOPLE, TOWN, acting
from doors import client_of
from doudi.accounts.access import PERMISSIONS
from doudi.accounts.parameter_rows import ValueEntry, ask_withdrawal, decide, enter
from doudi.cases.actions import save_draft
from doudi.cases.models import Case, Publicity
from doudi.cases.standing import position
from doudi.desk.casework import url_of
from doudi.desk.forms.registering import SECTIONS
from doudi.households.models import Item, Member
from doudi.papers.models import Paper
from doudi.payments.imports import receive
from doudi.payments.runs import create_run
from factories import golden

WORKBOOK = Path(__file__).parents[1] / "data" / "ledger-2026-10.xlsx"
# Pages that change who asks, send files, or answer without a page.
NO_PAGES = {
    "logout", "healthz", "file", "file-shown", "paper", "paper-word", "case-print", "form", "run-file", "ledger-marked",
    "return-file", "delegation-paper", "export", "parameters-export",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One page as somebody sees it."""

    who: str
    path: str
    kind: tuple[str, ...]
    text: str
    policy: str


def routes(space: str = "", resolver: URLResolver | None = None) -> Iterator[tuple[str, URLPattern]]:
    """Every route with its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.namespace or space, entry)
        elif entry.name not in NO_PAGES:
            yield f"{space}:{entry.name}", entry


def is_let_in(route: URLPattern, who: str) -> bool:
    """Whether the post may open the page; the page of a refusal is looked at once, for 东街's clerk."""
    permission: str = route.callback.permission  # type: ignore[attr-defined]
    return who == "elsewhere" or not permission or PEOPLE[who][1] in PERMISSIONS[permission]


class World:
    """A district in which something of everything is under way, on 2026-11-11."""

    def __init__(self) -> None:
        makers = (
            golden.accepted, golden.verified, golden.proposed, golden.reviewed, golden.confirmed, golden.publicised,
        )  # fmt: skip
        self.cases = [golden.register(golden.chen(110), without=(1,))]
        self.cases += [make(golden.chen(200 + 10 * at)) for at, make in enumerate(makers)]
        self.cases += [golden.refused(), golden.granted(golden.chen(300))]
        self.draft = save_draft(
            key=uuid4(), town=self.cases[0].town, village=self.cases[0].village, label="", payload={},
            acting=acting("assistant"),
        )  # fmt: skip
        self.student = self.cases[0].applicant_id
        Member.objects.filter(pk=self.student).update(
            study="senior_high", disability_kind="hearing", disability_grade=3
        )
        by = acting("maker", "2026-11-11")
        self.run = create_run(month=date(2026, 12, 1), programme="subsistence_allowance", acting=by)
        data = acting("data", "2026-11-11")
        self.ledger = receive(name=WORKBOOK.name, content=WORKBOOK.read_bytes(), acting=data)
        entry = ValueEntry("allowance_standard", "820.00", DISTRICT, "", date(2026, 12, 1), "某文〔2026〕1号", "第二条")
        rows = [enter(entry=replace(entry, since=date(2026, month, 1)), acting=data) for month in (10, 11, 12)]
        other = acting("data2", "2026-11-11")
        kept, going = (decide(row=row, accept=True, acting=other) for row in rows[:2])
        ask_withdrawal(row=going, reason="文件数字看错", acting=data)
        self.values = {"withdraw": kept.pk, "end": going.pk, "decide": rows[2].pk}

    def arguments(self, name: str, route: URLPattern) -> dict[str, Any]:
        """Something that exists for each argument of a route."""
        asked = self.ledger.rows.filter(state="asked", town=self.cases[0].town).first()
        paper, notice = Paper.objects.latest("pk"), Publicity.objects.latest("pk")
        number = self.run.number if ":run" in name else self.ledger.number if ":ledger" in name else ""
        known = {
            "number": number or self.cases[5].number, "code": "compute" if ":run" in name else "publish",
            "row": asked.pk if asked else 1, "section": "overview",
            "key": self.student if name == "desk:ahead-date" else self.draft.key,
            "login": "clerk", "name": "allowance_standard", "token": paper.token if name == "portal:verify" else notice.token,
        }  # fmt: skip
        return {
            key: known[key]
            for key, kind in route.pattern.converters.items()
            if key in known and isinstance(kind, UUIDConverter) == isinstance(known[key], UUID)
        }

    def paths(self) -> Iterator[tuple[str, str, str]]:
        """(who, name, path): every route for everybody; the sections of a draft; every step for who may take it."""
        for name, route in routes():
            kwargs = self.arguments(name, route)
            if set(kwargs) == set(route.pattern.converters):
                for who in ("", *filter(partial(is_let_in, route), PEOPLE)):
                    yield who, name, reverse(name, kwargs=kwargs)
        for section in SECTIONS:
            yield "assistant", "desk:draft", reverse("desk:draft", args=[self.draft.key, section.code])
        for act, key in self.values.items():
            yield "data2", f"desk:parameter-row/{act}", reverse("desk:parameter-row", args=[key])
        for name in ("allowance_standard", "care_standard", "supplements", "vehicle_exempt_uses"):
            yield "data2", f"desk:parameter-new/{name}", reverse("desk:parameter-new") + f"?name={name}"
        for case in self.cases:
            yield from self.steps(case)
        yield from self.corrections(self.cases[0])

    def corrections(self, case: Case) -> Iterator[tuple[str, str, str]]:
        """Where the clerk puts right what was registered."""
        spouse = Member.objects.get(household=case.household, relation="spouse")
        wage = Item.objects.get(household=case.household, kind="wage")
        for name, more in (
            ("obligors", ()), ("obligor-new", ()), ("members", ()), ("member-new", ()), ("member", (spouse.pk,)),
            ("member", (case.applicant_id,)), ("declared", ()), ("declared-new", ("flow",)), ("declared-new", ("asset",)),
            ("declared-one", (wage.pk,)),
        ):  # fmt: skip
            yield "clerk", f"desk:{name}/open{len(more)}", reverse(f"desk:{name}", args=[case.number, *more])

    def steps(self, case: Case) -> Iterator[tuple[str, str, str]]:
        """The case page for its town's clerk and village, and each step for the first who takes it."""
        mine = case.town == TOWN
        here = [
            who for who, (_name, _post, place) in PEOPLE.items() if place == DISTRICT or (place[:9] == TOWN) == mine
        ]
        where = position(case, acting("clerk"))
        for who in ("clerk", "assistant") if mine else ("elsewhere",):
            yield who, f"case {case.state}", reverse("desk:case", args=[case.number])
        for step in where.procedure.leaving(case.state):
            who = next((who for who in here if PEOPLE[who][1] in step.by), "")
            if who:
                yield who, f"step {step.code}", url_of(case, step)

    def pages(self, *, elder: bool) -> list[Sheet]:
        """One page of each kind: route and templates; the first page of a post is a kind of its own."""
        clients = {who: client_of(who) if who else Client() for who in ("", *PEOPLE)}
        found: dict[tuple[str, ...], Sheet] = {}
        for who, name, path in self.paths():
            if elder:
                clients[who].cookies["elder"] = "1"
            answer = clients[who].get(path)
            for sheet in self.sheets(who, name, path, answer):
                found.setdefault(sheet.kind, sheet)
            for wrong in self.wrong(clients[who], who, name, path, answer):
                found.setdefault(wrong.kind, wrong)
        return list(found.values())

    def sheets(self, who: str, name: str, path: str, answer: HttpResponse) -> Iterator[Sheet]:
        """The page of an answer, if it is one."""
        if answer.status_code not in (302, 405) and answer.headers.get("Content-Type", "").startswith("text/html"):
            names = sorted({str(each.name) for each in getattr(answer, "templates", ())})
            post = str(PEOPLE[who][1]) if who and name == "desk:workbench" else ""
            kind = (
                name.split(maxsplit=1)[0] if answer.status_code == 200 else "",
                post,
                str(answer.status_code),
                *names,
            )
            yield Sheet(who, path, kind, answer.content.decode(), answer.headers["Content-Security-Policy"])

    def wrong(self, client: Client, who: str, name: str, path: str, answer: HttpResponse) -> Iterator[Sheet]:
        """The same form sent empty: its errors."""
        form = form_of(answer)
        if answer.status_code == 200 and form and name != "desk:day":
            with transaction.atomic():
                refused = client.post(urljoin(path, form[0]), form[1])
                transaction.set_rollback(True)
            for sheet in self.sheets(who, name, path, refused):
                if "error-summary" in sheet.text:
                    yield Sheet(who, path, ("wrong", *sheet.kind), sheet.text, sheet.policy)


def form_of(answer: HttpResponse) -> tuple[str, dict[str, str]] | None:
    """Where the page's own first form is sent, and what it carries unseen; None without one."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return None
    inside = re.search(r'<main.*?<form([^>]*method="post"[^>]*)>(.*?)</form>', answer.content.decode(), re.S)
    if not inside:
        return None
    action = re.search(r' action="([^"]*)"', inside[1])
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', inside[2]))
    return (html.unescape(action[1]) if action else ""), hidden
