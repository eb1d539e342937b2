"""家庭成员: added, corrected, taken off while a case is looked into; what follows of it, and what stays."""

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
from doudi.cases import actions, replay_decisions
from doudi.cases.assessment import answer_of
from doudi.cases.models import Case, Decision, OnFile, OpenFinding
from doudi.cases.queries import open_steps
from doudi.cases.standing import position
from doudi.households.codes import Source
from doudi.households.entries import ObligorEntry
from doudi.households.models import Item, Member, NameGram, Obligor, Registration
from doudi.households.obligors import put_obligor
from doudi.households.queries import facts_of
from doudi.law.papers import PaperKind
from doudi.vault.index import blind_index
from doudi.verification import members as correct
from doudi.verification.actions import answer_today
from doudi.verification.comparison import compare
from doudi.verification.models import Adoption
from factories import golden, turns
from factories.golden import _go, _member

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)
BOY = golden.id_number("2003-06-01", 140, "M")
ANSWERS = {
    "name": "陈小军", "id_number": BOY, "relation": "child", "able_to_work": "", "study": "none", "disability_kind": "",
    "disability_grade": "", "absence": "none", "absence_since": "", "study_ends": "", "card_ends": "", "independent": "",
    "refused_work": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, ON.isoformat())


def asked(place: int = 100) -> Case:
    """Family 1, asked for and not accepted yet."""
    return golden.register(golden.chen(place))


def person(case: Case, relation: str = "spouse") -> Member:
    return Member.objects.get(household=case.household, relation=relation, until=None)


def path(case: Case, *more: object) -> str:
    return "/".join([f"/desk/cases/{case.number}/members", *map(str, more), ""])


def answers(case: Case, **more: Any) -> dict[str, Any]:
    return {**ANSWERS, "version": Case.objects.get(pk=case.pk).version, **more}


def of_spouse(case: Case, **more: Any) -> dict[str, Any]:
    """What the page shows of 李秀芳, sent back with these answers changed."""
    known = {"name": "李秀芳", "id_number": "", "relation": "spouse", "able_to_work": "0", "serious_illness": "on"}
    return answers(case, **{**known, **more})


def struck(case: Case, **more: Any) -> dict[str, Any]:
    version = Case.objects.get(pk=case.pk).version
    return {"version": version, "until": "2026-11-05", "cause": "apart", **more}


def now(case: Case, who: str = "clerk") -> Case:
    return golden.again(case, acting(who, ON))


def on_register(case: Case) -> set[bytes]:
    held = Registration.objects.filter(household=case.household, until=None)
    return {bytes(index) for index in held.values_list("id_index", flat=True)}


# ---------- corrected ----------


def test_a_correction_keeps_the_number_that_is_not_shown_and_the_sums_follow() -> None:
    case, client = asked(), client_of("clerk")
    row, before = person(case), answer_today(case, ON)
    page = client.get(path(case, row.pk)).content.decode()
    assert row.id_number not in page
    for part in ('value="李秀芳"', "已登记", "患重病"):
        assert part in page, part
    assert client.post(path(case, row.pk), of_spouse(case, lives_apart="on", absence="in_prison")).status_code == 302
    changed = person(case)
    assert (changed.pk, changed.id_number, changed.born) == (row.pk, row.id_number, row.born)
    assert (changed.lives_with, changed.serious_illness, changed.able_to_work) == (False, True, False)
    assert (changed.since, changed.position) == (row.since, row.position)
    assert row.id_number not in client.get(path(case)).content.decode()
    kept = Entry.objects.filter(chain=f"case/{case.number}").order_by("number")
    assert [entry.verb for entry in kept][-2:] == ["person.changed", "case.saved"]
    assert kept.last().facts["part"] == "更正家庭成员"  # type: ignore[union-attr]
    assert answer_today(case, ON)["members"] == before["members"] - 1
    nothing_differs()


