"""`doudi due LIMIT --after DATE`: when a time limit of the law ends."""

import argparse
import json
import sys
from datetime import date

from doudi.law.calendar import Calendar
from doudi.law.days import read_day
from doudi.law.limits import LIMITS, LimitError, due


def run(argv: list[str]) -> int:
    """Answer one limit; 0 done, 2 wrong input with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        answer = due(options.limit, _day(options.after), Calendar(), extended=options.extended).as_dict()
    except (LimitError, ValueError) as problem:
        print(problem, file=sys.stderr)
        if options.json:
            print(json.dumps({"error": str(problem)}, ensure_ascii=False))
        return 2
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        mark = "（暂定：该年度放假安排尚未公布）" if answer["provisional"] else ""
        print(f"{LIMITS[options.limit].title}：{answer['due']}{mark}\n依据：{answer['clause']}")
    return 0


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
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
