"""义务人: added, corrected, taken off while a case is looked into; what was found of them compared and adopted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cast import OTHER_TOWN, OTHER_VILLAGE, acting, officer
from crowd import statements
from doors import client_of, demo_district, nothing_differs, words
from doudi.accounts.actions import register_relative
from doudi.audit.models import Entry
from doudi.cases import actions
from doudi.cases import forms_printed as family
from doudi.cases.form_source import Opened
from doudi.cases.models import Case, OnFile, OpenFinding
from doudi.cases.standing import position
from doudi.desk import hardship as conditions
from doudi.households.entries import ItemEntry, ObligorEntry
from doudi.households.models import Obligor, ObligorAsset
from doudi.households.queries import household_view
from doudi.law.papers import PaperKind
from doudi.verification import forms_printed as office
from doudi.verification import obligors as verify
from doudi.verification.actions import answer_today
from doudi.verification.comparison import Row, compare
from doudi.verification.models import Adoption, ObligorFinding
from doudi.verification.obligors import FoundOfObligor
from doudi.verification.weighing import weigh
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)
SON = golden.id_number("1979-06-01", 40, "M")
OLD_SON = ObligorEntry(
    "周小军", "child", (), key=None, id_number="", born=date(1950, 6, 1), household_members=2,
    household_income=Decimal("2000.00"), assets=(
        ItemEntry("asset", "deposit", Decimal("20000.00")), ItemEntry("asset", "house", Decimal("0.00")),
        ItemEntry("asset", "vehicle", Decimal("30000.00"), details={"use": "ordinary"}),
    ),
)  # fmt: skip
ANSWERS = {
    "name": "周小军", "relation": "child", "id_number": SON, "household_members": "3", "household_income": "４,500",
    "per": "month", "agreed_support": "", "status": "", "deposits": "12,000", "houses": "1", "shops": "",
    "vehicles": ["livelihood"], "vehicle_value": "40000", "business_capital": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, ON.isoformat())


def asked(*owing: ObligorEntry, place: int = 400) -> Case:
    """Family 4, whose obligors are these, asked for but not accepted yet."""
    application = turns.zhou(place)
    key = application.members[0].key
    assert key
    return turns.begun(replace(application, obligors=[replace(one, of=[key], key=uuid4()) for one in owing]))


def surveyed(*owing: ObligorEntry, place: int = 400) -> Case:
    """The same, accepted with everybody's consent, visited and checked without findings."""
    case = asked(*owing, place=place)
    for obligor in Obligor.objects.filter(household=case.household):
        case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.OBLIGOR_CONSENT, member=obligor)
    return turns.checked(turns.visited(_go(actions.accept, case, acting("clerk"))))


def son(case: Case) -> Obligor:
    return Obligor.objects.get(household=case.household)


def path(case: Case, *more: object) -> str:
    return "/".join([f"/desk/cases/{case.number}/obligors", *map(str, more), ""])


def answers(case: Case, **more: Any) -> dict[str, Any]:
    return {**ANSWERS, "of": [str(case.applicant_id)], "version": Case.objects.get(pk=case.pk).version, **more}


def rows(case: Case) -> dict[str, Row]:
    return {row.word: row for row in compare(case) if row.of_obligor}


# ---------- added, corrected, taken off ----------


def test_the_clerk_adds_one_who_owes_support_and_their_consent_lacks_at_once() -> None:
    case = asked()
    client = client_of("clerk")
    assert client.post(path(case, "new"), answers(case)).status_code == 302
    row = son(case)
    assert (row.name, row.since, row.household_members, row.household_income) == ("周小军", ON, 3, Decimal("4500.00"))
    assert sorted(row.assets.values_list("kind", "amount")) == [
        ("deposit", Decimal("12000.00")), ("house", Decimal("0.00")), ("vehicle", Decimal("40000.00")),
    ]  # fmt: skip
    shown = words(client.get(path(case)).content)
    assert "还缺，去登记" in shown
    assert SON not in shown
    again = golden.again(case, acting("clerk", ON))
    assert [one.words for one in position(again, acting("clerk", ON)).missing] == ["周小军的《法定义务人核对授权书》"]
    kept = Entry.objects.filter(chain=f"case/{case.number}").order_by("number")
    assert [entry.verb for entry in kept][-2:] == ["person.changed", "case.saved"]
    assert kept.last().facts["part"] == "增加义务人"  # type: ignore[union-attr]
    nothing_differs()


