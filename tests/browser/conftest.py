"""A demonstration district behind a real server, and Chromium without scripts where the story asks for it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from browser.cast_browser import Window, close, window
from browser.desk import Person
from doudi.accounts.models import DemoDay
from doudi.command.demo import district
from factories.golden import DEMO_PARAMETERS


@pytest.fixture
def demo(settings) -> None:
    """The demonstration district as `make demo` loads it."""
    settings.DEMO = True
    settings.DOUDI_PARAMETER_FILES = [DEMO_PARAMETERS]
    settings.SESSION_IDLE_SECONDS = 9 * 3600
    district.load(lambda said: None)


@pytest.fixture
def as_person(chromium: Browser, live_server) -> Callable[..., Person]:
    """Log somebody in, in a browser of their own; `scripts=False` turns scripts off, `width` is the window's."""

    def log_in(login: str, *, scripts: bool = True, width: int = 1440) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        return Person(context, live_server.url, login)

    return log_in


@pytest.fixture
def as_one(chromium: Browser, live_server) -> Iterator[Callable[..., Window]]:
    """A window of one of the cast, already logged in; without a name, of the public."""
    opened: list[Window] = []

    def enter(who: str = "", *, width: int = 1440, scripts: bool = True) -> Window:
        opened.append(window(chromium, live_server.url, who, width=width, scripts=scripts))
        return opened[-1]

    yield enter
    for each in opened:
        close(each)


@pytest.fixture
def day_is() -> Callable[[str], None]:
    """Set the demonstration's day, as the system administrator would."""

    def move(day: str) -> None:
        DemoDay.objects.update_or_create(only=True, defaults={"day": day})

    return move
