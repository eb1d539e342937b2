"""One of the cast in Chromium, logged in by a cookie: for tests that aren't about logging in."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Request

from doors import client_of


@dataclass
class Window:
    """A browser window of one person, and whatever its console complained of."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)

    def begun(self, asked: Request) -> None:
        """A request is under way."""
        self.under_way.add(asked)

    def ended(self, asked: Request) -> None:
        """A request has ended, well or not."""
        self.under_way.discard(asked)

    def go(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.page.goto(self.base + path)
        return answer.status if answer else 0


# Chromium's advice about password forms isn't a fault of the page.
ADVICE = ("[DOM] Password forms", "[DOM] Input elements should have autocomplete")


def window(browser: Browser, base: str, who: str = "", *, width: int = 1440, scripts: bool = True) -> Window:
    """A window of one of the cast; of the public, without a name."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN", base_url=base
    )
    context.set_default_timeout(15_000)
    if who:
        key = client_of(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": base}])
    opened = Window(context.new_page(), base)
    opened.page.on(
        "console",
        lambda said: (
            opened.complaints.append(said.text)
            if said.type in ("error", "warning") and not said.text.startswith(ADVICE)
            else None
        ),
    )
    opened.page.on("request", opened.begun)
    opened.page.on("requestfinished", opened.ended)
    opened.page.on("requestfailed", opened.ended)
    opened.page.on("pageerror", lambda wrong: opened.complaints.append(str(wrong)))
    return opened


def close(opened: Window) -> None:
    """Let what is under way end, so that no request meets an emptied database, and close."""
    for _ in range(50):
        if not opened.under_way:
            break
        opened.page.wait_for_timeout(100)
    opened.page.context.close()
