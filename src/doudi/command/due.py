"""`doudi due LIMIT --after DATE`: when a time limit of the law ends."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from doudi.law.calendar import Calendar
from doudi.law.days import read_day
from doudi.law.limits import LIMITS, LimitError, due, known
from doudi.law.parameters import Registry
from doudi.law.reasons import reason


def run(argv: list[str]) -> int:
    """Answer one limit; 0 done, 1 a local limit without a value, 2 wrong input with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        return _answer(options)
    except (LimitError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        if options.json:
            print(json.dumps({"error": str(problem)}, ensure_ascii=False))
        return 2


def _answer(options: argparse.Namespace) -> int:
    after, name, local = _day(options.after), known(options.limit).parameter, None
    if name:
        registry = Registry.load(*options.parameters)
        local = registry.in_force(after, options.division).flat[name]
        if not isinstance(local, int):
            return _must_set(name, registry, as_json=options.json)
    answer = due(options.limit, after, Calendar(), options.extended, local=local).as_dict()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        mark = "（暂定：该年度放假安排尚未公布）" if answer["provisional"] else ""
        print(f"{LIMITS[options.limit].title}：{answer['due']}{mark}\n依据：{answer['clause']}")
    return 0


def _must_set(name: str, registry: Registry, *, as_json: bool) -> int:
    said = reason("must_set", {"name": name, "title": registry.quantities[name].title}).text
    print(said, file=sys.stderr)
    if as_json:
        print(json.dumps({"must_set": [name]}))
    return 1


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as problem:
        raise ValueError(f"--after：{problem}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi due", description="时限计算")
    parser.add_argument("limit", metavar="LIMIT", help="、".join(LIMITS))
    parser.add_argument("--after", required=True, metavar="DATE", help="起算之日（当日不计）")
    parser.add_argument("--extended", action="store_true", help="特殊情形延长（仅 confirm）")
    parser.add_argument("--division", default="", metavar="CODE", help="区划代码（仅由当地规定的时限）")
    parser.add_argument(
        "--parameters", action="append", default=[], type=Path, metavar="FILE.toml", help="补充的参数；可写几份"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
