"""`doudi assess FACTS.json`: one household, the rules of a day, the working shown; `.jsonl` holds one a line."""

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from doudi.law import facts
from doudi.law.assess import Assessment, assess
from doudi.law.parameters import Registry
from doudi.law.reading import FactsError

OUTCOMES = {
    "eligible": "符合条件",
    "not_eligible": "不符合条件",
    "low_income_edge": "不符合条件，属于低保边缘家庭",
    "must_set": "不能测算：有参数尚未设定",
}
LONGEST = 30  # digits of a whole number


def run(argv: list[str]) -> int:
    """Assess a file; 0 eligible, 1 anything else, 2 wrong input with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        registry = Registry.load(*options.parameters)
        text = options.file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _refuse(f"{options.file} 不是 UTF-8 编码的文字", as_json=options.json)
    except OSError as problem:
        return _refuse(f"无法读取文件 {problem.filename}：{problem.strerror}", as_json=options.json)
    except (tomllib.TOMLDecodeError, FactsError, KeyError) as problem:
        return _refuse(f"无法读取文件：{problem}", as_json=options.json)
    if options.file.suffix == ".jsonl":
        return _lines(text, registry)
    try:
        answer = assess(facts.read(parsed(text)), registry)
    except ValueError as problem:
        return _refuse(str(problem), as_json=options.json)
    print(_json(answer.as_dict()) if options.json else _report(answer))
    return 0 if answer.outcome == "eligible" else 1


def _lines(text: str, registry: Registry) -> int:
    """One answer a line, in order; 2 at the end where a line was wrong, else 1 where not all are eligible."""
    code = 0
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        try:
            answer = assess(facts.read(parsed(line)), registry)
        except ValueError as problem:
            print(_json({"error": str(problem)}))
            print(_printable(f"第 {number} 行：{problem}"), file=sys.stderr)
            code = 2
        else:
            print(_json(answer.as_dict()))
            code = max(code, 0 if answer.outcome == "eligible" else 1)
    return code


class _Doubled(dict[str, object]):
    """An object in which the key `twice` was written twice."""

    twice = ""


def parsed(text: str) -> object:
    """Strict JSON: no key twice, no NaN, sums as they are written. Errors: ValueError with a sentence."""
    try:
        found: object = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole)
        _refuse_doubles(found, "")
    except json.JSONDecodeError as problem:
        raise ValueError(f"不是规范的 JSON：第 {problem.lineno} 行第 {problem.colno} 列附近有误") from None
    except RecursionError:
        raise ValueError("不是规范的 JSON：嵌套过深") from None
    return found


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys, doubled = [key for key, _ in pairs], _Doubled(found)
    doubled.twice = next(key for key in keys if keys.count(key) > 1)
    return doubled


def _refuse_doubles(value: object, path: str) -> None:
    if isinstance(value, _Doubled):
        raise FactsError(f"{path}.{value.twice}".removeprefix("."), "同一对象中这一项写了两次")
    if isinstance(value, dict):
        for key, each in value.items():
            _refuse_doubles(each, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _refuse_doubles(each, f"{path}[{number}]")


def _whole(digits: str) -> int:
    """A whole number; one too long for the machine is cut, and stays so large that whoever reads it refuses it."""
    return int(digits[:LONGEST])


def _no_constant(name: str) -> object:
    raise ValueError(f"不是规范的 JSON：不能使用 {name}")


def _refuse(sentence: str, *, as_json: bool) -> int:
    print(_printable(sentence), file=sys.stderr)
    if as_json:
        print(_json({"error": sentence}))
    return 2


def _json(answer: dict[str, Any]) -> str:
    return _printable(json.dumps(answer, ensure_ascii=False))


def _printable(text: str) -> str:
    """Halves of characters, which JSON can carry and a terminal can't, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _report(answer: Assessment) -> str:
    lines = [f"结论：{OUTCOMES[answer.outcome]}"]
    lines += [f"  {reason.text}" + (f"（{reason.clause}）" if reason.clause else "") for reason in answer.reasons]
    if answer.lines:
        lines.append("计算：")
    for line in answer.lines:
        working = f" = {line.inputs}" if line.inputs else ""
        lines.append(f"  {line.label} {line.value} {line.unit}{working}")
        lines += [f"      {note}" for note in (line.clause, line.source) if note]
    if answer.outcome == "eligible":
        lines.append(f"每月发放：{answer.amounts.as_dict()['total']} 元")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi assess", description="按某日的政策测算一户家庭")
    parser.add_argument("file", type=Path, metavar="FACTS", help="事实文件（.json，或每行一户的 .jsonl）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser.add_argument(
        "--parameters", type=Path, action="append", default=[], metavar="FILE.toml", help="另加一套本地参数，可重复"
    )
    return parser
