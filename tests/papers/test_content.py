"""What a paper says is whole, masked, and comes back from JSON as it was."""

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from doudi.law.papers import PaperKind
from doudi.papers.catalogue import CONTENTS, read
from doudi.papers.content import Content, PublicitySheet
from doudi.papers.plain import ContentError, one_line
from doudi.papers.rendering import TEMPLATES
from papers.samples import ACCEPTANCE, ALL, DEFICIENCY, GRANT, REFUSAL, SHEET, line


@pytest.mark.parametrize("content", ALL.values(), ids=lambda content: content.kind)
def test_content_survives_json(content: Content) -> None:
    again = read(content.kind, json.loads(json.dumps(content.as_data())))
    assert again == content


def test_every_numbered_kind_has_a_content_and_a_template() -> None:
    numbered = {kind for kind in PaperKind if kind.mark}
    assert set(CONTENTS) == numbered
    assert {file.stem for file in TEMPLATES.glob("*.typ")} == {str(kind) for kind in numbered} | {
        "base",
        "main",
        "form",
    }


def test_days_are_iso_and_amounts_have_two_decimals() -> None:
    data = GRANT.as_data()
    assert (data["decided_on"], data["total"], data["lines"][1]["amount"]) == ("2026-11-10", "870.00", "-120.00")
    assert data["programme"] == "subsistence_allowance"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"total": None}, "grant_notice.total: must be Decimal"),
        ({"total": "many"}, "grant_notice.total: 'many' is no Decimal"),
        ({"members": "陈建国"}, "grant_notice.members: must be a list"),
        ({"members": [{"name": "陈建国"}]}, "relation"),
        ({"decided_on": "2026-13-01"}, "grant_notice.decided_on"),
        ({"bonus": "1.00"}, "grant_notice.bonus: unknown"),
        ({"lines": [{**GRANT.as_data()["lines"][0], "total": "yes"}]}, "grant_notice.lines[0].total: must be bool"),
        ({"appeal": []}, "grant_notice.appeal: must be an object"),
    ],
)
def test_wrong_content_is_refused_at_its_field(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ContentError) as refused:
        read(PaperKind.GRANT_NOTICE, {**GRANT.as_data(), **change})
    assert where in str(refused.value)


def test_a_forgotten_field_is_named() -> None:
    data = ACCEPTANCE.as_data()
    del data["due_on"]
    with pytest.raises(ContentError, match="due_on"):
        read(PaperKind.ACCEPTANCE_NOTICE, data)


def test_a_kind_that_is_only_filed_is_not_printed() -> None:
    with pytest.raises(ContentError, match="filed"):
        read(PaperKind.CHECK_REPORT, {})


def test_a_whole_id_number_is_refused_wherever_it_stands() -> None:
    reason = replace(REFUSAL.reasons[0], text="名下账户 14050219590117001X 有存款")
    with pytest.raises(ContentError, match=r"refusal_notice\.reasons\[0\]\.text"):
        replace(REFUSAL, reasons=(reason,)).as_data()


def test_no_part_of_an_id_number_hangs_in_public() -> None:
    with pytest.raises(ContentError, match="public"):
        replace(SHEET, applicant=ACCEPTANCE.applicant)


def test_the_public_sheet_has_no_field_beyond_what_may_hang() -> None:
    found = {each.name for each in fields(PublicitySheet)}
    assert found == {
        "programme", "area", "case_number", "applicant", "contact", "county", "town", "village", "members", "amount",
        "close_relative", "period", "complaint_phone", "decided",
    }  # fmt: skip


def test_lists_that_may_not_be_empty() -> None:
    with pytest.raises(ContentError, match="missing"):
        replace(DEFICIENCY, missing=())
    with pytest.raises(ContentError, match="reasons"):
        replace(REFUSAL, reasons=())


@pytest.mark.parametrize(
    ("amount", "unit", "figure", "formula"),
    [
        ("1500.00", "元/月", "1,500.00", "甲"),
        ("-120.00", "元/月", "−120.00", "甲"),
        ("0.005", "元/月", "0.01", "甲"),
        ("3", "人", "3", "甲（人）"),
        ("10", "%", "10", "甲（%）"),
        ("56880.00", "元", "56,880.00", "甲（元）"),
    ],
)
def test_figures_as_printed(amount: str, unit: str, figure: str, formula: str) -> None:
    shown = line("行", "甲", amount, "", unit=unit)
    assert (shown.figure, shown.shown_formula) == (figure, formula)
    assert replace(shown, formula="", unit="人").shown_formula == "人"


def test_text_is_one_line_without_letters_that_turn_the_reading() -> None:
    assert one_line(" 陈\n建\t国\u202e\u0000 ") == "陈 建 国"
    changed = replace(ACCEPTANCE, agent="李\u202e四\n五")
    assert changed.as_data()["agent"] == "李四 五"


def test_dates_given_as_dates_are_taken_as_they_are() -> None:
    data = {**GRANT.as_data(), "decided_on": date(2026, 11, 10), "total": Decimal("870.00")}
    assert read(PaperKind.GRANT_NOTICE, data) == GRANT