def test_every_fact_of_the_registration_can_be_corrected() -> None:
    case = asked()
    row = person(case)
    typed = of_spouse(
        case, relation="other", serious_illness="", study="undergraduate", study_ends="2027-06-30",
        disability_kind="physical", disability_grade="2", card_ends="2030-01-31", able_to_work="1", independent="1",
        veteran="on", absence="clergy_away", absence_since="2025-01-01", refused_work="２",
    )  # fmt: skip
    assert client_of("clerk").post(path(case, row.pk), typed).status_code == 302
    row.refresh_from_db()
    assert (row.relation, row.serious_illness, row.study, row.study_ends) == (
        "other", False, "undergraduate", date(2027, 6, 30),
    )  # fmt: skip
    assert (row.disability_kind, row.disability_grade, row.card_ends) == ("physical", 2, date(2030, 1, 31))
    assert (row.able_to_work, row.independent, row.veteran, row.refused_work) == (True, True, True, 2)
    assert (row.absence, row.absence_since) == ("clergy_away", date(2025, 1, 1))
    again = client_of("clerk").get(path(case, row.pk)).content.decode()
    for part in ('value="2030-01-31"', 'value="2025-01-01"', 'value="2"', '<details class="mt-3" open>'):
        assert part in again, part


def test_the_head_is_renamed_everywhere_and_stays_the_head() -> None:
    case, client = asked(), client_of("clerk")
    row = person(case, "head")
    typed = answers(case, name="陈建业", id_number="", able_to_work="1", relation="child")
    assert 'name="relation"' not in client.get(path(case, row.pk)).content.decode()
    assert client.post(path(case, row.pk), typed).status_code == 302
    assert Case.objects.get(pk=case.pk).head_name == "陈建业"
    assert person(case, "head").name == "陈建业"
    assert set(NameGram.objects.filter(member=row).values_list("gram", flat=True)) == {"陈", "陈建", "建业"}
    answer = client.post(path(case, "new"), answers(case, relation="head"))
    assert "请从列出的选项里选" in answer.context["form"].errors["relation"][0]


def test_the_mode_of_support_is_asked_until_self_care_is_assessed() -> None:
    case = turns.begun(turns.zhou())
    client, own = client_of("clerk"), path(case, case.applicant_id)
    typed = answers(case, name="周福来", id_number="", able_to_work="0", support="institution")
    assert 'name="refused_work"' not in client.get(own).content.decode()
    assert client.post(own, typed).status_code == 302
    assert Member.objects.get(pk=case.applicant_id).support == "institution"
    case = turns.assessed(turns.zhou_surveyed(420), "dress", "walk")
    own = path(case, case.applicant_id)
    assert 'name="support"' not in client.get(own).content.decode()
    typed = answers(case, name="周福来", id_number="", able_to_work="0", support="institution")
    assert client.post(own, typed).status_code == 302
    row = Member.objects.get(pk=case.applicant_id)
    assert (row.support, row.unable_to) == ("home", ["dress", "walk"])
    nothing_differs()


def test_another_id_number_is_registered_in_its_place_and_checked_anew() -> None:
    case, client = golden.verified(), client_of("clerk")
    row = person(case)
    old, fresh = bytes(row.id_index), golden.id_number("1978-09-30", 150, "F")
    assert OnFile.objects.filter(case=case, kind="check_report").exists()
    assert client.post(path(case, row.pk), of_spouse(case)).status_code == 302
    assert OnFile.objects.filter(case=case, kind="check_report").exists()  # the same person
    assert client.post(path(case, row.pk), of_spouse(case, id_number=fresh)).status_code == 302
    row.refresh_from_db()
    assert (row.id_number, row.born, row.sex) == (fresh, date(1978, 9, 30), "F")
    assert blind_index("id", fresh) in on_register(case)
    assert old not in on_register(case)
    assert not OnFile.objects.filter(case=case, kind="check_report").exists()
    where = position(now(case), acting("clerk", ON))
    assert "还缺《信息核对报告》" in where.obstacles(where.procedure.step("propose"), acting("clerk", ON))
    assert "check" in {each.code for each in open_steps(case, where.standing, ON)}
    assert OnFile.objects.get(case=case, kind="promise_and_consent", member=row)  # what was signed stays
    case = turns.checked(case, "2026-11-05", "HD-2")
    assert "还缺《信息核对报告》" not in position(case, acting("clerk", ON)).obstacles(
        where.procedure.step("propose"), acting("clerk", ON)
    )
    nothing_differs()


# ---------- added ----------


