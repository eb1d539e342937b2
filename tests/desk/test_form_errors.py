"""U8, over every form of the desk: sent empty, the summary stands on top with the focus, its links work, values are kept."""

import re
from typing import Any

import pytest

from browser.everywhere import World
from doors import client_of, set_day
from factories import golden

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(settings) -> list[Any]:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 100_000
    set_day(settings, "2026-11-11")
    return [sheet for sheet in World().pages(elder=False) if sheet.kind[0] == "wrong"]


def test_every_error_is_on_top_with_the_focus_and_leads_to_its_field(wrong: list[Any]) -> None:
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


def test_what_was_typed_stands_in_the_form_again(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-11")
    case = golden.publicised()
    form = {"version": case.version, "how": "", "objector": "一位邻居", "text": "写了很久的异议"}
    page = client_of("clerk").post(f"/desk/cases/{case.number}/object/", form).content.decode()
    assert "写了很久的异议" in page
    assert "一位邻居" in page
