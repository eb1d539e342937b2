"""The rules as pages to read (`docs/law/`): what each is called, rests on, is made of and gives, out of the code itself."""

import inspect
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.law.codes import SUPPLEMENT_CATEGORIES
from doudi.law.columns import rules
from doudi.law.formulas import formula
from doudi.law.names import choice, label, parameter
from doudi.law.quantities import Quantity
from doudi.law.rule import BOOK, Level, Rule, Unit, editions
from doudi.law.worked import Example, examples
from doudi.law.working import money, parameter_text
from doudi.law.writing import decimals

LEVELS: Mapping[Level, str] = {
    Level.HOUSEHOLD: "每户",
    Level.PERSON: "每人",
    Level.JOB: "每份新工作",
    Level.OBLIGOR: "每名义务人",
}
SUMS = (Unit.YUAN, Unit.YUAN_A_MONTH, Unit.YUAN_A_YEAR)
UNITS: Mapping[Unit, str] = {Unit.YUAN_A_YEAR: "元，按全年", Unit.FLAG: "是或否", Unit.COUNT: "数"}
TITLES: Mapping[str, str] = {
    "members": "共同生活的家庭成员",
    "income": "家庭收入",
    "obligors": "赡养（扶养、抚养）费",
    "property_limits": "家庭财产",
    "allowance": "低保金",
    "supplements": "分类施保",
    "single": "单人保",
    "grace": "渐退期",
    "hardship": "特困人员救助供养",
}
MADE = "<!-- Made from the code by `doudi lawpages`; change the rules or their examples, not this page. -->"


def pages() -> dict[str, str]:
    """Every page's text by its file name: README.md and one for each file of rules."""
    return {"README.md": _index(), **{f"{name}.md": _page(name) for name in TITLES}}


def rules_of(file: str) -> list[Rule]:
    """The rules of one file, in its order."""
    return [rule for rule in BOOK.values() if rule.function.__module__.rsplit(".", 1)[-1] == file]


def _index() -> str:
    lines = [
        MADE,
        "",
        "# 规则",
        "",
        "每条规则叫什么、依据哪一条、怎么算、用到哪些参数、算出来给谁用，都由程序自身写出；例子由人写下，作为测试运行。",
        "The rules of the law as the code has them: label, clause, formula in words, parameters, and examples run as tests.",
        "",
        "| 文件 | 内容 | 规则数 |",
        "|---|---|---|",
    ]
    lines += [f"| [{name}]({name}.md) | {TITLES[name]} | {len(rules_of(name))} |" for name in TITLES]
    lines += ["", "## 全部规则", ""]
    lines += [
        f"- [{rule.label}]({file}.md#{rule.name}) `{rule.name}`" for file in TITLES for rule in rules_of(file)
    ]  # fmt: skip
    return "\n".join([*lines, ""])


def _page(file: str) -> str:
    module = sys.modules[f"doudi.law.rules.{file}"]
    lines = [MADE, "", f"# {TITLES[file]}", "", f"[全部规则](README.md) · `law/rules/{file}.py`", ""]
    lines += [inspect.getdoc(module) or "", ""]
    for rule in rules_of(file):
        lines += _section(rule)
    return "\n".join(lines)


def _section(rule: Rule) -> Iterator[str]:
    unit = UNITS.get(rule.unit, rule.unit.value)
    yield f'## <a id="{rule.name}"></a>{rule.label}'
    yield ""
    yield " · ".join(filter(None, (f"`{rule.name}`", LEVELS[rule.level], unit, rule.clause)))
    yield ""
    yield f"> {'<br>'.join(formula(rule))}"
    yield ""
    if doc := inspect.getdoc(rule.function):
        yield from (doc, "")
    for title, names in (
        ("施行", list(_in_force(rule))),
        ("参数", _parameters(rule)),
        ("取自", _rules(rule.needs)),
        ("用于", _rules(_users(rule)) or ["测算结果"]),
    ):
        if names:
            yield f"- {title}：{'、'.join(names)}"
    yield ""
    yield from _examples(rule)


def _in_force(rule: Rule) -> Iterator[str]:
    """From when, in the place of which edition, and until when; nothing for a rule of one edition."""
    every = editions(BOOK, rule.edition_of or rule.name)
    at = [each.name for each in every].index(rule.name)
    if at:
        yield f"自 {rule.since} 起，代替 {_rules([every[at - 1].name])[0]}"
    if rule is not every[-1]:
        yield f"{every[at + 1].since} 起由 {_rules([every[at + 1].name])[0]} 代替"


def _parameters(rule: Rule) -> list[str]:
    found = [quantity for name in rule.needs if (quantity := parameter(name))]
    return [f"{each.title} `{each.name}`" for each in dict.fromkeys(found)]


def _rules(names: Any) -> list[str]:
    return [f"[{BOOK[name].label}]({_file(name)}.md#{name})" for name in names if name in BOOK]


def _file(name: str) -> str:
    return BOOK[name].function.__module__.rsplit(".", 1)[-1]


def _users(rule: Rule) -> list[str]:
    asked = rule.edition_of or rule.name
    return [name for name, each in rules().items() if asked in [need for need, _reach in each.arguments]]


def _examples(rule: Rule) -> Iterator[str]:
    yield from ("| 例 | 给定 | 得 |", "|---|---|---|")
    for example in examples()[rule.name]:
        given = "；".join(f"{label(name)} {shown(name, value)}" for name, value in _given(rule, example))
        yield f"| {example.says or '—'} | {given} | {shown(rule.name, example.gives)} |"
    yield ""


def _given(rule: Rule, example: Example) -> Iterator[tuple[str, Any]]:
    return ((name, example.given[name]) for name in rule.needs)


def shown(name: str, value: Any) -> str:
    """A value of a rule, fact or parameter for a page."""
    if value is None:
        return "未设"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return _categories(value)
    if isinstance(value, str):
        return choice(name, value)
    return str(value) if isinstance(value, int | date) else _number(name, value)


def _categories(holds: Mapping[str, Any]) -> str:
    return "、".join(word for each, word in SUPPLEMENT_CATEGORIES.items() if holds.get(each)) or "无"


def _number(name: str, value: Any) -> str:
    quantity = parameter(name)
    if isinstance(value, tuple) and quantity:
        return parameter_text(quantity, value)
    return money(value, ",") if _is_sum(name, quantity) else decimals(Fraction(value))


def _is_sum(name: str, quantity: Quantity | None) -> bool:
    if name in BOOK:
        return BOOK[name].unit in SUMS
    return quantity is None or not (quantity.kind.startswith("rate") or name.endswith("_rate"))
