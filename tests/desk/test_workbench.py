"""工作台: urgency, village, step; each figure leads to exactly its rows; statements stay the same."""

import re
from datetime import date

import pytest

from cast import VILLAGE, acting
from crowd import fill, statements
from doors import case_words, client_of, nothing_differs, set_day, words
from doudi.cases import actions
from doudi.cases.actions.registering import Application
from doudi.cases.lists import refresh
from doudi.cases.models import Case
from doudi.cases.worklist import Chosen, band_sizes, by_day, tasks_found
from doudi.households.entries import ObligorEntry
from doudi.households.models import Obligor
from doudi.law.papers import PaperKind
from doudi.verification.members import correct_member, strike_member
from doudi.verification.obligors import correct_obligor, strike_obligor
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db
TASK = 'class="go"'


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-06")


def desk(who: str, query: str = "") -> str:
    return client_of(who).get(f"/desk/{query}").content.decode()


def figures(shown: str) -> dict[str, int]:
    """Each figure at the top by where it leads."""
    found = re.findall(r'<a href="([^"]+)"><b[^>]*>([\d,]+) <small>', shown)
    return {url.replace("&amp;", "&"): int(value.replace(",", "")) for url, value in found}


def test_each_figure_leads_to_exactly_its_rows() -> None:
    golden.accepted(), golden.verified(golden.chen(200)), golden.register(golden.chen(400))
    told, client = figures(desk("clerk")), client_of("clerk")
    assert len(told) == 7
    assert sum(told.values()) > 3
    for url, value in told.items():
        shown = client.get(url).content.decode()
        rows = shown.count(TASK) if url.startswith("/desk/?") else shown.count('name="numbers"')
        assert rows == value, url


def test_days_ahead_lead_to_exactly_their_rows() -> None:
    golden.verified()
    shown, client = desk("clerk"), client_of("clerk")
    days = re.findall(r'href="(/desk/\?due=[\d-]+)" aria-label="[^"]*到期 (\d+) 件"><b>(\d+)</b>', shown)
    assert len(days) == 10
    assert sum(int(value) for _url, value, _again in days) == 0  # due on 11-30, in 16 working days
    that_day = client.get("/desk/?due=2026-11-30").content.decode()
    assert that_day.count(TASK) == 1


@pytest.mark.parametrize("by", ["due", "village", "step"])
def test_grouped_by_urgency_village_and_step(by: str) -> None:
    golden.accepted(), golden.register(golden.chen(200))
    shown = desk("clerk", f"?by={by}")
    assert shown.count(TASK) == 2
    heads = re.findall(r'<li class="group"><b[^>]*>([^<]+)</b>', shown)
    assert (
        heads
        == {
            "due": ["已超期 1", "之后 1"],
            "village": ["北石店社区居委会 2"],
            "step": ["入户调查 1", "受理 1"],
        }[by]
    )
    assert f'<a href="?by={by}" aria-current="true">' in shown


def test_a_group_shows_twenty_and_leads_to_all() -> None:
    golden.accepted()
    fill(70)
    client = client_of("clerk")
    assert client.get("/desk/").content.decode().count(TASK) == 20
    late = client.get("/desk/?band=late").content.decode()
    assert late.count(TASK) == 50
    assert client.get("/desk/?band=late&page=2").content.decode().count(TASK) == 21
    assert client.get(f"/desk/?village={VILLAGE}").content.decode().count(TASK) == 50


def test_statements_do_not_grow() -> None:
    paths = ("/desk/", "/desk/?by=village", "/desk/?by=step", "/desk/?band=late")
    golden.accepted()
    fill(20)
    client = client_of("clerk")
    few = {path: statements(client, path) for path in paths}
    fill(1980)
    assert {path: statements(client, path) for path in paths} == few
    assert max(few.values()) <= 25


def test_bands_are_apart_and_make_up_the_whole() -> None:
    golden.accepted(), golden.verified(golden.chen(200)), golden.confirmed(golden.chen(400))
    for day in ("2026-11-03", "2026-11-05", "2026-11-06", "2026-11-27", "2026-11-28", "2026-12-01"):
        for who in ("clerk", "surveyor"):
            person = acting(who, day)
            refresh(person)
            found = tasks_found(person, Chosen())
            assert sum(band_sizes(by_day(person), person.on).values()) == found.count()
            assert (
                sum(tasks_found(person, Chosen(band=name)).count() for name in ("late", "today", "soon", "later"))
                == found.count()
            )


