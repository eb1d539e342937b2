"""Every list of the desk goes to Excel: in its columns, within the area and the post, large ones by the queue."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import PEOPLE, TOWN, acting, officer
from doors import client_of, set_day
from doudi.accounts.access import PERMISSIONS
from doudi.accounts.actions import register_relative
from doudi.accounts.calendar_days import enter
from doudi.accounts.delegating import delegate
from doudi.accounts.handing import begin
from doudi.accounts.models import Export
from doudi.cases.actions import save_draft
from doudi.desk.exports import LISTS
from doudi.desk.tasks import make_export
from doudi.households.models import Member
from doudi.law.posts import Post
from doudi.payments.awards import hold_award
from doudi.payments.models import Award
from factories import golden
from households.making import OTHER_TOWN, OTHER_VILLAGE
from households.making import acting as somebody
from payments.making import HERE, computed, opened
from payments.returning import but, exported, taken

pytestmark = pytest.mark.django_db
NEW = "/desk/exports/new/"
RUN = "run=FF-140502-2026-12-DB"


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-12-10")


def sheet(who: str, what: str, asked: str = "") -> list[tuple[object, ...]]:
    """The rows of a workbook: title, who took it, heads, and what follows."""
    answer = client_of(who).post(NEW, {"what": what, "asked": asked})
    assert answer.status_code == 200, answer.content.decode()[:500]
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


def told(who: str, what: str, asked: str = "") -> list[dict[str, object]]:
    """The rows by the heads of their columns."""
    rows = sheet(who, what, asked)
    assert rows[0][0] == f"{LISTS[what].title}（2026-12-10）"
    assert rows[2] == ("序号", *LISTS[what].heads)
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def test_people_with_their_posts_a_row_a_post() -> None:
    for who in ("leader", "clerk", "secadmin"):
        officer(who)
    (row,) = told("sysadmin", "people", "q=leader")
    assert (row["姓名"], row["登录名"], row["账号"], row["单位"], row["岗位"], row["任职自"]) == (
        "郑国栋", "leader", "在用", "北石店镇", "镇长（主任）", "2023-08-16",
    )  # fmt: skip
    assert {row["登录名"] for row in told("secadmin", "people")} >= {"leader", "clerk", "secadmin"}


def test_relatives_say_what_they_receive_and_no_number() -> None:
    (award,) = opened([HERE])
    number = Member.objects.get(household=award.household_id, relation="head").id_number
    clerk = acting("clerk")
    register_relative(
        officer=officer("clerk"),
        by=clerk.actor,
        at=clerk.at,
        on=clerk.on,
        relation="兄弟姐妹",
        id_number=number,
        name="秦某",
    )
    (row,) = told("leader", "relatives")
    assert (row["工作人员"], row["工作单位"], row["职务（岗位）"], row["近亲属姓名"]) == (
        "秦海峰", "北石店镇", "民政助理员", "秦某",
    )  # fmt: skip
    assert (row["在享救助类别"], row["月保障金额（元）"], row["首次享受月"]) == ("最低生活保障", 400, "2020-01")
    assert client_of("elsewhere_leader").post(NEW, {"what": "relatives"}).status_code == 409
    assert not any(number in str(value) for line in sheet("leader", "relatives") for value in line)


def test_deputies_hand_overs_and_the_calendar() -> None:
    leader = acting("leader")
    delegate(
        deputy=officer("reviewer"), since=leader.on, until=date(2026, 12, 31), paper_number="北政授〔2026〕1号",
        file_key=None, acting=leader,
    )  # fmt: skip
    (row,) = told("leader", "delegations")
    assert (row["代签人"], row["授权人"], row["授权书文号"], row["状态"]) == (
        "常慧",
        "郑国栋",
        "北政授〔2026〕1号",
        "生效中",
    )
    begin(
        leaver=officer("clerk"), successor=officer("surveyor"), last_day=date(2026, 12, 20), reason="调离", cases=[],
        drafts=0, acting=leader,
    )  # fmt: skip
    (row,) = told("clerk", "hand-overs")
    assert (row["移交人"], row["接手人"], row["原因"], row["状态"]) == ("秦海峰", "贺文娟", "调离", "待双方确认")
    enter(day=date(2027, 10, 9), is_working=True, note="调休", completes_year=False, acting=acting("data"))
    (row,) = told("clerk", "calendar")
    assert (row["日期"], row["上班或放假"], row["录入人"], row["状态"]) == (
        "2027-10-09",
        "上班",
        "任志宏",
        "待他人确认",
    )


def test_the_duties_of_a_town_as_on_the_screen() -> None:
    officer("leader")
    rows = told("clerk", "duties", f"town={TOWN}&day=2026-12-10")
    sign = next(row for row in rows if row["环节"] == "审核确认")
    assert (sign["岗位"], sign["责任人"]) == ("镇长（主任）", "郑国栋")
    assert any("无人" in str(row["责任人"]) for row in rows)


def test_drafts_are_ones_own() -> None:
    save_draft(key=uuid4(), town=TOWN, village=PEOPLE["assistant"][2], label="王某", payload={}, acting=acting("clerk"))
    assert len(told("clerk", "drafts")) == 1
    assert client_of("elsewhere").post(NEW, {"what": "drafts"}).status_code == 409


def month() -> list[Award]:
    awards = opened([HERE, HERE, HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    hold_award(award=awards[0], hold="death", acting=somebody(Post.FINANCE_MAKER, login="maker"))
    return awards


def test_awards_runs_their_families_and_who_is_held() -> None:
    month()
    computed()
    assert [row["月合计（元）"] for row in told("maker", "awards", "state=active")] == [400, 400, 400]
    assert len(told("clerk", "awards")) == 3
    (run,) = told("checker", "runs")
    assert (run["批次号"], run["户"], run["合计（元）"]) == ("FF-140502-2026-12-DB", 3, 1200)
    lines = told("approver", "run-lines", RUN)
    assert [(row["保障金（基本生活费）"], row["分类施保金"], row["发放合计"]) for row in lines] == [(300, 100, 400)] * 3
    assert all("*" in str(row["身份证号"]) and "*" in str(row["账号"]) for row in lines)
    assert len(told("leader", "run-lines", f"{RUN}&item=base")) == 2
    (held,) = told("maker", "run-held", f"{RUN}&why=death")
    assert (held["为什么不发"], held["月金额（元）"]) == ("死亡比对命中", 400)


def test_what_came_back_and_the_returns() -> None:
    month()
    taken(exported(), but(0))
    (row,) = told("maker", "failures", "state=open")
    assert (row["银行所给原因"], row["金额（元）"], row["处理"]) == ("账户已销户", 400, "待更正")
    (row,) = told("checker", "returns")
    assert (row["退票（笔）"], row["退票（元）"], row["到账（笔）"]) == (1, 400, 2)


def test_ledgers_and_their_rows() -> None:
    (award,) = opened([HERE])
    assert award.import_row is not None
    number = award.import_row.ledger.number
    (row,) = told("data", "ledgers")
    assert (row["导入编号"], row["状态"], row["确认人"]) == (number, "已确认", None)
    assert client_of("data").post(NEW, {"what": "ledger-rows", "asked": f"ledger={number}"}).status_code == 409


@pytest.mark.parametrize(
    "asked", ["run=%00", "run=x&town=%00&month=0000-01", f"{RUN}&town=140502001", "why=%27", "q=%00"]
)
@pytest.mark.parametrize("what", ["awards", "run-lines", "run-held", "returns"])
def test_no_address_breaks_an_export(what: str, asked: str) -> None:
    opened([HERE])
    computed()
    assert client_of("maker").post(NEW, {"what": what, "asked": asked}).status_code in (200, 409)
    assert client_of("leader").post(NEW, {"what": what, "asked": asked}).status_code in (200, 403, 409)


@pytest.mark.parametrize("who", list(PEOPLE))
def test_a_post_that_may_not_read_a_list_may_not_take_it(who: str) -> None:
    client, post = client_of(who), PEOPLE[who][1]
    for what, listed in LISTS.items():
        answer = client.post(NEW, {"what": what})
        assert (answer.status_code == 403) == (post not in PERMISSIONS[listed.permission]), what


def test_a_large_list_is_a_job_with_a_reason(monkeypatch) -> None:
    opened([HERE] * 4)
    monkeypatch.setattr("doudi.accounts.exports.LARGE", 3)
    client = client_of("maker")
    assert "须写明事由" in client.post(NEW, {"what": "awards", "asked": "state=active"}).content.decode()
    answer = client.post(NEW, {"what": "awards", "asked": "state=active", "reason": "报财政核对"})
    assert answer.status_code == 302
    export = Export.objects.get()
    make_export(key=str(export.key))
    export.refresh_from_db()
    assert (export.state, export.rows, export.done) == ("ready", 4, 4)
    assert client.get(f"/desk/exports/{export.key}/").status_code == 200
    assert client_of("checker").get(f"/desk/exports/{export.key}/").status_code == 404


def test_every_list_page_has_the_button() -> None:
    month()
    taken(exported(), but(0))
    officer("reviewer")
    for who, path, what in (
        ("sysadmin", "/desk/people/", "people"), ("maker", "/desk/awards/", "awards"), ("maker", "/desk/runs/", "runs"),
        ("maker", f"/desk/runs/{RUN[4:]}/lines/?item=base", "run-lines"), ("maker", f"/desk/runs/{RUN[4:]}/held/", "run-held"),
        ("maker", "/desk/failures/", "failures"), ("maker", "/desk/returns/", "returns"), ("data", "/desk/ledgers/", "ledgers"),
        ("clerk", "/desk/duties/", "duties"),
    ):  # fmt: skip
        shown = client_of(who).get(path).content.decode()
        assert f'name="what" value="{what}"' in shown, path
    assert (
        f'value="{RUN}&amp;item=base"'
        in client_of("maker").get(f"/desk/runs/{RUN[4:]}/lines/?item=base").content.decode()
    )


def counted(families: int) -> dict[str, int]:
    """Statements of reading each list of money with that many families."""
    found = {}
    with transaction.atomic():
        awards = opened([HERE] * families)
        hold_award(award=awards[0], hold="death", acting=somebody(Post.FINANCE_MAKER, login="maker"))
        computed()
        client = client_of("maker")
        for what in ("awards", "run-lines", "run-held", "runs"):
            with CaptureQueriesContext(connection) as caught:
                assert client.post(NEW, {"what": what, "asked": RUN}).status_code == 200
            found[what] = len(caught)
        transaction.set_rollback(True)
    return found


def test_statements_do_not_grow() -> None:
    assert counted(3) == counted(30)
