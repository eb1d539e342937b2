"""这个数怎么来的, of money: a run's sum, its families, those left out, an award's; works · post · area · method · statements."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from doors import client_of, set_day
from doudi.law.posts import Post
from doudi.payments.awards import hold_award, open_awards
from doudi.payments.models import Award
from factories import golden
from households.making import OTHER_TOWN, OTHER_VILLAGE
from households.making import acting as somebody
from payments.making import HERE, computed, delivered, opened

pytestmark = pytest.mark.django_db
NUMBER = "FF-140502-2026-12-DB"
RUN = f"/desk/runs/{NUMBER}/"


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-12-01")


def page(who: str, path: str, status: int = 200) -> str:
    answer = client_of(who).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def month() -> list[Award]:
    """Three families here, one elsewhere; one of those here is held; a fourth here is new with a month of arrears."""
    awards = opened([HERE, HERE, HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    hold_award(award=awards[0], hold="death", acting=somebody(Post.FINANCE_MAKER, login="maker"))
    delivered(first_month=date(2026, 11, 1), base="405.00")
    computed()
    return awards


def test_a_runs_total_opens_how_it_came_about() -> None:
    month()
    shown = page("maker", RUN)
    for words in (
        "这个数怎么来的", "2026年12月在册，含暂缓", "减：死亡比对命中", "1 户暂缓，不进本批次", "−400.00",
        "300.00 × 3 户", "100.00 × 3 户", "405.00 × 1 户", "补发合计", "2026-11 保障金（审核确认）", "送银行合计", "2,010.00",
    ):  # fmt: skip
        assert words in shown, words
    assert f"{RUN}held/?why=death" in shown
    assert f"{RUN}lines/?kind=arrears&amp;item=base&amp;basis=decision&amp;month=2026-11" in shown
    assert f"{RUN}figures/?town={OTHER_TOWN}" in shown


def test_one_towns_figures_are_its_own() -> None:
    month()
    shown = page("checker", f"{RUN}figures/?town={OTHER_TOWN}")
    assert "东街街道合计" in shown
    assert "300.00 × 1 户" in shown
    assert f"{RUN}lines/?town={OTHER_TOWN}&amp;kind=regular" in shown
    assert "死亡比对命中" not in shown


def test_a_town_sees_its_own_sum_that_ties() -> None:
    month()
    shown = page("leader", RUN)
    assert "各部分相加等于总额" in shown
    assert "北石店镇合计" in shown
    assert "1,610.00" in shown
    figures = page("clerk", f"{RUN}figures/")
    assert "北石店镇合计" in figures
    assert "东街街道" not in figures
    page("clerk", f"{RUN}figures/?town={OTHER_TOWN}", 404)
    page("clerk", f"{RUN}held/?town={OTHER_TOWN}", 404)


def test_the_families_of_a_figure_lead_to_their_awards() -> None:
    awards = month()
    shown = page("maker", f"{RUN}lines/?kind=arrears&item=base&basis=decision&month=2026-11")
    new = Award.objects.get(basis="decision")
    assert "逐户明细 1 户" in shown
    assert f"/desk/awards/{new.pk}/#how" in shown
    assert f"/desk/awards/{awards[1].pk}/" not in shown
    assert "月份写成 2026-12 这样" in page("maker", f"{RUN}lines/?month=0000-01")
    assert "没有要发放的户" in page("maker", f"{RUN}lines/?kind=reissue")


def test_who_is_left_out_is_listed_with_the_reason() -> None:
    awards = month()
    shown = page("approver", f"{RUN}held/?why=death")
    assert "死亡比对命中" in shown
    assert f"/desk/awards/{awards[0].pk}/#how" in shown
    assert "没有暂缓的户" in page("approver", f"{RUN}held/?why=double")
    assert "没有暂缓的户" in page("approver", f"{RUN}held/?why=x%27")
    assert f"/desk/awards/{awards[0].pk}/" not in page("elsewhere_leader", f"{RUN}held/")


def test_an_award_shows_the_working_of_its_decision() -> None:
    case = golden.granted()
    with transaction.atomic():
        open_awards(acting=somebody(Post.FINANCE_MAKER, login="maker"))
    award = Award.objects.get(case_number=case.number)
    for who in ("maker", "clerk"):
        shown = page(who, f"/desk/awards/{award.pk}/")
        for words in ("这个数怎么来的", "790.00 × 3 − 1,500.00", "月保障金额", "决定日（2026-11-10）"):
            assert words in shown, words
    assert f"/desk/cases/{case.number}/" in page("clerk", f"/desk/awards/{award.pk}/")
    assert f"/desk/cases/{case.number}/" not in page("maker", f"/desk/awards/{award.pk}/")
    assert award.amount == Decimal("870.00")


def test_an_opening_award_says_that_the_ledger_has_no_working() -> None:
    (award,) = opened([HERE])
    shown = page("clerk", f"/desk/awards/{award.pk}/")
    assert "台账“城市低保”第 4 行" in shown
    assert "台账只列金额，没有当时的算式" in shown


def test_the_amount_in_the_list_of_cases_leads_to_its_working() -> None:
    case = golden.confirmed()
    assert f'href="/desk/cases/{case.number}/?how=1#how"' in page("clerk", "/desk/cases/?view=all")
    assert '<details class="howcome" open>' in page("clerk", f"/desk/cases/{case.number}/?how=1")
    assert '<details class="howcome" open>' not in page("clerk", f"/desk/cases/{case.number}/")


@pytest.mark.parametrize("path", ["figures/", "held/", "lines/"])
def test_a_wrong_post_a_wrong_method_and_a_wrong_run(path: str) -> None:
    opened([HERE])
    computed()
    page("surveyor", f"{RUN}{path}", 403)
    assert client_of("maker").post(f"{RUN}{path}").status_code == 405
    page("maker", f"/desk/runs/FF-140502-2020-01-DB/{path}", 404)


def test_a_run_that_is_not_computed_has_no_figures() -> None:
    assert computed().total == 0
    assert "还没有计算" in page("maker", f"{RUN}figures/")
    assert 'id="how"' not in page("maker", RUN)


def counted(families: int) -> dict[str, int]:
    """Statements of each page with that many families of different amounts."""
    found = {}
    with transaction.atomic():
        for each in range(families):
            opened([HERE], base=f"{200 + each}.00")
        award = Award.objects.latest("pk")
        hold_award(award=award, hold="death", acting=somebody(Post.FINANCE_MAKER, login="maker"))
        computed()
        client = client_of("maker")
        for path in (RUN, f"{RUN}figures/", f"{RUN}held/", f"{RUN}lines/", f"/desk/awards/{award.pk}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path).status_code == 200
            found[path if path.startswith(RUN) else "award"] = len(caught)
        transaction.set_rollback(True)
    return found


def test_statements_do_not_grow() -> None:
    few = counted(2)
    assert counted(12) == few
    assert max(few.values()) < 60, few
