"""`doudi estimate`: what the awards will cost in the months ahead, with values supposed in a file; nothing is kept."""

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from doudi.command import setup
from doudi.command.asking import WrongInput, answered, count, day, told
from doudi.law.codes import PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.law.parameters import DatedValue, read_set
from doudi.law.reading import FactsError

MOST_MONTHS = 36
PARTS = ("obligations", "calendar", "standard", "joined", "one_off")


def run(argv: list[str]) -> int:
    """Exit 0: told; 2: the input is wrong or there is no database, with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        on, months = day(options.on), count(options.months, "--months", MOST_MONTHS)
        values, joining = _values(options.parameters), dict(_joining(each) for each in options.joining)
        setup.django()
        made = answered(_estimated, on, months, values, joining)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    answer = {
        "on": on.isoformat(), "basis": made.basis, "missing": list(made.missing), "lines": [_line(each) for each in made.lines],
    }  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False) if options.json else _told(answer))
    return 0


def _estimated(on: date, months: int, values: Sequence[DatedValue], joining: dict[str, Decimal]) -> Any:
    setup.load("doudi.accounts.edited").look_again()
    room, awards = setup.load("doudi.payments.estimating"), setup.load("doudi.payments.awards")
    return room.estimate(room.Plan(awards.next_month(on), months, values, joining), on=on, progress=told)


def _values(files: Sequence[Path]) -> list[DatedValue]:
    try:
        return [value for file in files for value in read_set(file)]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, FactsError, KeyError) as problem:
        raise WrongInput(f"--parameters：无法读取文件：{problem}") from problem


def _joining(text: str) -> tuple[str, Decimal]:
    programme, _equals, more = text.partition("=")
    if programme not in PROGRAMMES_SHORT:
        raise WrongInput(f"--joining：应写成 {next(iter(PROGRAMMES_SHORT))}=3 的样子，现为“{text}”")
    try:
        found = Decimal(more)
    except InvalidOperation:
        raise WrongInput(f"--joining：“{more}”不是数") from None
    if not found.is_finite() or abs(found) > 10_000:
        raise WrongInput(f"--joining：“{more}”不是可用的户数")
    return programme, found


def _line(line: Any) -> dict[str, Any]:
    return {
        "month": f"{line.month:%Y-%m}", "programme": line.programme, "town": line.town, "households": line.households,
        "people": line.people, "joining": str(line.joining), **{name: str(getattr(line, name)) for name in PARTS},
        "total": str(line.total),
    }  # fmt: skip


def _told(answer: dict[str, Any]) -> str:
    sums: dict[tuple[str, ...], Decimal] = {}
    for line in answer["lines"]:
        for key in ((line["month"],), ("合计", PROGRAMMES_SHORT[line["programme"]], tree().get(line["town"]).name)):
            sums[key] = sums.get(key, Decimal(0)) + Decimal(line["total"])
    missing = [f"没有值的参数：{'、'.join(answer['missing'])}"] if answer["missing"] else []
    return "\n".join([
        f"在享待遇 {answer['basis']['awards']} 笔，按 {answer['on']} 的待遇", *missing,
        *(f"{'　'.join(key)}　{amount:,.2f} 元" for key, amount in sorted(sums.items())),
    ])  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi estimate", description="资金测算：从下个月起逐月测算，只列出，不保存")
    parser.add_argument("--months", default="12", metavar="N", help=f"往后几个月，1 至 {MOST_MONTHS}，不写为 12")
    parser.add_argument("--on", metavar="DATE", help="按哪天的待遇；不写为今天（Asia/Shanghai）")
    parser.add_argument(
        "--parameters", action="append", default=[], type=Path, metavar="FILE.toml",
        help="假设的参数，格式同 doudi assess；可写几份",
    )  # fmt: skip
    parser.add_argument(
        "--joining", action="append", default=[], metavar="PROGRAMME=N", help="每月净增几户；不写按前六个月的净增"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，只有金额和户数")
    return parser
