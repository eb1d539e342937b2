"""People are found by name, file number, ID number or its last four places, within the area, by an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.areas import walled
from doudi.households.actions import assign_file_number, open_household
from doudi.households.batches import open_many
from doudi.households.models import Household, Member
from doudi.households.search import grams_of, households_named, search
from households.making import DAY, OTHER_TOWN, OTHER_VILLAGE, acting, family, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    made = open_household(
        town="140502100", village="140502100001", area="urban", acting=acting(),
        members=[person("欧阳建国"), person("李芳", "spouse")],
    )  # fmt: skip
    assign_file_number(household=made, acting=acting())
    return made


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李芳", ["李芳"]),
        ("李", ["李芳"]),
        ("阳建", ["欧阳建国"]),
        ("欧阳建国", ["欧阳建国"]),
        (" 欧阳 建国 ", ["欧阳建国"]),
        ("欧建", []),
        ("建", []),
        ("国建", []),
        ("", []),
        ("DA-140502100-2026-0001", ["欧阳建国", "李芳"]),
        ("da-140502100-2026-0001", ["欧阳建国", "李芳"]),
        ("DA-140502100-2026-0002", []),
    ],
)
def test_names_and_file_numbers(household: Household, text: str, names: list[str]) -> None:
    found = search(text)
    assert [row.name for row in found] == names
    assert {row.household for row in found} <= {household.pk}


def test_id_numbers_and_their_tails(household: Household) -> None:
    head = household.members.get(relation="head")
    for text in (head.id_number, head.id_number.lower(), head.id_number[-4:], head.id_number[-4:].lower()):
        (found,) = [row for row in search(text) if row.member == head.pk]
        assert found.id_masked == f"{head.id_number[:6]}********{head.id_number[-4:]}"
    assert set(households_named(head.id_number)) == {household.pk}


def test_those_who_left_are_not_found(household: Household) -> None:
    Member.objects.filter(name="李芳").update(until=DAY)
    assert search("李芳") == []
    assert household.members.count() == 2


def test_only_within_the_area(household: Household) -> None:
    open_many(
        entries=[family("李芳", town=OTHER_TOWN, village=OTHER_VILLAGE)], programme="subsistence_allowance",
        acting=acting(),
    )  # fmt: skip
    assert len(search("李芳")) == 2
    with walled(acting()):
        assert [row.household for row in search("李芳")] == [household.pk]


def test_one_statement_and_no_more_with_more_people(household: Household) -> None:
    counts = []
    for more in (1, 50):
        open_many(entries=[family("李芳") for _ in range(more)], programme="x", acting=acting())
        with CaptureQueriesContext(connection) as caught:
            assert len(search("李芳", limit=20)) == min(20, 2 if more == 1 else 52)
        counts.append(len(caught))
    assert counts == [1, 1]


def test_under_the_wall_a_name_is_found_by_the_index_of_grams(household: Household) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into households_namegram (gram, member_id, town, village)"
            " select chr(19968 + n %% 5000) || chr(19968 + n / 5000), %s, '140502001', '140502001001'"
            " from generate_series(1, 20000) n on conflict do nothing",
            [household.members.first().pk],  # type: ignore[union-attr]
        )
        cursor.execute("analyze households_namegram")
    with walled(acting()), connection.cursor() as cursor:
        cursor.execute("explain select member_id from households_namegram where gram = '李芳'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_grams() -> None:
    assert grams_of("李芳") == {"李", "李芳"}
    assert grams_of("欧 阳建国") == {"欧", "欧阳", "阳建", "建国"}
    assert grams_of("") == set()
