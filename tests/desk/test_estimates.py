"""Pages of 资金测算: works · wrong post · wrong method · bad input at its field · number of statements."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doors import client_of, set_day
from doudi.desk.tasks import make_estimate
from doudi.payments import estimates
from doudi.payments.models import Estimate
from factories import golden
from payments.test_estimate import made, standard, steady
from payments.test_uplift import granted_rightly

pytestmark = pytest.mark.django_db
NEW = "/desk/estimates/new/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-12-01")


def page(who: str, path: str, status: int = 200) -> str:
    answer = client_of(who).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def told(**typed: str) -> str:
    """What the form answers to what was typed."""
    return client_of("supervisor").post(NEW, {"months": "3", **typed}, follow=True).content.decode()


def test_the_bureau_asks_the_worker_calculates_and_finance_reads() -> None:
    award = granted_rightly()
    assert "已开始测算" in told(**{f"allowance_standard-{award.area}-value": "850", "since": "2027-02"})
    of = Estimate.objects.get()
    assert "正在测算" in page("supervisor", f"/desk/estimates/{of.pk}/")
    make_estimate.func(key=str(of.pk))
    shown = page("maker", f"/desk/estimates/{of.pk}/")
    for word in (
        "2027-03",
        "120.00",
        "测算口径",
        "2027-02起",
        "低保标准：850.00",
        "在享待遇 1 笔，其中 1 笔",
        "现平均",
    ):
        assert word in shown
    assert "CS-140502-2026-001" in page("auditor", "/desk/estimates/")


def test_one_programme_is_shown_alone() -> None:
    granted_rightly()
    path = f"/desk/estimates/{made(steady()).pk}/"
    assert "没有要测算的待遇" in page("supervisor", f"{path}?programme=extreme_hardship_support")
    assert "各镇（街道）" in page("supervisor", f"{path}?programme=subsistence_allowance")


def test_what_is_left_empty_of_a_table_stays_as_it_is() -> None:
    told(**{"care_standard-value-home-full": "66", "supplements-value-amount-minor": "150"})
    values = {(each["name"], each["area"]): each["raw"] for each in Estimate.objects.get().plan["values"]}
    assert values["care_standard", "urban"]["home"] == {"full": "66.00", "partial": "400.00", "none": "700.00"}
    assert values["care_standard", "rural"]["institution"]["none"] == "1000.00"
    assert values["supplements", "urban"] == [
        {"category": "age_70", "amount": "100.00"}, {"category": "minor", "amount": "150.00"},
    ]  # fmt: skip


def test_who_joins_and_what_is_paid_once_are_kept_as_typed() -> None:
    told(**{
        "joining-subsistence_allowance": "−1.5", "once-title": "春节慰问", "once-month": "2027-02", "once-amount": "200",
    })  # fmt: skip
    plan = Estimate.objects.get().plan
    assert plan["joining"] == {"subsistence_allowance": "-1.5"}
    assert plan["one_off"] == {"title": "春节慰问", "month": "2027-02", "a_person": "200.00", "programme": ""}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"since": "明年"}, "月份写成 2027-01 这样"),
        ({"since": "2027-04"}, "须在 2027-01 至 2027-03 之间"),
        ({"since": "2026-12"}, "须在 2027-01 至 2027-03 之间"),
        ({"joining-subsistence_allowance": "几户"}, "请写一个数，如 3 或 -1.5"),
        ({"once-title": "春节慰问"}, "一次性发放须写明名目、月份、每人金额"),
        ({"allowance_standard-urban-value": "八百"}, "金额请写数字"),
        ({"allowance_standard-urban-value": "-1"}, "金额不能是负数"),
        ({"supplements-value-amount-minor": "5", "supplements-value-rate-minor": "0.1"}, "金额和比例只填一样"),
        ({"months": "7"}, "请从列出的选项里选"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_kept(typed: dict[str, str], sentence: str) -> None:
    answer = told(**typed)
    assert sentence in answer
    assert "has-error" in answer
    assert not Estimate.objects.exists()


def test_an_estimate_goes_to_excel() -> None:
    granted_rightly()
    of = made(steady())
    answer = client_of("supervisor").post("/desk/exports/new/", {"what": "estimate", "asked": f"of={of.pk}"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_one_that_failed_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    of = Estimate.objects.get()

    def fall(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(estimates, "estimate", fall)
    with pytest.raises(RuntimeError):
        make_estimate.func(key=str(of.pk))
    assert "没有算成" in page("supervisor", f"/desk/estimates/{of.pk}/")


def test_the_wrong_posts_and_methods_are_refused() -> None:
    of = made(steady())
    for who in ("clerk", "leader", "sysadmin", "assistant"):
        assert client_of(who).get("/desk/estimates/").status_code == 403
        assert client_of(who).get(f"/desk/estimates/{of.pk}/").status_code == 403
    assert client_of("auditor").get(NEW).status_code == 403
    assert client_of("supervisor").post(f"/desk/estimates/{of.pk}/").status_code == 405
    assert client_of("supervisor").get(f"/desk/estimates/{uuid4()}/").status_code == 404


def test_the_number_of_statements_is_the_same_for_few_and_many_months() -> None:
    granted_rightly()
    counts = []
    for months in (1, 3):
        path, client = (
            f"/desk/estimates/{made(standard('850.00', since='2027-01'), months).pk}/",
            client_of("supervisor"),
        )
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20
