"""Pages after the bank's file: works · wrong post · wrong area · wrong method · number of statements."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doors import client_of, set_day
from doudi.audit.models import Entry
from doudi.households.models import Household, PaymentAccount
from doudi.payments.models import AccountCorrection, Award, BankReturn, Returned, Run
from doudi.payments.queries import Wanted, failed_payments
from households.making import OTHER_TOWN, OTHER_VILLAGE
from payments.making import HERE, MONTH, computed, opened
from payments.returning import but, corrected, entered, exported, rows_of, sent_again, taken, text

pytestmark = pytest.mark.django_db
NEW = "6228000000000000123"
NUMBER = "FF-140502-2026-12-DB"


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    set_day(settings, "2026-12-10")


def months(places: int = 4, *fails: int) -> Run:
    """A month exported and answered, with failures at these places."""
    opened([HERE] * places)
    run = exported()
    taken(run, but(*fails))
    return run


def home() -> UUID:
    key: UUID = failed_payments(Wanted())[0].household
    return key


def page(who: str, path: str, status: int = 200) -> str:
    answer = client_of(who).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def upload(who: str, content: bytes, run: str = NUMBER):
    file = SimpleUploadedFile("hp.csv", content)
    return client_of(who).post("/desk/returns/", {"run": run, "file": file}, follow=True)


def test_the_maker_brings_a_return_and_sees_what_came_back() -> None:
    opened([HERE] * 3)
    run = exported()
    before = page("maker", f"/desk/runs/{NUMBER}/")
    assert "导入银行回盘（还有 3 笔没有结果）" in before
    assert f"/desk/returns/?run={NUMBER}" in before
    answer = upload("maker", text(rows_of(run, but(1, reason="户名不符"))))
    assert "已采纳" in answer.content.decode()
    after = page("maker", f"/desk/runs/{NUMBER}/")
    assert "已回盘，待对账" in after
    assert "户名不符" in after
    assert "更正账户（1 笔）" in after
    assert "还有 1 笔账户没更正" in after


def test_a_return_that_contradicts_is_shown_row_by_row_and_counts_for_nothing() -> None:
    opened([HERE] * 2)
    run = exported()
    rows = rows_of(run)
    rows[1][3] = "1.00"
    shown = upload("data", text(rows)).content.decode()
    assert "1 处对不上，整份没有采纳" in shown
    assert "金额与导出的不同：回盘 1.00 元，导出 400.00 元" in shown
    assert "第 3 行" in shown
    assert not Returned.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"), [(b"a,b\n1,2", "没有找到回盘的表头"), (b"PK\3\4x", "不是 .csv"), (b"", "空")]
)
def test_a_file_that_is_no_return_is_refused_at_the_field(content: bytes, words: str) -> None:
    opened([HERE])
    exported()
    shown = upload("maker", content).content.decode()
    assert words in shown
    assert not BankReturn.objects.exists()


def test_a_run_that_does_not_exist_can_not_be_chosen() -> None:
    opened([HERE])
    computed()
    assert upload("maker", b"x").status_code == 200
    assert not BankReturn.objects.exists()


def test_the_original_file_comes_back_byte_for_byte_and_is_logged() -> None:
    run = months()
    content = text(rows_of(run))
    number = BankReturn.objects.get().number
    answer = client_of("maker").get(f"/desk/returns/{number}/file/")
    assert answer.content == content
    assert Entry.objects.filter(verb="access.exported", object_key=number).exists()
    assert client_of("maker").get("/desk/returns/FF-X/file/").status_code == 404


def test_from_failure_to_paid_again_at_the_desk() -> None:
    months(3, 0)
    key = home()
    clerk, leader, maker = (client_of(who) for who in ("clerk", "leader", "maker"))
    assert "现在要做：问清新账户" in clerk.get(f"/desk/failures/{key}/").content.decode()
    owner = Household.objects.get(pk=key).members.get(relation="head").name
    typed = {"owner_name": owner, "bank": "晋城农商银行", "number": "6228 0000 0000 0000 123", "reason": "换卡"}
    assert clerk.post(f"/desk/failures/{key}/correct/", typed).status_code == 302
    shown = leader.get(f"/desk/failures/{key}/").content.decode()
    assert NEW not in shown
    assert "录入的账号这里不显示" in shown
    assert "账号待另输一遍核对" in shown
    wrong = leader.post(f"/desk/failures/{key}/confirm/", {"decision": "confirm", "number": "6228000000000000999"})
    assert "与录入的账号不同" in wrong.content.decode()
    assert leader.post(f"/desk/failures/{key}/confirm/", {"decision": "confirm", "number": NEW}).status_code == 302
    assert PaymentAccount.objects.get(household=key, until=None).number == NEW
    answer = maker.post("/desk/runs/reissue/", {"programme": "subsistence_allowance"})
    assert answer["Location"] == "/desk/runs/CF-140502-2026-12-DB-01/"
    batch = maker.get(answer["Location"]).content.decode()
    assert "退票重发" in batch
    assert "400.00" in batch
    assert Run.objects.get(kind="reissue").total == 400


def test_from_an_award_to_another_account_at_the_desk() -> None:
    (award,) = opened([HERE])
    key = award.household_id
    clerk, leader = client_of("clerk"), client_of("leader")
    assert f'href="/desk/failures/{key}/"' in clerk.get(f"/desk/awards/{award.pk}/").content.decode()
    assert f'href="/desk/failures/{key}/correct/"' in clerk.get(f"/desk/failures/{key}/").content.decode()
    now = PaymentAccount.objects.get(household=key)
    typed = {"owner_name": now.owner_name, "bank": now.bank, "number": now.number, "reason": "原户主去世"}
    assert "没有要改的" in clerk.post(f"/desk/failures/{key}/correct/", typed).content.decode()
    assert clerk.post(f"/desk/failures/{key}/correct/", typed | {"number": NEW}).status_code == 302
    shown = leader.get("/desk/").content.decode()
    assert '<a class="act" href="/desk/failures/#changes">确认账户变更</a>' in shown
    assert (
        f'href="/desk/failures/{key}/"' in leader.get("/desk/failures/").content.decode().partition('id="changes"')[2]
    )
    assert "等另一人确认" in clerk.get(f"/desk/failures/{key}/correct/").content.decode()
    assert leader.post(f"/desk/failures/{key}/confirm/", {"decision": "refuse", "note": "尾号"}).status_code == 302
    assert ">重录账户变更</a>" in clerk.get("/desk/").content.decode()
    clerk.post(f"/desk/failures/{key}/correct/", typed | {"number": NEW})
    assert "重录账户变更" not in clerk.get("/desk/").content.decode()
    answer = leader.post(f"/desk/failures/{key}/confirm/", {"decision": "confirm", "number": NEW}, follow=True)
    assert "账户已变更，之后的批次发往新账户" in answer.content.decode()
    assert PaymentAccount.objects.get(household=key, until=None).number == NEW
    assert "确认账户变更" not in leader.get("/desk/").content.decode()
    page("elsewhere", f"/desk/failures/{key}/", 404)


def test_what_came_back_is_a_task_of_whose_turn_it_is() -> None:
    """退票 stands on the 工作台 of the clerk, then of the leader, and leads to exactly its rows."""
    months(4, 1, 3)
    task = '<a class="act" href="/desk/failures/?state='
    shown = page("clerk", "/desk/")
    assert f'{task}open">更正收款账户</a>' in shown
    assert "退票 2" in shown
    assert page("clerk", "/desk/failures/?state=open").count('class="row-link"') == 2
    assert task not in page("leader", "/desk/")
    entered(Household.objects.get(pk=home()))
    assert f'{task}confirm">确认账户更正</a>' in page("leader", "/desk/")
    assert "1 笔，" in page("clerk", "/desk/")


def test_a_mistyped_correction_keeps_what_was_typed_and_says_where() -> None:
    months(2, 0)
    typed = {"owner_name": "别人", "bank": "晋城农商银行", "number": NEW, "reason": "换卡"}
    shown = client_of("clerk").post(f"/desk/failures/{home()}/correct/", typed).content.decode()
    assert "须有代管协议" in shown
    assert 'value="别人"' in shown
    assert not AccountCorrection.objects.exists()


def test_handing_back_needs_a_word() -> None:
    months(2, 0)
    key = home()
    owner = Household.objects.get(pk=key).members.get(relation="head").name
    client_of("clerk").post(
        f"/desk/failures/{key}/correct/", {"owner_name": owner, "bank": "b", "number": NEW, "reason": "换卡"}
    )
    client = client_of("checker")
    assert "退回要写明" in client.post(f"/desk/failures/{key}/confirm/", {"decision": "refuse"}).content.decode()
    assert client.post(f"/desk/failures/{key}/confirm/", {"decision": "refuse", "note": "尾号"}).status_code == 302
    assert "退回重录" in page("clerk", f"/desk/failures/{key}/")


def test_nobody_reissues_before_two_people_corrected() -> None:
    months(2, 0)
    answer = client_of("maker").post("/desk/runs/reissue/", {"programme": "subsistence_allowance"})
    assert answer.status_code == 409
    assert "没有已更正账户" in answer.content.decode()
    assert client_of("maker").post("/desk/runs/reissue/", {"programme": "x"}).status_code == 404


def test_the_month_is_reconciled_on_one_page_and_exported() -> None:
    months(4, 1)
    shown = page("checker", "/desk/reconciliation/")
    assert "2026年12月最低生活保障" in shown
    for words in ("退票待更正 1", "已到账 3", "有差额", "1,600.00", "1,200.00"):
        assert words in shown
    only = page("checker", "/desk/reconciliation/?month=2026-12&programme=subsistence_allowance&state=failed")
    assert only.count("row-link") == 0
    assert "−400.00" in only
    answer = client_of("auditor").get("/desk/reconciliation/export/?month=2026-12&programme=subsistence_allowance")
    assert answer.content[:2] == b"PK"
    assert Entry.objects.get(verb="access.exported").facts["lines"] == 4


def test_a_month_in_which_all_arrived_says_so() -> None:
    months(3)
    assert "三处相符" in page("leader", "/desk/reconciliation/?month=2026-12")
    assert "已对账" in page("maker", f"/desk/runs/{NUMBER}/")
    assert "本批次已办完" in page("maker", f"/desk/runs/{NUMBER}/")


@pytest.mark.parametrize("value", ["", "2026-13", "x", "0000-01", "9999-12", "%00", "2026-1"])
def test_no_month_breaks_the_page(value: str) -> None:
    months(1)
    page("checker", f"/desk/reconciliation/?month={value}&programme={value}&state={value}&town={value}&page={value}")
    page("clerk", f"/desk/failures/?state={value}&run={value}&town={value}&page={value}")
    page("clerk", f"/desk/awards/?q={value}&state={value}&village={value}&hold={value}&page={value}")
    page("maker", f"/desk/returns/?run={value}")


def test_an_award_is_held_and_let_go_by_two_people() -> None:
    (award,) = opened([HERE])
    taken(exported())
    path = f"/desk/awards/{award.pk}/"
    clerk = client_of("clerk")
    assert "暂缓下一笔" in clerk.get(path).content.decode()
    assert clerk.post(f"{path}hold/", {"hold": "income", "reason": "x"}).status_code == 200
    assert clerk.post(f"{path}hold/", {"hold": "death", "reason": "殡葬比对命中，12月12日到户"}).status_code == 302
    shown = clerk.get(path).content.decode()
    for words in ("为什么暂缓", "比对只是线索", "至迟复核", "殡葬比对命中", "已到账"):
        assert words in shown
    assert clerk.post(f"{path}release/", {"agree": "yes"}).status_code == 403
    assert client_of("leader").post(f"{path}release/", {"agree": "yes"}).status_code == 409
    assert clerk.post(f"{path}ask/", {"reason": "同名同姓，本人健在"}).status_code == 302
    assert "同意恢复" in client_of("leader").get(path).content.decode()
    assert client_of("checker").post(f"{path}release/", {"agree": "no"}).status_code == 302
    award.refresh_from_db()
    assert award.state == "suspended"
    clerk.post(f"{path}ask/", {"reason": "本人健在，两人到户看过"})
    assert client_of("leader").post(f"{path}release/", {"agree": "yes"}).status_code == 302
    award.refresh_from_db()
    assert award.state == "active"


def test_awards_are_found_by_name_and_state() -> None:
    first, _second = opened([HERE] * 2)
    Award.objects.filter(pk=first.pk).update(state="suspended", hold="double")
    assert page("clerk", "/desk/awards/").count("/desk/awards/") > 2
    only = page("clerk", "/desk/awards/?state=suspended")
    assert f"/desk/awards/{first.pk}/" in only
    assert "两地重复登记" in only
    assert f"/desk/awards/{_second.pk}/" not in only


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("clerk", "/desk/returns/"),
        ("surveyor", "/desk/failures/"),
        ("data", "/desk/reconciliation/"),
        ("assistant", "/desk/awards/"),
        ("reviewer", "/desk/reconciliation/export/"),
        ("sysadmin", "/desk/awards/"),
    ],
)
def test_a_wrong_post_is_refused(who: str, path: str) -> None:
    page(who, path, 403)


def test_outside_the_area_there_is_nothing() -> None:
    awards = opened([HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    taken(exported(), but(0, 1))
    mine = next(row for row in failed_payments(Wanted()) if row.town == HERE[0])
    for path in (
        f"/desk/failures/{mine.household}/",
        f"/desk/failures/{mine.household}/correct/",
        f"/desk/awards/{awards[0].pk}/",
        f"/desk/awards/{awards[0].pk}/hold/",
        f"/desk/awards/{awards[0].pk}/ask/",
    ):
        page("elsewhere", path, 404)
    assert client_of("elsewhere_leader").post(f"/desk/failures/{mine.household}/confirm/").status_code == 404
    assert client_of("elsewhere_leader").post(f"/desk/awards/{awards[0].pk}/release/").status_code == 404
    assert str(mine.household) not in page("elsewhere", "/desk/failures/")
    assert f"/desk/awards/{awards[0].pk}/" not in page("elsewhere", "/desk/awards/")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/desk/runs/reissue/", "get"),
        ("/desk/reconciliation/", "post"),
        ("/desk/reconciliation/export/", "post"),
        ("/desk/awards/", "post"),
        ("/desk/awards/1/release/", "get"),
        ("/desk/failures/", "post"),
    ],
)
def test_a_wrong_method_is_refused(path: str, method: str) -> None:
    assert getattr(client_of("maker"), method)(path).status_code == 405


PATHS = {
    "maker": (f"/desk/runs/{NUMBER}/", "/desk/returns/", "/desk/failures/"),
    "checker": ("/desk/reconciliation/", "/desk/failures/"),
    "clerk": ("/desk/awards/", "/desk/failures/", f"/desk/runs/{NUMBER}/", "/desk/reconciliation/"),
}


def counted(places: int) -> dict[tuple[str, str], int]:
    """Statements of each page in a district with that many families, all of whose payments came back."""
    with transaction.atomic():
        months(places, *range(places))
        clients = {who: client_of(who) for who in PATHS}
        found = {(who, path): statements(clients[who], path) for who in PATHS for path in PATHS[who]}
        transaction.set_rollback(True)
    return found


def test_statements_do_not_grow() -> None:
    few = counted(2)
    assert counted(30) == few
    assert max(few.values()) < 60, few


def test_the_batch_has_its_own_page_and_return() -> None:
    months(2, 0)
    corrected(Household.objects.get(pk=home()))
    run = sent_again()
    shown = page("maker", f"/desk/runs/{run.number}/")
    assert "退票重发" in shown
    assert "导入银行回盘" in shown
    upload("maker", text(rows_of(run)), run.number)
    assert "本批次已办完" in page("maker", f"/desk/runs/{run.number}/")
    assert run.number in page("maker", "/desk/runs/")
    assert run.month == MONTH
