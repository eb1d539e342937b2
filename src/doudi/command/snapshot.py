"""`doudi snapshot FOLDER`: the facts of every award in being as Parquet, for `doudi engine`; nobody's name or number."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from doudi.command import setup
from doudi.command.asking import WrongInput, answered, day


def run(argv: list[str]) -> int:
    """Exit 0: written; 2: the folder or the day is wrong, or there is no database, with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        on = day(options.on)
        if options.folder.exists():
            raise WrongInput(f"{options.folder}：已有这个文件夹，请换一个不存在的")
        setup.django()
        told = answered(_written, options.folder, on)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except OSError as wrong:
        print(f"{options.folder}：写不了：{wrong.strerror}", file=sys.stderr)
        return 2
    print(json.dumps(told, ensure_ascii=False) if options.json else _told(told))
    return 0


def _written(folder: Path, on: date) -> dict[str, Any]:
    setup.load("doudi.accounts.edited").look_again()
    room, engine = setup.load("doudi.payments.recalculating"), setup.load("doudi.engine.snapshot")
    awards = room.standing()
    batches = engine.write(folder, room.facts_of_awards(awards, on))
    households = sum(batch.households for batch in batches)
    return {
        "on": on.isoformat(), "awards": len(awards), "written": households, "unread": len(awards) - households,
        "batches": len(batches),
    }  # fmt: skip


def _told(told: dict[str, Any]) -> str:
    unread = f"，{told['unread']} 笔没有可读的资料" if told["unread"] else ""
    return f"在享待遇 {told['awards']} 笔，写出 {told['written']} 笔，分 {told['batches']} 批{unread}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doudi snapshot", description="把在享待遇的资料写成快照：内部编号和编了码的事实，没有姓名和号码"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="写到哪个文件夹（须还不存在）")
    parser.add_argument("--on", metavar="DATE", help="按哪天的资料；不写为今天（Asia/Shanghai）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
