"""U8: what was typed stands in the form again (browser/test_everywhere.py has where its errors stand)."""

import pytest

from doors import client_of, set_day
from factories import golden

pytestmark = pytest.mark.django_db


def test_what_was_typed_stands_in_the_form_again(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-11")
    case = golden.publicised()
    form = {"version": case.version, "how": "", "objector": "一位邻居", "text": "写了很久的异议"}
    page = client_of("clerk").post(f"/desk/cases/{case.number}/object/", form).content.decode()
    assert "写了很久的异议" in page
    assert "一位邻居" in page
