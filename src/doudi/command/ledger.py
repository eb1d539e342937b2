"""`doudi ledger check FILE` and `doudi ledger import FILE --by LOGIN`: the bureau's own ledger workbook, row by row."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from doudi.command import setup
from doudi.command.asking import CHINA, WrongInput, answered, day
from doudi.law.codes import AREAS
from doudi.law.parameters import Registry
from doudi.law.working import money
from doudi.payments.ledger import checking, guard, reading
from doudi.payments.ledger.codes import Outcome
from doudi.payments.ledger.refusal import LedgerFileError

DISTRICT = "140502"
STANDARD = "allowance_standard"
OUTCOMES = {
    "waiting": "take",
    "taken": "take",
    "same": "take",
    "asked": "ask",
    "refused": "refuse",
    "rejected": "refuse",
}
ALL_ROWS = 10**6


def run(argv: list[str]) -> int:
    """Exit 0: every row is taken; 1: some are not; 2: the file or the command is wrong, with a sentence."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.act(options)
    except LedgerFileError as refused:
        print(f"{options.file.name}：{refused.sentence}", file=sys.stderr)
        return 2
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return code


def check(options: argparse.Namespace) -> int:
    """Check a workbook by itself: no database, nothing kept."""
    on = day(options.on)
    book = reading.read(guard.admit_file(options.file))
    report = checking.check(book, standards=standards(book.month or on), on=on)
    if book.month is None:
        print(f"标题里没有写明月份，按 {report.month:%Y年%m月} 核对。", file=sys.stderr)
    return _print(options, report.as_dict())


def standards(month: date) -> Mapping[str, Decimal]:
    """Yuan a head a month by area, as in force on the first day of a month. Errors: WrongInput when there is none."""
    day, registry = month.replace(day=1), Registry.load()
    found = {area: registry.in_force(day, DISTRICT, area).values.get(STANDARD) for area in AREAS}
    if missing := [AREAS[area] for area, dated in found.items() if dated is None]:
        raise WrongInput(f"没有 {day:%Y年%m月} 的{'、'.join(missing)}低保标准，须先设定，不能核对")
    return {area: Decimal(money(dated.value)) for area, dated in found.items() if dated is not None}


def take_in(options: argparse.Namespace) -> int:
    """Take the rows in as an opening balance, through the same actions as the desk."""
    on = day(options.on)
    guard.admit_file(options.file)
    setup.django()
    code: int = answered(_take_in, options, on)
    return code


def _take_in(options: argparse.Namespace, on: date) -> int:
    accounts, imports = setup.load("doudi.accounts.queries"), setup.load("doudi.payments.imports")
    acting = accounts.acting_by_login(options.by, at=datetime.now(CHINA), on=on)
    if acting is None:
        raise WrongInput(f"--by：没有“{options.by}”这个账号，或该账号在 {on} 没有岗位")
    try:
        ledger = imports.import_ledger(options.file, acting=acting, on=on)
    except setup.load("doudi.cases.steps").NotNow as refusal:
        raise WrongInput(f"--by：{'；'.join(refusal.obstacles)}") from refusal
    answer = _answer(options.file, ledger.number, acting)
    if any(answer["totals"][outcome] for outcome in ("ask", "refuse")):
        _hand_back(options.file, *imports.marked_workbook(number=ledger.number))
    print(f"{ledger.number}：{ledger.get_state_display()}", file=sys.stderr)
    return _print(options, answer)


def _answer(file: Path, number: str, acting: Any) -> dict[str, Any]:
    """What became of each row, in the form of the check's answer."""
    queries = setup.load("doudi.payments.queries")
    rows, _ = queries.import_rows(number=number, acting=acting, states=tuple(OUTCOMES), size=ALL_ROWS)
    told: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        problems = [{"column": said.column, "code": said.code, "text": said.text} for said in row.problems]
        told.setdefault(row.sheet, []).append({"row": row.row, "outcome": OUTCOMES[row.state], "problems": problems})
    sheets = [
        {"name": sheet.name, "header_row": sheet.header.row, "rows": told.get(sheet.name, [])}
        for sheet in reading.read(guard.admit_file(file)).sheets
    ]
    outcomes = [row["outcome"] for rows_told in told.values() for row in rows_told]
    return {"sheets": sheets, "totals": {outcome.value: outcomes.count(outcome.value) for outcome in Outcome}}


def _hand_back(file: Path, name: str, content: bytes) -> None:
    target = file.with_name(name)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise WrongInput(f"已导入；标好的工作簿写不进 {target.parent}，可在“台账导入”页面下载") from error
    print(f"标出问题的工作簿：{target}", file=sys.stderr)


def _print(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    print(json.dumps(answer, ensure_ascii=False) if options.json else "\n".join(_told(answer)))
    return 0 if answer["totals"]["take"] == sum(answer["totals"].values()) else 1


def _told(answer: dict[str, Any]) -> list[str]:
    """The answer for people: the counts first, then each row that needs somebody."""
    lines = [_counts("合计", [row for sheet in answer["sheets"] for row in sheet["rows"]])]
    for sheet in answer["sheets"]:
        lines += ["", _counts(f"工作表“{sheet['name']}”", sheet["rows"])]
        for row in (row for row in sheet["rows"] if row["problems"]):
            lines.append(f"  第 {row['row']} 行　{Outcome(row['outcome']).word}")
            lines += [f"      {problem['column']}：{problem['text']}" for problem in row["problems"]]
    return lines


def _counts(what: str, rows: list[dict[str, Any]]) -> str:
    counted = [f"{outcome.word} {sum(row['outcome'] == outcome for row in rows)} 户" for outcome in Outcome]
    return f"{what}：{len(rows)} 户，{'，'.join(counted)}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi ledger", description="民政台账：核对、导入期初")
    acts = parser.add_subparsers(required=True, metavar="check|import")
    checks = acts.add_parser("check", help="逐行核对，不需要数据库，什么都不保存")
    imports = acts.add_parser("import", help="导入为期初：能导入的导入，待核实的排队，退回的标出")
    for act, does in ((checks, check), (imports, take_in)):
        act.set_defaults(act=does)
        act.add_argument("file", type=Path, metavar="FILE", help="台账工作簿（.xlsx）")
        act.add_argument("--on", metavar="DATE", help="办理日；不写为今天（Asia/Shanghai）")
        act.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    imports.add_argument("--by", required=True, metavar="LOGIN", help="导入人账号")
    return parser
