"""Whatever stands in an address: no list breaks, nothing is told (S22)."""

import os
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from cast import PASSWORD, officer
from doors import client_of, set_day
from factories import golden

pytestmark = pytest.mark.django_db
VALUES = (
    "", " ", "0", "-1", "1e9", "2147483648", "99999999999999999999", "9" * 400, "٣", "２", "NaN", "null", "[]", "1;drop table x",
    "' or '1'='1", '" --', "%", "%s", "%(x)s", "{{7*7}}", "${7*7}", "../../etc/passwd", "<script>xss()</script>", "a\r\nX-Y: 1",
    "2026-13-45", "0000-00-00", "2026-02-30", "9999-12-31", "20261130", "陈" * 300, "😀", "\u202e", "DB-140502100-2026-0001",
)  # fmt: skip
# Each day all names of a list carry each value together, and each name every third value alone; each night every one.
STRIDE = int(os.environ.get("DOUDI_STRIDE", "3"))
NUL = ("\0", "a\0b", "\0" * 10)
LISTS = (
    ("clerk", "/desk/cases/", ("q", "state", "village", "due", "page", "nonsense")),
    ("auditor", "/desk/cases/", ("q", "state", "village", "due", "page")),
    ("clerk", "/desk/drafts/", ("page", "q")),
    ("leader", "/desk/signing/", ("page", "q")),
    ("clerk", "/desk/", ("page", "due")),
    ("maker", "/desk/runs/", ("page", "month")),
    ("data", "/desk/ledgers/", ("page", "state")),
    ("maker", "/desk/returns/", ("run",)),
    ("clerk", "/desk/failures/", ("state", "run", "town", "page")),
    ("checker", "/desk/reconciliation/", ("month", "programme", "state", "town", "page")),
    ("checker", "/desk/reconciliation/export/", ("month", "programme", "state", "town")),
    ("clerk", "/desk/awards/", ("q", "state", "programme", "village", "hold", "page")),
)
PUBLIC = (("/", ("elder", "town")), ("/guide/", ("elder",)), ("/notices/", ("town", "elder", "page")))


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    settings.DOUDI_PUBLIC_PAGES_A_MINUTE = 10_000
    set_day(settings, "2026-11-06")


@pytest.mark.parametrize(("who", "path", "names"), LISTS)
def test_no_filter_of_the_desk_breaks(who: str, path: str, names: tuple[str, ...]) -> None:
    golden.proposed()
    client = client_of(who)
    values = (*VALUES, *NUL)
    asked = [dict.fromkeys(names, value) for value in values]
    asked += [{name: value} for at, name in enumerate(names) for value in values[at % STRIDE :: STRIDE]]
    for query in asked:
        answer = client.get(f"{path}?{urlencode(query)}")
        assert answer.status_code == 200, (path, query)
        assert b"<script>xss" not in answer.content
        assert "X-Y" not in answer.headers
    for name in names:
        assert client.get(f"{path}?{name}=1&{name}=2&{name}[]=3&%ff=%fe").status_code == 200


def test_no_filter_of_the_public_breaks() -> None:
    client = Client()
    for path, names in PUBLIC:
        for name in names:
            for value in (*VALUES, *NUL):
                assert client.get(f"{path}?{name}={quote(value)}").status_code in (200, 404), (path, name, value)
    for value in VALUES[1:]:
        part = quote(value, safe="")
        assert client.get(f"/notices/{part}/").status_code == 404, value
        assert client.get(f"/v/{part}").status_code in (200, 404), value


def test_addresses_of_things_that_are_none() -> None:
    client = client_of("clerk")
    for value in VALUES[1:]:
        part = quote(value, safe="")
        for path in (f"cases/{part}/", f"cases/{part}/sign/", f"papers/issued/{part}/", f"papers/{part}/", f"ledgers/{part}/",
                     f"runs/{part}/", f"drafts/{part}/check/", f"ledgers/{part}/rows/{part}/", f"runs/{part}/{part}/"):  # fmt: skip
            assert client.get(f"/desk/{path}").status_code in (403, 404), path


@pytest.mark.parametrize("item", ["", ":", "::", "x:y:z", "' or 1=1", "\0", "9" * 400, "<b>"])
def test_the_row_of_the_comparison_is_one_of_its_own(item: str) -> None:
    case = golden.verified()
    answer = client_of("clerk").get(f"/desk/cases/{case.number}/evidence/?item={quote(item)}")
    assert answer.status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
                                    "///evil.example", "http:evil.example", "\t//evil.example", "desk:logout"])  # fmt: skip
def test_after_log_in_nobody_is_led_away(wanted: str) -> None:
    officer("clerk")
    answer = Client().post("/desk/login/", {"username": "clerk", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
