"""Families are opened, changed and registered; wrong entries and lost updates change nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from doudi.audit.models import Entry
from doudi.households import actions, changing, obligors
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry, WrongEntry
from doudi.households.models import Household, Item, Member, NameGram, PaymentAccount, Registration
from households.making import DAY, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, acting, id_number, person

pytestmark = pytest.mark.django_db


def opened(*members: MemberEntry, town: str = TOWN, village: str = VILLAGE, phone: str = "13912345678") -> Household:
    return actions.open_household(
        town=town, village=village, area="urban", members=members or [person()], acting=acting(), phone=phone
    )


def typed(member: Member, **changes: object) -> MemberEntry:
    entry = MemberEntry(
        key=member.pk, name=member.name, id_number=member.id_number, relation=member.relation, born=member.born,
        sex=member.sex,
    )  # fmt: skip
    return replace(entry, **changes)  # type: ignore[arg-type]


def test_a_family_is_opened_with_its_people_and_one_entry_that_names_nobody() -> None:
    household = opened(person("陈建国"), person("李秀芳", "spouse", sex="F"))
    assert [member.name for member in household.members.all()] == ["陈建国", "李秀芳"]
    assert Household.objects.get(pk=household.pk).phone == "13912345678"
    entry = Entry.objects.get(object_key=str(household.pk))
    assert entry.chain == "day/zhao/2026-11-02"
    assert "陈建国" not in str(entry.facts)
    assert len(entry.facts["members"]) == 2


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ([person(relation="spouse")], "members"),
        ([person(), person("李秀芳")], "members"),
        ([person(id_number="140502197605120013")], "members[0].id_number"),
        ([person(born=date(2026, 11, 3))], "members[0].born"),
        ([person(name=" ")], "members[0].name"),
        ([person(relation="head"), person(relation="cousin")], "members[1].relation"),
        ([person(disability_kind="visual")], "members[0].disability_grade"),
        ([person(sex="?")], "members[0].sex"),
    ],
)
def test_a_wrong_entry_names_its_place_and_keeps_nothing(members: list[MemberEntry], path: str) -> None:
    with pytest.raises(WrongEntry) as refusal:
        opened(*members)
    assert refusal.value.path == path
    assert not Household.objects.exists()


def test_the_same_number_twice_in_a_family_is_refused() -> None:
    number = id_number()
    with pytest.raises(WrongEntry, match="两次"):
        opened(person(id_number=number), person("李秀芳", "spouse", id_number=number.lower()))


def test_people_are_changed_added_and_ended_and_the_head_may_change_hands() -> None:
    household = opened(person("陈建国"), person("李秀芳", "spouse"), person("陈小军", "child"))
    head, spouse, child = household.members.all()
    actions.replace_members(
        household=household, version=1, acting=acting(on=date(2026, 12, 1)), case_number="DB-140502100-2026-0001",
        members=[typed(spouse, relation="head"), typed(head, relation="spouse"), person("陈小红", "child")],
    )  # fmt: skip
    now = {member.name: member for member in Member.objects.filter(household=household, until=None)}
    assert (now["李秀芳"].relation, now["陈建国"].relation) == ("head", "spouse")
    assert set(now) == {"李秀芳", "陈建国", "陈小红"}
    child.refresh_from_db()
    assert child.until == date(2026, 12, 1)
    assert household.version == 2
    assert Entry.objects.get(chain="case/DB-140502100-2026-0001").facts["ended"] == [str(child.pk)]


def test_a_new_name_is_found_by_its_new_grams_only() -> None:
    household = opened(person("陈建国"))
    (head,) = household.members.all()
    actions.replace_members(household=household, version=1, acting=acting(), members=[typed(head, name="陈建业")])
    grams = NameGram.objects.filter(member=head).values_list("gram", flat=True)
    assert set(grams) == {"陈", "陈建", "建业"}


def test_who_comes_second_sees_the_difference_and_overwrites_nothing() -> None:
    household = opened(person("陈建国"), person("李秀芳", "spouse"))
    head, spouse = household.members.all()
    actions.replace_members(
        household=household, version=1, acting=acting(), members=[typed(head), typed(spouse, serious_illness=True)]
    )
    with pytest.raises(changing.Stale) as second:
        actions.replace_members(
            household=household, version=1, acting=acting(login="qian"), members=[typed(head, name="陈建")]
        )
    assert second.value.changes == ["陈建国：姓名现为「陈建国」，您填的是「陈建」", "李秀芳 现在在名单上，您的表里没有"]
    assert Member.objects.get(pk=head.pk).name == "陈建国"
    assert Member.objects.get(pk=spouse.pk).serious_illness


def test_a_person_of_another_family_cannot_be_slipped_in() -> None:
    mine, (stranger,) = opened(person("陈建国")), opened(person("王桂兰")).members.all()
    with pytest.raises(WrongEntry, match="不在这家的名单上"):
        actions.replace_members(household=mine, version=1, acting=acting(), members=[typed(stranger)])


def test_items_of_one_source_and_case_are_replaced_and_others_stay() -> None:
    household = opened(person())
    (head,) = household.members.all()
    wage = ItemEntry("income", "wage", Decimal("1200.00"), head.pk, "month")
    deposit = ItemEntry("asset", "deposit", Decimal("18600.00"))
    actions.replace_items(household=household, source="declared", items=[wage, deposit], acting=acting())
    actions.replace_items(household=household, source="checked", items=[deposit], acting=acting(), case_number="C1")
    actions.replace_items(household=household, source="declared", items=[wage], acting=acting())
    assert set(Item.objects.values_list("source", "kind")) == {("declared", "wage"), ("checked", "deposit")}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"kind": "lottery"}, "items[0].kind"),
        ({"sort": "gift"}, "items[0].kind"),
        ({"amount": Decimal("-1.00")}, "items[0].amount"),
        ({"amount": Decimal("1.005")}, "items[0].amount"),
        ({"per": ""}, "items[0].per"),
        ({"member": None}, "items[0].member"),
    ],
)
def test_a_wrong_item_names_its_place(changes: dict[str, object], path: str) -> None:
    household = opened(person())
    (head,) = household.members.all()
    wrong = replace(ItemEntry("income", "wage", Decimal("1.00"), head.pk, "month"), **changes)  # type: ignore[arg-type]
    with pytest.raises(WrongEntry) as refusal:
        actions.replace_items(household=household, source="declared", items=[wrong], acting=acting())
    assert refusal.value.path == path


def test_items_take_a_version_where_the_form_has_one() -> None:
    household = opened(person())
    actions.replace_items(household=household, source="declared", items=[], acting=acting(), version=1)
    with pytest.raises(changing.Stale):
        actions.replace_items(household=household, source="declared", items=[], acting=acting(), version=1)


def test_an_obligor_owes_somebody_of_the_family() -> None:
    household = opened(person())
    (head,) = household.members.all()
    son = ObligorEntry("陈大军", "child", [head.pk], agreed_support=Decimal("150.00"))
    obligors.replace_obligors(household=household, obligors=[son], acting=acting())
    assert household.obligors.get().agreed_support == Decimal("150.00")
    with pytest.raises(WrongEntry):
        obligors.replace_obligors(household=household, obligors=[replace(son, of=[])], acting=acting())


def test_a_new_account_ends_the_old_one_and_the_same_again_changes_nothing() -> None:
    household = opened(person())
    first = AccountEntry("陈建国", "晋城农商银行", "6239 0000 0000 0000 001")
    actions.set_account(household=household, account=first, acting=acting())
    again = actions.set_account(household=household, account=first, acting=acting())
    later = replace(first, number="6239000000000000002")
    actions.set_account(household=household, account=later, acting=acting(on=date(2026, 12, 1)))
    assert [(row.number, row.until) for row in PaymentAccount.objects.order_by("pk")] == [
        ("6239000000000000001", date(2026, 12, 1)), ("6239000000000000002", None),
    ]  # fmt: skip
    assert again.pk == PaymentAccount.objects.earliest("pk").pk


def test_file_numbers_run_without_gaps_by_town_and_year_and_are_given_once() -> None:
    first, second = opened(person()), opened(person())
    elsewhere = opened(person(), town=OTHER_TOWN, village=OTHER_VILLAGE)
    given = [actions.assign_file_number(household=each, acting=acting()) for each in (first, second, elsewhere, first)]
    assert given == ["DA-140502100-2026-0001", "DA-140502100-2026-0002", "DA-140502001-2026-0001", given[0]]


def test_one_person_is_on_one_programme_in_one_family() -> None:
    shared = id_number()
    mine = opened(person(id_number=shared))
    other = opened(person(id_number=shared), town=OTHER_TOWN, village=OTHER_VILLAGE)
    actions.register(household=mine, programme="subsistence_allowance", acting=acting())
    actions.register(household=mine, programme="subsistence_allowance", acting=acting())
    with pytest.raises(actions.AlreadyRegistered) as refusal:
        actions.register(household=other, programme="subsistence_allowance", acting=acting())
    assert [(row.programme, row.town) for row in refusal.value.elsewhere] == [("subsistence_allowance", TOWN)]
    actions.release(household=mine, programme="subsistence_allowance", acting=acting())
    actions.register(household=other, programme="subsistence_allowance", acting=acting())
    assert Registration.objects.filter(until=None).get().town == OTHER_TOWN


def test_numbers_lie_encrypted_in_the_database() -> None:
    household = opened(person(id_number=(number := id_number())))
    stored = bytes(
        Member.objects.filter(household=household).extra(select={"raw": "id_number"}).values_list("raw")[0][0]
    )
    assert number.encode() not in stored
    assert Member.objects.get(household=household).id_number == number
    assert household.members.get().since == DAY


def test_last_days_belong_to_what_a_person_has() -> None:
    household = opened(person(study="senior_high"))
    member, on = Member.objects.get(), date(2027, 6, 30)

    def enter(**days: date | None) -> Member:
        known = {"study_ends": None, "card_ends": None, **days}
        version = Household.objects.get(pk=household.pk).version
        return actions.set_last_days(member=member, version=version, acting=acting(), **known)

    assert enter(study_ends=on).study_ends == on
    assert enter(study_ends=None).study_ends is None
    with pytest.raises(WrongEntry, match="card_ends"):
        enter(card_ends=on)
    with pytest.raises(changing.Stale):
        actions.set_last_days(member=member, version=1, study_ends=on, card_ends=None, acting=acting())
    Member.objects.update(study="none")
    member.refresh_from_db()
    with pytest.raises(WrongEntry, match="study_ends"):
        enter(study_ends=on)
    assert Entry.objects.filter(facts__has_key="last_days").count() == 2