def test_somebody_found_to_live_there_is_added_and_their_consent_lacks_at_once() -> None:
    case, client = asked(), client_of("clerk")
    assert client.post(path(case, "new"), answers(case)).status_code == 302
    row = person(case, "child")
    assert (row.name, row.id_number, row.born, row.sex) == ("陈小军", BOY, date(2003, 6, 1), "M")
    assert (row.since, row.position, row.lives_with) == (ON, 3, True)
    shown = words(client.get(path(case)).content)
    assert "还缺，去登记" in shown
    assert BOY not in shown
    missing = position(now(case), acting("clerk", ON)).missing
    assert [(one.kind, one.who) for one in missing] == [(PaperKind.PROMISE_AND_CONSENT, "陈小军")]
    assert Entry.objects.filter(verb="case.saved").latest("number").facts["part"] == "增加家庭成员"
    assert "陈小军" in words(client.get(f"/desk/cases/{case.number}/").content)
    assert on_register(case) == set()  # before acceptance nobody is
    nothing_differs()


def test_who_is_added_while_the_case_is_surveyed_is_registered_and_holds_the_opinion() -> None:
    case, client = golden.verified(), client_of("clerk")
    before = answer_today(case, ON)
    assert client.post(path(case, "new"), answers(case, able_to_work="0")).status_code == 302
    case = now(case)
    assert blind_index("id", BOY) in on_register(case)
    assert len(on_register(case)) == 4
    where = position(case, acting("clerk", ON))
    told = where.obstacles(where.procedure.step("propose"), acting("clerk", ON))
    assert any("陈小军的《" in one for one in told)
    assert "还缺《信息核对报告》" in told
    assert answer_today(case, ON)["members"] == before["members"] + 1
    assert Decimal(answer_today(case, ON)["amounts"]["total"]) > Decimal(before["amounts"]["total"])
    assert words(client.get(f"/desk/cases/{case.number}/evidence/").content)
    nothing_differs()


def test_nobody_is_added_who_is_known_already() -> None:
    case, client = asked(), client_of("clerk")
    spouse = person(case)
    answer = client.post(path(case, "new"), answers(case, id_number=spouse.id_number))
    assert "这个身份证号这家已经登记过" in answer.context["form"].errors["id_number"][0]
    assert f'name="version" value="{case.version}"' in answer.content.decode()  # corrected, it can be sent again
    owing = ObligorEntry("陈小军", "child", [spouse.pk], id_number=BOY)
    obligor = put_obligor(household=case.household, entry=owing, acting=acting("clerk", ON))
    answer = client.post(path(case, "new"), answers(case))
    assert "请先到义务人里撤下" in answer.context["form"].errors["id_number"][0]
    obligor.until = ON
    obligor.save()
    golden.granted(golden.chen(140))  # here 陈建国 has place 140
    there = Member.objects.filter(household__cases__state="granted", relation="head").get()
    answer = client.post(path(case, "new"), answers(case, id_number=there.id_number))
    assert "这个人已在北石店镇办理或享受救助" in answer.context["form"].errors["id_number"][0]
    assert client.post(path(case, "new"), answers(case)).status_code == 302


# ---------- taken off ----------


def family_with_debts() -> Case:
    """Family 1 surveyed; 王桂兰 has a pension, of which another was adopted, and a son who owes support to her alone."""
    case = golden.verified()
    mother, spouse = person(case, "parent"), person(case)
    for name, of in (("陈大军", [mother.pk]), ("陈小红", [mother.pk, spouse.pk])):
        entry = ObligorEntry(name, "child", of, household_members=2, household_income=Decimal("3000.00"))
        put_obligor(household=case.household, entry=entry, acting=acting("clerk", ON))
    Item.objects.create(
        household=case.household, town=case.town, village=case.village, member=mother, sort="asset", kind="deposit",
        amount=Decimal("900.00"), source="surveyed", case_number=case.number, noted_on=ON, noted_by="surveyor",
    )  # fmt: skip
    for row in [row for row in compare(case) if row.waits]:
        golden.adopt(
            case=now(case), version=now(case).version, row=row, source="adopted", amount=Decimal("500.00"),
            reason="存折", acting=acting("clerk", ON),
        )  # fmt: skip
    return now(case)


