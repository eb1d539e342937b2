"""到龄到期预警: the page, its filters, its workbook, the line on the 工作台; who may, and how many statements."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from cast import OTHER_VILLAGE, TOWN, VILLAGE, acting
from crowd import fill, statements
from doors import client_of, set_day
from doudi.accounts.edited import look_again
from doudi.accounts.parameter_rows import ValueEntry, decide, enter
from doudi.audit.models import Entry
from doudi.households.models import Member
from doudi.payments.awards import open_awards
from doudi.payments.models import Award
from factories import golden
from households.making import family, person
from payments.making import with_awards

pytestmark = pytest.mark.django_db
PATH = "/desk/ahead/"


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-12-01")


def chen() -> golden.Family:
    known = golden.chen()
    return replace(known, members=(*known.members, golden._member("陈晓雨", "2009-01-15", "F", "child", 100)))


@pytest.fixture
def award() -> Award:
    """Family 1, granted, with a daughter who turns eighteen on 2027-01-15 and a grandmother of seventy on 02-20."""
    golden.granted(chen())
    open_awards(acting=acting("maker", "2026-12-01"))
    return Award.objects.get()


def shown(who: str = "clerk", **query: str) -> str:
    answer = client_of(who).get(PATH, query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(text: str) -> list[str]:
    return [name for name in ("陈晓雨", "王桂兰") if f">{name}</a>" in text]


def test_who_comes_of_age_stands_there_with_day_effect_and_where_to_go(award: Award) -> None:
    text = shown()
    assert names(text) == ["陈晓雨", "王桂兰"]
    for part in (
        "满18周岁", "2027-01-15", "还有 45 日", "分类施保金 100.00 元/月 → 0.00 元/月", "陈建国户", "城市低保",
        "970.00 → <b>870.00</b>" if award.amount == 970 else f"{award.amount:,.2f} → <b>{award.amount - 100:,.2f}</b>",
        f'href="/desk/awards/{award.pk}/"', f'href="/desk/cases/{award.case_number}/"', "国务院令第649号 第十二条",
        "2026-12-01 至 2027-03-01",
    ):  # fmt: skip
        assert part in text, part
    entry = Entry.objects.get(verb="access.read", object_key="ahead")
    assert "陈晓雨" not in str(entry.facts)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["陈晓雨", "王桂兰"]),
        ({"months": "2"}, ["陈晓雨"]),
        ({"months": "1"}, []),
        ({"kind": "age_70"}, ["王桂兰"]),
        ({"kind": "age_18", "village": VILLAGE}, ["陈晓雨"]),
        ({"kind": "card_end"}, []),
        ({"month": "2027-02"}, ["王桂兰"]),
        ({"month": "past"}, []),
        ({"programme": "extreme_hardship_support"}, []),
        ({"months": "99"}, ["陈晓雨", "王桂兰"]),
        ({"month": "2027-13", "kind": "nothing", "village": OTHER_VILLAGE, "page": "x"}, ["陈晓雨", "王桂兰"]),
    ],
)
def test_the_address_is_the_list(award: Award, query: dict[str, str], found: list[str]) -> None:
    assert award.pk
    assert names(shown(**query)) == found


def test_the_picture_counts_exactly_the_rows_that_it_leads_to(award: Award) -> None:
    assert award.pk
    text = shown()
    assert text.count('<rect class="day-used"') == 2
    assert "已过期" not in text
    for month, count in (("2026年12月", 0), ("2027年1月", 1), ("2027年2月", 1), ("2027年3月", 0)):
        assert f'aria-label="{month} {count} 件"><b>{count}</b>' in text
    assert 'href="?month=2027-01"' in text
    assert 'href="?"' in shown(month="2027-01")


def test_nothing_coming_says_so_and_what_to_do() -> None:
    text = shown()
    assert "没有到龄、到期的" in text
    assert "把月数放长" in text


def test_the_bureau_sees_all_towns_and_may_narrow_to_one(award: Award) -> None:
    assert names(shown("supervisor")) == ["陈晓雨", "王桂兰"]
    assert names(shown("supervisor", town=TOWN)) == ["陈晓雨", "王桂兰"]
    assert names(shown("supervisor", town=award.town[:6] + "001")) == []
    assert "北石店镇 " in shown("supervisor")


def test_another_town_sees_nothing_of_it(award: Award) -> None:
    assert award.pk
    assert names(shown("elsewhere")) == []
    assert "没有到龄、到期的" in shown("elsewhere", village=VILLAGE)


@pytest.mark.parametrize("who", ["assistant", "surveyor", "check", "data", "maker", "sysadmin"])
def test_a_post_that_does_not_need_it_is_refused_and_has_no_entry_in_the_menu(who: str) -> None:
    assert client_of(who).get(PATH).status_code == 403
    assert PATH not in client_of(who).get("/desk/posts/").content.decode()


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "supervisor", "auditor"])
def test_the_posts_that_need_it_have_an_entry_in_the_menu(who: str) -> None:
    assert f'href="{PATH}"' in client_of(who).get(PATH).content.decode()


def test_it_is_read_only() -> None:
    assert client_of("clerk").post(PATH).status_code == 405


def test_what_is_past_and_waits_stands_out() -> None:
    members = [person("张有福", born=date(1990, 1, 15), able_to_work=False), person("张小", "child", date(2005, 1, 15),
               study="undergraduate", study_ends=date(2026, 11, 20), lives_with=False)]  # fmt: skip
    with_awards([family(town=TOWN, village=VILLAGE, members=members)])
    text = shown()
    assert "已过 11 日" in text
    assert '<rect class="day-over" x="0" y="0" width="30" height="60"/>' in text
    assert 'href="?month=past"' in text
    assert "现行金额" in text
    Member.objects.filter(name="张小").update(study_ends=None)
    assert "张小" not in shown()


def test_a_family_that_cannot_be_read_is_said() -> None:
    with_awards([family(town=TOWN, village=VILLAGE, members=[person("张有福", born=date(1957, 1, 15))])])
    Member.objects.update(relation="other")
    assert "另有 1 户资料对不上" in shown()


def test_values_that_begin_are_told_beside_the_families() -> None:
    entry = ValueEntry("minimum_wage", "1990.00", "140502", "", date(2027, 1, 2), "某文〔2026〕9号", "第一条")
    decide(row=enter(entry=entry, acting=acting("data")), accept=True, acting=acting("supervisor"))
    look_again()
    text = shown()
    assert "最低工资" in text
    assert "1,880.00" in text
    assert "1,990.00" in text
    assert "这段时间没有开始或截止的标准与参数" in shown(months="1")


def rows(answer: Any) -> list[tuple[object, ...]]:
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_the_workbook_has_the_rows_of_the_screen_in_the_bureaus_columns(award: Award) -> None:
    told = rows(client_of("clerk").post("/desk/exports/new/", {"what": "ahead", "asked": "kind=age_18"}))
    assert told[0][0] == "到龄到期名单（2026-12-01 至 2027-03-01）"
    assert "导出人：秦海峰" in str(told[1][0])
    assert told[2][:8] == ("序号", "乡镇(街道)", "村(社区)", "户主姓名", "到龄、到期的人", "类别", "事由", "日期")
    assert len(told) == 4
    assert told[3][0] == 1
    assert told[3][3:8] == ("陈建国", "陈晓雨", "城市低保", "满18周岁", "2027-01-15")
    assert told[3][10:13] == (float(award.amount), float(award.amount), float(award.amount) - 100)
    assert Entry.objects.get(verb="access.exported").facts == {"what": "ahead", "lines": 1}
    assert client_of("elsewhere").post("/desk/exports/new/", {"what": "ahead", "asked": ""}).status_code == 409
    assert client_of("assistant").post("/desk/exports/new/", {"what": "ahead", "asked": ""}).status_code == 403


def test_the_workbench_says_what_comes_in_the_month_ahead_and_leads_to_it(settings, award: Award) -> None:
    assert award.pk
    assert "往后一个月" not in client_of("clerk").get("/desk/").content.decode()
    set_day(settings, "2026-12-20")
    text = client_of("clerk").get("/desk/").content.decode()
    assert '<a href="/desk/ahead/?months=1">往后一个月 1 件</a>' in text
    assert names(shown(months="1")) == ["陈晓雨"]
    assert "往后一个月" not in client_of("surveyor").get("/desk/").content.decode()


@pytest.mark.parametrize("path", [PATH, f"{PATH}?kind=age_70&months=12&per=100", f"{PATH}dates/", "/desk/"])
def test_statements_do_not_grow(path: str) -> None:
    def old(place: int) -> Any:
        return family(f"张{place}", town=TOWN, village=VILLAGE, members=[
            person(f"张{place}", born=date(1957, 1, 15), disability_kind="hearing", disability_grade=3)
        ])  # fmt: skip

    golden.accepted()
    fill(20)
    with_awards([old(1)])
    client = client_of("clerk")
    few = statements(client, path)
    with_awards([old(place) for place in range(2, 90)])
    fill(200)
    assert statements(client, path) == few <= 30


DATES = f"{PATH}dates/"


def student(**more: Any) -> Member:
    """A student of nineteen, on the register without a day of graduation."""
    known = {"study": "undergraduate", "lives_with": False, **more}
    members = [person("张有福", born=date(1990, 1, 15)), person("张小", "child", date(2007, 1, 15), **known)]
    with_awards([family(town=TOWN, village=VILLAGE, members=members)])
    return Member.objects.get(name="张小")


def test_whose_day_is_not_known_is_counted_listed_and_entered() -> None:
    member = student(disability_kind="hearing", disability_grade=3)
    assert "在读（17周岁以上）1 人没有登记毕业的日子，持残疾人证 1 人没有登记有效期" in shown()
    client = client_of("clerk")
    assert f"{DATES}{member.pk}/" in client.get(DATES).content.decode()
    version = Member.objects.get(pk=member.pk).household.version
    typed = {"version": str(version), "study_ends": "2027-02-28", "card_ends": "2031年5月1日"}
    assert client.post(f"{DATES}{member.pk}/", typed).headers["Location"] == PATH
    kept = Member.objects.get(pk=member.pk)
    assert (kept.study_ends, kept.card_ends) == (date(2027, 2, 28), date(2031, 5, 1))
    entry = Entry.objects.get(verb="person.changed", facts__has_key="last_days")
    assert entry.facts["last_days"] == {"member": str(member.pk), "study": "2027-02-28", "card": "2031-05-01"}
    text = shown()
    assert "没有登记毕业的日子" not in text
    assert "学业期满" in text
    assert f'href="{DATES}{member.pk}/">改日期</a>' in text
    assert f'href="{DATES}{member.pk}/"' not in shown("leader")
    assert "都登记了" in client_of("clerk").get(DATES).content.decode()


def test_a_form_that_saw_an_older_family_changes_nothing() -> None:
    member = student()
    answer = client_of("clerk").post(f"{DATES}{member.pk}/", {"version": "0", "study_ends": "2027-02-28"})
    assert answer.status_code == 409
    assert Member.objects.get(pk=member.pk).study_ends is None


def test_a_wrong_day_stands_at_its_field_and_what_cannot_be_is_not_asked() -> None:
    member = student()
    client = client_of("clerk")
    text = client.post(f"{DATES}{member.pk}/", {"version": "1", "study_ends": "2027-02-30"}).content.decode()
    assert "id_study_ends" in text
    assert "card_ends" not in text
    Member.objects.filter(pk=member.pk).update(study="none")
    assert "没有要登记的日子" in client.get(f"{DATES}{member.pk}/").content.decode()


def test_only_the_towns_clerk_enters_days_and_only_there() -> None:
    path = f"{DATES}{student().pk}/"
    for who, status in (("leader", 403), ("supervisor", 403), ("assistant", 403), ("elsewhere", 404), ("clerk", 200)):
        assert client_of(who).get(path).status_code == status, who
    assert client_of("clerk").post(DATES).status_code == 405
    Award.objects.update(state="ended", until=date(2026, 12, 1))
    assert client_of("clerk").get(path).status_code == 404
