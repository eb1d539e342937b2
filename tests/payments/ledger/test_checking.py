"""Each thing that can be wrong with a row: where it is told, under which code, and what becomes of the row."""

from datetime import date
from decimal import Decimal

import pytest

from doudi.payments.ledger.codes import MEANINGS, Code, Outcome
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.rows import Findings
from payments.ledger.defects import RIGHT, STRANGER, WRONG, change_lists, everywhere, other_check_digit
from payments.ledger.workbooks import (
    ON,
    check,
    good_row,
    id_number,
    last_row,
    only_row,
    saved,
    sheet_of,
    told,
    workbook,
)


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_cell(name: str) -> None:
    spoil, expected = WRONG[name]
    row = good_row(1)
    spoil(row)
    found = only_row(check(workbook([row])))
    assert told(found) == [(column.value, code.value) for column, code in expected]
    assert found.outcome is max((MEANINGS[code].outcome for _, code in expected), key=list(Outcome).index)
    assert (found.ledger is None) == (found.outcome is Outcome.REFUSE)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_only_written_another_way_is_taken(name: str) -> None:
    row, before = good_row(1), good_row(1)
    RIGHT[name](row)
    found = only_row(check(workbook([row])))
    assert told(found) == []
    assert found.ledger
    assert found.ledger.head.id_number == before[Column.HEAD_ID]
    assert found.ledger.head.name == before[Column.HEAD_NAME]
    assert len(found.ledger.members) == 2


def test_the_normalised_row() -> None:
    found = only_row(check(workbook([good_row(5, people=3)])))
    assert found.ledger
    said = found.ledger.as_dict()
    members = said.pop("members")
    assert said == {
        "sheet": "农村低保", "row": 4, "area": "rural", "family_size": 3, "guaranteed": 3, "base": "305.00", "supplement": "200.00",
        "stated_total": "505.00", "start": "2019-10", "town": "140502100", "village": "140502100236",
        "address": "北石店镇大车渠村5号", "phone": "13900000005", "certificate": "N140502000005", "reason": "因病", "method": "gap",
        "bank": "晋城农商银行", "account_owner": members[0]["name"], "account_number": "6200000000000000005",
        "yearly_income": "4800.50", "houses": "1.00", "house_area": "76.00", "financial_assets": "500.00",
    }  # fmt: skip
    assert [member["relation"] for member in members] == ["head", "spouse", "child"]
    assert members[0]["born"] == "1950-01-06"
    assert found.ledger.total == Decimal("505.00")
    assert {member["sex"] for member in members} == {"F"}


def test_a_head_who_is_not_listed_is_put_first() -> None:
    row = good_row(1)
    row[Column.MEMBER_NAMES], row[Column.MEMBER_IDS], row[Column.RELATIONS] = "赵新", STRANGER, "配偶"
    found = only_row(check(workbook([row])))
    assert told(found) == [("家庭成员身份证号", "head_not_listed")]
    assert found.ledger
    assert [member.relation for member in found.ledger.members] == ["head", "spouse"]


def test_a_second_head_stands_as_other_until_somebody_has_looked() -> None:
    row = good_row(1)
    row[Column.RELATIONS] = "户主;户主"
    found = only_row(check(workbook([row])))
    assert found.ledger
    assert [member.relation for member in found.ledger.members] == ["head", "other"]


def test_the_later_of_two_equal_rows_is_refused() -> None:
    report = check(workbook([good_row(1), good_row(2), good_row(1)]))
    assert [row.outcome for row in report.rows] == [Outcome.TAKE, Outcome.TAKE, Outcome.REFUSE]
    assert told(last_row(report)) == [("户主身份证号", "duplicate_row")]
    assert "第 4 行" in last_row(report).problems[0].text


def test_a_duplicate_in_another_sheet_is_found() -> None:
    content = saved(build=lambda book: [sheet_of(book, [good_row(1)], area=area) for area in ("城市", "农村")])
    report = check(content)
    assert [row.outcome for row in report.rows] == [Outcome.TAKE, Outcome.REFUSE]
    assert "工作表“城市低保”第 4 行" in last_row(report).problems[0].text


