"""The leader's queue by keyboard: three keys and the password, the next case at once, keys that can be switched off."""

import statistics
import sys
from collections.abc import Callable

import pytest

from browser.cast_browser import Window
from cast import PASSWORD
from doors import set_day
from doudi.cases.models import Case, Decision
from factories import golden

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Window]
SHOWN = """async (key) => {
  const before = document.querySelector("#case").dataset.number;
  const begun = performance.now();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  while (document.querySelector("#case").dataset.number === before) {
    if (performance.now() - begun > 5000) return -1;
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - begun;
}"""


@pytest.fixture
def queue(settings) -> list[Case]:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    settings.SESSION_IDLE_SECONDS = 9 * 3600
    set_day(settings, "2026-11-10")
    return [golden.reviewed(golden.chen(100 + 10 * each)) for each in range(4)]


def number(here: Window) -> str:
    return str(here.page.locator("#case").get_attribute("data-number"))


def test_two_keys_and_the_password_sign_and_the_next_case_stands_there(as_one: Enter, queue: list[Case]) -> None:
    here = as_one("leader")
    here.go("/desk/signing/")
    assert number(here) == queue[0].number
    pressed = ["a", "Enter"]  # and the password between them
    here.page.keyboard.press(pressed[0])
    assert here.page.locator("[name=password]:focus").count() == 1
    here.page.keyboard.type(PASSWORD)
    here.page.keyboard.press(pressed[1])
    here.page.wait_for_url(f"**/{queue[1].number}/sign/")
    assert len(pressed) <= 3
    assert Decision.objects.get().case_id == queue[0].pk
    assert "已签批：陈建国户，同意" in here.page.locator("main").inner_text()
    assert here.complaints == []


def test_j_and_k_show_the_next_case_within_a_fifth_of_a_second(as_one: Enter, queue: list[Case]) -> None:
    here = as_one("leader")
    here.go("/desk/signing/")
    took = []
    for at, key in ((1, "j"), (2, "j"), (3, "j"), (2, "k"), (1, "k"), (2, "j"), (3, "j")) * 2:
        here.page.wait_for_selector(f"[data-case='{queue[at].number}'][data-ready]")  # while somebody reads
        took.append(here.page.evaluate(SHOWN, key))
        if at == 3 and len(took) == 7:
            here.go("/desk/signing/")
    p95 = statistics.quantiles(took, n=20)[-1]
    sys.stderr.write(f"next case shown: median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms\n")
    assert min(took) >= 0
    assert p95 <= 200
    assert number(here) == queue[3].number
    assert here.page.url.endswith(f"{queue[3].number}/sign/")
    assert here.page.locator("#who:focus").count() == 1
    assert here.complaints == []


def test_the_other_keys_and_switching_them_off(as_one: Enter, queue: list[Case]) -> None:
    here = as_one("leader")
    here.go("/desk/signing/")
    page = here.page
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()
    page.keyboard.press("?")
    page.keyboard.press("r")
    assert page.locator("[value=return]:checked").count() == 1
    assert page.locator("[name=reasons]:focus").count() == 1
    page.keyboard.type("n")
    assert page.locator("[name=reasons]").input_value() == "n"
    page.locator("#who").focus()
    page.keyboard.press("n")
    assert page.locator("[value=refuse]:checked").count() == 1
    page.locator("#who").focus()
    page.keyboard.press("o")
    page.wait_for_url("**/evidence/")
    here.go("/desk/signing/")
    page.get_by_text("关闭快捷键").click()
    page.wait_for_load_state()
    for key in ("j", "r", "o", "/"):
        page.keyboard.press(key)
    assert number(here) == queue[0].number
    assert page.locator("[value=return]:checked").count() == 0
    assert page.locator("#search:focus").count() == 0
    assert here.complaints == []


def test_cases_read_one_by_one_are_signed_together(as_one: Enter, queue: list[Case]) -> None:
    here = as_one("leader")
    here.go("/desk/signing/")
    page = here.page
    for _ in range(2):
        page.wait_for_timeout(5300)
        page.keyboard.press("j")
        page.wait_for_load_state("networkidle")
    for each in queue[:2]:
        page.locator(f"[data-read='{each.number}']").check()
    assert page.locator(f"[data-read='{queue[2].number}']").is_disabled()
    page.get_by_text("所选几件一起签同意").click()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="签同意 2 件").click()
    page.wait_for_load_state()
    assert page.locator("main").inner_text().count("已签同意") == 2
    assert set(Decision.objects.values_list("case_id", flat=True)) == {each.pk for each in queue[:2]}


@pytest.mark.parametrize("width", [1440, 390])
def test_without_scripts_links_lead_from_case_to_case(as_one: Enter, queue: list[Case], width: int) -> None:
    here = as_one("leader", width=width, scripts=False)
    here.go("/desk/signing/")
    here.page.locator(f"[data-case='{queue[1].number}']").click()
    here.page.wait_for_load_state()
    assert number(here) == queue[1].number
    here.page.locator("[name=password]").fill(PASSWORD)
    here.page.locator("[name=password]").press("Enter")
    here.page.wait_for_url(f"**/{queue[0].number}/sign/")
    assert Decision.objects.get().case_id == queue[1].pk
