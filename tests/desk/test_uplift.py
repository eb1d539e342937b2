"""Pages of 提标重算: works · wrong post · wrong area · wrong method · number of statements."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doors import client_of, set_day
from doudi.desk.tasks import make_uplift
from doudi.payments.models import Award, RecalculatedAward, Recalculation
from factories import golden
from households.making import OTHER_TOWN, OTHER_VILLAGE
from payments.test_uplift import calculated, granted_rightly, standard_raised

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-12-01")


def page(who: str, path: str, status: int = 200) -> str:
    answer = client_of(who).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_bureau_asks_the_worker_calculates_and_the_leader_confirms() -> None:
    award = granted_rightly()
    standard_raised()
    answer = client_of("supervisor").post("/desk/uplift/new/", {"month": "2027-01"}, follow=True)
    assert "已开始重算" in answer.content.decode()
    made = Recalculation.objects.get()
    assert "排队中" in page("supervisor", "/desk/uplift/")
    make_uplift.func(key=str(made.pk))
    shown = page("leader", f"/desk/uplift/{made.pk}/")
    assert "陈建国" in shown
    assert "确认本镇（街道） 1 户" in shown
    told = client_of("leader").post(f"/desk/uplift/{made.pk}/confirm/", follow=True).content.decode()
    assert "已确认 1 户，从 2027-01 起按新金额发放" in told
    assert Award.objects.get(uplift_of=award).state == "active"
    assert "没有待确认的提高" in page("leader", f"/desk/uplift/{made.pk}/")


@pytest.mark.parametrize("month", ["2025-11", "2029-01"])
def test_a_month_that_wont_do_says_why(month: str) -> None:
    answer = client_of("supervisor").post("/desk/uplift/new/", {"month": month}, follow=True)
    assert "请选前后 12 个月以内的一个月" in answer.content.decode()
    assert not Recalculation.objects.exists()


def test_a_month_that_isnt_one_is_told_at_its_field() -> None:
    assert (
        "月份写成 2027-01 这样" in client_of("supervisor").post("/desk/uplift/new/", {"month": "明年"}).content.decode()
    )


def test_a_town_sees_its_own_awards_and_the_bureau_all() -> None:
    granted_rightly("陈建国")
    granted_rightly("李玉兰", town=OTHER_TOWN, village=OTHER_VILLAGE)
    standard_raised()
    path = f"/desk/uplift/{calculated().pk}/"
    assert "李玉兰" not in page("leader", path)
    assert {"陈建国", "李玉兰"} <= {name for name in ("陈建国", "李玉兰") if name in page("supervisor", path)}
    client_of("elsewhere_leader").post(f"{path}confirm/")
    assert list(RecalculatedAward.objects.exclude(confirmed_by="").values_list("town", flat=True)) == [OTHER_TOWN]


def test_the_list_is_narrowed_by_verdict_and_goes_to_excel() -> None:
    granted_rightly()
    standard_raised()
    of = calculated()
    assert "没有要列的待遇" in page("leader", f"/desk/uplift/{of.pk}/?verdict=lower")
    answer = client_of("leader").post("/desk/exports/new/", {"what": "uplift", "asked": f"of={of.pk}&verdict=higher"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_wrong_posts_and_methods_are_refused() -> None:
    of = calculated()
    assert client_of("clerk").get("/desk/uplift/new/").status_code == 403
    assert client_of("clerk").post(f"/desk/uplift/{of.pk}/confirm/").status_code == 403
    assert client_of("sysadmin").get("/desk/uplift/").status_code == 403
    assert client_of("leader").get(f"/desk/uplift/{of.pk}/confirm/").status_code == 405
    assert client_of("leader").post("/desk/uplift/").status_code == 405
    assert client_of("leader").get(f"/desk/uplift/{uuid4()}/").status_code == 404


def test_the_number_of_statements_is_the_same_for_one_and_many() -> None:
    granted_rightly()
    standard_raised()
    counts = []
    for more in (0, 3):
        for number in range(more):
            granted_rightly(f"王秀{number}")
        path, client = f"/desk/uplift/{calculated().pk}/", client_of("leader")
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20
