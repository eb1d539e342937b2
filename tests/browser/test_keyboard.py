"""By keyboard alone: register, accept, survey and check, adopt and propose, sign; the focus seen, no trap; Back shows nothing."""

from collections.abc import Callable

import pytest

from browser.cast_browser import Window
from cast import PASSWORD
from doors import set_day
from doudi.cases.models import Case, Draft
from doudi.verification.models import Adoption
from factories import golden

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Window]
MOST_TABS = 120
SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const shown = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return { seen: shown.boxShadow !== "none" || shown.outlineStyle !== "none", wide: box.width > 0 && box.height > 0 };
}"""


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    settings.SESSION_IDLE_SECONDS = 9 * 3600
    set_day(settings, "2026-11-06")


def reach(here: Window, selector: str, *, back: bool = False) -> None:
    """Press Tab until the element has the focus; every stop on the way can be seen."""
    for _ in range(MOST_TABS):
        if here.page.locator(f"{selector}:focus").count():
            return
        here.page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = here.page.evaluate(SEEN)
        assert stop is None or (stop["seen"] and stop["wide"]), here.page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"{selector} is not reached by Tab at {here.page.url}")


def type_in(here: Window, name: str, words: str) -> None:
    reach(here, f"main [name='{name}']")
    here.page.keyboard.type(words)


def settle(here: Window) -> None:
    """Wait until what a key began has ended."""
    for _ in range(100):
        here.page.wait_for_timeout(100)
        if not here.under_way:
            break
    here.page.wait_for_load_state()


def press(here: Window, words: str) -> None:
    reach(here, f"main :is(button, a):has-text('{words}')")
    here.page.keyboard.press("Enter")
    settle(here)


def test_registering_begins_and_accepting_ends_by_keyboard(as_one: Enter) -> None:
    case = golden.register(golden.chen())
    clerk = as_one("clerk")
    clerk.go("/desk/drafts/new/")
    reach(clerk, "main [name='village']")
    clerk.page.keyboard.press("ArrowDown")
    press(clerk, "开始登记")
    type_in(clerk, "address", "12 号")
    type_in(clerk, "reason", "因病，收入低")
    press(clerk, "保存并继续")
    assert Draft.objects.count() == 1
    assert "/family/" in clerk.page.url
    clerk.go(f"/desk/cases/{case.number}/accept/")
    press(clerk, "受理并发受理通知书")
    assert Case.objects.get(pk=case.pk).state == "surveying"


def test_survey_and_check_are_filed_by_keyboard(as_one: Enter) -> None:
    case = golden.accepted()
    surveyor = as_one("surveyor")
    surveyor.go(f"/desk/cases/{case.number}/survey/")
    for name, words in (
        ("visited_on", "2026-11-04"), ("place", "12 号"), ("respondent", "陈建国"), ("respondent_relation", "本人"),
        ("conclusion", "情况属实"),
    ):  # fmt: skip
        type_in(surveyor, name, words)
    reach(surveyor, "main [name='second']", back=True)
    surveyor.page.keyboard.press("ArrowDown")
    press(surveyor, "入卷")
    check = as_one("check")
    check.go(f"/desk/cases/{case.number}/check/")
    type_in(check, "number", "HD-2026-11-0001")
    type_in(check, "queried_on", "2026-11-04")
    reach(check, "main [name='rest']")
    check.page.keyboard.press("Space")
    press(check, "入卷")
    assert set(Case.objects.get(pk=case.pk).papers.values_list("kind", flat=True)) >= {"survey_form", "check_report"}


def test_adopting_redraws_the_sum_and_proposing_follows_by_keyboard(as_one: Enter) -> None:
    case = golden.verified()
    clerk = as_one("clerk")
    clerk.go(f"/desk/cases/{case.number}/evidence/")
    reach(clerk, ".evidence a[href*='paper=checked']")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_selector("#paper:focus")
    assert "HD-2026-11-0001" in clerk.page.locator("aside").inner_text()
    type_in(clerk, "reason", "以银行余额为准")
    reach(clerk, "aside form button.btn-primary")
    clerk.page.keyboard.press("Enter")
    clerk.page.get_by_text("各项都已采信").wait_for()
    assert Adoption.objects.get().reason == "以银行余额为准"
    press(clerk, "拟定意见")
    press(clerk, "提出意见，转审核")
    assert Case.objects.get(pk=case.pk).state == "proposed"
    assert clerk.complaints == []


def test_signing_by_tab_alone_with_the_shortcuts_off(as_one: Enter, settings) -> None:
    case = golden.reviewed()
    set_day(settings, "2026-11-10")
    leader = as_one("leader")
    leader.go("/desk/signing/?keys=off")
    type_in(leader, "password", PASSWORD)
    press(leader, "签批，看下一件")
    assert Case.objects.get(pk=case.pk).state == "confirmed"


def test_tab_goes_through_a_page_and_comes_round(as_one: Enter) -> None:
    case = golden.verified()
    clerk = as_one("clerk")
    clerk.go(f"/desk/cases/{case.number}/evidence/")
    stops = []
    for _ in range(MOST_TABS):
        clerk.page.keyboard.press("Tab")
        stops.append(clerk.page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        if stops[-1].startswith("<body") or (len(stops) > 1 and stops[-1] == stops[0]):
            break
    assert len(stops) < MOST_TABS
    assert len(set(stops)) > 20


def test_back_after_logging_out_shows_nothing(as_one: Enter) -> None:
    case = golden.accepted()
    clerk = as_one("clerk")
    clerk.go(f"/desk/cases/{case.number}/")
    assert "陈建国" in clerk.page.content()
    clerk.page.get_by_role("button", name="退出").click()
    clerk.page.wait_for_url("**/desk/login/**")
    clerk.page.go_back()
    clerk.page.wait_for_load_state()
    assert "陈建国" not in clerk.page.content()
    assert "/desk/login/" in clerk.page.url
