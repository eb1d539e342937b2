"""The pages of docs/law are as the rules are; every rule has examples, and each example holds."""

from pathlib import Path

import pytest

from doudi.command.lawpages import run, stale_pages
from doudi.law.columns import EVERYTHING, given
from doudi.law.formulas import Symbol, formula
from doudi.law.names import label
from doudi.law.pages import TITLES, pages, rules_of
from doudi.law.rule import BOOK
from doudi.law.worked import Example, examples

DOCS = Path(__file__).parents[2] / "docs" / "law"
EXAMPLES = [example for each in examples().values() for example in each]


def test_the_pages_are_as_the_rules_are() -> None:
    assert stale_pages(DOCS, pages()) == [], "run `doudi lawpages`"


def test_every_rule_has_its_place_and_an_example() -> None:
    assert set(TITLES) == set(EVERYTHING)
    assert sorted(rule.name for file in TITLES for rule in rules_of(file)) == sorted(BOOK)
    assert set(examples()) == set(BOOK)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.rule} {each.says}")
def test_an_example_holds(example: Example) -> None:
    assert set(example.given) == set(BOOK[example.rule].needs)
    assert example.found() == example.gives


def test_a_choice_has_an_example_of_both_answers() -> None:
    """Where a flag that decides an application is shown, it is shown true and false."""
    deciding = ("is_qualifying", "is_edge_household", "is_single_entitled", "is_paid_by_grace", "is_over_property")
    deciding += ("is_below_standard", "is_below_edge", "is_unable_to_work", "is_obligor_able", "is_in_grace")
    for name in deciding:
        assert {example.gives for example in examples()[name]} == {True, False}, name


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("gap", ["取高（（12 × 低保标准 × 家庭成员人数 − 家庭可计算收入（全年）） ÷ 12；0）"]),
        ("is_below_standard", ["家庭可计算收入（全年） ＜ 12 × 家庭成员人数 × 低保标准"]),
        ("is_disabled_for_work", [
            "（残疾等级（无为0） ≥ 1 且 残疾类别为“智力”、“精神”之一 且 残疾等级（无为0） ＜ 4） 或 "
            "（残疾等级（无为0） ≥ 1 且 残疾类别为“肢体” 且 残疾等级（无为0） ＜ 3） 或 "
            "（残疾等级（无为0） ≥ 1 且 残疾类别为“视力” 且 残疾等级（无为0） ＜ 2）"]),
        ("ordinary_base", [
            "若 发放方式为“分档发放”：分档金额", "否则，若 最低补差比例有值：取高（补差金额；最低补差额）", "否则：补差金额"]),
        ("has_able_obligor", ["有履行义务能力的法定义务人的个数 ＞ 0"]),
        ("counted_income_a_year", ["取高（各人个人可计算收入之和 − 减：刚性支出；0）"]),
    ],
)  # fmt: skip
def test_a_formula_in_words(name: str, lines: list[str]) -> None:
    assert formula(BOOK[name]) == lines


def test_words_bind_as_the_sums_do() -> None:
    one, two, three = Symbol("甲"), Symbol("乙"), Symbol("丙")
    assert ((one + two) * three).text == "（甲 + 乙） × 丙"
    assert (one - (two - three)).text == "甲 − （乙 − 丙）"
    assert (one - two - three).text == "甲 − 乙 − 丙"
    assert (0 + one * 12).text == "甲 × 12"


def test_every_name_of_a_rule_has_a_word() -> None:
    for name in [*given(), *BOOK]:
        assert label(name), name


def test_the_command_writes_compares_and_clears(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "law")]) == 0
    assert run([str(tmp_path / "law"), "--check"]) == 0
    page = tmp_path / "law" / "grace.md"
    page.write_text(page.read_text() + "changed")
    (tmp_path / "law" / "old.md").write_text("of a rule that is gone")
    assert run([str(tmp_path / "law"), "--check"]) == 1
    assert "grace.md 与规则不一致" in capsys.readouterr().out
    assert run([str(tmp_path / "law")]) == 0
    assert sorted(file.name for file in (tmp_path / "law").iterdir()) == sorted(pages())
    (tmp_path / "file").write_text("")
    assert run([str(tmp_path / "file")]) == 2
    assert "写不进" in capsys.readouterr().err