def test_the_same_wrong_number_twice_is_still_a_duplicate() -> None:
    rows = [good_row(1), good_row(1)]
    for row in rows:
        everywhere(other_check_digit)(row)
    assert ("户主身份证号", "duplicate_row") in told(last_row(check(workbook(rows))))


def test_a_household_whose_head_cell_is_unreadable_is_known_by_its_list() -> None:
    unreadable = good_row(1)
    unreadable[Column.HEAD_ID] = float(unreadable[Column.HEAD_ID])
    assert told(last_row(check(workbook([unreadable, good_row(1)])))) == [("户主身份证号", "duplicate_row")]


def test_a_member_of_an_earlier_row_is_marked_in_the_later() -> None:
    first, later = good_row(1), good_row(2)
    person = first[Column.MEMBER_NAMES].split(";")[1], first[Column.MEMBER_IDS].split(";")[1]
    change_lists(names=f"{{}};{person[0]}", ids=f"{{}};{person[1]}", relations="{};其他", FAMILY=3)(later)
    found = last_row(check(workbook([first, later])))
    assert told(found) == [("家庭成员身份证号", "person_in_two_households")]
    assert person[0] in found.problems[0].text


def test_a_head_who_is_a_member_of_an_earlier_row_is_told_at_the_heads_number() -> None:
    first, later = good_row(1), good_row(2)
    change_lists(
        names=f"{{}};{later[Column.HEAD_NAME]}", ids=f"{{}};{later[Column.HEAD_ID]}", relations="{};其他", FAMILY=3
    )(first)
    assert told(last_row(check(workbook([first, later])))) == [("户主身份证号", "person_in_two_households")]


def test_two_households_with_one_account() -> None:
    later = good_row(2)
    later[Column.ACCOUNT] = good_row(1)[Column.ACCOUNT]
    assert told(last_row(check(workbook([good_row(1), later])))) == [("银行账号", "account_shared")]


def test_the_standard_is_that_of_the_sheet() -> None:
    rows = [good_row(1)]
    rows[0].update({Column.BASE: 1500, Column.TOTAL: 1500 + rows[0][Column.SUPPLEMENT]})
    assert check(workbook(rows, area="城市")).is_clean
    assert told(only_row(check(workbook(rows, area="农村")))) == [("月保障金额(元)", "amount_over_standard")]


def test_rows_of_other_towns_are_refused_with_a_towns_login() -> None:
    assert check(workbook([good_row(1)]), towns={"140502100"}).is_clean
    assert told(only_row(check(workbook([good_row(1)]), towns={"140502001"}))) == [("乡镇(街道)", "other_town")]


def test_without_a_month_in_the_title_the_day_says_it() -> None:
    content = workbook([good_row(1)], above=[["农村低保台账"]])
    report = check(content, on=ON)
    assert (report.month, report.month_said) == (date(2026, 11, 1), False)
    assert told(only_row(check(content, on=date(2019, 9, 30)))) == [("首次享受年月", "month_in_future")]


def test_a_child_born_in_the_month_itself_is_no_fault() -> None:
    row = good_row(1, people=1)
    baby = id_number(date(2026, 10, 31), 4)
    change_lists(names="{};张新", ids=f"{{}};{baby}", relations="{};子", FAMILY=2)(row)
    assert check(workbook([row])).is_clean


def test_every_code_has_a_meaning_and_sentence_that_can_be_filled() -> None:
    assert set(MEANINGS) == set(Code)
    words = ["whose", "length", "where", "names", "ids", "relations", "place", "word", "stated", "listed", "guaranteed"]
    words += [
        "family",
        "value",
        "name",
        "town",
        "other",
        "amount",
        "standard",
        "people",
        "most",
        "sum",
        "total",
        "base",
    ]
    words += ["supplement", "month", "of", "owner", "head"]
    findings = Findings()
    for code in Code:
        findings.add(Column.NUMBER, code, **dict.fromkeys(words, "某"))
    assert all(problem.text and "{" not in problem.text for problem in findings.problems)


def test_a_long_word_is_cut_in_the_sentence() -> None:
    row = good_row(1)
    row[Column.METHOD] = "很" * 32767
    assert len(only_row(check(workbook([row]))).problems[0].text) < 80
