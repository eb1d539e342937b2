"""Forty ways of writing a script, in every text that somebody types: shown as text wherever it comes up (S21)."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from cast import acting
from doors import client_of, set_day
from doudi.cases.models import Case, Publicity
from doudi.households.models import Household, Member
from doudi.papers.models import Paper
from factories import golden

pytestmark = pytest.mark.django_db
PAYLOADS = (
    "<script>xss()</script>", "<SCRIPT SRC=//x.example/xss.js></SCRIPT>", "<img src=x onerror=xss()>", "<svg onload=xss()>",
    "<svg><script>xss()</script></svg>", "\"><script>xss()</script>", "'><script>xss()</script>", "</textarea><script>xss()</script>",
    "</title><script>xss()</script>", "</style><script>xss()</script>", "\" onmouseover=\"xss()", "' onmouseover='xss()",
    "\" autofocus onfocus=xss() x=\"", "javascript:xss()", "JaVaScRiPt:xss()", "java\tscript:xss()", "data:text/html,<script>xss()</script>",
    "<a href=javascript:xss()>x</a>", "<iframe src=javascript:xss()>", "<iframe srcdoc='<script>xss()</script>'>",
    "<object data=javascript:xss()>", "<embed src=xss.swf>", "<form action=javascript:xss()><button>x", "<button formaction=javascript:xss()>",
    "<math><a xlink:href=javascript:xss()>x", "<details open ontoggle=xss()>", "<video><source onerror=xss()>", "<body onload=xss()>",
    "<base href=//x.example/xss/>", "<meta http-equiv=refresh content=0;url=//x.example/xss>", "<link rel=stylesheet href=//x.example/xss>",
    "<style>@import'//x.example/xss'</style>", "<div style=background:url(//x.example/xss)>", "<!--><script>xss()</script>-->",
    "<![CDATA[<script>xss()</script>]]>", "&lt;script&gt;xss()&lt;/script&gt;", "&#60;script&#62;xss()", "{{ xss }}{% debug %}",
    "<div hx-get=//x.example/xss hx-trigger=load>", "＜script＞xss()＜/script＞",
)  # fmt: skip
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster", "background"}


class Page(HTMLParser):
    """What a browser would act on, as far as it comes from what was typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            told = value or ""
            acts = (tag, name) == ("meta", "content") and "xss" in told
            acts |= name.startswith("on") or name in ("style", "srcdoc") or (name.startswith("hx-") and "xss" in told)
            leads = name in ADDRESSES and (
                "xss" in told.lower() or told.lower().strip().startswith(("javascript:", "data:text"))
            )
            if acts or leads or "xss" in name or "xss" in tag:
                self.found.append(f"<{tag} {name}={told}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and "xss" in data:
            self.found.append(f"<{self.inside}>{data}")


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-12")


def look(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    answer = client.post(path, data) if data is not None else client.get(path)
    text = answer.content.decode()
    assert answer.status_code in (200, 409), (path, answer.status_code)
    assert Page(text).found == [], path
    return text


def test_the_reader_of_this_test_sees_scripts() -> None:
    blind = {
        "javascript:xss()",
        "JaVaScRiPt:xss()",
        "java\tscript:xss()",
        "data:text/html,",
        '"',
        "'",
        "&",
        "{",
        "＜",
        "<!",
        "<embed",
    }
    for payload in PAYLOADS:
        if not payload.startswith(tuple(blind)):
            assert Page(f"<p>{payload}</p>").found, payload


def family(place: int, payloads: tuple[str, ...]) -> Case:
    """A golden family, decided and on the board, in whose every text stands a script."""
    text = " ".join(payloads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("doudi.cases.actions.publicising.shown", lambda _name: payloads[0][:50])
        case = golden.reviewed(golden.chen(place))
        _type(case, text, payloads)
        leader = acting("leader", "2026-11-10")
        case = golden._go(golden.actions.confirm, case, leader, seen=golden.sealed(case, leader))
        clerk = acting("clerk", "2026-11-11")
        case = golden._go(golden.actions.publish, case, clerk)
    return golden._go(golden.actions.take_objection, case, clerk, how="电话", objector=text[:50], text=text[:1000])


def _type(case: Case, text: str, payloads: tuple[str, ...]) -> None:
    """What the forms let through, put where they put it."""
    for place, member in enumerate(Member.objects.filter(household=case.household_id)):
        Member.objects.filter(pk=member.pk).update(name=payloads[place % len(payloads)][:50])
    household = Household.objects.get(pk=case.household_id)
    household.address = text[:200]
    household.save(update_fields=["address"])
    Case.objects.filter(pk=case.pk).update(
        head_name=payloads[0][:50], agent_name=payloads[1][:50], agent_relation=payloads[2][:20]
    )
    case.findings.create(town=case.town, village=case.village, code="told", sentence=text[:200])


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 10))
def test_what_was_typed_is_only_text(first: int) -> None:
    payloads = PAYLOADS[first : first + 10]
    text = " ".join(payloads)
    case = family(100, payloads)
    clerk, leader = client_of("clerk"), client_of("leader")
    page = f"/desk/cases/{case.number}/"
    assert "xss" in look(clerk, page)
    for path in (
        "evidence/",
        "papers/",
        "unmask/",
        "answer_objection/",
        "uphold_objection/",
        "survey/",
        "check/",
        "propose/",
    ):
        look(clerk, page + path)
    look(leader, f"{page}sign/")
    for path in (
        "/desk/",
        "/desk/cases/",
        f"/desk/cases/?q={payloads[0]}",
        f"/desk/cases/?page={payloads[1]}&x={payloads[2]}",
        "/desk/drafts/",
    ):
        look(clerk, path)
    assert "xss" in look(Client(), f"/notices/{Publicity.objects.get().token}/")
    look(Client(), "/notices/")
    look(Client(), f"/desk/login/?next={payloads[3]}")
    # Every form that comes back with what was typed: invalid, out of place, or both.
    for code in (
        "terminate",
        "reopen",
        "resurvey",
        "review",
        "object",
        "answer_objection",
        "deliver",
        "survey",
        "check",
        "propose",
        "evidence",
        "unmask",
    ):
        sent = dict.fromkeys(
            (
                "note",
                "text",
                "answer",
                "receiver",
                "how",
                "objector",
                "place",
                "housing",
                "conclusion",
                "number",
                "summary",
                "reason",
                "kind",
                "items-0-amount",
            ),
            text[:1900],
        )
        look(clerk, page + f"{code}/", {**sent, "version": "1", "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"})


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 10))
def test_a_draft_full_of_scripts_is_only_text(first: int) -> None:
    payloads = PAYLOADS[first : first + 10]
    clerk, key = client_of("clerk"), f"00000000-0000-4000-8000-{first:012d}"
    clerk.post("/desk/drafts/new/", {"key": key, "village": golden.VILLAGE})
    url = f"/desk/drafts/{key}/"
    for section in ("applicant", "family", "income", "property", "obligors", "account"):
        form = clerk.get(f"{url}{section}/").context
        asked = form["lines"].forms[0] if "lines" in form else form["form"]
        names = [bound.html_name for bound in asked]
        sent = {
            name: payloads[place % len(payloads)]
            for place, name in enumerate(names)
            if not name.endswith(("DELETE", "key"))
        }
        sent |= {f"{section}-TOTAL_FORMS": "1", f"{section}-INITIAL_FORMS": "0", "act": "save"}
        assert clerk.post(f"{url}{section}/", sent).status_code == 302, section
    for section in ("overview", "applicant", "family", "income", "property", "obligors", "account", "papers", "check"):
        assert "xss" in look(clerk, f"{url}{section}/?check=1") or section == "overview"
    look(clerk, "/desk/drafts/")


def test_scripts_and_commands_of_the_typesetter_are_printed_as_they_are() -> None:
    case = golden.register(golden.chen())
    commands = (
        '#eval("1+1")',
        '#read("/etc/passwd")',
        "$ sum_x $",
        "*a* _b_ `c` \\ <x>",
        "<script>xss()</script>",
        "=HYPERLINK(1)",
    )
    for member, name in zip(Member.objects.filter(household=case.household_id), commands, strict=False):
        Member.objects.filter(pk=member.pk).update(name=name)
    Case.objects.filter(pk=case.pk).update(head_name=commands[0], agent_name="")
    clerk = client_of("clerk")
    assert clerk.post(f"/desk/cases/{case.number}/accept/", {"version": str(case.version)}).status_code == 302
    paper = Paper.objects.get(object_key=case.number)
    answer = clerk.get(f"/desk/papers/issued/{paper.number}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"/JavaScript" not in answer.content
    assert b"root:x:" not in answer.content
