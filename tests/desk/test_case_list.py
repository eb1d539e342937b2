"""案件表: the address is the list; nearest limits; search; columns; statements at 20 and at 2,000."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import VILLAGE, acting
from crowd import fill, statements
from doors import client_of, set_day
from doudi.accounts.areas import walled
from doudi.accounts.models import Preference
from doudi.audit.models import Entry
from doudi.cases import lists
from doudi.cases.actions import add_paper
from doudi.cases.lists import Wanted, cases_found, counts, refresh
from doudi.cases.models import Case
from doudi.cases.outlook import Changed, Outlook
from doudi.cases.queries import standings
from doudi.cases.steps import claim
from doudi.cases.worklist import Chosen, tasks_found
from doudi.desk.tasks import refresh_lists
from doudi.households.models import Household, Member
from doudi.law.papers import PaperKind
from doudi.law.procedure import Standing
from doudi.payments.awards import open_awards
from doudi.payments.models import Award
from factories import golden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-06")


def page(who: str, **query: str) -> str:
    """The rows of the list, without the boxes in which the query is repeated."""
    shown = client_of(who).get("/desk/cases/", query).content.decode()
    return shown.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in shown else ""


def test_the_nearest_limit_is_that_of_the_step_that_is_open() -> None:
    golden.accepted()
    clerk, surveyor = acting("clerk", "2026-11-06"), acting("surveyor")
    refresh(clerk)
    # 3 working days after acceptance on 11-02, for the survey; the 20 days until confirmation are later.
    row = cases_found(clerk, Wanted()).get()
    assert (row.due_on, row.step) == (date(2026, 11, 5), "survey")
    shown = page("clerk")
    assert "超期 1 日" in shown
    assert "11-05" in shown
    assert surveyor.name in shown


def test_the_rows_follow_each_step_taken() -> None:
    case = golden.verified()
    clerk = acting("clerk", "2026-11-06")
    refresh(clerk)
    assert cases_found(clerk, Wanted()).get().step == "propose"
    assert refresh(clerk) == 0
    add_paper(case=golden.again(case, clerk), version=case.version, kind=PaperKind.MANDATE, acting=clerk, digest="x")
    assert refresh(clerk) == 1


def test_a_step_that_waits_opens_the_day_after() -> None:
    golden.publicised()
    before, after = acting("clerk", "2026-11-18"), acting("clerk", "2026-11-19")
    refresh(before)
    assert "close_publicity" not in {row.step for row in tasks_found(before, Chosen())}
    assert "close_publicity" in {row.step for row in tasks_found(after, Chosen())}


def test_the_same_address_shows_the_same_rows() -> None:
    case, other = golden.accepted(), golden.publicised(golden.chen(200))
    asked = {"view": "publicity", "village": VILLAGE}
    for _ in range(2):
        shown = page("clerk", **asked)
        assert other.number in shown
        assert case.number not in shown
    for query in ({"state": "surveying"}, {"step": "survey"}, {"post": "surveyor"}, {"due": "2026-11-05"}):
        shown = page("clerk", view="all", **query)
        assert case.number in shown, query
        assert other.number not in shown, query
    assert case.number in page("clerk", accepted_from="2026-11-02", accepted_to="2026-11-02")
    assert case.number not in page("clerk", accepted_from="2026-11-03")
    assert case.number not in page("clerk", programme="extreme_hardship_support")


def test_chips_count_exactly_their_rows() -> None:
    golden.accepted(), golden.publicised(golden.chen(200)), golden.register(golden.chen(400))
    clerk = acting("clerk", "2026-11-06")
    refresh(clerk)
    told = counts(clerk, ("open", "mine", "others", "late", "soon", "publicity", "ended", "all", "deficient"))
    for name, count in told.items():
        assert cases_found(clerk, Wanted(view=name)).count() == count, name
    assert told["open"] == 3
    assert told["mine"] + told["others"] <= 3


def test_search_finds_by_every_number_and_keeps_to_the_area() -> None:
    case = golden.accepted()
    spouse = Member.objects.get(household=case.household, relation="spouse")
    Household.objects.filter(pk=case.household_id).update(file_number="DA-140502100-2026-0001")
    for words in (case.number, "陈建国", "李秀", spouse.id_number, spouse.id_number[-4:], "DA-140502100-2026-0001"):
        assert case.number in page("clerk", q=words), words
        assert case.number not in page("elsewhere", q=words), words
    assert case.number not in page("clerk", q="C140502000001")
    assert Entry.objects.filter(verb="access.read", object_key="cases", facts__searched=True).count() >= 12
    assert not Entry.objects.filter(facts__icontains="陈建国").exists()


def test_a_certificate_number_finds_its_family() -> None:
    case = golden.granted()
    open_awards(acting=acting("maker", "2026-12-01"))
    number = Award.objects.get(household=case.household).certificate_number
    assert number
    assert case.number in page("clerk", q=number)
    assert case.number not in page("elsewhere", q=number)


def test_columns_are_kept_for_the_person() -> None:
    golden.accepted()
    client = client_of("clerk")
    answer = client.post("/desk/cases-columns/", {"columns": ["village", "number"], "back": "/desk/cases/?view=all"})
    assert answer.headers["Location"] == "/desk/cases/?view=all"
    shown = client.get("/desk/cases/").content.decode()
    assert "月保障金额" not in shown.split("<tbody>")[0].split("<thead>")[1]
    assert "最近期限" in shown.split("<tbody>")[0].split("<thead>")[1]
    assert Preference.objects.get(name="columns.cases").value == ["village", "number"]
    client.post("/desk/cases-columns/", {"all": "1", "back": "https://elsewhere.example/"})
    assert "月保障金额" in client.get("/desk/cases/").content.decode().split("<tbody>")[0].split("<thead>")[1]


def test_lists_keep_their_number_of_statements_at_each_size() -> None:
    golden.accepted()
    fill(120)
    client, sizes = client_of("clerk"), ("20", "50", "100")
    few = {per: statements(client, f"/desk/cases/?per={per}") for per in sizes}
    fill(1900)
    assert {per: statements(client, f"/desk/cases/?per={per}") for per in sizes} == few
    assert max(few.values()) <= 21
    for per in sizes:
        shown = client.get(f"/desk/cases/?per={per}").content.decode()
        assert shown.count('name="numbers"') == int(per)
        assert "共 2,0" in shown


def test_the_list_is_sorted_on_an_index_under_the_walls() -> None:
    golden.accepted()
    fill(1500)
    clerk = acting("clerk", "2026-11-06")
    refresh(clerk)
    with connection.cursor() as cursor:
        cursor.execute("analyze cases_outlook, cases_case")
        with walled(clerk):
            found = cases_found(clerk, Wanted())[:20]
            plan = found.explain()
    assert "_leads on cases_outlook" in plan, plan
    assert "Sort" not in plan, plan


def test_wrong_posts_and_methods() -> None:
    assert client_of("maker").get("/desk/cases/").status_code == 403
    assert client_of("clerk").post("/desk/cases/").status_code == 405
    assert client_of("maker").post("/desk/cases-columns/").status_code == 403
    assert client_of("clerk").get("/desk/cases-columns/").status_code == 405


def test_a_case_that_is_over_has_a_row_and_no_step() -> None:
    golden.granted()
    clerk = acting("clerk", "2026-11-19")
    refresh(clerk)
    case = Case.objects.get()
    assert Outlook.objects.filter(case=case, leads=True).count() == 1
    with CaptureQueriesContext(connection) as captured:
        refresh(clerk)
    assert len(captured) == 1


def test_after_an_edit_of_the_calendar_the_worker_makes_what_a_request_leaves(monkeypatch) -> None:
    golden.accepted()
    fill(30)
    Outlook.objects.update(stamp="another calendar")
    clerk = acting("clerk", "2026-11-06")
    monkeypatch.setattr(lists, "MOST", 10)
    monkeypatch.setattr(lists, "CHUNK", 10)
    assert refresh(clerk) == 10
    refresh_lists(timestamp=0)
    assert Outlook.objects.filter(leads=True).count() == Case.objects.count() == 31
    assert refresh(clerk) == 0


def noted() -> list[int]:
    return list(Changed.objects.order_by("version").values_list("version", flat=True))


def test_every_new_version_is_noted_until_a_list_was_read() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-06")
    assert case.version in noted()
    with walled(acting("elsewhere", "2026-11-06")):
        assert refresh(acting("elsewhere", "2026-11-06")) == 0
    assert case.version in noted()
    with walled(clerk):
        assert refresh(clerk) == 1
    assert noted() == []
    claim(Case.objects.get(), case.version)
    assert noted() == [case.version + 1]
    assert refresh(clerk) == 1
    assert Outlook.objects.get(case=case, leads=True).version == case.version + 1


def test_a_change_that_comes_while_a_list_is_read_stays_noted() -> None:
    """The note read before the rows were made goes; one of a later version, seen by nobody yet, doesn't."""
    case, clerk = golden.accepted(), acting("clerk", "2026-11-06")

    def made_meanwhile(changed: list[Case]) -> list[Standing]:
        found = standings(changed)
        claim(Case.objects.get(), case.version)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lists, "standings", made_meanwhile)
        refresh(clerk)
    assert noted() == [case.version + 1]
    assert refresh(clerk) == 1
    assert not Changed.objects.exists()


def test_rows_made_under_another_calendar_are_seen_without_a_note() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-06")
    refresh(clerk)
    Outlook.objects.filter(case=case).update(stamp="older")
    assert not Changed.objects.exists()
    assert refresh(clerk) == 1


def test_the_worker_makes_rows_that_somebody_deleted() -> None:
    case = golden.accepted()
    refresh_lists(timestamp=0)
    assert not Changed.objects.exists()
    Outlook.objects.filter(case=case).delete()
    refresh_lists(timestamp=0)
    assert Outlook.objects.filter(case=case, leads=True).count() == 1
