"""The maker's workbooks against their truth files: every row's outcome and column, and what is taken in, exactly."""

import json
from pathlib import Path
from typing import Any

import pytest

from doudi.payments.ledger.codes import Outcome
from doudi.payments.ledger.rows import Report, RowReport
from payments.ledger.workbooks import SAMPLE, TRUTH, check, made


def compare(report: Report, truth: dict[str, Any]) -> None:
    """Row by row: the same rows, the same outcomes, problems at exactly the told column, the same household."""
    assert [sheet.name for sheet in report.sheets] == [sheet["name"] for sheet in truth["sheets"]]
    for sheet, expected in zip(report.sheets, truth["sheets"], strict=True):
        assert sheet.header.row == expected["header_row"]
        assert [row.row for row in sheet.rows] == [row["row"] for row in expected["rows"]]
        for row, right in zip(sheet.rows, expected["rows"], strict=True):
            where = f"{sheet.name} {right['row']} {right['defect']}"
            assert row.outcome == right["outcome"], where
            assert {problem.column for problem in row.problems} == ({right["column"]} if right["column"] else set()), (
                where
            )
            if row.outcome is Outcome.TAKE:
                compare_household(row, right, where)


def compare_household(row: RowReport, right: dict[str, Any], where: str) -> None:
    assert row.ledger
    said = row.ledger.as_dict()
    assert said["members"][0]["name"] == right["head"], where
    assert said["members"][0]["id_number"] == right["head_id"], where
    assert len(said["members"]) == right["members"], where
    assert said["village"] == right["village_code"], where
    assert (said["base"], said["supplement"]) == (f"{right['base']}.00", f"{right['supplement']}.00"), where
    assert row.ledger.total == right["total"], where
    assert said["start"] == right["start"], where


def test_the_sample_ledger() -> None:
    report = check(SAMPLE.read_bytes())
    compare(report, json.loads(TRUTH.read_text(encoding="utf-8")))
    assert report.totals == {Outcome.TAKE: 372, Outcome.ASK: 18, Outcome.REFUSE: 10}
    assert not report.is_clean


def test_rows_to_ask_about_can_be_taken_in_and_refused_ones_not() -> None:
    report = check(SAMPLE.read_bytes())
    assert all((row.ledger is None) == (row.outcome is Outcome.REFUSE) for row in report.rows)
    assert len(list(report.ledger_rows(Outcome.ASK))) == 18


@pytest.mark.parametrize(
    ("seed", "count", "share"),
    [
        (1, 60, 1.0),
        (2, 60, 1.0),
        (3, 120, 0.9),
        (4, 200, 0.5),
        (5, 300, 0.3),
        (6, 7, 1.0),
        (7, 400, 0.1),
        (8, 150, 0.0),
    ],
)
def test_other_workbooks_of_the_maker(tmp_path: Path, seed: int, count: int, share: float) -> None:
    content, truth = made(tmp_path, seed=seed, count=count, share=share)
    report = check(content)
    compare(report, truth)
    assert report.is_clean == all(row["outcome"] == "take" for sheet in truth["sheets"] for row in sheet["rows"])


def test_no_sentence_holds_an_identity_number() -> None:
    report = check(SAMPLE.read_bytes())
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    said = json.dumps(report.as_dict(), ensure_ascii=False)
    assert not [row["head_id"] for sheet in truth["sheets"] for row in sheet["rows"] if row["head_id"] in said]