def test_what_was_of_the_person_alone_goes_along_and_what_they_signed_stays() -> None:
    case, client = family_with_debts(), client_of("clerk")
    mother = person(case, "parent")
    assert Adoption.objects.filter(case=case, member=mother, is_current=True).count() == 1
    assert client.post(path(case, mother.pk, "strike"), struck(case)).status_code == 302
    mother.refresh_from_db()
    assert mother.until == ON
    assert not Item.objects.filter(member=mother).exists()
    assert not Adoption.objects.filter(case=case, member=mother, is_current=True).exists()
    assert [(one.name, one.of) for one in Obligor.objects.filter(household=case.household)] == [
        ("陈小红", [person(case).pk])
    ]
    assert Obligor.ever.get(name="陈大军").until == ON
    assert OnFile.objects.get(case=case, member=mother)
    assert bytes(mother.id_index) not in on_register(case)
    answer = answer_today(now(case), ON)
    assert answer["members"] == 2
    assert answer["income_per_head"] == "540.00"  # 1,200.00 less a tenth, of two; her pension is gone
    assert "王桂兰" not in {row.who for row in compare(case)}
    for page in ("", "evidence/", "members/", "check/", "papers/"):
        assert client.get(f"/desk/cases/{case.number}/{page}").status_code == 200
    assert client.get(path(case, mother.pk)).status_code == 404
    told = Entry.objects.filter(chain=f"case/{case.number}", verb="person.changed").latest("number").facts["member"]
    assert (told["did"], told["cause"], told["until"]) == ("ended", "apart", "2026-11-05")
    assert ["declared", "income", "pension", "420.00", "month"] in told["items"]
    nothing_differs()
    other = next(row for row in compare(case) if row.word == "银行存款")
    golden.adopt(
        case=now(case), version=now(case).version, row=other, source="declared", amount=Decimal("18600.00"),
        reason="以存折为准", acting=acting("clerk", ON),
    )  # fmt: skip
    assert not OpenFinding.objects.filter(case=case, code="not_adopted").exists()


def test_what_an_earlier_request_had_of_who_left_stays_and_is_not_counted() -> None:
    case = asked()
    mother = person(case, "parent")
    Item.objects.create(
        household=case.household, town=case.town, village=case.village, member=mother, sort="asset", kind="deposit",
        amount=Decimal("900000.00"), source="declared", case_number="", noted_on=ON, noted_by="clerk",
    )  # fmt: skip
    assert client_of("clerk").post(path(case, mother.pk, "strike"), struck(case)).status_code == 302
    assert Item.objects.get(member=mother).case_number == ""
    facts = facts_of(household=case.household, on=ON, source=Source.DECLARED)
    assert [one["value"] for one in facts["assets"] if one["kind"] == "deposit"] == ["18600.00"]
    assert answer_of(facts)["outcome"] == "eligible"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cause", "", "请选择撤下的原因"), ("cause", "gone", "请从列出的选项里选"), ("until", "", "请填写"),
        ("until", "2026-11-06", "不能晚于今天"), ("until", "2026-11-01", "不能早于登记的那天：2026-11-02"),
    ],
)  # fmt: skip
def test_nobody_is_taken_off_without_a_day_and_a_cause(name: str, value: str, said: str) -> None:
    case = asked()
    answer = client_of("clerk").post(path(case, person(case).pk, "strike"), struck(case, **{name: value}))
    assert answer.status_code == 200
    assert said in answer.context["ending"].errors[name][0]
    assert said in words(answer.content)
    assert person(case)


def test_the_head_stays_and_who_alone_it_is_about() -> None:
    case, client = asked(), client_of("clerk")
    head = person(case, "head")
    answer = client.post(path(case, head.pk, "strike"), struck(case))
    assert answer.status_code == 409
    assert "户主不能直接撤下" in words(answer.content)
    assert "户主不能直接撤下" in words(client.get(path(case, head.pk)).content)
    Case.objects.filter(pk=case.pk).update(applicant=person(case), apply_as="single_person")
    answer = client.post(path(case, person(case).pk, "strike"), struck(case))
    assert "本案只为这位一人办理，不能撤下" in words(answer.content)


def test_where_the_applicant_spoke_for_the_family_the_head_does_and_signs_anew() -> None:
    case, client = asked(), client_of("clerk")
    spouse = person(case)
    Case.objects.filter(pk=case.pk).update(applicant=spouse)
    assert "申请书、声明、委托书要由户主重新签名" in words(client.get(path(case, spouse.pk)).content)
    assert client.post(path(case, spouse.pk, "strike"), struck(case, cause="died")).status_code == 302
    case = now(case)
    assert case.applicant == person(case, "head")
    assert [one.kind for one in position(case, acting("clerk", ON)).missing] == [PaperKind.APPLICATION]
    assert Entry.objects.filter(verb="case.saved").latest("number").facts["lapsed"] == ["application"]
    nothing_differs()


