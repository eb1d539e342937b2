"""申请登记: drafts keep everything, errors stand at their field, one press makes one case."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cast import DAY, OTHER_VILLAGE, TOWN, VILLAGE, acting, moment, officer
from doudi.accounts.actions import SYSTEM, begin_session, register_relative
from doudi.cases.actions import save_draft
from doudi.cases.drafts import case_with_file
from doudi.cases.models import Case, Draft, OnFile
from doudi.desk.forms.registering import SECTIONS
from doudi.households.actions import register as put_on_programme
from doudi.households.models import Household, Item, Member, Obligor, ObligorAsset, PaymentAccount
from doudi.households.queries import facts_of
from doudi.papers.models import StoredFile
from doudi.verification.actions import answer_today
from factories import golden
from factories.golden import chen, id_number
from factories.golden import register as registered

pytestmark = pytest.mark.django_db
Answers = dict[str, Any]
HEAD, WIFE, MOTHER = id_number("1976-05-12", 100), id_number("1978-09-03", 100, "F"), id_number("1957-02-20", 100, "F")
WRONG = HEAD[:-1] + ("1" if HEAD[-1] != "1" else "2")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.config.middleware.today", lambda: DAY)
    monkeypatch.setattr("doudi.config.middleware.now", lambda: moment(DAY))


@pytest.fixture
def enter() -> Callable[[str], Client]:
    """Somebody of the cast at their desk."""

    def log_in(who: str) -> Client:
        client, person = Client(), officer(who)
        client.force_login(person, backend="doudi.accounts.login.LoginBackend")
        begin_session(officer=person, session_key=client.session.session_key or "")
        return client

    return log_in


def lines(code: str, *each: Answers) -> Answers:
    """Repeated lines as a browser sends them."""
    sent: Answers = {f"{code}-TOTAL_FORMS": str(len(each)), f"{code}-INITIAL_FORMS": "0"}
    for place, answers in enumerate(each):
        sent |= {f"{code}-{place}-{name}": value for name, value in answers.items()}
    return sent


def person(name: str, number: str, relation: str, **more: str) -> Answers:
    return {
        "key": "",
        "name": name,
        "id_number": number,
        "relation": relation,
        "study": "none",
        "absence": "none",
        **more,
    }


FAMILY = (
    person("陈建国", HEAD, "head", able_to_work="1"),
    person("李秀芳", WIFE, "spouse", able_to_work="0", serious_illness="on"),
    person("王桂兰", MOTHER, "parent", able_to_work="0"),
)
GOLDEN: dict[str, Answers] = {
    "applicant": {
        "programme": "subsistence_allowance", "village": VILLAGE, "address": "北石店社区 12 号", "area": "auto",
        "phone": "139 0000 1234", "reason": "打零工，妻子重病", "who": "agent", "agent_name": "郭爱芳",
        "agent_relation": "村低保员",
    },
    "family": lines("family", *FAMILY),
    "income": lines(
        "income",
        {"member": "1", "kind": "income:wage", "amount": "１,200", "per": "month"},
        {"member": "3", "kind": "income:pension", "amount": "420.00", "per": "month"},
        {"member": "2", "kind": "spending:medical", "amount": "600元", "per": "month"},
        {"member": "", "kind": "", "amount": "", "per": "month"},
    ),
    "property": lines(
        "property",
        {"kind": "deposit", "member": "1", "amount": "18600"},
        {"kind": "house", "member": "1", "amount": "", "area_m2": "62"},
    ),
    "obligors": lines("obligors", {"name": "", "relation": "", "per": "month"}),
    "account": {"owner_name": "陈建国", "bank": "晋城农商银行", "number": "6230 0000 0000 0000 001"},
    "papers": {
        "got-application": "on", "got-identity_proof": "on", "got-mandate": "on", "got-promise_and_consent-1": "on",
        "got-promise_and_consent-3": "on",
    },
}  # fmt: skip


class Sheet:
    """A draft in somebody's browser."""

    def __init__(self, client: Client, village: str = VILLAGE) -> None:
        self.client, self.key = client, uuid4()
        self.begun = client.post("/desk/drafts/new/", {"key": str(self.key), "village": village})

    def url(self, code: str) -> str:
        return f"/desk/drafts/{self.key}/{code}/"

    def get(self, code: str) -> str:
        answer = self.client.get(self.url(code))
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, code: str, answers: Answers, **more: Any) -> HttpResponse:
        sent = {"act": "next", **answers, **more}
        return self.client.post(self.url(code), {name: value for name, value in sent.items() if value is not None})  # type: ignore[return-value]

    def fill(self, answers: dict[str, Answers] = GOLDEN) -> "Sheet":
        for code, one in answers.items():
            assert self.post(code, one, act="save").status_code == 302
        return self

    def seen(self, code: str) -> str:
        found = re.search(r'name="seen" id="seen" value="(\w*)"', self.get(code))
        assert found
        return found[1]

    @property
    def row(self) -> Draft:
        return Draft.objects.get(key=self.key)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


