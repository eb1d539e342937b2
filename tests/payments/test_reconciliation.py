"""对账: register ↔ run ↔ return, household by household; sums tie; statements don't grow (domain C14)."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from openpyxl import load_workbook

from doudi.accounts.areas import walled
from doudi.households.models import Household
from doudi.law.posts import Post
from doudi.payments.awards import hold_award
from doudi.payments.models import Award, Returned
from doudi.payments.queries import Sums, reconciliation, reconciliation_sums, total_of
from doudi.payments.reconciliation_sheet import reconciliation_sheet
from doudi.payments.returns import take_return
from households.making import OTHER_TOWN, OTHER_VILLAGE, acting
from payments.making import HERE, MONTH, NEXT, PROGRAMME, approved, computed, delivered, maker, opened, released
from payments.returning import but, corrected, entered, exported, rows_of, sent_again, taken, text

pytestmark = pytest.mark.django_db


def states(month: date = MONTH) -> dict[str, int]:
    return {state: sums.households for state, sums in reconciliation_sums(month=month, programme=PROGRAMME).items()}


def rows(month: date = MONTH, **asked):
    return reconciliation(month=month, programme=PROGRAMME, **asked)


def test_a_month_from_not_sent_to_arrived() -> None:
    opened([HERE] * 3)
    assert states() == {"unsent": 3}
    computed()
    assert states() == {"unsent": 3}
    run = exported()
    assert states() == {"waiting": 3}
    taken(run)
    assert states() == {"paid": 3}
    (sums,) = reconciliation_sums(month=MONTH, programme=PROGRAMME).values()
    assert sums.due == sums.sent == sums.paid == Decimal("1200.00")
    assert sums.is_tied
    assert sums.is_settled


def test_what_came_back_is_followed_until_it_arrived() -> None:
    opened([HERE] * 3)
    run = exported()
    taken(run, but(1))
    assert states() == {"failed": 1, "paid": 2}
    (row, *_rest) = rows()
    assert (row.state_title, row.due, row.sent, row.paid, row.failed, row.difference) == (
        "退票待更正", Decimal("400.00"), Decimal("400.00"), Decimal("0.00"), Decimal("400.00"), Decimal("-400.00"),
    )  # fmt: skip
    home = Household.objects.get(pk=row.household)
    corrected(home)
    assert states() == {"failed": 1, "paid": 2}
    again = sent_again()
    assert states() == {"again": 1, "paid": 2}
    taken(again, but(0))
    assert states() == {"failed": 1, "paid": 2}
    corrected(home, "6228000000000000777")
    taken(sent_again())
    assert states() == {"paid": 3}
    assert total_of(reconciliation_sums(month=MONTH, programme=PROGRAMME)).is_settled


def test_a_part_answered_is_partly_awaited() -> None:
    opened([HERE] * 3)
    run = exported()
    from_bank = rows_of(run)[:1]
    take_return(number=run.number, name="a.csv", content=text(from_bank), acting=maker())
    assert states() == {"paid": 1, "waiting": 2}


def test_too_much_and_too_little_are_named_first() -> None:
    awards = opened([HERE] * 4)
    taken(exported())
    Award.objects.filter(pk=awards[0].pk).update(state="ended", until=MONTH)
    Award.objects.filter(pk=awards[1].pk).update(base=Decimal("350.00"))
    Award.objects.filter(pk=awards[2].pk).update(base=Decimal("250.00"))
    found = rows()
    assert [row.state for row in found] == ["over", "over", "under", "paid"]
    assert {row.difference for row in found} == {
        Decimal("400.00"), Decimal("50.00"), Decimal("-50.00"), Decimal("0.00"),
    }  # fmt: skip
    assert [row.state for row in rows(state="under")] == ["under"]


def test_a_hold_counts_from_its_own_month_and_arrears_settle_it() -> None:
    first, second = opened([HERE] * 2)
    hold_award(award=first, hold="death", acting=maker())
    taken(exported())
    hold_award(award=second, hold="double", acting=maker(NEXT))
    assert states() == {"held": 1, "paid": 1}
    (held, *_rest) = rows()
    assert (held.state, held.due, held.held) == ("held", Decimal("0.00"), Decimal("400.00"))
    assert states(NEXT) == {"held": 2}
    released(first)
    assert states() == {"under": 1, "paid": 1}
    taken(exported(NEXT))
    assert states() == {"paid": 2}
    assert states(NEXT) == {"paid": 1, "held": 1}


def test_arrears_belong_to_the_month_that_they_are_owed_for() -> None:
    delivered(first_month=MONTH.replace(month=11), base="405.00")
    taken(exported())
    for month in (MONTH.replace(month=11), MONTH):
        ((state, sums),) = reconciliation_sums(month=month, programme=PROGRAMME).items()
        assert (state, sums.due, sums.paid) == ("paid", Decimal("405.00"), Decimal("405.00"))


def test_the_sums_tie_whatever_happened() -> None:
    opened([HERE] * 9)
    run = exported()
    content = text(rows_of(run, but(0, 1, 2))[:6])
    take_return(number=run.number, name="a.csv", content=content, acting=maker())
    homes = [Household.objects.get(pk=key) for key in Returned.objects.filter(result="failed").values_list("household", flat=True).distinct()]  # fmt: skip
    corrected(homes[0], "6228000000000000001")
    entered(homes[1])
    sent_again()
    sums = reconciliation_sums(month=MONTH, programme=PROGRAMME)
    total = total_of(sums)
    assert total.is_tied
    assert (total.sent, total.paid, total.failed, total.again, total.waiting) == (
        run.total, Decimal("1200.00"), Decimal("800.00"), Decimal("400.00"), Decimal("1200.00"),
    )  # fmt: skip
    assert sum((row.paid for row in rows(size=100)), Decimal(0)) == total.paid


def test_a_town_reconciles_its_own() -> None:
    opened([HERE, (OTHER_TOWN, OTHER_VILLAGE)])
    approved()
    with transaction.atomic(), walled(acting(Post.LEADER)):
        assert total_of(reconciliation_sums(month=MONTH, programme=PROGRAMME)).households == 1
        assert len(rows()) == 1
    assert len(rows(town=OTHER_TOWN)) == 1
    assert total_of({}) == Sums()


def test_statements_stay_the_same_however_many_families(django_assert_num_queries) -> None:
    opened([HERE] * 12)
    exported()
    for size in (2, 12):
        with django_assert_num_queries(3):
            assert len(rows(size=size)) == size
    with django_assert_num_queries(1):
        reconciliation_sums(month=MONTH, programme=PROGRAMME)


def test_the_workbook_has_the_banks_columns_and_ties() -> None:
    opened([HERE] * 3)
    taken(exported(), but(0))
    content = reconciliation_sheet(month=MONTH, programme="最低生活保障", rows=rows(), on=MONTH)
    sheet = [list(row) for row in load_workbook(BytesIO(content))["对账"].iter_rows(values_only=True)]
    head = sheet[2]
    assert head[:7] == ["属地", "姓名", "身份证号", "档案号", "保障人数", "保障金（基本生活费）", "分类施保金"]
    assert head[-4:] == ["状态", "账户名称", "开户银行", "账号"]
    first, *_others, last = sheet[3:]
    place = head.index
    assert (first[place("状态")], first[place("银行到账")], first[place("到账−应发")]) == ("退票待更正", 0, -400)
    assert "********" in first[2]
    assert (last[0], last[1], last[place("名册应发")], last[place("银行到账")]) == ("合计", "3户", 1200, 800)
    assert reconciliation_sheet(month=MONTH, programme="最低生活保障", rows=[], on=MONTH)[:2] == b"PK"
