"""The tree of divisions: codes, names, short names."""

import pytest

from doudi.law.divisions import Division, Tree, UnknownDivisionError, tree


def test_the_packaged_tree_has_the_district() -> None:
    assert tree().get("140502").name == "城区"
    assert len(tree().towns) == 8
    assert sum(len(tree().villages_of(town.code)) for town in tree().towns) == 134
    assert [division.code for division in tree().above_towns] == ["14", "1405", "140502"]


def test_every_division_hangs_under_another() -> None:
    for town in tree().towns:
        assert tree().get(town.parent).code == "140502"
        assert all(village.parent == town.code for village in tree().villages_of(town.code))


def test_it_is_read_once() -> None:
    assert tree() is tree()


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(UnknownDivisionError, match="999999999"):
        tree().get("999999999")
    with pytest.raises(UnknownDivisionError):
        tree().villages_of("999999999")
    assert "999999999" not in tree()
    assert "140502100" in tree()


@pytest.mark.parametrize("name", ["北石店镇", "北石店", "北石店镇办事处"])
def test_a_town_is_found_by_its_names(name: str) -> None:
    town = tree().find_town(name)
    assert town is not None
    assert town.code == "140502100"


@pytest.mark.parametrize("name", ["", "镇", "城区", "不存在的镇"])
def test_a_town_that_is_not_there(name: str) -> None:
    assert tree().find_town(name) is None


@pytest.mark.parametrize(("town", "name"), [("140502100", "大车渠村委会"), ("140502100", "大车渠")])
def test_a_village_is_found_within_its_town(town: str, name: str) -> None:
    village = tree().find_village(town, name)
    assert village is not None
    assert village.name == "大车渠村委会"


def test_a_village_of_another_town_is_not_found_and_its_town_can_be_named() -> None:
    assert tree().find_village("140502001", "大车渠") is None
    assert [town.name for town in tree().towns_with_village("大车渠")] == ["北石店镇"]


def test_only_the_last_word_is_left_off() -> None:
    assert Division("140502100999", "孙村村委会", "140502100").short_name == "孙村"
    assert Division("140502100999", "村委会", "140502100").short_name == "村委会"
    assert Division("140502", "城区", "1405").short_name == "城区"


def test_every_village_is_found_by_both_names() -> None:
    for town in tree().towns:
        for village in tree().villages_of(town.code):
            assert tree().find_village(town.code, village.name) == village
            assert tree().find_village(town.code, village.short_name) == village


def test_two_villages_with_one_short_name_are_not_guessed() -> None:
    town = Division("140502100", "北石店镇", "140502")
    both = [Division("140502100001", "河东居委会", town.code), Division("140502100002", "河东村委会", town.code)]
    small = Tree([town, *both])
    assert small.find_village(town.code, "河东") is None
    assert small.find_village(town.code, "河东村委会") == both[1]
