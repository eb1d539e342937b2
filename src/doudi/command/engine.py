"""`doudi engine`: the rules over a snapshot of many households that lies in a folder, by DuckDB or by Spark."""

import argparse
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from doudi.command.asking import WrongInput, day
from doudi.engine import answering, snapshot
from doudi.engine.answering import Answered
from doudi.engine.outcome import WRONG_TIER
from doudi.engine.run import RUNNERS, Engine, start
from doudi.engine.scripts import NotHere
from doudi.engine.snapshot import Batch
from doudi.law.assess import EDGE, ELIGIBLE, NOT_ELIGIBLE
from doudi.law.parameters import Registry
from doudi.law.reading import FactsError

OUTCOMES = {ELIGIBLE: "符合条件", EDGE: "低保边缘家庭", NOT_ELIGIBLE: "不符合条件", WRONG_TIER: "档次有误"}


def run(argv: list[str]) -> int:
    """Exit 0: computed; 2: the input is wrong or the engine isn't installed, with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        on, registry, batches = day(options.on), _registry(options.parameters), _batches(options.snapshot)
        engine, began = Engine(registry, on, runner=start(options.engine)), time.perf_counter()
        answered = list(_watched(answering.answer(engine, registry, on, batches, options.out), len(batches)))
    except (WrongInput, NotHere, snapshot.SnapshotError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except OSError as wrong:
        print(f"--out：写不了 {options.out}：{wrong.strerror}", file=sys.stderr)
        return 2
    told = {"on": on.isoformat(), "engine": options.engine} | _summed(answered)
    told["seconds"] = round(time.perf_counter() - began, 1)
    print(json.dumps(told, ensure_ascii=False) if options.json else _told(told))
    return 0


def _watched(answered: Iterable[Answered], count: int) -> Iterable[Answered]:
    """The same, with a line on standard error for each batch."""
    for number, each in enumerate(answered, 1):
        done = "已有答案，跳过" if each.was_there else "已算"
        print(f"第 {number}/{count} 批 {each.batch.folder.name}：{each.batch.households} 户，{done}", file=sys.stderr)
        yield each


def _summed(answered: list[Answered]) -> dict[str, Any]:
    """The figures of all batches: sums in yuan a month."""
    outcomes: Counter[str] = Counter()
    for each in answered:
        outcomes.update(each.outcomes)
    return {
        "households": sum(each.batch.households for each in answered),
        **{name: outcomes[name] for name in OUTCOMES},
        "open": sum(each.open for each in answered),
        **_yuan(answered),
        "missing": list(dict.fromkeys(name for each in answered for name in each.missing)),
        "batches": len(answered),
        "skipped": sum(each.was_there for each in answered),
    }


def _yuan(answered: list[Answered]) -> dict[str, str]:
    cents = {name: sum(each.sums[name] for each in answered) for name in answering.SUMS}
    cents["total"] = sum(cents.values())
    return {name: str(Decimal(each).scaleb(-2)) for name, each in cents.items()}


def _told(told: dict[str, Any]) -> str:
    wrong = [f"{OUTCOMES[WRONG_TIER]} {told[WRONG_TIER]} 户"] if told[WRONG_TIER] else []
    lines = [
        f"{told['on']}：{told['households']} 户，用时 {told['seconds']} 秒（{told['engine']}）",
        "，".join([*(f"{OUTCOMES[name]} {told[name]} 户" for name in (ELIGIBLE, EDGE, NOT_ELIGIBLE)), *wrong]),
        f"每月保障金（特困为基本生活费）{told['base']} 元，分类施保金 {told['supplement_paid']} 元，"
        f"照料护理费 {told['care']} 元，合计 {told['total']} 元",
    ]
    if told["open"]:
        lines.append(f"有参数尚未设定，算不出 {told['open']} 户；可能缺少：{'、'.join(told['missing'])}")
    return "\n".join(lines)


def _batches(folder: Path) -> list[Batch]:
    found = snapshot.read(folder)
    if not found:
        raise WrongInput(f"--snapshot：{folder} 里没有快照（每批一个文件夹，内有 {snapshot.DESCRIPTION}）")
    for batch in found:
        snapshot.check(batch)
    return found


def _registry(files: list[Path]) -> Registry:
    try:
        return Registry.load(*files)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, FactsError, KeyError) as problem:
        raise WrongInput(f"--parameters：无法读取文件：{problem}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi engine", description="按某日的政策测算一份快照里的全部家庭")
    parser.add_argument("--snapshot", type=Path, required=True, metavar="FOLDER", help="快照所在文件夹")
    parser.add_argument("--on", metavar="DATE", help="按哪天的政策；不写为今天（Asia/Shanghai）")
    parser.add_argument(
        "--engine", choices=list(RUNNERS), default="duckdb", help="用哪种引擎计算，不写为 duckdb；结果相同"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="答案存到哪个文件夹，每批一个 Parquet 文件；已有的不再算"
    )
    parser.add_argument(
        "--parameters", type=Path, action="append", default=[], metavar="FILE.toml", help="另加一套本地参数，可重复"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
