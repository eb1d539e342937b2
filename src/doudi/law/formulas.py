"""A rule's formula in words: the rule is called with symbols for its arguments, and what it gives is written out.

Nothing is told twice: the words come from the very function that computes, and so does every change of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from doudi.law.columns import rules
from doudi.law.names import choice, label
from doudi.law.ops import Value, teach
from doudi.law.rule import BOOK, Reach, Rule, Unit
from doudi.law.writing import decimals

ATOM, TIMES, PLUS, COMPARED, BOTH, EITHER, CHOSEN = range(7)  # how strongly a text holds together
SUMS: Mapping[Reach, str] = {Reach.PERSONS: "各人", Reach.JOBS: "各份新工作的", Reach.OBLIGORS: "各义务人的"}
OPPOSITES: Mapping[str, str] = {" ＜ ": " ≥ ", " ＞ ": " ≤ ", "有值": "没有值", "为“": "不为“"}
# Two rules go through a list of categories, which has no formula of numbers.
LISTS: Mapping[str, str] = {
    "meets": "按年龄、是否未成年、残疾等级、重病、独居、退役军人，逐类看是否符合",
    "person_supplement": "领取补助的人符合的每一类：比例 × 低保标准，或该类的金额；只符合一类的得那一类，"
    "符合两类以上的，可以叠加时相加，不可以时取最高一类",
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A text that stands for a value; `held` says how strongly it holds together, `name` whose codes it takes.

    `chain` has the pairs of a choice (condition, value; the last one without a condition), for a text of several lines.
    """

    text: str
    held: int = ATOM
    name: str = ""
    chain: tuple[tuple[str, str], ...] = ()

    def within(self, most: int) -> str:
        """The text, in brackets where its surroundings hold more strongly."""
        return f"（{self.text}）" if self.held > most else self.text

    def __add__(self, other: Value) -> "Symbol":
        return self if _nought(other) else Symbol(f"{self.within(PLUS)} + {_symbol(other).within(PLUS)}", PLUS)

    def __radd__(self, other: Value) -> "Symbol":
        return self if _nought(other) else _symbol(other) + self

    def __sub__(self, other: Value) -> "Symbol":
        return self if _nought(other) else Symbol(f"{self.within(PLUS)} − {_symbol(other).within(TIMES)}", PLUS)

    def __mul__(self, other: Value) -> "Symbol":
        return Symbol(f"{self.within(TIMES)} × {_symbol(other).within(TIMES)}", TIMES)

    def __rmul__(self, other: Value) -> "Symbol":
        return _symbol(other) * self


def _nought(value: Value) -> bool:
    return isinstance(value, int | Fraction) and value == 0


def _symbol(value: Value, name: str = "") -> Symbol:
    if isinstance(value, Symbol):
        return value
    if value is None:
        return Symbol("无")
    if isinstance(value, bool):
        return Symbol("是" if value else "否")
    return Symbol(f"“{choice(name, value)}”" if isinstance(value, str) else decimals(Fraction(value)))


class _Words:
    """What each word of the rules is in a sentence."""

    def word(self, name: str, *values: Value) -> Symbol:
        """The sentence that a word makes of its values."""
        made: Symbol = getattr(self, f"_{name.strip('_')}")(*values)
        return made

    def _below(self, smaller: Value, larger: Value) -> Symbol:
        if not isinstance(smaller, Symbol):
            return Symbol(f"{larger.within(PLUS)} ＞ {_symbol(smaller).text}", COMPARED)
        return Symbol(f"{smaller.within(PLUS)} ＜ {_symbol(larger).within(PLUS)}", COMPARED)

    def _same(self, value: Symbol, *choices: str) -> Symbol:
        words = "、".join(str(_symbol(each, value.name).text) for each in choices)
        return Symbol(f"{value.text}为{words}{'之一' if len(choices) > 1 else ''}", COMPARED)

    def _is_set(self, value: Symbol) -> Symbol:
        return Symbol(f"{value.text}有值", COMPARED)

    def _or_else(self, value: Symbol, otherwise: Value) -> Symbol:
        if _nought(otherwise):
            return value
        return Symbol(f"{value.text}（没有值时为 {_symbol(otherwise, value.name).text}）", ATOM, value.name)

    def _not(self, flag: Symbol) -> Symbol:
        for said, opposite in OPPOSITES.items():
            if flag.held == COMPARED and flag.text.count(said) == 1:
                return Symbol(flag.text.replace(said, opposite), COMPARED)
        return Symbol(f"不是{flag.within(ATOM)}", COMPARED)

    def _all_of(self, *flags: Value) -> Symbol:
        return self._joined(" 且 ", BOTH, BOTH, flags)

    def _any_of(self, *flags: Value) -> Symbol:
        return self._joined(" 或 ", EITHER, COMPARED, flags)

    def _joined(self, sign: str, held: int, inside: int, flags: tuple[Value, ...]) -> Symbol:
        if len(flags) == 1:
            return _symbol(flags[0])
        return Symbol(sign.join(_symbol(each).within(inside) for each in flags), held)

    def _where(self, flag: Symbol, then: Value, otherwise: Value) -> Symbol:
        first, last = _symbol(then), _symbol(otherwise)
        rest = last.chain or (("", last.text),)
        chain = ((flag.text, first.text), *rest)
        told = "，".join(f"若 {condition} 则 {value}" if condition else f"否则 {value}" for condition, value in chain)
        return Symbol(told, CHOSEN, "", chain)

    def _least(self, *values: Value) -> Symbol:
        return Symbol(f"取低（{'；'.join(_symbol(each).text for each in values)}）")

    def _greatest(self, *values: Value) -> Symbol:
        return Symbol(f"取高（{'；'.join(_symbol(each).text for each in values)}）")

    def _share(self, whole: Value, parts: Value) -> Symbol:
        return Symbol(f"{_symbol(whole).within(TIMES)} ÷ {_symbol(parts).within(ATOM)}", TIMES)

    def _round_to(self, value: Value, way: Value) -> Symbol:
        by = "四舍五入到分" if way == "none" else f"按“{_symbol(way).text}”取整"
        return Symbol(f"{_symbol(value).within(ATOM)}，{by}", CHOSEN)

    def _full_years(self, since: Value, on: Value) -> Symbol:
        return Symbol(f"从{_symbol(since).text}到{_symbol(on).text}的周岁（周年）数")


teach(Symbol, _Words())


def argument(rule: Rule, name: str, reach: Reach) -> str:
    """What an argument is called in a rule: what lies on a lower level is counted or summed."""
    if reach not in SUMS:
        return label(name)
    is_flag = name in BOOK and BOOK[name].unit is Unit.FLAG
    return (
        f"{label(name)}{'的人数' if reach is Reach.PERSONS else '的个数'}"
        if is_flag
        else f"{SUMS[reach]}{label(name)}之和"
    )


def formula(rule: Rule) -> list[str]:
    """The formula of a rule in words, one line, or several where it is a choice."""
    if rule.name in LISTS:
        return [LISTS[rule.name]]
    reaches = rules(rule.since)[rule.edition_of or rule.name].arguments
    made: Any = rule.function(*(Symbol(argument(rule, name, reach), ATOM, name) for name, reach in reaches))
    found = _symbol(made)
    if not found.chain:
        return [found.text]
    return [_branch(at, condition, value) for at, (condition, value) in enumerate(found.chain)]


def _branch(at: int, condition: str, value: str) -> str:
    if not condition:
        return f"否则：{value}"
    return f"{'若' if at == 0 else '否则，若'} {condition}：{value}"