def test_what_somebody_who_died_owned_is_the_familys() -> None:
    case, client = golden.verified(), client_of("clerk")
    mother = person(case, "parent")
    for source, amount in (("declared", "90000.00"), ("checked", "95000.00")):
        Item.objects.create(
            household=case.household, town=case.town, village=case.village, member=mother, sort="asset", kind="deposit",
            amount=Decimal(amount), source=source, case_number=case.number, noted_on=ON, noted_by="clerk",
        )  # fmt: skip
    mine = next(row for row in compare(case) if row.who == "王桂兰" and row.word == "银行存款")
    golden.adopt(
        case=case, version=case.version, row=mine, source="checked", amount=Decimal("95000.00"), reason="余额",
        acting=acting("clerk", ON),
    )  # fmt: skip
    assert client.post(path(case, mother.pk, "strike"), struck(case, cause="died")).status_code == 302
    case = now(case)
    shared = next(row for row in compare(case) if row.who == "全家")
    assert (shared.declared, shared.checked, shared.waits) == (Decimal("90000.00"), Decimal("95000.00"), True)
    assert not Item.objects.filter(household=case.household, member=mother).exists()
    facts = facts_of(household=case.household, on=ON, source=Source.ADOPTED, case_number=case.number)
    assert [one["value"] for one in facts["assets"] if one["kind"] == "deposit"] == ["18600.00", "90000.00"]
    assert answer_today(case, ON)["outcome"] == "not_eligible"


def test_decisions_keep_their_facts_when_the_family_is_another() -> None:
    clerk = acting("clerk", "2026-11-12")
    case = golden.publicised()
    case = turns.objected(case, "2026-11-12", text="家里人不对")
    case = turns.resurveyed(case, "2026-11-12")
    case = turns.settled(case, "uphold_objection", "2026-11-12")
    assert case.state == "surveying"
    stored = Decision.objects.get(case=case).facts
    mother = person(case, "parent")
    golden_version = golden.again(case, clerk).version
    from_then = {"version": golden_version, "until": "2026-11-03", "cause": "mistake"}
    assert client_of("clerk").post(path(case, mother.pk, "strike"), from_then).status_code == 302
    assert Decision.objects.get(case=case).facts == stored
    assert len(stored["persons"]) == 3
    assert list(replay_decisions.compare()) == []
    nothing_differs()


def test_a_case_that_goes_on_elsewhere_takes_along_those_who_are_still_there() -> None:
    case = golden.verified()
    mother = person(case, "parent")
    assert client_of("clerk").post(path(case, mother.pk, "strike"), struck(case)).status_code == 302
    case = _go(actions.ask_transfer, now(case), acting("clerk", ON), to_town=OTHER_TOWN, note="户籍迁入")
    bureau = acting("supervisor", "2026-11-06")
    fresh = actions.transfer(case=case, version=case.version, acting=bureau, village=OTHER_VILLAGE)
    assert [row.name for row in Member.objects.filter(household=fresh.household)] == ["陈建国", "李秀芳"]
    assert OnFile.objects.filter(case=fresh, kind="promise_and_consent").count() == 2
    assert not Item.objects.filter(household=fresh.household, kind="pension").exists()