# ---------- the golden families ----------


def test_golden_family_is_registered_by_the_village_assistant(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("assistant"))
    order = [section.code for section in SECTIONS]
    for code, following in zip(order, [*order[1:], "check"], strict=True):
        assert sheet.post(code, GOLDEN[code]).headers["Location"] == sheet.url(following)
    said = sheet.get("check")
    assert "李秀芳的诚信承诺及核对授权书" in said
    assert "还缺 1 份材料" in said
    assert HEAD not in said
    answer = sheet.client.post(sheet.url("check"), follow=False)
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/desk/cases/{case.number}/"
    assert (case.head_name, case.agent_name, case.agent_relation) == ("陈建国", "郭爱芳", "村低保员")
    assert (case.household.area, case.household.phone) == ("urban", "13900001234")
    assert sheet.row.case_number == case.number
    assert sheet.row.payload == "{}"


def test_declared_facts_are_those_of_the_golden_file(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    sheet.client.post(sheet.url("check"))
    case = Case.objects.get()
    facts = facts_of(household=case.household, on=DAY, source="declared", case_number=case.number)
    told = [
        (one["relation"], one["born"], one["sex"], one["able_to_work"], one["serious_illness"], one["income"], one["spending"])
        for one in facts["persons"]
    ]  # fmt: skip
    month = {"per": "month"}
    assert told == [
        ("head", "1976-05-12", "M", True, False, [{"kind": "wage", "amount": "1200.00", **month}], []),
        ("spouse", "1978-09-03", "F", False, True, [], [{"kind": "medical", "amount": "600.00", **month}]),
        ("parent", "1957-02-20", "F", False, False, [{"kind": "pension", "amount": "420.00", **month}], []),
    ]
    assert [(one["kind"], one["value"], one.get("area_m2")) for one in facts["assets"]] == [
        ("deposit", "18600.00", None), ("house", "0.00", "62.00"),
    ]  # fmt: skip
    account = PaymentAccount.objects.get()
    assert (account.owner_name, account.number) == ("陈建国", "6230000000000000001")
    consents = OnFile.objects.filter(case=case, kind="promise_and_consent").values_list("member__name", flat=True)
    assert set(consents) == {"陈建国", "王桂兰"}


def test_receipt_says_number_next_and_when(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    answer = sheet.client.post(sheet.url("check"))
    said = " ".join(str(one) for one in answer.wsgi_request._messages)  # type: ignore[attr-defined]
    assert Case.objects.get().number in said
    assert "11月30日" in said
    assert "北石店镇" in said


def test_from_new_case_to_submission_in_ten_presses(enter: Callable[[str], Client]) -> None:
    # 开始登记 and seven sections, with everything received in one press, then 提交登记: acceptance has two left of 12.
    sheet = Sheet(enter("clerk"))
    presses = [lambda: sheet.begun]
    for code in list(GOLDEN)[:-1]:
        presses.append(lambda code=code: sheet.post(code, GOLDEN[code]))  # type: ignore[misc]
    presses.append(lambda: sheet.post("papers", {}, act="all"))
    presses.append(lambda: sheet.client.post(sheet.url("check")))  # type: ignore[arg-type,return-value]
    for press in presses:
        assert press().status_code == 302
    assert len(presses) <= 10
    assert OnFile.objects.filter(case=Case.objects.get()).count() == 6


def test_refused_family_needs_no_obligors_and_no_property(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("elsewhere"), OTHER_VILLAGE)
    number = id_number("1959-01-17", 300)
    answers = {
        "applicant": {**GOLDEN["applicant"], "village": OTHER_VILLAGE, "who": "self"},
        "family": lines("family", person("孙德明", number, "head")),
        "income": lines("income", {"member": "1", "kind": "income:pension", "amount": "1896", "per": "month"}),
        "property": lines("property", {"kind": "", "member": "", "amount": ""}),
        "account": {"owner_name": "孙德明", "bank": "晋城农商银行", "number": "62300000000003"},
    }
    sheet.fill(answers)
    assert "未填写" in sheet.get("check")
    assert sheet.client.post(sheet.url("check")).status_code == 302
    assert (Item.objects.count(), Obligor.objects.count()) == (1, 0)
    assert Case.objects.get().agent_name == ""


def test_obligor_and_rural_area_and_single_applicant(enter: Callable[[str], Client]) -> None:
    obligor = {
        "name": "陈小军", "relation": "child", "of": ["1", "3"], "id_number": id_number("1999-04-04", 7),
        "household_members": "３", "household_income": "9,000", "per": "month", "agreed_support": "150", "status": "",
    }  # fmt: skip
    family = lines("family", FAMILY[0], FAMILY[1], {**FAMILY[2], "is_applicant": "on", "lives_apart": "on"})
    sheet = Sheet(enter("clerk")).fill({
        **GOLDEN, "family": family, "applicant": {**GOLDEN["applicant"], "area": "rural"},
        "obligors": lines("obligors", obligor),
    })  # fmt: skip
    assert sheet.client.post(sheet.url("check")).status_code == 302
    case, kept = Case.objects.get(), Obligor.objects.get()
    assert (case.applicant.name, case.applicant.lives_with, case.head_name) == ("王桂兰", False, "陈建国")
    assert case.household.area == "rural"
    assert (kept.household_members, str(kept.household_income), kept.born.isoformat()) == (3, "9000.00", "1999-04-04")  # type: ignore[union-attr]
    assert {Member.objects.get(pk=key).name for key in kept.of} == {"陈建国", "王桂兰"}


HARDSHIP = {
    **GOLDEN,
    "applicant": {**GOLDEN["applicant"], "programme": "extreme_hardship_support"},
    "family": lines("family", person("周福来", HEAD, "head", able_to_work="0")),
    "income": lines("income", {"member": "", "kind": "", "amount": "", "per": "month"}),
    "property": lines("property", {"kind": "", "member": "", "amount": ""}),
    "account": {**GOLDEN["account"], "owner_name": "周福来"},
}
IN_PRISON = {
    "name": "周小军", "relation": "child", "of": ["1"], "born": "1980-04-04", "household_members": "1",
    "household_income": "0", "per": "month", "agreed_support": "", "status": "in_prison",
}  # fmt: skip
RICH = {
    "deposits": "300,000", "houses": "3", "shops": "1", "vehicles": ["ordinary", "livelihood"], "vehicle_value": "90,000",
    "business_capital": "500000",
}  # fmt: skip


def obliged(sheet: Sheet, **more: Any) -> str:
    """The section of the obligors as it answers once it was sent."""
    sheet.fill(HARDSHIP)
    return text_of(sheet.post("obligors", lines("obligors", {**IN_PRISON, **more})))


def test_what_an_obligor_owns_is_asked_for_extreme_hardship_only(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill(GOLDEN)
    assert "他家存款" not in sheet.get("obligors")
    sheet.fill(HARDSHIP)
    shown = sheet.get("obligors")
    for words in ("他家存款、理财等", "他家住房", "他家车辆", "登记的市场主体注册资金"):
        assert words in shown, words


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("deposits", "很多", "金额"), ("houses", "两套", "请写一个整数"), ("houses", "21", "20"),
        ("vehicle_value", "90000", "填了车辆现值，还没选车辆用途"), ("business_capital", "-5", "负"),
    ],
)  # fmt: skip
def test_each_error_of_an_obligors_property_stands_at_its_field(
    enter: Callable[[str], Client], name: str, value: str, said: str
) -> None:
    sheet = Sheet(enter("clerk"))
    shown = obliged(sheet, **{name: value})
    assert said in shown
    assert f'value="{value}"' in shown


def test_an_obligor_who_owns_too_much_is_able(enter: Callable[[str], Client], settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    sheet = Sheet(enter("clerk"))
    obliged(sheet, **RICH)
    answer = sheet.client.post(sheet.url("check"))
    assert answer.status_code == 302, answer.content.decode()
    kept = ObligorAsset.objects.order_by("pk").values_list("kind", "amount", "details__use")
    assert [(kind, str(amount), use) for kind, amount, use in kept] == [
        ("deposit", "300000.00", None), ("business_registration", "500000.00", None), *[("house", "0.00", None)] * 3,
        ("shop", "0.00", None), ("vehicle", "90000.00", "ordinary"), ("vehicle", "0.00", "livelihood"),
    ]  # fmt: skip
    case = Case.objects.get()
    assert "obligor_able" in {reason["code"] for reason in answer_today(case, date(2026, 11, 2))["reasons"]}
    shown = sheet.client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "财产：银行存款 300,000.00 元" in shown
    assert "不符合" in shown
    ObligorAsset.objects.all().delete()
    assert "obligor_able" not in {reason["code"] for reason in answer_today(case, date(2026, 11, 2))["reasons"]}


# ---------- drafts keep everything ----------


def test_wrong_entries_survive_a_closed_browser(enter: Callable[[str], Client]) -> None:
    wrong = {
        "applicant": {**GOLDEN["applicant"], "phone": "幺三九", "address": ""},
        "family": lines("family", person("陈建国", "14050219760512", "head", disability_kind="physical")),
        "income": lines("income", {"member": "1", "kind": "income:wage", "amount": "一千二", "per": "year"}),
        "property": lines("property", {"kind": "house", "member": "", "amount": "", "area_m2": "很大"}),
        "account": {"owner_name": "别人", "bank": "", "number": "62x"},
    }
    sheet = Sheet(enter("assistant")).fill(wrong)
    sheet.client = enter("assistant")  # another browser, another day
    for code, typed in [
        ("applicant", "幺三九"), ("family", "14050219760512"), ("income", "一千二"), ("property", "很大"), ("account", "62x"),
    ]:  # fmt: skip
        shown = sheet.get(code)
        assert f'value="{typed}"' in shown
        assert "error-summary" not in shown
        asked = sheet.client.get(sheet.url(code) + "?check=1").content.decode()
        assert f'value="{typed}"' in asked
        assert "error-summary" in asked


@pytest.mark.parametrize(
    ("code", "answers", "target", "sentence"),
    [
        ("applicant", {**GOLDEN["applicant"], "reason": ""}, "id_reason", "请填写申请理由"),
        ("applicant", {**GOLDEN["applicant"], "agent_name": ""}, "id_agent_name", "请填写代办人姓名"),
        ("applicant", {**GOLDEN["applicant"], "village": OTHER_VILLAGE}, "id_village", "请从列出的选项里选"),
        ("family", lines("family", person("陈建国", WRONG, "head")), "id_family-0-id_number", "第 18 位"),
        ("family", lines("family", person("", "", "")), "id_family-0-name", "还没有填家庭成员"),
        ("family", lines("family", person("甲", HEAD, "other")), "id_family-0-relation", "还没有户主"),
        ("family", lines("family", FAMILY[0], person("乙", WIFE, "head")), "id_family-1-relation", "户主只能有一位"),
        ("family", lines("family", FAMILY[0], person("乙", HEAD, "sibling")), "id_family-1-id_number", "前面已经填过"),
        (
            "family",
            lines("family", person("甲", HEAD, "head", disability_grade="2")),
            "id_family-0-disability_kind",
            "还没选类别",
        ),
        (
            "family",
            lines("family", person("甲", HEAD, "head", absence="clergy_away")),
            "id_family-0-absence_since",
            "从哪天起",
        ),
        ("family", lines("family", person("甲", HEAD, "head", study_ends="2027-06-30")), "id_family-0-study_ends", "还没选就读"),
        ("family", lines("family", person("甲", HEAD, "head", card_ends="2027-06-30")), "id_family-0-card_ends", "还没选残疾类别"),
        ("income", lines("income", {"member": "9", "amount": "5", "kind": "income:wage", "per": "month"}),
         "id_income-0-member", "请重选"),
        ("property", lines("property", {"kind": "vehicle", "amount": "3000"}), "id_property-0-use", "请选择车辆用途"),
        ("property", lines("property", {"kind": "deposit", "amount": "", "area_m2": "9"}), "id_property-0-amount", "请填写余额、市值"),
        ("account", {**GOLDEN["account"], "owner_name": "李某"}, "id_owner_name", "户名不是家庭成员"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_field(
    enter: Callable[[str], Client], code: str, answers: Answers, target: str, sentence: str
) -> None:
    sheet = Sheet(enter("clerk")).fill({"family": GOLDEN["family"]})
    said = text_of(sheet.post(code, answers))
    assert re.search(rf'<a href="#{target}">[^<]*{sentence}', said)
    assert f'id="{target}"' in said or f'id="{target}_0"' in said
    assert sentence in said.split('id="section"')[1]


def test_add_a_line_keeps_and_says_nothing_yet(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    answer = sheet.post("family", lines("family", person("陈", "12", "head")), add="family", act=None)
    assert answer.headers["Location"] == f"{sheet.url('family')}#id_family-1-name"
    shown = sheet.get("family")
    assert 'value="12"' in shown
    assert 'name="family-1-name"' in shown
    assert "error-summary" not in shown


def test_a_line_struck_out_is_gone_and_the_others_keep_their_person(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    kept = [{**one, "key": str(place)} for place, one in enumerate(FAMILY, start=1)]
    sheet.post("family", lines("family", kept[0], {**kept[1], "DELETE": "on"}, kept[2]))
    shown = sheet.get("family")
    assert "李秀芳" not in shown
    assert 'name="family-1-key" value="3"' in shown
    assert "原来选的人已不在家庭成员里，请重选" in text_of(sheet.client.get(sheet.url("income") + "?check=1"))  # type: ignore[arg-type]


def test_the_same_new_person_sent_twice_stays_one_person(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    for _ in range(3):
        sheet.post("family", GOLDEN["family"], act="save")
    shown = sheet.get("family")
    assert [f'name="family-{place}-key" value="{place + 1}"' in shown for place in range(3)] == [True] * 3


def test_automatic_save_answers_with_the_time_only(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    said = text_of(sheet.post("applicant", GOLDEN["applicant"], act="auto"))
    assert "hx-swap-oob" in said
    assert "09:00" in said
    assert "<form" not in said
    assert f'name="seen" id="seen" value="{sheet.seen("applicant")}"' in said
    assert "打零工" in sheet.get("applicant")


def test_automatic_save_that_comes_late_takes_nothing_back(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    early = sheet.seen("applicant")
    sheet.post("applicant", GOLDEN["applicant"])
    late = sheet.post("applicant", {**GOLDEN["applicant"], "reason": "打"}, act="auto", seen=early)
    assert late.status_code == 204
    assert "打零工" in sheet.get("applicant")


def test_a_jump_to_another_section_saves_this_one(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    answer = sheet.post("applicant", {**GOLDEN["applicant"], "reason": "半句"}, go="account", act=None)
    assert answer.headers["Location"] == sheet.url("account")
    assert "半句" in sheet.get("applicant")


def test_change_link_of_the_check_leads_back_to_it(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    assert 'name="back" value="check"' in text_of(sheet.client.get(sheet.url("income") + "?back=check"))  # type: ignore[arg-type]
    assert sheet.post("income", GOLDEN["income"], back="check").headers["Location"] == sheet.url("check")


def test_lines_without_their_count_change_nothing(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    before = sheet.row.payload
    assert sheet.client.post(sheet.url("family"), {"act": "next"}).status_code == 400
    assert sheet.row.payload == before


def test_first_button_of_a_form_goes_on_not_to_a_new_line(enter: Callable[[str], Client]) -> None:
    shown = Sheet(enter("clerk")).get("family").split('id="section"')[1]
    assert re.findall(r'<button[^>]*type="submit"[^>]*name="(\w+)"', shown)[0] == "act"


def test_starting_twice_is_one_draft_and_never_somebody_elses(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill({"applicant": GOLDEN["applicant"]})
    same = sheet.client.post("/desk/drafts/new/", {"key": str(sheet.key), "village": VILLAGE})
    assert same.headers["Location"] == sheet.url("applicant")
    assert enter("assistant").post("/desk/drafts/new/", {"key": str(sheet.key), "village": VILLAGE}).status_code == 404
    assert "北石店社区 12 号" in sheet.get("applicant")
    assert Draft.objects.count() == 1


# ---------- two people, one draft ----------


def test_clerk_goes_on_with_the_assistants_draft_and_overtakes_nobody(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("assistant")).fill({"applicant": GOLDEN["applicant"]})
    clerk, assistant = enter("clerk"), sheet.client
    assert "郭爱芳" in text_of(clerk.get("/desk/drafts/"))  # type: ignore[arg-type]
    seen = sheet.seen("applicant")
    sheet.client = clerk
    sheet.post("applicant", {**GOLDEN["applicant"], "address": "北石店社区 21 号", "seen": seen})
    sheet.client = assistant
    late = sheet.post("applicant", {**GOLDEN["applicant"], "address": "北石店社区 13 号", "seen": seen})
    assert late.status_code == 409
    assert "现住址：现在是“北石店社区 21 号”，您填的是“北石店社区 13 号”" in text_of(late)
    assert 'value="北石店社区 13 号"' in text_of(late)
    assert "21 号" in sheet.get("applicant")
    fresh = re.findall(r'id="seen" value="(\w+)"', text_of(late))[0]
    again = {**GOLDEN["applicant"], "address": "北石店社区 13 号", "seen": fresh}
    assert sheet.post("applicant", again).status_code == 302
    assert "13 号" in sheet.get("applicant")


# ---------- submitting ----------


def test_double_submit_makes_one_case(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill()
    first, second = (sheet.client.post(sheet.url("check")) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert (Case.objects.count(), Household.objects.count(), Member.objects.count()) == (1, 1, 3)
    assert sheet.client.get(sheet.url("family")).headers["Location"] == first.headers["Location"]


@pytest.mark.django_db(transaction=True)
def test_pressing_at_the_same_moment_makes_one_case(enter: Callable[[str], Client]) -> None:
    sheet, ready = Sheet(enter("clerk")).fill(), Barrier(4)

    def press(client: Client) -> str:
        ready.wait()
        try:
            return client.post(sheet.url("check")).headers["Location"]
        finally:
            connection.close()

    clients = [Client() for _ in range(4)]
    for client in clients:
        client.cookies = sheet.client.cookies
    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(press, clients))
    assert places == {f"/desk/cases/{Case.objects.get().number}/"}
    assert Household.objects.count() == 1


def test_unfinished_draft_is_not_submitted_and_lists_all_that_lacks(enter: Callable[[str], Client]) -> None:
    answers = {**GOLDEN, "account": {"owner_name": "陈建国", "bank": "", "number": ""}}
    del answers["property"]
    sheet = Sheet(enter("clerk")).fill(answers)
    said = text_of(sheet.client.post(sheet.url("check")))  # type: ignore[arg-type]
    assert "提交前还有 3 处要填或要改" in said
    assert f'href="{sheet.url("account")}?check=1&amp;back=check#id_number"' in said
    assert "财产：还没有填" in said
    assert not Case.objects.exists()


def test_failure_half_way_leaves_nothing(enter: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(enter("clerk")).fill()
    monkeypatch.setattr("doudi.cases.actions.registering.set_account", lambda **_: 1 / 0)
    sheet.client.raise_request_exception = False
    assert sheet.client.post(sheet.url("check")).status_code == 500
    assert not Case.objects.exists()
    assert not Household.objects.exists()
    monkeypatch.undo()
    assert sheet.row.case_number == ""


def test_person_on_the_programme_elsewhere_is_told_at_the_member(enter: Callable[[str], Client]) -> None:
    there = registered(chen(), acting("clerk"))
    put_on_programme(household=there.household, programme="subsistence_allowance", acting=acting("clerk"))
    Case.objects.update(state="granted")
    sheet = Sheet(enter("elsewhere"), OTHER_VILLAGE)
    said = text_of(sheet.post("family", GOLDEN["family"]))
    assert said.count("这位已在另一镇（街道）办理或享受低保，不能重复申请") == 6  # in the summary and at the field
    assert "陈建国户" not in said
    own = Sheet(enter("clerk"))
    assert "这位已在本镇（街道）办理或享受低保" in text_of(own.post("family", GOLDEN["family"]))


def test_person_in_an_open_case_is_told_its_number(enter: Callable[[str], Client]) -> None:
    case = registered(chen(), acting("clerk"))
    sheet = Sheet(enter("clerk")).fill()
    assert f"案号 {case.number}" in text_of(sheet.client.post(sheet.url("check")))  # type: ignore[arg-type]
    assert Case.objects.count() == 1


def test_own_relatives_case_is_left_to_a_colleague(enter: Callable[[str], Client]) -> None:
    register_relative(officer=officer("clerk"), relation="母亲", id_number=MOTHER, by=SYSTEM, at=moment(DAY), on=DAY)
    sheet = Sheet(enter("clerk")).fill()
    assert "请让别的同事" in sheet.get("overview")
    assert "须由别的同事提交" in text_of(sheet.client.post(sheet.url("check")))  # type: ignore[arg-type]
    assert not Case.objects.exists()


# ---------- uploads ----------


def photo(name: str = "承诺书.jpg") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file


def test_uploads_go_on_file_with_their_digest(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("assistant")).fill()
    sheet.post("papers", {**GOLDEN["papers"], "file-promise_and_consent-2": photo()}, act="save")
    assert "承诺书.jpg" in sheet.get("papers")
    assert "还缺" not in sheet.get("check")
    assert case_with_file(StoredFile.objects.get().key) is None
    sheet.client.post(sheet.url("check"))
    file, kept = StoredFile.objects.get(), OnFile.objects.get(member__name="李秀芳")
    assert case_with_file(file.key) == Case.objects.get().number
    assert (kept.file_key, kept.digest, kept.kind) == (file.key, file.sha256, "promise_and_consent")


def test_refused_upload_is_said_at_its_field_and_the_rest_is_kept(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("assistant")).fill({"family": GOLDEN["family"]})
    bad = BytesIO(b"MZ not a photo")
    bad.name = "a.exe"
    answer = sheet.post(
        "papers", {"got-application": "on", "file-identity_proof": bad, "file-application": photo("a.jpg")}
    )
    said = text_of(answer)
    assert '<a href="#id_file-identity_proof">' in said
    assert "“a.exe”：" in said
    assert "a.jpg" in sheet.get("papers")
    key = re.search(r'name="drop" value="([\w-]+)"', said)[1]  # type: ignore[index]
    assert sheet.post("papers", {}, drop=key, act=None).status_code == 302
    assert "a.jpg" not in sheet.get("papers")


# ---------- who, where, how ----------


@pytest.mark.parametrize("who", ["surveyor", "reviewer", "leader", "check", "auditor", "sysadmin"])
def test_other_posts_are_refused(enter: Callable[[str], Client], who: str) -> None:
    sheet = Sheet(enter("clerk"))
    client = enter(who)
    for path in ("/desk/drafts/", "/desk/drafts/new/", sheet.url("family")):
        assert client.get(path).status_code == 403
    assert client.post(sheet.url("check")).status_code == 403


@pytest.mark.parametrize("who", ["elsewhere", "elsewhere_village"])
def test_drafts_of_another_area_do_not_exist(enter: Callable[[str], Client], who: str) -> None:
    sheet = Sheet(enter("assistant")).fill()
    client = enter(who)
    for code in ("overview", "family", "check"):
        assert client.get(sheet.url(code)).status_code == 404
    assert client.post(sheet.url("family"), GOLDEN["family"]).status_code == 404
    assert "陈建国" not in text_of(client.get("/desk/drafts/"))  # type: ignore[arg-type]


def test_assistant_does_not_see_the_clerks_drafts(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill({"family": GOLDEN["family"]})
    assistant = enter("assistant")
    assert assistant.get(sheet.url("overview")).status_code == 404
    assert "没有草稿" in text_of(assistant.get("/desk/drafts/"))  # type: ignore[arg-type]


def test_assistant_registers_for_the_own_village_only(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("assistant"), "140502100001")
    assert sheet.begun.status_code == 200
    assert not Draft.objects.exists()


def test_wrong_methods_and_unknown_sections(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk"))
    assert sheet.client.put(sheet.url("family")).status_code == 405
    assert sheet.client.post("/desk/drafts/").status_code == 405
    assert sheet.client.post(sheet.url("overview")).status_code == 405
    assert sheet.client.get(sheet.url("nothing")).status_code == 404
    assert sheet.client.get(f"/desk/drafts/{UUID(int=7)}/family/").status_code == 404


def test_a_draft_that_was_tampered_with_is_not_overwritten(enter: Callable[[str], Client]) -> None:
    sheet = Sheet(enter("clerk")).fill({"family": GOLDEN["family"]})
    with connection.cursor() as cursor:
        cursor.execute("update cases_draft set payload = payload || '\\x00'::bytea")
        cursor.execute("select payload from cases_draft")
        before = bytes(cursor.fetchone()[0])
        assert sheet.client.post(sheet.url("family"), GOLDEN["family"]).status_code == 409
        cursor.execute("select payload from cases_draft")
        assert bytes(cursor.fetchone()[0]) == before


# ---------- statements ----------


def many(count: int) -> Answers:
    people = [person("陈建国", HEAD, "head")]
    people += [person(f"家人{place}", id_number("1990-01-01", place * 2), "sibling") for place in range(count - 1)]
    return lines("family", *people)


@pytest.mark.parametrize("code", ["overview", "family", "income", "check", "papers"])
def test_statements_do_not_grow_with_the_family(enter: Callable[[str], Client], code: str) -> None:
    client, counts = enter("clerk"), []
    for size in (1, 10):
        sheet = Sheet(client).fill({"family": many(size)})
        sheet.get(code)
        with CaptureQueriesContext(connection) as seen:
            sheet.get(code)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_statements_of_the_list_do_not_grow(enter: Callable[[str], Client]) -> None:
    client, counts = enter("clerk"), []
    client.get("/desk/drafts/")
    for size in (1, 20):
        for _ in range(size):
            save_draft(key=uuid4(), town=TOWN, village=VILLAGE, label="某人", payload={}, acting=acting("clerk"))
        with CaptureQueriesContext(connection) as seen:
            said = text_of(client.get("/desk/drafts/"))  # type: ignore[arg-type]
        counts.append(len(seen))
    assert "共 21 条" in said
    assert counts[0] == counts[1]


def test_income_says_over_how_many_months_it_is_asked(enter: Callable[[str], Client]) -> None:
    assert "看申请前 12 个月" in Sheet(enter("clerk")).get("income")
    assert "个月，数目不匀" not in Sheet(enter("clerk")).get("property")
