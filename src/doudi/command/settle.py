"""`doudi settle FILE.json`: what a household was due month by month, against what it was paid: arrears and clawback."""

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from doudi.command.assess import parsed
from doudi.law import facts
from doudi.law.days import read_day, read_month
from doudi.law.months import due_over, months_between, settle, stop_month
from doudi.law.parameters import Registry
from doudi.law.reading import TOP, FactsError, amount, mapping
from doudi.law.working import money

KEYS = ("facts", "from", "to", "paid", "happened", "decided")
MOST_MONTHS = 240
Asked = Mapping[str, Any]


def run(argv: list[str]) -> int:
    """Exit 0: nothing to settle; 1: arrears, clawback or parameters without a value; 2: wrong input, with a sentence."""
    options = _parser().parse_args(argv)
    try:
        registry = Registry.load(*options.parameters)
        asked = _read(parsed(options.file.read_text(encoding="utf-8-sig")))
        answer = _answer(asked, registry)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValueError) as problem:
        print(f"无法结算：{problem}", file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False) if options.json else _told(answer))
    return 1 if answer["must_set"] or answer["arrears"] != "0.00" or answer["clawback"] != "0.00" else 0


def _read(raw: object) -> Asked:
    """The file, each fault at its place. Errors: FactsError."""
    told = mapping(raw, TOP, KEYS)
    for name in ("facts", "from", "to", "paid"):
        if name not in told:
            raise FactsError(name, "缺这一项")
    months = months_between(_month(told["from"], "from"), _month(told["to"], "to"))
    if not 0 < len(months) <= MOST_MONTHS:
        raise FactsError("to", f"应当不早于 from，最多 {MOST_MONTHS} 个月")
    days = {name: _day(told[name], name) for name in ("happened", "decided") if name in told}
    family = facts.read(told["facts"])
    for person in family.persons:
        if person.born > months[0]:
            raise FactsError("from", f"成员 {person.id} 在 {months[0]:%Y-%m} 还没有出生，请从出生以后的月份结算")
    return {"facts": family, "months": months, "paid": _paid(told["paid"], months), **days}


def _paid(raw: object, months: list[date]) -> dict[date, Fraction]:
    found = {}
    for text, sum_ in mapping(raw, "paid", [f"{month:%Y-%m}" for month in months]).items():
        found[_month(text, f"paid.{text}")] = Fraction(amount(sum_, f"paid.{text}"))
    return found


def _month(raw: object, path: str) -> date:
    number = _read_by(read_month, raw, path)
    return date(number // 12, number % 12 + 1, 1)


def _day(raw: object, path: str) -> date:
    found: date = _read_by(read_day, raw, path)
    return found


def _read_by(read: Any, raw: object, path: str) -> Any:
    if not isinstance(raw, str):
        raise FactsError(path, "应当是文字")
    try:
        return read(raw)
    except ValueError as wrong:
        raise FactsError(path, str(wrong)) from wrong


def _answer(asked: Asked, registry: Registry) -> dict[str, Any]:
    due, missing = due_over(asked["facts"], registry, asked["months"])
    paid = {month: amount for month, amount in asked["paid"].items() if month in due}
    settled = settle(due, paid, cause=asked.get("happened"))
    return {
        "months": [
            {"month": f"{each.month:%Y-%m}", "due": money(each.due), "paid": money(each.paid), "arrears": money(each.arrears),
             "clawback": money(each.clawback)}
            for each in settled.months
        ],
        "arrears": money(settled.arrears), "clawback": money(settled.clawback), "stop_month": _stop(asked, registry),
        "lines": [line.as_dict() for line in settled.lines()], "must_set": list(missing),
    }  # fmt: skip


def _stop(asked: Asked, registry: Registry) -> str | None:
    """The first unpaid month after a change, by the place's own way; None where nothing of it was told."""
    if "happened" not in asked or "decided" not in asked:
        return None
    known = asked["facts"]
    after = registry.in_force(asked["decided"], known.division, known.area).flat["stop_month_after"]
    stop = stop_month(
        programme=known.programme, happened=asked["happened"], decided=asked["decided"], after=str(after)
    )  # fmt: skip
    return f"{stop:%Y-%m}"


def _told(answer: Mapping[str, Any]) -> str:
    rows = [
        f"{row['month']}　应发 {row['due']}　已发 {row['paid']}　补发 {row['arrears']}　应追回 {row['clawback']}"
        for row in answer["months"]
    ]
    missing = [f"没有值的参数：{'、'.join(answer['must_set'])}"] if answer["must_set"] else []
    stop = [f"停发月：{answer['stop_month']}"] if answer["stop_month"] else []
    return "\n".join([*rows, f"补发合计 {answer['arrears']} 元，应追回合计 {answer['clawback']} 元", *stop, *missing])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doudi settle",
        description="逐月结算：文件写明 facts（同 doudi assess）、from、to、paid（按月），以及 happened、decided（选填）",
    )
    parser.add_argument("file", type=Path, metavar="FILE.json")
    parser.add_argument(
        "--parameters", action="append", default=[], type=Path, metavar="FILE.toml", help="补充的参数；可写几份"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
