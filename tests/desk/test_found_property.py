"""Property that was found: each kind asks for its own, a use or an area that differs is a difference, and what is left
unsaid stands as it was declared."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cast import acting
from doors import client_of, demo_district
from doudi.audit.models import Entry
from doudi.cases.models import Case
from doudi.desk.forms.verifying import SOURCES, ItemForm
from doudi.households.codes import Source
from doudi.households.entries import ItemEntry, WrongEntry, check_item
from doudi.households.models import Item
from doudi.households.queries import facts_of
from doudi.verification.actions import adopt, answer_today
from doudi.verification.comparison import Row, compare
from doudi.verification.pieces import completed, unlike
from doudi.verification.weighing import weigh
from factories import golden, turns
from factories.golden import _go

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")
CART = {"use": "disability_cart"}


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    demo_district(settings, "2026-11-06")


def declared(kind: str, amount: str, details: dict[str, str]) -> Case:
    """Family 1 that declared this besides, visited without findings and waiting for the check."""
    family = golden.chen()
    return turns.visited(golden.accepted(replace(family, assets=(*family.assets, (kind, amount, details)))))


def report(case: Case, *lines: dict[str, str]) -> dict[str, Any]:
    """A check report that found these of the head."""
    whose = {"member": str(case.applicant_id), "per": "", "amount": "", "area_m2": "", "use": ""}
    items = {f"items-{at}-{name}": value for at, line in enumerate(lines) for name, value in {**whose, **line}.items()}
    results = {f"result_{place}": "none" for place in range(len(SOURCES))}
    return {
        "version": case.version, "number": "HD-1", "queried_on": "2026-11-04", **results, **items,
        "items-TOTAL_FORMS": len(lines), "items-INITIAL_FORMS": "0",
    }  # fmt: skip


def found(case: Case, *lines: dict[str, str]) -> Case:
    answer = client_of("check").post(f"/desk/cases/{case.number}/check/", report(case, *lines))
    assert answer.status_code == 302, answer.context["items"].errors
    return golden.again(case, acting("clerk", "2026-11-06"))


def row_of(case: Case, kind: str) -> Row:
    return next(row for row in compare(case) if row.slot[2] == kind)


def assets(case: Case, kind: str) -> list[dict[str, str]]:
    """What the means test is given of a kind, without whose it is."""
    facts = facts_of(
        household=case.household, on=acting("clerk", "2026-11-06").on, source=Source.ADOPTED, case_number=case.number
    )
    return [
        {k: v for k, v in one.items() if k not in ("owner", "kind")} for one in facts["assets"] if one["kind"] == kind
    ]


def evidence(case: Case, kind: str = "") -> str:
    item = f"?item={row_of(case, kind).key}" if kind else ""
    return client_of("clerk").get(f"/desk/cases/{case.number}/evidence/{item}").content.decode()


def choose(case: Case, kind: str, **typed: str) -> Any:
    at = f"/desk/cases/{case.number}/evidence/?item={row_of(case, kind).key}"
    return client_of("clerk").post(at, {"version": case.version, "reason": "有证明", **typed})


# ---------- what is asked ----------


@pytest.mark.parametrize(
    ("line", "at", "said"),
    [
        ({"kind": "asset:deposit"}, "amount", "请填写金额"),
        ({"kind": "asset:business_registration"}, "amount", "请填写金额"),
        ({"kind": "income:wage", "per": "month"}, "amount", "请填写金额"),
        ({"kind": "asset:vehicle"}, "use", "请选车辆用途"),
        ({"kind": "asset:house", "use": "medical"}, "use", "只有车辆才选用途"),
        ({"kind": "asset:vehicle", "use": "medical", "area_m2": "60"}, "area_m2", "只有住房才填面积"),
        ({"kind": "asset:house", "area_m2": "一间"}, "area_m2", "面积请写数字"),
        ({"kind": "asset:house", "amount": "很多"}, "amount", "金额"),
    ],
)
def test_each_kind_asks_for_what_the_law_reads_of_it(line: dict[str, str], at: str, said: str) -> None:
    case = golden.accepted()
    answer = client_of("check").post(f"/desk/cases/{case.number}/check/", report(case, line))
    assert answer.status_code == 200
    (errors,) = answer.context["items"].errors
    assert list(errors) == [at]
    assert said in errors[at][0]
    assert not Item.objects.filter(household=case.household, source="checked").exists()


def test_a_home_a_shop_and_a_vehicle_need_no_price_but_where_vehicles_are_judged_by_it() -> None:
    case = golden.accepted()
    case = found(case, {"kind": "asset:house"}, {"kind": "asset:shop"}, {"kind": "asset:vehicle", "use": "livelihood"})
    kept = Item.objects.filter(household=case.household, source="checked").order_by("pk")
    assert [(one.kind, one.amount, one.details) for one in kept] == [
        ("house", ZERO, {}), ("shop", ZERO, {}), ("vehicle", ZERO, {"use": "livelihood"}),
    ]  # fmt: skip
    line = {"kind": "asset:vehicle", "use": "ordinary", "member": ""}
    for by_value, wrong in ((True, ["amount"]), (False, [])):
        form = ItemForm(line, by_value=by_value)
        form.fields["member"].choices = [("", "全家")]  # type: ignore[attr-defined]
        assert list(form.errors) == wrong


def test_what_is_kept_can_be_read_by_the_law() -> None:
    for kind, details, at in (
        ("house", CART, "use"), ("vehicle", {"use": "boat"}, "use"), ("vehicle", {"area_m2": "6.00"}, "area_m2"),
    ):  # fmt: skip
        with pytest.raises(WrongEntry) as wrong:
            check_item(ItemEntry("asset", kind, ZERO, details=details), frozenset())
        assert wrong.value.path == at


# ---------- a cart stays a cart ----------


def test_a_declared_cart_that_the_check_finds_without_a_use_stays_a_cart() -> None:
    case = found(declared("vehicle", "3000.00", CART), {"kind": "asset:vehicle", "use": "unsaid"})
    row = row_of(case, "vehicle")
    assert (row.differs, row.gap, row.unlike, row.besides("checked")) == (False, 0, "", "用途没写明")
    assert answer_today(case, acting("clerk", "2026-11-06").on)["outcome"] != "not_eligible"
    assert assets(case, "vehicle") == [{"value": "3000.00", **CART}]
    assert choose(case, "vehicle", source="checked").status_code == 302
    assert assets(case, "vehicle") == [{"value": "3000.00", **CART}]
    assert "用途没写明 · 核对报告" in evidence(case)


def test_another_use_is_a_difference_and_somebody_decides() -> None:
    case = found(declared("vehicle", "3000.00", CART), {"kind": "asset:vehicle", "use": "ordinary"})
    row, on = row_of(case, "vehicle"), acting("clerk", "2026-11-06").on
    assert (row.waits, row.gap, row.unlike) == (True, 0, "用途不同")
    shown = evidence(case, "vehicle")
    for part in ("用途不同", "残疾人专用机动轮椅车 · 申请书", "普通 · 核对报告", "核对　1 辆，普通"):
        assert part in shown, part
    would = {
        one.source: one.answer
        for one in weigh(case=case, row=row, amounts=[("declared", ZERO), ("checked", ZERO)], on=on)
    }
    assert (would["declared"]["outcome"], would["checked"]["outcome"]) == ("eligible", "not_eligible")
    assert choose(case, "vehicle", source="checked").status_code == 302
    assert assets(case, "vehicle") == [{"value": "3000.00", "use": "ordinary"}]
    assert answer_today(golden.again(case, acting("clerk")), on) == would["checked"]
    assert Entry.objects.get(verb="case.adopted").facts["besides"] == "普通"
    case = golden.again(case, acting("clerk"))
    assert choose(case, "vehicle", source="declared").status_code == 302
    assert assets(case, "vehicle") == [{"value": "3000.00", **CART}]
    told = [
        entry.facts for entry in Entry.objects.filter(verb="person.changed") if entry.facts.get("source") == "checked"
    ]
    assert told[0]["items"][0][5:] == ["use=ordinary"]


def test_another_area_is_a_difference_and_goes_into_the_facts() -> None:
    case = found(golden.accepted(), {"kind": "asset:house", "area_m2": "８0.5"})
    row = row_of(case, "house")
    assert (row.waits, row.unlike, row.besides("checked")) == (True, "面积不同", "80.50 平方米")
    assert "面积不同" in evidence(case)
    assert choose(case, "house", source="checked").status_code == 302
    assert assets(case, "house") == [{"value": "0.00", "area_m2": "80.50"}]
    assert "1 套，80.50 平方米" in evidence(golden.again(case, acting("clerk")))


def test_the_same_area_otherwise_written_is_none() -> None:
    home = ItemEntry("asset", "house", ZERO, details={"area_m2": "62.00"})
    assert unlike([replace(home, details={"area_m2": "62"})], [home]) == ""
    assert unlike([replace(home, details={})], [home]) == ""
    assert unlike([home], [replace(home, details={})]) == ""


def test_each_piece_found_is_the_declared_one_that_it_can_be() -> None:
    cart = ItemEntry("asset", "vehicle", Decimal("3000.00"), details=CART)
    car = ItemEntry("asset", "vehicle", Decimal("90000.00"), details={"use": "ordinary"})
    unsaid, other = replace(cart, amount=ZERO, details={}), replace(car, amount=ZERO)
    assert completed([other, unsaid], [cart, car]) == [car, cart]
    assert completed([other, unsaid], [cart]) == [other, cart]  # the one that says nothing is the declared one
    assert completed([unsaid, unsaid], [cart]) == [cart, unsaid]  # a second one isn't a cart by silence
    assert unlike([other], [cart]) == "用途不同"
    assert unlike([unsaid, unsaid], [cart]) == "数量不同"


# ---------- decided on one's own account ----------


def test_a_vehicle_that_was_sold_can_be_struck_out() -> None:
    case = found(golden.accepted(), {"kind": "asset:vehicle", "amount": "40000", "use": "ordinary"})
    case = turns.visited(case)
    on = acting("clerk", "2026-11-06").on
    assert "请填另行认定几件，没有的填 0" in choose(case, "vehicle", source="adopted").content.decode()
    row = row_of(case, "vehicle")
    (would,) = weigh(case=case, row=row, amounts=[("adopted", ZERO)], on=on, details={"pieces": "0"})
    assert choose(case, "vehicle", source="adopted", pieces="0").status_code == 302
    assert assets(case, "vehicle") == []
    case = golden.again(case, acting("clerk"))
    assert answer_today(case, on) == would.answer
    assert would.answer["outcome"] == "eligible"
    assert row_of(case, "vehicle").taken_shown == "0 辆"


def test_another_use_than_anybody_said_can_be_decided_on() -> None:
    case = found(declared("vehicle", "3000.00", CART), {"kind": "asset:vehicle", "use": "ordinary"})
    told = choose(case, "vehicle", source="adopted", pieces="1").content.decode()
    assert "请选认定的车辆用途" in told
    assert choose(case, "vehicle", source="adopted", pieces="1", use="motorcycle", other="2,500").status_code == 302
    assert assets(case, "vehicle") == [{"value": "2500.00", "use": "motorcycle"}]
    row = row_of(golden.again(case, acting("clerk")), "vehicle")
    assert (row.taken_shown, row.taken_besides) == (Decimal("2500.00"), "摩托车")
    assert 'value="motorcycle" selected' in evidence(case, "vehicle")


def test_homes_without_a_price_are_decided_on_by_number() -> None:
    case = found(golden.accepted(), {"kind": "asset:house"}, {"kind": "asset:house"})
    assert choose(case, "house", source="adopted", pieces="1", area_m2="62").status_code == 302
    assert assets(case, "house") == [{"value": "0.00", "area_m2": "62.00"}]
    assert answer_today(golden.again(case, acting("clerk")), acting("clerk", "2026-11-06").on)["outcome"] == "eligible"


def test_a_wage_keeps_since_when_it_is_earned() -> None:
    case, clerk = golden.accepted(), acting("clerk", "2026-11-06")
    Item.objects.filter(household=case.household, kind="wage").update(details={"since": "2026-10"})
    case = found(turns.visited(case), {"kind": "income:wage", "amount": "1500", "per": "month"})
    _go(adopt, case, clerk, row=row_of(case, "wage"), source="checked", amount=Decimal(1500), reason="社保基数")
    assert Item.objects.get(household=case.household, source="adopted", kind="wage").details == {"since": "2026-10"}
