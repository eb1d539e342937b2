"""The facts that the rules take, views with masked numbers, and who is registered elsewhere, through the wall."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.areas import walled
from doudi.households import actions, obligors
from doudi.households.batches import open_many
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry, WrongEntry
from doudi.households.models import Household, Member
from doudi.households.queries import account_on, facts_of, household_view, item_views, members_on, registered_elsewhere
from doudi.law.facts import read
from doudi.law.posts import Post
from households.making import DAY, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, acting, family, id_number, person

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 10)


def golden() -> Household:
    """Family 1 of the golden story, as declared."""
    people = [
        person("陈建国", born=date(1976, 5, 12), able_to_work=True),
        person("李秀芳", "spouse", date(1978, 9, 3), sex="F", able_to_work=False, serious_illness=True),
        person("王桂兰", "parent", date(1957, 2, 20), sex="F", able_to_work=False, disability_kind="visual", disability_grade=2),
    ]  # fmt: skip
    household = actions.open_household(
        town=TOWN,
        village=VILLAGE,
        area="urban",
        members=people,
        acting=acting(),
        phone="13912345678",
        address="甲巷1号",
    )
    a, b, c = ids(household)
    items = [
        ItemEntry("income", "wage", Decimal("1200.00"), a, "month", {"since": "2026-10"}),
        ItemEntry("income", "pension", Decimal("420.00"), c, "month"),
        ItemEntry("spending", "medical", Decimal("600.00"), b, "month"),
        ItemEntry("asset", "deposit", Decimal("18600.00"), a),
        ItemEntry("asset", "house", Decimal("0.00"), None, details={"area_m2": "62.00"}),
    ]
    actions.replace_items(household=household, source="declared", items=items, acting=acting(), case_number="C1")
    return household


def ids(household: Household) -> list[UUID]:
    return list(household.members.values_list("pk", flat=True))


def test_facts_are_those_of_the_declared_items_and_the_rules_read_them() -> None:
    household = golden()
    a, b, c = map(str, ids(household))
    facts = facts_of(household=household, on=ON, source="declared")
    assert (facts["division"], facts["area"], facts["on"]) == (TOWN, "urban", "2026-11-10")
    assert [each["id"] for each in facts["persons"]] == [a, b, c]
    assert facts["persons"][0]["income"] == [{"kind": "wage", "amount": "1200.00", "per": "month", "since": "2026-10"}]
    assert facts["persons"][1]["spending"] == [{"kind": "medical", "amount": "600.00", "per": "month"}]
    assert facts["persons"][2]["disability"] == {"kind": "visual", "grade": 2}
    assert facts["assets"] == [
        {"kind": "deposit", "value": "18600.00", "owner": a},
        {"kind": "house", "value": "0.00", "area_m2": "62.00"},
    ]
    assert read(facts).persons[1].serious_illness


def test_facts_hold_no_name_and_no_number_of_anybody() -> None:
    text = json.dumps(facts_of(household=golden(), on=ON, source="declared"), ensure_ascii=False)
    people = Member.objects.values_list("name", "id_number")
    assert not [word for person_ in people for word in person_ if word in text]


def test_the_same_facts_are_the_same_json() -> None:
    household = golden()
    first, second = (json.dumps(facts_of(household=household, on=ON, source="adopted")) for _ in range(2))
    assert first == second


def test_adopted_items_stand_in_place_of_declared_ones_person_by_person_and_kind() -> None:
    household = golden()
    a, _b, c = ids(household)
    adopted = [
        ItemEntry("asset", "deposit", Decimal("18632.15"), a, reason="核对报告"),
        ItemEntry("income", "pension", Decimal("0.00"), c, "month", reason="已停发"),
    ]
    found = [ItemEntry("asset", "deposit", Decimal("18632.15"), a)]
    actions.replace_items(household=household, source="checked", items=found, acting=acting(), case_number="C1")
    actions.replace_items(household=household, source="adopted", items=adopted, acting=acting(), case_number="C1")
    facts = facts_of(household=household, on=ON, source="adopted")
    assert {(each["kind"], each["value"]) for each in facts["assets"]} == {("deposit", "18632.15"), ("house", "0.00")}
    assert facts["persons"][2]["income"] == [{"kind": "pension", "amount": "0.00", "per": "month"}]
    assert facts["persons"][0]["income"][0]["amount"] == "1200.00"
    checked = facts_of(household=household, on=ON, source="checked")
    assert [each["value"] for each in checked["assets"]] == ["18632.15"]
    assert checked["persons"][0]["income"] == []


def test_items_of_another_case_stay_out_when_a_case_is_named() -> None:
    household = golden()
    assert facts_of(household=household, on=ON, source="declared", case_number="C2")["assets"] == []
    assert len(item_views(household=household, case_number="C1")) == 5
    assert item_views(household=household, case_number="C2") == []


def test_obligors_are_facts_too() -> None:
    household = golden()
    (_a, _b, c) = ids(household)
    son = ObligorEntry(
        "王大", "child", [c], born=date(1980, 1, 1), household_members=3, household_income=Decimal("9000.00"),
        agreed_support=Decimal("150.00"), id_number=id_number(),
    )  # fmt: skip
    obligors.replace_obligors(household=household, obligors=[son], acting=acting())
    facts = facts_of(household=household, on=ON, source="declared")
    assert facts["obligors"][0] | {"id": ""} == {
        "id": "", "of": [str(c)], "relation": "child", "born": "1980-01-01", "household_members": 3,
        "household_income": "9000.00", "per": "month", "status": [], "agreed_support": "150.00",
    }  # fmt: skip
    assert read(facts).obligors
    assert household_view(household=household, on=ON).obligors[0].of == ("王桂兰",)


def test_people_count_from_their_day_to_their_last() -> None:
    household = golden()
    Member.objects.filter(household=household, name="王桂兰").update(until=date(2026, 12, 1))
    assert members_on(household, date(2026, 11, 1)).count() == 0
    assert members_on(household, date(2026, 11, 30)).count() == 3
    assert members_on(household, date(2026, 12, 1)).count() == 2


def test_the_view_masks_every_number_and_says_codes_in_words() -> None:
    household = golden()
    assert household_view(household=household, on=ON).account is None
    actions.set_account(
        household=household, account=AccountEntry("陈建国", "晋城农商银行", "6239000000000004821"), acting=acting()
    )
    account = account_on(household, ON)
    with CaptureQueriesContext(connection) as caught:
        view = household_view(household=household, on=ON)
    assert len(caught) == 1
    assert (view.head_name, view.town, view.area, view.phone_masked) == ("陈建国", "北石店镇", "城市", "139****5678")
    assert [member.relation for member in view.members] == ["户主", "配偶", "父母"]
    assert view.members[2].disability == "视力 2 级"
    assert view.members[0].id_masked[6:14] == "********"
    assert account
    assert view.account
    assert view.account.number_masked == "6239********4821"
    item = item_views(household=household)[0]
    assert (item.word, item.member_name, item.amount, item.source) == (
        "工资性收入", "陈建国", Decimal("1200.00"), "declared",
    )  # fmt: skip


def test_many_families_open_in_as_many_statements_as_few() -> None:
    def taken(count: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            open_many(
                entries=[family(size=2) for _ in range(count)], programme="subsistence_allowance", acting=acting()
            )
        return len(caught)

    taken(1)
    assert taken(3) == taken(60)
    assert Household.objects.filter(file_number=f"DA-{TOWN}-2026-0064").exists()


def test_the_wall_tells_programme_and_town_of_somebody_elsewhere_and_no_more() -> None:
    shared = id_number()
    entry = MemberEntry("甲", shared, "head", date(1976, 5, 12), "M")
    open_many(
        entries=[family(town=OTHER_TOWN, village=OTHER_VILLAGE, members=[entry])], programme="subsistence_allowance",
        acting=acting(),
    )  # fmt: skip
    (member,) = Member.objects.all()
    index = bytes(member.id_index)
    with walled(acting()):
        assert not Member.objects.exists()
        assert [(row.programme, row.town) for row in registered_elsewhere([index])] == [
            ("subsistence_allowance", OTHER_TOWN)
        ]
        assert registered_elsewhere([index], household=member.household_id) == []
        assert registered_elsewhere([b"\0" * 32]) == []


def test_nobody_without_an_area_sees_a_family() -> None:
    golden()
    with walled(acting(Post.SYSTEM_ADMIN)):
        assert not Household.objects.exists()
    with walled(acting(Post.TOWN_CLERK, division=OTHER_TOWN)):
        assert not Member.objects.exists()
    for mine in (acting(), acting(Post.VILLAGE_ASSISTANT), acting(Post.FINANCE_MAKER)):
        with walled(mine):
            assert Household.objects.count() == 1
    assert acting().on == DAY


def test_what_obligors_own_is_theirs_in_the_facts() -> None:
    household = golden()
    (_a, _b, c) = ids(household)
    owned = [
        ItemEntry("asset", "deposit", Decimal("300000.00")), ItemEntry("asset", "house", Decimal("0.00")),
        ItemEntry("asset", "vehicle", Decimal("80000.00"), details={"use": "ordinary"}),
    ]  # fmt: skip
    son = ObligorEntry("王大", "child", [c], born=date(1980, 1, 1), household_members=3, assets=owned)
    obligors.replace_obligors(household=household, obligors=[son], acting=acting())
    facts = facts_of(household=household, on=ON, source="declared")
    key = facts["obligors"][0]["id"]
    assert [asset for asset in facts["assets"] if asset.get("owner") == key] == [
        {"kind": "deposit", "value": "300000.00", "owner": key}, {"kind": "house", "value": "0.00", "owner": key},
        {"kind": "vehicle", "value": "80000.00", "owner": key, "use": "ordinary"},
    ]  # fmt: skip
    assert read(facts).obligors
    assert household_view(household=household, on=ON).obligors[0].assets == (
        "银行存款 300,000.00 元", "房屋", "机动车辆（普通） 80,000.00 元",
    )  # fmt: skip
    obligors.replace_obligors(household=household, obligors=[replace(son, assets=())], acting=acting())
    assert len(facts_of(household=household, on=ON, source="declared")["assets"]) == len(facts["assets"]) - 3


@pytest.mark.parametrize(
    "wrong",
    [
        ItemEntry("income", "wage", Decimal("1.00"), per="month"), ItemEntry("asset", "boat", Decimal("1.00")),
        ItemEntry("asset", "deposit", Decimal("-1.00")), ItemEntry("asset", "deposit", Decimal("1.001")),
    ],
)  # fmt: skip
def test_an_obligors_property_is_checked_like_any_other(wrong: ItemEntry) -> None:
    household = golden()
    (_a, _b, c) = ids(household)
    with pytest.raises(WrongEntry) as told:
        obligors.replace_obligors(
            household=household, obligors=[ObligorEntry("王大", "child", [c], assets=[wrong])], acting=acting()
        )
    assert told.value.path.startswith("obligors[0].assets[0]")
