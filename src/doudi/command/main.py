"""The `doudi` command: looks a verb up by its name and runs it, so that `assess` and `due` load no Django."""

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, TextIO

# What each verb is for; a verb is the module of its name in this folder, with `run(argv) -> int`.
VERBS = {
    "assess": "按某日的政策测算一户家庭，逐行列出算式与依据",
    "engine": "按某日的政策测算一份快照里的全部家庭，由 DuckDB 或 Spark 计算",
    "due": "计算法定期限",
    "settle": "逐月结算：哪几个月该补发、哪几个月该追回",
    "ahead": "到龄到期预警：往后几个月里哪些人、哪些户只因日子到了就会变",
    "snapshot": "把在享待遇的资料写成快照，供 engine 批量测算；不含姓名和号码",
    "uplift": "提标重算：按某月的标准，在享待遇各是多少（只列出，不改）",
    "estimate": "资金测算：往后几个月要花多少钱，可假设标准、净增",
    "ledger": "核对（check）或导入（import）民政台账",
    "payroll": "计算某月发放（run）或查看进度（status）",
    "log": "验证（verify）、导出（export）、重放（replay）办理日志",
    "draw": "验证抽查结果（verify）",
    "demo": "装入演示数据（load）",
    "serve": "启动或停止网页服务",
    "worker": "办理排队的任务：大批量导出",
    "database": "启动（start）、停止（stop）、查看（status）本机数据库",
    "fonts": "准备文书所用的中文字体",
    "lawpages": "由规则写出供人阅读的说明页（docs/law）",
    "doctor": "检查安装情况，说明缺什么、怎么补",
}
NOT_VERBS = {"main", "setup", "asking"}


def usage() -> str:
    """The verbs that this installation has, one a line."""
    lines = [f"  {verb:<10}{what}" for verb, what in VERBS.items() if is_verb(verb)]
    return "\n".join(["用法：doudi <命令> [参数…]", "", *lines, "", "各命令的参数：doudi <命令> --help"])


def is_verb(name: str) -> bool:
    """Whether `doudi.command` has a module of that name which is a verb."""
    return (
        name.isidentifier() and name not in NOT_VERBS and importlib.util.find_spec(f"doudi.command.{name}") is not None
    )


def main(argv: list[str] | None = None) -> int:
    """Run one verb. Exit 0: done; 1: the answer is no; 2: the input is wrong, with a sentence on standard error."""
    args = sys.argv[1:] if argv is None else argv
    if not args:
        print(usage(), file=sys.stderr)
        return 2
    verb, *rest = args
    if verb in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if not is_verb(verb):
        print(f"没有「{verb}」这个命令。\n\n{usage()}", file=sys.stderr)
        return 2
    run = importlib.import_module(f"doudi.command.{verb}").run
    if "--json" in rest:
        return _in_json(run, rest)
    code: int = run(rest)
    return code


class _Heard:
    """A stream that remembers the last line that passed through it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.last = ""

    def write(self, text: str) -> int:
        lines = text.strip().splitlines()
        self.last = lines[-1] if lines else self.last
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _in_json(run: Callable[[list[str]], int], rest: list[str]) -> int:
    """What a verb refuses without a JSON object of its own is one all the same: {"error": the sentence}."""
    out, err = _Heard(sys.stdout), _Heard(sys.stderr)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run(rest)
    except SystemExit as refused:  # argparse's way
        code = refused.code if isinstance(refused.code, int) else 2
    if code == 2 and not out.last:
        print(json.dumps({"error": err.last}, ensure_ascii=False))
    return code
