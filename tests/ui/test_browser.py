"""The specimen pages in Chromium under the strict policy: seen, read aloud, narrow, by keyboard, without scripts."""

import io
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from ui import specimen
from ui.specimen import TODAY, WRONG, ApplicationForm, Incomes, posted

pytestmark = pytest.mark.browser
SITE = "http://specimen.test"
NAMES = ("desk", "case", "list", "form", "parts")


def policy() -> str:
    """The policy of the settings as a header."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, sources))}" for name, sources in directives.items())


def answer(route: Route) -> None:
    """Static files from where they lie, pages from the specimen."""
    path = urlsplit(route.request.url).path
    if path.startswith(settings.STATIC_URL):
        found = finders.find(path.removeprefix(settings.STATIC_URL))
        kind = mimetypes.guess_type(path)[0] or "text/javascript"
        route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        return
    name = path.strip("/")
    if name not in NAMES:
        route.fulfill(status=200, body="")
        return
    data = posted(WRONG)
    html = specimen.render(name, form=ApplicationForm(data, on=TODAY), lines=Incomes(data, prefix="income"))
    headers = {"Content-Security-Policy": policy(), "Content-Type": "text/html; charset=utf-8"}
    route.fulfill(body=html, headers=headers)


def opened(browser: Browser, name: str, width: int = 1440, scripts: bool = True) -> Page:
    """A page of the specimen; whatever the console complains of is kept in `page.complaints`."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints  # type: ignore[attr-defined]
    page.route("**/*", answer)
    page.goto(f"{SITE}/{name}/")
    return page


def test_a_long_table_begins_on_the_first_sheet_of_paper_and_no_sheet_to_its_edge(chromium: Browser) -> None:
    page = opened(chromium, "list")
    page.evaluate("""() => {
      const body = document.querySelector("table.rows tbody");
      const row = body.rows[0];
      for (let at = 0; at < 80; at++) body.append(row.cloneNode(true));
    }""")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) > 1
    assert "司徒村" in sheets[0].extract_text()
    edges: list[float] = []
    sheets[1].extract_text(
        visitor_text=lambda text, cm, tm, *_rest: edges.append(tm[5] * cm[3] + cm[5]) if text.strip() else None
    )
    assert max(edges) < float(sheets[1].mediabox.height) - 30


def sideways(page: Page, width: int) -> int:
    """How far the page itself can be scrolled sideways at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    far: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return far


UNEVEN = """() => {
  const lines = {};
  for (const field of document.querySelectorAll(".fields.two > .field:not(.tick)")) {
    const row = Math.round(field.getBoundingClientRect().top);
    (lines[row] ??= new Set()).add(Math.round(field.lastElementChild.getBoundingClientRect().top));
  }
  return Object.values(lines).filter(tops => tops.size > 1).length;
}"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", NAMES)
def test_pages_keep_the_policy_and_can_be_used_by_all(chromium: Browser, name: str, width: int) -> None:
    page = opened(chromium, name, width)
    findings = [(one["id"], one["nodes"][0]["target"]) for one in Axe().run(page).response["violations"]]
    assert findings == []
    assert page.complaints == []  # type: ignore[attr-defined]
    assert page.evaluate(UNEVEN) == 0, "answers beside each other stand on one line"
    assert [sideways(page, each) for each in (width, 320)] == [0, 0]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_summary_has_the_focus_and_leads_to_the_field(chromium: Browser, scripts: bool) -> None:
    page = opened(chromium, "form", scripts=scripts)
    assert page.locator(".error-summary:focus").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#id_id_number")


def test_slash_goes_to_the_search_box_unless_one_types(chromium: Browser) -> None:
    page = opened(chromium, "desk")
    page.keyboard.press("/")
    assert page.locator("#search:focus").count() == 1
    page.keyboard.type("a/b")
    assert page.locator("#search").input_value() == "a/b"


def test_the_batch_bar_counts_what_is_ticked(chromium: Browser) -> None:
    page = opened(chromium, "list")
    bar = page.locator(".batchbar b")
    assert bar.text_content() == "对勾选的各户"
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.locator("tbody input[type=checkbox]").nth(2).check()
    assert bar.text_content() == "已选 2 户"


def test_fingers_find_their_targets(chromium: Browser) -> None:
    page = opened(chromium, "case", 390)
    heights = [
        box["height"] for one in page.locator(".actionbar .btn, .sidenav a").all() if (box := one.bounding_box())
    ]
    assert heights
    assert min(heights) >= 44
