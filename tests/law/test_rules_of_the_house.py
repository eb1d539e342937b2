"""What a rule may be made of: + − × and the words of the law, so that it runs on columns too."""

import ast
from pathlib import Path

import pytest

import doudi.law.rules
from doudi.law.columns import EVERYTHING, given, rules
from doudi.law.rule import BOOK, Level

FOLDER = Path(doudi.law.rules.__file__).parent
FILES = sorted(file for file in FOLDER.glob("*.py") if file.stem != "__init__")
FORBIDDEN = (ast.If, ast.IfExp, ast.Compare, ast.BoolOp, ast.While, ast.Try, ast.Lambda, ast.Match)
OPERATORS = (ast.Add, ast.Sub, ast.Mult)
IMPORTS = {"datetime", "doudi.law.clauses", "doudi.law.ops", "doudi.law.rule"}
PYTHON = {"float", "round", "int", "min", "max", "sum", "abs", "divmod", "pow", "any", "all", "Decimal", "Fraction"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_is_made_of_the_words_alone(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        place = f"{file.name}:{getattr(node, 'lineno', 0)}"
        assert not isinstance(node, FORBIDDEN), place
        if isinstance(node, ast.BinOp):
            assert isinstance(node.op, OPERATORS), place
        if isinstance(node, ast.UnaryOp):
            assert not isinstance(node.op, ast.Not), place
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), place
        if isinstance(node, ast.Name):
            assert node.id not in PYTHON, place
        if isinstance(node, ast.ImportFrom):
            assert node.module in IMPORTS, place


def test_every_file_of_rules_is_read_and_every_name_resolves() -> None:
    assert set(EVERYTHING) == {file.stem for file in FILES}
    assert set(rules()) == {rule.edition_of or rule.name for rule in BOOK.values()}


def test_every_printed_working_names_only_what_exists() -> None:
    for rule in BOOK.values():
        if rule.level in (Level.JOB, Level.OBLIGOR):
            assert not rule.shows
        assert rule.label


def test_every_parameter_and_fact_is_used_by_a_rule() -> None:
    needed = {need for rule in BOOK.values() for need in rule.needs}
    printed_only = {"allowance_tiers", "education_spending", "serious_illness"}
    beside_the_test = {
        "publicity_order",
        "stop_month_after",
        "income_window_months",
        "payment_day",
        "complaint_days",
        "check_objection_days",
    }  # of the procedure, of months, of forms, of time limits
    idle = set(given()) - needed - printed_only - beside_the_test
    assert idle == set()
