"""What a visitor finds at the doors: no token no act, no GET that acts, production's settings, no formula in a file."""

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from cast import PASSWORD, acting
from doors import client_of, set_day
from doudi.cases.models import Draft
from doudi.households.models import Household, Member, PaymentAccount
from doudi.payments import bank_file, runs
from doudi.payments.queries import roster
from factories import golden

pytestmark = pytest.mark.django_db
# A look leaves a line in the log and a mark in the session; both are meant. Outlook is derived from the rest, when asked for,
# and the notes of what changed go with it.
LEFT_BY_LOOKING = {
    "audit_entry",
    "django_session",
    "cases_outlook",
    "cases_changed",
    "payments_aheadday",
    "payments_aheadcount",
    "payments_aheadnote",
}
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x.example")')


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-19")


def paths(number: str, resolver: URLResolver | None = None, before: str = "/") -> list[str]:
    """Every address there is, with a case's number or something harmless in its places."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += paths(number, entry, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            filled = {"number": number, "code": "publish", "token": "x" * 22, "section": "overview", "row": 1}
            filled["kind"] = "review_form"
            filled["key"] = "00000000-0000-4000-8000-000000000000"  # type: ignore[assignment]
            name = ("desk:" if before.startswith("/desk") else "portal:") + str(entry.name)
            filled |= {"login": "clerk", "name": "allowance_standard", "sort": "flow"}
            wanted = {
                place: 1 if isinstance(kind, IntConverter) else filled[place]
                for place, kind in entry.pattern.converters.items()
            }
            found.append(reverse(name if entry.name != "healthz" else "healthz", kwargs=wanted))
    return found


def test_no_act_without_the_token_of_its_own_page() -> None:
    case = golden.confirmed()
    clients = [client_of(who, csrf=True) for who in ("clerk", "leader", "maker", "data", "sysadmin")]
    before = digest()
    for path in paths(case.number):
        for client in [*clients, Client(enforce_csrf_checks=True)]:
            forged = {"csrfmiddlewaretoken": "a" * 64, "version": str(case.version), "password": PASSWORD}
            assert client.post(path, forged).status_code in (403, 405), path
    assert digest() == before
    assert Client(enforce_csrf_checks=True).post("/desk/login/", {"username": "clerk"}).status_code == 403


def digest() -> dict[str, str]:
    """Every table's content in a few letters."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - LEFT_BY_LOOKING):
            cursor.execute(f"select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from \"{table}\" t")
            found[table] = cursor.fetchone()[0]
    return found


def test_looking_changes_nothing() -> None:
    case = golden.publicised()
    people = ("assistant", "clerk", "surveyor", "reviewer", "leader", "check", "data", "maker", "auditor", "sysadmin")
    clients = [client_of(who) for who in people]
    before = digest()
    for path in paths(case.number):
        for client in [*clients, Client()]:
            assert client.get(path).status_code < 500, path
    assert digest() == before


def test_methods_that_no_page_knows() -> None:
    clerk = client_of("clerk")
    for client in (clerk, Client()):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "FOO"):
            assert client.generic(method, "/").status_code == 405
            assert client.generic(method, "/desk/cases/").status_code == 405
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    for path in ("/admin/", "/.git/config", "/media/x", "/static/..%2f..%2fsettings.py", "/static/%2e%2e/settings.py"):
        assert Client().get(path).status_code == 404, path


def test_fields_that_no_form_has_are_not_taken() -> None:
    case = golden.register(golden.chen())
    sent = {
        "version": str(case.version),
        "state": "granted",
        "status": "granted",
        "town": "140502001",
        "amount": "9999",
    }
    assert (
        client_of("clerk").post(f"/desk/cases/{case.number}/accept/", sent | {"due_on": "2099-01-01"}).status_code
        == 302
    )
    case = golden.again(case, acting("clerk"))
    assert (case.state, case.town, case.due_on.isoformat()[:4]) == ("surveying", golden.TOWN, "2026")  # type: ignore[union-attr]
    clerk, key = client_of("clerk"), "00000000-0000-4000-8000-000000000001"
    clerk.post("/desk/drafts/new/", {"key": key, "village": golden.OTHER_VILLAGE, "town": "140502001"})
    assert not Draft.objects.exists()
    clerk.post("/desk/drafts/new/", {"key": key, "village": golden.VILLAGE, "town": "140502001", "by_login": "leader"})
    clerk.post(f"/desk/drafts/{key}/applicant/", {"act": "save", "village": golden.OTHER_VILLAGE, "town": "140502001"})
    kept = Draft.objects.get()
    assert (kept.town, kept.village, kept.by_login) == (golden.TOWN, golden.VILLAGE, "clerk")


def test_a_seat_is_ones_own() -> None:
    client_of("approver")
    maker = client_of("maker")
    for seat in range(1, 60):
        maker.post("/desk/posts/", {"seat": str(seat)})
    assert maker.get("/desk/runs/new/").status_code == 200
    assert maker.get("/desk/cases/").status_code == 403


def test_no_formula_in_the_banks_file() -> None:
    case = golden.granted()
    household = Household.objects.get(pk=case.household_id)
    for name, member in zip(FORMULAS, Member.objects.filter(household=household), strict=False):
        Member.objects.filter(pk=member.pk).update(name=name)
    Member.objects.filter(pk=case.applicant_id).update(name=FORMULAS[0])
    account = PaymentAccount.objects.get(household=household)
    account.owner_name, account.bank = FORMULAS[0], FORMULAS[1]
    account.save(update_fields=["owner_name", "bank"])
    month, programme = date(2026, 12, 1), "subsistence_allowance"
    run = runs.compute(month=month, programme=programme, acting=acting("maker", "2026-11-19"))
    run = runs.check(number=run.number, version=run.version, acting=acting("checker", "2026-11-19"))
    seen = roster(month=month, programme=programme, town=golden.TOWN)
    leader = acting("leader", "2026-11-19")
    runs.confirm_roster(month=month, programme=programme, households=seen.households, total=seen.total, acting=leader)
    run = runs.approve(
        number=run.number, version=run.version, digest=run.control_digest, acting=acting("approver", "2026-11-19")
    )
    bank_file.export(number=run.number, version=run.version, acting=acting("maker", "2026-11-19"))
    _name, content = bank_file.download(number=run.number)
    cells = [cell for sheet in openpyxl.load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert FORMULAS[0] in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_production_is_shut() -> None:
    code = (
        "import django, io; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='ERROR')\n"
        "from django.conf import settings as s\n"
        "assert not s.DEBUG and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 365 * 86400\n"
        "assert s.SESSION_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY and s.SESSION_COOKIE_SAMESITE == 'Lax'\n"
        "assert s.CSRF_COOKIE_SECURE and s.CSRF_COOKIE_HTTPONLY\n"
        "assert s.SESSION_COOKIE_NAME.startswith('__Host-') and s.CSRF_COOKIE_NAME.startswith('__Host-')\n"
    )
    env = {
        name: value for name, value in os.environ.items() if name not in ("DOUDI_DEMO", "DJANGO_ALLOW_ASYNC_UNSAFE")
    } | {"DOUDI_PRODUCTION": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_cookie_that_no_column_can_hold_is_nobodys() -> None:
    for page in ("/desk/", "/"):
        assert Client().get(page, HTTP_COOKIE='sessionid="abcdefghijklmnop\\000"').status_code < 500