# ---------- who, when, how ----------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name", "", "请填写姓名"), ("id_number", "", "请填写身份证号码"), ("id_number", "140502200306010011", "第 18 位"),
        ("relation", "cousin", "请从列出的选项里选"), ("relation", "", "请选择"), ("disability_kind", "visual", "还没选等级"),
        ("study_ends", "2027-06-30", "还没选就读"), ("absence", "clergy_away", "请填从哪天起"),
        ("refused_work", "两次", "请写一个整数"), ("absence_since", "2027-01-01", "不能晚于今天"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_field_and_nothing_is_lost(name: str, value: str, said: str) -> None:
    case = asked()
    answer = client_of("clerk").post(path(case, "new"), answers(case, **{"veteran": "on", name: value}))
    at = {"disability_kind": "disability_grade", "absence": "absence_since"}.get(name, name)
    assert answer.status_code == 200
    assert said in words(answer.content), words(answer.content)
    assert said in answer.context["form"].errors[at][0]
    assert answer.context["form"]["veteran"].value()
    assert Member.objects.filter(household=case.household).count() == 3


def test_two_at_one_case_never_overwrite_each_other() -> None:
    case, client = asked(), client_of("clerk")
    row, stale = person(case), of_spouse(case, name="李秀华")
    assert client.post(path(case, row.pk), of_spouse(case, veteran="on")).status_code == 302
    answer = client.post(path(case, row.pk), stale)
    assert answer.status_code == 409
    assert "保存了案件内容：更正家庭成员" in words(answer.content)
    answer = client.post(path(case, row.pk, "strike"), struck(case, version=stale["version"]))
    assert answer.status_code == 409
    assert (person(case).name, person(case).veteran) == ("李秀芳", True)


def test_who_may_and_where_and_how() -> None:
    case = asked()
    own, new = path(case, person(case).pk), path(case, "new")
    for who, status in (("assistant", 200), ("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        for page in (own, path(case), new):
            assert client_of(who).get(page).status_code == status, (who, page)
    assert client_of("elsewhere").post(new, answers(case)).status_code == 404
    assert client_of("reviewer").post(f"{own}strike/", struck(case)).status_code == 403
    assert client_of("clerk").get(f"{own}strike/").status_code == 405
    assert client_of("clerk").post(path(case)).status_code == 405
    assert client_of("clerk").get(path(case, uuid4())).status_code == 404
    stranger = person(asked(160))
    assert client_of("clerk").get(path(case, stranger.pk)).status_code == 404
    assert client_of("clerk").post(path(case, stranger.pk, "strike"), struck(case)).status_code == 404
    assert Member.objects.get(pk=stranger.pk).until is None


def test_the_village_corrects_before_acceptance_only_and_nobody_after_the_opinion() -> None:
    case = asked()
    assert client_of("assistant").post(path(case, "new"), answers(case)).status_code == 302
    case = golden.verified(golden.chen(160))
    answer = client_of("assistant").post(path(case, person(case).pk), of_spouse(case))
    assert answer.status_code == 409
    assert "由镇（街道）经办人改" in words(answer.content)
    assert "增加、更正家庭成员" in words(client_of("clerk").get(f"/desk/cases/{case.number}/").content)
    case = golden.proposed(golden.chen(180))
    for answer in (
        client_of("clerk").post(path(case, "new"), answers(case, id_number=golden.id_number("2003-06-02", 190))),
        client_of("clerk").post(path(case, person(case).pk, "strike"), struck(case)),
    ):
        assert answer.status_code == 409
        assert "拟定意见以后不再改家庭成员" in words(answer.content)
    assert "增加、更正家庭成员" not in words(client_of("clerk").get(f"/desk/cases/{case.number}/").content)
    assert Member.objects.filter(household=case.household, until=None).count() == 3


def test_nobody_handles_their_own_relative() -> None:
    case, clerk = asked(), officer("clerk")
    register_relative(
        officer=clerk, name="陈小军", id_number=BOY, relation="兄弟姐妹", by=acting("clerk").actor,
        at=acting("clerk").at, on=ON,
    )  # fmt: skip
    answer = client_of("clerk").post(path(case, "new"), answers(case))
    assert answer.status_code == 409
    assert "须回避" in words(answer.content)
    assert Member.objects.filter(household=case.household).count() == 3


def test_statements_do_not_grow_with_the_family() -> None:
    few, many = golden.verified(), golden.verified(golden.chen(160))
    for place in range(6):
        entry = _member(f"陈小{place}", "2003-06-01", "M", "child", 200 + 2 * place)
        case = now(many)
        correct.correct_member(case=case, version=case.version, entry=entry, acting=acting("clerk", ON))
    client = client_of("clerk")
    for page in ("", "members/", "members/new/"):
        counts = [statements(client, f"/desk/cases/{case.number}/{page}") for case in (few, many)]
        assert counts[0] == counts[1], page
    counts = [statements(client, path(case, person(case).pk)) for case in (few, many)]
    assert counts[0] == counts[1]
    assert statements(client, path(many)) <= 20
