"""更正发放账户: before the decision by one person, with a reason; who may, what is refused, what the log keeps."""

from datetime import date
from typing import Any

import pytest

from cast import TOWN, VILLAGE, acting, officer
from crowd import statements
from doors import client_of, demo_district, nothing_differs, words
from doudi.accounts.actions import register_relative
from doudi.audit.models import Entry
from doudi.audit.verbs import sentence
from doudi.cases.models import Case
from doudi.households.models import Member, PaymentAccount
from doudi.households.queries import account_on
from doudi.payments.models import Award
from factories import golden, turns
from payments.making import opened

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)
NUMBER = "6228480402564890018"


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    demo_district(settings, ON.isoformat())


def asked(place: int = 100) -> Case:
    return golden.register(golden.chen(place))


def path(case: Case) -> str:
    return f"/desk/cases/{case.number}/account/"


def sent(case: Case, who: str = "clerk", **more: Any) -> Any:
    told = {
        "version": Case.objects.get(pk=case.pk).version, "owner_name": "李秀芳", "bank": "农商银行北石店支行",
        "number": "6228 4804 0256 4890 018", "custody": "", "reason": "原户主去世",
    }  # fmt: skip
    return client_of(who).post(path(case), told | more, follow=True)


def account(case: Case) -> PaymentAccount:
    return PaymentAccount.objects.get(household=case.household_id, until=None)


def test_another_account_in_one_act_with_its_reason_in_the_log() -> None:
    case = golden.verified()
    before = account(case)
    opened_page = client_of("clerk").get(path(case)).content.decode()
    for name in ("owner_name", "bank", "number", "custody", "reason"):
        assert f'name="{name}"' in opened_page, name
    page = words(opened_page)
    assert f"现在的发放账户：{before.owner_name}" in page
    assert before.number not in page
    answer = sent(case)
    assert answer.redirect_chain == [(f"/desk/cases/{case.number}/members/", 302)]
    shown = words(answer)
    assert "已更正发放账户" in shown
    assert "李秀芳 农商银行北石店支行 6228" in shown
    assert NUMBER not in answer.content.decode()
    now = account(case)
    assert (now.owner_name, now.bank, now.number, now.since) == ("李秀芳", "农商银行北石店支行", NUMBER, ON)
    before.refresh_from_db()
    assert before.until == ON
    assert account_on(case.household, ON) == now
    entry = Entry.objects.get(chain=f"case/{case.number}", verb="case.saved")
    assert {name: entry.facts[name] for name in ("part", "reason", "was", "account")} == {
        "part": "更正发放账户", "reason": "原户主去世", "was": before.pk, "account": now.pk,
    }  # fmt: skip
    assert sentence(entry.verb, entry.facts) == "保存了案件内容：更正发放账户，理由：原户主去世"
    assert NUMBER not in str([each.facts for each in Entry.objects.all()])
    assert "李秀芳" in words(client_of("clerk").get(f"/desk/cases/{case.number}/"))
    nothing_differs()


def test_twice_on_the_day_of_the_request() -> None:
    case = asked()
    PaymentAccount.objects.filter(household=case.household_id).update(since=ON)
    assert sent(case).status_code == 200
    assert sent(case, number="62284804025648900 26").status_code == 200
    found = account_on(case.household, ON)
    assert found
    assert found.number == "6228480402564890026"


def test_a_family_without_an_account_gets_one() -> None:
    case = asked()
    PaymentAccount.objects.filter(household=case.household_id).delete()
    assert "没有登记" in words(client_of("clerk").get(path(case)))
    assert "已更正发放账户" in words(sent(case))
    assert account(case).number == NUMBER


