"""自报: what was typed wrong is put right until the request is accepted, and not a day longer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cast import acting, officer
from crowd import statements
from doors import client_of, demo_district, nothing_differs, words
from doudi.accounts.actions import register_relative
from doudi.audit.models import Entry
from doudi.cases.models import Case
from doudi.households.entries import ItemEntry
from doudi.households.models import Item, Member
from doudi.verification.actions import answer_today
from doudi.verification.declared import correct_declared
from factories import golden

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    demo_district(settings, ON.isoformat())


def asked(place: int = 100) -> Case:
    """Family 1, asked for and not accepted yet."""
    return golden.register(golden.chen(place))


def row_of(case: Case, kind: str) -> Item:
    return Item.objects.get(household=case.household, kind=kind)


def path(case: Case, *more: object) -> str:
    return "/".join([f"/desk/cases/{case.number}/declared", *map(str, more), ""])


def sent(case: Case, **more: Any) -> dict[str, Any]:
    """A wage of the head."""
    version = Case.objects.get(pk=case.pk).version
    flow = {"member": str(case.applicant_id), "kind": "income:wage", "amount": "1,500", "per": "month"}
    return {**flow, "version": version, **more}


def test_a_typing_error_is_put_right_and_the_sums_follow() -> None:
    case, client = asked(), client_of("clerk")
    wage, before = row_of(case, "wage"), answer_today(case, ON)
    Item.objects.filter(pk=wage.pk).update(details={"since": "2026-10"})
    assert "更正自报" in words(client.get(f"/desk/cases/{case.number}/").content)
    for part in ("工资性收入", "养老金", "医疗", "62.00 平方米", "不改自报", "到证据对照采信"):
        assert part in words(client.get(path(case)).content), part
    page = client.get(path(case, wage.pk)).content.decode()
    for part in ('value="1200.00"', 'value="income:wage" selected'):
        assert part in page, part
    assert client.post(path(case, wage.pk), sent(case)).status_code == 302
    now = row_of(case, "wage")
    assert (now.pk, now.amount, now.per, now.details, now.source) == (
        wage.pk, Decimal("1500.00"), "month", {"since": "2026-10"}, "declared",
    )  # fmt: skip
    assert Item.objects.filter(household=case.household).count() == 5
    assert Decimal(answer_today(case, ON)["amounts"]["total"]) < Decimal(before["amounts"]["total"])
    kept = list(Entry.objects.filter(chain=f"case/{case.number}").order_by("number"))
    assert [entry.verb for entry in kept][-2:] == ["person.changed", "case.saved"]
    assert kept[-1].facts["part"] == "更正自报"
    told = kept[-2].facts["declared"]
    assert (told["was"]["amount"], told["now"]["amount"]) == ("1200.00", "1500.00")
    nothing_differs()


def test_property_is_put_right_added_and_struck_out() -> None:
    case, client = asked(), client_of("clerk")
    house, head = row_of(case, "house"), Member.objects.get(household=case.household, relation="head")
    assert 'value="62.00"' in client.get(path(case, house.pk)).content.decode()
    typed = {"kind": "house", "member": "", "amount": "", "area_m2": "６2.5", "use": ""}
    assert client.post(path(case, house.pk), sent(case, **typed)).status_code == 302
    now = row_of(case, "house")
    assert (now.member, now.amount, now.details) == (None, Decimal("0.00"), {"area_m2": "62.50"})
    typed = {"kind": "vehicle", "member": str(head.pk), "amount": "4000", "area_m2": "", "use": "motorcycle"}
    assert client.post(path(case, "new", "asset"), sent(case, **typed)).status_code == 302
    vehicle = row_of(case, "vehicle")
    assert (vehicle.member, vehicle.case_number, vehicle.details) == (head, case.number, {"use": "motorcycle"})
    assert "摩托车" in words(client.get(path(case)).content)
    assert client.post(path(case, vehicle.pk, "strike"), sent(case)).status_code == 302
    assert not Item.objects.filter(kind="vehicle").exists()
    assert Entry.objects.filter(verb="case.saved").latest("number").facts["part"] == "删去自报"
    assert client.get(path(case, vehicle.pk)).status_code == 404
    nothing_differs()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("member", "", "请选择"), ("member", "00000000-0000-0000-0000-000000000000", "已不在家庭成员里"),
        ("kind", "income:lottery", "请从列出的选项里选"), ("amount", "很多", "金额"), ("amount", "-5", "金额不能是负数"),
        ("per", "day", "请从列出的选项里选"),
    ],
)  # fmt: skip
def test_each_error_stands_at_its_field_and_nothing_is_lost(name: str, value: str, said: str) -> None:
    case = asked()
    wage = row_of(case, "wage")
    answer = client_of("clerk").post(path(case, wage.pk), sent(case, **{"amount": "1,777", name: value}))
    assert answer.status_code == 200
    assert said in answer.context["form"].errors[name][0]
    assert said in words(answer.content)
    assert f'value="{value if name == "amount" else "1,777"}"' in answer.content.decode()
    assert row_of(case, "wage").amount == Decimal("1200.00")


def test_after_acceptance_nobody_and_before_it_the_clerk_alone() -> None:
    case = asked()
    wage = row_of(case, "wage")
    answer = client_of("assistant").post(path(case, wage.pk), sent(case))
    assert answer.status_code == 409
    assert "由镇（街道）经办人改" in words(answer.content)
    assert "更正自报" not in words(client_of("assistant").get(f"/desk/cases/{case.number}/").content)
    case = golden.accepted(golden.chen(160))
    wage = row_of(case, "wage")
    client = client_of("clerk")
    for answer in (
        client.post(path(case, wage.pk), sent(case)),
        client.post(path(case, "new", "flow"), sent(case)),
        client.post(path(case, wage.pk, "strike"), sent(case)),
    ):
        assert answer.status_code == 409
        assert "到证据对照采信" in words(answer.content)
    assert "更正自报" not in words(client.get(f"/desk/cases/{case.number}/").content)
    assert "受理以后不再改自报" in words(client.get(path(case, wage.pk)).content)
    assert Item.objects.get(pk=wage.pk).amount == Decimal("1200.00")
    assert Item.objects.filter(household=case.household).count() == 5


def test_two_at_one_case_never_overwrite_each_other() -> None:
    case, client = asked(), client_of("clerk")
    wage, stale = row_of(case, "wage"), sent(case, amount="1")
    assert client.post(path(case, wage.pk), sent(case)).status_code == 302
    answer = client.post(path(case, wage.pk), stale)
    assert answer.status_code == 409
    assert "保存了案件内容：更正自报" in words(answer.content)
    assert client.post(path(case, wage.pk, "strike"), stale).status_code == 409
    assert row_of(case, "wage").amount == Decimal("1500.00")


def test_who_may_and_where_and_how() -> None:
    case = asked()
    wage = row_of(case, "wage")
    own, new = path(case, wage.pk), path(case, "new", "flow")
    for who, status in (("assistant", 200), ("reviewer", 403), ("maker", 403), ("elsewhere", 404)):
        for page in (own, path(case), new):
            assert client_of(who).get(page).status_code == status, (who, page)
    client = client_of("clerk")
    assert client_of("elsewhere").post(own, sent(case)).status_code == 404
    assert client_of("reviewer").post(f"{own}strike/", sent(case)).status_code == 403
    assert client.get(f"{own}strike/").status_code == 405
    assert client.post(path(case)).status_code == 405
    assert client.get(path(case, "new", "debt")).status_code == 404
    found = Item.objects.create(
        household=case.household, town=case.town, village=case.village, member=wage.member, sort="income", kind="rent",
        amount=Decimal("10.00"), per="month", source="checked", case_number=case.number, noted_on=ON, noted_by="check",
    )  # fmt: skip
    foreign = Item.objects.get(household=asked(160).household, kind="wage")
    for other in (found, foreign):
        assert client.get(path(case, other.pk)).status_code == 404
        assert client.post(path(case, other.pk), sent(case)).status_code == 404
        assert client.post(path(case, other.pk, "strike"), sent(case)).status_code == 404


def test_nobody_handles_their_own_relative() -> None:
    case, clerk = asked(), officer("clerk")
    register_relative(
        officer=clerk, name="王桂兰", id_number=golden.id_number("1957-02-20", 100, "F"), relation="父母",
        by=acting("clerk").actor, at=acting("clerk").at, on=ON,
    )  # fmt: skip
    answer = client_of("clerk").post(path(case, row_of(case, "wage").pk), sent(case))
    assert answer.status_code == 409
    assert "须回避" in words(answer.content)
    assert row_of(case, "wage").amount == Decimal("1200.00")


def test_statements_do_not_grow_with_the_amounts() -> None:
    few, many = asked(), asked(160)
    entry = ItemEntry("income", "rent", Decimal("1.00"), many.applicant_id, "month")
    for _place in range(6):
        case = golden.again(many, acting("clerk"))
        correct_declared(case=case, version=case.version, entry=entry, acting=acting("clerk"))
    client = client_of("clerk")
    for page in ("", "declared/", "declared/new/flow/"):
        counts = [statements(client, f"/desk/cases/{case.number}/{page}") for case in (few, many)]
        assert counts[0] == counts[1], page
    assert statements(client, path(many)) <= 20
