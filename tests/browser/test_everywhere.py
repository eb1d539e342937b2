"""Every kind of page, as each post sees it, in both editions: axe without findings, no sideways scroll, a quiet console."""

import mimetypes
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from browser.everywhere import Sheet, World
from doors import set_day
from factories import golden

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SITE = "http://everywhere.test"
SERIOUS = {"serious", "critical"}
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
ADVICE = ("[DOM]", "Failed to load resource")
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return "";
  const far = Array.from(document.querySelectorAll("body *")).filter((each) =>
    !each.closest(".scroll, svg, .skip, .visually-hidden") && each.getBoundingClientRect().right > wide + 1);
  return far.slice(-3).map((each) => `${each.tagName}.${each.className} ${Math.round(each.getBoundingClientRect().right)}`).join(" | ") || "?";
}"""


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A window whose server is the list of pages; static files come from where they lie."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def serve(page: Page, sheets: list[Sheet], complaints: list[str]) -> None:
    kept: dict[str, bytes] = {}

    def static(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path not in kept:
            kept[path] = Path(str(finders.find(path.removeprefix("/static/")))).read_bytes()
        route.fulfill(body=kept[path], content_type=mimetypes.guess_type(path)[0] or "text/javascript")

    def answer(route: Route) -> None:
        number = urlsplit(route.request.url).path.strip("/")
        if not number.isdigit():
            route.fulfill(status=204)
            return
        sheet = sheets[int(number)]
        headers = {"Content-Security-Policy": sheet.policy, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=sheet.text, headers=headers)

    page.route("**/*", answer)
    page.route("**/static/**", static)
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" and not said.text.startswith(ADVICE) else None
    )  # fmt: skip
    page.on("pageerror", lambda wrong: complaints.append(str(wrong)))


def faults(page: Page, axe: Axe, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("scrollTo(0, 0)")  # an error takes the focus and scrolls things under the band
    found = axe.run(page, options=OPTIONS).response["violations"]
    told = [
        f"{one['id']} {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
    return [f"{width}: {each}" for each in told]


BOTH = (1440, 390)
TODAY = datetime.now(tz=UTC).toordinal()
_GATHERED: dict[bool, list[Sheet]] = {}


@pytest.fixture
def gathered(settings) -> Callable[[bool], list[Sheet]]:
    """Every kind of page in an edition, asked for once in a process."""

    def look(elder: bool) -> list[Sheet]:
        if elder not in _GATHERED:
            settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
            settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 100_000
            set_day(settings, "2026-11-11")
            _GATHERED[elder] = World().pages(elder=elder)
        return _GATHERED[elder]

    return look


def test_every_error_is_on_top_with_the_focus_and_leads_to_its_field(gathered: Callable[[bool], list[Sheet]]) -> None:
    """U8, over every form of the desk sent empty."""
    wrong = [sheet for sheet in gathered(False) if sheet.kind[0] == "wrong"]
    assert len(wrong) >= 8
    for sheet in wrong:
        main = sheet.text.split("<main", 1)[1]
        summary = re.search(r'<div class="error-summary[^>]*tabindex="-1" autofocus>(.*?)</div>', main, re.S)
        assert summary, sheet.path
        assert "<title>错误：" in sheet.text, sheet.path
        first_error = main.find('class="field-error"')
        assert first_error == -1 or main.find("error-summary") < first_error, sheet.path
        ids = set(re.findall(r' id="([^"]+)"', sheet.text))
        links = re.findall(r'href="#([^"]+)"', summary[1])
        assert links or not re.search(r'class="field-error"', main), sheet.path
        assert set(links) <= ids, sheet.path


@pytest.mark.parametrize(
    ("elder", "widths"),
    [
        pytest.param(False, 1, id="normal"),
        pytest.param(False, 2, id="normal at both widths", marks=pytest.mark.slow),
        pytest.param(True, 2, id="elder", marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_used_by_all(
    screen: Page, gathered: Callable[[bool], list[Sheet]], elder: bool, widths: int
) -> None:
    """Every day axe looks at half of the pages, the other half on the next, each in one width, from page to page in the
    other; each night at all of them in both. No page scrolls sideways on any day."""
    sheets = gathered(elder)
    begun = time.monotonic()
    complaints: list[str] = []
    page = screen
    serve(page, sheets, complaints)
    axe, found = Axe(), []
    for at, sheet in enumerate(sheets):
        page.goto(f"{SITE}/{at}/")
        turns = widths if widths > 1 or at // 2 % 2 == TODAY % 2 else 0
        told = [each for turn in range(turns) for each in faults(page, axe, BOTH[(at + turn) % 2])]
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if far := page.evaluate(SIDEWAYS):
                told.append(f"{width}: sideways {far}")
        found += [f"{sheet.who} {sheet.path} {sheet.kind[0]}: {each}" for each in told]
    sys.stderr.write(f"{len(sheets)} kinds of page, looked at in {time.monotonic() - begun:.0f} s\n")
    assert len(sheets) > 60
    assert not found, "\n".join(found)
    assert complaints == []
