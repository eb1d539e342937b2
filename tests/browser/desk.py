"""A person at the desk in Chromium: logs in, fills in forms by their names, presses buttons by their words."""

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from doudi.command.demo.staff import PASSWORD


class Person:
    """One officer in a browser of their own."""

    def __init__(self, context: BrowserContext, base: str, login: str) -> None:
        self.page: Page = context.new_page()
        self.base, self.login = base, login
        self.presses = 0
        self.go("/desk/login/")
        self.fill({"username": login, "password": PASSWORD})
        self.press("登录")

    def go(self, path: str) -> int:
        """Open a page; its status."""
        answer = self.page.goto(path if path.startswith("http") else self.base + path)
        return answer.status if answer else 0

    def fill(self, values: Mapping[str, str]) -> None:
        """Type into fields, choose from lists, tick boxes (`True`), by name."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']:not([type=hidden])").first
            kind = field.evaluate("each => each.type || each.tagName")
            if kind == "checkbox":
                field.set_checked(value == "on")
            elif kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind.startswith("select"):
                field.select_option(
                    value if value in self.options(name) else None, label=None if value in self.options(name) else value
                )
            else:
                field.fill(value)

    def options(self, name: str) -> Sequence[str]:
        """The values that a list offers."""
        found: Sequence[str] = self.page.locator(f"main select[name='{name}'] option").evaluate_all(
            "all => all.map(o => o.value)"
        )
        return found

    def press(self, words: str) -> None:
        """Press a button or follow a link of the page's own part; counted, for the figures of the desk."""
        self.presses += 1
        self.page.locator("main button:visible, main a:visible", has_text=words).last.click()
        self.page.wait_for_load_state()
        self.page.wait_for_selector(".htmx-request", state="detached")

    def text(self) -> str:
        """What the page's own part says, white space taken together."""
        return " ".join(self.page.locator("main").inner_text().split())

    def says(self, *words: str) -> None:
        """All of these stand on the page."""
        said = self.text()
        for each in words:
            assert each in said, f"{self.login} at {self.page.url}: {each!r} not in {said[:3000]}"

    def paper(self, title: str) -> str:
        """The text of an issued paper linked on the page; the PDF kept where pictures are."""
        link = self.page.locator("main a", has_text=title).first.get_attribute("href")
        content = self.page.context.request.get(f"{self.base}{link}").body()
        if folder := os.environ.get("DOUDI_PICTURES"):
            Path(folder, "notice.pdf").write_bytes(content)
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def picture(self, name: str, width: int = 1440) -> None:
        """Keep pictures of the page, at its width and at 390, where DOUDI_PICTURES names a folder (`make pictures`)."""
        folder = os.environ.get("DOUDI_PICTURES")
        for each in {width, 390} if folder else ():
            self.page.set_viewport_size({"width": each, "height": 900})
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": each, "height": tall})
            self.page.screenshot(path=f"{folder}/{name}{'' if each == width else '-390'}.png")
            self.page.set_viewport_size({"width": 1440, "height": 900})

    def close(self) -> None:
        """Log out by closing the browser's page."""
        self.page.context.close()
