"""`doudi log verify|export|replay|close`: whether the log is whole, the log as a file, and whether the tables follow from it."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from doudi.audit import exports
from doudi.audit.verifying import Report
from doudi.command import setup
from doudi.vault.keys import KeysError

REBUILDERS = (
    "doudi.accounts.replay",
    "doudi.cases.replay",
    "doudi.cases.replay_papers",
    "doudi.cases.replay_decisions",
    "doudi.payments.replay",
)


class NotPossible(Exception):
    """What was asked cannot be done here; the sentence says why."""


def run(argv: list[str]) -> int:
    """Exit 0: whole, written, or equal; 1: broken or different; 2: the input is wrong or there is no database."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.act(options)
    except (NotPossible, exports.NotAnExportError, KeysError) as reason:
        print(reason, file=sys.stderr)
    except OSError as reason:
        print(f"{reason.filename}：打不开或写不进（{reason.strerror}）", file=sys.stderr)
    else:
        return code
    return 2


def verify(options: argparse.Namespace) -> int:
    """The log in the database, or an export without one."""
    if options.export:
        report, keys = exports.verify(options.export)
    else:
        report, keys = _from_database("verify"), {}
    if options.json:
        print(json.dumps({**report.as_dict(), "public_keys": sorted(keys)}, ensure_ascii=False))
    else:
        print("\n".join(_told(report, keys)))
    return 0 if report.is_whole else 1


def export(options: argparse.Namespace) -> int:
    """The whole log as one file."""
    lines = _from_database("export", options.file, at=datetime.now(UTC))
    print(f"已写入 {options.file}，共 {lines} 行。核对：python3 verify_log.py {options.file}")
    return 0


def close(options: argparse.Namespace) -> int:
    """日结: the signed digest of a day; a day that is closed already stays as it is."""
    setup.django()
    day = options.on or setup.load("doudi.accounts.day").today()
    digest = setup.load("doudi.audit.actions").close_day(on=day, at=datetime.now(UTC))
    if options.json:
        print(json.dumps({"number": digest.number, "on": str(digest.on), "hash": digest.hash}, ensure_ascii=False))
    else:
        print(f"日结摘要第 {digest.number} 号（{digest.on}）：{digest.hash}")
    return 0


def replay(options: argparse.Namespace) -> int:
    """What each room's replay of the log finds in its tables."""
    setup.django()
    rooms = [_loaded(name) for name in REBUILDERS]
    differences = [dict(found._asdict()) for room in rooms for found in _answer(_compared, room)]
    if options.json:
        print(json.dumps({"ok": not differences, "differences": differences}, ensure_ascii=False))
    elif not differences:
        print("按日志重放的结果与各表一致。")
    else:
        print(f"按日志重放的结果与各表有 {len(differences)} 处不同：")
        print("\n".join("{kind} {key} {field}：日志 {expected}，表中 {actual}".format(**each) for each in differences))
    return 1 if differences else 0


def _from_database(act: str, *args: Any, **named: Any) -> Any:
    setup.django()
    return _answer(getattr(setup.load("doudi.audit.checking"), act), *args, **named)


def _answer(question: Callable[..., Any], *args: Any, **named: Any) -> Any:
    try:
        return question(*args, **named)
    except setup.load("django.db").DatabaseError as reason:
        raise NotPossible(f"数据库没有回答：{str(reason).strip()}。可先运行 doudi database start。") from reason


def _compared(room: Any) -> list[Any]:
    return list(room.compare())


def _loaded(name: str) -> Any:
    try:
        return setup.load(name)
    except ModuleNotFoundError as reason:
        if reason.name != name:
            raise
        raise NotPossible(f"还不能重放：没有 {name} 这一部分。") from reason


def _told(report: Report, keys: dict[str, str]) -> list[str]:
    counts = f"共 {report.chains} 条链、{report.entries} 条日志、{report.digests} 份日结摘要"
    lines = [f"办理日志完整：{counts}，逐条核对无误。" if report.is_whole else f"办理日志有问题：{counts}。"]
    lines += [f"链 {fault.chain}，第 {fault.number} 条：{fault.text}（{fault.code}）" for fault in report.broken]
    if report.undigested:
        lines.append(f"其中 {report.undigested} 条在最近一次日结之后，尾部若被截去，要到下一次日结才看得出来。")
    return lines + [f"公钥取自导出文件本身，请与另行保存的公钥比对：{key}" for key in sorted(keys)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi log", description="办理日志：验证、导出、重放")
    acts = parser.add_subparsers(required=True, metavar="verify|export|replay|close")
    verifying = acts.add_parser("verify", help="验证每条链和每份日结摘要")
    verifying.add_argument("--export", type=Path, metavar="FILE", help="验证导出文件，不用数据库")
    exporting = acts.add_parser("export", help="导出全部日志")
    exporting.add_argument("file", type=Path, metavar="FILE", help="写到哪个文件")
    replaying = acts.add_parser("replay", help="由日志重建状态，与各表比较")
    closing = acts.add_parser("close", help="日结：签名记下每条链到了哪里；每晚运行一次")
    closing.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="哪一天（默认今天）")
    for act, does in ((verifying, verify), (exporting, export), (replaying, replay), (closing, close)):
        act.set_defaults(act=does)
        if act is not exporting:
            act.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    return parser