@pytest.mark.parametrize("query", ["?by=x", "?due=never", "?band=x", "?village=1", "?step=nothing", "?page=x"])
def test_an_address_that_means_nothing_shows_a_page(query: str) -> None:
    golden.accepted()
    assert client_of("clerk").get(f"/desk/{query}").status_code == 200


LATE = "容缺材料逾期未补"


def lacking(said: Application | None = None) -> Case:
    """Accepted on 11-02 without the identity proof, which was to follow by 11-05."""
    said = said or turns.liu()
    brought = [paper for paper in said.papers if paper.kind != PaperKind.IDENTITY_PROOF]
    case = turns.begun(turns.replace(said, papers=brought))
    return _go(actions.accept_lacking, case, acting("clerk"), bring_by=date(2026, 11, 5))


def test_a_paper_that_was_to_follow_and_did_not_is_told_to_who_can_bring_it(settings) -> None:
    case = lacking()
    set_day(settings, "2026-11-05")
    assert LATE not in desk("clerk")
    assert "应于11月5日前补交" in "".join(case_words("clerk", case).split())
    set_day(settings, "2026-11-06")
    for who in ("clerk", "assistant"):
        shown = words(desk(who))
        assert f"{LATE} 1" in shown
        assert "《身份证、户口簿》，应于11月5日前补交" in shown
        assert f'href="/desk/cases/{case.number}/papers/"' in desk(who)
        told = "".join(case_words(who, case).split())
        assert f"{LATE}，还缺1项材料：《身份证、户口簿》，应于11月5日前补交" in told
    listed = client_of("clerk").get("/desk/cases/?view=lacking").content.decode()
    assert case.number in listed
    assert 'href="/desk/cases/?view=lacking" aria-current="true">容缺逾期 1</a>' in listed
    for who in ("surveyor", "elsewhere", "elsewhere_village"):
        assert LATE not in desk(who)
    _go(actions.add_paper, case, acting("clerk", "2026-11-06"), kind=PaperKind.IDENTITY_PROOF)
    assert LATE not in desk("clerk")
    assert "容缺逾期" not in client_of("clerk").get("/desk/cases/").content.decode()
    nothing_differs()


def test_a_second_paper_still_lacks_and_an_ended_case_is_left_alone() -> None:
    case = lacking()
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.HARDSHIP_PROOF)
    assert LATE in desk("clerk")
    _go(actions.withdraw, case, acting("clerk"), note="已找到工作")
    assert LATE not in desk("clerk")


def test_what_lacks_of_somebody_who_is_gone_is_waited_for_no_longer() -> None:
    case = _go(
        correct_member, lacking(), acting("clerk"), entry=golden._member("刘小妹", "1960-01-01", "F", "other", 444)
    )
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.IDENTITY_PROOF)
    assert LATE in desk("clerk")
    gone = case.household.members.get(name="刘小妹")
    case = _go(strike_member, case, acting("clerk"), member=gone, until=date(2026, 11, 2), cause="apart")
    assert (case.bring_by, LATE in desk("clerk")) == (None, False)
    nothing_differs()


def test_nor_is_the_consent_of_somebody_who_owes_no_support() -> None:
    case = lacking(turns.zhou())
    owing = ObligorEntry("周大力", "child", [case.applicant_id], born=date(1980, 1, 1))
    case = _go(correct_obligor, case, acting("clerk"), entry=owing)
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.IDENTITY_PROOF)
    assert LATE in desk("clerk")
    row = Obligor.objects.get(household=case.household, name="周大力")
    case = _go(strike_obligor, case, acting("clerk"), obligor=row, cause="mistake")
    assert (case.bring_by, LATE in desk("clerk")) == (None, False)
    nothing_differs()


def test_statements_about_papers_to_follow_do_not_grow() -> None:
    lacking()
    client = client_of("clerk")
    few = statements(client, "/desk/")
    fill(60)
    Case.objects.update(bring_by=date(2026, 11, 5))
    assert statements(client, "/desk/") == few
    shown = client.get("/desk/").content.decode()
    assert f"{LATE} 61" in words(shown)
    assert shown.count("/papers/") == 20
    assert 'href="/desk/cases/?view=lacking">全部 61 件' in shown
