"""更换户主: another head in one act, with everybody's relation, the old head taken off where gone, and what lapses."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cast import acting, officer
from crowd import statements
from doors import client_of, demo_district, nothing_differs
from doudi.accounts.actions import register_relative
from doudi.audit.models import Entry
from doudi.cases.form_source import Opened
from doudi.cases.models import Case, OnFile
from doudi.cases.standing import position
from doudi.households.models import Item, Member
from doudi.households.search import search
from doudi.law.papers import PaperKind
from doudi.verification import forms_printed as office
from doudi.verification.actions import answer_today
from doudi.verification.comparison import compare
from doudi.verification.members import correct_member
from factories import golden, turns

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    demo_district(settings, ON.isoformat())


def asked(place: int = 100) -> Case:
    """Family 1, asked for and not accepted yet: 陈建国 head, 李秀芳 spouse, 王桂兰 parent."""
    return golden.register(golden.chen(place))


def people(case: Case) -> dict[str, Member]:
    return {row.name: row for row in Member.objects.filter(household=case.household, until=None)}


def path(case: Case, *more: object) -> str:
    return "/".join([f"/desk/cases/{case.number}/members", *map(str, more), ""])


def typed(case: Case, **more: Any) -> dict[str, Any]:
    """陈建国 died; 李秀芳 is the head of what is left, with her mother-in-law."""
    here = people(case)
    told = {
        "version": Case.objects.get(pk=case.pk).version, "cause": "died", "until": "2026-11-04",
        "applicant": str(here["李秀芳"].pk), str(here["陈建国"].pk): "spouse", str(here["王桂兰"].pk): "parent_in_law",
    }  # fmt: skip
    return {**told, **more}


def sent(case: Case, who: str = "clerk", to: str = "李秀芳", **more: Any) -> Any:
    return client_of(who).post(path(case, people(case)[to].pk, "head"), typed(case, **more), follow=True)


def now(case: Case) -> Case:
    return golden.again(case, acting("clerk", ON))


def test_the_head_died_and_the_spouse_takes_over_in_one_act() -> None:
    case = golden.verified()
    head, before = people(case)["陈建国"], answer_today(case, ON)
    shown = sent(case).content.decode()
    for part in (
        "户主已换成李秀芳",
        "《最低生活保障申请书》由原申请人签名，不再有效",
        "陈建国已撤下",
        "发放账户的户名还是陈建国",
    ):
        assert part in shown, part
    case = now(case)
    assert (case.head_name, case.applicant.name, case.state) == ("李秀芳", "李秀芳", "surveying")
    rows = [
        (row.name, row.relation, row.position) for row in Member.objects.filter(household=case.household, until=None)
    ]
    assert rows == [("李秀芳", "head", 0), ("王桂兰", "parent_in_law", 2)]
    head.refresh_from_db()
    assert (head.until, head.relation) == (date(2026, 11, 4), "spouse")
    assert OnFile.objects.filter(case=case, member=head).exists()  # his consent stays in the file
    assert [one.kind for one in position(case, acting("clerk", ON)).missing] == [PaperKind.APPLICATION]
    assert {row.who for row in compare(case)} == {"全家", "李秀芳", "王桂兰"}  # his wage is gone, the deposit stays
    assert not Item.objects.filter(household=case.household, member=head).exists()
    answer = answer_today(case, ON)
    assert (before["members"], answer["members"]) == (3, 2)
    entry = Entry.objects.filter(verb="case.saved").latest("number")
    assert entry.facts["part"] == "更换户主"
    assert (entry.facts["cause"], entry.facts["was"], entry.facts["lapsed"]) == ("died", str(head.pk), ["application"])
    assert Entry.objects.filter(chain=f"case/{case.number}", verb="case.saved").count() == 1
    nothing_differs()


def test_the_new_head_is_found_and_listed_and_the_old_one_no_more() -> None:
    case = asked()
    new, old = people(case)["李秀芳"], people(case)["陈建国"]
    sent(case)
    client = client_of("clerk")
    listed = client.get("/desk/cases/?view=all&show=number,id_masked").content.decode()
    assert "李秀芳" in listed
    assert "陈建国" not in listed
    for text in ("李秀芳", new.id_number, new.id_number[-4:]):
        assert [(one.name, one.relation) for one in search(text)] == [("李秀芳", "户主")], text
        assert case.number in client.get("/desk/cases/", {"view": "all", "q": text}).content.decode(), text
    for text in ("陈建国", old.id_number):
        assert search(text) == []
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "李秀芳户" in page
    assert office.survey(Opened(now(case), ON), blank=True).head == "李秀芳"


def test_a_head_who_stays_is_something_to_the_new_one_and_may_go_on_applying() -> None:
    case = asked()
    old = people(case)["陈建国"]
    applicant = str(old.pk)
    shown = sent(case, cause="mistake", until="", applicant=applicant).content.decode()
    assert "户主已换成李秀芳" in shown
    assert "不再有效" not in shown
    case = now(case)
    assert (case.head_name, case.applicant) == ("李秀芳", old)
    assert [(row.name, row.relation) for row in people(case).values()] == [
        ("李秀芳", "head"), ("陈建国", "spouse"), ("王桂兰", "parent_in_law"),
    ]  # fmt: skip
    assert position(case, acting("clerk", ON)).missing == []
    assert answer_today(case, ON)["members"] == 3
    nothing_differs()


def test_what_another_applicant_signed_lapses_once_and_is_registered_anew() -> None:
    case = asked()
    assert "换了申请人，申请书、声明、委托书要由新申请人重新签名" in client_of("clerk").get(
        path(case, people(case)["李秀芳"].pk, "head")
    ).content.decode()  # fmt: skip
    sent(case, cause="agreed", until="")
    where = position(now(case), acting("clerk", ON))
    assert any("申请书" in one for one in where.obstacles(where.procedure.step("accept"), acting("clerk", ON)))
    form = {"version": now(case).version, "kind": "application"}
    assert client_of("clerk").post(f"/desk/cases/{case.number}/papers/", form).status_code == 302
    where = position(now(case), acting("clerk", ON))
    assert where.obstacles(where.procedure.step("accept"), acting("clerk", ON)) == []


@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        ({"cause": ""}, "cause", "请选择更换的原因"), ({"until": ""}, "until", "请填原户主去世或离开的日子"),
        ({"until": "2026-11-06"}, "until", "不能晚于今天"), ({"until": "2026-11-01"}, "until", "不能早于登记的那天"),
        ({"cause": "agreed"}, "until", "原户主还在这家的，不填这一项"), ({"陈建国": ""}, "陈建国", "请选陈建国是李秀芳的什么人"),
        ({"王桂兰": "head"}, "王桂兰", "请从列出的选项里选"), ({"王桂兰": "spouse"}, "王桂兰", "配偶只能有一位"),
        ({"applicant": "陈建国"}, "applicant", "申请人要是还在这家的人"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_question_and_nothing_is_changed(change: dict[str, str], at: str, said: str) -> None:
    case = asked()
    keys = {name: str(row.pk) for name, row in people(case).items()}
    answer = sent(case, **{keys.get(name, name): keys.get(value, value) for name, value in change.items()})
    assert answer.status_code == 200
    assert said in answer.context["form"].errors[keys.get(at, at)][0]
    assert [row.relation for row in people(case).values()] == ["head", "spouse", "parent"]
    assert Case.objects.get(pk=case.pk).head_name == "陈建国"
    assert not Entry.objects.filter(verb="case.saved").exists()


def test_who_can_not_be_the_head_is_told_why() -> None:
    case, client = asked(), client_of("clerk")
    son = people(case)["王桂兰"]
    for changes, said in (
        ({"born": date(2010, 1, 1)}, "未满 18 周岁的，不能作低保家庭的户主"), ({"born": date(2008, 11, 5)}, ""),
        ({"lives_with": False}, "不在一起生活的，不能作户主"), ({"lives_with": True, "absence": "in_prison"}, "不在家的"),
    ):  # fmt: skip
        Member.objects.filter(pk=son.pk).update(**changes)
        listed = client.get(path(case, "head")).content.decode()
        assert (said in listed) if said else ("未满 18 周岁" not in listed)
        assert (said in client.get(path(case, son.pk, "head")).content.decode()) or not said
    more = {str(people(case)["李秀芳"].pk): "child_in_law", "applicant": str(son.pk)}
    answer = sent(case, to="王桂兰", **more)
    assert "不在家的" in answer.context["form"].non_field_errors()[0]
    own = path(case, people(case)["陈建国"].pk, "head")
    assert "这位已经是户主" in client_of("clerk").post(own, typed(case)).content.decode()
    assert Case.objects.get(pk=case.pk).head_name == "陈建国"


def test_a_request_about_one_person_ends_with_them() -> None:
    case = turns.begun(turns.zhou())
    clerk = acting("clerk", ON)
    head = Member.objects.get(pk=case.applicant_id)
    entry = golden._member("周小妹", "1960-01-01", "F", "sibling", 444)
    golden._go(correct_member, case, clerk, entry=entry)
    form = {"version": now(case).version, "cause": "died", "until": "2026-11-04", str(head.pk): "sibling"}
    own = path(case, people(case)["周小妹"].pk, "head")
    assert 'name="applicant"' not in client_of("clerk").get(own).content.decode()
    answer = client_of("clerk").post(own, form)
    assert "本案只为这位一人办理" in answer.context["form"].errors["cause"][0]
    answer = client_of("clerk").post(own, form | {"cause": "agreed", "until": ""})
    assert answer.status_code == 302
    assert (now(case).head_name, now(case).applicant) == ("周小妹", head)


def test_after_the_opinion_and_after_the_decision_it_is_too_late() -> None:
    case = golden.proposed()
    answer = sent(case)
    assert answer.status_code == 409
    assert "拟定意见以后不再改户主；要改，请先退回补查" in answer.content.decode()
    case = golden.confirmed(golden.chen(160))
    answer = sent(case)
    assert answer.status_code == 409
    assert "本案已有决定或已办结，不再换户主" in answer.content.decode()
    assert "本案已有决定或已办结" in client_of("clerk").get(path(case, "head")).content.decode()
    assert Case.objects.get(pk=case.pk).head_name == "陈建国"


def test_a_decision_that_an_upheld_objection_took_back_is_none() -> None:
    case = turns.settled(turns.resurveyed(turns.objected(golden.publicised(), "2026-11-12"), "2026-11-12"), "uphold_objection", "2026-11-12")  # fmt: skip
    assert "户主已换成李秀芳" in sent(case, until="2026-11-04").content.decode()


def test_who_may_and_where_and_how() -> None:
    case = asked()
    own, key = path(case, "head"), people(case)["李秀芳"].pk
    for who, status in (("assistant", 200), ("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        assert client_of(who).get(own).status_code == status, who
        assert client_of(who).get(path(case, key, "head")).status_code == status, who
    assert sent(case, "elsewhere").status_code == 404
    assert sent(case, "reviewer").status_code == 403
    assert client_of("clerk").post(own).status_code == 405
    assert client_of("clerk").get(path(case, uuid4(), "head")).status_code == 404
    stranger = people(asked(160))["李秀芳"].pk
    assert client_of("clerk").post(path(case, stranger, "head"), typed(case)).status_code == 404
    accepted = golden.accepted(golden.chen(180))
    assert "由镇（街道）经办人改" in sent(accepted, "assistant").content.decode()
    assert Case.objects.get(pk=case.pk).head_name == "陈建国"


def test_two_at_one_case_never_overwrite_each_other() -> None:
    case = asked()
    stale = typed(case)
    assert sent(case, cause="mistake", until="").status_code == 200
    answer = client_of("clerk").post(path(case, people(case)["王桂兰"].pk, "head"), {
        **stale, str(people(case)["李秀芳"].pk): "child_in_law", str(people(case)["陈建国"].pk): "child",
        "applicant": str(people(case)["王桂兰"].pk),
    })  # fmt: skip
    assert answer.status_code == 409
    assert "更换户主" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).head_name == "李秀芳"


def test_nobody_handles_their_own_relative() -> None:
    case = asked()
    register_relative(
        officer=officer("clerk"), name="李秀芳", id_number=people(case)["李秀芳"].id_number, relation="兄弟姐妹",
        by=acting("clerk").actor, at=acting("clerk").at, on=ON,
    )  # fmt: skip
    answer = sent(case)
    assert answer.status_code == 409
    assert "须回避" in answer.content.decode()


def test_statements_do_not_grow_with_the_family() -> None:
    few, many = asked(), asked(160)
    for place in range(5):
        correct_member(
            case=now(many), version=now(many).version, acting=acting("clerk", ON),
            entry=golden._member(f"陈小{place}", "2003-06-01", "M", "child", 200 + 2 * place),
        )  # fmt: skip
    client = client_of("clerk")
    for more in (("head",), (people(few)["李秀芳"].pk, "head")):
        where = [
            path(few, *more),
            path(many, *(people(many)["李秀芳"].pk if one == people(few)["李秀芳"].pk else one for one in more)),
        ]
        counts = [statements(client, one) for one in where]
        assert counts[0] == counts[1] <= 20
    assert Decimal(answer_today(now(many), ON)["members"]) == 8