def test_a_correction_keeps_the_number_that_is_not_shown_and_what_is_not_asked() -> None:
    case = asked(replace(OLD_SON, id_number=SON, born=date(1979, 6, 1), status=("in_prison", "missing")))
    client, row = client_of("clerk"), son(case)
    page = client.get(path(case, row.pk)).content.decode()
    assert SON not in page
    for part in ('value="20000.00"', 'value="2000.00"', "已登记"):
        assert part in page
    typed = answers(case, id_number="", status="in_prison", household_income="2600")
    assert client.post(path(case, row.pk), typed).status_code == 302
    now = son(case)
    assert (now.pk, now.id_number, now.born, now.status) == (row.pk, SON, date(1979, 6, 1), ["in_prison", "missing"])
    assert now.household_income == Decimal("2600.00")
    assert sorted(now.assets.values_list("kind", flat=True)) == ["deposit", "house", "vehicle"]
    nothing_differs()


def test_who_is_taken_off_counts_no_more_and_the_consent_stays_on_file() -> None:
    case = surveyed(OLD_SON)
    client, row = client_of("clerk"), son(case)
    assert answer_today(case, ON)["outcome"] == "not_eligible"  # a vehicle, where none is allowed
    told = client.post(path(case, row.pk, "strike"), {"version": case.version, "cause": ""})
    assert "请选择撤下的原因" in words(told.content)
    assert client.post(path(case, row.pk, "strike"), {"version": case.version, "cause": "died"}).status_code == 302
    assert not Obligor.objects.filter(household=case.household).exists()
    assert Obligor.ever.get().until == ON
    assert OnFile.objects.get(case=case, kind="obligor_consent").obligor == row
    assert answer_today(case, ON)["outcome"] == "eligible"
    assert "周小军" in words(client.get(f"/desk/cases/{case.number}/").content)  # with the paper
    assert client.get(path(case, row.pk)).status_code == 404
    nothing_differs()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", "", "请填写姓名"), ("of", [], "请选择"), ("relation", "cousin", "请从列出的选项里选"),
        ("id_number", "140502197906010011", "身份证"), ("household_members", "", "填了收入，还没填几口人"),
        ("household_income", "很多", "金额"), ("vehicles", [], "填了车辆现值，还没选车辆用途"), ("houses", "两套", "请写一个整数"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_field_and_nothing_is_lost(name: str, value: Any, said: str) -> None:
    case = asked()
    answer = client_of("clerk").post(path(case, "new"), answers(case, **{name: value}))
    assert answer.status_code == 200
    assert said in words(answer.content), words(answer.content)
    assert answer.context["form"].errors[name]
    assert 'value="12,000"' in answer.content.decode()
    assert not Obligor.objects.exists()


def test_one_person_is_named_once() -> None:
    case = asked(replace(OLD_SON, id_number=SON))
    answer = client_of("clerk").post(path(case, "new"), answers(case))
    assert "这个身份证号已登记为义务人" in answer.context["form"].errors["id_number"][0]
    mine = answers(case, id_number=case.applicant.id_number)
    answer = client_of("clerk").post(path(case, "new"), mine)
    assert "自己的身份证号" in answer.context["form"].errors["id_number"][0]


def test_two_at_one_case_never_overwrite_each_other() -> None:
    case = asked(OLD_SON)
    client, stale = client_of("clerk"), answers(case, household_income="1")
    assert client.post(path(case, son(case).pk), answers(case)).status_code == 302
    answer = client.post(path(case, son(case).pk), stale)
    assert answer.status_code == 409
    assert "保存了案件内容：更正义务人" in words(answer.content)
    assert son(case).household_income == Decimal("4500.00")


def test_who_may_and_where_and_how() -> None:
    case = asked(OLD_SON)
    own, new = path(case, son(case).pk), path(case, "new")
    for who, status in (("assistant", 200), ("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        assert client_of(who).get(own).status_code == status, who
        assert client_of(who).get(path(case)).status_code == status, who
        assert client_of(who).get(new).status_code == status, who
    assert client_of("elsewhere").post(new, answers(case)).status_code == 404
    assert client_of("reviewer").post(f"{own}strike/", {"cause": "died"}).status_code == 403
    assert client_of("clerk").get(f"{own}strike/").status_code == 405
    assert client_of("clerk").post(path(case)).status_code == 405
    assert client_of("clerk").get(path(case, uuid4())).status_code == 404


def test_the_village_corrects_before_acceptance_only_and_nobody_after_the_opinion() -> None:
    case = asked()
    assert client_of("assistant").post(path(case, "new"), answers(case)).status_code == 302
    case = surveyed(place=410)
    answer = client_of("assistant").post(path(case, "new"), answers(case))
    assert answer.status_code == 409
    assert "由镇（街道）经办人改" in words(answer.content)
    case = turns.assessed(case, "dress")
    case = _go(turns.propose, case, acting("clerk", "2026-11-06"), outcome=turns.Outcome.GRANT, text="拟同意")
    answer = client_of("clerk").post(path(case, "new"), answers(case))
    assert "拟定意见以后不再改义务人" in words(answer.content)
    assert "增加、更正" not in words(client_of("clerk").get(f"/desk/cases/{case.number}/").content)
    assert not Obligor.objects.filter(household=case.household).exists()


def test_nobody_handles_their_own_relative() -> None:
    case, person = asked(), officer("clerk")
    register_relative(
        officer=person, name="周小军", id_number=SON, relation="兄弟姐妹", by=acting("clerk").actor,
        at=acting("clerk").at, on=ON,
    )  # fmt: skip
    answer = client_of("clerk").post(path(case, "new"), answers(case))
    assert answer.status_code == 409
    assert "须回避" in words(answer.content)
    assert not Obligor.objects.exists()


def test_statements_do_not_grow_with_the_obligors() -> None:
    few = surveyed(OLD_SON)
    many = surveyed(*[replace(OLD_SON, name=f"周某{n}") for n in range(6)], place=410)
    client = client_of("clerk")
    for page in ("", "obligors/", "evidence/", "check/"):
        counts = [statements(client, f"/desk/cases/{case.number}/{page}") for case in (few, many)]
        assert counts[0] == counts[1], page
    assert statements(client, path(many)) <= 20


# ---------- found, compared, adopted ----------


def check_form(case: Case, *lines: tuple[str, str, str]) -> dict[str, Any]:
    """A check report that found these (kind, amount, per) of the obligor."""
    items = {
        f"items-{place}-{name}": value
        for place, line in enumerate(lines)
        for name, value in zip(("kind", "amount", "per"), line, strict=True)
    }
    items |= {f"items-{place}-use": "unsaid" for place, line in enumerate(lines) if line[0] == "asset:vehicle"}
    whose = {f"items-{place}-member": f"obligor:{son(case).pk}" for place, _line in enumerate(lines)}
    results = {f"result_{place}": "none" for place in range(13)}
    return {
        "version": case.version, "number": "HD-9", "queried_on": "2026-11-04", "summary": "", **results,
        "items-TOTAL_FORMS": len(lines), "items-INITIAL_FORMS": "0", **items, **whose,
    }  # fmt: skip


FOUND = (("income:wage", "9000", "month"), ("asset:deposit", "20000", ""), ("asset:fund", "500", ""), ("asset:house", "0", ""),
         ("asset:house", "0", ""))  # fmt: skip


def found(*lines: tuple[str, str, str]) -> Case:
    """Family 4 with an old son, of whom the check found these."""
    case = asked(OLD_SON)
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.OBLIGOR_CONSENT, member=son(case))
    case = turns.visited(_go(actions.accept, case, acting("clerk")))
    answer = client_of("check").post(f"/desk/cases/{case.number}/check/", check_form(case, *lines or FOUND))
    assert answer.status_code == 302, words(answer.content)
    return golden.again(case, acting("clerk", ON))


def test_what_the_check_found_of_an_obligor_stands_beside_what_was_declared() -> None:
    case = found()
    assert ObligorFinding.objects.filter(source="checked").count() == 5
    told = {word: (row.declared, row.checked, row.surveyed, row.differs) for word, row in rows(case).items()}
    assert told == {
        "他家收入": (Decimal("2000.00"), Decimal("9000.00"), None, True),
        "他家存款、理财等": (Decimal("20000.00"), Decimal("20500.00"), None, True),
        "他家房屋": (Decimal("0.00"), Decimal("0.00"), None, True),  # one declared, two found
        "他家机动车辆": (Decimal("30000.00"), None, None, False),
    }
    assert OpenFinding.objects.get(case=case).sentence == "还差 3 项采信理由"
    shown = words(client_of("clerk").get(f"/desk/cases/{case.number}/evidence/").content)
    for part in (
        "有差异 3 项",
        "义务人周小军",
        "+7,000.00",
        "+350.0%",
        "数量不同",
        "1 套 申请书",
        "2 套 核对报告",
        "报告未列",
    ):
        assert part in shown, part
    income = rows(case)["他家收入"]
    beside = words(
        client_of("clerk").get(f"/desk/cases/{case.number}/evidence/?item={income.key}&paper=checked").content
    )
    assert "核对报告：他家收入（义务人周小军）" in beside


def test_nobody_asks_what_an_obligor_spends() -> None:
    case = asked(OLD_SON)
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.OBLIGOR_CONSENT, member=son(case))
    case = turns.visited(_go(actions.accept, case, acting("clerk")))
    form = check_form(case, ("spending:medical", "100", "month"))
    answer = client_of("check").post(f"/desk/cases/{case.number}/check/", form)
    assert "义务人只写收入和财产" in words(answer.content)
    assert not ObligorFinding.objects.exists()


WORDS = ("他家收入", "他家存款、理财等", "他家房屋", "他家机动车辆")
CHOICES = [(word, source) for word in WORDS for source in ("declared", "checked", "adopted")]


@pytest.mark.parametrize(("word", "source"), [each for each in CHOICES if each != ("他家机动车辆", "checked")])
def test_foretelling_and_adopting_agree(word: str, source: str) -> None:
    case, clerk = found(), acting("clerk", ON)
    row = rows(case)[word]
    amount = {"declared": row.declared, "checked": row.checked, "adopted": Decimal("0.00")}[source]
    assert amount is not None
    foretold = weigh(case=case, row=row, amounts=[(source, amount)], on=ON)[0].answer
    golden.adopt(case=case, version=case.version, row=row, source=source, amount=amount, reason="凭证", acting=clerk)
    assert answer_today(golden.again(case, clerk), ON) == foretold
    nothing_differs()


def test_the_third_condition_turns_with_what_is_adopted_and_every_figure_is_drawn_at_once() -> None:
    case, client = found(("income:wage", "1500", "month"), ("asset:vehicle", "0", "")), client_of("clerk")
    assert "obligor_able" in {reason["code"] for reason in answer_today(case, ON)["reasons"]}  # the vehicle
    for word, choice in (
        ("他家收入", {"source": "checked", "preset": "以核对报告为准"}),
        ("他家机动车辆", {"source": "adopted", "pieces": "0", "reason": "已经过户"}),
    ):
        case = golden.again(case, acting("clerk", ON))
        at = f"/desk/cases/{case.number}/evidence/?item={rows(case)[word].key}"
        before = words(client.get(at).content)
        assert "月保障金额" in before
        assert "采信后（还没保存）" in before
        assert client.post(at, {"version": case.version, **choice}).status_code == 302
    case = golden.again(case, acting("clerk", ON))
    assert son(case).adopted_income == Decimal("1500.00")
    answer = answer_today(case, ON)
    assert answer["outcome"] == "eligible"
    tests = conditions.tests_of(case, answer, household_view(household=case.household, on=ON), ON)
    assert {test.tag.word for test in tests} == {"符合"}
    assert [tests[0].why, tests[2].why] == ["71 周岁，年满 60 周岁", "周小军无履行义务能力"]
    assert answer_today(case, ON, "declared")["outcome"] == "not_eligible"
    assert not OpenFinding.objects.filter(case=case, code="not_adopted").exists()
    adopted = Entry.objects.filter(verb="case.adopted").order_by("number").last()
    assert adopted
    assert adopted.facts["obligor"] == str(son(case).pk)


def test_a_figure_declared_anew_is_adopted_anew() -> None:
    case, clerk, client = found(("income:wage", "9000", "month")), acting("clerk", ON), client_of("clerk")
    for row in [row for row in rows(case).values() if row.waits]:
        golden.adopt(
            case=golden.again(case, clerk), version=golden.again(case, clerk).version, row=row, source="declared",
            amount=row.declared or Decimal(0), reason="工资已停", acting=clerk,
        )  # fmt: skip
    assert not any(row.waits for row in rows(case).values())
    typed = answers(case, id_number="", born="1950-06-01", household_members="2", household_income="3000", vehicles=["ordinary"],
                    deposits="20000", vehicle_value="30000")  # fmt: skip
    assert client.post(path(case, son(case).pk), typed).status_code == 302
    assert [word for word, row in rows(case).items() if row.waits] == ["他家收入"]
    assert Adoption.objects.filter(case=case, is_current=True).count() == 0
    assert OpenFinding.objects.get(case=case).sentence == "还差 1 项采信理由"
    assert not ObligorAsset.objects.exclude(source="declared").exists()


def test_an_adopted_figure_outlives_a_correction_of_another() -> None:
    case, clerk, client = found(("asset:deposit", "500000", "")), acting("clerk", ON), client_of("clerk")
    row = rows(case)["他家存款、理财等"]
    golden.adopt(
        case=case, version=case.version, row=row, source="checked", amount=Decimal(500000), reason="余额", acting=clerk
    )
    typed = answers(case, id_number="", born="1950-06-01", household_members="2", household_income="3000", vehicles=["ordinary"],
                    deposits="20000", vehicle_value="30000")  # fmt: skip
    assert client.post(path(case, son(case).pk), typed).status_code == 302
    taken = rows(case)["他家存款、理财等"].taken
    assert taken
    assert taken.amount == Decimal("500000.00")
    assert "银行存款 500,000.00 元" in words(client.get(path(case)).content)


def reported(case: Case) -> bool:
    return OnFile.objects.filter(case=case, kind="check_report").exists()


def test_another_id_number_is_checked_anew_and_the_same_one_is_not() -> None:
    case, client = surveyed(replace(OLD_SON, id_number=SON, born=date(1979, 6, 1))), client_of("clerk")
    assert client.post(path(case, son(case).pk), answers(case, id_number="")).status_code == 302
    assert reported(case)  # the same person
    fresh = golden.id_number("1979-06-01", 60, "M")
    assert client.post(path(case, son(case).pk), answers(case, id_number=fresh)).status_code == 302
    assert not reported(case)
    where = position(golden.again(case, acting("clerk", ON)), acting("clerk", ON))
    assert "还缺《信息核对报告》" in where.obstacles(where.procedure.step("propose"), acting("clerk", ON))
    assert Entry.objects.filter(chain=f"case/{case.number}").latest("number").facts["check_anew"] is True
    nothing_differs()


def test_whoever_owes_support_to_the_extremely_poor_is_checked_when_added() -> None:
    case, client = surveyed(), client_of("clerk")
    assert client.post(path(case, "new"), answers(case)).status_code == 302
    assert not reported(case)


def test_one_of_a_family_on_the_allowance_is_not_asked_about_and_keeps_the_report() -> None:
    case = turns.checked(turns.visited(_go(actions.accept, turns.begun(turns.liu()), acting("clerk"))))
    typed = answers(case, name="刘卫东", household_income="5200", agreed_support="150")
    assert client_of("clerk").post(path(case, son(case).pk), typed).status_code == 302
    assert (son(case).id_number, reported(case)) == (SON, True)
    typed = answers(case, name="刘卫东", id_number=golden.id_number("1979-06-01", 60, "M"))
    assert client_of("clerk").post(path(case, son(case).pk), typed).status_code == 302
    assert not reported(case)


# ---------- on paper ----------


def test_the_survey_form_has_what_the_visit_found_and_the_review_what_stands() -> None:
    case = asked(OLD_SON)
    case = _go(actions.add_paper, case, acting("clerk"), kind=PaperKind.OBLIGOR_CONSENT, member=son(case))
    case = _go(actions.accept, case, acting("clerk"))
    seen = [
        FoundOfObligor(son(case).pk, ItemEntry("income", "business", Decimal("36000.00"), per="year")),
        FoundOfObligor(son(case).pk, ItemEntry("asset", "house", Decimal("0.00"))),
        FoundOfObligor(son(case).pk, ItemEntry("asset", "house", Decimal("0.00"))),
    ]
    case = turns.checked(turns.visited(case, of_obligors=seen))
    form, blank = office.survey(Opened(case, ON)), office.survey(Opened(case, ON), blank=True)
    assert (form.obligors[0].name, form.obligors[0].income) == ("周小军", "每月 3,000.00")
    assert blank.obligors[0].income == "每月 2,000.00"
    assert next((row.who, row.item, row.amount, row.note) for row in form.assets) == (
        "义务人周小军", "他家房屋", "2 套", "",
    )  # fmt: skip
    clerk, row = acting("clerk", ON), rows(case)["他家收入"]
    golden.adopt(
        case=case, version=case.version, row=row, source="surveyed", amount=Decimal("3000.00"), reason="店里账本",
        acting=clerk,
    )  # fmt: skip
    review = office.review(Opened(golden.again(case, clerk), ON))
    assert "家庭收入每月 3,000.00 元" in review.obligors
    assert "义务人周小军他家收入采信调查 3,000.00，店里账本" in review.adoptions
    assert family.obligor_consent(Opened(case, ON)).people[0].income == "每月 2,000.00"


def test_a_case_that_goes_on_elsewhere_takes_along_those_who_still_owe_support() -> None:
    case = surveyed(OLD_SON, replace(OLD_SON, name="周小红"))
    struck = Obligor.objects.get(name="周小红")
    verify.strike_obligor(case=case, version=case.version, obligor=struck, cause="mistake", acting=acting("clerk", ON))
    case = golden.again(case, acting("clerk", ON))
    case = _go(actions.ask_transfer, case, acting("clerk", ON), to_town=OTHER_TOWN, note="户籍迁入")
    bureau = acting("supervisor", "2026-11-06")
    fresh = actions.transfer(case=case, version=case.version, acting=bureau, village=OTHER_VILLAGE)
    assert [row.name for row in Obligor.objects.filter(household=fresh.household)] == ["周小军"]
    consents = OnFile.objects.filter(case=fresh, kind="obligor_consent").select_related("obligor")
    assert [paper.obligor.name for paper in consents if paper.obligor] == ["周小军"]