@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        ({"owner_name": "外人甲"}, "custody", "户名不是这家的人，须有代管协议"), ({"number": "6228480"}, "number", "8"),
        ({"number": "1" * 33}, "number", "账号应是 8 到 32 位数字"), ({"number": "6228480a2564890018"}, "number", "这里只写数字"),
        ({"bank": " "}, "bank", "开户银行"), ({"reason": ""}, "reason", "理由"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_question_and_nothing_is_changed(change: dict[str, str], at: str, said: str) -> None:
    case = asked()
    before = account(case)
    answer = sent(case, **change)
    assert said in answer.context["form"].errors[at][0]
    assert account(case) == before
    assert Case.objects.get(pk=case.pk).version == case.version
    assert not Entry.objects.filter(verb="case.saved").exists()


def test_a_stranger_keeps_it_by_a_written_agreement() -> None:
    case = asked()
    shown = words(sent(case, owner_name="外人甲", custody="2026-11-03 与村委会签订"))
    assert "代管协议：2026-11-03 与村委会签订" in shown
    assert "户名不是这家的人" not in shown


def test_the_same_account_again_is_no_correction() -> None:
    case = asked()
    sent(case)
    version = Case.objects.get(pk=case.pk).version
    answer = sent(case)
    assert "与现在的发放账户相同" in answer.context["form"].errors["number"][0]
    assert Case.objects.get(pk=case.pk).version == answer.context["case"].version == version
    assert Entry.objects.filter(verb="case.saved").count() == 1


def test_an_account_of_one_who_is_gone_is_told_where_it_is_changed() -> None:
    case = asked()
    Member.objects.filter(household=case.household_id, name="王桂兰").update(until=ON)
    assert sent(case, owner_name="王桂兰").context["form"].errors["custody"]
    PaymentAccount.objects.filter(household=case.household_id).update(owner_name="王桂兰")
    client = client_of("clerk")
    assert "户名不是这家的人，发放前要换成家里人的账户" in words(client.get(f"/desk/cases/{case.number}/members/"))
    for page in ("", "members/"):
        assert path(case) in client.get(f"/desk/cases/{case.number}/{page}").content.decode()


def test_who_may_and_where_and_how() -> None:
    case = asked()
    before = account(case)
    for who, status in (("assistant", 200), ("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        assert client_of(who).get(path(case)).status_code == status, who
    for who, status in (("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        assert sent(case, who).status_code == status, who
    assert client_of("clerk").put(path(case)).status_code == 405
    assert account(case) == before
    accepted = golden.accepted(golden.chen(180))
    assert "受理以后由镇（街道）经办人改" in words(sent(accepted, "assistant"))
    assert "已更正发放账户" in words(sent(case, "assistant"))


def test_two_at_one_case_never_overwrite_each_other() -> None:
    case = asked()
    stale = case.version
    sent(case)
    answer = sent(case, version=stale, number="6228480402564890026")
    assert answer.status_code == 409
    assert "更正发放账户" in answer.content.decode()
    assert account(case).number == NUMBER


def test_after_the_opinion_and_after_the_decision_it_is_too_late() -> None:
    for case, said in (
        (golden.proposed(), "拟定意见以后不再改发放账户；要改，请先退回补查"),
        (golden.confirmed(golden.chen(160)), "本案已有决定或已办结，不再改申请时的发放账户"),
    ):
        before = account(case)
        answer = sent(case)
        assert answer.status_code == 409
        assert said in answer.content.decode()
        page = client_of("clerk").get(path(case)).content.decode()
        assert said in page
        assert 'name="number"' not in page
        assert path(case) not in client_of("clerk").get(f"/desk/cases/{case.number}/").content.decode()
        assert account(case) == before


def test_a_decision_that_an_upheld_objection_took_back_is_none() -> None:
    case = turns.resurveyed(turns.objected(golden.publicised(), "2026-11-12"), "2026-11-12")
    case = turns.settled(case, "uphold_objection", "2026-11-12")
    assert "已更正发放账户" in words(sent(case))


def test_nobody_changes_alone_where_a_family_is_paid_to() -> None:
    case = asked()
    Award.objects.filter(pk=opened([(TOWN, VILLAGE)])[0].pk).update(household=case.household_id)
    before = account(case)
    answer = sent(case)
    assert answer.status_code == 409
    assert "这家已有待遇，发放账户不由一人改" in answer.content.decode()
    assert "这家已有待遇" in words(client_of("clerk").get(f"/desk/cases/{case.number}/members/"))
    assert account(case) == before


def test_nobody_handles_their_own_relative() -> None:
    case = asked()
    one = Member.objects.get(household=case.household_id, name="李秀芳")
    register_relative(
        officer=officer("clerk"), name=one.name, id_number=one.id_number, relation="兄弟姐妹",
        by=acting("clerk").actor, at=acting("clerk").at, on=ON,
    )  # fmt: skip
    answer = sent(case)
    assert answer.status_code == 409
    assert "须回避" in answer.content.decode()


def test_it_takes_few_statements() -> None:
    assert statements(client_of("clerk"), path(asked())) <= 20
